"""The headline as printed.

The page states its title in its head (`STATED`, in the order in which the sources are believed) and
prints it in its body. The two are matched: the printed heading that says what the head says is the
headline. Where the head says something else (titles for search engines and social networks differ), a
lone visible `<h1>` still is; where nothing on the page is, the best stated title is, freed of the
site's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.body.blocks import Layout, TextBlock
from extract.body.statements import is_root
from extract.metadata.plain import flatten, list_words, read_words
from extract.metadata.printed_titles import Heading, compare, read_headings
from extract.metadata.stated_titles import (
    Stated,
    choose_stated,
    names_site,
    read_stated,
)
from extract.page import Page

SURE = 0.85  # agreement from which a heading of any tag is the headline
ALIKE = 0.3  # agreement from which an h1 stands before a subheading that is a part of the title
SIMILAR = 0.5  # agreement from which an h1 is
LONE = 0.85  # standing from which the only h1 is the headline without agreement
FAR = 20  # blocks below the h1 in which no line is the headline
LONG_HEADING = 200  # characters from which an h1 that the head does not state is a paragraph


class Headline(NamedTuple):
    """The headline's text, and the block that prints it where one does."""

    text: str | None
    block: TextBlock | None

    @property
    def number(self) -> int:
        """That of the block, or -1."""
        return -1 if self.block is None else self.block.index


def find_headline(page: Page, layout: Layout) -> Headline:
    """The page's headline; both parts are `None` where the page has none."""
    stated, sites = read_stated(page)
    headings = [compare(heading, stated, sites) for heading in read_headings(layout, stated)]
    best = _elect(headings, stated, sites, _read_slug(page))
    if best is not None:
        return Headline(best.text, best.block)
    text = choose_stated(stated, sites)
    if text is None and page.flat:
        line = _find_line(layout)
        return Headline(line.text if line is not None else None, line)
    if text is None and headings:
        best = max(headings, key=lambda h: h.standing)
        if stated and best.level != 1 and _is_home(page):  # its subheadings are those of its teasers
            return Headline(stated[0].text, None)
        return Headline(best.text, best.block) if best.standing > 0 else Headline(None, None)
    return Headline(text, None)


def list_titles(page: Page, layout: Layout) -> Iterator[tuple[str, str]]:
    """What the page offers as its headline, with the source: what it prints like one, then what it states."""
    stated, sites = read_stated(page)
    for printed in read_headings(layout, stated):
        heading = compare(printed, stated, sites)
        if heading.level == 1 or heading.agreement >= SURE:
            yield f"printed <h{heading.level}>" if heading.level else "printed line", heading.text
    for title in stated:
        yield title.source, title.text
    line = _find_line(layout) if page.flat else None
    if line is not None:
        yield "line like a headline", line.text


def _find_line(layout: Layout) -> TextBlock | None:
    """The line of plain text that is most like a headline."""
    from extract.metadata.line_titles import choose_line  # few pages are plain text

    return choose_line(layout)


def _is_home(page: Page) -> bool:
    """Whether the page's own address is that of its site."""
    url = next(iter(page.links.get("canonical", ()) or page.meta.get("og:url", ())), page.url)
    return is_root(url or "")


def _read_slug(page: Page) -> str:
    """The last step of the page's own address, as compared; where a query follows, it is that of a section."""
    url = page.url or next(iter(page.links.get("canonical", ()) or page.meta.get("og:url", ())), "")
    path = url.partition("//")[2].partition("#")[0].rstrip("/")
    return flatten(path.rpartition("/")[2].partition(".")[0]) if "/" in path and "?" not in path else ""


def _elect(
    headings: Sequence[Heading], stated: Sequence[Stated], sites: tuple[str, ...], slug: str
) -> Heading | None:
    """The heading that is the headline, if any is; `slug` is what the page's address calls it."""
    tops = [h for h in headings if h.level == 1 and h.standing > 0 and not names_site(h.plain, h.text, sites)]
    lone = tops[0] if len({h.plain for h in tops}) == 1 else None
    best = max(headings, key=_rank, default=None)
    if best is not None and best.agreement >= SURE and not (lone is not None and _is_far_line(best, lone)):
        # A subheading may say a part of the title; an h1 that is like it says all of it in other words.
        if best.level == 1 or best.agreement == 1.0 or lone is None or lone.agreement < ALIKE:
            return best
        weak = lone.agreement < SIMILAR or lone.standing < LONE
        apart = weak and not read_words(lone.text) & read_words(
            best.text
        )  # they say different parts of a title
        return best if apart or any(_is_tail(lone, title) for title in stated) else lone
    similar = max(tops, key=lambda h: h.agreement * 3 + h.standing, default=None)
    if similar is not None and similar.agreement >= SIMILAR:
        return similar
    if lone is not None and lone.standing >= LONE and (len(list_words(lone.text)) > 2 or lone.plain == slug):
        return lone if len(lone.text) < LONG_HEADING or not stated else None
    return None


def _is_far_line(line: Heading, lone: Heading) -> bool:
    """Whether what says the stated title is no heading, and stands far below the only h1, as teasers do."""
    far = line.block.index - lone.block.index > FAR
    return not line.level and far and lone.standing >= LONE and len(list_words(lone.text)) > 2


def _is_tail(heading: Heading, title: Stated) -> bool:
    """Whether a heading is what ends a title behind a separator: there the site's name stands."""
    plain = heading.plain
    return plain in title.pieces and title.plain.endswith(plain) and not title.plain.startswith(plain)


def _rank(heading: Heading) -> tuple[bool, float]:
    """What the headline is highest in: a sure heading comes before a likely h1, which may be the site's."""
    sure = heading.agreement >= SURE and heading.standing > -0.5
    return sure, heading.agreement * 3 + heading.standing
