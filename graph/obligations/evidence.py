"""Read the evidence of a verdict: what it shows, by whose judgement, and where its sources say so."""

from ..namespaces import CONS, DEF, PREFIXES
from .triples_index import Index
from .verdict import EvidenceItem, Named, Passage, Requirement

_TYPE = PREFIXES["rdf"] + "type"
_PROV = PREFIXES["prov"]
_OA = PREFIXES["oa"]
_DATED = (f"{CONS}earliestDate", f"{CONS}latestDate", f"{CONS}date", f"{CONS}statedDate")


class Evidences:
    """Find the pieces of evidence of an evaluation."""

    def __init__(self, index: Index) -> None:
        self._index = index
        found = index.subjects(_TYPE, f"{CONS}FoundEvidence")
        self._by_rule = frozenset(found)
        self._items = self._by_rule | frozenset(index.subjects(_TYPE, f"{CONS}Evidence"))

    def is_item(self, iri: str) -> bool:
        """Tell whether a node is evidence, and not the statement that a register is complete."""
        return iri in self._items

    def item(self, iri: str) -> EvidenceItem:
        """Give one piece of evidence, found by rule or judged by a curator."""
        index = self._index
        shows = index.one(iri, f"{CONS}shows") or iri
        timeliness = index.one(iri, f"{CONS}timeliness")
        by_rule = iri in self._by_rule
        return EvidenceItem(
            iri=iri,
            shows=index.named(shows),
            by_rule=by_rule,
            performed=index.one(iri, f"{CONS}polarity") != f"{DEF}polarity-not-performed",
            earliest=index.day(iri, f"{CONS}earliestDate"),
            latest=index.day(iri, f"{CONS}latestDate"),
            timeliness=timeliness.removeprefix(f"{DEF}timeliness-") if timeliness else None,
            passages=self._of_act(shows) if by_rule else self._of_judgement(iri),
            requirements=self._requirements(iri),
        )

    def searches(self, obligation: str) -> tuple[Named, ...]:
        """List the searches made for evidence of an obligation."""
        return tuple(self._index.named(one) for one in self._index.subjects(f"{CONS}searchedFor", obligation))

    def _requirements(self, evidence: str) -> tuple[Requirement, ...]:
        index = self._index
        found = []
        for check in index.subjects(f"{CONS}checksEvidence", evidence):
            value = index.one(check, f"{CONS}requirementValue")
            found.append(
                Requirement(
                    kind=(index.one(check, f"{CONS}requirement") or "").removeprefix(f"{DEF}required-"),
                    value=index.named(value) if value else None,
                    outcome=(index.one(check, f"{CONS}checkOutcome") or "").removeprefix(f"{DEF}requirement-"),
                    shown_by=tuple(index.named(one) for one in sorted(index.objects(check, f"{CONS}shownBy"))),
                )
            )
        return tuple(found)

    def _of_judgement(self, evidence: str) -> tuple[Passage, ...]:
        return tuple(
            self._passage(one, None, None) for one in sorted(self._index.objects(evidence, f"{_PROV}wasDerivedFrom"))
        )

    def _of_act(self, act: str) -> tuple[Passage, ...]:
        """Give the passages that say the act and its day: those of its type, parties and dates."""
        index = self._index
        events = {
            event
            for signature in index.subjects(f"{CONS}signs", act)
            for event in index.objects(signature, f"{CONS}partOfEvent")
        }
        wanted = {PREFIXES["dcterms"] + "type", f"{CONS}party", f"{CONS}participant", *_DATED}
        found: dict[str, Passage] = {}
        for subject in (act, *sorted(events)):
            for attestation in index.subjects(PREFIXES["rdf"] + "subject", subject):
                predicate = index.one(attestation, PREFIXES["rdf"] + "predicate")
                if predicate is None or predicate in wanted:
                    found.update(self._attested(attestation, found))
        return tuple(found[key] for key in sorted(found))

    def _attested(self, attestation: str, known: dict[str, Passage]) -> dict[str, Passage]:
        index = self._index
        confidence = index.one(attestation, f"{CONS}confidence")
        reading = index.one(attestation, f"{CONS}reading")
        citations = index.objects(attestation, f"{_PROV}wasDerivedFrom")
        return {one: self._passage(one, confidence, reading) for one in citations if one not in known}

    def _passage(self, citation: str, confidence: str | None, reading: str | None) -> Passage:
        index = self._index
        selector = index.one(citation, f"{_OA}hasSelector") or ""
        return Passage(
            source=index.one(citation, f"{_OA}hasSource") or citation,
            paragraph=index.number(citation, f"{CONS}paragraph"),
            start=index.number(selector, f"{_OA}start"),
            end=index.number(selector, f"{_OA}end"),
            fragment=index.one(selector, PREFIXES["rdf"] + "value"),
            confidence=confidence,
            reading=reading.removeprefix(f"{DEF}reading-") if reading else None,
        )
