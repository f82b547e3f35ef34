"""Name every namespace and prefix once."""

NS = "https://w3id.org/consulaire/ns"
CONS = f"{NS}#"
DEF = "https://w3id.org/consulaire/def/"
ID = "https://w3id.org/consulaire/id/"
CSH = "https://w3id.org/consulaire/shapes#"
GRAPH = "https://w3id.org/consulaire/graph/"
DESCRIPTION_GRAPH = f"{GRAPH}void"  # what a build says of itself; no fact is in it

PREFIXES: dict[str, str] = {
    "cons": CONS,
    "def": DEF,
    "id": ID,
    "csh": CSH,
    "graph": GRAPH,
    "cv": "http://data.europa.eu/m8g/",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "igeo": "http://rdf.insee.fr/def/geo#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def short(iri: str) -> str:
    """Write an IRI with its prefix where one fits, else whole.

    >>> short("https://w3id.org/consulaire/id/org-cci-france")
    'id:org-cci-france'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and "/" not in local and "#" not in local:
            return f"{prefix}:{local}"
    return iri


def expand(name: str) -> str | None:
    """Give the IRI of a prefixed name, or None when its prefix is not one of ours.

    >>> expand("def:kind-com")
    'https://w3id.org/consulaire/def/kind-com'
    """
    prefix, colon, local = name.partition(":")
    namespace = PREFIXES.get(prefix)
    return f"{namespace}{local}" if colon and namespace else None
