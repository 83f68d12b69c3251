"""What users keep and drop by CSS selectors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cli
from extract import Article, explain, extract
from extract.body import SETTLED, judge_blocks
from extract.body.blocks import read_blocks
from extract.body.confidence import describe_certainty, estimate_f1
from extract.body.corrections import correct_verdicts
from extract.body.model import load_model
from extract.page import read_page
from extract.render.explain import FORMATS, render_explanation
from tests.conftest import PAGE, PARAGRAPHS, TITLE
from tests.test_manners import Run

ASIDE = "Tickets at the harbour shop"
MARKUP = f"""<html lang=en><title>{TITLE}</title><body>
<nav class="menu"><a href=/1>Home</a> <a href=/2>News</a> <a href=/3>Weather</a></nav>
<main id=story><h1>{TITLE}</h1>
<p class=lead>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>
<span class=wrap><p class="more first"><a class=go href=/4>{ASIDE}</a></p><p class=more><b>All</b> rest</p></span>
</main></body></html>"""


def list_kept(article: Article) -> list[str]:
    return [block.text for block in article.blocks if block.kept]


def find_block(article: Article, text: str) -> Any:
    return next(block for block in article.blocks if block.text == text)


@pytest.mark.parametrize(
    ("keep", "drop", "kept"),
    [
        ((), (), [*PARAGRAPHS]),
        ((".more.first",), (), [*PARAGRAPHS, ASIDE]),
        ((".wrap",), (), [*PARAGRAPHS, ASIDE, "All rest"]),  # around boxes
        (("a.go",), (), [*PARAGRAPHS, ASIDE]),  # the whole text of a block
        (("b",), (), [*PARAGRAPHS]),  # a part of it
        (("#story",), (), [*PARAGRAPHS, ASIDE, "All rest"]),  # without the headline
        (("h1",), (), [*PARAGRAPHS]),
        ((), (".lead",), [*PARAGRAPHS[1:]]),
        ((), ("p:nth-of-type(2), .lead",), [PARAGRAPHS[2]]),
        ((), (".lead", "p:not(.lead)"), []),
        ((".wrap", ".lead"), (".more", "body"), []),  # dropping wins, whichever is nearer
        ((".wrap",), ("p:last-child",), [*PARAGRAPHS, ASIDE]),
    ],
)
def test_blocks_are_kept_and_dropped(keep: tuple[str, ...], drop: tuple[str, ...], kept: list[str]) -> None:
    article = extract(MARKUP, keep=keep, drop=drop, origins=True)
    assert list_kept(article) == kept
    assert article.body == ("\n\n".join(kept) or None)
    assert article.title == TITLE
    explained = explain(MARKUP, keep=keep, drop=drop)
    assert [block._replace(contributions=(), phrases=()) for block in explained.blocks] == list(
        article.blocks
    )
    assert explained.extraction == article.extraction


def test_a_menu_is_kept_as_its_lines() -> None:
    article = extract(MARKUP, keep=["nav"])
    assert str(article.body).startswith("- Home\n- News\n- Weather\n\n")
    assert article.blocks[0].score < 0


def test_the_rule_names_the_selector() -> None:
    article = explain(MARKUP, keep=[".wrap", "a"], drop=["p.lead", "nav"])
    assert find_block(article, ASIDE).rule == "keep .wrap"
    assert find_block(article, PARAGRAPHS[0]).rule == "drop p.lead"
    assert find_block(article, PARAGRAPHS[1]).rule is None
    assert article.blocks[0].rule == "drop nav"
    for block in article.blocks:
        assert sum(c.value for c in block.contributions) == pytest.approx(block.score, abs=0.01)
    facts, *views = (render_explanation(article, format).decode() for format in ("json", "html", "text"))
    assert set(FORMATS) == {"json", "html", "text"}
    assert "keep .wrap" in [block["rule"] for block in json.loads(facts)["blocks"]]
    for view in views:
        assert "kept by --keep .wrap" in view
        assert "dropped by --drop p.lead" in view


def test_confidence_takes_what_is_settled_for_certain() -> None:
    page = read_page(MARKUP)
    layout = read_blocks(page.root)
    verdicts = judge_blocks(page, layout, TITLE, 1, load_model())
    corrected = correct_verdicts(page, layout, 1, verdicts, [".wrap"], [".lead"])
    assert corrected.scores == verdicts.scores
    expected = [*verdicts.scores[:2], -SETTLED, *verdicts.scores[3:5], SETTLED, SETTLED]
    assert list(corrected.list_certain_scores()) == expected
    assert verdicts.list_certain_scores() is verdicts.scores
    certainty = describe_certainty(corrected.survey, expected, corrected.kept)
    article = extract(MARKUP, keep=[".wrap"], drop=[".lead"])
    assert article.extraction.confidence == estimate_f1(load_model().confidence, certainty)
    assert article.extraction.words == len(str(article.body).split())


def test_a_list_of_which_text_is_kept_is_an_article() -> None:
    teasers = "".join(
        f"<div class=teaser><h3><a href=/{i}>Head of story {i}</a></h3><p>{PARAGRAPHS[i % 3][:90]}.</p></div>"
        for i in range(12)
    )
    page = f"<html><title>News</title><body class='home archive'>{teasers}<div id=intro>{PARAGRAPHS[0]}</div>"
    assert extract(page).extraction.status == "no-article"
    article = extract(page, keep=["#intro"], drop=[".teaser"])
    assert (article.extraction.status, article.body) == ("article", PARAGRAPHS[0])
    assert extract(page, keep=["#outro"]).extraction.status == "no-article"


def test_a_visible_text_that_is_kept_stands_before_a_stated_one() -> None:
    stated = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(PARAGRAPHS)})
    page = f"<h1>{TITLE}</h1><script type=application/ld+json>{stated}</script><p id=x>Seen.</p><p id=y>Not so.</p>"
    plain = extract(page)
    assert plain.extraction.warnings == ("body-from-json-ld",)
    assert extract(page, drop=["#y"]).body == plain.body
    article = extract(page, keep=["#x"], drop=["#y"])
    assert (article.body, article.extraction.warnings) == ("Seen.", ())


def test_flat_text_has_nothing_that_classes_select() -> None:
    flat = "\n\n".join((TITLE, *PARAGRAPHS))
    assert extract(flat, drop=[".lead"]) == extract(flat)


@pytest.mark.parametrize("selector", ["div[", "", "p::before", "svg|rect", "p " * 3000])
def test_what_is_no_selector_is_an_error(selector: str) -> None:
    for call in (extract, explain):
        with pytest.raises(ValueError, match="selector"):
            call(MARKUP, drop=[selector])


@pytest.mark.parametrize("command", [(), ("explain",), ("batch", "-o", "out.jsonl")])
@pytest.mark.parametrize("option", ["--keep", "--drop"])
def test_a_bad_selector_is_wrong_usage_before_anything_is_read(
    option: str, command: tuple[str, ...], capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert cli.main([*command, option, "p", option, "div[", "nowhere.html"]) == 2
    out, err = capfd.readouterr()
    assert (out, err.count("\n"), list(tmp_path.iterdir())) == ("", 1, [])
    assert err.startswith(f"cleancopy: {option} div[ is no CSS selector")


def test_the_command_says_which_selectors_did_nothing(run: Run) -> None:
    options = ("--keep", ".wrap", "--drop", ".lead", "--drop", ".advert")
    quiet, loud = (run(*more, *options, stdin=MARKUP.encode()) for more in ((), ("-v",)))
    assert json.loads(quiet.out)["body"] == "\n\n".join((*PARAGRAPHS[1:], ASIDE, "All rest"))
    assert (quiet.code, quiet.err) == (0, "")
    assert loud.out == quiet.out
    assert loud.err.splitlines()[0] == "cleancopy: standard input: --drop .advert decided about no block"
    assert len(loud.err.splitlines()) == 2
    assert run("--drop", "p", stdin=PAGE).code == 1


def test_a_batch_is_gone_on_with_by_the_same_selectors(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.html").write_text(MARKUP)
    output = tmp_path / "out.jsonl"
    command = ["batch", str(tmp_path), "--include", "*.html", "-o", str(output), "-j", "1"]
    assert cli.main([*command, "--keep", ".wrap", "--drop", ".lead"]) == 0
    record = json.loads(output.read_bytes())
    assert record["body"] == "\n\n".join((*PARAGRAPHS[1:], ASIDE, "All rest"))
    assert cli.main([*command, "--keep", ".wrap", "--drop", ".lead"]) == 0
    for other in (["--keep", ".wrap"], ["--keep", ".lead", "--drop", ".wrap"], []):
        capfd.readouterr()
        assert cli.main([*command, *other]) == 4
        assert "was begun with other --fields, --blocks, --keep or --drop" in capfd.readouterr().err
    assert cli.main([*command, "--overwrite"]) == 0
    assert json.loads(output.read_bytes())["body"] == "\n\n".join(PARAGRAPHS)
