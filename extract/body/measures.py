"""What can be counted: of each block alone, of each box from the blocks inside it, and of the page.

A block is *good* where it reads like running text: long enough, few links, punctuated. The good mass of a
box is the good text inside it. The main chain leads from the root to the box that holds the article, as
long as one child keeps half of the good mass.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.body.blocks import ARTICLE, FOOTER, HIDDEN, MAIN, NAV, TABLE, Box, Layout, TextBlock
from extract.body.claims import Claims, read_claims, read_host, read_letters, read_path
from extract.page import Page
from extract.wording import class_categories, class_mask, match_phrases, phrase_mask

ON_CHAIN = ARTICLE | MAIN | TABLE | HIDDEN
KEY = 120  # characters that tell whether two blocks say the same
MANY = 40  # copies of a block that no article holds
STAMP = 120  # characters of a block that may be a date's
CLAIM = 600  # characters of a block that may name the site, or say what the article is about
DESCRIBED = 60  # characters that tell whether a block and the description begin alike
STATED, LEAST_STATED = 80, 12  # characters that tell whether a block is in the body that the page states
PORTRAIT = 6  # blocks beside an undescribed picture, at most
ORDINARY, ORDINARY_BLOCKS = 0.25, 6  # of the good text: names that so much of it bears tell nothing of a part
RIVER = 3  # alike siblings
NO_RIVERS = ("p", "tr")
GOOD_WIDTH = 60
HEAD_WIDTH = 220  # of a teaser's head, at most
UNSPACED = 12  # characters to a blank: more, and the script of South East Asia sets none between words
LETTERS = 6  # of such a word
CJK_WIDTH = 2.5  # a CJK character stands for about as much text as this many letters
ETHIOPIC_WIDTH = 1.6  # and an Ethiopic one, which is a syllable
ENDS = ".!?…。！？।؟۔։።፡།။។"
CLOSERS = "\"'”’»›)]」』】《》“„"
_ASCII_STOPS = (". ", "? ", "! ", '." ', '?" ')
_OTHER_STOPS = (".” ", ".» ", "… ", "。", "！", "？", "।", "؟", "۔", "։", "።", "፡፡", "།", "။", "។")
_OTHER_COMMAS = "，、،；؛፣፤၊"
_STAMP = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d{1,2}\s?[月日時时]|[年]\d|[۰-۹٠-٩]{2}|[^\D0-9]{4}"
)
_DIGIT = re.compile(r"\d")


@dataclass(slots=True, eq=False)
class Measure:
    """The figures of one block. `width` counts characters, CJK and Ethiopic ones as several; shares are 0 to 1.

    `dismissed` blocks are links among links, or links in navigation: nobody asks them anything more, and
    the second half of the figures stays at its defaults.
    """

    width: float
    link_share: float
    good: float
    sentences: int
    commas: int
    away: bool
    title: int
    description: int
    dismissed: bool = False
    bold_share: float = 0.0
    italic_share: float = 0.0
    words: int = 1
    ends: bool = False
    exact: int = 0
    partial: int = 0
    stamp: bool = False
    copies: int = 1
    described: bool = False  # it begins as the page's description does
    site: bool = False  # whether it names the site
    teaser: bool = False  # its first line is a link to another page of the site, and others follow
    stated: int = 0  # 1 where the body that the page states has it, -1 where not, 0 where nobody can tell

    @property
    def said(self) -> int:
        """What its words are in whole or in part, as categories' bits."""
        return self.exact | self.partial

    @property
    def heads_teaser(self) -> bool:
        """Whether it may be the head of a teaser: it leads elsewhere, and is no longer than such heads are."""
        return self.away and self.width <= HEAD_WIDTH


class BoxMeasure:
    """The figures of one box and all inside it.

    A plain class whose defaults stand in the class: a page has hundreds of boxes, most of them empty.
    """

    width: float = 0.0
    linked: float = 0.0
    good: float = 0.0
    goods: int = 0
    blocks: int = 0
    title: int = 0
    description: int = 0
    heads: int = 0  # headings that are links to elsewhere
    headings: int = 0
    stamps: int = 0
    images: int = 0
    classes: int = 0  # of the box and all around it
    region: int = 0
    chain: int = 0  # steps up to the main chain
    members: int = 1  # of the river of alike siblings that it belongs to
    river_heads: float = 0.0
    river_good: float = 0.0
    place: int = 0  # in the river
    portrait: bool = False  # it holds a picture with nothing but a placeholder for a text, and few words


@dataclass(slots=True, eq=False)
class Survey:
    """All figures of a page; lists run parallel to the layout's blocks and boxes."""

    layout: Layout
    claims: Claims
    blocks: list[Measure] = field(default_factory=list)
    boxes: list[BoxMeasure] = field(default_factory=list)
    signatures: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    headline: int = -1
    main: Box = field(init=False)  # where the main chain ends
    opening: int = -1  # the first good block from the main box on
    title_words: int = 0
    teasers: int = 0
    pictured: frozenset[int] = frozenset()  # the blocks that a picture stands right before
    ordinary: int = 0  # the class names that much of the page's text bears, as bits

    def names(self, block: TextBlock) -> int:
        """The class names of a block, its own box, and the boxes around it off the main chain, as bits."""
        return block.classes | block.box.classes | self.boxes[block.box.index].classes

    def surroundings(self, box: Box) -> Box:
        """The smallest box around that holds other blocks too: a paragraph's own box tells nothing."""
        while box.parent is not None and self.boxes[box.index].blocks == 1:
            box = box.parent
        return box

    def measure_boxes(self, numbers: Sequence[int]) -> dict[int, float]:
        """Over which boxes these blocks are scattered, by number, and how much of their text stands in each."""
        widths: defaultdict[int, float] = defaultdict(float)
        for i in numbers:
            widths[self.surroundings(self.layout.blocks[i].box).index] += self.blocks[i].width
        return widths


def survey(page: Page, layout: Layout, title: str | None, headline: int) -> Survey:
    """Measure every block and box; `headline` is the number of the block that prints the title, or -1."""
    claims = read_claims(page, title)
    measures = [_measure(block, claims) for block in layout.blocks]
    pictured = frozenset(mark.index for mark in layout.images)
    result = Survey(layout, claims, measures, headline=headline, pictured=pictured)
    _gather(result)
    _follow_chain(result)
    _find_ordinary_names(result)
    _find_rivers(result)
    _find_portraits(result)
    _dismiss(result)
    _look_closer(result)
    result.title_words = result.boxes[0].title
    return result


def _measure(block: TextBlock, claims: Claims) -> Measure:
    text = block.text
    length = len(text)
    width = float(length)
    ascii_only = text.isascii()
    if not ascii_only:
        probes = (text[length // 4], text[length // 2], text[length * 3 // 4])
        if max(probes) > "\u11ff":
            width *= _weigh_letters(probes)
    link_share = block.link_length / length
    if link_share >= 0.9:
        away = width >= 18 and _leads_away(block.href, claims)
        return Measure(width, min(1.0, link_share), 0.0, 0, 0, away, 0, 0)
    good = 0.0
    sentences = commas = title_bits = description_bits = 0
    if width >= GOOD_WIDTH:
        count = text.count
        sentences = sum(map(count, _ASCII_STOPS))
        commas = count(",") + count(";")
        if not ascii_only:
            sentences += sum(map(count, _OTHER_STOPS))
            commas += sum(map(count, _OTHER_COMMAS))
        low = text.lower()
        for i, word in enumerate(claims.title_words):
            if word in low:
                title_bits |= 1 << i
        unspaced = not ascii_only and count(" ") * 25 < length
        if link_share < 0.5 and not block.hidden and (sentences or commas or unspaced or text[-1] in ENDS):
            good = width * (1 - link_share)
            for i, word in enumerate(claims.description_words):
                if word in low:
                    description_bits |= 1 << i
    away = link_share > 0.6 and width >= 18 and _leads_away(block.href, claims)
    return Measure(width, link_share, good, sentences, commas, away, title_bits, description_bits)


def _weigh_letters(probes: tuple[str, ...]) -> float:
    """How many letters a character of the script that most of the probes are of stands for."""
    if sum(probe > "\u2e7f" for probe in probes) >= 2:
        return CJK_WIDTH
    return ETHIOPIC_WIDTH if sum("\u1200" <= probe < "\u13a0" for probe in probes) >= 2 else 1.0


def _leads_away(href: str | None, claims: Claims) -> bool:
    return href is not None and href[:1] != "#" and read_path(href) not in claims.paths


def _leads_home(href: str | None, claims: Claims) -> bool:
    """Whether a link stays on the site, as far as anybody can tell."""
    host = read_host(href or "")
    return not (host and claims.hosts) or any(
        host.endswith(own) or own.endswith(host) for own in claims.hosts
    )


def _find_portraits(result: Survey) -> None:
    """Mark the boxes of an author or a teaser: a picture that nobody described, and a few blocks beside it."""
    placeholder = phrase_mask("placeholder")
    found = False
    for mark in result.layout.images:
        alt = mark.element.get("alt")
        if not alt or len(alt) > 40 or not match_phrases(alt)[0] & placeholder:
            continue
        box = mark.box
        while (
            box.tag != "li" and box.parent is not None and result.boxes[box.parent.index].blocks <= PORTRAIT
        ):
            box = box.parent
        if 0 < result.boxes[box.index].blocks <= PORTRAIT:
            result.boxes[box.index].portrait = found = True
    for box in result.layout.boxes if found else ():
        if box.parent is not None and result.boxes[box.parent.index].portrait:
            result.boxes[box.index].portrait = True


def _dismiss(result: Survey) -> None:
    """Set aside what is only links, or the same over and over: by far the most blocks of most pages."""
    page_good = result.boxes[0].good or 1.0
    blocks = result.layout.blocks
    copies = Counter([block.text[:KEY] for block in blocks])
    for block, m in zip(blocks, result.blocks, strict=True):
        box = result.boxes[block.box.index]
        if box.region & (NAV | FOOTER) or copies[block.text[:KEY]] > MANY:
            m.dismissed = True
        elif m.link_share > 0.9 and (m.width < 80 or block.links > 2):
            around = result.boxes[result.surroundings(block.box).index]
            m.dismissed = around.good < 0.02 * page_good or (m.width < 30 and box.good < 0.05 * page_good)


def _look_closer(result: Survey) -> None:
    """The costlier figures, of all blocks that were not dismissed."""
    blocks = result.layout.blocks
    claims = result.claims
    pairs = [(block, m) for block, m in zip(blocks, result.blocks, strict=True) if not m.dismissed]
    copies = Counter([block.text[:KEY] for block, _ in pairs])
    for block, m in pairs:
        m.copies = copies[block.text[:KEY]]
        text = block.text
        length = len(text)
        tail = text[-1]
        if tail in CLOSERS:
            tail = text.rstrip(CLOSERS)[-1:]
        m.ends = tail != "" and tail in ENDS
        m.sentences += m.ends
        if block.bold_length:
            m.bold_share = min(1.0, block.bold_length / length)
        if block.italic_length:
            m.italic_share = min(1.0, block.italic_length / length)
        m.words = _count_words(text)
        m.exact, m.partial = match_phrases(text, firmly=_heads_text(result, block, m))
        m.teaser = block.headed and _leads_away(block.href, claims) and _leads_home(block.href, claims)
        result.teasers += m.teaser
        if claims.body:
            letters = read_letters(text[:STATED])
            m.stated = 0 if len(letters) < LEAST_STATED else 1 if letters in claims.body else -1
        if length < CLAIM:
            m.site = any(map(text.__contains__, claims.sites))
            m.described = claims.description != "" and _is_described(text, claims.description)
        m.stamp = length < STAMP and is_stamp(text)
        if m.stamp:
            result.boxes[block.box.index].stamps += 1
    for i in range(len(result.boxes) - 1, 0, -1):
        stamps = result.boxes[i].stamps
        if stamps:
            result.boxes[result.layout.parents[i]].stamps += stamps


def _heads_text(result: Survey, block: TextBlock, m: Measure) -> bool:
    """Whether a block is a subheading, or a line in bold letters like one, right above running text."""
    return (
        (block.kind == "heading" or m.bold_share > 0.9)
        and m.link_share < 0.3
        and 0 <= result.opening < block.index < len(result.blocks) - 1
        and result.blocks[block.index + 1].good > 0
        and ":" not in block.text
    )


def _count_words(text: str) -> int:
    """How many words a text has, or would have if its script set spaces between them.

    Chinese and Japanese text counts as one word: the trees know it by its width.
    """
    spaces = text.count(" ")
    length = len(text)
    if (
        not text.isascii()
        and spaces * UNSPACED < length
        and any(
            "\u0e00" <= text[length * i // 4] < "\u10a0" or "\u1780" <= text[length * i // 4] < "\u1800"
            for i in (1, 2, 3)
        )
    ):
        return length // LETTERS + 1
    return spaces + 1


def is_stamp(text: str) -> bool:
    """Whether a text holds a date or an hour in figures."""
    return _DIGIT.search(text) is not None and _STAMP.search(text) is not None


def _is_described(text: str, description: str) -> bool:
    """Whether a text begins as the page's description does."""
    head = text[:DESCRIBED].lower()[:DESCRIBED]
    return len(head) > 20 and (description.startswith(head) or head.startswith(description[:DESCRIBED]))


def _gather(result: Survey) -> None:
    """Sum the blocks up into their boxes."""
    measures = result.boxes = [BoxMeasure() for _ in result.layout.boxes]
    signatures = result.signatures
    for block, m in zip(result.layout.blocks, result.blocks, strict=True):
        box = block.box
        b = measures[box.index]
        width, good = m.width, m.good
        linked = width * m.link_share
        b.width += width
        b.linked += linked
        b.blocks += 1
        if good:
            b.good += good
            b.goods += 1
            b.title |= m.title
            b.description |= m.description
        if block.kind == "heading":
            b.headings += 1
            b.heads += m.away
        elif m.heads_teaser:
            b.heads += 1
        names = (box.tag, box.names)
        signature = signatures.get(names)
        if signature is None:
            signatures[names] = [good, width, linked, 1.0]
        else:
            signature[0] += good
            signature[1] += width
            signature[2] += linked
            signature[3] += 1
    for mark in result.layout.images:
        measures[mark.box.index].images += 1
    parents = result.layout.parents
    for i in range(len(measures) - 1, 0, -1):
        b = measures[i]
        up = measures[parents[i]]
        if b.images:
            up.images += b.images
        if b.blocks:
            up.width += b.width
            up.linked += b.linked
            up.blocks += b.blocks
            if b.headings or b.heads:
                up.heads += b.heads
                up.headings += b.headings
            if b.goods:
                up.good += b.good
                up.goods += b.goods
                up.title |= b.title
                up.description |= b.description


def _follow_chain(result: Survey) -> None:
    """Find the main chain and where its text begins, and hand the boxes' names down."""
    boxes, parents, measures = result.layout.boxes, result.layout.parents, result.boxes
    heaviest: dict[int, int] = {}
    for i, m in enumerate(measures):
        if m.good and i and 2 * m.good > measures[parents[i]].good:
            heaviest[parents[i]] = i
    main = 0
    on_chain = {main}
    while main in heaviest:
        main = heaviest[main]
        on_chain.add(main)
    result.main = boxes[main]
    running = (
        block.index
        for block, m in zip(result.layout.blocks, result.blocks, strict=True)
        if m.good and block.box.index >= main and block.index != result.headline
    )
    result.opening = next(running, -1)
    measures[0].region = boxes[0].region & ON_CHAIN
    for i in range(1, len(boxes)):
        m = measures[i]
        if not m.blocks:
            continue
        box, up = boxes[i], measures[parents[i]]
        if i in on_chain:  # what the whole article stands in says nothing against it
            m.region = (box.region | up.region) & ON_CHAIN
        else:
            m.chain = up.chain + 1
            m.classes = box.classes | up.classes
            m.region = box.region | up.region


def _find_ordinary_names(result: Survey) -> None:
    """Note the names of much of the text: where part after part is named a profile, none is a biography."""
    named: dict[int, list[float]] = {}
    for block, m in zip(result.layout.blocks, result.blocks, strict=True):
        if m.good and (names := result.names(block)):
            named.setdefault(names, []).append(m.good)
    for bit in map(class_mask, class_categories()):
        goods = [good for names, some in named.items() if names & bit for good in some]
        if len(goods) >= ORDINARY_BLOCKS and sum(goods) > ORDINARY * result.boxes[0].good:
            result.ordinary |= bit


def _find_rivers(result: Survey) -> None:
    """Three or more alike siblings are a river: of teasers where they have linked heads, of text where not."""
    boxes, parents, measures = result.layout.boxes, result.layout.parents, result.boxes
    filled = Counter([parent for parent, m in zip(parents, measures, strict=True) if m.blocks])
    groups: dict[tuple[int, str, str], list[BoxMeasure]] = {}
    for box, parent, m in zip(boxes, parents, measures, strict=True):
        if m.blocks and filled[parent] >= RIVER and box.tag not in NO_RIVERS:
            groups.setdefault((parent, box.tag, box.names), []).append(m)
    for members in groups.values():
        size = len(members)
        if size < RIVER:
            continue
        heads = sum([m.heads > 0 for m in members]) / size
        goods = sum([m.goods for m in members]) / size
        for place, m in enumerate(members):
            m.members, m.river_heads, m.river_good, m.place = size, heads, goods, place
    for parent, m in zip(parents, measures, strict=True):
        if m.blocks and m.members == 1:
            up = measures[parent]
            if up.members > 1:
                m.members, m.river_heads, m.river_good, m.place = (
                    up.members,
                    up.river_heads,
                    up.river_good,
                    up.place,
                )
