"""Measure the evaluation of all obligations at one date: time, memory, its cost as bodies grow, and rdflib's time.

Each measure is a child process of its own, so that its peak of memory is its own: `obligations.py COPIES ENGINE`.
"""

import json
import re
import resource
import subprocess
import sys
import time
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

from graph import load
from graph.namespaces import CONS, ID
from graph.obligations.run_rules import evaluate_with, read_rules
from graph.obligations.verdicts import read_verdicts
from graph.resources import RULES

AS_OF = date(2026, 11, 21)
SECONDS, MEBIBYTES = 5.0, 1024
SIZES = (1, 10, 100)
FLAT = 1.5  # at most so many times the cost per body of the size before
GROWTH = 10  # how much the next size takes of the memory of the one before, at most
COPIED = ("ConsularBody", "BodyStatus", "BodyRelation")


class Measure(TypedDict):
    """Hold what one child measured; `seconds` and `cpu` are those of the rules, `reading` those of the verdicts."""

    seconds: float
    cpu: float
    reading: float
    mebibytes: float
    bodies: int
    rules: int
    obligations: int
    digest: str


def main() -> None:
    """Print the measures; exit 1 when the budget is exceeded or the cost per body grows."""
    if len(sys.argv) == 3:
        print(json.dumps(_measured(int(sys.argv[1]), sys.argv[2])))
        return
    good = [_budget(), _by_size(), _against_rdflib()]
    sys.exit(0 if all(good) else 1)


def _budget() -> bool:
    runs = [_child(1, "oxigraph") for _ in range(3)]
    run = min(runs, key=lambda one: one["seconds"])
    peak = max(one["mebibytes"] for one in runs)
    print(f"1. All bodies, all rules, as of {AS_OF}: {run['bodies']} bodies, {run['rules']} queries")
    print(f"obligations  {run['obligations']:8}     of the years 2018 to {AS_OF.year + 1}")
    print(f"rules        {run['seconds']:8.2f} s   from N-Quads to triples ({run['cpu']:.2f} s of a processor)")
    print(f"verdicts     {run['reading']:8.2f} s   from triples to objects with their reasons' facts")
    print(f"together     {run['seconds'] + run['reading']:8.2f} s   (target: at most {SECONDS:g}; best of {len(runs)})")
    print(
        f"peak memory  {peak:8.0f} MiB (target: at most {MEBIBYTES}; the whole process, reading the facts included)\n"
    )
    return run["seconds"] + run["reading"] <= SECONDS and peak <= MEBIBYTES


def _by_size() -> bool:
    """Copy bodies, statuses and relations under other IRIs; the events, rules and texts stay one.

    The cost is processor time, which other programs disturb least. A size for which there is no memory is missed.
    """
    print("2. The same as bodies grow")
    good, before, peak = True, 0.0, 0.0
    for size in SIZES:
        if peak * GROWTH > _available():
            print(f"{size:3} x  not measured: needs some {peak * GROWTH / 1024:.0f} GiB of memory")
            return False
        run = _child(size, "oxigraph")
        each, peak = run["cpu"] / run["bodies"] * 1000, run["mebibytes"]
        ratio = each / before if before else 1.0
        good &= ratio <= FLAT
        print(f"{size:3} x  {run['bodies']:6} bodies  {run['obligations']:7} obligations  ", end="")
        print(f"{run['cpu']:7.2f} s CPU  {peak:6.0f} MiB  {each:5.1f} ms per body  ", end="")
        print(f"({ratio:.2f} of the size before, target: at most {FLAT:g})")
        before = each
    print()
    return good


def _available() -> float:
    """Give the memory that is free now, in MiB; no limit where the system does not tell."""
    told = Path("/proc/meminfo")
    found = re.search(r"MemAvailable:\s+(\d+) kB", told.read_text(encoding="ascii")) if told.exists() else None
    return int(found[1]) / 1024 if found else float("inf")


def _against_rdflib() -> bool:
    fast, slow = _child(1, "oxigraph"), _child(1, "rdflib")
    same = fast["digest"] == slow["digest"]
    print("3. The same rules in plain rdflib, on the whole graph")
    print(f"oxigraph  {fast['cpu']:8.2f} s CPU")
    print(f"rdflib    {slow['cpu']:8.2f} s CPU   ratio {slow['cpu'] / fast['cpu']:.0f}")
    print(f"triples   {'identical' if same else 'DIFFERENT'}")
    return same


def _child(copies: int, engine: str) -> Measure:
    command = [sys.executable, str(Path(__file__)), str(copies), engine]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603
    measured: Measure = json.loads(out)
    return measured


def _measured(copies: int, engine: str) -> Measure:
    nquads, rules = load().nquads, read_rules(RULES)
    data = b"".join([nquads, *_copies(nquads, copies)])
    start, used = time.perf_counter(), time.process_time()
    evaluation = evaluate_with(data, AS_OF, rules, engine=engine)
    done, cpu = time.perf_counter(), time.process_time() - used
    if copies == 1:
        read_verdicts(evaluation)
    read = time.perf_counter()
    return {
        "seconds": done - start,
        "cpu": cpu,
        "reading": read - done,
        "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "bodies": _count(data, "ConsularBody"),
        "rules": len(rules),
        "obligations": _count(evaluation.derived, "Obligation"),
        "digest": sha256(evaluation.derived).hexdigest(),
    }


def _copies(nquads: bytes, copies: int) -> list[bytes]:
    """Give what is said of bodies, their statuses and relations again, with these (and only these) renamed."""
    lines = nquads.splitlines(keepends=True)
    named = {line.split(b" ", 1)[0] for name in COPIED for line in lines if _is_a(line, name)}
    said = [line for line in lines if line.split(b" ", 1)[0] in named]
    iri = re.compile(rb"<" + re.escape(ID.encode()) + rb"[^>]*>")

    def copy(number: int) -> bytes:
        start = f"<{ID}copy-{number}-".encode()

        def renamed(match: re.Match[bytes]) -> bytes:
            return start + match[0][1 + len(ID) :] if match[0] in named else match[0]

        return b"".join(iri.sub(renamed, line) for line in said)

    return [copy(number) for number in range(1, copies)]


def _is_a(line: bytes, name: str) -> bool:
    return f"#type> <{CONS}{name}>".encode() in line


def _count(triples: bytes, name: str) -> int:
    return sum(_is_a(line, name) for line in triples.splitlines())


if __name__ == "__main__":
    main()
