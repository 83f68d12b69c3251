"""What the confidence is estimated from, and that pages with less to go by get less of it."""

from __future__ import annotations

from statistics import median

import pytest

from extract import extract
from extract.body import judge_blocks
from extract.body.blocks import read_blocks
from extract.body.confidence import COLUMNS, describe_certainty
from extract.body.model import load_model
from extract.metadata.title import find_headline
from extract.page import read_page
from tests.test_fixtures import CASES, FIXTURES, PAGES, read_expected
from tests.test_kind import TEXT, TITLE, write_page
from tests.test_status import SENTENCES

PLAIN = f"<article><h1>{TITLE}</h1>{TEXT}</article>"
HALF = len(SENTENCES) // 2


def read_facts(main: str, dropped: tuple[int, ...] = ()) -> dict[str, float]:
    """The row of a page of which all paragraphs are kept but the `dropped`, by the names of its columns."""
    page = read_page(write_page(main))
    layout = read_blocks(page.root)
    headline = find_headline(page, layout)
    survey = judge_blocks(page, layout, headline.text, headline.number, load_model()).survey
    paragraphs = [block for block in layout.blocks if block.text in SENTENCES]
    numbers = {block.index for n, block in enumerate(paragraphs) if n not in dropped}
    kept = [block.index in numbers for block in layout.blocks]
    scores = [4.0 if block in paragraphs else -4.0 for block in layout.blocks]
    return dict(zip(COLUMNS, describe_certainty(survey, scores, kept), strict=True))


def test_text_in_one_place() -> None:
    facts = read_facts(PLAIN)
    assert facts["boxes a block"] == pytest.approx(1 / len(SENTENCES))
    assert facts["main share"] == 1
    assert facts["good share"] == 1
    assert facts["heading share"] == 0


def test_text_over_several_boxes() -> None:
    parts = "".join(f"<div><p>{sentence}</p><p>{sentence[::-1]}</p></div>" for sentence in SENTENCES)
    facts = read_facts(f"<h1>{TITLE}</h1>{parts}")
    assert facts["boxes a block"] == 1
    assert facts["good share"] < 0.9


def test_heads_that_lead_elsewhere_end_a_run() -> None:
    head = "<h3><a href='/other/story'>Harbour pilots ask for a second tug before winter</a></h3>"
    paragraphs = [f"<p>{sentence}</p>" for sentence in SENTENCES]
    split = "".join([*paragraphs[:HALF], head, *paragraphs[HALF:]])
    whole, cut = read_facts(PLAIN), read_facts(f"<article><h1>{TITLE}</h1>{split}</article>")
    assert cut["longest run"] < whole["longest run"]


def test_headings_among_the_kept() -> None:
    page = PLAIN.replace(f"<p>{SENTENCES[0]}</p>", f"<h2>{SENTENCES[0]}</h2>", 1)
    assert read_facts(page)["heading share"] > 0


def test_likely_text_that_is_dropped() -> None:
    whole, cut = read_facts(PLAIN), read_facts(PLAIN, dropped=(1, 2))
    assert cut["expected precision"] == pytest.approx(whole["expected precision"])
    assert cut["expected F1"] < whole["expected F1"] - 0.05
    assert cut["good share"] < whole["good share"]


def test_no_body_has_no_confidence() -> None:
    assert extract(write_page("")).extraction.confidence is None


def test_what_is_missed_is_doubted_more_than_what_is_not() -> None:
    confidences: dict[bool, list[float]] = {True: [], False: []}
    for case in CASES:
        page = next(FIXTURES / case / name for name in PAGES if (FIXTURES / case / name).exists())
        confidence = extract(page.read_bytes()).extraction.confidence
        if confidence is not None:
            confidences["xfail" in read_expected(case)].append(confidence)
    assert median(confidences[True]) < median(confidences[False]) - 0.01
