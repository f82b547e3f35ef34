"""Find the files of knowledge, in a checkout and in an installed wheel.

A wheel carries `ontology/`, `shapes/` and `notebooks/` in `graph/_bundled/`. An editable install copies
them there too, into site-packages, where nothing reads them: the checkout wins.
"""

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_data_path

_PACKAGE = Path(__file__).parent
_BUNDLED = _PACKAGE / "_bundled"  # present in a wheel, absent in a checkout
_ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent

FACTS = _PACKAGE / "facts"
TABLES = FACTS / "reference" / "tables"
GEO = _PACKAGE / "geo"
QUERIES = _PACKAGE / "queries"
RULES = _PACKAGE / "rules"
CHECKS = _PACKAGE / "checks"
RULES = _PACKAGE / "rules"
ONTOLOGY = _ROOT / "ontology"
SHAPES = _ROOT / "shapes"
NOTEBOOKS = _ROOT / "notebooks"

SUBMISSION_EXAMPLES = _PACKAGE / "submissions" / "examples"

STORE_DIR_VARIABLE = "CONSULAIRE_STORE_DIR"


def store_directory(environ: Mapping[str, str]) -> Path:
    """Give the folder where the store lies: `CONSULAIRE_STORE_DIR`, else a folder of the user's data directory."""
    named = environ.get(STORE_DIR_VARIABLE, "").strip()
    return Path(named).expanduser() if named else user_data_path("consulaire") / "store"


def consulaire_version() -> str:
    """Give the version of the installed distribution, the only place where it is written."""
    return version("consulaire")
