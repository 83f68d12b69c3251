"""Pages for the tests of the metadata: a headline, a body, and what a test puts around them."""

from __future__ import annotations

import json
from typing import Any

from extract.article import Metadata
from extract.body.blocks import read_blocks
from extract.metadata import read_metadata
from extract.metadata.title import find_headline
from extract.page import read_page

URL = "https://www.riverpost.example/news/bridge-opens-4711.html"
TITLE = "New bridge opens over the Wend after nine years"
BODY = "".join(
    f"<p>Body {n}. The bridge was opened by the mayor and it was said to be the longest of the "
    f"county, with two lanes for cars and one for those who walk.</p>"
    for n in range(6)
)


def metadata_of(
    head: str = "", top: str = "", below: str = "", *, url: str | None = URL, lang: str = "en"
) -> Metadata:
    """The metadata of a page with a headline, `top` under it, a body, and `below` after it."""
    markup = (
        f"<html lang='{lang}'><head><title>{TITLE}</title>{head}</head><body><article><h1>{TITLE}</h1>"
        f"{top}{BODY}{below}</article></body></html>"
    )
    return metadata_of_page(markup, url)


def metadata_of_page(markup: str, url: str | None = URL) -> Metadata:
    page = read_page(markup, url=url)
    layout = read_blocks(page.root)
    kept = [block.text.startswith("Body") for block in layout.blocks]
    return read_metadata(page, layout, find_headline(page, layout), kept)


def json_ld(**fields: Any) -> str:
    story = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **fields}
    return f"<script type='application/ld+json'>{json.dumps(story)}</script>"


def names_of(metadata: Metadata) -> list[str]:
    return [author.name for author in metadata.authors]
