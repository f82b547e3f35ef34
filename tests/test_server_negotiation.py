"""The Accept header chooses the format: one table of cases."""

import pytest

from server.negotiation import ANSWERS, PROBLEMS, NotAcceptable, best, choose_answer, wants_html

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
SELECT_CASES = [
    (None, "json"),
    ("", "json"),
    ("*/*", "json"),
    ("application/*", "json"),
    ("text/*", "csv"),
    ("text/csv", "csv"),
    ("TEXT/CSV", "csv"),
    ("text/tab-separated-values", "tsv"),
    ("application/sparql-results+xml", "xml"),
    ("application/json", "json"),
    ("application/xml", "xml"),
    ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "xml"),
    ("text/csv;q=0.500, application/sparql-results+xml;q=0.4", "csv"),
    ("text/csv, */*;q=0.1", "csv"),
    ("*/*, application/sparql-results+json;q=0", "json"),
    ("*/*, application/*;q=0", "csv"),
    ("text/csv;q=0, */*", "json"),
    ("text/csv;header=present", "csv"),
    ("image/png, text/csv;q=0.1", "csv"),
    ("text/turtle, application/sparql-results+xml;q=0.2", "xml"),
    (BROWSER, "html"),
    ("text/html;q=0.3, text/csv;q=0.4", "csv"),
]
GRAPH_CASES = [
    (None, "turtle"),
    ("*/*", "turtle"),
    ("text/turtle", "turtle"),
    ("application/n-triples", "ntriples"),
    ("application/rdf+xml", "rdfxml"),
    ("application/ld+json", "jsonld"),
    ("application/ld+json;q=0.9, application/rdf+xml", "rdfxml"),
    (BROWSER, "html"),
]


@pytest.mark.parametrize(("accept", "expected"), SELECT_CASES)
def test_a_table_is_written_as_the_client_likes_best(accept: str | None, expected: str) -> None:
    offer = choose_answer(accept, None)["select"]
    assert offer is not None
    assert offer.format == expected


@pytest.mark.parametrize(("accept", "expected"), GRAPH_CASES)
def test_a_graph_is_written_as_the_client_likes_best(accept: str | None, expected: str) -> None:
    offer = choose_answer(accept, None)["graph"]
    assert offer is not None
    assert offer.format == expected


def test_the_tables_hold_thirty_cases() -> None:
    assert len(SELECT_CASES) + len(GRAPH_CASES) == 30


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "nonsense", "*/csv", "text/csv;q=2"])
def test_what_is_not_on_offer_is_refused_with_the_list(accept: str) -> None:
    with pytest.raises(NotAcceptable) as refusal:
        choose_answer(accept, None)
    assert "application/sparql-results+json" in refusal.value.offers
    assert "text/turtle" in str(refusal.value)


def test_a_format_in_the_address_wins_over_the_header() -> None:
    choice = choose_answer("text/html", "csv")
    assert [offer.format if offer else None for offer in choice.values()] == ["csv", None, None]


FORMAT_CASES = [  # what ?format= says; what is sent for a table, a yes or no, a graph
    ("xml", ["xml", "xml", "rdfxml"]),
    ("json", ["json", "json", "jsonld"]),
    ("rdf+xml", [None, None, "rdfxml"]),
    ("json-ld", [None, None, "jsonld"]),
    ("n3", [None, None, "turtle"]),
    ("application/sparql-results+xml", ["xml", "xml", None]),
    ("application/rdf+xml", [None, None, "rdfxml"]),
    ("text/html", ["html", "html", "html"]),
]


@pytest.mark.parametrize(("name", "formats"), FORMAT_CASES)
def test_a_format_may_be_named_as_clients_name_it(name: str, formats: list[str | None]) -> None:
    chosen = choose_answer("text/csv", name)
    assert list(chosen) == ["select", "ask", "graph"]
    assert [offer.format if offer else None for offer in chosen.values()] == formats


def test_eight_names_of_formats_are_tried() -> None:
    assert len(FORMAT_CASES) == 8


def test_an_unknown_format_is_refused_with_the_names() -> None:
    with pytest.raises(NotAcceptable, match="formats: json, xml, csv"):
        choose_answer(None, "excel")


def test_text_says_its_charset_and_json_has_none() -> None:
    types = {offer.media_type: offer.content_type for offer in ANSWERS}
    assert types["text/csv"] == "text/csv; charset=utf-8"
    assert types["application/sparql-results+json"] == "application/sparql-results+json"


def test_programs_get_problems_as_data_and_browsers_as_pages() -> None:
    chosen = [best(accept, PROBLEMS) for accept in (None, "*/*", BROWSER, "text/plain")]
    assert [offer.format for offer in chosen if offer] == ["problem", "problem", "html", "text"]
    assert wants_html(BROWSER)
    assert not wants_html("*/*")
