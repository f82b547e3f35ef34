"""Tell in sentences how a verdict came about, from the text of the rule to what would change it."""

from collections.abc import Iterable, Iterator

from ..namespaces import DEF, short
from .background import Article, Background, Standing
from .changes import what_would_change
from .deadlines import as_of, due_basis, hangs_on_an_event, has_due_date, label, trigger_with_date
from .labels import concept_label, gap, status_label
from .reasons import finding, in_force_on, pieces, requirement_name
from .remedies import addressees, remedy, who
from .verdict import EvidenceItem, Passage, Requirement, Verdict
from .wording import Language, by, choose, cite_article, day_in_words, joined, quantity, quoted, the, upper_first

_MOST_PASSAGES = 4
_ORDER = ("party", "counterparty", "deliberation", "signatory", "countersignatory", "addressee")


def heading(verdict: Verdict, language: Language) -> str:
    """Name the verdict: the obligation, its debtor, the day, the status."""
    rule = verdict.rule
    name = choose(language, rule.label_fr, rule.label_en)
    status = status_label(verdict.status, language)
    who_, day = label(verdict.debtor, language), day_in_words(verdict.as_of, language)
    return f"{rule.identifier}, {name} – {who_} – {choose(language, 'au', 'on')} {day}{_colon(language)}{status}"


def explain(verdict: Verdict, background: Background, language: Language) -> tuple[str, ...]:
    """Give the sentences in order; each is complete in itself, so that a page can number them."""
    steps = (_text, _content, _bound, _trigger, _due, _evidence, _searches, _missing, _actors, _change)
    told = [sentence for step in steps for sentence in step(verdict, background, language)]
    return tuple(upper_first(sentence.rstrip(".")) + "." for sentence in told if sentence)


def _colon(language: Language) -> str:
    return choose(language, " : ", ": ")


def _text(verdict: Verdict, background: Background, language: Language) -> Iterator[str]:
    rule = verdict.rule
    articles = background.articles(rule.iri, language)
    cited = joined([cite_article(article.label, language) for article in articles], language)
    name = quoted(choose(language, rule.label_fr, rule.label_en), language)
    yield choose(
        language,
        f"la règle {rule.identifier}, {name}, repose sur {cited or 'un texte que ce graphe ne décrit pas'}"
        f"{_force(verdict, background, 'fr')}",
        f"rule {rule.identifier}, {name}, rests on {cited or 'a text that this graph does not describe'}"
        f"{_force(verdict, background, 'en')}",
    )
    yield _version(verdict, language)
    yield from _versions(articles, language)
    if rule.unread:
        aspects = joined([concept_label(f"aspect-{one}", language) for one in rule.unread], language)
        yield choose(
            language,
            f"de ce texte n'a pas été lu en entier : {aspects} ; sur ce point aucun avis n'est tranché",
            f"of this text, the following was not fully read: {aspects}; on this point no verdict is settled",
        )


def _versions(articles: Iterable[Article], language: Language) -> Iterator[str]:
    """List the known versions of each article that has more than one, by what their labels put in brackets."""
    for article in articles:
        start = f"{article.label} ("
        known = [name[len(start) : -1] if name.startswith(start) else name for name, _ in article.versions]
        if len(known) > 1:
            cited, told = cite_article(article.label, language), joined(known, language)
            yield choose(language, f"versions connues de {cited} : {told}", f"known versions of {cited}: {told}")


def _force(verdict: Verdict, background: Background, language: Language) -> str:
    force = background.force(verdict.rule.iri)
    told = ""
    if force.first:
        told += choose(
            language,
            f" ; elle vaut à compter du {day_in_words(force.first, 'fr')}",
            f"; it holds from {day_in_words(force.first, 'en')}",
        )
    if force.last:
        told += choose(
            language, f" et jusqu'au {day_in_words(force.last, 'fr')}", f" until {day_in_words(force.last, 'en')}"
        )
    if force.confidence:
        number = choose(language, force.confidence.replace(".", ","), force.confidence)
        told += choose(language, f" (confiance de la lecture : {number})", f" (confidence of the reading: {number})")
    return told


def _version(verdict: Verdict, language: Language) -> str:
    day = in_force_on(verdict, language)
    if verdict.article is None:
        return choose(
            language,
            f"la rédaction en vigueur {day} n'est pas dans ce graphe",
            f"the wording in force {day} is not in this graph",
        )
    then = cite_article(label(verdict.article, language), language)
    told = choose(language, f"en vigueur {day} : {then}", f"in force {day}: {then}")
    if verdict.article_now is None or verdict.article_now.iri == verdict.article.iri:
        return told
    now = cite_article(label(verdict.article_now, language), language)
    today = as_of(verdict.as_of, language)
    return told + choose(language, f" ; {today} s'applique {now}", f"; {today} {now} applies")


def _content(verdict: Verdict, _: Background, language: Language) -> Iterator[str]:
    rule = verdict.rule
    requires = choose(language, rule.requires_fr or "", rule.requires_en or "")
    if requires:
        yield choose(
            language, f"le texte demande, dans nos mots : {requires}", f"in our words, the text asks: {requires}"
        )
    comment = choose(language, rule.comment_fr or "", rule.comment_en or "")
    if comment:
        yield choose(
            language, f"lecture retenue et réserves : {comment}", f"reading adopted and reservations: {comment}"
        )


def _bound(verdict: Verdict, background: Background, language: Language) -> Iterator[str]:
    day = verdict.trigger_latest if hangs_on_an_event(verdict.rule) and verdict.year is None else verdict.due_latest
    day = day or verdict.as_of
    standings = background.standings(verdict.debtor.iri, day)
    debtor, told_day = the(label(verdict.debtor, language), language), day_in_words(day, language)
    told = joined(list(dict.fromkeys(_standing(one, language) for one in standings)), language)
    if told:
        certainly = len(standings) == 1 and standings[0].certain
        seen = choose(language, "était" if certainly else "pouvait être", "was" if certainly else "may have been")
        first = choose(
            language, f"{debtor}, le {told_day}, {seen} : {told}", f"{debtor}, on {told_day}, {seen}: {told}"
        )
    else:
        first = choose(
            language,
            f"{debtor} est visé en tant qu'autorité ou personne",
            f"{debtor} is meant as an authority or person",
        )
    yield first + _binding(verdict, language)
    if verdict.waived_by:
        texts = joined([cite_article(label(one, language), language) for one in verdict.waived_by], language)
        yield choose(language, f"l'obligation est écartée par {texts}", f"the obligation is set aside by {texts}")


def _standing(standing: Standing, language: Language) -> str:
    form = concept_label(standing.form, language) if standing.form else ""
    level = concept_label(standing.level, language) if standing.level else ""
    if not (form or level):
        return choose(language, "établissement de forme non établie", "a body whose form is not established")
    parts = [form, choose(language, f"niveau {level}", f"{level} level") if level else ""]
    return ", ".join(part for part in parts if part)


def _binding(verdict: Verdict, language: Language) -> str:
    if verdict.certain:
        return choose(language, " ; la règle l'oblige", "; the rule binds it")
    return choose(
        language,
        " ; il n'est pas établi que la règle l'oblige",
        "; it is not established that the rule binds it",
    )


def _trigger(verdict: Verdict, background: Background, language: Language) -> Iterator[str]:
    if not hangs_on_an_event(verdict.rule):
        yield _without_event(verdict, language)
        return
    trigger = trigger_with_date(verdict, language)
    year = choose(language, f", pour l'année {verdict.year}", f", for the year {verdict.year}") if verdict.year else ""
    yield choose(
        language,
        f"le fait déclencheur est {trigger}{year}",
        f"the trigger is {trigger}{year}",
    )
    read = _passages(background.passages(verdict.trigger.iri), background, language)
    if read:
        yield choose(language, f"sa date est lue dans {read}", f"its date is read in {read}")


def _without_event(verdict: Verdict, language: Language) -> str:
    if verdict.year is not None:
        return choose(
            language,
            f"l'obligation naît chaque année ; l'année en cause est {verdict.year}",
            f"the obligation arises each year; the year here is {verdict.year}",
        )
    if verdict.rule.trigger_kind == "mandate-held":
        return choose(
            language,
            "l'obligation suit les mandats que la personne exerce ou brigue",
            "the obligation follows the mandates that the person holds or stands for",
        )
    return choose(
        language,
        "l'obligation vaut en permanence, tant que le texte est en vigueur",
        "the obligation holds at all times while the text is in force",
    )


def _passages(passages: tuple[Passage, ...], background: Background, language: Language) -> str:
    told = list(dict.fromkeys(_passage(one, background, language) for one in passages))
    more = len(told) - _MOST_PASSAGES
    told = told[:_MOST_PASSAGES]
    if more > 0:
        told.append(choose(language, f"{more} autre{'s' if more > 1 else ''}", f"{more} more"))
    return joined(told, language)


def _passage(passage: Passage, background: Background, language: Language) -> str:
    title = background.title(passage.source) or short(passage.source)
    places = []
    if passage.paragraph is not None:
        places.append(choose(language, f"paragraphe {passage.paragraph}", f"paragraph {passage.paragraph}"))
    if passage.start is not None and passage.end is not None:
        span = f"{passage.start}-{passage.end}"
        places.append(choose(language, f"caractères {span}", f"characters {span}"))
    if passage.fragment:
        places.append(passage.fragment)
    if passage.confidence:
        number = passage.confidence.replace(".", ",") if language == "fr" else passage.confidence
        places.append(choose(language, f"confiance {number}", f"confidence {number}"))
    if passage.reading:
        reading = passage.reading.removeprefix(DEF).removeprefix("reading-")
        places.append(concept_label(f"reading-{reading}", language))
    told = quoted(title, language)
    return f"{told} ({', '.join(places)})" if places else told


def _due(verdict: Verdict, _: Background, language: Language) -> Iterator[str]:
    basis = due_basis(verdict, language)
    if not has_due_date(verdict):
        yield choose(language, f"pas d'échéance : {basis}", f"no due date: {basis}")
        return
    if verdict.rule.deadline_kind == "before-next":
        yield choose(language, f"échéance {basis}", f"due date {basis}")
        return
    due = by(verdict.due_earliest, verdict.due_latest, language)
    yield choose(language, f"l'acte est dû {due} ; échéance {basis}", f"the act is due {due}; due date {basis}")
    steps = _steps(verdict, language)
    if steps:
        yield choose(language, f"de borne à borne : {steps}", f"from bound to bound: {steps}")


def _steps(verdict: Verdict, language: Language) -> str:
    """Count from each bound of the trigger to the due day that it gives."""
    rule = verdict.rule
    amounts = {"months-after": (rule.months, "month"), "weeks-after": (rule.weeks, "week")}
    amounts |= {"days-after": (rule.days, "day"), "max-gap": (rule.months, "month")}
    number, unit = amounts.get(rule.deadline_kind, (None, ""))
    pairs = [(verdict.trigger_earliest, verdict.due_earliest), (verdict.trigger_latest, verdict.due_latest)]
    known = [(first, last) for first, last in dict.fromkeys(pairs) if first and last]
    if number is None or not known:
        return ""
    told = quantity(abs(number), unit, language)
    way = choose(language, "avant" if number < 0 else "après", "before" if number < 0 else "after")
    return choose(language, " ; ", "; ").join(
        choose(
            language,
            f"{told} {way} le {day_in_words(first, 'fr')}, c'est le {day_in_words(last, 'fr')}",
            f"{told} {way} {day_in_words(first, 'en')} is {day_in_words(last, 'en')}",
        )
        for first, last in known
    )


def _evidence(verdict: Verdict, background: Background, language: Language) -> Iterator[str]:
    if not verdict.evidence:
        yield choose(
            language,
            "preuve : aucune dans ce graphe, ce qui ne dit pas que l'acte n'a pas été accompli",
            "evidence: none in this graph, which does not say that the act was not done",
        )
    for item in verdict.evidence:
        yield _item(item, background, language)
        for requirement in sorted(item.requirements, key=_rank):
            yield _requirement(requirement, language)


def _item(item: EvidenceItem, background: Background, language: Language) -> str:
    found = choose(
        language,
        "trouvée par règle, sans jugement d'une personne" if item.by_rule else "jugée à la main par un curateur",
        "found by rule, judged by nobody" if item.by_rule else "judged by hand by a curator",
    )
    shows = choose(
        language,
        "montre l'exécution" if item.performed else "montre l'inexécution",
        "shows performance" if item.performed else "shows non-performance",
    )
    told = f"{pieces((item,), language)} {shows}"
    if item.timeliness:
        told += f" ({concept_label(f'timeliness-{item.timeliness}', language)})"
    read = _passages(item.passages, background, language)
    where = choose(language, f" ; lue dans {read}", f"; read in {read}") if read else ""
    return choose(language, f"preuve {found} : {told}{where}", f"evidence {found}: {told}{where}")


def _rank(requirement: Requirement) -> int:
    return _ORDER.index(requirement.kind) if requirement.kind in _ORDER else len(_ORDER)


def _requirement(requirement: Requirement, language: Language) -> str:
    outcome = concept_label(f"requirement-{requirement.outcome}", language)
    shown = joined([quoted(label(one, language), language) for one in requirement.shown_by], language)
    by_what = choose(language, f", par {shown}", f", by {shown}") if shown else ""
    name = requirement_name(requirement, language)
    return choose(language, f"exigence « {name} » : {outcome}{by_what}", f"requirement “{name}”: {outcome}{by_what}")


def _searches(verdict: Verdict, _: Background, language: Language) -> Iterator[str]:
    for search in verdict.searches:
        name = quoted(label(search, language), language)
        yield choose(language, f"recherche faite : {name}", f"search made: {name}")
    for complete in verdict.completeness:
        name = quoted(label(complete, language), language)
        yield choose(
            language,
            f"{name} est déclaré complet : une absence y vaut inexécution",
            f"{name} is declared complete: absence from it counts as non-performance",
        )


def _missing(verdict: Verdict, _: Background, language: Language) -> Iterator[str]:
    if verdict.gaps:
        names = joined([gap(one, language) for one in verdict.gaps], language)
        yield choose(language, f"précision qui manque : {names}", f"missing precision: {names}")
    status, found = status_label(verdict.status, language), finding(verdict, language)
    yield choose(language, f"d'où l'avis : {status}. {found}", f"hence the verdict: {status}. {found}")


def _actors(verdict: Verdict, _: Background, language: Language) -> Iterator[str]:
    actors, owed = who(verdict, language), addressees(verdict, language)
    told = choose(language, f"doit agir : {actors}", f"must act: {actors}")
    if owed:
        told += choose(language, f" ; l'acte est dû {owed}", f"; the act is owed {owed}")
    yield told


def _change(verdict: Verdict, _: Background, language: Language) -> Iterator[str]:
    yield choose(language, "que faire : ", "what to do: ") + _lower(remedy(verdict, language))
    what = what_would_change(verdict, language)
    yield choose(language, f"changerait cet avis : {what}", f"what would change this verdict: {what}")


def _lower(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
