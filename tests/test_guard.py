"""The guard refuses what would reach outside the store, by the engine's own rules, and passes the rest."""

import itertools
import random
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import oxigraph_store
from graph.errors import QueryAmbiguous, QueryError, QueryRefused, QuerySyntaxError
from graph.stores.guard import check
from graph.stores.sparql_tokens import scan


@dataclass
class Listener:
    """Listen on loopback and count who calls."""

    address: str = ""
    contacts: int = 0
    door: socket.socket = field(default_factory=socket.socket)

    def listen(self) -> None:
        self.door.bind(("127.0.0.1", 0))
        self.door.listen(64)
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self.door.accept()
            except OSError:
                return
            self.contacts += 1
            with caller:
                caller.settimeout(2)
                caller.recv(4096)
                caller.sendall(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    made.listen()
    yield made
    made.door.close()


def run_bare(text: str, *, update: bool = False) -> str:
    """Run a text on bare Oxigraph, without us; give the name of the error or 'ok'."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://a/a"), ox.NamedNode("http://a/b"), ox.Literal("c")))
    try:
        if update:
            store.update(text)
        else:
            answer = store.query(text)
            if isinstance(answer, ox.QuerySolutions | ox.QueryTriples):
                list(itertools.islice(answer, 5))
    except (SyntaxError, OSError, RuntimeError, ValueError) as error:
        return type(error).__name__
    return "ok"


# Each of these contacts the listener when bare Oxigraph runs it; U is its address.
QUERY_ATTACKS = [
    "SELECT * { SERVICE SILENT <U> {} }",
    "SELECT*{SERVICE<U>{}}",
    "SELECT * { SERVICESILENT<U>{} }",
    "SELECT * { sErViCe siLent <U> {} }",
    "SELECT * { SERVICE # comment\n SILENT #\n <U> {} }",
    "SELECT * { SERVICE\t\r\n<U>\t{} }",
    "SELECT * { # comment\rSERVICE SILENT <U> {} }",
    "SELECT * { #\nSERVICE SILENT <U> {} }",
    'SELECT * { # "\nSERVICE SILENT <U> {} # "\n }',
    "SELECT * { # <\nSERVICE SILENT <U> {} #>\n }",
    r'SELECT * { BIND("\u0022 AS ?x) } # " AS ?x) SERVICE SILENT <U> {} }',
    r'SELECT * { BIND("\" AS ?x) } # " AS ?x) SERVICE SILENT <U> {} }',
    r"SELECT * { BIND('\' AS ?x) } # ' AS ?x) SERVICE SILENT <U> {} }",
    r'SELECT * { BIND("\\" AS ?x) SERVICE SILENT <U> {} #" AS ?y) ' + "\n}",
    r'SELECT * { BIND("""\""" AS ?x) #""" AS ?x) SERVICE SILENT <U> {} }',
    "SELECT * { BIND('''\"''' AS ?x) SERVICE SILENT <U> {} #'''\n}",
    "SELECT * { BIND(\"'\" AS ?x) SERVICE SILENT <U> {} #'\n}",
    'SELECT * { BIND("""a""b""" AS ?x) SERVICE SILENT <U> {} }',
    'SELECT * { BIND("#" AS ?x) SERVICE SILENT <U> {} }',
    'SELECT * { BIND("" AS ?x) SERVICE SILENT <U> {} #" \n}',
    'SELECT * { ?s ?p ("""x") SERVICE SILENT <U> {} } # \\uD800 """',
    "SELECT * { ?s ?p ('''x') SERVICE SILENT <U> {} } # \\uDFFF '''",
    'SELECT * { ?s ?p ("""x") SERVICE SILENT <U> {} } # \\U00110000 """',
    "SELECT * { ?s ?p trueSERVICE<U>{} }",
    "SELECT * { ?s ?p true SERVICE SILENT <U> {} }",
    "SELECT * { VALUES ?o {UNDEF}SERVICE SILENT <U> {} }",
    "SELECT * { ?s ?p 1SERVICE SILENT <U> {} }",
    "SELECT * { ?s ?p 1.SERVICE SILENT <U> {} }",
    "SELECT * { ?s ?p 1.5e3SERVICE SILENT <U> {} }",
    'SELECT * { ?s ?p "x"@en.SERVICE SILENT <U> {} }',
    'SELECT * { ?s ?p "x"^^<a:b>SERVICE SILENT <U> {} }',
    "SELECT * { ?s ?p ?o.SERVICE SILENT <U> {} }",
    "SELECT * { ?s ?p []SERVICE SILENT <U> {} }",
    "SELECT * { ?s ?p (1)SERVICE SILENT <U> {} }",
    "SELECT * { ?s ?p _:b SERVICE SILENT <U> {} }",
    "SELECT * { ?s ?p <a:b>SERVICE SILENT <U> {} }",
    "PREFIX : <U> SELECT * { SERVICE SILENT :x {} }",
    "PREFIX : <U> SELECT * { SERVICE:x {} }",
    "PREFIX : <U> SELECT * { service:x {} }",
    "PREFIX service: <http://a/> PREFIX : <U> SELECT * { service:x {} }",
    "PREFIX ex: <U> SELECT * { SERVICEex:x {} }",
    "PREFIX ex: <U> SELECT * { SERVICESILENTex:a.b {} }",
    "PREFIX ex: <U> SELECT * { SERVICEex:x#comment\n{} }",
    "PREFIX : <U> SELECT * { ?s ?p trueservice:x {} }",
    "PREFIX : <U> SELECT * { VALUES ?s {true} {}service:x {} }",
    "PREFIX a.b: <U> SELECT * { SERVICEa.b:x {} }",
    "PREFIX ex: <http://h:80> SELECT * { ?s ?p ex:SERVICE SILENT <U> {} }",
    "PREFIX ex: <http://[::1]> SELECT * { ?s ?p ex:SERVICE SILENT <U> {} }",
    "BASE <http://h:80> PREFIX ex: <> SELECT * { ?s ?p ex:SERVICE SILENT <U> {} }",
    "PREFIX ex: <http://h:80> SELECT * { ?s ex:trueSERVICE SILENT <U> {} }",
    "PREFIX ex: <http://> PREFIX : <U> SELECT * { ?s ?p ex:SERVICE:x {} }",
    "PREFIX \ufffdp: <U> PREFIX ex: <http://x/> SELECT * { ?s ?p ex:SERVICE\ufffdp:x {} }",
    r"PREFIX ex: <http://x/#> PREFIX p: <U> SELECT * { ?s ex:trueSERVICEp:x\#y {} }",
    r"PREFIX ex: <http://x/#> PREFIX p: <U> SELECT * { ?s ex:trueSERVICEp:1.\#y {} }",
    "PREFIX ex: <http://x/> SELECT * { ?s ?p ex:a.b.SERVICE SILENT <U> {} }",
    "SELECT * { ?s ?p ?o FILTER(?o<?s)SERVICE SILENT <U> {} }",
    "SELECT * { FILTER(?a<?b)SERVICE#>\n<U>{} }",
    "SELECT * { ?s ?p ?o FILTER(?o<'>')SERVICE SILENT <U> {} #'\n }",
    "SELECT * { ?s ?p ?o FILTER(?o<?s&&'>'='')SERVICE SILENT <U> {} #'\n }",
    "SELECT * { ?s ?p ?o FILTER(1<2&&3>2)SERVICE SILENT <U> {} }",
    'SELECT * { ?s ?p <<?a?b?c#>"""\n>> SERVICE SILENT <U> {} #"""\n}',
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT <U> {} } }",
    "SELECT (EXISTS { SERVICE SILENT <U> {} } AS ?e) {}",
    "SELECT * { { SELECT * { SERVICE SILENT <U> {} } } }",
    "SELECT * { OPTIONAL { SERVICE SILENT <U> {} } }",
    "SELECT * { {} UNION { SERVICE SILENT <U> {} } }",
    "SELECT * { LATERAL { SERVICE SILENT <U> {} } }",
    "ASK { SERVICE SILENT <U> {} }",
    "DESCRIBE ?s { SERVICE SILENT <U> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE SILENT <U> { ?s ?p ?o } }",
    'VERSION "1.2" SELECT * { SERVICE SILENT <U> {} }',
    "BASE <U> SELECT * { SERVICE SILENT <x> {} }",
    r"SELECT * { SERVICE SILENT <U\u0041> {} }",
]
UPDATE_ATTACKS = [
    "LOAD <U>",
    "LOADSILENT<U>",
    "lOaD silent<U>",
    "LOAD\n#\n<U>",
    "LOAD SILENT <U> INTO GRAPH <http://g/>",
    "CLEAR ALL;LOAD<U>",
    "INSERT DATA { <a:a> <a:b> 'LOAD' };LOAD<U>",
    "PREFIX a: <U>LOADa:x",
    "PREFIX a: <U> LOADSILENTa:x",
    "PREFIX : <U> LOAD:x",
    "PREFIX load: <http://x/> PREFIX : <U> LOAD:x",
    "PREFIX a: <U> CLEAR ALL;LOADa:x",
    "BASE <U> LOAD <x>",
    "INSERT {} WHERE { SERVICE SILENT <U> {} }",
    "INSERT { <a:a> <a:b> ?x } WHERE { { SELECT * { SERVICE SILENT <U> {} } } }",
    "DELETE { ?s ?p ?o } USING <http://g/> WHERE { SERVICE SILENT <U> {} }",
]
ATTACKS = [(text, False) for text in QUERY_ATTACKS] + [(text, True) for text in UPDATE_ATTACKS]


def aimed(text: str, listener: Listener) -> str:
    """Put the listener's address where the attack says U."""
    return text.replace("<U", "<" + listener.address)


@pytest.mark.parametrize(("text", "update"), ATTACKS)
def test_an_attack_works_on_the_bare_engine_and_is_refused(text: str, update: bool, listener: Listener) -> None:
    attack = aimed(text, listener)
    before = listener.contacts
    run_bare(attack, update=update)
    assert listener.contacts > before
    with pytest.raises((QueryRefused, QueryAmbiguous), match=r"Line \d+, column \d+: "):
        check(attack)


def test_there_are_enough_attacks() -> None:
    assert len(ATTACKS) == len(set(ATTACKS)) == 89


EX = "PREFIX ex: <http://x/> PREFIX service: <http://x/> PREFIX load: <http://x/> "
HARMLESS = [  # a query, and the value of ?x in its one row
    ('SELECT ?x { BIND("SERVICE <http://h/> {}" AS ?x) }', "SERVICE <http://h/> {}"),
    ("SELECT ?x { BIND('LOAD' AS ?x) }", "LOAD"),
    ('SELECT ?x { BIND("""a "SERVICE" b""" AS ?x) }', 'a "SERVICE" b'),
    ("SELECT ?x { BIND('''it's SERVICE''' AS ?x) }", "it's SERVICE"),
    (r'SELECT ?x { BIND("\" SERVICE <u> {}" AS ?x) }', '" SERVICE <u> {}'),
    (r'SELECT ?x { BIND("\u0022 SERVICE" AS ?x) }', '" SERVICE'),
    ('SELECT ?x { BIND("service"@fr AS ?x) }', "service"),
    ('SELECT ?x { BIND("a"@service AS ?x) }', "a"),
    ('SELECT ?x { BIND("a"@load AS ?x) }', "a"),
    ('SELECT ?x { BIND("a"@en-service AS ?x) }', "a"),
    ("SELECT ?x { BIND(<http://x/SERVICE> AS ?x) }", "http://x/SERVICE"),
    ("SELECT ?x { VALUES (?y ?x) { (<http://x/a> <http://x/SERVICE#LOAD>) } }", "http://x/SERVICE#LOAD"),
    ("SELECT ?x { VALUES ?x { <urn:SERVICE> } }", "urn:SERVICE"),
    ("SELECT ?x { BIND(1 AS ?x) } # SERVICE <http://h/> {}", "1"),
    ("# LOAD <http://h/>\nSELECT ?x { BIND(1 AS ?x) }", "1"),
    ("SELECT ?x { BIND(1 AS ?service) BIND(?service AS ?x) }", "1"),
    ("SELECT ?x { BIND(1 AS $SERVICE) BIND(?SERVICE AS ?x) }", "1"),
    ("SELECT ?x { BIND(1 AS ?aSERVICEb) BIND(?aSERVICEb AS ?x) }", "1"),
    (EX + "SELECT ?x { BIND(ex:SERVICE AS ?x) }", "http://x/SERVICE"),
    (EX + "SELECT ?x { BIND(service:x AS ?x) }", "http://x/x"),
    (EX + "SELECT ?x { BIND(load:x AS ?x) }", "http://x/x"),
    (EX + "SELECT ?x { VALUES ?x { service:SERVICE } }", "http://x/SERVICE"),
    (EX + "SELECT ?x { VALUES ?x { ex:SERVICE-LOAD } }", "http://x/SERVICE-LOAD"),
    (EX + "SELECT ?x { VALUES ?x { ex:%53SERVICE } }", "http://x/%53SERVICE"),
    (EX + r"SELECT ?x { VALUES ?x { ex:a\'b } }", "http://x/a'b"),
    ("PREFIX ex: <http://x/service#> SELECT ?x { VALUES ?x { ex:load } }", "http://x/service#load"),
    ("PREFIX ex: <urn:x:> SELECT ?x { VALUES ?x { ex:service } }", "urn:x:service"),
    ("SELECT ?x { BIND(1 AS ?x) FILTER(?x<2) FILTER(2>?x) }", "1"),
    ("SELECT ?x { BIND(1 AS ?x) FILTER(?x<2&&3>?x) }", "1"),
    ("SELECT ?x { BIND(1 AS ?x) FILTER(?x<(2)&&(3)>?x) }", "1"),
    ("BASE <http://x/> SELECT ?x { BIND(<#service> AS ?x) }", "http://x/#service"),
    ("BASE <http://x/> SELECT ?x { VALUES ?x { <#it's> } }", "http://x/#it's"),
    ('SELECT ?x { VALUES (?y ?x) { (1 "SERVICE") } }', "SERVICE"),
    ("SELECT ?x { VALUES ?x { 'caf\u00e9 SERVICE' } }", "caf\u00e9 SERVICE"),
    ("SELECT ?x { VALUES ?x { 1 } OPTIONAL { _:SERVICE ?p ?o } }", "1"),
    ("SELECT ?x { VALUES ?x { 1 } OPTIONAL { GRAPH <http://x/SERVICE> { ?s ?p ?o } } }", "1"),
    (EX + "SELECT ?x { VALUES ?x { 1 } OPTIONAL { GRAPH service:g { ?s ?p ?o } } }", "1"),
]


@pytest.mark.parametrize(("text", "value"), HARMLESS)
def test_a_harmless_word_passes_and_its_query_is_answered(text: str, value: str) -> None:
    check(text)
    assert [str(row["x"].value) for row in oxigraph_store(b"").query(text).rows()] == [value]


def test_there_are_enough_harmless_queries() -> None:
    assert len(HARMLESS) == 37


def test_a_harmless_update_passes() -> None:
    text = "PREFIX load: <http://x/> INSERT DATA { load:a load:b 'LOAD <u>' ; load:service <http://x/LOAD> }"
    check(text)
    store = oxigraph_store(b"", writable=True)
    store.update(text)
    assert len(store) == 2


def test_a_refusal_says_where_and_what_to_do() -> None:
    with pytest.raises(QueryRefused) as refusal:
        check('SELECT * {\n  "SERVICE" ?p ?o .\n  service <http://h/> {}\n}')
    assert (refusal.value.line, refusal.value.column, refusal.value.keyword) == (3, 3, "SERVICE")
    assert "Line 3, column 3: SERVICE is refused" in str(refusal.value)


def test_a_mended_query_is_not_run_while_an_error_is_explained(listener: Listener) -> None:
    text = aimed("PREFIX : <U> ASK { service:x LIMIT {} }", listener)
    before = listener.contacts
    check(text)
    with pytest.raises(QuerySyntaxError):
        oxigraph_store(b"").query(text)
    assert listener.contacts == before


SOUP = [
    *("SERVICE", "SILENT", "<U>", "{}", "{", "}", "(", ")", "?x", "?s ?p", "true", "1", "1.", "'", '"', '"""', "'''"),
    *("#", "\n", "\r", " ", " ", "<", ">", "<a:b>", "<#>", ".", ";", ",", "ex:", "ex:a", "p:", ":x", "_:b", "a", "\\"),
    *("\\#", "\\u0022", "\\uD800", "@en", "FILTER(", "FILTER(?x<", "BIND(1 AS ?x)", "OPTIONAL", "<<", ">>", "?", "/"),
    *('""', "''", "^^", "|", "EXISTS", "[]", "VALUES ?x {", "\ufffd", "-", "service:x", "SERVICEp:x", "&&", "load"),
]
HEADS = [
    "SELECT * { ",
    "PREFIX ex: <http://h:80> PREFIX p: <U> PREFIX : <U> SELECT * { ",
    "PREFIX ex: <http://x/#> PREFIX p: <U> PREFIX : <U> ASK { ?s ?p ",
    "PREFIX ex: <http://x/> PREFIX p: <U> PREFIX service: <U> SELECT * { ?s ?p ",
]


def test_what_the_guard_passes_never_contacts_anyone(listener: Listener) -> None:
    chance = random.Random(20170510)  # noqa: S311
    reached = refused = 0
    for number in range(60_000):
        pieces = chance.choices(SOUP, k=chance.randint(1, 9))
        if number % 2:
            pieces.insert(
                chance.randrange(len(pieces) + 1), chance.choice(["SERVICE SILENT<U>{}", "SERVICESILENTp:x{}"])
            )
        text = aimed(
            chance.choice(HEADS) + chance.choice(["", " "]).join(pieces) + chance.choice([" }", "\n}"]), listener
        )
        before = listener.contacts
        run_bare(text)
        contacted = listener.contacts > before
        try:
            check(text)
        except QueryError:
            refused += 1
        else:
            assert not contacted, text
        reached += contacted
    assert reached > 300
    assert refused > reached


FACTS_OF_THE_ENGINE = [  # a text, and how bare Oxigraph 0.5 ends: the scanner stands on these
    (r"SELECT * { \u007D", "SyntaxError"),
    (r'SELECT * { BIND("\u0022" AS ?x) }', "ok"),
    ("SELECT * {\u00a0}", "SyntaxError"),
    ("SELECT * {\x0c}", "SyntaxError"),
    ("SELECT * { # \u2028 }", "SyntaxError"),
    ("SELECT * { # \x0b }", "SyntaxError"),
    ("SELECT * { # \r }", "ok"),
    ("\u017fELECT * {}", "SyntaxError"),
    ("sElEcT*{}", "ok"),
    ('SELECT * { ?s ?p ("""x") }', "ok"),
    ("SELECT * { FILTER ?x < 3 }", "SyntaxError"),
    ("SELECT * { ?s <http://x/ y> ?o }", "SyntaxError"),
    ('SELECT * { ?s <http://x/"> ?o }', "SyntaxError"),
    ("SELECT * { ?s <http://x/{> ?o }", "SyntaxError"),
    ("SELECT * { ?s <http://x/'#()> ?o }", "ok"),
    ("SELECT * { ?s ?p ?x\U0001d4b3 }", "SyntaxError"),
]


@pytest.mark.parametrize(("text", "ending"), FACTS_OF_THE_ENGINE)
def test_the_engine_still_reads_tokens_as_measured(text: str, ending: str) -> None:
    assert run_bare(text) == ending


def test_the_scanner_and_the_engine_agree_on_the_letters_of_names() -> None:
    edges = [0xC0, 0xD6, 0xD7, 0xD8, 0xF6, 0xF7, 0xF8, 0x2FF, 0x300, 0x36F, 0x370, 0x37D, 0x37E, 0x37F, 0x1FFF, 0x2000]
    edges += [0x200B, 0x200C, 0x200D, 0x200E, 0x203F, 0x2040, 0x2041, 0x206F, 0x2070, 0x218F, 0x2190, 0x2BFF, 0x2C00]
    edges += [0x2FEF, 0x2FF0, 0x3000, 0x3001, 0xD7FF, 0xF8FF, 0xF900, 0xFDCF, 0xFDD0, 0xFDEF, 0xFDF0, 0xFFFD, 0xFFFE]
    for code in [*edges, 0xB6, 0xB7, 0xB8, 0x10000]:
        name = f"?x{chr(code)}"
        one_token = next(scan(name)).text == name
        assert (run_bare(f"SELECT * {{ ?s ?p {name} }}") == "ok") == one_token, hex(code)


def test_of_all_w3c_texts_only_those_with_the_keywords_are_refused(shared: Path) -> None:
    texts = [path for path in sorted((shared / "w3c").rglob("*")) if path.suffix in {".rq", ".ru"}]
    refused = set()
    for path in texts:
        try:
            check(path.read_text(encoding="utf-8"))
        except QueryError:
            refused.add(path)
    assert len(texts) == 563
    assert len(refused) == 22
    assert {path for path in refused if not re.search(r"(?i)\b(SERVICE|LOAD)\b", path.read_text())} == {
        shared / "w3c/sparql11/syntax-query/syn-invalid-codepoint-escaped-bad-01.rq"
    }
