"""Read a mapping file. The format is told in README.md beside this file.

Reading is strict: a key that is not known, a column that is not declared, a kind that does not exist stop it with the
place in the file.
"""

import difflib
import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ..errors import MappingError
from ..namespaces import expand
from .mapping import CellMap, Column, Evidence, Mapping, Node, Property, Sources
from .patterns import Condition, Template, read_condition, read_template

MAPPINGS = Path(__file__).parent / "mappings"

KINDS = frozenset(
    {
        "text",
        "iri",
        "url",
        "code",
        "concept",
        "node",
        "region",
        "department",
        "commune",
        "date",
        "start",
        "end",
        "bounds",
    }
    | {"integer", "decimal", "boolean", "year", "duration", "siren", "datetime", "citations"}
)
GRAINS = ("none", "node", "property", "value")
DATE_KINDS = {
    "start": ("cons:startEarliest", "cons:startLatest"),
    "end": ("cons:endEarliest", "cons:endLatest"),
    "bounds": ("cons:earliestDate", "cons:latestDate"),
}
_ROW_WORDS = frozenset({"row", "key"})
_EACH_WORDS = frozenset({"each", "n"})
_SOURCE_WORDS = frozenset({"url", "host", "words"})
_LEVELS = {"high": "0.9", "medium": "0.7", "low": "0.4"}


def shipped_mappings() -> tuple[str, ...]:
    """Name the mappings that come with the project; each has a template to download."""
    return tuple(path.stem for path in sorted(MAPPINGS.glob("*.json")))


def load_mapping(named: str | Path) -> Mapping:
    """Read a mapping from its file, or by the name of one that comes with the project."""
    path = MAPPINGS / f"{named}.json" if str(named) in shipped_mappings() else Path(named)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        offer = ", ".join(shipped_mappings())
        raise MappingError(f"{path} cannot be read: {error.strerror}. Give a file, or one of: {offer}.") from error
    except ValueError as error:
        raise MappingError(f"{path} is not JSON in UTF-8: {error}.") from error
    try:
        return _Reader(path).mapping(told)
    except (AttributeError, TypeError) as error:
        raise MappingError(f"{path.name}: a value is not of the right kind ({error}).") from error


class _Reader:
    """Read the parts of one mapping; `where` is the place that an error names."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._columns: dict[str, Column] = {}
        self._evidence: frozenset[str] = frozenset()

    def mapping(self, told: object) -> Mapping:
        keys = "title title-en header table key row-title rows identity columns same evidence nodes"
        top = self._object(told, "mapping", keys, required="title title-en table key columns nodes")
        self._columns = {name: self._column(name, one) for name, one in self._items(top["columns"], "columns")}
        given = self._items(top.get("evidence", {}), "evidence")
        self._evidence = frozenset(name for name, _ in given)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(top["table"])):
            raise self._wrong("table", f"'{top['table']}' names IRIs: lower-case words joined by hyphens")
        for name in top.get("identity", []):
            self._known_column(name, "identity")
        return Mapping(
            name=self._path.name,
            title=str(top["title"]),
            title_en=str(top["title-en"]),
            header={key: str(value) for key, value in self._items(top.get("header", {}), "header")},
            table=top["table"],
            key=self._template(top["key"], "key", {"row"}),
            row_title=self._template(top.get("row-title", "{key}"), "row-title"),
            rows=self._condition(top.get("rows"), "rows"),
            identity=tuple(top.get("identity", [])),
            columns=self._columns,
            same={self._iri(a, "same"): self._iri(b, "same") for a, b in self._items(top.get("same", {}), "same")},
            evidence={name: self._one_evidence(name, one) for name, one in given},
            nodes=tuple(self._node(one, f"nodes[{n}]") for n, one in enumerate(top["nodes"])),
        )

    def _column(self, name: str, told: object) -> Column:
        got = self._object(told, f"columns.{name}", "required ignore also fr en example")
        return Column(
            name,
            required=bool(got.get("required", False)),
            ignore=bool(got.get("ignore", False)),
            also=tuple(got.get("also", [])),
            fr=got.get("fr", ""),
            en=got.get("en", ""),
            example=got.get("example", ""),
        )

    def _one_evidence(self, name: str, told: object) -> Evidence:
        where = f"evidence.{name}"
        keys = "source sources fragment confidence reading comment by at"
        got = self._object(told, where, keys, required="fragment confidence")
        if ("source" in got) == ("sources" in got):
            raise self._wrong(where, 'give one of "source" and "sources"')
        confidence, reading = got["confidence"], got.get("reading", "stated")
        of_confidence = confidence if isinstance(confidence, dict) else {}
        of_reading = reading if isinstance(reading, dict) else {}
        return Evidence(
            name=name,
            source=self._template(got["source"], f"{where}.source") if "source" in got else None,
            sources=self._sources(got["sources"], f"{where}.sources") if "sources" in got else None,
            fragment=self._template(got["fragment"], f"{where}.fragment"),
            confidence_column=self._known_column(of_confidence.get("column"), f"{where}.confidence", optional=True),
            confidence=str(of_confidence.get("default", "") if of_confidence else confidence),
            confidence_map=of_confidence.get("map", _LEVELS),
            reading_column=self._known_column(of_reading.get("column"), f"{where}.reading", optional=True),
            reading=str(of_reading.get("default", "stated") if of_reading else reading),
            comment=self._template(got["comment"], f"{where}.comment") if "comment" in got else None,
            by=self._iri(got.get("by", "id:agent-curator-1"), f"{where}.by"),
            at=got.get("at", "2026-11-21T10:00:00Z"),
        )

    def _sources(self, told: object, where: str) -> Sources:
        got = self._object(told, where, "column separator iri type types language title map", required="column type")
        iri, title = got.get("iri"), got.get("title")
        of_type = got["type"] if isinstance(got["type"], dict) else {}
        return Sources(
            column=self._known_column(got["column"], where) or "",
            separator=got.get("separator", " ; "),
            iri=self._template(iri, f"{where}.iri", _SOURCE_WORDS) if iri else None,
            type=str(of_type.get("default", "") if of_type else got["type"]),
            type_column=self._known_column(of_type.get("column"), f"{where}.type", optional=True),
            types=dict(self._items(got.get("types", {}), where)),
            language=got.get("language", "fr"),
            title=self._template(title, f"{where}.title", _SOURCE_WORDS) if title else None,
            map={piece: self._iri(iri, where) for piece, iri in self._items(got.get("map", {}), where)},
        )

    def _node(self, told: object, where: str) -> Node:
        keys = "iri extend each when types shared properties attest evidence"
        got = self._object(told, where, keys, required="iri types properties")
        each = (
            self._object(got["each"], f"{where}.each", "column separator", "column separator")
            if "each" in got
            else None
        )
        words = _EACH_WORDS if each else frozenset()
        iri, find = got["iri"], None
        if isinstance(iri, dict):
            find = self._object(iri, f"{where}.iri", "find classes else", required="find classes")
            iri = find.get("else")
        properties = (self._property(one, f"{where}.properties[{n}]", words) for n, one in enumerate(got["properties"]))
        return Node(
            iri=self._template(iri, f"{where}.iri", words) if iri else None,
            find=self._template(find["find"], f"{where}.iri", words) if find else None,
            find_classes=tuple(self._iri(one, f"{where}.iri") for one in find["classes"]) if find else (),
            extend=bool(got.get("extend", find is None)),
            each=(str(self._known_column(each["column"], where)), each["separator"]) if each else None,
            when=self._condition(got.get("when"), where, words),
            types=tuple(self._iri(one, where) for one in got["types"]),
            shared=bool(got.get("shared", False)),
            properties=tuple(properties),
            attest=self._one_of(got.get("attest", "none"), GRAINS, f"{where}.attest"),
            evidence=self._named_evidence(got.get("evidence"), where),
        )

    def _property(self, told: object, where: str, words: frozenset[str]) -> Property:
        keys = (
            "property properties column template value kind lang scheme classes day exact map only-map separator "
            "required when else attest evidence reading confidence comment"
        )
        got = self._object(told, where, keys, required="kind")
        kind = self._one_of(got["kind"], KINDS, f"{where}.kind")
        if sum(key in got for key in ("column", "template", "value")) != (kind != "citations"):
            raise self._wrong(where, 'give exactly one of "column", "template" and "value" (none for kind "citations")')
        attest = "property" if got.get("attest") is True else got.get("attest") or None
        template, column = got.get("template"), got.get("column")
        return Property(
            properties=self._predicates(got, kind, where),
            column=column if column in words else self._known_column(column, where, optional=True),
            template=self._template(template, where, words) if template else None,
            value=got.get("value"),
            kind=kind,
            options=self._options(got, kind, where),
            map=CellMap(got["map"], bool(got.get("only-map", False))) if "map" in got else None,
            separator=got.get("separator"),
            required=bool(got.get("required", False)),
            when=self._condition(got.get("when"), where, words),
            otherwise=self._template(got["else"], f"{where}.else", words) if "else" in got else None,
            attest=self._one_of(attest, GRAINS, f"{where}.attest") if attest else None,
            evidence=self._named_evidence(got.get("evidence"), where),
            reading=got.get("reading"),
            confidence=str(got["confidence"]) if "confidence" in got else None,
            comment=self._template(got["comment"], where, words) if "comment" in got else None,
        )

    def _predicates(self, got: dict[str, Any], kind: str, where: str) -> tuple[str, ...]:
        if kind not in DATE_KINDS:
            return (self._iri(got.get("property", ""), f"{where}.property"),)
        names = got.get("properties", DATE_KINDS[kind])
        if "property" in got or len(names) != 2:
            raise self._wrong(where, f'kind "{kind}" writes two properties: leave "property" out')
        return tuple(self._iri(name, where) for name in names)

    def _options(self, got: dict[str, Any], kind: str, where: str) -> dict[str, Any]:
        options: dict[str, Any] = {key: got[key] for key in ("lang", "scheme", "day", "exact") if key in got}
        if kind == "concept" and "scheme" not in got:
            raise self._wrong(where, 'kind "concept" needs "scheme", such as "network"')
        if kind == "node":
            if not got.get("classes"):
                raise self._wrong(where, 'kind "node" needs "classes", such as ["cons:ConsularBody"]')
            options["classes"] = tuple(self._iri(one, where) for one in got["classes"])
        if "day" in got:
            self._one_of(got["day"], ("last", "first-after"), f"{where}.day")
        return options

    def _named_evidence(self, name: str | None, where: str) -> str | None:
        return None if name is None else self._one_of(name, self._evidence, f"{where}.evidence")

    def _known_column(self, name: str | None, where: str, *, optional: bool = False) -> str | None:
        if name is None and optional:
            return None
        return self._one_of(str(name), self._columns, where)

    def _template(self, text: str, where: str, words: Collection[str] = ()) -> Template:
        try:
            return read_template(text, {*self._columns, *_ROW_WORDS, *words})
        except ValueError as error:
            raise self._wrong(where, str(error)) from error

    def _condition(self, told: object, where: str, words: Collection[str] = ()) -> Condition | None:
        try:
            return None if told is None else read_condition(told, {*self._columns, *words})
        except (ValueError, re.error) as error:
            raise self._wrong(where, str(error)) from error

    def _iri(self, name: str, where: str) -> str:
        iri = expand(name) or (name if re.match(r"https?://", name) else None)
        if iri is None:
            raise self._wrong(where, f"'{name}' is neither a prefixed name of the project nor a whole IRI")
        return iri

    def _one_of(self, name: str, offer: Collection[str], where: str) -> str:
        if name not in offer:
            near = difflib.get_close_matches(str(name), sorted(offer), n=1, cutoff=0)
            raise self._wrong(where, f"'{name}' is not known there; nearest: {near[0] if near else 'none'}")
        return name

    def _object(self, told: object, where: str, keys: str, required: str = "") -> dict[str, Any]:
        if not isinstance(told, dict):
            raise self._wrong(where, "an object { … } is expected")
        got = {key: value for key, value in told.items() if key != "//"}
        for key in got:
            self._one_of(key, keys.split(), where)
        absent = [key for key in required.split() if key not in got]
        if absent:
            raise self._wrong(where, f'"{absent[0]}" is missing')
        return got

    def _items(self, told: object, where: str) -> list[tuple[str, Any]]:
        if not isinstance(told, dict):
            raise self._wrong(where, "an object { … } is expected")
        return [(key, value) for key, value in told.items() if key != "//"]

    def _wrong(self, where: str, what: str) -> MappingError:
        return MappingError(f"{self._path.name}, {where}: {what}.")
