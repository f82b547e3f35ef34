"""Evaluate strangers' texts; the store refuses what would reach outside it (`graph.stores.guard`)."""

from .evaluate import Engine, Question, Reply

__all__ = ["Engine", "Question", "Reply"]
