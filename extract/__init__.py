"""Turn a news page into clean copy.

`extract()` is the whole pipeline: a page is read (`page`), one walk makes its blocks (`body.blocks`), the
headline is found, every block is judged (`body`), and the metadata is read from the page and its blocks
(`metadata`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.article import (
    Article,
    Author,
    Block,
    Candidate,
    Contribution,
    Extraction,
    Image,
    Link,
    Metadata,
    Phrase,
    __version__,
)
from extract.body import Verdicts, judge_blocks
from extract.body.blocks import Layout, read_blocks
from extract.body.confidence import describe_certainty, estimate_f1
from extract.body.model import Model, load_model
from extract.body.stated import StatedBody, find_stated
from extract.body.status import find_standing
from extract.body.text import join_blocks
from extract.metadata import read_metadata
from extract.metadata.title import find_headline
from extract.page import UnreadablePage, read_page

__all__ = [
    "Article",
    "Author",
    "Block",
    "Candidate",
    "Contribution",
    "Extraction",
    "Image",
    "Link",
    "Metadata",
    "Phrase",
    "UnreadablePage",
    "__version__",
    "explain",
    "extract",
]


def extract(
    html: bytes | str,
    *,
    url: str | None = None,
    encoding: str | None = None,
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    origins: bool = False,
) -> Article:
    """Extract the article of one page.

    `html` is the page as bytes or text: markup, or a page already flattened to plain text or Markdown.
    `url` is where it came from (relative addresses resolve against it), `encoding` the charset that its transport
    declared (a byte order mark wins over it). `keep` and `drop` are CSS selectors: the blocks in elements
    that match are kept or dropped whatever their scores, and dropping wins. `origins` asks for the XPath
    of each block and the links inside the kept ones, too.

    Raises `UnreadablePage` where the input is no page: empty, binary, JSON, or beyond what can be parsed;
    `ValueError` for what is no selector.
    """
    return extract_with(load_model(), html, url=url, encoding=encoding, keep=keep, drop=drop, origins=origins)


def explain(
    html: bytes | str,
    *,
    url: str | None = None,
    encoding: str | None = None,
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
) -> Article:
    """The same as `extract()` with `origins`, with the contributions to every block's score and the
    metadata's candidates.
    """
    return extract_with(
        load_model(), html, url=url, encoding=encoding, keep=keep, drop=drop, origins=True, reasons=True
    )


def extract_with(
    model: Model,
    html: bytes | str,
    *,
    url: str | None = None,
    encoding: str | None = None,
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    origins: bool = False,
    reasons: bool = False,
) -> Article:
    """The pipeline with the weights given; what `extract()` and cross-validation share."""
    page = read_page(html, url=url, encoding=encoding)
    layout = read_blocks(page.root)
    headline = find_headline(page, layout)
    verdicts = judge_blocks(page, layout, headline.text, headline.number, model, reasons=reasons)
    visible = join_blocks(layout.blocks, verdicts.kept) or None
    stated = find_stated(page, layout, headline.text, visible)
    if keep or drop:  # last, so that what a user drops does not come back as a stated text
        from extract.body.corrections import correct_verdicts

        verdicts = correct_verdicts(page, layout, headline.number, verdicts, keep, drop)
        visible = join_blocks(layout.blocks, verdicts.kept) or None
        stated = None if any(verdicts.settled.values()) else stated
    metadata = read_metadata(page, layout, headline, verdicts.kept)
    standing = find_standing(page, verdicts, headline.text, metadata, stated, model.kind)
    body = None if standing.status != "article" else visible if stated is None else stated.text
    confidence = None if stated is None else stated.confidence
    if body is not None and stated is None:
        certainty = describe_certainty(verdicts.survey, verdicts.list_certain_scores(), verdicts.kept)
        confidence = estimate_f1(model.confidence, certainty)
    extraction = Extraction(
        status=standing.status,
        encoding=page.encoding,
        confidence=confidence,
        words=len((body or "").split()),
        warnings=page.warnings + standing.warnings,
    )
    metadata = replace(metadata, page_type=standing.page_type)
    veto = "no-article" if body is None else "stated-body" if stated is not None else None
    blocks = _publish(layout, verdicts, stated, veto)
    if origins:
        from extract.body.origins import add_origins

        blocks = add_origins(blocks, page)
    candidates: tuple[Candidate, ...] = ()
    if reasons:
        from extract.metadata.candidates import list_candidates

        kind = model.kind.explain(standing.row) if standing.row else {}
        candidates = list_candidates(page, layout, headline, verdicts.kept, metadata, kind)
        blocks = _add_phrases(blocks, layout)
    return Article(headline.text, body, metadata, extraction, blocks, candidates)


def _publish(
    layout: Layout, verdicts: Verdicts, stated: StatedBody | None, veto: str | None
) -> tuple[Block, ...]:
    """The page's blocks, none of them kept where the `veto` names why not; then the stated ones."""
    reasons = verdicts.contributions or ((),) * len(layout.blocks)
    rules = dict(verdicts.rules)
    if veto is not None:
        rules |= {i: veto for i, keep in enumerate(verdicts.kept) if keep}
    blocks = tuple(
        Block(
            b.kind, b.marker + b.text, keep and veto is None, round(score, 3), b.level, b.group, why,
            rules.get(b.index),
        )
        for b, keep, score, why in zip(layout.blocks, verdicts.kept, verdicts.scores, reasons, strict=True)
    )  # fmt: skip
    return blocks + tuple(
        Block("paragraph", text, veto == "stated-body", 0.0, rule=veto)
        for text in (stated.paragraphs if stated else ())
    )


def _add_phrases(blocks: tuple[Block, ...], layout: Layout) -> tuple[Block, ...]:
    """The blocks with the phrases that the text of those which the page shows was matched by."""
    from extract.wording.phrasebook import find_entries

    shown = len(layout.blocks)
    found = [tuple(Phrase(*entry) for entry in find_entries(block.text)) for block in layout.blocks]
    return (
        *(block._replace(phrases=phrases) for block, phrases in zip(blocks, found, strict=False)),
        *blocks[shown:],
    )
