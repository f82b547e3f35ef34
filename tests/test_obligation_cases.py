"""Hold the evaluation against cases that a jurist can read: facts, a day, and what the law says of it.

`obligations/<rule>/cases.csv` has one case a line, a French sentence and what it expects; its facts are Turtle files
beside it. `obligations/README.md` tells how to write one. The data of a case are the real register, the real
versions of the articles, and its own facts: never the facts of the graph. Both engines are asked: Oxigraph with the
whole register, rdflib, some hundred times slower, with the rules that the cases of these facts ask for.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from graph.load import read_header
from graph.namespaces import CONS, ID, PREFIXES
from graph.obligations import Evaluation, Verdict, evaluate, read_verdicts
from graph.resources import FACTS, ONTOLOGY, SHAPES
from graph.stores.parsing import parse_any
from graph.triples import triples_of
from graph.validate import check, load_shapes

HERE = Path(__file__).parent / "obligations"
NEEDED = ("case", "facts", "at", "rule", "debtor", "trigger", "year", "status", "due_earliest", "due_latest")
OPTIONAL = ("article", "gap", "checks", "must_act", "owed_to")
ENGINES = ("oxigraph", "rdflib")
CASE_COUNT = 1077
LAW = f"<{ID}law-".encode()
NAMED = re.compile(rb"<[^>]*>")
PROVENANCE = tuple(f"<{ID}{kind}-".encode() for kind in ("att", "cit", "sel", "src"))


@dataclass(frozen=True)
class Case:
    """Hold one line of a case file."""

    folder: str
    cells: tuple[tuple[str, str], ...]

    def __getitem__(self, column: str) -> str:
        return dict(self.cells).get(column, "")

    @property
    def files(self) -> tuple[Path, ...]:
        return with_what_they_need((HERE / self.folder / name).resolve() for name in self["facts"].split())

    @property
    def day(self) -> date:
        return date.fromisoformat(self["at"])


def collected() -> list[Case]:
    cases = []
    for path in sorted(HERE.glob("*/cases.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            header = reader.fieldnames or []
            assert set(NEEDED) <= set(header) <= {*NEEDED, *OPTIONAL}, f"{path}: columns {header}"
            for row in reader:
                assert None not in {*row, *row.values()}, f"{path}, line {reader.line_num}: cells"
                cases.append(Case(path.parent.name, tuple(row.items())))
    return cases


def with_what_they_need(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Add the files that a file names in its header, `#+ with:`, and those that these name."""
    found: dict[Path, None] = {}
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = None
            waiting += [(path.parent / name).resolve() for name in read_header(path).get("with", "").split()]
    return tuple(sorted(found))


CASES = collected()


def asked() -> dict[tuple[tuple[Path, ...], date], frozenset[str]]:
    """Give the rules that the cases of the same facts and day ask for."""
    rules = defaultdict(set)
    for case in CASES:
        rules[case.files, case.day].add(case["rule"])
    return {key: frozenset(values) for key, values in rules.items()}


ASKED = asked()


@cache
def triples_in(path: Path) -> frozenset[bytes]:
    return frozenset(parse_any(path).splitlines(keepends=True))


@cache
def law() -> frozenset[bytes]:
    """Give the register and the versions of the articles, without attestations, citations and sources."""
    paths = [path for folder in ("obligations", "law") for path in sorted((FACTS / folder).glob("*.ttl"))]
    return frozenset(line for path in paths for line in triples_in(path) if not line.startswith(PROVENANCE))


@cache
def identifiers() -> dict[bytes, str]:
    """Give the identifier of each rule of the register."""
    told = (line for line in law() if line.startswith(f"<{ID}rule-".encode()) and b"/terms/identifier>" in line)
    return {line.split()[0]: line.split(b'"')[1].decode() for line in told}


@cache
def law_of(rules: frozenset[str]) -> frozenset[bytes]:
    """Give the law cut down to some rules, those they follow, the versions of their articles, and every exception."""
    identified = identifiers()
    kept = {rule for rule, identifier in identified.items() if identifier in rules}
    kept |= {line.split()[2] for line in law() if b"#followsRule>" in line if line.split()[0] in kept}
    works = {line.split()[2] for line in law() if b"/m8g/isDerivedFrom>" in line if line.split()[0] in kept}

    def wanted(subject: bytes) -> bool:
        work = subject.split(b"--")[0].rstrip(b">") + b">"
        return work in works if subject.startswith(LAW) else subject in kept or subject not in identified

    return frozenset(line for line in law() if wanted(line.split()[0]))


@cache
def derived(files: tuple[Path, ...], day: date, engine: str, *, whole: bool) -> Evaluation:
    facts = (law() if whole else law_of(ASKED[files, day])).union(*map(triples_in, files))
    return evaluate(b"".join(sorted(facts)), day, engine=engine)


@cache
def evaluated(files: tuple[Path, ...], day: date, engine: str) -> tuple[Evaluation, tuple[Verdict, ...]]:
    evaluation = derived(files, day, engine, whole=engine == "oxigraph")
    return evaluation, read_verdicts(evaluation)


def named(prefixed: str) -> str:
    prefix, _, local = prefixed.partition(":")
    return PREFIXES[prefix] + local


def day_or_none(cell: str) -> date | None:
    return None if cell == "-" else date.fromisoformat(cell)


def told_by(case: Case, verdict: Verdict) -> bool:
    """Tell whether a verdict is about what the case is about."""
    return (
        verdict.rule.identifier == case["rule"]
        and case["debtor"] in ("", f"id:{verdict.debtor.iri.removeprefix(ID)}")
        and case["trigger"] in ("", f"id:{verdict.trigger.iri.removeprefix(ID)}")
        and case["year"] in ("", str(verdict.year))
    )


def written(verdict: Verdict) -> str:
    due = f"{verdict.due_earliest} to {verdict.due_latest}"
    return f"{verdict.obligation.removeprefix(ID)} at {verdict.as_of}: {verdict.status}, due {due}, {verdict.gaps}"


def versions_of(evaluation: Evaluation, obligation: str) -> set[str]:
    start = f"<{obligation}> <{CONS}underVersion> ".encode()
    lines = (line for line in evaluation.derived.splitlines() if line.startswith(start))
    return {NAMED.findall(line)[2].decode()[1:-1] for line in lines}


def requirements_of(verdict: Verdict) -> set[tuple[str, ...]]:
    of_all = (requirement for item in verdict.evidence for requirement in item.requirements)
    return {(*((one.kind, one.value.iri) if one.value else (one.kind,)), one.outcome) for one in of_all} | {
        (one.kind, one.outcome) for item in verdict.evidence for one in item.requirements
    }


def wanted_requirements(cell: str) -> set[tuple[str, ...]]:
    return {
        tuple(named(word) if ":" in word else word for word in wanted.split())
        for wanted in filter(None, cell.split(";"))
    }


def differences(case: Case, evaluation: Evaluation, verdict: Verdict) -> list[str]:
    """List what the verdict has other than the case wants; blank cells want nothing."""
    wrong = []
    for column, found in (("due_earliest", verdict.due_earliest), ("due_latest", verdict.due_latest)):
        if case[column] and found != day_or_none(case[column]):
            wrong.append(f"{column}: {found}, not {case[column]}")
    if verdict.status != case["status"]:
        wrong.append(f"status: {verdict.status}, not {case['status']}")
    if case["gap"] and case["gap"] not in verdict.gaps:
        wrong.append(f"gaps: {verdict.gaps}, without {case['gap']}")
    for column, actors in (("must_act", verdict.must_act), ("owed_to", verdict.owed_to)):
        wanted = set(map(named, case[column].split()))
        if wanted and wanted != {actor.iri for actor in actors}:
            wrong.append(f"{column}: {[actor.iri for actor in actors]}, not {case[column]}")
    versions = versions_of(evaluation, verdict.obligation) if case["article"] else set()
    if case["article"] and named(case["article"]) not in versions:
        wrong.append(f"article: {versions}, not {case['article']}")
    missing = wanted_requirements(case["checks"]) - requirements_of(verdict)
    return wrong + [f"checks: no {' '.join(one)} among {requirements_of(verdict)}" for one in sorted(missing)]


def test_the_suite_collects_every_case() -> None:
    assert len(CASES) == CASE_COUNT
    assert len(CASES) >= 200


def test_every_case_is_a_sentence_of_its_own() -> None:
    assert [name for name, count in Counter(case["case"] for case in CASES).items() if count > 1] == []
    assert [case["case"] for case in CASES if not re.fullmatch(r"[A-ZÀÉÊ].{20,}\.", case["case"])] == []


def test_every_rule_of_the_register_has_three_cases_and_every_case_its_rule() -> None:
    counted = Counter(case["rule"] for case in CASES)
    assert set(counted) <= set(identifiers().values())
    assert sorted(identifier for identifier in identifiers().values() if counted[identifier] < 3) == []


def test_every_file_of_facts_is_used_and_every_used_file_is_there() -> None:
    used = {path for case in CASES for path in case.files}
    assert sorted(used ^ {path.resolve() for path in HERE.rglob("*.ttl")}) == []


def test_every_status_is_reached() -> None:
    statuses = {line.split(b'"')[1].decode() for line in vocabulary("status") if b"#notation>" in line}
    assert {case["status"] for case in CASES} == {*statuses, "-"}


def test_every_kind_of_deadline_is_reached() -> None:
    kinds = {line.split()[0] for line in vocabulary("deadline") if b"#topConceptOf>" in line}
    of_rule = {line.split()[0]: line.split()[2] for line in law() if b"#deadlineKind>" in line}
    alive = {case["rule"] for case in CASES if case["status"] != "-"}
    reached = {kind for rule, kind in of_rule.items() if identifiers().get(rule) in alive}
    assert kinds - reached == set()


def vocabulary(name: str) -> frozenset[bytes]:
    return triples_in(ONTOLOGY / "vocabularies" / f"{name}.ttl")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=[f"{case.folder}-{case['case']}" for case in CASES])
def test_a_case_comes_out_as_the_law_says(case: Case, engine: str) -> None:
    evaluation, verdicts = evaluated(case.files, case.day, engine)
    found = [verdict for verdict in verdicts if told_by(case, verdict)]
    if case["status"] == "-":
        assert [written(verdict) for verdict in found] == []
        return
    near = [written(verdict) for verdict in verdicts if verdict.rule.identifier == case["rule"]]
    assert len(found) == 1, "\n".join([f"{len(found)} obligations match; of this rule there are:", *near])
    assert differences(case, evaluation, found[0]) == [], written(found[0])


@pytest.mark.parametrize(
    ("files", "day"),
    sorted({(case.files, case.day) for case in CASES}),
    ids=lambda value: value[0].stem if isinstance(value, tuple) else str(value),
)
def test_both_engines_derive_the_same_triples(files: tuple[Path, ...], day: date) -> None:
    first, second = (derived(files, day, engine, whole=False).derived for engine in ENGINES)
    assert sorted(set(first.splitlines()) ^ set(second.splitlines())) == []


def apart(files: tuple[Path, ...], number: int) -> Iterable[bytes]:
    """Give the triples of a set of files, with names of their own: sets use the same names for different things."""
    lines = frozenset().union(*map(triples_in, files))
    own = {line.split(b" ", 1)[0] for line in lines}

    def renamed(name: re.Match[bytes]) -> bytes:
        return name[0][:-1] + f"--set-{number}>".encode() if name[0] in own else name[0]

    return (NAMED.sub(renamed, line) for line in lines)


def test_the_facts_of_the_cases_pass_the_shapes_of_the_model() -> None:
    sets = sorted({case.files for case in CASES})
    words = (triples_in(path) for path in ONTOLOGY.rglob("*.ttl") if "vendored" not in path.parts)
    facts = (line for number, files in enumerate(sets) for line in apart(files, number))
    shapes = load_shapes(SHAPES / "model") + triples_of(parse_any(SHAPES / "prefixes.ttl"))
    report = check(b"".join(law().union(*words, facts)), shapes, engine="shifty")
    named_apart = [one for one in report.of("violation") if "--set-" in one.node]
    faults = Counter((one.shape, one.path, one.message_en, one.node.split("--set-")[0]) for one in named_apart)
    assert sorted(faults) == []
