"""Whether the page as a whole is an article: one row of facts, which a sum of trees weighs.

What is no article mostly differs in several small things: its address names a shop or a thread, nobody signed
it, its text is scattered over many boxes. Of what the text says only bylines are looked at, so that all
languages are judged alike.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import log
from urllib.parse import unquote

from extract.body import Verdicts
from extract.body.blocks import TextBlock
from extract.body.measures import GOOD_WIDTH, Measure, Survey
from extract.body.outline import Outline
from extract.body.statements import STORY_TYPES, read_address
from extract.page import Page
from extract.wording import class_mask, load, phrase_mask

MAX_PATH = 1000  # characters
MANY = 60  # boxes of one name
BEFORE, AFTER = 4, 8  # blocks around the headline that may tell of author and day
QUOTES = '"“”„«»‘「」'
FEW_WORDS = 50  # added to a text's, so that a single mark in a short one is not many
SINGLE = ("single", "postid")  # how the class of a page with one article begins
# Parts of a site, as `wording/addresses.json` has them. An address that ends in the word leads to the list of such
# pages, but for services, where it leads to one.
SECTIONS = ("stories", "threads", "manuals", "goods", "services")
ENDS = frozenset(("services",))
_CLASSES = ("product", "article", "author")

KIND = (
    *(f"address of {part}" for part in SECTIONS), "address depth", "address words",
    *(f"boxes named {name}" for name in _CLASSES),
    "byline near", "stamp near", "author named near", "signed", "said to be an article", "said to be a story",
    "said to be a product", "class of a single page", "words", "longest run", "sentences", "paragraph width",
    "quotes", "share in one box", "gaps", "images inside", "links inside", "share kept", "good share kept", "best",
    "page blocks", "page link share", "code",
)  # fmt: skip


def describe_kind(page: Page, verdicts: Verdicts, outline: Outline) -> list[float]:
    """One row for a page with kept text, with the columns of `KIND`."""
    survey = verdicts.survey
    blocks = survey.layout.blocks
    kept = [(block, m) for block, m, keep in zip(blocks, survey.blocks, verdicts.kept, strict=True) if keep]
    headline = survey.headline if survey.headline >= 0 else kept[0][0].index
    whole = survey.boxes[0]
    return [
        *_read_address_facts(page), *_count_boxes(survey), *_look_around(survey, headline),
        outline.is_signed, outline.og_type == "article", outline.has_type(STORY_TYPES),
        outline.has_type(("Product", "ProductGroup")),
        any(name.startswith(SINGLE) and "product" not in name for name in outline.body_classes),
        log(1 + outline.words), log(1 + outline.longest_run), *_read_text(survey, kept, outline.words),
        *_read_places(survey, kept), outline.kept_share,
        sum(m.good for _, m in kept) / (whole.good or 1.0), outline.best,
        log(1 + len(blocks)), outline.link_share, sum(1 for _ in page.root.iter("pre", "code")),
    ]  # fmt: skip


def _read_address_facts(page: Page) -> list[float]:
    """How often the address names each part of a site, and how its last segment is made."""
    parts = read_address(page)
    if parts is None:
        return [*(0 for _ in SECTIONS), -1, 0]
    path = unquote(parts.path[:MAX_PATH]).lower()
    segments = [segment for segment in path.split("/") if segment]
    last = segments.pop() if segments else ""
    labels = (parts.hostname or "").removeprefix("www.").split(".")
    names = {*segments, *(labels[:-1] if len(labels) > 2 else ())}
    with_end = names | {last.partition(".")[0]}
    words = last.replace("_", "-").replace("+", "-").replace(" ", "-").split("-")
    return [
        *(len((with_end if part in ENDS else names) & known) for part, known in _section_words().items()),
        len(segments) + bool(last),
        sum(map(bool, words)),
    ]


@cache
def _section_words() -> dict[str, frozenset[str]]:
    """The words that addresses name each of `SECTIONS` by, in the languages that write them in Latin letters."""
    words = load("addresses.json")
    return {part: frozenset(words[part]) for part in SECTIONS}


def _count_boxes(survey: Survey) -> list[float]:
    """The boxes whose class names speak of each of `_CLASSES`."""
    masks = Counter(box.classes for box in survey.layout.boxes if box.classes)
    counts: list[float] = []
    for name in _CLASSES:
        bit = class_mask(name)
        counts.append(min(MANY, sum(count for mask, count in masks.items() if mask & bit)))
    return counts


def _look_around(survey: Survey, headline: int) -> list[float]:
    """Whether a byline, a day, and names of author or date stand near the headline."""
    blocks = survey.layout.blocks
    said, named = phrase_mask("byline published"), class_mask("author date")
    byline = stamp = name = False
    for i in range(max(0, headline - BEFORE), min(len(blocks), headline + AFTER)):
        m = survey.blocks[i]
        byline |= m.said & said > 0
        stamp |= m.stamp
        name |= survey.names(blocks[i]) & named > 0
    return [byline, stamp, name]


def _read_text(survey: Survey, kept: list[tuple[TextBlock, Measure]], words: int) -> list[float]:
    """What the kept text is like: sentences and width of a paragraph, quotation marks a hundred words."""
    quotes = sum(block.text.count(mark) for block, _ in kept for mark in QUOTES)
    long = [m for block, m in kept if block.kind == "paragraph" and m.width > GOOD_WIDTH]
    count = len(long) or 1
    return [
        sum(m.sentences for m in long) / count,
        sum(m.width for m in long) / count,
        100 * quotes / (words + FEW_WORDS),
    ]


def _read_places(survey: Survey, kept: list[tuple[TextBlock, Measure]]) -> list[float]:
    """How closely the kept text stands together, and how many pictures and links stand in it."""
    numbers = [block.index for block, _ in kept]
    first, last = numbers[0], numbers[-1]
    span = last - first + 1
    images = sum(first <= image.index <= last + 1 for image in survey.layout.images)
    linked = sum(block.link_length for block, _ in kept) / sum(m.width for _, m in kept)
    widths = survey.measure_boxes(numbers).values()
    return [max(widths) / sum(widths), (span - len(kept)) / span, images / len(kept), linked]
