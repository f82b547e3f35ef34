"""Hold the sentences of verdicts to what they must say and must never say, in both languages."""

from dataclasses import replace
from datetime import date

import pytest

from graph.obligations.deadlines import DEADLINE_KINDS
from graph.obligations.reasons import due_basis, gap, reason, remedy, status_label
from graph.obligations.verdict import STATUSES, EvidenceItem, Named, Requirement, Rule, Verdict
from graph.obligations.wording import (
    LANGUAGES,
    Language,
    cite_article,
    day_in_words,
    of,
    quantity,
    the,
    to,
    when,
    yearly_day,
)

GAPS = (
    *("trigger-date", "due-date", "evidence-date", "body-form", "rule-text", "condition", "evidence"),
    *("end-of-instrument", "birth-date", "mandate-dates", "order", "binding"),
)
ID = "https://w3id.org/consulaire/id/"
COP = Named(f"{ID}event-cop", "Signature du COP des CCI 2023-2027", "Signing of the 2023-2027 COP of the CCIs")
PACA = Named(f"{ID}org-cci-paca", "CCI Provence-Alpes-Côte d'Azur", "CCI Provence-Alpes-Côte d'Azur")
PREFECT = Named(f"{ID}org-pref", "Préfecture de région Normandie", "Regional prefecture of Normandie")
CCI_FRANCE = Named(f"{ID}org-cci-france", "CCI France", "CCI France")
ARTICLE = Named(
    f"{ID}law-commerce-r712-21--2019-12-11",
    "Code de commerce, art. R. 712-21 (version du 11 décembre 2019)",
    "Commercial Code, art. R. 712-21 (version of 11 December 2019)",
)
RULE = Rule(
    iri=f"{ID}rule-com-cci",
    identifier="OB05",
    label_fr="COM des CCI dans les six mois du COP",
    label_en="CCI COM within six months of the COP",
    deadline_kind="months-after",
    trigger_kind="cop-signing",
    requires_fr="Actions payées par la taxe.",
    requires_en="Actions paid by the tax.",
    expected_fr="COM datée, avec ses trois signatures.",
    expected_en="Dated COM, with its three signatures.",
    comment_fr=None,
    comment_en=None,
    public=True,
    unread=(),
    months=6,
)
COM = EvidenceItem(
    iri=f"{ID}found-x",
    shows=Named(f"{ID}instr-com", "COM 2023-2027 de la CCI PACA", "COM 2023-2027 of CCI PACA"),
    by_rule=True,
    performed=True,
    earliest=date(2024, 5, 23),
    latest=date(2024, 5, 23),
    timeliness="late",
)
LATE = Verdict(
    obligation=f"{ID}obl--rule-com-cci--org-cci-paca--event-cop",
    as_of=date(2024, 6, 30),
    rule=RULE,
    article=ARTICLE,
    article_now=ARTICLE,
    debtor=PACA,
    network="cci",
    region="93",
    region_label="Provence-Alpes-Côte d'Azur",
    trigger=COP,
    trigger_earliest=date(2023, 4, 1),
    trigger_latest=date(2023, 4, 30),
    year=None,
    due_earliest=date(2023, 10, 1),
    due_latest=date(2023, 10, 30),
    due_basis="computed",
    status="met-late",
    certain=True,
    evidence=(COM,),
    owed_to=(PREFECT, CCI_FRANCE),
)
NO_EVIDENCE = replace(LATE, status="overdue-no-evidence", evidence=())
KINDS: dict[str, dict[str, int]] = {
    "months-after": {"months": 6},
    "weeks-after": {"weeks": 5},
    "days-after": {"days": 15},
    "yearly-date": {"month": 2, "day": 31},
    "cap": {"months": 180},
    "age-on-day": {"age": 65, "month": 1, "day": 1},
    "times-per-year": {"count": 2},
    "max-gap": {"months": 2},
    "no-overlap": {"days": 10},
}


def of_kind(verdict: Verdict, kind: str) -> Verdict:
    told = KINDS.get(kind, {})
    amounts = {name: told.get(name) for name in ("months", "weeks", "days", "month", "day", "count", "age")}
    rule = replace(RULE, deadline_kind=kind)
    for name, number in amounts.items():
        object.__setattr__(rule, name, number)
    return replace(verdict, rule=rule)


# --- the sentences of one verdict, whole ---


def test_the_reason_of_a_late_com_names_rule_trigger_count_and_evidence_in_french() -> None:
    assert reason(LATE, "fr") == (
        "L'article R. 712-21 du code de commerce (version du 11 décembre 2019), en vigueur au jour du fait, soumet "
        "la CCI Provence-Alpes-Côte d'Azur à la règle OB05, « COM des CCI dans les six mois du COP », à une échéance "
        "qui tombe entre le 1er et le 30 octobre 2023 : six mois après la signature du COP des CCI 2023-2027 (entre le "
        "1er et le 30 avril 2023), comptés de quantième à quantième, dernier jour compris (convention de ce projet). "
        "L'exécution est établie par « COM 2023-2027 de la CCI PACA » (le 23 mai 2024), après l'échéance, quel que "
        "soit le jour retenu entre ces bornes."
    )


def test_the_reason_of_a_late_com_names_the_same_in_english() -> None:
    assert reason(LATE, "en") == (
        "Article R. 712-21 of the Commercial Code (version of 11 December 2019), in force on the day of the fact, "
        "subjects CCI Provence-Alpes-Côte d'Azur to rule OB05, “CCI COM within six months of the COP”, by a day "
        "that falls between 1 and 30 October 2023: six months after the signing of the 2023-2027 COP of the CCIs "
        "(between 1 and 30 April 2023), counted date to date, last day included (a convention of this project). "
        "Performance is shown by “COM 2023-2027 of CCI PACA” (on 23 May 2024), after the due date, whichever day of "
        "these bounds is taken."
    )


def test_absence_of_evidence_is_never_told_as_not_done() -> None:
    assert "cela ne dit pas que l'acte n'a pas été accompli" in reason(NO_EVIDENCE, "fr")
    assert "this does not say that the act was not done" in reason(NO_EVIDENCE, "en")
    private = replace(NO_EVIDENCE, rule=replace(RULE, public=False))
    assert "ne sont d'ordinaire pas publiques" in reason(private, "fr")
    assert "les demander à la CCI Provence-Alpes-Côte d'Azur" in remedy(private, "fr")
    assert "are not normally public" in reason(private, "en")


def test_the_remedy_says_what_document_by_whom_and_to_whom() -> None:
    assert remedy(NO_EVIDENCE, "fr") == (
        "Si l'acte est accompli, verser la pièce datée qui montre l'exécution (COM datée, avec ses trois signatures). "
        "Sinon, la CCI Provence-Alpes-Côte d'Azur doit agir, et adresser l'acte à la préfecture de région Normandie et "
        "à CCI France."
    )
    assert remedy(NO_EVIDENCE, "en") == (
        "If the act is done, add the dated document that shows performance (dated COM, with its three signatures). "
        "Otherwise, CCI Provence-Alpes-Côte d'Azur must act, and send the act to the regional prefecture of Normandie "
        "and to CCI France."
    )


def test_requirements_that_nothing_shows_are_told_once_and_not_as_lacking() -> None:
    role = Named("def:role", "président de la chambre de région", "president of the regional chamber")
    checks = (
        Requirement("signatory", role, "not-shown"),
        Requirement("deliberation", None, "not-shown"),
        Requirement("countersignatory", CCI_FRANCE, "shown"),
    )
    verdict = replace(LATE, evidence=(replace(COM, requirements=checks),))
    assert reason(verdict, "fr").endswith(
        "Ce graphe ne montre pas, sans que cela dise qu'ils manquent : premier signataire (président de la chambre "
        "de région) et délibération préalable."
    )
    assert "CCI France" not in reason(verdict, "fr").rsplit(". ", 1)[1]
    wrong = replace(LATE, evidence=(replace(COM, requirements=(Requirement("deliberation", None, "contradicted"),)),))
    assert reason(wrong, "en").endswith("A fact of this graph contradicts: prior deliberation.")


def test_a_rule_that_recorded_days_keep_without_any_act_is_told_by_them() -> None:
    told = {
        "cap": ("Les mandats enregistrés respectent ce plafond", "The recorded terms respect this cap"),
        "age-on-day": ("L'âge enregistré respecte cette limite", "The recorded age respects this limit"),
        "no-overlap": ("Le cumul a cessé à temps", "The overlap was ended in time"),
    }
    for kind, (french, english) in told.items():
        kept = of_kind(replace(LATE, status="met", evidence=()), kind)
        assert reason(kept, "fr").endswith(f". {french}, quel que soit le jour retenu.")
        assert reason(kept, "en").endswith(f". {english}, whichever day is taken.")
        shown = reason(replace(kept, evidence=(COM,)), "fr")
        assert "L'exécution est établie par « COM 2023-2027 de la CCI PACA »" in shown
    assert reason(replace(LATE, status="met", evidence=()), "fr").endswith(
        ". Les faits enregistrés respectent la règle, quel que soit le jour retenu."
    )


# --- every status, deadline kind and gap ---


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", DEADLINE_KINDS)
@pytest.mark.parametrize("status", STATUSES)
def test_every_status_and_deadline_kind_has_sentences(status: str, kind: str, language: Language) -> None:
    shown: tuple[EvidenceItem, ...] = (COM,) if status.startswith("met") or status == "contested" else ()
    if status == "contested":
        shown = (COM, replace(COM, performed=False))
    for dated in (True, False):
        verdict = of_kind(replace(LATE, status=status, evidence=shown, year=2023), kind)
        if not dated:
            verdict = replace(verdict, due_earliest=None, due_latest=None, trigger_earliest=None, trigger_latest=None)
        for told in (reason(verdict, language), remedy(verdict, language)):
            assert_well_written(told, language)
        assert due_basis(verdict, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notation", GAPS)
def test_every_gap_is_named_explained_and_has_a_remedy(notation: str, language: Language) -> None:
    verdict = replace(LATE, status="undetermined", gaps=(notation,))
    told = reason(verdict, language)
    assert gap(notation, language) in told
    assert notation == "evidence" or gap(notation, language) != notation
    for text in (told, remedy(verdict, language)):
        assert_well_written(text, language)


def assert_well_written(text: str, language: Language) -> None:
    assert text[0].isupper(), text
    assert text.endswith("."), text
    wrong = ["None", "  ", "..", " ,", " .", "( ", "()", "  "]
    if language == "fr":
        wrong += [
            " de le ",
            " de les ",
            " à le ",
            " de a",
            " de é",
            " la é",
            " le a",
            " que il ",
            " “",
            " d'C",
            " de El",
        ]
    else:
        wrong += [" ;", " :", "«", " le ", " la ", " du "]
    assert [piece for piece in wrong if piece in text] == [], text


def test_every_status_has_its_label_in_both_languages() -> None:
    assert [status for status in STATUSES if status_label(status, "fr") == status] == []
    assert status_label("overdue-no-evidence", "en") == "overdue, no evidence in this graph"
    assert status_label("met-late", "fr") == "respectée en retard"


# --- particular cases ---


def test_a_rule_whose_time_limit_was_not_read_claims_no_due_date() -> None:
    verdict = replace(NO_EVIDENCE, status="undetermined", gaps=("rule-text",), rule=replace(RULE, unread=("deadline",)))
    assert "n'a pas été lu en entier" in reason(verdict, "fr")
    assert "octobre 2023" not in reason(verdict, "fr")


def test_before_next_says_that_the_text_sets_no_time_limit() -> None:
    verdict = of_kind(replace(NO_EVIDENCE, status="not-yet-due", due_basis="expected"), "before-next")
    assert "le texte ne fixe aucun délai" in reason(verdict, "fr")
    assert "the text sets no time limit" in due_basis(verdict, "en")
    assert due_basis(verdict, "fr").startswith("attendue : ")
    lost = replace(verdict, due_earliest=None, due_latest=None, due_basis="none")
    assert "que ce graphe ne contient pas" in reason(lost, "fr")


def test_only_possible_duties_are_told_as_possible() -> None:
    verdict = replace(NO_EVIDENCE, status="undetermined", certain=False, gaps=("body-form",))
    assert "pourrait soumettre la CCI" in reason(verdict, "fr")
    assert "may subject CCI" in reason(verdict, "en")


def test_non_performance_from_a_complete_register_names_the_register() -> None:
    register = Named(f"{ID}complete-x", "Registre des COM 2023", "Register of the COMs of 2023")
    verdict = replace(NO_EVIDENCE, status="breached", completeness=(register,))
    assert "« Registre des COM 2023 » est déclaré complet" in reason(verdict, "fr")


def test_an_unknown_wording_of_the_text_is_told() -> None:
    assert "n'est pas dans ce graphe soumet la CCI" in reason(replace(LATE, article=None), "fr")


# --- words ---


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2023, 7, 1), "1er juillet 2023", "1 July 2023"),
        (date(2024, 2, 29), "29 février 2024", "29 February 2024"),
    ],
)
def test_days_are_written_in_words(day: date, french: str, english: str) -> None:
    assert (day_in_words(day, "fr"), day_in_words(day, "en")) == (french, english)


@pytest.mark.parametrize(
    ("first", "last", "french"),
    [
        (date(2023, 10, 1), date(2023, 10, 30), "entre le 1er et le 30 octobre 2023"),
        (date(2022, 11, 7), date(2022, 12, 1), "entre le 7 novembre et le 1er décembre 2022"),
        (date(2022, 12, 31), date(2023, 1, 1), "entre le 31 décembre 2022 et le 1er janvier 2023"),
        (date(2022, 12, 31), None, "le 31 décembre 2022 au plus tôt"),
        (None, date(2023, 1, 1), "le 1er janvier 2023 au plus tard"),
        (None, None, "à une date inconnue"),
    ],
)
def test_bounds_are_written_without_saying_twice_what_is_the_same(
    first: date | None, last: date | None, french: str
) -> None:
    assert when(first, last, "fr") == french


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Signature du COP", ("la signature du COP", "de la signature du COP", "à la signature du COP")),
        (
            "Renouvellement de 2021",
            ("le renouvellement de 2021", "du renouvellement de 2021", "au renouvellement de 2021"),
        ),
        ("Élection du bureau", ("l'élection du bureau", "de l'élection du bureau", "à l'élection du bureau")),
        ("CCI Normandie", ("la CCI Normandie", "de la CCI Normandie", "à la CCI Normandie")),
        ("CMA France", ("CMA France", "de CMA France", "à CMA France")),
        ("EPCIC", ("l'EPCIC", "de l'EPCIC", "à l'EPCIC")),
        ("État", ("l'État", "de l'État", "à l'État")),
        ("Comptes de 2023", ("les comptes de 2023", "des comptes de 2023", "aux comptes de 2023")),
        ("Aline Exemple", ("Aline Exemple", "d'Aline Exemple", "à Aline Exemple")),
    ],
)
def test_names_take_their_article(name: str, expected: tuple[str, str, str]) -> None:
    assert (the(name, "fr"), of(name, "fr"), to(name, "fr")) == expected


@pytest.mark.parametrize(
    ("name", "french"),
    [
        ("Loi PACTE, art. 43", "l'article 43 de la loi PACTE"),
        ("Décret n° 2025-1248, art. 4", "l'article 4 du décret n° 2025-1248"),
        ("Code de l'artisanat, ancien art. 25", "l'ancien article 25 du code de l'artisanat"),
    ],
)
def test_articles_are_cited_as_a_jurist_does(name: str, french: str) -> None:
    assert cite_article(name, "fr") == french


def test_numbers_agree_with_their_unit() -> None:
    assert quantity(1, "week", "fr") == "une semaine"
    assert quantity(1, "month", "en") == "one month"
    assert quantity(15, "day", "fr") == "quinze jours"
    assert quantity(60, "month", "fr") == "60 mois"
    assert yearly_day(2, 31, "fr") == "le dernier jour de février"
    assert yearly_day(7, 1, "fr") == "le 1er juillet"
