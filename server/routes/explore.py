"""Explore networks: who signs with whom, what hangs on what; each as a picture, a table, sentences and data."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, render_template, request

from graph.dates import read_day
from graph.errors import DateError, ParameterError
from graph.plane import outlines

from ..day import current_day
from ..language import say
from ..links import same_page
from ..negotiation import Offer
from ..tables import write_csv
from ..twins import CSV, send_page
from .current import current_engine, current_version
from .explore_script import picture_for_script, words_for_script

if TYPE_CHECKING:
    from graph.networks.layout import Network
    from graph.networks.views import Choice, Seen

explore = Blueprint("explore", __name__)

SVG = Offer("svg", "image/svg+xml")
GRAPHML = Offer("graphml", "application/graphml+xml")
GEXF = Offer("gexf", "application/gexf+xml")
_SHADES = 5
_SHOWN = 40  # characters of a wrong day that a message gives back


class SinceRefused(ParameterError):
    """Report a day to compare with that is no day, or not before the day of the page."""

    def __init__(self, message: str, french: str) -> None:
        self.french = french
        super().__init__(message, name="since")


@explore.get("/explore", endpoint="explore")
def show() -> Response:
    """Show one view of the networks."""
    # networkx and pandas take a while to import, and no other page needs them
    from graph.networks.files import network_text
    from graph.networks.views import LOOKS, NETWORKS, SIGNS, VIEWS, see, table_of_ties

    seen = see(current_engine().store, _choice(), g.language)
    shown = {"seen": seen, "drawing": seen.drawing, "looks": LOOKS, "signs": SIGNS, "english": g.language == "en"}
    return send_page(
        "explore/explore.html",
        seen.data(g.language),
        writers={
            CSV: lambda: write_csv(*table_of_ties(seen)),
            SVG: lambda: render_template("explore/picture.svg", version=current_version().current(), **shown),
            GRAPHML: lambda: network_text(_described(seen), ".graphml"),
            GEXF: lambda: network_text(_described(seen), ".gexf"),
        },
        views=VIEWS,
        networks=NETWORKS,
        picture=picture_for_script(seen.drawing),
        words=words_for_script(),
        outlines=outlines("regions"),
        shaded=_shaded(seen),
        **shown,
    )


def _choice() -> "Choice":
    from graph.networks.views import VIEWS, Choice

    network, region, kind = (request.args.get(name, "").strip() or None for name in ("network", "region", "kind"))
    view = request.args.get("view", "").strip() or VIEWS[0].name
    choice = Choice(view, current_day(), network, region, kind)
    return replace(choice, since=_since(choice.at))


def _since(until: date | None) -> date | None:
    text = request.args.get("since", "").strip()
    if not text:
        return None
    try:
        day = read_day(text[:_SHOWN])
    except DateError as error:
        raise SinceRefused(
            f"The parameter 'since': {error}",
            f"« {text[:_SHOWN]} » n’est pas un jour du calendrier. Écrivez-le AAAA-MM-JJ, par exemple 2016-06-01.",
        ) from error
    last = until or date.today()
    if day >= last:
        raise SinceRefused(
            f"The parameter 'since' is {day}, and the page is as of {last}. Compare with an earlier day.",
            f"La page est au {last}, et « since » au {day}. Comparez avec un jour antérieur.",
        )
    return day


def _described(seen: "Seen") -> "Network":
    """Let a file say of which version of the dataset it is."""
    if version := current_version().current():
        seen.network.graph["version"] = version
    return seen.network


def _shaded(seen: "Seen") -> dict[str, dict[str, object]]:
    """Shade each region by the ties that touch it, told by INSEE code; empty where a map would show one region."""
    told = {one["region"]: one for one in seen.by_region}
    most = max((one["ties"] or 0 for one in seen.by_region), default=0)
    if seen.choice.region or not most:
        return {}
    nothing = say("aucun lien connu", "no known tie")
    found: dict[str, dict[str, object]] = {}
    for outline in outlines("regions").outlines:
        one = told.get(outline.code, {"region_label": outline.name, "ties": None})
        count = one["ties"]
        known = f"{count} {say('lien', 'tie')}{'s' if count > 1 else ''}" if count else nothing
        found[outline.iri] = {
            "address": same_page(region=outline.code, format=None),
            "label": f"{one['region_label']}{say(' :', ':')} {known}",
            "text": str(count or "–"),
            "shade": -(-count * _SHADES // most) if count else 0,
        }
    return found
