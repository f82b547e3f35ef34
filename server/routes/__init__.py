"""List the routes, one blueprint per kind of thing."""

from .assets import assets
from .check import check
from .graph_store import graph_store
from .manners import manners
from .metadata import metadata
from .operation import operation
from .pages import pages
from .sparql import sparql

BLUEPRINTS = (
    manners,
    assets,
    check,
    graph_store,
    metadata,
    operation,
    pages,
    sparql,
)
