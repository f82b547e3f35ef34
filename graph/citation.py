"""Cite the graph, or one query of it, so that a reader of a paper finds the same rows."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from .resources import consulaire_version

TITLE = "Consulaire: the open knowledge graph of the French consular chambers"
AUTHORS = "Consulaire maintainers"
ADDRESS = "https://w3id.org/consulaire/ns"
_PRINTED = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_SHORT = 12  # characters of a digest that a reader has to compare


def hash_of(query: str) -> str:
    """Give the SHA-256 of a query's text, white space around it left out.

    >>> hash_of("ASK {}")[:12]
    '819ea91ed5f1'
    """
    return sha256(query.strip().encode("utf-8")).hexdigest()


def short_digest(digest: str) -> str:
    """Shorten a digest for reading; what is no digest stays as it is."""
    return digest[:_SHORT] if len(digest) == 64 else digest


@dataclass(frozen=True)
class Citation:
    """Hold what identifies a set of rows: the version of the dataset, the day of reading, the query."""

    version: str
    accessed: date
    source: str
    query_hash: str | None = None
    day: date | None = None

    def bibtex(self) -> str:
        """Write the entry in BibTeX; the key changes with the version and with the query."""
        told = [f"dataset {self.version}"]
        if self.day:
            told.append(f"as of {self.day}")
        if self.query_hash:
            told.append(f"query SHA-256 {self.query_hash}")
        told.append(f"read from {_escaped(self.source)}")
        key = "-".join(filter(None, ("consulaire", self.version[:8], (self.query_hash or "")[:8])))
        return _entry(key, TITLE, ADDRESS, ", ".join(told), self.version, self.accessed)


@dataclass(frozen=True)
class ThingCitation:
    """Hold what identifies the page of one thing: its name and address, the version of the dataset, the days."""

    label: str
    iri: str
    version: str
    accessed: date
    day: date | None = None

    @property
    def _title(self) -> str:
        return f"{_one_line(self.label)}. In: {TITLE}"

    @property
    def _told(self) -> str:
        of_day = f", as of {self.day}" if self.day else ""
        return f"dataset {short_digest(self.version)}{of_day}"

    def bibtex(self) -> str:
        """Write the entry in BibTeX; the key changes with the thing and with the version."""
        local = "".join(
            char for char in self.iri.rpartition("/")[2].rpartition("#")[2] if char.isalnum() or char == "-"
        )
        key = "-".join(filter(None, ("consulaire", local[:60], self.version[:8])))
        return _entry(key, _escaped(self._title), _escaped(self.iri), self._told, self.version, self.accessed)

    def ris(self) -> str:
        """Write the entry in RIS, whose lines end as its description wants."""
        lines = (
            ("TY", "DATA"),
            ("TI", self._title),
            ("AU", AUTHORS),
            ("PY", str(self.accessed.year)),
            ("UR", self.iri),
            ("Y2", f"{self.accessed:%Y/%m/%d}"),
            ("ET", _edition(self.version)),
            ("N1", self._told),
            ("ER", ""),
        )
        return "".join(f"{name}  - {_one_line(value)}\r\n" for name, value in lines)

    def text(self) -> str:
        """Write the entry as a bibliography has it."""
        return (
            f"{AUTHORS}, « {_one_line(self.label)} », {TITLE}, {self._told}, {self.iri}, {self.accessed.isoformat()}."
        )


def _entry(key: str, title: str, url: str, note: str, version: str, accessed: date) -> str:
    """Write an entry in BibTeX, of texts that are escaped already."""
    fields = {
        "title": f"{{{title}}}",
        "author": f"{{{AUTHORS}}}",
        "year": str(accessed.year),
        "version": _edition(version),
        "url": url,
        "urldate": accessed.isoformat(),
        "note": note,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}\n}}\n"


def _edition(version: str) -> str:
    return f"{consulaire_version()} ({short_digest(version)})"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """Write a text so that LaTeX prints it and runs nothing of it."""
    return text.translate(_PRINTED)
