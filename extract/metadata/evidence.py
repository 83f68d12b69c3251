"""What the fields of the metadata are read from: the page, its blocks, and what the page says of its own
article in JSON-LD and microdata, as far as it can be told from what it says of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import _Element

from extract.body.blocks import ASIDE, FOOTER, NAV, Box, Layout, clean_line
from extract.body.statements import STORY_TYPES, has_type
from extract.metadata.moments import find_date_language
from extract.metadata.plain import flatten
from extract.metadata.stated_titles import read_site_names
from extract.metadata.title import Headline
from extract.page import Page
from extract.page.references import unescape
from extract.wording import class_mask

# These say little about whether a page is an article, but much about one that is.
ARTICLE_TYPES = (*STORY_TYPES, "Analysis", "Opinion", "Obituary")
PAGE_TYPES = (
    "WebPage", "ItemPage", "VideoObject", "CreativeWork", "NewsVideo", "AudioObject", "PodcastEpisode", "Event",
    "Product",
)  # fmt: skip
FOREIGN_TYPES = (
    "Comment", "ImageObject", "VideoObject", "Organization", "Person", "Answer", "ListItem", "Offer",
)  # fmt: skip
JSON_LD = "json-ld"  # the name of this source
MAX_ITEMS = 3_000
MAX_CLIMB = 60  # boxes or elements
_ITEMS = etree.XPath("descendant-or-self::*[@itemprop or @property and not(self::meta)]")
# What RDFa writes before the name of a property, and the names that Dublin Core has for those of schema.org.
_PREFIX = re.compile(
    r"^(?:(?:schema|foaf):|https?://schema\.org/|(?:dc|dct|dcterms)[:.]|https?://purl\.org/dc/(?:terms|elements/1\.1)/)"
)
_DUBLIN_CORE = {
    "date": "datecreated",
    "created": "datecreated",
    "issued": "datepublished",
    "modified": "datemodified",
}
_END_OF_TYPE = re.compile(r"[/:#\s]")
_MARKS = re.compile(r"[\W_]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


class Item(NamedTuple):
    """A property of microdata or RDFa: its lower-cased name, its element, and what it belongs to, with its type."""

    name: str
    element: _Element
    kind: str
    scope: _Element | None


class Evidence(NamedTuple):
    """The page as the fields see it.

    `stories` are the JSON-LD objects that tell of the page's own article, the most likely first, then
    those that tell of the page; `by_id` finds an object that another refers to. `meta` maps names freed
    of their punctuation. `date_language` is the language with the country, as far as that is known.
    `start` is the number of the headline's block, or of the body's first; `first` and `last` are those of
    the body; `around` holds the boxes that the headline stands in.
    """

    page: Page
    layout: Layout
    headline: Headline
    kept: Sequence[bool]
    language: str | None
    date_language: str | None
    sites: tuple[str, ...]
    stories: tuple[Mapping[str, Any], ...]
    by_id: Mapping[str, Mapping[str, Any]]
    items: tuple[Item, ...]
    meta: Mapping[str, tuple[str, ...]]
    start: int
    first: int
    last: int
    around: frozenset[int]

    def read_meta(self, names: Sequence[str]) -> Iterator[str]:
        """The contents of the meta tags of these names, name by name."""
        for name in names:
            yield from self.meta.get(name, ())

    def list_meta(self, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The same, each with its name."""
        for name in names:
            for value in self.meta.get(name, ()):
                yield name, value

    def read_story(self, *keys: str) -> Iterator[Any]:
        """The values of these keys in the JSON-LD of the article, story by story."""
        for story in self.stories:
            for key in keys:
                value = story.get(key)
                if value:
                    yield value

    def choose_own(self, items: Sequence[Item]) -> Sequence[Item]:
        """The properties of the article, where several things have them: those of what holds the headline."""
        if len({id(item.scope) for item in items}) < 2 or self.headline.block is None:
            return items
        element = self.headline.block.box.element
        around = [element, *element.iterancestors()]
        return [item for item in items if item.scope in around]

    def is_related(self, box: Box | None) -> bool:
        """Whether a box is, or stands in, one that is named for other articles."""
        bits = class_mask("related")
        for _ in range(MAX_CLIMB):
            if box is None or box.index in self.around or box.tag in ("body", "main"):
                return False
            if box.classes & bits:
                return True
            box = box.parent
        return False

    def is_foreign(self, box: Box | None) -> bool:
        """Whether a box stands among other articles, in a comment, or in an article beside the headline's."""
        bits = class_mask("related comment")
        inside = False  # an article that is not the headline's
        for _ in range(MAX_CLIMB):
            if box is None or box.index in self.around or box.tag in ("body", "main"):
                break
            if box.classes & bits:
                return True
            inside = inside or box.tag == "article"
            box = box.parent
        return inside and any(self.layout.boxes[i].tag == "article" for i in self.around)

    def is_aside(self, box: Box | None) -> bool:
        """Whether a box stands in a part of the page beside the article; what holds the headline does not."""
        bits = class_mask("related comment nav footer")
        for _ in range(MAX_CLIMB):
            if box is None or box.index in self.around or box.tag in ("body", "main"):
                return False
            if box.region & (NAV | ASIDE | FOOTER) or box.classes & bits:
                return True
            box = box.parent
        return False


def collect_evidence(
    page: Page, layout: Layout, headline: Headline, kept: Sequence[bool], language: str | None
) -> Evidence:
    """Gather what the fields are read from."""
    bodies = [i for i, keep in enumerate(kept) if keep]
    first = bodies[0] if bodies else 0
    last = bodies[-1] if bodies else len(layout.blocks)
    stories = tuple(_choose_stories(page, headline))
    meta: dict[str, tuple[str, ...]] = {}
    for name, values in page.meta.items():
        key = strip_marks(name)
        meta[key] = meta.get(key, ()) + values
    told = (
        stories
        and stories[0].get("datePublished")
        and (stories[0].get("author") or stories[0].get("creator"))
    )
    return Evidence(
        page=page,
        layout=layout,
        headline=headline,
        kept=kept,
        language=language,
        date_language=find_date_language(language, _find_host(page)),
        sites=read_site_names(page),
        stories=stories,
        by_id={o["@id"]: o for o in reversed(page.json_ld) if isinstance(o.get("@id"), str)},
        items=() if told else tuple(_read_items(page.root)),
        meta=meta,
        start=headline.block.index if headline.block is not None else first,
        first=first,
        last=last,
        around=frozenset(_climb(headline.block.box if headline.block is not None else None)),
    )


def _find_host(page: Page) -> str:
    try:
        return urlsplit(page.url or next(iter(page.links.get("canonical", ())), "")).hostname or ""
    except ValueError:
        return ""


def strip_marks(name: str) -> str:
    """The name of a meta tag without its punctuation, in which sites differ."""
    return _MARKS.sub("", name)


def _climb(box: Box | None) -> Iterator[int]:
    while box is not None:
        yield box.index
        box = box.parent


def select(path: etree.XPath, root: _Element) -> list[_Element]:
    """The elements that a compiled path finds."""
    return cast("list[_Element]", path(root))


def _choose_stories(page: Page, headline: Headline) -> Iterator[Mapping[str, Any]]:
    """The objects that tell of the article, then those that tell of the page.

    Among several articles, only those with the page's headline or address are its own.
    """
    articles = [o for o in page.json_ld if has_type(o, ARTICLE_TYPES)]
    if len(articles) > 1:
        title = flatten(headline.text or "")
        urls = {
            _strip_url(u)
            for u in (page.url, *page.links.get("canonical", ()), *page.meta.get("og:url", ()))
            if u
        }
        own = [(_count_signs(o, title, urls), -i, o) for i, o in enumerate(articles)]
        best = max(signs for signs, _, _ in own)
        if best:
            articles = [o for signs, _, o in sorted(own, key=lambda x: x[:2], reverse=True) if signs]
        else:
            articles = articles[:1] if any(has_type(o, ("WebPage",)) for o in page.json_ld) else []
    yield from articles
    pages = [o for o in page.json_ld if has_type(o, PAGE_TYPES) and not has_type(o, ARTICLE_TYPES)]
    yield from sorted(pages, key=lambda o: not has_type(o, ("WebPage", "ItemPage")))


def _count_signs(story: Mapping[str, Any], title: str, urls: set[str]) -> int:
    """How many signs say that a JSON-LD article is the page's own."""
    name = story.get("headline") or story.get("name")
    plain = flatten(unescape(name)) if isinstance(name, str) else ""
    signs = 0
    if plain and title and (plain == title or plain.startswith(title[:40]) or title.startswith(plain)):
        signs += 2
    about = story.get("mainEntityOfPage")
    if isinstance(about, dict):
        about = about.get("@id") or about.get("url")
    for url in (about, story.get("url"), story.get("@id")):
        if isinstance(url, str) and _strip_url(url) in urls:
            signs += 2
            break
    return signs


def _strip_url(url: str) -> str:
    """An address without scheme, query and fragment, for comparison."""
    return url.partition("//")[2].partition("#")[0].partition("?")[0].rstrip("/").removeprefix("www.").lower()


def _read_items(root: _Element) -> Iterator[Item]:
    """The microdata and RDFa of the page."""
    for element in select(_ITEMS, root)[:MAX_ITEMS]:
        kind = ""
        holder = element.getparent()
        for _ in range(MAX_CLIMB):
            if holder is None:
                break
            if holder.get("itemscope") is not None or holder.get("typeof") is not None:
                kind = _END_OF_TYPE.split((holder.get("itemtype") or holder.get("typeof") or "").rstrip("/"))[
                    -1
                ]
                break
            holder = holder.getparent()
        for name in list_properties(element):
            yield Item(name, element, kind, holder)


def list_properties(element: _Element) -> Iterator[str]:
    """The names of the properties that an element holds; RDFa's without what stands before them."""
    yield from (element.get("itemprop") or "").lower().split()
    for name in (element.get("property") or "").lower().split():
        plain = _PREFIX.sub("", name)
        if ":" not in plain:
            yield _DUBLIN_CORE.get(plain, plain)


def read_content(element: _Element) -> str:
    """What an element of microdata says: its `content`, else its text."""
    return element.get("content") or "".join(map(str, element.itertext()))


def clean_text(value: object) -> str | None:
    """A string of the page's data as it would be printed: no entities, tags, controls and double blanks."""
    if not isinstance(value, str):
        return None
    text = value[:20_000]
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    return clean_line(text) or None
