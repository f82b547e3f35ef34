"""Run the README's Python script, as a reader would paste it, against the real server on the real graph."""

import os
import re
import subprocess
import sys
from pathlib import Path

from graph import build

README = Path(__file__).resolve().parent.parent / "README.md"


def test_the_script_of_the_readme_answers_with_article_paragraph_and_positions(tmp_path: Path) -> None:
    build(tmp_path / "store")
    script, _ = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    command = [sys.executable, "-m", "server", "serve", "--port", "0", "--store", str(tmp_path / "store")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().strip()
            assert "http://127.0.0.1:8000/sparql" in script
            ran = subprocess.run(
                [sys.executable, "-c", script.replace("http://127.0.0.1:8000", address)],
                capture_output=True,
                text=True,
                check=True,
            )
        finally:
            server.terminate()
    of_the_prefect = [line for line in ran.stdout.splitlines() if "'name': 'Jean-Benoît Albertini'" in line]
    assert all("'role': 'préfet de région'" in line for line in of_the_prefect)
    assert all("'source': 'https://w3id.org/consulaire/id/src-002'" in line for line in of_the_prefect)
    assert any(re.search(r"'paragraph': '5', 'start': '\d+', 'end': '\d+'", line) for line in of_the_prefect)


def test_the_cells_of_the_readme_run_and_show_evidence_and_a_citation(tmp_path: Path) -> None:
    _, cells = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    environment = {**os.environ, "CONSULAIRE_STORE_DIR": str(tmp_path / "store")}
    ran = subprocess.run([sys.executable, "-c", cells], capture_output=True, text=True, check=True, env=environment)
    assert "COM 2023-2027 des CCI de Normandie" in ran.stdout
    assert re.search(r"\[\d{3,} rows x 5 columns\]", ran.stdout)
    assert re.search(r"^statusLabel$(\n\S.*\d$)+", ran.stdout, re.MULTILINE)
    assert "@misc{consulaire-" in ran.stdout
