"""Check this pack again, offline: the digest of every file, then every verdict, computed anew from data and rules.

    python revalidate.py

It needs Python 3.11 or later, and pyoxigraph or rdflib. Exit 0 when all is the same, 1 when anything is not.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

SUMS = "SHA256SUMS"
CONS = "https://w3id.org/consulaire/ns#"
COMPARED = ("status", "due_earliest", "due_latest")
Verdicts = dict[str, tuple[str, ...]]


def main() -> int:
    """Check the folder where this file lies, print what was found, and give the exit code."""
    folder = Path(__file__).resolve().parent
    faults = list(altered(folder))
    if faults:
        return tell([*faults, "Nothing was computed: the files are not those of the pack."])
    engine = next((name for name in ("pyoxigraph", "rdflib") if find_spec(name)), None)
    if engine is None:
        return tell(["Neither pyoxigraph nor rdflib is installed: python -m pip install pyoxigraph"])
    versions = json.loads((folder / "versions.json").read_text(encoding="utf-8"))
    as_of = date.fromisoformat(versions["as_of"])
    evaluator, data = program(folder), (folder / "data.nq").read_bytes()
    names = {"pyoxigraph": "oxigraph"}
    evaluation = evaluator.evaluate_with(
        data, as_of, evaluator.read_rules(folder / "rules"), engine=names.get(engine, engine)
    )
    given, found = in_table(folder / "verdicts.csv"), computed(evaluation.derived)
    differences = [*compared(given, found), *others(folder, given, versions["verdicts"])]
    differences += reported(statements(folder / "report.ttl", engine), evaluation.derived, len(given))
    sys.stdout.write(f"{len(given)} verdicts compared as of {as_of} with {engine}, {len(differences)} differences\n")
    return tell(differences if given else ["Nothing was compared: verdicts.csv holds no verdict."])


def tell(faults: list[str]) -> int:
    """Print the outcome, in French and in English; 0 when there is no fault."""
    sys.stdout.writelines(f"DIFFERENCE  {fault}\n" for fault in faults)
    sys.stdout.write("ÉCHEC / FAILED\n" if faults else "CONFORME / SAME VERDICTS\n")
    return 1 if faults else 0


def altered(folder: Path) -> Iterator[str]:
    """Name each file that is not as SHA256SUMS says, is not there, or is not listed."""
    listed: dict[str, str] = {}
    for number, line in enumerate((folder / SUMS).read_text(encoding="utf-8").splitlines(), 1):
        match = re.fullmatch(r"([0-9a-f]{64})  (\S.*)", line)
        if match is None or match[2] in listed:
            yield f"{SUMS}, line {number} is not a digest and the name of one more file"
        else:
            listed[match[2]] = match[1]
    yield from unlike_versions(folder, listed)
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for name in sorted(listed.keys() | there.keys() - {SUMS}):
        if name not in there:
            yield f"{name} is listed in {SUMS} and is not there"
        elif name not in listed:
            yield f"{name} is there and is not listed in {SUMS}"
        elif sha256(there[name].read_bytes()).hexdigest() != listed[name]:
            yield f"{name} is not as {SUMS} says: one of the two was altered"


def unlike_versions(folder: Path, listed: dict[str, str]) -> Iterator[str]:
    """Hold what versions.json says of data, shapes and rules against the list of digests."""
    versions = json.loads((folder / "versions.json").read_text(encoding="utf-8"))
    for part, pattern in (("shapes", "shapes/.*"), ("rules", r"rules/.*|run_rules\.py")):
        lines = "".join(f"{listed[name]}  {name}\n" for name in sorted(listed) if re.fullmatch(pattern, name))
        if sha256(lines.encode()).hexdigest() != versions[part]:
            yield f"{part}: versions.json and {SUMS} do not tell of the same files"
    if listed.get("data.nq") != versions["data"]:
        yield f"data.nq: versions.json and {SUMS} do not tell of the same file"


def program(folder: Path) -> ModuleType:
    """Load run_rules.py of this folder, whatever else is installed; nothing is written beside it."""
    sys.dont_write_bytecode = True
    spec = spec_from_file_location("run_rules_of_the_pack", folder / "run_rules.py")
    if spec is None or spec.loader is None:
        raise ImportError("run_rules.py cannot be loaded")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def in_table(path: Path) -> Verdicts:
    """Read the verdicts of the table by the IRI of their obligation."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["obligation"]: tuple(row[name] for name in COMPARED) for row in csv.DictReader(file)}


def computed(derived: bytes) -> Verdicts:
    """Read the verdicts from N-Triples; an obligation with two statuses keeps both, so that it differs."""
    said: dict[str, dict[str, list[str]]] = {}
    for line in derived.decode().splitlines():
        subject, predicate, value = line.removesuffix(" .").split(" ", 2)
        if predicate.startswith(f"<{CONS}"):
            plain = value.split('"')[1] if value.startswith('"') else value.strip("<>")
            said.setdefault(subject.strip("<>"), {}).setdefault(predicate[len(CONS) + 1 : -1], []).append(plain)
    found: Verdicts = {}
    for node in said.values():
        for obligation in node.get("assesses", []):
            status = "|".join(name.rpartition("/status-")[2] for name in node.get("status", []))
            due = said.get(obligation, {})
            days = ("|".join(due.get(name, [])) for name in ("dueEarliest", "dueLatest"))
            before = found.get(obligation, ("", "", ""))[0]
            found[obligation] = (f"{before}|{status}" if before else status, *days)
    return found


def compared(given: Verdicts, found: Verdicts) -> Iterator[str]:
    """Name each verdict of the table that the rules do not give."""
    for obligation, verdict in given.items():
        if obligation not in found:
            yield f"{obligation}: in verdicts.csv {' '.join(verdict)}, not found by the rules"
        elif found[obligation] != verdict:
            yield f"{obligation}: in verdicts.csv {' '.join(verdict)}, by the rules {' '.join(found[obligation])}"


def others(folder: Path, given: Verdicts, number: int) -> Iterator[str]:
    """Name what verdicts.json and versions.json say otherwise than verdicts.csv."""
    listed = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))
    same = {one["obligation"]: tuple(one[name] or "" for name in COMPARED) for one in listed}
    for obligation in sorted(given.keys() | same.keys()):
        if given.get(obligation) != same.get(obligation):
            yield f"{obligation}: verdicts.json and verdicts.csv do not say the same"
    if not len(given) == len(listed) == number:
        yield f"versions.json tells of {number} verdicts, verdicts.csv {len(given)}, verdicts.json {len(listed)}"


def statements(path: Path, engine: str) -> set[str]:
    """Read Turtle into lines of N-Triples, without what is said of blank nodes: the report of the shapes."""
    if engine == "pyoxigraph":
        from pyoxigraph import parse

        lines = {f"{one.subject} {one.predicate} {one.object} ." for one in parse(path=str(path))}
    else:
        from rdflib import Graph

        lines = {" ".join((*(term.n3() for term in triple), ".")) for triple in Graph().parse(path)}
    return {line for line in lines if line.startswith("<")}


def reported(lines: set[str], derived: bytes, number: int) -> Iterator[str]:
    """Name each statement of the report that the rules do not give; each verdict must be in it."""
    for line in sorted(lines - set(derived.decode().splitlines())):
        yield f"report.ttl says what the rules do not: {line}"
    assessed = sum(f" <{CONS}assesses> " in line for line in lines)
    if assessed != number:
        yield f"report.ttl assesses {assessed} obligations, verdicts.csv {number}"


if __name__ == "__main__":
    sys.exit(main())
