"""Refuse, before the engine reads it, a text that would reach outside the store or crash the engine.

This is not a word search: `SERVICE` in a string, an IRI, a comment, a variable or a prefixed name passes. Nor is it
another library's parser, since two parsers disagree and the difference is a way in. It follows the engine's own
token rules (`sparql_tokens`), and where these leave a doubt that matters, it refuses.

Why a prefixed name needs care: the engine reads a keyword that touches the next word (`SERVICEex:x {}` is SERVICE,
then `ex:x`), and reads `ex:SERVICE` as `ex:` and SERVICE when the prefix's IRI is one that no local part can follow
(`<http://h:80>`).
"""

import re
from dataclasses import dataclass, field

from ..errors import QueryAmbiguous, QueryRefused, QueryTooComplex
from .sparql_tokens import NAME_CHARACTERS, Token, scan

DEEPEST = 100  # brackets within brackets: about 1,000 crash the engine's process
MOST_STEPS = 3_000  # an operator counts 1, a keyword 3: chains of some 3,000 keywords crash it too

_FORBIDDEN = re.compile("service|load", re.ASCII | re.IGNORECASE)
_IN_ANY_SPELLING = re.compile("service|load", re.IGNORECASE)  # `ſ` counts as an s, `ı` as an i
_ADVICE = {
    "SERVICE": (
        "Query the other endpoint by itself, then join the answers on your side",
        "Interrogez l'autre service à part, puis rapprochez les réponses de votre côté",
    ),
    "LOAD": ("Send the triples with INSERT DATA", "Envoyez les triplets par INSERT DATA"),
}
_TOO_DEEP = (
    f"brackets are nested more than {DEEPEST} deep, which could crash the engine. Flatten the query.",
    f"plus de {DEEPEST} niveaux de parenthèses, ce qui pourrait arrêter le moteur. Aplatissez la requête.",
)
_TOO_LONG = (
    "there are too many keywords and operators, which could crash the engine. Ask in several queries.",
    "trop de mots-clés et d'opérateurs, ce qui pourrait arrêter le moteur. Posez plusieurs requêtes.",
)
_FREE_WORDS = {"a", "true", "false", "undef"}
_OPERATORS = set("|&!*/+-^")
_SAFE_PREFIX = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:(?://[^/?#\\]*[/?#]|(?!//))[^\\]*>\Z")
_RUN_ON = {"prefixed", "word", "number", "escape"}
_RUN = re.compile(f"[{NAME_CHARACTERS}]+")
_SURELY_SHORT = MOST_STEPS // 2 - 1  # characters; none counts more than 2 steps: at worst `b+b+`, 4 for two of them


def is_plain(text: str) -> bool:
    r"""Tell, far sooner than `check`, that it would refuse a query neither as reaching outside nor as too complex.

    However the text is read: it holds neither keyword in any spelling and no escape that could stand for one; all its
    brackets together are no more than may be open at a time, and all its words and operators too few to be a chain,
    comments and strings included. `check` may still find such a query ambiguous: it has two readings, neither of
    which does harm. So this suffices where nothing else goes by the tokens, as FROM and USING do elsewhere.
    """
    if "\\" in text:
        return False
    if text.isascii():
        lowered = text.lower()
        if "service" in lowered or "load" in lowered:
            return False
    elif _IN_ANY_SPELLING.search(text):
        return False
    if text.count("{") + text.count("(") + text.count("[") + text.count("<<") > DEEPEST:
        return False
    return len(text) <= _SURELY_SHORT or _most_steps(text) <= MOST_STEPS


def _most_steps(text: str) -> int:
    """Count at least as many steps as any reading: a run of a name's characters holds at most one word, its last."""
    return 3 * sum(1 for _ in _RUN.finditer(text)) + sum(text.count(operator) for operator in _OPERATORS)


def check(text: str) -> None:
    """Raise QueryRefused at the first SERVICE or LOAD, QueryAmbiguous or QueryTooComplex; pass anything else.

    It passes texts that are not SPARQL: the engine says better what is wrong with them. One pass over the text.
    """
    guard = _Guard(text)
    for token in scan(text):
        guard.read(token)
    guard.end()


@dataclass
class _Guard:
    text: str
    steps: int = 0
    before: Token = field(default=Token("", "", 0))
    run_end: int = 0  # a run is what touches: names, words, numbers, dots, escapes
    run_service: Token | None = None  # a name in the run with "service" before its colon
    run_local: Token | None = None  # a name in the run with a forbidden word after its colon
    run_is_odd: bool = False  # the run has what may make a prefixed name's IRI invalid
    namespaces_are_safe: bool = True
    datatype_begins: Token | None = None  # the first mark of a `^^`
    brackets: list[str] = field(default_factory=lambda: [""])
    locals_to_judge: list[Token] = field(default_factory=list)

    def read(self, token: Token) -> None:
        """Judge one token by itself and by the one before it."""
        if token.doubt:
            self._ambiguous(token)
        self._count(token)
        if token.kind == "mark":
            self._follow_brackets(token)
        self._follow_run(token)
        if token.kind == "word":
            self._refuse_word(token, token.text, 0)
        elif token.kind == "prefixed":
            self._read_prefixed(token)
        elif token.kind == "iri":
            declares = self.before.kind == "prefixed" and self.before.text.endswith(":")
            if declares and not _SAFE_PREFIX.match(token.text):
                self.namespaces_are_safe = False
        elif token.kind == "mark" and token.text in "\"'":
            self._unclosed(token)
        self.before = token

    def end(self) -> None:
        """Judge what only the whole text decides: local parts behind a prefix that may not bear them."""
        if self.locals_to_judge and not self.namespaces_are_safe:
            token = self.locals_to_judge[0]
            self._refuse_word(token, token.text, 0)

    def _read_prefixed(self, token: Token) -> None:
        prefix, _, local = token.text.partition(":")
        if re.search("service", prefix, re.ASCII | re.IGNORECASE) and self.before.text.upper() != "GRAPH":
            self.run_service = token
        begins_update = self.before.kind in {"", "iri", "string"} or self.before.text == ";"
        if prefix[:4].lower() == "load" and token.depth == 0 and begins_update:
            self._refuse_word(token, prefix, 0)
        if _FORBIDDEN.search(local):
            self.run_local = token
            self._judge_run()
            self.locals_to_judge.append(token)

    def _follow_run(self, token: Token) -> None:
        """Refuse `…servicex:y {`, which the engine may read as SERVICE, the name of a service, and its pattern."""
        if self.run_service and token.text == "{":
            self._refuse_word(self.run_service, self.run_service.text, 0)
        runs_on = token.kind in _RUN_ON or token.text in {".", "%"}
        if not runs_on or token.start != self.run_end:
            self.run_service, self.run_local, self.run_is_odd = None, None, False
        if runs_on:
            self.run_end = token.end
            self.run_is_odd |= "\\" in token.text or any(character >= "\ufff0" for character in token.text)
            self._judge_run()

    def _judge_run(self) -> None:
        r"""Refuse `ex:trueSERVICEp:x\#y {}`: when the whole IRI is not valid, the engine reads shorter names."""
        if self.run_local and self.run_is_odd:
            self._refuse_word(self.run_local, self.run_local.text, 0)

    def _count(self, token: Token) -> None:
        if token.depth > DEEPEST:
            self._too_complex(token, _TOO_DEEP)
        if token.kind == "word" and token.text.lower() not in _FREE_WORDS:
            self.steps += 3
        elif token.kind == "mark" and token.text in _OPERATORS:
            self.steps += not self._gives_a_datatype(token)
        elif token.kind == "iri" and "//" not in token.text and self.brackets[-1] in {"(", "<<"}:
            self.steps += sum(character in _OPERATORS for character in token.text)
        if self.steps > MOST_STEPS:
            self._too_complex(token, _TOO_LONG)

    def _follow_brackets(self, token: Token) -> None:
        """Keep the open brackets: only within round ones can `<a-b>` be an expression of the engine's."""
        if token.text in {"(", "{", "[", "<<"}:
            self.brackets.append(token.text)
        elif token.text in {")", "}", "]"}:
            while self.brackets[-1] == "<<":
                self.brackets.pop()
            self.brackets.pop()
        elif token.text == ">>" and self.brackets[-1] == "<<":
            self.brackets.pop()

    def _gives_a_datatype(self, token: Token) -> bool:
        """Tell whether a mark is one of the two of `^^` after a string; these chain nothing."""
        if token.text != "^" or not (self.before.kind == "string" or self.datatype_begins == self.before):
            return False
        self.datatype_begins = token if self.before.kind == "string" else None
        return True

    def _refuse_word(self, token: Token, text: str, offset: int) -> None:
        found = _FORBIDDEN.search(text)
        if not found:
            return
        keyword = found[0].upper()
        line, column = _line_and_column(self.text, token.start + offset + found.start())
        advice, conseil = _ADVICE[keyword]
        raise QueryRefused(
            f"Line {line}, column {column}: {keyword} is refused, since this server contacts no other machine and "
            f"reads no file for a query. {advice}. (In a string, an IRI, a comment or a variable the word is allowed; "
            "a prefixed name that is taken for the keyword can be written as an IRI in full.)",
            line=line,
            column=column,
            keyword=keyword,
            french=f"Ligne {line}, colonne {column} : {keyword} est refusé, car ce serveur ne contacte aucune autre "
            f"machine et ne lit aucun fichier pour une requête. {conseil}. (Dans une chaîne, un IRI, un commentaire ou "
            "une variable, le mot est permis ; un nom préfixé pris pour le mot-clé peut s'écrire en IRI complet.)",
        )

    def _ambiguous(self, token: Token) -> None:
        line, column = _line_and_column(self.text, token.start)
        raise QueryAmbiguous(
            f"Line {line}, column {column}: the engine could read '{token.text[:40]}' in two ways, so it is not run. "
            f"Expected {token.doubt}.",
            line=line,
            column=column,
            expected=token.doubt,
            french=f"Ligne {line}, colonne {column} : le moteur pourrait lire '{token.text[:40]}' de deux façons, la "
            "requête n'est donc pas exécutée. Écrivez ce passage sans équivoque.",
        )

    def _unclosed(self, token: Token) -> None:
        """Refuse a quote that opens no string where a forbidden word follows; the engine explains the others."""
        if _FORBIDDEN.search(self.text, token.start):
            expected = "a string that ends with the same quote"
            self._ambiguous(Token("mark", token.text, token.start, token.depth, expected))

    def _too_complex(self, token: Token, what: tuple[str, str]) -> None:
        line, column = _line_and_column(self.text, token.start)
        raise QueryTooComplex(
            f"Line {line}, column {column}: {what[0]}",
            line=line,
            column=column,
            french=f"Ligne {line}, colonne {column} : {what[1]}",
        )


def _line_and_column(text: str, place: int) -> tuple[int, int]:
    before = text[:place]
    return before.count("\n") + 1, place - (before.rfind("\n") + 1) + 1
