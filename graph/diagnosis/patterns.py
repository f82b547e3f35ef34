"""Read group graph patterns: triples, paths, brackets, and what is nested."""

from ..stores.sparql_tokens import Token
from .expressions import constraint
from .stream import Stream, Unreadable
from .terms import RDF_TYPE, XSD, iri_of, number_type, string_of
from .tree import Bind, Element, Filter, Group, Nested, Node, SubSelect, Triple, Union, Values

OURS = "_we_"  # begins the names of our own variables
_DEEPEST = 60


class Patterns:
    """Read groups from a stream."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.prefixes: dict[str, str] = {}
        self.base = ""
        self._made = 0
        self._depth = 0

    def group(self) -> Group:
        """Read from an opening brace to its end."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable("braces in braces")
        stream = self.stream
        found = Group(stream.expect("{").start, 0)
        if stream.word() == "SELECT":
            found.elements.append(self.sub_select(stream.here))
        while not stream.at("}"):
            found.elements += self._element()
        found.end = stream.take().end
        self._depth -= 1
        return found

    def sub_select(self, start: int) -> SubSelect:
        """Read an inner SELECT."""
        raise NotImplementedError

    def iri(self, token: Token) -> Node:
        """Make a node of an IRI's token."""
        value = iri_of(token, self.prefixes, self.base)
        return Node("iri", token.text if token.kind != "word" else "a", token.start, token.end, value)

    def _element(self) -> list[Element]:
        stream = self.stream
        word, start = stream.word(), stream.here
        if stream.at("."):
            stream.take()
            return []
        if word in {"OPTIONAL", "MINUS", "GRAPH"}:
            return [self._nested(word, start)]
        if word == "FILTER":
            return [self._filter(start)]
        if word == "BIND":
            return [self._bind(start)]
        if word == "VALUES":
            return [self.values()]
        if word not in {"", "A", "TRUE", "FALSE"}:
            raise Unreadable(word)
        return [self._union(start)] if stream.at("{") else self._triples()

    def _nested(self, word: str, start: int) -> Nested:
        self.stream.take()
        name = self.node() if word == "GRAPH" else None
        group = self.group()
        return Nested(word, start, group.end, group, name)  # type: ignore[arg-type]

    def _union(self, start: int) -> Union:
        branches = [self.group()]
        while self.stream.word() == "UNION":
            self.stream.take()
            branches.append(self.group())
        return Union(start, branches[-1].end, tuple(branches))

    def _filter(self, start: int) -> Filter:
        stream = self.stream
        stream.take()
        word = stream.word()
        if word == "NOT":
            stream.take()
        if stream.word() == "EXISTS":
            begun = stream.take().start
            group = self.group()
            exists = "NOT EXISTS" if word == "NOT" else "EXISTS"
            return Filter(start, group.end, (begun, group.end), exists, group)  # type: ignore[arg-type]
        tokens = [] if stream.at("(") else [stream.take()]
        tokens += stream.balanced()
        inner = constraint(tokens)
        return Filter(start, stream.last_end, inner)

    def _bind(self, start: int) -> Bind:
        self.stream.take()
        tokens = self.stream.balanced()
        expression, variable = tokens[1:-3], tokens[-2].text[1:]
        return Bind(start, self.stream.last_end, (expression[0].start, expression[-1].end), variable)

    def values(self) -> Values:
        """Read VALUES."""
        stream = self.stream
        start = stream.take().start
        names: list[str] = []
        single = not stream.at("(")
        if single:
            names.append(stream.take().text[1:])
        else:
            names += [token.text[1:] for token in stream.balanced() if token.kind == "variable"]
        stream.expect("{")
        rows: list[tuple[Node | None, ...]] = []
        while not stream.at("}"):
            if single:
                rows.append((self._value(),))
                continue
            stream.expect("(")
            row = []
            while not stream.at(")"):
                row.append(self._value())
            stream.take()
            rows.append(tuple(row))
        stream.take()
        return Values(start, stream.last_end, tuple(names), tuple(rows))

    def _value(self) -> Node | None:
        if self.stream.word() == "UNDEF":
            self.stream.take()
            return None
        return self.node()

    def _triples(self) -> list[Element]:
        found: list[Element] = []
        subject = self._term(found)
        if not self._begins_predicate():  # a bracket by itself
            return found
        self._predicates(subject, found)
        return found

    def _begins_predicate(self) -> bool:
        return not (self.stream.at(".") or self.stream.at("}") or self.stream.at("]") or not self.stream.more)

    def _predicates(self, subject: Node, found: list[Element], *, plain: bool = True) -> None:
        stream = self.stream
        while self._begins_predicate():
            if stream.at(";"):
                stream.take()
                continue
            if stream.word() not in {"", "A"}:  # the next element, after a triple without a full stop
                return
            steps = self._path()
            while True:
                self._steps(subject, steps, self._term(found), found, plain=plain)
                if not stream.at(","):
                    break
                stream.take()
            if not stream.at(";"):
                return

    def _steps(
        self, subject: Node, steps: list[tuple[Node, bool]], value: Node, found: list[Element], *, plain: bool
    ) -> None:
        """Write a sequence path as triples, with a variable of ours between each two."""
        last = len(steps) - 1
        for index, (step, inverse) in enumerate(steps):
            target = value if index == last else self._fresh(step.end)
            found.append(Triple(subject, step, target, inverse, plain and last == 0))
            subject = target

    def _fresh(self, place: int, end: int | None = None) -> Node:
        self._made += 1
        name = f"{OURS}{self._made}"
        return Node("variable", f"?{name}", place, place if end is None else end, name)

    def _term(self, found: list[Element]) -> Node:
        """Read a subject or an object; what stands in brackets becomes triples of their own."""
        stream = self.stream
        start = stream.here
        if stream.at("["):
            stream.take()
            node = self._fresh(start)
            self._predicates(node, found, plain=False)
            stream.expect("]")
            return Node("variable", node.text, start, stream.last_end, node.value)
        if stream.at("("):
            tokens = stream.balanced()
            return Node("other", stream.text[start : stream.last_end], start, tokens[-1].end)
        return self.node()

    def node(self) -> Node:
        """Read one term."""
        token = self.stream.take()
        if token.kind == "variable":
            return Node("variable", f"?{token.text[1:]}", token.start, token.end, token.text[1:])
        if token.kind == "label":
            name = f"{OURS}label_{token.text[2:]}".replace("-", "_").replace(".", "_")
            return Node("variable", f"?{name}", token.start, token.end, name)
        if token.kind in {"iri", "prefixed"}:
            return self.iri(token)
        if token.kind == "string":
            return self._literal(token)
        if token.kind == "word" and token.text.lower() in {"true", "false"}:
            return Node("literal", token.text, token.start, token.end, token.text.lower(), f"{XSD}boolean")
        sign = token if token.kind == "mark" and token.text in "+-" else None
        number = self.stream.take() if sign else token
        if number.kind != "number":
            raise Unreadable(f"'{token.text[:40]}'")
        text = self.stream.text[token.start : number.end]
        return Node("literal", text, token.start, number.end, text, number_type(text))

    def _literal(self, token: Token) -> Node:
        stream, value = self.stream, string_of(token)
        if stream.peek().kind == "language":
            tag = stream.take()
            text = stream.text[token.start : tag.end]
            return Node("literal", text, token.start, tag.end, value, "", tag.text[1:])
        if stream.at("^") and stream.peek(1).text == "^":
            stream.take()
            stream.take()
            datatype = self.iri(stream.take())
            return Node(
                "literal", stream.text[token.start : datatype.end], token.start, datatype.end, value, datatype.value
            )
        return Node("literal", token.text, token.start, token.end, value, f"{XSD}string")

    def _path(self) -> list[tuple[Node, bool]]:
        """Read a predicate: its steps, each with whether it goes backwards; a path of another kind is one step."""
        stream = self.stream
        if stream.peek().kind == "variable":
            return [(self.node(), False)]
        start, steps, is_plain = stream.here, [], True
        while True:
            step, inverse = self._step()
            steps.append((step, inverse))
            if stream.at("|"):
                is_plain = False
            elif not stream.at("/"):
                break
            stream.take()
        if is_plain:
            return steps
        return [(Node("path", stream.text[start : stream.last_end], start, stream.last_end), False)]

    def _step(self) -> tuple[Node, bool]:
        stream = self.stream
        inverse = stream.at("^")
        if inverse:
            stream.take()
        start = stream.here
        node = None
        if stream.at("!"):
            stream.take()
            if stream.at("^"):
                stream.take()
            stream.skip()
        elif stream.at("("):
            stream.balanced()
        else:
            node = self.iri(stream.take())
            if node.value == RDF_TYPE and node.text.lower() == "a":
                node = Node("iri", "a", node.start, node.end, RDF_TYPE)
        repeated = stream.peek().kind == "mark" and stream.peek().text in {"*", "+", "?"}
        if repeated:
            stream.take()
        if node and not repeated:
            return node, inverse
        return Node("path", stream.text[start : stream.last_end], start, stream.last_end), inverse
