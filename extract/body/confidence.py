"""How sure the extraction is: the token F1 to expect, from what the verdicts show of themselves.

Few pages come out badly, so that few facts can be learned from: what the scores promise, how much of the page's text
was kept, and how closely it stands together.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from extract.body.measures import Survey
from extract.body.model import Trees, to_chance

COLUMNS = (
    "expected precision", "expected F1", "good share", "main share", "longest run", "boxes a block",
    "heading share",
)  # fmt: skip


def estimate_f1(trees: Trees, row: Sequence[float]) -> float:
    """The expected token F1, 0 to 1."""
    return round(min(1.0, max(0.0, trees.score(row))), 3)


def describe_certainty(survey: Survey, scores: Sequence[float], kept: Sequence[bool]) -> list[float]:
    """One row for a page with kept text, with the columns of `COLUMNS`."""
    numbers = [i for i, keep in enumerate(kept) if keep]
    measures, blocks = survey.blocks, survey.layout.blocks
    likely = [m.width * to_chance(score) for m, score in zip(measures, scores, strict=True)]
    likely_kept = sum(likely[i] for i in numbers)
    width = sum(measures[i].width for i in numbers)
    precision, recall = likely_kept / width, likely_kept / (sum(likely) or 1.0)
    page_good = survey.boxes[0].good or 1.0
    return [
        precision, 2 * precision * recall / (precision + recall or 1.0),
        sum(measures[i].good for i in numbers) / page_good, survey.boxes[survey.main.index].good / page_good,
        log(1 + _find_longest_run(survey, kept, range(numbers[0], numbers[-1] + 1))),
        len(survey.measure_boxes(numbers)) / len(numbers),
        sum(measures[i].width for i in numbers if blocks[i].kind == "heading") / width,
    ]  # fmt: skip


def _find_longest_run(survey: Survey, kept: Sequence[bool], span: range) -> float:
    """The width of the longest run of kept text without a head that leads elsewhere."""
    longest = run = 0.0
    for i in span:
        m = survey.blocks[i]
        if m.heads_teaser:
            run = 0.0
        if kept[i]:
            run += m.width
            longest = max(longest, run)
    return longest
