"""Article → bytes to write: one module a format, and `output`, where they go."""

from __future__ import annotations

from collections.abc import Sequence

from extract.article import Article

# What stands between the pages of several sources.
SEPARATORS = {"json": b"", "jsonl": b"", "text": b"\n---\n\n", "markdown": b"\n---\n\n"}
FORMATS = tuple(SEPARATORS)


def render_article(
    article: Article,
    format: str,
    *,
    blocks: bool = False,
    paths: Sequence[str] = (),
    indent: bool = False,
    front_matter: bool = False,
) -> bytes:
    """The article in one of `FORMATS`, in UTF-8; empty where text was asked for and there is no article.

    `front_matter` is for Markdown, the rest for JSON: `blocks` and `paths` as in `build_record()`, of which
    text knows `title` and `body`; `indent` is for readers, and does not hold for `jsonl`.
    """
    if format == "text":
        from extract.render.text import render_text

        return render_text(article, paths)
    if format == "markdown":
        from extract.render.markdown import render_markdown

        return render_markdown(article, front_matter=front_matter)
    from extract.render.json import render_json
    from extract.render.record import build_record

    record = build_record(article, blocks=blocks, paths=paths)
    return render_json(record, indent=indent and format == "json")
