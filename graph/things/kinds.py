"""Tell which kind of page a thing gets, by its classes."""

from ..namespaces import CONS, GRAPH
from .terms import iris

_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("body", iris("cons:ConsularBody")),
    ("source", iris("cons:SourceDocument")),
    ("person", iris("foaf:Person")),
    ("convention", iris("cons:Agreement", "cons:Programme")),
    ("element", iris("cons:PlanElement", "cons:Commitment")),
    ("article", iris("eli:LegalResourceSubdivision", "eli:LegalResource", "cv:ReferenceFramework")),
    ("rule", iris("cons:ObligationRule", "cons:RuleException", "cons:Obligation")),
    ("node", tuple(f"{CONS}{name}" for name in ("Signature", "Mandate", "BodyStatus", "BodyRelation"))),
    ("event", iris("cons:GeneralRenewal", "cons:SigningEvent", "cons:ChangeEvent", "cons:Event")),
    ("place", iris("dcterms:Location", "igeo:Region", "igeo:Departement", "igeo:Commune")),
    ("scheme", iris("skos:ConceptScheme")),
    ("concept", iris("skos:Concept", "org:Role")),
    ("class", iris("owl:Class", "rdfs:Class", "rdfs:Datatype")),
    ("property", iris("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "rdf:Property")),
    ("evidence", iris("cons:Attestation", "cons:Citation", "oa:FragmentSelector", "oa:TextPositionSelector")),
    ("organisation", iris("cons:StateAuthority", "org:Organization", "org:FormalOrganization", "foaf:Group")),
    ("agent", iris("foaf:Agent", "prov:Agent")),
    ("ontology", iris("owl:Ontology")),
)
KINDS = (*(kind for kind, _ in _KINDS), "graph", "thing")
VOCABULARY = {"scheme", "concept", "class", "property", "ontology"}


def kind_of(iri: str, types: set[str]) -> str:
    """Give the kind of a thing: `thing` where its classes are not known here."""
    found = next((kind for kind, classes in _KINDS if types & set(classes)), "thing")
    return "graph" if found == "thing" and iri.startswith(GRAPH) else found
