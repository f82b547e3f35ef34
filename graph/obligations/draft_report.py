"""Write what was found of a draft: as text, JSON, or an HTML page that stands alone."""

import json
from collections.abc import Iterator, Sequence
from html import escape

from ..namespaces import short
from .draft import DraftReport, InstrumentReport, RuleReport
from .draft_items import Item
from .labels import concept_label
from .notes import Note
from .wording import Language, choose, day_in_words

FORMATS = ("text", "json", "html")
OUTCOMES = {
    "there": Note("présent", "there"),
    "missing": Note("manque", "missing"),
    "late": Note("contraire au texte", "against the text"),
    "to-read": Note("à vérifier", "to be checked"),
}
_HEADINGS = {
    "requires": Note("Ce que les textes exigent", "What the texts require"),
    "free": Note("Ce que les textes lus laissent libre", "What the texts that were read leave free"),
    "missing": Note("Ce qui manque", "What is missing"),
    "reading": Note("Lecture retenue et réserves", "Reading adopted and reservations"),
    "content": Note("Contenu, dans nos mots", "Content, in our words"),
    "articles": Note("Textes", "Texts"),
    "debtor": Note("Débiteur", "Debtor"),
    "parties": Note("Parties", "Parties"),
}
_STYLE = """body{font:1rem/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
li{margin:.25rem 0}strong.missing,strong.late{color:#a00000}section{border-top:1px solid #666;margin-top:1.5rem}"""


def write_draft_report(report: DraftReport, format_name: str, language: Language) -> str:
    """Write a report in a format of FORMATS; JSON holds both languages whatever is asked."""
    if format_name == "json":
        return json.dumps([_json(one) for one in report.instruments], ensure_ascii=False, indent=2) + "\n"
    return _html(report, language) if format_name == "html" else "\n".join(_text(report, language)) + "\n"


def _in(note: Note, language: Language) -> str:
    return choose(language, note.fr, note.en)


def _heading(name: str, language: Language) -> str:
    return _in(_HEADINGS[name], language)


def _title(one: InstrumentReport, report: DraftReport, language: Language) -> str:
    kind, day = concept_label(one.kind, language), day_in_words(report.day, language)
    name = choose(language, one.instrument.label_fr, one.instrument.label_en)
    return choose(language, f"{name} ({kind}), règles en vigueur le {day}", f"{name} ({kind}), rules in force on {day}")


def _rule_title(rule: RuleReport, language: Language) -> str:
    debtor = choose(language, rule.debtor.label_fr, rule.debtor.label_en) if rule.debtor else ""
    return f"{rule.identifier}, {_in(rule.label, language)}{f' – {debtor}' if debtor else ''}"


def _item(item: Item, language: Language) -> str:
    facts = ", ".join(choose(language, one.label_fr, one.label_en) for one in item.facts)
    return f"{_in(item.told, language)}{f' [{facts}]' if facts else ''}"


def _missing(one: InstrumentReport, language: Language) -> list[str]:
    items = [_item(item, language) for item in one.of("missing", "late")]
    return list(dict.fromkeys([*items, *(_in(note, language) for note in one.notes)]))


def _free(one: InstrumentReport, language: Language) -> list[str]:
    return list(dict.fromkeys(_in(note, language) for rule in one.rules for note in rule.free))


def _told_missing(one: InstrumentReport, language: Language) -> list[str]:
    nothing = choose(
        language,
        "rien de ce que ce programme peut vérifier ; le contenu reste à lire",
        "nothing that this program can check; the content remains to be read",
    )
    return _missing(one, language) or [nothing]


def _told_free(one: InstrumentReport, language: Language) -> list[str]:
    nothing = choose(language, "rien qui se lise dans ces règles", "nothing that can be read in these rules")
    return _free(one, language) or [nothing]


def _text(report: DraftReport, language: Language) -> Iterator[str]:
    colon = choose(language, " :", ":")
    for number, one in enumerate(report.instruments):
        title = _title(one, report, language)
        yield from (["", title] if number else [title])
        yield "=" * len(title)
        parties = ", ".join(choose(language, party.named.label_fr, party.named.label_en) for party in one.parties)
        yield f"{_heading('parties', language)}{colon} {parties or '-'}"
        yield ""
        yield _heading("requires", language)
        for rule in one.rules:
            yield from _text_of_rule(rule, language)
        for name, lines in (("missing", _told_missing(one, language)), ("free", _told_free(one, language))):
            yield ""
            yield _heading(name, language)
            yield from (f"  - {line}" for line in lines)


def _text_of_rule(rule: RuleReport, language: Language) -> Iterator[str]:
    colon = choose(language, " :", ":")
    yield ""
    yield f"  {_rule_title(rule, language)}"
    for name, note in (("articles", rule.articles), ("content", rule.content)):
        yield f"    {_heading(name, language)}{colon} {_in(note, language)}"
    yield from (f"    ! {_in(note, language)}" for note in rule.notes)
    for item in rule.items:
        yield f"    [{_in(OUTCOMES[item.outcome], language)}] {_item(item, language)}"
    yield f"    {_heading('reading', language)}{colon} {_in(rule.comment, language)}"


def _json(one: InstrumentReport) -> dict[str, object]:
    return {
        "instrument": one.instrument.iri,
        "label": one.instrument.label_fr,
        "kind": short(one.kind).removeprefix("def:kind-"),
        "parties": [party.named.iri for party in one.parties],
        "lacks": one.lacks,
        "missing_fr": _missing(one, "fr"),
        "missing_en": _missing(one, "en"),
        "free_fr": _free(one, "fr"),
        "free_en": _free(one, "en"),
        "rules": [_json_rule(rule) for rule in one.rules],
    }


def _json_rule(rule: RuleReport) -> dict[str, object]:
    return {
        "rule": rule.identifier,
        "label_fr": rule.label.fr,
        "label_en": rule.label.en,
        "debtor": rule.debtor.iri if rule.debtor else None,
        "articles_fr": rule.articles.fr,
        "articles_en": rule.articles.en,
        "content_fr": rule.content.fr,
        "content_en": rule.content.en,
        "reading_fr": rule.comment.fr,
        "reading_en": rule.comment.en,
        "notes_fr": [note.fr for note in rule.notes],
        "notes_en": [note.en for note in rule.notes],
        "items": [
            {
                "kind": item.kind,
                "outcome": item.outcome,
                "told_fr": item.told.fr,
                "told_en": item.told.en,
                "facts": [fact.iri for fact in item.facts],
            }
            for item in rule.items
        ],
    }


def _html(report: DraftReport, language: Language) -> str:
    title = choose(language, "Vérification d'un projet d'acte", "Check of a draft instrument")
    body = "".join(_html_of(one, report, language) for one in report.instruments)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>\n'
        f"<body><main><h1>{escape(title)}</h1>\n{body}</main></body></html>\n"
    )


def _html_of(one: InstrumentReport, report: DraftReport, language: Language) -> str:
    colon = choose(language, " :", ":")
    parties = ", ".join(choose(language, party.named.label_fr, party.named.label_en) for party in one.parties)
    return (
        f"<section><h2>{escape(_title(one, report, language))}</h2>\n"
        f"<p>{_heading('parties', language)}{colon} {escape(parties or '-')}</p>\n"
        f"<h3>{_heading('missing', language)}</h3>\n{_list(_told_missing(one, language))}"
        f"<h3>{_heading('requires', language)}</h3>\n{''.join(_html_of_rule(rule, language) for rule in one.rules)}"
        f"<h3>{_heading('free', language)}</h3>\n{_list(_told_free(one, language))}</section>\n"
    )


def _html_of_rule(rule: RuleReport, language: Language) -> str:
    colon = choose(language, " :", ":")
    told = [("articles", rule.articles), ("content", rule.content), ("reading", rule.comment)]
    lines = "".join(f"<p>{_heading(name, language)}{colon} {escape(_in(note, language))}</p>\n" for name, note in told)
    notes = _list([_in(note, language) for note in rule.notes]) if rule.notes else ""
    items = "".join(
        f'<li><strong class="{item.outcome}">{escape(_in(OUTCOMES[item.outcome], language))}</strong>{colon} '
        f"{escape(_item(item, language))}</li>\n"
        for item in rule.items
    )
    return f"<h4>{escape(_rule_title(rule, language))}</h4>\n<ul>\n{items}</ul>\n{notes}{lines}"


def _list(lines: Sequence[str]) -> str:
    return "<ul>\n" + "".join(f"<li>{escape(line)}</li>\n" for line in lines) + "</ul>\n"
