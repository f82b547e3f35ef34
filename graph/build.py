"""Build the published graph from our files."""

from collections.abc import Callable
from pathlib import Path

from .load import Dataset, knowledge_files, read_file
from .metadata import description_to_store
from .resources import FACTS, ONTOLOGY
from .stores.published import Build, PublishedGraph

Progress = Callable[[str], None]


def build(
    directory: Path, *, facts: Path = FACTS, ontology: Path = ONTOLOGY, progress: Progress | None = None
) -> Build:
    """Build the graph from ontology and facts and make it current in `directory`, whole or not at all.

    FactFileError names the file and line that cannot be read; the former graph then stays as it was. `progress`
    gets a short sentence at each step. What the build says of itself (VoID) is stored with it, in DESCRIPTION_GRAPH.
    """
    say = progress or (lambda _: None)
    listed = knowledge_files(facts, ontology)
    files = []
    for number, (path, graph) in enumerate(listed, 1):
        say(f"{number}/{len(listed)} {path.name}")
        files.append(read_file(path, graph))
    say("writing the store")
    return PublishedGraph(directory).replace(Dataset(tuple(files)).nquads, describe=description_to_store)
