"""The headline of a page without markup: the line like a title that stands above the text and shares its words.

What speaks for a line is added up by `POINTS`, the logarithms of odds between the lines of a page, rounded from
a fit to labelled pages that were flattened in two ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from extract.body.blocks import Layout, TextBlock
from extract.metadata.moments import find_moments
from extract.metadata.plain import flatten, has_han, list_words
from extract.wording import match_phrases, phrase_mask

POINTS: Mapping[str, float] = MappingProxyType(
    {
        "lines above the text": -0.05,
        "below its beginning": -4.0,
        "words": 0.2,
        "few words": -1.0,
        "long": -2.0,
        "short": -1.5,
        "words of the text": 0.4,
        "share of words of its beginning": 2.1,
        "ends a sentence": -3.2,
        "bars": -2.8,
        "known wording": -2.7,
        "imprint below": 1.5,
        "imprint right below": 0.9,
        "a date": -1.7,
        "below a paragraph": -1.8,
        "above a paragraph": 0.5,
        "list item": -4.8,
        "names alone": -0.9,
        "said elsewhere": 1.0,
        "titles above": -0.4,
    }
)
LONGEST, LONG, SHORT = 250, 120, 20  # characters, those of Chinese and the like counting twice
PARAGRAPH = 80  # characters of a text that ends a sentence
ENDS = frozenset(".!?…。！？।۔»”\"'")
FAR = 40  # lines between title and text that count
LOOKED_AT = 400  # lines above the text
BELOW = 8  # lines of the text among which the title may stand all the same
BEGINNING = 3  # blocks of the text that say what it is about
IMPRINT = 3  # lines below a title among which its date or byline stands
DATE_LINE = 32  # characters that a line of a date alone has at most
TITLE_WORDS = range(4, 21)
NAMES = 5  # words that begin with capitals where several people are named
NEARBY = 12  # lines among which a picture's words come twice
STEM = 5  # letters by which the forms of a word are the same
SEARCHED = 200_000  # letters of a page in which a title is looked for again
_YEAR = re.compile(r"\d{4}")
_BARS = ("|", " · ")


def choose_line(layout: Layout) -> TextBlock | None:
    """The line that is most like the headline of what follows it; `None` where the page has no such line."""
    blocks = layout.blocks
    start, end = _find_text(blocks)
    lines = [block for block in blocks[max(0, start - LOOKED_AT) : start + BELOW] if _may_be_title(block)]
    text = _list_stems(block.text for block in blocks[start:end])
    beginning = _list_stems(block.text for block in blocks[start : min(end, start + BEGINNING)])
    plains = [flatten(block.text) for block in blocks]
    page = "\n".join(plains)[:SEARCHED]

    def add_up(line: TextBlock) -> float:
        facts = _describe(line, blocks, start, text, beginning, plains, page)
        return sum(POINTS[name] * value for name, value in facts.items())

    best = max(((add_up(line), -line.index, line) for line in lines), default=None)
    return best[2] if best is not None and best[0] > 0 else None


def _find_text(blocks: Sequence[TextBlock]) -> tuple[int, int]:
    """Where the densest run of paragraphs begins and ends: the largest sum of their lengths, less 30 a line."""
    best, where = 0.0, (0, len(blocks))
    total, start = 0.0, 0
    for i, block in enumerate(blocks):
        if total <= 0:
            total, start = 0.0, i
        width = _width(block.text)
        worth = min(width, 600) if _is_paragraph(block) else min(width, 300) / 2 if width >= LONG else 0
        total += worth - 30
        if total > best:
            best, where = total, (start, i + 1)
    return where


def _is_paragraph(block: TextBlock) -> bool:
    return block.text[-1] in ENDS and _width(block.text) >= PARAGRAPH


def _width(text: str) -> int:
    return len(text) * (2 if has_han(text[:20]) else 1)


def _may_be_title(block: TextBlock) -> bool:
    return len(block.text) <= LONGEST and bool(list_words(block.text))


def _list_stems(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:STEM] for text in texts for word in list_words(text.casefold()))


def _describe(
    line: TextBlock,
    blocks: Sequence[TextBlock],
    start: int,
    text: frozenset[str],
    beginning: frozenset[str],
    plains: Sequence[str],
    page: str,
) -> dict[str, float]:
    """How much of each of the `POINTS` a line has.

    `start` is where the text begins, `plains` are the letters of the blocks, and `page` those of all in one.
    """
    i = line.index
    words = list_words(line.text)
    stems = {word for word in _list_stems((line.text,)) if len(word) >= STEM - 1 or has_han(word)}
    above, below = blocks[max(0, i - 6) : i], blocks[i + 1 : i + 1 + IMPRINT]
    dated = list(map(_tells_when_or_who, below))
    plain = plains[i]
    nearby = "\n".join(plains[max(0, i - NEARBY) : i + 1 + NEARBY])
    width = _width(line.text)
    return {
        "lines above the text": min(FAR, max(0, start - i)),
        "below its beginning": i >= start,
        "words": min(10, len(words)),
        "few words": len(words) < TITLE_WORDS.start,
        "long": width > LONG,
        "short": width < SHORT,
        "words of the text": min(6, len(stems & text)),
        "share of words of its beginning": len(stems & beginning) / max(1, len(stems)),
        "ends a sentence": line.text[-1] in ".。।۔:：",
        "bars": any(bar in line.text for bar in _BARS),
        "known wording": any(match_phrases(line.text)),
        "imprint below": True in dated,
        "imprint right below": dated[:1] == [True],
        "a date": _is_dated(line.text),
        "below a paragraph": bool(above) and _width(above[-1].text) > PARAGRAPH,
        "above a paragraph": bool(below) and _width(below[0].text) > PARAGRAPH,
        "list item": line.kind == "list",
        "names alone": len(words) <= NAMES and all(word[0].isupper() for word in words),
        "said elsewhere": min(3, page.count(plain) - nearby.count(plain)) if len(plain) > 8 else 0,
        "titles above": sum(len(list_words(block.text)) in TITLE_WORDS for block in above),
    }


def _tells_when_or_who(block: TextBlock) -> bool:
    exact, partial = match_phrases(block.text)
    return bool((exact | partial) & phrase_mask("byline published")) or _is_dated(block.text)


def _is_dated(text: str) -> bool:
    """Whether a line is little more than a date."""
    dated = len(text) < DATE_LINE and _YEAR.search(text) is not None
    return dated and next(find_moments(text), None) is not None
