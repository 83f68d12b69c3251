"""Every folder of fixtures/ is one case: a page, what is expected of it, and why the case exists.

A case may carry `"xfail": "reason"` in its expected.json: it is then a known miss, counted, and fails the
run as soon as it starts to pass.
"""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

import pytest

from extract import extract

FIXTURES = Path(__file__).parent.parent / "fixtures"
CASES = sorted(folder.name for folder in FIXTURES.iterdir() if folder.is_dir())
PAGES = ("page.html", "page.txt")
KEYS = {"url", "status", "title", "body", "metadata", "warnings", "xfail"}


def read_expected(case: str) -> dict[str, Any]:
    """What the case expects; a `body` of `None` means that the page holds no article."""
    path = FIXTURES / case / "expected.json"
    expected: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return expected


def mark_case(case: str) -> Any:
    """The case as a parameter, strictly expected to fail where it says so."""
    reason = read_expected(case).get("xfail")
    return pytest.param(case, marks=[pytest.mark.xfail(reason=reason, strict=True)] if reason else [])


def compare_bodies(expected: str | None, found: str | None) -> list[str]:
    """The lines by which two bodies differ: "-" expected and missing, "+" found and unwanted."""
    if expected == found:
        return []
    lines = difflib.unified_diff((expected or "").split("\n"), (found or "").split("\n"), lineterm="", n=0)
    return ["body:", *(line[:160] for line in lines if not line.startswith(("---", "+++", "@@")))]


def find_differences(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Every way in which an extraction departs from what its case expects, one line each."""
    body = None if expected["body"] is None else "\n\n".join(expected["body"])
    pairs = [
        ("status", expected["status"], found["extraction"]["status"]),
        ("title", expected["title"], found["title"]),
        *((name, value, found["metadata"][name]) for name, value in expected["metadata"].items()),
    ]
    differences = [f"{name}: expected {want!r}, found {got!r}" for name, want, got in pairs if want != got]
    codes = found["extraction"]["warnings"]
    differences += [f"warning missing: {code}" for code in expected.get("warnings", ()) if code not in codes]
    return differences + compare_bodies(body, found["body"])


@pytest.mark.parametrize("case", CASES)
def test_case_is_complete(case: str) -> None:
    folder = FIXTURES / case
    names = {path.name for path in folder.iterdir()}
    page = names & set(PAGES)
    assert len(page) == 1, f"one of {PAGES} is wanted"
    assert names - page == {"expected.json", "why.txt"}
    why = (folder / "why.txt").read_text(encoding="utf-8").strip()
    assert 1 <= len(why.splitlines()) <= 3, "why.txt says in one to three lines why the case exists"
    expected = read_expected(case)
    assert set(expected) <= KEYS
    assert (expected["body"] is None) == (expected["status"] == "no-article")


@pytest.mark.parametrize("case", [mark_case(case) for case in CASES])
def test_case(case: str) -> None:
    expected = read_expected(case)
    page = next(path for name in PAGES if (path := FIXTURES / case / name).exists())
    article = extract(page.read_bytes(), url=expected["url"])
    found = json.loads(json.dumps(article.to_dict()))  # as a reader of the JSON sees it
    differences = find_differences(expected, found)
    assert not differences, "\n".join([f"{case}:", *differences])


def test_there_are_cases() -> None:
    assert len(CASES) >= 40
