"""Tell a view in sentences: how much is known, who is most connected, what stands apart, what it rests on."""

from datetime import date
from typing import Any

from ...obligations.wording import Language, choose, counted, day_in_words, joined, plural, typeset, upper_first
from .choosing import Choice
from .registry import View


def tell(view: View, choice: Choice, measures: dict[str, Any], language: Language, where: str | None) -> list[str]:
    """Give the sentences; `where` names the region that was chosen."""
    made = [
        _counts(view, choice, measures, language, where),
        _changes(choice, measures, language),
        _connected(measures, language),
        _groups(view, measures, language),
        _apart(view, measures, language),
        _base(measures, language),
    ]
    return [typeset(upper_first(sentence), language) for sentence in made if sentence]


def _counts(view: View, choice: Choice, measures: dict[str, Any], language: Language, where: str | None) -> str:
    ties, nodes = measures["ties"], measures["nodes"]
    day = f"{choose(language, 'au', 'on')} {day_in_words(choice.at, language)}, " if choice.at else ""
    of = f" ({joined(found, language)})" if (found := _limits(choice, language, where)) else ""
    if not ties:
        return choose(
            language,
            f"{day}le graphe ne connaît ici aucun lien de ce genre{of} : ce n’est pas dire qu’il n’y en a pas.",
            f"{day}the graph knows no tie of this kind here{of}: which is not to say that there is none.",
        )
    word = choose(language, *(view.tie if ties == 1 else view.ties))
    among = choose(language, *view.nodes)
    told = choose(
        language,
        f"{day}le graphe connaît {ties} {word} entre {nodes} {among}{of}",
        f"{day}the graph knows {ties} {word} between {nodes} {among}{of}",
    )
    return told + (
        f"{choose(language, ', dont ', ', of which ')}{doubt}." if (doubt := _doubts(measures, language)) else "."
    )


def _limits(choice: Choice, language: Language, where: str | None) -> list[str]:
    network = {"cci": ("réseau des CCI", "CCI network"), "cma": ("réseau des CMA", "CMA network")}
    return [
        *([choose(language, *network[choice.network])] if choice.network else []),
        *([choose(language, f"région {where}", f"region {where}")] if where else []),
    ]


def _doubts(measures: dict[str, Any], language: Language) -> str:
    parts = [
        (measures["open"], "{} que les dates ne permettent pas d’établir", "{} that the dates leave open"),
        (measures["disputed"], "{} que conteste une source", "{} that a source contests"),
        (measures["computed"], "{} que le droit exige, par calcul", "{} that the law requires, as computed"),
    ]
    return joined([choose(language, fr, en).format(count) for count, fr, en in parts if count], language)


def _changes(choice: Choice, measures: dict[str, Any], language: Language) -> str:
    if choice.since is None:
        return ""
    changes = measures["changes"]
    until = day_in_words(choice.at or date.today(), language)
    since = day_in_words(choice.since, language)
    return choose(
        language,
        f"entre le {since} et le {until}, liens apparus : {changes['new']}, disparus : {changes['gone']}, "
        f"modifiés : {changes['changed']}, restés : {changes['kept']}.",
        f"between {since} and {until}, ties that appeared: {changes['new']}, vanished: {changes['gone']}, "
        f"changed: {changes['changed']}, stayed: {changes['kept']}.",
    )


def _connected(measures: dict[str, Any], language: Language) -> str:
    first = measures["most_connected"]
    told = joined([f"{one['label']} ({one['ties']})" for one in first if one["ties"] > 1], language)
    if not told:
        return ""
    between = joined([one["label"] for one in measures.get("between", ())], language)
    bridges = choose(
        language,
        f" Entre une CCI et une CMA, les plus courts chemins passent surtout par : {between}.",
        f" Between a CCI and a CMA, the shortest paths run mostly through: {between}.",
    )
    lead = choose(language, f"les plus reliés : {told}.", f"most connected: {told}.")
    return lead + (bridges if between else "")


def _groups(view: View, measures: dict[str, Any], language: Language) -> str:
    groups, largest = measures["groups"], measures["largest_group"]
    alone = measures["isolated"]
    if groups < 2:
        return ""
    lone = choose(
        language,
        f", et {alone} sans aucun lien connu" if alone else "",
        f", and {alone} without any known tie" if alone else "",
    )
    return choose(
        language,
        f"le tout se partage en {groups} groupes que rien de connu ne relie, dont le plus grand compte {largest} "
        f"{view.nodes[0]}{lone}.",
        f"it falls into {groups} groups that nothing known joins, the largest of which has {largest} "
        f"{view.nodes[1]}{lone}.",
    )


def _apart(view: View, measures: dict[str, Any], language: Language) -> str:
    apart, nowhere = measures["apart"], measures.get("without_region", 0)
    french, english = ("région", "region") if view.name == "themes" else ("chambre", "chamber")
    made = []
    if apart:
        told = counted(apart, choose(language, f"autre {french}", f"other {english}"), language)
        made.append(
            choose(
                language,
                f"sans lien de ce genre connu : {told} ; le graphe n’en dit rien, il ne dit pas qu’il n’y en a pas.",
                f"without a known tie of this kind: {told}; the graph says nothing of them, not that there is none.",
            )
        )
    if nowhere:
        told = counted(nowhere, choose(language, "accord", "agreement"), language)
        made.append(
            choose(language, f"N’y figurent pas, faute de région : {told}.", f"Left out, of no region: {told}.")
        )
    return " ".join(made)


def _base(measures: dict[str, Any], language: Language) -> str:
    sources, passages, inferred = measures["sources"], measures["passages"], measures["inferred"]
    if not sources:
        return ""
    told = [counted(sources, "source", language), *([counted(passages, "passage", language)] if passages else [])]
    read = choose(
        language,
        f" ; {counted(inferred, 'lien', 'fr')} seulement {plural(inferred, 'déduit', 'fr')} de ce qu’elles disent",
        f"; {counted(inferred, 'tie', 'en')} only inferred from what they say",
    )
    lead = choose(language, "le tout repose sur", "it all rests on")
    return f"{lead} {joined(told, language)}{read if inferred else ''}."
