"""What the rules beside the score make of small pages: for each what stands on it, the scores of its blocks, and
the blocks that a rule decided on, by their numbers.
"""

from __future__ import annotations

import json

import pytest

from extract.body import rules
from extract.body.blocks import read_blocks
from extract.body.measures import survey
from extract.body.policy import Policy
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


def state_recipe(ingredients: list[str], *steps: str) -> str:
    """The words of a page that states a recipe, with its steps in a section."""
    section = {"@type": "HowToSection", "itemListElement": [{"@type": "HowToStep", "text": t} for t in steps]}
    data = {"@type": "Recipe", "recipeIngredient": ingredients, "recipeInstructions": [section]}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def sign(names: str) -> str:
    """The authors that the page states."""
    return f'<script type="application/ld+json">{json.dumps({"@type": "Article", "headline": "Pumps", "author": {"name": names}})}</script>'


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
    "a text that is divided into pages goes on": (
        f"<div><p>{ONE}<p>{TWO}</div><div><p>{SHORT}<p>{THREE}</div><div class=x><p>Pumps</div><div><p>Smiths</div>",
        [2, 2, -2.9, -2.9, -1, 2],
        {2: "between-equals", 3: "between-equals"},
    ),
    "serial numbers make no other markup": (
        f"<p class='text text-1'>{ONE}<p class='text text-2'>{TWO}<p class='text text-3'>{THREE}<p class='text text-4'>Then {ONE}",
        [4, 4, 4, -1.9],
        {3: "after-equals"},
    ),
    "what scored hopelessly between them is no part of it": (
        f"<p>{ONE}<p>{SHORT}<p>{TWO}<p>{SHORT}<p>{THREE}",
        [2, -2.9, 2, -3.1, 2],
        {1: "between-equals"},
    ),
    "what is hidden is not kept between what is seen": (
        f"<p>{ONE}<p hidden>{TWO}<p>{THREE}",
        [2, -4, 2],
        {},
    ),
    "a stated recipe is kept, with all of its list": (
        state_recipe(["300 g grey salt", "2 eggs", "Rye"], "Stir the salt into the eggs.", "Wait for a day.")
        + "<p>Salt<ul><li>300 g grey salt<li>2 eggs<li>a pinch more</ul><ul><li>Rye<li>Bread<li>Soup</ul>"
        "<table><tr><td>300 g<td>grey salt<tr><td>9 g<td>sugar<tr><td>1 kg<td>ice<tr><td>2<td>cups</table>"
        "<div>Stir the salt into the eggs.</div><p hidden>Wait for a day.<p>Rye",
        [2, -4, -8, -5, -4, -4, -4, -4, -4, -4, -4, -4, -9, -4],
        {1: "stated", 2: "stated", 3: "stated", 7: "stated", 11: "stated"},
    ),
    "a stated list is kept with its heading": (
        state(ONE, "Who built the pump", TWO[:40], THREE[:40])
        + f"<p>{ONE}<h2>Who built the pump</h2><ul><li>{TWO[:40]}<li>{THREE[:40]}<li>Pump</ul>",
        [2, -4, -4, -4, -4],
        {1: "stated", 2: "stated", 3: "stated"},
    ),
    "shorter stated items are kept with a longer one": (
        state(ONE, "2012: Ane Moe and nobody else", "2011: Oline Roe")
        + f"<p>{ONE}<ul><li>2012: Ane Moe and nobody else<li>2011: Oline Roe<li>2010: Ida B. Lo</ul>"
        + "<ul><li>2011: Oline Roe</ul>",
        [2, -4, -4, -4, -4],
        {1: "stated", 2: "stated"},
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
    "nor does a number in its names part a card from the others": (
        "".join(
            f"<div class='card card_{i}'><p>{text}</div>"
            for i, text in enumerate((ONE, "Nine pupils", THREE))
        ),
        [0.4, -1.4, -0.4],
        {1: "near-equals", 2: "near-equals"},
    ),
    "parts that unfold are judged together, but not with what is seen": (
        f"<div class=part><p>{ONE}</div>"
        + "".join(
            f"<div class=part style='display:none'><p>{text}</div>" for text in (TWO, "Nine pupils", THREE)
        ),
        [8, 0.4, -1.4, -0.4],
        {2: "near-equals", 3: "near-equals"},
    ),
    "cards far below the line are not kept for one that is": (
        "".join(f"<div class=card><p>{i} {text}</div>" for i, text in enumerate((ONE, TWO, TWO, THREE))),
        [0.4, -2.9, -2.9, -2.9],
        {},
    ),
    "a line that scored much less than the text it stands in is left out": (
        "".join(f"<div class=card><p>{text}</div>" for text in (ONE, TWO, THREE, "Written in the rain")),
        [8, 8, 8, -0.7],
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
    "a list that nearly passed is kept below the line that leads to it": (
        f"<p>{ONE}<p>It was built by:<ul><li>Nine pupils<li>A smith<li>Nobody else</ul><p>{TWO}",
        [2, 0.4, -1, -1.4, -1.6, -4],
        {2: "introduction", 3: "introduction"},
    ),
    "what a dropped line leads to, or one without a colon, is not": (
        f"<p>{ONE}<p>It was built by<ul><li>Nine pupils<li>A smith</ul><p>It runs:<ul><li>Monday, noon</ul>",
        [2, 0.4, -1, -1, -4, -1],
        {},
    ),
    "a list that nearly passed is kept below the kept line that leads to it, though nothing follows": (
        f"<p>{ONE}<p>The prizes went to:<ul><li>Best pump: Osterby<li>Best shed: Lorn<li>Best smith: nobody</ul>",
        [2, 1, -0.4, -1.2, -1.6],
        {2: "introduction", 3: "introduction"},
    ),
    "but not the next list": (
        f"<p>{ONE}<p>The prizes went to:<ul><li>Best pump: Osterby</ul><ol><li>Shops in Lorn</ol>",
        [2, 1, -0.4, -0.4],
        {2: "introduction"},
    ),
    "nor a list below another line": (f"<p>{ONE}<p>{TWO}<ul><li>Best pump: Osterby</ul>", [2, 2, -0.4], {}),
    "links among the items of a kept list are kept, and a list of links that a line leads to": (
        f"<p>{ONE}<ul><li>{TWO}<li><a href=/oak>Pumps of oak</a><li><a href=/ash>Print</a></ul><p>{TWO[9:]}"
        f"<p>They are sold by:<ul><li><a href=/a>Ane Moe</a><li><a href=/b>Ole Roe</a></ul><p>{THREE}",
        [2, 2, -8, -8, 2, 2, -8, -8, 2],
        {2: "list-item", 6: "list-item", 7: "list-item"},
    ),
    "longer ones that were asked are kept with them, but for hopeless ones": (
        f"<p>{ONE}<p>They are sold by:<ul><li><a href=/a>{TWO}</a><li><a href=/b>{THREE}</a><li><a href=/c>Ole Roe</a>"
        f"</ul><p>{THREE}",
        [2, 2, -2.9, -3.1, -8, 2],
        {2: "list-item", 4: "list-item"},
    ),
    "lists of links below another line, at the end, or in a menu are not": (
        f"<p>{ONE}<ul><li><a href=/a>Ane Moe</a><li><a href=/b>Ole Roe</a></ul><p>They are sold by:"
        f"<nav><ul><li><p><a href=/c>Ida Lo</a><li><p><a href=/d>Oda Bo</a></ul></nav><p>{TWO}"
        f"<p>Read on:<ul><li><a href=/e>Pumps</a><li><a href=/f>Smiths</a></ul>",
        [2, -8, -8, 2, -8, -8, 2, 2, -8, -8],
        {},
    ),
    "a post is quoted for itself, though the text repeats it": (
        f"<p>{ONE}<p>{TWO}<blockquote><p>{TWO[4:90]}</p>— Ane Moe (@anemoe) May 5</blockquote>"
        f"<blockquote><p>{ONE[4:90]}</p>— Ole Roe, smith</blockquote>",
        [2, 2, 2, -9, 2, 2],
        {4: "pull-quote", 5: "signature"},
    ),
    "a post is kept whole or not at all": (
        f"<p>{ONE}<blockquote><p>{TWO}</p><p>{SHORT} pic.example/pump</p>— Ane Moe (@anemoe) May 5</blockquote>"
        f"<blockquote><p>{THREE}</p><p>{SHORT} Not one.</p>— Ole Roe, smith</blockquote>",
        [2, 2, -2, 2, 2, -2, 2],
        {1: "signature", 3: "signature", 6: "signature"},
    ),
    "for a line of signs alone a post is not dropped": (
        f"<p>{ONE}<blockquote><p>{TWO}</p><p>👇 👇</p>— Ane Moe (@anemoe) May 5</blockquote><p>{THREE}",
        [2, 2, 2, 2, 2],
        {2: "no-words", 3: "signature"},
    ),
    "who the authors are ends the text": (
        sign("Ane Moe, Ole Roe and Ida Lo")
        + f"<p>{ONE}<p>Ole Roe is a smith.<p>Ida Lo, a pupil, writes on pumps.",
        [2, 2, 2],
        {1: "biography", 2: "biography"},
    ),
    "what they say, or is told of them before the end, is text": (
        sign("Ane Moe") + f"<p>{ONE}<p>Ane Moe is a smith.<p>{TWO}<p>Ane Moe: {THREE}",
        [2, 2, 2, 2],
        {},
    ),
    "most of the text is the text": (
        sign("Ane Moe") + f"<p>{SHORT}<p>Ane Moe wants to know it all. {ONE} {TWO}",
        [2, 2],
        {},
    ),
    "how to reach them ends the text": (
        sign("Ane Moe, Ole Roemer")
        + f"<p>{ONE}<p>Write to the smith: ole.roemer@osterby.example<p>({SHORT} @RoemerTheSmith)",
        [2, 2, 2],
        {1: "biography", 2: "biography"},
    ),
    "how to reach others is text": (
        sign("Ane Moe, Harbour Office")
        + f"<p>{ONE}<p>Write to harbour@osterby.example, pump@moe.example, @anemoe",
        [2, 2],
        {},
    ),
    "nor does the paper's own name tell of an author": (
        sign("Lorn Press")
        + '<meta property="og:site_name" content="Lorn Press">'
        + f"<p>{ONE}<p>Lorn Press asks for more.",
        [2, 2],
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
    "two sentences that nearly passed are kept with their markup, however they end": (
        f"<p>{ONE}<p>{TWO}<p>{THREE}<p>It is free. Ask for the smith (he is deaf) in time. Two at a time (no more)<p>Ask the smith",
        [4, 4, 4, -0.4, -0.4],
        {3: "near-equals"},
    ),
    "a heading that nearly passed is kept inside the article": (
        f"<p>{ONE}<div><h3>The pupils and the smith</h3></div><p>{TWO}<p>{THREE}",
        [2, -1, 2, 2],
        {1: "inside-article"},
    ),
    "a picture may stand between it and its text": (
        f"<p>{ONE}<h3>The pupils and the smith</h3><figure><img src=/a.jpg><figcaption>The pump</figcaption></figure><p>{TWO}",
        [2, -1, -5, 2],
        {1: "inside-article"},
    ),
    "headings over lists that are kept for one another are kept": (
        f"<p>{ONE}" + "".join(f"<h2>Pump {i}</h2><ul><li>{i} pupils<li>{i} smiths</ul>" for i in range(3)),
        [2, -2, 0.4, -1, -2, 0.4, -1, -2, -1, -1],
        dict.fromkeys((3, 6, 8, 9), "near-equals") | dict.fromkeys((1, 4, 7), "equal-heading"),
    ),
    "and so is one that is marked up as bold letters": (
        f"<p>{ONE}<div><b>The pupils and the smith</b></div><p>{TWO}<p>{THREE}",
        [2, -1, 2, 2],
        {1: "inside-article"},
    ),
    "but no bold sentence, and none above what is dropped": (
        f"<p>{ONE}<div><b>{SHORT}</b></div><p>{TWO}<div><b>Near the pumps</b></div><p>Written in rain<p>{THREE}",
        [2, -1, 2, -1, -4, 2],
        {},
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
    "items that a list says again beside others of its own are kept, a list that comes again is not": (
        "<p>Of oak<ul><li>Length: nine metres, as all of them<li>Pumps: two, both of steel<li>Price: nine crowns</ul>"
        "<p>Of pine<ul><li>Length: nine metres, as all of them<li>Pumps: two, both of steel<li>Price: one crown</ul>"
        "<p>Of ash<ul><li>Length: nine metres, as all of them<li>Pumps: two, both of steel</ul>",
        [2] * 11,
        {9: "repeat", 10: "repeat"},
    ),
    "what is said alone above the text is dropped, and not where the text says it": (
        f"<div><p>{ONE}</div><p>Nine pupils<p>{TWO}<p>{ONE}<p>{THREE}<p>{ONE}",
        [2, -4, 2, 2, 2, 2],
        {0: "repeat", 5: "repeat"},
    ),
    "a date alone above the text is dropped, the dates in the text are not": (
        f"<p>17 May 2021 (18:10)<p>{ONE}<p>17 May 2021<p>{TWO}",
        [2, 2, 2, 2],
        {0: "headline"},
    ),
    "nor is a figure above it": (
        f"<p>18:10<p>17 May 2021, in Osterby<p>{ONE}",
        [2, 2, 2],
        {},
    ),
    "entries of a live blog are kept whole where the page says that it is one": (
        state_live() + "".join(enter(hour, text) for hour, text in ((9, ONE), (8, TWO), (7, THREE))),
        [-1, 2, -4, 2, -4, -4],
        {0: "live-entry", 2: "live-entry", 4: "live-entry", 5: "live-entry"},
    ),
    "the time of an entry may lead to it, another link is none of its own": (
        state_live()
        + "".join(
            f"<section><a href=#{hour}><time>{hour}.30</time></a><div><p>{text}</div><a href=/x>Pumps</a></section>"
            for hour, text in ((9, ONE), (8, TWO), (7, THREE))
        ),
        [-4, 2, -4, -4, 2, -4, -4, 2, -4],
        {0: "live-entry", 3: "live-entry", 6: "live-entry"},
    ),
    "elsewhere hours make no entries": (
        "".join(enter(hour, text) for hour, text in ((9, ONE), (8, TWO), (7, THREE))),
        [-1, 2, -4, 2, -4, -4],
        {},
    ),
}
TITLE = "A new pump for the ferry"
HEADED: dict[str, tuple[str, list[float], dict[int, str]]] = {
    "the standfirst right below one is kept": (
        f"<h1>{TITLE}</h1><div class=teasers><div class=subtitle><p>Nine pupils and a smith</p></div></div><p>{ONE}",
        [-4, -5, 2],
        {1: "standfirst"},
    ),
    "a picture's words are none": (
        f"<h1>{TITLE}</h1><img src=/a.jpg><div class=description>Nine pupils and a smith</div><p>{ONE}",
        [-4, -5, 2],
        {},
    ),
    "an offer's introduction is none": (
        f"<h1>{TITLE}</h1><div class=newsletter-intro>Nine pupils write every day</div><p>{ONE}",
        [-4, -5, 2],
        {},
    ),
    "a dateline below one is none, whatever its name": (
        f"<h1>{TITLE}</h1><h4 class=lead>Osterby Post of 3 May 2021, 18:10</h4><p>{ONE}",
        [-4, -1, 2],
        {},
    ),
    "nor is there one where no article follows": (
        f"<h1>{TITLE}</h1><p class=subtitle>Nine pupils and a smith<p>{SHORT}<p>{ONE}",
        [-4, -5, -4, -4],
        {},
    ),
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
    "who wrote, by the line below the headline, ends the text": (
        f"<h1>{TITLE}</h1><p>By ANE MOE and Ole Roe<p>{ONE}<p>Ole Roe, a smith, writes on pumps.<p>Ane Moe is a smith.",
        [-2, -4, 2, 2, 2],
        {3: "biography", 4: "biography"},
    ),
    "not who took the picture, nor what begins with no name": (
        f"<h1>{TITLE}</h1><p>By the pier, file photo by Ane Moe<p>By Ole Roe<p>{ONE}<p>Ane Moe is a smith.<p>Ole is, too.",
        [-2, -4, -4, 2, 2, 2],
        {},
    ),
    "who is named alone at the headline, and not in the text, is introduced at its end": (
        f"<h1>{TITLE}</h1><p>3 May 2021 - Ane Moe<p>{ONE}<p>(Ane Moe is a smith.)",
        [-2, -4, 2, 2],
        {3: "biography"},
    ),
    "whom the text speaks of is its subject": (
        f"<h1>{TITLE}</h1><p>Ane Moe<p>{ONE}<p>Nobody had asked Mrs Moe.<p>{TWO}<p>Ane Moe is a smith.",
        [-2, -4, 2, 2, 2, 2],
        {},
    ),
    "nor who is named far below": (
        f"<h1>{TITLE}</h1>{9 * '<p>Pumps</p>'}<p>By Ane Moe<p>{ONE}<p>Ane Moe is a smith.",
        [-2, *9 * [-4], -4, 2, 2],
        {},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_rules(case: str) -> None:
    body, scores, expected = CASES[case]
    page = read_page(f"<html><body>{body}</body></html>")
    facts = survey(page, read_blocks(page.root), None, -1)
    choice = rules.apply_rules(facts, Policy(facts), None, scores, flat=False)
    assert choice.rules == expected
    assert choice.kept == [(score > 0) != (i in expected) for i, score in enumerate(scores)]


@pytest.mark.parametrize("case", HEADED)
def test_rules_below_a_headline(case: str) -> None:
    body, scores, expected = HEADED[case]
    page = read_page(f"<html><body>{body}</body></html>")
    facts = survey(page, read_blocks(page.root), TITLE, 0)
    choice = rules.apply_rules(facts, Policy(facts), TITLE, scores, flat=False)
    assert choice.rules == expected
    assert choice.kept == [(score > 0) != (i in expected) for i, score in enumerate(scores)]


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
    assert rules.apply_rules(facts, Policy(facts), None, scores, flat=True).rules == expected
    assert rules.apply_rules(facts, Policy(facts), None, scores, flat=False).rules != expected
