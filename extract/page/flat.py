"""Pages that were flattened to plain text before they reached us.

Lines become a small tree: paragraphs (lines that were wrapped at a width are joined again, verse keeps its
breaks), lists by their bullets, numbers and indentation, headings by their marks.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element

_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BULLET = re.compile(r"(?:([•‣·◦▪●○■∙*])|([-–])|(\d{1,3})[.)])\s+(?=\S)")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"[-=_*~•\s]{3,}$")
_WIDE_CHARACTER = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]")
_LINE_LIMIT = 120  # nobody wraps lines wider
_VERSE_LIMIT = 70
_NEAR = 12  # lines between two items of a numbered list
_GOES_ON = re.compile(r"[,.;:!?)\]}%»”’。，、；：！？）]")  # what no line begins with of itself
_BROKEN = 3  # so many lines that begin so tell of sentences in pieces
_AMID = 20  # characters of a piece of a sentence before marked words
_PASSAGE = 160  # characters of pieces that are text even where no mark ends them
_SENTENCE_ENDS = frozenset(".!?:;…。！？：；।۔”\"'")


class Line(NamedTuple):
    """A line that is not blank: its text without bullet and indentation (in columns).

    `apart` tells that a blank line stands before it, `number` is that of a numbered item.
    """

    indent: int
    text: str
    apart: bool
    bullet: str = ""
    number: int | None = None
    heading: int = 0


def build_flat_tree(text: str) -> _Element:
    """The tree of a flattened page: paragraphs, lists, headings, and `<br>` in verse."""
    lines = _mend_sentences(_read_lines(_FORBIDDEN.sub("", text)))
    lines = _keep_lists(lines)
    width = _find_width(lines)
    builder = _Builder()
    for group in _join_lines(lines, width):
        builder.add(group)
    return builder.html


def _read_lines(text: str) -> list[Line]:
    lines: list[Line] = []
    apart = True
    for raw in text.splitlines():
        stripped = raw.strip()
        if not stripped or (len(stripped) < 200 and _RULE.match(stripped)):
            if stripped.startswith("===") and lines and not apart:
                lines[-1] = Line(lines[-1].indent, lines[-1].text, lines[-1].apart, heading=2)
            apart = True
            continue
        head = raw[: len(raw) - len(raw.lstrip())].expandtabs(4)
        lines.append(_read_line(len(head), stripped, apart))
        apart = False
    return lines


def _read_line(indent: int, text: str, apart: bool) -> Line:
    heading = _HEADING.match(text) if text[0] == "#" and len(text) < 300 else None
    if heading and heading[2]:
        return Line(indent, heading[2], apart, heading=max(2, len(heading[1])))
    bullet = _BULLET.match(text)
    if bullet is None:
        return Line(indent, text, apart)
    number = int(bullet[3]) if bullet[3] else None
    return Line(indent, text, apart, bullet[0].strip(), number)


def _mend_sentences(lines: list[Line]) -> list[Line]:
    """The lines with the sentences whole that were broken at the borders of links and other marked words.

    A sentence goes on with a line that begins with a mark or a small letter, and with the words before that line.
    """
    goes_on = [_may_go_on(line) and _GOES_ON.match(line.text) is not None for line in lines]
    if sum(goes_on) < _BROKEN:
        return lines
    for i, (line, after) in enumerate(pairwise(lines), start=1):
        goes_on[i] |= _may_go_on(after) and after.text[0].islower() and line.text[-1] not in _SENTENCE_ENDS
    chains: list[list[Line]] = []
    for i, line in enumerate(lines):
        before = chains[-1][-1].text if chains else ""
        amid = len(before) >= _AMID and before[-1].islower()
        marked = amid and _may_go_on(line) and goes_on[i + 1 : i + 2] == [True]
        if goes_on[i] or marked:
            chains[-1].append(line)
        else:
            chains.append([line])
    return [line for chain in chains for line in _mend(chain)]


def _may_go_on(line: Line) -> bool:
    """Whether nothing tells a line from the one before it."""
    return not (line.apart or line.bullet or line.heading)


def _mend(pieces: list[Line]) -> list[Line]:
    """The pieces as one line, if they are a sentence or a passage."""
    if pieces[-1].text[-1] not in _SENTENCE_ENDS and sum(len(piece.text) for piece in pieces) < _PASSAGE:
        return pieces
    parts = [pieces[0].text]
    for before, piece in pairwise(pieces):
        tight = _GOES_ON.match(piece.text) or _WIDE_CHARACTER.match(before.text[-1])
        parts.append(piece.text if tight else " " + piece.text)
    return [pieces[0]._replace(text="".join(parts))]


def _keep_lists(lines: list[Line]) -> list[Line]:
    """The lines in which only bullets that make lists are left: dashes also open speech, numbers dates."""
    items = {i for i, line in enumerate(lines) if line.bullet and line.number is None}
    for i in list(items):
        line = lines[i]
        alone = line.indent == 0 and not any(
            0 <= k < len(lines) and lines[k].bullet == line.bullet for k in (i - 1, i + 1)
        )
        if line.bullet in "-–" and alone:
            items.discard(i)
    last: dict[int, int] = {}  # where each number stood last
    for i, line in enumerate(lines):
        if line.number is None:
            continue
        before = last.get(line.number - 1)
        if before is not None and i - before <= _NEAR and lines[before].indent == line.indent:
            items.update((before, i))
        last[line.number] = i
    return [
        Line(line.indent, line.text[len(line.bullet) :].lstrip(), line.apart, line.bullet, line.number)
        if i in items
        else (line if not line.bullet else Line(line.indent, line.text, line.apart))
        for i, line in enumerate(lines)
    ]


def _continues(line: Line, after: Line) -> bool:
    """Whether `after` may be the next line of the same paragraph."""
    return not (
        after.apart or after.bullet or after.heading or line.heading or "\t" in line.text + after.text
    )


def _find_width(lines: list[Line]) -> int | None:
    """The width at which the text was wrapped, in characters, or `None`."""
    pairs = [(a, b) for a, b in pairwise(lines) if _continues(a, b)]
    lengths = sorted(len(a.text) for a, _ in pairs)
    if not lengths:
        return None
    width = lengths[-1 - len(lengths) // 20]  # but for a few that are longer
    if not 30 <= width <= _LINE_LIMIT:
        return None
    full = sum(_is_full(a.text, b.text, width) for a, b in pairs)
    if len(pairs) < 3:  # so few breaks tell little: the sentence must go on over each
        full = sum(len(a.text) >= 50 and a.text[-1] not in ".!?:" and b.text[0].islower() for a, b in pairs)
        return width if full == len(pairs) else None
    return width if full >= 0.8 * len(pairs) else None


def _is_full(text: str, after: str, width: int) -> bool:
    """Whether the next line's first word had no room in this line."""
    word = after[:40].split(maxsplit=1)[0]
    room = 1 if _WIDE_CHARACTER.match(word) else len(word) + 1
    return len(text) + room > width - 2


def _join_lines(lines: list[Line], width: int | None) -> list[list[Line]]:
    """Groups of lines: a paragraph that was wrapped is one line again, a stanza has several."""
    groups: list[list[Line]] = []
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and run and _continues(run[-1], line):
            run.append(line)
            continue
        if run:
            groups += _join_run(run, width)
        run = [line] if line is not None else []
    return groups


def _join_run(run: list[Line], width: int | None) -> list[list[Line]]:
    if len(run) == 1:
        return [run]
    if width is None and _is_verse(run):
        return [run]
    hanging = bool(run[0].bullet) and run[1].indent > run[0].indent
    groups: list[list[Line]] = []
    texts: list[str] = []
    first = run[0]
    for line, after in zip(run, [*run[1:], None], strict=True):
        texts.append(line.text)
        joins = after is not None and (
            hanging or (width is not None and _is_full(line.text, after.text, width))
        )
        if not joins:
            groups.append([Line(first.indent, _join(texts), first.apart, first.bullet, first.number)])
            texts = []
            first = after or first
    return groups


def _join(texts: list[str]) -> str:
    """The text of wrapped lines: with blanks between, but for scripts that have none."""
    parts = [texts[0]]
    for before, text in pairwise(texts):
        wide = _WIDE_CHARACTER.match(before[-1]) and _WIDE_CHARACTER.match(text[0])
        parts.append(text if wide else " " + text)
    return "".join(parts)


def _is_verse(run: list[Line]) -> bool:
    """Whether lines are a stanza: short, of several words, few of them sentences, not mere labels."""
    if len(run) < 3 or run[0].bullet or any(len(line.text) > _VERSE_LIMIT for line in run):
        return False
    words = [len(line.text.split()) for line in run]
    ends = [line.text[-1] for line in run]
    sentences = sum(end in ".!?" for end in ends)
    signs = sum(end in ".,;:!?—–-…" for end in ends)
    return min(words) >= 2 and sum(words) >= 3.5 * len(run) and sentences <= len(run) / 2 and signs > 0


class _Builder:
    """The tree so far, and the items that are open: their indentation, list, and element."""

    def __init__(self) -> None:
        self.html = etree.Element("html")
        self.body = etree.SubElement(self.html, "body")
        self.open: list[tuple[int, _Element, _Element]] = []

    def add(self, group: list[Line]) -> None:
        line = group[0]
        if line.bullet:
            parent = self.open_item(line)
        else:
            while self.open and line.indent <= self.open[-1][0]:
                self.open.pop()
            parent = self.open[-1][2] if self.open else self.body
        element = etree.SubElement(parent, f"h{line.heading}" if line.heading else "p")
        element.text = line.text
        for verse in group[1:]:
            etree.SubElement(element, "br").tail = verse.text

    def open_item(self, line: Line) -> _Element:
        tag = "ul" if line.number is None else "ol"
        while self.open and line.indent < self.open[-1][0]:
            self.open.pop()
        if self.open and line.indent == self.open[-1][0]:
            _, owner, _ = self.open.pop()
        else:
            parent = self.open[-1][2] if self.open and len(self.open) < 20 else self.body
            owner = etree.SubElement(parent, tag)
            if line.number is not None and line.number != 1:
                owner.set("start", str(line.number))
        item = etree.SubElement(owner, "li")
        self.open.append((line.indent, owner, item))
        return item
