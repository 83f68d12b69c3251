"""How sure the extraction is: the token F1 to expect, from what the verdicts show of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from extract.body.measures import Survey
from extract.body.model import Trees, to_chance

COLUMNS = (
    "kept width", "kept blocks", "expected precision", "expected recall", "expected F1", "near share", "best",
    "worst kept", "good kept", "good share", "gaps", "first kept", "last kept", "heads inside",
    "title words kept", "description words kept", "page blocks", "link share", "main share",
    "doubtful inside", "doubtful after", "longest run", "longest doubtful run", "share in one box", "boxes a block",
    "sentences a paragraph", "heading share",
)  # fmt: skip


def estimate_f1(trees: Trees, row: Sequence[float]) -> float:
    """The expected token F1, 0 to 1."""
    return round(min(1.0, max(0.0, trees.score(row))), 3)


def describe_certainty(survey: Survey, scores: Sequence[float], kept: Sequence[bool]) -> list[float]:
    """One row for a page with kept text, with the columns of `COLUMNS`."""
    measures = survey.blocks
    good_kept = near = likely_kept = 0.0
    doubtful: list[float] = []  # by block: how much of what is dropped is likely text
    title = description = 0
    for m, score, keep in zip(measures, scores, kept, strict=True):
        chance = to_chance(score)
        if -1 < score < 1:
            near += m.width
        if keep:
            likely_kept += m.width * chance
            good_kept += m.good
            title |= m.title
            description |= m.description
        doubtful.append(0.0 if keep else m.width * chance)
    numbers = [i for i, keep in enumerate(kept) if keep]
    first, last = numbers[0], numbers[-1]
    inside = sum(measures[i].width for i in numbers)
    precision = likely_kept / inside
    recall = likely_kept / (likely_kept + sum(doubtful) or 1.0)
    whole = survey.boxes[0]
    main = whole if survey.main is None else survey.boxes[survey.main.index]
    return [
        log(1 + inside), len(numbers), precision, recall,
        2 * precision * recall / (precision + recall or 1.0), near / inside,
        max(scores), min(scores[i] for i in numbers), good_kept / inside, good_kept / (whole.good or 1.0),
        last - first + 1 - len(numbers),
        first - survey.headline if survey.headline >= 0 else -99, last / len(measures),
        sum(m.heads_teaser for m in measures[first : last + 1]),
        title.bit_count() / (survey.title_words.bit_count() or 1),
        description.bit_count() / (whole.description.bit_count() or 1), len(measures),
        whole.linked / (whole.width or 1.0), main.good / (whole.good or 1.0),
        sum(doubtful[first:last]) / inside, sum(doubtful[last:]) / inside,
        *_read_runs(survey, kept, doubtful, range(first, last + 1), inside), *survey.read_scatter(numbers),
        *_read_text(survey, numbers, inside),
    ]  # fmt: skip


def _read_runs(
    survey: Survey, kept: Sequence[bool], doubtful: Sequence[float], span: range, inside: float
) -> list[float]:
    """The longest run of kept text without a head that leads elsewhere, and of likely text that is dropped."""
    longest = longest_doubtful = run = doubtful_run = 0.0
    for i in span:
        m = survey.blocks[i]
        if m.heads_teaser:
            run = 0.0
        if kept[i]:
            run += m.width
            doubtful_run = 0.0
        doubtful_run += doubtful[i]
        longest, longest_doubtful = max(longest, run), max(longest_doubtful, doubtful_run)
    return [log(1 + longest), longest_doubtful / inside]


def _read_text(survey: Survey, numbers: Sequence[int], inside: float) -> list[float]:
    """Sentences a paragraph, and the share of headings."""
    headings = sum(survey.blocks[i].width for i in numbers if survey.layout.blocks[i].kind == "heading")
    return [survey.read_paragraphs(numbers)[0], headings / inside]
