"""Describe the pages on obligations, their data twins, feeds and packs, as part of the OpenAPI description."""

from .contract_parts import Described, content, operation, path, query

_FILTERS = ("network", "region", "body", "rule", "status", "due_from", "due_to")
_PAGE = ("text/html", "application/json", "text/csv")
_EXPORTED = (*_PAGE, "text/turtle", "text/calendar")


def describe_obligations() -> dict[str, Described]:
    """Describe each address by its path: all tell of one day, and most take the same filters."""
    return {
        "/obligations": _described("The matrix of obligations", _PAGE, ("rows", *_FILTERS)),
        "/obligations/verdicts": _described("Verdicts, with reasons and evidence", _EXPORTED, ("page", *_FILTERS)),
        "/obligations/verdicts/{name}": _described("How a verdict came about", _PAGE, (), "name"),
        "/obligations/bodies/{name}": _described("What a body owes", _EXPORTED, _FILTERS, "name"),
        "/obligations/bodies/{name}.ics": _described("Its due dates", ("text/calendar",), _FILTERS, "name"),
        "/obligations/regions/{code}": _described("What a region owes", _EXPORTED, _FILTERS, "code"),
        "/obligations/regions/{code}.ics": _described("Its due dates", ("text/calendar",), _FILTERS, "code"),
        "/obligations/map": _described("A question by region", _PAGE, ("question", "scale", *_FILTERS)),
        "/obligations/calendar": _described("Due dates by month", _EXPORTED, _FILTERS),
        "/obligations/changes": _described("What changed between two days", _PAGE, ("from", "to", *_FILTERS)),
        "/obligations/pack": _described("An evidence pack", ("application/zip",), _FILTERS),
    }


def _described(summary: str, media_types: tuple[str, ...], asked: tuple[str, ...], *within: str) -> Described:
    parameters = [*map(path, within), *(query(name) for name in ("lang", "at", "format", *asked))]
    errors = (400, 404, 406, 500, 503)
    return {"get": operation(summary, content(*media_types), *errors, parameters=parameters)}
