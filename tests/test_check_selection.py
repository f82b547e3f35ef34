"""Choose among verdicts, and call things by the names that people use."""

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import DateError, UnknownName
from graph.load import Dataset
from graph.namespaces import ID
from graph.obligations.names import Names
from graph.obligations.notes import note_on_undated, note_on_unused_evidence, note_on_what_came_before, notes_on
from graph.obligations.selection import Selection, resolve, select
from graph.obligations.verdict import Named, Verdict

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def names(dataset: Dataset) -> Names:
    return Names(dataset.nquads)


@pytest.fixture
def three(late_com: Verdict) -> tuple[Verdict, ...]:
    cma = replace(
        late_com,
        obligation=f"{ID}obl--rule-com-cma--org-cma-y--event-cop",
        rule=replace(late_com.rule, iri=f"{ID}rule-com-cma", identifier="OB11"),
        debtor=Named(f"{ID}org-cma-y", "CMA Y", "CMA Y"),
        network="cma",
        region="75",
        status="met",
        due_earliest=None,
        due_latest=None,
        must_act=(Named(f"{ID}org-president-y", "Président Y", "President Y"),),
    )
    head = replace(
        late_com,
        obligation=f"{ID}obl--rule-z--org-head--year-2024--2024",
        debtor=Named(f"{ID}org-head", "Tête de réseau", "Head"),
        region=None,
        status="not-yet-due",
        due_earliest=date(2025, 7, 15),
        due_latest=date(2025, 7, 15),
        owed_to=(),
    )
    return late_com, cma, head


@pytest.mark.parametrize(
    ("selection", "kept"),
    [
        (Selection(), [0, 1, 2]),
        (Selection(body=f"{ID}org-cci-x"), [0]),
        (Selection(region="75"), [1]),
        (Selection(network="cci"), [0, 2]),
        (Selection(obligation=f"{ID}rule-com-cci"), [0, 2]),
        (Selection(obligation=f"{ID}obl--rule-com-cci--org-cci-x--event-cop"), [0]),
        (Selection(status="met"), [1]),
        (Selection(actor=f"{ID}org-cci-x"), [0]),
        (Selection(actor=f"{ID}org-prefecture-x"), [0, 1]),
        (Selection(actor=f"{ID}org-president-y"), [1]),
        (Selection(network="cci", status="not-yet-due"), [2]),
        (Selection(network="cma", status="not-yet-due"), []),
    ],
)
def test_each_choice_keeps_its_own(three: tuple[Verdict, ...], selection: Selection, kept: list[int]) -> None:
    assert select(three, selection) == tuple(three[number] for number in kept)


@pytest.mark.parametrize(
    ("first", "last", "kept"),
    [
        (date(2023, 10, 30), None, [0, 2]),
        (date(2023, 10, 31), None, [2]),
        (None, date(2023, 10, 1), [0]),
        (None, date(2023, 9, 30), []),
        (date(2023, 10, 15), date(2023, 10, 15), [0]),
        (date(2024, 1, 1), date(2025, 7, 14), []),
        (date(2024, 1, 1), date(2025, 7, 15), [2]),
    ],
)
def test_a_period_keeps_what_may_be_due_in_it(
    three: tuple[Verdict, ...], first: date | None, last: date | None, kept: list[int]
) -> None:
    found = select(three, Selection(due_from=first, due_to=last))
    assert found == tuple(three[number] for number in kept)


def test_a_period_without_a_day_is_refused() -> None:
    with pytest.raises(DateError, match=r"ends on 2024-01-01, before it begins on 2024-01-02.*--from and --to"):
        Selection(due_from=date(2024, 1, 2), due_to=date(2024, 1, 1))
    assert Selection(due_from=date(2024, 1, 1), due_to=date(2024, 1, 1)).dated


def test_what_has_no_due_date_is_counted_when_a_period_leaves_it_out(three: tuple[Verdict, ...]) -> None:
    assert note_on_undated(three, Selection()) == ()
    (note,) = note_on_undated(three, Selection(due_from=date(2020, 1, 1)))
    assert note.en.startswith("Left out of the period asked for: 1 obligation without a known due date;")


def test_an_obligation_that_nobody_has_is_refused_with_the_nearest(three: tuple[Verdict, ...]) -> None:
    with pytest.raises(UnknownName, match="Nearest: id:obl--rule-com-cci--org-cci-x--event-cop"):
        select(three, Selection(obligation=f"{ID}obl--rule-com-cci--org-cci-z--event-cop"))


# --- names, in the real graph ---


@pytest.mark.parametrize("told", ["28", "Normandie", "NORMANDIE", "id:geo-normandie", f"{ID}geo-normandie"])
def test_a_region_goes_by_code_name_and_iri(names: Names, told: str) -> None:
    assert names.region(told) == "28"


@pytest.mark.parametrize("told", ["Île-de-France", "ile de france", "11"])
def test_accents_and_hyphens_do_not_matter(names: Names, told: str) -> None:
    assert names.region(told) == "11"


@pytest.mark.parametrize(
    ("told", "iri"),
    [
        ("id:org-cci-normandie", "org-cci-normandie"),
        ("cci normandie", "org-cci-normandie"),
        ("Chambre de commerce et d’industrie de Normandie", "org-cci-normandie"),
        ("prefecture de region bretagne", "org-prefecture-bretagne"),
        (f"<{ID}org-cci-france>", "org-cci-france"),
    ],
)
def test_a_body_goes_by_any_of_its_names(names: Names, told: str, iri: str) -> None:
    assert names.body(told) == f"{ID}{iri}"
    assert names.actor(told) == f"{ID}{iri}"


@pytest.mark.parametrize("told", ["OB05", "ob05", "id:rule-com-cci"])
def test_a_rule_goes_by_its_identifier(names: Names, told: str) -> None:
    assert names.obligation(told) == f"{ID}rule-com-cci"


@pytest.mark.parametrize("told", ["met-late", "Met late", "respectée en retard"])
def test_a_status_goes_by_notation_and_label(names: Names, told: str) -> None:
    assert names.status(told) == "met-late"


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (Selection(region="Bretange"), r"knows no region 'Bretange'\. Nearest: Bretagne \(id:geo-bretagne\)\."),
        (Selection(region="1"), r"knows no region '1'\. Nearest: 01 \(a code has two digits\)"),
        (
            Selection(body="CCI Normandy"),
            r"knows no body 'CCI Normandy'\. Nearest: CCI Normandie \(id:org-cci-normandie\)",
        ),
        (Selection(body="zzzzzz"), r"knows no body 'zzzzzz'\. Write an IRI"),
        (Selection(actor="préfet de Bretagne"), r"knows no actor .*Préfecture de région Bretagne"),
        (Selection(obligation="OB05x"), r"knows no obligation 'OB05x'\. Nearest: .*OB05.*rule-com-cci"),
        (Selection(status="late"), r"knows no status 'late'\. Nearest: met-late"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(names: Names, told: Selection, message: str) -> None:
    with pytest.raises(UnknownName, match=message):
        resolve(told, names)


def test_of_several_things_of_one_name_the_user_says_which() -> None:
    lines = [
        f"<{ID}{name}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        f"<https://w3id.org/consulaire/ns#ConsularBody> <x:g> .\n"
        f'<{ID}{name}> <http://www.w3.org/2000/01/rdf-schema#label> "CCI Double" <x:g> .\n'
        for name in ("org-one", "org-two")
    ]
    with pytest.raises(UnknownName, match=r"more than one body\. Say which: CCI Double \(id:org-one\), CCI Double"):
        Names("".join(lines).encode()).body("cci double")


# --- what limits an opinion ---


def test_an_ordinary_day_needs_no_remark(names: Names) -> None:
    assert notes_on(date(2024, 6, 30), TODAY, names) == ()


def test_a_day_before_the_register_is_told(names: Names) -> None:
    (note, *_) = notes_on(date(1998, 1, 1), TODAY, names)
    assert "No rule of this graph is in force before 1 July 2007" in note.en
    assert "1er juillet 2007" in note.fr


def test_a_day_within_the_bounds_of_the_next_renewal_is_told(names: Names) -> None:
    notes = [note.en for note in notes_on(date(2027, 10, 15), TODAY, names)]
    assert "15 October 2027 is to come" in notes[0]
    assert [note for note in notes if "may come before or after the day asked for" in note] == notes[1:]
    assert len(notes) == 3


def test_a_day_beyond_the_last_known_renewal_is_told_and_nothing_guessed(names: Names) -> None:
    notes = [note.en for note in notes_on(date(2031, 1, 1), TODAY, names)]
    assert len(notes) == 3
    assert "is dated between 1 and 31 October 2027" in notes[1]
    assert notes[1].endswith("has no due date, and none is guessed.")


def test_no_renewal_at_all_needs_no_remark() -> None:
    assert notes_on(date(2031, 1, 1), date(2031, 1, 1), Names(b"")) == ()


def test_what_is_left_out_for_want_of_a_reference_is_counted() -> None:
    (note,) = note_on_what_came_before(22, date(2016, 1, 1))
    assert note.fr.startswith("Hors de cet avis : 22 obligations d'un fait antérieur au 1er janvier 2016")
    assert note.en.startswith("Left out of this opinion: 22 obligations arising before 1 January 2016")
    assert note_on_what_came_before(0, date(2016, 1, 1)) == ()


def test_evidence_on_an_obligation_that_is_not_there_is_named() -> None:
    (note,) = note_on_unused_evidence([f"{ID}obl--rule-x--org-a--event-b"])
    assert "ne comptent pas : id:obl--rule-x--org-a--event-b." in note.fr
    assert "does not count: id:obl--rule-x--org-a--event-b." in note.en
    assert note_on_unused_evidence([]) == ()
