"""Tell what files that were handed in change in the verdicts on the graph."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ..namespaces import CONS, GRAPH, PREFIXES, short
from ..obligations import Evaluation, evaluate, read_verdicts
from ..obligations.names import Names
from ..obligations.opinion import Opinion, within_the_reference
from ..obligations.selection import Selection, resolve
from ..obligations.verdict import Verdict


@dataclass(frozen=True)
class Judged:
    """Hold an opinion on graph and files, and what is known of the graph alone: `before`, statuses by obligation."""

    opinion: Opinion
    before: Mapping[str, str]
    described: frozenset[str]

    def touches(self, verdict: Verdict) -> bool:
        """Tell whether the files bear on a verdict: they change it, or it rests on something that they describe."""
        rests = {verdict.trigger.iri}.union(*({one.iri, one.shows.iri} for one in verdict.evidence))
        return self.before.get(verdict.obligation) != verdict.status or not rests.isdisjoint(self.described)

    @property
    def shown(self) -> tuple[Verdict, ...]:
        """List the verdicts to look at: those touched, and after them all others of a selection that was made."""
        touched = [one for one in self.opinion.verdicts if self.touches(one)]
        if self.opinion.selection == Selection():
            return tuple(touched)
        return (*touched, *(one for one in self.opinion.verdicts if not self.touches(one)))

    @property
    def gone(self) -> dict[str, str]:
        """Give the obligations that are no longer there beside the files, with their statuses."""
        now = {verdict.obligation for verdict in self.opinion.every}
        return {name: status for name, status in self.before.items() if name not in now}


def resolved(told: Selection, graph: bytes) -> Selection:
    """Look up the names of a selection, so that a wrong one costs no evaluation; UnknownName gives the nearest."""
    return resolve(told, Names(graph))


def statuses(graph: bytes, as_of: date) -> dict[str, str]:
    """Give the status of each obligation of a graph as of a day; the same graph and day give the same."""
    verdicts = read_verdicts(_evaluated(graph, as_of))
    return {one.obligation: one.status for one in verdicts if within_the_reference(one)}


def named_obligations(graph: bytes, as_of: date) -> bytes:
    """Write as N-Quads which obligations the rules lay out as of a day, each named by its own identifier.

    The facts hold but a few of them, and evidence may bear on any.
    """
    is_one = f" <{PREFIXES['rdf']}type> <{CONS}Obligation> .".encode()
    lines = (line for line in _evaluated(graph, as_of).derived.splitlines() if line.endswith(is_one))
    found = (line.split(b" ", 1)[0].decode() for line in lines)
    graph_name, label = f"<{GRAPH}facts/laid-out>", f"<{PREFIXES['rdfs']}label>"
    return "".join(
        f"{iri} <{PREFIXES['rdf']}type> <{CONS}Obligation> {graph_name} .\n"
        f'{iri} {label} "{short(iri.strip("<>"))}" {graph_name} .\n'
        for iri in found
    ).encode()


@lru_cache(maxsize=2)
def _evaluated(graph: bytes, as_of: date) -> Evaluation:
    return evaluate(graph, as_of)
