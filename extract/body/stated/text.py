"""The texts that a page states: their paragraphs, and whether they read like an article's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extract.body.blocks import SKIPPED, clean_line
from extract.body.claims import read_letters
from extract.body.measures import ENDS
from extract.page.references import unescape

if TYPE_CHECKING:
    from bs4.element import PageElement

MAX_TEXT = 1_000_000  # characters of one text
MAX_TAGS = 60_000  # of one text, and of all strings of page data; each costs some 25 µs
LONGER = 1.5  # a statement this many times as long as the visible text is the fuller one

_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|blockquote|em|strong|a|span|b|i)\b[^<>]{0,2000}>", re.I)
_PARAGRAPHS = re.compile(r"<(?:p|br)\b", re.I)
_GAP = re.compile(r"\n\s*\n")
_ENDS = tuple(f"{ENDS}:;\"'”’»)]")
# What stands before and after the text of an element.
_BREAKS = dict.fromkeys(
    (
        "address article blockquote body center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li main "
        "ol p pre section table tr ul"
    ).split(),
    "\n\n",
) | {"br": "\n", "td": " | ", "th": " | "}
_UNREAD = SKIPPED | {"figcaption", "caption"}


def is_fuller(stated: int, visible: int, least: int) -> bool:
    """Whether a statement of so many words is plainly more than the visible text, and no less than `least`."""
    return stated >= least and stated > LONGER * visible


def is_prose(text: str) -> bool:
    """Whether a text reads like running text: words between blanks, long enough, and it ends."""
    if len(text) < 25:
        return False
    spaced = text.count(" ") * 12 > len(text) or text[len(text) // 2] > "\u0dff"
    return spaced and (len(text) > 80 or text.endswith(_ENDS)) and "{" not in text


def is_ended(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return text.rstrip().endswith(_ENDS)


def has_paragraphs(text: str) -> bool:
    """Whether a text is marked up in paragraphs or lines."""
    return _PARAGRAPHS.search(text) is not None


def read_text(text: str) -> tuple[str, ...]:
    """The paragraphs of a stated text: by its markup, or by its line breaks where it has none."""
    if "&" in text and not _MARKUP.search(text):
        text = unescape(text)
    if not _MARKUP.search(text):
        return tuple(filter(None, map(clean_line, text.splitlines())))
    if not has_paragraphs(text):  # inline markup alone: the lines are the paragraphs
        text = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return tuple(_read_markup(text)) if text.count("<") <= MAX_TAGS else ()


def _read_markup(text: str) -> Iterator[str]:
    """The paragraphs of a fragment of HTML."""
    for lines in _GAP.split("".join(_read_pieces(text))):
        paragraph = "\n".join(filter(None, map(clean_line, lines.strip(" |").split("\n"))))
        if paragraph:
            yield paragraph


def _read_pieces(text: str) -> Iterator[str]:
    """The text of a fragment of HTML piece by piece, with a blank line wherever a block begins or ends."""
    from bs4 import BeautifulSoup, Tag  # their import costs more than most pages
    from bs4.element import PreformattedString

    numbers: Counter[int] = Counter()  # of the items of each list so far
    marker = ""
    left: list[PageElement | str] = [BeautifulSoup(" ".join(text.split()), "lxml")]
    while left:
        node = left.pop()
        if isinstance(node, Tag):
            if node.name in _UNREAD or node.has_attr("hidden"):
                continue
            if node.name == "li":
                numbers[id(node.parent)] += 1
                ordered = node.parent is not None and node.parent.name == "ol"
                marker = f"{numbers[id(node.parent)]}. " if ordered else "- "
            gap = _BREAKS.get(node.name, "")
            yield gap if gap == "\n\n" else ""
            left += (gap, *reversed(node.contents))
        elif isinstance(node, str) and not isinstance(node, PreformattedString):
            if marker and node.strip():
                yield marker
                marker = ""
            yield node


def drop_title(paragraphs: Sequence[str], title: str | None) -> tuple[str, ...]:
    """Without the headline at the beginning, and nothing long twice."""
    plain = read_letters(title or "")
    seen: set[str] = set()
    kept = []
    for i, paragraph in enumerate(paragraphs):
        letters = read_letters(paragraph)
        if not letters or (i < 2 and letters == plain) or (len(letters) > 40 and letters in seen):
            continue
        seen.add(letters)
        kept.append(paragraph)
    return tuple(kept)
