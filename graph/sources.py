"""Hold every citation of the graph against the source texts, when a user has them.

The texts are under copyright and are not in this project: positions and digests travel, words do not. Positions
count Unicode code points of the decoded text from 0, end excluded; a paragraph is the rank of a non-empty line.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .errors import FactFileError, SourceTextError
from .namespaces import ID, short
from .resources import CHECKS, FACTS
from .stores.base import Row, Store

UNCITED = FACTS / "uncited-paragraphs.csv"


@dataclass(frozen=True)
class ArticleCheck:
    """Hold what was verified of one source text: its paragraphs, the cited and the listed ones, its citations."""

    source: str
    paragraphs: int
    cited: frozenset[int]
    listed: frozenset[int]
    citations: int


@dataclass(frozen=True)
class SourceCheck:
    """Hold what was verified per article, and a sentence for each thing that is not right."""

    articles: tuple[ArticleCheck, ...]
    faults: tuple[str, ...]


def verify_sources(store: Store, folder: Path, uncited: Path = UNCITED) -> SourceCheck:
    """Check every citation against the texts in `folder`, and that each paragraph is cited or listed as uncited.

    A text is found by its SHA-256, whatever its name. SourceTextError when a cited text is not there: nothing is
    said to be verified that was not read.
    """
    texts = {sha256(data).hexdigest(): data.decode("utf-8", "replace") for data in _files(folder)}
    listed = read_uncited(uncited)
    by_source: dict[str, list[Row]] = {}
    for row in store.query((CHECKS / "located-citations.rq").read_text(encoding="utf-8")).rows():
        by_source.setdefault(short(row["source"].value).removeprefix("id:"), []).append(row)
    articles, faults = [], []
    for source, rows in by_source.items():
        text = _text_of(source, rows[0]["digest"].value, texts, folder)
        rows = [row for row in rows if "citation" in row]  # a text without citations has silent paragraphs only
        bad = {row["citation"].value: fault for row in rows if (fault := _fault(row, text))}
        faults += [f"{short(citation)} of {source}: {fault}" for citation, fault in bad.items()]
        good = [row for row in rows if row["citation"].value not in bad]
        article = ArticleCheck(
            source,
            len(paragraphs(text)),
            frozenset(int(row["paragraph"].value) for row in good if "attestation" in row),
            frozenset(listed.get(source, ())),
            len({row["citation"].value for row in good}),
        )
        articles.append(article)
        faults += _paragraph_faults(article)
    if not articles:
        raise SourceTextError("The graph holds the digest of no text, so there is nothing to verify.")
    return SourceCheck(tuple(articles), tuple(faults))


def read_uncited(path: Path) -> dict[str, set[int]]:
    """Read the list of paragraphs that hold no fact; each needs a reason in both languages."""
    listed: dict[str, set[int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number = row["paragraph"] or ""
            if not (number.isdigit() and row["reason_fr"] and row["reason_en"]):
                raise FactFileError("each row needs source, paragraph number, reason_fr and reason_en.", file=path)
            listed.setdefault(row["source"].removeprefix("id:").removeprefix(ID), set()).add(int(number))
    return listed


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Give start and end of each non-empty line, in order; the first is paragraph 1."""
    found, position = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((position, position + len(line)))
        position += len(line) + 1
    return found


def _text_of(source: str, digest: str, texts: dict[str, str], folder: Path) -> str:
    if digest not in texts:
        raise SourceTextError(
            f"The text of {source} (SHA-256 {digest[:12]}…) is not in {folder}. Put the article there, unchanged, "
            "under any name; its citations cannot be verified without it."
        )
    return texts[digest]


def _paragraph_faults(article: ArticleCheck) -> list[str]:
    silent = set(range(1, article.paragraphs + 1)) - article.cited - article.listed
    faults = [
        f"{article.source}: paragraph {rank} is neither cited nor listed in {UNCITED.name}; cite it, or list it with "
        "its reason."
        for rank in sorted(silent)
    ]
    faults += [
        f"{article.source}: paragraph {rank} is listed in {UNCITED.name} but does not exist, or is cited; take the "
        "row out."
        for rank in sorted(article.listed - set(range(1, article.paragraphs + 1)) | article.listed & article.cited)
    ]
    return faults


def _fault(row: Row, text: str) -> str | None:
    start, end, rank = (int(row[name].value) for name in ("start", "end", "paragraph"))
    if int(row["length"].value) != len(text):
        return f"the source has {len(text)} characters, cons:charCount says {row['length'].value}."
    lines = paragraphs(text)
    if not 1 <= rank <= len(lines):
        return f"there is no paragraph {rank}; the source has {len(lines)}."
    first, last = lines[rank - 1]
    if not first <= start < end <= last:
        return f"positions {start}–{end} are not inside paragraph {rank} ({first}–{last})."
    if sha256(text[start:end].encode()).hexdigest() != row["excerpt"].value:
        return f"the digest is not that of positions {start}–{end}; the passage moved or was mistyped."
    return None


def _files(folder: Path) -> Iterable[bytes]:
    if not folder.is_dir():
        raise SourceTextError(f"{folder} is not a folder. Give the folder that holds the articles' texts.")
    return (path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())
