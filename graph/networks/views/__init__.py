"""Show networks to readers: what they may choose, and for each choice a picture, a table and sentences that agree."""

from .choosing import NETWORKS, Choice
from .drawing import SIGNS, Drawing
from .looks import LOOKS
from .registry import VIEWS, View, find_view
from .seeing import Seen, see
from .tie_table import table_of_ties

__all__ = [
    "LOOKS",
    "NETWORKS",
    "SIGNS",
    "VIEWS",
    "Choice",
    "Drawing",
    "Seen",
    "View",
    "find_view",
    "see",
    "table_of_ties",
]
