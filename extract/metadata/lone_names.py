"""Authors whose names stand alone: beside the date, above what tells of them, or at the end of the text.

A name alone may be a section's or a subheading, so that something else on the page must know the person: a
portrait, a biography, or the place itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.article import Author
from extract.body.blocks import TextBlock
from extract.metadata.bearers import is_agency, is_desk
from extract.metadata.byline_words import is_portrait, starts_with_by
from extract.metadata.bylines import FOOT, LINE, NO_BYLINES, leads_to_author, look_like_people
from extract.metadata.evidence import Evidence
from extract.metadata.moments import drop_dates, find_moments
from extract.metadata.names import is_office, read_names
from extract.metadata.plain import flatten
from extract.wording import match_phrases

TOP = 7  # blocks below the headline in which a name may stand alone
BESIDE = 2  # blocks between a name and its portrait
_NAME_CLASS = re.compile(r"author[-_]{1,2}name", re.I)
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]{2,60})[)）\]][\s.+*]{0,6}$")
_BAR = re.compile(r" ?[|·•⋅\n] ?| [-–—] ")
_IN = re.compile(r" in (?=\w)")
_SENTENCE_END = re.compile(r"(?:^|[.!?…。！？»”“\"’])\s{0,3}$")


def find_lone_lines(evidence: Evidence) -> Iterator[Author]:
    """The line of names alone between headline and body.

    Of a page flattened to text, it stands beside that of the date.
    """
    blocks = evidence.layout.blocks
    top = blocks[evidence.start + 1 : min(max(evidence.first, evidence.start + 3), evidence.start + TOP)]
    days = [b.index for b in top if len(b.text) < LINE and next(find_moments(b.text), None) is not None]
    for block in top:
        names = _read_dated(block, evidence) if block.index in days else _read_lone(block)
        if not names:
            continue
        dated = any(abs(block.index - day) < 2 for day in days)
        if dated and (evidence.page.flat or all(is_desk(n) or _is_known(n, evidence) for n in names)):
            yield from map(Author, names)
            return
        pictured = _has_avatar(block, evidence) or (block.links and _is_pictured(names, block, evidence))
        if pictured or _is_told(names, block, evidence):
            yield from map(Author, names)
            return


def _read_dated(block: TextBlock, evidence: Evidence) -> list[str]:
    """The people whom a line names beside a date and a section: "3 May 2021 • Ada Quill in Rivers"."""
    for part in _BAR.split(drop_dates(block.text, evidence.language)):
        names = _list_people(_IN.split(part.strip(" ,-–—|•·"))[0])
        if names:
            return names
    return []


def _is_known(name: str, evidence: Evidence) -> bool:
    """Whether a picture, a line below the body or a link to an author is called by a name."""
    plain = flatten(name)
    foot = evidence.layout.blocks[evidence.last : evidence.last + FOOT]
    if any(plain in flatten(mark.element.get("alt") or "") for mark in evidence.layout.images):
        return True
    if any(flatten(block.text[: 2 * len(name)]).startswith(plain) for block in foot):
        return True
    links = (a.get("href") or "" for a in evidence.page.root.iter("a"))
    return any(plain in flatten(href) for href in links if leads_to_author(href))


def _is_told(names: list[str], block: TextBlock, evidence: Evidence) -> bool:
    """Whether the page tells of the people of a line: what they do, in the next line, or in a biography."""
    blocks = evidence.layout.blocks
    following = blocks[block.index + 1].text if block.index + 1 < len(blocks) else ""
    if len(names) == 1 and len(following) < LINE and is_office(following):
        return True
    told = {author.name for author in find_biographies(evidence)}
    return told.issuperset(names) or all(
        any(_begin_sentence(b.text, name) for b in blocks[evidence.first :]) for name in names
    )


def _has_avatar(block: TextBlock, evidence: Evidence) -> bool:
    """Whether the picture right before a line is that of an account."""
    marks = (mark.element for mark in evidence.layout.images if mark.index == block.index)
    return any("avatar" in f"{e.get('class')} {e.get('src')}" for e in marks)


def _is_pictured(names: list[str], block: TextBlock, evidence: Evidence) -> bool:
    """Whether a picture beside a line is called by a name of it and by nothing else."""
    near = (mark for mark in evidence.layout.images if abs(mark.index - block.index) <= BESIDE)
    return any((mark.element.get("alt") or "").strip() in names for mark in near)


def find_biographies(evidence: Evidence) -> Iterator[Author]:
    """The people of whom the foot of the article tells: by a name above the text, or beside a portrait."""
    blocks = evidence.layout.blocks
    last = evidence.last
    pictures = [
        mark.element.get("alt") or ""
        for mark in evidence.layout.images
        if last - FOOT <= mark.index <= last + FOOT
    ]
    for block in blocks[max(evidence.first, last - FOOT) : last + FOOT]:
        if evidence.is_foreign(block.box) or (block.index < last and evidence.kept[block.index]):
            continue
        names = _read_lone(block)
        following = blocks[block.index + 1].text if block.index + 1 < len(blocks) else ""
        if len(names) == 1:
            if _begin_sentence(following, names[0]) or any(is_portrait(alt, names[0]) for alt in pictures):
                yield Author(names[0])
        elif len(block.text) > LINE and "@" not in block.text:  # which tells whom to ask
            bold = block.bold_length
            named = (
                alt
                for alt in pictures
                if _begin_sentence(block.text, alt) or (len(alt) == bold and block.text.startswith(alt))
            )
            yield from (Author(name) for alt in named for name in read_names(alt) if look_like_people([name]))


def find_boxes(evidence: Evidence) -> Iterator[Author]:
    """The name in a box below the page's article, however far, whose class says that it holds the author's."""
    for block in evidence.layout.blocks[evidence.last :]:
        if (
            _NAME_CLASS.search(block.box.names)
            and block.kind != "list"
            and not evidence.is_foreign(block.box)
        ):
            yield from map(Author, _read_lone(block))
            return


def _begin_sentence(text: str, name: str) -> bool:
    """Whether a text begins with a name that a sentence goes on behind, as no title does."""
    return bool(name) and text.startswith(name) and text[len(name) : len(name) + 2].strip(" ,").islower()


def find_signature(evidence: Evidence) -> Iterator[Author]:
    """The name alone at the end, set off as signatures are, or in brackets behind the last sentence."""
    english = (evidence.language or "en").startswith("en")  # where subheadings have capitals as names do
    for block in evidence.layout.blocks[max(0, evidence.last - 1) : evidence.last + 2]:
        names = _read_brackets(block) if block.index >= evidence.last else []
        if not names:
            style = (block.box.element.get("style") or "") + (block.box.element.get("align") or "")
            strong = not english and block.bold_length >= len(block.text)
            if block.kind != "paragraph" or block.links or not (strong or "right" in style):
                continue
            names = _read_lone(block)
        if names:
            yield from map(Author, names)
            return


def _read_brackets(block: TextBlock) -> list[str]:
    """The people or agencies in the brackets that end a text, behind its last sentence."""
    match = _BRACKETS.search(block.text[-2 * LINE :]) if block.kind in ("paragraph", "list") else None
    if match is None or not _SENTENCE_END.search(match.string[: match.start()]):
        return []
    if ":" in match.group(1).replace("：", ":") and not starts_with_by(match.group(1)):
        return []  # an editor or a source
    names = read_names(match.group(1))
    return names if names and (look_like_people(names) or all(map(is_agency, names))) else []


def _read_lone(block: TextBlock) -> list[str]:
    """The people whom a short line names, and nothing else."""
    if len(block.text) > LINE or block.kind in NO_BYLINES or match_phrases(block.text) != (0, 0):
        return []
    return _list_people(block.text)


def _list_people(text: str) -> list[str]:
    """The people, or the desk, whom a text names, where it says nothing else."""
    if is_desk(text):
        return [text]
    names = read_names(text)
    words = [word for name in names for word in name.split()]
    sure = all(word[0].isupper() and (len(word) > 1 or word.endswith(".")) for word in words)
    whole = sum(map(len, words)) > (0.9 if len(names) == 1 else 0.7) * len("".join(text.split()))
    return names if names and sure and whole and look_like_people(names) else []
