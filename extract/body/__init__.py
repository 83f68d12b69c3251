"""Which blocks of the page are the article.

The layout's blocks are measured (`measures`), described by rows of facts (`features`) and scored by two sums
of trees (`model`): the first look takes each block with its surroundings, the second looks again, knowing
how the first judged everything around it. The editorial policy on wording adds its terms (`policy`). Blocks
above zero are kept; then the few rules of `rules` speak,
which no score can express: nothing comes twice, the headline is not part of the body, an article that
scored just under the line as a whole is not lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.article import Contribution
from extract.body.blocks import Layout
from extract.body.features import first_look, second_look
from extract.body.measures import Measure, Survey, survey
from extract.body.model import Model
from extract.body.policy import read_policy
from extract.body.rules import choose
from extract.page import Page

DISMISSED = -8.0  # the score of a link among links, which is asked nothing
CLEAR = -3.0  # below this the first look stands


@dataclass(frozen=True, slots=True)
class Verdicts:
    """For each block of the layout its score and whether it is kept; `survey` holds what was measured.

    `contributions` is filled where it was asked for, and sums to the score block by block.
    """

    survey: Survey
    scores: tuple[float, ...]
    kept: tuple[bool, ...]
    contributions: tuple[tuple[Contribution, ...], ...] = ()


def judge(
    page: Page, layout: Layout, title: str | None, headline: int, model: Model, *, reasons: bool = False
) -> Verdicts:
    """Score every block and decide which are kept; `headline` is the number of the block printing the title."""
    facts = survey(page, layout, title, headline)
    rows = first_look(page, facts, title)
    scores = [DISMISSED if row is None else model.first.score(row) for row in rows]
    asked = [i for i, score in enumerate(scores) if score > CLEAR]
    full = [rows[i] + again for i, again in zip(asked, second_look(facts, scores, asked), strict=True)]  # type: ignore[operator]
    final = list(scores)
    for i, row in zip(asked, full, strict=True):
        final[i] = model.second.score(row) + sum(term for _, term in read_policy(facts.blocks[i]))
    kept = choose(facts, title, final, page.flat)
    contributions: tuple[tuple[Contribution, ...], ...] = ()
    if reasons:
        seconds = dict(zip(asked, full, strict=True))
        contributions = tuple(
            _reasons(model, row, seconds.get(i), score, facts.blocks[i])
            for i, (row, score) in enumerate(zip(rows, final, strict=True))
        )
    return Verdicts(facts, tuple(final), tuple(kept), contributions)


def _reasons(
    model: Model, row: list[float] | None, second: list[float] | None, score: float, m: Measure
) -> tuple[Contribution, ...]:
    """What made the score, largest first."""
    if row is None:
        return (Contribution("links among links", score),)
    terms = dict(read_policy(m)) if second is not None else {}
    credits = (model.first.explain(row) if second is None else model.second.explain(second)) | terms
    return tuple(
        Contribution(name, value)
        for name, value in sorted(credits.items(), key=lambda item: -abs(item[1]))
        if value
    )
