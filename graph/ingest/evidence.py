"""Give the facts of a row their evidence: source, place in it, attestations."""

import hashlib
import re
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from urllib.parse import unquote

from ..namespaces import CONS, DEF, ID, PREFIXES, expand
from ..stores import Term
from .findings import CellProblem
from .lookup import Lookup
from .mapping import Evidence, Mapping, Sources
from .names import slug
from .patterns import Cells
from .turtle import Triple

_RDF, _RDFS, _OA, _PROV, _DCT, _XSD = (PREFIXES[name] for name in ("rdf", "rdfs", "oa", "prov", "dcterms", "xsd"))
_TYPE = f"{_RDF}type"
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`;]+")
_LOCAL = re.compile(r"[#/]([^#/]*)\Z")


@dataclass(frozen=True)
class Read:
    """Hold how a row read its sources: citations, reading, confidence, comment."""

    citations: tuple[str, ...]
    reading: str
    confidence: Term
    comment: str | None
    by: str
    at: str


@dataclass(frozen=True)
class Attested:
    """Name what an attestation covers: a node, a property of it, or one value."""

    subject: str
    predicate: str | None
    object: Term | None


class Witness:
    """Make the evidence of one row; `documents` and `passages` are the triples to write."""

    def __init__(self, mapping: Mapping, lookup: Lookup, cells: Cells) -> None:
        self._mapping, self._lookup, self._cells = mapping, lookup, cells
        self._read: dict[str, Read] = {}
        self._taken: dict[str, tuple[Attested, Read]] = {}
        self.documents: list[Triple] = []
        self.passages: list[Triple] = []
        self.attestations: list[Triple] = []

    def attest(self, what: Attested, name: str | None, changed: MappingOf[str, str | None], *, shared: bool) -> None:
        """Attest a fact by the named evidence; `changed` holds reading, confidence and comment where they differ."""
        read = self._read_sources(self._evidence(name))
        if changed.get("reading"):
            read = replace(read, reading=self._lookup.concept("reading", str(changed["reading"])))
        if changed.get("confidence"):
            read = replace(read, confidence=_confidence(str(changed["confidence"]), {}))
        if changed.get("comment"):
            read = replace(read, comment=changed["comment"])
        iri = self._free_iri(what, read, shared)
        if iri not in self._taken:
            self._taken[iri] = (what, read)
            self.attestations += _attestation(iri, what, read)

    def citations(self, name: str | None) -> list[Term]:
        """Give the citations of the named evidence, for a node that rests on them without an attestation."""
        return [Term("iri", citation) for citation in self._read_sources(self._evidence(name)).citations]

    def _evidence(self, name: str | None) -> Evidence:
        return self._mapping.evidence[name or next(iter(self._mapping.evidence))]

    def _free_iri(self, what: Attested, read: Read, shared: bool) -> str:
        local = _local(what.subject)
        base = f"{ID}att-{self._mapping.table}-{local}"
        if what.predicate:
            base += f"-{_local(what.predicate)}"
        if shared:
            base += f"--{slug(self._cells['key'])}"
        rank, iri = 1, base
        while iri in self._taken and self._taken[iri] != (what, read):
            rank += 1
            iri = f"{base}-{rank}"
        return iri

    def _read_sources(self, told: Evidence) -> Read:
        if told.name not in self._read:
            fragment = told.fragment.fill(self._cells)
            if fragment is None:
                raise CellProblem("no-place", column=told.fragment.columns[0])
            sources = self._sources(told)
            citations = tuple(self._cite(told, source, fragment, n) for n, source in enumerate(sources, 1))
            self._read[told.name] = Read(
                citations,
                self._reading(told),
                self._confidence(told),
                told.comment.fill(self._cells) if told.comment else None,
                told.by,
                told.at,
            )
        return self._read[told.name]

    def _sources(self, told: Evidence) -> list[str]:
        if told.source:
            source = told.source.fill(self._cells)
            if source is None:
                raise CellProblem("no-source", column=told.source.columns[0])
            return [expand(source) or source]
        assert told.sources  # noqa: S101  (a mapping has one of the two)
        cell = self._cells.get(told.sources.column, "")
        pieces = [piece.strip() for piece in cell.split(told.sources.separator) if piece.strip()]
        if not pieces:
            raise CellProblem("no-source", column=told.sources.column)
        return list(dict.fromkeys(self._document(told.sources, piece) for piece in pieces))

    def _document(self, told: Sources, piece: str) -> str:
        """Describe one source document, unless the graph does; give its IRI."""
        if piece in told.map:
            return told.map[piece]
        if piece.startswith("id:"):
            return str(expand(piece))
        found = _ADDRESS.search(piece)
        url = found[0].rstrip(".,)") if found else ""
        known = self._lookup.source(url) if url else None
        if known:
            return known
        words = " ".join((piece.replace(url, " ") if url else piece).split()).strip(" :;,()-")
        place = re.sub(r"^https?://(?:www\.)?", "", unquote(url)).strip("/")
        cells = {**self._cells, "url": url, "words": words, "host": place.split("/")[0]}
        iri = told.iri.fill(cells) if told.iri else None
        iri = (expand(iri) or iri) if iri else f"{ID}src-{_short_slug(place or words)}-{_digest(url or words)}"
        title = (told.title.fill(cells) if told.title else None) or words or place
        kind = self._cells.get(told.type_column or "", "")
        kind = kind or next((kind for part, kind in told.types.items() if part in piece), told.type)
        self.documents += [
            (iri, _TYPE, Term("iri", f"{CONS}SourceDocument")),
            (iri, f"{_DCT}type", Term("iri", self._concept("source", kind, told.type_column))),
            (iri, f"{_DCT}language", Term("literal", told.language)),
            (iri, f"{_DCT}title", Term("literal", title, None, "fr")),
        ]
        if url:
            self.documents.append((iri, f"{_DCT}source", Term("iri", url)))
        return iri

    def _cite(self, told: Evidence, source: str, fragment: str, rank: int) -> str:
        of_evidence = f"{slug(told.name)}-" if len(self._mapping.evidence) > 1 else ""
        local = f"{self._mapping.table}-{of_evidence}{slug(self._cells['key'])}{f'-{rank}' if rank > 1 else ''}"
        citation, selector = f"{ID}cit-{local}", f"{ID}sel-{local}"
        self.passages += [
            (citation, _TYPE, Term("iri", f"{CONS}Citation")),
            (citation, f"{_OA}hasSource", Term("iri", source)),
            (citation, f"{_OA}hasSelector", Term("iri", selector)),
            (selector, _TYPE, Term("iri", f"{_OA}FragmentSelector")),
            (selector, f"{_RDF}value", Term("literal", fragment)),
        ]
        return citation

    def _reading(self, told: Evidence) -> str:
        cell = self._cells.get(told.reading_column or "", "")
        return self._concept("reading", cell or told.reading, told.reading_column)

    def _concept(self, scheme: str, text: str, column: str | None) -> str:
        try:
            return self._lookup.concept(scheme, text)
        except CellProblem as problem:
            problem.column = column or ""
            raise

    def _confidence(self, told: Evidence) -> Term:
        cell = self._cells.get(told.confidence_column or "", "")
        try:
            return _confidence(cell or told.confidence, told.confidence_map)
        except CellProblem as problem:
            problem.column = told.confidence_column or ""
            raise


def _confidence(text: str, known: MappingOf[str, str]) -> Term:
    value = known.get(text, text)
    if not re.fullmatch(r"0(?:\.[0-9]+)?|1(?:\.0+)?", value):
        raise CellProblem("confidence", value=text)
    return Term("literal", value if "." in value else f"{value}.0", f"{_XSD}decimal")


def _attestation(iri: str, what: Attested, read: Read) -> list[Triple]:
    told: list[tuple[str, Term | None]] = [
        (_TYPE, Term("iri", f"{CONS}Attestation")),
        (f"{_RDF}subject", Term("iri", what.subject)),
        (f"{_RDF}predicate", Term("iri", what.predicate) if what.predicate else None),
        (f"{_RDF}object", what.object),
        *((f"{_PROV}wasDerivedFrom", Term("iri", citation)) for citation in read.citations),
        (f"{CONS}reading", Term("iri", read.reading)),
        (f"{CONS}confidence", read.confidence),
        (f"{_PROV}wasAttributedTo", Term("iri", read.by)),
        (f"{_PROV}generatedAtTime", Term("literal", read.at, f"{_XSD}dateTime")),
        (f"{_RDFS}comment", Term("literal", read.comment, None, "fr") if read.comment else None),
    ]
    return [(iri, predicate, value) for predicate, value in told if value is not None]


def _local(iri: str) -> str:
    for namespace in (ID, DEF, CONS):
        if iri.startswith(namespace):
            return iri.removeprefix(namespace)
    found = _LOCAL.search(iri)
    return slug(iri) if found is None else found[1] or slug(iri)


def _short_slug(text: str) -> str:
    return slug(text)[:60].strip("-")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]
