"""What the page says its article is about, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.metadata.evidence import JSON_LD, Evidence, clean_text
from extract.metadata.plain import flatten

# Each source is a list of its own; the first that holds any is taken whole.
META = (
    ("articletag", "ogarticletag"), ("newskeywords",), ("keywords",), ("parselytags",), ("sailthrutags",),
    ("dcsubject", "dctermssubject"), ("cxenseparsekeywords",), ("taxonomytags",), ("bttags",),
)  # fmt: skip
MAX_KEYWORDS = 50
MAX_KEYWORD = 80
_SEPARATOR = re.compile("[,;|،、，；]")


def read_keywords(evidence: Evidence) -> tuple[str, ...]:
    """The keywords in the page's order, each once."""
    return next((words for _, words in list_keywords(evidence)), ())


def list_keywords(evidence: Evidence) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Those of each source that has any, in the order in which they are believed."""
    sources = [(JSON_LD, evidence.read_story("keywords"))]
    sources += [(names[0], evidence.read_meta(names)) for names in META]
    for source, values in sources:
        words = _collect(_flatten(list(values)), evidence)
        if words:
            yield source, words


def _flatten(values: Sequence[object]) -> Iterator[object]:
    for value in values:
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, list):
            yield from _flatten([v for v in value[: MAX_KEYWORDS * 2] if not isinstance(v, list)])
        else:
            yield value


def _collect(values: Iterator[object], evidence: Evidence) -> tuple[str, ...]:
    words: dict[str, str] = {}
    for value in values:
        for word in _SEPARATOR.split(clean_text(value) or ""):
            word = word.strip(" \"'#")
            plain = flatten(word)
            if plain and len(word) <= MAX_KEYWORD and plain not in evidence.sites and "://" not in word:
                words.setdefault(plain, word)
    return tuple(words.values())[:MAX_KEYWORDS]
