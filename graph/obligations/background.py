"""Look up what lies around a verdict: versions of the text, what the body was, where the days of facts are read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..dates import Period
from ..namespaces import PREFIXES
from ..stores import Row, Store, Term
from .verdict import Passage
from .wording import Language

_PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_ARTICLES = """SELECT ?article ?label ?versionLabel ?startEarliest ?startLatest ?endEarliest ?endLatest WHERE {{
  {rule} cv:isDerivedFrom ?article . ?article rdfs:label ?label FILTER ( LANG(?label) = "{language}" )
  OPTIONAL {{
    ?version eli:is_member_of ?article ; rdfs:label ?versionLabel FILTER ( LANG(?versionLabel) = "{language}" )
    OPTIONAL {{ ?version cons:startEarliest ?startEarliest }}
    OPTIONAL {{ ?version cons:startLatest ?startLatest }}
    OPTIONAL {{ ?version cons:endEarliest ?endEarliest }}
    OPTIONAL {{ ?version cons:endLatest ?endLatest }}
  }}
}} ORDER BY ?article ?startEarliest ?version"""
_FORCE = """SELECT ?from ?until ?confidence WHERE {{
  {rule} cons:inForceFrom ?from
  OPTIONAL {{ {rule} cons:inForceUntil ?until }}
  OPTIONAL {{
    ?attestation rdf:subject {rule} ; cons:confidence ?confidence
    OPTIONAL {{ ?attestation rdf:predicate ?predicate }} FILTER ( !BOUND(?predicate) )
  }}
}} ORDER BY ?from ?confidence LIMIT 1"""
_STANDINGS = """SELECT ?form ?level ?startEarliest ?startLatest ?endEarliest ?endLatest WHERE {{
  ?status cons:statusOf {body}
  OPTIONAL {{ ?status cons:form ?form }}
  OPTIONAL {{ ?status cons:atLevel ?level }}
  OPTIONAL {{ ?status cons:startEarliest ?startEarliest }}
  OPTIONAL {{ ?status cons:startLatest ?startLatest }}
  OPTIONAL {{ ?status cons:endEarliest ?endEarliest }}
  OPTIONAL {{ ?status cons:endLatest ?endLatest }}
}} ORDER BY ?status"""
_PASSAGES = """SELECT DISTINCT ?asked ?source ?paragraph ?start ?end ?fragment ?confidence ?reading WHERE {{
  VALUES ?predicate {{ cons:date cons:earliestDate cons:latestDate dcterms:hasPart }}
  {{ VALUES ?asked {{ {nodes} }} BIND ( ?asked AS ?node ) }}
  UNION {{ VALUES ?asked {{ {nodes} }} ?node a cons:GeneralRenewal ; cons:partOfEvent ?asked }}
  ?attestation rdf:subject ?node ; rdf:predicate ?predicate ; prov:wasDerivedFrom ?citation .
  ?citation oa:hasSource ?source
  OPTIONAL {{ ?citation cons:paragraph ?paragraph }}
  OPTIONAL {{ ?citation oa:hasSelector ?selector
    OPTIONAL {{ ?selector oa:start ?start ; oa:end ?end }}
    OPTIONAL {{ ?selector rdf:value ?fragment }} }}
  OPTIONAL {{ ?attestation cons:confidence ?confidence }}
  OPTIONAL {{ ?attestation cons:reading ?reading }}
}} ORDER BY ?source ?paragraph ?start ?fragment ?confidence"""
_TITLES = "SELECT ?source ?title WHERE { ?source a cons:SourceDocument ; dcterms:title ?title } ORDER BY ?source ?title"


@dataclass(frozen=True)
class Article:
    """Hold an article that a rule rests on, with the labels and validities of its known versions, oldest first."""

    iri: str
    label: str
    versions: tuple[tuple[str, Period], ...]

    def may_hold_on(self, day: date) -> bool:
        """Tell whether a version may be in force on a day; an article without known versions may."""
        return not self.versions or any(period.possibly_at(day) for _, period in self.versions)


@dataclass(frozen=True)
class Force:
    """Hold from when to when a rule holds, its last day included, and how far its reading is trusted."""

    first: date | None
    last: date | None
    confidence: str | None


@dataclass(frozen=True)
class Standing:
    """Hold a form and a level that a body had, as IRIs of concepts, and whether it surely had them on the day asked."""

    form: str | None
    level: str | None
    certain: bool


class Background:
    """Answer from one store; the same question is asked of the graph and of a user's files beside it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sources: dict[str, str] | None = None

    def articles(self, rule: str, language: Language) -> tuple[Article, ...]:
        """List the articles that a rule rests on."""
        found: dict[str, tuple[str, list[tuple[str, Period]]]] = {}
        for row in self._rows(_ARTICLES.format(rule=_iri(rule), language=language)):
            _, versions = found.setdefault(row["article"].value, (row["label"].value, []))
            if "versionLabel" in row:
                versions.append((row["versionLabel"].value, _period(row)))
        return tuple(Article(iri, name, tuple(dict.fromkeys(told))) for iri, (name, told) in found.items())

    def force(self, rule: str) -> Force:
        """Give the days between which a rule holds."""
        row = next(self._rows(_FORCE.format(rule=_iri(rule))), {})
        return Force(_day(row, "from"), _day(row, "until"), row["confidence"].value if "confidence" in row else None)

    def standings(self, body: str, day: date) -> tuple[Standing, ...]:
        """List what a body was, or may have been, on a day; nothing for an authority or a person."""
        found = []
        for row in self._rows(_STANDINGS.format(body=_iri(body))):
            period = _period(row)
            if period.possibly_at(day):
                found.append(Standing(_value(row, "form"), _value(row, "level"), period.certainly_at(day)))
        return tuple(found)

    def passages(self, node: str) -> tuple[Passage, ...]:
        """List where the day of something is read."""
        return self.passages_of([node]).get(node, ())

    def passages_of(self, nodes: Iterable[str]) -> dict[str, tuple[Passage, ...]]:
        """List where the days of things are read, by one query for all of them; what cites nothing is left out."""
        named = " ".join(map(_iri, dict.fromkeys(nodes)))
        found: dict[str, list[Passage]] = {}
        for row in self._rows(_PASSAGES.format(nodes=named)) if named else ():
            passage = Passage(
                row["source"].value,
                _number(row, "paragraph"),
                _number(row, "start"),
                _number(row, "end"),
                _value(row, "fragment"),
                _value(row, "confidence"),
                _value(row, "reading"),
            )
            found.setdefault(row["asked"].value, []).append(passage)
        return {node: tuple(passages) for node, passages in found.items()}

    def title(self, source: str) -> str | None:
        """Give the title of a source, or None where the graph does not describe it."""
        if self._sources is None:
            rows = self._rows(_TITLES)
            self._sources = {row["source"].value: row["title"].value for row in rows}
        return self._sources.get(source)

    def _rows(self, query: str) -> Iterator[Row]:
        return self._store.query(_PREFIXES + query).rows()


def _iri(iri: str) -> str:
    return Term("iri", iri).sparql()


def _value(row: Row, name: str) -> str | None:
    return row[name].value if name in row else None


def _number(row: Row, name: str) -> int | None:
    return int(row[name].value) if name in row else None


def _day(row: Row, name: str) -> date | None:
    return date.fromisoformat(row[name].value) if name in row else None


def _period(row: Row) -> Period:
    return Period(*(_day(row, name) for name in ("startEarliest", "startLatest", "endEarliest", "endLatest")))
