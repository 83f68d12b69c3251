"""How labels are made from a truth, and what a flattened page looks like to the model."""

from __future__ import annotations

import pytest

from extract.body.blocks import read_blocks
from extract.body.confidence import COLUMNS
from extract.body.kind import KIND
from extract.page import read_page
from training.corpora import FOLDS, fold_of
from training.flatten import flatten
from training.labels import align, mark_segments

FIRST = "The council of Tarn voted on Monday to rebuild the bridge."
SECOND = "Nobody had expected the vote to be so clear, said the mayor."
TEASER = "Five bridges that fell in a single night and were never rebuilt."


def test_blocks_of_the_truth_are_body() -> None:
    labels = align(["Home", FIRST, TEASER, SECOND], f"{FIRST}\n\n{SECOND}")
    assert labels.body == [0, 1, 0, 1]
    assert labels.trust == [1.0, 1.0, 1.0, 1.0]
    assert labels.found == 1.0


def test_a_second_copy_of_the_truth_is_left_unjudged() -> None:
    labels = align([FIRST, SECOND, FIRST], f"{FIRST}\n\n{SECOND}")
    assert labels.body == [1, 1, 0]
    assert labels.trust[2] == 0.0


def test_short_blocks_need_a_line_of_their_own() -> None:
    labels = align(["The vote", "the bridge", FIRST], f"The vote\n\n{FIRST}")
    assert labels.body == [1, 0, 1]


def test_a_truth_that_is_not_on_the_page_is_not_found() -> None:
    assert align([TEASER], FIRST).found == 0.0


def test_segments_label_only_the_blocks_that_hold_them() -> None:
    labels = mark_segments([FIRST, SECOND, TEASER], ["to rebuild the bridge"], ["fell in a single night"])
    assert (labels.body, labels.trust) == ([1, 0, 0], [1.0, 0.0, 1.0])


def test_pages_of_a_domain_share_a_fold() -> None:
    pytest.importorskip("tldextract", reason="comes with the train extra")
    folds = {
        fold_of(f"https://{host}/a", host) for host in ("news.example.org", "example.org", "m.example.org")
    }
    assert len(folds) == 1
    assert folds <= set(range(FOLDS))


def test_flattened_pages_read_as_flat_and_keep_their_blocks() -> None:
    page = f"<h1>Tarn</h1><img alt='A bridge'><p>{FIRST}</p><ul><li>{SECOND}</li></ul><p hidden>{TEASER}</p>"
    flat = read_page(flatten(read_blocks(read_page(page).root)))
    assert flat.flat
    assert [b.text for b in read_blocks(flat.root).blocks] == ["Tarn", "A bridge", FIRST, SECOND]


def test_where_no_page_teaches_what_is_no_article_each_one_is() -> None:
    pytest.importorskip("lightgbm", reason="comes with the train extra")
    from training.crossval import fit_kind

    facts = [0.0] * len(KIND)
    rows = [{"facts": facts, "corpus": "newspaper", "truth": {}}]
    assert fit_kind(rows).score(facts) > 0
    assert fit_kind([]).score(facts) > 0


def test_confidence_rises_with_what_the_scores_promise() -> None:
    pytest.importorskip("lightgbm", reason="comes with the train extra")
    from training.crossval import SENSES, fit_confidence

    assert set(SENSES) < set(COLUMNS)
    promised = COLUMNS.index("expected F1")
    rows = []
    for i in range(200):
        row = [0.5] * len(COLUMNS)
        row[promised] = i / 200
        body = "tarn" if i > 100 else "gull"
        rows.append({"certainty": row, "corpus": "newspaper", "truth": {"body": "tarn"}, "body": body})
    doubtful = [{**row, "corpus": "readability", "body": "gull"} for row in rows]
    trees = fit_confidence(rows + doubtful)
    scores = [trees.score(row["certainty"]) for row in rows]
    assert scores == sorted(scores)
    assert scores[0] < 0.4 < 0.9 < scores[-1]
