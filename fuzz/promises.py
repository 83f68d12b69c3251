"""What holds of every input, whatever its bytes."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

from extract import Article, UnreadablePage, explain, extract
from extract.page.errors import CODES
from extract.render import render_article

SECONDS = 2.0  # of the processor for a page of MEASURE bytes; longer pages have more
MEASURE = 200_000
# What a terminal obeys. Lines may break, and code may hold tabs.
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def check_page(data: bytes, url: str | None = None) -> Article | None:
    """Extract a page and raise `AssertionError` for a promise that does not hold; `None` if it was refused."""
    began = time.process_time()
    article, code = None, None
    try:
        article = extract(data, url=url)
    except UnreadablePage as error:
        code = error.code
    spent = time.process_time() - began
    allowed = SECONDS * max(1.0, len(data) / MEASURE)
    assert spent < allowed, f"{spent:.1f} s for {len(data):,} bytes"
    assert code is None or code in CODES, code
    if article is not None:
        check_article(article)
    return article


def check_article(article: Article) -> None:
    """The contract's own rules, the schema, strict JSON, and text that a terminal can show."""
    record = parse_strictly(render_article(article, "json", blocks=True))
    errors = [f"{error.instance_path}: {error.message[:200]}" for error in _validator().iter_errors(record)]
    assert not errors, errors
    assert (article.body is None) == (article.extraction.status == "no-article")
    assert article.body is None or article.body.strip()
    for text in list_texts(record):
        assert "\0" not in text
    for format in ("text", "markdown"):
        shown = render_article(article, format).decode("utf-8", "strict")
        command = _COMMANDS.search(shown)
        assert command is None, f"{format}: {unicodedata.name(command[0], repr(command[0]))}"


def check_explanation(data: bytes, article: Article) -> None:
    """The explanation decides as the extraction did."""
    explained = explain(data)
    assert (explained.title, explained.body, explained.metadata) == (
        article.title, article.body, article.metadata,
    )  # fmt: skip
    assert [b.kept for b in explained.blocks] == [b.kept for b in article.blocks]


def parse_strictly(data: bytes) -> Any:
    """The value of the output; constants that JSON does not have are refused."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(data.decode("utf-8", "strict"), parse_constant=refuse)


def list_texts(value: Any) -> list[str]:
    """All strings of a JSON value."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in inner for text in list_texts(part)]


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads((files("extract") / "schema.json").read_bytes()))
