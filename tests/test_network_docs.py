"""Hold the page on networks against the code: projections, the queries that they run, measures."""

import re
from pathlib import Path

import pytest

from graph import Answer, Catalogue, Store, networks, oxigraph_store
from graph.load import Dataset

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "networks.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \|.*\| ((?:`[a-z-]+`(?:, )?)+) \|$", re.MULTILINE)
TOLD = {name: set(re.findall(r"`([a-z-]+)`", queries)) for name, queries in ROW.findall(PAGE)}


class Recording:
    """Give the answers of a store and keep the texts of the questions."""

    def __init__(self, store: Store) -> None:
        self.store, self.asked = store, set[str]()

    def query(self, text: str) -> Answer:
        self.asked.add(text)
        return self.store.query(text)


@pytest.fixture(scope="module")
def whole(dataset: Dataset) -> Store:
    return oxigraph_store(dataset.nquads)


def test_the_page_has_every_projection_once() -> None:
    assert sorted(TOLD) == sorted(name for name in vars(networks.Networks) if not name.startswith("_"))


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_projection_runs_the_queries_that_the_page_names(whole: Store, name: str) -> None:
    recording = Recording(whole)
    getattr(networks, name)(recording)
    texts = {query.text: query.name for query in Catalogue.load()}
    assert {texts[text] for text in recording.asked} - {"regions-of-organisations"} == TOLD[name]


def test_the_page_names_every_function_that_is_offered() -> None:
    assert [name for name in networks.__all__ if f"`{name}`" not in PAGE] == ["Networks", "node_link"]
