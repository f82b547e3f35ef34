"""Name the properties that a page treats in a way of its own, by what they mean to a reader."""

from ..namespaces import CONS, DEF, PREFIXES, expand


def iris(*names: str) -> tuple[str, ...]:
    """Give the IRIs of prefixed names; a misspelt prefix is a fault of this program."""
    found = tuple(expand(name) for name in names)
    if None in found:
        raise ValueError(f"one of {names} has no prefix of ours")
    return tuple(iri for iri in found if iri)


TYPE = f"{PREFIXES['rdf']}type"
SUBJECT, PREDICATE, OBJECT = iris("rdf:subject", "rdf:predicate", "rdf:object")
LABELS = iris("rdfs:label", "skos:prefLabel", "foaf:name", "dcterms:title")
DESCRIPTIONS = iris("skos:definition", "dcterms:description", "rdfs:comment", "skos:scopeNote")
HAS_SOURCE, FROM = iris("oa:hasSource", "prov:wasDerivedFrom")
KIND = f"{PREFIXES['dcterms']}type"
BOUNDS = iris("cons:startEarliest", "cons:startLatest", "cons:endEarliest", "cons:endLatest")
DAYS = iris("cons:earliestDate", "cons:latestDate", "cons:date")
AS_OF = f"{CONS}asOf"
YEARS = iris("cons:startYear", "cons:endYear")
IN_FORCE = iris("cons:inForceFrom", "cons:inForceUntil")
LEGAL_DAYS = iris("eli:first_date_entry_in_force", "eli:date_no_longer_in_force", "eli:date_document")
ISSUED = f"{PREFIXES['dcterms']}issued"
TIMES = (*BOUNDS, *DAYS, AS_OF, *YEARS, *IN_FORCE, *LEGAL_DAYS, ISSUED)
READING = f"{DEF}reading-"
# What a neighbour is asked for: what names it, when it was, and what a line about it tells.
LINE_TERMS = iris(
    *(
        "dcterms:type",
        "dcterms:publisher",
        "org:member",
        "org:role",
        "org:organization",
    ),
    *(
        "org:resultingOrganization",
        "cons:signatory",
        "cons:inRole",
        "cons:onBehalfOf",
        "cons:signs",
        "cons:partOfEvent",
    ),
    *("cons:statusOf", "cons:form", "cons:atLevel", "cons:withLegalPersonality", "cons:officialName", "cons:position"),
    *("cons:relationFrom", "cons:relationTo", "cons:statedBy", "cons:stance", "cons:numericValue", "cons:unit"),
    *("cons:qualifier", "cons:debtor", "cons:modality", "cons:inInstrument", "cons:paragraph", "oa:hasSource"),
    *("eli:number", "eli:version_date", "cons:fiscalYear", "rdf:subject", "rdf:predicate", "rdf:object"),
    "prov:wasGeneratedBy",
)
CONVENTIONS = set(iris("cons:Agreement", "cons:Programme"))
NODES = {  # whose facts are told as one line, never as a link to the node alone
    f"{CONS}{name}" for name in ("Signature", "Mandate", "BodyStatus", "BodyRelation", "Attestation", "Citation")
}
EVIDENCE = {TYPE, *LABELS, *DESCRIPTIONS, *iris("rdfs:domain", "rdfs:range", "rdfs:isDefinedBy", "rdfs:subClassOf")}
