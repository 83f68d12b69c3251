"""Whether a text is the markup of a page, or a page that was flattened to plain text.

Every page is asked; what only a text without the beginning of a page needs is compiled when one comes.
"""

from __future__ import annotations

import re
from functools import cache

_BLOCK_NAMES = (
    "html|head|body|meta|title|link|script|style|base|div|p|h1|h2|h3|h4|h5|h6|ul|ol|li|dl|dt|dd|table|thead|tbody"
    "|tr|td|th|article|section|main|header|footer|nav|aside|figure|figcaption|blockquote|pre|form|br|hr|img"
    "|iframe|noscript|picture|video|audio|svg|center|frameset|frame|template|address"
)
_INLINE_NAMES = "a|abbr|b|big|cite|code|em|font|i|q|s|small|span|strike|strong|sub|sup|time|tt|u"
_BLOCKS = frozenset(_BLOCK_NAMES.split("|"))
# What a page begins with: a tag of blocks, after comments and declarations. The name is looked up, which is
# cheaper than a pattern of all names.
_PAGE_START = re.compile(
    r"(?:\s++|(?><!--.*?-->)|<\?[^>]*+>)*+"
    r"<(?:!doctype\b|!--|(?:[a-z][\w.-]*:)?(?P<name>[a-z]+[1-6]?|amp-[a-z]+)[\s/>])",
    re.I | re.S,
)
LINKS = 3  # so many in the manner of Markdown are no accident
MAX_MARKDOWN = 1_000_000  # characters
_START_SPAN = 50_000  # characters in which a page begins
_TAG_SPAN = 1_000_000  # characters in which tags are counted


def is_flat(text: str) -> bool:
    """Whether the text is no markup but the lines of a page."""
    if "<" not in text:
        return True
    if _begins_page(text[:_START_SPAN]):
        return False
    text = text[:_TAG_SPAN]
    tags = list(_tag().finditer(text))
    if not tags:
        return True
    # A text that speaks of tags has them amid its lines, blanks or quotes around; markup has them at the
    # ends of lines, against words, or in pairs.
    marks = sum(m[0][1] == "/" or _is_tight(text, m.start(), m.end()) for m in tags)
    return marks < max(1, sum(1 for line in text.splitlines() if line.strip()) / 3)


def is_markdown(text: str) -> bool:
    """Whether a text without markup has links as Markdown writes them, and can be rendered in some seconds."""
    return len(text) <= MAX_MARKDOWN and text.count("](") >= LINKS


def _begins_page(text: str) -> bool:
    start = _PAGE_START.match(text)
    if start is None:
        return False
    name = (start["name"] or "html").casefold()  # a doctype or a comment has none
    return name in _BLOCKS or name.startswith("amp-")


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(rf"</?(?:{_BLOCK_NAMES}|amp-[a-z]+|{_INLINE_NAMES})(?:\s[^<>]{{0,2000}})?/?>", re.I)


def _is_tight(text: str, start: int, end: int) -> bool:
    """Whether a tag stands at the end of a line, or against words or tags on both sides."""
    before, after = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
    return before in "\n>" or after in "\r\n<" or (before.isalnum() and after.isalnum())
