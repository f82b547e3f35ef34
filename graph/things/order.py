"""Know in which order the properties of a class are read: that of its SHACL shape, so that one file says it."""

from functools import cache

from ..namespaces import PREFIXES
from ..resources import SHAPES
from ..stores.parsing import parse_any, read_triples

_SH = PREFIXES["sh"]


@cache
def order_of_properties() -> dict[str, dict[str, int]]:
    """Give, by class, the rank of each property that its shapes name: by sh:order where given, else as written."""
    paths: dict[str, str] = {}
    orders: dict[str, float] = {}
    shapes: dict[str, list[str]] = {}
    classes: dict[str, list[str]] = {}
    for file in sorted((SHAPES / "model").glob("*.ttl")):
        for subject, predicate, value in read_triples(parse_any(file)):
            if predicate == f"{_SH}path" and value.kind == "iri":
                paths[subject] = value.value
            elif predicate == f"{_SH}order":
                orders[subject] = float(value.value)
            elif predicate == f"{_SH}property":
                shapes.setdefault(subject, []).append(value.value)
            elif predicate == f"{_SH}targetClass":
                classes.setdefault(value.value, []).append(subject)
    found: dict[str, dict[str, int]] = {}
    for name, of_class in classes.items():
        listed = [one for shape in of_class for one in shapes.get(shape, ()) if one in paths]
        listed.sort(key=lambda one: orders.get(one, float("inf")))
        found[name] = {path: rank for rank, path in enumerate(dict.fromkeys(paths[one] for one in listed))}
    return found
