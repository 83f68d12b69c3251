"""What the editorial policy says of wording, names and places, as terms of the score.

Corpora disagree about standfirsts, captions, read-on lines, appeals and credits within the text, and hold few
pages of most languages; the policy does not. The terms are too small to overrule a clear case; they decide
where the trees are unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from extract.body.blocks import TextBlock
from extract.body.measures import Survey
from extract.wording import class_mask, phrase_mask

# A whole block of these words is a label and nothing else; of the others but the last it nearly always is.
UNMISTAKABLE = (
    "skip breaking share related read_more newsletter follow print comments ad cookie login tags player embed "
    "donate paywall"
)
NO_LABELS = "caption correction"
SILENT = frozenset(("table", "code"))  # where words are data: a row may begin with "Facebook" or "By"
# What class names say of a block: name, categories, the term.
NAMED = (
    ("is named a caption", "caption credit", -3.0),
    ("is named as the author's", "author", -2.0),
    ("is named a biography", "bio", -3.5),
    ("is read out alone", "unseen", -5.0),
)
# What a block says in part: name, categories, the width up to which it counts, the term.
PARTIAL = (
    ("says: read on", "related read_more", 300, -3.5),
    ("says: newsletter", "newsletter", 300, -5.0),
    ("says: offer", "follow paywall login cookie ad", 300, -2.5),
    ("says: appeal", "donate", 450, -4.0),
    ("says: service", "skip share print listen comments player embed placeholder", 200, -2.0),
    ("says: credit", "credit", 200, -1.0),
    ("says: copyright", "copyright", 200, -2.5),
    ("says: byline or date", "byline published", 150, -2.0),
    ("says: who the author is", "bio", 600, -2.5),
    ("says: the article's own note", "correction", 1000, 1.0),
)
OF_ITEMS = frozenset(("says: service", "says: credit"))  # what an item of a list may well be about
NO_COLON = "byline published"  # who says what follows ("By noon, said the mayor:") is no byline
COLONS = (":", "：")
INFORMATION = ("is named an information box", 0.7)
TEASER = ("is headed by a link, as others are", -2.0)
TEASERS = 3  # of a page that has a list of them
STANDFIRST = ("is a standfirst", 1.5)
# Words of a standfirst, or characters in scripts whose words nobody counts; words of one that may be a mere date.
LEAST_WORDS, LEAST_WIDTH, DATED_WORDS = 5, 40, 10
MORE_THAN_NAMES = 7  # words of one that nothing but its place tells: lines of names stand there, too
LABEL = ("is a label", -3.0)
PORTRAIT = ("beside a picture that nobody described", -4.0)
LEGEND = ("is alone below a picture", -2.0)
PICTURED = ("says what a picture shows", -2.0)
A_LEGEND = 200  # characters of a line below a picture
CAPTION = ("is a caption", -5.0)
LIKELY_LABEL = ("is perhaps a label", -1.0)
ADDRESS = ("is an address alone", -6.0)
_ADDRESS = re.compile(r"(?:\S+ )?[^\s@]+@[\w-]+\.[\w.-]+")
_ALONE = (INFORMATION, TEASER, STANDFIRST, LABEL, PORTRAIT, LEGEND, PICTURED, CAPTION, LIKELY_LABEL, ADDRESS)
TERMS = frozenset(term[0] for term in (*NAMED, *PARTIAL, *_ALONE))


class Policy:
    """What the policy says of the blocks of a page; of each it is read once, when it is first asked for."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._terms: dict[int, dict[str, float]] = {}

    def read(self, block: TextBlock) -> Mapping[str, float]:
        """The terms that a block's wording, class names and place add to its score, by name."""
        terms = self._terms.get(block.index)
        if terms is None:
            terms = self._terms[block.index] = dict(_list_terms(self._survey, block))
        return terms

    def speaks_against(self, block: TextBlock) -> bool:
        """Whether there is a reason to drop the block."""
        return any(term < 0 for term in self.read(block).values())


def _list_terms(survey: Survey, block: TextBlock) -> Iterator[tuple[str, float]]:
    m = survey.blocks[block.index]
    if survey.boxes[block.box.index].portrait:
        yield PORTRAIT
    if _is_legend(survey, block):
        yield LEGEND
    names = block.classes | survey.boxes[block.box.index].classes
    if names:
        telling = names & ~survey.ordinary
        if block.box.classes & class_mask("lead"):  # it only stands beside the byline
            telling &= ~class_mask("author")
        for name, categories, term in NAMED:
            if telling & class_mask(categories):
                yield name, term
        if names & class_mask("aside") and m.link_share < 0.3:
            yield INFORMATION
    if m.teaser and survey.teasers >= TEASERS:
        yield TEASER
    if block.kind == "caption":
        yield CAPTION
    elif survey.headline < block.index <= survey.opening and _is_standfirst(survey, block):
        yield STANDFIRST
    if "@" in block.text and block.kind == "paragraph" and _ADDRESS.fullmatch(block.text):
        yield ADDRESS
    if not (m.exact or m.partial) or block.kind in SILENT:
        return
    if m.exact & phrase_mask(UNMISTAKABLE):
        yield LABEL
        return
    if m.exact & ~phrase_mask(NO_LABELS):
        yield LIKELY_LABEL
    said = m.said
    if block.text.endswith(COLONS):
        said &= ~phrase_mask(NO_COLON)
    if said & phrase_mask("caption") and _is_below_picture(survey, block):
        yield PICTURED
    plain_item = block.kind == "list" and m.link_share < 0.3
    for name, categories, width, term in PARTIAL:
        if plain_item and name in OF_ITEMS:
            continue
        if m.width <= width and said & phrase_mask(categories):
            yield name, term


def _is_standfirst(survey: Survey, block: TextBlock) -> bool:
    m = survey.blocks[block.index]
    return (
        block.kind in ("paragraph", "heading")
        and (
            m.described
            or bool(survey.names(block) & class_mask("lead"))
            or _is_subtitle(survey, block)
            or _stands_above_byline(survey, block)
        )
        and (m.words >= DATED_WORDS if m.stamp else m.words >= LEAST_WORDS or m.width >= LEAST_WIDTH)
        and m.link_share < 0.3
        and block.text.lower() not in survey.claims.title
        # The summaries of teasers are named so too.
        and (block.index == survey.headline + 1 or not survey.boxes[block.box.index].river_heads)
        and not block.hidden
    )


def _is_legend(survey: Survey, block: TextBlock) -> bool:
    """Whether a line below a picture is no whole sentence, and shares its box with nothing else."""
    box = block.box
    if (
        not _is_below_picture(survey, block)
        or survey.blocks[block.index].ends
        or survey.boxes[box.index].images
    ):
        return False
    while box.parent is not None and survey.boxes[box.parent.index].blocks == 1:
        box = box.parent
    return survey.boxes[box.index].images > 0


def _is_below_picture(survey: Survey, block: TextBlock) -> bool:
    """Whether a picture stands right before a line amid the article."""
    return (
        block.index in survey.pictured
        and block.index > survey.opening
        and block.kind == "paragraph"
        and survey.blocks[block.index].width <= A_LEGEND
    )


def _is_subtitle(survey: Survey, block: TextBlock) -> bool:
    """Whether a lower heading stands beside the headline, or the box of it, and does not only say the same."""
    headline = survey.layout.blocks[survey.headline]
    around = headline.box.parent
    return (
        block.kind == "heading"
        and (block.level or 0) > (headline.level or 0) > 0
        and block.box.parent in (around, around and around.parent)
        and survey.blocks[block.index].title.bit_count() < max(survey.title_words.bit_count(), 1)
    )


def _stands_above_byline(survey: Survey, block: TextBlock) -> bool:
    """Whether a line stands right between the headline and the line that says who wrote the article, or when."""
    if block.index != survey.headline + 1 or block.index + 1 == len(survey.blocks):
        return False
    m, below = survey.blocks[block.index], survey.blocks[block.index + 1]
    if m.words < MORE_THAN_NAMES:
        return False
    byline = phrase_mask(NO_COLON)
    return not (m.stamp or m.said & byline) and (below.stamp or bool(below.said & byline))
