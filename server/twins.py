"""Send a page and its data twin from one address: HTML for people, JSON and the like for programs, the same facts."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, g, render_template, request

from .day import current_day
from .links import same_page
from .negotiation import Offer, choose

HTML = Offer("html", "text/html")
JSON = Offer("json", "application/json")
CSV = Offer("csv", "text/csv")
_SUFFIXES = {"turtle": "ttl", "report": "html"}  # of formats that are not called so


@dataclass(frozen=True)
class Alternate:
    """Hold one other form of the page: its address, media type and the name that people see."""

    address: str
    media_type: str
    label: str


def send_page(
    template: str,
    data: Mapping[str, object],
    *,
    writers: Mapping[Offer, Callable[[], bytes | str]] | None = None,
    status: int = 200,
    named: str | None = None,
    address: Callable[[Offer], str] | None = None,
    saved_as: str | None = None,
    **shown: object,
) -> Response:
    """Send a template, or what its `data` are as JSON, or one of the other `writers`, as the client prefers.

    The template gets `data` and everything in `shown`. `?format=` wins over Accept, and `named` over both, for a path
    that names its format; NotAcceptable (406) says what is on offer. `address` gives that of each form, where it is not
    `?format=`; `saved_as` names the file that a browser makes of the others than JSON. A wrong `?at=` is refused here,
    if not before.
    """
    current_day()
    made = {JSON: lambda: json.dumps(data, ensure_ascii=False, default=str) + "\n", **(writers or {})}
    offers = [HTML, *made]
    offer = choose(offers, request.headers.get("Accept"), named or request.args.get("format"), what="This page")
    if offer == HTML:
        place = address or (lambda one: same_page(format=one.format))
        alternates = [Alternate(place(one), one.media_type, one.format.upper()) for one in made]
        response = show_page(template, data=data, alternates=alternates, **shown)
    else:
        response = Response(made[offer]())
        response.headers["Access-Control-Allow-Origin"] = "*"
        if saved_as and offer != JSON:
            name = f"{saved_as}.{_SUFFIXES.get(offer.format, offer.format)}"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.status_code = status
    response.headers["Content-Type"] = offer.content_type
    response.vary.update(["Accept", "Accept-Language"])
    return response


def show_page(template: str, **shown: object) -> Response:
    """Show a template as a page in the reader's language, without a twin."""
    response = Response(render_template(template, **shown))
    response.headers["Content-Type"] = HTML.content_type
    response.headers["Content-Language"] = g.language
    return response
