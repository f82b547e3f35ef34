"""Write a thing as data: the twin of its page, fact by fact, and its triples."""

import json

from ..namespaces import short
from ..obligations.wording import Language
from ..overview import construct_query
from ..stores.base import Store, Term
from ..stores.parsing import write_rdf
from .bounds import Time
from .model import Attestation, Citation, Fact, Group, Part, Thing
from .neighbours import Network
from .timeline import Timeline

Data = dict[str, object]


def as_data(thing: Thing, timeline: Timeline, network: Network, language: Language) -> Data:
    """Write all that the page of a thing tells."""
    return {
        "iri": thing.iri,
        "name": short(thing.iri),
        "label": thing.label,
        "kind": thing.kind,
        "types": [_part(part) for part in thing.types],
        "description": list(thing.description),
        "day": thing.day.isoformat() if thing.day else None,
        "state": thing.state,
        "time": _time(thing.time, language),
        "hidden": thing.hidden,
        "elsewhere": thing.elsewhere,
        "source": thing.source,
        "sources": [
            {"iri": one.source.iri, "label": one.source.text, "publisher": one.publisher, "facts": one.facts}
            for one in thing.sources
        ],
        "reading": thing.asserted_whole,
        "attestations": [_attestation(one) for one in thing.attestations],
        "groups": [_group(group, language) for group in thing.groups],
        "timeline": [
            {
                "text": one.text,
                "iri": one.iri,
                "title": one.title,
                "when": one.when,
                "reading": one.reading,
                "certainty": one.certainty,
            }
            for one in timeline.moments
        ],
        "neighbours": [
            {"iri": one.iri, "label": one.label, "relation": one.relation, "direction": one.direction}
            for one in network.neighbours
        ],
        "example": thing.example,
    }


def triples_of(store: Store, iri: str, format_name: str) -> bytes:
    """Write every triple about a thing, in both directions; those of a property for what is only ever a property."""
    term = Term("iri", iri).sparql()
    ntriples = store.query(construct_query(iri)).serialize("ntriples")
    if not ntriples:
        found = store.query(f"CONSTRUCT {{ ?s {term} ?o }} WHERE {{ ?s {term} ?o }}").serialize("ntriples")
        ntriples = found or store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {term} {{ ?s ?p ?o }} }}").serialize(
            "ntriples"
        )
    return write_rdf(ntriples, format_name)


def own_triples(store: Store, iri: str) -> object:
    """Give what a thing says of itself as JSON-LD, not yet written; whoever puts it into a page escapes it."""
    term = Term("iri", iri).sparql()
    return json.loads(store.query(f"CONSTRUCT {{ {term} ?p ?o }} WHERE {{ {term} ?p ?o }}").serialize("jsonld"))


def _group(group: Group, language: Language) -> Data:
    return {
        "property": group.property,
        "direction": group.direction,
        "title": group.title,
        "count": group.count,
        "hidden": group.hidden,
        "elsewhere": group.elsewhere,
        "rest": group.rest,
        "query": group.query,
        "facts": [_fact(fact, language) for fact in group.facts],
    }


def _fact(fact: Fact, language: Language) -> Data:
    return {
        "text": fact.text,
        "parts": [_part(part) for part in fact.parts],
        "of": fact.key,
        "when": _time(fact.time, language),
        "reading": fact.reading,
        "certainty": fact.certainty,
        "attestations": [_attestation(one) for one in fact.attestations],
    }


def _part(part: Part) -> Data:
    return {name: value for name, value in vars(part).items() if value is not None}


def _time(time: Time | None, language: Language) -> Data | None:
    if time is None or not time.is_bounded:
        return None
    names = ("start_earliest", "start_latest", "end_earliest", "end_latest")
    bounds = {name: getattr(time, name).isoformat() for name in names if getattr(time, name)}
    return {
        "text": time.say(language),
        "lasting": time.lasting,
        **bounds,
        "seen": [day.isoformat() for day in time.seen],
    }


def _attestation(one: Attestation) -> Data:
    told = {**vars(one), "asserter": _part(one.asserter) if one.asserter else None}
    told["citations"] = [_citation(place) for place in one.citations]
    return told


def _citation(place: Citation) -> Data:
    told = {**vars(place), "source": _part(place.source), "issued": place.issued.isoformat() if place.issued else None}
    return {name: value for name, value in told.items() if value is not None}
