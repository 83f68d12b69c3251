"""Where in the page the blocks come from: the elements that they stand in, and the links in their text.

Nobody pays for it who does not ask: the page is walked a second time, noting what of the text stands in links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.article import Block, Link
from extract.body.blocks import Box, Walk, print_text
from extract.page import Page
from extract.page.head import join_url
from extract.page.xpath import list_paths

# Stand around a link while its text is printed: no characters at all, so that pages do not need them.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARKS = re.compile(f"([{_OPEN}{_CLOSE}])")
_CORE = re.compile(r"\S.*\S|\S", re.S)


class Span(NamedTuple):
    """What of a block's text, from character `start` to `end`, links to `href` as the page writes it."""

    start: int
    end: int
    href: str


def add_origins(blocks: Sequence[Block], page: Page) -> tuple[Block, ...]:
    """The blocks of the page as they come out, with their XPath, those kept with their links.

    Plain text has neither, and neither have the blocks that a page states in its data; they come last.
    """
    if page.flat:
        return tuple(blocks)
    walk = _LinkWalk()
    printed = walk.run(page.root).blocks
    elements = [block.box.element for block in printed]
    paths = list_paths(page.root, elements)
    links = {
        i: tuple(_resolve(spans, page.base_url, len(printed[i].marker))) for i, spans in walk.spans.items()
    }
    found = (
        block._replace(xpath=paths[element], links=links.get(i, ()) if block.kept else ())
        for i, (block, element) in enumerate(zip(blocks, elements, strict=False))
    )
    return (*found, *blocks[len(elements) :])


class _LinkWalk(Walk):
    """The walk that also knows which parts of the text since the last border are links."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: dict[int, str] = {}  # by the place of the part
        self.spans: dict[int, tuple[Span, ...]] = {}

    def add(self, text: str) -> None:
        href = self.open_links[-1] if self.open_links else None
        if href is not None:
            self.hrefs[len(self.parts)] = href
        super().add(text)

    def flush(self, box: Box) -> None:
        parts, hrefs, number = tuple(self.parts), self.hrefs, len(self.layout.blocks)
        self.hrefs = {}
        super().flush(box)
        if hrefs and len(self.layout.blocks) > number:
            spans = _find_spans(parts, hrefs, self.layout.blocks[number].text, box.kind)
            if spans:
                self.spans[number] = spans


def _find_spans(parts: Sequence[str], hrefs: dict[int, str], text: str, kind: str) -> tuple[Span, ...]:
    """Where in the printed text the linked parts stand: it is printed once more, with marks around them."""
    marked: list[str] = []
    order: list[str] = []
    for place, part in enumerate(parts):
        if place in hrefs and print_text(part, kind):
            part = _CORE.sub(rf"{_OPEN}\g<0>{_CLOSE}", part, count=1)
            order.append(hrefs[place])
        marked.append(part)
    pieces = _MARKS.split(print_text("".join(marked), kind))
    if "".join(pieces[::2]) != text or pieces[1::2] != [_OPEN, _CLOSE] * len(order):
        return ()  # the page has such characters itself
    spans: list[Span] = []
    end = 0
    for place, href in enumerate(order):
        start = end + len(pieces[4 * place])
        end = start + len(pieces[4 * place + 2])
        last = spans[-1] if spans else None
        if last is not None and last.href == href and not text[last.end : start].strip():
            spans[-1] = last._replace(end=end)  # one link, whose text is set in pieces
        else:
            spans.append(Span(start, end, href))
    return tuple(spans)


def _resolve(spans: Sequence[Span], base: str | None, shift: int) -> Iterator[Link]:
    """Those that lead to the web, their addresses absolute, `shift` characters further on."""
    for start, end, href in spans:
        url = join_url(base, href)
        if url is not None:
            yield Link(start + shift, end + shift, url)
