"""Keep runs of the evaluation as RDF, one Turtle file each, and read them back.

A file holds one cons:EvaluationRun (a prov:Activity): the as-of date, the digests of data, shapes and rules, the
versions of the tools, the selection, the hours; and an assessment per obligation, with rule, debtor and due dates. Its
names carry the hour of the run, so that two runs for the same day can stand in one store.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import FactFileError, HistoryError
from ..ingest.turtle import write_block, write_prefixes
from ..namespaces import CONS, DEF, ID, PREFIXES
from ..stores import Row, Store, Term, oxigraph_store
from ..stores.parsing import parse_any
from .fingerprint import Fingerprint, criteria, snapshot
from .fingerprint import fingerprint as take_fingerprint
from .verdict import STATUSES, Named, Rule, Verdict

if TYPE_CHECKING:
    from .opinion import Opinion

_PROV, _RDFS, _XSD = PREFIXES["prov"], PREFIXES["rdfs"], PREFIXES["xsd"]
_TYPE, _LABEL, _IDENTIFIER = f"{PREFIXES['rdf']}type", f"{_RDFS}label", f"{PREFIXES['dcterms']}identifier"

_HOW = "`consulaire check --record FILE.ttl` writes a run."
_RUN = """
SELECT ?run ?asOf ?started ?ended ?data ?shapes ?rules WHERE {
  ?run a cons:EvaluationRun ; cons:asOf ?asOf ; prov:startedAtTime ?started ; prov:endedAtTime ?ended ;
    cons:dataSha256 ?data ; cons:shapesSha256 ?shapes ; cons:rulesSha256 ?rules .
}"""
_SAID = "SELECT ?value WHERE {{ ?run a cons:EvaluationRun ; {} ?value }} ORDER BY ?value"
_ASSESSED = """
SELECT ?obligation ?status ?rule ?identifier ?rule_fr ?rule_en ?debtor ?debtor_fr ?debtor_en ?earliest ?latest WHERE {
  ?assessment cons:assesses ?obligation ; cons:status ?status ; prov:wasGeneratedBy ?run .
  ?obligation cons:underRule ?rule ; cons:debtor ?debtor .
  OPTIONAL { ?rule dcterms:identifier ?identifier }
  OPTIONAL { ?rule rdfs:label ?rule_fr FILTER(LANG(?rule_fr) = "fr") }
  OPTIONAL { ?rule rdfs:label ?rule_en FILTER(LANG(?rule_en) = "en") }
  OPTIONAL { ?debtor rdfs:label ?debtor_fr FILTER(LANG(?debtor_fr) = "fr") }
  OPTIONAL { ?debtor rdfs:label ?debtor_en FILTER(LANG(?debtor_en) = "en") }
  OPTIONAL { ?obligation cons:dueEarliest ?earliest }
  OPTIONAL { ?obligation cons:dueLatest ?latest }
} ORDER BY ?obligation ?assessment"""


@dataclass(frozen=True)
class Assessed:
    """Hold what a run said of one obligation; `status` is a notation."""

    obligation: str
    status: str
    rule: Named
    identifier: str
    debtor: Named
    due_earliest: date | None
    due_latest: date | None

    @classmethod
    def of(cls, verdict: Verdict) -> "Assessed":
        """Keep of a verdict what a run keeps."""
        rule = Named(verdict.rule.iri, verdict.rule.label_fr, verdict.rule.label_en)
        due = verdict.due_earliest, verdict.due_latest
        return cls(verdict.obligation, verdict.status, rule, verdict.rule.identifier, verdict.debtor, *due)


@dataclass(frozen=True)
class Run:
    """Hold one run; `selection` is what was asked for, empty when it was everything."""

    iri: str
    as_of: date
    started: datetime
    ended: datetime
    fingerprint: Fingerprint
    selection: tuple[str, ...]
    assessed: Mapping[str, Assessed]


def record(
    path: Path,
    verdicts: Sequence[Verdict],
    *,
    as_of: date,
    fingerprint: Fingerprint,
    started: datetime,
    ended: datetime,
    selection: Sequence[str] = (),
) -> None:
    """Write a run to a Turtle file, aside and then in place; hours without a time zone are refused."""
    if started.tzinfo is None or ended.tzinfo is None:
        raise ValueError("the hours of a run need a time zone: datetime.now(UTC)")
    started, ended = started.astimezone(UTC), ended.astimezone(UTC)
    stamp = started.strftime("%Y%m%dT%H%M%S%fZ")
    run = f"{ID}run--{as_of}--{stamp}"
    dataset = f"{ID}dataset--{fingerprint.data}"
    blocks = [
        write_block(run, _run_pairs(as_of, fingerprint, (started, ended), selection, dataset)),
        write_block(dataset, [(_TYPE, _iri(f"{_PROV}Entity")), (f"{CONS}dataSha256", _text(fingerprint.data))]),
        *_named_blocks(verdicts),
        *(block for verdict in sorted(verdicts, key=lambda one: one.obligation) for block in _blocks_of(verdict, run)),
    ]
    head = f"#+ title: Évaluation des obligations au {as_of}\n#+ title-en: Evaluation of obligations as of {as_of}\n\n"
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(head + write_prefixes(blocks) + "\n" + "\n".join(blocks), encoding="utf-8")
    aside.replace(path)


def record_opinion(path: Path, opinion: "Opinion", started: datetime, ended: datetime) -> None:
    """Write the run behind an opinion: the verdicts that were asked for, and on what they rest."""
    record(
        path,
        opinion.verdicts,
        as_of=opinion.as_of,
        fingerprint=take_fingerprint(snapshot(opinion.nquads)),
        started=started,
        ended=ended,
        selection=criteria(opinion.selection),
    )


def read_run(path: Path) -> Run:
    """Read a run that `record` wrote; HistoryError says what the file is instead, and how to make one."""
    try:
        nquads = parse_any(path)
    except FactFileError as error:
        raise HistoryError(f"{error} {_HOW}") from error
    store = oxigraph_store(nquads)
    found = list(store.query(_with_prefixes(_RUN)).rows())
    if len(found) != 1:
        many = f"it holds {len(found)} of them" if found else "it holds none that is complete"
        raise HistoryError(f"{path} is not the file of one run: {many}. {_HOW}")
    try:
        return _run(store, found[0])
    except (ValueError, KeyError) as error:
        raise HistoryError(f"{path} cannot be read as a run: {error}. {_HOW}") from error


def _run(store: Store, row: Row) -> Run:
    tools = dict(text.rsplit(" ", 1) for text in _said(store, "cons:toolVersion"))
    return Run(
        row["run"].value,
        date.fromisoformat(row["asOf"].value),
        datetime.fromisoformat(row["started"].value),
        datetime.fromisoformat(row["ended"].value),
        Fingerprint(row["data"].value, row["shapes"].value, row["rules"].value, tools),
        tuple(_said(store, "cons:selection")),
        _each_once(store.query(_with_prefixes(_ASSESSED)).rows()),
    )


def _said(store: Store, predicate: str) -> list[str]:
    return [row["value"].value for row in store.query(_with_prefixes(_SAID.format(predicate))).rows()]


def _each_once(rows: Iterator[Row]) -> dict[str, Assessed]:
    """Refuse two answers for one obligation: neither could be told to be the run's."""
    found: dict[str, Assessed] = {}
    for row in rows:
        one = _assessed(row)
        if one.obligation in found:
            raise ValueError(f"it says two things of {one.obligation}")
        found[one.obligation] = one
    return found


def _assessed(row: Row) -> Assessed:
    status = row["status"].value.removeprefix(f"{DEF}status-")
    if status not in STATUSES:
        raise ValueError(f"'{row['status'].value}' is not a status")
    identifier = row.get("identifier")
    return Assessed(
        row["obligation"].value,
        status,
        _named(row, "rule"),
        identifier.value if identifier else "",
        _named(row, "debtor"),
        _day(row, "earliest"),
        _day(row, "latest"),
    )


def _named(row: Row, name: str) -> Named:
    iri = row[name].value
    labels = [row.get(f"{name}_{language}") for language in ("fr", "en")]
    return Named(iri, *(label.value if label else iri.removeprefix(ID) for label in labels))


def _day(row: Row, name: str) -> date | None:
    term = row.get(name)
    return date.fromisoformat(term.value) if term else None


def _with_prefixes(query: str) -> str:
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + query


def _run_pairs(
    as_of: date, fingerprint: Fingerprint, hours: tuple[datetime, datetime], selection: Sequence[str], dataset: str
) -> list[tuple[str, Term]]:
    started, ended = hours
    return [
        (_TYPE, _iri(f"{CONS}EvaluationRun")),
        (_TYPE, _iri(f"{_PROV}Activity")),
        (_LABEL, Term("literal", f"évaluation des obligations au {as_of}", language="fr")),
        (_LABEL, Term("literal", f"evaluation of obligations as of {as_of}", language="en")),
        (f"{CONS}asOf", _date(as_of)),
        (f"{_PROV}startedAtTime", Term("literal", started.isoformat(), f"{_XSD}dateTime")),
        (f"{_PROV}endedAtTime", Term("literal", ended.isoformat(), f"{_XSD}dateTime")),
        (f"{_PROV}used", _iri(dataset)),
        (f"{CONS}dataSha256", _text(fingerprint.data)),
        (f"{CONS}shapesSha256", _text(fingerprint.shapes)),
        (f"{CONS}rulesSha256", _text(fingerprint.rules)),
        *((f"{CONS}toolVersion", _text(f"{name} {number}")) for name, number in sorted(fingerprint.tools.items())),
        *((f"{CONS}selection", _text(part)) for part in selection),
    ]


def _named_blocks(verdicts: Sequence[Verdict]) -> list[str]:
    """Name each rule and each debtor once, so that a run can be read without the graph."""
    rules = {verdict.rule.iri: verdict.rule for verdict in verdicts}
    debtors = {verdict.debtor.iri: verdict.debtor for verdict in verdicts}
    of_rules = [
        write_block(
            iri, [(_TYPE, _iri(f"{CONS}ObligationRule")), (_IDENTIFIER, _text(rule.identifier)), *_labels(rule)]
        )
        for iri, rule in sorted(rules.items())
    ]
    return [*of_rules, *(write_block(iri, _labels(debtor)) for iri, debtor in sorted(debtors.items()))]


def _blocks_of(verdict: Verdict, run: str) -> list[str]:
    local = verdict.obligation.removeprefix(ID).removeprefix("obl--")
    due = [("dueEarliest", verdict.due_earliest), ("dueLatest", verdict.due_latest)]
    obligation = [
        (_TYPE, _iri(f"{CONS}Obligation")),
        (f"{CONS}underRule", _iri(verdict.rule.iri)),
        (f"{CONS}debtor", _iri(verdict.debtor.iri)),
        *((f"{CONS}{name}", _date(day)) for name, day in due if day),
    ]
    assessment = [
        (_TYPE, _iri(f"{CONS}Assessment")),
        (f"{CONS}assesses", _iri(verdict.obligation)),
        (f"{CONS}status", _iri(f"{DEF}status-{verdict.status}")),
        (f"{CONS}asOf", _date(verdict.as_of)),
        (f"{_PROV}wasGeneratedBy", _iri(run)),
    ]
    name = f"{ID}assessment--{local}--{run.removeprefix(f'{ID}run--')}"
    return [write_block(verdict.obligation, obligation), write_block(name, assessment)]


def _labels(named: Named | Rule) -> list[tuple[str, Term]]:
    given = (("fr", named.label_fr), ("en", named.label_en))
    return [(_LABEL, Term("literal", text, language=language)) for language, text in given]


def _iri(value: str) -> Term:
    return Term("iri", value)


def _text(value: str) -> Term:
    return Term("literal", value)


def _date(value: date) -> Term:
    return Term("literal", value.isoformat(), f"{_XSD}date")
