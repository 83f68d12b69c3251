"""`explain`: the account of every block, and its three views."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement

from extract import Article, Author, Block, Contribution, Image, explain, extract
from extract.article import RULES
from extract.body import policy, rules
from extract.body.blocks import read_blocks
from extract.body.measures import survey
from extract.body.model import load_model
from extract.page import read_page
from extract.render.explain import render_explanation
from extract.render.explain.account import FEW_REASONS, FIELDS, LANGUAGES, list_accounts, load_phrases
from tests.conftest import (
    COMMAND,
    NO_ARTICLE,
    PAGE,
    PARAGRAPHS,
    TITLE,
    Answer,
    Result,
    Site,
    clean_environment,
)
from tests.test_cli import read_on_terminal

Run = Callable[..., Result]
FIXTURES = sorted(Path(__file__).parent.parent.glob("fixtures/*/page.*"))
HOSTILE = "</p></li><script>alert(1)</script><img src=x onerror=alert(2)>\" onclick='alert(3)' {{ 7*7 }}"
STATED = json.dumps(
    {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2024-05-01T10:00:00Z",
        "author": {"@type": "Person", "name": "Ane <b>Moe</b>", "url": "javascript:alert(4)"},
        "image": {"url": "data:text/html,<script>alert(5)</script>", "caption": "<svg onload=alert(6)>"},
        "description": 'A day & a <i>half</i> by the sea, as "they" say.',
    }
).replace("</", r"<\/")
HOSTILE_PAGE = f"""<!doctype html><html lang="en"><head><title>{TITLE}</title>
<script type="application/ld+json">{STATED}</script></head>
<body><main><article><h1>{TITLE}</h1>{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}
<p>{PARAGRAPHS[0][:60]} {escape(HOSTILE)} {PARAGRAPHS[1]}</p></article></main></body></html>""".encode()


def explain_fixture(name: str) -> Article:
    (path,) = [path for path in FIXTURES if path.parent.name == name]
    return explain(path.read_bytes())


def parse_page(article: Article) -> HtmlElement:
    return html.document_fromstring(render_explanation(article, "html").decode())


def build_article(*blocks: Block) -> Article:
    """An article of these blocks alone."""
    article = extract(PAGE)
    return Article(TITLE, "x", article.metadata, article.extraction, blocks)


# The account


def test_every_column_of_the_model_and_every_term_of_the_policy_has_a_phrase() -> None:
    model = load_model()
    names = {*model.first.names, *model.second.names, *policy.TERMS}
    assert names | {"base", "links among links"} == set(load_phrases())
    phrases = [phrase for _, phrase in load_phrases().values()]
    assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_a_fixture_is_explained_as_it_is_extracted(path: Path) -> None:
    page = path.read_bytes()
    plain, article = extract(page), explain(page)
    assert article.to_dict() == plain.to_dict()
    facts = json.loads(render_explanation(article, "json"))
    assert facts["article"] == json.loads(json.dumps(plain.to_dict()))
    assert [b["kept"] for b in facts["blocks"]] == [b.kept for b in plain.blocks]
    assert [b["score"] for b in facts["blocks"]] == [b.score for b in plain.blocks]
    for block in facts["blocks"]:
        assert sum(c["value"] for c in block["contributions"]) == pytest.approx(block["score"], abs=1e-6)
        assert block["kept"] == (block["score"] > 0) or block["rule"] in RULES


ONE, TWO, THREE = PARAGRAPHS
HEADED = ("standfirst", "other-article")  # they look at the headline
# What a page holds, the scores of its blocks, and the rules that are expected to speak of them.
RULED: dict[str, tuple[str, list[float], dict[int, str]]] = {
    "near-miss": (f"<p>{ONE}<p>{TWO}", [-0.3, -0.5], {0: "near-miss", 1: "near-miss"}),
    "near-equals": (
        "".join(
            f"<div class=card><p>{i} {text}</div>"
            for i, text in enumerate((ONE, TWO, ONE, "Near, but odd", TWO))
        ),
        [2, -2, -1.5, -3.2, -1],
        {1: "near-equals", 2: "near-equals", 4: "near-equals"},
    ),
    "stray": (
        f"<p>{ONE}" + "".join(f"<div class=reply><p>{i} {TWO}</div>" for i in range(3)),
        [2, -4, 0.4, -4],
        {2: "stray"},
    ),
    "standfirst": (
        f"<h1>{TITLE}</h1><p class=standfirst>What nine pupils built in May<p>{ONE}",
        [-4, -4, 2],
        {1: "standfirst"},
    ),
    "inside-article": (f"<p>{ONE}<h2>Tickets</h2><p>{TWO}", [2, -1, 2], {1: "inside-article"}),
    "list-item": (
        f"<p>{ONE}<ul><li>{ONE[:60]}<li>{TWO[:60]}<li>{TWO[60:99]}<li>{ONE[60:99]}</ul>",
        [4, 4, 4, -1.4, -1.6],
        {3: "list-item"},
    ),
    "introduction": (
        f"<p>{ONE}<p>It says:<blockquote>{TWO}</blockquote><p>It ends:<p>{THREE}",
        [4, -1.4, 0.4, -1.4, 4],
        {1: "introduction"},
    ),
    "between-equals": (
        f"<p>{ONE}<p class=x>{TWO}<p>{TWO}<p>{ONE[:99]}",
        [4, -4, -2.9, 4],
        {2: "between-equals"},
    ),
    "after-equals": (
        "".join(f"<p>{i} {ONE}" for i in range(5)) + f"<p class=x>{TWO}",
        [2] * 3 + [-4] * 3,
        {3: "after-equals", 4: "after-equals"},
    ),
    "equal-heading": (
        "".join(f"<div class=way><h2>{i}</h2><p>{i} {ONE}</div>" for i in range(2))
        + f"<div class=way><h2><a href=/services>Services</a></h2><p>{ONE[:99]}</div>"
        + f"<h2>Elsewhere</h2><p>{TWO[:99]}<div class=way><h2>Related stories</h2><p>More {ONE}</div>",
        [2, 2, 2, 2, -6, 2, -2.5, 2, -2.5, 2],
        {4: "equal-heading"},
    ),
    "stated": (
        f'<script type="application/ld+json">{{"@type": "Article", "articleBody": {json.dumps(ONE + TWO)}}}</script>'
        f"<p>{ONE}<p>{TWO}<p>Not {TWO}",
        [2, -4, -4],
        {1: "stated"},
    ),
    "slide": (
        "<p>Slides."
        + "".join(
            f"<figure><img src=/a.jpg><figcaption>{t}</figcaption></figure>" for t in (ONE, TWO, THREE)
        ),
        [2, -5, -6, -7],
        {1: "slide", 2: "slide", 3: "slide"},
    ),
    "live-entry": (
        "".join(
            f"<div class=live-entry><time>{i}:30</time><h3>Water {i}</h3><p>{text}</p><p><a href=/x>Share</a></p></div>"
            for i, text in enumerate((ONE, "Dry.", TWO))
        ),
        [-2, -2, 2, -2, -2, -2, -4, -2, -2, -2, -4, -2],
        dict.fromkeys((0, 1, 4, 5, 6, 8, 9, 10), "live-entry"),
    ),
    "other-article": (
        f"<article><h1>{TITLE}</h1><p>{ONE}</article><article><h1>Other</h1><p>{TWO}</article>",
        [-2, 2, 2, 2],
        {2: "other-article", 3: "other-article"},
    ),
    "headline": (
        f"<p>{TITLE}<p>{TITLE}<br>12 March 2024<p>{TITLE}<br>It has rained since 1998.<p>{ONE}",
        [2, 2, 2, 2],
        {0: "headline", 1: "headline"},
    ),
    "flat-caption": (
        f"<p>{ONE[:40]}<p>{ONE[:40]}<p>{TWO}",
        [2, 2, 2],
        {0: "flat-caption", 1: "flat-caption"},
    ),
    "repeat": (f"<p>{ONE}<p>{TWO}<p>{ONE}", [2, 2, 2], {2: "repeat"}),
    "no-words": (f"<p>{ONE}<p>* * *<p>{TWO}<p>$$$", [2, 2, 2, 2], {1: "no-words"}),
    "pull-quote": (f"<p>{ONE}<p>{TWO}<blockquote>{ONE[4:90]}</blockquote>", [2, 2, 2], {2: "pull-quote"}),
    "signature": (
        f"<p>{ONE}<blockquote><p>{TWO}</p>— Ane Moe (@anemoe)</blockquote>"
        f"<blockquote><p>{THREE}</p>— Ole Roe (@oleroe)</blockquote>",
        [2, -4, 2, 2, 2],
        {2: "signature"},
    ),
    "biography": (
        '<script type="application/ld+json">{"@type": "Article", "headline": "X", "author": {"name": "Ane Moe"}}</script>'
        f"<p>{ONE}<p>{TWO}<p>Ane Moe has sailed for thirty years.",
        [2, 2, 2],
        {2: "biography"},
    ),
}


@pytest.mark.parametrize("rule", RULED)
def test_a_block_names_the_rule_that_decided_against_its_score(rule: str) -> None:
    body, scores, expected = RULED[rule]
    page = read_page(f"<html><body>{body}</body></html>")
    facts = survey(page, read_blocks(page.root), TITLE, 0 if rule in HEADED else -1)
    choice = rules.apply_rules(facts, policy.Policy(facts), TITLE, scores, flat=rule == "flat-caption")
    assert choice.rules == expected
    assert [kept != (score > 0) for kept, score in zip(choice.kept, scores, strict=True)] == [
        i in expected for i in range(len(scores))
    ]


def test_every_rule_is_tested_and_has_a_phrase() -> None:
    names = [name for name, _ in rules.RULES]
    assert names == list(RULED)
    assert [*names, "no-article", "stated-body"] == list(RULES)


def test_of_two_rules_the_last_is_named() -> None:
    page = read_page(f"<html><body><p>{ONE}<p>{TWO}<p>{ONE}</body></html>")
    facts = survey(page, read_blocks(page.root), TITLE, -1)
    choice = rules.apply_rules(facts, policy.Policy(facts), TITLE, [-0.3, -0.3, -0.3], flat=False)
    assert choice.kept == [True, True, False]
    assert choice.rules == {0: "near-miss", 1: "near-miss", 2: "repeat"}


def test_groups_add_up_to_the_score() -> None:
    for account in list_accounts(explain(PAGE)):
        total = sum(group.value for group in account.groups)
        assert total == pytest.approx(account.block.score, abs=0.001)
        for group in account.groups:
            named = sum(reason.value for reason in group.reasons)
            assert named + group.rest_value == pytest.approx(group.value)


def test_near_misses_are_those_close_to_the_line_on_both_sides() -> None:
    why = (Contribution("width", 0.5),)
    blocks = [
        Block("paragraph", "x", score > 0, score, contributions=why) for score in (-1.2, -0.9, 0.9, 1.2)
    ]
    stated = Block("paragraph", "x", True, 0.0, rule="stated-body")
    accounts = list_accounts(build_article(*blocks, stated))
    assert [account.near for account in accounts] == [False, True, True, False, False]


def test_candidates_name_their_sources_and_the_first_of_the_value_that_came_out() -> None:
    fields = json.loads(render_explanation(explain(HOSTILE_PAGE), "json"))["fields"]
    assert list(fields) == list(FIELDS)
    title = fields["title"]
    assert title["value"] == TITLE
    assert [(c["source"], c["chosen"]) for c in title["candidates"]] == [
        ("printed <h1>", True), ("json-ld", False), ("<title>", False)
    ]  # fmt: skip
    assert fields["date_published"]["value"] == "2024-05-01T10:00:00+00:00"
    assert fields["date_published"]["candidates"][0] == {
        "value": "2024-05-01T10:00:00+00:00", "source": "json-ld", "chosen": True
    }  # fmt: skip
    assert [c["chosen"] for c in fields["authors"]["candidates"]][:1] == [True]
    assert extract(HOSTILE_PAGE).candidates == ()


# Two sources for every field that has several, the first of them believed.
RIVALS = """<html lang="de-at"><head><meta charset=utf-8><title>{title} - Lorn Post</title>
<link rel=canonical href="https://lorn.example/a"><meta property="og:url" content="https://lorn.example/b">
<meta property="og:site_name" content="Lorn Post"><meta name="application-name" content="Lorn App">
<meta name="Description" content="What the ferry brought."><meta property="og:description" content="All about a ferry.">
<meta property="article:section" content="Sea"><meta name=keywords content="Ferry, Harbour">
<meta property="og:locale" content="en_GB"><meta property="og:type" content="article">
<meta property="og:image" content="https://lorn.example/one.jpg"><meta name="twitter:image" content="https://lorn.example/two.jpg">
<meta name="article:content_tier" content="locked"><script type="application/ld+json">
{{"@type": "NewsArticle", "headline": "{title}", "articleSection": "Islands", "keywords": ["Boat", "Sea"],
  "isAccessibleForFree": true}}</script></head><body><main><h1>{title}</h1>{text}</main></body></html>"""
OFFERED = {
    "site_name": [("og:site_name", "Lorn Post"), ("<title>", "Lorn Post"), ("application-name", "Lorn App")],
    "section": [("json-ld", "Islands"), ("article:section", "Sea")],
    "description": [("description", "What the ferry brought."), ("og:description", "All about a ferry.")],
    "keywords": [("json-ld", "Boat, Sea"), ("keywords", "Ferry, Harbour")],
    "language": [("<html lang>", "de-AT"), ("og:locale", "en-GB"), ("the text", "en")],
    "page_type": [("json-ld", "article"), ("og:type", "article")],
    "is_free": [("json-ld", "true"), ("article:content_tier", "false")],
    "canonical_url": [("link canonical", "https://lorn.example/a"), ("og:url", "https://lorn.example/b")],
    "images": [("og:image", "https://lorn.example/one.jpg"), ("twitter:image", "https://lorn.example/two.jpg")],
}  # fmt: skip
CAME_OUT = {"language": 1, "page_type": 0}  # the text is English, as the second declaration says


def test_every_field_names_its_sources_in_the_order_in_which_they_are_believed() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    article = explain(RIVALS.format(title=TITLE, text=text), url="https://lorn.example/x")
    fields = json.loads(render_explanation(article, "json"))["fields"]
    assert {*OFFERED, "title", "authors", "date_published", "date_modified"} == set(fields)
    for name, expected in OFFERED.items():
        offered = [(c["source"], c["value"]) for c in fields[name]["candidates"]]
        assert offered[: len(expected)] == expected, name
        chosen = [c["chosen"] for c in fields[name]["candidates"]]
        assert chosen.index(True) == CAME_OUT.get(name, 0), name
        assert chosen.count(True) == 1
    shown, listed = (render_explanation(article, format).decode() for format in ("html", "text"))
    for name, expected in OFFERED.items():
        for source, value in expected:
            assert escape(source) in shown, name
            assert escape(value) in shown, name
            assert source in listed, name


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_what_came_out_is_among_the_candidates(path: Path) -> None:
    """But for authors and dates, of which several sources may have a part."""
    article = explain(path.read_bytes())
    values = {"title": article.title, **article.to_dict()["metadata"]}
    for name in (*OFFERED, "title"):
        offers = [c for c in article.candidates if c.field == name]
        assert any(c.chosen for c in offers) == (values[name] not in (None, (), [])), name


def test_a_type_that_was_overruled_is_told() -> None:
    article = explain_fixture("front-page")
    first = next(c for c in article.candidates if c.field == "page_type")
    assert first == ("page_type", "listing", "the page as a whole", True)


# Wording


def test_a_block_names_the_phrases_that_it_was_matched_by() -> None:
    lines = ("Lesen Sie auch: Die Fähre", "Advertisement", "The ferry sailed again on Tuesday.", "Video")
    page = PAGE.replace(b"</main>", "".join(f"<p>{line}</p>" for line in lines).encode() + b"</main>")
    article = explain(page)
    read, advert, sentence, video = (b.phrases for b in article.blocks[-4:])
    assert ("Lesen Sie auch…", "related", ("de",)) in read
    assert ("Advertisement", "ad", ("en",)) in advert
    assert sentence == ()
    assert {phrase.category for phrase in video} >= {"placeholder"}
    assert max(len(phrase.languages) for phrase in video) > LANGUAGES
    facts, shown, listed = (render_explanation(article, f).decode() for f in ("json", "html", "text"))
    assert json.loads(facts)["blocks"][-4]["phrases"][0]["languages"] == ["de"]
    assert '<q dir="auto">Lesen Sie auch…</q> (related; de)' in shown
    assert "says “Lesen Sie auch…” (related; de)" in listed
    assert re.search(r"\w\w, \w\w, \w\w, \w\w and \d+ more\)", shown)
    assert all(block.phrases == () for block in extract(page).blocks)


# The page


def test_what_the_page_says_is_text_and_nothing_else() -> None:
    article = explain(HOSTILE_PAGE)
    evil = replace(
        article.metadata,
        authors=(Author(HOSTILE, "javascript:alert(4)"),),
        canonical_url=f"https://a.example/{HOSTILE}",
        language=HOSTILE,
        images=(
            Image("data:text/html,x", caption=HOSTILE),
            Image(f" https://a.example/{HOSTILE}", main=True),
        ),
    )
    tree = parse_page(replace(article, title=HOSTILE, metadata=evil))
    for part in ("article", "metadata", "blocks"):
        assert HOSTILE in tree.get_element_by_id(part).text_content()
    assert "(javascript:alert(4))" in tree.text_content()
    assert not tree.xpath("//script | //img | //svg | //iframe | //link | //form | //base | //object")
    attributes = {name for element in tree.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in ("src", "style", "srcset")}
    assert all(re.match("https?://|#", href) for href in tree.xpath("//@href"))


def test_links_lead_to_the_web_alone() -> None:
    address = "https://news.example/ane?a=1&b='2'"
    article = explain(PAGE)
    metadata = replace(
        article.metadata, authors=(Author("Ane Moe", address),), canonical_url="ftp://a.example/"
    )
    assert parse_page(replace(article, metadata=metadata)).xpath("//dd//a/@href") == [address]


def test_the_policy_allows_the_page_s_own_style_and_nothing_else() -> None:
    tree = parse_page(explain(PAGE))
    (policy_text,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = tree.xpath("//style/text()")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy_text.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in policy_text
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("name", ["arc", "pangea-fa-rtl", "statistics-table", "json-ld-body", "front-page"])
def test_every_block_has_its_place_and_every_jump_a_target(name: str) -> None:
    article = explain_fixture(name)
    tree = parse_page(article)
    ids = tree.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert {href[1:] for href in tree.xpath("//@href") if href.startswith("#")} <= set(ids)
    blocks = [tree.get_element_by_id(f"b{i + 1}") for i in range(len(article.blocks))]
    assert [text_of(b, "text") for b in blocks] == [" ".join(b.text.split()) for b in article.blocks]
    assert [b.get("class").split()[0] == "kept" for b in blocks] == [b.kept for b in article.blocks]
    places = tree.xpath("//article//@id")
    assert places == [f"a{i}" for i, b in enumerate(article.blocks, 1) if b.kept]


def text_of(element: HtmlElement, name: str) -> str:
    (part,) = element.find_class(name)
    return " ".join(part.text_content().split())


def test_the_article_reads_as_it_was_extracted() -> None:
    article = explain_fixture("statistics-table")
    tree = parse_page(article)
    for mark in tree.find_class("why"):
        mark.drop_tree()
    shown = re.sub(r"[\s|]+", "", tree.get_element_by_id("article").text_content())
    assert article.body is not None
    assert shown.endswith(re.sub(r"[\s|]+|^- ", "", article.body, flags=re.M))


def test_direction_and_language_are_those_of_the_text() -> None:
    tree = parse_page(explain_fixture("hebrew"))
    (article,) = tree.xpath("//article")
    assert article.get("lang") == "he"
    assert {e.get("dir") for e in article} == {"auto"}
    assert {p.get("dir") for p in tree.xpath("//*[@class='text']")} == {"auto"}
    assert tree.get("lang") == "en"


def test_a_large_page_stays_readable() -> None:
    rows = "".join(
        f'<div class="teaser"><p>Seen on the {i}th day, told in the {i}th week.</p></div>'
        for i in range(1200)
    )
    page = PAGE.replace(b"</main>", f"</main><aside>{rows}</aside>".encode())
    article = explain(page)
    assert len(article.blocks) > 1200
    far = [a for a in list_accounts(article) if a.block.score < -3.0 and len(a.block.contributions) > 1]
    assert len(far) > 1000
    assert max(sum(len(g.reasons) for g in a.groups) for a in far) <= FEW_REASONS
    assert len(render_explanation(article, "html")) < 2000 * len(article.blocks)


# The view for the terminal


def test_text_names_every_block_and_folds_links() -> None:
    lines = render_explanation(explain(PAGE), "text").decode().splitlines()
    assert lines[0] == TITLE
    assert lines[1].startswith("an article · about ")
    assert [line[9:39] for line in lines if line.startswith("+  +")] == [p[:30] for p in PARAGRAPHS]
    links = "".join(f'<div><a href="/{i}">Topic {i}</a></div>' for i in range(9))
    folded = PAGE.replace(b"</nav>", f"</nav>{links}".encode())
    text = render_explanation(explain(folded), "text").decode()
    assert "-  −8.00 10 blocks: - Home · Topic 0 · Topic 1 · " in text


def test_text_cannot_command_the_terminal() -> None:
    evil = Block(
        "paragraph", "a\x1b[2J\x9b\u202eb\nc\x07", True, 1.0, contributions=(Contribution("width", 1.0),)
    )
    shown = render_explanation(build_article(evil), "text").decode()
    assert " a [2J b c\n" in shown
    assert all(c.isprintable() or c == "\n" for c in shown)


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("10", 40), ("", 100)])
def test_text_keeps_to_the_width(run: Run, columns: str, width: int) -> None:
    shown = run("explain", "--format", "text", stdin=PAGE, COLUMNS=columns).out.decode()
    assert max(map(len, shown.splitlines())) == width
    assert "\x1b" not in shown


def test_text_says_where_a_long_value_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    value = "The ferry sailed again. " * 10
    page = PAGE.replace(b"</title>", f'</title><meta property="og:description" content="{value}">'.encode())
    monkeypatch.setenv("COLUMNS", "100")
    lines = render_explanation(explain(page), "text").decode().splitlines()
    (line,) = (line for line in lines if line.startswith("+ The ferry sailed"))
    assert line.endswith("…  (og:description)")
    assert len(line) == 100


def test_text_is_coloured_on_a_terminal_alone_and_not_against_a_wish(
    page_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    code, shown = read_on_terminal("explain", "--format", "text", page_file, stdin=False)
    assert code == 0
    assert "\x1b[32m" in shown
    monkeypatch.setenv("NO_COLOR", "1")
    _, plain = read_on_terminal("explain", "--format", "text", page_file, stdin=False)
    assert not re.search(r"\x1b\[(?:\d;)*3\d", plain)


# The command


def test_a_terminal_gets_the_text_unless_html_is_asked_for(page_file: Path) -> None:
    asked = read_on_terminal("explain", "--format", "text", page_file, stdin=False)
    assert read_on_terminal("explain", page_file, stdin=False) == asked
    assert read_on_terminal("explain", "-o", "-", page_file, stdin=False) == asked
    _, page = read_on_terminal("explain", "--format", "html", page_file, stdin=False)
    assert page.startswith("<!doctype html>")
    target = page_file.with_suffix(".out")
    assert read_on_terminal("explain", "-o", target, page_file, stdin=False) == (0, "")
    assert target.read_bytes().startswith(b"<!doctype html>")


@pytest.mark.parametrize(
    ("args", "start"),
    [
        ((), b"<!doctype html>"),
        (("--format", "json"), b'{"article":'),
        (("--format", "text"), TITLE.encode()),
    ],
)
def test_the_command_writes_each_format(run: Run, page_file: Path, args: Sequence[str], start: bytes) -> None:
    result = run("explain", *args, page_file)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(start)
    assert run("explain", *args, "-o", "out", page_file) == Result(0, b"", "")
    assert (page_file.parent / "out").read_bytes() == result.out


def test_sources_and_options_are_those_of_extract(run: Run, site: Site) -> None:
    def read(*args: str, stdin: bytes = b"") -> dict[str, object]:
        facts = json.loads(run("explain", "--format", "json", *args, stdin=stdin).out)
        assert all(block["contributions"] for block in facts["blocks"])
        article = facts["article"]
        assert isinstance(article, dict)
        return article

    url = site.add("/a", Answer())
    assert read("--allow-private", url) == json.loads(run("--allow-private", url).out)
    options = ("--url", "https://news.example/a", "--encoding", "windows-1252")
    assert read(*options, "-", stdin=PAGE) == json.loads(run(*options, stdin=PAGE).out)


@pytest.mark.parametrize(
    ("args", "stdin", "code", "reason"),
    [
        ((), NO_ARTICLE, 1, "standard input: the page holds no article"),
        (("--format", "markdown"), PAGE, 2, "--format markdown does not exist; choose html, json, text"),
        (("a.html", "b.html"), PAGE, 2, "b.html"),
        (("--blocks",), PAGE, 2, "--blocks"),
        (("--max-size", "10"), PAGE, 3, "--max-size"),
        (("nowhere.html",), PAGE, 3, "nowhere.html: no such file"),
        ((), b"", 3, "standard input"),
        (("-o", "no/such/folder.html"), PAGE, 4, "cannot be written"),
    ],
)  # fmt: skip
def test_exit_codes_are_those_of_extract(
    run: Run, args: Sequence[str], stdin: bytes, code: int, reason: str
) -> None:
    result = run("explain", *args, stdin=stdin)
    assert result.code == code
    assert reason in result.err
    assert result.err.count("\n") == 1
    assert bool(result.out) == (code == 1)


def test_a_closed_pipe_ends_quietly(page_file: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        (*COMMAND, "explain", page_file),
        stdout=writing,
        stderr=subprocess.PIPE,
        env=clean_environment(),
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")
