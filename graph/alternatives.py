"""Find what else could stand in the place of a thing: those of its kind, for a list to choose from."""

from dataclasses import dataclass
from unicodedata import normalize

from .namespaces import expand, short
from .overview import labels
from .stores.base import Store, Term

MOST = 400  # in one list; more would be no help
_KIND = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?kind ?scheme (COUNT(DISTINCT ?other) AS ?number) {{
  {{ {thing} a ?kind . ?other a ?kind FILTER ( STRSTARTS(STR(?kind), "https://w3id.org/consulaire/") ||
      STRSTARTS(STR(?kind), "http://rdf.insee.fr/") ) }}
  UNION {{ {thing} skos:inScheme ?scheme . ?other skos:inScheme ?scheme }}
}} GROUP BY ?kind ?scheme
"""
_OTHERS = "SELECT DISTINCT ?other {{ ?other {relation} {kind} FILTER ( isIRI(?other) ) }} LIMIT {most}"
_IN_SCHEME = "<http://www.w3.org/2004/02/skos/core#inScheme>"


@dataclass(frozen=True)
class Choice:
    """Hold one thing of a list: `name` is what a parameter takes, `label` what a person reads."""

    name: str
    label: str


def alternatives(store: Store, thing: str, language: str = "fr") -> list[Choice]:
    """List the things of the narrowest class, or of the scheme, that a thing is in, by their labels.

    `thing` is a prefixed name or an IRI. Empty when it is none, when nothing is known of it, or when there are more
    than can be chosen from.
    """
    try:
        term = Term("iri", expand(thing) or thing).sparql()
    except ValueError:
        return []
    found = [
        (int(row["number"].value), "a" if "kind" in row else _IN_SCHEME, (row.get("kind") or row["scheme"]).sparql())
        for row in store.query(_KIND.format(thing=term)).rows()
        if "kind" in row or "scheme" in row
    ]
    if not found or min(found)[0] > MOST:
        return []
    _, relation, kind = min(found)
    rows = store.query(_OTHERS.format(relation=relation, kind=kind, most=MOST)).rows()
    iris = [row["other"].value for row in rows]
    names = labels(store, iris, language)
    made = [Choice(short(iri), names.get(iri, short(iri))) for iri in iris]
    return sorted(made, key=lambda one: normalize("NFD", one.label).casefold())
