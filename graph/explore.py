"""Explore a graph from Python: tables with labels, as of a day, each row leading back to its source."""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from .asking import as_asked, as_day, known_language
from .citation import Citation, hash_of
from .judging import Judge
from .namespaces import DEF, ID, expand
from .overview import construct_query, describe_query, known_thing
from .result import Result
from .search.tables import Names, search_names
from .snippets import Asked
from .stores.base import Store

WEB = ("http://", "https://")

if TYPE_CHECKING:
    import pandas as pd

    from .networks import Networks
    from .obligations import Verdict
    from .obligations.wording import Language

    _Listing = Callable[["Graph", date | None, str], pd.DataFrame]
    _Judged = Callable[[Iterable[Verdict], Language], pd.DataFrame]


class Graph:
    """Ask a graph and get pandas tables; made by `open_graph`.

    The same calls give the same tables whatever the graph lies in. `store` answers queries without tables, `day` is
    the day that `at` chose, `lang` the language of labels, `place` what `open_graph` was given.
    """

    def __init__(
        self,
        store: Store,
        *,
        version: str | None = None,
        place: str | None = None,
        lang: str = "fr",
        day: date | None = None,
    ) -> None:
        self.store, self.place, self.lang, self.day = store, place, known_language(lang), day
        self._version = version
        self._judge, self._names = Judge(store), Names(store)

    @property
    def endpoint(self) -> str | None:
        """Give the address of the endpoint that is asked, None where the graph lies on this machine."""
        return self.place if self.place is not None and self.place.startswith(WEB) else None

    @property
    def origin(self) -> str:
        """Say where the graph was read from, without the folders of this machine."""
        return self.endpoint or (Path(self.place).name if self.place else "the packaged graph")

    @cached_property
    def version(self) -> str:
        """Give the digest that names the dataset, as `consulaire build` prints it; on a server, what that says."""
        if self._version is None:
            self._version = self._version_of_server() if self.endpoint else sha256(self.store.dump()).hexdigest()
        return self._version

    def at(self, day: date | str) -> "Graph":
        """Give the same graph as of a day: its tables, networks and named queries take that day.

        A day is a date, `2024-06-30` or `30 juin 2024`; DateError says of anything else what to write.

        >>> from graph import oxigraph_store
        >>> Graph(oxigraph_store()).at("7 novembre 2022").day
        datetime.date(2022, 11, 7)
        """
        return self._like(as_day(day))

    @property
    def undated(self) -> "Graph":
        """Give the same graph without a day."""
        return self._like(None)

    @property
    def networks(self) -> "Networks":
        """Give the projections on networks of networkx, as of the day of this graph: `g.networks.cosignatures()`."""
        from .networks import Networks

        return Networks(self.store, self.day, self.version)

    def query(
        self,
        text_or_name: str,
        /,
        *,
        lang: str | None = None,
        labels: bool = True,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        **params: object,
    ) -> Result:
        """Run a query, or a named query with its parameters, and give the result.

        A parameter stands in the text as `VALUES ?name { … }`. QuerySyntaxError says where a text is wrong,
        UnknownQuery which names are near, ParameterError what a parameter takes. Without `labels`, no label is
        fetched; with `lang="en"`, a named query's French label of a thing gives way to the English one where there is
        one. `default_graphs` and `named_graphs` are the dataset, as the SPARQL protocol has them.

        >>> from graph import oxigraph_store
        >>> float(Graph(oxigraph_store()).query("SELECT ?n { VALUES ?n { 1 2.5 } }").df["n"].sum())
        3.5
        """
        asked = as_asked(text_or_name, params, self.day)
        asked = replace(asked, default_graphs=tuple(default_graphs), named_graphs=tuple(named_graphs))
        return self._run(asked, lang, labels=labels)

    def bodies(self, *, at: date | str | None = None, lang: str | None = None) -> "pd.DataFrame":
        """List the bodies of both networks; as of a day, those that were there and what each then was in law.

        A body may have several seats: `seats` is a tuple of them.
        """
        from .listings import list_bodies

        return self._listing(list_bodies, at, lang)

    def conventions(self, *, at: date | str | None = None, lang: str | None = None) -> "pd.DataFrame":
        """List the conventions that are known, with parties and signatories; one that is not listed is unknown."""
        from .listings import list_conventions

        return self._listing(list_conventions, at, lang)

    def people(self, *, at: date | str | None = None, lang: str | None = None) -> "pd.DataFrame":
        """List the people, a row for each of their mandates."""
        from .listings import list_people

        return self._listing(list_people, at, lang)

    def obligations(
        self, *, at: date | str | None = None, lang: str | None = None, **selection: object
    ) -> "pd.DataFrame":
        """List the obligations laid out as of a day, today unless given: whose, under what, due when.

        `selection` narrows them by `body`, `region`, `network`, `obligation`, `status` or `actor`, as
        `consulaire check` does; UnknownName gives the nearest names.
        """
        from .obligations.tables import obligations_table

        return self._judged(obligations_table, at, lang, selection)

    def verdicts(self, *, at: date | str | None = None, lang: str | None = None, **selection: object) -> "pd.DataFrame":
        """List the same obligations with their status, reason and remedy.

        The whole graph is needed: from a server it is fetched once. "No evidence in this graph" is never "not done".
        """
        from .obligations.tables import verdicts_table

        return self._judged(verdicts_table, at, lang, selection)

    def describe(self, thing: str, *, lang: str | None = None) -> Result:
        """Give every triple that has the thing as subject or object, attestations left to `provenance`.

        `thing` is an IRI or a prefixed name; UnknownName gives the nearest when the graph does not know it.
        """
        iri = self._known(thing)
        return self._run(Asked(construct_query(iri)), lang, labels=True)

    def search(self, text: str, *, lang: str | None = None, limit: int = 50) -> "pd.DataFrame":
        """List the things with a name that has every word of the text, or the beginning of it.

        Case, accents, hyphens and apostrophes make no difference; an IRI or a prefixed name is found too. The first
        `limit` are listed: whole names first, then those that begin so; `attrs["found"]` counts all that there are,
        and `attrs["whole"]` is False when the graph has more names than were read.
        """
        found = search_names(self, self._names.index, text, self._language(lang), limit)
        return self._signed(found, f"search {text}")

    def provenance(
        self,
        subject: str,
        predicate: str | None = None,
        object: object = None,  # noqa: A002
        *,
        lang: str | None = None,
    ) -> "pd.DataFrame":
        """List who states a thing, a property of it, or one value of that property, and where.

        An attestation without predicate covers the whole thing, one without object every value of the property.
        """
        from .evidence import provenance

        names = (self._known(subject), expand(predicate) or predicate if predicate else None)
        value = None if object is None else expand(str(object)) or str(object)
        return self._signed(
            provenance(self, *names, value, lang=self._language(lang)), f"provenance {' '.join(map(str, names))}"
        )

    def labels(self, iris: Iterable[str], *, lang: str | None = None) -> dict[str, str]:
        """Give one label for each IRI that has one, by one query whatever their number."""
        from .overview import labels

        return labels(self.store, iris, self._language(lang))

    def link(self, iri: str) -> str | None:
        """Give the address that shows a thing: the server's page for it, else its IRI; None when neither is a link.

        >>> from graph import oxigraph_store
        >>> Graph(oxigraph_store()).link("https://w3id.org/consulaire/id/org-cci-france")
        'https://w3id.org/consulaire/id/org-cci-france'
        """
        text = describe_query(iri)
        if self.endpoint and text and iri.startswith((ID, DEF)):
            return f"{self.endpoint}?{urlencode({'query': text})}"
        return iri if iri.startswith(("http://", "https://")) else None

    def cite(self) -> str:
        """Write a BibTeX entry for this version of the dataset; `Result.cite` adds the query."""
        return Citation(self.version, date.today(), self.origin, day=self.day).bibtex()

    def close(self) -> None:
        """Let go of files and memory."""
        self.store.close()

    def __repr__(self) -> str:
        return f"<Graph: {self.origin}{f', as of {self.day}' if self.day else ''}>"

    def _run(self, asked: Asked, lang: str | None, *, labels: bool) -> Result:
        answer = self.store.query(asked.text, default_graphs=asked.default_graphs, named_graphs=asked.named_graphs)
        return Result(self, asked, answer, lang=self._language(lang), labels=labels)

    def _language(self, told: str | None) -> "Language":
        return self.lang if told is None else known_language(told)

    def _like(self, day: date | None) -> "Graph":
        other = copy(self)
        other.day = day
        return other

    def _listing(self, listed: "_Listing", at: date | str | None, lang: str | None) -> "pd.DataFrame":
        day = self.day if at is None else as_day(at)
        return self._signed(listed(self, day, self._language(lang)), f"{listed.__name__} at={day}")

    def _signed(self, table: "pd.DataFrame", question: str) -> "pd.DataFrame":
        """Write on a table where it comes from, as a result does."""
        asked = Asked(question)
        table.attrs |= {"version": self.version, "query": asked.text, "query_hash": hash_of(asked.text)}
        table.attrs["date"] = date.today().isoformat()
        return table

    def _judged(
        self, laid_out: "_Judged", at: date | str | None, lang: str | None, selection: dict[str, object]
    ) -> "pd.DataFrame":
        day = as_day(at) if at is not None else self.day or date.today()
        verdicts = self._judge.verdicts(day, selection)
        table = laid_out(verdicts, self._language(lang))
        return self._signed(table, f"{laid_out.__name__} at={day} {sorted(selection.items())}")

    def _known(self, thing: str) -> str:
        return known_thing(self.store, thing)

    def _version_of_server(self) -> str:
        told: str | None = getattr(self.store, "version", lambda: None)()
        return told or "unknown"
