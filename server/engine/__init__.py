"""Take strangers' texts: `guard` reads them, `evaluate` runs them."""

from .evaluate import Engine, Question, Reply

__all__ = ["Engine", "Question", "Reply"]
