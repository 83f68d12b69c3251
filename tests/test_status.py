"""Which pages hold no article, and what is said of a body that is not whole."""

from __future__ import annotations

import pytest

from extract import Article, extract
from extract.body.outline import Outline
from extract.body.status import EVIDENCE, LISTED, weigh

SENTENCES = (
    "The harbour council of Ellery voted on Tuesday evening to rebuild the old fish market, which burned "
    "down in the winter of 2019 and has stood empty ever since.",
    "Nine of the eleven members were in favour, among them two who had called the plan too dear in the "
    "spring, when it was first laid before the town.",
    "“We have walked past this ruin for long enough,” said Maren Holt, who chairs the council, and added "
    "that the first stalls are to open before the herring season.",
    "The work will cost four million crowns, of which the state pays a third. The rest comes from the sale "
    "of the customs house, which the town no longer needs.",
    "Traders had collected two thousand signatures for a roof of slate instead of tin. The architect "
    "promised to look into it, but warned of the weight.",
)
PARAGRAPHS = "".join(f"<p>{s}</p>" for s in SENTENCES)
NAV = "<nav>" + "".join(f'<a href="/s/{i}">Section {i}</a> ' for i in range(8)) + "</nav>"
STORY = (
    '<script type="application/ld+json">{"@type": "NewsArticle",'
    ' "headline": "Town will rebuild its fish market", "datePublished": "2024-03-05T18:00:00Z"%s}</script>'
)


def read(
    body: str, *, head: str = "", title: str = "Town will rebuild its fish market", classes: str = ""
) -> Article:
    page = (
        f"<html lang='en'><head><title>{title} | Ellery Post</title>{head}</head>"
        f"<body class='{classes}'>{NAV}<main>{body}</main><footer><p>© Ellery Post</p></footer></body></html>"
    )
    return extract(page)


def make_teasers(count: int) -> str:
    return "".join(
        f'<div class="item"><h2><a href="/news/{i}">Story number {i} of this long day in Ellery</a></h2>'
        f"<p>What happened in story {i}, told in one sentence of medium length for the hurried.</p></div>"
        for i in range(count)
    )


def test_article() -> None:
    article = read(f"<article><h1>Town will rebuild its fish market</h1>{PARAGRAPHS}</article>")
    assert (article.extraction.status, article.metadata.page_type) == ("article", "article")
    assert article.body == "\n\n".join(SENTENCES)


@pytest.mark.parametrize(
    ("head", "classes", "top"),
    [
        ('<meta property="og:type" content="website">', "", ""),
        ("", "archive category", "<h1>Culture</h1>"),
        ('<script type="application/ld+json">{"@type": "CollectionPage"}</script>', "", "<h1>Culture</h1>"),
        (
            '<meta property="og:type" content="website"><link rel="canonical" href="https://p.example/">',
            "home",
            "",
        ),
    ],
    ids=["website", "archive", "collection", "home"],
)
def test_page_of_teasers(head: str, classes: str, top: str) -> None:
    article = read(top + make_teasers(14), head=head, title="Culture", classes=classes)
    assert (article.body, article.extraction.status) == (None, "no-article")
    assert (article.metadata.page_type, article.extraction.words) == ("listing", 0)
    assert article.extraction.confidence is None
    assert not any(block.kept for block in article.blocks)


def test_dated_article_above_many_teasers() -> None:
    body = f"<article><h1>Town will rebuild its fish market</h1>{PARAGRAPHS}</article>{make_teasers(30)}"
    article = read(body, head=STORY % "", classes="home")
    assert (article.extraction.status, article.metadata.page_type) == ("article", "article")
    assert article.body is not None
    assert article.body.startswith("\n\n".join(SENTENCES))


def test_questions_that_are_often_asked_are_no_discussion() -> None:
    faq = '{"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "When does it open?"}]}'
    head = f'<script type="application/ld+json">{faq}</script><meta property="og:type" content="article">'
    article = read(f"<article><h1>Town will rebuild its fish market</h1>{PARAGRAPHS}</article>", head=head)
    assert article.metadata.page_type == "article"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Page not found",
            "<h1>Page not found</h1><p>We are sorry, but the page you asked for has been moved.</p>",
        ),
        (
            "Seite nicht gefunden",
            "<h1>Seite nicht gefunden</h1><p>Bitte prüfen Sie die Adresse, die Sie eingaben.</p>",
        ),
        ("404 Not Found", "<p>nginx</p>"),
        (
            "Page non trouvée",
            "<h1>Page non trouvée</h1><p>Nous vous proposons de revenir à la page d'accueil.</p>",
        ),
        ("Oops", "<h1>404</h1><p>The page you are looking for does not exist any more. Try the search.</p>"),
    ],
)
def test_saved_error_page(title: str, body: str) -> None:
    article = read(body, title=title)
    assert (article.body, article.extraction.status, article.metadata.page_type) == (
        None,
        "no-article",
        "other",
    )
    assert article.title is not None


def test_flattened_error_page() -> None:
    text = "Page not found\n\nWe are sorry, but the page you are looking for does not exist any more.\n"
    assert extract(text).extraction.status == "no-article"


def test_article_about_an_error_page() -> None:
    article = read(
        f"<article><h1>404 Not Found</h1>{PARAGRAPHS}{PARAGRAPHS.replace('The', 'Then the')}</article>",
        title="404 Not Found",
    )
    assert article.extraction.status == "article"
    short = read(f"<h1>Page not found</h1>{PARAGRAPHS}", title="Page not found", head=STORY % "")
    assert short.extraction.status == "article"


def test_wall_of_consent() -> None:
    body = "<h1>Before you continue</h1><p>We use cookies and other data to deliver our services and ads.</p>"
    article = read(
        body + "<p>We use cookies to measure audiences, with your consent.</p>", title="Before you continue"
    )
    assert (article.body, article.extraction.status) == (None, "no-article")


@pytest.mark.parametrize(
    ("tail", "more", "warnings"),
    [
        ("", "", ()),
        ("", ', "isAccessibleForFree": false', ("paywalled",)),
        (
            "<p>What the architect said about the roof was</p>",
            ', "isAccessibleForFree": "False"',
            ("paywalled", "truncated"),
        ),
        ("", ', "wordCount": 1400', ("truncated",)),
        ("", ', "wordCount": 140', ()),
        ('<div class="offer"><p>Subscribe to continue reading this article.</p></div>', "", ("paywalled",)),
    ],
    ids=["free", "paid", "broken off", "counted", "whole", "offer"],
)
def test_warnings_of_short_bodies(tail: str, more: str, warnings: tuple[str, ...]) -> None:
    body = f"<article><h1>Town will rebuild its fish market</h1>{PARAGRAPHS}{tail}</article>"
    article = read(body, head=STORY % more)
    assert article.extraction.status == "article"
    assert article.extraction.warnings == warnings


def test_long_paid_article_is_whole() -> None:
    text = "".join(f"<p>{s} That was point {i} on the list.</p>" for i in range(3) for s in SENTENCES)
    article = read(f"<article><h1>Town</h1>{text}</article>", head=STORY % ', "isAccessibleForFree": false')
    assert article.extraction.warnings == ()


def test_page_that_needs_javascript() -> None:
    script = "<script src='/app.js'></script>"
    shell = extract(
        f"<html><head><title>Town</title></head><body><div id='root'></div>{script}</body></html>"
    )
    assert (shell.extraction.status, shell.extraction.warnings) == ("no-article", ("needs-javascript",))
    plain = extract(f"<html><head><title>Town</title></head><body><p>Nothing.</p>{script}</body></html>")
    assert "needs-javascript" not in plain.extraction.warnings


def test_evidence_alone_is_never_enough_for_a_dated_story() -> None:
    outline = Outline(
        words=900, longest_run=1600.0, summaries=9, summary_share=0.9, kept_share=0.5, link_share=0.7,
        best=5.0, has_headline=True, is_home=False, is_dated=True, is_signed=True, og_type="article",
        has_published=True, body_classes=frozenset(), types=frozenset(("NewsArticle",)),
    )  # fmt: skip
    assert weigh(outline) < LISTED
    assert len({name for name, _, _ in EVIDENCE}) == len(EVIDENCE)


def make_tools() -> str:
    """Sections of an article, each with a heading that leads to what it is about."""
    tools = ("pump", "gate", "sluice", "ferry", "bridge", "crane", "winch", "harbour")
    return "".join(
        f'<div class="tool"><h3><a href="https://tools.example.org/{tool}">The {tool} planner</a></h3><p>The {tool} '
        f"planner is a small program that draws a {tool} and counts what it is made of, and tells whoever builds it "
        "what is missing. “We would not want to build without it,” says a smith of Ellery, who has drawn every "
        f"{tool} of the town with it since 2019.</p></div>"
        for tool in tools
    )


def test_what_is_an_article_as_a_whole_is_no_list() -> None:
    menu = "".join(f"<a href=/s/{i}>Section {i} of the paper</a> " for i in range(220))
    lead = "<p>Whoever builds at the water has to count. These eight programs help with it, and cost nothing at all.</p>"
    text = f"{lead}{make_tools()}"

    def find_status(heading: str, date: str, path: str) -> str:
        head = f"<html lang=en><head><title>{heading} | Ellery Post</title></head>"
        page = f"{head}<body><nav>{menu}</nav><main><h1>{heading}</h1>{date}{text}</main></body></html>"
        return extract(page, url=f"https://post.example.org/{path}").extraction.status

    title = "Eight open programs for builders"
    dated = "<p class=date>3 May 2021</p>"
    assert find_status(title, dated, "articles/eight-open-programs-for-builders") == "article"
    assert find_status("Tools", "", "") == "no-article"


def test_discussion_keeps_its_body() -> None:
    posts = "".join(
        f'<div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><p>{s}</p></div>'
        for s in SENTENCES
    )
    article = read(
        '<div itemscope itemtype="https://schema.org/DiscussionForumPosting">'
        f"<h1>Fish market</h1>{posts}</div>",
        title="Fish market",
    )
    assert article.metadata.page_type == "discussion"
    assert article.extraction.status == "article"
