"""Who wrote the article.

The sources of `CANDIDATES` are asked in order, what the page states before what it prints (`bylines`). The
first that names people wins; where only the site, a newsroom or an account is named, a later source may
still name a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from lxml.etree import _Element

from extract.article import Author
from extract.body.statements import has_type
from extract.metadata.bearers import is_account, is_agency, is_house, is_nobody, is_team
from extract.metadata.byline_words import starts_with_by
from extract.metadata.bylines import (
    SHORT,
    find_bylines,
    find_clear_bylines,
    find_marked,
    list_near,
    look_like_people,
    text_of,
)
from extract.metadata.evidence import Evidence, clean_text, list_properties
from extract.metadata.lone_names import find_biographies, find_boxes, find_lone_lines, find_signature
from extract.metadata.names import is_name, read_names
from extract.metadata.plain import flatten
from extract.page.head import join_url

META = (
    "author", "articleauthorname", "parselyauthor", "sailthruauthor", "byl", "bylinename", "authors",
    "authorname", "articleauthor", "ogarticleauthor", "ogauthor", "cxenseparseauthor",
    "cxenseparserecsauthor", "btauthor", "rbauthor", "citationauthor", "citationauthors", "dccreator",
    "dctermscreator", "creator", "dccontributor", "writer", "twitterdata1", "twitterdata2",
)  # fmt: skip
TWITTER_LABELS = {"twitterdata1": "twitterlabel1", "twitterdata2": "twitterlabel2"}
INVERTED_META = frozenset(("citationauthor", "dccreator", "dctermscreator"))
PARTS = 30  # elements in one that holds an author
_FOREIGN = ("Comment", "Comments", "ImageObject", "Answer")
_ORGANISATION = ("Organization", "Corporation", "NewsMediaOrganization")


def read_authors(evidence: Evidence) -> tuple[Author, ...]:
    """The authors as the page names them, in its order."""
    others: list[list[Author]] = []
    for source, read in CANDIDATES:
        found = _drop_doubles(list(read(evidence)))
        people = [a for a in found if not is_house(a.name, evidence.sites) and not is_account(a.name)]
        if people:
            unprinted = source in ("json-ld", "meta") and not _are_printed(people, evidence)
            chosen = (unprinted and _read_clear_bylines(people, evidence)) or people
            return _join_links(chosen, found, evidence)
        others.append([author for author in found if not is_nobody(author.name)])
    named = list(filter(None, others))
    agencies = (found for found in named if any(is_agency(author.name) for author in found))
    return _join_links(next(agencies, named[0] if named else []), (), evidence)


def _join_links(
    authors: Sequence[Author], stated: Sequence[Author], evidence: Evidence
) -> tuple[Author, ...]:
    """The authors with the addresses that the byline links them to.

    The site is an author beside people only where it is stated as one and a link of the byline says so too.
    """
    houses = [author for author in stated if len(stated) > len(authors) and author not in authors]
    if not houses and all(author.url is not None for author in authors):
        return tuple(authors)
    lines = "\n".join(block.text for block in list_near(evidence) if block.link_length).casefold()
    if not any(author.name.casefold() in lines for author in authors):
        return tuple(authors)  # without a walk over all links
    linked = {flatten(author.name): author.url for author in find_marked(evidence) if author.url}
    names = {flatten(author.name) for author in authors}
    kept = [a for a in stated or authors if flatten(a.name) in names or flatten(a.name) in linked]
    joined = kept if houses and names <= {flatten(a.name) for a in kept} else authors
    return tuple(Author(a.name, a.url or linked.get(flatten(a.name))) for a in joined)


def _are_printed(authors: Sequence[Author], evidence: Evidence) -> bool:
    """Whether the page prints one of the names at its article, or shows a portrait with it.

    An account or a publisher it does not.
    """
    names = [flatten(author.name) for author in authors]
    texts = (block.text for block in list_near(evidence) if len(block.text) < 2 * SHORT)
    alts = (mark.element.get("alt") or "" for mark in evidence.layout.images)
    return any(name in text for text in map(flatten, chain(texts, alts)) for name in names)


def _read_clear_bylines(stated: Sequence[Author], evidence: Evidence) -> list[Author]:
    """The people whom the byline names beyond doubt, where they are others than the stated ones."""
    found = list(find_clear_bylines(evidence))
    if found:
        return found
    marked = list(find_marked(evidence)) or [a for a in find_bylines(evidence) if not is_team(a.name)]
    words = {word for author in stated for word in author.name.casefold().split()}
    told = flatten(" ".join(author.name for author in stated))
    others = all(
        words.isdisjoint(author.name.casefold().split()) and flatten(author.name) not in told
        for author in marked
    )
    return marked if others and look_like_people([author.name for author in marked]) else []


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
    if isinstance(value, str) and value in evidence.by_id:
        value = evidence.by_id[value]
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


def _split(value: object, evidence: Evidence, *, whole: bool = False, inverted: bool = False) -> list[str]:
    """The names in a value; that of a house is one, whatever words join it."""
    text = clean_text(value)
    if text is not None and flatten(text) in evidence.sites:
        return [text.strip(" ,")]
    if text is not None and whole:
        return [text] if is_name(text) else []
    return read_names(text, inverted=inverted, sure=True)


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
        if name in TWITTER_LABELS and not _is_author_label(TWITTER_LABELS[name], evidence):
            continue
        inverted = name in INVERTED_META
        found = [n for v in evidence.meta.get(name, ())[:40] for n in _split(v, evidence, inverted=inverted)]
        yield from map(Author, found)
        if any(not is_house(n, evidence.sites) for n in found):
            return


def _is_author_label(name: str, evidence: Evidence) -> bool:
    label = next(iter(evidence.meta.get(name, ())), "")
    return starts_with_by(label + " x")


def _from_items(evidence: Evidence) -> Iterator[Author]:
    """Microdata and RDFa: a person's name inside, or the property's own text."""
    stated = [i for i in evidence.items if i.name in ("author", "creator") and not i.kind.endswith(_FOREIGN)]
    items = evidence.choose_own(stated)
    for item in items:
        if item.scope is not items[0].scope:  # that of another article
            continue
        element = item.element
        parts = islice(element.iter("*"), 1, PARTS)
        inner = next((part for part in parts if "name" in list_properties(part)), element)
        yield from _read_element(element, inner, evidence)


def _read_element(element: _Element, inner: _Element, evidence: Evidence) -> Iterator[Author]:
    """The authors whom an element holds, by the part of it that is their name, with the address it links to."""
    names = read_names(inner.get("content") or text_of(inner) or element.get("title"))
    link = element if element.tag == "a" else next(element.iter("a"), None)
    href = None if link is None else link.get("href")
    url = join_url(evidence.page.base_url, href) if href and len(names) == 1 else None
    yield from (Author(n, url) for n in names)


def _from_publisher(evidence: Evidence) -> Iterator[Author]:
    """Who publishes the page, where that is stated to be a person, as on a page of one's own."""
    for publisher in evidence.read_story("publisher"):
        if isinstance(publisher, Mapping):
            publisher = evidence.by_id.get(str(publisher.get("@id")), publisher)
            if has_type(publisher, ("Person",)):
                yield from _read_value(publisher, evidence, 0)


# In the order in which they are believed.
CANDIDATES: tuple[tuple[str, Callable[[Evidence], Iterator[Author]]], ...] = (
    ("json-ld", _from_story),
    ("meta", _from_meta),
    ("microdata", _from_items),
    ("author marks", find_marked),
    ("bylines", find_bylines),
    ("lone lines", find_lone_lines),
    ("signature", find_signature),
    ("biographies", find_biographies),
    ("author boxes", find_boxes),
    ("publisher", _from_publisher),
)
