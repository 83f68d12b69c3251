"""What kind of page it is: an article, a live blog, a page of media, a list, a discussion, a product.

Statements of the page come first, with the length of its body as their check; then what it is made of. Where
nothing is stated that cannot be doubted, the page as a whole is judged after this (`body.status`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from extract.body.blocks import FOOTER, NAV
from extract.body.statements import has_type, is_root, read_og_type
from extract.body.text import count_kept
from extract.metadata.evidence import ARTICLE_TYPES, JSON_LD, Evidence
from extract.page.head import find_body

SHORT = 120  # words under which a page of media is no article
FLASH = 40  # words from which text below a headline may be a news flash
_DISCUSSION = ("DiscussionForumPosting", "QAPage", "Question", "SocialMediaPosting")
_MEDIA = (
    "VideoObject", "AudioObject", "ImageGallery", "MediaGallery", "PodcastEpisode", "RadioEpisode", "TVEpisode",
    "Clip",
)  # fmt: skip
_PRODUCTS = ("Product", "ProductGroup")
# Software that makes nothing but forums, as it signs in the generator's meta tag or names elements.
_FORUMS = re.compile(
    r"\b(?:discourse|vbulletin|phpbb3?|xenforo|mybb|nodebb|flarum|smf|discuz|invision community|fluxbb|punbb"
    r"|bbpress|yabb|ipboard|ipsapp|vbulletin_html|xf)\b",
    re.I,
)
_LISTING = ("CollectionPage", "SearchResultsPage", "ProfilePage")
_OPEN_GRAPH = {"product": "product", "video": "media", "music": "media", "profile": "other", "books": "other"}


class _Signs(NamedTuple):
    """What the rules look at: the words of the body, the JSON-LD article that is the page's own, and its og:type."""

    evidence: Evidence
    words: int
    story: Mapping[str, Any] | None
    stated: str


def read_page_type(evidence: Evidence) -> str:
    """One of article, liveblog, media, listing, discussion, product, other."""
    return next((kind for _, kind in list_page_types(evidence)), "other")


def list_page_types(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """What the page may be, in the order in which it is believed, with what speaks for it."""
    story = next((o for o in evidence.stories if has_type(o, ARTICLE_TYPES)), None)
    stated = read_og_type(evidence.page).partition(".")[0]
    signs = _Signs(evidence, count_kept(evidence.layout.blocks, evidence.kept), story, stated)
    for source, rule in RULES:
        kind = rule(signs)
        if kind is not None:
            yield source, kind


def _find_live_blog(signs: _Signs) -> str | None:
    return "liveblog" if any(has_type(o, ("LiveBlogPosting",)) for o in signs.evidence.stories) else None


def _find_discussion(signs: _Signs) -> str | None:
    own = signs.story is None or has_type(signs.story, _DISCUSSION)
    return "discussion" if own and _states_discussion(signs.evidence) else None


def _find_forum(signs: _Signs) -> str | None:
    return "discussion" if signs.story is None and _is_forum(signs.evidence) else None


def _find_home(signs: _Signs) -> str | None:
    bare = signs.words < SHORT or signs.evidence.headline.block is None
    return "listing" if bare and _is_home(signs.evidence) else None


def _find_object(signs: _Signs) -> str | None:
    """What the JSON-LD of a page without an article of its own tells of."""
    objects = signs.evidence.page.json_ld
    if signs.story is not None:
        media = signs.words < SHORT and any(has_type(o, _MEDIA) for o in signs.evidence.stories)
        return "media" if media else None
    if signs.words < 4 * SHORT and any(has_type(o, _PRODUCTS) for o in objects):
        return "product"
    return None


def _find_product_item(signs: _Signs) -> str | None:
    if signs.story is not None or signs.stated == "article":
        return None
    return "product" if any(item.kind in _PRODUCTS for item in signs.evidence.items) else None


def _find_listed_object(signs: _Signs) -> str | None:
    objects = signs.evidence.page.json_ld
    if signs.story is not None:
        return None
    if any(has_type(o, _LISTING) for o in objects):
        return "listing"
    return "media" if signs.words < SHORT and any(has_type(o, _MEDIA) for o in objects) else None


def _find_open_graph(signs: _Signs) -> str | None:
    if signs.story is not None:
        return "media" if signs.words < SHORT and signs.stated == "video" else None
    return _OPEN_GRAPH.get(signs.stated) if signs.words < 2 * SHORT else None


def _find_story(signs: _Signs) -> str | None:
    return "article" if signs.story is not None else None


def _find_stated_article(signs: _Signs) -> str | None:
    return "article" if signs.stated == "article" else None


def _find_publication(signs: _Signs) -> str | None:
    return "article" if signs.evidence.meta.get("articlepublishedtime") else None


def _find_text(signs: _Signs) -> str | None:
    return "article" if signs.words >= SHORT else None


def _find_links(signs: _Signs) -> str | None:
    return "listing" if _is_made_of_links(signs.evidence) else None


def _find_flash(signs: _Signs) -> str | None:
    flash = FLASH <= signs.words < SHORT and signs.evidence.headline.block is not None
    return "article" if flash else None


# In the order in which they are believed; the first that says something has the word.
RULES: tuple[tuple[str, Callable[[_Signs], str | None]], ...] = (
    ("json-ld, a live blog", _find_live_blog),
    ("json-ld, a discussion", _find_discussion),
    ("software or microdata of forums", _find_forum),
    ("address of a whole site", _find_home),
    (JSON_LD, _find_object),
    ("microdata", _find_product_item),
    ("json-ld, of the page", _find_listed_object),
    ("og:type", _find_open_graph),
    (JSON_LD, _find_story),
    ("og:type", _find_stated_article),
    ("article:published_time", _find_publication),
    ("length of the text", _find_text),
    ("more links than text", _find_links),
    ("some text below a headline", _find_flash),
)


def _states_discussion(evidence: Evidence) -> bool:
    """Whether the page's JSON-LD tells of a discussion; the questions of an FAQ are none."""
    objects = evidence.page.json_ld
    if any(has_type(o, ("FAQPage",)) for o in objects):
        return any(has_type(o, _DISCUSSION) and not has_type(o, ("Question",)) for o in objects)
    return any(has_type(o, _DISCUSSION) for o in objects)


def _is_forum(evidence: Evidence) -> bool:
    """Whether the page's microdata tells of a discussion, or its software makes nothing else."""
    kinds = {item.kind for item in evidence.items}
    if kinds.intersection(_DISCUSSION) and "FAQPage" not in kinds:
        return True
    names = [*evidence.page.meta.get("generator", ())[:3]]
    for element in (evidence.page.root, find_body(evidence.page.root)):
        if element is not None:
            names += (element.get("id") or "", (element.get("class") or "")[:1000])
    return any(_FORUMS.search(name) for name in names)


def _is_home(evidence: Evidence) -> bool:
    """Whether the page's address is that of a whole site."""
    page = evidence.page
    if not any(is_root(url or "") for url in (page.url, *page.links.get("canonical", ())[:1])):
        return False
    return not any(o.get("datePublished") for o in evidence.stories) and _is_made_of_links(evidence)


def _is_made_of_links(evidence: Evidence) -> bool:
    """Whether more of the page's text is in links than outside, its navigation apart."""
    linked = other = 0
    for block in evidence.layout.blocks:
        if not block.box.region & (NAV | FOOTER):
            linked += min(block.link_length, len(block.text))
            other += max(0, len(block.text) - block.link_length)
    return linked > other
