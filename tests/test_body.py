"""Scores, their reasons, and the rules beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract import explain, extract
from extract.body.blocks import read_blocks
from extract.body.measures import survey
from extract.body.model import PAYS, Trees, load_model
from extract.page import read_page

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = sorted(FIXTURES.glob("*/page.*"))
SENTENCE = "The council of Tarn voted on Monday to rebuild the bridge that the flood had taken, number {}."
PARAGRAPHS = [SENTENCE.format(f"{i}, and nobody spoke against it in the long debate") for i in range(8)]


def build_page(*parts: str) -> str:
    """An article of eight paragraphs with `parts` in its middle."""
    paragraphs = [f"<p>{p}</p>" for p in PARAGRAPHS]
    return (
        "<html><head><title>Tarn rebuilds its bridge</title></head><body><nav><a href=/a>News</a></nav><article>"
        f"<h1>Tarn rebuilds its bridge</h1>{''.join(paragraphs[:4])}{''.join(parts)}{''.join(paragraphs[4:])}"
        "</article><footer><p>All rights reserved</p></footer></body></html>"
    )


@pytest.mark.parametrize("path", PAGES, ids=[p.parent.name for p in PAGES])
def test_explain_decides_as_extract_and_its_reasons_make_the_score(path: Path) -> None:
    html = path.read_bytes()
    plain, reasoned = extract(html, origins=True), explain(html)
    assert plain.to_dict() == reasoned.to_dict()
    assert [b._replace(contributions=(), phrases=()) for b in reasoned.blocks] == list(plain.blocks)
    for block in reasoned.blocks:
        if block.contributions:
            assert sum(c.value for c in block.contributions) == pytest.approx(block.score, abs=0.002)


def test_compiled_trees_say_the_same() -> None:
    for trees in (load_model().first, load_model().second):
        fresh = Trees(trees.names, trees.base, trees.trees)
        rows = [[((i * 7 + k * 3) % 11) / 2 - 1 for k in range(len(trees.names))] for i in range(50)]
        before = [fresh.score(row) for row in rows]
        for i in range(PAYS):
            fresh.score(rows[i % len(rows)])
        assert fresh._compiled is not None
        assert [fresh.score(row) for row in rows] == pytest.approx(before)


def test_body_is_the_kept_blocks() -> None:
    article = extract(build_page("<h2>What happens next</h2>"))
    kept = [b.text for b in article.blocks if b.kept]
    assert article.body == "\n\n".join(kept)
    assert article.extraction.words == len(" ".join(kept).split())


def test_same_page_gives_same_result() -> None:
    html = build_page()
    assert json.dumps(extract(html).to_dict()) == json.dumps(extract(html).to_dict())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nobody spoke against the old bridge.", 6),
        ("ห้องสมุดริมคลองมีหนังสือสี่พันเล่ม", 6),  # 34 characters
        ("ห้องสมุดริมคลอง มีหนังสือสี่พันเล่ม", 6),
        ("စာကြည့်တိုက်တွင် စာအုပ်လေးထောင် ရှိသည်။", 7),
        ("図書館には現在四千冊の本がある。", 1),
    ],
)
def test_words_are_estimated_where_a_script_sets_no_blanks(text: str, words: int) -> None:
    page = read_page(f"<html><body><p>{text}</p></body></html>")
    facts = survey(page, read_blocks(page.root), None, -1)
    assert facts.blocks[0].words == words


@pytest.mark.parametrize(
    "text",
    [
        "စာကြည့်တိုက်တွင် စာအုပ် လေးထောင် ရှိသည်။ ကလေးများ နေ့စဉ် လာရောက် ဖတ်ရှုကြသည်။",
        "អ្នកភូមិ បានសាងសង់ បណ្ណាល័យ អណ្តែតទឹក មួយ។ កុមារ មកអាន សៀវភៅ រៀងរាល់ ល្ងាច។",
        "ነዋሪዎቹ የሠሩት ድልድይ ባለፈው እሑድ ተከፈተ። ተማሪዎች አሁን ያለ ፍርሃት ይሻገራሉ።",
        "ነዋሪዎቹ የሠሩት ድልድይ ባለፈው እሑድ ተከፈተ፡፡ ተማሪዎች አሁን ያለ ፍርሃት ይሻገራሉ፡፡",
    ],
)
def test_sentences_end_in_every_script(text: str) -> None:
    page = read_page(f"<html><body><p>{text}</p></body></html>")
    measure = survey(page, read_blocks(page.root), None, -1).blocks[0]
    assert measure.ends
    assert measure.sentences == 3  # their ends, and the end of the block
    assert measure.good == measure.width


def test_a_syllable_is_wider_than_a_letter() -> None:
    widths = [
        survey(page, read_blocks(page.root), None, -1).blocks[0].width
        for page in (read_page(f"<p>{text}</p>") for text in ("ድልድይ ተከፈተ", "bridge opens", "橋在週日開通了"))
    ]
    assert widths == pytest.approx([14.4, 12, 17.5])
