"""Search: what is found first, what makes no difference, what is counted, what a day takes away."""

import csv
from datetime import date
from pathlib import Path

import pytest

from graph import Graph, oxigraph_store
from graph.load import Dataset
from graph.namespaces import ID, PREFIXES, short
from graph.search import EXACT, FACETS, Finder, UnknownChoice, Wanted
from graph.search.folding import fold, telling_words

CASES = list(csv.DictReader(Path(__file__).with_name("search-cases.csv").read_text(encoding="utf-8").splitlines()))
DAYS = ("2010-06-30", "2016-01-01", "2019-06-30", "2021-01-01", "2022-11-07", "2024-06-30")


@pytest.fixture(scope="module")
def finder(dataset: Dataset) -> Finder:
    return Finder.of(oxigraph_store(dataset.nquads))


@pytest.fixture(scope="module")
def graph(dataset: Dataset) -> Graph:
    return Graph(oxigraph_store(dataset.nquads), version="0")


def found(finder: Finder, text: str, **chosen: list[str]) -> list[str]:
    return [short(hit.entry.iri) for hit, _ in finder.search(Wanted(text, chosen, size=10_000)).hits]


def test_there_are_as_many_cases_as_were_written() -> None:
    assert len(CASES) == 62
    assert len({case["query"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["query"])
def test_what_is_meant_is_found_first(case: dict[str, str], finder: Finder) -> None:
    assert found(finder, case["query"])[:1] == [case["first"]], case["why"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ŒUVRE, cœur, Ægis", "oeuvre coeur aegis"),
        ("l’Île d'Oléron", "ile oleron"),
        ("Aujourd'hui qu'il", "aujourd hui il"),
        ("Sainte‑Croix–Nord", "sainte croix nord"),
        ("STRASSE straße", "strasse strasse"),
        ("e\u0301te\u0301", "ete"),
        ("R.712-21 I bis", "r 712 21 i bis"),
        ("<b>&amp;</b>", "b amp b"),
        ("\x00()*.[", ""),
    ],
)
def test_signs_make_no_difference(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_small_words_need_not_match_unless_there_is_nothing_else(finder: Finder) -> None:
    assert telling_words("la com de la cci") == ("com", "cci")
    assert found(finder, "signature COM Normandie") == found(finder, "la signature de la COM de Normandie")
    assert telling_words("la") == ("la",)


def test_every_word_must_match(finder: Finder) -> None:
    assert set(found(finder, "cci normandie deauville")) <= set(found(finder, "cci normandie"))
    assert found(finder, "normandie xyzzy") == []


def test_whole_names_come_before_beginnings_and_those_before_other_words(finder: Finder) -> None:
    ranks = [hit.rank for hit, _ in finder.search(Wanted("cma normandie", size=500)).hits if hit.entry.kind.weight < 20]
    assert ranks == sorted(ranks)
    assert ranks[0] == EXACT


def test_the_same_kind_and_rank_come_in_one_order(finder: Finder, dataset: Dataset) -> None:
    lines = dataset.nquads.splitlines(keepends=True)
    other = Finder.of(oxigraph_store(b"".join(reversed(lines))))
    for text in ("", "cci", "plan", "R. 712"):
        assert found(finder, text) == found(other, text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("normnadie", "Normandie"),
        ("chambre de comerce", "chambre de commerce"),
        ("mutualisaton", "mutualisation"),
        ("aix marsielle", "aix Marseille"),
        ("di crecsenzo", "di Crescenzo"),
    ],
)
def test_a_slip_is_told_with_what_may_be_meant(typed: str, meant: str, finder: Finder) -> None:
    none = finder.search(Wanted(typed))
    assert (none.total, none.corrections[0]) == (0, meant)
    assert finder.search(Wanted(meant)).total > 0


def test_words_that_no_thing_has_together_are_counted_alone(finder: Finder) -> None:
    none = finder.search(Wanted("deauville gomez"))
    assert (none.total, none.corrections) == (0, ())
    assert dict(none.alone) == {word: finder.search(Wanted(word)).total for word in ("deauville", "gomez")}


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("/id/org-cci-normandy", "id:org-cci-normandie"),
        ("/id/org-cci-normandie", "id:org-cci-normandie"),
        ("id:org-cma-vaar", "id:org-cma-var"),
        ("/ns/Agrement", "cons:Agreement"),
        ("/id/instr-com-normandie.html", "id:instr-com-normandie"),
        ("CCI Normandi", "id:org-cci-normandie"),
    ],
)
def test_the_nearest_thing_to_an_address_or_a_name(told: str, meant: str, finder: Finder) -> None:
    assert short(finder.nearest(told)[0].iri) == meant


def test_nothing_is_near_nonsense_and_no_more_than_the_beginning_of_a_long_text_is_read(finder: Finder) -> None:
    for text in ("", "/", "/wp-login.php", "é" * 100_000, "/a" * 100_000, "%" * 100_000, "org cci " * 50_000, "\x00"):
        assert len(finder.nearest(text)) <= 5
    assert finder.nearest("/wp-login.php") == []
    for end in ("z" * 100_000, "%7A" * 100_000, " cci" * 50_000):
        assert short(finder.nearest("org-cci-normandy" + " " * 80 + end)[0].iri) == "id:org-cci-normandie"


@pytest.mark.parametrize("facet", FACETS)
def test_a_count_is_what_the_choice_would_leave(facet: str, finder: Finder) -> None:
    for text, chosen in (("cci", {"region": ["normandie"]}), ("", {"kind": ["body", "convention"]}), ("com", {})):
        told = finder.search(Wanted(text, chosen)).facets[facet]
        others = {name: keys for name, keys in chosen.items() if name != facet}
        for choice in told:
            alone = finder.search(Wanted(text, {**others, facet: [choice.key]})).total
            assert (choice.key, choice.count) == (choice.key, alone)
            assert choice.chosen == (choice.key in chosen.get(facet, ()))


def test_several_choices_of_a_facet_add_up_and_facets_narrow_each_other(finder: Finder) -> None:
    both = set(found(finder, "", kind=["body"], region=["normandie", "bretagne"]))
    each = [set(found(finder, "", kind=["body"], region=[one])) for one in ("normandie", "bretagne")]
    assert both == each[0] | each[1]
    assert "id:org-cci-normandie" in both
    assert "id:org-cma-bretagne" in both


def test_the_region_of_a_body_is_the_one_that_the_listing_gives(finder: Finder, graph: Graph) -> None:
    bodies = graph.bodies().set_index("body")["region"].dropna()
    assert len(bodies) > 200
    for iri, region in bodies.items():
        assert finder.index.by_iri[str(iri)].values["region"] == (region,)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [("2022", 2022, 2022), ("2019-2021", 2019, 2021), ("-2009", 0, 2009), ("2025-", 2025, 9999)],
)
def test_a_period_is_a_year_or_two(period: str, start: int, end: int, finder: Finder) -> None:
    left = {hit.entry.iri for hit, _ in finder.search(Wanted("", {"period": [period]}, size=10_000)).hits}
    within = {
        entry.iri
        for entry in finder.index.entries
        if entry.years and (entry.years[0] or 0) <= end and start <= (entry.years[1] or 9999)
    }
    assert left == within != set()


def test_what_has_no_date_is_a_choice_of_its_own(finder: Finder) -> None:
    left = {hit.entry.iri for hit, _ in finder.search(Wanted("", {"period": ["none"]}, size=10_000)).hits}
    assert left == {entry.iri for entry in finder.index.entries if entry.years is None} != set()


@pytest.mark.parametrize(
    ("facet", "value", "hint"),
    [
        ("kind", "bodies", "body"),
        ("region", "normandy", "normandie"),
        ("network", "<script>", "cci"),
        ("theme", "x" * 10_000, "Such as"),
        ("period", "2021-2019", "in order"),
        ("period", "-", "a year"),
        ("period", "20221", "a year"),
    ],
)
def test_a_choice_that_is_none_is_refused_with_what_there_is(facet: str, value: str, hint: str, finder: Finder) -> None:
    with pytest.raises(UnknownChoice) as refused:
        finder.search(Wanted("", {facet: [value]}))
    assert hint in str(refused.value)
    assert len(str(refused.value)) < 400
    assert "Le filtre" in refused.value.french


def test_more_choices_than_anybody_makes_are_refused(finder: Finder) -> None:
    with pytest.raises(UnknownChoice, match="more than 50"):
        finder.search(Wanted("", {"kind": ["body"] * 51}))


@pytest.mark.parametrize("day", DAYS)
def test_what_was_there_on_a_day_is_what_the_listings_say(day: str, finder: Finder, graph: Graph) -> None:
    when = date.fromisoformat(day)
    for kind, table, name in (("body", graph.bodies(at=when), "body"), ("convention", graph.conventions(at=when), "")):
        there = finder.search(Wanted("", {"kind": [kind]}, when, size=10_000))
        told = {hit.entry.iri: presence for hit, presence in there.hits}
        listed = dict(zip(table[name or "convention"], table["certainty"], strict=True))
        programmes = {iri for iri in told if f"{PREFIXES['cons']}Programme" in finder.index.by_iri[iri].classes}
        assert {iri: one for iri, one in told.items() if iri not in programmes} == listed
        assert there.left_out == finder.search(Wanted("", {"kind": [kind]})).total - there.total


def test_what_had_not_happened_yet_is_left_out_and_counted(finder: Finder) -> None:
    before, after = (finder.search(Wanted("signature de la COM de Normandie", day=day)) for day in _days_around())
    signing = f"{ID}event-signing-normandie"
    assert signing not in {hit.entry.iri for hit, _ in before.hits}
    assert signing in {hit.entry.iri for hit, _ in after.hits}
    assert before.left_out > after.left_out == 0


def _days_around() -> tuple[date, date]:
    return date(2023, 9, 11), date(2023, 9, 12)


def test_pages_share_out_what_was_found(finder: Finder) -> None:
    whole = found(finder, "cci normandie")
    pages = finder.search(Wanted("cci normandie", size=7)).pages
    parts = [finder.search(Wanted("cci normandie", page=page, size=7)).hits for page in range(1, pages + 1)]
    assert [short(hit.entry.iri) for part in parts for hit, _ in part] == whole
    assert finder.search(Wanted("cci normandie", page=pages + 1, size=7)).hits == ()


def test_a_graph_that_is_too_large_is_not_said_to_be_searched_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    store = oxigraph_store(writable=True)
    store.update(f'INSERT DATA {{ <a:one> <{PREFIXES["rdfs"]}label> "One", "Two" }}')
    assert Graph(store, version="0").search("one").attrs["whole"] is True
    monkeypatch.setattr("graph.search.reading._MOST", 2)
    assert Graph(store, version="0").search("one").attrs["whole"] is False


def test_a_graph_of_strangers_that_contradicts_itself_can_be_searched() -> None:
    turtle = f"""
    <a:one> <{PREFIXES["rdfs"]}label> "One" ; a <{PREFIXES["cons"]}ConsularBody> ;
      <{PREFIXES["cons"]}startEarliest> "tomorrow", "2020-01-01" ; <{PREFIXES["cons"]}endLatest> "2010-01-01" ;
      <{PREFIXES["cons"]}locatedIn> <a:one> ; <{PREFIXES["cons"]}party> <a:two> ; <{PREFIXES["skos"]}broader> <a:one> .
    <a:two> <{PREFIXES["rdfs"]}label> "" , "Two"@de ; <{PREFIXES["cons"]}party> <a:one> ;
      <{PREFIXES["cons"]}startYear> "0", "123456" .
    <a:three> <{PREFIXES["rdfs"]}label> "Three" ; a <{PREFIXES["eli"]}LegalResourceSubdivision> ;
      <{PREFIXES["eli"]}first_date_entry_in_force> "2020-01-01" ;
      <{PREFIXES["eli"]}date_no_longer_in_force> "2010-01-01" .
    <a:four> <{PREFIXES["rdfs"]}label> "Four" ; a <{PREFIXES["eli"]}LegalResourceSubdivision> ;
      <{PREFIXES["eli"]}first_date_entry_in_force> "2020-01-01" ;
      <{PREFIXES["eli"]}date_no_longer_in_force> "9999-12-31" .
    <a:five> <{PREFIXES["rdfs"]}label> "Five" ; a <{PREFIXES["cons"]}ObligationRule> ;
      <{PREFIXES["cons"]}inForceFrom> "2020-01-01" ; <{PREFIXES["cons"]}inForceUntil> "9999-12-31" .
    <a:six> <{PREFIXES["rdfs"]}label> "Six" ; <{PREFIXES["cons"]}endLatest> "0001-01-01" .
    """
    store = oxigraph_store(writable=True)
    store.update(f"INSERT DATA {{ {turtle} }}")
    finder = Finder.of(store)
    assert found(finder, "one") == ["a:one"]
    assert finder.search(Wanted("two", day=date(2020, 1, 1))).total == 1
    years = {name: finder.index.by_iri[f"a:{name}"].years for name in ("three", "four", "five", "six")}
    assert years == {"three": None, "four": (2020, None), "five": (2020, None), "six": (None, 1)}
    assert Finder.of(oxigraph_store()).search(Wanted("one")).total == 0
