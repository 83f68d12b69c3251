"""What the rules change: which blocks are kept."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from extract.body.blocks import TextBlock
from extract.body.measures import Survey
from extract.body.policy import Policy
from extract.body.rules.alike import Row

CERTAIN = 0.5  # a score that is clearly over the line
HOPELESS = -3.0  # where even the best block scores less, the page holds no article


@dataclass(slots=True)
class Choice:
    """Which blocks are kept, and by their numbers the name of the rule that changed what their score said.

    The rules read the survey, the policy, the title, the scores and the rows of one markup, and change `kept`;
    `flat` tells that the page was plain text.
    """

    survey: Survey
    policy: Policy
    title: str | None
    scores: Sequence[float]
    flat: bool
    kept: list[bool]
    rows: Sequence[Row]
    rules: dict[int, str] = field(default_factory=dict)

    def list_parted(self) -> Iterator[Row]:
        """The rows of which some blocks are kept and others not."""
        return (row for row in self.rows if 0 < sum(self.kept[b.index] for b in row.blocks) < len(row.blocks))

    def may_join(self, block: TextBlock, links: float) -> bool:
        """Whether nothing speaks against a block: no links beyond that share, no term of the policy."""
        m = self.survey.blocks[block.index]
        return not m.dismissed and m.link_share < links and not self.policy.speaks_against(block)


def spread(survey: Survey, wanted: Container[int]) -> list[int]:
    """For each box the number of the wanted one that it is or stands in, the innermost, or -1."""
    around: list[int] = []
    for box in survey.layout.boxes:  # what is around a box comes before it
        outer = -1 if box.parent is None else around[box.parent.index]
        around.append(box.index if box.index in wanted else outer)
    return around
