"""What the editorial policy says of wording, as terms of the score.

Corpora disagree about read-on lines, appeals and credits within the text, and hold few pages of most
languages; the policy does not. The terms are too small to overrule a clear case, and on the labelled pages
they change nothing beyond noise; they decide where the trees are unsure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from extract.body.blocks import TextBlock
from extract.body.features import NO_LABELS, UNMISTAKABLE
from extract.body.measures import Survey
from extract.wording import categories

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
    unmistakable, no_label, partial = _masks()
    if m.exact & unmistakable:
        yield LABEL
        return
    if m.exact & ~no_label:
        yield LIKELY_LABEL
    for (name, _, width, term), mask in zip(PARTIAL, partial, strict=True):
        if (m.exact | m.partial) & mask and m.width <= width:
            yield name, term


@cache
def _masks() -> tuple[int, int, tuple[int, ...]]:
    bits = {name: 1 << i for i, name in enumerate(categories())}
    masks = [
        sum(bits[name] for name in names.split())
        for names in (UNMISTAKABLE, NO_LABELS, *(names for _, names, _, _ in PARTIAL))
    ]
    return masks[0], masks[1], tuple(masks[2:])
