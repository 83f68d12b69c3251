"""One walk over the tree makes blocks: runs of text between the borders that tags draw.

The walk keeps the page's order and prints each text node once. Around the blocks it builds the boxes
(block-level elements) that hold them; everything later is computed on these two lists, not on the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

from lxml.etree import XPath, _Element

from extract.page.errors import UnreadablePage
from extract.wording import class_bits, class_mask

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q rb rp rt "
    "rtc ruby s samp small span strike strong sub sup time tt u var wbr nextid blink source track embed param".split()
)
SKIPPED = frozenset(
    "script style noscript template svg iframe select button input textarea object audio video canvas map "
    "math head datalist option meter progress applet embed param source track frame frameset title meta "
    "link base amp-ad amp-iframe amp-video amp-audio amp-analytics".split()
)
# libxml2 leaves an unclosed one of these open around the rest of the page.
MAY_SWALLOW = frozenset("head svg button object map noscript select iframe canvas video audio".split())
IMAGES = frozenset(("img", "amp-img"))
LISTS = frozenset(("ul", "ol", "menu", "dl"))
KINDS = {
    "ul": "paragraph", "ol": "paragraph", "menu": "paragraph", "dl": "paragraph", "table": "paragraph",
    "blockquote": "quote", "pre": "code", "listing": "code", "xmp": "code", "figcaption": "caption",
    "caption": "caption", "li": "list", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading",
    "h5": "heading", "h6": "heading",
}  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BOLD = frozenset(("b", "strong", "u"))
ITALIC = frozenset(("i", "em"))
TEXT_CELL = 400
MENU_LINKS, MENU_LINK = 3, 40  # a menu has so many links at least, of so many characters at most
MENU_DEPTH = 50  # deeper ones are not looked for: a text would be read again for every list around it
UNFOLDED = 50  # elements below a heading that is a button, among which a paragraph is looked for
MAX_BLOCKS = 250_000  # blocks, and boxes, of a page that can be read in some seconds and within 1 GiB
PROSE = ("p", "h1", "article", "main")
_LINE, _CELL = "\x1e", "\x1f"  # no character data of a page can hold these after parsing
_BLOCK, _LINK, _BOLD, _ITALIC, _HIDDEN, _NAMED, _UNSEEN = 1, 2, 4, 8, 16, 32, 64

# What a box says of itself by its tag, as bits.
NAV, HEADER, FOOTER, ASIDE, FIGURE, FORM, ARTICLE, MAIN, SECTION, LIST, TABLE, HIDDEN = (
    1 << i for i in range(12)
)
REGIONS = {
    "nav": NAV, "header": HEADER, "footer": FOOTER, "aside": ASIDE, "figure": FIGURE, "figcaption": FIGURE,
    "form": FORM, "article": ARTICLE, "main": MAIN, "section": SECTION, "ul": LIST, "ol": LIST, "dl": LIST,
    "table": TABLE, "menu": NAV,
}  # fmt: skip
ROLES = {
    "navigation": NAV, "banner": HEADER, "contentinfo": FOOTER, "complementary": ASIDE, "search": FORM,
    "form": FORM, "article": ARTICLE, "main": MAIN, "menu": NAV, "menubar": NAV, "dialog": HIDDEN,
    "alertdialog": HIDDEN,
}  # fmt: skip
PROPERTIES = {"articleBody": MAIN, "liveBlogUpdate": MAIN}  # of microdata
_INVISIBLE_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_MENU_TEXTS = XPath(
    "descendant::text()[normalize-space()][not(parent::script or parent::style or parent::noscript)]",
    smart_strings=False,
)
_TEXT = XPath("string()", smart_strings=False)  # several times as fast as the texts one by one
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]+"
)


@dataclass(slots=True, eq=False)
class Box:
    """A block-level element. `classes` and `region` are its own bits (see `wording` and `REGIONS`)."""

    index: int
    parent: Box | None
    element: _Element
    tag: str
    depth: int
    names: str
    classes: int
    region: int
    kind: str
    group: int | None
    level: int | None = None
    items: int = 0  # of a list: items begun so far
    blocks: int = 0  # blocks directly inside

    @property
    def row(self) -> tuple[int, str, str]:
        """What it shares with its alike siblings: the box around them, tag and names."""
        return (-1 if self.parent is None else self.parent.index, self.tag, self.names)


def describe_boxes(box: Box | None, count: int) -> Iterator[str]:
    """The tags and names of so many boxes: of this one and of those around it."""
    for _ in range(count):
        if box is None:
            return
        yield box.tag
        yield box.names
        box = box.parent


@dataclass(slots=True, eq=False)
class TextBlock:
    """A run of text in its box. Lengths count characters; `links` counts its links.

    `kind` is paragraph, heading, list, quote, table, code or caption; `marker` what a list item begins
    with in print ("- ", "1. ").
    """

    index: int
    box: Box
    text: str
    kind: str
    level: int | None
    group: int | None
    marker: str
    link_length: int
    bold_length: int
    italic_length: int
    links: int
    href: str | None
    classes: int  # of the inline elements inside
    hidden: bool
    headed: bool = False  # its first line is a link, and others follow


@dataclass(slots=True, eq=False)
class Mark:
    """An image or time element and where it stands: in `box`, before block number `index`."""

    element: _Element
    box: Box
    index: int


@dataclass(slots=True, eq=False)
class Layout:
    """All blocks and boxes of a page in document order, and the images and times between them.

    `parents` holds for each box the number of the one around it; the first box is the root, and its own parent.
    """

    blocks: list[TextBlock] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    images: list[Mark] = field(default_factory=list)
    times: list[Mark] = field(default_factory=list)


def read_blocks(root: _Element) -> Layout:
    """Walk the tree once, iteratively, and return its layout.

    Raises `UnreadablePage` (`too-complex`) beyond `MAX_BLOCKS`.
    """
    return Walk().run(root)


class Walk:
    """The state of the walk: the text since the last border, and which links and boxes are open."""

    def __init__(self) -> None:
        self.layout = Layout()
        self.parts: list[str] = []
        self.link_length = self.bold_length = self.italic_length = self.links = self.inline_classes = 0
        self.href: str | None = None
        self.open_links: list[str | None] = []
        self.open_classes = [0]  # of the open inline elements: of each and those around it
        self.unseen = class_mask("unseen")
        self.bold_depth = self.italic_depth = self.hidden_depth = 0
        self.groups = 0
        self.headed = False

    def run(self, root: _Element) -> Layout:
        layout = self.layout
        parts = self.parts
        box = self.open_box(root, "html", None)
        # Each level: the children left, the box they stand in, their element, and how to leave it.
        stack: list[tuple[Iterator[_Element], Box, _Element, int]] = [(iter(root), box, root, _BLOCK)]
        while stack:
            children, box, element, _ = stack[-1]
            for child in children:
                tag = child.tag
                leave, inside, enter = 0, box, True
                if tag in INLINE:
                    leave = self.enter_inline(child, tag, box)
                    enter = not leave & _UNSEEN
                elif tag == "br":
                    self.break_line(box)
                elif tag in IMAGES:
                    layout.images.append(Mark(child, box, len(layout.blocks)))
                elif not isinstance(tag, str) or (tag in SKIPPED and not _shows(child, tag)):
                    enter = tag == "button" and _unfolds(child, box)
                elif box.kind == "table" and box.tag == "tr":  # cells of data hold text alone
                    parts.append(_CELL if tag in ("td", "th") else " ")
                elif "-" in tag and not len(child) and any(not part.isspace() for part in parts):
                    pass  # a custom element amid text
                else:
                    if parts:
                        self.flush(box)
                    if len(child) or tag == "li" or ((text := child.text) and not text.isspace()):
                        inside = self.open_box(child, tag, box)
                        leave = _BLOCK
                        if inside.region & HIDDEN:
                            self.hidden_depth += 1
                            leave |= _HIDDEN
                        if (inside.region & NAV or tag in LISTS) and (lines := _read_menu(child, inside)):
                            self.add_menu(inside, lines)
                            enter = False
                    else:  # an empty box is a border and nothing more
                        enter = False
                if enter:
                    text = child.text
                    if text and (parts or not text.isspace()):
                        self.add(text)
                    if len(child):
                        stack.append((iter(child), inside, child, leave))
                        break
                if leave:
                    self.leave(leave, inside)
                tail = child.tail
                if tail and (parts or not tail.isspace()):
                    self.add(tail)
            else:
                leave = stack.pop()[3]
                if leave:
                    self.leave(leave, box)
                tail = element.tail
                if tail and stack and (parts or not tail.isspace()):
                    self.add(tail)
        return layout

    def leave(self, leave: int, box: Box) -> None:
        if leave & _BLOCK:
            if self.parts:
                self.flush(box)
            if leave & _HIDDEN:
                self.hidden_depth -= 1
        elif leave & _LINK:
            self.open_links.pop()
            if not self.parts:  # it is empty, or its text stands in the blocks before
                self.links -= 1
        elif leave & _BOLD:
            self.bold_depth -= 1
        elif leave & _ITALIC:
            self.italic_depth -= 1
        if leave & _NAMED:
            self.open_classes.pop()
            if not self.parts:
                self.inline_classes = self.open_classes[-1]

    def enter_inline(self, element: _Element, tag: str, box: Box) -> int:
        leave = 0
        if tag == "a":
            href = element.get("href")
            if _leads(element) if href is None else href[:1] != "#" or box.kind != "heading":
                self.open_links.append(href)
                self.links += 1
                leave = _LINK
            elif _is_sign(element):
                return _UNSEEN
        elif tag in BOLD:
            self.bold_depth += 1
            leave = _BOLD
        elif tag in ITALIC:
            self.italic_depth += 1
            leave = _ITALIC
        elif tag == "rt":
            if not _is_bracketed(element):
                return _UNSEEN
        elif tag == "time":
            self.layout.times.append(Mark(element, box, len(self.layout.blocks)))
        names = element.get("class")
        if names and (bits := class_bits[names]):
            if bits & self.unseen:
                return leave | _UNSEEN
            if box.kind != "code":  # there they name colours
                self.open_classes.append(self.open_classes[-1] | bits)
                self.inline_classes |= bits
                leave |= _NAMED
        return leave

    def add(self, text: str) -> None:
        self.parts.append(text)
        if self.open_links or self.bold_depth or self.italic_depth:
            length = len(text.strip())
            if self.open_links and length:
                self.link_length += length
                if self.href is None:
                    self.href = self.open_links[-1]
            if self.bold_depth:
                self.bold_length += length
            if self.italic_depth:
                self.italic_length += length

    def break_line(self, box: Box) -> None:
        """A second line break in a row is a border between blocks."""
        for part in reversed(self.parts):
            if part == _LINE:
                self.flush(box)
                return
            if not part.isspace():
                if self.link_length and _LINE not in self.parts:
                    self.headed = self.link_length >= len("".join(self.parts).strip())
                self.parts.append(_LINE)
                return

    def open_box(self, element: _Element, tag: str, parent: Box | None) -> Box:
        names = ""
        region = REGIONS.get(tag, 0)
        classes = class_bits[tag] if "-" in tag else 0  # authors of elements name them like classes
        for key, value in cast("list[tuple[str, str]]", element.items()):
            if key == "class":
                names = value
                classes |= class_bits[value]
            elif key == "id":
                if tag not in HEADINGS:  # theirs are mostly made of their own words
                    classes |= class_bits[value]
            elif key == "role":
                region |= ROLES.get(value, 0)
            elif key == "itemprop":
                region |= PROPERTIES.get(value, 0)
                if value == "description":
                    classes |= class_bits[value]
            elif (
                key == "hidden"
                or (key == "aria-hidden" and value == "true")
                or (key == "style" and _INVISIBLE_STYLE.search(value[:1000]))
            ):
                region |= HIDDEN
        if classes & self.unseen and tag != "body":
            region |= HIDDEN
        kind, group, level, depth = "paragraph", None, None, 0
        if parent is not None:
            kind, group, depth = parent.kind, parent.group, parent.depth + 1
        if tag in KINDS:
            kind = KINDS[tag]
            if kind == "heading":
                level = int(tag[1])
                if tag == "h1" and parent is not None:
                    _leave_list(parent)
            elif kind == "list":
                if parent is not None:
                    parent.items += 1
            elif tag in LISTS:
                self.groups += 1
                group = self.groups
            elif tag == "table":
                group = None
                if _holds_data(element):
                    self.groups += 1
                    kind, group = "table", self.groups
        boxes = self.layout.boxes
        if len(boxes) >= MAX_BLOCKS:
            _refuse_size()
        box = Box(len(boxes), parent, element, tag, depth, names, classes, region, kind, group, level)
        boxes.append(box)
        self.layout.parents.append(0 if parent is None else parent.index)
        return box

    def add_menu(self, box: Box, lines: list[str]) -> None:
        """Make one block of a menu: nobody wants to know which of its links is part of the article."""
        blocks = self.layout.blocks
        markers = [f"{n}. " if box.tag == "ol" else "- " for n in range(1, len(lines) + 1)]
        text = "\n".join(map(str.__add__, markers, lines)).removeprefix(markers[0])
        box.blocks = 1
        blocks.append(
            TextBlock(
                len(blocks), box, text, "list", None, box.group, markers[0], len(text), 0, 0, len(lines), None, 0,
                self.hidden_depth > 0,
            )
        )  # fmt: skip

    def flush(self, box: Box) -> None:
        """Make a block of the text since the last border."""
        raw = "".join(self.parts)
        self.parts.clear()
        text = "" if raw.isspace() else print_text(raw, box.kind)
        if text:
            blocks = self.layout.blocks
            if len(blocks) >= MAX_BLOCKS:
                _refuse_size()
            box.blocks += 1
            blocks.append(
                TextBlock(
                    len(blocks), box, text, box.kind, box.level, box.group, _marker(box) if box.kind == "list" else "",
                    self.link_length, self.bold_length, self.italic_length, self.links, self.href, self.inline_classes,
                    self.hidden_depth > 0, self.headed and "\n" in text,
                )
            )  # fmt: skip
        self.headed = False
        self.link_length = self.bold_length = self.italic_length = 0
        self.inline_classes = self.open_classes[-1]
        self.links = len(self.open_links)
        self.href = None


def _refuse_size() -> None:
    """Raise `UnreadablePage`: nobody writes so many paragraphs."""
    raise UnreadablePage(
        "too-complex", f"the page has more than {MAX_BLOCKS:,} paragraphs or boxes; pass a part of it"
    )


def _leave_list(box: Box | None) -> None:
    """Take the boxes that a headline stands in for what they are: an item of layout is none of a list."""
    while box is not None and box.kind == "list":
        box.kind = "paragraph"
        box = box.parent


def _leads(anchor: _Element) -> bool:
    """Whether an anchor without an address leads anywhere, by a script, and does not only name its place."""
    return anchor.get("name") is None and anchor.get("id") is None


def _is_sign(anchor: _Element) -> bool:
    """Whether an anchor only shows that its heading has an address: "¶", "#"."""
    return len(anchor) == 0 and not any(map(str.isalnum, anchor.text or ""))


def _is_bracketed(reading: _Element) -> bool:
    """Whether the page sets the reading of a word in brackets for those who see it beside the word, not above."""
    before = reading.getprevious()
    return before is not None and before.tag == "rp"


def _read_menu(element: _Element, box: Box) -> list[str]:
    """The lines of a navigation without running text, or of a list of nothing but short links; else none."""
    if box.depth > MENU_DEPTH:
        return []
    if box.region & NAV:
        if next(element.iter(*PROSE), None) is not None:
            return []
        return list(filter(None, map(clean_line, cast("list[str]", _MENU_TEXTS(element)))))
    lines = []
    for link in element.iter("a"):
        line = clean_line(_read_text(link))
        if len(line) > MENU_LINK:
            return []
        if line:
            lines.append(line)
    if len(lines) < MENU_LINKS:
        return []
    linked = sum([len(line) - line.count(" ") for line in lines])
    whole = sum(map(len, _read_text(element).split()))
    return lines if linked == whole else []


def _read_text(element: _Element) -> str:
    return cast("str", _TEXT(element)) if len(element) else element.text or ""


def _shows(element: _Element, tag: str) -> bool:
    """Whether what is mostly out of sight is seen: the parts of a custom element that its page brings along,
    or the rest of the page around which the parser left an unclosed element open.
    """
    if tag == "template":
        return "shadowrootmode" in element.attrib or "shadowroot" in element.attrib
    return (
        tag in MAY_SWALLOW and len(element) > 0 and next(islice(element.iter("p"), 1, None), None) is not None
    )


def _unfolds(button: _Element, box: Box) -> bool:
    """Whether a button is all of a heading, and unfolds paragraphs below it; those of menus unfold links.

    One that is called otherwise than its text is a tool.
    """
    heading = button.getparent()
    if heading is not box.element or box.kind != "heading":
        return False
    if "aria-expanded" not in button.attrib or "aria-label" in button.attrib:
        return False
    part = heading.getnext()
    if part is None and (around := heading.getparent()) is not None:
        part = around.getnext()
    return part is not None and any(element.tag == "p" for element in islice(part.iter(), UNFOLDED))


def print_text(raw: str, kind: str) -> str:
    """The text as it is printed: white space collapsed but for line breaks, cells joined by bars."""
    if kind == "code":
        lines = raw.replace(_LINE, "\n").expandtabs(4).split("\n")
        return "\n".join(_UNPRINTABLE.sub("", line).rstrip() for line in lines).strip("\n")
    if kind == "table" and _CELL in raw:
        return " | ".join(clean_line(cell.replace(_LINE, " ")) for cell in raw.split(_CELL)[1:]).strip(" |")
    if _LINE not in raw:
        return clean_line(raw)
    return "\n".join(filter(None, map(clean_line, raw.split(_LINE))))


def _marker(box: Box) -> str:
    """What a list item begins with: only its first block has a marker."""
    while box.kind == "list" and box.tag != "li" and box.parent is not None:
        if box.blocks > 1 or box.parent.blocks:
            return ""
        box = box.parent
    if box.tag != "li" or box.blocks > 1 or box.parent is None:
        return ""
    box.blocks = max(box.blocks, 1)
    if box.parent.tag != "ol":
        return "- "
    return f"{(_number(box.parent.element.get('start')) or 1) + box.parent.items - 1}. "


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 7 else None


def clean_line(text: str) -> str:
    """White space collapsed; controls and invisible characters gone."""
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return " ".join(_UNPRINTABLE.sub("", text).split())


def _holds_data(table: _Element) -> bool:
    """Whether a table is one of data and not of layout: rows of several short cells, nothing nested."""
    # What is nested is looked for first: it stands near the beginning of each of many tables around one another.
    if any(element is not table for element in table.iter("table", "h1", "h2", "form")):
        return False
    wide = 0
    for cell in table.iter("td", "th"):
        if cell.getnext() is not None or cell.getprevious() is not None:
            wide += 1
        length = 0
        for text in cell.itertext():
            length += len(text)
            if length > TEXT_CELL:
                return False
    return wide >= 4
