"""The quality gate, over a small invented case and a small invented corpus."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NO_ARTICLE, PAGE, PARAGRAPHS, TITLE
from training import gate
from training.cases import read_cases
from training.floors import Change, compare

TRUTH = {"id": "ferry", "url": None, "title": TITLE, "body": "\n\n".join(PARAGRAPHS), "authors": []}


@pytest.fixture
def floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the floors, still missing, of a repository with the one case `ferry`."""
    monkeypatch.setattr(gate, "FIXTURES", tmp_path / "fixtures")
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")
    add_case(tmp_path / "fixtures" / "ferry")
    return tmp_path / "floors.json"


def add_case(folder: Path, page: bytes = PAGE, **changes: Any) -> None:
    expected = {
        "url": None,
        "status": "article",
        "title": TITLE,
        "body": PARAGRAPHS,
        "metadata": {},
        **changes,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_bytes(page)
    (folder / "expected.json").write_text(json.dumps(expected), encoding="utf-8")


def pack_corpus(folder: Path, name: str = "small", page: bytes = PAGE, **changes: Any) -> str:
    """Make or replace a corpus of one page; returns its folder as an argument."""
    folder.mkdir(exist_ok=True)
    truth = json.dumps({**TRUTH, **changes}).encode()
    with tarfile.open(folder / f"{name}.tar.xz", "w:xz") as tar:
        for path, data in (("truth.jsonl", truth), ("html/ferry.html", page)):
            member = tarfile.TarInfo(path)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return str(folder)


def read_floors(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_figures_at_their_floors_pass(
    floors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = pack_corpus(tmp_path / "corpus")
    assert gate.main([corpus, "--write"]) == 0
    capsys.readouterr()
    assert gate.main([corpus]) == 0
    printed = capsys.readouterr()
    assert "have seen the pages" in printed.out
    assert "small" in printed.out
    assert "floors" not in printed.out
    assert not printed.err


def test_floors_are_the_figures_that_the_pages_have_a_truth_for(floors: Path, tmp_path: Path) -> None:
    assert gate.main([pack_corpus(tmp_path / "corpus", published="2020-01-02"), "--write"]) == 0
    fixtures, small = read_floors(floors).values()
    common = ["pages", "F1", "exact", "low", "title"]
    assert list(fixtures) == [*common, "errors", "known misses"]
    assert list(small) == [*common, "published", "errors"]
    assert [small[figure] for figure in ("pages", "title", "published", "errors")] == [1, 1, 0, 0]


def test_a_fall_fails_and_is_named(floors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = pack_corpus(tmp_path / "corpus")
    gate.main([corpus, "--write"])
    before = floors.read_bytes()
    capsys.readouterr()
    pack_corpus(tmp_path / "corpus", title="Another ferry")
    assert gate.main([corpus]) == 1
    printed = capsys.readouterr()
    table = printed.out.split("Worse than the floors")[1]
    assert [line.split() for line in table.splitlines() if "small" in line] == [
        ["small", "title", "1", "0", "-1"]
    ]
    assert "Better" not in printed.out
    assert f'make floors CORPUS="{corpus}" ARGS=--lower' in printed.err
    assert floors.read_bytes() == before


def test_floors_are_lowered_by_the_flag_alone(
    floors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate.main(["--write"])
    before = floors.read_bytes()
    add_case(tmp_path / "fixtures" / "ferry", title="Another ferry")
    assert gate.main(["--write"]) == 1
    assert "stays as it is" in capsys.readouterr().err
    assert floors.read_bytes() == before
    assert gate.main(["--write", "--lower"]) == 0
    assert read_floors(floors)["fixtures"]["title"] == 0
    assert gate.main([]) == 0


def test_a_rise_is_told_and_written_by_the_command(
    floors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_case(tmp_path / "fixtures" / "ferry", title="Another ferry")
    gate.main(["--write"])
    add_case(tmp_path / "fixtures" / "ferry")
    capsys.readouterr()
    assert gate.main([]) == 0
    printed = capsys.readouterr().out
    assert "To hold these figures: make floors\n" in printed
    table = printed.split("Better than the floors")[1]
    assert ["fixtures", "title", "0", "1", "+1"] in [line.split() for line in table.splitlines()]
    assert read_floors(floors)["fixtures"]["title"] == 0
    assert gate.main(["--write"]) == 0
    assert read_floors(floors)["fixtures"]["title"] == 1


def test_corpora_that_are_not_there_keep_their_floors(
    floors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate.main([pack_corpus(tmp_path / "corpus"), "--write"])
    before = read_floors(floors)
    assert "Not measured" not in capsys.readouterr().out
    assert gate.main(["--write"]) == 0
    assert "Not measured: small\n" in capsys.readouterr().out
    assert read_floors(floors) == before


def test_a_corpus_without_floors_is_held_to_none(
    floors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate.main(["--write"])
    assert gate.main([pack_corpus(tmp_path / "corpus", title="Another ferry")]) == 0
    assert "Without floors: small\n" in capsys.readouterr().out


def test_a_case_that_is_taken_away_is_a_fall(
    floors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_case(tmp_path / "fixtures" / "bridge", title="Another title")
    gate.main(["--write"])
    (tmp_path / "fixtures" / "bridge" / "expected.json").unlink()
    capsys.readouterr()
    assert gate.main([]) == 1
    worse = capsys.readouterr().out.split("Worse than the floors")[1].split("Better")[0]
    assert [line.split()[1] for line in worse.splitlines()[1:] if line] == ["pages"]


def test_a_known_miss_more_is_a_fall(
    floors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate.main(["--write"])
    add_case(tmp_path / "fixtures" / "ferry", xfail="it is hard")
    capsys.readouterr()
    assert gate.main([]) == 1
    assert "known misses" in capsys.readouterr().out.split("Worse than the floors")[1]


def test_a_page_that_raises_is_counted_and_named(
    floors: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate.main([pack_corpus(tmp_path / "corpus", page=b""), "--write"]) == 0
    small = read_floors(floors)["small"]
    assert (small["errors"], small["F1"], small["title"]) == (1, 0, 0)
    assert "gate: small/ferry: UnreadablePage: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--lower"], "--lower goes with --write"),
        (["no-such-folder"], "no-such-folder holds no NAME.tar.xz"),
        ([], "floors.json is missing; make floors writes it"),
    ],
)
def test_a_wrong_call_is_said(
    floors: Path, args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        gate.main(args)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_less_is_better_of_some_figures() -> None:
    before = {"set": {"F1": 0.9, "low": 0.1, "errors": 2}}
    worse = compare(before, {"set": {"F1": 0.9, "low": 0.2, "errors": 3}})
    assert [(change.figure, change.is_fall) for change in worse] == [("low", True), ("errors", True)]
    better = compare(before, {"set": {"F1": 0.9001, "low": 0.0, "errors": 0}})
    assert [change.is_fall for change in better] == [False, False, False]


def test_a_figure_that_is_gone_is_a_fall_and_a_new_one_is_none() -> None:
    changes = compare({"set": {"title": 1, "renamed": 1}}, {"set": {"title": 1, "segF1": 0.5}})
    assert changes == [Change("set", "segF1", None, 0.5), Change("set", "renamed", 1, None)]
    assert [change.is_fall for change in changes] == [False, True]


def test_a_case_without_an_article_expects_no_body(tmp_path: Path) -> None:
    metadata = {"authors": [{"name": "Runa Felstead", "url": None}], "date_published": "2020-01-17T08:00:00Z"}
    add_case(tmp_path / "gone", NO_ARTICLE, status="no-article", title=None, body=None, metadata=metadata)
    (page,) = read_cases(tmp_path)
    assert page.html == NO_ARTICLE
    assert page.truth["body"] == ""
    assert page.truth["authors"] == ["Runa Felstead"]
    assert page.truth["published"] == "2020-01-17"
    row = gate.extract_page(page)
    assert gate.measure([row])["exact"] == 1
    assert gate.measure([(page.truth, row[1] | {"body": "Home, news and weather"})])["exact"] == 0
