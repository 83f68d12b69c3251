"""What the page offers for title, authors and dates, all of it: the same cascades without their early ends.

Only `explain()` asks for this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from extract.article import Candidate, Metadata
from extract.body.blocks import Layout
from extract.metadata import authors, dates
from extract.metadata.evidence import Evidence, collect_evidence
from extract.metadata.moments import Moment
from extract.metadata.plain import flatten
from extract.metadata.printed import Sources
from extract.metadata.title import Headline, list_titles
from extract.page import Page

MANY = 6  # candidates of one source

Offers = Iterable[tuple[str, str]]  # source and value, in the order in which they are believed


def list_candidates(
    page: Page, layout: Layout, headline: Headline, kept: Sequence[bool], metadata: Metadata
) -> tuple[Candidate, ...]:
    """The candidates of each field; `kept` tells for each block whether it is part of the body."""
    evidence = collect_evidence(page, layout, headline, kept, metadata.language)
    sources = Sources(evidence)
    names = [author.name for author in metadata.authors]
    return (
        *_mark("title", islice(list_titles(page, layout), 20), [headline.text], flatten),
        *_mark("authors", _offer_authors(evidence), names, flatten),
        *_mark_date("date_published", _offer_dates(sources, dates.PUBLISHED), metadata.date_published),
        *_mark_date("date_modified", _offer_dates(sources, dates.MODIFIED), metadata.date_modified),
    )


def _offer_authors(evidence: Evidence) -> Iterator[tuple[str, str]]:
    for source, read in authors.CANDIDATES:
        for author in islice(read(evidence), MANY):
            yield source, author.name


def _offer_dates(
    sources: Sources, cascade: Sequence[tuple[str, Callable[[Sources], Iterator[Moment]]]]
) -> Iterator[tuple[str, str]]:
    for source, read in cascade:
        for moment in islice(read(sources), MANY):
            yield source, moment.iso


def _mark_date(field: str, offers: Offers, chosen: str | None) -> Iterator[Candidate]:
    """A date that came out in the offset or with the time of another source is told by its day."""
    offers = list(offers)
    exact = any(value == chosen for _, value in offers)
    return _mark(field, offers, [chosen], str if exact else _cut_day)


def _cut_day(date: str) -> str:
    return date[:10]


def _mark(
    field: str, offers: Offers, chosen: Iterable[str | None], compare: Callable[[str], str]
) -> Iterator[Candidate]:
    """Each offer once, with the first of each chosen value marked."""
    wanted = {compare(value) for value in chosen if value}
    for source, value in dict.fromkeys(offers):
        plain = compare(value)
        yield Candidate(field, value, source, plain in wanted)
        wanted.discard(plain)
