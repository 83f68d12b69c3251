"""Which blocks of the page are the article.

The layout's blocks are measured (`measures`), described by rows of facts and scored by two sums of trees
(`model`): the first look (`first_look`) takes each block with its surroundings, the second (`second_look`)
looks again, knowing how the first judged everything around it. The editorial policy on wording adds its terms
(`policy`). Blocks above zero are kept; then the few rules of `rules` speak, which no score can express.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from extract.article import Contribution
from extract.body.blocks import Layout
from extract.body.first_look import first_look
from extract.body.measures import Survey, survey
from extract.body.model import Model
from extract.body.policy import Policy
from extract.body.rules import apply_rules
from extract.body.second_look import second_look
from extract.page import Page

DISMISSED = -8.0  # the score of a link among links, which is asked nothing
CLEAR = -3.0  # below this the first look stands
SETTLED = 5.0  # what a user decided is as sure as the clearest scores are


class Verdicts(NamedTuple):
    """For each block of the layout its score and whether it is kept; `survey` holds what was measured.

    `rules` names, by the blocks' numbers, the rule that changed what the score said; `contributions` is
    filled where it was asked for, and sums to the score block by block. `settled` tells of the blocks, by
    their numbers, that a user had kept or dropped (see `corrections`).
    """

    survey: Survey
    scores: tuple[float, ...]
    kept: tuple[bool, ...]
    rules: Mapping[int, str]
    contributions: tuple[tuple[Contribution, ...], ...] = ()
    settled: Mapping[int, bool] = MappingProxyType({})

    def list_certain_scores(self) -> Sequence[float]:
        """The scores, those of settled blocks being beyond doubt."""
        if not self.settled:
            return self.scores
        certain = {i: SETTLED if keep else -SETTLED for i, keep in self.settled.items()}
        return [certain.get(i, score) for i, score in enumerate(self.scores)]


def judge_blocks(
    page: Page, layout: Layout, title: str | None, headline: int, model: Model, *, reasons: bool = False
) -> Verdicts:
    """Score every block and decide which are kept; `headline` is the number of the block printing the title."""
    facts = survey(page, layout, title, headline)
    scores: list[float] = []
    rows: dict[int, list[float]] = {}  # of the blocks that are asked again
    credits: list[dict[str, float]] = []
    for i, row in enumerate(first_look(facts)):
        scores.append(DISMISSED if row is None else model.first.score(row))
        if row is not None and scores[i] > CLEAR:
            rows[i] = row
        if reasons:
            credits.append({"links among links": DISMISSED} if row is None else model.first.explain(row))
    final = list(scores)
    policy = Policy(facts)
    for (i, row), again in zip(rows.items(), second_look(facts, scores, list(rows)), strict=True):
        row += again
        terms = policy.read(layout.blocks[i])
        final[i] = model.second.score(row) + sum(terms.values())
        if reasons:
            credits[i] = {**model.second.explain(row), **terms}
    choice = apply_rules(facts, policy, title, final, page.flat)
    contributions = tuple(map(_sort_credits, credits))
    return Verdicts(facts, tuple(final), tuple(choice.kept), choice.rules, contributions)


def _sort_credits(credits: dict[str, float]) -> tuple[Contribution, ...]:
    """The terms of a score, largest first."""
    largest = sorted(credits.items(), key=lambda credit: -abs(credit[1]))
    return tuple(Contribution(name, value) for name, value in largest if value)
