"""What joins the article because it is marked up as the article's text is: in rows, and from one kept block to another."""

from __future__ import annotations

from itertools import pairwise

from extract.body.blocks import TextBlock
from extract.body.measures import Measure
from extract.body.rules.alike import drop_numbers
from extract.body.rules.choice import HOPELESS, Choice

ALMOST = 0.5  # how far under the line a sentence may score
ODD = 2.5  # how far under the mean of what is marked up alike one scores that does not go with it
LEAST_WIDTH = 40  # characters of a paragraph that goes on with the row
GAP = 12  # blocks from one kept block to the next of its markup
ROW, ROW_SHARE = 3, 0.6  # so many kept blocks of a kind, and such a share of all, say what the next one is


def keep_near_equals(choice: Choice) -> None:
    """Keep what is marked up as kept text is, where all of that markup together scored near the line.

    One that scored much less than the others is something else, unless it is a sentence that nearly passed. In plain
    text, where all lines are alike, only such sentences are kept.
    """
    survey, scores = choice.survey, choice.scores
    for row in choice.list_parted():
        for block in row.blocks if row.is_near else ():
            score = scores[block.index]
            near = score > -ALMOST and _is_sentence(survey.blocks[block.index])
            along = not choice.flat and score > max(HOPELESS, row.mean - ODD)
            if (near or along) and choice.may_join(block, 0.3):
                choice.kept[block.index] = True


def fill_rows(choice: Choice) -> None:
    """Keep the paragraphs between two kept ones whose markup is the very same, unless what is seen is hopeless."""
    survey, kept = choice.survey, choice.kept
    blocks = survey.layout.blocks
    for before, after in pairwise([i for i, keep in enumerate(kept) if keep]):
        if after - before <= GAP and _are_alike(blocks[before], blocks[after]):
            for block in blocks[before + 1 : after]:
                if (
                    block.kind == "paragraph"
                    and _are_alike(blocks[before], block)
                    and choice.may_join(block, 0.3)
                    and (block.hidden or choice.scores[block.index] > HOPELESS)
                ):
                    kept[block.index] = True


def end_rows(choice: Choice) -> None:
    """Keep the sentences right below the last kept block that go on in its markup, where it is the article's."""
    survey, kept = choice.survey, choice.kept
    blocks = survey.layout.blocks
    last = max((i for i, keep in enumerate(kept) if keep), default=-1)
    if last < 0:
        return
    alike = [i for i, block in enumerate(blocks) if _are_alike(blocks[last], block)]
    row = sum(kept[i] for i in alike)
    if row < ROW or row < ROW_SHARE * len(alike):
        return
    for block in blocks[last + 1 :]:
        m = survey.blocks[block.index]
        if not (
            block.kind == "paragraph"
            and _are_alike(blocks[last], block)
            and choice.may_join(block, 0.1)
            and _is_sentence(m)
        ):
            return
        kept[block.index] = True


def _is_sentence(m: Measure) -> bool:
    """Whether a paragraph reads like one, or several, and not like a label, a caption or a note."""
    return (m.ends or m.sentences > 1) and m.width >= LEAST_WIDTH and m.italic_share < 0.5


def _are_alike(block: TextBlock, other: TextBlock) -> bool:
    """Whether two blocks stand in the same place in the same markup, or in alike boxes there.

    A text is divided into sections and pages; what only subscribers see is hidden in pieces, and advertisements
    stand between them.
    """
    if block.kind != other.kind or block.hidden != other.hidden:
        return False
    box, twin = block.box, other.box
    if box.tag != twin.tag:
        return False
    if box.names != twin.names and drop_numbers(box.names) != drop_numbers(twin.names):
        return False
    around, around_twin = box.parent, twin.parent
    if around is None or around_twin is None:
        return around is around_twin
    return around is around_twin or around.row == around_twin.row
