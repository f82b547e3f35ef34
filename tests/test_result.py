"""A result: types, labels, evidence, links, citation, and what it says when something is wrong."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from graph import Graph, Store, open_graph, oxigraph_store
from graph.errors import (
    DateError,
    FactFileError,
    ParameterError,
    QuerySyntaxError,
    RemoteDown,
    RemoteRefused,
    StoreMissing,
    UnknownFormat,
    UnknownName,
    UnknownQuery,
)
from graph.frames import IllTyped
from graph.load import Dataset
from graph.overview import count_facts
from graph.stores.published import PublishedGraph

XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
SIGNATURES = "SELECT ?signature WHERE { ?signature a <https://w3id.org/consulaire/ns#Signature> } ORDER BY ?signature"


@pytest.fixture(scope="module")
def graph(dataset: Dataset) -> Graph:
    return Graph(oxigraph_store(dataset.nquads), place="the tests")


def column(graph: Graph, *values: str) -> Any:
    return graph.query(f"{XSD} SELECT ?x {{ VALUES ?x {{ {' '.join(values)} }} }}", labels=False).df["x"]


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        (["1", "-7", "UNDEF"], "Int64", [1, -7, pd.NA]),
        (["1.5", "2", "1e3"], "Float64", [1.5, 2.0, 1000.0]),
        (["true", "false", '"1"^^xsd:boolean', "UNDEF"], "boolean", [True, False, True, pd.NA]),
        (['"2023-09-12"^^xsd:date', "UNDEF"], "datetime64[s]", [pd.Timestamp("2023-09-12"), pd.NaT]),
        (['"1500-01-01"^^xsd:date', '"9999-12-31"^^xsd:date'], "datetime64[s]", [date(1500, 1, 1), date(9999, 12, 31)]),
        (['"2023"^^xsd:gYear'], "Int64", [2023]),
        (
            ['"2023-09-12T10:00:00+02:00"^^xsd:dateTime'],
            "datetime64[us, UTC]",
            [pd.Timestamp("2023-09-12T08:00:00Z")],
        ),
        (['"2023-09-12T10:00:00.5"^^xsd:dateTime'], "datetime64[us]", [pd.Timestamp("2023-09-12T10:00:00.5")]),
        (['"un"@fr', "<https://ex.org/a>", '""', "UNDEF"], "string", ["un", "https://ex.org/a", "", pd.NA]),
        (['"a\\tb\\n\\"c\\\\ é 😀"'], "string", ['a\tb\n"c\\ é 😀']),
        (['"99999999999999999999"^^xsd:integer'], "object", [99999999999999999999]),
        (["1", '"un"', "UNDEF"], "object", [1, "un", pd.NA]),
        (['"2023-01-01Z"^^xsd:date', '"-0044-03-15"^^xsd:date'], "string", ["2023-01-01Z", "-0044-03-15"]),
        (["UNDEF"], "string", [pd.NA]),
    ],
)
def test_a_column_has_the_type_of_its_values(graph: Graph, values: list[str], dtype: str, expected: list[Any]) -> None:
    found = column(graph, *values)
    assert str(found.dtype) == dtype
    for one, wanted in zip(found, expected, strict=True):
        if pd.isna(wanted):
            assert pd.isna(one)
        else:
            assert (one.date() if type(wanted) is date else one) == wanted


@pytest.mark.parametrize(
    "ill",
    ['"2023-02-30"^^xsd:date', '"abc"^^xsd:integer', '"1_000"^^xsd:integer', '"oui"^^xsd:boolean', '"١"^^xsd:integer'],
)
def test_a_value_that_is_not_of_its_type_is_warned_of_and_kept_as_text(graph: Graph, ill: str) -> None:
    with pytest.warns(IllTyped, match=r"'x' stays text: '.+' is not of the type it claims"):
        found = column(graph, ill, "2")
    assert (str(found.dtype), found[0], found[1]) == ("string", ill.split('"')[1], "2")


def test_no_row_is_an_empty_table_with_its_columns(graph: Graph) -> None:
    table = graph.query("SELECT ?a ?b { ?a <https://ex.org/none> ?b }").df
    assert (list(table.columns), len(table)) == (["a", "b"], 0)


def test_labels_stand_beside_iris_in_the_language_asked_for(graph: Graph) -> None:
    text = "SELECT ?kind { VALUES ?kind { <https://w3id.org/consulaire/def/kind-com> } }"
    assert list(graph.query(text).df["kindLabel"]) == ["convention d'objectifs et de moyens"]
    assert list(graph.query(text, lang="en").df["kindLabel"]) == ["objectives and means agreement"]
    assert list(graph.query(text, labels=False).df.columns) == ["kind"]
    own = graph.query(
        "SELECT ?kind ?kindLabel { VALUES (?kind ?kindLabel) { (<https://w3id.org/consulaire/def/kind-com> 'mine') } }"
    )
    assert list(own.df["kindLabel"]) == ["mine"]


def test_a_named_query_is_told_in_english_where_the_graph_has_english(graph: Graph) -> None:
    french, english = (graph.query("signatures", lang=lang).df.set_index("signature") for lang in ("fr", "en"))
    com = french["instrument"] == "https://w3id.org/consulaire/id/instr-com-normandie"
    assert set(french[com]["instrumentLabel"]) == {"COM 2023-2027 des CCI de Normandie"}
    assert set(english[com]["instrumentLabel"]) == {"COM 2023-2027 of the CCIs of Normandy"}
    assert english["instrumentLabel"].notna().equals(french["instrumentLabel"].notna())


def test_the_evidence_of_a_row_is_who_says_it_and_where(graph: Graph) -> None:
    result = graph.query("signatories-of-an-instrument", instrument="id:instr-com-normandie")
    evidence = result.source()
    assert set(evidence["row"]) == set(range(len(result)))
    wanted = {"attestation", "source", "sourceLabel", "paragraph", "start", "end", "reading", "confidence", "asserter"}
    assert wanted <= set(evidence.columns)
    assert (str(evidence["row"].dtype), str(evidence["confidence"].dtype)) == ("Int64", "Float64")
    placed = evidence[evidence["paragraph"].notna()]
    assert (placed["start"] < placed["end"]).all()
    assert evidence["reading"].notna().all()


def test_evidence_about_another_value_than_the_rows_is_left_out(graph: Graph) -> None:
    com, party = "https://w3id.org/consulaire/id/instr-com-normandie", "https://w3id.org/consulaire/ns#party"
    result = graph.query(f"SELECT ?com ?party {{ VALUES ?com {{ <{com}> }} ?com <{party}> ?party }} ORDER BY ?party")
    evidence = result.source()
    about = evidence[(evidence["subject"] == com) & (evidence["predicate"] == party) & evidence["object"].notna()]
    assert len(about) > 0
    for number, value in zip(about["row"], about["object"], strict=True):
        assert result.df.loc[number, "party"] == value


def test_evidence_of_labels_alone_is_refused_with_what_to_add(graph: Graph) -> None:
    result = graph.query("SELECT ?name { ?person <http://xmlns.com/foaf/0.1/name> ?name }")
    with pytest.raises(UnknownFormat, match="Add to the SELECT the variable of the thing"):
        result.source()


def test_who_states_a_fact_is_told_by_property_and_by_value(graph: Graph) -> None:
    every = graph.provenance("id:instr-com-normandie")
    by_property = graph.provenance("id:instr-com-normandie", "cons:party")
    by_value = graph.provenance("id:instr-com-normandie", "cons:party", "id:org-cci-france")
    assert len(every) > len(by_property) > len(by_value) > 0
    assert by_value["asserterLabel"].notna().all()
    assert len(graph.provenance("id:instr-com-normandie", "cons:startYear", 2023)) > 0
    assert len(graph.provenance("id:instr-com-normandie", "cons:startYear", 1999).dropna(subset="object")) == 0


def test_triples_are_for_graphs_and_a_truth_for_asks(graph: Graph) -> None:
    built = graph.query(
        "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { <https://w3id.org/consulaire/id/org-cci-france> } ?s ?p ?o }"
    )
    assert len(built.triples()) == len(built) == len(built.df)
    assert built.triples()[0][0] == "<https://w3id.org/consulaire/id/org-cci-france>"
    assert list(built.df.columns)[:3] == ["subject", "subjectLabel", "predicate"]
    assert graph.query("ASK {}").boolean is True
    with pytest.raises(UnknownFormat, match="Only CONSTRUCT and DESCRIBE have triples"):
        graph.query("ASK {}").triples()


def test_a_result_is_shown_with_links_and_says_of_what_it_is(graph: Graph, serve: Callable[[Store], str]) -> None:
    shown = graph.query("signatures")._repr_html_()
    assert '<a href="https://w3id.org/consulaire/id/instr-com-normandie"' in shown
    assert ">COM 2023-2027 des CCI de Normandie</a>" in shown
    assert "more in .df" in shown
    assert "instrumentLabel" not in shown
    assert ">roleLabel</th>" in shown
    assert graph.version[:12] in shown
    endpoint = serve(graph.store)
    on_server = open_graph(endpoint).query("signatures")._repr_html_()
    assert f'<a href="{endpoint}?query=DESCRIBE+%3Chttps%3A%2F%2Fw3id.org%2Fconsulaire%2Fid%2F' in on_server


def test_what_stands_in_a_graph_cannot_become_markup(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text(
        '<javascript:alert(1)> <https://ex.org/p> "<script>alert(1)</script>" .\n'
        '<https://ex.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "<b>\\"bold\\"</b>" .',
        encoding="utf-8",
    )
    shown = open_graph(tmp_path / "bad.ttl").query("SELECT ?s ?p ?o { ?s ?p ?o }")._repr_html_()
    assert "<script" not in shown
    assert "<b>" not in shown
    assert 'href="javascript' not in shown


def test_a_citation_names_version_day_and_query(graph: Graph) -> None:
    result = graph.at("2021-06-30").query("network-at-a-date")
    entry = result.cite()
    assert entry.startswith("@misc{consulaire-")
    for told in (
        result.version,
        result.query_hash,
        date.today().isoformat(),
        "as of 2021-06-30",
        "read from the tests",
    ):
        assert told in entry
    assert graph.version in graph.cite()
    assert "query" not in graph.cite()
    assert entry.count("{") == entry.count("}")


def test_the_citation_says_what_the_citation_file_says() -> None:
    from graph.citation import ADDRESS, AUTHORS, TITLE

    told = Path(__file__).resolve().parent.parent.joinpath("CITATION.cff").read_text(encoding="utf-8")
    assert all(f'"{one}"' in told for one in (TITLE, AUTHORS, ADDRESS))


def test_a_result_carries_its_query_for_whoever_has_the_table_alone(graph: Graph) -> None:
    result = graph.query("signatures")
    assert result.df.attrs == {
        "version": graph.version,
        "query": result.query,
        "query_hash": result.query_hash,
        "date": date.today().isoformat(),
    }
    assert not result.query.startswith("#+")
    assert graph.query(result.query).query_hash == result.query_hash
    copied = result.to_pandas()
    copied["new"] = 1
    assert "new" not in result.df


def test_a_day_reaches_named_queries_and_texts_that_have_it(graph: Graph) -> None:
    dated = graph.at("30 juin 2021")
    assert (dated.day, dated.undated.day) == (date(2021, 6, 30), None)
    assert dated.query("network-at-a-date").asked.params == {"day": "2021-06-30"}
    text = XSD + ' SELECT ?day { VALUES ?day { "2000-01-01"^^xsd:date } }'
    assert list(dated.query(text).df["day"]) == [pd.Timestamp("2021-06-30")]
    assert list(dated.query(text, day="2022-01-02").df["day"]) == [pd.Timestamp("2022-01-02")]


def test_a_day_that_cannot_bear_on_a_query_is_refused(graph: Graph) -> None:
    for asked in ("signatures", SIGNATURES):
        with pytest.raises(ParameterError, match=r"has no parameter 'day'.*\.undated"):
            graph.at("2021-06-30").query(asked)
    assert len(graph.at("2021-06-30").undated.query(SIGNATURES)) > 0


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("7/11/2022", "can be read with the day first or the month first. Write the day as YYYY-MM-DD"),
        ("2022", "is a year, not a day"),
        ("7 novembr 2022", "is not a French month in full"),
        (2022, "is a year"),
        (None, "is not a day"),
    ],
)
def test_a_day_that_is_none_is_told_with_the_form_to_use(graph: Graph, day: str, said: str) -> None:
    with pytest.raises(DateError, match=re.escape(said)):
        graph.at(day)


def test_a_day_in_french_is_understood(graph: Graph) -> None:
    assert graph.at("7 novembre 2022").day == date(2022, 11, 7)


def test_a_syntax_error_shows_line_and_caret(graph: Graph) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        graph.query("SELECT ?o {\n ?s ?p ?o")
    assert caught.value.line == 2
    shown = caught.value._render_traceback_()
    assert shown[0].startswith("QuerySyntaxError: Line 2, column 10")
    assert "^" in shown[0].splitlines()[-1]
    assert any("ligne 2" in one.lower() for one in shown[1:])


def test_an_unknown_query_gives_the_nearest_names(graph: Graph) -> None:
    with pytest.raises(UnknownQuery, match="Nearest: signatures"):
        graph.query("signature")


@pytest.mark.parametrize("wrong", [["id:org-cci-france"], 1.5, True, None, {"a": 1}])
def test_a_parameter_of_a_wrong_type_is_told(graph: Graph, wrong: object) -> None:
    with pytest.raises(ParameterError, match=r"of type .* Give a text"):
        graph.query("signatories-of-an-instrument", instrument=wrong)


def test_a_query_or_a_language_that_is_none_is_told(graph: Graph, tmp_path: Path) -> None:
    for wrong in (None, 7, ["ASK {}"]):
        with pytest.raises(ParameterError, match="A query is a text or the name of one"):
            graph.query(wrong)  # type: ignore[arg-type]
    for ask in (lambda: graph.bodies(lang="de"), lambda: open_graph(Path(__file__).with_name("tiny.ttl"), lang="FR")):
        with pytest.raises(ParameterError, match="lang must be 'fr' or 'en'"):
            ask()


def test_a_parameter_of_a_wrong_kind_or_name_is_told(graph: Graph) -> None:
    with pytest.raises(ParameterError, match="takes a thing, not 'COM Normandie'"):
        graph.query("signatories-of-an-instrument", instrument="COM Normandie")
    with pytest.raises(ParameterError, match=r"has no parameter 'instrumant'\. Its parameters: instrument"):
        graph.query("signatories-of-an-instrument", instrumant="id:instr-com-normandie")


def test_a_thing_that_the_graph_does_not_know_is_told_with_the_nearest(graph: Graph) -> None:
    for ask in (graph.describe, graph.provenance):
        with pytest.raises(UnknownName, match="id:org-cci-normandie"):
            ask("id:org-cci-normandi")
    with pytest.raises(UnknownName, match="no thing 'CCI de Normandie'"):
        graph.describe("CCI de Normandie")
    with pytest.raises(UnknownName, match="Normandie"):
        graph.verdicts(at="2024-06-30", body="CCI Normandi")
    with pytest.raises(ParameterError, match="cannot be chosen by 'regoin'"):
        graph.verdicts(at="2024-06-30", regoin="28")


def test_a_search_finds_names_without_accents_and_takes_signs_as_they_are(graph: Graph) -> None:
    found = graph.search("prefecture normandie")
    assert found.loc[0, "name"] == "Préfecture de région Normandie"
    assert len(graph.search("CCI", limit=3)) == 3
    assert graph.search("CCI", limit=3).attrs["found"] > 3
    assert found.attrs["whole"] is True
    assert len(graph.search("(.*")) == 0
    assert len(graph.search("nothing of that name")) == 0


def test_a_graph_is_opened_from_a_folder_or_a_file(tmp_path: Path, tiny: bytes) -> None:
    PublishedGraph(tmp_path / "store").replace(tiny)
    (tmp_path / "tiny.nq").write_bytes(tiny)
    labels = "SELECT ?label { ?body <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?label"
    for place in (
        tmp_path / "store",
        str(tmp_path / "store"),
        tmp_path / "tiny.nq",
        Path(__file__).with_name("tiny.ttl"),
    ):
        assert list(open_graph(place).query(labels).df["label"]) == ["CCI Essonne", "CMA Essonne"]


def test_a_place_without_a_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="Run `consulaire build`"):
        open_graph(tmp_path)
    with pytest.raises(FactFileError, match="there is no such file"):
        open_graph(tmp_path / "mine.ttl")
    (tmp_path / "bad.ttl").write_text("<a:s> <a:p> .", encoding="utf-8")
    with pytest.raises(FactFileError, match=r"bad\.ttl:1"):
        open_graph(tmp_path / "bad.ttl")
    with pytest.raises(RemoteDown):
        open_graph("http://127.0.0.1:9/sparql", retries=0, timeout=2)


def test_the_address_of_a_page_is_told_at_once(serve: Callable[[Store], str], tiny: bytes) -> None:
    endpoint = serve(oxigraph_store(tiny))
    with pytest.raises(RemoteRefused, match=r"status 406.*ends in /sparql"):
        open_graph(endpoint.removesuffix("sparql"))


def test_the_packaged_graph_is_built_at_its_first_use_with_progress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], dataset: Dataset
) -> None:
    monkeypatch.setenv("CONSULAIRE_STORE_DIR", str(tmp_path / "store"))
    built = open_graph()
    told = capsys.readouterr()
    assert "Building the graph, once" in told.err
    assert "writing the store" in told.err
    assert told.out == ""
    again = open_graph()
    assert capsys.readouterr().err == ""
    assert built.version == again.version
    assert count_facts(again.store) == dataset.nquads.count(b"\n")


def test_a_graph_that_holds_little_gives_tables_that_are_short_and_typed(tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").write_text("", encoding="utf-8")
    for place in (Path(__file__).with_name("tiny.ttl"), tmp_path / "empty.ttl"):
        graph = open_graph(place)
        for table in (graph.bodies(), graph.at("2024-06-30").bodies(), graph.people(), graph.people(at="2024-06-30")):
            assert str(table["startEarliest"].dtype) == "datetime64[s]"
        for table in (graph.conventions(), graph.conventions(at="2024-06-30")):
            assert (str(table["signedLatest"].dtype), str(table["endYear"].dtype)) == ("datetime64[s]", "Int64")
        signed = graph.query(SIGNATURES)
        assert str(signed.source()["row"].dtype) == "Int64"
        assert graph.at("2024-06-30").verdicts().empty
        assert len(signed._repr_html_()) > 0
    assert len(open_graph(Path(__file__).with_name("tiny.ttl")).bodies()) == 2


MISSPELT = "PREFIX id: <https://w3id.org/consulaire/id/> SELECT ?p ?o { id:org-cci-normandi ?p ?o }"


def test_an_empty_result_says_why_in_the_language_asked_for(graph: Graph) -> None:
    french = str(graph.query(MISSPELT).why())
    assert french.startswith("ligne 1, colonne 61 : «\u00a0id:org-cci-normandi\u00a0» n’est nulle part dans le graphe")
    assert "  ✓ Écrire id:org-cci-normandie (CCI Normandie)" in french
    english = graph.query(MISSPELT, lang="en").why()
    assert repr(english).startswith("line 1, column 61: “id:org-cci-normandi” is nowhere in the graph")
    assert str(graph.query(SIGNATURES, lang="en").why()) == "The query has answers: nothing to explain."


def test_why_a_server_has_nothing_is_asked_of_the_server(serve: Callable[[Store], str], tiny: bytes) -> None:
    endpoint = serve(oxigraph_store(tiny))
    with pytest.raises(ParameterError, match="the server says itself") as told:
        open_graph(endpoint).query(MISSPELT).why()
    assert f"{endpoint}/diagnose?query=PREFIX" in str(told.value)
