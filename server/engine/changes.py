"""State what is to be changed, and carry it out over a store: the part that both kinds of engine share."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graph.stores import Store, Term
from graph.stores.base import DEFAULT_GRAPH
from graph.stores.uploads import delete_update, post_update, put_update, read_upload
from graph.stores.using import with_using


@dataclass(frozen=True)
class Update:
    """Hold the text of an update and the dataset that the protocol's parameters name for it."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Upload:
    """Hold RDF for one graph, in parts, each with the name of its format; `whole` replaces what the graph held."""

    graph: str
    base: str
    parts: tuple[tuple[str, bytes], ...]
    whole: bool = False


@dataclass(frozen=True)
class Removal:
    """Hold which graph is to be taken away."""

    graph: str


Change = Update | Upload | Removal


@dataclass(frozen=True)
class Outcome:
    """Tell whether the graph that was written to or taken away was there before (for an update, None).

    `changed` is False where there was nothing to do, since the graph to be taken away is not there.
    """

    was_there: bool | None = None
    changed: bool = True


def carry_out(store: Store, change: Change) -> Outcome:
    """Carry out a change in one transaction.

    An error of ours says what is wrong with the text, and nothing was changed then.
    """
    if isinstance(change, Update):
        store.update(with_using(change.text, change.default_graphs, change.named_graphs))
        return Outcome()
    was_there = change.graph == DEFAULT_GRAPH or _has(store, change.graph)
    if isinstance(change, Upload):
        triples = [line for form, body in change.parts for line in read_upload(body, form, change.base)]
        store.update((put_update if change.whole else post_update)(change.graph, triples))
        return Outcome(was_there)
    if was_there:
        store.update(delete_update(change.graph))
    return Outcome(was_there, was_there)


def _has(store: Store, graph: str) -> bool:
    return bool(store.query(f"ASK {{ GRAPH {Term('iri', graph).sparql()} {{}} }}").boolean)


def packed(change: Change) -> tuple[dict[str, Any], bytes]:
    """Write a change as data for another process."""
    if isinstance(change, Upload):
        lengths = [(form, len(body)) for form, body in change.parts]
        head = {"graph": change.graph, "base": change.base, "whole": change.whole, "parts": lengths}
        return {"upload": head}, b"".join(body for _, body in change.parts)
    if isinstance(change, Update):
        graphs = {"default_graphs": change.default_graphs, "named_graphs": change.named_graphs}
        return {"update": graphs}, change.text.encode("utf-8")
    return {"removal": asdict(change)}, b""


def unpacked(head: dict[str, Any], body: bytes) -> Change:
    """Read a change that another process wrote with `packed`."""
    if "upload" in head:
        told = head["upload"]
        return Upload(told["graph"], told["base"], tuple(_parts(told["parts"], body)), told["whole"])
    if "update" in head:
        told = head["update"]
        return Update(body.decode("utf-8"), tuple(told["default_graphs"]), tuple(told["named_graphs"]))
    return Removal(**head["removal"])


def _parts(lengths: Sequence[tuple[str, int]], body: bytes) -> list[tuple[str, bytes]]:
    parts, start = [], 0
    for form, length in lengths:
        parts.append((form, body[start : start + length]))
        start += length
    return parts
