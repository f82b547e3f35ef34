"""Cite the graph, or one query of it, so that a reader of a paper finds the same rows."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from .resources import consulaire_version

TITLE = "Consulaire: the open knowledge graph of the French consular chambers"
AUTHORS = "Consulaire maintainers"
ADDRESS = "https://w3id.org/consulaire/ns"
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
        fields = {
            "title": f"{{{TITLE}}}",
            "author": f"{{{AUTHORS}}}",
            "year": str(self.accessed.year),
            "version": f"{consulaire_version()} ({short_digest(self.version)})",
            "url": ADDRESS,
            "urldate": self.accessed.isoformat(),
            "note": ", ".join(told),
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{key},\n{lines}\n}}\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "&%$#_{}" else char for char in text)
