"""Explain the graph: the model, how verdicts are reached, how sources are read, the API, the licences, a tutorial."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from flask import Blueprint, Response, g
from werkzeug.exceptions import NotFound

from graph.catalogue import read_query
from graph.model import VIEWS, ClassDoc, Diagram, Model, concepts_of, draw, example_query, read_model
from graph.namespaces import PREFIXES, short
from graph.overview import labels
from graph.resources import RULES, consulaire_version

from ..contract import describe_api
from ..language import say
from ..links import link
from ..twins import send_page
from .current import current_engine, current_settings

docs = Blueprint("docs", __name__)

_USES = 12  # properties listed of a class; the page of the class has all


@docs.get("/docs")
def contents() -> Response:
    """List the parts of the documentation."""
    parts = [
        {"name": name, "title": say(*titles), "address": link("docs.part", name=name)}
        for name, (titles, _) in _PARTS.items()
    ]
    return send_page("docs/contents.html", {"parts": parts})


@docs.get("/docs/<name>")
def part(name: str) -> Response:
    """Show one part."""
    if name not in _PARTS:
        raise NotFound
    titles, collect = _PARTS[name]
    shown, data = collect()
    others = [(link("docs.part", name=one), say(*_PARTS[one][0]), one == name) for one in _PARTS]
    return send_page(f"docs/{name}.html", data, title=say(*titles), others=others, more=shown)


Collected = tuple[dict[str, object], dict[str, object]]


def _model() -> Collected:
    model = read_model(current_engine().store, g.language)
    titles = {
        "acts": say("Les actes et leurs signataires", "Acts and who signs them"),
        "bodies": say("Les établissements dans le temps", "Bodies through time"),
        "sources": say("Les sources et ce qu’elles attestent", "Sources and what they attest"),
        "obligations": say("Les obligations et leur preuve", "Obligations and their evidence"),
    }
    diagrams = {name: draw(model, classes) for name, classes in VIEWS.items()}
    used = {use.property for one in model.classes for use in one.uses}
    names = labels(current_engine().store, used, g.language)
    data: dict[str, object] = {
        "classes": [_class(one, names) for one in model.classes],
        "diagrams": {name: _ties(diagram, model) for name, diagram in diagrams.items()},
        "prefixes": PREFIXES,
    }
    return {"titles": titles, "diagrams": diagrams}, data


def _class(one: ClassDoc, names: dict[str, str]) -> dict[str, object]:
    uses = [asdict(use) | {"label": names.get(use.property, short(use.property))} for use in one.uses]
    return asdict(one) | {
        "name": one.name,
        "uses": uses[:_USES],
        "other_uses": max(0, len(uses) - _USES),
        "parents": [{"iri": iri, "label": short(iri)} for iri in one.parents],
        "example": example_query(one),
    }


def _ties(diagram: Diagram, model: Model) -> list[dict[str, object]]:
    names = {one.iri: one.label for one in model.classes}
    return [
        {"number": one.number, "from": names[one.start], "properties": list(one.labels), "to": names[one.end]}
        for one in diagram.arrows
        if one.number
    ]


def _verdicts() -> Collected:
    store = current_engine().store
    schemes = {name: [asdict(one) for one in concepts_of(store, name, g.language)] for name in ("status", "gap")}
    return {}, {**schemes, "steps": [_step(path) for path in sorted(RULES.glob("*.rq"))]}


def _step(path: Path) -> dict[str, str]:
    number, _, name = path.stem.partition("-")
    return {"number": number, "name": name, "summary": read_query(path).says(g.language)}


def _sources() -> Collected:
    store = current_engine().store
    return {}, {name: [asdict(one) for one in concepts_of(store, name, g.language)] for name in ("reading", "source")}


def _api() -> Collected:
    described = describe_api(consulaire_version(), writable=current_settings().writable)
    operations = [
        {
            "path": path,
            "method": method.upper(),
            "summary": operation["summary"],
            "parameters": [one["name"] for one in operation.get("parameters", [])],
            "formats": sorted(operation["responses"].get("200", {}).get("content", {})),
            "errors": sorted(status for status in operation["responses"] if status >= "400"),
        }
        for path, methods in sorted(described["paths"].items())
        for method, operation in methods.items()
        if method != "options"
    ]
    settings = current_settings()
    limits = {
        "seconds": settings.query_timeout,
        "megabytes": settings.max_memory_mb,
        "rows": settings.max_rows,
        "result_bytes": settings.max_result_bytes,
        "query_bytes": settings.max_query_bytes,
    }
    return {}, {"operations": operations, "limits": limits}


def _plain() -> Collected:
    return {}, {}


_PARTS: dict[str, tuple[tuple[str, str], Callable[[], Collected]]] = {
    "tutorial": (("Dix minutes pour commencer", "Ten minutes to begin"), _plain),
    "model": (("Le modèle", "The model"), _model),
    "verdicts": (("Comment un constat se forme", "How a verdict is reached"), _verdicts),
    "sources": (("Comment les sources sont lues", "How sources are read"), _sources),
    "api": (("L’interface pour programmes", "The interface for programs"), _api),
    "licences": (("Licences et citation", "Licences and citation"), _plain),
}
