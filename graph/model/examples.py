"""Write an example query for a class, from what its things have in the graph."""

import re

from ..namespaces import PREFIXES, short
from .reading import ClassDoc

_COLUMNS = 4
_ROWS = 20
_LABEL = f"{PREFIXES['rdfs']}label"
_WORD = re.compile(r"[A-Za-z]\w*\Z")


def example_query(one: ClassDoc) -> str:
    """Write a query that lists things of a class with the properties that most of them have.

    It gives rows as soon as the graph has one thing of the class that has the first of these properties.
    """
    chosen = [use for use in one.uses if use.property != _LABEL and _WORD.match(_local(use.property))][:_COLUMNS]
    names = list(dict.fromkeys(_local(use.property) for use in chosen))
    has_label = any(use.property == _LABEL for use in one.uses)
    lines = [f"  ?thing a {short(one.iri)} ."]
    lines += ['  OPTIONAL { ?thing rdfs:label ?label FILTER ( LANG(?label) = "fr" ) }'] if has_label else []
    seen: set[str] = set()
    for use in chosen:
        if _local(use.property) not in seen:
            lines.append(f"  OPTIONAL {{ ?thing {short(use.property)} ?{_local(use.property)} }}")
            seen.add(_local(use.property))
    used = {short(iri).partition(":")[0] for iri in (one.iri, *(use.property for use in chosen))}
    prefixes = sorted(used | ({"rdfs"} if has_label else set()))
    head = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in prefixes)
    variables = " ".join(f"?{name}" for name in ("thing", *(["label"] if has_label else []), *names))
    return f"{head}SELECT {variables} WHERE {{\n" + "\n".join(lines) + f"\n}} ORDER BY ?thing LIMIT {_ROWS}\n"


def _local(iri: str) -> str:
    return short(iri).partition(":")[2]
