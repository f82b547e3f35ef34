"""Turn tables of chambers, mandates or conventions into draft fact files. README.md tells the mapping format."""

from .drafting import Draft, draft
from .findings import CellFinding, as_csv, as_text
from .mapping_file import load_mapping, shipped_mappings

__all__ = ["CellFinding", "Draft", "as_csv", "as_text", "draft", "load_mapping", "shipped_mappings"]
