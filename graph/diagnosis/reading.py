"""Read the structure of a query that the engine has accepted, from the engine's own tokens, with every place kept.

It is no second judge of what is SPARQL: the engine has read the text before. What it does not know (an extension, a
triple term) is Unreadable, and the diagnosis then says what it can without it.
"""

from ..stores.base import BASE
from ..stores.sparql_tokens import scan
from .patterns import Patterns
from .stream import Stream, Unreadable
from .terms import iri_of
from .tree import Node, Query, SubSelect

_FORMS = {"SELECT": "SELECT", "ASK": "ASK", "CONSTRUCT": "CONSTRUCT", "DESCRIBE": "DESCRIBE"}
_AFTER = {"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}


def read_query(text: str) -> Query:
    """Read a query that the engine accepts; Unreadable when it has what this reader does not know."""
    return _Reader(text).query()


def read_names(text: str) -> Query:
    """Make of a query that cannot be read in parts one whose names can be looked at."""
    return _Reader(text).unparted()


class _Reader(Patterns):
    def __init__(self, text: str) -> None:
        super().__init__(Stream(text, list(scan(text))))
        self.declared: dict[str, Node] = {}

    def query(self) -> Query:
        self._prologue()
        stream = self.stream
        prologue_end = stream.here
        form = _FORMS.get(stream.word())
        if form is None:
            raise Unreadable("the form of the query")
        head_start = stream.here
        stream.take()
        template = None
        if form == "CONSTRUCT" and stream.at("{"):
            template = self.group()
        while not stream.at("{") and stream.word() not in {"FROM", "WHERE"} and stream.more:
            if stream.word() in _AFTER and form == "DESCRIBE":
                break
            stream.skip()
        head = (head_start, stream.last_end)
        dataset, span = self._dataset()
        if stream.word() == "WHERE":
            stream.take()
        where = self.group() if stream.at("{") else None
        modifiers = (stream.last_end, len(stream.text))
        return Query(
            stream.text,
            form,  # type: ignore[arg-type]
            prologue_end,
            self.declared,
            self.base,
            head,
            dataset,
            span,
            where,
            modifiers,
            template,
        )

    def unparted(self) -> Query:
        """Read the prologue, and take all that follows for what stands after a WHERE."""
        self._prologue()
        start, end = self.stream.here, len(self.stream.text)
        none = (start, start)
        return Query(self.stream.text, "SELECT", start, self.declared, self.base, none, (), none, None, (start, end))

    def _prologue(self) -> None:
        stream = self.stream
        self.base = BASE
        while stream.word() in {"PREFIX", "BASE"}:
            is_prefix = stream.word() == "PREFIX"
            stream.take()
            name = stream.take().text.removesuffix(":") if is_prefix else ""
            token = stream.take()
            namespace = iri_of(token, {}, self.base)
            if is_prefix:
                self.prefixes[name] = namespace
                self.declared[name] = Node("iri", token.text, token.start, token.end, namespace)
            else:
                self.base = namespace

    def _dataset(self) -> tuple[tuple[tuple[bool, Node], ...], tuple[int, int]]:
        stream, found = self.stream, []
        start = stream.here
        while stream.word() == "FROM":
            stream.take()
            named = stream.word() == "NAMED"
            if named:
                stream.take()
            found.append((named, self.iri(stream.take())))
        return tuple(found), (start, stream.last_end if found else start)

    def sub_select(self, start: int) -> SubSelect:
        stream = self.stream
        stream.take()
        while not stream.at("{"):  # what it projects, and WHERE
            stream.skip()
        group = self.group()
        after = stream.last_end
        while stream.more and not stream.at("}"):
            stream.skip()
        return SubSelect(start, stream.last_end, group, (after, stream.last_end))
