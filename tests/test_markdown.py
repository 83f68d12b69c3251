"""What `--format markdown` writes, read back by a Markdown parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from extract import Article, Author, Block, Image, Metadata, extract
from extract.render import render_article

FIXTURES = sorted(Path(__file__).parent.parent.glob("fixtures/*/page.*"))
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
KINDS = {"heading": "heading", "list_item": "list", "blockquote": "quote", "tr": "table", "fence": "code"}


def read_back(markdown: str) -> list[tuple[str, str]]:
    """The kind and the plain text of every block, in order."""
    return list(walk(SyntaxTreeNode(PARSER.parse(markdown)), "paragraph"))


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


def squeeze(text: str) -> str:
    return " ".join(text.split())


def check(article: Article) -> None:
    markdown = render_article(article, "markdown").decode()
    read = [(kind, squeeze(text)) for kind, text in read_back(markdown)]
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
