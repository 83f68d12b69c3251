"""How sure the extraction is: the token F1 to expect, from what the verdicts show of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from extract.body.measures import Survey
from extract.body.model import Trees, to_chance

COLUMNS = (
    "kept width", "kept blocks", "expected precision", "expected recall", "expected F1", "near share", "best",
    "worst kept", "good kept", "good share", "gaps", "first kept", "last kept", "heads inside", "has headline",
    "title words kept", "description words kept", "page blocks", "link share", "flat",
    "stated kept", "stated length", "doubtful inside", "doubtful after",
)  # fmt: skip


def estimate_f1(trees: Trees, row: Sequence[float]) -> float:
    """The expected token F1, 0 to 1."""
    return round(min(1.0, max(0.0, trees.score(row))), 3)


def describe_certainty(
    survey: Survey, scores: Sequence[float], kept: Sequence[bool], flat: bool
) -> list[float]:
    """One row for the page, with the columns of `COLUMNS`."""
    measures = survey.blocks
    count = len(measures) or 1
    inside = likely_inside = near = good = good_kept = stated = 0.0
    doubtful: list[float] = []  # by block: how much of what is dropped is likely text
    title = description = 0
    for m, score, keep in zip(measures, scores, kept, strict=True):
        chance = to_chance(score)
        good += m.good
        if -1 < score < 1:
            near += m.width
        if keep:
            inside += m.width
            likely_inside += m.width * chance
            good_kept += m.good
            stated += m.width * (m.stated > 0)
            title |= m.title
            description |= m.description
        doubtful.append(0.0 if keep else m.width * chance)
    numbers = [i for i, keep in enumerate(kept) if keep]
    first, last = (numbers[0], numbers[-1]) if numbers else (0, 0)
    precision = likely_inside / (inside or 1.0)
    recall = likely_inside / (likely_inside + sum(doubtful) or 1.0)
    whole = survey.boxes[0]
    said = len(survey.claims.body)
    return [
        log(1 + inside), len(numbers), precision, recall,
        2 * precision * recall / (precision + recall or 1.0), near / (inside or 1.0),
        max(scores, default=-9.0), min((scores[i] for i in numbers), default=-9.0),
        good_kept / (inside or 1.0), good_kept / (good or 1.0),
        last - first + 1 - len(numbers) if numbers else 0,
        first - survey.headline if survey.headline >= 0 else -99, last / count,
        sum(m.away and m.width <= 220 for m in measures[first : last + 1]), survey.headline >= 0,
        title.bit_count() / (survey.title_words.bit_count() or 1),
        description.bit_count() / (whole.description.bit_count() or 1), count,
        whole.linked / (whole.width or 1.0), flat,
        stated / (inside or 1.0) if said else -1.0, min(inside / said, 5.0) if said else -1.0,
        sum(doubtful[first:last]) / (inside or 1.0), sum(doubtful[last:]) / (inside or 1.0),
    ]  # fmt: skip
