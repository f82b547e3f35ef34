"""Write the code that fetches an answer again: a notebook cell, a curl command, lines of R or of plain Python."""

import shlex
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from .citation import hash_of


@dataclass(frozen=True)
class Asked:
    """Hold a question as it was put: the text that was run, the name of the query if it has one, what was filled in."""

    text: str
    name: str | None = None
    params: dict[str, str] = field(default_factory=dict)
    day: date | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def dataset(self) -> list[tuple[str, str]]:
        """Give the dataset as the SPARQL protocol names it."""
        named = [("named-graph-uri", iri) for iri in self.named_graphs]
        return [("default-graph-uri", iri) for iri in self.default_graphs] + named

    @property
    def digest(self) -> str:
        """Give the digest of the text, and of the dataset where one was named."""
        return hash_of("\n".join([self.text.strip(), *(f"{name} {iri}" for name, iri in self.dataset)]))


def notebook_cell(asked: Asked, *, place: str | None = None, lang: str = "fr", note: str = "") -> str:
    """Write a cell that asks the same at a place that `open_graph` takes; a named query by its name.

    Whatever the text holds, the cell is one Python program that asks just that text.

    >>> print(notebook_cell(Asked("", "signatures"), place="http://127.0.0.1:8000/sparql"))
    from graph import open_graph
    <BLANKLINE>
    g = open_graph('http://127.0.0.1:8000/sparql')
    result = g.query('signatures')
    result
    """
    opened = ", ".join([*([repr(place)] if place else []), *([f"lang={lang!r}"] if lang != "fr" else [])])
    values = asked.params if asked.name else {}
    given = [_quoted(asked.name or asked.text), *(f"{name}={value!r}" for name, value in values.items())]
    given += [f"default_graphs={list(asked.default_graphs)!r}"] if asked.default_graphs else []
    given += [f"named_graphs={list(asked.named_graphs)!r}"] if asked.named_graphs else []
    head = "".join(f"# {line}\n" for line in note.splitlines())
    return (
        f"{head}from graph import open_graph\n\ng = open_graph({opened})\nresult = g.query({', '.join(given)})\nresult"
    )


def curl_command(asked: Asked, *, endpoint: str, media: str) -> str:
    """Write a command for a POSIX shell that sends the query and prints the answer in a media type."""
    fields = [("query", asked.text), *asked.dataset]
    sent = " ".join(f"--data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in fields)
    accept = shlex.quote(f"Accept: {media}")
    return f"curl --fail-with-body --silent --show-error -H {accept} {sent} {shlex.quote(endpoint)}"


def r_lines(asked: Asked, *, endpoint: str) -> str:
    """Write lines of R, without packages, that read the table of a SELECT as a data frame."""
    start, end = (
        _quoted_for_r(f"{endpoint}?query="),
        _quoted_for_r("&" + urlencode([*asked.dataset, ("format", "csv")])),
    )
    return (
        f"query <- {_quoted_for_r(asked.text)}\n"
        f"address <- paste0({start}, URLencode(query, reserved = TRUE), {end})\n"
        'result <- read.csv(address, encoding = "UTF-8")\nresult'
    )


def wrapper_lines(asked: Asked, *, endpoint: str, graph: bool = False) -> str:
    """Write lines of Python for SPARQLWrapper, without this package; `graph` for a CONSTRUCT or a DESCRIBE.

    >>> print(wrapper_lines(Asked("ASK {}"), endpoint="http://127.0.0.1:8000/sparql"))
    from SPARQLWrapper import JSON, SPARQLWrapper
    <BLANKLINE>
    endpoint = SPARQLWrapper('http://127.0.0.1:8000/sparql')
    endpoint.setQuery('ASK {}')
    endpoint.setReturnFormat(JSON)
    result = endpoint.query().convert()
    result
    """
    wanted = "TURTLE" if graph else "JSON"
    dataset = "".join(f"endpoint.addParameter({name!r}, {iri!r})\n" for name, iri in asked.dataset)
    return (
        f"from SPARQLWrapper import {', '.join(sorted([wanted, 'SPARQLWrapper']))}\n\n"
        f"endpoint = SPARQLWrapper({endpoint!r})\nendpoint.setQuery({_quoted(asked.text)})\n{dataset}"
        f"endpoint.setReturnFormat({wanted})\nresult = endpoint.query().convert()\nresult"
    )


def _quoted(text: str) -> str:
    """Write a text as Python does, over several lines where that reads better and says the same."""
    plain = all(char in "\n\t" or char.isprintable() for char in text) and "\\" not in text
    if "\n" in text and plain and '"""' not in text and not text.endswith('"'):
        return f'"""{text}"""'
    return repr(text)


def _quoted_for_r(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"' + "".join(char if char in "\n\t" or char.isprintable() else f"\\u{ord(char):04x}" for char in escaped) + '"'
    )
