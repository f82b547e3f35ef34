"""Name the kinds of things that a search tells apart, for people."""

from collections.abc import Collection
from dataclasses import dataclass

from ..namespaces import CONS, PREFIXES


@dataclass(frozen=True)
class Kind:
    """Hold one kind: its key in addresses, what one thing and several of it are called, and the classes in it.

    `weight` puts kinds in order where their things match equally well.
    """

    key: str
    one: tuple[str, str]
    many: tuple[str, str]
    weight: int
    classes: tuple[str, ...]

    def name(self, language: str, *, many: bool = False) -> str:
        """Give the wording in French or English."""
        return (self.many if many else self.one)[language == "en"]


def _classes(*names: str) -> tuple[str, ...]:
    found = []
    for name in names:
        prefix, colon, local = name.partition(":")
        found.append(f"{PREFIXES[prefix]}{local}" if colon else f"{CONS}{name}")
    return tuple(found)


KINDS = (
    Kind("body", ("établissement", "body"), ("établissements", "bodies"), 0, _classes("ConsularBody")),
    Kind(
        "authority",
        ("autorité de l’État", "state authority"),
        ("autorités de l’État", "state authorities"),
        3,
        _classes("StateAuthority"),
    ),
    Kind("person", ("personne", "person"), ("personnes", "people"), 2, _classes("foaf:Person")),
    Kind(
        "convention",
        ("convention ou programme", "agreement or programme"),
        ("conventions et programmes", "agreements and programmes"),
        1,
        _classes("Agreement", "Programme"),
    ),
    Kind(
        "element",
        ("élément de plan", "plan element"),
        ("éléments de plans", "plan elements"),
        6,
        _classes("PlanElement", "Commitment"),
    ),
    Kind(
        "article",
        ("article de droit", "article of law"),
        ("articles de droit", "articles of law"),
        4,
        _classes("eli:LegalResourceSubdivision"),
    ),
    Kind(
        "text",
        ("texte de droit", "text of law"),
        ("textes de droit", "texts of law"),
        4,
        _classes("eli:LegalResource", "cv:ReferenceFramework"),
    ),
    Kind("rule", ("règle", "rule"), ("règles", "rules"), 4, _classes("ObligationRule", "RuleException")),
    Kind(
        "event",
        ("événement", "event"),
        ("événements", "events"),
        5,
        _classes("SigningEvent", "ChangeEvent", "GeneralRenewal", "Event"),
    ),
    Kind("statement", ("déclaration", "statement"), ("déclarations", "statements"), 7, _classes("ReportedStatement")),
    Kind("figure", ("chiffre", "figure"), ("chiffres", "figures"), 7, _classes("Figure", "BudgetCut", "Indicator")),
    Kind(
        "obligation",
        ("obligation ou preuve", "obligation or evidence"),
        ("obligations et preuves", "obligations and evidence"),
        6,
        _classes("Obligation", "Evidence"),
    ),
    Kind(
        "territory",
        ("territoire", "territory"),
        ("territoires", "territories"),
        3,
        _classes("igeo:Region", "igeo:Departement", "igeo:Commune", "dcterms:Location"),
    ),
    Kind("source", ("source", "source"), ("sources", "sources"), 8, _classes("SourceDocument")),
    Kind(
        "organisation",
        ("autre organisme ou groupe", "other organisation or group"),
        ("autres organismes et groupes", "other organisations and groups"),
        5,
        _classes("org:FormalOrganization", "org:Organization", "foaf:Group", "foaf:Agent", "prov:Agent"),
    ),
    Kind(
        "concept",
        ("notion", "concept"),
        ("notions", "concepts"),
        5,
        _classes("org:Role", "skos:Concept", "skos:ConceptScheme"),
    ),
    Kind(
        "term",
        ("classe ou propriété", "class or property"),
        ("classes et propriétés", "classes and properties"),
        9,
        _classes("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "rdfs:Datatype", "owl:Ontology"),
    ),
    Kind(
        "record",
        ("statut, relation, mandat ou signature", "status, relation, mandate or signature"),
        ("statuts, relations, mandats, signatures", "statuses, relations, mandates, signatures"),
        20,
        _classes("BodyStatus", "BodyRelation", "Mandate", "Signature"),
    ),
    Kind("other", ("autre chose", "other thing"), ("autres choses", "other things"), 10, ()),
)
KIND = {kind.key: kind for kind in KINDS}
_OF_CLASS = {name: kind for kind in reversed(KINDS) for name in kind.classes}
_PLACE = {kind.key: place for place, kind in enumerate(KINDS)}


def kind_of(classes: Collection[str]) -> Kind:
    """Choose the kind of a thing by its classes: the first of the table that one of them is in."""
    found = [_OF_CLASS[name] for name in classes if name in _OF_CLASS]
    return min(found, key=lambda kind: _PLACE[kind.key], default=KIND["other"])
