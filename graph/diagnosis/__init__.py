"""Explain an empty answer: which pattern empties it, why, and what could have been meant."""

from .examine import BUDGET, diagnose, stopped
from .findings import Diagnosis, Finding, Probe, Suggestion, Wording

__all__ = ["BUDGET", "Diagnosis", "Finding", "Probe", "Suggestion", "Wording", "diagnose", "stopped"]
