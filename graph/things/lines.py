"""Write what a node says as one line: who signed, as what, for whom, never a link to the node alone."""

from ..namespaces import CONS, expand
from ..obligations.wording import choose
from .model import Part
from .naming import Names, in_language
from .raw import Around
from .terms import KIND

_Piece = tuple[str, str, str]  # a property, and what stands before its value in French and in English
_LINES: dict[str, tuple[_Piece, ...]] = {
    "cons:Signature": (
        ("cons:signatory", "", ""),
        ("cons:inRole", ", ", ", "),
        ("cons:onBehalfOf", ", pour ", ", for "),
        ("cons:signs", " : ", ": "),
    ),
    "cons:Mandate": (("org:member", "", ""), ("org:role", ", ", ", "), ("org:organization", ", ", ", ")),
    "cons:BodyStatus": (
        ("cons:statusOf", "", ""),
        ("cons:officialName", " : ", ": "),
        ("cons:form", ", ", ", "),
        ("cons:atLevel", ", niveau ", ", level: "),
        ("cons:withLegalPersonality", ", personnalité morale : ", ", legal personality: "),
    ),
    "cons:BodyRelation": (("cons:relationFrom", "", ""), ("cons:relationTo", " → ", " → ")),
    "cons:Attestation": (("rdf:subject", "", ""), ("rdf:predicate", " – ", " – "), ("rdf:object", " : ", ": ")),
    "cons:Citation": (("oa:hasSource", "", ""), ("cons:paragraph", ", paragraphe ", ", paragraph ")),
}
_AFTER: dict[str, tuple[_Piece, ...]] = {  # what follows the name of a thing that has one
    "cons:ReportedStatement": (("cons:statedBy", ", ", ", "), ("cons:stance", ", ", ", ")),
    "cons:Figure": (("cons:qualifier", " : ", ": "), ("cons:numericValue", " ", " "), ("cons:unit", " ", " ")),
    "cons:BudgetCut": (("cons:qualifier", " : ", ": "), ("cons:numericValue", " ", " "), ("cons:unit", " ", " ")),
    "cons:Commitment": (("cons:modality", ", ", ", "), ("cons:statedBy", ", ", ", ")),
    "cons:PlanElement": (("cons:modality", ", ", ", "), ("cons:statedBy", ", ", ", ")),
    "cons:SourceDocument": (("dcterms:publisher", ", ", ", "),),
}
_RELATION = f"{CONS}BodyRelation"


def line_of(around: Around, node: str, names: Names) -> tuple[Part, ...]:
    """Write a neighbour as a line from the thing's own point of view: what the page is about is left out of it."""
    types = around.types(node)
    told = next((pieces for name, pieces in _LINES.items() if expand(name) in types), None)
    if told:
        line = _pieces(around, node, told, names)
        return line or (names.part(node),)
    after = next((pieces for name, pieces in _AFTER.items() if expand(name) in types), ())
    return (names.part(node), *_pieces(around, node, after, names, first=False))


def relation_type(around: Around, node: str) -> str | None:
    """Give the type of a relation between two bodies, by which its facts are put together; None for other nodes."""
    if _RELATION not in around.types(node):
        return None
    return next((term.value for term in around.of(node, KIND)), None)


def _pieces(
    around: Around, node: str, pieces: tuple[_Piece, ...], names: Names, *, first: bool = True
) -> tuple[Part, ...]:
    line: list[Part] = []
    for name, french, english in pieces:
        others = [term for term in around.of(node, expand(name) or "") if term.value != around.iri]
        values = sorted(in_language(others, names.language), key=lambda term: term.value)
        for number, term in enumerate(values):
            if number:
                last = number == len(values) - 1
                line.append(Part(choose(names.language, " et ", " and ") if last else ", "))
            elif line or not first:
                line.append(Part(choose(names.language, french, english)))
            line.append(names.value(term))
    return tuple(line)
