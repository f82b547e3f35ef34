"""Copy the notebooks to a folder to work in, without ever overwriting what somebody changed there."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .errors import NotebookError
from .resources import NOTEBOOKS

LEDGER = ".consulaire-notebooks.json"  # the digest of each file as it was copied


@dataclass(frozen=True)
class Copied:
    """Hold what became of the notebooks: copied or brought up to date, as they were, kept since they were changed."""

    new: tuple[str, ...]
    same: tuple[str, ...]
    kept: tuple[str, ...]


def copy_notebooks(folder: Path, source: Path = NOTEBOOKS) -> Copied:
    """Copy every notebook that is not in the folder, or lies there as it was copied before.

    A notebook is changed as soon as it was run and saved. NotebookError when the folder cannot be written to.
    """
    notebooks = sorted(source.glob("*.ipynb"))
    if not notebooks:
        raise NotebookError(f"This installation has no notebooks in {source}. Install consulaire anew.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ledger = _read_ledger(folder / LEDGER)
        found = {path.name: _copy(path, folder / path.name, ledger) for path in notebooks}
        (folder / LEDGER).write_text(json.dumps(ledger, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    except OSError as error:
        raise NotebookError(
            f"The notebooks cannot be copied to {folder}: {error.strerror or error}. Choose another folder with --dir."
        ) from error
    return Copied(*(tuple(name for name, became in found.items() if became == one) for one in ("new", "same", "kept")))


def _copy(source: Path, target: Path, ledger: dict[str, str]) -> str:
    content = source.read_bytes()
    digest = sha256(content).hexdigest()
    there = sha256(target.read_bytes()).hexdigest() if target.exists() else None
    if there == digest:
        ledger[target.name] = digest
        return "same"
    if there is not None and there != ledger.get(target.name):
        return "kept"
    aside = target.with_name(f".{target.name}.part")
    aside.write_bytes(content)
    aside.replace(target)
    ledger[target.name] = digest
    return "new"


def _read_ledger(path: Path) -> dict[str, str]:
    """Read the digests; what cannot be read counts as nothing copied, so that every file there is kept."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): str(digest) for name, digest in found.items()} if isinstance(found, dict) else {}
