"""Say which obligations bind whom on a day, what is due, what shows it, and why."""

from .run_rules import Evaluation
from .verdict import Verdict
from .verdicts import evaluate, read_verdicts

__all__ = ["Evaluation", "Verdict", "evaluate", "read_verdicts"]
