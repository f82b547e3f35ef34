"""Write a validation report for people and for machines."""

import csv
import io
import json
from dataclasses import asdict, fields
from itertools import groupby

from .namespaces import short
from .validate import Finding, Report, Severity

_TITLES: dict[Severity, str] = {"violation": "VIOLATION", "warning": "WARNING", "info": "INFO"}


def write_report(report: Report, format_name: str) -> str:
    """Write a report as `text` (grouped by rule), `turtle` (sh:ValidationReport), `json` or `csv`."""
    if format_name == "turtle":
        return str(report.triples.serialize(format="turtle"))
    if format_name == "json":
        document = {
            "conforms": report.conforms,
            "shapes": report.shapes,
            "findings": [asdict(finding) for finding in report.findings],
        }
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if format_name == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        names = [field.name for field in fields(Finding)]
        writer.writerow(names)
        writer.writerows([getattr(finding, name) for name in names] for finding in report.findings)
        return out.getvalue()
    return _text(report)


def _text(report: Report) -> str:
    lines = []
    for (severity, shape), group in groupby(report.findings, key=lambda one: (one.severity, one.shape)):
        findings = list(group)
        lines.append(f"{_TITLES[severity]}  {short(shape)}  ({len(findings)})")
        for message_fr, message_en in dict.fromkeys((one.message_fr, one.message_en) for one in findings):
            lines += [f"  {message_fr}", f"  {message_en}"]
            same = [one for one in findings if (one.message_fr, one.message_en) == (message_fr, message_en)]
            lines += [f"    - {_place(one)}" for one in same]
        lines.append("")
    counts = ", ".join(f"{len(report.of(severity))} {severity}s" for severity in _TITLES)
    verdict = "conforms" if report.conforms else "does not conform"
    return "\n".join([*lines, f"The graph {verdict}: {counts}; {report.shapes} shapes tried."]) + "\n"


def _place(finding: Finding) -> str:
    parts = [short(finding.node)]
    if finding.path:
        parts.append(short(finding.path))
    if finding.value and finding.value != finding.node:
        parts.append(short(finding.value))
    where = f"  ({finding.file}:{finding.line})" if finding.file else ""
    return " ".join(parts) + where
