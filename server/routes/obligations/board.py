"""Show the matrix: regions or bodies by obligations, as of a day."""

from urllib.parse import urlencode

from flask import Response

from graph.errors import UnknownName
from graph.namespaces import ID
from graph.obligations.board import ROWS, Board, Cell, Row, lay_out
from graph.obligations.grouping import counts

from ...links import link
from ...tables import write_csv
from ...twins import CSV, send_page
from .asked import Asked, read_asked, text_of
from .shown import about, choices
from .words import Words


def board() -> Response:
    """Show the matrix, its counts and the form that filters it."""
    asked = read_asked()
    rows = next((one for one in ROWS if one == text_of("rows", "regions")), None)
    if rows is None:
        raise UnknownName("arrangement", text_of("rows"), ROWS)
    words = Words()
    laid = lay_out(asked.opinion.verdicts, rows)
    data = {**about(asked), "rows": rows, "rules": _rules(laid), "matrix": [_row(row) for row in laid.rows]}
    return send_page(
        "obligations/board.html",
        data,
        writers={CSV: lambda: _csv(laid)},
        asked_for=asked,
        board=laid,
        rows=rows,
        words=words,
        counts=counts(asked.opinion.verdicts),
        choices=choices(asked.opinion),
        cell_link=_Links(asked, by_region=rows == "regions"),
    )


class _Links:
    """Write the addresses of cells and rows, of which there are many, without building each from its route."""

    def __init__(self, asked: Asked, *, by_region: bool) -> None:
        self._by_region = by_region
        kept = {name: text for name, text in asked.told.items() if name not in {"rule", self._name}}
        self._base = link("obligations.verdicts", **kept)
        self._sign = "&" if "?" in self._base else "?"

    @property
    def _name(self) -> str:
        return "region" if self._by_region else "body"

    def __call__(self, row: Row, cell: Cell) -> str:
        asked = urlencode({self._name: self._key(row), "rule": cell.rule})
        return f"{self._base}{self._sign}{asked}"

    def row(self, row: Row) -> str:
        """Give the page of a region or body."""
        if self._by_region:
            return link("obligations.region", code=row.key)
        return link("obligations.body", name=row.key.removeprefix(ID))

    def _key(self, row: Row) -> str:
        return row.key if self._by_region else f"id:{row.key.removeprefix(ID)}"


def _rules(board: Board) -> list[dict[str, str]]:
    return [
        {"identifier": rule.identifier, "iri": rule.iri, "label_fr": rule.label_fr, "label_en": rule.label_en}
        for rule in board.rules
    ]


def _row(row: Row) -> dict[str, object]:
    cells = {cell.rule: dict(cell.statuses) for cell in row.cells if cell}
    return {"key": row.key, "label_fr": row.label_fr, "label_en": row.label_en, "cells": cells}


def _csv(board: Board) -> str:
    names = ("row", "row_label", "rule", "status", "number")
    counted = (
        (row.key, row.label_fr, cell.rule, status, number)
        for row in board.rows
        for cell in filter(None, row.cells)
        for status, number in cell.statuses
    )
    return write_csv(names, (dict(zip(names, line, strict=True)) for line in counted))
