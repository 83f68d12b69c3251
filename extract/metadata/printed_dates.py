"""The days that stand at the article: in `<time>` elements, in short lines, and in the attributes of elements.

All are read once a page, when a cascade of `dates` first asks for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain, islice
from typing import cast

from lxml.etree import _Element

from extract.body.blocks import Box, Mark, TextBlock
from extract.metadata.byline_words import starts_with_by
from extract.metadata.evidence import Evidence
from extract.metadata.moments import Moment, find_moments, put_days_first, read_moment
from extract.wording import class_mask, load, normalise
from extract.wording.letters import split_words

CLOSE = 6  # blocks below the headline in which a link to the comments may share the date's bar
NEAR = 12  # blocks between headline and date
SHORT = 160  # characters of a block that may be a date line
CAPTION = 40  # characters of a date line in a figure
LABEL = 30  # characters of a label that stands apart from its date
OPENING = 120  # characters of a text that hold the place and the day it begins with
DATELINE = 0.5  # the worth of a day that the text begins with
DAYS_FIRST = "en-GB"
MAX_PARTS = 20  # of a line
MAX_LINES = 400  # with a date, of a page
MAX_ELEMENTS = 40  # of one box
MIN_YEAR = 1990
_HAS_YEAR = re.compile(r"\d(?:\d{3}|[年년]|[./-]\s?\d{1,2}[./-]\s?\d\d|(?<=['’\s-]\d)\d(?!\d))")
_DATELINE = re.compile(
    r"^((?:\S{1,40}\s){0,8}?\S{0,40}\d\S{0,40}(?:\s\S{1,40}){0,3}?)\s?(?:\([^)]{1,40}\)\s*)?(?:[-–—|]+\s|//)"
)
_DATED_NAME = re.compile(r"^(?:title|ts)$|publi|date|time|created")  # of an attribute
_NEXT = re.compile(r"[|·•–—(;\n]")  # where the words about a date end


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A moment at the article, how likely it is the article's own, and whether it is that of a change.

    `own`: it stands where only the article's can, between the headline and the body.
    """

    worth: float
    changed: bool
    moment: Moment
    own: bool = False


@dataclass(frozen=True)
class Sources:
    """What the cascades read: the evidence, and what stands at the article, the likeliest first."""

    evidence: Evidence

    @cached_property
    def times(self) -> tuple[PrintedDate, ...]:
        """The `<time>` elements at the article, nearest to the headline first."""
        return tuple(_read_times(self.evidence))

    @cached_property
    def lines(self) -> tuple[PrintedDate, ...]:
        """The lines with a date at the article."""
        found: list[tuple[float, int, PrintedDate]] = []
        lines = list(_list_lines(*_choose_blocks(self.evidence), self.evidence))
        language = self.evidence.date_language
        if (language or "").startswith("en") and put_days_first(text for _, text in lines):
            language = DAYS_FIRST
        above = Counter(_name(block) for block, _ in lines if block.index < self.evidence.start)
        for block, text in lines:
            if block.index < self.evidence.start and above[_name(block)] > 1:
                continue  # a list of other articles
            worth = _worth(block, text, self.evidence)
            if worth > 0:
                dates = _read_line(text, worth, _is_between(block, self.evidence), language)
                found += ((worth, -block.index, date) for date in dates)
        return tuple(date for _, _, date in sorted(found, key=lambda f: f[:2], reverse=True))

    @cached_property
    def attributes(self) -> tuple[PrintedDate, ...]:
        """The dates in attributes of elements at the headline, or in the title of those that are called so."""
        return tuple(_read_attributes(self.evidence))

    @cached_property
    def far(self) -> tuple[PrintedDate, ...]:
        """Dates anywhere on the page in lines that say what they are, where all of these say the same."""
        found: list[PrintedDate] = []
        lines = _list_lines(self.evidence.layout.blocks, (), self.evidence)
        for block, text in islice(lines, MAX_LINES):
            if max(_find_words(text)) < 0 or _is_refused(text) or self.evidence.is_foreign(block.box):
                continue
            dates = _read_line(text, 0.0, False, self.evidence.date_language)
            found += (date for date in dates if date.changed or _says_published(text))
        days = Counter(changed for changed, _ in {(date.changed, date.moment.day) for date in found})
        return tuple(date for date in found if days[date.changed] == 1)


def _name(block: TextBlock) -> tuple[str, str]:
    """What the boxes of the lines of one list have in common."""
    return block.box.tag, block.box.names


def _read_line(text: str, worth: float, own: bool, language: str | None) -> Iterator[PrintedDate]:
    moments = [moment for moment in find_moments(text, language) if moment.day.year >= MIN_YEAR]
    rest = text
    for number, moment in enumerate(moments, 1):
        before, _, rest = rest.partition(str(moment.day.year))
        changed = _tells_of_change(before)
        if number == len(moments) and max(_find_words(before)) < 0:  # "am 3.5.2021 um 8 Uhr geändert"
            changed = _tells_of_change(_NEXT.split(rest)[0])
        yield PrintedDate(worth, changed, moment, own)


def _is_between(block: TextBlock, evidence: Evidence) -> bool:
    """Whether a short line stands between the headline and the body."""
    if evidence.headline.block is None or evidence.kept[block.index] or len(block.text) > LABEL + LABEL:
        return False
    return evidence.start < block.index <= max(evidence.first, evidence.start + 1)


def _read_times(evidence: Evidence) -> Iterator[PrintedDate]:
    marks = [
        m
        for m in evidence.layout.times
        if _is_near(evidence, m.index)
        and not _is_foreign(evidence, m.index, m.box)
        and not (m.index - evidence.start not in range(CLOSE) and evidence.is_aside(m.box))
    ]
    for mark in sorted(marks, key=lambda m: (m.index > evidence.last, _distance(evidence, m.index))):
        element = mark.element
        text = "".join(map(str, element.itertext()))[:SHORT]
        values = [element.get("datetime"), text, element.get("title")]
        if (
            _find_words(text)[0] >= 0
        ):  # what is printed says more than the attribute, which may tell of a change
            values[:2] = [text, element.get("datetime")]
        moments = (read_moment(value, evidence.date_language) for value in values if value)
        moment = next((m for m in moments if m is not None), None)
        if moment is not None:
            yield PrintedDate(1.0, _tells_change(mark, text, evidence), moment)


def _tells_change(mark: Mark, text: str, evidence: Evidence) -> bool:
    """Whether a `<time>` is that of a change: by its own names, or by the words before it."""
    element = mark.element
    names = " ".join(filter(None, (element.get("class"), element.get("itemprop"), element.get("id")))).lower()
    if "modif" in names or "update" in names:
        return True
    if "publish" in names or element.get("pubdate") is not None:
        return False
    blocks = evidence.layout.blocks
    block = blocks[mark.index] if mark.index < len(blocks) else None
    text = " ".join(text.split())
    if block is None or not text or len(block.text) > SHORT or text not in block.text:
        return False
    return _tells_of_change(block.text.partition(text)[0] or block.text)


def _read_attributes(evidence: Evidence) -> Iterator[PrintedDate]:
    for element in _list_elements(evidence):
        names = element.get("class") or ""
        called = any(word in names for word in ("publish", "date", "time"))
        for name, value in cast("list[tuple[str, str]]", element.items()):
            if (
                not value
                or len(value) > SHORT
                or not _may_hold_date(name)
                or (name == "title" and not called)
            ):
                continue
            moment = read_moment(value, evidence.date_language)
            if moment is not None:
                yield PrintedDate(1.0, "updat" in names + name or "modif" in names + name, moment)


@lru_cache(1000)
def _may_hold_date(name: str) -> bool:
    """Whether an attribute is named as one that holds a date; `datetime` is read elsewhere."""
    return name != "datetime" and _DATED_NAME.search(name) is not None


def _list_elements(evidence: Evidence) -> Iterator[_Element]:
    """The elements around the headline and those above the body."""
    seen: set[int] = set()
    for block in evidence.layout.blocks[max(0, evidence.start - CLOSE) : evidence.start + NEAR]:
        box = block.box.parent or block.box
        if box.index not in seen:
            seen.add(box.index)
            yield from islice(box.element.iter("*"), MAX_ELEMENTS)


def _choose_blocks(evidence: Evidence) -> tuple[Sequence[TextBlock], Sequence[TextBlock]]:
    """The blocks above and at the beginning of the body, and those below it."""
    blocks = evidence.layout.blocks
    above = blocks[max(0, evidence.start - NEAR) : max(evidence.start, evidence.first) + NEAR]
    return above, blocks[max(evidence.last, (above[-1].index if above else 0) + 1) : evidence.last + NEAR]


def _list_lines(
    above: Sequence[TextBlock], below: Sequence[TextBlock], evidence: Evidence
) -> Iterator[tuple[TextBlock, str]]:
    """The blocks that may be date lines, each with the text to look at."""
    before = ""
    for block in chain(above, below):
        text = block.text
        if len(text) > SHORT:
            text = _find_dateline(block, evidence) or (text if _is_filed(block, evidence) else "")
        elif block.kind in ("code", "table") or (block.kind == "caption" and len(text) > CAPTION):
            text = ""
        elif _HAS_YEAR.search(text):
            text = _part_words(block)
        for line in text.split("\n"):
            if _HAS_YEAR.search(line):
                labelled = 0 < len(before) < LABEL and _find_words(before)[0] >= 0
                yield block, f"{before} {line}" if labelled else line
        before = text


def _part_words(block: TextBlock) -> str:
    """The text of a block with blanks between its elements where style alone keeps their words apart."""
    parts = list(map(str, islice(block.box.element.itertext(), MAX_PARTS)))
    if len(parts) < 2 or "\n" in block.text or "".join("".join(parts).split()) != "".join(block.text.split()):
        return block.text
    text = parts[0]
    for part in parts[1:]:
        numbers = text[-1:].isdigit() and part[:1].isdigit() and not part.isdigit()
        glued = text[-1:].isalnum() and (
            part[:1].isupper() or numbers or (text[-1:].isalpha() and part[:1].isdigit())
        )
        text += f" {part}" if glued else part
    return " ".join(text.split())


def _find_dateline(block: TextBlock, evidence: Evidence) -> str | None:
    """The place and day that a text begins with: "BERLIN, 3 May 2024 – "."""
    if not evidence.first <= block.index < evidence.first + 4 or not evidence.kept[block.index]:
        return None
    text = block.text[:OPENING]
    bracketed = text.startswith("(")
    if (bracketed or block.index == evidence.first) and text[bracketed : bracketed + 1].isdigit():
        return text[1:25].partition(")")[0] if bracketed else text[:25]
    match = _DATELINE.match(text) if _HAS_YEAR.search(text) else None
    return match.group(1) if match is not None and _HAS_YEAR.search(match.group(1)) else None


def _is_filed(block: TextBlock, evidence: Evidence) -> bool:
    """Whether a long line below the body tells how the article is filed: "was published on … under …"."""
    below = block.index >= evidence.last and len(block.text) < 3 * SHORT
    return below and _find_words(block.text)[0] >= 0


def _worth(block: TextBlock, text: str, evidence: Evidence) -> float:
    """How likely a short block with a date in it is the article's date line."""
    if _is_foreign(evidence, block.index, block.box):
        return 0.0
    distance = _distance(evidence, block.index)
    worth = 1.0 - 0.05 * distance
    if evidence.is_aside(block.box):  # an article's own footer and its bar of tools look the same
        close = distance < 5 or block.index - evidence.start in range(CLOSE)
        worth -= 0.2 if close else 0.9
    if len(block.text) > SHORT and evidence.kept[block.index]:
        return DATELINE
    classes = block.classes
    box = block.box
    for _ in range(3):
        classes |= box.classes
        if box.parent is None:
            break
        box = box.parent
    published, changed = _find_words(text)
    if block.index > evidence.last and published < 0 and changed < 0 and not starts_with_by(text):
        # The dates of other articles stand there, if not beside the last paragraph.
        worth -= 0.5 if _is_beside_the_end(block, evidence) else 0.9
    worth += 0.6 * bool(classes & class_mask("date")) + 0.3 * bool(classes & class_mask("author"))
    worth += 0.3 * (len(block.text) < 60) + 0.5 * (published >= 0)
    worth -= 2.0 * _is_refused(text)
    return worth - 0.8 * (evidence.kept[block.index] and len(block.text) > 80)


def _is_refused(text: str) -> bool:
    """Whether a line tells of something else: a copyright, a member, a term."""
    words = split_words(text)
    padded = f" {' '.join(words)} "
    return any(phrase in padded for word in words for phrase in _foreign_words().get(word, ()))


def _is_beside_the_end(block: TextBlock, evidence: Evidence) -> bool:
    """Whether a block follows the last of the body in the same box."""
    last = evidence.layout.blocks[evidence.last : evidence.last + 1]
    return bool(last) and block.index == evidence.last + 1 and block.box.parent is last[0].box.parent


def _distance(evidence: Evidence, index: int) -> int:
    """Blocks between the headline and a place; what stands above it counts double, and so does the body's.

    Below the body, it is the body's end that counts.
    """
    if index < evidence.start:
        return 2 * (evidence.start - index)
    if index > max(evidence.last, evidence.first + CLOSE):
        return index - evidence.last + 3
    if index > evidence.first > evidence.start:
        return index - evidence.start + (6 if index < evidence.last else 3)
    return index - evidence.start


def _is_foreign(evidence: Evidence, index: int, box: Box | None) -> bool:
    """Whether a date is that of another article or of a comment."""
    above = index <= evidence.last or index - evidence.start in range(CLOSE)
    return evidence.is_related(box) if above else evidence.is_foreign(box)


def _is_near(evidence: Evidence, index: int) -> bool:
    near = evidence.start - NEAR <= index <= max(evidence.start, evidence.first) + NEAR
    return near or evidence.last <= index <= evidence.last + 4


def _says_published(text: str) -> bool:
    """Whether a line has a word for publication, and not just one for a date."""
    padded = f" {normalise(text)} "
    return any(
        kind == 0 and named and phrase in padded
        for word in padded.split()
        for phrase, kind, named in _index_words().get(word, ())
    )


def _tells_of_change(text: str) -> bool:
    """Whether the last word about a date means a change; "last published" does."""
    published, changed = _find_words(text)
    return changed >= max(published, 0)


def _find_words(text: str) -> tuple[int, int]:
    """Where the last word for publication ends and where the last for a change; -1 where there is none."""
    padded = f" {normalise(text)} "
    index = _index_words()
    last = [-1, -1]
    for word in padded.split():
        for phrase, kind, _ in index.get(word, ()):
            start = padded.rfind(phrase)
            if start >= 0:
                last[kind] = max(last[kind], start + len(phrase))
    return last[0], last[1]


@cache
def _index_words() -> dict[str, tuple[tuple[str, int, bool], ...]]:
    """Of each first word the words for publication (0) and for a change (1), with blanks around.

    The last value is false for words that just say that a date follows.
    """
    index: dict[str, tuple[tuple[str, int, bool], ...]] = {}
    for kind, name in ((0, "published"), (0, "dated"), (1, "updated")):
        for phrase in load("dates.json")[name]:
            plain = normalise(phrase)
            if plain:
                first = plain.split()[0]
                index[first] = (*index.get(first, ()), (f" {plain} ", kind, name != "dated"))
    return index


@cache
def _foreign_words() -> dict[str, tuple[str, ...]]:
    """Of each first word the words about other things than the article, with blanks around."""
    index: dict[str, tuple[str, ...]] = {}
    for phrase in map(normalise, load("dates.json")["not_dates"]):
        first = phrase.partition(" ")[0]
        index[first] = (*index.get(first, ()), f" {phrase} ")
    return index
