"""What `--format markdown` writes, read back by a Markdown parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from extract import Article, Author, Block, Image, Link, Metadata, extract
from extract.render import render_article

FIXTURES = sorted(Path(__file__).parent.parent.glob("fixtures/*/page.*"))
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
KINDS = {"heading": "heading", "list_item": "list", "blockquote": "quote", "tr": "table", "fence": "code"}


def read_back(markdown: str, *, linked: bool = False) -> list[tuple[str, str]]:
    """The kind and the plain text of every block, in order; that of links, too, where it is `linked`."""
    tokens = PARSER.parse(markdown)
    for token in tokens:
        if linked and token.children:
            token.children = [part for part in token.children if part.type not in ("link_open", "link_close")]
    return list(walk(SyntaxTreeNode(tokens), "paragraph"))


def walk(node: SyntaxTreeNode, kind: str) -> Iterator[tuple[str, str]]:
    kind = KINDS.get(node.type, kind)
    if node.type == "tr":
        yield kind, " | ".join(plain(cell) for cell in node.children).rstrip(" |")
    elif node.type == "inline":
        yield kind, plain(node)
    elif node.type in ("fence", "code_block"):
        yield "code", node.content
    else:
        for child in node.children:
            yield from walk(child, kind)


def plain(node: SyntaxTreeNode) -> str:
    """The text of a node; whatever a writer's marks were taken for shows as the name of what it became."""
    if node.type == "text":
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    inner = "".join(map(plain, node.children))
    return inner if node.type in ("inline", "td", "th", "root") else f"<{node.type}:{inner}>"


def list_written(article: Article) -> Iterator[tuple[str, str]]:
    """The blocks as they should be read."""
    if article.title:
        yield "heading", squeeze(article.title)
    for block in article.blocks:
        if block.kept:
            kind = block.type if block.type in KINDS.values() else "paragraph"
            text = block.text
            if kind == "list":
                marker, blank, rest = text.partition(" ")
                text = rest if blank and (marker == "-" or marker.rstrip(".").isdigit()) else text
            yield kind, squeeze(text)


def read_links(markdown: str) -> list[tuple[str, str]]:
    """Text and address of every link, in order."""
    links = []
    stack = [SyntaxTreeNode(PARSER.parse(markdown))]
    while stack:
        node = stack.pop()
        if node.type == "link":
            links.append((squeeze("".join(map(plain, node.children))), str(node.attrs["href"])))
        stack += reversed(node.children)
    return links


def squeeze(text: str) -> str:
    return " ".join(text.split())


def check(article: Article, *, linked: bool = False) -> None:
    markdown = render_article(article, "markdown").decode()
    read = [(kind, squeeze(text)) for kind, text in read_back(markdown, linked=linked)]
    assert read == [
        (kind, text.rstrip(" |") if kind == "table" else text) for kind, text in list_written(article)
    ]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_a_parser_reads_every_fixture_as_it_was_written(path: Path) -> None:
    article = extract(path.read_bytes())
    if article.body is None:
        assert render_article(article, "markdown") == b""
    else:
        check(article)


# What Markdown, left alone, takes for something else.
TRICKS = (
    "# No heading", "#hashtag", "1. No list", "12) No list", "- No list", "* No list", "+ No list", "-", "> No quote",
    "```no code", "~~~ no code", "---", "===", "***", "* * *", "_ _ _", "| no | table |", "a | b",
    "*stars* and **more**", "_under_ __scores__", "snake_case_name", "a_b_ _c_", "`ticks`", "``two`` `", "[link](x)",
    "![image](x)", "[ref]: https://a.example", "[x]", "<b>no tag</b>", "<https://a.example>", "a < b > c", "a<b",
    "&amp; &lt; &#65; &copy", "AT&T", "back\\slash", "\\*", "line\\", "two  \nlines", "one\ntwo\nthree", "one\n- two",
    "one\n# two", "one\n===", "one\n---", "one\n> two", "one\n    two", "one\n1. two", "~~gone~~", "a ~ b", "~~~",
    "2024. The year", "2024.The year", "1.", "1)", "http://a.example/a_b_c?x=1&y=2", "mail@a.example", "50 % * 2 * 3",
    "*", "**", "_", "__", "`", "\\", "!", "![", "](", "a*b*c", "«quote» — dash", "日本語*強調*です", "e*mph*asis",
    "a\n\nb", "\u00a0 blank", "ends with #", "ends with # #", "<!-- no comment -->", "<?php", "<a@b.example>", ":::",
    "$x_1$ and $y_2$", "[^1]", "[^1]: note", "- [ ] task", "a\tb", "1.\ttab", "-\ttab", "| --- |", "a\n| --- |", "&nbsp;",
)  # fmt: skip
BASE = extract(FIXTURES[0].read_bytes())


@pytest.mark.parametrize("text", TRICKS)
def test_a_parser_reads_text_as_text(text: str) -> None:
    before, after = (Block("paragraph", part, True, 1.0) for part in ("Before.", "After."))
    for kind in ("paragraph", "heading", "quote", "table", "list"):
        trick = Block(kind, f"- {text}" if kind == "list" else text, True, 1.0, group=1)
        check(replace(BASE, title=text, blocks=(before, trick, after)))


@pytest.mark.parametrize(
    "text", [*TRICKS, 'say "yes": # no\n- a', "\x85\u2028\x7f", "---", "\U0001f600", "null", "2024-05-01"]
)
def test_front_matter_is_yaml(text: str) -> None:
    metadata = Metadata(
        url="https://a.example/1?a=b#c", authors=(Author(text),), keywords=(text, "b"), description=text,
        date_published="2024-05-01", is_free=False, images=(Image("https://a.example/1.jpg"),),
    )  # fmt: skip
    article = replace(BASE, title=text, metadata=metadata)
    markdown = render_article(article, "markdown", front_matter=True).decode()
    opened, front, rest = re.split(r"^---\n\n?", markdown, maxsplit=2, flags=re.M)
    assert opened == ""
    assert rest == render_article(article, "markdown").decode()
    assert yaml.safe_load(front) == {
        "title": text, "url": "https://a.example/1?a=b#c", "page_type": "article", "authors": [text],
        "date_published": "2024-05-01", "description": text, "keywords": [text, "b"], "is_free": False,
    }  # fmt: skip


def test_front_matter_opens_no_article_where_there_is_none() -> None:
    assert render_article(replace(BASE, body=None), "markdown", front_matter=True) == b""


ADDRESSES = (
    "https://a.example/", "http://a.example/a_b_c?x=1&y=2#z", "https://a.example/(a)(b", "https://a.example/a) [b](c",
    "https://a.example/a b\tc\nd", "https://a.example/<b>", 'https://a.example/"a"\\', "https://a.example/`x`",
    "https://a.example/?a=1&copy;=2&amp;&#65;", "https://a.example/a|b", "https://a.example/*a*_b_~~c~~!",
    "https://a.example/%20%zz", "https://пример.example/é日本", "https://a.example/\u202e\u2028\x85\ud800", "https://a.example/]",
)  # fmt: skip


NEIGHBOURS = (("", ""), ("see ", " there"), ("!", "(x)"), ("[", "]"), ("\\", ": y"), ("`", "`"), ("1. ", "."))


def link_text(kind: str, before: str, text: str, after: str, group: int = 1) -> Block:
    """A block in which a text between others is a link."""
    start = len("- " + before if kind == "list" else before)
    whole = f"- {before}{text}{after}" if kind == "list" else f"{before}{text}{after}"
    links = (Link(start, start + len(text), f"https://a.example/{group}"),)
    return Block(kind, whole, True, 1.0, group=group, links=links)


@pytest.mark.parametrize("text", TRICKS)
def test_a_parser_reads_a_link_of_any_text(text: str) -> None:
    for kind in ("paragraph", "heading", "quote", "table", "list"):
        blocks = [link_text(kind, b, text.strip(), a, i) for i, (b, a) in enumerate(NEIGHBOURS)]
        article = replace(BASE, blocks=tuple(blocks))
        check(article, linked=True)
        whole = kind != "table" or " | " not in text
        assert read_links(render_article(article, "markdown").decode()) == [
            (squeeze(text), block.links[0].url) for block in blocks if whole
        ]


@pytest.mark.parametrize("url", ADDRESSES)
def test_a_parser_reads_the_addresses_of_links(url: str) -> None:
    for kind in ("paragraph", "heading", "quote", "table", "list"):
        block = link_text(kind, "See ", "there", " now")
        block = block._replace(links=(block.links[0]._replace(url=url),))
        (link,) = read_links(render_article(replace(BASE, blocks=(block,)), "markdown").decode())
        written = unquote(url.replace("\ud800", "?"))
        assert (link[0], unquote(link[1]).replace("xn--e1afmkfd", "пример")) == ("there", written)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_links_change_nothing_but_the_links(path: Path) -> None:
    """Every link of the fixtures' bodies, and without them the same text."""
    linked = extract(path.read_bytes(), url="https://site.example/a/b", origins=True)
    blocks = [block._replace(links=(), xpath=None) for block in linked.blocks]
    assert blocks == list(extract(path.read_bytes()).blocks)
    markdown = render_article(linked, "markdown").decode()
    expected = [
        (squeeze(block.text[link.start : link.end]), unquote(link.url))
        for block in linked.blocks
        if block.kept
        for link in block.links
    ]
    assert [(text, unquote(url)) for text, url in read_links(markdown)] == expected


def test_without_being_asked_for_there_are_no_links() -> None:
    page = (
        b"<main><h1>Ferry</h1>"
        + b"<p>The <a href=https://a.example/>ferry</a> sailed again, with a band.</p>" * 3
    )
    assert all(block.links == () for block in extract(page).blocks)
    assert b"](" not in render_article(extract(page), "markdown")


def test_links_in_code_are_left_out() -> None:
    code = link_text("code", "see ", "there", "(x)")
    article = replace(BASE, blocks=(code, link_text("paragraph", "see ", "there", "", 2)))
    assert (
        "```\nsee there(x)\n```\n\nsee [there](https://a.example/2)\n"
        in render_article(article, "markdown").decode()
    )
