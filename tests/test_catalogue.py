"""Find, fill and run named queries."""

from pathlib import Path

import pytest

from graph import Catalogue, oxigraph_store
from graph.catalogue import read_query
from graph.errors import ParameterError, UnknownQuery

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
def test_a_value_enters_as_one_rdf_term(catalogue: Catalogue, value: str, term: str) -> None:
    filled = catalogue.get("parties-of-an-agreement").fill({"instrument": value})
    assert f"VALUES ?instrument {{ {term} }}" in filled


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
