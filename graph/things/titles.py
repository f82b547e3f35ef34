"""Name each property as the heading of its facts, in both directions; reused vocabularies bring no French of theirs."""

from ..namespaces import CONS, DEF, short
from ..obligations.wording import Language, choose, upper_first
from .model import Direction

# What a fact is called on the page of the thing that it leads to.
_INWARD = {
    "cons:statusOf": ("Statuts en droit", "Statuses in law"),
    "org:resultingOrganization": ("Issu de", "Came out of"),
    "org:originalOrganization": ("Changements", "Changes"),
    "cons:relationFrom": ("Liens avec d’autres organismes", "Ties with other bodies"),
    "cons:relationTo": ("Liens d’autres organismes", "Ties of other bodies"),
    "org:organization": ("Mandats", "Mandates"),
    "org:member": ("Mandats", "Mandates"),
    "org:role": ("Mandats dans ce rôle", "Mandates in this role"),
    "cons:party": ("Accords conclus comme partie", "Agreements entered into as a party"),
    "cons:signs": ("Signatures", "Signatures"),
    "cons:signatory": ("Signatures", "Signatures"),
    "cons:onBehalfOf": ("Signatures en son nom", "Signatures on its behalf"),
    "cons:inRole": ("Signatures en cette qualité", "Signatures in this capacity"),
    "cons:partOfEvent": ("Ce qui a eu lieu alors", "What happened then"),
    "cons:inInstrument": ("Contenu", "Content"),
    "cons:parentElement": ("Éléments au-dessous", "Elements below"),
    "cons:debtor": ("Engagements et obligations à sa charge", "Commitments and obligations that it owes"),
    "cons:creditor": ("Ce qui lui est dû", "What is owed to it"),
    "cons:statementAbout": ("Propos rapportés à ce sujet", "Reported statements about it"),
    "cons:statedBy": ("Propos et annonces", "Statements and announcements"),
    "cons:figureAbout": ("Chiffres", "Figures"),
    "cons:derivesFrom": ("Instruments qui le déclinent", "Instruments derived from it"),
    "cons:arisesFrom": ("Ce qui en est issu", "What arises from it"),
    "cons:legalBasis": ("Ce dont c’est le fondement juridique", "What it is the legal basis of"),
    "cons:shows": ("Preuves qui le montrent", "Evidence that shows it"),
    "cons:supports": ("Preuves à l’appui", "Evidence in support"),
    "cons:underRule": ("Obligations nées de cette règle", "Obligations under this rule"),
    "cons:exceptionTo": ("Exceptions", "Exceptions"),
    "cons:participant": ("Participation à des événements", "Events taken part in"),
    "cons:locatedIn": ("Lieux qui s’y trouvent", "Places within it"),
    "cons:seat": ("Organismes qui y ont leur siège", "Bodies that have their seat there"),
    "cons:partlyCovers": ("Organismes qui en couvrent une partie", "Bodies that cover part of it"),
    "cons:network": ("De ce réseau", "Of this network"),
    "cons:form": ("États de cette forme", "Statuses of this form"),
    "cons:atLevel": ("États à ce niveau", "Statuses at this level"),
    "cons:inPlace": ("Ce qui y a eu lieu", "What happened there"),
    "cons:trigger": ("Obligations déclenchées", "Obligations triggered"),
    "cons:requiresKind": ("Règles qui l’exigent", "Rules that require it"),
    "cons:website": ("Site de", "Website of"),
    "dcterms:spatial": ("Ce qui s’y rattache", "What belongs there"),
    "dcterms:type": ("De ce type", "Of this type"),
    "dcterms:subject": ("Sur ce thème", "On this theme"),
    "eli:is_member_of": ("Versions", "Versions"),
    "eli:is_part_of": ("Articles", "Articles"),
    "eli:changed_by": ("Articles modifiés par ce texte", "Articles amended by this text"),
    "eli:repealed_by": ("Articles abrogés par ce texte", "Articles repealed by this text"),
    "eli:based_on": ("Textes pris sur ce fondement", "Texts based on it"),
    "eli:basis_for": ("Textes qui le fondent", "Texts that are its basis"),
    "dcterms:isReplacedBy": ("Remplace", "Replaces"),
    "dcterms:replaces": ("Remplacé par", "Replaced by"),
    "cv:isDerivedFrom": ("Règles qui en sont tirées", "Rules derived from it"),
    "igeo:chefLieu": ("Chef-lieu de", "Chief town of"),
    "skos:broader": ("Concepts plus étroits", "Narrower concepts"),
    "skos:inScheme": ("Concepts de ce vocabulaire", "Concepts of this vocabulary"),
    "skos:topConceptOf": ("Concepts de tête", "Top concepts"),
    "skos:hasTopConcept": ("Concept de tête de", "Top concept of"),
    "skos:exactMatch": ("Équivalent exact de", "Exact match of"),
    "skos:closeMatch": ("Équivalent proche de", "Close match of"),
    "rdf:type": ("Exemples", "Instances"),
    "rdfs:domain": ("Propriétés de cette classe", "Properties of this class"),
    "rdfs:range": ("Propriétés qui y mènent", "Properties that lead to it"),
    "rdfs:subClassOf": ("Classes plus étroites", "Narrower classes"),
    "rdfs:subPropertyOf": ("Propriétés plus étroites", "Narrower properties"),
    "rdfs:isDefinedBy": ("Termes définis ici", "Terms defined here"),
    "rdfs:seeAlso": ("Y renvoient", "Refer to it"),
    "owl:disjointWith": ("Classes disjointes", "Disjoint classes"),
    "owl:inverseOf": ("Inverse de", "Inverse of"),
    "oa:hasSource": ("Passages cités", "Passages cited"),
    "oa:hasSelector": ("Citations de ce passage", "Citations of this passage"),
    "prov:wasDerivedFrom": ("Faits qui en sont tirés", "Facts derived from it"),
    "prov:wasAttributedTo": ("Faits qui lui sont attribués", "Facts attributed to it"),
    "prov:wasGeneratedBy": ("Ce qui en est né", "What came of it"),
    "prov:wasInfluencedBy": ("Suites", "What followed"),
    "prov:actedOnBehalfOf": ("Mandataires", "Agents on its behalf"),
    "dcterms:publisher": ("Publications", "Publications"),
    "dcterms:creator": ("Œuvres", "Works"),
}
_OUTWARD = {  # where the graph has no label of a property, its vocabulary being another's
    "cv:isDerivedFrom": ("tirée de", "derived from"),
    "dcterms:bibliographicCitation": ("à citer ainsi", "to be cited as"),
    "dcterms:created": ("créé le", "created on"),
    "dcterms:creator": ("auteur", "creator"),
    "dcterms:description": ("description", "description"),
    "dcterms:identifier": ("identifiant", "identifier"),
    "dcterms:isReplacedBy": ("remplacé par", "replaced by"),
    "dcterms:issued": ("paru le", "issued on"),
    "dcterms:language": ("langue", "language"),
    "dcterms:license": ("licence", "licence"),
    "dcterms:modified": ("modifié le", "modified on"),
    "dcterms:publisher": ("éditeur", "publisher"),
    "dcterms:replaces": ("remplace", "replaces"),
    "dcterms:rights": ("droits", "rights"),
    "dcterms:source": ("adresse", "address"),
    "dcterms:spatial": ("territoire", "territory"),
    "dcterms:subject": ("thème", "theme"),
    "dcterms:title": ("titre", "title"),
    "dcterms:type": ("type", "type"),
    "eli:based_on": ("pris sur le fondement de", "based on"),
    "eli:basis_for": ("fondement de", "basis for"),
    "eli:changed_by": ("modifié par", "changed by"),
    "eli:date_document": ("date du texte", "date of the text"),
    "eli:date_no_longer_in_force": ("dernier jour en vigueur", "last day in force"),
    "eli:date_publication": ("publié le", "published on"),
    "eli:first_date_entry_in_force": ("entré en vigueur le", "in force since"),
    "eli:is_member_of": ("version de", "version of"),
    "eli:is_part_of": ("dans", "part of"),
    "eli:number": ("numéro", "number"),
    "eli:repealed_by": ("abrogé par", "repealed by"),
    "eli:version_date": ("date de la version", "date of the version"),
    "foaf:member": ("membre", "member"),
    "foaf:name": ("nom", "name"),
    "igeo:chefLieu": ("chef-lieu", "chief town"),
    "igeo:codeINSEE": ("code INSEE", "INSEE code"),
    "oa:end": ("fin du passage", "end of the passage"),
    "oa:hasSelector": ("passage", "passage"),
    "oa:hasSource": ("source", "source"),
    "oa:start": ("début du passage", "start of the passage"),
    "org:identifier": ("SIREN", "SIREN"),
    "org:member": ("personne", "person"),
    "org:organization": ("organisation", "organisation"),
    "org:originalOrganization": ("organismes d’origine", "original bodies"),
    "org:resultingOrganization": ("organismes issus", "resulting bodies"),
    "org:role": ("rôle", "role"),
    "owl:disjointWith": ("disjointe de", "disjoint with"),
    "owl:equivalentClass": ("équivalente à", "equivalent to"),
    "owl:inverseOf": ("inverse de", "inverse of"),
    "owl:versionIRI": ("adresse de la version", "address of the version"),
    "owl:versionInfo": ("version", "version"),
    "prov:actedOnBehalfOf": ("agit pour", "acts on behalf of"),
    "prov:generatedAtTime": ("noté le", "noted on"),
    "prov:wasAttributedTo": ("attribué à", "attributed to"),
    "prov:wasDerivedFrom": ("tiré de", "derived from"),
    "prov:wasGeneratedBy": ("né de", "generated by"),
    "prov:wasInfluencedBy": ("influencé par", "influenced by"),
    "rdf:object": ("valeur attestée", "value attested"),
    "rdf:predicate": ("propriété attestée", "property attested"),
    "rdf:subject": ("chose attestée", "thing attested"),
    "rdf:type": ("classe", "class"),
    "rdf:value": ("endroit", "place"),
    "rdfs:comment": ("remarque", "comment"),
    "rdfs:domain": ("se dit de", "domain"),
    "rdfs:isDefinedBy": ("défini par", "defined by"),
    "rdfs:label": ("nom", "name"),
    "rdfs:range": ("mène à", "range"),
    "rdfs:seeAlso": ("voir aussi", "see also"),
    "rdfs:subClassOf": ("plus étroite que", "narrower than"),
    "rdfs:subPropertyOf": ("plus étroite que", "narrower than"),
    "skos:altLabel": ("autre nom", "other name"),
    "skos:broader": ("concept plus large", "broader concept"),
    "skos:closeMatch": ("équivalent proche", "close match"),
    "skos:definition": ("définition", "definition"),
    "skos:exactMatch": ("équivalent exact", "exact match"),
    "skos:hasTopConcept": ("concepts de tête", "top concepts"),
    "skos:inScheme": ("vocabulaire", "vocabulary"),
    "skos:notation": ("code", "notation"),
    "skos:prefLabel": ("nom", "name"),
    "skos:scopeNote": ("précision", "scope note"),
    "skos:topConceptOf": ("en tête de", "top concept of"),
    "vann:preferredNamespacePrefix": ("préfixe", "prefix"),
    "vann:preferredNamespaceUri": ("espace de noms", "namespace"),
}
_RELATIONS = {  # of a cons:BodyRelation, by its type: from the one end, from the other
    f"{DEF}relation-attachment": (("Rattaché à", "Attached to"), ("Organismes rattachés", "Attached bodies")),
    f"{DEF}relation-association": (("Associé à", "Associated with"), ("Organismes associés", "Associated bodies")),
    f"{DEF}relation-supervision": (("Sous la tutelle de", "Supervised by"), ("Exerce la tutelle sur", "Supervises")),
}
_CLASSES = {
    "foaf:Person": ("personne", "person"),
    "foaf:Group": ("groupe", "group"),
    "foaf:Agent": ("agent", "agent"),
    "prov:Agent": ("agent", "agent"),
    "org:Role": ("rôle", "role"),
    "org:Organization": ("organisation", "organisation"),
    "org:FormalOrganization": ("organisation", "organisation"),
    "eli:LegalResource": ("texte de droit", "legal text"),
    "eli:LegalResourceSubdivision": ("article de droit", "article of law"),
    "cv:ReferenceFramework": ("cadre de référence", "reference framework"),
    "skos:Concept": ("concept", "concept"),
    "skos:ConceptScheme": ("vocabulaire", "vocabulary"),
    "dcterms:Location": ("lieu", "place"),
    "igeo:Region": ("région", "region"),
    "igeo:Departement": ("département", "department"),
    "igeo:Commune": ("commune", "commune"),
    "owl:Class": ("classe", "class"),
    "owl:ObjectProperty": ("propriété entre choses", "property between things"),
    "owl:DatatypeProperty": ("propriété de valeur", "property of a value"),
    "owl:AnnotationProperty": ("propriété d’annotation", "annotation property"),
    "owl:FunctionalProperty": ("propriété à valeur unique", "functional property"),
    "owl:Ontology": ("ontologie", "ontology"),
    "rdfs:Datatype": ("type de valeur", "datatype"),
    "oa:FragmentSelector": ("endroit d’une source", "place in a source"),
    "oa:TextPositionSelector": ("passage d’une source", "passage of a source"),
    "xsd:date": ("jour", "day"),
    "xsd:integer": ("nombre entier", "whole number"),
    "xsd:string": ("texte", "text"),
    "xsd:boolean": ("oui ou non", "yes or no"),
    "xsd:decimal": ("nombre", "number"),
    "xsd:gYear": ("année", "year"),
    "xsd:duration": ("durée", "duration"),
    "xsd:dateTime": ("date et heure", "date and time"),
    "rdf:langString": ("texte dans une langue", "text in a language"),
    "owl:Thing": ("chose", "thing"),
    "prov:Entity": ("entité", "entity"),
    "prov:Activity": ("activité", "activity"),
}


def title_of(predicate: str, way: Direction, label: str | None, language: Language) -> str:
    """Give the heading of the facts of a property; `label` is what the graph calls it."""
    name = short(predicate)
    if way == "out":
        told = _OUTWARD.get(name)
        return upper_first(label or (choose(language, *told) if told else plain_name(predicate)))
    if name in _INWARD:
        return choose(language, *_INWARD[name])
    told = _OUTWARD.get(name)
    called = label or (choose(language, *told) if told else plain_name(predicate))
    return choose(language, f"En a fait mention par « {called} »", f"Mention it as “{called}”")


def title_of_relation(kind: str, way: Direction, language: Language) -> str | None:
    """Give the heading of the relations of one type of a body, None when the type is not known here."""
    pair = _RELATIONS.get(kind)
    return choose(language, *pair[0 if way == "in" else 1]) if pair else None


def rank_inward(predicate: str) -> int:
    """Tell where among the facts that lead to a thing those of a property are read."""
    name = short(predicate)
    return [*_INWARD].index(name) if name in _INWARD else len(_INWARD)


def name_of_term(iri: str, language: Language) -> str | None:
    """Give what a term of another vocabulary is called here, None when it has no name."""
    name = short(iri)
    found = _CLASSES.get(name) or _OUTWARD.get(name)
    return choose(language, *found) if found else None


def plain_name(iri: str) -> str:
    """Make words of an address that has no name: never the address itself.

    >>> plain_name("http://example.org/x/legal_personality")
    'legal personality'
    >>> plain_name("http://www.w3.org/ns/oa#")
    'oa'
    """
    local = iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2] or iri
    return local.replace("-", " ").replace("_", " ")[:80] or "?"


def is_vocabulary(iri: str) -> bool:
    """Tell whether an IRI is of a concept, a class or a property, which a network of things leaves out."""
    return iri.startswith((DEF, CONS)) or short(iri) in {*_CLASSES, *_OUTWARD}
