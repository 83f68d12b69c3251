"""Pages flattened to plain text: told from markup, and made a tree of."""

from __future__ import annotations

import time

import pytest
from lxml import etree

from extract.page import read_page
from extract.page.flat import build_flat_tree
from extract.page.form import MAX_MARKDOWN, is_flat, is_markdown
from extract.page.markdown import render_markdown
from tests.growth import grows_beyond


@pytest.mark.parametrize(
    "text",
    [
        "One line.",
        "",
        "If a < b and c > d, then a <b, c> d.",
        "Write to Jane <jane@example.org> or to <https://example.org/>.",
        "The <b> tag is old.\nUse <strong> instead, says the guide.\nIt reads better.\nThe end.",
        "First, a paragraph of prose.\n\nThe page must begin with <html> and <head>, he said.\n\nThen prose.",
        "A lesson\n\nA paragraph is written so:\n<p>Hello</p>\n\n"
        + "Then many lines of prose follow.\n\n" * 12,
        "<music>\nThe tide is out, the boats are in.",
        "&lt;p&gt; is how it is escaped.",
        "# Title\n\n* item",
    ],
)
def test_text_is_flat(text: str) -> None:
    assert is_flat(text)


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html><title>x</title>",
        "\ufeff \n<HTML>",
        "<!-- saved > here --><!-- again -->\n<div>x",
        "<?xml version='1.0'?>\n<html>",
        "<p>A single paragraph\nwrapped over\nmany lines\nin the source.",
        "one<br>two<br>three",
        "Hello <b>world</b>",
        "Some text first\n<p>para</p>\n<p>para</p>",
        "<x:html xmlns:x='urn:x'>",
        "<h1>Title</h1>\nText of it\nand more of it\nand more\nand more",
        "<amp-img src=x>",
        "Prose before it\n<div class='a'>\nx\n</div>",
    ],
)
def test_markup_is_not_flat(text: str) -> None:
    assert not is_flat(text)


LINKS = "[Home](/)\n[News](/news)\n[Sport](/sport)\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LINKS, True),
        ("[Home](/)\n[News](/news)\nSport", False),
        ("It was said [sic] (by three) that [so] (it) was [it] (so).", False),
        (LINKS + "x" * MAX_MARKDOWN, False),
    ],
)
def test_markdown_is_told_by_its_links(text: str, told: bool) -> None:
    assert is_markdown(text) == told


def test_markdown_becomes_markup() -> None:
    text = (
        f"{LINKS}\n#  A [title](/t)\n\n    set in\n\n![a boat](https://x.example/b.jpg)\n\n"
        "A <b>tag</b> is *text*,\n[print](javascript:print)\n\n  * one\n  * two"
    )
    page = read_page(text)
    found = [(e.tag, e.get("href") or e.get("src"), (e.text or "").strip()) for e in page.root.iter("*")]
    assert not page.flat
    assert ("h1", None, "A") in found
    assert ("a", "/news", "News") in found
    assert ("p", None, "set in") in found
    assert ("img", "https://x.example/b.jpg", "") in found
    assert ("p", None, "A <b>tag</b> is") in found
    assert ("a", "javascript:print", "print") in found
    assert found[-2:] == [("li", None, "one"), ("li", None, "two")]


@pytest.mark.parametrize(
    "piece", ["[", "[a](", "![", "> * ", "*a ", "a|b\n-|-\n", "[a]: b\n", "  * a\n", "`a"]
)
def test_time_of_markdown_grows_linearly(piece: str) -> None:
    """Four times the text takes at most seven times as long."""

    def read(count: int) -> None:
        render_markdown(LINKS + piece * (count // len(piece)))

    read(1000)
    assert not grows_beyond(7, lambda: read(5_000), lambda: read(20_000), slack=0.05)


def render(text: str) -> str:
    """The tree's body as compact markup."""
    body = build_flat_tree(text)[0]
    return "".join(etree.tostring(child, encoding="unicode") for child in body)


WRAPPED = """\
The harbour council met on Tuesday and agreed, after a long debate, to
repair the old pier before the winter storms come and the ferries stop
for good.

Another paragraph follows that was wrapped at the same width, so that
it can be joined again.
"""
CASES = {
    "a line a paragraph": ("One.\nTwo.\n\nThree.", "<p>One.</p><p>Two.</p><p>Three.</p>"),
    "line ends of all systems": ("One.\r\n\r\nTwo.\rThree.", "<p>One.</p><p>Two.</p><p>Three.</p>"),
    "long lines stay apart": (
        ("A" + " word" * 40 + ".\n") * 2, ("<p>A" + " word" * 40 + ".</p>") * 2,
    ),
    "wrapped paragraphs": (
        WRAPPED,
        "<p>The harbour council met on Tuesday and agreed, after a long debate, to repair the old pier "
        "before the winter storms come and the ferries stop for good.</p><p>Another paragraph follows that "
        "was wrapped at the same width, so that it can be joined again.</p>",
    ),
    "wrapped without blanks between words": (
        ("港の委員会は火曜日に冬の嵐が来る前に古い桟橋を直すことを決めたと漁師た\n" * 4 + "ちは話した。\n"),
        f"<p>{'港の委員会は火曜日に冬の嵐が来る前に古い桟橋を直すことを決めたと漁師た' * 4}ちは話した。</p>",
    ),
    "one wrapped sentence": (
        "The harbour council met on Tuesday and agreed, after a long\ndebate, to repair it.",
        "<p>The harbour council met on Tuesday and agreed, after a long debate, to repair it.</p>",
    ),
    "sentences in pieces": (
        "Old pier is repaired\nThe\nHarbour Council\nmet on Tuesday and agreed with the report of\nJane Doe\n"
        ", who had seen it.\nIt is said that\nboats\n, ferries and\npeople\nwait\n.\nThe end.",
        "<p>Old pier is repaired</p><p>The</p><p>Harbour Council met on Tuesday and agreed with the report of "
        "Jane Doe, who had seen it.</p><p>It is said that boats, ferries and people wait.</p>"
        "<p>The end.</p>",
    ),
    "lines of a menu in small letters": ("Old pier is repaired\nshare\nsave\n, one\n, two\nNews", None),
    "title above a byline": ("Harbour council agrees to repair old pier\nBy Jane Doe", None),
    "menu": ("Home\nNews\nWorld News\nSport", None),
    "headlines": ("Man saves a dog from the sea\nCouncil votes on the pier\nFerry sails again", None),
    "verse": (
        "The sea is grey,\nthe gulls are few,\nand all the boats have gone\n\nThe last line stands alone.",
        "<p>The sea is grey,<br/>the gulls are few,<br/>and all the boats have gone</p>"
        "<p>The last line stands alone.</p>",
    ),
    "bullets": (
        "• one\n• two\n\nAfter.",
        "<ul><li><p>one</p></li><li><p>two</p></li></ul><p>After.</p>",
    ),
    "every bullet": (
        "* one\n\n‣ two\n\n· three\n\n- four\n- five\n\n– six\n– seven",
        "<ul><li><p>one</p></li><li><p>two</p></li><li><p>three</p></li><li><p>four</p></li>"
        "<li><p>five</p></li><li><p>six</p></li><li><p>seven</p></li></ul>",
    ),
    "what is indented belongs to the item": (
        "Text.\n\n  • 16x9 Image\n\n\n    A writer of ours.\n\n    More of her.\n\nText.",
        "<p>Text.</p><ul><li><p>16x9 Image</p><p>A writer of ours.</p><p>More of her.</p></li></ul>"
        "<p>Text.</p>",
    ),
    "no deeper, no part of the item": (
        "  • item\n\n  Not of it.", "<ul><li><p>item</p></li></ul><p>Not of it.</p>",
    ),
    "item that hangs": (
        "  * an item that\n    goes on\n  * another",
        "<ul><li><p>an item that goes on</p></li><li><p>another</p></li></ul>",
    ),
    "nested items": (
        "* one\n  * inner\n* two",
        "<ul><li><p>one</p><ul><li><p>inner</p></li></ul></li><li><p>two</p></li></ul>",
    ),
    "numbers": (
        "3. three\n4. four", '<ol start="3"><li><p>three</p></li><li><p>four</p></li></ol>',
    ),
    "a number that opens a sentence": ("1. Juni war es soweit.\n\nDann nicht.", None),
    "a dash that opens speech": ("Then he spoke.\n\n– I do not know, he said.\n\nShe left.", None),
    "headings": (
        "# Title\n\nText.\n\n## Part ##\n\n### Deeper\n\nUnderlined\n==========\n",
        "<h2>Title</h2><p>Text.</p><h2>Part</h2><h3>Deeper</h3><h2>Underlined</h2>",
    ),
    "a tag is no heading": ("#harbour is trending", None),
    "rules are no text": ("One.\n\n-----\n\n* * *\n\nTwo.", "<p>One.</p><p>Two.</p>"),
    "rows with tabs": ("Year\tBoats\n2001\t4\n2002\t5", None),
    "marks of direction": ("\u200fשלום עולם\u200e\n\u202bמזח\u202c", None),
    "controls": ("a\0b\x1b\x1fc\ud800d\ufffe\n\x1e\x0cx", "<p>abcd</p><p>x</p>"),
    "nothing": ("\n \n", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_tree(name: str) -> None:
    text, expected = CASES[name]
    if expected is None:  # a paragraph a line
        expected = "".join(f"<p>{line}</p>" for line in text.splitlines() if line)
    assert render(text) == expected


def test_flat_page() -> None:
    page = read_page("Title\n\nA text.".encode("utf-16"))
    assert (page.flat, page.encoding, page.root.tag) == (True, "utf-16le", "html")
    assert [p.text for p in page.root.iter("p")] == ["Title", "A text."]


@pytest.mark.parametrize(
    "piece",
    [
        "word ", "The council met.\n", "* x\n", "1. x\n2. y\n", "- x\n", "<a ", "<b>x\n", "<!--", "<!-- -->",
        " ", "#",
        "# ", "=\n", "\t", "   * x\n * y\n", "x\n\n", "。", "a,\nb c d e,\n", ", a\n", "•", "<?",
    ],
)  # fmt: skip
def test_time_grows_linearly(piece: str) -> None:
    """Four times the text takes at most seven times as long."""

    def read(count: int) -> None:
        text = piece * (count // len(piece)) + "x"
        is_flat(text)
        build_flat_tree(text)

    read(1000)
    assert not grows_beyond(7, lambda: read(30_000), lambda: read(120_000), slack=0.05)


def test_large_text() -> None:
    """15 MB take a few seconds."""
    text = "The harbour council met on Tuesday and agreed, after a long debate.\n\n" * 210_000
    start = time.process_time()
    page = read_page(text)
    assert time.process_time() - start < 8
    assert page.flat
    assert len(page.root[0]) == 210_000
