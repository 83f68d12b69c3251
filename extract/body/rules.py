"""What decides beside the score: nothing comes twice, the headline is no part of the body, what stands
inside the article belongs to it, and an article that as a whole scored just under the line is not lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.body.blocks import ASIDE, TextBlock
from extract.body.measures import Survey
from extract.body.policy import read_policy
from extract.wording import class_mask, phrase_mask

NEAR = 0.8  # a score this little under the line is a near miss
HOPELESS = -3.0  # where even the best block scores less, the page holds no article
CERTAIN = 0.5  # a score that is clearly over the line
INSIDE = {
    "heading": 1.5,
    "list": 1.5,
    "table": 3.0,
    "code": 3.0,
}  # how far under the line those inside may score
REACH = 20  # blocks from one certain block to the next
PULL_QUOTE = 400  # characters of a quote that may be set apart from the text it repeats
LONG_ENOUGH = 30  # characters of a text that may not come twice


@dataclass(slots=True)
class Choice:
    """Which blocks are kept, and by their numbers the name of the rule that changed what their score said."""

    kept: list[bool]
    rules: dict[int, str] = field(default_factory=dict)

    def note(self, kept: list[bool], rule: str) -> None:
        """Take over what a rule made of the blocks."""
        if kept != self.kept:
            changes = zip(self.kept, kept, strict=True)
            self.rules |= {i: rule for i, (before, after) in enumerate(changes) if before != after}
            self.kept = list(kept)


def choose(survey: Survey, title: str | None, scores: Sequence[float], flat: bool) -> Choice:
    """Which blocks are kept; `flat` tells that the page was plain text."""
    blocks = survey.layout.blocks
    choice = Choice([score > 0 for score in scores])
    kept = _lower_line(survey, scores, choice.kept)
    choice.note(kept, "near-miss")
    _fill_gaps(survey, scores, kept)
    choice.note(kept, "inside-article")
    _drop_headline(blocks, kept, title)
    choice.note(kept, "headline")
    if flat:
        _drop_flat_captions(survey, kept)
        choice.note(kept, "flat-caption")
    _drop_repeats(blocks, kept)
    choice.note(kept, "repeat")
    _drop_pull_quotes(survey, kept)
    choice.note(kept, "pull-quote")
    return choice


def _lower_line(survey: Survey, scores: Sequence[float], above: Sequence[bool]) -> list[bool]:
    """The blocks above zero; a lower line where nearly all of the likely text lies just under it."""
    kept = list(above)
    widths = [m.width for m in survey.blocks]
    certain = sum(w for w, k in zip(widths, kept, strict=True) if k)
    line = -NEAR
    if not certain:
        best = max(scores, default=HOPELESS)
        if best <= HOPELESS:
            return kept
        line = max(HOPELESS, best - 1.5)
    near = [score > line for score in scores]
    if certain * 6 < sum(w for w, k in zip(widths, near, strict=True) if k):
        return near
    return kept


def _fill_gaps(survey: Survey, scores: Sequence[float], kept: list[bool]) -> None:
    """Keep the headings, lists, tables and code between two certain blocks of the article that nearly passed.

    Short lines tell little by themselves, and labelled pages disagree about them; standing inside the
    article tells enough, unless the editorial policy speaks of them. A heading is kept for what follows it.
    """
    certain = [i for i, score in enumerate(scores) if kept[i] and score > CERTAIN]
    for before, after in pairwise(certain):
        if after - before > REACH:
            continue
        for i in range(after - 1, before, -1):
            block, m = survey.layout.blocks[i], survey.blocks[i]
            if block.kind not in INSIDE or (block.kind == "heading" and not kept[i + 1]):
                continue
            near = scores[i] > -INSIDE[block.kind] and m.link_share < 0.5 and not block.hidden
            if near and next(read_policy(survey, block), None) is None:
                kept[i] = True


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
        if kept[i] and len(block.text) >= LONG_ENOUGH:
            if block.text in seen:
                kept[i] = False
            seen.add(block.text)


def _drop_flat_captions(survey: Survey, kept: list[bool]) -> None:
    """In plain text a caption shows by its place and words alone: it opens the text and describes a picture,
    or it comes twice in a row, as the picture's alternative text and as its caption.
    """
    blocks = survey.layout.blocks
    caption = phrase_mask("caption")
    opening = True
    for i, m in enumerate(survey.blocks):
        if not kept[i]:
            continue
        text = blocks[i].text
        if text in [b.text for b in blocks[i + 1 : i + 3]]:
            kept[i] = False
            for j in (i + 1, i + 2):
                if j < len(blocks) and blocks[j].text == text:
                    kept[j] = False
        elif opening and m.partial & caption:
            kept[i] = False
        else:
            opening = False


def _drop_pull_quotes(survey: Survey, kept: list[bool]) -> None:
    """Drop a quote that is set apart and only repeats words of the text around it."""
    blocks = survey.layout.blocks
    apart = [
        i
        for i, block in enumerate(blocks)
        if kept[i] and LONG_ENOUGH <= len(block.text) < PULL_QUOTE and _stands_apart(survey, block)
    ]
    if not apart:
        return
    plain = {i: _letters(block.text) for i, block in enumerate(blocks) if kept[i]}
    for i in apart:
        if any(plain[i] in text for j, text in plain.items() if j != i and len(text) > len(plain[i])):
            kept[i] = False


def _stands_apart(survey: Survey, block: TextBlock) -> bool:
    around = survey.boxes[block.box.index]
    names = block.box.classes | block.classes | around.classes
    return block.kind == "quote" or bool(around.region & ASIDE or names & class_mask("quote"))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
