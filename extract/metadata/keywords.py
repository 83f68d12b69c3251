"""What the page says its article is about, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.metadata.evidence import JSON_LD, Evidence, clean_text, read_content
from extract.metadata.plain import flatten

# Each source is a list of its own; the first that holds any is taken whole.
META = (
    ("articletag", "ogarticletag"), ("newskeywords",), ("keywords",), ("parselytags",), ("sailthrutags",),
    ("dcsubject", "dctermssubject"), ("cxenseparsekeywords",), ("taxonomytags",), ("bttags",),
)  # fmt: skip
MAX_KEYWORDS = 50
MAX_KEYWORD = 80
MAX_DEPTH = 3
_SEPARATOR = re.compile(r"[,;|،、，；؛]|\s(?=#\w)")
# Names of fields before a word, numbers of a database, and what templates print for nothing.
_FIELD = re.compile(r"^(?:tags?|keywords?|topics?|category|categories):\s?", re.I)
_NO_WORD = re.compile(
    r"^(?:[a-z_]{2,20}:\S+|\d{5,}|[\da-f]{8}-[\da-f-]{20,30}|(?=.*\d)[\da-f]{16,}|undefined|null|none|nan|n/?a)$",
    re.I,
)


def read_keywords(evidence: Evidence) -> tuple[str, ...]:
    """The keywords in the page's order, each once."""
    return next((words for _, words in list_keywords(evidence)), ())


def list_keywords(evidence: Evidence) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Those of each source that has any, in the order in which they are believed."""
    sources = [(JSON_LD, evidence.read_story("keywords"))]
    sources += [(names[0], evidence.read_meta(names)) for names in META]
    items = (read_content(item.element) for item in evidence.items if item.name == "keywords")
    sources.append(("microdata", items))
    for source, values in sources:
        words = _collect(_flatten(list(values), 0), evidence)
        if words:
            yield source, words


def _flatten(values: Sequence[object], depth: int) -> Iterator[object]:
    for value in values[: MAX_KEYWORDS * 2]:
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, list) and depth < MAX_DEPTH:
            yield from _flatten(value, depth + 1)
        else:
            yield value


def _collect(values: Iterator[object], evidence: Evidence) -> tuple[str, ...]:
    words: dict[str, str] = {}
    known = {*evidence.sites, flatten(evidence.headline.text or "")}
    for value in values:
        for word in _SEPARATOR.split(clean_text(value) or ""):
            word = _FIELD.sub("", word.strip(" \"'[]")).lstrip("#").strip()
            plain = flatten(word)
            # "C" and "C++" are two: where letters alone are few, signs tell words apart.
            key = plain if len(plain) > 2 else word.casefold()
            if (
                not plain
                or len(word) > MAX_KEYWORD
                or plain in known
                or "://" in word
                or _NO_WORD.match(word)
            ):
                continue
            words.setdefault(key, word)
    return tuple(words.values())[:MAX_KEYWORDS]
