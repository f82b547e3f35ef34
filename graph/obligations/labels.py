"""Give the labels of concepts, read once from the vocabularies where they are written."""

from functools import cache

from ..load import read_files
from ..namespaces import DEF, GRAPH
from ..resources import ONTOLOGY
from ..stores import oxigraph_store
from .wording import Language

_LABELS = """SELECT ?concept ?label (LANG(?label) AS ?language)
WHERE { ?concept <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }"""


def concept_label(concept: str, language: Language) -> str:
    """Give the label of a concept by its IRI or its name after `def:`; the name itself where there is no such concept.

    >>> concept_label("status-met-late", "en")
    'met late'
    """
    name = concept.removeprefix(DEF).removeprefix("def:")
    return _labels().get((name, language), name)


def status_label(notation: str, language: Language) -> str:
    """Give the label of a status by its notation."""
    return concept_label(f"status-{notation}", language)


def gap(notation: str, language: Language) -> str:
    """Name the precision that is missing, by the notation of the gap."""
    return concept_label(f"gap-{notation}", language)


@cache
def _labels() -> dict[tuple[str, str], str]:
    files = [(path, f"{GRAPH}{path.stem}") for path in sorted((ONTOLOGY / "vocabularies").glob("*.ttl"))]
    lines = [line for file in read_files(files) for line in file.quads if b"#prefLabel>" in line]
    rows = oxigraph_store(b"".join(lines)).query(_LABELS).rows()
    return {(row["concept"].value.removeprefix(DEF), row["language"].value): row["label"].value for row in rows}
