"""Whether the page holds an article at all, whether it is one, and what is to be said about its body.

Three kinds of pages have kept text and no article: error pages that were saved, pages of teasers (home,
section, search) and walls of consent. For the second, named evidence is added up (`EVIDENCE`); an article
needs no evidence of its own to be one, and what is clearly an article as a whole (`kind`) is no list. The points
were set by hand after a regression with fixed signs over 3,476 labelled articles and 75 lists, mostly of the
kinds that news sites do not have. Of the 3,482 pages of nine corpora of articles 6 come out as lists (three front
pages, a page of posts, two with a menu for a text); of 292 forums, shops, lists and services 20.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from extract.article import Metadata
from extract.body import Verdicts
from extract.body.kind import describe_kind
from extract.body.measures import Survey
from extract.body.model import Trees
from extract.body.outline import Outline, read_outline
from extract.body.stated import StatedBody
from extract.body.statements import STORY_TYPES, has_story, has_type, is_story, read_body_classes
from extract.body.text import count_kept
from extract.page import Page
from extract.wording import match_phrases, phrase_mask

ARTICLE, NO_ARTICLE = "article", "no-article"
PAYWALLED, TRUNCATED, NEEDS_JAVASCRIPT = "paywalled", "truncated", "needs-javascript"
LISTED = 3.0  # points from which a page is a list
CLEARLY = 2.5  # log-odds from which a page is an article as a whole, though its text hangs below links
FEW_WORDS = 25  # so little text cannot speak against the title
ERROR_WORDS = 120  # an error page says no more than this beside its suggestions
WALL_WORDS = 250
STUB_WORDS = 250  # what is free to read of a paywalled article is mostly shorter
BARE_WORDS, BARE_WIDTH = 25, 700  # of the body, and of the page outside links, that scripts fill
CUT = 2.5  # an article stated to be this many times as long is not all there
LIST_CLASSES = frozenset(("archive", "home", "blog", "search", "search-results", "category", "tag"))
SINGLE = frozenset(("single", "single-post"))
APP_ROOTS = frozenset(
    ("root", "app", "__next", "__nuxt", "main-app", "react-root", "svelte", "___gatsby", "q-app")
)
OPEN_ENDS = ("…", "...", "[...]", "[…]")
_LIST_TYPES = ("CollectionPage", "SearchResultsPage", "ItemList")
_TOLD = frozenset(("discussion", "product", "liveblog", "media"))  # what the page states is believed of these
_OPEN = frozenset(("listing", "other"))  # what an article may be taken for
_PIECES = re.compile(r"\s[|–—•·»:-]+\s|\s?[|:]\s")


class Standing(NamedTuple):
    """What the page is.

    `status` is article or no-article, `page_type` that of the metadata unless it cannot be; `warnings` are
    the codes that go with the body. `row` holds the facts that the kind was judged by, where it had to be.
    """

    status: str
    page_type: str
    warnings: tuple[str, ...] = ()
    row: Sequence[float] = ()


Rule = Callable[[Outline], bool]
# Name, points, and when it holds. Points add up: where the first holds, mostly the second does, too.
EVIDENCE: tuple[tuple[str, float, Rule], ...] = (
    ("summaries below linked heads", 1.5, lambda o: o.summaries >= 4 and o.summary_share >= 0.7),
    ("some summaries below linked heads", 1.5, lambda o: o.summaries >= 3 and o.summary_share >= 0.5),
    ("no headline", 1.0, lambda o: not o.has_headline),
    ("said to be a list", 2.0, lambda o: o.has_type(_LIST_TYPES)),
    (
        "class of a list",
        2.0,
        lambda o: bool(o.body_classes & LIST_CLASSES) and "single" not in o.body_classes,
    ),
    ("home address", 1.0, lambda o: o.is_home),
    ("mostly links", 1.5, lambda o: o.link_share > 0.6),
    ("little text amid links", 1.0, lambda o: o.kept_share < 0.1 and o.words < 120 and o.link_share > 0.4),
    ("said to be a website", 1.0, lambda o: o.og_type == "website"),
    ("no sure paragraph", 1.0, lambda o: o.best < 2.5),
    ("said to be a story", -2.0, lambda o: o.has_type(STORY_TYPES)),
    ("stated publication", -2.0, lambda o: o.has_published),
    ("said to be an article", -1.0, lambda o: o.og_type == "article"),
    ("class of a single page", -2.0, lambda o: bool(o.body_classes & SINGLE)),
    ("dated", -1.5, lambda o: o.is_dated),
    ("signed", -0.5, lambda o: o.is_signed),
    ("run of text", -1.0, lambda o: o.longest_run >= 600),
    ("long run of text", -1.5, lambda o: o.longest_run >= 1500),
    ("very long run of text", -1.0, lambda o: o.longest_run >= 3000),
)


def find_standing(
    page: Page,
    verdicts: Verdicts,
    title: str | None,
    metadata: Metadata,
    stated: StatedBody | None,
    kind: Trees,
) -> Standing:
    """Judge the page by its kept blocks and what its metadata found; a stated body is always an article's.

    `kind` are the trees that tell an article from other pages with text.
    """
    page_type = metadata.page_type
    if stated is not None:
        return Standing(ARTICLE, "article" if page_type in _OPEN else page_type, (stated.warning,))
    survey, kept = verdicts.survey, verdicts.kept
    other = "other" if page_type == "article" else page_type
    words = count_kept(survey.layout.blocks, kept)
    if any(verdicts.settled.values()):  # whoever keeps text by hand knows that there is an article
        return Standing(ARTICLE, page_type, _find_warnings(page, survey, kept, words, metadata.is_free))
    storied = has_story(page)
    if words < 2 * ERROR_WORDS and not storied and _is_error(page, survey, kept, title, words):
        return Standing(NO_ARTICLE, "other")
    if page.flat:
        return Standing(ARTICLE, page_type) if words else Standing(NO_ARTICLE, other)
    warnings = _find_warnings(page, survey, kept, words, metadata.is_free)
    if not words or (words < WALL_WORDS and _is_wall(survey, kept)):
        return Standing(NO_ARTICLE, other, warnings)
    if page_type in _TOLD:
        return Standing(ARTICLE, page_type, warnings)
    news, sure = _is_news(page), storied and words >= STUB_WORDS
    if news and sure:
        return Standing(ARTICLE, "article", warnings)
    outline = read_outline(page, verdicts, words, metadata)
    listed = not sure and weigh(outline) >= LISTED
    if news and not listed:
        return Standing(ARTICLE, "article", warnings)
    row = describe_kind(page, verdicts, outline)
    score = kind.score(row)
    if listed and score < CLEARLY:
        return Standing(NO_ARTICLE, "listing")
    return Standing(ARTICLE, "article" if score > 0 else other, warnings, row)


def weigh(outline: Outline) -> float:
    """The sum of the evidence that the page is a list."""
    return sum(points for _, points, holds in EVIDENCE if holds(outline))


def _is_news(page: Page) -> bool:
    """Whether the page states a news article; several are those of a list, or hard to tell from them."""
    return sum(has_type(o, ("NewsArticle",)) for o in page.json_ld) == 1


def _is_error(page: Page, survey: Survey, kept: Sequence[bool], title: str | None, words: int) -> bool:
    """Whether enough says that the page asked for is not there: its title, its headings, its text, its class.

    A title that says nothing else is enough where there is next to no text; else two must agree, three where
    the text is longer.
    """
    bit = phrase_mask("not_found")
    titles = [text for text in (page.title, title) if text]
    exact = any(
        match_phrases(piece)[0] & bit for text in titles for piece in (text, *_PIECES.split(text)) if piece
    )
    signs = 2 * ("error404" in read_body_classes(page)) + (
        exact or any(match_phrases(t)[1] & bit for t in titles)
    )
    heading = text = False
    for block, m, keep in zip(survey.layout.blocks, survey.blocks, kept, strict=True):
        if m.said & bit:
            heading |= block.kind == "heading" and (block.level or 6) <= 2
            text |= keep
            if page.flat and m.exact & bit:  # a line of its own is all the heading there is
                exact = heading = True
    if exact and words < FEW_WORDS:
        return True
    return signs + heading + text >= (2 if words < ERROR_WORDS else 3)


def _is_wall(survey: Survey, kept: Sequence[bool]) -> bool:
    """Whether most of the kept text asks for consent."""
    bit = phrase_mask("cookie")
    asked = whole = 0.0
    for m, keep in zip(survey.blocks, kept, strict=True):
        if keep:
            whole += m.width
            asked += m.width * bool(m.said & bit)
    return asked > 0.5 * whole


def _find_warnings(
    page: Page, survey: Survey, kept: Sequence[bool], words: int, is_free: bool | None
) -> tuple[str, ...]:
    """What is to be said of a body made of the kept blocks."""
    if not words:
        return (NEEDS_JAVASCRIPT,) if _is_bare(page, survey) else ()
    last = max(i for i, keep in enumerate(kept) if keep)
    missing = words * CUT < _read_word_count(page)
    if words >= STUB_WORDS:
        return (TRUNCATED,) if is_free is False and missing else ()
    paid = is_free is False or _meets_offer(survey, last + 1)
    found = (PAYWALLED,) if paid else ()
    if missing or (paid and _breaks_off(survey, last)):
        return (*found, TRUNCATED)
    return (NEEDS_JAVASCRIPT,) if not paid and words < BARE_WORDS and _is_bare(page, survey) else found


def _meets_offer(survey: Survey, start: int) -> bool:
    """Whether a subscription is offered right below the text."""
    bit = phrase_mask("paywall")
    return any(m.partial & bit and m.width > 20 for m in survey.blocks[start : start + 6])


def _breaks_off(survey: Survey, last: int) -> bool:
    """Whether the text ends amid a sentence."""
    block, measure = survey.layout.blocks[last], survey.blocks[last]
    return block.text.endswith(OPEN_ENDS) or (
        block.kind == "paragraph" and not measure.ends and measure.width > 40
    )


def _read_word_count(page: Page) -> int:
    """The length that the page states of its article, in words; 0 where it is silent."""
    counts = {str(o["wordCount"]) for o in page.json_ld if o.get("wordCount") and is_story(o)}
    count = counts.pop() if len(counts) == 1 else ""
    return int(count) if count.isdecimal() and len(count) < 7 else 0


def _is_bare(page: Page, survey: Survey) -> bool:
    """Whether scripts were to bring the text: hardly any stands there, but what they fill or excuse does."""
    whole = survey.boxes[0]
    if whole.width - whole.linked >= BARE_WIDTH or page.root.find(".//script") is None:
        return False
    for element in page.root.iter("noscript", "div", "app-root"):
        if element.tag == "noscript":
            if len("".join(map(str, element.itertext())).strip()) > 10 and element.find(".//style") is None:
                return True
        elif element.get("id") in APP_ROOTS or element.tag == "app-root":
            return True
    return False
