"""The facts that a block is judged by, as one row of numbers a block.

`first_look_names()` are the columns that the page alone gives; `SECOND_LOOK` those that follow from the first
look's scores: how the text around a block was judged, and in which box most of the likely article stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from math import log

from extract.body.blocks import Box, TextBlock
from extract.body.measures import LABEL, BoxMeasure, Measure, Survey, read_description
from extract.body.model import to_chance
from extract.page import Page
from extract.wording import class_mask, phrase_mask

REGION_NAMES = (
    "nav",
    "header",
    "footer",
    "aside",
    "figure",
    "form",
    "article",
    "main",
    "section",
    "list",
    "table",
    "hidden",
)
KIND_NUMBERS = {"paragraph": 0, "heading": 1, "list": 2, "quote": 3, "table": 4, "code": 5, "caption": 6}
TAG_NUMBERS = {
    "p": 1,
    "div": 2,
    "li": 3,
    "td": 4,
    "span": 5,
    "section": 6,
    "article": 7,
    "body": 8,
    "h1": 9,
    "h2": 9,
    "h3": 9,
    "h4": 9,
    "h5": 9,
    "h6": 9,
    "dd": 10,
    "dt": 10,
    "tr": 11,
    "figcaption": 12,
    "blockquote": 13,
    "center": 14,
    "address": 15,
    "header": 16,
    "footer": 17,
    "label": 18,
}

# The categories of wording and of class names, in the groups that the model is asked about: what is rare in
# the labelled pages, and what differs between languages, shares a column with what means the same.
SAYS = {
    "service": "skip placeholder breaking share print listen comments player embed tags navigation not_found",
    "offer": "newsletter follow donate paywall login cookie ad",
    "related": "related read_more",
    "credit": "credit copyright",
    "caption": "caption",
    "person": "bio",
    "byline": "byline published",
    "correction": "correction",
}
# A whole block of these words is a label and nothing else; of the others it nearly always is.
UNMISTAKABLE = (
    "skip breaking share related read_more newsletter follow print comments ad cookie login tags player embed "
    "donate paywall"
)
NO_LABELS = "caption correction"
CLASSES = {
    "text": "article body",
    "title": "title",
    "lead": "lead",
    "page": "nav header footer sidebar",
    "teaser": "related teaser",
    "tools": "share tools tags",
    "comment": "comment",
    "person": "author bio",
    "date": "date",
    "picture": "caption credit media",
    "offer": "ad newsletter popup login",
    "hidden": "hidden",
    "quote": "quote",
    "aside": "aside",
    "live": "live",
    "product": "product",
}

_OWN = (
    "width", "link share", "strong share", "links", "sentences", "commas", "words", "word width", "ends a sentence",
    "ends with colon", "ends with question", "ends with ellipsis", "first character", "lines", "kind", "level", "tag", "good",
    "marker", "inline link kind", "stamp", "linked away", "copies", "digits", "capitals", "hidden", "alone in box",
    "title words", "same as title", "same as description", "begins description", "in json-ld body", "separators",
)  # fmt: skip
_NEAR = (
    "previous width", "next width", "previous link share", "next link share", "previous kind", "next kind",
    "previous good", "next good", "good within two before", "good within two after", "previous exact", "next exact",
    "after heading", "heading level", "heading linked", "heading wording", "since heading good",
    "blocks since headline", "good since headline", "good before share", "place in page", "heads since headline",
    "head before", "head ahead", "stamp near", "boilerplate label before", "distance to last good", "distance to first good",
    "previous in same box", "next in same box", "next sentence ends",
)  # fmt: skip
_BOX = (
    "box good share", "box link share", "box goods", "box blocks", "box mean good", "box heads", "box headings",
    "box stamps", "box images", "box title share", "box description share", "box chain",
)  # fmt: skip
_UP = tuple(f"outer {name}" for name in _BOX)
_RIVER = (
    "river members", "river heads", "river good", "river place", "signature good share", "signature link share",
    "signature count", "chain end good share", "box depth",
)  # fmt: skip
_PAGE = (
    "page good",
    "page goods",
    "page blocks",
    "page link share",
    "page heads",
    "page has headline",
    "page articles",
    "flat",
)


def first_look_names() -> tuple[str, ...]:
    """The columns of the first look."""
    says = ("label", *(f"says {group}" for group in SAYS))
    inside = tuple(f"class {group}" for group in CLASSES)
    around = tuple(f"around {group}" for group in CLASSES)
    regions = tuple(f"in {r}" for r in REGION_NAMES)
    return _OWN + says + inside + around + regions + _NEAR + _BOX + _UP + _RIVER + _PAGE


SECOND_LOOK = (
    "first look", "first look before", "first look 2 before", "first look 3 before", "first look after",
    "first look 2 after", "first look 3 after", "mean of 5 before", "mean of 5 after", "best of 3 before",
    "best of 3 after", "mass before", "mass after", "heading likely", "section mean", "gap before", "gap after", "rank",
    "box mean", "box share", "outer mean", "outer share", "outermost mean", "outermost share", "box width",
    "signature mean", "steps to main", "branch mean", "branch share",
    "page mass", "page best", "main share", "main mean",
)  # fmt: skip


@lru_cache(4096)
def _expand_regions(mask: int) -> tuple[int, ...]:
    return tuple(mask >> i & 1 for i in range(len(REGION_NAMES)))


@lru_cache(4096)
def _expand_classes(mask: int) -> tuple[int, ...]:
    return tuple(1 if mask & group else 0 for group in map(class_mask, CLASSES.values()))


@lru_cache(4096)
def _expand_words(exact: int, partial: int) -> tuple[int, ...]:
    """How far the block is a label, then 2 for each group that it is a whole phrase of, 1 for one it holds."""
    label = 2 if exact & phrase_mask(UNMISTAKABLE) else 1 if exact & ~phrase_mask(NO_LABELS) else 0
    says = map(phrase_mask, SAYS.values())
    return (label, *(2 if exact & group else 1 if partial & group else 0 for group in says))


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


def first_look(page: Page, survey: Survey, title: str | None) -> Iterator[list[float] | None]:
    """One row a block, with the columns of `first_look_names()`; `None` for the dismissed."""
    layout = survey.layout
    blocks, measures = layout.blocks, survey.blocks
    count = len(blocks)
    whole = survey.boxes[0]
    page_good = whole.good or 1.0
    articles = sum(1 for box in layout.boxes if box.tag == "article")
    page_row = [
        log(1 + whole.good), whole.goods, count, whole.linked / (whole.width or 1.0), whole.heads,
        survey.headline >= 0, min(articles, 20), page.flat,
    ]  # fmt: skip
    texts = _Texts(page, title)
    box_rows: dict[int, list[float]] = {}
    running = _Running(survey)
    for i, (block, m) in enumerate(zip(blocks, measures, strict=True)):
        if m.dismissed:
            running.pass_by(i)
            yield None
            continue
        box = block.box
        around = box_rows.get(box.index)
        if around is None:
            around = box_rows[box.index] = _box_row(survey, block, page_good)
        own = _own_row(block, m, texts)
        b = survey.boxes[box.index]
        own += _expand_words(m.exact, m.partial)
        own += _expand_classes(box.classes | block.classes)
        own += _expand_classes(b.classes)
        own += _expand_regions(b.region)
        own += running.row(i, page_good)
        own += around
        own += page_row
        running.pass_by(i)
        yield own


class _Texts:
    """What the page says elsewhere and a block may repeat."""

    def __init__(self, page: Page, title: str | None) -> None:
        self.title = _squash(title or "")
        self.description = _squash(read_description(page))
        bodies = (o.get("articleBody") for o in page.json_ld)
        self.body = _squash(max((b for b in bodies if isinstance(b, str)), key=len, default=""))


def _squash(text: str) -> str:
    return " ".join(text.split()).lower()


def _own_row(block: TextBlock, m: Measure, texts: _Texts) -> list[float]:
    text = block.text
    length = len(text)
    low = text.lower()
    last = text[-1]
    description = texts.description
    head = low[:60]
    in_body = 0
    if texts.body:
        in_body = 1 if (head if length > 30 else f" {low} ") in texts.body else -1
    digits = capitals = 0.0
    if length < LABEL:
        digits = m.digits / length
        capitals = sum(map(str.isupper, text)) / length
    return [
        m.width if m.width < 1500 else 1500.0, m.link_share, m.strong_share, block.links, m.sentences, m.commas, m.words,
        m.width / m.words, m.ends, last in ":：", last in "?？", last == "…" or text.endswith("..."), _first_character(text),
        text.count("\n"), KIND_NUMBERS[block.kind], block.level or 0, TAG_NUMBERS.get(block.box.tag, 0), m.good > 0,
        len(block.marker), block.classes > 0, m.stamp, m.away, m.copies, digits, capitals, block.hidden,
        block.box.blocks == 1,
        m.title.bit_count(), low == texts.title, low == description,
        bool(description) and length > 20 and (description.startswith(head) or head.startswith(description[:60])),
        in_body, sum(map(text.count, "|»›•·")) if length < 300 else 0,
    ]  # fmt: skip


def _box_row(survey: Survey, block: TextBlock, page_good: float) -> list[float]:
    """The facts of the block's box, the next larger one around it, and its river; shared by its blocks."""
    box = block.box
    measures = survey.boxes
    b = measures[box.index]
    inner = survey.surroundings(box)
    outer = inner.parent or inner
    while outer.parent is not None and measures[outer.index].blocks == measures[inner.index].blocks:
        outer = outer.parent
    row = _box_facts(survey, measures[inner.index], page_good)
    row += _box_facts(survey, measures[outer.index], page_good)
    good, width, linked, count = survey.signatures[box.tag, box.names]
    main = measures[survey.main.index] if survey.main else measures[0]
    row += [
        b.members, b.river_heads, b.river_good, b.place, good / page_good, linked / (width or 1.0), count,
        main.good / page_good, box.depth,
    ]  # fmt: skip
    return row


def _box_facts(survey: Survey, b: BoxMeasure, page_good: float) -> list[float]:
    goods = b.goods or 1
    title, whole = survey.title_words, survey.boxes[0]
    return [
        b.good / page_good, b.linked / (b.width or 1.0), b.goods, b.blocks, b.good / goods, b.heads, b.headings, b.stamps,
        b.images, b.title.bit_count() / (title.bit_count() or 1),
        b.description.bit_count() / (whole.description.bit_count() or 1), b.chain,
    ]  # fmt: skip


class _Running:
    """The facts of a block's neighbourhood, kept while the blocks go by in order."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.measures = survey.blocks
        self.blocks = survey.layout.blocks
        count = len(self.blocks)
        self.good = [m.good > 0 for m in self.measures]
        self.stamp = [m.stamp for m in self.measures]
        self.first_good = self.good.index(True) if True in self.good else 0
        self.last_good = count - 1 - self.good[::-1].index(True) if True in self.good else count - 1
        self.good_before = 0.0
        self.good_at_headline = 0.0
        self.heading = -1
        self.good_at_heading = 0.0
        self.label = -1
        self.heads = 0
        self.last_head = -99
        self.next_heads = [999] * (count + 1)
        ahead = 9999
        for i in range(count - 1, -1, -1):
            m = self.measures[i]
            if m.away and self.blocks[i].kind == "heading":
                ahead = i
            self.next_heads[i] = ahead

    def row(self, i: int, page_good: float) -> list[float]:
        blocks, measures, good = self.blocks, self.measures, self.good
        block = blocks[i]
        count = len(blocks)
        before = measures[i - 1] if i else None
        after = measures[i + 1] if i + 1 < count else None
        headline = self.survey.headline
        heading = blocks[self.heading] if self.heading >= 0 else None
        head = measures[self.heading] if self.heading >= 0 else None
        box = block.box
        return [
            min(before.width, 600.0) if before else -1.0,
            min(after.width, 600.0) if after else -1.0,
            before.link_share if before else -1.0,
            after.link_share if after else -1.0,
            KIND_NUMBERS[blocks[i - 1].kind] if before else -1,
            KIND_NUMBERS[blocks[i + 1].kind] if after else -1,
            before is not None and good[i - 1],
            after is not None and good[i + 1],
            sum(good[max(0, i - 2) : i]),
            sum(good[i + 1 : i + 3]),
            before.exact != 0 if before else 0,
            after.exact != 0 if after else 0,
            i - self.heading if heading is not None else 99,
            (heading.level or 0) if heading is not None else 0,
            head.away if head is not None else -1,
            (2 if head.exact else head.partial != 0) if head is not None else -1,
            self.good_before - self.good_at_heading,
            max(-50, min(300, i - headline)) if headline >= 0 else -99,
            self.good_before - self.good_at_headline if headline >= 0 else -1.0,
            self.good_before / page_good,
            i / count,
            self.heads,
            min(50, i - self.last_head),
            min(50, self.next_heads[i] - i),
            True in self.stamp[max(0, i - 2) : i + 3],
            min(30, i - self.label) if self.label >= 0 else 99,
            max(-20, min(20, self.last_good - i)),
            max(-20, min(20, i - self.first_good)),
            i > 0 and (blocks[i - 1].box.parent is box.parent),
            i + 1 < count and (blocks[i + 1].box.parent is box.parent),
            after.ends if after else -1,
        ]

    def pass_by(self, i: int) -> None:
        block, m = self.blocks[i], self.measures[i]
        self.good_before += m.good
        if i == self.survey.headline:
            self.good_at_headline = self.good_before
            self.heads = 0
        if block.kind == "heading":
            self.heading = i
            self.good_at_heading = self.good_before
        if m.away and m.width <= 220:
            self.last_head = i
            self.heads += block.kind == "heading"
        if m.exact and m.width < 60:
            self.label = i


def second_look(survey: Survey, scores: list[float], asked: list[int]) -> list[list[float]]:
    """One row for each block whose number is in `asked`, with the columns of `SECOND_LOOK`.

    `scores` are the first look's log-odds of all blocks.
    """
    layout, measures = survey.layout, survey.blocks
    blocks = layout.blocks
    chance = list(map(to_chance, scores))
    widths = [m.width if m.width < 1500.0 else 1500.0 for m in measures]
    mass = [c * w for c, w in zip(chance, widths, strict=True)]
    likely = _Likely(survey, mass, widths)
    total = likely.mass[0] or 1e-6
    best = max(chance, default=0.0)
    rank = {i: place for place, i in enumerate(sorted(asked, key=mass.__getitem__, reverse=True))}
    edge = [-6.0] * 5
    padded = edge + scores + edge
    section = _section_means(blocks, mass, widths)
    gap_before, gap_after = _gaps(chance)
    mass_before = [0.0, *accumulate(mass)]
    heading = _last_headings(blocks)
    page = [log(1 + total), best, likely.mass[likely.main] / total, likely.mean(likely.main)]
    shared: dict[int, list[float]] = {}
    rows = []
    for i in asked:
        k = blocks[i].box.index
        around = shared.get(k)
        if around is None:
            around = shared[k] = likely.box_row(blocks[i].box, total)
        at = i + 5
        before, after = padded[at - 5 : at], padded[at + 1 : at + 6]
        rows.append([
            scores[i], before[4], before[3], before[2], after[0], after[1], after[2], sum(before) / 5, sum(after) / 5,
            max(before[2:]), max(after[:3]), mass_before[i] / total, 1 - mass_before[i + 1] / total,
            chance[heading[i]] if heading[i] >= 0 else -1.0, section[i], gap_before[i], gap_after[i], min(rank[i], 100),
            *around, *page,
        ])  # fmt: skip
    return rows


class _Likely:
    """Where the likely article text stands: its mass in each box, and the box that holds most of it."""

    def __init__(self, survey: Survey, mass: list[float], widths: list[float]) -> None:
        boxes = survey.layout.boxes
        size = len(boxes)
        self.survey = survey
        self.mass, self.width = [0.0] * size, [0.0] * size
        self.names: dict[tuple[str, str], list[float]] = {}
        for block, x, w in zip(survey.layout.blocks, mass, widths, strict=True):
            box = block.box
            self.mass[box.index] += x
            self.width[box.index] += w
            pair = self.names.setdefault((box.tag, box.names), [0.0, 0.0])
            pair[0] += x
            pair[1] += w
        for box in reversed(boxes):
            if box.parent is not None:
                k = box.parent.index
                self.mass[k] += self.mass[box.index]
                self.width[k] += self.width[box.index]
        heaviest = {
            box.parent.index: box.index
            for box in boxes
            if box.parent is not None and 2 * self.mass[box.index] > self.mass[box.parent.index]
        }
        self.main, self.chain = 0, {0}
        while self.main in heaviest:
            self.main = heaviest[self.main]
            self.chain.add(self.main)

    def mean(self, k: int) -> float:
        """The mean chance of the text in box number `k`."""
        return self.mass[k] / (self.width[k] or 1.0)

    def box_row(self, box: Box, total: float) -> list[float]:
        """The facts of a block's boxes, the same for all its blocks."""
        pair = self.names[box.tag, box.names]
        steps, branch = 0, box
        while branch.parent is not None and branch.index not in self.chain:
            steps += 1
            if branch.parent.index in self.chain:
                break
            branch = branch.parent
        inner = self.survey.surroundings(box)
        outer = inner.parent or inner
        outermost = outer.parent or outer
        x, o, u, b = inner.index, outer.index, outermost.index, branch.index
        return [
            self.mean(x), self.mass[x] / total, self.mean(o), self.mass[o] / total, self.mean(u), self.mass[u] / total,
            self.width[x], pair[0] / (pair[1] or 1.0), steps, self.mean(b), self.mass[b] / total,
        ]  # fmt: skip


def _section_means(blocks: list[TextBlock], mass: list[float], widths: list[float]) -> list[float]:
    """For each block the mean first look of the section that its last heading opened (without the heading)."""
    means: list[float] = []
    total = width = 0.0
    start = 0
    for i, block in enumerate(blocks):
        if block.kind == "heading":
            means += [total / width if width else -1.0] * (i - start)
            start, total, width = i, 0.0, 0.0
        else:
            total += mass[i]
            width += widths[i]
    return means + [total / width if width else -1.0] * (len(blocks) - start)


def _last_headings(blocks: list[TextBlock]) -> list[int]:
    """For each block the number of the last heading before it, or -1."""
    last, result = -1, []
    for block in blocks:
        result.append(last)
        if block.kind == "heading":
            last = block.index
    return result


def _gaps(chance: list[float]) -> tuple[list[int], list[int]]:
    """For each block how many blocks ago the last likely one was, and how many ahead the next is; 60 at most."""
    before, after = [], []
    gap = 60
    for c in chance:
        before.append(gap)
        gap = 0 if c > 0.5 else min(60, gap + 1)
    gap = 60
    for c in reversed(chance):
        after.append(gap)
        gap = 0 if c > 0.5 else min(60, gap + 1)
    return before, after[::-1]
