"""Write the addresses of pages: of a route, with the day and the language that the reader chose, and of a thing."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from flask import request, url_for

from graph.namespaces import CONS, DEF, ID, NS

from .day import asked_day

SPACES = {"id": ID, "def": DEF, "ns": CONS}


def link(endpoint: str, /, **values: object) -> str:
    """Give the address of a route, carrying `?at=` and `?lang=` on; a value of None is left out.

    `at=None` and `lang=None` drop what the reader had chosen.
    """
    given = {name: value for name, value in {**_carried(), **values}.items() if value is not None}
    return url_for(endpoint, **given)  # type: ignore[arg-type]


def thing_link(iri: str, *, suffix: str = "", carry: bool = True) -> str:
    """Give the address of the page about a thing, or with a suffix such as `.ttl` of its data.

    Ours are at `/id/…`, `/def/…` and `/ns/…`, the ontology itself at `/ns`; any other IRI is at `/thing?iri=…`.

    Without `carry`, the day and the language that the reader chose are left out.
    """
    carried = urlencode(_carried()) if carry and not suffix else ""
    for space, namespace in SPACES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local:
            path = f"{request.script_root}/{space}/{quote(local, safe='')}{suffix}"
            return f"{path}?{carried}" if carried else path
    path, asked = ("ns", {}) if iri == NS else ("thing", {"iri": iri})
    asked |= {"format": suffix.removeprefix(".")} if suffix else {}
    told = "&".join(filter(None, (urlencode(asked), carried)))
    return f"{request.script_root}/{path}?{told}" if told else f"{request.script_root}/{path}"


def same_page(**values: str | Sequence[str] | None) -> str:
    """Give the address of this page with some of its parameters changed, or dropped where None.

    A parameter may have several values, and is dropped where it has none.
    """
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in values]
    asked = urlencode(kept + [(name, value) for name, value in values.items() if value is not None], doseq=True)
    path = request.script_root + quote(request.path)
    return f"{path}?{asked}" if asked else path


def carried_language() -> str | None:
    """Give the language that the address names, None when the page follows the browser's."""
    lang = request.args.get("lang")
    return lang if lang in {"fr", "en"} else None


def _carried() -> dict[str, str]:
    lang, day = carried_language(), asked_day().day
    return {**({"lang": lang} if lang else {}), **({"at": day.isoformat()} if day else {})}
