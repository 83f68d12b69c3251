"""The article's text as JSON-LD states it (`articleBody`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extract.body.claims import read_letters
from extract.body.stated.objects import bears_title
from extract.body.stated.text import MAX_TEXT, drop_title, is_fuller, read_text
from extract.body.text import count_words
from extract.page import Page

MIN_WORDS = 12  # that a statement must have to be the body


def read_json_ld(page: Page, title: str | None, words: int) -> tuple[str, ...] | None:
    """The paragraphs of the longest statement; where there are several, of those with the page's headline.

    `None` where they are not plainly more than the `words` of the visible text.
    """
    told = [(o, text) for o in page.json_ld if (text := _read_article_body(o))]
    if not told:
        return None
    if len({text for _, text in told}) > 1:
        told = [(o, text) for o, text in told if bears_title(o, read_letters(title or ""))]
    text = max((text for _, text in told), key=len, default="")
    if not is_fuller(count_words(text), words, MIN_WORDS):  # with its markup, which costs time to read
        return None
    paragraphs = drop_title(read_text(text), title)
    return paragraphs if is_fuller(sum(map(count_words, paragraphs)), words, MIN_WORDS) else None


def _read_article_body(item: Mapping[str, Any]) -> str:
    value = item.get("articleBody")
    if isinstance(value, list):
        value = "\n".join(v for v in value if isinstance(v, str))
    return value[:MAX_TEXT].strip() if isinstance(value, str) else ""
