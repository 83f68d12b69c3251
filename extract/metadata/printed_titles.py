"""The headings that a page prints, and how far each says what the head of the page states as its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.etree import _Element

from extract.body.blocks import ARTICLE, ASIDE, FOOTER, HEADER, MAIN, NAV, Box, Layout, TextBlock
from extract.metadata.plain import flatten, has_han, list_words, read_words
from extract.metadata.stated_titles import STRONG_SEPARATOR, Stated, strip_site
from extract.page.references import unescape
from extract.wording import class_mask

MAX_TITLE = 400
A_LINE, MOST = 20, 0.7  # characters of a title among other lines, and how much of a stated one they are
MAX_HEADINGS = 200
_SITE_CLASS = re.compile(r"\b(?:site|blog|brand|logo)[-_]?(?:title|name|heading|description)\b", re.I)
_KICKER_CLASS = re.compile(
    r"kicker|overline|topline|top-?line|roofline|dachzeile|spitzmarke|pre-?title|supertitle|super-?headline|eyebrow"
    r"|antetitulo|cintillo|occhiello|surtitre|topic|category|rubri|label|badge",
    re.I,
)


class Heading(NamedTuple):
    """A heading as the body prints it; `standing` is how much its tag and place speak for it."""

    text: str
    plain: str
    block: TextBlock
    level: int
    standing: float
    agreement: float = 0.0


def read_headings(layout: Layout, stated: Sequence[Stated]) -> Iterator[Heading]:
    """Headings, blocks of the class "title" and blocks that print a stated title, in document order."""
    title_bit = class_mask("title")
    said = "\n".join(title.text for title in stated)
    pieces: dict[int, list[TextBlock]] = {}  # of h1 boxes that hold more than one block
    ranks = [0] * 8
    for block in layout.blocks:
        text = block.text
        if len(text) > MAX_TITLE:
            continue
        if "\n" in text and block.level is None and text.replace("\n", " ") not in said:
            # Where nothing but the size of type tells the headline from its date, it is a line of the block.
            text = next((line for line in text.split("\n") if _is_most(line, stated)), text)
        box: Box | None = block.box
        while box is not None and box.level is None and box.kind == "heading":
            box = box.parent
        level = (box.level if box is not None else None) or 0
        said_so = len(text) > 4 and text in said
        if not level and not said_so and not title_bit & block.box.classes:
            continue
        plain = flatten(unescape(text) if "&" in text else text)
        if not plain or ranks[level] > MAX_HEADINGS:
            continue
        ranks[level] += 1
        printed = text.replace("\n", " ")
        if "&" in printed:  # escaped twice
            printed = unescape(printed)
        heading = Heading(printed, plain, block, level, _standing(block, level, ranks[level]))
        yield heading
        if level == 1 and box is not None:
            pieces.setdefault(box.index, []).append(block)
            if len(pieces[box.index]) > 1:
                text = " ".join(b.text.replace("\n", " ") for b in pieces[box.index])
                if len(text) <= MAX_TITLE:
                    yield heading._replace(text=text, plain=flatten(text), standing=heading.standing - 0.05)


def _is_most(line: str, stated: Sequence[Stated]) -> bool:
    """Whether a line is most of a stated title: the rest is the site's name."""
    return len(line) > A_LINE and any(
        line in title.text and len(line) >= MOST * len(title.text) for title in stated
    )


def _standing(block: TextBlock, level: int, rank: int) -> float:
    """How much the place and the tag of a heading speak for it; `rank` counts those of its level."""
    score = {1: 1.0, 2: 0.3, 3: 0.1}.get(level, 0.0) - 0.02 * min(rank, 20) - 1.2 * block.hidden
    box: Box | None = block.box
    region = classes = 0
    depth = 0
    while box is not None:
        region |= box.region
        if depth < 2:
            classes |= box.classes
        if box.region & ARTICLE:
            break
        depth += 1
        box = box.parent
    if classes & class_mask("title"):
        score += 0.2
    if _SITE_CLASS.search(block.box.names) or (block.href and _is_root(block.href)):
        score -= 0.9
    if region & (NAV | FOOTER | ASIDE):
        score -= 0.6
    if region & (ARTICLE | MAIN):
        score += 0.2
    elif region & HEADER:
        score -= 0.1
    return score


def _is_root(href: str) -> bool:
    """Whether an address is that of a whole site."""
    if href.count("/") > 3:
        return False
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    return parts.path in ("/", "") and bool(parts.path or parts.netloc) and not parts.query


def compare(heading: Heading, stated: Sequence[Stated], sites: tuple[str, ...]) -> Heading:
    """The heading with its agreement (0 to 1) with the head's titles, freed of what only frames it."""
    if heading.plain in sites:
        return heading
    if heading.level != 1 and not any(heading.plain in t.plain or t.plain in heading.plain for t in stated):
        return heading
    best = 0.0
    text = heading.text
    for title in stated:
        same = title.plain == heading.plain or _is_rest(heading, title, sites)
        best = max(best, 1.0 if same else _agree(heading, title))
        if best == 1.0:
            break
    trimmed = None
    for title in stated:
        if best < 1.0 and trimmed is None and heading.plain not in title.plain:
            pieces = sorted(
                (p for p in title.pieces if len(p) > 0.4 * len(title.plain)), key=len, reverse=True
            )
            trimmed = next(
                filter(None, (_trim(heading, p) for p in (title.plain, *pieces) if len(p) > 7)), None
            )
    if trimmed is None and heading.level:
        trimmed = _drop_kicker(heading, stated)
    if trimmed is None and best == 1.0 and heading.level:
        stripped = strip_site(text, sites)
        tail = text[len(stripped) :] if text.startswith(stripped) else ""
        if stripped != text and (
            (STRONG_SEPARATOR.match(tail) and len(list_words(stripped)) > 3)
            or any(title.plain == flatten(stripped) for title in stated)
        ):
            trimmed = stripped
    return heading._replace(text=trimmed or text, agreement=1.0 if trimmed else best)


def _is_rest(heading: Heading, title: Stated, sites: tuple[str, ...]) -> bool:
    """Whether a heading is all of a title but the site's name, without a mark between."""
    if len(title.pieces) > 1 or heading.plain not in title.plain:
        return False
    return title.plain.replace(heading.plain, "", 1) in sites


def _drop_kicker(heading: Heading, stated: Sequence[Stated]) -> str | None:
    """A heading without the words above it, where the head states it so or its markup calls them such.

    Where the head states them as a part of the title, it is printed as there: the markup has no colon.
    """
    first = stated[0] if stated else None
    if (
        first is not None
        and not first.cut
        and len(first.plain) > 11
        and heading.plain != first.plain
        and heading.plain.endswith(first.plain)
    ):
        return _trim(heading, first.plain)
    kicker = _find_kicker(heading.block.box.element)
    rest = heading.plain.removeprefix(kicker)
    if not kicker or len(rest) < 12 or rest == heading.plain:
        return None
    whole = next((title.text for title in stated if title.plain == heading.plain), None)
    return whole or _trim(heading, rest)


def _find_kicker(element: _Element) -> str:
    """The words that stand above a headline in its own element, as compared; empty where there are none."""
    first = next((e for e in element.iter() if isinstance(e.tag, str) and (e.text or "").strip()), None)
    if first is None or first is element or not _KICKER_CLASS.search(first.get("class") or ""):
        return ""
    return flatten("".join(map(str, first.itertext())))


def _agree(heading: Heading, title: Stated) -> float:
    """How far one title says what a heading prints: 1 is the same."""
    short, long = sorted((title.plain, heading.plain), key=len)
    share = len(short) / len(long)
    if short in long:
        starts, ends = long.startswith(short), long.endswith(short)
        if long == heading.plain:
            agreement = (
                0.95 if starts and title.cut else 0.6 + 0.35 * share if starts or ends else 0.4 + 0.5 * share
            )
        elif share > 0.25 and short in title.pieces:
            agreement = 0.9 + 0.1 * share if starts else 0.78 + 0.2 * share
        else:
            agreement = 0.55 + 0.35 * share
        size = len(short) * (3 if has_han(short[0]) else 1)
        return agreement if size > 11 else agreement * (0.3 + 0.7 * share)
    if heading.level != 1:  # of other headings likeness says little
        return 0.0
    words = read_words(heading.text)
    return 0.85 * len(words & title.words) / max(len(words), len(title.words), 1)


def _trim(heading: Heading, plain: str) -> str | None:
    """The part of a heading that a stated title holds, where markup sets it off from the rest."""
    starts, ends = heading.plain.startswith(plain), heading.plain.endswith(plain)
    if not starts and not ends:
        return None
    element = heading.block.box.element
    parts = [str(part) for part in element.itertext()]
    sizes = [len(flatten(part)) for part in parts]
    if sum(sizes) != len(heading.plain):
        return None
    done = 0
    for i, size in enumerate(sizes):
        if starts and done == len(plain):
            kept = parts[:i]
        elif ends and size and done == len(heading.plain) - len(plain):
            kept = parts[i:]
        else:
            done += size
            continue
        return " ".join("".join(kept).split()).lstrip("-–—|:•·/ ").rstrip("-–—|•·/ ") or None
    return None
