"""Read files into named graphs, and refuse what cannot be trusted."""

from pathlib import Path

import pytest

from graph.errors import FactFileError
from graph.load import Dataset, knowledge_files, read_file, read_header

PREFIXES = "@prefix cons: <https://w3id.org/consulaire/ns#> .\n@prefix id: <https://w3id.org/consulaire/id/> .\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "facts.ttl"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_becomes_one_named_graph(tmp_path: Path) -> None:
    path = written(tmp_path, f"#+ title: Essai\n{PREFIXES}id:org-a a cons:ConsularBody .\n")
    read = read_file(path, "https://w3id.org/consulaire/graph/facts/essai")
    assert read.header == {"title": "Essai"}
    assert read.quads[0] == (
        b"<https://w3id.org/consulaire/id/org-a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        b"<https://w3id.org/consulaire/ns#ConsularBody> <https://w3id.org/consulaire/graph/facts/essai> .\n"
    )


def test_a_syntax_error_names_file_line_and_what_is_wrong(tmp_path: Path) -> None:
    path = written(tmp_path, f"{PREFIXES}id:org-a a kons:ConsularBody .\n")
    with pytest.raises(FactFileError, match=r"facts\.ttl:3:12: The prefix kons: has not been declared") as caught:
        read_file(path, "https://ex.org/g")
    assert (caught.value.file, caught.value.line) == (path, 3)


@pytest.mark.parametrize(
    ("line", "text"),
    [(3, "id:a cons:party [ a cons:ConsularBody ] .\n"), (4, "# _:x\n_:b a cons:ConsularBody .\n")],
)
def test_a_blank_node_is_refused_with_its_line(tmp_path: Path, line: int, text: str) -> None:
    path = written(tmp_path, PREFIXES + text)
    with pytest.raises(FactFileError, match="Give the node an IRI") as caught:
        read_file(path, "https://ex.org/g")
    assert caught.value.line == line


def test_a_lost_or_doubled_node_stops_the_file(tmp_path: Path) -> None:
    text = f"#+ expects: cons:ConsularBody=2\n{PREFIXES}id:org-a a cons:ConsularBody .\n"
    with pytest.raises(FactFileError, match="expects 2 cons:ConsularBody, the file has 1"):
        read_file(written(tmp_path, text), "https://ex.org/g")


def test_a_class_that_the_header_forgets_stops_the_file(tmp_path: Path) -> None:
    text = f"#+ expects: cons:ConsularBody=1\n{PREFIXES}id:org-a a cons:ConsularBody . id:s a cons:Signature .\n"
    with pytest.raises(FactFileError, match="expects 0 cons:Signature, the file has 1"):
        read_file(written(tmp_path, text), "https://ex.org/g")


def test_an_unreadable_expectation_is_told_how_to_write_it(tmp_path: Path) -> None:
    text = f"#+ expects: two chambers\n{PREFIXES}"
    with pytest.raises(FactFileError, match="write cons:Class=number"):
        read_file(written(tmp_path, text), "https://ex.org/g")


def test_a_file_that_is_not_utf8_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "facts.ttl"
    path.write_bytes(PREFIXES.encode() + 'id:a cons:statedDate "décembre"@fr .\n'.encode("latin-1"))
    with pytest.raises(FactFileError, match=r"facts\.ttl"):
        read_file(path, "https://ex.org/g")


def test_the_header_ends_at_the_first_other_line(tmp_path: Path) -> None:
    path = written(tmp_path, "#+ title: Un\n#+ title-en: One\n\n#+ late: no\n")
    assert read_header(path) == {"title": "Un", "title-en": "One"}


def test_every_file_of_the_tree_is_loaded_under_its_own_name(dataset: Dataset) -> None:
    graphs = [file.graph for file in dataset.files]
    assert len(graphs) == len(set(graphs)) == len(knowledge_files())
    assert "https://w3id.org/consulaire/graph/facts/articles/normandie-com" in graphs
    assert "https://w3id.org/consulaire/graph/ontology/vocabularies/kind" in graphs


def test_every_fact_file_has_a_title_in_both_languages_and_declares_its_counts(dataset: Dataset) -> None:
    facts = [file for file in dataset.files if "/graph/facts/" in file.graph]
    assert len(facts) == 37
    assert [f.path.name for f in facts if not {"title", "title-en"} <= f.header.keys()] == []
    counted = [f for f in facts if any(b"/consulaire/ns#" in line for line in f.quads)]
    assert [f.path.name for f in counted if "expects" not in f.header and f.path.name != "persons.ttl"] == []
