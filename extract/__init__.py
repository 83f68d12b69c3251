"""Turn a news page into clean copy.

`extract()` is the whole pipeline: a page is read (`page`), one walk makes its blocks (`body.blocks`), the
headline is found, every block is judged (`body`), and the metadata is read from the page and its blocks
(`metadata`).
"""

from __future__ import annotations

from dataclasses import replace

from extract.article import Article, Author, Block, Contribution, Extraction, Image, Metadata, __version__
from extract.body import Verdicts, judge
from extract.body.blocks import Layout, read_blocks
from extract.body.confidence import describe, estimate
from extract.body.model import Model, load_model
from extract.body.stated import StatedBody, find_stated
from extract.body.status import find_standing
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
    model: Model,
    html: bytes | str,
    *,
    url: str | None = None,
    encoding: str | None = None,
    reasons: bool = False,
) -> Article:
    """The pipeline with the weights given; what `extract()` and cross-validation share."""
    page = read_page(html, url=url, encoding=encoding)
    layout = read_blocks(page.root)
    headline = find_headline(page, layout)
    number = -1 if headline.block is None else headline.block.index
    verdicts = judge(page, layout, headline.text, number, model, reasons=reasons)
    metadata = read_metadata(page, layout, headline, verdicts.kept)
    visible = join(layout.blocks, verdicts.kept) or None
    stated = find_stated(page, layout, headline.text, visible)
    standing = find_standing(page, verdicts, headline.text, metadata, stated)
    body = None if standing.status != "article" else visible if stated is None else stated.text
    certainty = describe(verdicts.survey, verdicts.scores, verdicts.kept, page.flat)
    confidence = estimate(model.confidence, certainty) if stated is None else stated.confidence
    extraction = Extraction(
        status=standing.status,
        encoding=page.encoding,
        confidence=None if body is None else confidence,
        words=len((body or "").split()),
        warnings=page.warnings + standing.warnings,
    )
    metadata = replace(metadata, page_type=standing.page_type)
    blocks = _publish(layout, verdicts, stated, kept=body is not None and stated is None)
    return Article(headline.text, body, metadata, extraction, blocks)


def _publish(
    layout: Layout, verdicts: Verdicts, stated: StatedBody | None, *, kept: bool
) -> tuple[Block, ...]:
    """The page's blocks, none of them kept where the body is not made of them; then the stated ones."""
    reasons = verdicts.contributions or ((),) * len(layout.blocks)
    blocks = tuple(
        Block(b.kind, b.marker + b.text, kept and keep, round(score, 3), b.level, b.group, why)
        for b, keep, score, why in zip(layout.blocks, verdicts.kept, verdicts.scores, reasons, strict=True)
    )
    return blocks + tuple(
        Block("paragraph", text, True, 0.0) for text in (stated.paragraphs if stated else ())
    )
