"""No input yields an invalid date, an address that is none, or an empty name."""

from __future__ import annotations

import random
import re

import pytest

from tests.stated_pages import URL, metadata_of_page

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


@pytest.mark.parametrize("seed", range(300))
def test_no_input_yields_rubbish(seed: int) -> None:
    draw = random.Random(seed)
    markup = "".join(draw.choices(_PIECES, k=draw.randint(5, 120)))
    url = draw.choice([None, URL, "file:///x", "https://[::1", "https://x.example/2021/02/31/", "x"])
    metadata = metadata_of_page(f"<html><body>{markup}<p>Body.</p></body></html>", url)
    for moment in (metadata.date_published, metadata.date_modified):
        assert moment is None or _ISO.fullmatch(moment)
    addresses = [
        metadata.url,
        metadata.canonical_url,
        *(a.url for a in metadata.authors),
        *(i.url for i in metadata.images),
    ]
    assert all(a is None or re.match(r"https?://[^\s]", a) for a in addresses)
    assert all(len(a.name.strip()) > 1 for a in metadata.authors)
    assert all(k.strip() for k in metadata.keywords)
    texts = (metadata.description, metadata.section, metadata.site_name, metadata.language)
    assert all(text is None or text.strip() for text in texts)
    assert sum(i.main for i in metadata.images) == bool(metadata.images)
