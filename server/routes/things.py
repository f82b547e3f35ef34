"""Show one thing: its page, the page's data twin, its triples in four formats, and how to cite it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, g, redirect, request

from graph.citation import ThingCitation
from graph.namespaces import NS, expand
from graph.snippets import Asked, curl_command, notebook_cell, r_lines
from graph.stores.base import Term
from graph.things import as_data, describe_thing, network_of, own_triples, stated_by, timeline_of, triples_of
from graph.things.asked import all_about

from ..day import current_day
from ..language import say
from ..links import SPACES, link, thing_link
from ..negotiation import Offer
from ..problems import RequestError
from ..twins import send_page
from .current import current_engine, current_version

things = Blueprint("things", __name__)

_LONGEST = 2_000  # characters of an IRI that is looked up
_SHOWN = 100  # characters of a wrong name that a message gives back
_RDF = {
    Offer("ttl", "text/turtle"): "turtle",
    Offer("jsonld", "application/ld+json"): "jsonld",
    Offer("rdf", "application/rdf+xml"): "rdfxml",
    Offer("nt", "application/n-triples"): "ntriples",
}
_BIB, _RIS = Offer("bib", "application/x-bibtex"), Offer("ris", "application/x-research-info-systems")
_SUFFIXES = ("json", *(offer.format for offer in _RDF), "bib", "ris")
_OTHER_NAMES = {"turtle": "ttl", "rdfxml": "rdf", "xml": "rdf", "ntriples": "nt", "json-ld": "jsonld", "html": "html"}


@things.get("/id/<name>", endpoint="thing", defaults={"space": "id"})
@things.get("/def/<name>", endpoint="thing", defaults={"space": "def"})
@things.get("/ns/<name>", endpoint="thing", defaults={"space": "ns"})
@things.get("/ns", endpoint="thing", defaults={"space": "ns"})
@things.get("/thing", endpoint="thing")
def show_thing(space: str = "", name: str = "") -> Response:
    """Show a thing of ours by its name, or any other by its IRI; a suffix of the name chooses the format."""
    if not space:
        return _by_iri(request.args.get("iri", "").strip())
    stem, suffix = _without_suffix(name)
    iri = f"{SPACES[space]}{stem}" if stem else NS
    return _show(iri, suffix)


def _by_iri(told: str) -> Response:
    """Find the page of an IRI or a prefixed name: what has a page of its own is sent there."""
    if not told:
        raise RequestError(
            "Say which thing: /thing?iri= followed by an IRI or a prefixed name such as id:org-cci-france.",
            title="No thing is named",
            slug="parameter",
            french="Dites quelle chose : /thing?iri= suivi d’une adresse ou d’un nom abrégé tel que id:org-cci-france.",
        )
    iri = expand(told) or told.removeprefix("<").removesuffix(">")
    wanted = _named_format()
    if iri == NS or any(iri.startswith(space) and len(iri) > len(space) for space in SPACES.values()):
        suffix = f".{wanted}" if wanted in _SUFFIXES else ""
        address, source = thing_link(iri, suffix=suffix, carry=not suffix), request.args.get("source")
        if source:
            address += f"{'&' if '?' in address else '?'}{urlencode({'source': source})}"
        return redirect(address, code=302)  # type: ignore[return-value]
    return _show(iri, None)


def _show(iri: str, suffix: str | None) -> Response:
    if len(iri) > _LONGEST:
        raise RequestError(
            f"An IRI of more than {_LONGEST} characters is not looked up.",
            status=413,
            slug="too-long",
            title="The text is too long",
            french=f"Une adresse de plus de {_LONGEST} caractères n’est pas cherchée.",
        )
    store, day = current_engine().store, current_day()
    thing = describe_thing(store, iri, g.language, day)
    source = _asked_source()
    thing = stated_by(thing, source) if source else thing
    timeline, network = timeline_of(thing, g.language), network_of(thing)
    cited = ThingCitation(thing.label, iri, current_version().current() or "", date.today(), day)
    writers: dict[Offer, Callable[[], bytes | str]] = {
        offer: partial(triples_of, store, iri, form) for offer, form in _RDF.items()
    }
    writers |= {_BIB: cited.bibtex, _RIS: cited.ris}
    response = send_page(
        "things/thing.html",
        as_data(thing, timeline, network, g.language),
        writers=writers,
        named=suffix or _named_format(),
        address=lambda offer: _address(iri, offer.format),
        thing=thing,
        timeline=timeline,
        network=network,
        embedded=own_triples(store, iri),
        state=_state(thing.state),
        cited=cited,
        snippets=_snippets(iri),
        ask=_ask,
    )
    response.headers["Link"] = ", ".join(_links(iri))
    return response


def _asked_source() -> str | None:
    """Read `?source=`, an IRI or a prefixed name; RequestError (400) when it is neither."""
    told = request.args.get("source", "").strip()
    if not told:
        return None
    iri = expand(told) or told.removeprefix("<").removesuffix(">")
    try:
        Term("iri", iri).sparql()
    except ValueError:
        raise RequestError(
            f"'{told[:_SHOWN]}' is no IRI. Name a source as its page does, such as id:src-law-artisanat, or leave "
            "'source' out to see what all sources say.",
            title="That is no source",
            slug="parameter",
            french=f"« {told[:_SHOWN]} » n’est pas une adresse. Nommez une source comme le fait sa page, par exemple "
            "id:src-law-artisanat, ou retirez « source » pour lire ce que disent toutes les sources.",
        ) from None
    return iri


def _links(iri: str) -> list[str]:
    """Write the other forms of the page, for programs that read no HTML."""
    html = f'<{thing_link(iri, carry=False)}>; rel="alternate"; type="text/html"'
    json = f'<{_address(iri, "json")}>; rel="alternate"; type="application/json"'
    rdf = [f'<{_address(iri, offer.format)}>; rel="alternate"; type="{offer.media_type}"' for offer in _RDF]
    return [html, json, *rdf, f'<{quote(iri, safe=":/?#[]@!$&()*+,;=%~-._")}>; rel="canonical"']


def _address(iri: str, form: str) -> str:
    """Give the address of one form; the page's own twin goes by the day and the language, triples by neither."""
    plain = thing_link(iri, suffix=f".{form}")
    if form != "json":
        return plain
    kept = [(name, request.args[name]) for name in ("at", "lang", "source") if request.args.get(name)]
    return f"{plain}{'&' if '?' in plain else '?'}{urlencode(kept)}" if kept else plain


def _snippets(iri: str) -> Mapping[str, str]:
    text = all_about(iri)
    asked, endpoint = Asked(text), request.url_root + "sparql"
    return {
        "SPARQL": text,
        "Python": notebook_cell(asked, place=endpoint),
        "R": r_lines(asked, endpoint=endpoint),
        "curl": curl_command(asked, endpoint=endpoint, media="text/csv"),
    }


def _ask(text: str) -> str:
    """Give the address where a query runs and can be changed."""
    return link("sparql.ask", query=text, at=None)


def _without_suffix(name: str) -> tuple[str, str | None]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, suffix) if dot and stem and suffix in _SUFFIXES else (name, None)


def _named_format() -> str | None:
    told = request.args.get("format")
    return _OTHER_NAMES.get(told, told) if told else None


def _state(state: str) -> str:
    """Say whether a thing was there on the day; nothing where it certainly was or no day was asked for."""
    return {
        "not-yet": say("n’existait pas encore à cette date", "did not exist yet on that day"),
        "over": say("n’existait plus à cette date", "no longer existed on that day"),
        "possible": say("existait peut-être à cette date", "may have existed on that day"),
    }.get(state, "")
