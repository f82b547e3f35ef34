"""Measure every projection at 1, 10 and 100 times the graph: the cost per fact that it reads must not grow.

Each size is a child process of its own: `networks.py COPIES`. What networks are made of is copied under other IRIs:
instruments, signatures and their events, mandates, bodies and their relations; the persons, the places, the law, the
rules and the vocabularies stay one.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph import Store, load, networks, oxigraph_store
from graph.namespaces import CONS, ID

SIZES = (1, 10, 100)
FLAT = 1.5  # at most so many times the cost per row of the size before
PROJECTIONS: dict[str, Callable[[Store], Any]] = {
    "cosignatures": networks.cosignatures,
    "signatories": networks.signatories,
    "mandates": networks.mandates,
    "attachments": networks.attachments,
    "legal_chain": networks.legal_chain,
    "theme_cooccurrence": networks.theme_cooccurrence,
}
COPIED = (
    *("Agreement", "Programme", "PlanElement", "Commitment", "Signature", "SigningEvent"),
    *("Mandate", "ConsularBody", "StateAuthority", "BodyRelation"),
)
_RUNS = 3


def main() -> None:
    """Print the measures; exit 1 when the cost of a projection grows faster than what it reads."""
    if sys.argv[1:] and sys.argv[1].isdigit():
        print(json.dumps(_measured(int(sys.argv[1]))))
        return
    print(f"Every projection, on copies of the facts (best of {_RUNS}; target: at most {FLAT:g} times the size before)")
    good, before = True, dict.fromkeys(PROJECTIONS, 0.0)
    for size in SIZES[:2] if "--short" in sys.argv else SIZES:
        for name, run in _child(size).items():
            each = run["seconds"] / run["rows"] * 1e6
            ratio = each / before[name] if before[name] else 1.0
            good &= ratio <= FLAT
            print(f"{size:3} x  {name:19} {run['nodes']:7} nodes {run['edges']:7} edges {run['rows']:8} rows", end="")
            print(f"  {run['seconds']:7.3f} s CPU  {each:6.1f} us per row  ({ratio:.2f} of the size before)")
            before[name] = each
    sys.exit(0 if good else 1)


def _child(copies: int) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__)), str(copies)]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603
    measured: dict[str, Any] = json.loads(out)
    return measured


class _Counting:
    """Count the rows that a store gives, so that the cost is per row that was read."""

    def __init__(self, store: Store) -> None:
        self._store, self.rows = store, 0

    def query(self, text: str) -> Any:
        answer = self._store.query(text)
        plain = answer.rows

        def rows() -> Any:
            for row in plain():
                self.rows += 1
                yield row

        answer.rows = rows  # type: ignore[method-assign]
        return answer


def _measured(copies: int) -> dict[str, dict[str, float]]:
    store = oxigraph_store(_grown(load().nquads, copies))
    found = {}
    for name, project in PROJECTIONS.items():
        counting: Any = _Counting(store)
        network = project(counting)
        seconds = []
        for _ in range(_RUNS):
            start = time.process_time()
            project(store)
            seconds.append(time.process_time() - start)
        size = {"nodes": len(network), "edges": network.number_of_edges(), "rows": counting.rows}
        found[name] = {"seconds": min(seconds), **size}
    return found


def _grown(nquads: bytes, copies: int) -> bytes:
    """Add copies of what is said of the things that networks are made of, with these (and only these) renamed."""
    lines = nquads.splitlines(keepends=True)
    named = {line.split(b" ", 1)[0] for line in lines if any(_is_a(line, name) for name in COPIED)}
    said = [line for line in lines if line.split(b" ", 1)[0] in named]
    iri = re.compile(rb"<" + re.escape(ID.encode()) + rb"[^>]*>")

    def copy(number: int) -> bytes:
        start = f"<{ID}copy-{number}-".encode()
        return b"".join(
            iri.sub(lambda m: start + m[0][1 + len(ID) :] if m[0] in named else m[0], line) for line in said
        )

    return b"".join([nquads, *(copy(number) for number in range(1, copies))])


def _is_a(line: bytes, name: str) -> bool:
    return f"#type> <{CONS}{name}>".encode() in line


if __name__ == "__main__":
    main()
