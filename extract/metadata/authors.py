"""Who wrote the article.

The sources of `CANDIDATES` are asked in order. The first that names people wins; where only the site, a
desk or an agency is named, a later source may still name a person. A byline that names the winner and
more people beside completes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any

from lxml.etree import _Element

from extract.article import Author
from extract.body.blocks import INLINE, TextBlock
from extract.metadata.evidence import Evidence, clean_text, has_type
from extract.metadata.moments import drop_dates, find_moments
from extract.metadata.names import (
    credits_others,
    find_byline,
    is_account,
    is_desk,
    is_name,
    is_nobody,
    read_names,
    starts_with_by,
)
from extract.metadata.title import flatten
from extract.page.head import join_url
from extract.wording import class_bits, class_mask, match_phrases

META = (
    "author", "articleauthorname", "parselyauthor", "sailthruauthor", "byl", "bylinename", "authors",
    "authorname", "articleauthor", "ogarticleauthor", "ogauthor", "cxenseparseauthor",
    "cxenseparserecsauthor", "btauthor", "rbauthor", "dccreator", "dctermscreator", "creator",
    "dccontributor", "citationauthor", "writer", "twitterdata1",
)  # fmt: skip
INVERTED_META = frozenset(("citationauthor", "dccreator", "dctermscreator"))
CLOSE = 8  # blocks below the first of the body in which a byline may be called so
NEAR = 20  # blocks between headline and byline
FOOT = 12  # blocks below the body in which an author is told of
TOGETHER = 3  # blocks between two parts of a byline
MARKS = 100  # inline elements of one block that are looked at
LINE = 60  # characters above which what is part of the body is no byline
SHORT = 200  # characters of a block that may be a byline
_TO_AUTHOR = re.compile(
    r"[/?](?:authors?|autor(?:es|en)?|auteurs?|autori?|contributors?|journalists?|reporters?|columnists?|staff)[/=_-]",
    re.I,
)
_NO_NAME = re.compile(
    r"job|role|position|title|bio\b|descr|social|twitter|facebook|avatar|mail|count|comment|date|time", re.I
)  # of classes: what stands beside a name
_ACCOUNT = re.compile(
    r"mailto:|(?:https?:)?//(?:[\w-]+\.)?(?:twitter|x|facebook|instagram|linkedin)\.com/", re.I
)
_BAR = re.compile(r" ?[|·•⋅\n] ?| [–—] ")  # white space is single blanks there
NO_BYLINES = ("caption", "code", "table")
_FOREIGN = ("Comment", "Comments", "ImageObject", "Answer")
_ORGANISATION = ("Organization", "Corporation", "NewsMediaOrganization")


def read_authors(evidence: Evidence) -> tuple[Author, ...]:
    """The authors as the page names them, in its order."""
    fallback: list[Author] = []
    for source, read in CANDIDATES:
        found = _drop_doubles(list(read(evidence)))
        people = [a for a in found if not _is_house(a.name, evidence) and not is_account(a.name)]
        if people:
            unprinted = source in ("json-ld", "meta") and not _are_printed(people, evidence)
            chosen = (unprinted and _read_clear_bylines(people, evidence)) or people
            return _join_links(chosen, found, evidence)
        fallback = fallback or [author for author in found if not is_nobody(author.name)]
    return _join_links(fallback, (), evidence)


def _join_links(
    authors: Sequence[Author], stated: Sequence[Author], evidence: Evidence
) -> tuple[Author, ...]:
    """The authors with the addresses that the byline links them to.

    The site is an author beside people only where it is stated as one and a link of the byline says so too.
    """
    houses = [author for author in stated if len(stated) > len(authors) and author not in authors]
    if not houses and all(author.url is not None for author in authors):
        return tuple(authors)
    lines = "\n".join(block.text for block in _blocks_near(evidence) if block.link_length).casefold()
    if not any(author.name.casefold() in lines for author in authors):
        return tuple(authors)  # without a walk over all links
    linked = {flatten(author.name): author.url for author in _from_marks(evidence) if author.url}
    names = {flatten(author.name) for author in authors}
    kept = [a for a in stated or authors if flatten(a.name) in names or flatten(a.name) in linked]
    joined = kept if houses and names <= {flatten(a.name) for a in kept} else authors
    return tuple(Author(a.name, a.url or linked.get(flatten(a.name))) for a in joined)


def _are_printed(authors: Sequence[Author], evidence: Evidence) -> bool:
    """Whether the page prints one of the names at its article: an account or a publisher it does not."""
    printed = [flatten(block.text) for block in _blocks_near(evidence) if len(block.text) < 2 * SHORT]
    return any(flatten(author.name) in text for author in authors for text in printed)


def _read_clear_bylines(stated: Sequence[Author], evidence: Evidence) -> list[Author]:
    """The people whom the byline names beyond doubt, where they are others than the stated ones."""
    found = list(_from_clear_bylines(evidence))
    if found:
        return found
    marked = list(_from_marks(evidence))
    words = {word for author in stated for word in author.name.casefold().split()}
    others = all(words.isdisjoint(author.name.casefold().split()) for author in marked)
    return marked if others and _looks_like_people([author.name for author in marked]) else []


def _from_clear_bylines(evidence: Evidence) -> Iterator[Author]:
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
        if names and _looks_like_people(names):
            yield from map(Author, names)
            return


def _is_house(name: str, evidence: Evidence) -> bool:
    """Whether a name is the site's own, or no one's."""
    plain = flatten(name)
    return (
        not plain
        or is_nobody(name)
        or is_desk(name)
        or any(plain == s or (len(s) > 5 and s in plain) for s in evidence.sites)
    )


def _drop_doubles(authors: list[Author]) -> list[Author]:
    """Each author once; the address may come from a later mention."""
    merged: dict[str, Author] = {}
    for author in authors:
        key = flatten(author.name)
        known = merged.get(key)
        if known is None or (known.url is None and author.url is not None):
            merged[key] = Author(known.name if known else author.name, author.url)
    return list(merged.values())


def _from_story(evidence: Evidence) -> Iterator[Author]:
    for story in evidence.stories:
        for key in ("author", "creator", "contributor"):
            found = list(_read_value(story.get(key), evidence, 0))
            if found:
                yield from found
                return


def _read_value(value: Any, evidence: Evidence, depth: int) -> Iterator[Author]:
    """The authors in a value of JSON-LD: a name, a person, a reference, or a list of them."""
    if isinstance(value, str):
        if not value.startswith(("http://", "https://")):
            yield from (Author(name) for name in _split(value, evidence))
    elif isinstance(value, list) and depth < 3:
        for item in value[:100]:
            yield from _read_value(item, evidence, depth + 1)
    elif isinstance(value, Mapping):
        if "name" not in value and isinstance(value.get("@id"), str):
            value = evidence.by_id.get(value["@id"], value)
        name = value.get("name")
        if isinstance(name, list):
            name = ", ".join(n for n in name if isinstance(n, str))
        if not name and isinstance(value.get("givenName"), str):
            name = f"{value['givenName']} {value.get('familyName') or ''}"
        names = _split(name, evidence, whole=has_type(value, _ORGANISATION))
        url = _read_url(value, evidence) if len(names) == 1 else None
        yield from (Author(n, url) for n in names)


def _split(value: object, evidence: Evidence, *, whole: bool = False) -> list[str]:
    """The names in a value; that of a house is one, whatever words join it."""
    text = clean_text(value)
    if text is not None and flatten(text) in evidence.sites:
        return [text.strip(" ,")]
    if text is not None and whole:
        return [text] if is_name(text) else []
    return read_names(text, sure=True)


def _read_url(person: Mapping[str, Any], evidence: Evidence) -> str | None:
    for key in ("url", "@id", "sameAs"):
        url = person.get(key)
        if isinstance(url, list):
            url = url[0] if url else None
        if isinstance(url, str) and url and not url.startswith("#"):
            joined = join_url(evidence.page.base_url, url)
            if joined and (key != "@id" or "#" not in joined):
                return joined
    return None


def _from_meta(evidence: Evidence) -> Iterator[Author]:
    for name in META:
        if name == "twitterdata1" and not _is_author_label(evidence):
            continue
        found = [
            n
            for v in evidence.meta.get(name, ())[:40]
            for n in read_names(v, inverted=name in INVERTED_META, sure=True)
        ]
        yield from map(Author, found)
        if any(not _is_house(n, evidence) for n in found):
            return


def _is_author_label(evidence: Evidence) -> bool:
    label = next(iter(evidence.meta.get("twitterlabel1", ())), "")
    return starts_with_by(label + " x")


def _from_items(evidence: Evidence) -> Iterator[Author]:
    """Microdata: a person's name inside, or the property's own text."""
    items = [i for i in evidence.items if i.name in ("author", "creator") and not i.kind.endswith(_FOREIGN)]
    for item in items:
        if item.scope is not items[0].scope:  # that of another article
            continue
        element = item.element
        inner = next((e for e in element.iter() if e is not element and e.get("itemprop") == "name"), element)
        names = read_names(inner.get("content") or _text_of(inner) or element.get("title"))
        link = element if element.tag == "a" else next(element.iter("a"), None)
        href = None if link is None else link.get("href")
        url = join_url(evidence.page.base_url, href) if href and len(names) == 1 else None
        yield from (Author(n, url) for n in names)


def _from_marks(evidence: Evidence) -> Iterator[Author]:
    """Links to authors, and words that are marked as an author's name, in the blocks at the article.

    The first block that names any is the byline; what others add to it are people.
    """
    bits = class_mask("author")
    named: TextBlock | None = None
    blocks = list(_blocks_near(evidence))
    above = [block for block in blocks if block.index < evidence.start]
    below = blocks[len(above) :]
    if any(starts_with_by(block.text) for block in below[:CLOSE]):
        above = []
    for block in (*below, *above):
        if not (block.links or block.classes & bits) or block.kind in NO_BYLINES:
            continue
        if named is not None and block.index - named.index > TOGETHER:
            break
        if evidence.is_foreign(block.box):
            continue
        found = list(_read_marks(block, evidence, bits))
        people = _looks_like_people([author.name for author in found])
        if people or (found and named is None and block.index > evidence.start):
            yield from found
            if people or not all(_is_house(a.name, evidence) or is_account(a.name) for a in found):
                named = block


def _read_marks(block: TextBlock, evidence: Evidence, bits: int) -> Iterator[Author]:
    long = len(block.text) > SHORT and not _has_classes(block, bits)
    line = block.text.split("\n")[0]
    said = read_names(_cut_bars(drop_dates(line, evidence.language))) if starts_with_by(line) else []
    for element in _find_marks(block, bits):
        told = "author" in (element.get("rel") or "")
        if long and not told:
            continue
        told = told or bool(class_bits[element.get("class") or ""] & bits)
        text = _text_of(element)
        if text is None or any(match_phrases(text)):
            continue
        href = element.get("href")
        names = read_names(text, sure=True)
        addressed = href is not None and all(flatten(name) in flatten(href) for name in names)
        if not (told or addressed or _looks_like_people(names)):
            continue
        if _looks_like_people(said) and not any(name in line for name in names for line in said):
            continue  # beside those who wrote: their paper
        href = href if len(names) == 1 else None
        url = join_url(evidence.page.base_url, href) if href else None
        yield from (Author(n, url) for n in names[:3])


def _find_marks(block: TextBlock, bits: int) -> Iterator[_Element]:
    """The inline elements of a block that name an author; of nested ones the innermost."""
    holder: _Element | None = None
    for element in islice(block.box.element.iter("a", "span", "b", "strong", "em", "i", "cite"), MARKS):
        names, href = element.get("class") or "", element.get("href") or ""
        marked = class_bits[names] & bits or "author" in (element.get("rel") or "")
        if not marked and not (element.tag == "a" and _TO_AUTHOR.search(href)):
            continue
        if _NO_NAME.search(names) or _ACCOUNT.match(href):
            continue
        if not _is_inside(element, block.box.element):
            continue
        if holder is not None and not _is_inside(element, holder):
            yield holder
        holder = element
    if holder is not None:
        yield holder


def _is_inside(element: _Element, holder: _Element) -> bool:
    """Whether nothing but inline elements stands between an element and its holder."""
    parent = element.getparent()
    while parent is not None and parent is not holder and parent.tag in INLINE:
        parent = parent.getparent()
    return parent is holder


def _from_bylines(evidence: Evidence) -> Iterator[Author]:
    """Blocks that say "By …", and blocks whose class says that they hold the author."""
    bits = class_mask("author")
    found: list[tuple[int, list[str]]] = []
    blocks = list(_blocks_near(evidence))
    for block, following in zip_longest(blocks, blocks[1:]):
        if block is evidence.headline.block or len(block.text) > SHORT or block.kind in NO_BYLINES:
            continue
        if block.index > evidence.last and evidence.is_foreign(block.box):
            continue
        text = block.text
        if (
            following is not None
            and len(text) < 20
            and block.index > evidence.start
            and starts_with_by(f"{text} x")
            and not read_names(text, sure=True)
        ):  # the name stands alone
            text = f"{text} {following.text[:SHORT]}"
        found += _read_byline(block, text, evidence, classed=_has_classes(block, bits))
    for _, names in sorted(found, key=lambda f: f[0])[:1]:
        yield from map(Author, names)


def _from_lone_lines(evidence: Evidence) -> Iterator[Author]:
    """The line of names alone beside that of the date, between headline and body.

    Of a page with markup, the name stands at a portrait or below the body too: a section's does not.
    """
    blocks = evidence.layout.blocks
    top = blocks[evidence.start + 1 : min(max(evidence.first, evidence.start + 3), evidence.start + 7)]
    days = [b.index for b in top if len(b.text) < LINE and next(find_moments(b.text), None) is not None]
    for block in top:
        if block.index in days or not any(abs(block.index - day) == 1 for day in days):
            continue
        names = _read_lone(block)
        if names and (evidence.page.flat or all(is_desk(n) or _is_known(n, evidence) for n in names)):
            yield from map(Author, names)
            return


def _is_known(name: str, evidence: Evidence) -> bool:
    """Whether a picture or a line below the body is called by a name."""
    plain = flatten(name)
    foot = evidence.layout.blocks[evidence.last : evidence.last + FOOT]
    return any(plain in flatten(mark.element.get("alt") or "") for mark in evidence.layout.images) or any(
        flatten(block.text[: 2 * len(name)]).startswith(plain) for block in foot
    )


def _from_signature(evidence: Evidence) -> Iterator[Author]:
    """The name alone at the end, set off as signatures are."""
    english = (evidence.language or "en").startswith("en")  # where subheadings have capitals as names do
    for block in evidence.layout.blocks[evidence.last : evidence.last + 2]:
        style = (block.box.element.get("style") or "") + (block.box.element.get("align") or "")
        strong = not english and block.strong_length >= len(block.text)
        if block.kind != "paragraph" or block.links or not (strong or "right" in style):
            continue
        names = _read_lone(block)
        if names:
            yield from map(Author, names)
            return


def _read_lone(block: TextBlock) -> list[str]:
    """The people whom a short line names, and nothing else."""
    if len(block.text) > LINE or block.kind in NO_BYLINES or match_phrases(block.text) != (0, 0):
        return []
    if is_desk(block.text):
        return [block.text]
    names = read_names(block.text)
    words = [word for name in names for word in name.split()]
    sure = all(word[0].isupper() and (len(word) > 1 or word.endswith(".")) for word in words)
    whole = sum(map(len, words)) > (0.9 if len(names) == 1 else 0.7) * len("".join(block.text.split()))
    return names if names and sure and whole and _looks_like_people(names) else []


def _read_byline(
    block: TextBlock, text: str, evidence: Evidence, *, classed: bool
) -> Iterator[tuple[int, list[str]]]:
    """The names in a block that may be a byline, with how far it is from being the best one."""
    if credits_others(text):
        return
    lines = text.split("\n")
    line = next(filter(starts_with_by, lines), lines[0])
    says_by = starts_with_by(line)
    below = block.index - evidence.start
    if evidence.kept[block.index] and len(text) > LINE and not classed and not (says_by and _is_list(line)):
        return
    inside = find_byline(text) if not says_by and (classed or _may_hold_byline(block, below)) else None
    if not says_by and inside is None and not classed:
        return
    said = _cut_bars(drop_dates(inside or (line if says_by else text), evidence.language))
    near = classed or -3 < below < 4
    by = says_by or inside is not None
    names = read_names(said, sure=classed or (near and by))
    desk = classed and bool(names) and all(map(is_desk, names))
    accounts = near and by and _may_be_accounts(names)
    if names and len(names) < 8 and (_looks_like_people(names) or accounts or desk):
        distance = below if below >= 0 else 3 - 2 * below  # above stand the bylines of others, too
        yield distance + 4 * (not by) + 3 * (not classed) + NEAR * desk, names


def _may_hold_byline(block: TextBlock, below: int) -> bool:
    """Whether a line may name the author after other words; above the headline, beside a date."""
    if block.kind == "heading" or not -3 < below < 7:
        return False
    return below >= 0 or next(find_moments(block.text), None) is not None


def _is_list(line: str) -> bool:
    """Whether a line names people and nothing else, where a sentence might stand."""
    names = read_names(line)
    return len(line) < SHORT and line[-1] not in ".!?:" and _looks_like_people(names)


def _cut_bars(line: str) -> str:
    """A byline without what stands behind bars and dots, but for people."""
    first, *others = _BAR.split(line)
    if not others or not read_names(first, sure=True):
        return line
    return " | ".join((first, *(o for o in others if _looks_like_people(read_names(o)))))


def _may_be_accounts(names: Sequence[str]) -> bool:
    return all(" " not in name or not name[0].islower() for name in names)


def _looks_like_people(names: Sequence[str]) -> bool:
    """Whether all are two to four capitalised words (or of a script without capitals).

    What stands beside people may be an agency.
    """
    people = [name for name in names if _looks_like_one(name)]
    return bool(people) and all(name in people or (len(name) < 6 and name.isupper()) for name in names)


def _looks_like_one(name: str) -> bool:
    words = name.split()
    if not 1 < len(words) < 5:
        return name > "\u2e7f" and len(name) < 6
    return not name[0].islower() and all(not w[0].islower() or len(w) < 4 for w in words)


def _blocks_near(evidence: Evidence) -> Iterator[TextBlock]:
    """The blocks around the headline and right below the body; farther, those that are called so."""
    blocks = evidence.layout.blocks
    bits = class_mask("author bio")
    top = min(max(evidence.start, evidence.first) + 4, evidence.start + NEAR)
    yield from blocks[max(0, evidence.start - 5) : top]
    for block in blocks[top : min(top + CLOSE, evidence.last)]:
        if not evidence.kept[block.index] and _has_classes(block, bits):
            yield block
    for block in blocks[max(evidence.last, top) : evidence.last + FOOT]:
        if block.index < evidence.last + FOOT / 2 or _has_classes(block, bits):
            yield block


def _has_classes(block: TextBlock, bits: int) -> bool:
    box = block.box
    classes = block.classes | box.classes
    if box.parent is not None:
        classes |= box.parent.classes
    return bool(classes & bits)


def _text_of(element: Any) -> str | None:
    return clean_text(" ".join(str(t) for t in element.itertext() if t.strip())[:SHORT])


# In the order in which they are believed.
CANDIDATES: tuple[tuple[str, Callable[[Evidence], Iterator[Author]]], ...] = (
    ("json-ld", _from_story),
    ("meta", _from_meta),
    ("microdata", _from_items),
    ("author marks", _from_marks),
    ("bylines", _from_bylines),
    ("lone lines", _from_lone_lines),
    ("signature", _from_signature),
)
