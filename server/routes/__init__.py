"""List the routes, one blueprint per kind of thing."""

from .graph_store import graph_store
from .operation import operation
from .pages import pages
from .sparql import sparql

BLUEPRINTS = (pages, sparql, graph_store, operation)
