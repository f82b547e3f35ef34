"""Find the parts of a FILTER's expression: conjuncts, comparisons, calls; by tokens, each with its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..stores.sparql_tokens import Token, scan

_OPENING, _CLOSING = set("([{"), set(")]}")


@dataclass(frozen=True)
class Span:
    """Hold a part of an expression: its tokens, moved to their places in the query."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Give where it begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Give where it ends."""
        return self.tokens[-1].end

    def text(self, query: str) -> str:
        """Give it as it is written."""
        return query[self.start : self.end]

    @property
    def variables(self) -> list[str]:
        """List the variables in it."""
        return list(dict.fromkeys(token.text[1:] for token in self.tokens if token.kind == "variable"))


@dataclass(frozen=True)
class Comparison:
    """Hold two sides and what stands between: `=`, `!=`, `<`, `<=`, `>`, `>=`."""

    left: Span
    operator: str
    right: Span


@dataclass(frozen=True)
class Call:
    """Hold the call of a function, its name in capitals."""

    name: str
    arguments: tuple[Span, ...]
    whole: Span


def span_of(query: str, inner: tuple[int, int]) -> Span | None:
    """Take the tokens of a part of the query."""
    start, end = inner
    tokens = tuple(token._replace(start=token.start + start) for token in scan(query[start:end]))
    return Span(_bare(tokens)) if tokens else None


def conjuncts(expression: Span) -> list[Span]:
    """Part an expression at each `&&` that is not in a bracket."""
    return [Span(_bare(part)) for part in _parts(expression.tokens, "&") if part]


def alternatives(expression: Span) -> list[Span]:
    """Part an expression at each `||` that is not in a bracket."""
    return [Span(_bare(part)) for part in _parts(expression.tokens, "|") if part]


def comparison(part: Span) -> Comparison | None:
    """Read a part as a comparison, if it is one."""
    depth, tokens = 0, part.tokens
    for index, token in enumerate(tokens):
        depth += (token.text in _OPENING) - (token.text in _CLOSING) if token.kind == "mark" else 0
        if depth == 0 and token.kind == "mark" and token.text in {"=", "<", ">", "!", "<<", ">>"} and index:
            equals = token.text != "=" and tokens[index + 1 : index + 2] and tokens[index + 1].text == "="
            right = tokens[index + 2 :] if equals else tokens[index + 1 :]
            if not right or (token.text == "!" and not equals):
                return None
            return Comparison(Span(_bare(tokens[:index])), token.text + ("=" if equals else ""), Span(_bare(right)))
    return None


def calls(part: Span) -> Iterator[Call]:
    """Yield every call of a function by a word, inner ones too."""
    tokens = part.tokens
    for index, token in enumerate(tokens[:-1]):
        if token.kind == "word" and tokens[index + 1].text == "(":
            end = _close(tokens, index + 1)
            inside = tokens[index + 2 : end]
            arguments = tuple(Span(piece) for piece in _parts(inside, ",") if piece)
            yield Call(token.text.upper(), arguments, Span(tokens[index : end + 1]))


def constraint(tokens: Sequence[Token]) -> tuple[int, int]:
    """Give the place of an expression without the parentheses around it."""
    bare = _bare(tuple(tokens))
    return (bare[0].start, bare[-1].end) if bare else (tokens[0].start, tokens[-1].end)


def _close(tokens: Sequence[Token], opening: int) -> int:
    depth = 0
    for index in range(opening, len(tokens)):
        if tokens[index].kind == "mark":
            depth += (tokens[index].text in _OPENING) - (tokens[index].text in _CLOSING)
        if depth == 0:
            return index
    return len(tokens) - 1


def _bare(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    while len(tokens) > 2 and tokens[0].text == "(" and _close(tokens, 0) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


def _parts(tokens: Sequence[Token], mark: str) -> list[tuple[Token, ...]]:
    """Part tokens at a mark, a double one for `&` and `|`, outside brackets."""
    parts: list[list[Token]] = [[]]
    depth, skip = 0, False
    for index, token in enumerate(tokens):
        if skip:
            skip = False
            continue
        is_mark = token.kind == "mark"
        depth += (token.text in _OPENING) - (token.text in _CLOSING) if is_mark else 0
        if is_mark and depth == 0 and token.text == mark:
            twice = mark == "," or (index + 1 < len(tokens) and tokens[index + 1].text == mark)
            if twice:
                skip = mark != ","
                parts.append([])
                continue
        parts[-1].append(token)
    return [tuple(part) for part in parts]
