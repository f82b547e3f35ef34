"""Write dates, numbers, names and articles of law as French and English prose wants them."""

import re
import unicodedata
from datetime import date
from typing import Literal

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")

_MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_WEEKDAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_RANKS = {
    "fr": ("premier", "deuxième", "troisième", "quatrième", "cinquième"),
    "en": ("first", "second", "third", "fourth", "fifth"),
}
_NUMBERS = {
    "fr": (
        *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"),
        *("neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
    ),
    "en": (
        *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight"),
        *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    ),
}
_UNITS = {  # French singular and plural, its gender, English singular
    "month": ("mois", "mois", "m", "month"),
    "week": ("semaine", "semaines", "f", "week"),
    "day": ("jour", "jours", "m", "day"),
    "year": ("an", "ans", "m", "year"),
    "time": ("fois", "fois", "f", "time"),
}
_MASCULINE = """acte amendement arrêté avis bilan budget code compte contrat cop décret document epcic établissement
état gouvernement mandat ministre partenariat plan premier préfet président procès rapport registre règlement
renouvellement schéma scrutin tour vote"""
_FEMININE = """annonce année approbation assemblée chambre charte circulaire com commission communication constatation
convention date décision déclaration délégation délibération désignation deuxième dissolution élection entrée feuille
installation lettre liste loi nomination norme notification ordonnance personne pièce préfecture présentation première
prise proclamation publication recherche région réunion séance session signature synthèse transmission"""
_PLURAL = "bureaux comptes données normes résultats"
_ENGLISH = """accounts agreement amendment announcement appointment approval assembly budget bureau charter circular
close com contract cop declaration decision deliberation delegation dissolution election epcic exam first former general
government installation joint letter list mandate meeting minister minutes notice notification order partnership
plan prefect prefecture president proclamation publication regional registration renewal report results round
second session signing state study summary transmission year"""
_NARROW, _WIDE, _AFTER = re.compile(r" (?=[;?!](?!\w))"), re.compile(r" (?=[:»](?!\w))"), re.compile(r"(?<=«) ")
_GENDERS = dict.fromkeys(_MASCULINE.split(), "m") | dict.fromkeys(_FEMININE.split(), "f")
_GENDERS |= dict.fromkeys(_PLURAL.split(), "p")
_ENGLISH_HEADS = frozenset(_ENGLISH.split())
_KEEP_CASE = frozenset(("état", "state", "gouvernement", "président", "premier", "région"))
_ARTICLE = re.compile(
    r"(?P<text>.+?), (?P<old>ancien |former )?art\. (?P<number>.+?)(?: \((?P<version>version [^)]*)\))?$"
)


def choose(language: Language, french: str, english: str) -> str:
    """Give the one of two texts that is in the language."""
    return french if language == "fr" else english


def upper_first(text: str) -> str:
    """Begin a sentence, whatever it begins with."""
    return text[:1].upper() + text[1:]


def joined(parts: list[str] | tuple[str, ...], language: Language) -> str:
    """Enumerate: `a, b et c`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {choose(language, 'et', 'and')} {parts[-1]}"


def number_in_words(number: int, language: Language, gender: str = "m") -> str:
    """Write a number up to sixteen in words, a larger one in figures; `gender` is that of the French noun."""
    if language == "fr" and number == 1 and gender == "f":
        return "une"
    return _NUMBERS[language][number] if 0 <= number < len(_NUMBERS[language]) else str(number)


def quantity(number: int, unit: str, language: Language) -> str:
    """Count months, weeks, days, years or times: `six mois`, `une semaine`, `two times`."""
    singular, plural, gender, english = _UNITS[unit]
    told = number_in_words(number, language, gender)
    if language == "fr":
        return f"{told} {plural if number > 1 else singular}"
    return f"{told} {english}" if number == 1 else f"{told} {english}s"


def typeset(text: str, language: Language) -> str:
    """Keep French signs with their words by spaces that do not break; a sign that begins a word, as in `?x`, is code.

    >>> typeset("Quoi ? « ceci » : ?x", "fr") == "Quoi\u202f? «\u00a0ceci\u00a0»\u00a0: ?x"
    True
    """
    if language == "en":
        return text
    return _AFTER.sub("\u00a0", _WIDE.sub("\u00a0", _NARROW.sub("\u202f", text)))


def plural(number: int, words: str, language: Language) -> str:
    """Put words, each of which takes an s, in the number asked for: in English only the last; French says `0 lien`.

    >>> plural(2, "autre lien", "fr"), plural(2, "other tie", "en"), plural(0, "lien", "fr")
    ('autres liens', 'other ties', 'lien')
    """
    if language == "en":
        return words if number == 1 else f"{words}s"
    return " ".join(f"{one}s" for one in words.split()) if number > 1 else words


def counted(number: int, words: str, language: Language) -> str:
    """Write a number in figures, and what it counts as `plural` puts it: `2 autres liens`."""
    return f"{number} {plural(number, words, language)}"


def day_in_words(day: date, language: Language) -> str:
    """Write a day: `1er juillet 2023`, `1 July 2023`."""
    return f"{_day_and_month(day, language)} {day.year}"


def month_in_words(year: int, month: int, language: Language) -> str:
    """Write a month of a year: `juillet 2023`, `July 2023`."""
    return f"{_MONTHS[language][month - 1]} {year}"


def yearly_day(month: int, day: int, language: Language) -> str:
    """Write a day of every year; 31 stands for the last day of a month that is shorter."""
    name = _MONTHS[language][month - 1]
    if day > {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31):
        return choose(language, f"le dernier jour {of_month(name)}", f"the last day of {name}")
    return choose(language, f"le {'1er' if day == 1 else day} {name}", f"{day} {name}")


def of_month(name: str) -> str:
    """Put a French month after `de`: `de mars`, `d'avril`."""
    return f"d'{name}" if name[0] in "ao" else f"de {name}"


def weekday_of_month(day: date, language: Language) -> str:
    """Name a day by its rank in the month: `le troisième mercredi de novembre`."""
    rank, weekday = _RANKS[language][(day.day - 1) // 7], _WEEKDAYS[language][day.weekday()]
    name = _MONTHS[language][day.month - 1]
    return choose(language, f"le {rank} {weekday} {of_month(name)}", f"the {rank} {weekday} of {name}")


def when(earliest: date | None, latest: date | None, language: Language) -> str:
    """Say when something is dated, as an adverb: `le 23 mai 2024`, `entre le 1er et le 30 avril 2023`."""
    if earliest and latest:
        if earliest == latest:
            return choose(language, f"le {day_in_words(earliest, 'fr')}", f"on {day_in_words(earliest, 'en')}")
        return _between(earliest, latest, language)
    if earliest:
        told = day_in_words(earliest, language)
        return choose(language, f"le {told} au plus tôt", f"on {told} at the earliest")
    if latest:
        told = day_in_words(latest, language)
        return choose(language, f"le {told} au plus tard", f"on {told} at the latest")
    return choose(language, "à une date inconnue", "on an unknown date")


def by(earliest: date | None, latest: date | None, language: Language) -> str:
    """Say by when something is due: `au plus tard le 15 mai 2024`, or between two days where bounds leave it open."""
    if earliest and earliest == latest:
        told = day_in_words(earliest, language)
        return choose(language, f"au plus tard le {told}", f"by {told}")
    told = when(earliest, latest, language)
    return choose(language, f"à une échéance qui tombe {told}", f"by a day that falls {told}")


def _between(first: date, last: date, language: Language) -> str:
    if first.year != last.year:
        start, end = day_in_words(first, language), day_in_words(last, language)
    elif first.month != last.month:
        start, end = _day_and_month(first, language), day_in_words(last, language)
    else:
        start, end = _ordinal(first, language), day_in_words(last, language)
    return choose(language, f"entre le {start} et le {end}", f"between {start} and {end}")


def _day_and_month(day: date, language: Language) -> str:
    return f"{_ordinal(day, language)} {_MONTHS[language][day.month - 1]}"


def _ordinal(day: date, language: Language) -> str:
    return "1er" if language == "fr" and day.day == 1 else str(day.day)


def cite_article(label: str, language: Language) -> str:
    """Turn the label of an article into prose: `l'article R. 712-21 du code de commerce (version du …)`."""
    found = _ARTICLE.match(label)
    if not found:
        return quoted(label, language)
    version = f" ({found['version']})" if found["version"] else ""
    old = found["old"] or ""
    if language == "fr":
        return f"l'{old}article {found['number']} {_of_text(found['text'])}{version}"
    return f"{old}article {found['number']} of the {found['text']}{version}"


def _of_text(text: str) -> str:
    first, _, rest = text.partition(" ")
    lowered = f"{first.lower()} {rest}" if rest else first
    return f"de la {lowered}" if first in {"Loi", "Décision"} else f"du {lowered}"


def quoted(text: str, language: Language) -> str:
    """Put a text between the quotation marks of the language."""
    return choose(language, f"« {text} »", f"“{text}”")


def the(label: str, language: Language) -> str:
    """Put the article before a name: `la signature du COP`, `l'EPCIC`, `CCI France`, a person's name as it is."""
    return _with_article(label, language, ("le ", "la ", "les "), "")


def of(label: str, language: Language) -> str:
    """Put `of` and the article before a name: `du renouvellement`, `de la CCI Normandie`, `d'Aline Exemple`."""
    if language == "en":
        return f"of {the(label, 'en')}"
    return _with_article(label, language, ("du ", "de la ", "des "), "de ")


def to(label: str, language: Language) -> str:
    """Put `to` and the article before a name: `au préfet`, `à la CCI Normandie`, `à CCI France`."""
    if language == "en":
        return f"to {the(label, 'en')}"
    return _with_article(label, language, ("au ", "à la ", "aux "), "à ")


def _with_article(label: str, language: Language, articles: tuple[str, str, str], bare: str) -> str:
    head, _, rest = label.partition(" ")
    folded = head.lower()
    gender = "f" if folded in {"cci", "cma"} and rest != "France" else _GENDERS.get(folded)
    if language == "en":
        takes_article = folded in _ENGLISH_HEADS or folded in _GENDERS
        return f"the {_lowered(label)}" if takes_article else label
    if gender is None:
        return f"d'{label}" if bare == "de " and _begins_with_vowel(label) else f"{bare}{label}"
    name = _lowered(label)
    if gender != "p" and _begins_with_vowel(name):
        return f"{'' if articles[0] == 'le ' else bare}l'{name}"
    return f"{articles[('m', 'f', 'p').index(gender)]}{name}"


def _begins_with_vowel(name: str) -> bool:
    return unicodedata.normalize("NFD", name)[:1].lower() in tuple("aeiou")


def _lowered(label: str) -> str:
    head = label.partition(" ")[0]
    if head.isupper() or head.lower() in _KEEP_CASE:
        return label
    return label[:1].lower() + label[1:]
