"""Let people add a fact: a form made of the shapes, filled in the browser, which gives a draft fact file.

Nothing is sent here but requests for what is public: the article and what is filled in stay in the browser.
"""

import json
import tempfile
from pathlib import Path

from flask import Blueprint, Response, g
from werkzeug.exceptions import NotFound

from graph.contributing import FormCard, form_profile, list_choices
from graph.ingest.templates import write_template
from graph.namespaces import PREFIXES

from ..policy import DATA_POLICY
from ..twins import send_page
from .current import current_engine

contribute = Blueprint("contribute", __name__)

TEMPLATES = ("conventions", "signatories", "mandates", "evidence")
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_AGENT = f"{PREFIXES['prov']}Agent"


@contribute.get("/contribute", endpoint="contribute")
def form() -> Response:
    """Show the form; without JavaScript, say what there is instead."""
    cards = [_told(card) for card in form_profile().cards]
    names = [f"{name}.{ending}" for name in TEMPLATES for ending in _TYPES]
    return send_page("contribute/form.html", {"cards": cards, "templates": names}, cards=cards, templates=TEMPLATES)


@contribute.get("/contribute/shapes.ttl")
def shapes() -> Response:
    """Send the SHACL profile that the form is made of."""
    return _data(form_profile().turtle, "text/turtle; charset=utf-8")


@contribute.get("/contribute/choices.json")
def choices() -> Response:
    """Send what a new fact can name, and the names that are taken."""
    found = list_choices(current_engine().store, g.language)
    told = {
        "things": [{"iri": iri, "label": label, "classes": kinds} for iri, label, kinds in found.things],
        "sources": [{"iri": iri, "label": label, "sha256": digest} for iri, label, digest in found.sources],
        "curators": [{"iri": iri, "label": label} for iri, label, kinds in found.things if _AGENT in kinds],
        "taken": found.taken,
    }
    response = _data(json.dumps(told, ensure_ascii=False), "application/json")
    response.vary.add("Accept-Language")
    return response


@contribute.get("/contribute/templates/<name>")
def template(name: str) -> Response:
    """Send a table to fill in for `consulaire import`, as CSV, XLSX or ODS."""
    stem, _, ending = name.rpartition(".")
    if stem not in TEMPLATES or ending not in _TYPES:
        raise NotFound
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_template(stem, path)
        response = _data(path.read_bytes(), _TYPES[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _told(card: FormCard) -> dict[str, object]:
    fields = [
        {
            "path": one.path,
            "label": one.names.get(g.language, ""),
            "description": one.descriptions.get(g.language, ""),
            "required": one.required,
            "choices": one.choices,
            "values": one.values,
            "shapes": one.shapes,
        }
        for one in card.fields
    ]
    title = card.names[g.language]
    return {"name": card.name, "title": title, "shape": card.shape, "class": card.target, "fields": fields}


def _data(body: bytes | str, content_type: str) -> Response:
    response = Response(body)
    response.headers["Content-Type"] = content_type
    response.headers["Content-Security-Policy"] = DATA_POLICY
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
