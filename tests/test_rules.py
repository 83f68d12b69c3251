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
    "the head of a table that nearly passed is kept beside its rows": (
        f"<p>{ONE}<table><thead><tr><th>Who<th>How many<th>From where<tbody><tr><td>Smiths<td>1<td>retired"
        "<tr><td>Pupils<td>9<td>at school</table>",
        [0.4, -1.2, 1, -4],
        {1: "list-item"},
    ),
    "cards that nearly passed are not kept where none of them is": (
        f"<p>{ONE}" + "".join(f"<div class=card><p>{text}</div>" for text in (ONE, TWO, THREE)),
        [2, -0.9, -0.8, -0.7],
        {},
    ),
    "cards far below the line are not kept for one that is": (
        "".join(f"<div class=card><p>{i} {text}</div>" for i, text in enumerate((ONE, TWO, TWO, THREE))),
        [0.4, -2.9, -2.9, -2.9],
        {},
    ),
    "a line that scored much less than the text it stands in is left out": (
        "".join(f"<div class=card><p>{text}</div>" for text in (ONE, TWO, "Written in the rain", THREE)),
        [8, 8, -0.7, 8],
        {},
    ),
    "a sentence there that nearly passed is not": (
        f"<p>{ONE}<p>{TWO}<p>Nobody of those who were asked had ever seen one.<p>{THREE}",
        [8, 8, -0.4, 8],
        {2: "near-equals"},
    ),
    "a card that the policy speaks against is none of them": (
        "".join(
            f"<div class=card><p>{text}</div>" for text in (ONE, TWO, "Sign up for our newsletter", THREE)
        ),
        [0.4, 0.4, -0.5, -0.5],
        {3: "near-equals"},
    ),
    "of replies that scored low one that barely passed is kept where nothing is certain": (
        "".join(f"<div class=reply><p>{i} {TWO}</div>" for i in range(3)),
        [-4, 0.4, -4],
        {},
    ),
    "of replies that scored low one that clearly passed is kept": (
        f"<p>{ONE}" + "".join(f"<div class=reply><p>{i} {TWO}</div>" for i in range(3)),
        [2, -4, 0.6, -4],
        {},
    ),
    "headings of which few stand over kept text are none of its sections'": (
        "".join(
            f"<h2><a href=/{i}>Pump {i}</a></h2><p>{i} {text}" for i, text in enumerate((ONE, TWO, THREE))
        )
        + "".join(f"<h2><a href=/{i}>Ship {i}</a></h2><p>Ship {i}" for i in range(4)),
        [-6, 2, -6, 2, -6, 2, *[-8] * 8],
        {},
    ),
    "two linked headings over kept text are not known for sections'": (
        "".join(f"<h2><a href=/{i}>Pump {i}</a></h2><p>{i} {text}" for i, text in enumerate((ONE, TWO))),
        [-6, 2, -6, 2],
        {},
    ),
    "captions that tell the article are kept": (
        f"<p>{SHORT}"
        + "".join(
            f"<figure><img src=/a.jpg><figcaption>{t}</figcaption></figure>" for t in (ONE, TWO, THREE)
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
}


@pytest.mark.parametrize("case", CASES)
def test_rules(case: str) -> None:
    body, scores, expected = CASES[case]
    page = read_page(f"<html><body>{body}</body></html>")
    facts = survey(page, read_blocks(page.root), None, -1)
    choice = rules.choose(facts, None, scores, flat=False)
    assert choice.rules == expected
    assert choice.kept == [(score > 0) or i in expected for i, score in enumerate(scores)]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([2, -0.4, -1, -2], {1: "near-equals"}),
        ([2, 0.4, -4, -4], {}),
    ],
)
def test_markup_tells_nothing_in_plain_text(scores: list[float], expected: dict[int, str]) -> None:
    page = read_page(f"<html><body><p>{ONE}<p>{TWO}<p>Written in the rain<p>{9 * THREE}</body></html>")
    facts = survey(page, read_blocks(page.root), None, -1)
    assert rules.choose(facts, None, scores, flat=True).rules == expected
    assert rules.choose(facts, None, scores, flat=False).rules != expected
