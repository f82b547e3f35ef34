"""Judge the obligations of the graph that is explored, once for each day asked about."""

from datetime import date
from typing import TYPE_CHECKING, Any

from .asking import as_day
from .errors import ParameterError
from .stores.base import Store

if TYPE_CHECKING:
    from .obligations import Verdict

_KEPT = 4  # days
_NAMES = ("body", "region", "network", "obligation", "status", "actor")
_DAYS = ("due_from", "due_to")


class Judge:
    """Hold the verdicts on a graph by day; the facts, the whole graph, are read from the store once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._facts: bytes | None = None
        self._verdicts: dict[date, tuple[Verdict, ...]] = {}

    def verdicts(self, day: date, told: dict[str, object]) -> "tuple[Verdict, ...]":
        """Give the verdicts as of a day that a selection keeps; UnknownName and ParameterError say what is wrong."""
        from .obligations.names import Names
        from .obligations.opinion import give_opinion
        from .obligations.selection import Selection, resolve, select

        unknown = sorted(set(told) - {*_NAMES, *_DAYS})
        if unknown:
            offer = ", ".join((*_NAMES, *_DAYS))
            raise ParameterError(f"Verdicts cannot be chosen by '{unknown[0]}'. On offer: {offer}.", name=unknown[0])
        chosen: dict[str, Any] = {name: str(told[name]) for name in _NAMES if told.get(name) is not None}
        chosen |= {name: as_day(told[name]) for name in _DAYS if told.get(name) is not None}
        if self._facts is None:
            self._facts = self._store.dump()
        selection = resolve(Selection(**chosen), Names(self._facts))
        if day not in self._verdicts:
            if len(self._verdicts) == _KEPT:
                del self._verdicts[next(iter(self._verdicts))]
            self._verdicts[day] = give_opinion(day, facts=self._facts).every
        return select(self._verdicts[day], selection)
