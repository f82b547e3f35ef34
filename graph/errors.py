"""Name what can go wrong, by what the reader can do about it.

ConsulaireError
├── FactFileError          a file of facts, ontology or shapes cannot be read: mend that line
├── SourceTextError        a source text is absent or is not the one that was cited
├── TableError             a table cannot be read at all: save it as the message says
├── MappingError           a mapping of columns to properties is wrong: mend it at that place
├── DateError              a text is not a day, or a period ends before it begins
├── HistoryError           a file holds no run of the evaluation: make one as the message says
├── UnknownName            no body, region, rule… of that name, or several: here are the nearest
├── DataRefused            a user's own facts fail the shapes: nothing was evaluated
├── UploadError            RDF sent to the server cannot be taken: mend it at that line and column
├── EngineError            an engine of validation is not there, or cannot check a shape: take the other
├── QueryError
│   ├── QuerySyntaxError   the text is not SPARQL: mend it at that line and column
│   ├── QueryRefused       the text would reach outside the store: take that part out
│   ├── QueryAmbiguous     the engine could read the text in two ways: write it as the message says
│   ├── QueryTooComplex    the text could crash the engine: ask in several queries
│   ├── NotCarriedOut      the text is SPARQL and cannot be carried out here: change it as the message says
│   ├── DatasetConflict    an update and the request both name the dataset: leave one of them out
│   ├── UnknownQuery       no named query of that name: here are the nearest
│   ├── ParameterError     a named query was given a wrong parameter
│   ├── UnknownFormat      the answer cannot be written in that format
│   └── AnswerConsumed     the answer was read already: ask again, or keep what was read
├── StoreError
│   ├── StoreMissing       nothing was built yet: run the command that the message gives
│   ├── StoreVersionMismatch   built by another version: run the command that the message gives
│   ├── StoreBusy          another process is building or writing
│   ├── BackupError        a file is not a backup, or not whole: nothing was restored, take another
│   └── ReadOnlyStore      the store was opened for reading only
├── NotebookError          the notebooks cannot be opened: do what the message says
└── RemoteError            a server did not answer as it should; nothing of its answer was used
    ├── RemoteDown         nobody answers at that address: start the server, or mend the address
    ├── RemoteTimeout      no whole answer came within the time: ask for less, or wait longer
    ├── RemoteRefused      the server answered with an error: what it said
    └── RemoteMisbehaved   what came is no answer to the question: a page, a part, another kind

A message says what, where, why it matters and what to do; it is part of the interface and is tested.
"""

from pathlib import Path

from .readable import Readable


class ConsulaireError(Exception):
    """Root of every error that this project raises on purpose."""

    def _render_traceback_(self) -> list[str]:
        """Show a notebook the sentences alone, in both languages where there are two: IPython asks for this."""
        french = getattr(self, "french", None)
        return [f"{type(self).__name__}: {self}", *([str(french)] if french else [])]


class FactFileError(ConsulaireError):
    """Report a file of knowledge that cannot be loaded; nothing of it was."""

    def __init__(self, reason: str, *, file: Readable, line: int | None = None, column: int | None = None) -> None:
        self.reason, self.file, self.line, self.column = reason, file, line, column
        where = ":".join(str(part) for part in (file, line, column) if part is not None)
        super().__init__(f"{where}: {reason}")


class SourceTextError(ConsulaireError):
    """Report a source text that is absent, or is not the one that the graph cites."""


class DateError(ConsulaireError):
    """Report a text that is not one day of the calendar, or a period that no day is in."""


class TableError(ConsulaireError):
    """Report a table of which nothing can be used; `finding` is the cell to blame, where there is one.

    `french` is the message in French, for pages.
    """

    def __init__(self, message: str, *, finding: object = None, french: str | None = None) -> None:
        self.finding, self.french = finding, french
        super().__init__(message)


class MappingError(ConsulaireError):
    """Report a mapping that is not well formed, with the place in it."""


class HistoryError(ConsulaireError):
    """Report a file that cannot be read as a run of the evaluation, with the command that writes one."""


class UploadError(ConsulaireError):
    """Report RDF sent over HTTP that cannot be taken; nothing of it was. `french` is the message for pages."""

    def __init__(self, message: str, french: str, *, line: int | None = None, column: int | None = None) -> None:
        self.french, self.line, self.column = french, line, column
        super().__init__(message)


class EngineError(ConsulaireError):
    """Report an engine of validation that is not there, or that cannot check one of the shapes."""


class UnknownName(ConsulaireError):
    """Report a name that is of nothing in the graph, or of several things; `nearest` are what may have been meant."""

    def __init__(self, what: str, told: str, nearest: tuple[str, ...], *, several: bool = False) -> None:
        self.what, self.told, self.nearest, self.several = what, told, nearest, several
        self.french = _unknown_name(what, told, nearest, several=several)
        offer = ", ".join(nearest)
        if several:
            super().__init__(f"'{told}' is the name of more than one {what}. Say which: {offer}.")
        else:
            hint = f"Nearest: {offer}." if nearest else "Write an IRI, a prefixed name (id:…) or a name of it in full."
            super().__init__(f"The graph knows no {what} '{told}'. {hint}")


_NAMED = {  # with its French article
    "actor": "aucun acteur",
    "body": "aucun établissement",
    "obligation": "aucune obligation",
    "question": "aucune question",
    "region": "aucune région",
    "status": "aucun statut",
}


def _unknown_name(what: str, told: str, nearest: tuple[str, ...], *, several: bool) -> str:
    offer = ", ".join(nearest)
    if several:
        return f"« {told} » est le nom de plusieurs choses. Précisez : {offer}."
    hint = f"Au plus près : {offer}." if nearest else "Écrivez un IRI, un nom abrégé (id:…) ou un nom en entier."
    return f"Le graphe ne connaît {_NAMED.get(what, 'rien qui s’appelle')} « {told} ». {hint}"


class DataRefused(ConsulaireError):
    """Report a user's own facts that the shapes refuse, with the report."""


class QueryError(ConsulaireError):
    """Group what is wrong with a query or with the way it was asked."""


class QuerySyntaxError(QueryError):
    """Report a text that is not SPARQL; line and column count from 1, `expected` is what could stand there.

    `french` is the message in French, for pages.
    """

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        expected: str | None = None,
        french: str | None = None,
    ) -> None:
        self.line, self.column, self.expected, self.french = line, column, expected, french
        super().__init__(message)


class QueryRefused(QueryError):
    """Report a query that would reach outside the store; line and column count from 1."""

    def __init__(self, message: str, *, line: int, column: int, keyword: str, french: str) -> None:
        self.line, self.column, self.keyword, self.french = line, column, keyword, french
        super().__init__(message)


class QueryAmbiguous(QueryError):
    """Report a text that the engine could read in two ways; line and column count from 1."""

    def __init__(self, message: str, *, line: int, column: int, expected: str, french: str) -> None:
        self.line, self.column, self.expected, self.french = line, column, expected, french
        super().__init__(message)


class QueryTooComplex(QueryError):
    """Report a query nested too deep or chained too long for the engine; line and column count from 1."""

    def __init__(self, message: str, *, line: int, column: int, french: str) -> None:
        self.line, self.column, self.french = line, column, french
        super().__init__(message)


class NotCarriedOut(QueryError):
    """Report SPARQL that the engine cannot carry out: a function that it does not know, a graph that is not there."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.french = (
            f"Le texte est du SPARQL, mais il ne peut être exécuté : {reason}. Rien n’a été modifié. SILENT passe "
            "outre quand un graphe n’existe pas ou existe déjà ; seules les fonctions de SPARQL 1.1 sont connues."
        )
        super().__init__(
            f"The text is SPARQL and cannot be carried out: {reason}. Nothing was changed. SILENT passes over a graph "
            "that is not there or is there already; only the functions of SPARQL 1.1 are known."
        )


class DatasetConflict(QueryError):
    """Report an update with USING or WITH whose request names the dataset too."""

    def __init__(self, keyword: str) -> None:
        self.keyword = keyword
        super().__init__(
            f"The update has {keyword}, and the request has using-graph-uri or using-named-graph-uri. Keep one of them."
        )
        self.french = (
            f"La mise à jour contient {keyword} et la demande using-graph-uri ou using-named-graph-uri. Gardez l'un "
            "des deux."
        )


class UnknownQuery(QueryError):
    """Report a named query that does not exist, with the nearest names that do."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        self.name, self.nearest = name, nearest
        hint = f"Nearest: {', '.join(nearest)}." if nearest else "`consulaire query --list` lists them."
        super().__init__(f"There is no named query '{name}'. {hint}")


class ParameterError(QueryError):
    """Report a parameter that the named query does not have, or a value that is not an RDF term."""

    def __init__(self, message: str, *, name: str) -> None:
        self.name = name
        super().__init__(message)


class UnknownFormat(QueryError):
    """Report a format that does not fit the kind of the answer."""


class AnswerConsumed(QueryError):
    """Report that an answer was read already: its rows come once."""


class StoreError(ConsulaireError):
    """Group what is wrong with the store on disk."""


class StoreMissing(StoreError):
    """Report that no graph was built in this folder yet."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        super().__init__(f"No graph was built in {directory} yet. Run `consulaire build`, then try again.")


class StoreVersionMismatch(StoreError):
    """Report a store that another version wrote; it is refused whole, never read in part."""


class StoreBusy(StoreError):
    """Report that another process holds the store for building or writing."""


class BackupError(StoreError):
    """Report a file that is not a backup or is damaged; nothing of it was restored."""

    def __init__(self, file: Path, reason: str) -> None:
        self.file = file
        super().__init__(f"{file} cannot be restored: {reason}. Nothing was changed. Take another backup.")


class ReadOnlyStore(StoreError):
    """Report an update sent to a store that was opened for reading only."""


class NotebookError(ConsulaireError):
    """Report that the notebooks cannot be copied or opened, with what to install or to choose."""


class RemoteError(ConsulaireError):
    """Group what a server did instead of answering; `endpoint` is its address, `french` the message in French."""

    def __init__(self, message: str, *, endpoint: str, french: str) -> None:
        self.endpoint, self.french = endpoint, french
        super().__init__(message)


class RemoteDown(RemoteError):
    """Report that no connection could be made, or that it broke before the answer began."""


class RemoteTimeout(RemoteError):
    """Report that no whole answer came within the time that the caller or the server allows."""


class RemoteRefused(RemoteError):
    """Report an answer of 4xx or 5xx, with what the server said of it; `status` is the number.

    `retry_after` are the seconds after which it asked to be asked again.
    """

    def __init__(
        self, message: str, *, endpoint: str, french: str, status: int, retry_after: float = float("inf")
    ) -> None:
        self.status, self.retry_after = status, retry_after
        super().__init__(message, endpoint=endpoint, french=french)


class RemoteMisbehaved(RemoteError):
    """Report an answer that is none: a page, a part of one, another format or kind than was asked for."""
