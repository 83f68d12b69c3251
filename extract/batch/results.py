"""What becomes of one input: the line of its article, or why there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from extract import Article, UnreadablePage, extract
from extract.article import Extraction, Metadata
from extract.batch.job import Shape
from extract.render import render_article
from extract.sources import SourceError, is_url, open_source
from extract.sources.inputs import Input

ERROR = "error"


class Extracted(NamedTuple):
    """A page that was read: `status` is article or no-article, `line` its rendered record."""

    status: str
    line: bytes


class Failure(NamedTuple):
    """An input without a page; `code` is a documented word, `message` says what to do."""

    code: str
    message: str


Result = Extracted | Failure


def extract_input(item: Input, *, shape: Shape, max_size: int) -> Result:
    """Read and extract one input; what a worker does. Raises `MemoryError` alone."""
    try:
        if isinstance(item.source, SourceError):
            raise item.source
        source = item.source or open_source(str(item.place), max_size=max_size)
        article = extract(
            source.data,
            url=source.url,
            encoding=source.encoding,
            keep=shape.keep,
            drop=shape.drop,
            origins=shape.blocks or "blocks" in shape.fields,
        )
        article = replace(article, extraction=replace(article.extraction, source=item.name))
        return Extracted(article.extraction.status, _render_line(article, shape))
    except (SourceError, UnreadablePage) as error:
        return Failure(error.code, str(error))
    except MemoryError:
        raise
    except Exception as error:  # a fault of ours must not cost the other pages
        return Failure("fault", f"not extracted, by a fault of cleancopy ({error!r:.200})")


def _render_line(article: Article, shape: Shape) -> bytes:
    """The record on one line."""
    return render_article(article, "jsonl", blocks=shape.blocks, paths=shape.fields)


def render_failure(name: str, failure: Failure, shape: Shape) -> bytes:
    """The error record of the input of that name."""
    extraction = Extraction(
        status=ERROR, error={"code": failure.code, "message": failure.message}, source=name
    )
    metadata = Metadata(url=name if is_url(name) else None, page_type="other")
    return _render_line(Article(None, None, metadata, extraction), shape)
