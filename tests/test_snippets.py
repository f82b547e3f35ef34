"""The code that a page offers gives the table that the page shows."""

import ast
import html
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import pytest

from graph import Graph, Result, Store, oxigraph_store
from graph.load import Dataset
from graph.namespaces import short
from graph.snippets import Asked, curl_command, notebook_cell, r_lines
from tests.conftest import missing

PREFIXES = "PREFIX cons: <https://w3id.org/consulaire/ns#>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
NAMES = f"""{PREFIXES}SELECT ?body ?name ?network WHERE {{
  ?body a cons:ConsularBody ; rdfs:label ?name ; cons:network ?network
}} ORDER BY ?body ?name LIMIT 40"""
COUNTS = PREFIXES + "SELECT ?network (COUNT(*) AS ?n) { ?b cons:network ?network } GROUP BY ?network ORDER BY ?network"
GAPS = PREFIXES + "SELECT ?a ?first { ?a a cons:Agreement OPTIONAL { ?a cons:startYear ?first } } ORDER BY ?a"
NASTY = (
    PREFIXES + 'SELECT ?x { VALUES ?x { "a\\tb \\"c\\" \\\\ \'d\' é 😀 </code>" "$HOME `id` %s {y}" } } # """ \'\'\''
)
SHOWN = (NAMES, COUNTS, GAPS, NASTY)


class _Page(HTMLParser):
    """Read the table and the snippets of a page of results."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[dict[str, str]]] = []
        self.code: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"th", "td"}:
            self.rows[-1].append({"text": "", "iri": "", "class": known.get("class") or ""})
            self._inside = "text"
        elif tag == "span" and known.get("class") == "iri":
            self._inside = "iri"
        elif tag == "code":
            self.code.append("")
            self._inside = "code"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "code", "table"}:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "code":
            self.code[-1] += data
        elif self._inside:
            self.rows[-1][-1][self._inside] += data


@pytest.fixture(scope="module")
def endpoint(dataset: Dataset, serve: Callable[[Store], str]) -> str:
    return serve(oxigraph_store(dataset.nquads))


def page_of(endpoint: str, query: str, **more: str) -> _Page:
    request = urllib.request.Request(
        f"{endpoint}?{urlencode({'query': query, **more})}", headers={"Accept": "text/html"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return _Page(response.read().decode())


def ran(cell: str) -> Result:
    names: dict[str, Any] = {}
    exec(cell, names)  # noqa: S102
    assert isinstance(names["result"], Result)
    return names["result"]


def test_every_shown_query_is_tried() -> None:
    assert len(SHOWN) == 4


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("query", SHOWN)
def test_the_copied_cell_gives_the_table_that_the_page_shows(endpoint: str, query: str, language: str) -> None:
    page = page_of(endpoint, query, lang=language)
    table = ran(page.code[0]).df
    head, *body = page.rows
    assert len(body) == len(table) > 0
    for number, cells in enumerate(body):
        for name, cell in zip([one["text"] for one in head], cells, strict=True):
            value: Any = table.loc[number, name]
            label = table.get(f"{name}Label")
            if "empty" in cell["class"]:
                assert pd.isna(value)
            elif cell["iri"]:
                assert label is not None
                assert (cell["text"], cell["iri"]) == (label[number], short(str(value)))
            else:
                assert cell["text"] in {str(value), short(str(value))}


def test_the_copied_cell_of_a_dataset_asks_that_dataset(endpoint: str) -> None:
    graph = "https://w3id.org/consulaire/graph/facts/persons"
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    page = page_of(endpoint, query, **{"default-graph-uri": graph})
    assert f"default_graphs=['{graph}']" in page.code[0]
    found = ran(page.code[0])
    assert str(found.df.loc[0, "n"]) == page.rows[1][0]["text"]
    assert found.query_hash != ran(page_of(endpoint, query).code[0]).query_hash


def test_a_yes_and_a_graph_have_their_cells_too(endpoint: str) -> None:
    assert ran(page_of(endpoint, "ASK { ?s ?p ?o }").code[0]).boolean is True
    built = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3"
    page = page_of(endpoint, built)
    python, curl = (code for code in page.code if "open_graph" in code or code.startswith("curl"))
    assert len(ran(python).triples()) == 3
    assert "Accept: text/turtle" in curl


@pytest.mark.parametrize("query", SHOWN)
def test_the_copied_command_sends_the_same_query(endpoint: str, query: str) -> None:
    if not shutil.which("curl"):
        missing("there is no curl (Debian: curl)")
    (command,) = (code for code in page_of(endpoint, query).code if code.startswith("curl"))
    out = subprocess.run(["sh", "-c", command], capture_output=True, check=True, timeout=30).stdout
    assert out == Graph(_remote(endpoint)).store.query(query).serialize("csv")


def test_the_lines_for_sparqlwrapper_give_the_rows_the_answer_or_the_triples(endpoint: str) -> None:
    found = {}
    for kind, query in (("select", COUNTS), ("ask", "ASK { ?s ?p ?o }"), ("graph", "CONSTRUCT WHERE { ?s ?p ?o }")):
        (lines,) = (code for code in page_of(endpoint, f"{query}").code if code.startswith("from SPARQLWrapper"))
        names: dict[str, Any] = {}
        exec(lines, names)  # noqa: S102
        found[kind] = names["result"]
    assert len(found["select"]["results"]["bindings"]) == len(page_of(endpoint, COUNTS).rows) - 1 > 0
    assert found["ask"]["boolean"] is True
    assert b"@prefix" in found["graph"]


def _remote(endpoint: str) -> Store:
    from graph.stores import remote_store

    return remote_store(endpoint)


def test_the_pages_name_it_in_both_languages_and_without_script(endpoint: str) -> None:
    for language, name in (("fr", "Copier comme cellule de carnet"), ("en", "Copy as notebook cell")):
        address = f"{endpoint}?{urlencode({'query': NASTY, 'lang': language})}"
        request = urllib.request.Request(address, headers={"Accept": "text/html"})
        page = urllib.request.urlopen(request, timeout=30).read().decode()
        assert name in page
        assert page.count("<script") == page.count('<script type="module" src="/static/') >= 1  # none is written in it
        assert html.escape("</code>") in page


@pytest.mark.parametrize(
    "text",
    [
        NASTY,
        '"',
        "'''",
        '"""',
        "\\",
        "a\\\nb",
        'ends with "',
        "\r\n",
        "\x00",
        "é\u2028\n",
        "line\n\ttab",
        "{x}",
        "%s",
        "\ud7ff",
    ],
)
def test_a_cell_holds_any_text_as_it_is(text: str) -> None:
    tree = ast.parse(notebook_cell(Asked(text), place="http://127.0.0.1/sparql"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    assert [ast.literal_eval(call.args[0]) for call in calls] == [text]


def test_a_result_writes_the_cell_that_gives_it_again(endpoint: str) -> None:
    from graph import open_graph

    graph = open_graph(endpoint)
    for result in (
        graph.query("signatories-of-an-instrument", instrument="id:instr-com-normandie"),
        graph.at("2019-06-30").query("chambers-of-a-region-at-a-date", region="id:geo-bretagne"),
        graph.query(COUNTS, lang="en"),
    ):
        again = ran(result.cell())
        pd.testing.assert_frame_equal(again.df, result.df)
        assert again.query_hash == result.query_hash
        assert result.query_hash[:12] in result.cell().splitlines()[0]


def test_a_command_is_one_command_whatever_the_query_holds() -> None:
    written = curl_command(Asked("'; touch x; '"), endpoint="http://127.0.0.1/sparql", media="text/csv")
    out = subprocess.run(
        ["sh", "-c", f"set -- {written}; printf '%s\\n' \"$@\""], capture_output=True, text=True, check=True
    )
    assert "query='; touch x; '" in out.stdout.splitlines()


def test_lines_of_r_escape_what_r_would_read() -> None:
    lines = r_lines(Asked('SELECT "a\\tb"\n', default_graphs=("https://ex.org/g?a=1&b",)), endpoint="http://h/sparql")
    assert lines.splitlines()[0] == 'query <- "SELECT \\"a\\\\tb\\"'
    assert re.search(r'"&default-graph-uri=https%3A%2F%2Fex.org%2Fg%3Fa%3D1%26b&format=csv"', lines)
