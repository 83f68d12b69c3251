"""Make a fixture out of a page: `make new-case NAME=word FROM=page.html`.

The folder fixtures/NAME gets the page, an expected.json with what the extraction says now, to be corrected by
hand, and an empty why.txt: the tests fail until it says why the case exists.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from extract import Article, UnreadablePage, extract

FIXTURES = Path(__file__).parent.parent / "fixtures"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class CaseError(Exception):
    """The case cannot be made; the message says why."""


def main(argv: list[str] | None = None) -> int:
    """Make the case, and tell what is left to do by hand."""
    parser = argparse.ArgumentParser(prog="new-case", description="Make a fixture out of a page.")
    parser.add_argument("name", help="lower-case words joined by hyphens")
    parser.add_argument("page", type=Path, help="the saved page, HTML or flattened text")
    parser.add_argument("--url", help="where it came from; use the domain .example")
    options = parser.parse_args(argv)
    try:
        folder = make_case(options.name, options.page, options.url)
    except CaseError as error:
        print(f"new-case: {error}", file=sys.stderr)
        return 1
    print(f"""{folder} is made. Three things are left to do by hand:
  page           put invented text in place of what somebody else wrote, and keep the markup
  expected.json  make it say what is right: it holds what the extraction says now
  why.txt        say in one to three lines why the case exists""")
    return 0


def make_case(name: str, page: Path, url: str | None = None, fixtures: Path = FIXTURES) -> Path:
    """A new case's folder; raises `CaseError` where the name is taken or no name, or the page no page."""
    if not NAME.fullmatch(name):
        raise CaseError(f"{name} is no name for a case; use lower-case words joined by hyphens")
    folder = fixtures / name
    if folder.exists():
        raise CaseError(f"the case {name} exists already")
    try:
        data = page.read_bytes()
        article = extract(data, url=url)
    except OSError as error:
        raise CaseError(f"{page} cannot be read ({error.strerror})") from error
    except UnreadablePage as error:
        raise CaseError(f"{page}: {error}") from error
    folder.mkdir(parents=True)
    (folder / ("page.txt" if page.suffix == ".txt" else "page.html")).write_bytes(data)
    expected = json.dumps(describe_article(article), ensure_ascii=False, indent=2)
    (folder / "expected.json").write_text(expected + "\n", encoding="utf-8")
    (folder / "why.txt").touch()
    return folder


def describe_article(article: Article) -> dict[str, Any]:
    """What a case expects of its page, if the extraction is right: metadata only where there is some."""
    record = article.to_dict()
    metadata = record["metadata"]
    url = metadata.pop("url")
    expected = {
        "url": url,
        "status": record["extraction"]["status"],
        "title": record["title"],
        "body": None if record["body"] is None else record["body"].split("\n\n"),
        "metadata": {name: value for name, value in metadata.items() if value not in (None, [])},
    }
    if record["extraction"]["warnings"]:
        expected["warnings"] = record["extraction"]["warnings"]
    return expected


if __name__ == "__main__":
    sys.exit(main())
