"""Build the wheel, install it in a bare environment with run-time packages only, and use it from another folder.

Run by `make check`: what an editable install forgives (files left out of the wheel, a tool used at run time) shows
only here.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
USE = """
from pathlib import Path
import graph, server
from graph import Catalogue, build, open_store
assert Path(graph.__file__).is_relative_to(Path.cwd()), graph.__file__
made = build(Path("store"))
store = open_store(Path("store"))
assert len(store) > made.quads > 10_000
assert len(Catalogue.load()) >= 27
assert list(Catalogue.load().run(store, "signatories-of-an-instrument").rows())
from graph.validate import load_shapes, shape_iris
assert len(shape_iris(load_shapes())) >= 50
from graph.maps import shapes
assert len(shapes("regions")) == 18 and len(shapes("departments")) == 101
import networkx, pandas
server.create_app()
from graph import open_graph
assert len(open_graph("store").query("signatures").df) > 0
print("the wheel builds", made.quads, "quads from another folder")
"""


def main() -> None:
    """Build, install, use; exit non-zero at the first failure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
        (wheel,) = folder.glob("*.whl")
        run(sys.executable, "-m", "venv", str(folder / "bare"))
        python = str(folder / "bare" / "bin" / "python")
        pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run(*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock"))
        run(*pip, "--no-deps", str(wheel))
        run(python, "-m", "pip", "check")
        run(python, "-c", USE, cwd=folder)
        run(str(folder / "bare" / "bin" / "consulaire"), "validate", cwd=folder)
        run(str(folder / "bare" / "bin" / "consulaire"), "notebook", "--copy-only", "--dir", "work", cwd=folder)
        assert list((folder / "work").glob("01-*.ipynb"))
        give_an_opinion(folder / "bare" / "bin", folder)


def give_an_opinion(programs: Path, folder: Path) -> None:
    """Check one region, where a contract was late (exit 1), and have the evidence pack find its verdicts again."""
    asked = ["check", "--at", "2024-06-30", "--region", "93", "--format", "csv", "--pack", "pack.zip"]
    given = subprocess.run([str(programs / "consulaire"), *asked], cwd=folder, stdout=subprocess.PIPE, text=True)
    assert given.returncode == 1, given.returncode
    assert "met-late" in given.stdout, given.stdout
    with zipfile.ZipFile(folder / "pack.zip") as archive:
        archive.extractall(folder / "pack")
    run(str(programs / "python"), "-I", "revalidate.py", cwd=folder / "pack")


def run(*command: str, cwd: Path | None = None) -> None:
    """Run one command and stop at its failure."""
    subprocess.run(command, check=True, cwd=cwd)


if __name__ == "__main__":
    main()
