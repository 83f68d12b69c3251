"""What is marked up alike: the cards of a list, the answers to questions, comments. It belongs to the article all or
none; where its parts are in doubt, the line through their scores parts them by chance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.body.blocks import TextBlock, describe_boxes
from extract.body.measures import Survey

SURE = 4.0  # what a score counts at most
NEAR_MEAN = -2.0  # the mean score of what, taken together, is near the line
_NUMBER = re.compile(r"[-_]?\d+")


class Row(NamedTuple):
    """Blocks of the same kind and markup, as are the two boxes around them; their mean score by width.

    Headings of all levels are of the same markup. What is hidden, as the parts of a text that unfolds, is a row of its
    own.
    """

    blocks: list[TextBlock]
    mean: float

    @property
    def is_near(self) -> bool:
        """Whether it may be kept for those of its blocks that are."""
        return self.mean > NEAR_MEAN


def group_alike(survey: Survey, scores: Sequence[float]) -> list[Row]:
    """The rows of two blocks and more, without the headline."""
    rows: dict[tuple[object, ...], list[TextBlock]] = {}
    for block, m in zip(survey.layout.blocks, survey.blocks, strict=True):
        if not (m.dismissed or block.index == survey.headline):
            markup = map(drop_numbers, describe_boxes(block.box, 3))
            rows.setdefault((block.kind, block.hidden, *markup), []).append(block)
    return [Row(row, _mean(survey, scores, row)) for row in rows.values() if len(row) > 1]


def _mean(survey: Survey, scores: Sequence[float], row: Sequence[TextBlock]) -> float:
    widths = [survey.blocks[block.index].width for block in row]
    counted = [max(-SURE, min(SURE, scores[block.index])) for block in row]
    return sum(c * w for c, w in zip(counted, widths, strict=True)) / sum(widths)


@lru_cache(4096)
def drop_numbers(names: str) -> str:
    """Names as page builders give them to one part after the other, without its number: "text text-4"."""
    return _NUMBER.sub("", names)
