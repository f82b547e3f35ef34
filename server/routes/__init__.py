"""List the routes, one blueprint per kind of thing."""

from .assets import assets
from .graph_store import graph_store
from .manners import manners
from .metadata import metadata
from .operation import operation
from .pages import pages
from .queries import queries
from .sparql import sparql
from .things import things

BLUEPRINTS = (
    manners,
    assets,
    graph_store,
    metadata,
    operation,
    pages,
    queries,
    sparql,
    things,
)
