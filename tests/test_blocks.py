"""The walk: which blocks a piece of markup makes."""

from __future__ import annotations

import pytest

from extract.body.blocks import Layout, read_blocks
from extract.page import read_page
from extract.wording import class_mask


def walk(markup: str) -> Layout:
    return read_blocks(read_page(f"<html><body>{markup}</body></html>").root)


CASES = [
    ("paragraphs", "<p>One.</p><p>Two.</p>", [("paragraph", "One."), ("paragraph", "Two.")]),
    ("text between elements", "<div>a<p>b</p>c</div>", [("paragraph", x) for x in "abc"]),
    ("inline elements glue nothing", "<p>a<b>b</b> <i>c</i>d</p>", [("paragraph", "ab cd")]),
    ("white space", "<p> a\n\t b&nbsp; c </p>", [("paragraph", "a b c")]),
    ("one line break", "<p>a<br>b</p>", [("paragraph", "a\nb")]),
    ("two line breaks", "<p>a<br> <br>b</p>", [("paragraph", "a"), ("paragraph", "b")]),
    ("headings", "<h2>A</h2><h3>B</h3>", [("heading", "A"), ("heading", "B")]),
    ("list", "<ul><li>a<li>b</ul>", [("list", "- a"), ("list", "- b")]),
    ("numbered list", "<ol start=3><li>a</li><li><p>b</p><p>c</p></li></ol>",
     [("list", "3. a"), ("list", "4. b"), ("list", "c")]),
    ("nested list", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
     [("list", "- a"), ("list", "- b"), ("list", "- c")]),
    ("quote", "<blockquote><p>a</p></blockquote>", [("quote", "a")]),
    ("table", "<table><tr><th>a<th>b<tr><td>c<br>d<td><p>e</p></table>", [("table", "a | b"), ("table", "c d | e")]),
    ("empty cell", "<table><tr><td>a<td><td>c<tr><td>d<td>e<td>f</table>", [("table", "a |  | c"), ("table", "d | e | f")]),
    ("layout table", "<table><tr><td><table><tr><td>a</table><td><p>b</p><p>c</p></table>",
     [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")]),
    ("code", "<pre>if a:\n    b\n\n    c</pre>", [("code", "if a:\n    b\n\n    c")]),
    ("caption", "<figure><img alt=x><figcaption>a</figcaption></figure>", [("caption", "a")]),
    ("scripts and controls", "<p>a<script>x</script><style>y</style><button>z</button></p>", [("paragraph", "a")]),
    ("heading that unfolds what is below", "<h3><button aria-expanded=false>a</button></h3><div><p>b</p></div>",
     [("heading", "a"), ("paragraph", "b")]),
    ("one in a box of its own", "<div><h3><button aria-expanded>a</button></h3></div><div><p>b</p></div>",
     [("heading", "a"), ("paragraph", "b")]),
    ("one that unfolds links", "<h3><button aria-expanded=false>a</button></h3><div><b>b</b></div>",
     [("paragraph", "b")]),
    ("one that is a tool", "<h3><button aria-expanded=false aria-label=Menu>a</button></h3><div><p>b</p></div>",
     [("paragraph", "b")]),
    ("button beside a heading", "<h3>a <button>b</button></h3><p>c</p>", [("heading", "a"), ("paragraph", "c")]),
    ("tool beside a heading", "<h2>a<span class=x-editsection>[edit]</span></h2>", [("heading", "a")]),
    ("custom element amid text", "<p>a <x-name>b</x-name> c</p>", [("paragraph", "a b c")]),
    ("link around blocks", "<a href=/x><h3>a</h3><p>b</p></a>", [("heading", "a"), ("paragraph", "b")]),
    ("invisible characters", "<p>a\u200bb\u00adc\ufeff</p>", [("paragraph", "abc")]),
    ("joiners of Persian stay", "<p>می\u200cشود</p>", [("paragraph", "می\u200cشود")]),
    ("swallowing svg", "<svg><g><p>a</p><p>b</p></svg>", [("paragraph", "a"), ("paragraph", "b")]),
    ("navigation", "<nav><ul><li><a href=/a>a</a><li>b<script>x</script></ul></nav>", [("list", "- a\n- b")]),
    ("navigation around text", "<nav><p>a</p><p>b</p></nav>", [("paragraph", "a"), ("paragraph", "b")]),
    ("list of short links", "<ol><li><a href=/a>a</a><li><a href=/b>b</a><li><a href=/c>c</a></ol><p>d</p>",
     [("list", "1. a\n2. b\n3. c"), ("paragraph", "d")]),
    ("list of two links", "<ul><li><a href=/a>a</a><li><a href=/b>b</a></ul>", [("list", "- a"), ("list", "- b")]),
    ("list of links and text", "<ul><li><a href=/a>a</a><li><a href=/b>b</a><li>c <a href=/c>c</a></ul>",
     [("list", "- a"), ("list", "- b"), ("list", "- c c")]),
    ("empty box", "a<div> </div>b", [("paragraph", "a"), ("paragraph", "b")]),
    ("text to be read out alone", "<p>a <span class=sr-only>x</span>b</p>", [("paragraph", "a b")]),
    ("ruby with bases", "<p><ruby><rb>a</rb><rtc>b</rtc></ruby> c</p>", [("paragraph", "ab c")]),
    ("readings above words", "<p><ruby>a<rt>x</rt>b<rt>y</rt></ruby> c</p>", [("paragraph", "ab c")]),
    ("readings in brackets", "<p><ruby>a<rp>(</rp><rt>x</rt><rp>)</rp></ruby> c</p>", [("paragraph", "a(x) c")]),
    ("template", "<p>a</p><template><p>x</p></template>", [("paragraph", "a")]),
    ("parts of a custom element", "<x-page><template shadowrootmode=open><p>a</p><p>b</p></template></x-page>",
     [("paragraph", "a"), ("paragraph", "b")]),
    ("picture", "<picture><source srcset=x><img src=y></picture><p>a</p>", [("paragraph", "a")]),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_blocks(markup: str, expected: list[tuple[str, str]]) -> None:
    assert [(b.kind, b.marker + b.text) for b in walk(markup).blocks] == expected


def test_an_item_of_layout_is_none_of_a_list() -> None:
    """What a headline stands in is an article; the list beside it, and the one inside, are lists."""
    page = "<ul><li>a<li><div><h1>b</h1><p>c</p></div><ul><li>d</ul>e<li>f</ul>"
    blocks = [(b.kind, b.marker + b.text) for b in walk(page).blocks]
    assert blocks == [
        ("list", "- a"), ("heading", "b"), ("paragraph", "c"), ("list", "- d"), ("paragraph", "e"), ("list", "- f"),
    ]  # fmt: skip


def test_links_are_counted_in_every_block_they_cover() -> None:
    first, second, third = walk("<a href=/x><h3>abc</h3><p>de</p></a><p>f<a href=/y>g</a></p>").blocks
    assert [(b.link_length, b.links, b.href) for b in (first, second, third)] == [
        (3, 1, "/x"),
        (2, 1, "/x"),
        (1, 1, "/y"),
    ]


def test_what_is_marked_as_the_description_is_named_a_standfirst() -> None:
    described, other = walk("<div itemprop=description>a</div><div itemprop=text>b</div>").blocks
    assert described.box.classes & class_mask("lead")
    assert not other.box.classes


def test_an_element_of_the_sites_own_is_named_like_a_class() -> None:
    (block,) = walk("<photo-caption>a</photo-caption>").blocks
    assert block.box.classes & class_mask("caption")


@pytest.mark.parametrize(
    ("markup", "links"),
    [("<a href=/x></a><p>a</p>", 0), ("<a href=/x>b</a><p>a</p>", 0), ("<a href=/x>b<p>a</p></a>", 1),
     ("<p><a name=x>a</a></p>", 0), ("<p><a id=x></a>a</p>", 0), ("<p><a onclick=x>a</a></p>", 1),
     ("<h2><a href=#x>a</a></h2>", 0), ("<p><a href=#x>a</a></p>", 1)],
)  # fmt: skip
def test_a_link_counts_where_it_leads_from(markup: str, links: int) -> None:
    assert [(b.links, b.link_length) for b in walk(markup).blocks if b.text == "a"] == [(links, links)]


@pytest.mark.parametrize(
    ("markup", "named"),
    [("<span class=comment></span><p>a</p>", False), ("<span class=comment>b</span><p>a</p>", False),
     ("<p><span class=comment>a</span></p>", True), ("<span class=comment>b<p>a</p></span>", True),
     ("<p><b class=comment></b>a</p>", False), ("<p><code class=comment>a</code></p>", True),
     ("<pre><span class=comment>a</span></pre>", False)],
)  # fmt: skip
def test_the_names_of_inline_elements_hold_for_their_text(markup: str, named: bool) -> None:
    assert [bool(b.classes & class_mask("comment")) for b in walk(markup).blocks if b.text == "a"] == [named]


@pytest.mark.parametrize(
    ("markup", "named"),
    [("<p id=comment-a>a</p>", True), ("<h2 class=comment-a>a</h2>", True), ("<h2 id=comment-a>a</h2>", False),
     ("<div id=comment-a><h2>a</h2></div>", True)],
)  # fmt: skip
def test_an_id_names_its_box_but_for_headings(markup: str, named: bool) -> None:
    (block,) = walk(markup).blocks
    around = block.box.parent
    assert around is not None
    assert bool((block.box.classes | around.classes) & class_mask("comment")) == named


def test_words_to_be_read_out_say_nothing_of_the_line_that_they_stand_in() -> None:
    line = walk("<p class=a>One <span class=sr-only>opens a window</span> two.</p>").blocks[0]
    assert not line.classes & class_mask("unseen")


@pytest.mark.parametrize(
    "how", ["hidden", 'style="color:red; display : none"', "aria-hidden=true", "class=u-visually-hidden"]
)
def test_hidden_blocks_are_marked_and_stay(how: str) -> None:
    assert [b.hidden for b in walk(f"<div {how}><p>a</p></div><p>b</p>").blocks] == [True, False]


@pytest.mark.parametrize(
    ("markup", "headed"),
    [("<a href=/x>abc</a><br>def", True), ("abc<br><a href=/x>def</a>", False), ("<a href=/x>abc</a> d<br>e", False),
     ("<a href=/x>abc</a>", False)],
)  # fmt: skip
def test_a_first_line_that_is_a_link_heads_its_block(markup: str, headed: bool) -> None:
    first, second = walk(f"<p>{markup}</p><p>a<br>b</p>").blocks
    assert (first.headed, second.headed) == (headed, False)


def test_images_and_times_know_their_place() -> None:
    layout = walk("<p>a</p><img src=x><p>b <time datetime=2020>c</time></p>")
    assert [(m.index, m.element.tag) for m in (*layout.images, *layout.times)] == [(1, "img"), (1, "time")]


def test_every_word_comes_once_and_in_order() -> None:
    words = [f"w{i}" for i in range(40)]
    shapes = (
        "<p>{}</p>",
        "<div>{}<br>",
        "<li>{} ",
        "<b>{}</b> ",
        "<td>{} ",
        "<blockquote>{} ",
        "<x-y>{}</x-y> ",
        "{} <p>",
    )
    markup = "".join(shapes[i % len(shapes)].format(word) for i, word in enumerate(words))
    found = " ".join(b.text for b in walk(markup).blocks).replace("|", " ").split()
    assert found == words


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<h2>Salt<a href="#salt">¶</a></h2>', "Salt"),
        ('<h2><a href="#c">C</a> <a href="#c">#</a></h2>', "C"),
        ('<h2>Salt <a href="/salt">»</a></h2>', "Salt »"),
        ('<p>Salt<a href="#note">*</a></p>', "Salt*"),
    ],
)
def test_the_sign_that_shows_the_address_of_a_heading_is_none_of_it(markup: str, text: str) -> None:
    assert [block.text for block in walk(markup).blocks] == [text]
