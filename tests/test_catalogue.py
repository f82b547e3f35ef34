"""Find, fill and run named queries."""

import re
from pathlib import Path

import pytest

from graph import Catalogue, NamedQuery, oxigraph_store
from graph.catalogue import read_query
from graph.errors import ParameterError, UnknownQuery
from graph.load import Dataset

QUERY = """#+ summary: The parties of an agreement.
#+ question: Who is party?
#+ question-fr: Qui est partie ?
#+ params: instrument
#+ result: party
PREFIX cons: <https://w3id.org/consulaire/ns#>
PREFIX id: <https://w3id.org/consulaire/id/>
SELECT ?party WHERE {
  VALUES ?instrument { id:instr-plan }
  ?instrument cons:party ?party
} ORDER BY ?party
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "parties-of-an-agreement.rq").write_text(QUERY, encoding="utf-8")
    return Catalogue.load(tmp_path)


def parties(catalogue: Catalogue, tiny: bytes, **params: str) -> list[str]:
    answer = catalogue.run(oxigraph_store(tiny), "parties-of-an-agreement", params)
    return [str(row["party"]) for row in answer.rows()]


def test_a_named_query_runs_with_its_default(catalogue: Catalogue, tiny: bytes) -> None:
    assert parties(catalogue, tiny) == ["id:org-cci-essonne", "id:org-cma-essonne"]


def test_a_parameter_replaces_the_default(catalogue: Catalogue, tiny: bytes) -> None:
    assert parties(catalogue, tiny, instrument="id:instr-other") == []
    assert parties(catalogue, tiny, instrument="https://w3id.org/consulaire/id/instr-plan") != []
    assert parties(catalogue, tiny, instrument="<https://w3id.org/consulaire/id/instr-plan>") != []


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("id:org-a", "<https://w3id.org/consulaire/id/org-a>"),
        ("2022-11-07", '"2022-11-07"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("2018", '"2018"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ('dit "oui" }', '"dit \\"oui\\" }"'),
        ("id:a> } DROP ALL #", '"id:a> } DROP ALL #"'),
    ],
)
def test_a_value_enters_as_one_rdf_term(value: str, term: str) -> None:
    free = NamedQuery("free", {"params": "x"}, 'SELECT ?x { VALUES ?x { "anything" } }')
    assert f"VALUES ?x {{ {term} }}" in free.fill({"x": value})


@pytest.mark.parametrize(
    ("default", "value", "reason"),
    [
        ("id:org-cci-france", "CCI France", "takes a thing, not 'CCI France'. Give a prefixed name"),
        ("<https://w3id.org/consulaire/id/org-cci-france>", "2018", "takes a thing, not '2018'"),
        ("2018", "deux mille", "takes a whole number, not 'deux mille'"),
        ("2018", "id:org-cci-france", "takes a whole number, not 'id:org-cci-france'"),
    ],
)
def test_a_value_of_another_kind_than_the_default_is_refused(default: str, value: str, reason: str) -> None:
    named = NamedQuery("typed", {"params": "x"}, f"SELECT ?x {{ VALUES ?x {{ {default} }} }}")
    with pytest.raises(ParameterError, match=re.escape(reason)):
        named.fill({"x": value})


def test_a_query_on_contracts_gives_no_day_to_one_that_has_no_event(dataset: Dataset) -> None:
    answer = Catalogue.load().run(oxigraph_store(dataset.nquads), "contracts-known", {"kind": "def:kind-partnership"})
    rows = list(answer.rows())
    assert [row for row in rows if row["label"].value.endswith("Région Île-de-France") and "earliest" in row] == []
    assert {row["earliest"].value for row in rows if "earliest" in row} == {"2017-10-17"}


DATED = """#+ params: day
SELECT ?day WHERE {
  VALUES ?day { "2021-06-30"^^xsd:date }
}
"""


@pytest.mark.parametrize("value", ["2024-02-29", "29 février 2024"])
def test_a_day_is_given_in_figures_or_in_french(tmp_path: Path, value: str) -> None:
    (tmp_path / "dated.rq").write_text(DATED, encoding="utf-8")
    filled = Catalogue.load(tmp_path).get("dated").fill({"day": value})
    assert 'VALUES ?day { "2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date> }' in filled


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2024-02-30", "'2024-02-30' is not a day: février 2024 has the days 1 to 29, not 30"),
        ("2024", "'2024' is a year, not a day"),
        ("30/06/2021", "'30/06/2021' can be read with the day first or the month first"),
        ("id:geo-bretagne", "'id:geo-bretagne' is not a day"),
    ],
)
def test_where_a_day_is_wanted_anything_else_is_refused(tmp_path: Path, value: str, reason: str) -> None:
    (tmp_path / "dated.rq").write_text(DATED, encoding="utf-8")
    with pytest.raises(ParameterError) as told:
        Catalogue.load(tmp_path).get("dated").fill({"day": value})
    assert str(told.value).startswith(
        f"The parameter 'day' is refused. {reason}. Write the day as YYYY-MM-DD, such as 2022-11-07"
    )
    assert told.value.name == "day"


@pytest.mark.parametrize("value", ["2024-02-30", "7/11/2022", "31 avril 2021"])
def test_a_value_that_looks_like_a_day_but_is_none_is_refused(catalogue: Catalogue, value: str) -> None:
    with pytest.raises(ParameterError, match="Write the day as YYYY-MM-DD, such as 2022-11-07"):
        catalogue.get("parties-of-an-agreement").fill({"instrument": value})


def test_an_unknown_query_gives_the_nearest_names(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownQuery, match=r"'parties-of-agreement'\. Nearest: parties-of-an-agreement"):
        catalogue.get("parties-of-agreement")


def test_an_unknown_query_far_from_any_says_where_the_list_is(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownQuery, match="`consulaire query --list`"):
        catalogue.get("zzz")


def test_an_unknown_parameter_gives_the_known_ones(catalogue: Catalogue) -> None:
    with pytest.raises(ParameterError, match=r"no parameter 'body'\. Its parameters: instrument"):
        catalogue.get("parties-of-an-agreement").fill({"body": "id:org-a"})


def test_a_declared_parameter_without_its_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.rq"
    path.write_text("#+ params: body\nSELECT * { ?s ?p ?o }\n", encoding="utf-8")
    with pytest.raises(ParameterError, match=r"no line `VALUES \?body"):
        read_query(path).fill({"body": "id:org-a"})


def test_the_catalogue_of_the_project_is_not_empty() -> None:
    assert len(Catalogue.load()) >= 27
