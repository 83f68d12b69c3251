"""Turn a news page into clean copy.

`extract()` is the whole pipeline: a page is read (`page`), one walk makes its blocks (`body.blocks`), the
headline is found, every block is judged (`body`), and the metadata is read from the page and its blocks
(`metadata`).
"""

from __future__ import annotations

from extract.article import Article, Author, Block, Contribution, Extraction, Image, Metadata, __version__
from extract.body import Verdicts, judge
from extract.body.blocks import Layout, read_blocks
from extract.body.confidence import describe, estimate
from extract.body.model import Model, load_model
from extract.body.text import join
from extract.metadata import read_metadata
from extract.metadata.title import find_headline
from extract.page import UnreadablePage, read_page

__all__ = [
    "Article",
    "Author",
    "Block",
    "Contribution",
    "Extraction",
    "Image",
    "Metadata",
    "UnreadablePage",
    "__version__",
    "explain",
    "extract",
]


def extract(html: bytes | str, *, url: str | None = None, encoding: str | None = None) -> Article:
    """Extract the article of one page.

    `html` is the page as bytes or text: markup, or a page already flattened to plain text. `url` is where
    it came from (relative addresses resolve against it), `encoding` the charset that its transport
    declared (a byte order mark wins over it).

    Raises `UnreadablePage` where the input is no page: empty, binary, JSON, or beyond what can be parsed.
    """
    return extract_with(load_model(), html, url=url, encoding=encoding)


def explain(html: bytes | str, *, url: str | None = None, encoding: str | None = None) -> Article:
    """The same as `extract()`, with the contributions to every block's score."""
    return extract_with(load_model(), html, url=url, encoding=encoding, reasons=True)


def extract_with(
    model: Model, html: bytes | str, *, url: str | None = None, encoding: str | None = None, reasons: bool = False
) -> Article:
    """The pipeline with the weights given; what `extract()` and cross-validation share."""
    page = read_page(html, url=url, encoding=encoding)
    layout = read_blocks(page.root)
    headline = find_headline(page, layout)
    number = -1 if headline.block is None else headline.block.index
    verdicts = judge(page, layout, headline.text, number, model, reasons=reasons)
    metadata = read_metadata(page, layout, headline, verdicts.kept)
    body = join(layout.blocks, verdicts.kept) or None
    certainty = describe(verdicts.survey, verdicts.scores, verdicts.kept, page.flat)
    extraction = Extraction(
        status="article" if body else "no-article",
        encoding=page.encoding,
        confidence=estimate(model.confidence, certainty),
        words=len((body or "").split()),
        warnings=page.warnings,
    )
    return Article(headline.text, body, metadata, extraction, _publish(layout, verdicts))


def _publish(layout: Layout, verdicts: Verdicts) -> tuple[Block, ...]:
    reasons = verdicts.contributions or ((),) * len(layout.blocks)
    return tuple(
        Block(b.kind, b.marker + b.text, kept, round(score, 3), b.level, b.group, why)
        for b, kept, score, why in zip(layout.blocks, verdicts.kept, verdicts.scores, reasons, strict=True)
    )
