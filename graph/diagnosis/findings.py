"""Hold what a diagnosis found, and write it as data: the form that programs and pages read.

Places count characters from 0 (`start`, `end`), lines and columns from 1; all are places in the query as it was sent.
"""

from dataclasses import dataclass, field

FORM = 1  # of the data; raised when a member is taken away or changes its meaning
_EXCERPT = 200  # characters


@dataclass(frozen=True)
class Wording:
    """Hold one sentence in both languages."""

    fr: str
    en: str


@dataclass(frozen=True)
class Edit:
    """Replace the characters from `start` to `end` of the query by a text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Suggestion:
    """Hold one way of mending: what it does, the whole query that it gives, and whether that was seen to give rows.

    `gives_rows` is None where it was not tried, for want of time.
    """

    label: Wording
    edits: tuple[Edit, ...]
    query: str
    gives_rows: bool | None = None

    @property
    def replacement(self) -> str:
        """Give the text that is put in first."""
        return self.edits[0].text if self.edits else ""


@dataclass(frozen=True)
class Finding:
    """Hold one cause: its code, its place, what it names, and how it can be mended.

    `mistake` is False where nothing is wrong with the query: a fact that it asks for is not in the graph.
    """

    cause: str
    start: int
    end: int
    message: Wording
    names: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    mistake: bool = True


@dataclass(frozen=True)
class Probe:
    """Hold one part of the query that was asked by itself or with what stands before it, and whether it has rows."""

    start: int
    end: int
    what: Wording
    rows: bool


@dataclass(repr=False)
class Diagnosis:
    """Hold what is known of a query's answer; `complete` is False when time ran out before everything was tried."""

    query: str
    form: str = "select"
    empty: bool = True
    complete: bool = False
    summary: Wording = field(default_factory=lambda: Wording("", ""))
    findings: list[Finding] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)
    language: str = "en"  # of its words as a text
    suspects: list[Finding] = field(default_factory=list)  # what is being looked at; told when the search is stopped

    @property
    def is_known(self) -> bool:
        """Tell whether the query was run, so that `empty` is true of it."""
        return bool(self.summary.en)

    @property
    def cause(self) -> str | None:
        """Give the code of the likeliest cause, None when there are rows."""
        return self.findings[0].cause if self.findings else None

    def __str__(self) -> str:
        """Say what was found, in the language asked for: a line for each finding, one for each way of mending it."""
        lines = [self._in_words(self.summary)] if not self.findings else []
        for found in self.findings:
            line, column = place(self.query, found.start)
            where = f"ligne {line}, colonne {column} :" if self.language == "fr" else f"line {line}, column {column}:"
            lines.append(f"{where} {self._in_words(found.message)}")
            marks = {True: "✓", False: "∅", None: "?"}
            lines += [f"  {marks[one.gives_rows]} {self._in_words(one.label)}" for one in found.suggestions]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return str(self)

    def _in_words(self, told: Wording) -> str:
        return told.fr if self.language == "fr" else told.en

    def as_data(self) -> dict[str, object]:
        """Give everything as JSON has it."""
        return {
            "form": FORM,
            "query": self.query,
            "kind": self.form,
            "empty": self.empty,
            "complete": self.complete,
            "summary": _both(self.summary),
            "findings": [_finding(self.query, found) for found in self.findings],
            "probes": [_probe(self.query, probe) for probe in self.probes],
        }


def place(text: str, start: int) -> tuple[int, int]:
    r"""Give line and column of a character, from 1.

    >>> place("ASK {\n  ?x a ?y }", 8)
    (2, 3)
    """
    before = text[:start]
    return before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1


def apply(text: str, edits: tuple[Edit, ...]) -> str:
    """Carry out edits, which do not overlap."""
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _finding(query: str, found: Finding) -> dict[str, object]:
    return {
        "cause": found.cause,
        "mistake": found.mistake,
        **_spot(query, found.start, found.end),
        "names": list(found.names),
        "message": _both(found.message),
        "suggestions": [
            {
                "label": _both(one.label),
                "replacement": one.replacement,
                "edits": [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in one.edits],
                "query": one.query,
                "gives_rows": one.gives_rows,
            }
            for one in found.suggestions
        ],
    }


def _probe(query: str, probe: Probe) -> dict[str, object]:
    return {**_spot(query, probe.start, probe.end), "what": _both(probe.what), "rows": probe.rows}


def _spot(query: str, start: int, end: int) -> dict[str, object]:
    line, column = place(query, start)
    excerpt = query[start:end]
    if len(excerpt) > _EXCERPT:
        excerpt = excerpt[: _EXCERPT - 1] + "…"
    return {"line": line, "column": column, "start": start, "end": end, "excerpt": excerpt}


def _both(told: Wording) -> dict[str, str]:
    return {"fr": told.fr, "en": told.en}
