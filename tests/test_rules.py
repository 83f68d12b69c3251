"""What the rules beside the score make of small pages: for each what stands on it, the scores of its blocks, and
the blocks that a rule decided on, by their numbers.
"""

from __future__ import annotations

import json

import pytest

from extract.body import rules
from extract.body.blocks import read_blocks
from extract.body.measures import survey
from extract.page import read_page

ONE = "The ferry to Osterby has a new pump, which the harbour master tried on Monday, at low tide and in the rain."
TWO = "It was built in a shed behind the school, by nine pupils and a retired smith who had never seen one before."
THREE = "Whoever wants to hear it can come on Sunday, when it runs from noon to three, and bring something to eat."
SHORT = "Nobody was wet."


def hide(*paragraphs: str) -> str:
    """A piece of the text that only subscribers see."""
    return f'<div class="piece" style="display:none">{"".join(f"<p>{text}</p>" for text in paragraphs)}</div>'


def state(*texts: str) -> str:
    """The texts as the body that the page states."""
    data = {"@type": "NewsArticle", "articleBody": " ".join(texts)}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def state_live() -> str:
    """The words of a page that says that it is a live blog."""
    return f'<script type="application/ld+json">{json.dumps({"@type": "LiveBlogPosting"})}</script>'


def enter(hour: int, text: str) -> str:
    """An entry with its hour."""
    return f"<section><time>{hour}.30</time><div><p>{text}</p></div></section>"


def load(title: str, line: str, *paragraphs: str) -> str:
    """An article as pages load them, one below the other."""
    return (
        f'<div class="loaded"><h1>{title}</h1><p>{line}</p>{"".join(f"<p>{p}</p>" for p in paragraphs)}</div>'
    )


CASES: dict[str, tuple[str, list[float], dict[int, str]]] = {
    "comments that nearly passed are no part of a short article": (
        f'<p>{SHORT}<div class="comment"><p>{ONE}</p></div><div class="comment"><p>{TWO}</p></div>',
        [2, -0.3, -0.5],
        {},
    ),
    "comments that nearly passed may be all that there is": (
        f'<div class="comment"><p>{ONE}</p></div><div class="comment"><p>{TWO}</p></div>',
        [-0.3, -0.5],
        {0: "near-miss", 1: "near-miss"},
    ),
    "what pages say below an article is none where there is nothing else": (
        "<p>All rights reserved. No part of this paper may be used without asking its editors, who live in Osterby.",
        [-0.5],
        {},
    ),
    "hidden pieces of a text are kept between others": (
        hide(ONE) + "<p>Advertisement</p>" + hide(TWO, SHORT) + "<p>Advertisement</p>" + hide(THREE),
        [2, -5, -4, -4, -5, 2],
        {2: "between-equals", 3: "between-equals"},
    ),
    "what is hidden elsewhere, or by other names, is not": (
        hide(ONE) + f"<section>{hide(TWO)}</section>" + f"<div hidden><p>{SHORT}</p></div>" + hide(THREE),
        [2, -4, -4, 2],
        {},
    ),
    "what is hidden is not kept between what is seen": (
        f"<p>{ONE}<p hidden>{TWO}<p>{THREE}",
        [2, -4, 2],
        {},
    ),
    "a stated list is kept with its heading": (
        state(ONE, "Who built the pump", TWO[:40], THREE[:40])
        + f"<p>{ONE}<h2>Who built the pump</h2><ul><li>{TWO[:40]}<li>{THREE[:40]}<li>Pump</ul>",
        [2, -4, -4, -4, -4],
        {1: "stated", 2: "stated", 3: "stated"},
    ),
    "a stated heading alone, and a list that is not stated, are not": (
        state(ONE, "Who built the pump")
        + f"<p>{ONE}<h2>Who built the pump</h2><ul><li>{TWO[:40]}<li>{THREE[:40]}</ul>",
        [2, -4, -4, -4],
        {},
    ),
    "rows that nearly passed are kept beside others of their table": (
        f"<p>{ONE}<table><tr><td>Pumps<td>2<td>of steel<tr><td>Smiths<td>1<td>retired<tr><td>Pupils<td>9<td>at school</table>",
        [2, 1, -1.2, -4],
        {2: "list-item"},
    ),
    "captions that tell the article are kept": (
        f"<p>{SHORT}"
        + "".join(
            f"<figure><img src=/a.jpg><figcaption>{t}</figcaption></figure>" for t in (ONE, TWO, THREE)
        ),
        [2, -5, -6, -7],
        {1: "slide", 2: "slide", 3: "slide"},
    ),
    "captions that end in a credit are kept, too": (
        f"<p>{SHORT}"
        + "".join(
            f"<figure><img src=/a.jpg><figcaption>{t} Ada Quill</figcaption></figure>"
            for t in (ONE, TWO, THREE)
        ),
        [2, -5, -6, -7],
        {1: "slide", 2: "slide", 3: "slide"},
    ),
    "captions beside as much text are not": (
        f"<p>{ONE}<p>{TWO}"
        + "".join(
            f"<figure><img src=/a.jpg><figcaption>Later. {t}</figcaption></figure>" for t in (ONE, TWO, THREE)
        ),
        [2, 2, -5, -6, -7],
        {},
    ),
    "a heading that nearly passed is kept inside the article": (
        f"<p>{ONE}<div><h3>The pupils and the smith</h3></div><p>{TWO}<p>{THREE}",
        [2, -1, 2, 2],
        {1: "inside-article"},
    ),
    "a line of words that nearly passed is kept inside the article": (
        f"<p>{ONE}<div>Three pumps and one smith</div><p>{TWO}<p>{THREE}",
        [2, -0.2, 2, 2],
        {1: "inside-article"},
    ),
    "a day is not": (
        f"<p>{ONE}<div>3 May 2021 at 18:10, in Osterby</div><p>{TWO}<p>{THREE}",
        [2, -0.2, 2, 2],
        {},
    ),
    "the heading of a newsletter is not": (
        f"<p>{ONE}<div class=newsletter-signup><h3>The pupils and the smith</h3></div><p>{TWO}<p>{THREE}",
        [2, -1, 2, 2],
        {},
    ),
    "a few words that are set apart and stand in the text are dropped": (
        f"<p>{ONE}<aside><p>at low tide and in the rain</p></aside><p>{TWO}",
        [2, 2, 2],
        {1: "pull-quote"},
    ),
    "a few other words are not": (
        f"<p>{ONE}<aside><p>Pumps: two, both of steel</p></aside><p>{TWO}",
        [2, 2, 2],
        {},
    ),
    "entries of a live blog are kept whole where the page says that it is one": (
        state_live() + "".join(enter(hour, text) for hour, text in ((9, ONE), (8, TWO), (7, THREE))),
        [-1, 2, -4, 2, -4, -4],
        {0: "live-entry", 2: "live-entry", 4: "live-entry", 5: "live-entry"},
    ),
    "elsewhere hours make no entries": (
        "".join(enter(hour, text) for hour, text in ((9, ONE), (8, TWO), (7, THREE))),
        [-1, 2, -4, 2, -4, -4],
        {},
    ),
}
TITLE = "A new pump for the ferry"
HEADED: dict[str, tuple[str, list[float], dict[int, str]]] = {
    "the next article below one is dropped where both are dated": (
        load(TITLE, "3 May 2021", ONE, TWO) + load("The smith retires again", "2 May 2021", THREE),
        [2, -4, 2, 2, 2, -4, 2],
        {0: "headline", 4: "other-article", 6: "other-article"},
    ),
    "parts of one text are not": (
        load(TITLE, "3 May 2021", ONE, TWO) + load("The smith retires again", "By Ada Quill", THREE),
        [2, -4, 2, 2, 2, -4, 2],
        {0: "headline"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_rules(case: str) -> None:
    body, scores, expected = CASES[case]
    page = read_page(f"<html><body>{body}</body></html>")
    facts = survey(page, read_blocks(page.root), None, -1)
    choice = rules.choose(facts, None, scores, flat=False)
    assert choice.rules == expected
    assert choice.kept == [(score > 0) != (i in expected) for i, score in enumerate(scores)]


@pytest.mark.parametrize("case", HEADED)
def test_rules_below_a_headline(case: str) -> None:
    body, scores, expected = HEADED[case]
    page = read_page(f"<html><body>{body}</body></html>")
    choice = rules.choose(survey(page, read_blocks(page.root), TITLE, 0), TITLE, scores, flat=False)
    assert choice.rules == expected
    assert choice.kept == [(score > 0) != (i in expected) for i, score in enumerate(scores)]
