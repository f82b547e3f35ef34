"""Ask parts of a query, within a budget of time, and remember what was asked."""

import time
from collections.abc import Callable, Sequence

from ..errors import ConsulaireError
from ..stores.base import Answer, Row, Store
from .tree import Bind, Element, Filter, Group, Query, Triple, Values

MOST = 400  # probes; a query of more parts is not gone through to the end
MOST_VALUES = 5_000  # of one property or expression; the engine gives them in no order, so fewer would be chance


class OutOfBudget(Exception):
    """Report that the time, or the number of probes, is used up."""


class Prober:
    """Ask over the dataset of the query itself (`ask`, `values`), or over the whole graph (`whole`)."""

    def __init__(
        self,
        store: Store,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        until: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._default, self._named = store, tuple(default_graphs), tuple(named_graphs)
        self._until, self._clock = until, clock
        self._asked: dict[tuple[str, bool], bool] = {}
        self.count = 0
        self.head = ""  # prologue of the query
        self.dataset = ""  # its FROM

    def of_query(self, query: Query) -> None:
        """Take the prologue and the dataset of a query for every probe."""
        self.head = query.text[: query.prologue_end]
        self.dataset = query.text[slice(*query.dataset_span)]

    @property
    def has_own_dataset(self) -> bool:
        """Tell whether the query, or who asks it, names graphs."""
        return bool(self.dataset or self._default or self._named)

    def ask(self, body: str) -> bool:
        """Tell whether a pattern has a solution in the dataset of the query."""
        return self._yes(f"{self.head}\nASK {self.dataset} WHERE {{ {body} }}", whole=False)

    def whole(self, body: str) -> bool:
        """Tell whether a pattern has a solution in the whole graph."""
        return self._yes(f"{self.head}\nASK {{ {body} }}", whole=True)

    def values(self, expression: str, body: str) -> list[Row]:
        """List distinct values of an expression over a pattern, each under the name `value`; what has none is left out.

        Nothing when the expression cannot stand there.
        """
        inner = f"{{ {body} }}"
        text = (
            f"{self.head}\nSELECT DISTINCT ?value {self.dataset} WHERE {{ {inner} "
            f"BIND ( ({expression}) AS ?value ) FILTER ( BOUND(?value) ) }} LIMIT {MOST_VALUES}"
        )
        return self.rows(text, whole=False)

    def rows(self, text: str, *, whole: bool = True) -> list[Row]:
        """Give the rows of a SELECT, none when it cannot be asked."""
        self._pay()
        try:
            return list(self._query(text, whole=whole).rows())
        except ConsulaireError:
            return []

    def gives(self, text: str) -> bool | None:
        """Tell whether a whole query gives anything; None when it cannot be asked, or there is no time left."""
        try:
            self._pay()
            return has_rows(self._query(text, whole=False))
        except (ConsulaireError, OutOfBudget):
            return None

    def _yes(self, text: str, *, whole: bool) -> bool:
        if (text, whole) not in self._asked:
            self._pay()
            try:
                self._asked[text, whole] = bool(self._query(text, whole=whole).boolean)
            except ConsulaireError:  # a part that cannot stand alone says nothing
                self._asked[text, whole] = True
        return self._asked[text, whole]

    def _query(self, text: str, *, whole: bool) -> Answer:
        if whole:
            return self._store.query(text)
        return self._store.query(text, default_graphs=self._default, named_graphs=self._named)

    def _pay(self) -> None:
        self.count += 1
        if self.count > MOST or self._clock() > self._until:
            raise OutOfBudget


def has_rows(answer: Answer) -> bool:
    """Tell whether an answer has a row, a triple, or is yes."""
    if answer.kind == "ask":
        return bool(answer.boolean)
    if answer.kind == "select":
        return next(answer.rows(), None) is not None
    return bool(answer.triples())


def write(elements: Sequence[Element], query: Query) -> str:
    """Write elements for a probe."""
    return " ".join(one.text() if isinstance(one, Triple) else query.text[one.start : one.end] for one in elements)


def required(group: Group) -> list[Element]:
    """List the elements of a group but its filters, which hold for the whole of it and so come last."""
    return [one for one in group.elements if not isinstance(one, Filter)]


def filters(group: Group) -> list[Filter]:
    """List the filters of a group."""
    return [one for one in group.elements if isinstance(one, Filter)]


__all__ = ["Bind", "OutOfBudget", "Prober", "Values", "filters", "has_rows", "required", "write"]
