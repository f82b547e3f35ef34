"""Rows are counted in the bytes that the engine writes, exactly, however they are cut and whatever values say."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.stores import PublishedGraph
from graph.stores.base import BINDING_FORMATS, Kind
from server.engine import Limits, Pool, Question
from server.engine.failures import RowsTooMany
from server.engine.rows import AT_MOST, EXACT, Counter
from server.engine.spool import IN_MEMORY, Spool, TooManyRows
from tests.test_server_limits import HUNDRED, ask, serving

PARTS = [
    "},{",
    '"',
    "\\",
    "},{}",
    ",{}",
    "{}",
    "\n",
    "\r\n",
    ",",
    "<result>",
    "[]}}",
    "x",
    "é",
    "\t",
    "\x01",
    '"}},{"x":{',
]
MOST = 500


def written(rows: list[list[str | None]], form: str) -> bytes:
    """Have the engine write a table of strings; None is unbound."""
    names = [f"?v{number}" for number in range(len(rows[0]))] if rows else ["?v0"]
    cells = ("(" + " ".join("UNDEF" if cell is None else str(ox.Literal(cell)) for cell in row) + ")" for row in rows)
    answer = ox.Store().query(f"SELECT {' '.join(names)} {{ VALUES ({' '.join(names)}) {{ {' '.join(cells)} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return answer.serialize(format=BINDING_FORMATS[form]) or b""


def tables() -> Iterator[list[list[str | None]]]:
    chance = random.Random(20261128)  # noqa: S311
    for _ in range(250):
        width, unbound = chance.randint(1, 3), chance.choice([0, 0, 0.5, 1])
        yield [
            [
                None if chance.random() < unbound else "".join(chance.choices(PARTS, k=chance.randint(0, 5)))
                for _ in range(width)
            ]
            for _ in range(chance.choice([0, 1, 2, 3, 10]))
        ]


def count(counter: Counter, answer: bytes, size: int) -> int:
    for place in range(0, len(answer), size):
        counter.read(answer[place : place + size])
    return counter.rows


@pytest.mark.parametrize("form", BINDING_FORMATS)
def test_rows_are_counted_exactly_wherever_the_bytes_are_cut(form: str) -> None:
    for table in tables():
        answer = written(table, form)
        for size in (1, 2, 3, 7, 64, 10_000):
            assert count(EXACT[form](), answer, size) == len(table), answer
            if form in AT_MOST:
                assert count(AT_MOST[form](), answer, size) >= len(table), answer


def test_every_format_of_rows_has_a_counter() -> None:
    assert set(EXACT) == set(BINDING_FORMATS)
    assert set(AT_MOST) == {"json"}
    assert sum(1 for _ in tables()) == 250


@pytest.mark.parametrize("form", BINDING_FORMATS)
@pytest.mark.parametrize("text", ['},{"x":{"type"', "short", "\n" * 700, ",{}<result>" * 70])
def test_one_row_more_than_the_limit_ends_the_writing(form: str, text: str, tmp_path: Path) -> None:
    for rows, refused in ((MOST, False), (MOST + 1, True)):
        answer = written([[text, None]] * (rows - 1) + [[None, None]], form)
        with (tmp_path / "spool").open("w+b", buffering=0) as file:
            spool = Spool(file.fileno(), 10_000_000, MOST)
            spool.begin("select", form)
            assert overflows(spool, answer) == refused, rows
            assert refused or spool.size == len(answer)
            assert (spool.written > 0) == (spool.size > IN_MEMORY)
            assert os.fstat(file.fileno()).st_size == spool.written


def overflows(spool: Spool, answer: bytes) -> bool:
    try:
        for place in range(0, len(answer), 8_192):
            spool.write(answer[place : place + 8_192])
    except TooManyRows:
        return True
    return False


@pytest.fixture(scope="module")
def pool(tiny: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    directory = tmp_path_factory.mktemp("published")
    PublishedGraph(directory).replace(tiny)
    started = Pool(directory, Limits(rows=100, running=1))
    yield started
    started.close()


FORMATS: list[tuple[Kind, str]] = [("select", form) for form in BINDING_FORMATS] + [("graph", "turtle")]


@pytest.mark.parametrize(("kind", "form"), FORMATS)
def test_one_row_more_than_the_limit_is_refused_and_the_limit_is_not(kind: Kind, form: str, pool: Pool) -> None:
    what = "SELECT ?x" if kind == "select" else "CONSTRUCT { <a:a> <a:b> ?x }"
    body = pool.answer(Question(f"{what} {{ VALUES ?x {{ {HUNDRED} }} }}"), {kind: form}).read()
    assert b"99" in body
    with pytest.raises(RowsTooMany, match=r"more than 100 rows or triples.*LIMIT and OFFSET") as refusal:
        pool.answer(Question(f"{what} {{ VALUES ?x {{ {HUNDRED} 100 }} }}"), {kind: form})
    assert "plus de 100 lignes ou triplets" in refusal.value.french


def test_there_are_five_formats_in_question() -> None:
    assert len(FORMATS) == 5


def test_zero_means_no_limit(tmp_path: Path, tiny: bytes) -> None:
    PublishedGraph(tmp_path).replace(tiny)
    pool = Pool(tmp_path, Limits(rows=0, running=1))
    cross = f"SELECT * {{ VALUES ?x {{ {HUNDRED} }} VALUES ?y {{ {HUNDRED} }} }}"
    assert pool.answer(Question(cross), {"select": "csv"}).read().count(b"\n") == 10_001
    pool.close()


def test_a_client_is_told_the_limit_of_rows() -> None:
    with serving(CONSULAIRE_MAX_ROWS="99") as (address, _):
        refused = ask(address, f"SELECT * {{ VALUES ?x {{ {HUNDRED} }} }}")
        assert ask(address, f"SELECT * {{ VALUES ?x {{ {HUNDRED} }} }} LIMIT 99").status == 200
    assert refused.status == 503
    assert refused.problem["type"] == "https://w3id.org/consulaire/problem/row-limit"
    assert refused.problem["limit"] == 99
