"""See the graph as networkx does: documented projections, measures that answer a question, and files for other tools.

Every projection comes from named queries (`graph/queries/`) and takes linear time in the facts that it reads. Every
edge has `facts`: the IRIs of what the graph says, by which the place in the source is found. Days are bounds, never
guesses.
"""

from .belonging import attachments, mandates
from .bound import Networks
from .evolution import evolution, stability
from .files import flattened, node_link, write_network
from .legal import legal_chain
from .measures import brokers, components, isolated, reciprocity
from .regional import regional_themes
from .signing import cosignatures, signatories
from .themes import theme_cooccurrence

__all__ = [
    "Networks",
    "attachments",
    "brokers",
    "components",
    "cosignatures",
    "evolution",
    "flattened",
    "isolated",
    "legal_chain",
    "mandates",
    "node_link",
    "reciprocity",
    "regional_themes",
    "signatories",
    "stability",
    "theme_cooccurrence",
    "write_network",
]
