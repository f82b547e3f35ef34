"""Find the line where a node is written."""

from pathlib import Path

from graph.locate import Locator
from graph.namespaces import ID


def test_a_subject_is_found_at_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text(
        "@prefix id: <https://w3id.org/consulaire/id/> .\n# id:nothing a comment\n"
        "id:person-a a foaf:Person . id:mandate-a a cons:Mandate ;\n  org:member id:person-a .\n"
        "<https://w3id.org/consulaire/id/whole> a cons:Event .\n",
        encoding="utf-8",
    )
    locator = Locator([path])
    assert locator.find(f"{ID}person-a") == (path, 3)
    assert locator.find(f"{ID}mandate-a") == (path, 3)
    assert locator.find(f"{ID}whole") == (path, 5)
    assert locator.find(f"{ID}nothing") is None


def test_nodes_of_the_real_graph_are_found_in_their_file() -> None:
    place = Locator.of_the_graph().find(f"{ID}instr-com-normandie")
    assert place is not None
    path, line = place
    assert path.name == "normandie-com.ttl"
    assert path.read_text(encoding="utf-8").splitlines()[line - 1].startswith("id:instr-com-normandie ")
