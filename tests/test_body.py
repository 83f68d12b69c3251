"""Scores, their reasons, and the rules beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract import explain, extract
from extract.body.model import PAYS, Trees, load_model

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
    plain, reasoned = extract(html), explain(html)
    assert plain.to_dict() == reasoned.to_dict()
    assert [b._replace(contributions=()) for b in reasoned.blocks] == list(plain.blocks)
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


POLICY = [
    ("heading", "<h2>What happens next</h2>", True),
    ("list", "<ul><li>a wooden footbridge by autumn</li><li>a road bridge in two years</li></ul>", True),
    ("table", "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2024</td><td>12</td></tr></table>", True),
    ("read on", "<p>Read also: Five bridges that fell in one night</p>", False),
    ("read on, German", "<p>Lesen Sie auch: Fünf Brücken, die in einer Nacht fielen</p>", False),
    ("read on, Russian", "<p>Читайте также: Пять мостов рухнули за одну ночь</p>", False),
    ("newsletter", "<p>Sign up for our newsletter</p>", False),
    ("share", "<p>Share on Facebook</p>", False),
    ("placeholder", "<p>16x9 Image</p>", False),
    ("caption", "<figure><img src=a.jpg alt=x><figcaption>The bridge before the flood.</figcaption></figure>", False),
    ("advertisement", "<div>Advertisement</div>", False),
    ("repeat", f"<p>{PARAGRAPHS[1]}</p>", False),
    ("pull quote", f"<blockquote>{PARAGRAPHS[6][4:70]}</blockquote>", False),
    ("bio beside a portrait", '<ul><li><img src=p.jpg alt="16x9 Image"><p>Ane Moe reports on towns and rivers, and has done '
     "so for twenty years in three countries.</p></li></ul>", False),
]  # fmt: skip


@pytest.mark.parametrize(("part", "kept"), [c[1:] for c in POLICY], ids=[c[0] for c in POLICY])
def test_policy(part: str, kept: bool) -> None:
    plain = "\n\n".join(PARAGRAPHS)
    body = extract(build_page(part)).body
    assert body is not None
    assert (body == plain) is not kept
    assert all(p in body for p in PARAGRAPHS)


def test_body_is_the_kept_blocks() -> None:
    article = extract(build_page("<h2>What happens next</h2>"))
    kept = [b.text for b in article.blocks if b.kept]
    assert article.body == "\n\n".join(kept)
    assert article.extraction.words == len(" ".join(kept).split())


def test_same_page_gives_same_result() -> None:
    html = build_page()
    assert json.dumps(extract(html).to_dict()) == json.dumps(extract(html).to_dict())
