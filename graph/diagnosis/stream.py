"""Go through the tokens of a query, one by one or a bracket at a time."""

from ..stores.sparql_tokens import Token

_CLOSING = {"(": ")", "{": "}", "[": "]"}
_END = Token("end", "", -1)


class Unreadable(Exception):
    """Report a part of a query that the diagnosis does not know, such as an extension of the engine."""


class Stream:
    """Hold the tokens and how far they were read."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text, self._tokens, self._place = text, tokens, 0

    @property
    def more(self) -> bool:
        """Tell whether there is another token."""
        return self._place < len(self._tokens)

    @property
    def here(self) -> int:
        """Give where the next token begins."""
        return self._tokens[self._place].start if self.more else len(self.text)

    @property
    def last_end(self) -> int:
        """Give where the last token that was taken ends."""
        return self._tokens[self._place - 1].end if self._place else 0

    def peek(self, ahead: int = 0) -> Token:
        """Look at a token to come."""
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else _END

    def take(self) -> Token:
        """Take the next token; Unreadable at the end."""
        if not self.more:
            raise Unreadable("the end of the query")
        self._place += 1
        return self._tokens[self._place - 1]

    def expect(self, text: str) -> Token:
        """Take the next token, which must be this one."""
        token = self.take()
        if token.text.upper() != text:
            raise Unreadable(f"'{token.text[:40]}'")
        return token

    def at(self, text: str) -> bool:
        """Tell whether the next token is this mark."""
        token = self.peek()
        return token.text == text and token.kind == "mark"

    def word(self) -> str:
        """Give the next token in capitals if it is a word, else nothing."""
        token = self.peek()
        return token.text.upper() if token.kind == "word" else ""

    def balanced(self) -> list[Token]:
        """Take a bracket with all that is in it."""
        begun = self._place
        closing = [_CLOSING.get(self.take().text, "")]
        while closing:
            token = self.take()
            if token.kind == "mark" and token.text in _CLOSING:
                closing.append(_CLOSING[token.text])
            elif token.kind == "mark" and token.text == closing[-1]:
                closing.pop()
        return self._tokens[begun : self._place]

    def skip(self) -> None:
        """Take the next token, or the whole bracket that it opens."""
        if self.peek().kind == "mark" and self.peek().text in _CLOSING:
            self.balanced()
        else:
            self.take()
