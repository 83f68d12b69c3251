"""The page as a whole: how its kept text lies among the rest, and what it states about itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.article import Metadata
from extract.body import Verdicts
from extract.body.measures import Survey
from extract.body.statements import is_home, read_body_classes, read_og_type, read_types
from extract.page import Page

SUMMARY_WIDTH, SUMMARY_BLOCKS = 500, 3  # of the text below a teaser's head, at most


class Outline(NamedTuple):
    """The page as the evidence sees it. Widths count characters as `Measure` does; shares are 0 to 1.

    A run is kept text without a teaser's head in it; a summary is a short run right below such a head.
    """

    words: int
    longest_run: float
    summaries: int
    summary_share: float
    kept_share: float
    link_share: float
    best: float
    has_headline: bool
    is_home: bool
    is_dated: bool
    is_signed: bool
    og_type: str
    has_published: bool
    body_classes: frozenset[str]
    types: frozenset[str]

    def has_type(self, endings: tuple[str, ...]) -> bool:
        """Whether a type of the page's JSON-LD ends in one of these words."""
        return any(t.endswith(endings) for t in self.types)


def read_outline(page: Page, verdicts: Verdicts, words: int, metadata: Metadata) -> Outline:
    """The outline of a page that has kept text, `words` of it."""
    survey, kept = verdicts.survey, verdicts.kept
    runs = list(_read_runs(survey, kept))
    width = sum(run.width for run in runs) or 1.0
    summaries = [r.width for r in runs if r.headed and r.width < SUMMARY_WIDTH and r.blocks <= SUMMARY_BLOCKS]
    whole = survey.boxes[0]
    return Outline(
        words=words,
        longest_run=max((run.width for run in runs), default=0.0),
        summaries=len(summaries),
        summary_share=sum(summaries) / width,
        kept_share=width / (whole.width or 1.0),
        link_share=whole.linked / (whole.width or 1.0),
        best=max(verdicts.scores, default=0.0),
        has_headline=survey.headline >= 0,
        is_home=is_home(page),
        is_dated=metadata.date_published is not None,
        is_signed=bool(metadata.authors),
        og_type=read_og_type(page),
        has_published="article:published_time" in page.meta,
        body_classes=read_body_classes(page),
        types=frozenset(t for o in page.json_ld for t in read_types(o)),
    )


@dataclass(slots=True)
class _Run:
    headed: bool
    width: float = 0.0
    blocks: int = 0


def _read_runs(survey: Survey, kept: Sequence[bool]) -> Iterator[_Run]:
    """The kept text in runs between the linked heads that stand in or just before it."""
    numbers = [i for i, keep in enumerate(kept) if keep]
    runs = [_Run(False)]
    blocks = survey.layout.blocks
    for i in range(max(0, numbers[0] - 3), numbers[-1] + 1):
        m = survey.blocks[i]
        if m.heads_teaser or (blocks[i].kind == "heading" and m.link_share > 0.5):
            runs.append(_Run(True))
        elif kept[i]:
            runs[-1].width += m.width
            runs[-1].blocks += 1
    return (run for run in runs if run.blocks)
