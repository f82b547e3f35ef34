"""Word every sentence of a diagnosis in both languages: what, where, why, and what to do."""

from ..obligations.wording import typeset
from .findings import Wording

_WORDS: dict[str, Wording] = {
    # causes, French then English; `it` is the place in the query
    "wrong-namespace": Wording(
        "« {it} » n’est l’espace de noms d’aucun terme du graphe : rien de ce qui porte le préfixe « {prefix}: » n’y "
        "correspond. {hint}",
        "“{it}” is the namespace of no term of the graph: nothing with the prefix “{prefix}:” can match. {hint}",
    ),
    "prefixed-name-in-brackets": Wording(
        "« {it} » est un nom abrégé écrit entre chevrons : il se lit comme une adresse complète, que le graphe ne "
        "connaît pas. Ôtez les chevrons.",
        "“{it}” is a prefixed name in angle brackets: it is read as a whole address, which the graph does not know. "
        "Take the brackets away.",
    ),
    "wrong-prefix": Wording(
        "« {it} » n’existe pas, mais le même nom existe sous un autre préfixe : {near}. « id: » est pour les choses, "
        "« def: » pour les listes de valeurs, « cons: » pour les classes et propriétés.",
        "“{it}” does not exist, but the same name does with another prefix: {near}. “id:” is for things, “def:” for "
        "listed values, “cons:” for classes and properties.",
    ),
    "unknown-iri": Wording(
        "« {it} » n’est nulle part dans le graphe : aucun motif qui le demande n’a de réponse. {hint}",
        "“{it}” is nowhere in the graph: no pattern that asks for it has an answer. {hint}",
    ),
    "unknown-property": Wording(
        "Aucun triplet du graphe n’a la propriété « {it} ». {hint}",
        "No triple of the graph has the property “{it}”. {hint}",
    ),
    "unknown-class": Wording(
        "Rien dans le graphe n’est de la classe « {it} ». {hint}",
        "Nothing in the graph is of the class “{it}”. {hint}",
    ),
    "superclass": Wording(
        "Rien n’est dit de la classe « {it} » elle-même : le graphe range chaque chose dans une classe plus précise "
        "({near}), et ce serveur n’infère pas.",
        "Nothing is said to be of the class “{it}” itself: the graph puts each thing in a narrower class ({near}), and "
        "this server does not infer.",
    ),
    "superproperty": Wording(
        "Aucun triplet n’emploie « {it} » elle-même : le graphe emploie des propriétés plus précises ({near}), et ce "
        "serveur n’infère pas.",
        "No triple uses “{it}” itself: the graph uses narrower properties ({near}), and this server does not infer.",
    ),
    "declared-and-unused": Wording(
        "Le modèle déclare « {it} », mais aucun fait du graphe ne l’emploie encore. La requête est correcte.",
        "The model declares “{it}”, but no fact of the graph uses it yet. Nothing is wrong with the query.",
    ),
    "not-a-class": Wording(
        "« {it} » n’est pas une classe : c’est une valeur, que le graphe donne par {near}.",
        "“{it}” is not a class: it is a value, which the graph gives by {near}.",
    ),
    "wrong-direction": Wording(
        "« {it} » va dans l’autre sens : elle part de {subjects} et mène à {objects}. Inversez le motif, ou écrivez ^ "
        "devant la propriété.",
        "“{it}” goes the other way: from {subjects} to {objects}. Turn the pattern round, or write ^ before it.",
    ),
    "property-not-on-class": Wording(
        "« {it} » existe, mais pas sur ce que désigne {subject} ici ({kind}) : elle se trouve sur {owners}. {hint}",
        "“{it}” exists, but not on what {subject} is here ({kind}): it is found on {owners}. {hint}",
    ),
    "wrong-scheme": Wording(
        "« {it} » existe, mais n’est pas de la liste où « {property} » prend ses valeurs. {hint}",
        "“{it}” exists, but is not of the list from which “{property}” takes its values. {hint}",
    ),
    "wrong-kind": Wording(
        "« {it} » existe, mais est d’une autre espèce ({kind}) que ce que « {property} » relie ({kinds}). {hint}",
        "“{it}” exists, but is of another kind ({kind}) than what “{property}” links ({kinds}). {hint}",
    ),
    "wrong-language": Wording(
        "Ce texte ne se trouve pas avec cette étiquette de langue : « {it} ». Le graphe a ici {found}.",
        "That text is not found with this language tag: “{it}”. The graph has {found} here.",
    ),
    "wrong-datatype": Wording(
        "« {it} » n’est pas du type des valeurs à cet endroit, qui sont {types}, par exemple {sample} : aucune ne lui "
        "est égale ni comparable.",
        "“{it}” is not of the type of the values here, which are {types}, such as {sample}: none is equal or "
        "comparable to it.",
    ),
    "malformed-literal": Wording(
        "« {it} » n’est pas écrit comme un {type} : rien ne lui est égal. Une date s’écrit AAAA-MM-JJ, un "
        "nombre avec un point.",
        "“{it}” is not written as an {type} is: nothing is equal to it. A day is written YYYY-MM-DD, a "
        "number with a point.",
    ),
    "wrong-property": Wording(
        "Ce texte existe dans le graphe, mais il n’est pas donné par « {it} » : il l’est par {near}.",
        "That text is in the graph, but not by “{it}”: it is given by {near}.",
    ),
    "wrong-spelling": Wording(
        "« {it} » n’est écrit nulle part ainsi : casse, accents, apostrophes et espaces comptent. Au plus près : "
        "{near}.",
        "“{it}” is nowhere written like this: case, accents, apostrophes and spaces count. Nearest: {near}.",
    ),
    "string-instead-of-iri": Wording(
        "« {it} » est un texte entre guillemets, alors que les valeurs à cet endroit sont des choses, nommées par leur "
        "adresse, par exemple {sample}.",
        "“{it}” is a text in quotes, while the values here are things, named by their address, such as {sample}.",
    ),
    "needs-str": Wording(
        "« {it} » est une chose, non un texte : la fonction échoue sur chaque ligne. Écrivez STR({it}) pour chercher "
        "dans son adresse, ou cherchez dans son libellé.",
        "“{it}” is a thing, not a text: the function fails on every row. Write STR({it}) to look in its address, or "
        "look in its label.",
    ),
    "case-sensitive-match": Wording(
        "Ce filtre distingue majuscules et minuscules : {it} ne s’y trouve pas ainsi, mais s’y trouve écrit autrement.",
        "This filter tells capitals from small letters: {it} is not there like this, but is with other capitals.",
    ),
    "accent-sensitive-match": Wording(
        "Ce filtre distingue les accents : {it} ne s’y trouve pas, mais {near} s’y trouve.",
        "This filter tells accents apart: {it} is not there, but {near} is.",
    ),
    "unbound-variable": Wording(
        "« {it} » n’a de valeur sur aucune ligne à cet endroit, et une comparaison avec rien échoue toujours. {hint}",
        "“{it}” has a value on no row here, and a comparison with nothing always fails. {hint}",
    ),
    "bounds-reversed": Wording(
        "Les bornes sont inversées : rien n’est à la fois {low} et {high}. Échangez-les.",
        "The bounds are the wrong way round: nothing is both {low} and {high}. Exchange them.",
    ),
    "contradiction": Wording(
        "« {it} » ne peut être deux choses à la fois sur une même ligne. Écrivez IN ( … ) ou ||.",
        "“{it}” cannot be two things at once on one row. Write IN ( … ) or ||.",
    ),
    "bind-too-early": Wording(
        "BIND se calcule là où il est écrit : « {it} » n’a pas de valeur, car ce dont il dépend ({needs}) ne vient "
        "qu’après. Placez BIND après.",
        "BIND is computed where it stands: “{it}” has no value, since what it depends on ({needs}) only comes after "
        "it. Put the BIND after that.",
    ),
    "unknown-graph": Wording(
        "Il n’y a pas de graphe nommé « {it} ». {hint}",
        "There is no named graph “{it}”. {hint}",
    ),
    "not-in-that-graph": Wording(
        "« {it} » se trouve dans le graphe entier, mais pas dans le graphe nommé qui est demandé : les faits et leurs "
        "libellés sont dans des graphes différents. Sortez ce motif de GRAPH ou de FROM.",
        "“{it}” is found in the graph as a whole, but not in the named graph that is asked: facts and their labels are "
        "in different graphs. Take that pattern out of GRAPH or FROM.",
    ),
    "from-named-without-graph": Wording(
        "« {it} » ne donne que des graphes nommés : hors de GRAPH, le graphe par défaut est alors vide. Écrivez FROM, "
        "ou mettez les motifs dans GRAPH ?g {{ … }}.",
        "“{it}” gives named graphs only: outside GRAPH, the default graph is then empty. Write FROM, or put the "
        "patterns in GRAPH ?g {{ … }}.",
    ),
    "limit-zero": Wording("« {it} » ne laisse aucune ligne.", "“{it}” leaves no row."),
    "offset-beyond": Wording(
        "« {it} » passe au-delà de la dernière ligne : il y en a {count} sans lui.",
        "“{it}” goes beyond the last row: there are {count} without it.",
    ),
    "having-removes-all": Wording(
        "HAVING ne laisse aucun groupe ; avant lui il y en a, par exemple avec {sample}.",
        "HAVING leaves no group; before it there are some, such as with {sample}.",
    ),
    "values-after-removes-all": Wording(
        "Le VALUES final ne laisse aucune ligne ; sans lui il y en a.",
        "The VALUES at the end leaves no row; without it there are some.",
    ),
    "template-variable": Wording(
        "« {it} » est dans le modèle de CONSTRUCT et n’a de valeur nulle part dans WHERE : aucun triplet ne se forme. "
        "{hint}",
        "“{it}” stands in the template of CONSTRUCT and has a value nowhere in WHERE: no triple comes about. {hint}",
    ),
    "subselect-limit": Wording(
        "« {it} » coupe la requête intérieure avant la jointure : les lignes qu’elle laisse n’ont pas de suite dehors.",
        "“{it}” cuts the inner query before the join: the rows that it leaves do not go on outside.",
    ),
    "minus-removes-all": Wording(
        "MINUS ôte toutes les lignes : chacune de celles d’avant y correspond.",
        "MINUS takes every row away: each of those before it matches.",
    ),
    "not-exists-removes-all": Wording(
        "NOT EXISTS ôte toutes les lignes : pour chacune de celles d’avant, le motif existe.",
        "NOT EXISTS takes every row away: for each of those before it, the pattern exists.",
    ),
    "exists-never": Wording(
        "EXISTS ne laisse aucune ligne : pour aucune de celles d’avant, le motif n’existe.",
        "EXISTS leaves no row: for none of those before it does the pattern exist.",
    ),
    "optional-never-matches": Wording(
        "Ce motif OPTIONAL ne correspond jamais, et la suite demande ce qu’il devait donner ({needs}).",
        "This OPTIONAL pattern never matches, and what follows asks for what it should give ({needs}).",
    ),
    "filter-removes-all": Wording(
        "Le filtre « {it} » ôte toutes les lignes ; il y en a avant lui. {hint}",
        "The filter “{it}” takes every row away; there are some before it. {hint}",
    ),
    "no-such-fact": Wording(
        "Tout ce que la requête nomme existe, et rien n’y semble fautif : le graphe n’a simplement rien qui réponde à "
        "« {it} » {before}. Un fait absent du graphe n’est pas un fait faux.",
        "All that the query names exists, and nothing seems wrong with it: the graph simply has nothing for "
        "“{it}” {before}. A fact that is not in the graph is not a false one.",
    ),
    "not-analysed": Wording(
        "La requête n’a pas pu être analysée plus avant ({why}) ; seuls ses termes ont été regardés, et tous existent.",
        "The query could not be analysed further ({why}); only its terms were looked at, and all of them exist.",
    ),
    # hints
    "hint-near": Wording("Au plus près : {near}.", "Nearest: {near}."),
    "hint-none": Wording("Rien d’approchant n’a été trouvé.", "Nothing like it was found."),
    "hint-namespace": Wording("Celui que le graphe emploie : {near}.", "The one that the graph uses: {near}."),
    "hint-values": Wording(
        "Avant lui, {what} vaut par exemple {sample}.", "Before it, {what} is for example {sample}."
    ),
    "hint-bounds": Wording("Avant lui, {what} va de {low} à {high}.", "Before it, {what} goes from {low} to {high}."),
    "hint-scope": Wording(
        "Elle a une valeur ailleurs dans la requête, mais pas dans le groupe de ce filtre.",
        "It has a value elsewhere in the query, but not in the group of this filter.",
    ),
    "hint-class": Wording(
        "« {it} » est une classe, non une propriété. {more}", "“{it}” is a class, not a property. {more}"
    ),
    "hint-has": Wording("On y trouve : {near}.", "There are: {near}."),
    "hint-links": Wording("{it} est donné par {near}.", "{it} is given by {near}."),
    "": Wording("", ""),
    "before": Wording("avec ce qui précède", "together with what comes before"),
    "by-itself": Wording("à lui seul", "by itself"),
    "tag": Wording("la langue « {tag} »", "the language “{tag}”"),
    "no-tag": Wording("des textes sans langue", "texts without a language"),
    "anything": Wording("choses de toute classe", "things of any class"),
    "literal": Wording("texte ou nombre", "text or number"),
    # what a suggestion does
    "write": Wording("Écrire {text}", "Write {text}"),
    "write-named": Wording("Écrire {text} ({label})", "Write {text} ({label})"),
    "turn": Wording("Inverser : ^{text}", "Turn round: ^{text}"),
    "any-value": Wording("N’importe quelle valeur au lieu de {text}", "Any value instead of {text}"),
    "without": Wording("Sans {text}", "Without {text}"),
    "swap-bounds": Wording("Échanger les bornes", "Exchange the bounds"),
    "ignore-case": Wording("Ne pas distinguer majuscules et minuscules", "Make no difference of capitals"),
    "move-bind": Wording("Placer BIND à la fin du groupe", "Put BIND at the end of the group"),
    "list-in": Wording("L’un ou l’autre : {text}", "One or the other: {text}"),
    "all-together": Wording("Tout corriger à la fois", "Mend everything at once"),
    # what was probed
    "up-to": Wording("jusqu’à ce motif", "up to this pattern"),
    "with-filter": Wording("avec ce filtre", "with this filter"),
    "where": Wording("tout le WHERE", "the whole WHERE"),
    # the sum of it
    "has-rows": Wording(
        "La requête a des réponses : il n’y a rien à expliquer.",
        "The query has answers: nothing to explain.",
    ),
    "is-empty": Wording("La requête n’a pas de réponse. {first}", "The query has no answer. {first}"),
    "stopped": Wording(
        "La requête n’a pas de réponse ; les limites de temps et d’essais n’ont pas suffi à tout essayer. {first}",
        "The query has no answer; the limits of time and of tries were not enough to try everything. {first}",
    ),
    "no-cause": Wording(
        "La cause n’a pas été trouvée.",
        "The cause was not found.",
    ),
}


def say(key: str, **told: object) -> Wording:
    """Word a sentence; what is told may be a text, a list of them, or a Wording."""
    french, english = _WORDS[key].fr, _WORDS[key].en
    fr = typeset(french, "fr").format(**{name: _part(one, french=True) for name, one in told.items()})
    en = english.format(**{name: _part(one, french=False) for name, one in told.items()})
    return Wording(fr.strip(), en.strip())


def _part(told: object, *, french: bool) -> str:
    if isinstance(told, Wording):
        return told.fr if french else told.en
    if isinstance(told, list | tuple):
        return ", ".join(_part(one, french=french) for one in told)
    return str(told)
