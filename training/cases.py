"""The labelled cases of the repository as labelled pages: fixtures/CASE with a page and its expected.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.corpora import LabelledPage

SET = "fixtures"
KNOWN_MISS = "xfail"  # why a case is known to come out wrong


def read_cases(folder: Path) -> Iterator[LabelledPage]:
    """The cases by name; a truth has the keys of a corpus, and `KNOWN_MISS`, which may be `None`."""
    for path in sorted(folder.glob("*/expected.json")):
        page = next(path.parent.glob("page.*"))
        expected = json.loads(path.read_text(encoding="utf-8"))
        yield LabelledPage(SET, path.parent.name, page.read_bytes(), _make_truth(path.parent.name, expected))


def _make_truth(name: str, expected: dict[str, Any]) -> dict[str, Any]:
    metadata = expected["metadata"]
    return {
        "id": name,
        "url": expected["url"],
        "title": expected["title"],
        # Of a page without an article nothing is to be kept, so that a body of it counts as wrong.
        "body": "\n\n".join(expected["body"] or []),
        "authors": [author["name"] for author in metadata.get("authors", [])],
        "published": (metadata.get("date_published") or "")[:10] or None,
        KNOWN_MISS: expected.get(KNOWN_MISS),
    }
