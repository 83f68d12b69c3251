"""The article that a page states in its data: in the shapes that frameworks give it, and never otherwise."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from extract import Article, extract
from extract.body.stated import text
from extract.body.stated.scripts import parse_values
from extract.body.stated.text import read_text
from extract.body.text import count_words

TITLE = "Harbour mill turns again after forty years"
PARAGRAPHS = (
    "The mill in the harbour of Ellery ground its first sack of rye on Sunday, forty years after the last "
    "miller locked the door and threw the key into the basin.",
    "Eleven volunteers had spent six winters on the gears, which are made of hornbeam and had to be cut by "
    "hand, one tooth after the other.",
    "“It sounds like a ship that is glad to be out again,” said Petra Amsel, who carved the last of the "
    "teeth and was allowed to open the sluice.",
    "The flour is sold from the first of May in paper bags of one kilogram, at the price of ordinary flour.",
)
TEASERS = [
    {
        "title": f"Another story number {i}",
        "url": f"/s/{i}",
        "text": f"A summary of story {i}, long enough to be read.",
    }
    for i in range(30)
]


def make_shell(script: str, *, visible: str = "", kind: str = "article", head: str = "") -> str:
    """A page whose visible text is no more than given, with one script in its body."""
    return (
        f'<html lang="en"><head><title>{TITLE} | Ellery Post</title>'
        f'<meta property="og:title" content="{TITLE}">'
        f'<meta property="og:type" content="{kind}">{head}</head><body><div id="root">{visible}</div>'
        f'<a href="/about">About us</a>{script}</body></html>'
    )


def extract_data(value: Any, *, before: str = "", after: str = "", attributes: str = "") -> Article:
    return extract(make_shell(f"<script {attributes}>{before}{json.dumps(value)}{after}</script>"))


def make_spans(text: str) -> list[dict[str, Any]]:
    """A paragraph in three pieces, the middle one emphasised."""
    return [
        {"type": "text", "text": text[:20]},
        {"type": "text", "text": text[20:40], "marks": [{"type": "bold"}]},
        {"type": "text", "text": text[40:]},
    ]


HTML = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
SHAPES = {
    "one string of markup": {"article": {"title": TITLE, "body": HTML}},
    "escaped markup": {"article": {"title": TITLE, "body": HTML.replace("<", "&lt;").replace(">", "&gt;")}},
    "rendered fields": {
        "post": {"title": {"rendered": TITLE}, "content": {"rendered": HTML}, "slug": "mill"}
    },
    "a list of strings": {"article": {"headline": TITLE, "paragraphs": list(PARAGRAPHS)}},
    "one string of lines": {"article": {"headline": TITLE, "text": "\n\n".join(PARAGRAPHS)}},
    "elements": {
        "headlines": {"basic": TITLE},
        "content_elements": [
            *({"type": "text", "_id": str(i), "content": p} for i, p in enumerate(PARAGRAPHS)),
            {"type": "image", "caption": "The mill in the harbour on the morning of its first day of work."},
        ],
        "related_content": {"basic": TEASERS},
    },
    "a document of nodes": {
        "title": TITLE,
        "body": {
            "type": "doc",
            "content": [{"type": "paragraph", "content": make_spans(p)} for p in PARAGRAPHS],
        },
    },
    "blocks of spans": {
        "title": TITLE,
        "body": [
            {"_type": "block", "children": [{"_type": "span", "text": t["text"]} for t in make_spans(p)]}
            for p in PARAGRAPHS
        ],
    },
    "blocks with models": {
        "title": TITLE,
        "blocks": [
            {"type": "text", "model": {"blocks": [{"type": "paragraph", "model": {"text": p}}]}}
            for p in PARAGRAPHS
        ],
    },
    "blocks with data": {
        "title": TITLE,
        "content": {"blocks": [{"type": "paragraph", "data": {"text": p}} for p in PARAGRAPHS]},
    },
    "references": {
        "ROOT": {"article": {"__ref": "Article:1"}},
        "Article:1": {
            "__typename": "Article",
            "title": TITLE,
            "paragraphs": [{"__ref": f"Paragraph:{i}"} for i in range(len(PARAGRAPHS))],
        },
        **{f"Paragraph:{i}": {"__typename": "Paragraph", "text": p} for i, p in enumerate(PARAGRAPHS)},
    },
    "amid teasers": {"props": {"latest": TEASERS, "article": {"title": TITLE, "body": HTML, "url": "/mill"}}},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_data_of_every_shape(shape: str) -> None:
    article = extract_data(SHAPES[shape], attributes='id="__NEXT_DATA__" type="application/json"')
    assert article.body == "\n\n".join(PARAGRAPHS)
    assert article.extraction.warnings == ("body-from-page-data",)
    assert article.extraction.words == len(article.body.split())
    assert article.metadata.page_type == "article"
    assert [b.text for b in article.blocks if b.kept] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("window.__INITIAL_STATE__=", ";"),
        ("window.__PRELOADED_STATE__ = ", ";(function(){ window.x = 1 })();"),
        ("var Fusion = {}; Fusion.globalContent=", ";Fusion.globalContentConfig={};"),
        ('window["__APOLLO_STATE__"] = ', ""),
    ],
)
def test_assigned_data(before: str, after: str) -> None:
    article = extract_data({"article": {"title": TITLE, "body": HTML}}, before=before, after=after)
    assert article.body == "\n\n".join(PARAGRAPHS)


def test_data_in_strings() -> None:
    text = json.dumps(json.dumps({"article": {"title": TITLE, "body": HTML}}))
    article = extract(make_shell(f"<script>window.__STATE__ = JSON.parse({text});</script>"))
    assert article.body == "\n\n".join(PARAGRAPHS)
    single = json.dumps({"title": TITLE, "body": "It's <p>"}).replace("'", "\\'")
    assert list(parse_values(f"window.state = JSON.parse('{single}')")) == [
        {"title": TITLE, "body": "It's <p>"}
    ]


def test_data_flattened_by_number() -> None:
    value = [{"article": 1}, {"title": 2, "body": 3, "self": 1}, TITLE, HTML]
    article = extract_data(value, attributes='id="__NUXT_DATA__" type="application/json"')
    assert article.body == "\n\n".join(PARAGRAPHS)


def test_data_in_code() -> None:
    literal = json.dumps(HTML).replace("<", "\\u003C")
    script = (
        f"<script>window.__NUXT__=(function(a,b){{return {{data:[{{body:{literal},id:a}}]}}}}(1,2));</script>"
    )
    assert extract(make_shell(script)).body == "\n\n".join(PARAGRAPHS)


def test_standfirst_of_the_data() -> None:
    lead = "Volunteers have made the last water mill of the coast fit for work, tooth by tooth."
    article = extract_data({"article": {"title": TITLE, "standfirst": lead, "body": HTML}})
    assert article.body == "\n\n".join((lead, *PARAGRAPHS))


def test_other_articles_are_not_taken() -> None:
    value = {"latest": [{"title": "Quite another story", "url": "/x", "body": HTML}]}
    article = extract(make_shell(f"<script>window.s={json.dumps(value)}</script>", kind="website"))
    assert (article.body, article.extraction.status) == (None, "no-article")


def test_consent_settings_are_not_taken() -> None:
    texts = [
        f"We and our {n} partners use cookies to store and read data on your device, as you allow."
        for n in "abcd"
    ]
    article = extract_data({"notice": {"title": "Your choice", "content": texts}})
    assert article.body is None


def test_visible_article_is_left_alone() -> None:
    other = "".join(
        f"<p>Other words in the data, sentence number {i}, which nobody saw.</p>" for i in range(40)
    )
    script = f"<script>window.s={json.dumps({'article': {'title': TITLE, 'body': other}})}</script>"
    article = extract(make_shell(script, visible=f"<article><h1>{TITLE}</h1>{HTML}</article>"))
    assert article.body == "\n\n".join(PARAGRAPHS)
    assert article.extraction.warnings == ()


def make_json_ld(body: object, **more: object) -> str:
    value = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "articleBody": body,
    } | more
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


@pytest.mark.parametrize(
    "body",
    [
        "\n".join(PARAGRAPHS),
        HTML,
        HTML.replace("<", "&lt;"),
        list(PARAGRAPHS),
        TITLE + "\r\n" + "\r\n".join(PARAGRAPHS),
    ],
    ids=["lines", "markup", "escaped", "list", "after the headline"],
)
def test_json_ld_body(body: object) -> None:
    article = extract(make_shell(make_json_ld(body)))
    assert article.body == "\n\n".join(PARAGRAPHS)
    assert article.extraction.warnings == ("body-from-json-ld",)


def test_json_ld_body_of_another_article() -> None:
    other = json.loads(
        make_json_ld("Words of another article. " * 40).partition(">")[2].removesuffix("</script>")
    )
    other["headline"] = "Something else"
    scripts = make_json_ld(HTML) + f'<script type="application/ld+json">{json.dumps(other)}</script>'
    assert extract(make_shell(scripts)).body == "\n\n".join(PARAGRAPHS)


def test_json_ld_body_beside_a_stub() -> None:
    rest = "\n".join(
        f"Sentence {i} of the rest, which is nowhere else on this page, as one can see." for i in range(40)
    )
    stub = f"<article><h1>{TITLE}</h1>{HTML}</article>"
    article = extract(make_shell(make_json_ld("\n".join(PARAGRAPHS) + "\n" + rest), visible=stub))
    assert article.body == "\n\n".join((*PARAGRAPHS, *rest.split("\n")))


def test_json_ld_body_that_was_seen_and_not_kept() -> None:
    links = "".join(
        f'<li><a href="/t/{i}">Topic {i} of those that the town talks about</a></li>' for i in range(60)
    )
    stated = "\n".join(PARAGRAPHS) + " ".join(
        f"Topic {i} of those that the town talks about" for i in range(60)
    )
    page = make_shell(
        make_json_ld(stated), visible=f"<article><h1>{TITLE}</h1>{HTML}</article><ul>{links}</ul>"
    )
    article = extract(page)
    assert "body-from-json-ld" not in article.extraction.warnings


def test_read_text() -> None:
    assert read_text("One line.\nTwo &amp; three.") == ("One line.", "Two & three.")
    assert read_text(
        "<p>One <b>word</b>.</p><ul><li>Item</li></ul><figure><figcaption>No</figcaption></figure>"
    ) == (
        "One word.",
        "- Item",
    )
    assert read_text("A <em>b</em>.\nC.") == ("A b.", "C.")
    assert read_text("<p></p>") == ()
    assert read_text("<ol><li>A<li><p>B</p></ol><ul><li><b>C</b> d</ul>tail<!-- no --><p hidden>No") == (
        "1. A",
        "2. B",
        "- C d",
        "tail",
    )
    assert read_text("<p>One\nline.<br>Two.<br><br>Three.</p>") == ("One line.\nTwo.", "Three.")
    assert read_text("<p>A</p><table><tr><th>b<th>c<tr><td>1<td>2</table>") == ("A", "b | c", "1 | 2")


def test_markup_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_TAGS", 50)
    assert read_text("<p>x" * 50) == ("x",) * 50
    assert read_text("<p>x" * 51) == ()


def test_count_words() -> None:
    assert count_words("one two\nthree") == 3
    assert count_words("港口的磨坊在星期天") == 4


@pytest.mark.parametrize(
    "script",
    [
        "[" * 200_000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        "x={" * 100_000,
        'x="' + "\\" * 400_000,
        "x=" + json.dumps([[["word " * 50] * 10] * 40] * 40),
        "x=" + json.dumps({"title": TITLE, "body": "<p>" * 100_000}),
        "x=" + json.dumps([{"title": TITLE, "body": "<p>" + "<div>" * 25_000 + str(i)} for i in range(20)]),
        json.dumps([f"<p>{i} <b>words</b>" for i in range(90_000)]),
        "[[1,2,3],{},{},[0,1,2,3],[3,0]]" + " " * 300,
        json.dumps([{"a": 0, "b": 1}, {"title": 2, "c": 0, "d": 3}, TITLE, [0, 1, 3] * 200]),
        "function" + '"' * 300_000,
    ],
    ids=[
        "brackets",
        "nested",
        "assignments",
        "backslashes",
        "wide",
        "tags",
        "deep",
        "fragments",
        "numbers",
        "circles",
        "quotes",
    ],
)
def test_hostile_data_ends(script: str) -> None:
    start = time.process_time()
    article = extract(make_shell(f"<script>{script}</script>", kind="website"))
    assert article.extraction.status == "no-article"
    assert time.process_time() - start < 5
