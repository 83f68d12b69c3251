"""What the editorial policy says of wording, as terms of the score.

Corpora disagree about read-on lines, appeals and credits within the text, and hold few pages of most
languages; the policy does not. The terms are too small to overrule a clear case, and on the labelled pages
they change nothing beyond noise; they decide where the trees are unsure.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.body.blocks import TextBlock
from extract.body.features import NO_LABELS, UNMISTAKABLE
from extract.body.measures import Survey
from extract.wording import phrase_mask

# What a block says in part: name, categories, the width up to which it counts, the term.
PARTIAL = (
    ("says: read on", "related read_more", 300, -2.5),
    ("says: offer", "newsletter follow donate paywall login cookie ad", 300, -2.5),
    ("says: service", "skip share print listen comments player embed placeholder", 200, -2.0),
    ("says: credit", "credit copyright", 200, -1.0),
    ("says: byline or date", "byline published", 150, -1.0),
    ("says: who the author is", "bio", 600, -1.5),
    ("says: the article's own note", "correction", 1000, 1.0),
)
LABEL = ("is a label", -3.0)
PORTRAIT = ("beside a picture that nobody described", -4.0)
CAPTION = ("is a caption", -5.0)
LIKELY_LABEL = ("is perhaps a label", -1.0)


def read_policy(survey: Survey, block: TextBlock) -> Iterator[tuple[str, float]]:
    """The terms that a block's wording and its place beside a portrait add to its score, by name."""
    m = survey.blocks[block.index]
    if survey.boxes[block.box.index].portrait:
        yield PORTRAIT
    if block.kind == "caption":
        yield CAPTION
    if not (m.exact or m.partial):
        return
    if m.exact & phrase_mask(UNMISTAKABLE):
        yield LABEL
        return
    if m.exact & ~phrase_mask(NO_LABELS):
        yield LIKELY_LABEL
    for name, categories, width, term in PARTIAL:
        if m.width <= width and (m.exact | m.partial) & phrase_mask(categories):
            yield name, term
