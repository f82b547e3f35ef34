"""The short way past the guard passes only what the whole scan would find neither reaching outside nor too complex."""

import random
from contextlib import suppress
from pathlib import Path

import pytest

from graph import oxigraph_store
from graph.errors import QueryAmbiguous, QueryTooComplex
from graph.stores.guard import DEEPEST, MOST_STEPS, check, is_plain
from graph.stores.sparql_tokens import has_dataset_clause, scan
from tests.test_guard import ATTACKS, HARMLESS, HEADS, SOUP, Listener, aimed, listener, run_bare
from tests.test_guard_limits import NESTED, WORST_PASSED

__all__ = ["listener"]  # the fixture
QUERIES = Path(__file__).resolve().parent.parent / "graph" / "queries"
NEVER = [text for text, _ in ATTACKS] + [
    "SELECT * { BIND(1 AS ?service) }",
    "SELECT * { \u017fervice <U> {} }",
    "SELECT * { serv\u0131ce <U> {} }",
    "SELECT * { SERV\u0130CE <U> {} }",
    r"SELECT * { S\u0045RVICE <U> {} }",
    'SELECT * { BIND("\\t" AS ?x) }',
    *("SELECT * " + opening * 200 + closing * 200 for opening, closing in NESTED),
]
FILLERS = [
    *SOUP,
    "b",
    "+",
    "b+",
    "!",
    "-",
    "é",
    "_",
    "1",
    "0x",
    "@en",
    "@e",
    "b-",
    "<a+b>",
    "<urn:a-b>",
    "{}",
    "()",
    "[]",
]


def passes_as_told(text: str) -> bool:
    """Hold one text to the promise; tell whether it took the short way."""
    if not is_plain(text):
        return False
    with suppress(QueryAmbiguous):
        check(text)  # anything else that it raises fails the test
    return True


@pytest.mark.parametrize("text", NEVER)
def test_a_keyword_an_escape_or_depth_never_takes_the_short_way(text: str) -> None:
    assert not is_plain(text)


def test_there_are_enough_such_texts() -> None:
    assert len(NEVER) == 99


def test_the_known_texts_keep_the_promise(shared: Path) -> None:
    known = [text for text, _ in HARMLESS] + WORST_PASSED
    known += [path.read_text(encoding="utf-8") for path in sorted((shared / "w3c").rglob("*.r[qu]"))]
    plain = [text for text in known if passes_as_told(text)]
    assert len(known) == 37 + 6 + 563
    assert len(plain) > 400


def test_every_named_query_takes_the_short_way() -> None:
    texts = [path.read_text(encoding="utf-8") for path in QUERIES.glob("*.rq")]
    assert len(texts) >= 40
    assert sum(map(passes_as_told, texts)) == len(texts)


def test_random_texts_keep_the_promise() -> None:
    chance = random.Random(20260109)  # noqa: S311
    plain = 0
    for _ in range(6_000):
        few = chance.choices(FILLERS, k=chance.randint(1, 6))
        count = chance.choice([1, 5, 60, 400, 1_500])
        plain += passes_as_told(chance.choice(HEADS) + chance.choice(["", " "]).join(chance.choices(few, k=count)))
    assert plain > 1_500


def test_a_clause_that_names_the_dataset_is_never_overlooked() -> None:
    chance = random.Random(20261129)  # noqa: S311
    words = [*FILLERS, "FROM", "from", "FrOm", "NAMED", "'from'", "?from", "#from", "FROM<U>", "FR", "OM", "\n"]
    found = 0
    for _ in range(5_000):
        text = chance.choice(HEADS) + chance.choice(["", " "]).join(chance.choices(words, k=chance.randint(1, 8)))
        told = any(token.kind == "word" and token.text.upper() == "FROM" for token in scan(text))
        assert has_dataset_clause(text) == told, text
        found += told
    assert found > 500


def test_the_bounds_are_tight_and_hold() -> None:
    for unit, most in (("b+", MOST_STEPS // 4), ("+", MOST_STEPS), ("b ", MOST_STEPS // 3), ("[]", DEEPEST)):
        assert passes_as_told(unit * (most - 1)), unit
        assert not is_plain(unit * (most + 1)), unit
    with pytest.raises(QueryTooComplex):
        check("b+" * (MOST_STEPS // 4 + 1))


def test_what_takes_the_short_way_contacts_nobody(listener: Listener) -> None:
    chance = random.Random(20261128)  # noqa: S311
    before, plain = listener.contacts, 0
    for _ in range(20_000):
        pieces = chance.choices([*SOUP, "ſervice", "SERV", "ICE", "LO", "AD", "SILENT<U>{}"], k=chance.randint(1, 9))
        text = aimed(chance.choice(HEADS).replace("service: ", "sv: ") + "".join(pieces) + "}", listener)
        if is_plain(text):
            plain += 1
            run_bare(text)
    assert plain > 5_000
    assert listener.contacts == before


def test_an_ambiguous_query_without_a_keyword_is_answered_where_the_union_is_stored() -> None:
    text = "SELECT ?x { BIND(1 AS ?x) FILTER(?x<2&&'>'='>') } # '"
    with pytest.raises(QueryAmbiguous):
        check(text)
    assert [row["x"].value for row in oxigraph_store(b"").query(text).rows()] == ["1"]
    with pytest.raises(QueryAmbiguous):
        oxigraph_store(b"", writable=True).query(text)
