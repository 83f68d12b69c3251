"""The authors as the page prints them: words that its markup calls names, and lines that say "by"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from lxml.etree import _Element

from extract.article import Author
from extract.body.blocks import INLINE, TextBlock
from extract.metadata.bearers import is_account, is_agency, is_desk, is_house
from extract.metadata.byline_words import (
    credits_others,
    find_byline,
    is_credit,
    is_credited,
    load_words,
    starts_with_by,
)
from extract.metadata.evidence import Evidence, clean_text
from extract.metadata.moments import drop_dates, find_moments
from extract.metadata.names import is_small, read_names
from extract.metadata.plain import bare, flatten
from extract.page.head import join_url
from extract.wording import class_bits, class_mask, match_phrases, phrase_mask

CLOSE = 8  # blocks below the first of the body in which a byline may be called so
NEAR = 20  # blocks between headline and byline
FOOT = 12  # blocks below the body in which an author is told of
TOGETHER = 3  # blocks between two parts of a byline
MARKS = 100  # inline elements of one block that are looked at
LIST = 8  # names behind a label
LABEL = 20  # characters of a label above a name
LINE = 60  # characters above which what is part of the body is no byline
SHORT = 200  # characters of a block that may be a byline
_TO_AUTHOR = re.compile(
    r"[/?&]_?(?:authors?|autor(?:es|en)?|auteurs?|autori?|contributors?|journalists?|reporters?|columnists?|editors?"
    r"|staff|redaktion|redaction|redazione|redactie)[/=_-]",
    re.I,
)
_NO_NAME = re.compile(
    r"job|role|position|title|bio\b|descr|social|twitter|facebook|avatar|mail|count|comment|date|time", re.I
)  # of classes: what stands beside a name
_DESCRIPTION = re.compile(r"descr|\bbio\b|role|position|job[-_]", re.I)
_ACCOUNT = re.compile(
    r"mailto:|(?:https?:)?//(?:[\w-]+\.)?(?:twitter|x|facebook|instagram|linkedin)\.com/", re.I
)
_BAR = re.compile(r" ?[|·•⋅\n] ?| [–—] ")  # white space is single blanks there
_DATE_AND_TIME = re.compile(
    r"^(?:[\s,.|/·•–—-]|(?:[^\W\d]{1,4}\.?\s)?\d{1,2}[:.]\d\d(?:\s?[ap]m\b)?)+", re.I
)  # dates are commas there
NO_BYLINES = ("caption", "code", "table")


class _Byline(NamedTuple):
    """The names in a line, how far it is from being the best one, and whether it says "by"."""

    distance: int
    says_by: bool
    names: list[str]


def find_marked(evidence: Evidence) -> Iterator[Author]:
    """Links to authors, and words that are marked as an author's name, in the blocks at the article.

    The first block that names any is the byline; what others add to it are people.
    """
    bits = class_mask("author")
    named: TextBlock | None = None
    blocks = list(list_near(evidence))
    above = [block for block in blocks if block.index < evidence.start]
    below = blocks[len(above) :]
    if any(starts_with_by(block.text) for block in below[:CLOSE]):
        above = []
    for block in (*below, *above):
        if not (block.links or block.classes & bits) or block.kind in NO_BYLINES:
            continue
        if named is not None and block.index - named.index > TOGETHER:
            break
        if (
            evidence.is_foreign(block.box)
            or credits_others(block.text)
            or _is_credited_above(block, evidence)
        ):
            continue
        found = list(_read_marks(block, evidence, bits))
        people = look_like_people([author.name for author in found])
        if people or (found and named is None and block.index > evidence.start):
            yield from found
            if people or not all(is_house(a.name, evidence.sites) or is_account(a.name) for a in found):
                named = block


def _read_marks(block: TextBlock, evidence: Evidence, bits: int) -> Iterator[Author]:
    long = len(block.text) > SHORT and not _has_classes(block, bits)
    line = block.text.split("\n")[0]
    said = read_names(_cut_bars(drop_dates(line, evidence.language))) if starts_with_by(line) else []
    for element, told in _find_marks(block, bits):
        if long and "author" not in (element.get("rel") or ""):
            continue
        text = text_of(element)
        if text is None or _says_more(text) or is_credited(text, block.text):
            continue
        href = element.get("href")
        names = read_names(drop_dates(text, evidence.language), sure=True)
        addressed = href is not None and all(flatten(name) in flatten(href) for name in names)
        if not (told or addressed or look_like_people(names)):
            continue
        if look_like_people(said) and not any(name in line for name in names for line in said):
            continue  # beside those who wrote: their paper
        href = href if len(names) == 1 else None
        url = join_url(evidence.page.base_url, href) if href else None
        yield from (Author(n, url) for n in names[:3])


def _says_more(text: str) -> bool:
    """Whether the words that are marked as an author's say something else than who wrote."""
    exact, partial = match_phrases(text)
    return exact != 0 or partial & ~phrase_mask("byline") != 0


def _find_marks(block: TextBlock, bits: int) -> Iterator[tuple[_Element, bool]]:
    """The inline elements of a block that name an author, and whether their markup calls it one.

    Of nested ones it is the innermost, called so by any of them.
    """
    holder: _Element | None = None
    told = False
    for element in islice(block.box.element.iter("a", "span", "b", "strong", "em", "i", "cite"), MARKS):
        names, href = element.get("class") or "", element.get("href") or ""
        marked = bool(class_bits[names] & bits) or "author" in (element.get("rel") or "")
        if not marked and not (element.tag == "a" and leads_to_author(href)):
            continue
        if _NO_NAME.search(names) or _ACCOUNT.match(href):
            continue
        if not _is_inside(element, block.box.element):
            continue
        inside = holder is not None and _is_inside(element, holder)
        if holder is not None and not inside:
            yield holder, told
        holder, told = element, marked or (told and inside)
    if holder is not None:
        yield holder, told


def _is_inside(element: _Element, holder: _Element) -> bool:
    """Whether nothing but inline elements stands between an element and its holder."""
    parent = element.getparent()
    while parent is not None and parent is not holder and parent.tag in INLINE:
        parent = parent.getparent()
    return parent is holder


def find_clear_bylines(evidence: Evidence) -> Iterator[Author]:
    """Bylines that can be nothing else: right below the headline, with a word for "by", of people."""
    for block in evidence.layout.blocks[evidence.start + 1 : evidence.start + 7]:
        line = block.text.split("\n")[0]
        if (
            len(line) > 2 * LINE
            or not starts_with_by(line)
            or credits_others(line)
            or block.kind == "caption"
        ):
            continue
        names = read_names(drop_dates(line, evidence.language))
        if names and look_like_people(names):
            yield from map(Author, names)
            return


def find_bylines(evidence: Evidence) -> Iterator[Author]:
    """Blocks that say "By …", and blocks whose class says that they hold the author."""
    bits = class_mask("author")
    found: list[_Byline] = []
    for block in list_near(evidence):
        if len(block.text) > SHORT or block.kind in NO_BYLINES:
            continue
        if block.index > evidence.last and evidence.is_foreign(block.box):
            continue
        if _is_credited_above(block, evidence):
            continue
        text = block.text
        if block is evidence.headline.block:  # where it is a line among others
            text = text.partition(f"{evidence.headline.text}\n")[2]
            if not text:
                continue
        if block.index > evidence.start and _is_label(text):
            text = f"{text} {_read_next(block, evidence)}"
        classed = _has_classes(block, bits) and not _DESCRIPTION.search(block.box.names)
        found += _read_byline(block, text, evidence, classed=classed)
    nearest = sorted(found, key=lambda byline: byline.distance)
    likely = [byline for byline in nearest if byline is nearest[0] or byline.says_by]
    of_people = [b for b in likely if not all(is_house(name, evidence.sites) for name in b.names)]
    for byline in (of_people or likely)[:1]:
        yield from map(Author, byline.names)


def _is_label(text: str) -> bool:
    """Whether a block is the word for "by" alone: the name stands in the next. "About" is above menus, too."""
    return (
        len(text) < LABEL
        and starts_with_by(f"{text} x")
        and not read_names(text, sure=True)
        and bare(text) not in load_words("no_labels")
    )


def _is_credited_above(block: TextBlock, evidence: Evidence) -> bool:
    """Whether the block before is a label alone, of someone who did not write: "Fact checked by"."""
    return block.index > 0 and is_credit(evidence.layout.blocks[block.index - 1].text)


def _read_next(block: TextBlock, evidence: Evidence) -> str:
    """The block behind a label, or the list of people."""
    following = evidence.layout.blocks[block.index + 1 : block.index + 1 + LIST]
    texts = [item.text[:SHORT].replace("\n", "; ") for item in following if item.kind == "list"]
    people = list(takewhile(lambda text: look_like_people(read_names(text)), texts))
    return "; ".join(people) or (following[0].text[:SHORT] if following else "")


def _read_byline(block: TextBlock, text: str, evidence: Evidence, *, classed: bool) -> Iterator[_Byline]:
    """The names in a block that may be a byline."""
    if credits_others(text):
        return
    lines = text.split("\n")
    line = next(filter(starts_with_by, lines), lines[0])
    says_by = starts_with_by(line)
    below = block.index - evidence.start
    if evidence.kept[block.index] and len(text) > LINE and not classed and not (says_by and _is_list(line)):
        return
    inside = None
    if not says_by and (classed or _may_hold_byline(block, below)):
        inside = find_byline(text) or _read_behind_date(text, evidence.language)
    if not says_by and inside is None and not classed:
        return
    said = _cut_bars(drop_dates(inside or (line if says_by else text), evidence.language))
    signed = block.kind != "heading" and evidence.last < block.index <= evidence.last + TOGETHER
    near = classed or -3 < below < 4 or signed
    by = says_by or inside is not None
    names = read_names(said, sure=classed or (near and by))
    desk = classed and bool(names) and all(is_desk(name) or is_agency(name) for name in names)
    accounts = near and by and _may_be_accounts(names)
    if names and len(names) < 8 and (look_like_people(names) or accounts or desk):
        distance = below if below >= 0 else 3 - 2 * below  # above stand the bylines of others, too
        yield _Byline(distance + 4 * (not by) + 3 * (not classed) + NEAR * desk, by, names)


def _read_behind_date(text: str, language: str | None) -> str | None:
    """What stands behind the date that a line begins with, where that says "by"."""
    if not any(map(str.isdigit, text)):
        return None
    rest = _DATE_AND_TIME.sub("", drop_dates(text, language))
    return rest if starts_with_by(rest) else None


def _may_hold_byline(block: TextBlock, below: int) -> bool:
    """Whether a line may name the author after other words; above the headline, beside a date."""
    if block.kind == "heading" or not -3 < below < 7:
        return False
    return below >= 0 or next(find_moments(block.text), None) is not None


def _is_list(line: str) -> bool:
    """Whether a line names people and nothing else, where a sentence might stand."""
    names = read_names(line)
    return len(line) < SHORT and line[-1] not in ".!?:" and look_like_people(names)


def _cut_bars(line: str) -> str:
    """A byline without what stands behind bars and dots, but for people."""
    first, *others = _BAR.split(line)
    if not others or not read_names(first, sure=True):
        return line
    return " | ".join((first, *(o for o in others if look_like_people(read_names(o)))))


def _may_be_accounts(names: Sequence[str]) -> bool:
    return all(" " not in name or not name[0].islower() for name in names)


def leads_to_author(href: str) -> bool:
    """Whether an address is that of a page about an author."""
    return _TO_AUTHOR.search(href) is not None


def look_like_people(names: Sequence[str]) -> bool:
    """Whether all are two to four capitalised words (or of a script without capitals).

    What stands beside people may be an agency.
    """
    people = [name for name in names if _looks_like_one(name)]
    return bool(people) and all(name in people or (len(name) < 6 and name.isupper()) for name in names)


def _looks_like_one(name: str) -> bool:
    words = name.split()
    if not 1 < len(words) < 5:
        return name > "\u2e7f" and len(name) < 6
    return not is_small(name) and all(not is_small(word) or len(word) < 4 for word in words)


def list_near(evidence: Evidence) -> Iterator[TextBlock]:
    """The blocks around the headline and right below the body; farther, those that are called so or say "by"."""
    blocks = evidence.layout.blocks
    bits = class_mask("author bio")
    last = evidence.last
    top = min(max(evidence.start, evidence.first) + 4, evidence.start + NEAR)
    yield from blocks[max(0, evidence.start - 5) : top]
    for block in blocks[top:last]:
        if evidence.kept[block.index]:
            continue
        if block.index >= last - TOGETHER:
            told = _has_classes(block, bits) or _says_by(block)
        else:
            told = block.index < top + CLOSE and (_has_classes(block, bits) or _is_label(block.text))
        if told:
            yield block
    for block in blocks[max(last, top) : last + FOOT]:
        if block.index < last + FOOT / 2 or _has_classes(block, bits) or _says_by(block):
            yield block


def _says_by(block: TextBlock) -> bool:
    return len(block.text) < LINE and starts_with_by(block.text + " x")


def _has_classes(block: TextBlock, bits: int) -> bool:
    box = block.box
    classes = block.classes | box.classes
    if box.parent is not None:
        classes |= box.parent.classes
    return bool(classes & bits)


def text_of(element: _Element) -> str | None:
    """The text of an element, as far as a byline goes; `None` where it has none."""
    return clean_text(" ".join(str(t) for t in element.itertext() if t.strip())[:SHORT])
