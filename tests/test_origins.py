"""Where blocks come from: the elements that they stand in, and the links in their text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from extract import Block, extract
from extract.body.blocks import read_blocks
from extract.body.origins import add_origins
from extract.page import read_page
from extract.page.xpath import MAX_STEPS, list_paths
from extract.render import render_article
from tests.conftest import PAGE, PARAGRAPHS, TITLE, Result
from tests.growth import grows_beyond
from tests.test_manners import Run

BASE = "https://news.example/a/b.html"


def list_links(markup: str, head: str = "") -> list[tuple[str, str]]:
    """Text and address of every link, were all blocks kept."""
    page = read_page(f"<html><head>{head}</head><body>{markup}</body></html>", url=BASE)
    blocks = [Block(b.kind, b.marker + b.text, True, 1.0) for b in read_blocks(page.root).blocks]
    return [(b.text[start:end], url) for b in add_origins(blocks, page) for start, end, url in b.links]


@pytest.mark.parametrize(
    ("markup", "links"),
    [
        ("<p>See <a href=c.html>there</a>.</p>", [("there", "https://news.example/a/c.html")]),
        ("<p>See <a href=' //x.example/?a=1&amp;b '> over \n there </a>.</p>", [("over there", "https://x.example/?a=1&b")]),
        ("<p><a href=/1>One</a><a href=/2>two</a>", [("One", "https://news.example/1"), ("two", "https://news.example/2")]),
        ("<p><a href=/1>One <b>bold</b>\n<i>and</i> two</a> three", [("One bold and two", "https://news.example/1")]),
        ("<a href=/1><h2>Head</h2><p>Text</p></a>", [("Head", "https://news.example/1"), ("Text", "https://news.example/1")]),
        ("<ol><li>a</li><li><a href=/2>b</a> c</li></ol>", [("b", "https://news.example/2")]),
        ("<p>a<br>\n<a href=/1>b</a><br><br><a href=/2>c</a>", [("b", "https://news.example/1"), ("c", "https://news.example/2")]),
        (
            "<table><tr><td><a href=/1>a</a><td>b<tr><td>c<td> <a href=/2>d</a> </table>",
            [("a", "https://news.example/1"), ("d", "https://news.example/2")],
        ),
        ("<p><a href=/1>\u200b</a>a <a href=/2>b\u200b</a></p>", [("b", "https://news.example/2")]),
        ("<p><a href=/1>a\ufdd0</a> <a href=/2>b</a></p><p><a href=/3>c</a></p>", [("c", "https://news.example/3")]),
        ("<pre>a <a href=/1>b</a></pre><pre>a<a href=/1>b</a>\tc</pre>", [("b", "https://news.example/1")]),
        ("<p><a>a</a> <a href='javascript:x()'>b</a> <a href=mailto:x@y.example>c</a> <a href='http://[x'>d</a></p>", []),
    ],
)  # fmt: skip
def test_links_are_where_the_text_is(markup: str, links: list[tuple[str, str]]) -> None:
    assert list_links(markup) == links


def test_links_resolve_against_the_base_of_the_page() -> None:
    assert list_links("<p><a href=c>a</a></p>", "<base href=/x/>") == [("a", "https://news.example/x/c")]


def test_without_an_address_only_absolute_links_are_left() -> None:
    page = f"<h1>{TITLE}</h1>" + "".join(
        f"<p><a href=/r>The</a> <a href=https://x.example/>link</a> {text}</p>" for text in PARAGRAPHS
    )
    links = [link.url for block in extract(page, origins=True).blocks for link in block.links]
    assert links == ["https://x.example/"] * 3


def test_dropped_blocks_have_no_links() -> None:
    page = f"<nav><a href={BASE}>Home</a></nav><h1>{TITLE}</h1>" + "".join(
        f"<p>{text} <a href={BASE}>More</a></p>" for text in PARAGRAPHS
    )
    blocks = extract(page, origins=True).blocks
    assert [bool(block.links) for block in blocks] == [block.kept for block in blocks]
    assert sum(block.kept for block in blocks) == 3


def test_text_that_is_no_markup_has_no_links() -> None:
    flat = "\n\n".join((TITLE, *PARAGRAPHS, "[a](https://x.example/) <a href=https://x.example/>"))
    stated = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(PARAGRAPHS)})
    page = f"<h1>{TITLE}</h1><script type=application/ld+json>{stated}</script><p><a href={BASE}>Read</a></p>"
    assert "body-from-json-ld" in extract(page).extraction.warnings
    for text in (flat, page):
        article = extract(text, origins=True)
        assert not any(block.links for block in article.blocks)
        assert article.body is not None
        assert render_article(article, "markdown") == render_article(extract(text), "markdown")


def test_the_command_writes_links(run: Run, tmp_path: Path) -> None:
    page = f"<h1>{TITLE}</h1>" + "".join(f"<p><a href=../c>See</a> {text}</p>" for text in PARAGRAPHS)
    (tmp_path / "a.html").write_text(page)
    options = ("--format", "markdown", "--links")
    piped: Result = run(*options, "--url", BASE, stdin=page.encode())
    assert piped.code == 0
    assert piped.out.count(b"[See](https://news.example/c) ") == 3
    several = run(*options, "a.html", "-", stdin=page.replace("../c", BASE).encode())
    assert several.out.count(f"[See]({BASE}) ".encode()) == 3
    assert several.out.count(b"\nSee ") == 3


# XPath

FIXTURES = sorted(Path(__file__).parent.parent.glob("fixtures/*/page.html"))


def squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_lxml_finds_every_block_by_its_xpath(path: Path) -> None:
    """In a tree of its own, as anybody makes one."""
    article = extract(path.read_bytes(), origins=True)
    parser = etree.HTMLParser(encoding=article.extraction.encoding)
    tree = etree.fromstring(path.read_bytes(), parser).getroottree()
    for reading in tree.xpath("//rt[not(preceding-sibling::*[1][self::rp])]"):  # not printed
        reading.text = None
    for block in article.blocks:
        if block.xpath is None:
            assert block.rule == "stated-body"
            continue
        (element,) = tree.xpath(block.xpath)
        text = squeeze("".join(element.itertext()))
        lines = block.text.split("\n") if block.type == "list" else [block.text]
        for line in lines:  # those of a menu are numbered
            assert squeeze(line.removeprefix("- ").lstrip("0123456789. ")) in text


@pytest.mark.parametrize(
    ("markup", "paths"),
    [
        ("<div><p>a</p></div>", ["/html/body/div/p"]),
        ("<div><p>a<p>b<ul><li>c</ul></div><p>d", ["/html/body/div/p[1]", "/html/body/div/p[2]", "/html/body/div/ul/li", "/html/body/p"]),
        ("<div>a<br><br>b<p>c</p>d</div>", ["/html/body/div", "/html/body/div", "/html/body/div/p", "/html/body/div"]),
        ("<span><ins><p>a</p></ins></span>", ["/html/body/span/ins/p"]),
        ("<o:p>a</o:p><x-y>b</x-y><o:p>c</o:p>", ["/html/body/*[1]", "/html/body/x-y", "/html/body/*[3]"]),
    ],
)  # fmt: skip
def test_the_xpath_is_that_of_the_very_element(markup: str, paths: list[str]) -> None:
    page = read_page(f"<!-- x --><html><body><!-- y -->{markup}")
    elements = [block.box.element for block in read_blocks(page.root).blocks]
    found = list_paths(page.root, elements)
    assert [found[element] for element in elements] == paths
    for element in elements:
        assert page.root.xpath(found[element]) == [element]


def test_deep_elements_are_counted() -> None:
    """Paths as long as the nesting would fill the memory."""
    page = read_page("<b>x</b>" + "<div>" * 1900 + "<p>a</p><p>b</p>")
    for path, text in zip(list_paths(page.root, list(page.root.iter("p"))).values(), "ab", strict=True):
        assert len(path) < 20
        assert [element.text for element in page.root.xpath(path)] == [text]
    page = read_page("<div>" * (MAX_STEPS - 3) + "<p>a</p>")
    (path,) = list_paths(page.root, list(page.root.iter("p"))).values()
    assert path.count("/") == MAX_STEPS


def test_the_time_for_origins_grows_with_the_page() -> None:
    def work(markup: str, times: int) -> None:
        page = read_page("<html><body>" + markup * times)
        blocks = [Block(b.kind, b.text, True, 1.0) for b in read_blocks(page.root).blocks]
        add_origins(blocks, page)

    for markup in ("<p>a</p>", "<a href=/x>a</a> b ", "<div><p>a"):
        assert not grows_beyond(14, lambda m=markup: work(m, 3_000), lambda m=markup: work(m, 24_000), 0.2)  # type: ignore[misc]


def test_plain_text_has_no_elements() -> None:
    assert {block.xpath for block in extract("\n\n".join((TITLE, *PARAGRAPHS)), origins=True).blocks} == {
        None
    }


def test_without_being_asked_for_there_is_no_xpath() -> None:
    assert {block.xpath for block in extract(PAGE).blocks} == {None}


@pytest.mark.parametrize("options", [("--blocks",), ("--fields", "blocks")])
def test_the_command_adds_verdicts_and_xpath(run: Run, tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    expected = [
        {"text": b.text, "kept": b.kept, "rule": b.rule, "xpath": b.xpath}
        for b in extract(PAGE, origins=True).blocks
    ]
    assert [block["xpath"] for block in expected] == [
        "/html/body/nav", "/html/body/main/article/h1", *(f"/html/body/main/article/p[{i}]" for i in (1, 2, 3))
    ]  # fmt: skip
    extracted = run(*options, "a.html")
    run("batch", "a.html", "-o", "out.jsonl", *options)
    for line in (extracted.out, (tmp_path / "out.jsonl").read_bytes()):
        blocks = json.loads(line)["blocks"]
        assert [{name: block[name] for name in expected[0]} for block in blocks] == expected
