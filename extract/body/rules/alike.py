"""What is marked up alike: the cards of a list, the answers to questions, comments. It belongs to the article all or
none; where its parts are in doubt, the line through their scores parts them by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import mul
from typing import NamedTuple

from extract.body.blocks import TextBlock, describe_boxes
from extract.body.rules.choice import Choice

SURE = 4.0  # what a score counts at most
NEAR_MEAN = -2.0  # the mean score of what, taken together, is near the line
_NUMBER = re.compile(r"[-_]?\d+")


class Row(NamedTuple):
    """Blocks of the same kind and markup, as are the two boxes around them; their mean score by width.

    Headings of all levels are of the same markup.
    """

    blocks: list[TextBlock]
    mean: float

    @property
    def is_near(self) -> bool:
        """Whether it may be kept for those of its blocks that are."""
        return self.mean > NEAR_MEAN


def find_parted(choice: Choice) -> Iterator[Row]:
    """The rows of which some blocks are kept and others not, without the headline and what nobody sees."""
    survey, kept = choice.survey, choice.kept
    rows: dict[tuple[object, ...], list[TextBlock]] = {}
    for block, m in zip(survey.layout.blocks, survey.blocks, strict=True):
        if not (m.dismissed or block.hidden or block.index == survey.headline):
            rows.setdefault((block.kind, *map(_drop_numbers, describe_boxes(block.box, 3))), []).append(block)
    for row in rows.values():
        if 0 < sum(kept[block.index] for block in row) < len(row):
            widths = [survey.blocks[block.index].width for block in row]
            counted = [max(-SURE, min(SURE, choice.scores[block.index])) for block in row]
            yield Row(row, sum(map(mul, counted, widths)) / sum(widths))


@lru_cache(4096)
def _drop_numbers(names: str) -> str:
    """Names as page builders give them to one part after the other, without its number: "text text-4"."""
    return _NUMBER.sub("", names)
