"""Articles as JSON, text and Markdown."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from extract import Article, Author, Block, Extraction, Image, Metadata
from extract.render import FORMATS, render_article
from extract.render.json import render_json
from extract.render.record import PARTS, PATHS, build_record

ARTICLE = Article(
    "The <mayor's> plan",
    "One.\n\nTwo.",
    Metadata(authors=(Author("Ada Lund"),), images=(Image("https://a.example/1.jpg"),), keywords=("a", "b")),
    Extraction("article", confidence=0.5, words=2),
    (Block("heading", "The <mayor's> plan", False, -1.23456, 1), Block("paragraph", "One.", True, 2.0)),
)


def block(kind: str, text: str, level: int | None = None, group: int | None = None) -> Block:
    return Block(kind, text, True, 1.0, level, group)


def render_blocks(*blocks: Block) -> str:
    """The Markdown of an article of these blocks, without its title."""
    article = replace(ARTICLE, title=None, blocks=blocks)
    return render_article(article, "markdown").decode()


# JSON


def test_json_is_the_contract_in_its_order() -> None:
    data = render_article(ARTICLE, "json")
    assert json.loads(data) == json.loads(json.dumps(ARTICLE.to_dict()))
    assert list(json.loads(data)) == ["title", "body", "metadata", "extraction"]
    assert (data.count(b"\n"), data[-1:]) == (1, b"\n")


def test_only_json_is_indented() -> None:
    assert render_article(ARTICLE, "json", indent=True).startswith(b'{\n  "title": ')
    assert render_article(ARTICLE, "jsonl", indent=True) == render_article(ARTICLE, "json")


def test_json_is_strict_and_safe_for_terminals_and_line_readers() -> None:
    nasty = "a\u2028b\u2029c\x85d\x9be\x7ff\x1b\x00\ud800g\udfff\U0001f600\u202e"
    line = render_json({nasty: nasty})
    assert line.decode().splitlines() == [line.decode().rstrip("\n")]
    assert not set(line.decode()) & set("\x1b\x00\x7f\x9b")
    expected = nasty.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd")
    assert json.loads(line) == {expected: expected}


def test_json_pairs_of_surrogates_stay_one_character() -> None:
    assert render_json({"a": "😀"}) == '{"a":"😀"}\n'.encode()


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_json_refuses_numbers_that_it_does_not_have(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        render_json({"confidence": number})


def test_blocks_are_the_fifth_key_with_rounded_scores() -> None:
    record = build_record(ARTICLE, blocks=True)
    unknown = {"rule": None, "xpath": None}
    assert list(record)[4] == "blocks"
    assert record["blocks"] == [
        {
            "type": "heading",
            "text": "The <mayor's> plan",
            "kept": False,
            "score": -1.235,
            "level": 1,
            **unknown,
        },
        {"type": "paragraph", "text": "One.", "kept": True, "score": 2.0, "level": None, **unknown},
    ]


def test_projections_keep_places_and_order() -> None:
    record = build_record(ARTICLE, paths=("metadata.keywords", "title", "extraction.words", "metadata.url"))
    assert list(record) == ["title", "metadata", "extraction"]
    assert record["metadata"] == {"url": None, "keywords": ("a", "b")}
    assert build_record(ARTICLE, paths=("metadata",)) == {"metadata": ARTICLE.to_dict()["metadata"]}
    assert list(build_record(ARTICLE, paths=("blocks",))) == ["blocks"]


def test_paths_are_those_of_the_record() -> None:
    record = build_record(ARTICLE, blocks=True)
    inner = {f"{key}.{name}" for key in ("metadata", "extraction") for name in record[key]}
    assert inner | set(record) == PATHS
    assert list(PARTS) == list(record)


# Text


def test_text_is_title_blank_line_body() -> None:
    assert render_article(ARTICLE, "text") == b"The <mayor's> plan\n\nOne.\n\nTwo.\n"
    assert render_article(replace(ARTICLE, title=None), "text") == b"One.\n\nTwo.\n"
    assert render_article(ARTICLE, "text", paths=("body",)) == b"One.\n\nTwo.\n"
    assert render_article(ARTICLE, "text", paths=("title",)) == b"The <mayor's> plan\n"
    assert render_article(ARTICLE, "text", paths=("body", "title")) == render_article(ARTICLE, "text")


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_text_cannot_command_the_terminal(format: str) -> None:
    nasty = replace(ARTICLE, title="Red\x1b[31m \u202e\x9b\u2066alert\x07\ud800", body="One\x00.", blocks=())
    text = render_article(nasty, format).decode()
    assert not set(text) & set("\x1b\x9b\x07\x00\u202e\u2066")
    assert "alert\n" in text


def test_without_an_article_text_is_empty_and_json_is_not() -> None:
    article = replace(ARTICLE, body=None)
    sizes = {format: len(render_article(article, format)) for format in FORMATS}
    assert {format for format, size in sizes.items() if size} == {"json", "jsonl"}


# Markdown


def test_markdown_begins_with_the_title_as_the_only_first_heading() -> None:
    blocks = (block("heading", "Costs", 1), block("paragraph", "One."), block("heading", "Detail", 4))
    text = render_article(replace(ARTICLE, blocks=blocks), "markdown").decode()
    assert text == "# The \\<mayor's> plan\n\n## Costs\n\nOne.\n\n#### Detail\n"


def test_markdown_headings_are_one_line_and_keep_their_last_marks() -> None:
    assert render_blocks(block("heading", "Part\n1 ##", 2)) == "## Part 1 \\##\n"
    assert render_blocks(block("heading", "C#", 9)) == "###### C#\n"


def test_markdown_without_kept_blocks_prints_the_body() -> None:
    dropped = replace(ARTICLE, title=None, blocks=(Block("paragraph", "No.", False, -1.0),))
    assert render_article(dropped, "markdown") == b"One.\n\nTwo.\n"


def test_markdown_leaves_dropped_blocks_out() -> None:
    assert render_article(ARTICLE, "markdown") == b"# The \\<mayor's> plan\n\nOne.\n"


@pytest.mark.parametrize(
    ("items", "text"),
    [
        (["one", "two"], "- one\n- two\n"),
        (["- one", "- two"], "- one\n- two\n"),
        (["9. one", "10. two\nlines", "more of two"], "9. one\n10. two\\\n    lines\n\n    more of two\n"),
        (["- one", "more of one", "- two"], "- one\n\n  more of one\n- two\n"),
    ],
)
def test_markdown_lists(items: list[str], text: str) -> None:
    assert render_blocks(*(block("list", item, group=3) for item in items)) == text


def test_markdown_keeps_two_lists_apart() -> None:
    lists = [block("list", text, group=group) for group, text in enumerate(("- a", "- b", "1. c", "1. d"))]
    assert render_blocks(*lists) == "- a\n\n* b\n\n1. c\n\n1) d\n"
    between = render_blocks(
        block("list", "- a", group=1), block("paragraph", "x"), block("list", "- b", group=2)
    )
    assert between == "- a\n\nx\n\n- b\n"


def test_markdown_quotes_hold_their_paragraphs_together() -> None:
    assert (
        render_blocks(block("quote", "One.\nTwo."), block("quote", "Three."))
        == "> One.\\\n> Two.\n>\n> Three.\n"
    )


def test_markdown_tables_have_rows_of_equal_width() -> None:
    rows = [block("table", text, group=1) for text in ("Year | Boats", "1990 | 2 | *sold*", "2000")]
    assert render_blocks(*rows) == (
        "| Year | Boats |  |\n| --- | --- | --- |\n| 1990 | 2 | \\*sold\\* |\n| 2000 |  |  |\n"
    )
    assert render_blocks(block("table", "a|b | c")).startswith("| a\\|b | c |\n")


def test_markdown_code_is_fenced_beyond_its_own_fences() -> None:
    assert render_blocks(block("code", "x = '*'\n  y")) == "```\nx = '*'\n  y\n```\n"
    assert render_blocks(block("code", "````\nz")) == "`````\n````\nz\n`````\n"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# no heading", "\\# no heading"),
        ("#hashtag", "#hashtag"),
        ("> no quote", "\\> no quote"),
        ("- no item", "\\- no item"),
        ("-5 degrees", "-5 degrees"),
        ("+ no item", "\\+ no item"),
        ("1990. A year", "1990\\. A year"),
        ("3) third", "3\\) third"),
        ("1.5 million", "1.5 million"),
        ("a * b _c_ snake_case", "a \\* b \\_c\\_ snake_case"),
        ("[a](b) `c` <d> \\e", "\\[a\\](b) \\`c\\` \\<d> \\\\e"),
        ("Q&A &amp; more", "Q&A \\&amp; more"),
        ("verse\nline two\n---", "verse\\\nline two\\\n\\---"),
        ("===", "\\==="),
        ("~~gone~~", "\\~~gone\\~~"),
        ("~~~", "\\~\\~~"),
    ],
)
def test_markdown_prints_text_as_it_is(text: str, escaped: str) -> None:
    assert render_blocks(block("paragraph", text)) == f"{escaped}\n"


def test_markdown_prints_a_kind_it_does_not_know_as_paragraph() -> None:
    assert render_blocks(block("caption", "A boat."), block("paragraph", "One.")) == "A boat.\n\nOne.\n"
