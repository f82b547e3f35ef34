"""Read the W3C's tests of evaluation and of syntax from their manifests."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import rdflib
from rdflib.collection import Collection

from tests.w3c_http import MF, SUITES, UT

BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"  # where the W3C keeps them, so that no IRI is of here
LEFT_OUT = {"entailment": 70, "service": 7, "syntax-fed": 3}  # no entailment regime, no federation: by folder, counted
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
_EVALUATIONS = {"QueryEvaluationTest", "CSVResultFormatTest"}
_SYNTAX = {
    "PositiveSyntaxTest11": True,
    "NegativeSyntaxTest11": False,
    "PositiveUpdateSyntaxTest11": True,
    "NegativeUpdateSyntaxTest11": False,
}


@dataclass(frozen=True, order=True)
class Data:
    """Hold what a test loads or expects: files of the default graph, and of graphs by their IRI."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True)
class SuiteTest:
    """Hold one test; `result` is the file that a query must give, `after` what an update must leave."""

    iri: str
    folder: str
    text: Path
    before: Data = Data()
    result: Path | None = None
    after: Data = Data()
    positive: bool = True

    @property
    def name(self) -> str:
        """Name the test for people, shortly."""
        return f"{self.folder}/{self.iri.rpartition('#')[2]}"

    @property
    def is_update(self) -> bool:
        """Tell whether its text is an update; some manifests mislabel one, so the file's ending decides."""
        return self.text.suffix == ".ru"


@dataclass(frozen=True)
class Suite:
    """Hold the tests of one kind, and how many of each folder are left out."""

    tests: list[SuiteTest]
    left_out: dict[str, int]


Reader = Callable[[rdflib.Graph, rdflib.term.Node, str, str], SuiteTest]


def iri_of(file: Path) -> str:
    """Name a file of the suites by the IRI that it has at the W3C's."""
    return f"{BASE}{file.relative_to(SUITES).as_posix()}"


def query_evaluation() -> Suite:
    """Read the tests that ask a query and compare its answer; none when the suites are not on this machine."""
    return _suite(_EVALUATIONS, _query_test)


def update_evaluation() -> Suite:
    """Read the tests that carry out an update and compare what the store then holds."""
    return _suite({"UpdateEvaluationTest"}, _update_test)


def syntax() -> Suite:
    """Read the tests that only ask whether a query or an update can be read."""
    return _suite(set(_SYNTAX), _syntax_test)


def _suite(kinds: set[str], read: Reader) -> Suite:
    tests, left_out = [], dict.fromkeys(LEFT_OUT, 0)
    for manifest in sorted(SUITES.glob("*/manifest.ttl")):
        folder = manifest.parent.name
        base = iri_of(manifest)
        graph = rdflib.Graph().parse(manifest, publicID=base)
        for entry in _entries(graph):
            kind = str(graph.value(entry, rdflib.RDF.type)).rpartition("#")[2]
            if kind in kinds and folder in LEFT_OUT:
                left_out[folder] += 1
            elif kind in kinds:
                tests.append(read(graph, entry, folder, kind))
    return Suite(tests, left_out)


def _entries(graph: rdflib.Graph) -> list[rdflib.term.Node]:
    return [entry for listed in graph.objects(None, MF.entries) for entry in Collection(graph, listed)]


def _query_test(graph: rdflib.Graph, entry: rdflib.term.Node, folder: str, kind: str) -> SuiteTest:
    action = graph.value(entry, MF.action)
    named = sorted((str(found), _file(found)) for found in graph.objects(action, QT.graphData))
    data = Data(tuple(sorted(_file(found) for found in graph.objects(action, QT.data))), tuple(named))
    return SuiteTest(
        str(entry), folder, _file(graph.value(action, QT["query"])), data, _file(graph.value(entry, MF.result))
    )


def _update_test(graph: rdflib.Graph, entry: rdflib.term.Node, folder: str, kind: str) -> SuiteTest:
    action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
    text = _file(graph.value(action, UT.request))
    return SuiteTest(str(entry), folder, text, _update_data(graph, action), after=_update_data(graph, result))


def _update_data(graph: rdflib.Graph, part: rdflib.term.Node | None) -> Data:
    named = [
        (str(graph.value(one, rdflib.RDFS.label)), _file(graph.value(one, UT.graph)))
        for one in graph.objects(part, UT.graphData)
    ]
    return Data(tuple(sorted(_file(found) for found in graph.objects(part, UT.data))), tuple(sorted(named)))


def _syntax_test(graph: rdflib.Graph, entry: rdflib.term.Node, folder: str, kind: str) -> SuiteTest:
    return SuiteTest(str(entry), folder, _file(graph.value(entry, MF.action)), positive=_SYNTAX[kind])


def _file(iri: rdflib.term.Node | None) -> Path:
    return SUITES / urljoin(BASE, str(iri)).removeprefix(BASE)
