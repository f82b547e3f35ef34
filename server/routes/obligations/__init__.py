"""Show the obligations: the matrix, verdicts with their reasons, bodies and regions, map, calendar, changes, pack.

What is shown is judged by `server.opinions` on the graph that is served, as of the day of `?at=`, today unless given.
"""

from flask import Blueprint

from .board import board
from .calendar import calendar
from .changes import changes
from .map import map_
from .pack import pack
from .places import body, body_feed, region, region_feed
from .verdicts import verdict, verdicts

obligations = Blueprint("obligations", __name__)

for _rule, _endpoint, _view in (
    ("/obligations", "obligations", board),
    ("/obligations/verdicts", "verdicts", verdicts),
    ("/obligations/verdicts/<name>", "verdict", verdict),
    ("/obligations/bodies/<name>", "body", body),
    ("/obligations/bodies/<name>.ics", "body_feed", body_feed),
    ("/obligations/regions/<code>", "region", region),
    ("/obligations/regions/<code>.ics", "region_feed", region_feed),
    ("/obligations/map", "map", map_),
    ("/obligations/calendar", "calendar", calendar),
    ("/obligations/changes", "changes", changes),
    ("/obligations/pack", "pack", pack),
):
    obligations.add_url_rule(_rule, _endpoint, _view)
