"""Choose the format of a response from the Accept header: one table, one rule.

The rule is RFC 9110's: of the ranges that match an offer, the most specific gives its quality; the offer of the
highest quality wins, and the order of the table decides between equals.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.errors import ConsulaireError
from graph.stores.base import Kind


@dataclass(frozen=True)
class Offer:
    """Name a format and one media type under which it is served."""

    format: str
    media_type: str
    kinds: frozenset[Kind] = frozenset()

    @property
    def content_type(self) -> str:
        """Give the Content-Type header; text is always UTF-8, and says so."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


_ROWS: frozenset[Kind] = frozenset({"select"})
_BINDINGS: frozenset[Kind] = frozenset({"select", "ask"})
_GRAPH: frozenset[Kind] = frozenset({"graph"})
_ANY: frozenset[Kind] = frozenset({"select", "ask", "graph"})

ANSWERS = (
    Offer("json", "application/sparql-results+json", _BINDINGS),
    Offer("json", "application/json", _BINDINGS),
    Offer("xml", "application/sparql-results+xml", _BINDINGS),
    Offer("xml", "application/xml", _BINDINGS),
    Offer("csv", "text/csv", _ROWS),
    Offer("tsv", "text/tab-separated-values", _ROWS),
    Offer("turtle", "text/turtle", _GRAPH),
    Offer("ntriples", "application/n-triples", _GRAPH),
    Offer("rdfxml", "application/rdf+xml", _GRAPH),
    Offer("jsonld", "application/ld+json", _GRAPH),
    Offer("trig", "application/trig", _GRAPH),
    Offer("nquads", "application/n-quads", _GRAPH),
    Offer("html", "text/html", _ANY),
)
PROBLEMS = (
    Offer("problem", "application/problem+json"),
    Offer("problem", "application/json"),
    Offer("html", "text/html"),
    Offer("text", "text/plain"),
)

_SHOWN = 200  # letters of what was asked for that a message gives back
_KINDS: tuple[Kind, ...] = ("select", "ask", "graph")

_NAMES = {  # what `?format=` may say besides the names of the formats, for clients that send it by themselves
    "xml": ("xml", "rdfxml"),
    "json": ("json", "jsonld"),
    "rdf": ("rdfxml",),
    "rdf+xml": ("rdfxml",),
    "json-ld": ("jsonld",),
    "n3": ("turtle",),
}
FORMAT_NAMES = tuple(dict.fromkeys([*(offer.format for offer in ANSWERS), *_NAMES]))

Choice = dict[Kind, Offer | None]


class NotAcceptable(ConsulaireError):
    """Report that nothing on offer fits what the client accepts.

    `offers` lists the media types that would, `formats` the same by the names that `?format=` takes.
    """

    def __init__(self, wanted: str | None, offers: Iterable[Offer], *, what: str) -> None:
        listed = list(offers)
        self.offers = tuple(dict.fromkeys(offer.media_type for offer in listed))
        self.formats = {offer.format: offer.media_type for offer in reversed(listed)}
        self.french = (
            f"Cela ne peut être envoyé dans le format demandé{f' ({wanted[:_SHOWN]})' if wanted else ''}. "
            f"Proposés : {', '.join(self.offers)}."
        )
        how = f"as '{wanted[:_SHOWN]}'" if wanted else "in any of the formats that the request accepts"
        super().__init__(f"{what} cannot be sent {how}. On offer: {', '.join(self.offers)}.")


@dataclass(frozen=True)
class _Range:
    kind: str
    subtype: str
    quality: float

    def specificity(self, offer: Offer) -> int:
        """Tell how closely the range fits, from 2 (exactly) to 0 (`*/*`), or -1 for not at all."""
        kind, subtype = offer.media_type.split("/")
        if self.kind == "*":
            return 0
        if self.kind != kind:
            return -1
        return 1 if self.subtype == "*" else 2 if self.subtype == subtype else -1


def best(accept: str | None, offers: Sequence[Offer]) -> Offer | None:
    """Choose among offers; None when the header rules all of them out, the first when there is no header."""
    if not accept or not accept.strip():
        return offers[0] if offers else None
    ranges = [found for part in accept.split(",") if (found := _range(part))]
    rated = [(_quality(offer, ranges), offer) for offer in offers]
    top = max((quality for quality, _ in rated), default=0.0)
    return next((offer for quality, offer in rated if quality == top), None) if top > 0 else None


def choose(offers: Sequence[Offer], accept: str | None, named: str | None, *, what: str) -> Offer:
    """Choose the offer of a format or media type that was named, else the best for the header Accept.

    NotAcceptable, which says of `what`, when neither is on offer.
    """
    found = (
        next((offer for offer in offers if named in {offer.format, offer.media_type}), None)
        if named
        else best(accept, offers)
    )
    if found is None:
        raise NotAcceptable(named or accept, offers, what=what)
    return found


@lru_cache(maxsize=256)
def best_answers(accept: str) -> Choice:
    """Choose a format for each kind of answer by the header Accept; what is given is shared: do not change it."""
    return {kind: best(accept, [offer for offer in ANSWERS if kind in offer.kinds]) for kind in _KINDS}


def choose_answer(accept: str | None, format_name: str | None) -> Choice:
    """Choose a format for each kind of answer, before it is known which kind the query gives.

    `?format=` wins over the header: one of our names, one of those that SPARQLWrapper sends, or a media type.
    NotAcceptable when no kind of answer could be sent.
    """
    if format_name:
        names = _NAMES.get(format_name, (format_name,))
        named = [offer for offer in ANSWERS if offer.format in names or offer.media_type == format_name]
        if not named:
            formats = ", ".join(dict.fromkeys(offer.format for offer in ANSWERS))
            raise NotAcceptable(f"format={format_name}", ANSWERS, what=f"An answer (formats: {formats})")
        return {kind: next((offer for offer in named if kind in offer.kinds), None) for kind in _KINDS}
    choice = best_answers(accept or "")
    if not any(choice.values()):
        raise NotAcceptable(str(accept), ANSWERS, what="An answer")
    return choice


def wants_html(accept: str | None) -> bool:
    """Tell whether a client would rather have a page than data, as browsers do."""
    offer = best(accept, ANSWERS)
    return offer is not None and offer.format == "html"


def _quality(offer: Offer, ranges: Iterable[_Range]) -> float:
    fitting = [(specificity, found.quality) for found in ranges if (specificity := found.specificity(offer)) >= 0]
    return max(fitting, default=(0, 0.0))[1]


def _range(part: str) -> _Range | None:
    media_range, *parameters = (piece.strip() for piece in part.split(";"))
    kind, slash, subtype = media_range.lower().partition("/")
    if not slash:
        kind, subtype = (kind, "*") if kind == "*" else ("", "")
    if not kind or not subtype or (kind == "*" and subtype != "*"):
        return None
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            quality = float(value) if re.fullmatch(r"\s*(0(\.\d{0,3})?|1(\.0{0,3})?)\s*", value) else 0.0
    return _Range(kind, subtype, quality)
