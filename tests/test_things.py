"""What is told of a thing: both directions, in reading order, with sources, time, and nothing cut in silence."""

from datetime import date

import pytest

from graph import Graph, Store, oxigraph_store
from graph.load import Dataset
from graph.namespaces import CONS, DEF, ID, PREFIXES
from graph.things import Fact, Group, NoSuchThing, Thing, describe_thing, network_of, stated_by, timeline_of
from graph.things.attesting import Evidence
from graph.things.bounds import Time
from graph.things.naming import Names
from graph.things.order import order_of_properties

FIRST, LAST = date(2013, 1, 1), date(2021, 1, 1)
HEAD = """
@prefix cons: <https://w3id.org/consulaire/ns#> . @prefix def: <https://w3id.org/consulaire/def/> .
@prefix id: <https://w3id.org/consulaire/id/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix org: <http://www.w3.org/ns/org#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix oa: <http://www.w3.org/ns/oa#> .
"""


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


def told_of(turtle: str, name: str, day: date | None = None) -> Thing:
    """Describe a thing of a few facts."""
    import pyoxigraph as ox

    quads = [
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode("http://x/g"))
        for triple in ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)
    ]
    return describe_thing(oxigraph_store(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""), ID + name, "fr", day)


def group_of(thing: Thing, title: str) -> Group:
    return next(group for group in thing.groups if group.title == title)


def fact_of(thing: Thing, title: str, text: str) -> Fact:
    return next(fact for fact in group_of(thing, title).facts if text in fact.text)


def test_a_signature_is_told_as_a_line_and_not_as_a_node(store: Store) -> None:
    signatures = group_of(describe_thing(store, f"{ID}instr-plan-na", "fr"), "Signatures")
    assert [fact.text for fact in signatures.facts] == [
        "Fabienne Buccio, préfet de région, pour Préfecture de région Nouvelle-Aquitaine",
        "Gérard Gomez, président, pour CMA Nouvelle-Aquitaine",
        "Jean-François Cledel, président, pour CCI Nouvelle-Aquitaine",
    ]
    assert {fact.time.say("fr") if fact.time else "" for fact in signatures.facts} == {
        "entre le 7 et le 8 novembre 2022"
    }


def test_a_disputed_fact_says_so_with_the_passages_of_both_sides(store: Store) -> None:
    thing = describe_thing(store, f"{ID}instr-plan-na", "fr")
    fact = fact_of(thing, "Signatures", "Buccio")
    assert fact.reading == "disputed"
    places = {(place.paragraph, place.start) for one in fact.attestations for place in one.citations}
    assert {(8, 509), (9, 1061), (7, 384)} <= places
    assert {place.source.text for one in fact.attestations for place in one.citations} == {
        "Article de Placéco Landes, 9 novembre 2022"
    }
    assert fact_of(thing, "Signatures", "Gomez").reading == "stated"


def test_an_inferred_fact_says_so_with_the_note_that_tells_why(store: Store) -> None:
    fact = fact_of(describe_thing(store, f"{ID}instr-plan-na", "fr"), "Issu de", "CCI de 2021")
    assert (fact.reading, fact.attestations[0].confidence) == ("inferred", "0,9")
    assert fact.attestations[0].note is not None


def test_what_was_read_and_set_aside_is_told_though_no_triple_says_it() -> None:
    thing = told_of(
        """id:a a cons:ConsularBody ; rdfs:label "A"@fr ; cons:seat id:b . id:b rdfs:label "B" . id:c rdfs:label "C" .
        id:att a cons:Attestation ; rdf:subject id:a ; rdf:predicate cons:seat ; rdf:object id:c ;
          cons:reading def:reading-rejected ; rdfs:comment "ancienne adresse"@fr .""",
        "a",
    )
    seats = next(group for group in thing.groups if group.property == f"{CONS}seat")
    assert [(fact.text, fact.reading) for fact in seats.facts] == [("B", "unattested"), ("c", "rejected")]


def test_relations_of_bodies_are_grouped_by_what_they_are(store: Store) -> None:
    thing = describe_thing(store, f"{ID}org-cci-nouvelle-aquitaine", "fr")
    assert group_of(thing, "Organismes rattachés").count == 15
    assert [fact.text for fact in group_of(thing, "Sous la tutelle de").facts] == [
        "Préfecture de région Nouvelle-Aquitaine"
    ]


def test_no_fact_shows_a_bare_address(store: Store) -> None:
    iris = [row["s"].value for row in store.query("SELECT DISTINCT ?s { ?s a ?c } ORDER BY ?s").rows()][::97]
    iris += [PREFIXES["oa"] + "hasSource", PREFIXES["eli"] + "is_member_of", PREFIXES["prov"] + "used"]
    assert len(iris) >= 100
    bare = [
        (iri, fact.text)
        for iri in iris
        for fact in describe_thing(store, iri, "fr").facts
        if "://" in fact.text or "w3id" in fact.text
    ]
    assert bare == []


def test_thousands_of_links_are_counted_and_led_to_by_a_query_that_runs(store: Store) -> None:
    attributed = group_of(describe_thing(store, f"{ID}agent-curator-1", "fr"), "Faits qui lui sont attribués")
    assert attributed.count >= 4_000
    assert len(attributed.facts) + attributed.hidden + attributed.rest == attributed.count
    assert attributed.query is not None
    things = {row["value"].value for row in store.query(attributed.query).rows()}
    assert len(things) == attributed.count


def test_every_group_accounts_for_all_that_the_store_counts(store: Store) -> None:
    for name in ("org-cci-nouvelle-aquitaine", "instr-roadmap-cciamp", "geo-bretagne", "law-code-commerce"):
        thing = describe_thing(store, ID + name, "fr", date(2015, 1, 1))
        for group in thing.groups:
            assert len(group.facts) + group.hidden + group.rest == group.count, (name, group.title)


@pytest.mark.parametrize(
    ("day", "state"),
    [("2015-06-01", "not-yet"), ("2016-06-01", "possible"), ("2020-01-01", "certain"), ("2024-01-01", "over")],
)
def test_a_body_is_said_not_to_have_been_there(day: str, state: str, store: Store) -> None:
    thing = describe_thing(store, f"{ID}org-cci-marne-en-champagne", "fr", date.fromisoformat(day))
    assert thing.state == state


def test_what_did_not_hold_on_the_day_is_counted_and_not_told(store: Store) -> None:
    iri = f"{ID}org-cci-nouvelle-aquitaine"
    now = describe_thing(store, iri, "fr")
    before = describe_thing(store, iri, "fr", date(2019, 6, 1))
    assert now.hidden == 0
    told = {fact.text for fact in group_of(before, "Organismes rattachés").facts}
    assert "CCI Charente-Maritime" not in told
    assert "CCI Rochefort et Saintonge" in told
    assert group_of(before, "Accords conclus comme partie").facts == ()
    assert group_of(before, "Accords conclus comme partie").hidden == 2


def test_what_the_bounds_leave_open_on_the_day_is_possible(store: Store) -> None:
    thing = describe_thing(store, f"{ID}instr-plan-na", "fr", date(2022, 11, 7))
    assert {fact.certainty for fact in group_of(thing, "Signatures").facts} == {"possible"}
    sure = describe_thing(store, f"{ID}instr-plan-na", "fr", date(2022, 11, 8))
    assert {fact.certainty for fact in group_of(sure, "Signatures").facts} == {"certain"}
    none = describe_thing(store, f"{ID}instr-plan-na", "fr", date(2022, 11, 6))
    assert (group_of(none, "Signatures").facts, none.state) == ((), "not-yet")


def test_a_source_tells_what_it_attests_by_paragraph(store: Store) -> None:
    thing = describe_thing(store, f"{ID}src-000", "fr")
    paragraphs = [group.title for group in thing.groups if group.title.startswith("Paragraphe")]
    numbers = [int(title.split()[1]) for title in paragraphs]
    assert numbers == sorted(numbers)
    assert "Plan d'actions conjoint CCI-CMA de Nouvelle-Aquitaine – durée annoncée : 5 ans" in {
        fact.text for fact in group_of(thing, "Paragraphe 8").facts
    } | {fact.text for fact in group_of(thing, "Paragraphe 9").facts}
    listed = sum(len(group.facts) for group in thing.groups if group.title.startswith("Paragraphe"))
    assert listed == sum(group.count - group.rest for group in thing.groups if group.title.startswith("Paragraphe"))


def test_a_line_of_a_source_says_how_many_values_it_leaves_out() -> None:
    seats = ", ".join(f'"Place {number}"' for number in range(1, 10))
    thing = told_of(
        f"""id:s a cons:SourceDocument ; rdfs:label "S"@fr . id:a a cons:ConsularBody ; rdfs:label "A"@fr .
        id:a rdfs:comment {seats} .
        id:c a cons:Citation ; <http://www.w3.org/ns/oa#hasSource> id:s ; cons:paragraph 1 .
        id:att a cons:Attestation ; rdf:subject id:a ; rdf:predicate rdfs:comment ;
          <http://www.w3.org/ns/prov#wasDerivedFrom> id:c .""",
        "s",
    )
    (fact,) = group_of(thing, "Paragraphe 1").facts
    assert fact.text.count("Place ") == 6
    assert fact.text.endswith(" et 3 autres")


def test_a_graph_of_many_classes_says_how_many_it_leaves_out() -> None:
    lines = [
        f"<http://x/{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x/c{n}> <http://x/g> .\n"
        for n in range(43)
    ]
    store = oxigraph_store("".join(lines).encode())
    group = describe_thing(store, "http://x/g", "fr").groups[0]
    assert (group.count, len(group.facts), group.rest) == (43, 40, 3)
    assert group.query is not None
    assert len([*store.query(group.query).rows()]) == 43


def test_an_article_lists_its_versions_with_their_days(store: Store) -> None:
    versions = group_of(describe_thing(store, f"{ID}law-commerce-r712-21", "fr"), "Versions")
    assert [fact.time.say("fr") if fact.time else "" for fact in versions.facts] == [
        "du 3 décembre 2010 au 10 décembre 2019",
        "depuis le 11 décembre 2019",
    ]


def test_the_order_is_that_of_the_shapes(store: Store) -> None:
    ranks = order_of_properties()[f"{CONS}ObligationRule"]
    thing = describe_thing(store, f"{ID}rule-com-cci", "fr")
    shown = [ranks[group.property] for group in thing.groups if group.direction == "out" and group.property in ranks]
    assert len(shown) >= 15
    assert shown == sorted(shown)


def test_a_property_that_nothing_describes_is_told_by_its_uses() -> None:
    import pyoxigraph as ox

    quad = ox.Quad(ox.NamedNode("http://x/a"), ox.NamedNode("http://x/p"), ox.Literal("v"), ox.NamedNode("http://x/g"))
    store = oxigraph_store(ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b"")
    thing = describe_thing(store, "http://x/p", "en")
    assert (thing.kind, [fact.text for fact in thing.facts]) == ("property", ["x › a → v"])


@pytest.mark.parametrize("name", ["instr-plan-na", "event-signing-na", "org-cci-marne-en-champagne", "rule-com-cci"])
def test_a_page_and_a_notebook_are_told_the_same_attestations(name: str, store: Store) -> None:
    evidence, names = Evidence(store, [ID + name]), Names({}, "fr", frozenset())
    told = {
        (one.iri, one.reading, place.source.iri, place.paragraph, place.start, place.end)
        for one in evidence.tell(evidence.of_node(ID + name), names)
        for place in one.citations
    }
    table = Graph(store).provenance(ID + name).astype(object)
    columns = ["attestation", "reading", "source", "paragraph", "start", "end"]
    rows = table[columns].where(table[columns].notna(), None).itertuples(index=False, name=None)
    assert len(told) >= 1
    assert told == {(one, reading.removeprefix(f"{DEF}reading-"), *place) for one, reading, *place in rows}


@pytest.mark.parametrize("name", ["org-cci-normandie", "instr-com-normandie", "law-commerce-r712-21"])
def test_one_source_is_told_apart_from_the_others_and_what_is_left_out_is_counted(name: str, store: Store) -> None:
    whole = describe_thing(store, ID + name, "fr")
    assert len(whole.sources) > 1
    for share in whole.sources:
        part = stated_by(whole, str(share.source.iri))
        kept = [fact for fact in whole.facts if fact in part.facts]
        assert part.facts == tuple(kept)
        assert (len(kept), part.elsewhere) == (share.facts, len(whole.facts) - share.facts)
        for fact in whole.facts:
            cited = {one.source for attestation in fact.attestations for one in attestation.citations}
            assert (share.source in cited) == (fact in kept)
        assert [group.title for group in part.shown] == [
            group.title for group in part.groups if group.facts or group.hidden or group.rest
        ]


def test_a_source_that_says_nothing_of_a_thing_leaves_nothing_and_says_how_much(store: Store) -> None:
    whole = describe_thing(store, f"{ID}instr-com-normandie", "fr")
    part = stated_by(whole, f"{ID}src-004")
    assert (part.facts, part.elsewhere, part.source) == ((), len(whole.facts), f"{ID}src-004")
    assert part.sources == whole.sources


def test_the_time_of_a_thing_is_not_told_by_a_source_that_does_not_state_it(store: Store) -> None:
    whole = describe_thing(store, f"{ID}org-cci-normandie", "fr")
    decree, article = (stated_by(whole, f"{ID}src-{name}") for name in ("law-decret-2015-1629", "002"))
    assert whole.time is not None
    assert (decree.time, article.time) == (whole.time, None)
    assert whole.iri in {one.iri for one in timeline_of(decree, "fr").moments}
    assert whole.iri not in {one.iri for one in timeline_of(article, "fr").moments}


def test_a_fact_that_another_source_disputes_stays_disputed() -> None:
    signed = """id:s a cons:Signature ; cons:place "Caen" .
        id:a1 a cons:Attestation ; rdf:subject id:s ; rdf:predicate cons:place ; cons:reading def:reading-stated ;
            prov:wasDerivedFrom id:c1 . id:c1 a cons:Citation ; oa:hasSource id:src-one .
        id:a2 a cons:Attestation ; rdf:subject id:s ; rdf:predicate cons:place ; cons:reading def:reading-disputed ;
            prov:wasDerivedFrom id:c2 . id:c2 a cons:Citation ; oa:hasSource id:src-two ."""
    part = stated_by(told_of(signed, "s"), f"{ID}src-one")
    assert [(fact.text, fact.reading, len(fact.attestations)) for fact in part.facts] == [("Caen", "disputed", 2)]


def test_a_thing_without_a_date_has_no_timeline_and_bounds_are_no_points(store: Store) -> None:
    assert timeline_of(describe_thing(store, f"{DEF}reading-stated", "fr"), "fr").lines == ()
    drawn = timeline_of(describe_thing(store, f"{ID}instr-plan-na", "fr"), "fr")
    signing = next(line for line in drawn.lines if "Gomez" in line.moment.text)
    assert [mark.kind for mark in signing.marks] == ["maybe"]
    body = timeline_of(describe_thing(store, f"{ID}org-cci-marne-en-champagne", "fr"), "fr")
    own = next(line for line in body.lines if line.moment.iri.endswith("org-cci-marne-en-champagne"))
    assert [mark.kind for mark in own.marks] == ["sure", "maybe"]


def test_a_disputed_day_is_drawn_as_disputed(store: Store) -> None:
    drawn = timeline_of(describe_thing(store, f"{ID}event-signing-na", "fr"), "fr")
    assert {line.moment.iri.rpartition("/")[2]: line.moment.reading for line in drawn.lines} == {
        "event-signing-na": "disputed",
        "person-buccio": "disputed",
        "person-gomez": "stated",
        "person-cledel": "stated",
    }


def test_a_network_draws_two_dozen_and_says_how_many_more(store: Store) -> None:
    network = network_of(describe_thing(store, f"{ID}org-cciamp", "fr"))
    assert len(network.nodes) == 24
    assert network.undrawn == len(network.neighbours) - 24 + network.beyond > 0
    assert len({node.neighbour.iri for node in network.nodes}) == 24


@pytest.mark.parametrize("told", [f"{ID}org-cci-nouvel-aquitaine", "no < iri"])
def test_of_nothing_nothing_is_told(told: str, store: Store) -> None:
    with pytest.raises(NoSuchThing, match="knows nothing of"):
        describe_thing(store, told, "fr")


@pytest.mark.parametrize(
    ("time", "french"),
    [
        (Time(FIRST, FIRST, LAST, LAST), "du 1er janvier 2013 au 31 décembre 2020"),
        (
            Time(FIRST, date(2013, 2, 1), LAST, LAST),
            "début entre le 1er janvier et le 1er février 2013, jusqu’au 31 décembre 2020",
        ),
        (Time(date(2021, 1, 1), date(2021, 1, 1)), "depuis le 1er janvier 2021"),
        (Time(end_latest=date(2021, 1, 1)), "fin au plus tard le 31 décembre 2020"),
        (Time(start_latest=FIRST, end_earliest=date(2013, 1, 2), seen=(FIRST,)), "attesté le 1er janvier 2013"),
        (Time(date(2022, 11, 7), date(2022, 11, 8), lasting=False), "entre le 7 et le 8 novembre 2022"),
        (Time(date(2023, 9, 21), date(2023, 9, 21), signed=True, unsettled=True), "signature le 21 septembre 2023"),
    ],
)
def test_a_time_is_written_with_its_bounds(time: Time, french: str) -> None:
    assert time.say("fr") == french
