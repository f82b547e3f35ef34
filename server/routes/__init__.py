"""List the routes, one blueprint per kind of thing."""

from .operation import operation
from .pages import pages
from .sparql import sparql

BLUEPRINTS = (pages, sparql, operation)
