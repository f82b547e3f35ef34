"""Judging in a process of its own: once for each day, of the graph that is served, and never more than can wait."""

import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph import Store, oxigraph_store
from graph.load import Dataset
from graph.obligations.opinion import Opinion, give_opinion
from graph.obligations.selection import Selection
from server import create_app
from server.config import Settings
from server.opinions import FIRST_DAY, Opinions, apart, keeper, last_day, whole
from server.opinions.failures import OpinionBusy, OpinionFault, OpinionTimeout

DAY = date(2024, 6, 30)


@pytest.fixture
def store(tiny: bytes) -> Store:
    return oxigraph_store(tiny)


@pytest.fixture
def client(store: Store) -> FlaskClient:
    return create_app(Settings(Path("/nowhere")), store=store).test_client()


class Slow:
    """Stand where the process is started, count, and wait until told to go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, opinion: Opinion) -> None:
        self.go, self.days, self._opinion = threading.Event(), list[date](), opinion
        monkeypatch.setattr(keeper, "judge", self._judge)

    def _judge(self, _facts: bytes, as_of: date, *, limit: float) -> Opinion:
        self.days.append(as_of)
        self.go.wait(limit)
        return self._opinion


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, tiny: bytes) -> Slow:
    return Slow(monkeypatch, give_opinion(DAY, facts=tiny))


def test_it_judges_as_the_command_does(dataset: Dataset) -> None:
    here = give_opinion(DAY, facts=dataset.nquads, today=DAY)
    there = whole(apart.judge(dataset.nquads, DAY, limit=120))
    assert there.every == here.every
    assert len(there.every) > 1_000
    assert there.evaluation.derived == here.evaluation.derived


def test_the_graph_that_is_served_is_judged_not_the_one_installed(store: Store) -> None:
    opinions = Opinions(lambda: store, lambda: "one")
    assert opinions.of(DAY).every == ()


def test_readers_of_one_day_share_one_judgement(store: Store, slow: Slow) -> None:
    opinions = Opinions(lambda: store, lambda: "one")
    with ThreadPoolExecutor(4) as readers:
        asked = [readers.submit(opinions.of, DAY) for _ in range(4)]
        time.sleep(0.1)
        slow.go.set()
        assert len({id(one.result()) for one in asked}) == 1
    assert slow.days == [DAY]


def test_another_graph_is_judged_anew(store: Store, slow: Slow) -> None:
    slow.go.set()
    version = ["one"]
    opinions = Opinions(lambda: store, lambda: version[0])
    opinions.of(DAY)
    version[0] = "two"
    opinions.of(DAY)
    opinions.of(DAY)
    assert slow.days == [DAY, DAY]


def test_few_judgements_are_under_way_and_the_next_day_is_told_to_come_back(store: Store, slow: Slow) -> None:
    opinions = Opinions(lambda: store, lambda: "one")
    days = [date(2024, 1, number) for number in range(1, 4)]
    with ThreadPoolExecutor(4) as readers:
        asked = [readers.submit(opinions.of, day) for day in days]
        time.sleep(0.1)
        with pytest.raises(OpinionBusy) as refused:
            opinions.of(DAY)
        assert refused.value.retry_after == 5
        slow.go.set()
        assert [one.result() for one in asked]
    assert opinions.of(DAY)


def test_few_readers_wait(store: Store, slow: Slow) -> None:
    opinions = Opinions(lambda: store, lambda: "one")
    with ThreadPoolExecutor(8) as readers:
        asked = [readers.submit(opinions.of, DAY) for _ in range(8)]
        time.sleep(0.2)
        slow.go.set()
        failures = [type(one.exception()) for one in asked]
    assert failures.count(OpinionBusy) == 2
    assert failures.count(type(None)) == 6


def test_a_reader_does_not_wait_for_ever(store: Store, slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "_PATIENCE", 0.05)
    opinions = Opinions(lambda: store, lambda: "one")
    with pytest.raises(OpinionBusy):
        opinions.of(DAY)
    slow.go.set()
    monkeypatch.setattr(keeper, "_PATIENCE", 10.0)
    assert opinions.of(DAY)  # what was begun is kept
    assert slow.days == [DAY]


def test_few_days_are_kept_and_today_always(store: Store, slow: Slow) -> None:
    slow.go.set()
    opinions = Opinions(lambda: store, lambda: "one")
    opinions.of(date.today())
    for number in range(1, 20):
        opinions.of(date(2024, 1, number))
    opinions.of(date.today())
    assert slow.days.count(date.today()) == 1
    opinions.of(date(2024, 1, 1))
    assert slow.days.count(date(2024, 1, 1)) == 2


def test_a_judgement_that_fails_is_told_and_tried_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    opinions = Opinions(lambda: store, lambda: "one")
    with monkeypatch.context() as changed:
        changed.setattr(apart, "_PROGRAM", ("false",))
        with pytest.raises(OpinionFault):
            opinions.of(DAY)
    assert opinions.of(DAY).every == ()


def test_a_judgement_is_stopped_at_its_limit(tiny: bytes) -> None:
    with pytest.raises(OpinionTimeout, match="took more than"):
        apart.judge(tiny, DAY, limit=0.01)


def test_the_pack_is_that_of_the_served_graph(client: FlaskClient, tiny: bytes) -> None:
    response = client.get(f"/obligations/pack?at={DAY}")
    assert (response.status_code, response.content_type) == (200, "application/zip")
    assert response.headers["Content-Disposition"] == f'attachment; filename="obligations-{DAY}.zip"'
    with zipfile.ZipFile(BytesIO(response.data)) as pack:
        assert {"SHA256SUMS", "revalidate.py", "rapport.html", "verdicts.json"} <= set(pack.namelist())
        assert len(pack.read("data.nq").splitlines()) == len(tiny.splitlines())
        assert f'"as_of": "{DAY}"' in pack.read("versions.json").decode()


@pytest.mark.parametrize("day", ["2015-12-31", "1600-01-01", f"{last_day().year + 1}-01-01", "9999-12-31"])
def test_a_day_that_is_not_judged_is_refused_before_anything_is(day: str, client: FlaskClient) -> None:
    response = client.get(f"/obligations?at={day}", headers={"Accept": "text/html"})
    assert response.status_code == 400
    assert "Les obligations sont examinées à une date du 1er janvier 2016" in response.text


def test_the_first_and_the_last_day_are_judged(client: FlaskClient) -> None:
    for day in (FIRST_DAY, last_day()):
        assert client.get(f"/obligations?at={day}&format=json").status_code == 200


def test_the_pack_of_an_opinion_narrowed_is_what_the_command_gives(tiny: bytes) -> None:
    whole_ = give_opinion(DAY, facts=tiny)
    selection = Selection(network="cci")
    assert whole_.narrowed(selection).verdicts == give_opinion(DAY, selection, facts=tiny).verdicts
