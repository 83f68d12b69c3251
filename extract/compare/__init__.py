"""How good the extraction is on pages whose title, body and metadata are known.

`labelled` reads pages with their `labels`, `compare_pages()` extracts each and scores it by the `measures`,
`report` lays the figures out, the worst pages first, and `write_explanations()` makes their pages of `explain`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import extract
from extract.article import Article
from extract.compare.labelled import LabelledPage
from extract.compare.measures import Label, Score, score_page, summarise
from extract.render.explain import render_explanation
from extract.render.output import make_folder, open_output
from extract.sources import SourceError

__all__ = ["Comparison", "PageResult", "compare_pages", "describe_article", "write_explanations"]

_NO_NAME = re.compile(r"[^\w.]+")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class PageResult:
    """How one page came out. `number` is its place among all pages read; `error` says why nothing was found."""

    number: int
    name: str
    url: str | None
    is_file: bool
    score: Score
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The pages, worst first, and the figures of them all.

    `unread` are names of pages and labels that could not be read, with the reason: they are in no figure.
    """

    figures: dict[str, float]
    pages: tuple[PageResult, ...]
    unread: tuple[tuple[str, SourceError], ...]

    def list_worst(self, count: int) -> tuple[PageResult, ...]:
        """At most `count` pages that are not wholly right."""
        return tuple(page for page in self.pages if not page.score.is_right)[:count]


def compare_pages(pages: Iterable[LabelledPage]) -> Comparison:
    """Extract each page and hold it against its label."""
    results: list[PageResult] = []
    unread: list[tuple[str, SourceError]] = []
    for number, page in enumerate(pages):
        if isinstance(page.data, SourceError):
            unread.append((page.name, page.data))
        else:
            results.append(_compare_page(number, page, page.data))
    results.sort(key=lambda page: (*page.score.rank, page.number))
    return Comparison(summarise(page.score for page in results), tuple(results), tuple(unread))


def _compare_page(number: int, page: LabelledPage, data: bytes) -> PageResult:
    error = None
    try:
        found = describe_article(extract.extract(data, url=page.url, encoding=page.encoding))
    except extract.UnreadablePage as reason:
        found, error = Label(), str(reason)
    except Exception as fault:  # a fault of ours must not cost the other pages
        found, error = Label(), f"not extracted, by a fault of cleancopy ({fault!r})"
    return PageResult(number, page.name, page.url, page.is_file, score_page(page.label, found), error)


def describe_article(article: Article) -> Label:
    """What was extracted, in the terms of a label."""
    about = article.metadata
    return Label(
        body=article.body,
        title=article.title,
        authors=tuple(author.name for author in about.authors),
        published=about.date_published and about.date_published[:10],
    )


def write_explanations(
    pages: Iterator[LabelledPage], chosen: Sequence[PageResult], folder: str
) -> dict[int, str]:
    """Write the page of `explain` for each chosen result, read anew, and return their paths by number.

    The names begin with the place among the chosen. A page that cannot be explained is left out. Raises
    `OutputError`.
    """
    make_folder(folder)
    places = {page.number: place for place, page in enumerate(chosen, 1) if page.error is None}
    written: dict[int, str] = {}
    for number, page in enumerate(pages):
        if number not in places or isinstance(page.data, SourceError):
            continue
        try:
            data = render_explanation(
                extract.explain(page.data, url=page.url, encoding=page.encoding), "html"
            )
        except Exception:  # a fault of ours; `cleancopy explain`, which the report names instead, tells it
            continue
        path = os.path.join(folder, _name_file(places[number], page.name))
        with open_output(path) as output:
            output.write(data)
        written[number] = path
    return written


def _name_file(place: int, name: str) -> str:
    """`03-fixtures-arc-page.html`: sorts by the place, and tells the page."""
    plain = _NO_NAME.sub("-", name.removesuffix(".html"))[-_LONGEST_NAME:].strip("-.")
    return f"{place:02}-{plain}.html"
