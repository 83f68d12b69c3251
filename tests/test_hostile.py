"""Hostile pages through the whole of `extract()`: the clean page's body or a clear error, within bounds, and time
that grows no faster than the page. What the parser alone is put to stands in `test_page_tree`.
"""

from __future__ import annotations

import gzip
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extract import Article, Author, UnreadablePage, extract
from extract.body.blocks import MAX_BLOCKS
from extract.page.tree import MAX_TAGS
from fuzz.promises import check_article, check_page
from tests.conftest import PAGE, PARAGRAPHS
from tests.growth import grows_beyond

SECONDS = 10.0
CLEAN = "\n\n".join(PARAGRAPHS)
TEXT = PAGE.decode()
FIRST = f"<p>{PARAGRAPHS[0]}</p>"


def head(markup: str) -> str:
    return TEXT.replace("</head>", markup + "</head>")


def before(markup: str) -> str:
    """Markup in front of the article's first paragraph."""
    return TEXT.replace(FIRST, markup + FIRST)


def after(markup: str) -> str:
    """Markup behind all of the page's own."""
    return TEXT.replace("</body>", markup + "</body>")


def around(start: str, end: str = "") -> str:
    """Markup around the article."""
    return TEXT.replace("<main>", start + "<main>").replace("</main>", "</main>" + end)


def within(text: str) -> str:
    """Text amid the words of the first paragraph."""
    return TEXT.replace("sailed again", f"sailed{text} again")


def script(text: str) -> str:
    return head(f'<script type="application/ld+json">{text}</script>')


# Pages whose body must be that of the clean page.
SAME: dict[str, Callable[[], str | bytes]] = {
    "a NUL in a word": lambda: within("\0"),
    "lines that end in CR LF": lambda: TEXT.replace("\n", "\r\n"),
    "lines that end in CR": lambda: TEXT.replace("\n", "\r"),
    "cut after the text": lambda: TEXT[: TEXT.index("</article>") + 5],
    "controls as references": lambda: within("&#27;&#x1F;&#xFFFE;"),
    "controls as they are": lambda: within("\x1b\x07\x7f\x9b"),
    **{
        f"{n:,} elements around": (lambda n=n: around("<div>" * n, "</div>" * n))  # type: ignore[misc]
        for n in (253, 254, 300, 2045, 2046, 5000, 50_000)
    },
    "300 unclosed b and i": lambda: before("<b><i>" * 300 + "</p>"),
    "a tag of 20,000 attributes": lambda: around(f"<div {' '.join(f'a{i}=v' for i in range(20_000))}>", "</div>"),
    "a tag of 200,000 attributes": lambda: around(f"<div {' '.join(f'a{i}' for i in range(200_000))}>", "</div>"),
    "200,000 line breaks": lambda: after("<footer>" + "<br>" * 200_000 + "</footer>"),
    "20,000 empty boxes": lambda: after("<div></div>" * 20_000),
    "50,000 metas": lambda: head("<meta name=x content=y>" * 50_000),
    "a script of 11 MB": lambda: head(f"<script>{'var a; ' * 1_600_000}</script>"),
    "JSON-LD 100,000 levels deep": lambda: script("[" * 100_000),
    "JSON-LD of objects 50,000 levels deep": lambda: script('{"a":' * 50_000),
    "JSON-LD in 5,000 blocks": lambda: head(
        '<script type="application/ld+json">{"@type":"Thing"}</script>' * 5000
    ),
    "JSON-LD of numbers that are none": lambda: script(
        '{"@type":"NewsArticle","wordCount":NaN,"position":1e999,"version":' + "9" * 5000 + "}"
    ),
    "JSON-LD with half a pair": lambda: script('{"@type":"NewsArticle","keywords":["\\ud800","\\udfff x"]}'),
    "JSON-LD cut": lambda: script('{"@type":"NewsArticle","articleBody":"The ferry'),
    "references that are none": lambda: around(f"<div title='{'&nosuch;&#x110000;' * 100_000}'>", "</div>"),
    "entities in entities": lambda: "<!DOCTYPE html [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>" + TEXT.partition(">")[2],
    "100,000 comments that never end": lambda: TEXT + "<!--" * 100_000,
    "a class of 2 MB": lambda: around(f"<div class='{'word ' * 400_000}'>", "</div>"),
    "a base that is a script": lambda: head("<base href='javascript:alert(1)'><link rel=canonical href='file:///x'>"),
    "an address that is broken": lambda: head("<base href='http://[x'><link rel=canonical href='https://[::1'>"),
    "UTF-16LE without a mark": lambda: TEXT.replace('<meta charset="utf-8">', "").encode("utf-16-le"),
    "UTF-16BE without a mark": lambda: TEXT.replace('<meta charset="utf-8">', "").encode("utf-16-be"),
    "UTF-16 that says UTF-8": lambda: TEXT.encode("utf-16"),
    "a mark of UTF-8 and another meta": lambda: b"\xef\xbb\xbf" + PAGE.replace(b"utf-8", b"koi8-r"),
    "a meta that lies": lambda: PAGE.replace(b"utf-8", b"shift_jis"),
    "a meta that names no encoding": lambda: PAGE.replace(b"utf-8", b"zlib"),
    "Windows' bytes amid UTF-8": lambda: TEXT.replace("</main>", "</main><footer>caf\xe9 …</footer>").encode("cp1252"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_the_body_is_the_clean_one(name: str) -> None:
    began = time.process_time()
    article = extract(SAME[name]())
    assert time.process_time() - began < SECONDS
    assert article.body is not None
    assert article.body.replace("\ufffd", "") == CLEAN
    check_article(article)


def test_the_clean_page_is_clean() -> None:
    assert extract(PAGE).body == CLEAN


# Pages that are refused, and why.
REFUSED: dict[str, tuple[Callable[[], str | bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "blanks": (lambda: b" \r\n\t\xc2\xa0" * 50, "empty"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(100_000), "binary"),
    "random bytes": (lambda: random.Random(2).randbytes(1_000_000), "binary"),
    "a PDF": (lambda: b"%PDF-1.7\n" + PAGE, "binary"),
    "a packed page, cut": (lambda: gzip.compress(PAGE)[:-9], "binary"),
    "JSON": (lambda: json.dumps({"page": TEXT}), "json"),
    "a feed": (lambda: "<?xml version='1.0'?><rss><channel><title>x</title></channel></rss>", "not-html"),
    "a hidden alphabet": (lambda: PAGE.replace(b"utf-8", b"iso-2022-kr") + b"\x0e\x0f", "bad-encoding"),
    "too many blocks": (lambda: after("<p>x" * (MAX_BLOCKS + 1)), "too-complex"),
    "too many lines": (lambda: after("x<br><br>" * (MAX_BLOCKS + 1)), "too-complex"),
    "too many tags": (lambda: after("<i>" * (MAX_TAGS + 1)), "too-complex"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_the_error_is_clear(name: str) -> None:
    make, code = REFUSED[name]
    page = make()
    began = time.process_time()
    with pytest.raises(UnreadablePage, match=r"pass|convert") as caught:
        extract(page)
    assert caught.value.code == code
    assert time.process_time() - began < SECONDS


# What a page may be full of; each count costs some hundred microseconds at most.
GROWING: dict[str, tuple[Callable[[int], str], int]] = {
    "paragraphs": (lambda n: after("".join(f"<p>{i} {PARAGRAPHS[0]}</p>" for i in range(n))), 1000),
    "links": (lambda n: after("<a href=x>y</a> " * n), 10_000),
    "attributes": (lambda n: around(f"<div {' '.join(f'a{i}=v' for i in range(n))}>"), 20_000),
    "elements around": (lambda n: around("<div>" * n), 20_000),
    "elements around with text": (lambda n: around("<div>word" * n), 2500),
    "lists around": (lambda n: around("<ul><li>x" * n), 2500),
    "lists of links around": (lambda n: around("<ul><li><a href=x>x</a>" * n), 2500),
    "tables around": (lambda n: around("<table><tr><td>x" * n), 2500),
    "tables around without text": (lambda n: around("<table><tr><td>" * n), 2500),
    "objects around": (lambda n: around("<object><p>x" * n), 2500),
    "menus": (lambda n: before("<nav>word</nav>" * n), 2500),
    "cells": (lambda n: after("<table><tr>" + "<td>x</td>" * n + "</tr></table>"), 10_000),
    "items": (lambda n: after("<ul>" + "<li>An item</li>" * n + "</ul>"), 2500),
    "images": (lambda n: after("".join(f"<img src=/{i}.jpg alt='An image'>" for i in range(n))), 5000),
    "figures": (
        lambda n: before("".join(f"<figure><img src=/{i}.jpg><figcaption>Photo: Ada Lund</figure>" for i in range(n))),
        500,
    ),
    "objects of JSON-LD": (lambda n: head('<script type="application/ld+json">{"@type":"Article"}</script>' * n), 5000),
    "metas": (lambda n: head("".join(f"<meta name=m{i} content=c>" for i in range(n))), 10_000),
    "stated bodies": (
        lambda n: script(json.dumps({"@type": "NewsArticle", "articleBody": "\n".join(PARAGRAPHS) * n})), 1000,
    ),
    "microdata": (lambda n: before("<span itemprop=author>Ada</span> <b itemprop=datePublished>x</b>" * n), 4000),
    "custom elements": (lambda n: before("x<my-tag>y</my-tag>" * n), 5000),
    "quotes": (
        lambda n: after("".join(f"<p>{PARAGRAPHS[1]} {i}<blockquote>{PARAGRAPHS[1]}</blockquote>" for i in range(n))),
        500,
    ),
    "bylines": (lambda n: before("<p class=byline>By Ada Lund</p>" * n), 1500),
    "times": (lambda n: before("<time datetime='2031-05-06'>6 May 2031</time> " * n), 2500),
    "headlines": (lambda n: before("".join(f"<h1>The ferry returns {i}</h1>" for i in range(n))), 1000),
}  # fmt: skip


@pytest.mark.parametrize("name", GROWING)
def test_time_grows_with_the_page(name: str) -> None:
    """Four times as much takes at most 5.3 times as long: 2.3 for each doubling."""
    make, count = GROWING[name]

    small, large = make(count).encode(), make(4 * count).encode()
    assert not grows_beyond(5.3, lambda: extract(small), lambda: extract(large), slack=0.1)


FINDS = sorted((Path(__file__).parent / "hostile_pages").glob("*.html"))


def test_controls_that_json_spells_come_out_of_no_field() -> None:
    """The page's own bytes are rid of them before; the values of its JSON-LD are not."""
    address = '"https://paper.example/a\\u0000b"'
    stated = f"""{{"@type": "NewsArticle", "url": {address}, "headline": "A\\u0000 ferry", "keywords": "a\\u0000b",
        "author": {{"name": "Ada\\u0000 Lund", "url": {address}}}, "articleSection": "Po\\u001brt",
        "publisher": {{"name": "The\\u0000 Post"}}, "image": {{"url": {address}, "caption": "The\\u0000 quay"}}}}"""
    article = check_page(f"<script type='application/ld+json'>{stated}</script><p>x".encode())
    assert isinstance(article, Article)
    assert article.metadata.authors == (Author("Ada Lund", "https://paper.example/ab"),)
    assert article.metadata.section == "Port"


@pytest.mark.parametrize("path", FINDS, ids=lambda path: path.stem)
def test_what_fuzzing_found_stays_mended(path: Path) -> None:
    check_page(path.read_bytes())


def test_half_a_pair_in_a_script_is_no_character() -> None:
    """What a page's scripts say goes through JSON too."""
    text = "".join(f"<p>{text}</p>" for text in PARAGRAPHS).replace("sailed", "sailed\\ud800")
    stated = f'{{"@type":"NewsArticle","headline":"A ferry","articleBody":"{text}"}}'
    page = f"<html><head><script type='application/ld+json'>{stated}</script></head><body><p>Loading</p></body></html>"
    article = check_page(page.encode())
    assert isinstance(article, Article)
    assert article.body == CLEAN.replace("sailed", "sailed\ufffd")
