"""What kind of page it is, where nothing stated tells: the facts of the page as a whole, and what comes of them."""

from __future__ import annotations

import pytest

from extract import Article, explain, extract
from extract.body import judge_blocks
from extract.body.blocks import read_blocks
from extract.body.kind import KIND, describe_kind
from extract.body.model import load_model
from extract.body.outline import read_outline
from extract.metadata import read_metadata
from extract.metadata.title import find_headline
from extract.page import read_page
from tests.test_status import NAV, SENTENCES

TITLE = "Town will rebuild its fish market"
TEXT = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
BYLINE = "<p class='byline'>By Maren Holt</p><p><time datetime='2024-03-05'>5 March 2024</time></p>"
ARTICLE = f"<article><h1>{TITLE}</h1>{BYLINE}{TEXT}</article>"
CARDS = "".join(
    f"<section class='product-card'><h2>Net needle {i}</h2><div>{sentence}</div><p class='price'>€ {i}9</p>"
    f"<button>Add to cart</button><label>Size</label><input type='radio'><input type='radio'></section>"
    for i, sentence in enumerate(SENTENCES, 1)
)
SERVICES = "".join(
    f"<section><div class='feature'><img src='/icon{i}.png'><h2>Roof repair {i}</h2><div>We mend roofs of slate and tin "
    f"in all of Ellery, quickly and at a fair price.</div><a href='/quote'>Get a quote</a></div></section>"
    for i in range(8)
)
MANUAL = "".join(
    f"<h2>Step {i}</h2><p>{sentence}</p><pre><code>run --step {i}\nstop</code></pre>"
    for i, sentence in enumerate(SENTENCES)
)


def write_page(main: str, title: str = TITLE, head: str = "") -> str:
    return (
        f"<html lang='en'><head><title>{title} | Ellery Post</title>{head}</head><body>{NAV}<main>{main}</main>"
        "<footer><p>© Ellery Post</p></footer></body></html>"
    )


def read_facts(main: str, url: str | None = None, head: str = "") -> dict[str, float]:
    """The row of a page by the names of its columns."""
    page = read_page(write_page(main, head=head), url=url)
    layout = read_blocks(page.root)
    headline = find_headline(page, layout)
    verdicts = judge_blocks(page, layout, headline.text, headline.number, load_model())
    metadata = read_metadata(page, layout, headline, verdicts.kept)
    words = sum(len(b.text.split()) for b, keep in zip(layout.blocks, verdicts.kept, strict=True) if keep)
    row = describe_kind(page, verdicts, read_outline(page, verdicts, words, metadata))
    return dict(zip(KIND, row, strict=True))


def read(main: str, title: str = TITLE, url: str | None = None, head: str = "") -> Article:
    return extract(write_page(main, title, head), url=url)


@pytest.mark.parametrize(
    ("main", "url", "kind"),
    [
        (ARTICLE, None, "article"),
        (ARTICLE, "https://ellery.example/news/town-will-rebuild-its-fish-market", "article"),
        (ARTICLE, "https://ellery.example/shop/4711", "article"),
        (f"<h1>Net needles</h1>{CARDS}", "https://ellery.example/shop/net-needles", "other"),
        (f"<h1>Roofs</h1>{SERVICES}", "https://ellery.example/roofs", "other"),
        (f"<h1>How to set it up</h1>{MANUAL}", "https://ellery.example/docs/setup", "other"),
    ],
    ids=["news", "news with address", "news in a shop", "shop", "services", "manual"],
)
def test_kind(main: str, url: str | None, kind: str) -> None:
    article = read(main, url=url)
    assert (article.metadata.page_type, article.extraction.status) == (kind, "article")
    assert article.body is not None


@pytest.mark.parametrize(
    ("stated", "kind"),
    [("NewsArticle", "article"), ("Product", "product"), ("LiveBlogPosting", "liveblog")],
)
def test_some_statements_stand_above_the_facts(stated: str, kind: str) -> None:
    head = f'<script type="application/ld+json">{{"@type": "{stated}", "name": "Roofs", "headline": "Roofs"}}</script>'
    assert (
        read(f"<h1>Roofs</h1>{SERVICES}", "Roofs", "https://ellery.example/roofs", head).metadata.page_type
        == kind
    )


@pytest.mark.parametrize(
    ("url", "facts"),
    [
        (None, {"address depth": -1, "address words": 0, "address of stories": 0}),
        ("https://ellery.example/", {"address depth": 0, "address words": 0}),
        ("https://ellery.example/news/2024/fish_market-again.html", {
            "address of stories": 1, "address depth": 3, "address words": 3, "address of goods": 0,
        }),
        ("https://forum.ellery.example/t/fish", {"address of threads": 2, "address words": 1}),
        ("https://www.ellery.example/Docs/API/fish", {"address of manuals": 2, "address of threads": 0}),
        ("https://ellery.example/produkte/%66ish", {"address of goods": 1, "address words": 1}),
        ("https://ellery.example/shop", {"address of goods": 0, "address depth": 1}),
        ("https://ellery.example/Services/roofs", {"address of services": 1, "address depth": 2}),
        ("https://ellery.example/preise.html", {"address of services": 1, "address of goods": 0}),
    ],
)  # fmt: skip
def test_address(url: str | None, facts: dict[str, float]) -> None:
    found = read_facts(ARTICLE, url)
    assert {name: found[name] for name in facts} == facts


def test_address_that_the_page_states() -> None:
    link = "<link rel='canonical' href='https://ellery.example/forum/thread/fish'>"
    assert read_facts(ARTICLE, head=link)["address of threads"] == 2
    assert read_facts(ARTICLE, "http://[bad", "")["address depth"] == -1


@pytest.mark.parametrize(
    ("main", "other", "higher"),
    [
        (ARTICLE, f"<article><h1>{TITLE}</h1>{TEXT}</article>", ("byline near", "signed", "stamp near")),
        (ARTICLE.replace("“", "").replace("”", ""), ARTICLE, ()),
        (ARTICLE, f"<h1>{TITLE}</h1>{SERVICES}", ("share in one box", "sentences", "paragraph width", "quotes")),
        (f"<h1>{TITLE}</h1>{CARDS}", ARTICLE, ("boxes named product",)),
        (f"<h1>{TITLE}</h1>{MANUAL}", ARTICLE, ("code",)),
        (ARTICLE.replace("<p>", "<p><img src='/a.jpg'>"), ARTICLE, ("images inside",)),
    ],
    ids=["signed", "quotes", "one column", "cards", "code", "pictures"],
)  # fmt: skip
def test_facts_tell_pages_apart(main: str, other: str, higher: tuple[str, ...]) -> None:
    left, right = read_facts(main), read_facts(other)
    for name in higher:
        assert left[name] > right[name], name
    if not higher:
        assert left["quotes"] < right["quotes"]


def test_explain_tells_which_facts_decided() -> None:
    found = explain(write_page(ARTICLE), url="https://ellery.example/news/fish-market")
    first = next(c for c in found.candidates if c.field == "page_type")
    assert first.source.startswith("the page as a whole: ")
    assert all(fact.rpartition(" ")[0] in KIND for fact in first.source.partition(": ")[2].split(", "))
    assert (first.value, first.chosen) == ("article", True)
