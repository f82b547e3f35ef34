"""Hold what every search for a cause needs: the query, what asks parts of it, what the graph has, what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..namespaces import PREFIXES
from ..stores.base import Term
from .findings import Edit, Finding, Probe, Suggestion, Wording, apply
from .probing import Prober
from .terms import written
from .tree import Node, Query
from .vocabulary import Vocabulary
from .wording import say

MOST_SUGGESTIONS = 5


@dataclass
class Inquiry:
    """Hold the query that is looked into; `findings` and `probes` grow as causes are looked for."""

    query: Query
    prober: Prober
    vocabulary: Vocabulary
    findings: list[Finding] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)
    suspects: list[Finding] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Give the query as it was sent."""
        return self.query.text

    @property
    def prefixes(self) -> dict[str, str]:
        """Give the namespace of each prefix that the query declares."""
        return {prefix: node.value for prefix, node in self.query.prefixes.items()}

    @property
    def _undeclared(self) -> dict[str, str]:
        """Give our prefixes that the query does not declare."""
        return {prefix: space for prefix, space in PREFIXES.items() if prefix not in self.prefixes}

    def name(self, term: Term) -> str:
        """Write a term with the query's own prefixes, or with ours where it has none that fits."""
        return written(term, {**self.prefixes, **self._undeclared})

    def put(self, node: Node | tuple[int, int], term: Term | str) -> Sequence[Edit]:
        """Write the edits that put a term, or a text, in the place of another, with the PREFIX that it needs."""
        start, end = node if isinstance(node, tuple) else (node.start, node.end)
        if isinstance(term, str):
            return (Edit(start, end, term),)
        ours = self._undeclared
        text = written(term, {**self.prefixes, **ours})
        name = text if term.kind == "iri" else text.rpartition("^^")[2]
        prefix, colon, _ = name.partition(":")
        if colon and prefix in ours and (term.kind == "iri" or "^^" in text):
            return (Edit(start, end, text), Edit(0, 0, f"PREFIX {prefix}: <{ours[prefix]}>\n"))
        return (Edit(start, end, text),)

    def suggest(self, edits: Sequence[Edit], label: Wording) -> Suggestion:
        """Make a suggestion and try it."""
        mended = apply(self.text, tuple(edits))
        return Suggestion(label, tuple(edits), mended, self.prober.gives(mended))

    def instead(self, node: Node | tuple[int, int], terms: Iterable[Term | str]) -> list[Suggestion]:
        """Suggest to write each of some terms in the place of another; those that give rows first."""
        made = []
        for term in terms:
            label = self.vocabulary.label(term.value) if isinstance(term, Term) and term.kind == "iri" else None
            shown = term if isinstance(term, str) else self.name(term)
            wording = say("write-named", text=shown, label=label) if label else say("write", text=shown)
            made.append(self.suggest(self.put(node, term), wording))
        return first_that_give(made)

    def add(
        self,
        cause: str,
        node: Node | tuple[int, int],
        suggestions: Sequence[Suggestion] = (),
        *,
        names: Sequence[str] = (),
        mistake: bool = True,
        **told: object,
    ) -> Finding:
        """Note a cause, unless the same was noted at that place."""
        start, end = node if isinstance(node, tuple) else (node.start, node.end)
        shown = self.text[start:end]
        message = say(cause, it=shown, **told)
        finding = Finding(
            cause,
            start,
            end,
            message,
            tuple(dict.fromkeys((shown, *names))),
            tuple(_different(suggestions)[:MOST_SUGGESTIONS]),
            mistake,
        )
        if not any((one.cause, one.start) == (cause, start) for one in self.findings):
            self.findings.append(finding)
        return finding

    def suspect(self, cause: str, node: Node, **told: object) -> None:
        """Note what is about to be looked at, in case that takes too long."""
        message = say(cause, it=node.text, **told)
        self.suspects.append(Finding(cause, node.start, node.end, message, (node.text,)))

    def note(self, span: tuple[int, int], rows: bool, what: str) -> None:
        """Note what was asked, and whether it had rows."""
        self.probes.append(Probe(*span, say(what), rows))


def _different(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Leave out what was suggested before, and what gives no rows where something else does."""
    found = list({one.query: one for one in reversed(list(suggestions))}.values())[::-1]
    return [one for one in found if one.gives_rows is not False] if gives(found) else found


def first_that_give(made: Iterable[Suggestion]) -> list[Suggestion]:
    """Put those that give rows first, the order kept otherwise."""
    return sorted(made, key=lambda one: {True: 0, None: 1, False: 2}[one.gives_rows])


def gives(suggestions: Iterable[Suggestion]) -> bool:
    """Tell whether one of them gives rows."""
    return any(one.gives_rows for one in suggestions)
