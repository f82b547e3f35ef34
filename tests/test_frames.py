"""The reading of rows: many and few the same, whatever the texts hold."""

import pytest

from graph import oxigraph_store
from graph.frames import _MANY, Rows, frame, read_token


def written(values: list[str], times: int) -> bytes:
    """Write rows as the engine does, the same again and again."""
    text = f"SELECT ?x ?none {{ VALUES ?x {{ {' '.join(values)} }} }}"
    head, _, body = oxigraph_store().query(text).serialize("tsv").partition(b"\n")
    return head + b"\n" + body * times


VALUES = [
    '""',
    '" "',
    r'"a\tb"',
    r'"a\nb"',
    r'"a\rb"',
    r'"\\"',
    r'"say \"x\""',
    '"#"',
    '"NA"',
    '"nan"',
    '"null"',
    r'"\u0000"',
]
VALUES += [
    r'"\u001a"',
    '"é"',
    '"\u2028"',
    '"\ufeff"',
    '"😀"',
    '"a,b;c"',
    '"\'"',
    '"<i>"',
    '"@fr"',
    '"^^"',
    '"x"@fr',
    "1",
    "true",
]
VALUES += ["1.50", "<https://ex.org/é>", "UNDEF", '"2024-06-30"^^<http://www.w3.org/2001/XMLSchema#date>', '"x"^^<a:b>']


def test_few_rows_and_many_are_read_alike() -> None:
    times = _MANY // len(VALUES) + 1
    once, many = Rows.of_tsv(written(VALUES, 1)), Rows.of_tsv(written(VALUES, times))
    assert once.count == len(VALUES) == len(once.distinct["x"])
    assert many.count == times * len(VALUES) > _MANY
    assert [list(column) for column in many.columns] == [list(column) * times for column in once.columns]
    assert set(many.column("none")) == {""}


def test_every_text_comes_back_as_it_was() -> None:
    texts = ["", " ", "a\tb", "a\nb", "a\rb", "\\", 'say "x"', "#", "NA", "nan", "\x00", "\x1a"]
    texts += ["é", "\u2028", "\ufeff", "😀"]
    escapes = str.maketrans({char: f"\\u{ord(char):04x}" for char in '\t\n\r"\\\x00\x1a'})
    for times in (1, _MANY // len(texts) + 1):
        rows = Rows.of_tsv(written([f'"{text.translate(escapes)}"' for text in texts], times))
        assert sorted(frame(rows)["x"]) == sorted(texts * times)


def test_one_column_that_is_unbound_keeps_its_rows() -> None:
    store = oxigraph_store()
    for count in (3, _MANY + 1):
        numbers = " ".join(map(str, range(count)))
        answer = store.query(f"SELECT ?none {{ VALUES ?n {{ {numbers} }} }}")
        table = frame(Rows.of_tsv(answer.serialize("tsv")))
        assert len(table) == count
        assert table["none"].isna().all()


def test_a_query_of_no_variable_keeps_its_rows() -> None:
    rows = Rows.of_tsv(oxigraph_store().query("SELECT * { { } UNION { } }").serialize("tsv"))
    assert (rows.names, rows.count, len(frame(rows))) == ((), 2, 2)


@pytest.mark.parametrize(
    ("token", "kind"), [("<a:b>", "iri"), ("_:b", "bnode"), ('"x"', "text"), ('"x"@fr', "text"), ("+", "ill")]
)
def test_a_token_has_one_kind(token: str, kind: str) -> None:
    assert read_token(token).kind == kind


def test_a_missing_day_is_no_day_and_a_missing_number_no_number() -> None:
    rows = Rows(("day", "n"), (['"2024-06-30"^^<http://www.w3.org/2001/XMLSchema#date>', ""], ["", "7"]), 2)
    table = frame(rows)
    assert table["day"].isna().tolist() == [False, True]
    assert table["n"].isna().tolist() == [True, False]
