"""Make a synthetic network of chambers, of any size: the same triples each time, without blank nodes.

Three networks of bodies up to five deep, persons and their renewed mandates, conventions derived from one another
and based on chains of texts, signatures, commitments, evidence, documents. About one in a hundred is defective.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from zlib import crc32

BASE = "https://example.org/network/"
REGIONS, DEPARTMENTS, PERSONS, TEXTS = 18, 101, 800, 120
NETWORKS = ("cci", "cma", "ca")
PREFIXES = {
    "": BASE,
    "n": f"{BASE}ns#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "eli": "http://data.europa.eu/eli/ontology#",
}
_SUBJECTS = ("l'apprentissage", "la transition écologique", "l'export", "la création d'entreprises", "le tourisme")
_MANNERS = ("numérique", "rural", "des quartiers", "transfrontalier", "de proximité", "des jeunes", "du littoral")
_NAMES = ("Martin", "Bernard", "Thomas", "Petit", "Robert", "Richard", "Durand", "Dubois", "Moreau", "Laurent", "Simon")
_FIRST = (
    "Anne",
    "Bruno",
    "Claire",
    "Denis",
    "Élise",
    "Farid",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Jean",
    "Karine",
    "Luc",
    "Maud",
)

Triples = Iterator[tuple[str, str, str]]


def triples(size: int) -> Triples:
    """Give at least so many triples, whole conventions until there are enough; each once."""
    count = 0
    for group in (_places(), _organisations(), _texts(), _persons()):
        for triple in group:
            count += 1
            yield triple
    number = 0
    while count < size:
        for triple in _convention(number):
            count += 1
            yield triple
        number += 1


def ntriples(size: int, graph: str = "") -> bytes:
    """Write them as N-Triples, or as N-Quads of one graph."""
    end = f" <{graph}> .\n" if graph else " .\n"
    return "".join(" ".join(map(_written, triple)) + end for triple in triples(size)).encode()


def _places() -> Triples:
    for region in range(REGIONS):
        yield f":region-{region}", "rdf:type", "n:Region"
        yield f":region-{region}", "rdfs:label", f'"Région {region}"@fr'
    for number in range(DEPARTMENTS):
        yield f":department-{number}", "rdf:type", "n:Department"
        yield f":department-{number}", "rdfs:label", f'"Département {number}"@fr'
        yield f":department-{number}", "n:inRegion", f":region-{number % REGIONS}"


def _organisations() -> Triples:
    """Give national, regional and departmental bodies, their delegations and branches: each below another."""
    for network in NETWORKS:
        yield from _organisation(network, "national", "", "")
        for number in range(REGIONS):
            yield from _organisation(network, f"region-{number}", "national", "")
        for number in range(DEPARTMENTS):
            place = f":department-{number}"
            yield from _organisation(network, f"department-{number}", f"region-{number % REGIONS}", place)
            yield from _organisation(network, f"delegation-{number}", f"department-{number}", place)
            if number % 2:
                yield from _organisation(network, f"branch-{number}", f"delegation-{number}", place)


def _organisation(network: str, name: str, above: str, place: str) -> Triples:
    subject = f":{network}-{name}"
    yield subject, "rdf:type", "org:Organization"
    yield subject, "rdfs:label", f'"{network.upper()} {name}"@fr'
    yield subject, "n:network", f":{network}"
    if above:
        yield subject, "org:subOrganizationOf", f":{network}-{above}"
    if place:
        yield subject, "n:seatIn", place


def _texts() -> Triples:
    """Give articles in chains of six, each based on the one before."""
    for number in range(TEXTS):
        yield f":text-{number}", "rdf:type", "eli:LegalResource"
        yield f":text-{number}", "dcterms:title", f'"Article A. {number}"@fr'
        yield f":text-{number}", "dcterms:date", _day(number, "text", 2000)
        if number % 6:
            yield f":text-{number}", "eli:based_on", f":text-{number - 1}"


def _persons() -> Triples:
    for number in range(PERSONS):
        subject = f":person-{number}"
        name = f"{_FIRST[_pick(number, 'first', len(_FIRST))]} {_NAMES[_pick(number, 'name', len(_NAMES))]} {number}"
        yield subject, "rdf:type", "foaf:Person"
        yield subject, "foaf:name", f'"{name}"'
        for term in range(2):
            mandate = f":mandate-{number}-{term}"
            yield mandate, "rdf:type", "org:Membership"
            yield mandate, "org:member", subject
            yield mandate, "org:organization", f":{_seat(number)}"
            yield mandate, "n:from", _day(number, "mandate", 2016 + 5 * term, span=30)
            yield mandate, "n:until", _day(number, "mandate", 2021 + 5 * term, span=30)
            if term:
                yield mandate, "prov:wasRevisionOf", f":mandate-{number}-0"


def _convention(number: int) -> Triples:
    """Give one convention in 13 triples, then its document, signatures, commitments and evidence."""
    subject, network = f":convention-{number}", NETWORKS[number % 3]
    department = _pick(number, "department", DEPARTMENTS)
    purpose = f"{_SUBJECTS[_pick(number, 'subject', 5)]} {_MANNERS[_pick(number, 'manner', 7)]}"
    yield subject, "rdf:type", "n:Convention"
    yield subject, "dcterms:identifier", f'"C-{number:06}"'
    yield subject, "dcterms:title", f'"Convention n° {number} pour {purpose}"@fr'
    yield subject, "dcterms:date", _day(number, "signed", 2018)
    yield subject, "n:from", _day(number, "from", 2020)
    yield subject, "n:until", _day(number, "until", 2019 if _is_defective(number) else 2024)
    yield subject, "n:party", f":{network}-department-{department}"
    yield subject, "n:party", f":{network}-region-{department % REGIONS}"
    yield subject, "n:place", f":department-{department}"
    earlier = f"convention-{number // 2}" if number % 4 == 3 else f"{network}-region-{department % REGIONS}-plan"
    yield subject, "prov:wasDerivedFrom", f":{earlier}"
    yield subject, "eli:based_on", f":text-{_pick(number, 'text', TEXTS)}"
    yield subject, "n:amount", f'"{1000 + _pick(number, "amount", 90_000)}"^^xsd:integer'
    yield subject, "n:document", f":document-{number}"
    yield f":document-{number}", "rdf:type", "foaf:Document"
    yield f":document-{number}", "dcterms:title", f'"Document de la convention {number}"@fr'
    yield f":document-{number}", "dcterms:date", _day(number, "document", 2018)
    for place in range(2 + _pick(number, "signatures", 5)):
        yield from _signature(number, place)
    for place in range(2):
        yield from _commitment(number, place)


def _signature(number: int, place: int) -> Triples:
    subject, person = f":signature-{number}-{place}", _pick(number, f"signatory {place}", PERSONS)
    yield subject, "rdf:type", "n:Signature"
    yield subject, "n:signs", f":convention-{number}"
    yield subject, "n:signatory", f":person-{person}"
    yield subject, "n:onBehalfOf", f":{_seat(person)}"
    yield subject, "n:role", f'"{("président", "directeur", "préfet")[place % 3]}"@fr'
    if not _is_defective(number):
        yield subject, "dcterms:date", _day(number, "signed", 2018)


def _commitment(number: int, place: int) -> Triples:
    subject = f":commitment-{number}-{place}"
    yield subject, "rdf:type", "n:Commitment"
    yield subject, "n:within", f":convention-{number}"
    yield subject, "rdfs:label", f'"Engagement {place} de la convention {number}"@fr'
    yield subject, "n:due", _day(number, f"due {place}", 2022)
    for turn in range(_pick(number, f"evidence {place}", 4)):
        evidence = f":evidence-{number}-{place}-{turn}"
        yield evidence, "rdf:type", "n:Evidence"
        yield evidence, "n:proves", subject
        yield evidence, "dcterms:date", _day(number, f"evidence {place} {turn}", 2022)
        yield evidence, "dcterms:source", f":document-{number}"


def _seat(person: int) -> str:
    return f"{NETWORKS[person % 3]}-department-{_pick(person, 'seat', DEPARTMENTS)}"


def _is_defective(number: int) -> bool:
    return _pick(number, "defect", 100) == 0


def _day(number: int, salt: str, year: int, *, span: int = 700) -> str:
    return f'"{date(year, 1, 1) + timedelta(days=_pick(number, salt, span))}"^^xsd:date'


def _pick(number: int, salt: str, below: int) -> int:
    """Draw from a hash, not from a random number generator, whose numbers may change with its version."""
    return crc32(f"{salt} {number}".encode()) % below


def _written(term: str) -> str:
    if not term.startswith('"'):
        prefix, _, name = term.partition(":")
        return f"<{PREFIXES[prefix]}{name}>"
    value, mark, datatype = term.rpartition("^^xsd:")
    return f"{value}^^<{PREFIXES['xsd']}{datatype}>" if mark else term
