"""Make what officers and attackers hand in, over a small graph that is judged in a moment."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from graph.ingest.templates import make_template
from graph.load import load
from graph.resources import FACTS
from graph.stores.parsing import parse_any

CASES = Path(__file__).with_name("obligations")
DAY = "2024-06-30"
DELTA = "id:obl--rule-com-cci--org-cci-delta--event-cop-case"  # overdue without evidence in the small graph
MARKER = "marker-5b1f"  # stands in what is handed in, and must be nowhere afterwards
HEADINGS = (
    "nom,obligation,montre,sens,nature de la preuve,date,source,nature de la source,page,confiance,acceptée le,"
    "commentaire\n"
)
PREFIXES = """@prefix cons: <https://w3id.org/consulaire/ns#> .
@prefix def: <https://w3id.org/consulaire/def/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/consulaire/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DRAFT = (
    PREFIXES
    + """id:instr-draft a cons:Agreement ; dcterms:type def:kind-com ; rdfs:label "Projet de COM"@fr ;
  cons:party id:org-cci-delta , id:org-cci-france .
"""
)


def small_graph() -> bytes:
    """Give four chambers and one contract, with the vocabularies that tables and pages name things by."""
    files = [CASES / "common" / f"{name}.ttl" for name in ("heads", "alpha-cci", "beta-cci", "gamma-cci", "delta-cci")]
    files += [CASES / "ob05" / "cop-of-31-august-2023.ttl", FACTS / "obligations" / "contracts.ttl"]
    vocabularies = (file for file in load().files if "/ontology/" in file.graph)
    return b"".join(map(parse_any, files)) + b"".join(line for file in vocabularies for line in file.quads)


def evidence(
    *, obligation: str = DELTA, shows: str = "id:instr-com-alpha", day: str = "2024-01-10", name: str = "COM de Delta"
) -> bytes:
    """Fill one row of the template of evidence, as CSV."""
    row = f"{name},{obligation},{shows},performed,press,{day},https://example.org/{MARKER},press,p. 2,0.8,"
    return f"{HEADINGS}{row}2026-11-21T10:00:00Z,{MARKER}\n".encode()


def archive(parts: dict[str, bytes]) -> bytes:
    """Make an archive of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def with_part(ending: str, name: str, old: bytes, new: bytes) -> bytes:
    """Change one part of the template of evidence."""
    with zipfile.ZipFile(io.BytesIO(make_template("evidence", ending))) as file:
        parts = {one: file.read(one) for one in file.namelist()}
    if name in parts:
        assert old in parts[name], (name, old)
        new = parts[name].replace(old, new, 1)
    return archive({**parts, name: new})


def as_form(files: Iterable[tuple[str, bytes]], fields: Mapping[str, str]) -> tuple[str, bytes]:
    """Write a form, all in memory; names of files go as they are, but for what would end their line."""
    boundary = "a-boundary-that-no-file-holds"
    parts = [(f'name="{name}"', value.encode()) for name, value in fields.items()]
    for name, content in files:
        safe = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        parts.append((f'name="file"; filename="{safe}"', content))
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
        for head, content in parts
    )
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()
