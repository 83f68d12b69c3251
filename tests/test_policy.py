"""The editorial policy as a table: what stands in an article, and whether it belongs to the body.

Each piece of markup stands in the same invented article, in the middle unless the case says otherwise.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from extract import extract
from extract.body.blocks import read_blocks
from extract.body.measures import survey
from extract.body.policy import Policy
from extract.page import read_page

TITLE = "Salt works of Ardmel open their gates again"
PARAGRAPHS = (
    "The salt works of Ardmel, closed since the flood of 1998, opened their gates on Saturday, and more than two "
    "thousand people walked along the restored basins, some of them with spoons in their pockets.",
    "For nineteen years the pumps had stood still. The last director, Ilse Morvan, kept the keys in a biscuit tin "
    "and oiled the locks every spring, because she was sure that somebody would ask for them one day.",
    "A society of forty volunteers rebuilt the sluices with wood from the old pier. They worked on Sundays only, and "
    "the county paid for the nails, the bread and, in the second year, for a crane.",
    "Salt from Ardmel was known for its grey colour, which comes from the clay of the basins. Cooks along the coast "
    "have asked for it again, and the first four tonnes were sold before they had dried.",
    "Next year a school is to move into the old boiler house, where children will learn how the tide was measured, "
    "and why the wind of the north-east was called the baker.",
    "The works are open from Tuesday to Sunday. On stormy days the outer basins stay closed, and visitors are asked "
    "to keep to the planks, for the clay remembers every step.",
)
AFTER_TITLE, MIDDLE, END = 0, 3, len(PARAGRAPHS)


class Case(NamedTuple):
    """`text` is what the body must hold, or must not."""

    name: str
    markup: str
    text: str
    kept: bool
    place: int = MIDDLE
    known_miss: str | None = None


def keep(name: str, markup: str, text: str, place: int = MIDDLE, known_miss: str | None = None) -> Case:
    return Case(name, markup, text, True, place, known_miss)


def drop(name: str, markup: str, text: str, place: int = MIDDLE, known_miss: str | None = None) -> Case:
    return Case(name, markup, text, False, place, known_miss)


LIST_TWICE = 2 * (
    "<ul><li>rebuilt by the volunteers in two summers</li><li>seven planks of larch from the pier</li></ul>"
)
CASES = (
    keep("standfirst by class", '<p class="standfirst">Volunteers have rebuilt what the sea took away</p>',
         "what the sea took away", AFTER_TITLE),
    keep("standfirst as h2", '<h2 class="subtitle">Volunteers have rebuilt what the sea took away</h2>',
         "what the sea took away", AFTER_TITLE),
    keep("lower heading below the headline", "<h2>Volunteers have rebuilt the sluices with wood that nobody wanted</h2>",
         "with wood that nobody wanted", AFTER_TITLE),
    keep("standfirst in the box of the byline", '<div class="byline-box"><p class="strapline">Volunteers have rebuilt what the '
         'sea took away</p><p class="byline">By Jonna Reeve</p></div>', "what the sea took away", AFTER_TITLE),
    keep("line above the byline", '<p>Volunteers have rebuilt what the sea took away</p><p>By Jonna Reeve</p>',
         "what the sea took away", AFTER_TITLE),
    drop("text for screen readers", '<p class="u-visually-hidden">The picture shows the gate of the works.</p>',
         "The picture shows the gate"),
    drop("pull quote that is nearly a copy",
         '<blockquote class="pullquote">“[She] kept the keys in a biscuit tin and oiled the locks every spring, '
         "because she was sure”</blockquote>", "“[She] kept the keys"),
    keep("subheading", "<h2>Wood from the old pier</h2>", "Wood from the old pier"),
    keep("short subheading in bold", "<p><strong>A tin of keys</strong></p>", "A tin of keys"),
    keep("one-word answer", "<p>“Never.”</p>", "“Never.”"),
    keep("bulleted list", "<ul><li>four tonnes of salt in the first week</li><li>nine new sluices of oak</li>"
         "<li>one crane, borrowed from the harbour</li></ul>", "- nine new sluices of oak"),
    keep("numbered list", "<ol><li>Open the outer sluice at high tide.</li><li>Wait until the wind turns.</li>"
         "<li>Rake from the edge to the middle.</li></ol>", "2. Wait until the wind turns."),
    drop("line of stars", "<p>* * *</p>", "* * *"),
    keep("quotation", "<blockquote><p>We thought of it as a garden that happens to be salty, and we still do when "
         "the light is right.</p></blockquote>", "a garden that happens to be salty"),
    keep("interview question", "<p><b>Did you ever think of selling the land?</b></p><p>Every winter. Then the spring came, "
         "and with it the birds, and I forgot about it until the next one.</p>", "Did you ever think of selling"),
    keep("table of figures", "<table><tr><th>Year</th><th>Tonnes</th></tr><tr><td>1996</td><td>310</td></tr>"
         "<tr><td>1997</td><td>295</td></tr><tr><td>2017</td><td>4</td></tr></table>", "1997 | 295"),
    keep("row that begins like a label", "<table><tr><th>Sold by</th><th>Tonnes</th></tr><tr><td>Market</td><td>3</td></tr>"
         "<tr><td>Facebook</td><td>1</td></tr><tr><td>By post</td><td>2</td></tr></table>", "Facebook | 1\nBy post | 2"),
    keep("info box", '<aside class="infobox"><h3>How salt is made here</h3><p>Sea water flows into flat basins at high tide, '
         "where sun and wind take the water away until a grey crust is left on the clay.</p></aside>",
         "until a grey crust is left"),
    keep("verse", "<p>The pump stands still, the tide goes by,<br>the keys lie in the tin,<br>the north-east wind will "
         "bake us dry<br>and let the summer in.</p>", "the tide goes by,\nthe keys lie in the tin,"),
    keep("code", "<pre>tide = read('gauge')\nif tide > 310:\n    open_sluice()</pre>", "if tide > 310:\n    open_sluice()"),
    keep("correction", "<p><em>Correction: an earlier version of this article gave the year of the flood as 1989.</em></p>",
         "gave the year of the flood as 1989", END),
    keep("editor's note in German", "<p><em>Anmerkung der Redaktion: In einer früheren Fassung war das Jahr der Flut falsch "
         "angegeben.</em></p>", "war das Jahr der Flut falsch", END),
    keep("dateline", "<p>ARDMEL (Lorn Press) — The first visitors came before six, with lanterns, and had to wait for the "
         "tide and for the mayor.</p>", "ARDMEL (Lorn Press) —", AFTER_TITLE),
    drop("byline", '<p class="byline">By Jonna Reeve</p>', "Jonna Reeve", AFTER_TITLE),
    drop("byline without class", "<p>By Jonna Reeve, Coast Correspondent</p>", "Jonna Reeve", AFTER_TITLE),
    drop("date", '<p><time datetime="2017-05-20">20 May 2017, 14:03</time></p>', "14:03", AFTER_TITLE),
    drop("updated line", "<p>Last updated: 21 May 2017</p>", "Last updated", AFTER_TITLE),
    drop("caption", '<figure><img src="a.jpg" alt="Basins"><figcaption>The outer basins at low tide, seen from the '
         "planks.</figcaption></figure>", "seen from the planks"),
    drop("caption by class", '<div class="image"><img src="a.jpg"><p class="caption">The outer basins at low tide, seen from '
         "the planks.</p></div>", "seen from the planks"),
    drop("credit line", "<p>Photo: Pell Anders/Lorn Press</p>", "Pell Anders"),
    drop("image placeholder", "<p>16x9 Image</p>", "16x9"),
    drop("read also", '<p><strong>Read also:</strong> <a href="/pier">The pier that nobody wanted to pay for</a></p>', "The pier"),
    drop("read also in German", '<p>Lesen Sie auch: <a href="/pier">Der Steg, den niemand zahlen wollte</a></p>', "Der Steg"),
    drop("read also in French", '<p>À lire aussi : <a href="/pier">La jetée que personne ne voulait payer</a></p>', "La jetée"),
    drop("read also in Spanish", '<p>Lea también: <a href="/pier">El muelle que nadie quería pagar</a></p>', "El muelle"),
    drop("read also in Russian", '<p>Читайте также: <a href="/pier">Пирс, за который никто не хотел платить</a></p>', "Пирс"),
    drop("read also in Turkish", '<p>Ayrıca okuyun: <a href="/pier">Kimsenin ödemek istemediği iskele</a></p>', "iskele"),
    drop("read also in Polish", '<p>Czytaj także: <a href="/pier">Molo, za które nikt nie chciał płacić</a></p>', "Molo"),
    drop("read also in Indonesian", '<p>Baca juga: <a href="/pier">Dermaga yang tidak ingin dibayar siapa pun</a></p>', "Dermaga"),
    drop("related box", '<aside class="related"><h3>More on this</h3><ul><li><a href="/pier">The pier that nobody wanted</a></li>'
         '<li><a href="/crane">A crane goes round the county</a></li></ul></aside>', "crane goes round"),
    drop("newsletter", '<div class="newsletter"><h3>Get the Lorn Letter</h3><p>Sign up for our newsletter and get the best '
         "stories of the coast every morning.</p></div>", "Sign up for our newsletter"),
    drop("newsletter by a code to scan", "<p>Click this link or scan the QR code to receive the best stories of the coast.</p>",
         "scan the QR code"),
    drop("newsletter after a sign", "<p>▶️ Sign up for our newsletter and get the best stories of the coast.</p>",
         "Sign up for our newsletter"),
    drop("newsletter as a paragraph", "<p><em>Sign up for our newsletter and get the best stories of the coast every "
         "morning.</em></p>", "Sign up for our newsletter"),
    drop("subscription", '<p><a href="/subscribe">Subscribe now to read more stories like this one</a></p>', "Subscribe now"),
    drop("donation", "<p>Support our journalism: donate to the Lorn Press today.</p>", "Support our journalism", END),
    drop("long appeal", "<p>If you found the reporting above of use, please consider making a donation to the Lorn Press. It "
         "pays for the boat that takes us to the islands, for the lamps of the office and for the people who read every "
         "page of every report that the county prints, whether the weather is good or bad, in summer and in winter, and "
         "has done so for as long as there has been a paper.</p>", "consider making a donation", END),
    drop("share line", '<p>Share this: <a href="#f">Facebook</a> <a href="#t">Twitter</a> <a href="#w">WhatsApp</a></p>', "WhatsApp", END),
    drop("follow line", '<p>Follow us on <a href="https://example.org/">Facebook</a> and Telegram</p>', "Telegram", END),
    drop("app line", "<p>Download our app for Android and iPhone</p>", "Download our app", END),
    drop("advertisement", '<p class="ad">Advertisement</p>', "Advertisement"),
    drop("label between paragraphs", "<p>Story continues below advertisement</p>", "continues below"),
    drop("pull quote", '<aside class="pullquote"><p>She was sure that somebody would ask for them one day</p></aside>',
         "She was sure"),
    drop("tags", '<p>Tags: <a href="/t/salt">salt</a>, <a href="/t/coast">coast</a>, <a href="/t/ardmel">Ardmel</a></p>', "Tags", END),
    drop("bio", '<div class="author-bio"><p>Jonna Reeve has written about the coast for twenty years and lives in Osterby with '
         "two dogs.</p></div>", "two dogs", END),
    drop("bio as a paragraph", "<p><em>Jonna Reeve is a reporter at the Lorn Press. Follow her on Twitter @jreeve.</em></p>",
         "is a reporter", END),
    drop("contact line", "<p>Do you have a tip? Write to us at tips@lornpress.example.</p>", "Do you have a tip", END),
    drop("copyright", "<p>© 2017 Lorn Press. All rights reserved.</p>", "All rights reserved", END),
    drop("copyright in brackets", "<p>(Copyright (c) 2017 Lorn Press. All rights reserved. This material may not be published, "
         "broadcast or rewritten.)</p>", "may not be published", END),
    drop("contact of a police report", "<p>Rückfragen bitte an:</p>", "Rückfragen", END),
    drop("line of signs", "<p>* * *</p>", "* * *"),
    drop("line of signs that counts as a word", "<p>_____</p>", "___"),
    keep("price alone", "<p>$$$</p>", "$$$", MIDDLE),
    drop("numbers of lines of code", "<div><pre>1\n2\n3</pre><pre>tide = read('gauge')\nif tide &gt; 310:\n    open_sluice()</pre></div>",
         "1\n2\n3"),
    keep("line that leads to a list", "<p>They bring:</p><ul><li>four tonnes of salt in the first week</li>"
         "<li>nine new sluices of oak</li></ul>", "They bring:"),
    drop("bio beside a portrait", '<ul><li><img src="p.jpg" alt="16x9 Image"><p>Ane Moe reports on towns and rivers, and has '
         "done so for twenty years in three countries.</p></li></ul>", "Ane Moe", END),
    drop("paragraph twice", f"<p>{PARAGRAPHS[1]}</p>", f"{PARAGRAPHS[1]}\n\n{PARAGRAPHS[1]}", 2),
    drop("list twice", LIST_TWICE, "from the pier\n\n- rebuilt"),
    keep("item of one list again in another", LIST_TWICE.replace("<li>seven planks of larch from the pier</li></ul><ul>",
         "<li>nine planks of oak</li></ul><ul>"),
         "- rebuilt by the volunteers in two summers\n- seven planks of larch"),
    drop("comments", '<section id="comments"><h2>2 comments</h2><div class="comment"><p>My grandmother worked there and never '
         "put salt on anything again, as she told everybody who asked her.</p></div></section>", "My grandmother", END),
    drop("cookie note", '<div class="cookie-banner"><p>We use cookies to improve your experience. By using this site you agree '
         "to our policy.</p></div>", "We use cookies", END),
    drop("hidden video text", '<div class="video-player"><p>Your browser does not support the video tag.</p></div>',
         "does not support"),
)  # fmt: skip


def build_page(case: Case) -> str:
    """The article with the case's markup after so many paragraphs."""
    paragraphs = [f"<p>{text}</p>" for text in PARAGRAPHS]
    paragraphs.insert(case.place, case.markup)
    return (
        f'<html lang="en"><head><title>{TITLE} - Lorn Press</title></head><body><header><a href="/">Lorn Press</a>'
        '<nav><ul><li><a href="/news">News</a><li><a href="/sport">Sport</a></ul></nav></header>'
        f'<main><article><h1>{TITLE}</h1><div class="content">{"".join(paragraphs)}</div></article></main>'
        '<footer><p>Lorn Press, 4 Quay Street, Osterby</p><a href="/imprint">Imprint</a></footer></body></html>'
    )


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            c, id=c.name, marks=[pytest.mark.xfail(reason=c.known_miss, strict=True)] if c.known_miss else []
        )
        for c in CASES
    ],
)
def test_policy(case: Case) -> None:
    body = extract(build_page(case)).body or ""
    assert all(text in body for text in PARAGRAPHS)
    assert (case.text in body) == case.kept


@pytest.mark.parametrize(
    ("markup", "terms"),
    [
        ("<p>Print technology</p>", {"says: service"}),
        ("<ul><li>Print technology</li></ul>", set()),
        ("<ul><li>Print <a href=/print>technology</a></li></ul>", {"says: service"}),
        ("<ul><li>Sign up for our newsletter and get it every morning</li></ul>", {"says: newsletter"}),
        ("<p>Facebook</p>", {"is perhaps a label"}),
        ("<table><tr><td>Facebook<td>12<tr><td>Telegram<td>9</table>", set()),
    ],
)
def test_what_the_policy_says_of_words_in_their_places(markup: str, terms: set[str]) -> None:
    page = read_page(f"<html><body>{markup}<p>{PARAGRAPHS[0]}</p></body></html>")
    facts = survey(page, read_blocks(page.root), TITLE, -1)
    assert Policy(facts).read(facts.layout.blocks[0]).keys() == terms


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("盐场在洪水之后关闭了十九年，周六重新开门迎客", True),
        ("盐场重新开门", False),
        ("海岸日报 阿德梅尔记者站 盐场专栏 2017年6月3日", False),
        ("Montag, den 3. Juni 2017, 19:05 Uhr", False),
        ("Nach neunzehn Jahren öffnet die Saline von 1998 am Samstag wieder", True),
        ("Nach neunzehn Jahren wieder offen", True),
        ("Wieder offen", False),
    ],
)
def test_standfirst_in_any_script(text: str, told: bool) -> None:
    page = read_page(f'<html><body><h1>{TITLE}</h1><p class="standfirst">{text}</p><p>{PARAGRAPHS[0]}')
    facts = survey(page, read_blocks(page.root), TITLE, 0)
    assert ("is a standfirst" in Policy(facts).read(facts.layout.blocks[1])) == told


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("<h1>{title}</h1><h2>The first visitors came on Saturday</h2>", True),
        ("<div><h1>{title}</h1></div><h2>The first visitors came on Saturday</h2>", True),
        ("<div><div><h1>{title}</h1></div></div><h2>The first visitors came on Saturday</h2>", False),
        ("<h2>{title}</h2><h2>The first visitors came on Saturday</h2>", False),
    ],
)
def test_a_lower_heading_beside_the_headline_is_a_standfirst(head: str, told: bool) -> None:
    page = read_page(
        f"<html><body><main>{head.format(title=TITLE)}<p>{TITLE}. {PARAGRAPHS[0]}<p>{PARAGRAPHS[1]}"
    )
    facts = survey(page, read_blocks(page.root), TITLE, 0)
    assert ("is a standfirst" in Policy(facts).read(facts.layout.blocks[1])) == told


@pytest.mark.parametrize(
    ("box", "told"),
    [
        ("<div><img src=/a.jpg><p>The pans behind the dam</p></div>", True),
        ("<div><a><img src=/a.jpg></a><div><p>The pans behind the dam</p></div></div>", True),
        ("<div><img src=/a.jpg><p>The pans lie behind the dam.</p></div>", False),
        ("<div><img src=/a.jpg><p>The pans behind the dam</p><p>The dam</p></div>", False),
        ("<div><p>The pans behind the dam</p><img src=/a.jpg></div>", False),
        ("<div><p><img src=/a.jpg>The pans behind the dam</p></div>", False),
    ],
)
def test_a_line_alone_below_a_picture(box: str, told: bool) -> None:
    page = read_page(f"<html><body><p>{PARAGRAPHS[0]}<p>{PARAGRAPHS[1]}</p>{box}<p>{PARAGRAPHS[2]}")
    facts = survey(page, read_blocks(page.root), TITLE, -1)
    assert ("is alone below a picture" in Policy(facts).read(facts.layout.blocks[2])) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("<img src=/a.jpg><p>Above: the pans behind the dam. Below: the dam.", True),
        ("<img src=/a.jpg><p>The pans behind the dam reach down to the sea.", False),
        ("<p>Above: the pans behind the dam. Below: the dam.", False),
        ("<img src=/a.jpg><p>Above: " + 20 * "the pans, and ", False),
    ],
)
def test_what_a_picture_shows(line: str, told: bool) -> None:
    page = read_page(f"<html><body><p>{PARAGRAPHS[0]}<p>{PARAGRAPHS[1]}</p>{line}<p>{PARAGRAPHS[2]}")
    facts = survey(page, read_blocks(page.root), TITLE, -1)
    assert ("says what a picture shows" in Policy(facts).read(facts.layout.blocks[2])) == told


def test_a_line_below_the_picture_above_the_text_may_be_its_standfirst() -> None:
    page = read_page(
        f"<html><body><div><img src=/a.jpg><p>The pans behind the dam</p></div><p>{PARAGRAPHS[0]}<p>{PARAGRAPHS[1]}"
    )
    facts = survey(page, read_blocks(page.root), TITLE, -1)
    assert "is alone below a picture" not in Policy(facts).read(facts.layout.blocks[0])


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ("<p>Nobody knew how long it would last<p>By Jonna Reeve", True),
        ("<p>Nobody knew how long it would last<p>3 June 2017", True),
        ("<p>Nobody knew how long it would last<p>It lasted", False),
        ("<p>Nobody knew<p>By Jonna Reeve", False),
        ("<p>3 June 2017, 10 in the morning<p>By Jonna Reeve", False),
        ("<p>News<p>Nobody knew how long it would last<p>By Jonna Reeve", False),
    ],
)
def test_line_between_the_headline_and_the_byline(below: str, told: bool) -> None:
    page = read_page(f"<html><body><h1>{TITLE}</h1>{below}<p>{PARAGRAPHS[0]}")
    facts = survey(page, read_blocks(page.root), TITLE, 0)
    policy = Policy(facts)
    assert any("is a standfirst" in policy.read(block) for block in facts.layout.blocks) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("jonna.reeve@ardmel.example", True),
        ("E-mail: jonna.reeve@ardmel.example", True),
        ("Write to jonna.reeve@ardmel.example", False),
        ("@jonnareeve", False),
    ],
)
def test_an_address_alone(text: str, told: bool) -> None:
    page = read_page(f"<html><body><p>{PARAGRAPHS[0]}<p>{text}<p>{PARAGRAPHS[1]}")
    facts = survey(page, read_blocks(page.root), None, -1)
    assert ("is an address alone" in Policy(facts).read(facts.layout.blocks[1])) == told


@pytest.mark.parametrize(
    ("line", "told"), [("Salt works of Ardmel open", False), ("Salt works of Ardmel are dry again", True)]
)
def test_a_piece_of_the_headline_is_no_standfirst(line: str, told: bool) -> None:
    page = read_page(f'<html><body><h1>{TITLE}</h1><p class="standfirst">{line}</p><p>{PARAGRAPHS[0]}')
    facts = survey(page, read_blocks(page.root), TITLE, 0)
    assert ("is a standfirst" in Policy(facts).read(facts.layout.blocks[1])) == told


def test_standfirst_below_a_headline_as_long_as_running_text() -> None:
    title = f"{TITLE}, and whoever oiled the locks for nineteen years is asked to come and to bring the keys."
    page = read_page(
        f"<html><body><article><h1>{title}</h1><h2>Nobody knew how long it would last</h2><p>{PARAGRAPHS[0]}"
    )
    facts = survey(page, read_blocks(page.root), title, 0)
    assert facts.opening == 2
    assert "is a standfirst" in Policy(facts).read(facts.layout.blocks[1])


def test_standfirst_below_a_headline_whose_words_the_text_does_not_say() -> None:
    page = read_page(
        f"<html><body><h1>Granules</h1><h2>Nobody knew how long it would last</h2><p>{PARAGRAPHS[0]}"
    )
    facts = survey(page, read_blocks(page.root), "Granules", 0)
    assert "is a standfirst" in Policy(facts).read(facts.layout.blocks[1])


@pytest.mark.parametrize(("profiles", "told"), [(2, True), (5, True), (6, False)])
def test_names_of_much_of_the_text_tell_nothing(profiles: int, told: bool) -> None:
    boxes = [f'<div class="profile"><p>{text}</p></div>' for text in PARAGRAPHS[:profiles]]
    page = read_page(f"<html><body>{''.join(boxes)}<p>{PARAGRAPHS[-1]}</body></html>")
    facts = survey(page, read_blocks(page.root), None, -1)
    first = facts.layout.blocks[0]
    assert ("is named a biography" in Policy(facts).read(first)) == told


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("https://www.ardmel.example", True),
        ("https://harbour.ardmel.example", True),
        ("", True),
        ("https://pumps.example", False),
    ],
)
def test_what_is_headed_by_a_link_is_a_teaser_on_its_own_site(host: str, told: bool) -> None:
    entries = "".join(
        f"<li><a href='{host}/{i}'>Salt works {i}</a><br>{text}" for i, text in enumerate(PARAGRAPHS[:3])
    )
    page = read_page(f"<html><body><ul>{entries}</ul></body></html>", url="https://ardmel.example/salt")
    facts = survey(page, read_blocks(page.root), None, -1)
    policy = Policy(facts)
    assert [bool(policy.read(block)) for block in facts.layout.blocks] == [told] * 3


SUBHEADINGS = (
    "Daugiau svečių",
    "Von Anfang an dabei",
    "Още един мост",
    "De ce contează",
    "Nguồn nước sạch",
)


@pytest.mark.parametrize("heading", SUBHEADINGS)
@pytest.mark.parametrize("markup", ["<h2>{}</h2>", "<p><b>{}</b></p>"])
def test_a_single_word_says_nothing_of_a_subheading(heading: str, markup: str) -> None:
    said = {}
    for below in (PARAGRAPHS[1], "<a href=/pier>The pier</a>"):
        body = f"<p>{PARAGRAPHS[0]}</p>{markup.format(heading)}<p>{below}</p><p>{PARAGRAPHS[2]}</p>"
        page = read_page(f"<html><body>{body}</body></html>")
        facts = survey(page, read_blocks(page.root), TITLE, -1)
        said[below] = facts.blocks[1].partial
    assert list(map(bool, said.values())) == [False, True]


@pytest.mark.parametrize("heading", ["Read more about the pier", "Source: the harbour office"])
def test_several_words_and_labels_say_what_a_subheading_is(heading: str) -> None:
    page = read_page(
        f"<html><body><p>{PARAGRAPHS[0]}</p><h2>{heading}</h2><p>{PARAGRAPHS[1]}</p></body></html>"
    )
    facts = survey(page, read_blocks(page.root), TITLE, -1)
    assert facts.blocks[1].partial
