"""`make new-case`: the folder that it makes is what tests/test_fixtures.py takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract import extract
from tests.conftest import PAGE
from tests.new_case import CaseError, main, make_case
from tests.test_fixtures import KEYS, find_differences

URL = "https://post.example/ferry"


def test_a_new_case_holds_what_the_extraction_says(tmp_path: Path, page_file: Path) -> None:
    folder = make_case("ferry", page_file, URL, tmp_path)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert set(expected) <= KEYS
    assert expected["url"] == URL
    assert (folder / "page.html").read_bytes() == PAGE
    found = json.loads(json.dumps(extract(PAGE, url=URL).to_dict()))
    assert find_differences(expected, found) == []
    expected["body"][0] += " More."
    assert find_differences(expected, found)


def test_a_new_case_fails_until_it_says_why(tmp_path: Path, page_file: Path) -> None:
    folder = make_case("ferry", page_file, None, tmp_path)
    assert {path.name for path in folder.iterdir()} == {"page.html", "expected.json", "why.txt"}
    assert (folder / "why.txt").read_text() == ""


@pytest.mark.parametrize("name", ["../ferry", "Ferry", "a b", "", "-x"])
def test_odd_names_are_refused(tmp_path: Path, page_file: Path, name: str) -> None:
    with pytest.raises(CaseError, match="no name"):
        make_case(name, page_file, None, tmp_path)


def test_a_case_is_never_overwritten(tmp_path: Path, page_file: Path) -> None:
    make_case("ferry", page_file, None, tmp_path)
    with pytest.raises(CaseError, match="exists already"):
        make_case("ferry", page_file, None, tmp_path)


def test_what_is_no_page_makes_no_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.html"
    empty.touch()
    for path in (empty, tmp_path / "missing.html"):
        assert main(["from-nothing", str(path)]) == 1
        assert str(path) in capsys.readouterr().err
        with pytest.raises(CaseError):
            make_case("ferry", path, None, tmp_path)
    assert not (tmp_path / "ferry").exists()
