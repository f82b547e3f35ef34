"""Say in words by when an obligation is due, and how that day was found."""

from datetime import date

from .labels import concept_label
from .verdict import Named, Rule, Verdict
from .wording import Language, by, choose, day_in_words, quantity, the, to, weekday_of_month, when, yearly_day

_WITHOUT_EVENT = frozenset(("civil-year", "entry-into-force", "mandate-held"))


def label(named: Named, language: Language) -> str:
    """Give the label of a thing in the language."""
    return named.label_fr if language == "fr" else named.label_en


def hangs_on_an_event(rule: Rule) -> bool:
    """Tell whether an event makes the obligation arise, rather than a year, a mandate, or a text in force."""
    return rule.trigger_kind not in _WITHOUT_EVENT


def trigger_with_date(verdict: Verdict, language: Language) -> str:
    """Name the trigger with its article and its day or bounds."""
    return f"{the(label(verdict.trigger, language), language)} ({_trigger_date(verdict, language)})"


def _trigger_date(verdict: Verdict, language: Language) -> str:
    if verdict.trigger_earliest is None and verdict.trigger_latest is None:
        return choose(language, "sans date dans ce graphe", "undated in this graph")
    dated = when(verdict.trigger_earliest, verdict.trigger_latest, language)
    if verdict.rule.trigger_kind != "renewal-round":
        return dated
    return choose(
        language, f"{dated}, date du plus tardif des deux scrutins", f"{dated}, the date of the later of the two polls"
    )


def due_basis(verdict: Verdict, language: Language) -> str:
    """Say how the due date was found: computed or expected, from what, and by which convention."""
    told = limit(verdict, language)
    if verdict.due_basis in (None, "none"):
        return told
    basis = concept_label(f"basis-{verdict.due_basis}", language)
    return f"{basis}{choose(language, ' : ', ': ')}{told}"


def limit(verdict: Verdict, language: Language) -> str:
    """Say what the rule sets as its limit, with the trigger from which it counts."""
    if "deadline" in verdict.rule.unread:
        unread = "le délai n'a pas été lu en entier dans le texte", "the time limit was not fully read in the text"
        return choose(language, *unread)
    return _LIMITS[verdict.rule.deadline_kind](verdict, language)


def _after(verdict: Verdict, language: Language) -> str:
    rule = verdict.rule
    number, unit = _amount(rule)
    told = quantity(abs(number), unit, language)
    way = choose(language, "avant" if number < 0 else "après", "before" if number < 0 else "after")
    return f"{told} {way} {trigger_with_date(verdict, language)}, {_convention(unit, language)}"


def _amount(rule: Rule) -> tuple[int, str]:
    """Give the number and unit of a limit that counts from an event."""
    if rule.weeks is not None:
        return rule.weeks, "week"
    if rule.days is not None and rule.deadline_kind != "max-gap":
        return rule.days, "day"
    return rule.months or 0, "month"


def _convention(unit: str, language: Language) -> str:
    if unit == "month":
        return choose(
            language,
            "comptés de quantième à quantième, dernier jour compris (convention de ce projet)",
            "counted date to date, last day included (a convention of this project)",
        )
    french = "comptées" if unit == "week" else "comptés"
    return choose(
        language,
        f"{french} du lendemain, dernier jour compris, sans report au jour ouvrable (convention de ce projet)",
        "counted from the day after, last day included, not moved to a working day (a convention of this project)",
    )


def _yearly_date(verdict: Verdict, language: Language) -> str:
    rule = verdict.rule
    if rule.month is None or rule.day is None:
        return choose(language, "date fixe du calendrier", "a fixed day of the calendar")
    day = yearly_day(rule.month, rule.day, language)
    named = f"{day} {verdict.due_latest.year}" if verdict.due_latest else day
    return choose(language, f"{named}, date fixe du calendrier", f"{named}, a fixed day of the calendar")


def _yearly_weekday(verdict: Verdict, language: Language) -> str:
    if verdict.due_latest is None:
        return choose(language, "jour de semaine fixe du calendrier", "a fixed weekday of the calendar")
    rank, day = weekday_of_month(verdict.due_latest, language), day_in_words(verdict.due_latest, language)
    return choose(language, f"le {day}, {rank.removeprefix('le ')}", f"{day}, {rank}")


def _before_next(verdict: Verdict, language: Language) -> str:
    trigger = trigger_with_date(verdict, language)
    if verdict.due_latest is None:
        return choose(
            language,
            f"le texte ne fixe aucun délai ; l'acte doit suivre {trigger} et précéder le renouvellement suivant, que "
            "ce graphe ne contient pas",
            f"the text sets no time limit; the act must follow {trigger} and precede the next renewal, which this "
            "graph does not hold",
        )
    eve = when(verdict.due_earliest, verdict.due_latest, language)
    return choose(
        language,
        f"le texte ne fixe aucun délai ; l'acte doit suivre {trigger} et précéder le renouvellement suivant, dont la "
        f"veille est attendue {eve}",
        f"the text sets no time limit; the act must follow {trigger} and precede the next renewal, whose eve is "
        f"expected {eve}",
    )


def _none(verdict: Verdict, language: Language) -> str:
    if hangs_on_an_event(verdict.rule):
        trigger = trigger_with_date(verdict, language)
        return choose(
            language,
            f"aucun délai fixé par le texte lu ; l'acte fait suite {_to_trigger(verdict, language)}",
            f"no time limit set by the text that was read; the act follows {trigger}",
        )
    return choose(language, "aucun délai fixé par le texte lu", "no time limit set by the text that was read")


def _to_trigger(verdict: Verdict, language: Language) -> str:
    return f"{to(label(verdict.trigger, language), language)} ({_trigger_date(verdict, language)})"


def _times(verdict: Verdict, language: Language) -> str:
    told = quantity(verdict.rule.count or 1, "time", language)
    return choose(language, f"au moins {told} dans l'année", f"at least {told} in the year")


def _max_gap(verdict: Verdict, language: Language) -> str:
    told = quantity(verdict.rule.months or 0, "month", language)
    trigger = trigger_with_date(verdict, language)
    convention = _convention("month", language)
    return choose(
        language,
        f"{told} au plus entre {trigger} et l'acte suivant de même nature, {convention}",
        f"at most {told} between {trigger} and the next act of the kind, {convention}",
    )


def _cap(verdict: Verdict, language: Language) -> str:
    months = verdict.rule.months or 0
    told = quantity(months, "month", language) if months % 12 else quantity(months // 12, "year", language)
    return choose(language, f"{told} au plus, tous mandats cumulés", f"at most {told}, all terms added up")


def _age(verdict: Verdict, language: Language) -> str:
    rule = verdict.rule
    day = yearly_day(rule.month or 1, rule.day or 1, language)
    day = f"{day} {verdict.year}" if verdict.year else day
    told = quantity(rule.age or 0, "year", language)
    return choose(language, f"{told} au plus, {day.replace('le ', 'au ', 1)}", f"at most {told} of age on {day}")


def _order(verdict: Verdict, language: Language) -> str:
    trigger = trigger_with_date(verdict, language)
    return choose(language, f"l'acte ne doit pas venir après {trigger}", f"the act must not come after {trigger}")


def _no_overlap(verdict: Verdict, language: Language) -> str:
    told = quantity(verdict.rule.days or 0, "day", language)
    since = ""
    if verdict.trigger_earliest or verdict.trigger_latest:
        since = choose(language, f" à compter du cumul ({_trigger_date(verdict, 'fr')})", "")
        since = since or f" from the day on which both are held ({_trigger_date(verdict, 'en')})"
    return choose(
        language,
        f"cumul interdit, avec {told} pour choisir{since}",
        f"no holding of both, with {told} to choose{since}",
    )


_LIMITS = {
    "months-after": _after,
    "weeks-after": _after,
    "days-after": _after,
    "yearly-date": _yearly_date,
    "yearly-weekday": _yearly_weekday,
    "before-next": _before_next,
    "none": _none,
    "times-per-year": _times,
    "max-gap": _max_gap,
    "cap": _cap,
    "age-on-day": _age,
    "order": _order,
    "no-overlap": _no_overlap,
}
DEADLINE_KINDS = tuple(_LIMITS)


def has_due_date(verdict: Verdict) -> bool:
    """Tell whether the obligation has a due date, be it only between bounds, that rests on a text read in full."""
    unread = "deadline" in verdict.rule.unread
    return not unread and (verdict.due_earliest is not None or verdict.due_latest is not None)


def with_limit(verdict: Verdict, language: Language) -> str:
    """Say by when and why, ready to follow the name of an obligation in its sentence."""
    told, colon = limit(verdict, language), choose(language, " : ", ": ")
    kind = verdict.rule.deadline_kind
    if kind == "before-next" or not has_due_date(verdict):
        return f"{colon}{told}"
    if kind in ("yearly-date", "yearly-weekday"):
        return choose(language, f", au plus tard {told}", f", by {told}")
    return f", {by(verdict.due_earliest, verdict.due_latest, language)}{colon}{told}"


def as_of(day: date, language: Language) -> str:
    """Name the day on which the opinion is given."""
    return choose(language, f"au {day_in_words(day, 'fr')}", f"on {day_in_words(day, 'en')}")
