"""Hold the answer to one question of a notebook: a table with labels, where its rows come from, how to cite it."""

from collections.abc import Hashable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from .citation import Citation
from .errors import ParameterError, UnknownFormat
from .frames import Rows, frame, labelled
from .snippets import Asked, notebook_cell
from .stores.base import Answer

if TYPE_CHECKING:
    import pandas as pd

    from .diagnosis import Diagnosis
    from .explore import Graph


class Result:
    """Hold the answer to one query; `df` is the table, and the rest says where it comes from.

    It is read whole when the query is asked: nothing of it depends on the store afterwards but labels and evidence,
    which are fetched once, when they are first asked for.
    """

    def __init__(self, graph: "Graph", asked: Asked, answer: Answer, *, lang: str, labels: bool) -> None:
        self._graph, self._lang, self._with_labels = graph, lang, labels
        self.asked, self.kind, self.boolean = asked, answer.kind, answer.boolean
        self.version, self.query_hash = graph.version, asked.digest
        self.accessed = date.today()
        self._triples = answer.triples() if answer.kind == "graph" else []
        self._rows = Rows.of_tsv(answer.serialize("tsv")) if answer.kind == "select" else _rows_of(self._triples)

    @property
    def query(self) -> str:
        """Give the text that was run; it runs as it stands on any SPARQL endpoint."""
        return self.asked.text

    @cached_property
    def df(self) -> "pd.DataFrame":
        """Give the table, with types and labels; triples as subject, predicate and object, an ASK as one cell.

        `df.attrs` holds version, query, query_hash and date.
        """
        import pandas as pd

        if self.kind == "ask":
            table = pd.DataFrame({"boolean": pd.array([self.boolean], dtype="boolean")})
        else:
            table = frame(self._rows)
            if self._with_labels:
                table = labelled(table, self._rows, self.labels, replacing=self._in_another_language)
        table.attrs = dict(self.attrs)
        return table

    @property
    def _in_another_language(self) -> bool:
        """Tell whether labels are asked for that the query itself, whose labels are French, does not give."""
        return self.asked.name is not None and self._lang != "fr"

    def to_pandas(self) -> "pd.DataFrame":
        """Give a copy of the table, for changing."""
        return self.df.copy()

    @property
    def attrs(self) -> dict[Hashable | None, Any]:
        """Say where the table comes from, as `df.attrs` holds it."""
        return {
            "version": self.version,
            "query": self.asked.text,
            "query_hash": self.query_hash,
            "date": self.accessed.isoformat(),
        }

    @cached_property
    def labels(self) -> dict[str, str]:
        """Give the label of each thing in the table that has one, fetched by one query."""
        return self._graph.labels(self._rows.iris(), lang=self._lang)

    def triples(self) -> list[tuple[str, str, str]]:
        """List the triples of a CONSTRUCT or DESCRIBE, each term as N-Triples writes it; UnknownFormat for rows."""
        if self.kind != "graph":
            raise UnknownFormat(
                f"Only CONSTRUCT and DESCRIBE have triples; this query is of kind '{self.kind}'. Use .df."
            )
        return [(str(one.subject), str(one.predicate), str(one.object)) for one in self._triples]

    def source(self) -> "pd.DataFrame":
        """List the evidence of each row: who says so, in which source, at which place, read how, how surely.

        `row` is the number of the row in `df`. An attestation counts for a row when its subject stands in it, and its
        object too where it has one; a row without evidence is a row of vocabulary or of labels alone.
        """
        from .evidence import evidence_of_rows

        return evidence_of_rows(self._graph, self._rows, lang=self._lang, attrs=self.attrs)

    def why(self) -> "Diagnosis":
        """Say why there is no row: which pattern leaves none, and what could be meant; it prints as sentences.

        ✓ marks a way of mending that was seen to give rows, ∅ one that does not by itself. Of a server, `/diagnose`
        below its endpoint says the same: ParameterError gives the address.
        """
        from .diagnosis import diagnose

        asked, endpoint = self.asked, self._graph.endpoint
        if endpoint:
            address = f"{endpoint}/diagnose?{urlencode([('query', asked.text), *asked.dataset])}"
            raise ParameterError(f"Why an answer of a server is empty, the server says itself: {address}", name="why")
        found = diagnose(
            self._graph.store, asked.text, default_graphs=asked.default_graphs, named_graphs=asked.named_graphs
        )
        found.language = self._lang
        return found

    def cite(self) -> str:
        """Write a BibTeX entry with the version of the dataset, the day, and the digest of the query."""
        return Citation(self.version, self.accessed, self._graph.origin, self.query_hash, self.asked.day).bibtex()

    def cell(self) -> str:
        """Write the notebook cell that gives this result again, where the graph lies now."""
        note = f"{self.summary}, {self.accessed}"
        return notebook_cell(self.asked, place=self._graph.place, lang=self._lang, note=note)

    def __len__(self) -> int:
        return 1 if self.kind == "ask" else self._rows.count

    def __repr__(self) -> str:
        return f"{self.df!r}\n{self.summary}"

    @property
    def summary(self) -> str:
        """Say in a line how many rows there are, of which version, by which query."""
        count = "" if self.kind == "ask" else f"{len(self)} {'row' if len(self) == 1 else 'rows'} · "
        return f"{count}dataset {self.version[:12]} · query {self.query_hash[:12]}"

    def _repr_html_(self) -> str:
        from .result_html import write_html

        return write_html(self, self._rows, self._graph.link)


def _rows_of(triples: list[Any]) -> Rows:
    columns = tuple(zip(*((str(one.subject), str(one.predicate), str(one.object)) for one in triples), strict=True))
    return Rows(("subject", "predicate", "object"), columns or ((), (), ()), len(triples))
