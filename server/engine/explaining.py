"""Look for the cause of an empty answer in a thread beside, so that what was found by the end of the time is told.

One probe of a stranger's pattern can take for ever, and the engine cannot be interrupted: a worker whose thread is
still at work says so with its answer, and is replaced.
"""

import sys
import threading
import time

from graph.diagnosis import BUDGET, Diagnosis, stopped
from graph.stores import Store

from .questions import Question, explain

_SHARE = 0.6  # of the time that is left, at most, is for the search
_LOOK = 0.05  # seconds
_OURS = (LookupError, TypeError, AttributeError, NameError, ValueError, RecursionError, AssertionError)
_GRACE = 0.3  # seconds, for the probe that is under way when the budget is used up


class _Search(threading.Thread):
    def __init__(self, store: Store, question: Question, budget: float) -> None:
        super().__init__(daemon=True)
        self._store, self._question, self._budget = store, question, budget
        self.found = Diagnosis(question.text)
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            explain(self._store, self._question, budget=self._budget, into=self.found)
        except Exception as error:  # noqa: BLE001 - it is raised again by who waits
            self.error = error


def explain_in_time(store: Store, question: Question, seconds: float) -> tuple[Diagnosis, bool]:
    """Give what was found, and whether the search is still at work; its error, if it met one.

    Until it is known that the answer is empty there is nothing to tell, so this waits: the supervisor ends it.
    """
    budget = min(BUDGET, seconds * _SHARE)
    search = _Search(store, question, budget)
    search.start()
    until = float("inf")
    while search.is_alive() and time.monotonic() < until:
        search.join(_LOOK)
        if until == float("inf") and search.found.is_known:
            until = time.monotonic() + budget + _GRACE
    if search.error and not (search.found.is_known and isinstance(search.error, _OURS)):
        raise search.error
    if search.error:
        sys.stderr.write(f"consulaire: a diagnosis broke off ({type(search.error).__name__}: {search.error})\n")
        return stopped(search.found), False
    return (stopped(search.found), True) if search.is_alive() else (search.found, False)
