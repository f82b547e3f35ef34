"""Make an evidence pack: one ZIP with an opinion, all that it rests on, and the means to find the same verdicts again.

The same opinion gives the same bytes: names are sorted, hours fixed, blank nodes named by their place.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import rdflib
from rdflib.namespace import RDF, SH

from ..namespaces import GRAPH
from ..resources import SHAPES, consulaire_version
from ..stores.parsing import canonical, parse_any, write_rdf
from ..triples import triples_of
from ..validate import check, load_shapes
from .fingerprint import checksums, criteria, fingerprint, rule_files, shape_files, snapshot
from .wording import day_in_words
from .writers import write_opinion

if TYPE_CHECKING:
    from .opinion import Opinion

SUMS = "SHA256SUMS"
_HERE = Path(__file__).parent
_HOUR = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold


def write_pack(path: Path, opinion: "Opinion") -> str:
    """Write the pack aside, then put it in place; give the SHA-256 of the ZIP, to be kept apart from it.

    It holds the user's own facts too, each file in a graph of its name; the folders of their machine are left out.
    """
    packed = make_pack(opinion)
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(packed)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return sha256(packed).hexdigest()


def make_pack(opinion: "Opinion") -> bytes:
    """Make the pack in memory, as the bytes of the ZIP."""
    files = pack_files(opinion)
    files[SUMS] = checksums(files).encode()
    made = io.BytesIO()
    _write_zip(made, files)
    return made.getvalue()


def _write_zip(file: BinaryIO, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _HOUR)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, files[name])


def pack_files(opinion: "Opinion") -> dict[str, bytes]:
    """Give every file of the pack by its path, but for the list of their digests."""
    data = snapshot(opinion.nquads)
    shapes, rules = shape_files(), rule_files()
    taken = fingerprint(data, shapes, rules)
    versions = {
        "as_of": opinion.as_of.isoformat(),
        "selection": list(criteria(opinion.selection)),
        "verdicts": len(opinion.verdicts),
        **asdict(taken),
    }
    return {
        "LISEZMOI.txt": _readme(opinion),
        "rapport.html": write_opinion(opinion, "html"),
        "verdicts.csv": write_opinion(opinion, "csv"),
        "verdicts.json": write_opinion(opinion, "json"),
        "report.ttl": write_opinion(opinion, "turtle") + b"\n" + shapes_report(opinion),
        "data.nq": data,
        "versions.json": (json.dumps(versions, ensure_ascii=False, indent=2) + "\n").encode(),
        "revalidate.py": (_HERE / "revalidate.py").read_bytes(),
        **rules,
        **shapes,
    }


def shapes_report(opinion: "Opinion") -> bytes:
    """Write as Turtle what the shapes of obligations say of the verdicts that were asked for."""
    shapes = load_shapes(SHAPES / "obligations") + triples_of(parse_any(SHAPES / "prefixes.ttl"))
    graph = f" <{GRAPH}opinion> .\n".encode()
    report = check(opinion.evaluation.triples.replace(b" .\n", graph), shapes).triples
    asked = _assessments(opinion)
    (whole,) = report.subjects(RDF.type, SH.ValidationReport)
    for result in list(report.objects(whole, SH.result)):
        if report.value(result, SH.focusNode) not in asked:
            report.remove((whole, SH.result, result))
            report.remove((result, None, None))
    violations = (result for result in report.subjects(SH.resultSeverity, SH.Violation))
    report.set((whole, SH.conforms, rdflib.Literal(next(violations, None) is None)))
    return write_rdf(canonical(report.serialize(format="nt").encode()), "turtle")


def _assessments(opinion: "Opinion") -> set[rdflib.URIRef]:
    """Name the assessments of the obligations that were asked for: what the shapes look at."""
    asked = {f"<{verdict.obligation}>" for verdict in opinion.verdicts}
    said = (line.split(" ", 3) for line in opinion.evaluation.derived.decode().splitlines() if "#assesses>" in line)
    return {rdflib.URIRef(subject.strip("<>")) for subject, _, value, _ in said if value in asked}


def _readme(opinion: "Opinion") -> bytes:
    asked = ", ".join(criteria(opinion.selection))
    text = (_HERE / "LISEZMOI.txt").read_text(encoding="utf-8")
    return text.format(
        day=day_in_words(opinion.as_of, "fr"),
        day_en=day_in_words(opinion.as_of, "en"),
        number=len(opinion.verdicts),
        asked=asked or "toutes les obligations",
        asked_en=asked or "all obligations",
        version=consulaire_version(),
    ).encode()
