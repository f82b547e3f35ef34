"""Say which things the form for a convention asks about: one card each.

What a card asks of its thing stands in the shapes and the ontology, not here. Here stands what no shape can know: what
comes first, what the page works out by itself, what most answers are, and what to call the few properties of other
vocabularies that no shape of ours describes.
"""

from dataclasses import dataclass, field

from ..namespaces import CONS, DEF, PREFIXES
from ..stores import Term

_DCTERMS, _OA, _PROV = PREFIXES["dcterms"], PREFIXES["oa"], PREFIXES["prov"]
_RDF, _RDFS, _XSD = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["xsd"]
LOCATION = f"{_DCTERMS}Location"


@dataclass(frozen=True)
class Extra:
    """Hold a property that may be said of a thing and that no shape describes for its class."""

    path: str
    french: str
    english: str
    choice: str | None = None  # the class that it leads to
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Card:
    """Hold what is asked about one thing.

    `first` are the paths that come first, in this order; those that the shapes describe besides follow in the order of
    the shapes. `computed` are the paths that the page fills in, `offered_not` the values that it does not offer.
    """

    name: str
    target: str
    french: str
    english: str
    first: tuple[str, ...] = ()
    computed: frozenset[str] = frozenset()
    extras: tuple[Extra, ...] = ()
    offered_not: frozenset[str] = frozenset()
    defaults: dict[str, Term] = field(default_factory=dict)
    labels: bool = False  # asks for rdfs:label; else the page makes one


_OF_OTHER_EVENTS = tuple(f"{CONS}{name}" for name in ("partOfEvent", "documentKind", "addressee", "concerns"))
_OF_THE_SIGNING = ("inPlace", "underAegisOf", "participant")
_TITLE = Extra(f"{_DCTERMS}title", "titre de l’article", "title of the article", language="fr")
_PUBLISHER = Extra(f"{_DCTERMS}publisher", "éditeur", "publisher", datatype=f"{_XSD}string")
_SPATIAL = Extra(f"{_DCTERMS}spatial", "territoire", "territory", choice=LOCATION)

CARDS = (
    Card(
        "source",
        f"{CONS}SourceDocument",
        "L’article",
        "The article",
        first=(f"{_RDFS}label", _TITLE.path, _PUBLISHER.path, f"{_DCTERMS}issued", f"{_DCTERMS}type"),
        computed=frozenset({f"{CONS}sha256", f"{CONS}charCount"}),
        extras=(
            Extra(f"{_RDFS}label", "nom de la source", "name of the source", language="fr"),
            _TITLE,
            _PUBLISHER,
        ),
        defaults={
            f"{_DCTERMS}language": Term("literal", "fr"),
            f"{_DCTERMS}type": Term("iri", f"{DEF}source-press"),
        },
        labels=True,
    ),
    Card(
        "agreement",
        f"{CONS}Agreement",
        "La convention",
        "The agreement",
        first=(
            f"{_RDFS}label",
            f"{_DCTERMS}type",
            f"{CONS}party",
            _SPATIAL.path,
            *(f"{CONS}{name}" for name in ("startYear", "endYear", "statedDuration")),
            f"{_DCTERMS}subject",
        ),
        extras=(_SPATIAL,),
        labels=True,
    ),
    Card(
        "event",
        f"{CONS}SigningEvent",
        "La signature",
        "The signing",
        first=(
            f"{CONS}date",
            f"{CONS}earliestDate",
            f"{CONS}latestDate",
            f"{CONS}statedDate",
            f"{CONS}inPlace",
            f"{CONS}underAegisOf",
        ),
        computed=frozenset({f"{_DCTERMS}type", *_OF_OTHER_EVENTS}),
    ),
    Card(
        "signature",
        f"{CONS}Signature",
        "Un signataire",
        "A signatory",
        first=(f"{CONS}onBehalfOf", f"{CONS}signatory", f"{CONS}inRole"),
        computed=frozenset({*_OF_OTHER_EVENTS, *(f"{CONS}{name}" for name in ("signs", *_OF_THE_SIGNING))}),
    ),
    Card(
        "attestation",
        f"{CONS}Attestation",
        "Comment l’article le dit",
        "How the article says it",
        first=(f"{_PROV}wasDerivedFrom", f"{CONS}reading", f"{CONS}confidence", f"{_RDFS}comment"),
        computed=frozenset(
            {
                *(f"{_RDF}{name}" for name in ("subject", "predicate", "object")),
                f"{_PROV}wasAttributedTo",
                f"{_PROV}generatedAtTime",
            }
        ),
        extras=(Extra(f"{_RDFS}comment", "pourquoi cette lecture", "why this reading", language="fr"),),
        defaults={
            f"{CONS}reading": Term("iri", f"{DEF}reading-stated"),
            f"{CONS}confidence": Term("literal", "1.0", f"{_XSD}decimal"),
        },
        offered_not=frozenset({f"{DEF}reading-rejected"}),  # of a fact that is not asserted: not what a form adds
    ),
)
