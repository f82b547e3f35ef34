"""Lay verdicts out as a pandas DataFrame, for whoever counts and plots them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .labels import status_label
from .reasons import reason
from .remedies import remedy
from .verdict import Named, Verdict
from .wording import Language

if TYPE_CHECKING:
    import pandas as pd

_DAYS = ("asOf", "triggerEarliest", "triggerLatest", "dueEarliest", "dueLatest")
_TYPES = {**dict.fromkeys(_DAYS, "datetime64[s]"), "year": "Int64", "certain": "boolean", "evidence": "Int64"}
_WHAT = (
    *("obligation", "asOf", "identifier", "rule", "ruleLabel", "article", "articleLabel", "debtor", "debtorLabel"),
    *("network", "regionCode", "regionLabel", "trigger", "triggerLabel", "triggerEarliest", "triggerLatest", "year"),
    *("dueEarliest", "dueLatest", "dueBasis"),
)
_SAID = ("status", "statusLabel", "severity", "certain", "evidence", "reason", "remedy", "mustAct")


def obligations_table(verdicts: Iterable[Verdict], language: Language) -> "pd.DataFrame":
    """Give a row per obligation: under which rule and article, whose, what brings it about, due between which days."""
    return _frame((_what(verdict, language) for verdict in verdicts), _WHAT)


def verdicts_table(verdicts: Iterable[Verdict], language: Language) -> "pd.DataFrame":
    """Give a row per obligation with what can be said of it: its status, why, by how much evidence, who must act."""
    made = (_what(verdict, language) | _said(verdict, language) for verdict in verdicts)
    return _frame(made, (*_WHAT, *_SAID))


def _what(verdict: Verdict, language: Language) -> dict[str, Any]:
    rule, article = verdict.rule, verdict.article
    return {
        "obligation": verdict.obligation,
        "asOf": verdict.as_of,
        "identifier": rule.identifier,
        "rule": rule.iri,
        "ruleLabel": rule.label_fr if language == "fr" else rule.label_en,
        "article": article.iri if article else None,
        "articleLabel": _label(article, language),
        "debtor": verdict.debtor.iri,
        "debtorLabel": _label(verdict.debtor, language),
        "network": verdict.network,
        "regionCode": verdict.region,
        "regionLabel": verdict.region_label,
        "trigger": verdict.trigger.iri,
        "triggerLabel": _label(verdict.trigger, language),
        "triggerEarliest": verdict.trigger_earliest,
        "triggerLatest": verdict.trigger_latest,
        "year": verdict.year,
        "dueEarliest": verdict.due_earliest,
        "dueLatest": verdict.due_latest,
        "dueBasis": verdict.due_basis,
    }


def _said(verdict: Verdict, language: Language) -> dict[str, Any]:
    actors = verdict.must_act or (verdict.debtor,)
    return {
        "status": verdict.status,
        "statusLabel": status_label(verdict.status, language),
        "severity": verdict.severity,
        "certain": verdict.certain,
        "evidence": len(verdict.evidence),
        "reason": reason(verdict, language),
        "remedy": remedy(verdict, language) or None,
        "mustAct": "; ".join(_label(one, language) or "" for one in actors),
    }


def _frame(records: Iterable[dict[str, Any]], columns: tuple[str, ...]) -> "pd.DataFrame":
    """Make the table, with every column and its type even where there is no row."""
    import pandas as pd

    table = pd.DataFrame.from_records(list(records), columns=list(columns))
    return table.astype({name: _TYPES.get(name, "string") for name in columns})


def _label(thing: Named | None, language: Language) -> str | None:
    if thing is None:
        return None
    return thing.label_fr if language == "fr" else thing.label_en
