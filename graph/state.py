"""See the network as it stood on a day.

All of it comes from named queries, so that a reader can run the same: `network-at-a-date`, `relations-at-a-date`,
`chambers-of-a-region-at-a-date`.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from .catalogue import Catalogue
from .dates import read_day
from .errors import ParameterError
from .namespaces import DEF, expand, short
from .stores.base import Row, Store, Term

NETWORKS = (f"{DEF}network-cci", f"{DEF}network-cma")
RELATIONS = (f"{DEF}relation-attachment", f"{DEF}relation-association", f"{DEF}relation-supervision")


@dataclass(frozen=True)
class Status:
    """Hold what a body was in law; None where no source tells. `form` and `level` are IRIs of concepts."""

    iri: str
    form: str | None
    level: str | None
    legal_personality: bool | None
    official_name: str | None
    certain: bool


@dataclass(frozen=True)
class Relation:
    """Hold one relation of a body; `kind` is the IRI of a concept of def:relation, `other` that of the other end."""

    kind: str
    other: str
    label: str | None
    certain: bool


@dataclass(frozen=True)
class BodyState:
    """Hold one body as it stood on the day; several statuses where the bounds allow several."""

    iri: str
    label: str | None
    network: str
    certain: bool
    statuses: tuple[Status, ...]
    relations: tuple[Relation, ...]
    seats: tuple[str, ...]
    websites: tuple[str, ...]

    @property
    def status(self) -> Status | None:
        """Give the status that is certain, or None where the bounds leave it open or nothing is known."""
        return next((status for status in self.statuses if status.certain), None)

    @property
    def attached_to(self) -> tuple[Relation, ...]:
        """List what the body was attached to."""
        return tuple(relation for relation in self.relations if relation.kind == RELATIONS[0])

    @property
    def supervised_by(self) -> tuple[Relation, ...]:
        """List the authorities that supervised the body (tutelle)."""
        return tuple(relation for relation in self.relations if relation.kind == RELATIONS[2])


@dataclass(frozen=True)
class State:
    """Hold the bodies that were there on a day, certainly or possibly, in the order of their IRIs."""

    day: date
    bodies: tuple[BodyState, ...]

    def __iter__(self) -> Iterator[BodyState]:
        return iter(self.bodies)

    def __len__(self) -> int:
        return len(self.bodies)

    @property
    def certain(self) -> tuple[BodyState, ...]:
        """List the bodies that were certainly there."""
        return tuple(body for body in self.bodies if body.certain)

    @property
    def possible(self) -> tuple[BodyState, ...]:
        """List the bodies that the bounds allow on the day without settling it."""
        return tuple(body for body in self.bodies if not body.certain)

    def get(self, body: str) -> BodyState | None:
        """Find a body by its IRI or prefixed name, or None when it was not there."""
        iri = expand(body) or body
        return next((found for found in self.bodies if found.iri == iri), None)


def state_at(store: Store, day: date | str, *, region: str | None = None, network: str | None = None) -> State:
    """Give the network as it stood on a day, or the part of it in one region or of one network.

    `region` and `network` are prefixed names or IRIs (`id:geo-bretagne`, `def:network-cma`). DateError when `day` is
    no day, ParameterError when the graph knows no such region or network: an empty answer would be a false one.
    """
    when = read_day(day) if isinstance(day, str) else day
    networks = NETWORKS if network is None else (_known(network, NETWORKS, "network"),)
    place = None if region is None else _known(region, _regions(store), "region")
    run = _runner(store, when)
    kept = (
        None if place is None else {row["body"].value for row in run("chambers-of-a-region-at-a-date", "region", place)}
    )
    relations = _relations(run)
    bodies: list[BodyState] = []
    for name in networks:
        rows: dict[str, list[Row]] = {}
        for row in run("network-at-a-date", "network", name):
            rows.setdefault(row["body"].value, []).append(row)
        bodies += (_body(name, found, relations.get(iri, ())) for iri, found in rows.items())
    chosen = (body for body in bodies if kept is None or body.iri in kept)
    return State(when, tuple(sorted(chosen, key=lambda body: body.iri)))


_T = TypeVar("_T")
_Run = Callable[[str, str, str], Iterator[Row]]


def _runner(store: Store, day: date) -> _Run:
    catalogue = Catalogue.load()

    def run(query: str, name: str, value: str) -> Iterator[Row]:
        return catalogue.run(store, query, {name: value, "day": day.isoformat()}).rows()

    return run


def _relations(run: _Run) -> dict[str, tuple[Relation, ...]]:
    found: dict[str, tuple[Relation, ...]] = {}
    for kind in RELATIONS:
        for row in run("relations-at-a-date", "kind", kind):
            relation = Relation(kind, row["other"].value, _text(row.get("otherLabel")), _certain(row, "certainty"))
            found[row["body"].value] = (*found.get(row["body"].value, ()), relation)
    return found


def _body(network: str, rows: list[Row], relations: tuple[Relation, ...]) -> BodyState:
    first = rows[0]
    return BodyState(
        iri=first["body"].value,
        label=_text(first.get("bodyLabel")),
        network=network,
        certain=_certain(first, "existence"),
        statuses=_distinct(_status(row) for row in rows if "status" in row),
        relations=relations,
        seats=_distinct(row["seat"].value for row in rows if "seat" in row),
        websites=_distinct(row["website"].value for row in rows if "website" in row),
    )


def _status(row: Row) -> Status:
    personality = _text(row.get("personality"))
    return Status(
        iri=row["status"].value,
        form=_text(row.get("form")),
        level=_text(row.get("level")),
        legal_personality=None if personality is None else personality in {"true", "1"},
        official_name=_text(row.get("officialName")),
        certain=_certain(row, "statusCertainty"),
    )


def _regions(store: Store) -> tuple[str, ...]:
    found = store.query("SELECT DISTINCT ?region { ?region a <http://rdf.insee.fr/def/geo#Region> } ORDER BY ?region")
    return tuple(row["region"].value for row in found.rows())


def _known(value: str, known: Iterable[str], name: str) -> str:
    iri = expand(value) or value
    offer = [short(one) for one in known]
    if short(iri) in offer:
        return iri
    nearest = difflib.get_close_matches(short(iri), offer, n=3, cutoff=0.4) or offer[:3]
    hint = f"Nearest: {', '.join(nearest)}." if nearest else f"The graph has no {name} at all."
    raise ParameterError(f"The graph knows no {name} '{value}'. {hint}", name=name)


def _certain(row: Row, name: str) -> bool:
    return row[name].value == "certain"


def _text(term: Term | None) -> str | None:
    return term.value if term else None


def _distinct(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))
