"""`make bench`: the table over a small corpus of an invented page."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from tests.conftest import PAGE, PARAGRAPHS, TITLE
from training import bench

BODY = "\n\n".join(PARAGRAPHS)


def fail(html: bytes, url: str | None) -> str | None:
    raise RuntimeError("a peer that cannot")


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the corpus `small`; the only peer raises on every page."""
    monkeypatch.setattr(bench, "PEERS", {"peer": ("json", fail), "missing": ("no_such_module", fail)})
    truth = json.dumps({"id": "ferry", "url": None, "title": TITLE, "body": BODY}).encode()
    with tarfile.open(tmp_path / "small.tar.xz", "w:xz") as tar:
        for name, data in (("truth.jsonl", truth), ("html/ferry.html", PAGE)):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return tmp_path


def read_row(printed: str, name: str) -> list[str]:
    """The cells of the extractor's row, in the order of the head."""
    return next(line.removeprefix(name).split() for line in printed.splitlines() if line.startswith(name))


def test_the_table_holds_quality_cost_and_errors(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main([str(corpus)]) == 0
    printed = capsys.readouterr().out
    assert "have seen these pages" in printed
    assert read_row(printed, "cleancopy")[:4] == ["1.000", "1.000", "1.000", "-"]
    assert float(read_row(printed, "cleancopy")[4]) > 1
    assert read_row(printed, "lxml parse")[4] == "1.0"
    assert read_row(printed, "peer")[:3] + read_row(printed, "peer")[-1:] == ["0.000", "0.000", "0.000", "1"]
    assert "missing" not in printed


def test_predictions_stand_in_for_the_weights_that_ship(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"id": "ferry", "body": PARAGRAPHS[0]}
    (corpus / "small.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert bench.main([str(corpus), "small", "--predictions", str(corpus)]) == 0
    printed = capsys.readouterr().out
    assert "have seen these pages" not in printed
    f1, exact = read_row(printed, "cleancopy")[:2]
    assert 0.2 < float(f1) < 0.8
    assert exact == "0.000"


def test_a_folder_without_a_corpus_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main([str(tmp_path)]) == 1
    assert "holds no" in capsys.readouterr().err
