"""The graph store at /graph-store beyond the W3C's tests: who may write, what is refused, what is never fetched."""

import json
import socket
import threading
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph import oxigraph_store
from server import create_app
from server.config import Settings

TOKEN = {"Authorization": "Bearer secret"}
TURTLE = {"Content-Type": "text/turtle"}
AT = "/graph-store?graph=http://x/g"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = f'<r:RDF xmlns:r="{RDF}" xmlns:x="a:"><r:Description r:about="a:a" x:b="e"/></r:RDF>'


@pytest.fixture
def writer(tiny: bytes) -> FlaskClient:
    settings = Settings(Path("/nowhere"), writable=True, write_token_sha256=sha256(b"secret").hexdigest())
    return create_app(settings, store=oxigraph_store(tiny, writable=True)).test_client()


@pytest.fixture
def reader(tiny: bytes) -> FlaskClient:
    return create_app(Settings(Path("/nowhere")), store=oxigraph_store(tiny)).test_client()


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_who_may_not_update_may_not_write(method: str, reader: FlaskClient, writer: FlaskClient) -> None:
    data = b"<a:a> <a:b> 1 ."
    assert reader.open(AT, method=method, data=data, headers=TURTLE).status_code == 403
    assert writer.open(AT, method=method, data=data, headers=TURTLE).status_code == 401
    assert writer.get(AT).status_code == 404


FORMATS = [
    ("text/turtle", b"<a:a> <a:b> 'e' ."),
    ("application/n-triples", b'<a:a> <a:b> "e" .'),
    ("application/ld+json", b'{"@id": "a:a", "a:b": "e"}'),
    ("application/rdf+xml", XML.encode()),
]


@pytest.mark.parametrize(("media_type", "body"), FORMATS)
def test_each_format_is_read_and_written(media_type: str, body: bytes, writer: FlaskClient) -> None:
    done = writer.put(AT, data=body, headers={**TOKEN, "Content-Type": media_type})
    assert (done.status_code, done.headers["Location"]) == (201, "http://x/g")
    assert "Access-Control-Allow-Origin" not in done.headers
    assert writer.get(AT, headers={"Accept": "application/n-triples"}).data == b'<a:a> <a:b> "e" .\n'
    again = writer.get(AT, headers={"Accept": media_type})
    assert again.headers["Content-Type"].startswith(media_type)
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_post_adds_and_keeps_blank_nodes_of_parts_apart(writer: FlaskClient) -> None:
    parts = [(BytesIO(b"_:x <a:b> 1 ."), "one.ttl"), (BytesIO(b"_:x <a:b> 2 ."), "two.ttl")]
    assert writer.post(AT, data={"file": parts}, headers=TOKEN).status_code == 201
    assert writer.post(AT, data=b"<a:a> <a:b> 3 .", headers=TOKEN | TURTLE).status_code == 204
    lines = writer.get(AT, headers={"Accept": "application/n-triples"}).data.splitlines()
    assert len({line.split()[0] for line in lines}) == 3


def test_an_empty_graph_is_there_until_it_is_deleted(writer: FlaskClient) -> None:
    made = writer.put(AT, data=b"", headers=TOKEN | TURTLE)
    assert (made.status_code, made.headers.get("Content-Type")) == (201, None)
    assert (writer.get(AT).status_code, writer.put(AT, data=b"", headers=TOKEN | TURTLE).status_code) == (200, 204)
    assert (writer.delete(AT, headers=TOKEN).status_code, writer.get(AT).status_code) == (204, 404)
    assert writer.delete(AT, headers=TOKEN).status_code == 404


def test_the_default_graph_is_what_is_in_no_named_one(writer: FlaskClient) -> None:
    assert writer.put("/graph-store?default", data=b"<a:a> <a:b> <a:c> .", headers=TOKEN | TURTLE).status_code == 204
    found = writer.get("/graph-store?default", headers={"Accept": "application/n-triples"})
    assert found.data == b"<a:a> <a:b> <a:c> .\n"


def test_a_big_graph_of_small_values_is_written_at_once(writer: FlaskClient) -> None:
    rows = "".join(f"<urn:x-{n}> <urn:p-q> {n} ; <urn:r> 'service'@fr .\n" for n in range(5_000))
    assert writer.put(AT, data=rows.encode(), headers=TOKEN | TURTLE).status_code == 201
    assert len(writer.get(AT, headers={"Accept": "application/n-triples"}).data.splitlines()) == 10_000


REFUSED = [
    ("PUT", "/graph-store", "text/turtle", b"", 400, "Name one graph"),
    ("GET", "/graph-store", "", b"", 400, "Name one graph"),
    ("GET", "/graph-store?default&graph=a:a", "", b"", 400, "Name one graph"),
    ("GET", "/graph-store/x?default", "", b"", 400, "Name one graph"),
    ("GET", "/graph-store?graph=a:a&graph=a:b", "", b"", 400, "Name one graph"),
    ("GET", "/graph-store?graph=relative", "", b"", 400, "absolute IRI"),
    ("GET", "/graph-store?graph=a:%3E%20b", "", b"", 400, "absolute IRI"),
    ("GET", "/graph-store?graph=a:none", "", b"", 404, "no graph"),
    ("PATCH", AT, "text/turtle", b"", 405, "method"),
    ("PUT", AT, "", b"<a:a> <a:b> 1 .", 415, "without a Content-Type"),
    ("PUT", AT, "text/plain", b"<a:a> <a:b> 1 .", 415, "text/plain"),
    ("PUT", AT, "application/trig", b"<a:a> <a:b> 1 .", 415, "application/trig"),
    ("PUT", AT, "text/turtle; charset=utf-16", b"", 415, "utf-16"),
    ("PUT", AT, "multipart/form-data; boundary=x", b"--x--", 415, "multipart"),
    ("POST", AT, "multipart/form-data; boundary=x", b"--x--", 400, "no file"),
    ("PUT", AT, "text/turtle", b"<a:a> <a:b> ", 400, "Line 1, column"),
    ("PUT", AT, "text/turtle", b"<a:a> <a:b> '\xff' .", 400, "not UTF-8"),
    ("PUT", AT, "text/turtle", "<a:a> <a:b> 1 .".encode("utf-16-be"), 400, "NUL"),
    ("PUT", AT, "application/ld+json", b'{"@id": "a:g", "@graph": [{"@id": "a:a", "a:b": 1}]}', 400, "names graphs"),
    ("PUT", AT, "application/ld+json", b"[" * 50_000, 400, "nested"),
    ("PUT", AT, "application/ld+json", b" null", 400, "neither an object nor a list"),
    ("PUT", AT, "application/ld+json", b"", 400, "neither an object nor a list"),
    ("PUT", AT, "text/turtle", b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * 5_000, 400, "nested"),
]


@pytest.mark.parametrize(("method", "path", "media_type", "body", "status", "word"), REFUSED)
def test_what_is_wrong_is_told_and_nothing_is_stored(
    method: str, path: str, media_type: str, body: bytes, status: int, word: str, writer: FlaskClient
) -> None:
    headers = TOKEN | ({"Content-Type": media_type} if media_type else {})
    response = writer.open(path, method=method, headers=headers, data=body)
    assert response.status_code == status
    assert word in json.loads(response.data)["detail"]
    assert writer.get(AT).status_code == 404


def test_a_page_in_french_says_what_to_do(reader: FlaskClient) -> None:
    page = reader.get("/graph-store?graph=a:none", headers={"Accept": "text/html;q=0.5, text/turtle"})
    assert (page.status_code, "Ce graphe n’existe pas" in page.text, "donne la liste" in page.text) == (404, True, True)


def test_entities_that_grow_without_bound_are_refused(writer: FlaskClient) -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE r [<!ENTITY a0 "a">{lines}]><r:RDF xmlns:r="{RDF}"><r:Description r:about="&a9;"/></r:RDF>'
    response = writer.put(AT, data=body.encode(), headers={**TOKEN, "Content-Type": "application/rdf+xml"})
    assert (response.status_code, "entities" in json.loads(response.data)["detail"]) == (400, True)


@pytest.fixture
def catcher() -> Iterator[tuple[str, list[str]]]:
    """Listen on loopback and note every contact."""
    contacts: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                try:
                    listening.accept()[0].close()
                    contacts.append("contact")
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", contacts
        ended.set()
        thread.join()


FETCHING = [
    ("application/ld+json", '{"@context": "@U", "@id": "a:a", "p": 1}', 400),
    ("application/ld+json", '{"@context": {"@import": "@U"}, "@id": "a:a", "p": 1}', 400),
    ("application/ld+json", '{"@context": ["@U"], "@id": "a:a", "p": 1}', 400),
    ("application/ld+json", '{"@context": {"p": {"@id": "a:p", "@context": "@U"}}, "p": {"q": 1}}', 400),
    ("text/turtle", "<> <http://www.w3.org/2002/07/owl#imports> <@U> .", 201),
    ("text/turtle", "@base <@U> . <> a <> .", 201),
    ("application/rdf+xml", '<!DOCTYPE r SYSTEM "@U/x.dtd"><r:RDF xmlns:r="@RDF"/>', 201),
    ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY e SYSTEM "@U">]><r:RDF xmlns:r="@RDF">&e;</r:RDF>', 400),
    ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY % e SYSTEM "@U"> %e;]><r:RDF xmlns:r="@RDF"/>', 400),
]


@pytest.mark.parametrize(("media_type", "body", "status"), FETCHING)
def test_nothing_is_fetched_for_an_upload(
    media_type: str, body: str, status: int, catcher: tuple[str, list[str]], writer: FlaskClient
) -> None:
    url, contacts = catcher
    sent = body.replace("@U", url).replace("@RDF", RDF)
    response = writer.put(AT, data=sent.encode(), headers={**TOKEN, "Content-Type": media_type})
    assert (response.status_code, contacts) == (status, [])


def test_the_lists_have_their_cases() -> None:
    assert (len(FORMATS), len(REFUSED), len(FETCHING)) == (4, 23, 9)
