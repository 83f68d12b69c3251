"""What the page offers for title and metadata, all of it: the same cascades without their early ends.

Only `explain()` asks for this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from extract.article import Candidate, Metadata
from extract.body.blocks import Layout
from extract.metadata import authors, dates
from extract.metadata.access import list_access
from extract.metadata.description import list_descriptions
from extract.metadata.evidence import Evidence, collect_evidence, strip_marks
from extract.metadata.images import list_main
from extract.metadata.keywords import list_keywords
from extract.metadata.language import list_declared, read_language, read_sample
from extract.metadata.moments import Moment
from extract.metadata.page_type import list_page_types
from extract.metadata.picture_urls import name_file
from extract.metadata.plain import flatten
from extract.metadata.printed_dates import Sources
from extract.metadata.section import list_sections
from extract.metadata.site import list_canonical, list_names
from extract.metadata.title import Headline, list_titles
from extract.page import Page

MANY = 6  # candidates of one source
MOST = 20  # of a field
TOLD_FACTS = 4  # of those that the page was judged by as a whole

Offers = Iterable[tuple[str, str]]  # source and value, in the order in which they are believed


def list_candidates(
    page: Page,
    layout: Layout,
    headline: Headline,
    kept: Sequence[bool],
    metadata: Metadata,
    kind: Mapping[str, float],
) -> tuple[Candidate, ...]:
    """The candidates of each field; `kept` tells for each block whether it is part of the body.

    `kind` holds what each fact of the whole page added to the log-odds of an article, where they decided.
    """
    evidence = collect_evidence(page, layout, headline, kept, metadata.language)
    sources = Sources(evidence)
    names = [author.name for author in metadata.authors]
    main = [image.url for image in metadata.images if image.main]
    free = None if metadata.is_free is None else _print_bool(metadata.is_free)
    found = (
        _mark("title", list_titles(page, layout), [headline.text], flatten),
        _mark("canonical_url", list_canonical(evidence), [metadata.canonical_url]),
        _mark("site_name", list_names(evidence), [metadata.site_name]),
        _mark("language", _offer_languages(evidence), [metadata.language]),
        _mark("page_type", _offer_page_types(evidence, metadata.page_type, kind), [metadata.page_type]),
        _mark("authors", _offer_authors(evidence), names, flatten),
        _mark_date("date_published", _offer_dates(sources, dates.PUBLISHED), metadata.date_published),
        _mark_date("date_modified", _offer_dates(sources, dates.MODIFIED), metadata.date_modified),
        _mark("description", list_descriptions(evidence), [metadata.description]),
        _mark("section", list_sections(evidence), [metadata.section]),
        _mark("keywords", _offer_keywords(evidence), [", ".join(metadata.keywords)]),
        _mark("is_free", ((source, _print_bool(value)) for source, value in list_access(evidence)), [free]),
        _mark("images", _offer_main(evidence, main), main, name_file),
    )
    spelled = {strip_marks(name): name for name in reversed(list(page.meta))}
    return tuple(c._replace(source=spelled.get(c.source, c.source)) for field in found for c in field)


def _offer_languages(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """What is declared, as BCP 47 writes it, and what the text says without that."""
    yield from list_declared(evidence.page)
    told = read_language(None, read_sample(evidence.layout, evidence.headline.text, evidence.kept))
    if told is not None:
        yield "the text", told


def _offer_page_types(
    evidence: Evidence, page_type: str, kind: Mapping[str, float]
) -> Iterator[tuple[str, str]]:
    """What the whole page was judged to be where that decided, and what else speaks for a type."""
    offers = list(list_page_types(evidence))
    if kind:
        facts = sorted((fact for fact in kind.items() if fact[0] != "base"), key=lambda fact: -abs(fact[1]))
        told = ", ".join(f"{name} {value:+.1f}" for name, value in facts[:TOLD_FACTS])
        yield f"the page as a whole: {told}", page_type
    elif next((stated for _, stated in offers), None) != page_type:
        yield "the page as a whole", page_type
    yield from offers


def _offer_authors(evidence: Evidence) -> Iterator[tuple[str, str]]:
    for source, read in authors.CANDIDATES:
        for author in islice(read(evidence), MANY):
            yield source, author.name


def _offer_keywords(evidence: Evidence) -> Iterator[tuple[str, str]]:
    for source, words in list_keywords(evidence):
        yield source, ", ".join(words)


def _offer_main(evidence: Evidence, main: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What the page names; the first picture of the article is the main one where it names none."""
    offers = [(source, image.url) for source, image in list_main(evidence)]
    yield from offers
    if main and not offers:
        yield "the first in the article", main[0]


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


def _print_bool(value: bool) -> str:
    return "true" if value else "false"


def _mark(
    field: str, offers: Offers, chosen: Iterable[str | None], compare: Callable[[str], str] = str
) -> Iterator[Candidate]:
    """Each offer once, with the first of each chosen value marked."""
    wanted = {compare(value) for value in chosen if value}
    for source, value in islice(dict.fromkeys(offers), MOST):
        plain = compare(value)
        yield Candidate(field, value, source, plain in wanted)
        wanted.discard(plain)
