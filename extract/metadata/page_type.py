"""What kind of page it is: an article, a live blog, a page of media, a list, a discussion, a product.

Statements of the page come first, with the length of its body as their check; then what it is made of.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from extract.body.blocks import FOOTER, NAV
from extract.metadata.evidence import STORY_TYPES, Evidence, has_type

SHORT = 120  # words under which a page of media is no article
FLASH = 40  # words from which text below a headline may be a news flash
_DISCUSSION = ("DiscussionForumPosting", "QAPage", "Question", "SocialMediaPosting")
_MEDIA = (
    "VideoObject",
    "AudioObject",
    "ImageGallery",
    "MediaGallery",
    "PodcastEpisode",
    "RadioEpisode",
    "TVEpisode",
    "Clip",
)
_PRODUCT_ITEMS = frozenset(("Product", "ProductGroup"))
# Software that makes nothing but forums, as it signs in the generator's meta tag or names elements.
_FORUMS = re.compile(
    r"\b(?:discourse|vbulletin|phpbb3?|xenforo|mybb|nodebb|flarum|smf|discuz|invision community|fluxbb|punbb"
    r"|bbpress|yabb|ipboard|ipsapp|vbulletin_html|xf)\b",
    re.I,
)
_LISTING = ("CollectionPage", "SearchResultsPage", "ProfilePage")
_OPEN_GRAPH = {"product": "product", "video": "media", "music": "media", "profile": "other", "books": "other"}


def read_page_type(evidence: Evidence) -> str:
    """One of article, liveblog, media, listing, discussion, product, other."""
    words = _count_words(evidence)
    story = next((o for o in evidence.stories if has_type(o, STORY_TYPES)), None)
    if any(has_type(o, ("LiveBlogPosting",)) for o in evidence.stories):
        return "liveblog"
    if _states_discussion(evidence) and (story is None or has_type(story, _DISCUSSION)):
        return "discussion"
    if story is None and _is_forum(evidence):
        return "discussion"
    if (words < SHORT or evidence.headline.block is None) and _is_home(evidence):
        return "listing"
    stated = (evidence.page.meta.get("og:type") or ("",))[0].casefold().partition(".")[0]
    if story is None:
        kind = _read_kind(evidence, stated, words)
        if kind is not None:
            return kind
    elif words < SHORT and (any(has_type(o, _MEDIA) for o in evidence.stories) or stated == "video"):
        return "media"
    if story is not None or stated == "article" or evidence.meta.get("articlepublishedtime"):
        return "article"
    if words >= SHORT:
        return "article"
    if _is_made_of_links(evidence):
        return "listing"
    return "article" if words >= FLASH and evidence.headline.block is not None else "other"


def _read_kind(evidence: Evidence, stated: str, words: int) -> str | None:
    """What a page without an article of its own says that it is."""
    objects = evidence.page.json_ld
    if any(has_type(o, ("Product", "ProductGroup")) for o in objects) and words < 4 * SHORT:
        return "product"
    if stated != "article" and any(item.kind in _PRODUCT_ITEMS for item in evidence.items):
        return "product"
    if any(has_type(o, _LISTING) for o in objects):
        return "listing"
    if words < SHORT and any(has_type(o, _MEDIA) for o in objects):
        return "media"
    kind = _OPEN_GRAPH.get(stated)
    return kind if kind is not None and words < 2 * SHORT else None


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
    for element in (evidence.page.root, next(evidence.page.root.iter("body"), None)):
        if element is not None:
            names += (element.get("id") or "", (element.get("class") or "")[:1000])
    return any(_FORUMS.search(name) for name in names)


def _is_home(evidence: Evidence) -> bool:
    """Whether the page's address is that of a whole site."""
    page = evidence.page
    for url in (page.url, *page.links.get("canonical", ())[:1]):
        try:
            parts = urlsplit(url or "")
        except ValueError:
            continue
        if parts.hostname and not parts.path.strip("/") and not parts.query:
            return not any(o.get("datePublished") for o in evidence.stories) and _is_made_of_links(evidence)
    return False


def _is_made_of_links(evidence: Evidence) -> bool:
    """Whether more of the page's text is in links than outside, its navigation apart."""
    linked = other = 0
    for block in evidence.layout.blocks:
        if not block.box.region & (NAV | FOOTER):
            linked += min(block.link_length, len(block.text))
            other += max(0, len(block.text) - block.link_length)
    return linked > other


def _count_words(evidence: Evidence) -> int:
    kept = (b for b, keep in zip(evidence.layout.blocks, evidence.kept, strict=True) if keep)
    return sum(_count(block.text) for block in kept)


def _count(text: str) -> int:
    """The words of a text; two signs of a script without blanks count as one."""
    blanks = text.count(" ")
    return len(text) // 2 if blanks * 20 < len(text) else blanks + 1
