"""Give an opinion: read the facts, evaluate the obligations as of a day, choose among the verdicts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from ..load import load
from ..namespaces import CONS
from . import Evaluation, evaluate, read_verdicts
from .names import Names
from .notes import Note, note_on_undated, note_on_unused_evidence, note_on_what_came_before, notes_on
from .selection import Selection, resolve, select
from .user_data import read_own_facts
from .verdict import Verdict

# Today's regions, and with them most regional chambers, begin here; who their predecessors were in law is not in the
# reference tables, so what arose before cannot be laid at the door of a body of today.
REFERENCE_BEGINS = date(2016, 1, 1)


@dataclass(frozen=True)
class Opinion:
    """Hold the verdicts that were asked for, and all that they rest on.

    `nquads` are the facts of the graph and of the user's files; `every` holds the verdicts before the selection.
    """

    selection: Selection
    verdicts: tuple[Verdict, ...]
    every: tuple[Verdict, ...]
    evaluation: Evaluation
    nquads: bytes
    data_files: tuple[Path, ...]
    notes: tuple[Note, ...]

    @property
    def as_of(self) -> date:
        """Give the day of the opinion."""
        return self.evaluation.as_of

    @cached_property
    def violations(self) -> tuple[Verdict, ...]:
        """List the verdicts asked for that are violations: established breaches and what was done late."""
        return tuple(verdict for verdict in self.verdicts if verdict.severity == "violation")

    def narrowed(self, selection: Selection) -> "Opinion":
        """Give the same opinion on a selection, whose names are those of the graph (`resolve`)."""
        return replace(self, selection=selection, verdicts=select(self.every, selection))

    def of_rule(self, rule: str | None) -> tuple[Verdict, ...]:
        """List every verdict under a rule, asked for or not."""
        return tuple(verdict for verdict in self.every if verdict.rule.iri == rule)


def give_opinion(
    as_of: date,
    told: Selection | None = None,
    data_files: Sequence[Path] = (),
    *,
    today: date | None = None,
    progress: Callable[[str], object] = lambda _: None,
    facts: bytes | None = None,
    own: bytes | None = None,
) -> Opinion:
    """Evaluate the graph, and the user's files beside it, as of a day; nothing is stored.

    `facts` are the N-Quads to judge, those of this installation unless given; the rules are always this one's. `own`
    are the user's facts where the shapes have let them pass already, in place of files.
    Names in `told` are looked up first, so that a wrong one costs no evaluation. UnknownName, DateError, FactFileError
    and DataRefused say what was wrong with the question or the files.
    """
    progress("reading the facts")
    graph = load().nquads if facts is None else facts
    if data_files:
        progress("asking the shapes about your files")
    own = read_own_facts(data_files, graph) if own is None else own
    nquads = graph + own
    names = Names(nquads)
    selection = resolve(told or Selection(), names)
    notes = notes_on(as_of, today or date.today(), names)
    progress(f"evaluating the obligations as of {as_of}")
    evaluation = evaluate(nquads, as_of)
    found = read_verdicts(evaluation)
    every = tuple(verdict for verdict in found if within_the_reference(verdict))
    notes += note_on_what_came_before(len(found) - len(every), REFERENCE_BEGINS)
    notes += note_on_unused_evidence(_unused(own, {verdict.obligation for verdict in found}))
    verdicts = select(every, selection)
    notes += note_on_undated(select(every, selection.without_period()), selection)
    return Opinion(selection, verdicts, every, evaluation, nquads, tuple(data_files), notes)


def within_the_reference(verdict: Verdict) -> bool:
    """Tell whether a verdict is on something that arose since the reference tables begin."""
    return verdict.trigger_latest is None or verdict.trigger_latest >= REFERENCE_BEGINS


def _unused(nquads: bytes, known: set[str]) -> list[str]:
    """List the obligations that the evidence of a user's files bears on and that were not laid out."""
    supports = f" <{CONS}supports> <".encode()
    named = {
        line.partition(supports)[2].partition(b">")[0].decode() for line in nquads.splitlines() if supports in line
    }
    return sorted(named - known)
