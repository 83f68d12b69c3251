"""No input yields an invalid date, an address that is none, or an empty name."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.article import Metadata
from tests.stated_pages import URL, json_ld, metadata_of, metadata_of_page

_ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d([+-]\d\d:\d\d)?)?")
_PIECES = (
    "<script type='application/ld+json'>",
    "</script>",
    '{"@type":"NewsArticle",',
    '"@graph":[',
    '"author":',
    '"name":',
    '"datePublished":"',
    '"image":"',
    "}",
    "]",
    "[",
    '"',
    ",",
    "2021-02-30",
    "99/99/9999",
    "0000-00-00T99:99:99Z",
    "2021-05-03T24:61:00Z",
    "2021-05-03T08:15:61+99:99",
    "31.02.2020",
    "1e400",
    "NaN",
    "null",
    "true",
    "<meta property='og:image' content='",
    "<meta name='author' content='",
    "<meta property='article:published_time' content='",
    "<link rel='canonical' href='",
    "<base href='",
    "'>",
    "javascript:alert(1)",
    "data:,x",
    "http://",
    "https://[::1",
    "//x",
    "//x.example/a b.jpg",
    "ftp://x.example/",
    "\\u0000",
    "\x00",
    "\ud800",
    "<time datetime='",
    "<img src='",
    "<img srcset='",
    "a 1x, b 2x",
    "<figure><figcaption>",
    "</figure>",
    "<h1>",
    "</h1>",
    "By ",
    "<p class='byline'>",
    "</p>",
    "Von",
    " und ",
    " , ",
    "@ada",
    "ada@x.example",
    "©",
    "Photo: ",
    "&#x110000;",
    "&lt;",
    "<span itemprop='author'>",
    "<span itemprop='datePublished'>",
    "١٣ ١٣ ٢٠٢١",
    "令和99年99月99日",
    "99 مهر 1400",
    "32 мая 2021",
    "\u202e",
    "𝟛𝟙 May 2021",
    "²",
    "Body ",
    "x" * 300,
)


_URLS = (None, URL, "file:///x", "https://[::1", "https://x.example/2021/02/31/", "x")
_TEXTS = st.sampled_from(_PIECES) | st.text(max_size=12)
_MARKUP = st.lists(_TEXTS, max_size=120).map("".join)
_WORDS = st.lists(_TEXTS, min_size=1, max_size=4).map(" ".join)
_VALUES = st.recursive(
    _WORDS | st.integers() | st.floats() | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("@type", "@id", "name", "url", "caption")), inner, max_size=3)
    ),
    max_leaves=6,
)
_KEYS = (
    "author", "creator", "datePublished", "dateModified", "image", "url", "mainEntityOfPage", "publisher",
    "keywords", "articleSection", "isAccessibleForFree", "headline",
)  # fmt: skip
_STORIES = st.dictionaries(st.sampled_from(_KEYS), _VALUES, min_size=1, max_size=6)
_OFTEN = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def assert_no_rubbish(metadata: Metadata) -> None:
    for moment in (metadata.date_published, metadata.date_modified):
        assert moment is None or (_ISO.fullmatch(moment) and datetime.fromisoformat(moment).year < 2100)
    addresses = [
        metadata.url,
        metadata.canonical_url,
        *(a.url for a in metadata.authors),
        *(i.url for i in metadata.images),
    ]
    assert all(a is None or (re.match(r"https?://[^\s]", a) and urlsplit(a).scheme) for a in addresses)
    names = [author.name for author in metadata.authors]
    assert all(len(name) > 1 and name == name.strip() and "\n" not in name for name in names)
    assert all(k.strip() for k in metadata.keywords)
    texts = (metadata.description, metadata.section, metadata.site_name, metadata.language)
    assert all(text is None or text.strip() for text in texts)
    assert sum(i.main for i in metadata.images) == bool(metadata.images)


@_OFTEN
@given(markup=_MARKUP, url=st.sampled_from(_URLS))
def test_no_markup_yields_rubbish(markup: str, url: str | None) -> None:
    assert_no_rubbish(metadata_of_page(f"<html><body>{markup}<p>Body.</p></body></html>", url))


@_OFTEN
@given(story=_STORIES, url=st.sampled_from(_URLS))
def test_no_statement_yields_rubbish(story: dict[str, Any], url: str | None) -> None:
    assert_no_rubbish(metadata_of(json_ld(**story), url=url))


@_OFTEN
@given(line=_WORDS, value=_WORDS)
def test_no_line_yields_rubbish(line: str, value: str) -> None:
    value, line = html.escape(value), html.escape(line)
    head = f'<meta name="author" content="{value}"><meta name="pubdate" content="{value}">'
    top = f'<p class="byline">By {line}</p><p>{line} 2021</p>'
    assert_no_rubbish(metadata_of(head, top))
    below = (
        f'<p>Body. ({line})</p><p>{line}</p><img src="/a.jpg" alt="Photo of {line}"><p>{line} is {line}</p>'
    )
    assert_no_rubbish(metadata_of("", f"<p>{line}</p><p>{line} 3 May 2021</p>", below))
