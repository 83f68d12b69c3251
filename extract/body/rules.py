"""What decides beside the score: nothing comes twice, the headline is no part of the body, and an article
that as a whole scored just under the line is not lost."""

from __future__ import annotations

from collections.abc import Sequence

from extract.body.blocks import TextBlock
from extract.body.measures import Survey

NEAR = 1.2  # a score this little under the line is a near miss
HOPELESS = -3.0  # where even the best block scores less, the page holds no article
LONG_ENOUGH = 25  # letters and digits of a text that may not come twice


def choose(survey: Survey, title: str | None, scores: Sequence[float]) -> list[bool]:
    """Which blocks are kept."""
    blocks = survey.layout.blocks
    kept = _above_line(survey, scores)
    _drop_headline(blocks, kept, title)
    _drop_repeats(blocks, kept)
    return kept


def _above_line(survey: Survey, scores: Sequence[float]) -> list[bool]:
    """The blocks above zero; a lower line where nearly all of the likely text lies just under it."""
    kept = [score > 0 for score in scores]
    widths = [m.width for m in survey.blocks]
    certain = sum(w for w, k in zip(widths, kept, strict=True) if k)
    line = -NEAR
    if not certain:
        best = max(scores, default=HOPELESS)
        if best <= HOPELESS:
            return kept
        line = max(HOPELESS, best - 1.5)
    near = [score > line for score in scores]
    if certain * 3 < sum(w for w, k in zip(widths, near, strict=True) if k):
        return near
    return kept


def _drop_headline(blocks: Sequence[TextBlock], kept: list[bool], title: str | None) -> None:
    plain = _letters(title or "")
    first = [i for i, k in enumerate(kept) if k][:4]
    for i in first:
        if plain and _letters(blocks[i].text) == plain:
            kept[i] = False


def _drop_repeats(blocks: Sequence[TextBlock], kept: list[bool]) -> None:
    """Drop what a kept block before it has said in the same words."""
    seen = set()
    for i, block in enumerate(blocks):
        if not kept[i]:
            continue
        plain = _letters(block.text)
        if len(plain) >= LONG_ENOUGH:
            if plain in seen:
                kept[i] = False
            seen.add(plain)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
