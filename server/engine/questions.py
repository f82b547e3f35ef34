"""State what is asked and answered, and evaluate it over a store: the part that both kinds of engine share."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from graph.diagnosis import BUDGET, Diagnosis, diagnose
from graph.errors import ConsulaireError
from graph.stores import Store
from graph.stores.base import Answer, Kind

_PIECE = 65_536  # bytes


@dataclass(frozen=True)
class Question:
    """Hold one query and the dataset that the protocol's parameters name (none: the union of all graphs).

    `timeout`, in seconds, lowers the server's time limit for this query; it never raises it. With `why`, not its answer
    is asked for, but why it has none: the reply is a diagnosis, as JSON.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None
    why: bool = False


@dataclass(frozen=True)
class Reply:
    """Hold a whole answer: what kind it is, in which format it is written, and its bytes.

    A long one is in `file`, open at its start, and `body` is empty then: read it by `read` or `pieces`, and `close` the
    reply in the end, read or not. `dataset` is the version of the published dataset that it was taken from; None when
    it is from another store.
    """

    kind: Kind
    format: str
    body: bytes = b""
    file: BinaryIO | None = field(default=None, compare=False)
    size_of_file: int = 0
    dataset: str | None = field(default=None, compare=False)

    @property
    def size(self) -> int:
        """Give the length in bytes."""
        return self.size_of_file if self.file else len(self.body)

    def read(self) -> bytes:
        """Give all the bytes, in memory, and close."""
        if self.file is None:
            return self.body
        with self.file:
            return self.file.read(self.size_of_file)

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes in pieces, each read when it is asked for."""
        if self.file is None:
            yield self.body
            return
        while piece := self.file.read(_PIECE):
            yield piece

    def close(self) -> None:
        """Let go of the file, if there is one."""
        if self.file:
            self.file.close()


class Unwritable(ConsulaireError):
    """Report that the request accepts no format for this kind of answer."""

    def __init__(self, kind: Kind) -> None:
        self.kind: Kind = kind
        super().__init__(f"No format was given for an answer of kind '{kind}'.")


def evaluate(store: Store, question: Question, formats: Mapping[Kind, str | None]) -> Reply:
    """Answer, in memory, in the format given for the kind of the answer; Unwritable when there is none for it."""
    if question.why:
        return Reply("ask", "json", write_diagnosis(explain(store, question)))
    answer, chosen = begin(store, question, formats)
    return Reply(answer.kind, chosen, answer.serialize(chosen))


def begin(store: Store, question: Question, formats: Mapping[Kind, str | None]) -> tuple[Answer, str]:
    """Give the answer, to be written, and its format; Unwritable when there is none for its kind."""
    answer = store.query(question.text, default_graphs=question.default_graphs, named_graphs=question.named_graphs)
    kind = answer.kind
    chosen = formats.get(kind)
    if chosen is None:
        del answer  # what the engine holds must end in this thread, and a traceback may last
        raise Unwritable(kind)
    return answer, chosen


def explain(store: Store, question: Question, *, budget: float = BUDGET, into: Diagnosis | None = None) -> Diagnosis:
    """Say why a question has no answer; QueryError when it cannot be asked."""
    return diagnose(
        store,
        question.text,
        default_graphs=question.default_graphs,
        named_graphs=question.named_graphs,
        budget=budget,
        into=into,
    )


def write_diagnosis(found: Diagnosis) -> bytes:
    """Write a diagnosis as it is sent."""
    return json.dumps(found.as_data(), ensure_ascii=False).encode("utf-8", "surrogatepass")
