"""Hold the queries of the project to what both engines answer alike, and fast.

Oxigraph's NOT EXISTS over joined triples is quadratic, where OPTIONAL with !BOUND, or MINUS, is not: no query has it.
The engines disagree on a date plus a duration, and on YEAR() of a year: no query has them. Once, the whole graph is
evaluated with both.
"""

import re
from datetime import date
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import SH
from rdflib.plugins.sparql import prepareQuery

from graph.load import Dataset, read_header
from graph.namespaces import DEF, ID, PREFIXES
from graph.obligations import evaluate
from graph.resources import RULES, SHAPES
from graph.validate import load_shapes

ROOT = Path(__file__).resolve().parent.parent
RULE_FILES = sorted(RULES.glob("*.rq"))
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for folder in ("rules", "queries", "checks")
    for path in sorted((ROOT / "graph" / folder).glob("*.rq"))
}
TEXTS |= {str(node): str(text) for node, text in load_shapes(SHAPES).subject_objects(SH.select)}
UNREAD = tuple(f"<{ID}{kind}-".encode() for kind in ("cit", "sel"))
AS_OF = date(2024, 6, 30)


def without_words(text: str) -> str:
    """Drop comments and strings, whose words are no part of a query; IRIs keep their `#`."""
    return re.sub(r'<[^<>"{}\s]*>|"(?:[^"\\]|\\.)*"|#.*', lambda found: found[0] if found[0][0] == "<" else " ", text)


def test_the_suite_collects_the_queries() -> None:
    assert len(RULE_FILES) >= 60
    assert len(TEXTS) >= 120


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_no_query_asks_whether_a_pattern_exists(name: str) -> None:
    assert not re.search(r"\bEXISTS\b", without_words(TEXTS[name]), re.IGNORECASE)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_no_query_adds_a_duration_to_a_date_nor_takes_the_year_of_a_year(name: str) -> None:
    assert not re.search(r"xsd:\w*duration|\bADJUST\b|\bNOW\s*\(|gYear", without_words(TEXTS[name]), re.IGNORECASE)


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_a_rule_says_in_both_languages_what_it_does(path: Path) -> None:
    header = read_header(path)
    assert set(header) == {"summary", "summary-fr"}
    assert all(text.endswith(".") for text in header.values())


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_a_rule_constructs_triples_and_both_parsers_read_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert prepareQuery(text).algebra.name == "ConstructQuery"
    assert rdflib.Graph().query(text).type == "CONSTRUCT"


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_a_rule_knows_no_body_no_article_and_no_row_of_the_register(path: Path) -> None:
    text = without_words(path.read_text(encoding="utf-8"))
    assert not re.findall(rf"\bid:[\w-]+|<{re.escape(ID)}[\w-]+>", text)
    assert not re.findall(rf"\bdef:kind-(?!cop\b|com\b)[\w-]+|{re.escape(DEF)}kind-", text)


def test_both_engines_derive_the_same_triples_from_the_whole_graph(dataset: Dataset) -> None:
    facts = b"".join(line for line in dataset.nquads.splitlines(keepends=True) if not line.startswith(UNREAD))
    first, second = (
        set(evaluate(facts, AS_OF, engine=engine).derived.splitlines()) for engine in ("oxigraph", "rdflib")
    )
    assert len(first) > 40_000
    assert sorted(first ^ second) == []


def test_the_rules_use_the_prefixes_of_the_project() -> None:
    declared = {
        (prefix, iri)
        for path in RULE_FILES
        for prefix, iri in re.findall(r"^PREFIX (\w+): <([^>]*)>$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert declared - set(PREFIXES.items()) == {("w", "https://w3id.org/consulaire/work#")}


def test_no_rule_makes_a_working_name_that_no_rule_reads() -> None:
    made, read = set(), set()
    for path in RULE_FILES:
        lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(("#", "PREFIX")))
        head, _, body = "\n".join(lines).partition("WHERE")
        made.update(re.findall(r"\bw:([\w-]+)", head))
        read.update(re.findall(r"\bw:([\w-]+)", body))
    assert len(made) > 60
    assert made - read == set()
