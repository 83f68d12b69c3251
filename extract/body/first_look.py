"""The facts of the first look, as one row of numbers a block: what the page alone tells of the block, of the
boxes around it and of its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import log

from extract.body.blocks import ARTICLE, ASIDE, FIGURE, FORM, MAIN, Box, TextBlock
from extract.body.claims import Claims
from extract.body.measures import BoxMeasure, Measure, Survey
from extract.wording import class_mask, phrase_mask

REGIONS = {"aside": ASIDE, "figure": FIGURE, "form": FORM, "article": ARTICLE, "main": MAIN}
SHORT = 160  # characters; in longer blocks nobody counts capitals
_ASCII_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
KIND_NUMBERS = {"paragraph": 0, "heading": 1, "list": 2, "quote": 3, "table": 4, "code": 5, "caption": 6}
TAG_NUMBERS = {
    "p": 1, "div": 2, "li": 3, "td": 4, "span": 5, "section": 6, "article": 7, "body": 8, "h1": 9, "h2": 9, "h3": 9,
    "h4": 9, "h5": 9, "h6": 9, "dd": 10, "dt": 10, "tr": 11, "figcaption": 12, "blockquote": 13, "center": 14,
    "address": 15, "header": 16, "footer": 17, "label": 18,
}  # fmt: skip

# The categories of wording and of class names, in the groups that the model is asked about: what is rare in
# the labelled pages, and what differs between languages, shares a column with what means the same.
SAYS = {
    "service": "skip placeholder breaking share print listen comments player embed tags navigation not_found",
    "offer": "newsletter follow donate paywall login cookie ad",
    "related": "related read_more",
    "credit": "credit copyright",
}
CLASSES = {
    "lead": "lead",
    "page": "nav header footer sidebar",
    "teaser": "related teaser",
    "tools": "share tools tags",
    "comment": "comment",
    "person": "author bio",
    "picture": "caption credit media",
    "offer": "ad newsletter popup login",
    "product": "product",
}

_OWN = (
    "width", "link share", "bold share", "italic share", "links", "sentences", "commas", "words", "word width",
    "ends a sentence", "ends with colon", "ends with ellipsis", "first character", "lines", "kind", "level", "tag",
    "good", "marker", "named inside", "linked away", "copies", "capitals", "title words", "same as title",
    "begins as description", "in json-ld body", "separators", "names site", "headed by link",
)  # fmt: skip
_NEAR = (
    "previous width", "next width", "previous link share", "next link share", "previous kind", "next kind",
    "previous good", "next good", "good within two before", "good within two after", "after heading",
    "heading level", "heading linked", "heading wording", "since heading good", "blocks since headline",
    "good since headline", "good before share", "place in page", "heads since headline", "head before", "head ahead",
    "stamp near", "boilerplate label before", "distance to last good", "distance to first good",
    "previous in same box", "next in same box", "next sentence ends",
)  # fmt: skip
_BOX = (
    "box good share", "box link share", "box goods", "box blocks", "box mean good", "box heads", "box headings",
    "box stamps", "box images", "box title share", "box description share", "box chain",
)  # fmt: skip
_UP = tuple(f"outer {name}" for name in _BOX[:-1])
_RIVER = (
    "river members", "river heads", "river good", "river place", "signature good share", "signature link share",
    "signature count", "chain end good share", "box depth",
)  # fmt: skip
_PAGE = ("page good", "page goods", "page blocks", "page link share", "page heads", "page articles")
FIRST_LOOK = (
    *_OWN, *(f"says {group}" for group in SAYS), *(f"named {group}" for group in CLASSES),
    *(f"in {region}" for region in REGIONS), *_NEAR, *_BOX, *_UP, *_RIVER, *_PAGE,
)  # fmt: skip


@lru_cache(4096)
def _expand_regions(mask: int) -> tuple[bool, ...]:
    return tuple(mask & bit > 0 for bit in REGIONS.values())


@lru_cache(4096)
def _expand_classes(mask: int) -> tuple[bool, ...]:
    return tuple(mask & group > 0 for group in map(class_mask, CLASSES.values()))


@lru_cache(4096)
def _expand_words(exact: int, partial: int) -> tuple[int, ...]:
    """2 for each group that the block is a whole phrase of, 1 for one it begins with or holds."""
    groups = map(phrase_mask, SAYS.values())
    return tuple(2 if exact & group else 1 if partial & group else 0 for group in groups)


def _first_character(text: str) -> int:
    """A code for how the text begins: letter case, digit, quote, dash or bullet, bracket, other."""
    c = text[0]
    if c.isupper():
        return 5
    if c.islower():
        return 1
    if c.isalpha():
        return 6
    if c.isdigit():
        return 2
    if c in "\"'“”„«»‘「『":
        return 4
    if c in "-–—•·*►▶■▪●→>»›|":
        return 0
    return 3


def _count_capitals(text: str) -> int:
    if text.isascii():
        return len(text) - len(text.encode().translate(None, _ASCII_CAPITALS))
    return sum(map(str.isupper, text))


def _count_separators(text: str) -> int:
    return text.count("|") if text.isascii() else sum(map(text.count, "|»›•·"))


def first_look(survey: Survey) -> Iterator[list[float] | None]:
    """One row a block, with the columns of `FIRST_LOOK`; `None` for the dismissed."""
    layout, claims = survey.layout, survey.claims
    blocks, measures = layout.blocks, survey.blocks
    whole = survey.boxes[0]
    page_good = whole.good or 1.0
    articles = sum(1 for box in layout.boxes if box.tag == "article")
    page_row = [
        log(1 + whole.good), whole.goods, len(blocks), whole.linked / (whole.width or 1.0), whole.heads,
        min(articles, 20),
    ]  # fmt: skip
    box_rows: dict[int, list[float]] = {}
    around_rows: dict[int, list[float]] = {}
    running = _Running(survey, page_good)
    for i, (block, m) in enumerate(zip(blocks, measures, strict=True)):
        if m.dismissed:
            running.pass_by(i)
            yield None
            continue
        box = block.box
        around = box_rows.get(box.index)
        if around is None:
            around = box_rows[box.index] = _box_row(survey, box, page_good, around_rows)
        b = survey.boxes[box.index]
        yield [
            *_own_row(block, m, claims),
            *_expand_words(m.exact, m.partial),
            *_expand_classes(b.classes | block.classes),
            *_expand_regions(b.region),
            *running.row(i),
            *around,
            *page_row,
        ]
        running.pass_by(i)


def _own_row(block: TextBlock, m: Measure, claims: Claims) -> list[float]:
    text = block.text
    length = len(text)
    last = text[-1]
    # No text is shorter in small letters.
    titled = length <= len(claims.title) and text.lower() == claims.title
    return [
        m.width if m.width < 1500 else 1500.0, m.link_share, m.bold_share, m.italic_share, block.links, m.sentences,
        m.commas, m.words, m.width / m.words, m.ends, last in ":：", last == "…" or text.endswith("..."),
        _first_character(text), text.count("\n"), KIND_NUMBERS[block.kind], block.level or 0,
        TAG_NUMBERS.get(block.box.tag, 0), m.good > 0, len(block.marker), block.classes > 0, m.away, m.copies,
        _count_capitals(text) / length if length < SHORT else 0.0, m.title.bit_count(), titled,
        m.described, m.stated, _count_separators(text) if length < 300 else 0, m.site, block.headed,
    ]  # fmt: skip


def _box_row(survey: Survey, box: Box, page_good: float, around_rows: dict[int, list[float]]) -> list[float]:
    """The facts of what is around a box, in `around_rows` by the number of the inner one, and of its river."""
    measures = survey.boxes
    b = measures[box.index]
    inner = survey.surroundings(box)
    around = around_rows.get(inner.index)
    if around is None:
        around = around_rows[inner.index] = _around_row(survey, inner, page_good)
    good, width, linked, count = survey.signatures[box.tag, box.names]
    main = measures[survey.main.index]
    return [
        *around,
        b.members, b.river_heads, b.river_good, b.place, good / page_good, linked / (width or 1.0), count,
        main.good / page_good, box.depth,
    ]  # fmt: skip


def _around_row(survey: Survey, inner: Box, page_good: float) -> list[float]:
    """The facts of a box and of the next larger one around it, which blocks of several boxes share."""
    measures = survey.boxes
    outer = inner.parent or inner
    while outer.parent is not None and measures[outer.index].blocks == measures[inner.index].blocks:
        outer = outer.parent
    row = _box_facts(survey, measures[inner.index], page_good)
    # The chain is no longer than the inner one's.
    return row + _box_facts(survey, measures[outer.index], page_good)[:-1]


def _box_facts(survey: Survey, b: BoxMeasure, page_good: float) -> list[float]:
    goods = b.goods or 1
    title, whole = survey.title_words, survey.boxes[0]
    return [
        b.good / page_good, b.linked / (b.width or 1.0), b.goods, b.blocks, b.good / goods, b.heads, b.headings, b.stamps,
        b.images, b.title.bit_count() / (title.bit_count() or 1),
        b.description.bit_count() / (whole.description.bit_count() or 1), b.chain,
    ]  # fmt: skip


class _Running:
    """The facts of a block's neighbourhood, kept while the blocks go by in order.

    What is told of the blocks around has one value more on both sides, two where two blocks are looked at.
    """

    def __init__(self, survey: Survey, page_good: float) -> None:
        self.measures = measures = survey.blocks
        self.blocks = blocks = survey.layout.blocks
        self.headline = survey.headline
        self.page_good = page_good
        self.count = count = len(blocks)
        self.widths = [-1.0, *[m.width if m.width < 600.0 else 600.0 for m in measures], -1.0]
        self.links = [-1.0, *[m.link_share for m in measures], -1.0]
        self.kinds = [-1, *[KIND_NUMBERS[block.kind] for block in blocks], -1]
        self.ends = [*[m.ends for m in measures], -1]
        self.places = [-2, *[-1 if b.box.parent is None else b.box.parent.index for b in blocks], -2]
        good = [m.good > 0 for m in measures]
        self.first_good = good.index(True) if True in good else 0
        self.last_good = count - 1 - good[::-1].index(True) if True in good else count - 1
        self.good = [False, False, *good, False, False]
        self.stamp = [False, False, *[m.stamp for m in measures], False, False]
        self.good_before = self.good_at_headline = self.good_at_heading = 0.0
        self.heading: int | None = None
        self.heading_facts: tuple[float, ...] = (0, -1, -1)  # its level, whether it leads away, its wording
        self.label: int | None = None
        self.heads = 0
        self.last_head = -99
        self.next_heads = [9999] * count
        ahead = 9999
        for i in range(count - 1, -1, -1):
            if measures[i].away and blocks[i].kind == "heading":
                ahead = i
            self.next_heads[i] = ahead

    def row(self, i: int) -> list[float]:
        widths, links, kinds, good, places = self.widths, self.links, self.kinds, self.good, self.places
        headline, so_far = self.headline, self.good_before
        return [
            widths[i], widths[i + 2], links[i], links[i + 2], kinds[i], kinds[i + 2],
            good[i + 1], good[i + 3], good[i] + good[i + 1], good[i + 3] + good[i + 4],
            99 if self.heading is None else i - self.heading, *self.heading_facts, so_far - self.good_at_heading,
            max(-50, min(300, i - headline)) if headline >= 0 else -99,
            so_far - self.good_at_headline if headline >= 0 else -1.0,
            so_far / self.page_good, i / self.count, self.heads,
            min(50, i - self.last_head), min(50, self.next_heads[i] - i), True in self.stamp[i : i + 5],
            99 if self.label is None else min(30, i - self.label),
            max(-20, min(20, self.last_good - i)), max(-20, min(20, i - self.first_good)),
            places[i] == places[i + 1], places[i + 2] == places[i + 1], self.ends[i + 1],
        ]  # fmt: skip

    def pass_by(self, i: int) -> None:
        block, m = self.blocks[i], self.measures[i]
        self.good_before += m.good
        if i == self.headline:
            self.good_at_headline = self.good_before
            self.heads = 0
        if block.kind == "heading":
            self.heading = i
            self.heading_facts = (block.level or 0, m.away, 2 if m.exact else m.partial != 0)
            self.good_at_heading = self.good_before
        if m.heads_teaser:
            self.last_head = i
            self.heads += block.kind == "heading"
        if m.exact and m.width < 60:
            self.label = i
