"""List the routes, one blueprint per kind of thing."""

from .graph_store import graph_store
from .manners import manners
from .metadata import metadata
from .operation import operation
from .pages import pages
from .sparql import sparql

BLUEPRINTS = (manners, pages, sparql, graph_store, metadata, operation)
