"""The headline, as printed and as stated. All text is invented."""

from __future__ import annotations

import pytest

from extract.body.blocks import read_blocks
from extract.metadata.title import find_headline
from extract.page import read_page
from tests.stated_pages import TITLE, URL


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
            f"<title>River Post Online - {TITLE}</title>",
            f"<table><tr><td>May 3, 2001<br><b>{TITLE}</b><br><i>by ADA QUILL</i></td></table>",
            TITLE,
            "td",
            id="a line between a date and a byline",
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
        pytest.param(
            f"<meta property='og:title' content='{TITLE}'><title>Wend valley: {TITLE}</title>",
            f"<h1><span>Wend valley</span> {TITLE}</h1>",
            TITLE,
            "h1",
            id="words above the headline that og:title leaves out",
        ),
        pytest.param(
            "<title>River Post</title>",
            f"<h1><span class='topic-label'>Wend valley</span> {TITLE}</h1>",
            TITLE,
            "h1",
            id="words above the headline that are called so",
        ),
        pytest.param(
            f"<meta property='og:title' content='Wend valley: {TITLE}'>",
            f"<h1><span class='kicker'>Wend valley</span>{TITLE}</h1>",
            f"Wend valley: {TITLE}",
            "h1",
            id="words above the headline that the page counts in",
        ),
        pytest.param(
            f"<title>Four bridges beside one river » Archive » {TITLE}</title>",
            f"<h1><a href='https://four.example/'>Four bridges beside one river</a></h1><h2>{TITLE}</h2>",
            TITLE,
            "h2",
            id="an h1 that leads to the home page",
        ),
        pytest.param(
            "<title>Walking in Lorn » Bridge Society</title>",
            "<h1>Bridge Society of Wendford</h1><h2>Walking in Lorn</h2>",
            "Walking in Lorn",
            "h2",
            id="an h1 that says the other part of the title",
        ),
        pytest.param(
            f"<meta property='og:site_name' content='River Post'><title>{TITLE} – River Post</title>",
            f"<h1>{TITLE} – River Post</h1>",
            TITLE,
            "h1",
            id="the site's name at the end of an h1",
        ),
        pytest.param(
            f"<title>{TITLE} &amp; more | River Post</title>",
            f"<h1>{TITLE} &amp;amp; more</h1>",
            f"{TITLE} & more",
            "h1",
            id="an entity escaped twice",
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
        ("Rain is coming this week | Opinion", None, "Rain is coming this week"),
        ("Video | Rain is coming this week | River Post", None, "Rain is coming this week"),
        ("Regen zieht ins Tal - Kommentar", None, "Regen zieht ins Tal"),
        ("Rain is coming: Opinion", None, "Rain is coming: Opinion"),
        ("Rain - and then sun over the whole valley", None, "Rain - and then sun over the whole valley"),
    ],
)
def test_stated_title_is_freed_of_the_site(title: str, site: str | None, text: str) -> None:
    name = f"<meta property='og:site_name' content='{site}'>" if site else ""
    assert headline_of(f"<html><head><title>{title}</title>{name}</head><body>{PARAGRAPHS}") == (text, None)


def test_a_label_stays_out_of_the_printed_headline() -> None:
    head = f"<meta property='og:title' content='{TITLE} | Opinion'>"
    assert headline_of(f"{head}<h1>{TITLE} | Opinion</h1>{PARAGRAPHS}") == (TITLE, "h1")


def test_every_label_of_the_host_may_name_the_site() -> None:
    page = f"<title>Quillstone | {TITLE}</title>{PARAGRAPHS}"
    for host in ("quillstone.example", "readers.quillstone.com", "quillstone.pagemakers.example"):
        assert headline_of(page, f"https://{host}/a.html")[0] == TITLE


def test_the_site_in_the_title_does_not_make_the_headline_unlike() -> None:
    head = "<title>Bridge over Wend opens | The River Post and County Tribune</title>"
    site = "<meta property='og:site_name' content='The River Post and County Tribune'>"
    body = f"<h1>Opening bridge: Wend over</h1><h1>Free course</h1>{PARAGRAPHS}"
    assert headline_of(head + site + body) == ("Opening bridge: Wend over", "h1")


def test_a_paragraph_in_the_h1_is_no_headline() -> None:
    lesson = "Learn what a river can be and why it is said to be so. " * 5
    assert headline_of(f"<title>{TITLE} | River Post</title><h1>{lesson}</h1>{PARAGRAPHS}") == (TITLE, None)


def test_page_without_any_title() -> None:
    assert headline_of(f"<html><body>{PARAGRAPHS}") == (None, None)


OPENED = "At last there is a new bridge: after nine years it opened over the Wend on Friday."


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
        (["Menu", TITLE, "What it cost and who paid for it", f"{OPENED} It was a long day. " * 3], TITLE),
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
                f"{OPENED} The mayor was late. " * 3,
            ],
            "Bridge over the Wend opens at last",
        ),
        (  # a picture's words come twice, as its alternative text and as its caption
            [
                "News",
                "A long line of cars on the new bridge over the Wend",
                "Bridge over the Wend opens at last",
                "Share",
                "A long line of cars on the new bridge over the Wend",
                f"{OPENED} The mayor was late. " * 3,
            ],
            "Bridge over the Wend opens at last",
        ),
        (  # what subscribers are told, and what else there is to read, stand above the headline
            [
                "We will notify you here with news about your interests",
                "Turn on desktop notifications for breaking stories",
                "Ferry sails on in spite of the storm",
                TITLE,
                "By Ada Quill",
                f"{OPENED} The mayor was late. " * 3,
            ],
            TITLE,
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


def test_a_line_of_a_teaser_is_no_headline_beside_the_only_h1() -> None:
    head = f"<meta property='og:title' content='{TITLE}'>"
    heading = "<h1>What the county built last year</h1>"
    teaser = f"<div class='title'>{TITLE}</div>"
    assert headline_of(head + heading + PARAGRAPHS * 6 + teaser) == ("What the county built last year", "h1")
    assert headline_of(head + heading + teaser + PARAGRAPHS) == (TITLE, "div")


@pytest.mark.parametrize(
    ("last", "text"), [("bridge-rules.html", "Bridge rules"), ("4711", "All you must know")]
)
def test_a_short_h1_is_the_headline_where_the_address_says_so(last: str, text: str) -> None:
    head = "<meta property='og:title' content='All you must know'>"
    url = f"https://www.riverpost.example/{last}"
    assert headline_of(f"{head}<h1>Bridge rules</h1>{PARAGRAPHS}", url)[0] == text


def test_the_site_may_stand_in_the_title_without_a_mark_between() -> None:
    head = "<title>riverpost.example Bridge rules</title><h1>riverpost.example</h1>"
    assert headline_of(f"{head}<h3>Bridge rules</h3>{PARAGRAPHS}") == ("Bridge rules", "h3")
    assert headline_of(f"{head}<h3>Bridge</h3>{PARAGRAPHS}")[0] != "Bridge"
    section = "<meta property='og:title' content='News | riverpost.example'>"
    assert headline_of(f"{section}<h2>News</h2><h1>{TITLE}</h1>{PARAGRAPHS}") == (TITLE, "h1")
