"""Hold explanations to what they must tell: text by version, debtor, trigger and sources, due day, evidence."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

import pytest
from click.testing import CliRunner, Result

from graph.cli import cli
from graph.load import load
from graph.namespaces import ID
from graph.obligations import Verdict, evaluate, read_verdicts
from graph.obligations.background import Background
from graph.obligations.explain import explain, heading
from graph.obligations.reasons import reason, remedy
from graph.obligations.wording import LANGUAGES, Language
from graph.stores import oxigraph_store

DAY = date(2024, 6, 30)
PACA = "CCI Provence-Alpes-Côte d'Azur"


@cache
def background() -> Background:
    return Background(oxigraph_store(load().nquads))


@cache
def verdicts() -> tuple[Verdict, ...]:
    return read_verdicts(evaluate(load().nquads, DAY))


def verdict(identifier: str, debtor: str, year: int | None = None) -> Verdict:
    found = [
        one
        for one in verdicts()
        if one.rule.identifier == identifier and one.debtor.label_fr == debtor and one.year == year
    ]
    assert found, (identifier, debtor)
    return max(found, key=lambda one: one.trigger_latest or date.min)


def told(identifier: str, debtor: str, language: Language = "fr", year: int | None = None) -> str:
    return "\n".join(explain(verdict(identifier, debtor, year), background(), language))


# --- one explanation, from the text to what would change it ---


def test_the_late_com_of_paca_is_explained_step_by_step() -> None:
    text = told("OB05", PACA)
    for piece in (
        "repose sur l'article R. 712-21 du code de commerce ; elle vaut à compter du 11 décembre 2019",
        "version du 3 décembre 2010 et version du 11 décembre 2019",
        "CCI de région, niveau région ; la règle l'oblige",
        "Le fait déclencheur est la signature du COP des CCI 2023-2027 (entre le 1er et le 30 avril 2023)",
        "Sa date est lue dans « Convention entre l'État et la CCI de région PACA, mai 2024 »",
        "six mois après le 1er avril 2023, c'est le 1er octobre 2023",
        "six mois après le 30 avril 2023, c'est le 30 octobre 2023",
        "Preuve trouvée par règle, sans jugement d'une personne : « COM 2023-2027 de la CCI PACA » (le 23 mai 2024)",
        "Exigence « premier signataire (président de la chambre de région) » : établie, par « Signature de Philippe",
        "Exigence « délibération préalable » : non établie",
        "D'où l'avis : respectée en retard",
        "l'acte est dû à CCI France et à la préfecture de région Provence-Alpes-Côte d'Azur",
        "Changerait cet avis : une preuve plus ancienne de l'exécution",
    ):
        assert piece in text
    assert heading(verdict("OB05", PACA), "fr").endswith("au 30 juin 2024 : respectée en retard")


def test_the_same_is_told_in_english() -> None:
    text = told("OB05", PACA, "en")
    for piece in (
        "rests on article R. 712-21 of the Commercial Code; it holds from 11 December 2019",
        "six months after 30 April 2023 is 30 October 2023",
        "Evidence found by rule, judged by nobody",
        "Hence the verdict: met late.",
        "What would change this verdict: earlier evidence of performance",
    ):
        assert piece in text


def test_evidence_that_a_curator_judged_is_told_with_its_passage() -> None:
    text = told("OB05", "CCI Normandie")
    assert "Preuve jugée à la main par un curateur : « COM 2023-2027 des CCI de Normandie »" in text
    assert "(paragraphe 5, caractères 450-674)" in text


def test_a_renumbered_article_is_told_with_its_number_of_the_day_and_of_today() -> None:
    text = told("OB02", "CMA Nouvelle-Aquitaine")
    assert "En vigueur au jour du fait : l'ancien article 23, I, 11° bis du code de l'artisanat" in text
    assert "au 30 juin 2024 s'applique l'article R. 321-5, 13° du code de l'artisanat" in text
    assert "autre partie (réseau des CCI) » : établie, par « CCI Nouvelle-Aquitaine »" in text


def test_a_plan_has_no_time_limit_and_the_round_is_dated_by_the_later_poll() -> None:
    text = told("OB01", "CCI Grand Est")
    assert "le texte ne fixe aucun délai" in text
    assert "date du plus tardif des deux scrutins" in text
    assert "dont la veille est attendue entre le 30 septembre et le 30 octobre 2027" in text


def test_a_body_whose_form_is_not_known_is_only_possibly_bound() -> None:
    text = told("OB25", "CCI Ariège", year=2019)
    assert "établissement de forme non établie ; il n'est pas établi que la règle l'oblige" in text
    assert "Précision qui manque : forme de l'établissement" in text


# --- the sentences of the whole graph ---


def test_every_reason_remedy_and_explanation_of_the_graph_is_well_formed() -> None:
    seen: dict[tuple[object, ...], Verdict] = {}
    for one in verdicts():
        if one.debtor.label_fr.startswith("id:"):
            continue  # somebody whom the graph gives no name
        seen.setdefault((one.rule.identifier, one.status, one.gaps, one.certain, bool(one.evidence)), one)
    assert len(seen) >= 60
    found = []
    for one in seen.values():
        for language in LANGUAGES:
            sentences = [reason(one, language), remedy(one, language), *explain(one, background(), language)]
            found += [(one.obligation, sentence) for sentence in faults(sentences, language)]
    assert found == []


def faults(sentences: Iterable[str], language: Language) -> list[str]:
    """List what reads wrong, names and titles between quotation marks apart: they are as their sources write them."""
    wrong = r"\bNone\b|  |\.\.|\(\)|\bid:|https?:"
    if language == "fr":
        wrong += r"| de le | de les | à le | à les |\bque il\b|\ble [aeiouéèê]|\bde une?\b"
    else:
        wrong += r"| ;| :|«|»"
    plain = [(one, re.sub("«[^»]*»|“[^”]*”", "“”", one)) for one in sentences]
    return [
        one
        for one, bare in plain
        if re.search(wrong, bare) or not one.endswith(".") or not (one[0].isupper() or one[0] in "«“")
    ]


@pytest.mark.parametrize(("debtor", "status"), [(PACA, "met-late"), ("CCI Normandie", "met")])
def test_the_verdicts_on_the_coms_are_those_that_the_sentences_defend(debtor: str, status: str) -> None:
    assert verdict("OB05", debtor).status == status


# --- the command ---


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["explain", *arguments])


def test_the_command_numbers_its_sentences() -> None:
    result = run("OB05", "--body", "CCI Normandie", "--at", "2024-06-30", "--language", "en")
    assert result.exit_code == 0, result.output
    assert "OB05, CCI COM within six months of the COP – CCI Normandie – on 30 June 2024: met" in result.stdout
    assert "\n  1. Rule OB05" in result.stdout


def test_an_unknown_obligation_gives_the_nearest_and_exit_2() -> None:
    result = run("id:obl--rule-com-cci--org-cci-normandi--event-cop-cci-current", "--at", "2024-06-30")
    assert result.exit_code == 2
    assert "id:obl--rule-com-cci--org-cci-normandie--event-cop-cci-current" in result.stderr
    assert ID not in result.stderr


def test_a_rule_without_a_body_asks_which() -> None:
    result = run("OB05", "--at", "2024-06-30")
    assert result.exit_code == 2
    assert '--body "CCI Bretagne"' in result.stderr


def test_a_wrong_day_or_body_stops_before_any_evaluation() -> None:
    assert run("OB05", "--at", "2024-02-30").exit_code == 2
    result = run("OB05", "--body", "CCI Normandi", "--at", "2024-06-30")
    assert result.exit_code == 2
    assert "CCI Normandie" in result.stderr
    assert "evaluating" not in result.stderr
