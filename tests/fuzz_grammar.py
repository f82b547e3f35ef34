"""Write SPARQL at random, by its grammar, then spoil some of it; the same seed gives the same texts."""

import random
from collections.abc import Callable

WORD = {
    "variable": ["?s", "?p", "?o", "?g", "?x", "$y", "?été"],
    "iri": [
        *("<http://x/a>", "<http://x/b>", "<urn:x:c>", "<rel>", "<#f>", "<>", "ex:a", "ex:b", ":c", "ex:"),
        *(r"<http://x/\u00e9>", "<https://w3id.org/consulaire/id/instr-plan>"),
    ],
    "literal": [
        *("1", "-2", "3.5", ".5e3", "true", "false", '"text"', "'text'", '"é"@fr', '"""long\ntext"""', r'"\u00e9\n"'),
        *('"7"^^<http://www.w3.org/2001/XMLSchema#integer>', '"x"^^ex:t'),
    ],
    "blank": ["_:b", "_:c", "[]", "[ ex:a 1 ]"],
    "unary": [
        *("STR", "LANG", "DATATYPE", "BOUND", "IRI", "ABS", "CEIL", "STRLEN", "UCASE", "ENCODE_FOR_URI", "YEAR", "MD5"),
        *("SHA512", "isIRI", "isBLANK", "isNUMERIC", "TRIPLE", "SUBJECT"),
    ],
    "binary": [
        *("CONTAINS", "STRSTARTS", "STRBEFORE", "LANGMATCHES", "REGEX", "STRDT", "STRLANG", "sameTerm", "SUBSTR"),
        *("IF", "REPLACE", "COALESCE", "CONCAT"),
    ],
    "nullary": ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"],
    "aggregate": ["COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"],
    "operator": ["+", "-", "*", "/", "=", "!=", "<", ">", "<=", ">=", "&&", "||"],
}
ODD = [
    *("{", "}", "(", ")", "[", "]", "<<", ">>", "<<(", ")>>", "{|", "|}", ".", ";", ",", "!", "|", "/", "^", "^^", "*"),
    *("+", "?", "$", "@", "@en--", "<", ">", "<a", "<a>", '"', "'", "'''", '"""', "\\", "\\u", "\\uD800", "#", "%"),
    *("\\U00110000", "%zz", "_:", ":", "??", "$$", "1e", "1e999", "0x10", "9" * 40, "--", "¬", "é", "𝄞", "\ufeff"),
    *("\u200b", "\u2028", "\ufffd", "\x00", "\x0b", "\x7f", "SERVICE", "LOAD", "SELECT", "WHERE", "a", "UNDEF"),
    *("LIMIT", "-1", "OFFSET", "BASE", "PREFIX", "BY", "AS", "IN", "NOT", "EXISTS", "SEPARATOR", "LATERAL", "VERSION"),
]
DEEP = ["{", "(", "[ ex:a ", "<< ?s ?p ", "{ OPTIONAL {", "FILTER(!(", "ex:a/(", "-", "!", "SELECT * {", "<<( ?s ?p "]
CHAINS = [" || true", " + 1", " UNION { }", " OPTIONAL { }", "/ex:a", "|^ex:a", " BIND(1 AS ?z)", " ; ", " é", " 1"]
PATTERNS = [" . ?s ?p ?o", ", ex:a"]  # the engine plans a hundred of them in 2 s: that is the time limit's to stop


class Grammar:
    """Derive texts from the grammar of SPARQL 1.1 with its extensions of 1.2, and mutate them."""

    def __init__(self, rng: random.Random) -> None:
        """Take the source of chance."""
        self.rng = rng

    def text(self, *, update: bool) -> str:
        """Write one query or update: half of them as the grammar says, half of them spoilt."""
        self.room = self.rng.randint(1, 12)
        tokens = self._tokens(self.update() if update else self.query())
        if self.rng.random() < 0.5:
            return self._joined(tokens)
        for _ in range(self.rng.randint(1, 3)):
            tokens = self.rng.choice(self._mutations())(tokens)
        return self._joined(tokens)

    def query(self) -> str:
        """Derive a query."""
        form = self.any(self._select, self._select, self._select, self._ask, self._construct, self._describe)
        return f"{self._prologue()} {form()} {self.maybe(self._inline_data)}"

    def update(self) -> str:
        """Derive an update of one to three operations."""
        operations = (self._data, self._data, self._modify, self._modify, self._delete_where, self._manage)
        written = [self.any(*operations)() for _ in range(self.rng.choice([1, 1, 1, 2, 3]))]
        return f"{self._prologue()} {' ; '.join(written)} {self.rng.choice(['', '', ';'])}"

    def any(self, *rules: Callable[[], str]) -> Callable[[], str]:
        """Choose a rule."""
        return self.rng.choice(rules)

    def maybe(self, rule: Callable[[], str], chance: float = 0.3) -> str:
        """Follow a rule or leave it out."""
        return rule() if self.rng.random() < chance else ""

    def word(self, kind: str) -> str:
        """Choose a word."""
        return self.rng.choice(WORD[kind])

    def some(self, rule: Callable[[], str], most: int = 3, between: str = " ") -> str:
        """Follow a rule once or more."""
        return between.join(rule() for _ in range(self.rng.randint(1, most)))

    def _has_room(self) -> bool:
        self.room -= 1
        return self.room > 0

    def _prologue(self) -> str:
        base = self.maybe(lambda: "BASE <http://x/> ", 0.2)
        return f"{base}PREFIX ex: <http://x/> PREFIX : <http://y#>"

    def _select(self) -> str:
        columns = self.any(lambda: "*", lambda: self.some(self._column))()
        distinct = self.rng.choice(["", "", "DISTINCT", "REDUCED"])
        where = self.rng.choice(["WHERE", ""])
        return f"SELECT {distinct} {columns} {self._dataset()} {where} {self._group()} {self._modifiers()}"

    def _column(self) -> str:
        value = self.any(self._expression, self._aggregate)
        return self.any(
            lambda: self.word("variable"), lambda: f"({value()} AS {self.word('variable')}{self.room % 7})"
        )()

    def _ask(self) -> str:
        return f"ASK {self._dataset()} {self._group()}"

    def _construct(self) -> str:
        return f"CONSTRUCT {{ {self._triples()} }} {self._dataset()} WHERE {self._group()} {self._modifiers()}"

    def _describe(self) -> str:
        what = self.any(lambda: "*", self._named)
        return f"DESCRIBE {what()} {self._dataset()} {self.maybe(self._group, 0.7)}"

    def _named(self) -> str:
        return self.word(self.rng.choice(["variable", "iri"]))

    def _dataset(self) -> str:
        clause = self.rng.choice(["FROM", "FROM NAMED"])
        return self.maybe(lambda: f"{clause} {self.word('iri')}", 0.15)

    def _modifiers(self) -> str:
        group = self.maybe(lambda: f"GROUP BY {self.word('variable')}", 0.15)
        having = self.maybe(lambda: f"HAVING({self._aggregate()} > 1)", 0.1)
        order = self.maybe(lambda: f"ORDER BY {self.rng.choice(['', 'DESC', 'ASC'])}({self._expression()})", 0.2)
        return f"{group} {having} {order} {self.maybe(self._slice)}"

    def _slice(self) -> str:
        return self.rng.choice(["LIMIT 5", "LIMIT 0", "OFFSET 3", "LIMIT 2 OFFSET 1", "LIMIT 18446744073709551616"])

    def _group(self) -> str:
        if not self._has_room():
            return "{ }"
        parts = (self._triples, self._triples, self._triples, self._optional, self._union, self._filter, self._bind)
        rare = (self._graph, self._minus, self._inline_data, self._subselect, self._lateral, self._service)
        return "{ " + " ".join(self.any(*parts, self.any(*rare))() for _ in range(self.rng.randint(0, 3))) + " }"

    def _triples(self) -> str:
        return self.some(lambda: f"{self._term()} {self._verb()} {self._objects()}", 2, " . ") + self.rng.choice(
            ["", " ."]
        )

    def _objects(self) -> str:
        return self.some(self._term, 2, " , ") + self.maybe(lambda: f" ; {self._verb()} {self._term()}", 0.15)

    def _term(self) -> str:
        if self.rng.random() < 0.06 and self._has_room():
            return self.any(
                lambda: f"( {self.some(self._term)} )", lambda: f"<<( {self._term()} ex:a {self._term()} )>>"
            )()
        return self.word(self.rng.choice(["variable", "variable", "iri", "literal", "blank"]))

    def _verb(self) -> str:
        return self.any(lambda: "a", lambda: self.word("variable"), lambda: self.word("iri"), self._path)()

    def _path(self) -> str:
        if not self._has_room():
            return self.word("iri")
        step = f"{self.rng.choice(['', '', '^', '!'])}({self._path()}){self.rng.choice(['', '', '*', '+', '?'])}"
        return step + self.maybe(lambda: f"{self.rng.choice('/|')}{self.word('iri')}")

    def _optional(self) -> str:
        return f"OPTIONAL {self._group()}"

    def _union(self) -> str:
        return f"{self._group()} UNION {self._group()}"

    def _minus(self) -> str:
        return f"MINUS {self._group()}"

    def _graph(self) -> str:
        return f"GRAPH {self._named()} {self._group()}"

    def _lateral(self) -> str:
        return f"LATERAL {self._group()}"

    def _service(self) -> str:
        return f"SERVICE SILENT <http://127.0.0.1:9/> {self._group()}"

    def _subselect(self) -> str:
        return f"{{ {self._select()} }}"

    def _filter(self) -> str:
        return f"FILTER({self._expression()})"

    def _bind(self) -> str:
        return f"BIND({self._expression()} AS ?z{self.rng.randrange(99)})"

    def _inline_data(self) -> str:
        value = self.any(lambda: self.word("iri"), lambda: self.word("literal"), lambda: "UNDEF")
        return f"VALUES {self.word('variable')} {{ {self.some(value)} }}"

    def _expression(self) -> str:
        if not self._has_room():
            return self.word(self.rng.choice(["variable", "literal", "iri", "nullary"]))
        return self.any(
            lambda: f"{self._expression()} {self.word('operator')} {self._expression()}",
            lambda: f"{self.word('unary')}({self._expression()})",
            lambda: f"{self.word('binary')}({self._expression()}, {self._expression()})",
            lambda: f"{self.word('binary')}({self._expression()}, {self._expression()}, {self._expression()})",
            lambda: f"!({self._expression()})",
            lambda: f"{self.rng.choice(['', 'NOT '])}EXISTS {self._group()}",
            lambda: f"{self._expression()} IN ({self._expression()}, {self._expression()})",
            lambda: f"ex:f({self._expression()})",
        )()

    def _aggregate(self) -> str:
        what = self.any(lambda: "*", lambda: self._expression(), lambda: f"DISTINCT {self._expression()}")
        separator = self.rng.choice(["", "", "; SEPARATOR=','"])
        return f"{self.word('aggregate')}({what()}{separator})"

    def _quads(self) -> str:
        return self.any(self._triples, lambda: f"GRAPH {self.word('iri')} {{ {self._triples()} }}")()

    def _data(self) -> str:
        ground = f"{self.word('iri')} {self.word('iri')} {self.word(self.rng.choice(['iri', 'literal']))}"
        return f"{self.rng.choice(['INSERT', 'DELETE'])} DATA {{ {self.any(self._quads, lambda: ground)()} }}"

    def _modify(self) -> str:
        changes = [f"DELETE {{ {self._quads()} }}", f"INSERT {{ {self._quads()} }}"]
        with_ = self.maybe(lambda: f"WITH {self.word('iri')}")
        return f"{with_} {' '.join(changes[self.rng.randrange(2) :])} {self._using()} WHERE {self._group()}"

    def _using(self) -> str:
        return self.maybe(lambda: f"{self.rng.choice(['USING', 'USING NAMED'])} {self.word('iri')}", 0.2)

    def _delete_where(self) -> str:
        return f"DELETE WHERE {{ {self._quads()} }}"

    def _manage(self) -> str:
        graph = self.any(lambda: f"GRAPH {self.word('iri')}", lambda: "DEFAULT", lambda: "NAMED", lambda: "ALL")
        silent = self.rng.choice(["", "SILENT"])
        return self.any(
            lambda: f"{self.rng.choice(['CLEAR', 'DROP', 'CREATE'])} {silent} {graph()}",
            lambda: f"{self.rng.choice(['ADD', 'MOVE', 'COPY'])} {silent} {graph()} TO {graph()}",
            lambda: f"LOAD {silent} <http://127.0.0.1:9/>",
        )()

    def _tokens(self, text: str) -> list[str]:
        return text.split()

    def _joined(self, tokens: list[str]) -> str:
        space = self.rng.choice([" ", " ", " ", "\n", "\t", " # c\n", "\r\n"])
        text = space.join(tokens)
        if self.rng.random() < 0.1:
            text = text.swapcase()
        if self.rng.random() < 0.1:
            place = self.rng.randrange(len(text) + 1)
            text = text[:place] + text[place:].replace(" ", "", self.rng.randint(1, 5))
        return text

    def _mutations(self) -> list[Callable[[list[str]], list[str]]]:
        return [
            self._drop,
            self._double,
            self._swap,
            self._put_in,
            self._put_in,
            self._cut,
            self._deepen,
            self._lengthen,
        ]

    def _place(self, tokens: list[str]) -> int:
        return self.rng.randrange(len(tokens)) if tokens else 0

    def _drop(self, tokens: list[str]) -> list[str]:
        place = self._place(tokens)
        return tokens[:place] + tokens[place + self.rng.randint(1, 3) :]

    def _double(self, tokens: list[str]) -> list[str]:
        place = self._place(tokens)
        return tokens[:place] + tokens[place : place + 2] * self.rng.randint(2, 9) + tokens[place + 2 :]

    def _swap(self, tokens: list[str]) -> list[str]:
        swapped = list(tokens)
        one, other = self._place(tokens), self._place(tokens)
        if swapped:
            swapped[one], swapped[other] = swapped[other], swapped[one]
        return swapped

    def _put_in(self, tokens: list[str]) -> list[str]:
        place = self._place(tokens)
        return [*tokens[:place], self.rng.choice(ODD), *tokens[place + self.rng.randint(0, 1) :]]

    def _cut(self, tokens: list[str]) -> list[str]:
        return tokens[: self._place(tokens)]

    def _deepen(self, tokens: list[str]) -> list[str]:
        place, many = self._place(tokens), self.rng.choice([5, 90, 99, 110, 1_000, 5_000])
        return [*tokens[:place], self.rng.choice(DEEP) * many, *tokens[place:]]

    def _lengthen(self, tokens: list[str]) -> list[str]:
        place, is_pattern = self._place(tokens), self.rng.random() < 0.2
        many = self.rng.choice([10, 30] if is_pattern else [10, 200, 900, 2_900, 9_000])
        return [*tokens[:place], self.rng.choice(PATTERNS if is_pattern else CHAINS) * many, *tokens[place:]]
