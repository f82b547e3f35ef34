"""State what is asked and answered, and evaluate it over a store: the part that both kinds of engine share."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.errors import ConsulaireError
from graph.stores import Store
from graph.stores.base import Kind


@dataclass(frozen=True)
class Question:
    """Hold one query and the dataset that the protocol's parameters name (none: the union of all graphs).

    `timeout`, in seconds, lowers the server's time limit for this query; it never raises it.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None


@dataclass(frozen=True)
class Reply:
    """Hold a whole answer: what kind it is, in which format it is written, and its bytes.

    `dataset` is the version of the published dataset that it was taken from; None when it is from another store.
    """

    kind: Kind
    format: str
    body: bytes
    dataset: str | None = field(default=None, compare=False)


class Unwritable(ConsulaireError):
    """Report that the request accepts no format for this kind of answer."""

    def __init__(self, kind: Kind) -> None:
        self.kind: Kind = kind
        super().__init__(f"No format was given for an answer of kind '{kind}'.")


def evaluate(store: Store, question: Question, formats: Mapping[Kind, str | None]) -> Reply:
    """Answer in the format given for the kind of the answer; Unwritable when there is none for it."""
    answer = store.query(question.text, default_graphs=question.default_graphs, named_graphs=question.named_graphs)
    kind = answer.kind
    chosen = formats.get(kind)
    if chosen is None:
        raise Unwritable(kind)
    return Reply(kind, chosen, answer.serialize(chosen))
