"""Make evidence packs, unpack them elsewhere, and have them find their verdicts again, or not when tampered with."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from graph.load import Dataset
from graph.obligations.fingerprint import checksums, snapshot
from graph.obligations.opinion import Opinion, give_opinion
from graph.obligations.pack import write_pack
from graph.obligations.run_rules import evaluate_with, read_rules
from graph.obligations.selection import Selection, select
from graph.obligations.verdicts import read_verdicts
from graph.resources import FACTS, RULES
from graph.stores.parsing import parse_any

CASES = Path(__file__).with_name("obligations")
AS_OF = date(2024, 6, 30)
FACT_FILES = (
    *(CASES / "common" / f"{name}.ttl" for name in ("heads", "alpha-cci", "beta-cci", "gamma-cci", "delta-cci")),
    CASES / "ob05" / "cop-of-31-august-2023.ttl",
    FACTS / "obligations" / "contracts.ttl",
)
Edit = Callable[[Path], None]


def opinion_on(nquads: bytes) -> Opinion:
    evaluation = evaluate_with(nquads, AS_OF, read_rules(RULES))
    verdicts = tuple(read_verdicts(evaluation))
    return Opinion(Selection(), verdicts, verdicts, evaluation, nquads, (), ())


def unpacked(opinion: Opinion, folder: Path) -> Path:
    write_pack(folder / "pack.zip", opinion)
    with zipfile.ZipFile(folder / "pack.zip") as archive:
        archive.extractall(folder / "pack")
    return folder / "pack"


def revalidated(folder: Path, *hidden: str) -> subprocess.CompletedProcess[str]:
    """Run the program of a pack in its folder, as a process that finds neither this project nor what is hidden."""
    absent = ["graph", "server", *hidden]
    code = (
        f"import sys, runpy; sys.modules.update(dict.fromkeys({absent})); runpy.run_path(sys.argv[1], None, '__main__')"
    )
    command = [sys.executable, "-I", "-c", code, str(folder / "revalidate.py")]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, env={"PYTHONPATH": "", "PATH": os.defpath}
    )


def edit(name: str, old: str, new: str) -> Edit:
    def edited(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edited


def sum_anew(folder: Path) -> None:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    files.pop("SHA256SUMS")
    (folder / "SHA256SUMS").write_text(checksums(files), encoding="utf-8")


@pytest.fixture(scope="module")
def small() -> Opinion:
    """Give the opinion on four chambers and one contract: met twice, late once, and without evidence once."""
    return opinion_on(b"".join(parse_any(path) for path in FACT_FILES))


@pytest.fixture(scope="module")
def made(small: Opinion, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(small, tmp_path_factory.mktemp("made"))


@pytest.fixture
def pack(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copy"))


def test_a_pack_finds_its_verdicts_again_without_the_project(small: Opinion, pack: Path) -> None:
    said = {
        (verdict.debtor.label_fr, verdict.status) for verdict in small.verdicts if verdict.rule.identifier == "OB05"
    }
    assert {("CCI Alpha", "met"), ("CCI Gamma", "met-late"), ("CCI Delta", "overdue-no-evidence")} <= said
    result = revalidated(pack)
    number = len(small.verdicts)
    assert number >= 20
    assert f"{number} verdicts compared as of 2024-06-30 with pyoxigraph, 0 differences" in result.stdout
    assert result.stdout.endswith("CONFORME / SAME VERDICTS\n")
    assert (result.returncode, result.stderr) == (0, "")


def test_it_can_be_run_twice_and_leaves_nothing_behind(pack: Path) -> None:
    before = sorted(pack.rglob("*"))
    assert [subprocess.run([sys.executable, "revalidate.py"], cwd=pack, check=False).returncode for _ in "ab"] == [0, 0]
    assert sorted(pack.rglob("*")) == before


def test_rdflib_alone_finds_the_same(small: Opinion, pack: Path) -> None:
    result = revalidated(pack, "pyoxigraph")
    assert f"{len(small.verdicts)} verdicts compared as of 2024-06-30 with rdflib, 0 differences" in result.stdout
    assert result.returncode == 0


def test_without_either_engine_it_says_what_to_install(pack: Path) -> None:
    result = revalidated(pack, "pyoxigraph", "rdflib")
    assert result.returncode == 1
    assert "python -m pip install pyoxigraph" in result.stdout


def test_the_list_of_digests_is_one_that_sha256sum_reads(pack: Path) -> None:
    result = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=pack, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0
    listed = {line.removesuffix(": OK") for line in result.stdout.splitlines()}
    there = {path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file()}
    assert listed == there - {"SHA256SUMS"}


def test_a_pack_holds_what_its_note_names(pack: Path) -> None:
    there = {path.relative_to(pack).parts[0] for path in pack.rglob("*") if path.is_file()}
    note = (pack / "LISEZMOI.txt").read_text(encoding="utf-8")
    french, english = note.split("-" * 100)[0], note.split("-" * 100)[-1]
    for name in there - {"LISEZMOI.txt"}:
        assert name in french
        assert name in english
    assert "Avis au 30 juin 2024" in french
    assert "Opinion as of 30 June 2024" in english
    assert "{" not in note


def test_versions_tell_on_what_the_verdicts_rest(small: Opinion, pack: Path) -> None:
    told = json.loads((pack / "versions.json").read_text(encoding="utf-8"))
    assert (told["as_of"], told["selection"], told["verdicts"]) == ("2024-06-30", [], len(small.verdicts))
    assert told["data"] == sha256((pack / "data.nq").read_bytes()).hexdigest()
    assert {"python", "consulaire", "pyoxigraph", "rdflib", "pyshacl"} <= told["tools"].keys()
    assert all(re.fullmatch("[0-9a-f]{64}", told[name]) for name in ("data", "shapes", "rules"))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("data.nq", "2024-02-28", "2024-03-28"),
        ("rules/90-statuses.rq", "CONSTRUCT", "# nothing\nCONSTRUCT"),
        ("run_rules.py", "from pathlib", "import os\nfrom pathlib"),
        ("verdicts.csv", "met-late", "met"),
        ("verdicts.json", "met-late", "met"),
        ("report.ttl", "met-late", "met"),
        ("rapport.html", "CCI Gamma", "CCI Delta"),
        ("LISEZMOI.txt", "30 juin", "31 juin"),
        ("shapes/prefixes.ttl", "prefix", "Prefix"),
        ("versions.json", "2024-06-30", "2024-06-29"),
        ("revalidate.py", "import csv", "import csv, os"),
        ("SHA256SUMS", "  data.nq", "  data.nqq"),
        ("SHA256SUMS", "  verdicts.csv\n", "  verdicts.csv\nnot a line\n"),
    ],
)
def test_any_file_that_was_altered_is_named(pack: Path, name: str, old: str, new: str) -> None:
    edit(name, old, new)(pack)
    result = revalidated(pack)
    assert result.returncode == 1
    assert re.search(rf"^DIFFERENCE  {re.escape(name)}[ ,]|data.nqq? is", result.stdout, re.MULTILINE)
    assert result.stdout.endswith("ÉCHEC / FAILED\n")
    assert "compared as of" not in result.stdout


def test_a_digest_that_was_altered_is_named(pack: Path) -> None:
    sums = (pack / "SHA256SUMS").read_text(encoding="utf-8").splitlines(keepends=True)
    (number,) = [number for number, line in enumerate(sums) if line.endswith("  verdicts.csv\n")]
    sums[number] = ("1" if sums[number][0] == "0" else "0") + sums[number][1:]
    (pack / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    assert "DIFFERENCE  verdicts.csv is not as SHA256SUMS says: one of the two was altered" in revalidated(pack).stdout


@pytest.mark.parametrize("name", ["data.nq", "rules/90-statuses.rq", "verdicts.csv", "shapes/prefixes.ttl"])
def test_a_file_that_is_gone_or_was_added_is_named(pack: Path, name: str) -> None:
    (pack / name).rename(pack / "rules" / "99-more.rq")
    result = revalidated(pack)
    assert result.returncode == 1
    assert f"DIFFERENCE  {name} is listed in SHA256SUMS and is not there" in result.stdout
    assert "DIFFERENCE  rules/99-more.rq is there and is not listed in SHA256SUMS" in result.stdout


def _say_met(folder: Path) -> None:
    """Turn one late verdict into a good one everywhere that it is told."""
    for name in ("verdicts.csv", "verdicts.json", "report.ttl"):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace("met-late", "met"), encoding="utf-8")


def _sum_data_anew(folder: Path) -> None:
    told = json.loads((folder / "versions.json").read_text(encoding="utf-8"))
    told["data"] = sha256((folder / "data.nq").read_bytes()).hexdigest()
    (folder / "versions.json").write_text(json.dumps(told), encoding="utf-8")


def _sign_in_time(folder: Path) -> None:
    """Let Gamma's contract be signed a day earlier, on the last day."""
    path = folder / "data.nq"
    path.write_text(path.read_text(encoding="utf-8").replace('"2024-03-01"', '"2024-02-29"'), encoding="utf-8")
    _sum_data_anew(folder)


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (_say_met, "--org-cci-gamma--event-cop-case: in verdicts.csv met 2024-02-29 2024-02-29, by the rules met-late"),
        (_sign_in_time, "event-cop-case: in verdicts.csv met-late 2024-02-29 2024-02-29, by the rules met 2024-02-29"),
        (edit("verdicts.csv", "met-late", "met"), "verdicts.json and verdicts.csv do not say the same"),
        (edit("report.ttl", "met-late", "met"), "report.ttl says what the rules do not: <"),
        (
            edit("data.nq", "2024-02-28", "2024-02-27"),
            "data.nq: versions.json and SHA256SUMS do not tell of the same file",
        ),
        (edit("rules/90-statuses.rq", "CONSTRUCT", "construct"), "rules: versions.json and SHA256SUMS do not tell"),
        (
            edit("run_rules.py", "from pathlib", "import os\nfrom pathlib"),
            "rules: versions.json and SHA256SUMS do not tell",
        ),
        (edit("shapes/prefixes.ttl", "prefix", "Prefix"), "shapes: versions.json and SHA256SUMS do not tell"),
    ],
)
def test_digests_made_anew_do_not_hide_another_verdict(pack: Path, forge: Edit, told: str) -> None:
    forge(pack)
    sum_anew(pack)
    result = revalidated(pack)
    assert result.returncode == 1
    assert told in result.stdout


def test_a_verdict_that_was_left_out_or_invented_is_found(pack: Path) -> None:
    with (pack / "verdicts.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    place = head.index("obligation")
    rows[0][place] += "-invented"
    with (pack / "verdicts.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows[:-1]])
    sum_anew(pack)
    result = revalidated(pack)
    assert f"{rows[0][place]}: in verdicts.csv" in result.stdout
    assert "not found by the rules" in result.stdout
    assert f"versions.json tells of {len(rows)} verdicts, verdicts.csv {len(rows) - 1}" in result.stdout


def test_a_pack_that_holds_no_verdict_is_no_success(small: Opinion, tmp_path: Path) -> None:
    nothing = select(small.verdicts, Selection(region="X9"))
    assert nothing == ()
    result = revalidated(unpacked(replace(small, verdicts=nothing, selection=Selection(region="X9")), tmp_path))
    assert "0 verdicts compared" in result.stdout
    assert "Nothing was compared: verdicts.csv holds no verdict." in result.stdout
    assert result.returncode == 1


def test_a_selection_is_packed_alone_and_found_again(small: Opinion, tmp_path: Path) -> None:
    kept = select(small.verdicts, Selection(status="met-late"))
    selected = replace(small, verdicts=kept, selection=Selection(status="met-late"))
    folder = unpacked(selected, tmp_path)
    result = revalidated(folder)
    assert f"{len(kept)} verdicts compared" in result.stdout
    assert result.returncode == 0
    assert 0 < len(kept) < len(small.verdicts)
    assert json.loads((folder / "versions.json").read_text(encoding="utf-8"))["selection"] == ["status=met-late"]
    assert (folder / "report.ttl").read_text(encoding="utf-8").count("sh:resultSeverity sh:Violation") == len(kept)


def test_two_packs_of_the_same_data_are_the_same_bytes(small: Opinion, tmp_path: Path) -> None:
    backwards = opinion_on(b"".join(reversed(small.nquads.splitlines(keepends=True))))
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    digests = [write_pack(first, small), write_pack(second, backwards)]
    assert first.read_bytes() == second.read_bytes()
    assert digests == [sha256(first.read_bytes()).hexdigest()] * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.zip", "second.zip"]


def test_a_failure_leaves_the_former_pack_in_place(
    small: Opinion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pack.zip").write_bytes(b"former")
    monkeypatch.setattr("graph.obligations.pack.zipfile.ZipFile.writestr", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_pack(tmp_path / "pack.zip", small)
    assert (tmp_path / "pack.zip").read_bytes() == b"former"
    assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"]


def test_the_folders_and_blank_nodes_of_a_user_do_not_show_in_a_pack(tmp_path: Path) -> None:
    snapshots = []
    for folder in ("alice", "bob/deep"):
        (tmp_path / folder).mkdir(parents=True)
        own = tmp_path / folder / "my facts.ttl"
        own.write_text("<urn:a> <urn:b> [ <urn:c> 1 ] , [ <urn:c> 2 ] .", encoding="utf-8")
        snapshots.append(snapshot(parse_any(own)))
    assert snapshots[0] == snapshots[1]
    assert b"alice" not in snapshots[0]
    assert snapshots[0].count(b"<https://w3id.org/consulaire/graph/data/my%20facts> .\n") == 4


def test_the_whole_graph_is_packed_and_found_again(tmp_path: Path, dataset: Dataset) -> None:
    opinion = give_opinion(AS_OF)
    result = revalidated(unpacked(opinion, tmp_path))
    assert f"{len(opinion.verdicts)} verdicts compared as of 2024-06-30 with pyoxigraph, 0 differences" in result.stdout
    assert result.returncode == 0
    assert len(opinion.verdicts) > 1000
    assert (tmp_path / "pack" / "data.nq").read_bytes() == dataset.nquads
    packed = json.loads((tmp_path / "pack" / "verdicts.json").read_text(encoding="utf-8"))
    assert {one["obligation"]: one["status"] for one in packed} == {
        verdict.obligation: verdict.status for verdict in opinion.verdicts
    }
