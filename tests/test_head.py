"""What the page states about itself: meta tags, links, JSON-LD whole and broken, base URL, language."""

from __future__ import annotations

import json
import time

import pytest
from lxml import html

from extract.page.head import Head, join_url, read_head
from extract.page.json_text import parse_json


def head_of(markup: str, url: str | None = None) -> Head:
    return read_head(html.document_fromstring(markup), url)


def test_meta_tags_count_wherever_they_stand_and_keep_their_order() -> None:
    head = head_of(
        "<head><meta property='article:tag' content='Rivers'>"
        "<meta NAME='Author' content=' Ada  Quill '></head>"
        "<body><meta property='article:tag' content='Floods'>"
        "<meta itemprop=datePublished content=2021-04-05></body>"
    )
    assert head.meta["article:tag"] == ("Rivers", "Floods")
    assert head.meta["author"] == ("Ada Quill",)
    assert head.meta["datepublished"] == ("2021-04-05",)


@pytest.mark.parametrize(
    "markup",
    [
        "<meta property='og:title twitter:title' content='Two names'>",
        "<meta property='og:title' name='twitter:title' content='Two names'>",
        "<meta name='og:title' content='Two names'><meta name='twitter:title' value='Two names'>",
    ],
)
def test_names_of_meta_tags(markup: str) -> None:
    meta = head_of(markup + "<p>x</p>").meta
    assert meta["og:title"] == meta["twitter:title"] == ("Two names",)


def test_empty_meta_tags_are_none() -> None:
    assert head_of("<meta name=author content='  '><meta name=description><p>x</p>").meta == {}


def test_links_by_relation() -> None:
    head = head_of("<link rel='canonical alternate' href=' /a '><link rel=canonical href=''><p>x</p>")
    assert head.links == {"canonical": ("/a",), "alternate": ("/a",)}


@pytest.mark.parametrize(
    ("markup", "url", "base"),
    [
        ("<base href='/sub/'>", "https://news.example/a/b", "https://news.example/sub/"),
        ("<base href='//cdn.example/x/'>", "https://news.example/a", "https://cdn.example/x/"),
        (
            "<base href='https://one.example/'><base href='https://two.example/'>",
            None,
            "https://one.example/",
        ),
        ("<base href='javascript:alert(1)'>", "https://news.example/a", "https://news.example/a"),
        ("<base href='http://[bad'>", "https://news.example/a", "https://news.example/a"),
        ("", None, None),
    ],
)
def test_base_url(markup: str, url: str | None, base: str | None) -> None:
    assert head_of(f"<html><head>{markup}</head><body>x", url).base_url == base


@pytest.mark.parametrize(
    ("base", "href", "joined"),
    [
        ("https://news.example/a/b", "../c.jpg", "https://news.example/c.jpg"),
        ("https://news.example/a", "//cdn.example/c.jpg", "https://cdn.example/c.jpg"),
        (None, "//cdn.example/c.jpg", "https://cdn.example/c.jpg"),
        (None, "/c.jpg", None),
        ("https://news.example/", "javascript:alert(1)", None),
        ("https://news.example/", "data:image/png;base64,AA", None),
        ("https://news.example/", "http://[bad", None),
        ("saved/page.html", "c.jpg", None),
    ],
)
def test_addresses_are_http_or_none(base: str | None, href: str, joined: str | None) -> None:
    assert join_url(base, href) == joined


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        ("<html lang='pt-BR'>", "pt-BR"),
        ("<html xml:lang='el'>", "el"),
        ("<html><meta http-equiv='content-language' content='sv, en'>", "sv"),
        ("<html><meta property='og:locale' content='de_AT'>", "de_AT"),
        ("<html>", None),
    ],
)
def test_declared_language(markup: str, language: str | None) -> None:
    assert head_of(markup + "<body><p>x").language == language


def test_title_is_that_of_the_page_and_not_of_a_drawing() -> None:
    markup = "<body><svg><title>Close</title></svg><p>x</p></body>"
    assert head_of(markup).title is None
    assert head_of(f"<head><title> A \n title </title></head>{markup}").title == "A title"


STORY = '{"@type": "NewsArticle", "headline": "A bridge opens"}'


@pytest.mark.parametrize(
    "script",
    [
        STORY,
        f"[{STORY}]",
        f'{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite"}}, {STORY}]}}',
        f'{{"@type": "WebPage", "mainEntity": {STORY}}}',
        f'{{"@type": "BreadcrumbList"}}\n{STORY}',
        f"<!-- {STORY} -->",
        f"//<![CDATA[\n{STORY}\n//]]>",
        f"/*<![CDATA[*/{STORY}/*]]>*/",
        f"{STORY};",
        f"\ufeff{STORY}",
        '{"@type": "NewsArticle", "headline": "A bridge opens",}',
        '{"@type": "NewsArticle", /* the title */ "headline": "A bridge opens" // http://x\n}',
        '{"@type": "NewsArticle", "url": "http://a.example//b", "headline": "A bridge opens", "x": [1,],}',
        '{"@type": "NewsArticle", "headline": "A bridge opens", "text": "one\ntwo\tthree"}',
        '{"@type": "NewsArticle", "headline": "A bridge opens", "text": "it\\\'s"}',
        '{"@type": "NewsArticle", "headline": "A bridge opens", "n": NaN, "m": -Infinity, "k": undefined}',
        '{"@type": "NewsArticle", "headline": "A bridge opens", "n": ' + "9" * 6000 + "}",
        '{"@type": "NewsArticle", "headline": "A bridge opens", "n": 1e999}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;A bridge opens&quot;}",
        '{"@type": "NewsArticle", "headline": "A bridge opens", "articleBody": "He said "no" twice"}',
        '{"@type": "NewsArticle", "headline": "A bridge opens", "x": ' + "[" * 100_000,
        "{&#34;@type&#34;: &#34;NewsArticle&#34;, &#x22;headline&#x22;: &#34;A bridge opens&#34;}",
        "{&amp;quot;@type&amp;quot;: &amp;quot;NewsArticle&amp;quot;, &amp;quot;headline&amp;quot;: "
        "&amp;quot;A bridge opens&amp;quot;}",
        "{'@type': 'NewsArticle', 'headline': 'A bridge opens', 'text': 'it\\'s \"open\"'}",
        '{"@type": "NewsArticle", headline: "A bridge opens", "text": "and so: on"}',
        "{“@type”: “NewsArticle”, “headline”: “A bridge opens”}",
        json.dumps(STORY),
        '{"@type": "NewsArticle", "headline": {"@value": "A bridge opens", "@language": "en"}}',
        '{"@type": "NewsArticle", "schema:headline": "A bridge opens"}',
        '{"@context": "https://schema.org", "type": "NewsArticle", "headline": "A bridge opens"}',
        '{"@graph": {"@list": [' + STORY + "]}}",
    ],
)
def test_json_ld_is_read_whole_or_broken(script: str) -> None:
    head = head_of(f"<head><script type='application/ld+json'>{script}</script></head><body>x")
    stories = [o for o in head.json_ld if o.get("@type") == "NewsArticle"]
    assert [o["headline"] for o in stories] == ["A bridge opens"]
    assert all(not isinstance(v, int | float) for o in stories for v in o.values())


def test_a_broken_block_does_not_take_the_next_one_with_it() -> None:
    head = head_of(
        "<script type='application/ld+json'>not json</script>"
        f"<script type='Application/LD+JSON; charset=utf-8'>{STORY}</script><p>x"
    )
    assert len(head.json_ld) == 1


def test_objects_inside_an_article_are_not_taken_for_the_page() -> None:
    head = head_of(
        "<script type='application/ld+json'>"
        '{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Ada Quill"}}</script><p>x'
    )
    assert [o["@type"] for o in head.json_ld] == ["NewsArticle"]


def test_other_scripts_are_no_json_ld() -> None:
    for kind, number in (("application/ld-json", 1), ("application/json", 0), ("text/javascript", 0)):
        assert len(head_of(f"<script type='{kind}'>{STORY}</script><p>x").json_ld) == number


def test_salvage_keeps_the_plain_pairs() -> None:
    broken = '{"@type":"NewsArticle","headline":"A \\u201cnew\\u201d bridge",'
    broken += '"author":{"name":"Ada Quill"},"x":"a"b"}'
    assert parse_json(broken) == {
        "@type": "NewsArticle",
        "headline": "A \u201cnew\u201d bridge",
        "author": "Ada Quill",
    }


@pytest.mark.parametrize(
    "script",
    [
        "[" * 100_000,
        '{"a":' * 50_000,
        '\\"' * 200_000,
        "/*" * 200_000,
        "//" * 200_000,
        '"' * 400_001,
        "<![CDATA[" * 50_000,
        ", \n" * 100_000,
        "&quot;" * 100_000,
        '{"@type":"X","x":"' + "\\" * 300_000,
        "'" * 400_001,
        "{" + "a" * 400_000,
        "{a " * 100_000,
        "“" * 400_000,
        "&amp;amp;quot;" * 30_000,
        "{'a':" + "'b\\',\n" * 50_000,
    ],
)
def test_hostile_json_costs_little(script: str) -> None:
    start = time.process_time()
    parse_json(script)
    assert time.process_time() - start < 2.0


def test_a_page_of_objects_is_bounded() -> None:
    script = "[" + ",".join([STORY] * 5000) + "]"
    head = head_of(f"<script type='application/ld+json'>{script}</script>" + "<meta name=a content=b>" * 5000)
    assert len(head.json_ld) == 2000
    assert len(head.meta["a"]) == 200
