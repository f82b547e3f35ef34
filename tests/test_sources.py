"""Verify citations against the texts that they cite."""

from hashlib import sha256
from pathlib import Path

import pytest

from graph import Store, oxigraph_store
from graph.errors import FactFileError, SourceTextError
from graph.load import Dataset
from graph.sources import paragraphs, read_uncited, verify_sources
from graph.stores.parsing import parse_any

TEXT = "Un titre\n\nDeux chambres ont signé.\nPied de page\n"


def cited(tmp_path: Path, *, start: int, end: int, paragraph: int, digest: str | None = None) -> Store:
    digest = digest or sha256(TEXT[start:end].encode()).hexdigest()
    facts = tmp_path / "facts.ttl"
    facts.write_text(
        f"""@prefix cons: <https://w3id.org/consulaire/ns#> . @prefix id: <https://w3id.org/consulaire/id/> .
        @prefix oa: <http://www.w3.org/ns/oa#> . @prefix prov: <http://www.w3.org/ns/prov#> .
        id:src-a a cons:SourceDocument ; cons:charCount {len(TEXT)} ;
          cons:sha256 "{sha256(TEXT.encode()).hexdigest()}" .
        id:cit-a a cons:Citation ; oa:hasSource id:src-a ; cons:paragraph {paragraph} ; cons:sha256 "{digest}" ;
          oa:hasSelector id:sel-a .
        id:sel-a oa:start {start} ; oa:end {end} .
        id:att-a a cons:Attestation ; prov:wasDerivedFrom id:cit-a .""",
        encoding="utf-8",
    )
    return oxigraph_store(parse_any(facts))


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "any-name.txt").write_text(TEXT, encoding="utf-8")
    return folder


def uncited(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "uncited.csv"
    path.write_text("\n".join(["source,paragraph,reason_fr,reason_en", *rows]) + "\n", encoding="utf-8")
    return path


FURNITURE = ("src-a,1,titre,title", "src-a,3,pied,footer")


def test_paragraphs_are_the_lines_that_are_not_empty() -> None:
    assert paragraphs(TEXT) == [(0, 8), (10, 34), (35, 47)]


def test_a_right_citation_is_verified(tmp_path: Path, texts: Path) -> None:
    checked = verify_sources(cited(tmp_path, start=10, end=23, paragraph=2), texts, uncited(tmp_path, *FURNITURE))
    assert checked.faults == ()
    assert [(a.source, a.paragraphs, sorted(a.cited), sorted(a.listed), a.citations) for a in checked.articles] == [
        ("src-a", 3, [2], [1, 3], 1)
    ]


@pytest.mark.parametrize(
    ("start", "end", "paragraph", "digest", "fault"),
    [
        (10, 23, 1, None, r"positions 10–23 are not inside paragraph 1 \(0–8\)"),
        (10, 23, 9, None, "there is no paragraph 9; the source has 3"),
        (11, 24, 2, "0" * 64, "the digest is not that of positions 11–24"),
    ],
)
def test_a_wrong_citation_is_told_what_is_wrong(
    tmp_path: Path, texts: Path, start: int, end: int, paragraph: int, digest: str | None, fault: str
) -> None:
    store = cited(tmp_path, start=start, end=end, paragraph=paragraph, digest=digest)
    faults = verify_sources(store, texts, uncited(tmp_path, *FURNITURE)).faults
    assert len([one for one in faults if one.startswith("id:cit-a of src-a: ")]) == 1
    with pytest.raises(AssertionError, match=fault):
        raise AssertionError(faults[0])


def test_a_paragraph_that_is_neither_cited_nor_listed_is_a_fault(tmp_path: Path, texts: Path) -> None:
    store = cited(tmp_path, start=10, end=23, paragraph=2)
    faults = verify_sources(store, texts, uncited(tmp_path, FURNITURE[0])).faults
    assert len(faults) == 1
    assert faults[0].startswith("src-a: paragraph 3 is neither cited nor listed")


def test_a_listed_paragraph_that_is_cited_is_a_fault(tmp_path: Path, texts: Path) -> None:
    store = cited(tmp_path, start=10, end=23, paragraph=2)
    faults = verify_sources(store, texts, uncited(tmp_path, *FURNITURE, "src-a,2,rien,nothing")).faults
    assert len(faults) == 1
    assert "paragraph 2 is listed" in faults[0]


def test_a_text_that_is_not_there_is_never_said_to_be_verified(tmp_path: Path, texts: Path) -> None:
    (texts / "any-name.txt").write_text(TEXT + " ", encoding="utf-8")
    with pytest.raises(SourceTextError, match=r"The text of src-a \(SHA-256 [0-9a-f]{12}…\) is not in"):
        verify_sources(cited(tmp_path, start=10, end=23, paragraph=2), texts, uncited(tmp_path))


def test_a_text_that_nothing_cites_is_not_passed_over(tmp_path: Path, texts: Path) -> None:
    facts = tmp_path / "uncited.ttl"
    facts.write_text(
        "@prefix cons: <https://w3id.org/consulaire/ns#> . @prefix id: <https://w3id.org/consulaire/id/> .\n"
        f"id:src-a a cons:SourceDocument ; cons:charCount {len(TEXT)} ;\n"
        f'  cons:sha256 "{sha256(TEXT.encode()).hexdigest()}" .\n',
        encoding="utf-8",
    )
    checked = verify_sources(oxigraph_store(parse_any(facts)), texts, uncited(tmp_path, *FURNITURE))
    assert [article.citations for article in checked.articles] == [0]
    assert len(checked.faults) == 1
    assert checked.faults[0].startswith("src-a: paragraph 2 is neither cited nor listed")


def test_a_graph_without_texts_is_not_said_to_be_verified(tmp_path: Path, texts: Path) -> None:
    with pytest.raises(SourceTextError, match="nothing to verify"):
        verify_sources(oxigraph_store(), texts, uncited(tmp_path))


def test_a_folder_that_is_not_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceTextError, match="is not a folder"):
        verify_sources(cited(tmp_path, start=10, end=23, paragraph=2), tmp_path / "nowhere", uncited(tmp_path))


def test_a_listed_paragraph_needs_its_reasons(tmp_path: Path) -> None:
    with pytest.raises(FactFileError, match="reason_fr and reason_en"):
        read_uncited(uncited(tmp_path, "src-a,1,titre,"))


def test_every_citation_and_paragraph_of_the_real_graph_holds_against_the_articles(
    shared: Path, dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    checked = verify_sources(oxigraph_store(dataset.nquads), shared / "seeds")
    assert checked.faults == ()
    assert [article.source for article in checked.articles] == [f"src-00{number}" for number in range(5)]
    assert [article.paragraphs for article in checked.articles] == [13, 9, 12, 16, 50]
    assert sum(article.citations for article in checked.articles) >= 200
    with capsys.disabled():
        for one in checked.articles:
            print(  # noqa: T201
                f"\n{one.source}: {one.paragraphs} paragraphs, {len(one.cited)} cited, {len(one.listed)} listed as "
                f"uncited, {one.citations} citations verified",
                end="",
            )
