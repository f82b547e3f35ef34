"""Read what an officer hands in as a draft: RDF, or filled templates of the import."""

import tempfile
from pathlib import Path

from ..ingest.drafting import draft
from ..ingest.findings import as_text
from ..namespaces import GRAPH
from ..stores.parsing import parse_any, parse_named
from .draft import DraftError

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods")


def read_draft(path: Path, signatories: Path | None = None) -> bytes:
    """Read a draft into N-Quads: Turtle and its kin, or a table of the mapping `conventions`.

    `signatories` is a table of the mapping `signatories`, which may name the agreements of a first table. TableError,
    FactFileError and DraftError say what cannot be read; a table of which a row is refused is refused whole.
    """
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "draft.ttl"
        is_table = path.suffix.lower() in _TABLES
        found = _from_table(path, "conventions", first) if is_table else parse_any(path)
        if signatories:
            beside = (first,) if first.exists() else ()
            found += _from_table(signatories, "signatories", Path(folder) / "signatories.ttl", beside)
        return found


def _from_table(table: Path, mapping: str, written: Path, beside: tuple[Path, ...] = ()) -> bytes:
    made = draft(table, mapping, beside=beside)
    if made.refused or not made.kept:
        told = "".join(as_text(one) for one in made.findings) or "There is no row under the headings."
        raise DraftError(
            f"{table}: {made.refused} of {made.total} rows cannot be read. Mend them first.\n{told}".rstrip()
        )
    written.write_text(made.turtle, encoding="utf-8")
    return b"".join(parse_named(written, f"{GRAPH}facts/{written.stem}"))
