"""Read the structure of a query that the engine has accepted, from the engine's own tokens, with every place kept.

It is no second judge of what is SPARQL: the engine has read the text before. What it does not know (an extension, a
triple term) is Unreadable, and the diagnosis then says what it can without it.
"""

from ..stores.base import BASE
from ..stores.sparql_tokens import Token, scan
from .expressions import constraint
from .patterns import Patterns
from .stream import Stream, Unreadable
from .terms import iri_of, unescape
from .tree import Element, Group, Node, Query, SubSelect

_FORMS = {"SELECT": "SELECT", "ASK": "ASK", "CONSTRUCT": "CONSTRUCT", "DESCRIBE": "DESCRIBE"}
_AFTER = {"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}


def read_query(text: str) -> Query:
    """Read a query that the engine accepts; Unreadable when it has what this reader does not know."""
    return _Reader(text).query()


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
                self.base = unescape(namespace)

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
        projected = self._projection()
        if stream.word() == "WHERE":
            stream.take()
        group = self.group()
        after = stream.last_end
        while stream.more and not stream.at("}"):
            stream.skip()
        return SubSelect(start, stream.last_end, group, (after, stream.last_end), projected)

    def _projection(self) -> tuple[str, ...] | None:
        """Read what a SELECT projects; None for all."""
        stream, names = self.stream, list[str]()
        every = False
        while stream.more and not stream.at("{") and stream.word() != "WHERE":
            token = stream.peek()
            if token.kind == "variable":
                names.append(token.text[1:])
            every = every or token.text == "*"
            if token.text == "(":
                names.append(self._named_by(stream.balanced()))
            else:
                stream.take()
        return None if every else tuple(names)

    @staticmethod
    def _named_by(tokens: list[Token]) -> str:
        variables = [token.text[1:] for token in tokens if token.kind == "variable"]
        return variables[-1] if variables else ""


def elements_of(group: Group) -> list[Element]:
    """List what a group has, directly."""
    return list(group.elements)


__all__ = ["Unreadable", "constraint", "elements_of", "read_query"]
