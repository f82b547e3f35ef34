"""Draw figures for a paper, and one network to explore in Jupyter.

Every figure has a title, French labels and a line that names the version of the dataset. It does without colour, and
its colours (Okabe and Ito 2008) are told apart by all eyes. Each function returns its axes, so that anything can be
changed. matplotlib comes with the extra `notebooks`; without it a NotebookError says so.
"""

from .network import draw_network
from .region_map import region_map
from .timeline import timeline
from .verdict_matrix import verdict_matrix
from .widget import interactive

__all__ = ["draw_network", "interactive", "region_map", "timeline", "verdict_matrix"]
