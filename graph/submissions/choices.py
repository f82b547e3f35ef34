"""List what a form offers to choose from: regions, bodies, and rules of the register, each with its name."""

from ..namespaces import PREFIXES
from ..stores import Store

Choices = list[tuple[str, str]]
_PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_REGIONS = "?x a igeo:Region ; igeo:codeINSEE ?key ; rdfs:label ?label"
_BODIES = "?x a cons:ConsularBody ; rdfs:label ?label BIND ( STR(?label) AS ?key )"
_RULES = "?x a cons:ObligationRule ; dcterms:identifier ?key ; rdfs:label ?label"


def regions(store: Store, language: str) -> Choices:
    """List the regions by name, with their INSEE codes."""
    return sorted(_found(store, _REGIONS, language), key=lambda pair: pair[1])


def bodies(store: Store, language: str) -> Choices:
    """List the consular bodies by name."""
    return sorted(_found(store, _BODIES, language))


def obligations(store: Store, language: str) -> Choices:
    """List the rules of the register by identifier, with their names."""
    return sorted(_found(store, _RULES, language))


def _found(store: Store, where: str, language: str) -> Choices:
    """Give key and label, the label in the language where there is one, else in French."""
    rows = store.query(f"{_PREFIXES}SELECT ?key ?label {{ {where} }}").rows()
    found: dict[str, tuple[bool, str]] = {}
    for row in rows:
        label = row["label"]
        best = (label.language == language, label.value)
        found[row["key"].value] = max(found.get(row["key"].value, best), best, key=lambda one: one[0])
    return [(key, label) for key, (_, label) in found.items()]
