"""The fields of the metadata, each from the shapes that pages really have. All text is invented."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest

from extract.article import Author, Metadata
from extract.body.blocks import read_blocks
from extract.metadata import read_metadata
from extract.metadata.title import find_headline
from extract.page import read_page

URL = "https://www.riverpost.example/news/bridge-opens-4711.html"
TITLE = "New bridge opens over the Wend after nine years"
BODY = "".join(
    f"<p>Body {n}. The bridge was opened by the mayor and it was said to be the longest of the "
    f"county, with two lanes for cars and one for those who walk.</p>"
    for n in range(6)
)


def metadata_of(
    head: str = "", top: str = "", below: str = "", *, url: str | None = URL, lang: str = "en"
) -> Metadata:
    """The metadata of a page with a headline, `top` under it, a body, and `below` after it."""
    markup = (
        f"<html lang='{lang}'><head><title>{TITLE}</title>{head}</head><body><article><h1>{TITLE}</h1>"
        f"{top}{BODY}{below}</article></body></html>"
    )
    return metadata_of_page(markup, url)


def metadata_of_page(markup: str, url: str | None = URL) -> Metadata:
    page = read_page(markup, url=url)
    layout = read_blocks(page.root)
    kept = [block.text.startswith("Body") for block in layout.blocks]
    return read_metadata(page, layout, find_headline(page, layout), kept)


def json_ld(**fields: Any) -> str:
    story = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **fields}
    return f"<script type='application/ld+json'>{json.dumps(story)}</script>"


def names_of(metadata: Metadata) -> list[str]:
    return [author.name for author in metadata.authors]


# Title ---------------------------------------------------------------------------------------------


def headline_of(markup: str, url: str | None = URL) -> tuple[str | None, str | None]:
    """The headline's text and the tag that prints it."""
    page = read_page(markup, url=url)
    headline = find_headline(page, read_blocks(page.root))
    return headline.text, headline.block.box.tag if headline.block is not None else None


PARAGRAPHS = "<p>Some words of the body that go on for a while.</p>" * 4


@pytest.mark.parametrize(
    ("head", "body", "text", "tag"),
    [
        pytest.param(
            f"<title>{TITLE} | River Post</title>", f"<h1>{TITLE}</h1>", TITLE, "h1", id="title and h1"
        ),
        pytest.param(
            f"<title>{TITLE} | River Post</title>",
            f"<h1>River Post</h1><h2>{TITLE}</h2>",
            TITLE,
            "h2",
            id="logo in h1",
        ),
        pytest.param(
            f"<title>{TITLE}</title>",
            f"<h1 style='display:none'>{TITLE}</h1><div class='title'>{TITLE}</div>",
            TITLE,
            "div",
            id="hidden h1 loses to the printed one",
        ),
        pytest.param(
            "<meta property='og:title' content='New bridge opens over the Wend…'>",
            f"<h1>{TITLE}</h1>",
            TITLE,
            "h1",
            id="cut og:title loses to the full h1",
        ),
        pytest.param(
            "<meta property='og:title' content='You will not believe which bridge opened'>",
            f"<h1>{TITLE}</h1>",
            TITLE,
            "h1",
            id="a lone h1 against a title for social networks",
        ),
        pytest.param(
            f"<meta property='og:title' content='{TITLE}'>",
            f"<h1><span>Traffic</span> <span>{TITLE}</span></h1>",
            TITLE,
            "h1",
            id="kicker inside the h1",
        ),
        pytest.param(
            f"<title>{TITLE} - County - River Post</title>",
            f"<h1>{TITLE}<small>04.01.2021 12:26</small></h1>",
            TITLE,
            "h1",
            id="date inside the h1",
        ),
        pytest.param(
            f"<title>River Post : {TITLE}</title>",
            f"<div>Start</div><div>{TITLE}</div>",
            TITLE,
            "div",
            id="no heading at all",
        ),
        pytest.param(
            "<title>River Post</title><meta property='og:site_name' content='River Post'>",
            f"<h1>{TITLE}</h1>",
            TITLE,
            "h1",
            id="a head that names only the site",
        ),
        pytest.param(
            "<title>New bridge opens - Wend &amp; more</title>",
            "<h1>New bridge opens – Wend &amp; more</h1>",
            "New bridge opens – Wend & more",
            "h1",
            id="typography as printed",
        ),
        pytest.param(
            "<title>橋が開通した-県内-川新聞</title>",
            "<div>県内</div><div>橋が開通した</div>",
            "橋が開通した",
            "div",
            id="dashes without blanks",
        ),
        pytest.param(
            "<title>What is a bridge? - Types and prices</title>",
            "<h1>What is a bridge and what does it cost?</h1><h2>What is a bridge?</h2>",
            "What is a bridge and what does it cost?",
            "h1",
            id="a subheading that is a part of the title",
        ),
        pytest.param(
            f"<title>{TITLE} - Wendish Thoughts</title>",
            f"<h1>Wendish Thoughts</h1><h2>{TITLE}</h2>",
            TITLE,
            "h2",
            id="the site in the h1, unknown but for the end of the title",
        ),
        pytest.param(
            f"<title>{TITLE}</title>",
            f"<nav><h1>Menu of all things</h1></nav><h1>{TITLE}</h1>",
            TITLE,
            "h1",
            id="h1 of the navigation",
        ),
        pytest.param(
            f"<title>{TITLE}</title>",
            f"<h2>{TITLE} and more of it in a teaser below</h2><h1>{TITLE}</h1>",
            TITLE,
            "h1",
            id="a teaser that begins alike",
        ),
    ],
)
def test_headline_is_the_printed_one(head: str, body: str, text: str, tag: str) -> None:
    assert headline_of(f"<html><head>{head}</head><body>{body}{PARAGRAPHS}</body></html>") == (text, tag)


@pytest.mark.parametrize(
    ("title", "site", "text"),
    [
        ("Rain is coming | River Post", None, "Rain is coming"),
        ("River Post - Rain is coming", None, "Rain is coming"),
        ("Rain is coming — The Daily Wend", "The Daily Wend", "Rain is coming"),
        ("Rain is coming: what to do - riverpost.example", None, "Rain is coming: what to do"),
        (
            "Rain is coming this week to the valley » Weather » Home",
            None,
            "Rain is coming this week to the valley",
        ),
        ("雨が来る - 川新聞", "川新聞", "雨が来る"),
        ("Дождь идёт в долину реки | Новости | Речная почта", None, "Дождь идёт в долину реки"),
        ("Rain - and then sun over the whole valley", None, "Rain - and then sun over the whole valley"),
    ],
)
def test_stated_title_is_freed_of_the_site(title: str, site: str | None, text: str) -> None:
    name = f"<meta property='og:site_name' content='{site}'>" if site else ""
    assert headline_of(f"<html><head><title>{title}</title>{name}</head><body>{PARAGRAPHS}") == (text, None)


def test_page_without_any_title() -> None:
    assert headline_of(f"<html><body>{PARAGRAPHS}") == (None, None)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (
            [
                "Accessibility links",
                "News",
                TITLE,
                "Cars cross the bridge on its first day, in the rain. " * 4,
            ],
            TITLE,
        ),
        (["Menu", TITLE, "What it cost and who paid for it", "It was a long day for the mayor. " * 9], TITLE),
        (
            [
                "Menu",
                "News",
                "Cars cross the bridge on its first day, in the rain. " * 4,
                "And then they went on",
            ],
            None,
        ),
        (["Menu", "News", "Sport"], None),
        ([TITLE, "By Ada Quill and Ben Oar", "3 May 2021", "It was a long day for the mayor. " * 9], TITLE),
        (
            ["Rain is coming today", "Ada Maria Penn Quill", "3 May 2021", "It rained. " * 30],
            "Rain is coming today",
        ),
        (  # the words of a picture stand above the headline, and are more
            [
                "News",
                "The mayor of Wendstadt walks over the bridge",
                "Bridge over the Wend opens at last",
                "3 May 2021",
                "It was a long day for the mayor. " * 9,
            ],
            "Bridge over the Wend opens at last",
        ),
    ],
)
def test_headline_of_a_page_flattened_to_text(lines: list[str], text: str | None) -> None:
    assert headline_of("\n".join(lines), None)[0] == text


def test_title_of_a_home_page_is_not_that_of_a_teaser() -> None:
    head = "<title>River Post</title><meta property='og:site_name' content='River Post'>"
    teasers = "<h2>News</h2><h2 class='title'>A bridge opens</h2><p>Cars cross it.</p>"
    home = f"<link rel='canonical' href='https://riverpost.example/'>{head}"
    assert headline_of(f"<html><head>{home}</head><body>{teasers}") == ("River Post", None)
    assert headline_of(f"<html><head>{head}</head><body>{teasers}") == ("A bridge opens", "h2")
    assert headline_of(f"<html><head>{home}</head><body><h1>Welcome</h1>{teasers}") == ("Welcome", "h1")


# Authors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Ada Quill"}, ["Ada Quill"]),
        (
            [{"@type": "Person", "name": "Ada Quill"}, {"@type": "Person", "name": "Ben Oar"}],
            ["Ada Quill", "Ben Oar"],
        ),
        ("Ada Quill", ["Ada Quill"]),
        ("By Ada Quill and Ben Oar", ["Ada Quill", "Ben Oar"]),
        ({"@type": "Person", "name": "ADA QUILL, BEN OAR"}, ["Ada Quill", "Ben Oar"]),
        ({"@type": "Person", "name": ["Ada Quill", "Ben Oar"]}, ["Ada Quill", "Ben Oar"]),
        ({"@type": "Person", "givenName": "Ada", "familyName": "Quill"}, ["Ada Quill"]),
        ({"@type": "Organization", "name": "Quill & Oar Wire"}, ["Quill & Oar Wire"]),
        ([{"name": "Ada Quill"}, {"@type": "Organization", "name": "River Post"}], ["Ada Quill"]),
        ({"@type": "Person", "name": "Ada Quill, PhD"}, ["Ada Quill"]),
        ({"@type": "Person", "name": "&Aacute;da Quill"}, ["Áda Quill"]),
        ({"@type": "Person", "name": "https://social.example/ada"}, []),
        ({"@type": "Person", "name": "admin"}, []),
        ({"@type": "Person", "name": ""}, []),
        ([[[[["Ada Quill"]]]]], []),
        (None, []),
        (42, []),
    ],
)
def test_authors_of_json_ld(author: Any, names: list[str]) -> None:
    site = "<meta property='og:site_name' content='River Post'>"
    assert names_of(metadata_of(json_ld(author=author) + site)) == names


def test_author_by_reference_with_address() -> None:
    graph = {
        "@graph": [
            {"@type": "NewsArticle", "headline": TITLE, "author": {"@id": "#ada"}},
            {"@type": "Person", "@id": "#ada", "name": "Ada Quill", "url": "/people/ada"},
        ]
    }
    metadata = metadata_of(f"<script type='application/ld+json'>{json.dumps(graph)}</script>")
    assert [(a.name, a.url) for a in metadata.authors] == [
        ("Ada Quill", "https://www.riverpost.example/people/ada")
    ]


@pytest.mark.parametrize(
    ("lang", "top", "names"),
    [
        ("en", "<p class='byline'>By Ada Quill</p>", ["Ada Quill"]),
        ("en", "<p class='byline'>By ADA QUILL and BEN OAR | Staff Writer</p>", ["Ada Quill", "Ben Oar"]),
        ("en", "<div>By Ada Quill, May 3, 2021</div>", ["Ada Quill"]),
        ("en", "<div>May 3, 2021 · By Ada Quill</div>", ["Ada Quill"]),
        ("en", "<div class='author'>By</div><div class='author'>Ada Quill</div>", ["Ada Quill"]),
        ("en", "<div><a rel='author' href='/author/ada'>Ada Quill</a></div>", ["Ada Quill"]),
        ("en", "<span itemprop='author' itemscope><b itemprop='name'>Ada Quill</b></span>", ["Ada Quill"]),
        ("en", "<p class='byline'>Reviewed by Ada Quill</p>", []),
        ("en", "<p>By the river stands an old mill that nobody wants.</p>", []),
        (
            "de",
            "<p class='autor'>Von Ada Quill und Ben Oar, Wendstadt</p>",
            ["Ada Quill", "Ben Oar", "Wendstadt"],
        ),
        ("fr", "<p>Par Ada Quill et Ben Oar</p>", ["Ada Quill", "Ben Oar"]),
        ("es", "<p>Por Ada Quill y Ben Oar</p>", ["Ada Quill", "Ben Oar"]),
        ("ru", "<p>Автор: Ада Перова</p>", ["Ада Перова"]),
        ("el", "<p>Γράφει η Άδα Πέννα</p>", ["Άδα Πέννα"]),
        ("tr", "<p>Yazar: Ada Kalem</p>", ["Ada Kalem"]),
        ("hu", "<p>Írta: Toll Ada</p>", ["Toll Ada"]),
        ("ar", "<p>بقلم: سامي القلم</p>", ["سامي القلم"]),
        ("zh", "<p>记者 张笔</p>", ["张笔"]),
        ("ko", "<p class='byline'>김필기 기자</p>", ["김필기"]),
    ],
)
def test_authors_of_the_printed_page(lang: str, top: str, names: list[str]) -> None:
    assert names_of(metadata_of("", top, lang=lang)) == names


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("<meta name='author' content='Ada Quill; Ben Oar'>", ["Ada Quill", "Ben Oar"]),
        ("<meta name='author' content='ada.quill@riverpost.example'>", []),
        ("<meta property='article:author' content='https://social.example/ada'>", []),
        ("<meta name='citation_author' content='Quill, Ada'>", ["Ada Quill"]),
        (
            "<meta name='twitter:label1' content='Written by'>"
            "<meta name='twitter:data1' content='Ada Quill'>",
            ["Ada Quill"],
        ),
        (
            "<meta name='twitter:label1' content='Reading time'>"
            "<meta name='twitter:data1' content='Four minutes'>",
            [],
        ),
        ("<meta name='author' content='Martin Quill, Jr.'>", ["Martin Quill, Jr."]),
    ],
)
def test_authors_of_meta_tags(head: str, names: list[str]) -> None:
    assert names_of(metadata_of(head)) == names


def test_a_person_of_a_later_source_stands_before_the_site() -> None:
    head = json_ld(author={"@type": "Organization", "name": "River Post"})
    site = "<meta property='og:site_name' content='River Post'>"
    assert names_of(metadata_of(head + site, "<p class='byline'>By Ada Quill</p>")) == ["Ada Quill"]
    assert names_of(metadata_of(head + site)) == ["River Post"]


def test_an_author_has_the_address_that_the_byline_links_to() -> None:
    head = json_ld(author=[{"@type": "Person", "name": "Ada Quill"}, {"@type": "Person", "name": "Ben Oar"}])
    top = "<ul class='byline'><li>By <a href='/author/ada'>ADA QUILL</a></li><li>By Ben Oar</li></ul>"
    linked = Author("Ada Quill", "https://www.riverpost.example/author/ada")
    assert metadata_of(head, top).authors == (linked, Author("Ben Oar", None))
    both = "<p class='byline'>By <a href='/author/both'>Ada Quill and Ben Oar</a></p>"
    assert metadata_of(head, both).authors == (Author("Ada Quill", None), Author("Ben Oar", None))


@pytest.mark.parametrize(
    ("top", "names"),
    [
        ("<p>By <a href='/author/ada'>Ada Quill</a></p>", ["Ada Quill"]),
        (
            "<p>By <a href='/author/ada'>Ada Quill</a></p><p>By <a href='/author/post'>River Post</a></p>",
            ["Ada Quill", "River Post"],
        ),
    ],
)
def test_the_site_is_an_author_beside_people_where_the_byline_says_so(top: str, names: list[str]) -> None:
    people = [{"@type": "Person", "name": "Ada Quill"}, {"@type": "Organization", "name": "River Post"}]
    site = "<meta property='og:site_name' content='River Post'>"
    assert names_of(metadata_of(site + json_ld(author=people), top)) == names


def test_vowel_signs_are_letters_of_a_name() -> None:
    head = json_ld(author={"@type": "Person", "name": "सुनीतिका नीलिमा"})
    assert names_of(metadata_of(head, "<p>लेखक: सुनीतिका नीलिमा | अपडेटेड: 3 मई 2021</p>", lang="hi")) == [
        "सुनीतिका नीलिमा"
    ]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["3 May 2021", "• Ada Quill"], ["Ada Quill"]),
        (["Ada Quill", "3 May 2021"], ["Ada Quill"]),
        (["Ada Quill", "Cars cross the bridge in the rain"], []),
        (["3 May 2021", "Share", "Print"], []),
    ],
)
def test_author_of_a_page_flattened_to_text(lines: list[str], names: list[str]) -> None:
    body = [f"Body {n}. The bridge was opened by the mayor, and many walked over it." * 3 for n in range(3)]
    assert names_of(metadata_of_page("\n\n".join([TITLE, *lines, *body]))) == names


# Dates ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "top", "published"),
    [
        (json_ld(datePublished="2021-05-03T08:15:00+02:00"), "", "2021-05-03T08:15:00+02:00"),
        (json_ld(datePublished="2021-05-03 08:15:00"), "", "2021-05-03T08:15:00"),
        (json_ld(datePublished="2021-05-03T08:15:00.123Z"), "", "2021-05-03T08:15:00+00:00"),
        (json_ld(datePublished="2021-05-03"), "", "2021-05-03"),
        (json_ld(datePublished=1620029700), "", "2021-05-03T08:15:00+00:00"),
        (json_ld(datePublished="May 3, 2021 8:15 PM EST"), "", "2021-05-03T20:15:00-05:00"),
        (json_ld(datePublished="0001-01-01T00:00:00"), "", None),
        (json_ld(datePublished="1970-01-01T00:00:00Z"), "", None),
        (json_ld(datePublished="2021-13-45"), "", None),
        (
            json_ld(datePublished="2021-05-03"),
            "<time datetime='2021-05-03T08:15+02:00'>x</time>",
            "2021-05-03T08:15:00+02:00",
        ),
        (
            json_ld(datePublished="2021-05-03T01:15:00Z"),
            "<time datetime='2021-05-02T21:15:00'>x</time>",
            "2021-05-02T21:15:00-04:00",
        ),
        (
            "<meta property='article:published_time' content='2021-05-03T08:15:00Z'>",
            "",
            "2021-05-03T08:15:00+00:00",
        ),
        ("<meta name='DC.date.issued' content='2021-05-03'>", "", "2021-05-03"),
        ("<meta name='parsely-pub-date' content='2021-05-03'>", "", "2021-05-03"),
        ("<meta name='news-published-time' content='2021-05-03'>", "", "2021-05-03"),
        ("", "<span itemprop='datePublished' content='2021-05-03T08:15'></span>", "2021-05-03T08:15:00"),
        ("", "<p><time datetime='2021-05-03T08:15'>3 May</time></p>", "2021-05-03T08:15:00"),
        (
            "",
            "<p><abbr class='published' title='2021-05-03T08:15:00+0000'>a day ago</abbr></p>",
            "2021-05-03T08:15:00+00:00",
        ),
        (
            '<script>var page = {"published_at": "2021-05-03T08:15:00Z"}</script>',
            "",
            "2021-05-03T08:15:00+00:00",
        ),
        ("", "<p>© 2021 River Post, 3 May 2021. All rights reserved</p>", None),
        ("", "<aside class='related'><p>3 May 2021</p></aside>" + "<p>x y z</p>" * 9, None),
        ("", "<p>Updated May 3, 2021</p>", None),
        (  # the offset alone is taken from a source that is believed less
            "<meta name='dcterms.date' content='2021-05-03T08:15:00+02:00'>",
            "<p><time datetime='2021-05-03T08:15:00'>3 May</time></p>",
            "2021-05-03T08:15:00+02:00",
        ),
        (
            "<meta name='dcterms.date' content='2021-05-03T23:15:00+02:00'>",
            "<p><time datetime='2021-05-03T08:15:00'>3 May</time></p>",
            "2021-05-03T08:15:00",
        ),
    ],
)
def test_day_of_publication(head: str, top: str, published: str | None) -> None:
    assert metadata_of(head, top).date_published == published


@pytest.mark.parametrize(
    ("lang", "line", "published"),
    [
        ("en", "May 3, 2021", "2021-05-03"),
        ("en-GB", "3rd May 2021, 8:15am", "2021-05-03T08:15:00"),
        ("en-US", "05/03/2021", "2021-05-03"),
        ("en-GB", "03/05/2021", "2021-05-03"),
        ("en-US", "Published 13/05/2021", "2021-05-13"),
        ("de", "3. Mai 2021, 8:15 Uhr", "2021-05-03T08:15:00"),
        ("de", "03.05.2021", "2021-05-03"),
        ("fr", "Publié le 1er mai 2021 à 8h15", "2021-05-01T08:15:00"),
        ("es", "3 de mayo de 2021", "2021-05-03"),
        ("it", "3 maggio 2021", "2021-05-03"),
        ("pt", "03/05/2021 08h15", "2021-05-03T08:15:00"),
        ("nl", "3 mei 2021", "2021-05-03"),
        ("pl", "3 maja 2021", "2021-05-03"),
        ("pl", "3 listopada 2021", "2021-11-03"),
        ("hr", "3. listopada 2021.", "2021-10-03"),
        ("cs", "3. května 2021", "2021-05-03"),
        ("hu", "2021. május 3., 8:15", "2021-05-03T08:15:00"),
        ("lt", "2021 m. gegužės 3 d.", "2021-05-03"),
        ("lv", "2021. gada 3. maijs", "2021-05-03"),
        ("fi", "3.5.2021 klo 8.15", "2021-05-03T08:15:00"),
        ("sv", "3 maj 2021", "2021-05-03"),
        ("ro", "3 mai 2021", "2021-05-03"),
        ("el", "3 Μαΐου 2021", "2021-05-03"),
        ("ru", "3 мая 2021, 08:15", "2021-05-03T08:15:00"),
        ("uk", "3 травня 2021", "2021-05-03"),
        ("bg", "3 май 2021", "2021-05-03"),
        ("sr", "3. мај 2021.", "2021-05-03"),
        ("tr", "3 Mayıs 2021 Pazartesi", "2021-05-03"),
        ("az", "3 may 2021", "2021-05-03"),
        ("ka", "3 მაისი 2021", "2021-05-03"),
        ("hy", "3 մայիսի 2021", "2021-05-03"),
        ("ar", "٣ مايو ٢٠٢١", "2021-05-03"),
        ("ar", "3 أيار/مايو 2021", "2021-05-03"),
        ("fa", "۱۳ اردیبهشت ۱۴۰۰", "2021-05-03"),
        ("he", "3 במאי 2021", "2021-05-03"),
        ("hi", "३ मई २०२१", "2021-05-03"),
        ("bn", "৩ মে ২০২১", "2021-05-03"),
        ("ta", "3 மே 2021", "2021-05-03"),
        ("th", "3 พฤษภาคม 2564", "2021-05-03"),
        ("vi", "Ngày 3 tháng 5 năm 2021", "2021-05-03"),
        ("id", "3 Mei 2021", "2021-05-03"),
        ("sw", "3 Mei 2021", "2021-05-03"),
        ("zh", "2021年5月3日 08:15", "2021-05-03T08:15:00"),
        ("ja", "令和3年5月3日", "2021-05-03"),
        ("ko", "2021년 5월 3일", "2021-05-03"),
        ("ko", "입력 2021.05.03. 오후 8:15", "2021-05-03T20:15:00"),
        ("zh", "2021-05-03 08:15:00 1204", "2021-05-03T08:15:00"),
        ("xx", "2021/5/3", "2021-05-03"),
        ("xx", "03.05.21", "2021-05-03"),
    ],
)
def test_printed_day_in_the_language_of_the_page(lang: str, line: str, published: str) -> None:
    # The body is English, so that the language is declared by a page too short to contradict it.
    markup = (
        f"<html lang='{lang}'><title>{TITLE}</title><body><article><h1>{TITLE}</h1>"
        f"<div class='date'>{line}</div>"
        "<p>Body.</p></article></html>"
    )
    assert metadata_of_page(markup).date_published == published


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("/2021/05/03/bridge", "2021-05-03"),
        ("/news/2021-05-03-bridge", "2021-05-03"),
        ("/a/20210503/bridge", "2021-05-03"),
        ("/2021/may/3/bridge", "2021-05-03"),
        ("/2021/05/3-bridges-to-see", None),
        ("/article20391234", None),
        ("/2021/bridge", None),
    ],
)
def test_day_in_the_address(path: str, published: str | None) -> None:
    assert metadata_of(url=f"https://www.riverpost.example{path}").date_published == published


def test_the_address_is_older_than_a_new_edition() -> None:
    head = json_ld(datePublished="2023-01-09T10:00:00Z")
    assert metadata_of(head, url="https://riverpost.example/2021/05/03/b").date_published == "2021-05-03"


def test_dates_of_other_articles_are_not_the_pages() -> None:
    other = json_ld(
        headline="Something else entirely", url="https://riverpost.example/x", datePublished="2020-01-02"
    )
    own = json_ld(datePublished="2021-05-03")
    assert metadata_of(other + own).date_published == "2021-05-03"
    assert metadata_of(other + other).date_published is None


@pytest.mark.parametrize(
    "comments",
    [
        "<section class='comments'><p>Ben Oar, 3.5.2021, 10:20</p><p>Well done.</p></section>",
        "<section class='comments'><p>Ben Oar, <time datetime='2021-05-03T10:20'>3 May</time></p></section>",
        "<section><h2>Replies</h2><article><header>Ben Oar, <time datetime='2021-05-03T10:20'>3 May</time>"
        "</header><p>Well done.</p></article></section>",
    ],
)
def test_the_time_of_a_comment_is_not_the_pages(comments: str) -> None:
    assert metadata_of(json_ld(datePublished="2021-05-03"), "", comments).date_published == "2021-05-03"
    line = "<p>Published 3 May 2021, 10:20</p>"
    assert metadata_of(json_ld(datePublished="2021-05-03"), line).date_published == "2021-05-03T10:20:00"


def test_modified_is_apart_from_published() -> None:
    metadata = metadata_of("", "<p>Published 3 May 2021 | Updated: 4 May 2021 10:30</p>")
    assert (metadata.date_published, metadata.date_modified) == ("2021-05-03", "2021-05-04T10:30:00")
    earlier = metadata_of(json_ld(datePublished="2021-05-03", dateModified="2021-05-01"))
    assert earlier.date_modified is None


# The rest ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "url", "canonical"),
    [
        ("<link rel='canonical' href='/news/a'>", URL, "https://www.riverpost.example/news/a"),
        ("<link rel='canonical' href='//riverpost.example/a'>", None, "https://riverpost.example/a"),
        ("<link rel='canonical' href='javascript:void(0)'>", URL, None),
        ("<link rel='canonical' href='/'>", URL, None),
        (
            "<link rel='canonical' href='/'><meta property='og:url' content='/b'>",
            URL,
            "https://www.riverpost.example/b",
        ),
        ("<link rel='canonical' href='news/a'>", None, None),
        ("<link rel='canonical' href='http://[x'>", URL, None),
    ],
)
def test_canonical_address(head: str, url: str | None, canonical: str | None) -> None:
    assert metadata_of(head, url=url).canonical_url == canonical


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<meta property='og:site_name' content='River &amp;amp; Post'>", "River & Post"),
        (json_ld(publisher={"@type": "Organization", "name": "River Post"}), "River Post"),
        (json_ld(publisher="River Post"), "River Post"),
        (
            '<script type=\'application/ld+json\'>{"@type":"WebSite","name":"River Post"}</script>',
            "River Post",
        ),
        (f"<meta property='og:site_name' content='{TITLE}'>", None),
        ("", None),
    ],
)
def test_site_name(head: str, name: str | None) -> None:
    assert metadata_of(head).site_name == name


def test_site_name_from_the_title() -> None:
    markup = f"<title>{TITLE} | River Post</title><h1>{TITLE}</h1>{BODY}"
    assert metadata_of_page(markup).site_name == "River Post"


@pytest.mark.parametrize(
    ("declared", "language"),
    [
        ("en", "en"),
        ("en_us", "en-US"),
        ("EN-gb", "en-GB"),
        ("eng", "en"),
        ("de", "en"),
        ("ru", "en"),
        ("", "en"),
        ("x-default", "en"),
        ("utf-8", "en"),
        ("sr-RS", "en"),
    ],
)
def test_language_is_that_of_the_text(declared: str, language: str) -> None:
    assert metadata_of(lang=declared).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Body. Мост был открыт в этом году, и он стал самым длинным в области, как сообщили власти. ", "ru"),
        (
            "Body. Міст був відкритий цього року, і він став найдовшим у області, як повідомили її власті. ",
            "uk",
        ),
        (
            "Body. Мост је отворен ове године и он је најдужи у области, како су саопштиле њене власти ђ. ",
            "sr",
        ),
        ("Body. این پل در این سال باز شد و طولانی ترین پل استان است که مقامات از آن گفته اند. ", "fa"),
        ("Body. هذا هو الجسر الذي تم افتتاحه في هذا العام وهو الأطول في المحافظة كما قالت السلطات. ", "ar"),
        ("Body. 橋は今年開通し、県内で最も長い橋になったと当局が発表した。歩く人のための道もある。", "ja"),
        ("Body. 这座桥今年开通，成为全县最长的桥，当局说，桥上还有供行人使用的道路，市长参加了仪式。", "zh"),
        ("Body. Η γέφυρα άνοιξε φέτος και είναι η μεγαλύτερη του νομού, όπως είπαν οι αρχές. ", "el"),
        (
            "Body. Il ponte è stato aperto quest'anno ed è il più lungo della provincia, come ha detto. ",
            "it",
        ),
        (
            "Body. A ponte foi aberta este ano e é a mais longa do distrito, como disse o presidente. ",
            "pt",
        ),
        ("Body. Most został otwarty w tym roku i jest najdłuższy w województwie, jak podały władze. ", "pl"),
    ],
)
def test_language_of_an_undeclared_page(text: str, language: str) -> None:
    assert metadata_of_page(f"<p>{text * 4}</p>").language == language


@pytest.mark.parametrize(
    ("head", "description"),
    [
        (
            "<meta name='description' content='A bridge &amp;quot;opened&amp;quot; today.'>",
            'A bridge "opened" today.',
        ),
        (f"<meta name='description' content='{TITLE}'>", None),
        (
            f"<meta name='description' content='{TITLE}'>"
            "<meta property='og:description' content='It is long, too.'>",
            "It is long, too.",
        ),
        (json_ld(description="<p>It is long.</p> Really."), "It is long. Really."),
        (json_ld(description=["x"]), None),
    ],
)
def test_description(head: str, description: str | None) -> None:
    assert metadata_of(head).description == description


@pytest.mark.parametrize(
    ("head", "section"),
    [
        (json_ld(articleSection="County"), "County"),
        (json_ld(articleSection=["Home", "County", "Roads"]), "County"),
        ("<meta property='article:section' content='County'>", "County"),
        (
            "<script type='application/ld+json'>"
            + json.dumps(
                {
                    "@type": "BreadcrumbList",
                    "itemListElement": [{"name": "Home"}, {"item": {"name": "County"}}, {"name": TITLE}],
                }
            )
            + "</script>",
            "County",
        ),
        (json_ld(articleSection={"a": 1}), None),
    ],
)
def test_section(head: str, section: str | None) -> None:
    assert metadata_of(head).section == section


@pytest.mark.parametrize(
    ("head", "keywords"),
    [
        (json_ld(keywords="bridge, Wend ,bridge,"), ("bridge", "Wend")),
        (json_ld(keywords=["bridge", {"name": "Wend"}, 7, None]), ("bridge", "Wend")),
        ("<meta name='keywords' content='bridge;Wend'>", ("bridge", "Wend")),
        ("<meta property='article:tag' content='a bridge'><meta name='keywords' content='x'>", ("a bridge",)),
        ("<meta name='keywords' content=' , ;'>", ()),
    ],
)
def test_keywords(head: str, keywords: tuple[str, ...]) -> None:
    assert metadata_of(head).keywords == keywords


@pytest.mark.parametrize(
    ("head", "free"),
    [
        (json_ld(isAccessibleForFree=False), False),
        (json_ld(isAccessibleForFree="True"), True),
        (json_ld(isAccessibleForFree="http://schema.org/False"), False),
        (
            json_ld(
                isAccessibleForFree=True, hasPart={"@type": "WebPageElement", "isAccessibleForFree": "false"}
            ),
            False,
        ),
        (json_ld(isAccessibleForFree="perhaps"), None),
        ("<meta property='article:content_tier' content='locked'>", False),
        ("<meta property='article:content_tier' content='metered'>", None),
        ("", None),
    ],
)
def test_access(head: str, free: bool | None) -> None:
    assert metadata_of(head).is_free is free


def test_images_with_captions_and_credits() -> None:
    metadata = metadata_of(
        "<meta property='og:image' content='/img/wend-bridge-0417-1200x630.jpg'>",
        "<figure><img src='/img/wend-bridge-0417-300x200.jpg' alt='A bridge'>"
        "<figcaption>The bridge at dawn. Photo: Ada Quill</figcaption></figure>",
        "<figure><img src='/img/crowd-at-river-100.jpg' "
        "srcset='/img/crowd-at-river-400.jpg 400w, /img/crowd-at-river-1600.jpg 1600w'>"
        "<p class='caption'>The crowd (Ben Oar/Reuters)</p></figure>"
        "<p>Body last.</p>",
    )
    first, second = metadata.images
    assert first.url == "https://www.riverpost.example/img/wend-bridge-0417-1200x630.jpg"
    assert (first.alt, first.caption, first.credit, first.main) == (
        "A bridge",
        "The bridge at dawn.",
        "Ada Quill",
        True,
    )
    assert second.url == "https://www.riverpost.example/img/crowd-at-river-1600.jpg"
    assert (second.caption, second.credit, second.main) == ("The crowd", "Ben Oar/Reuters", False)


def test_a_wrapper_inside_a_figure_does_not_make_it_a_teaser() -> None:
    picture = "<div class='thumb'><img src='/img/wend-bridge-0417.jpg' alt='A bridge'></div>"
    figure = f"<figure>{picture}<figcaption>The bridge at dawn</figcaption></figure>"
    (image,) = metadata_of("", figure).images
    assert (image.alt, image.caption) == ("A bridge", "The bridge at dawn")
    assert metadata_of("", f"<div>{picture}</div>").images == ()
    assert metadata_of("", f"<div class='related'>{figure}</div>").images == ()


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='/assets/logo.png'>",
        "<img src='data:image/gif;base64,R0lGOD'>",
        "<img src='javascript:alert(1)'>",
        "<img src='http://[x/picture-0417.jpg'>",
        "<img src='/img/picture-0417.jpg' width=1 height=1>",
        "<img src='/img/picture-0417.jpg?width=60'>",
        "<img src='/img/mark.svg'>",
        "<img alt='no source'>",
        "<aside><img src='/img/picture-0417.jpg'></aside>",
        "<div class='author-bio'><img src='/img/picture-0417.jpg'></div>",
        "<meta name='author' content='Ada Quill'><img src='/img/picture-0417.jpg' alt='Ada Quill'>",
    ],
)
def test_marks_and_portraits_are_no_images(markup: str) -> None:
    assert metadata_of("", markup).images == ()


@pytest.mark.parametrize(
    ("caption", "words", "credit"),
    [
        ("The bridge. Foto: Ada Quill", "The bridge.", "Ada Quill"),
        ("The bridge (Photo by Ada Quill)", "The bridge", "Ada Quill"),
        ("The bridge © Ada Quill / dpa", "The bridge", "Ada Quill / dpa"),
        ("Мост. Фото: Ада Перова", "Мост.", "Ада Перова"),
        ("© Ada Quill", None, "Ada Quill"),
        ("A photo of the bridge (2019)", "A photo of the bridge (2019)", None),
    ],
)
def test_credit_is_split_from_the_caption(caption: str, words: str | None, credit: str | None) -> None:
    figure = f"<figure><img src='/img/picture-0417.jpg'><figcaption>{caption}</figcaption></figure>"
    (image,) = metadata_of("", figure).images
    assert (image.caption, image.credit) == (words, credit)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("", "article"),
        (json_ld(), "article"),
        (json_ld(**{"@type": "LiveBlogPosting"}), "liveblog"),
        (json_ld(**{"@type": ["DiscussionForumPosting"]}), "discussion"),
        (json_ld(**{"@type": "CollectionPage"}), "listing"),
        (json_ld(**{"@type": "Product"}), "product"),
    ],
)
def test_page_type(head: str, kind: str) -> None:
    assert metadata_of(head).page_type == kind


def test_home_and_media_pages() -> None:
    links = "".join(
        f"<h2><a href='/{n}'>A headline of another article, number {n}</a></h2>" for n in range(20)
    )
    assert (
        metadata_of_page(f"<title>River Post</title>{links}", "https://riverpost.example/").page_type
        == "listing"
    )
    video = json_ld(**{"@type": "VideoObject"})
    assert metadata_of_page(f"{video}<h1>{TITLE}</h1><p>Body.</p>").page_type == "media"


# No input yields rubbish ---------------------------------------------------------------------------

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
