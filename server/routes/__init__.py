"""List the routes, one blueprint per kind of thing."""

from .assets import assets
from .check import check
from .contribute import contribute
from .docs import docs
from .explore import explore
from .graph_store import graph_store
from .manners import manners
from .metadata import metadata
from .obligations import obligations
from .operation import operation
from .pages import pages
from .queries import queries
from .search import search
from .sparql import sparql
from .things import things
from .workbench import workbench

BLUEPRINTS = (
    manners,
    assets,
    docs,
    explore,
    contribute,
    check,
    graph_store,
    metadata,
    obligations,
    operation,
    pages,
    search,
    queries,
    sparql,
    things,
    workbench,
)
