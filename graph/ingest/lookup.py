"""Look up in the graph what a table names by code, notation, name or address."""

import difflib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from ..load import knowledge_files, read_files
from ..namespaces import DEF, GRAPH, expand, short
from ..resources import FACTS, ONTOLOGY
from ..stores import Store, oxigraph_store
from .findings import CellProblem
from .names import fold

_PLACES = {"region": "igeo:Region", "department": "igeo:Departement", "commune": "igeo:Commune"}
_ASKED = frozenset(  # the properties that are looked up: the store holds nothing else, which makes it quick to fill
    f"<{expand(name)}>".encode()
    for name in (
        "rdf:type",
        "rdfs:label",
        "skos:altLabel",
        "skos:prefLabel",
        "skos:notation",
        "skos:inScheme",
        "foaf:name",
        "igeo:codeINSEE",
        "dcterms:source",
    )
)
_MOST_SOUGHT = 10  # in a graph that is given: such a table may come from anybody
_PREFIXES = """PREFIX igeo: <http://rdf.insee.fr/def/geo#>
PREFIX cons: <https://w3id.org/consulaire/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


class Lookup:
    """Know the graph, without the file that a draft is to replace, and with the drafts that lie beside it.

    `graph` are the N-Quads to look up in, where they are not those of the files.
    """

    def __init__(
        self,
        facts: Path = FACTS,
        ontology: Path = ONTOLOGY,
        replaces: Path | None = None,
        beside: Iterable[Path] = (),
        graph: bytes | None = None,
    ) -> None:
        self._given = graph
        self._sought = 0  # unknown names to which the nearest was looked for
        left_out = replaces.resolve() if replaces else None
        self._files = [pair for pair in knowledge_files(facts, ontology) if pair[0].resolve() != left_out]
        self._files += [(path, f"{GRAPH}facts/{path.stem}") for path in beside]
        self._names: dict[tuple[str, ...], dict[str, set[str]]] = {}
        self._nodes: dict[tuple[str, ...], set[str]] = {}

    @cached_property
    def nquads(self) -> bytes:
        """Give the quads of the graph that is looked up."""
        if self._given is not None:
            return self._given
        return b"".join(line for file in read_files(self._files) for line in file.quads)

    def place(self, kind: str, code: str) -> str:
        """Give the IRI of a region, department or commune by its INSEE code."""
        places = self._places[kind]
        if code in places:
            return places[code]
        padded = next((guess for guess in (f"0{code}", code.upper()) if guess in places), None)
        raise CellProblem(
            f"unknown-{kind}",
            value=code,
            hint_fr=f" Le zéro de tête a sans doute été perdu : {padded} ?" if padded else "",
            hint_en=f" The leading zero was probably lost: {padded}?" if padded else "",
        )

    def concept(self, scheme: str, told: str) -> str:
        """Give the IRI of a concept by its notation, short or whole, or by its French or English label."""
        known = self._concepts.get(scheme, {})
        for guess in (told, told.removeprefix("def:"), f"{scheme}-{told}", fold(told)):
            if guess in known:
                return known[guess]
        notations = sorted({iri.removeprefix(f"{DEF}{scheme}-") for iri in known.values()})
        near = difflib.get_close_matches(fold(told), sorted(known), n=1, cutoff=0)
        nearest = known[near[0]].removeprefix(f"{DEF}{scheme}-") if near else "-"
        raise CellProblem("unknown-concept", value=told, scheme=scheme, nearest=nearest, offer=", ".join(notations))

    def node(self, classes: tuple[str, ...], told: str) -> str:
        """Give the IRI of a thing by its prefixed name or any of its names, folded."""
        names = self._names_of(classes)
        iri = expand(told)
        if iri and iri in self._nodes[classes]:
            return iri
        found = sorted(names.get(fold(told), ()))
        if len(found) == 1:
            return found[0]
        if found:
            raise CellProblem("ambiguous-name", value=told, offer=", ".join(short(one) for one in found))
        raise CellProblem("unknown-name", value=told, nearest=self._nearest(fold(told), names))

    def _nearest(self, told: str, names: dict[str, set[str]]) -> str:
        """Name what comes nearest to a name; it is dear, so that it is not sought for ever for a stranger's table."""
        self._sought += 1
        is_sought = self._given is None or self._sought <= _MOST_SOUGHT
        near = difflib.get_close_matches(told, sorted(names), n=1, cutoff=0.4) if is_sought else []
        return ", ".join(short(one) for one in sorted(names[near[0]])) if near else "-"

    def source(self, address: str) -> str | None:
        """Give the IRI of the source document at an address, if the graph describes it."""
        return self._sources.get(address)

    def _rows(self, query: str) -> Iterable[dict[str, str]]:
        for row in self._graph.query(_PREFIXES + query).rows():
            yield {name: term.value for name, term in row.items()}

    @cached_property
    def _graph(self) -> Store:
        lines = self.nquads.splitlines(keepends=True)
        return oxigraph_store(b"".join(line for line in lines if line.split(b" ", 2)[1] in _ASKED))

    @cached_property
    def _places(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for kind, name in _PLACES.items():
            rows = self._rows(
                f"SELECT ?code ?place WHERE {{ ?place igeo:codeINSEE ?code ; a {name} }} ORDER BY DESC(?place)"
            )
            found[kind] = {row["code"]: row["place"] for row in rows}
        return found

    @cached_property
    def _concepts(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        rows = self._rows(
            "SELECT ?scheme ?concept ?notation ?label WHERE { ?concept skos:inScheme ?scheme ; "
            "skos:notation ?notation ; skos:prefLabel ?label } ORDER BY ?concept ?label"
        )
        for row in rows:
            known = found.setdefault(row["scheme"].removeprefix(DEF), {})
            known[row["notation"]] = known[row["concept"].removeprefix(DEF)] = row["concept"]
            known.setdefault(fold(row["label"]), row["concept"])
        return found

    @cached_property
    def _sources(self) -> dict[str, str]:
        rows = self._rows(
            "SELECT ?source ?url WHERE { ?source a cons:SourceDocument ; dcterms:source ?url } ORDER BY ?source"
        )
        found: dict[str, str] = {}
        for row in rows:
            found.setdefault(row["url"], row["source"])
        return found

    def _names_of(self, classes: tuple[str, ...]) -> dict[str, set[str]]:
        if classes not in self._names:
            names: dict[str, set[str]] = {}
            self._nodes[classes] = set()
            wanted = " ".join(f"<{one}>" for one in classes)
            for row in self._rows(
                f"SELECT ?node ?name WHERE {{ VALUES ?class {{ {wanted} }} ?node a ?class . "
                "VALUES ?p { rdfs:label skos:altLabel foaf:name } ?node ?p ?name }"
            ):
                names.setdefault(fold(row["name"]), set()).add(row["node"])
                self._nodes[classes].add(row["node"])
            self._names[classes] = names
        return self._names[classes]
