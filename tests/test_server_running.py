"""The real server on loopback: started as users start it, asked by a real client."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import rdflib
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from graph.catalogue import Catalogue
from graph.metadata import runnable
from graph.stores.parsing import parse_any
from graph.stores.published import PublishedGraph

TINY = Path(__file__).with_name("tiny.ttl")
LABELS = "SELECT ?label { ?body <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?label"
TOKEN = "a token for tests"  # noqa: S105


@contextmanager
def serving(*options: str, **environ: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run `consulaire serve` on a free port; give its address once it prints it."""
    command = [sys.executable, "-m", "server", "serve", "--port", "0", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environ}
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), process.stderr.read()
        yield address, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving("--data", str(TINY), "--workers", "2") as (address, _):
        yield address


def client_of(server: str, query: str) -> Any:
    client = SPARQLWrapper(f"{server}/sparql")
    client.setQuery(query)
    return client


def test_sparqlwrapper_reads_json(server: str) -> None:
    client = client_of(server, LABELS)
    client.setReturnFormat(JSON)
    rows = client.query().convert()["results"]["bindings"]
    assert [row["label"]["value"] for row in rows] == ["CCI Essonne", "CMA Essonne"]


def test_sparqlwrapper_reads_json_by_post(server: str) -> None:
    client = client_of(server, LABELS)
    client.setReturnFormat(JSON)
    client.setMethod(POST)
    assert len(client.query().convert()["results"]["bindings"]) == 2


def test_sparqlwrapper_reads_xml(server: str) -> None:
    client = client_of(server, LABELS)
    client.setReturnFormat(XML)
    document = client.query().convert()
    assert [node.firstChild.data for node in document.getElementsByTagName("literal")] == ["CCI Essonne", "CMA Essonne"]


def test_sparqlwrapper_reads_csv(server: str) -> None:
    client = client_of(server, LABELS)
    client.setReturnFormat(CSV)
    assert client.query().convert() == b"label\r\nCCI Essonne\r\nCMA Essonne\r\n"


def test_sparqlwrapper_reads_a_graph(server: str) -> None:
    client = client_of(server, "CONSTRUCT WHERE { ?s ?p ?o }")
    client.setReturnFormat(TURTLE)
    read = rdflib.Graph().parse(data=client.query().convert(), format="turtle")
    assert len(read) == len(rdflib.Graph().parse(TINY))


@pytest.mark.parametrize("form", [XML, RDFXML, JSONLD, N3])
def test_sparqlwrapper_reads_a_graph_in_each_format_that_it_asks_for(server: str, form: str) -> None:
    """XML is what it asks for unless told otherwise, of graphs too; it sends the name beside the header Accept."""
    client = client_of(server, "CONSTRUCT WHERE { ?s ?p ?o }")
    client.setReturnFormat(form)
    response = client.query().response
    media_type = response.headers["Content-Type"].partition(";")[0]
    read = list(ox.parse(input=response.read(), format=ox.RdfFormat.from_media_type(media_type)))
    assert len(read) == len(rdflib.Graph().parse(TINY))


def test_sparqlwrapper_is_told_of_a_wrong_query(server: str) -> None:
    with pytest.raises(QueryBadFormed, match="Line 1, column 18"):
        client_of(server, "SELECT * { ?s ?p }").query()


def test_both_workers_answer_and_open_the_store_themselves(server: str) -> None:
    for _ in range(20):
        with urllib.request.urlopen(f"{server}/readyz", timeout=10) as response:
            assert response.status == 200


def test_a_long_query_goes_by_post(server: str) -> None:
    text = "ASK {} #" + "x" * 100_000
    with urllib.request.urlopen(f"{server}/sparql", data=urlencode({"query": text}).encode(), timeout=10) as response:
        assert b"true" in response.read()


def test_every_named_query_fits_in_an_address_and_is_answered(server: str) -> None:
    with urllib.request.urlopen(f"{server}/queries?format=json", timeout=10) as response:
        names = [query["name"] for query in json.load(response)["queries"]]
    assert len(names) == len(Catalogue.load()) >= 27
    for name in names:
        asked = urlencode({"query": runnable(Catalogue.load().get(name).text), "format": "json"})
        with urllib.request.urlopen(f"{server}/sparql?{asked}", timeout=20) as response:
            assert response.status == 200


def test_a_temporary_store_is_removed_at_the_end(tmp_path: Path) -> None:
    with serving("--empty", "--workers", "2", TMPDIR=str(tmp_path)) as (address, _):
        assert len(list(tmp_path.glob("consulaire-*"))) == 1
        with urllib.request.urlopen(f"{address}/readyz", timeout=10) as response:
            assert b'"quads":0' in response.read()
    assert not list(tmp_path.glob("consulaire-*"))


def read_with_patience(url: str) -> bytes:
    """Read an address while the worker that answers is being replaced."""
    end = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return bytes(response.read())
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def test_a_worker_that_dies_leaves_the_temporary_store(tmp_path: Path) -> None:
    with serving("--data", str(TINY), "--workers", "1", TMPDIR=str(tmp_path)) as (address, process):
        read_with_patience(f"{address}/readyz")  # the address is told before the workers are started
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        workers = [child for child in children if b"--port" in Path(f"/proc/{child}/cmdline").read_bytes()]
        assert len(workers) == 1
        os.kill(int(workers[0]), signal.SIGTERM)
        assert b"CCI Essonne" in read_with_patience(f"{address}/sparql?query={quote(LABELS)}")


def test_a_server_that_is_told_to_stop_while_it_starts_need_not_kill_its_workers(tmp_path: Path) -> None:
    PublishedGraph(tmp_path).replace(parse_any(TINY))
    command = [sys.executable, "-m", "server", "serve", "--port", "0", "--store", str(tmp_path), "--workers", "2"]
    for wait in (0, 0.05, 0.2):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            while not children.read_text():
                time.sleep(0.001)
            time.sleep(wait)
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=8)  # workers that do not hear are killed after ten seconds
            finally:
                process.kill()


def update(address: str, text: str, **headers: str) -> int:
    request = urllib.request.Request(f"{address}/sparql", data=urlencode({"update": text}).encode(), headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_an_anonymous_write_is_read_back() -> None:
    with serving("--empty", "--writable", "--anonymous-write") as (address, _):
        assert update(address, "INSERT DATA { GRAPH <g:g> { <a:a> <a:b> 'é' } }") == 204
        with urllib.request.urlopen(f"{address}/sparql?query={quote('SELECT ?o {?s ?p ?o}')}", timeout=10) as response:
            assert "é" in response.read().decode()


def test_a_write_with_the_token_and_without() -> None:
    digest = sha256(TOKEN.encode()).hexdigest()
    with serving("--empty", "--writable", CONSULAIRE_WRITE_TOKEN_SHA256=digest) as (address, _):
        assert update(address, "CLEAR ALL") == 401
        assert update(address, "CLEAR ALL", Authorization=f"Bearer {TOKEN}") == 204


def test_a_served_graph_is_read_only_unless_asked(server: str) -> None:
    assert update(server, "CLEAR ALL") == 403


REFUSED_STARTS = [
    (["--anonymous-write"], "add --writable"),
    (["--writable"], "CONSULAIRE_WRITE_TOKEN_SHA256"),
    (["--writable", "--anonymous-write", "--host", "0.0.0.0"], "refused on 0.0.0.0"),  # noqa: S104
    (["--empty", "--writable", "--anonymous-write", "--workers", "2"], "one writer"),
    (["--empty", "--data", str(TINY)], "one of them"),
    (["--store", "/nowhere/at/all"], "consulaire build"),
    (["--data", __file__], "consulaire: "),
]


@pytest.mark.parametrize(("options", "words"), REFUSED_STARTS)
def test_a_wrong_start_is_refused_with_what_to_do(options: list[str], words: str) -> None:
    command = [sys.executable, "-m", "server", "serve", "--port", "0", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_refused_with_its_name() -> None:
    environ = {**os.environ, "CONSULAIRE_PORT": "http"}
    command = [sys.executable, "-m", "server", "serve", "--empty"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environ)
    assert done.returncode == 2
    assert "CONSULAIRE_PORT" in done.stderr


def test_seven_wrong_starts_are_tried() -> None:
    assert len(REFUSED_STARTS) == 7
