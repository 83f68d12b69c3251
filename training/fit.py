"""Fit the two looks, and turn LightGBM's trees into the nested lists that the package reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from extract.body import CLEAR, DISMISSED
from extract.body.first_look import FIRST_LOOK
from extract.body.model import Trees
from extract.body.second_look import SECOND_LOOK, second_look
from training.corpora import FOLDS
from training.samples import Sample

COMMON = {
    "objective": "binary",
    "min_data_in_leaf": 40,
    "lambda_l2": 1.0,
    "feature_fraction": 0.6,
    "max_bin": 63,
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 7,
    "num_threads": 2,
}
FIRST = {**COMMON, "num_leaves": 24, "max_depth": 5, "learning_rate": 0.15}
FIRST_ROUNDS = 60
SECOND = {**COMMON, "num_leaves": 28, "max_depth": 6, "learning_rate": 0.15}
SECOND_ROUNDS = 90
DOUBT = 2.0  # log-odds of a first look that speak against a label

Array = NDArray[np.float32]


def fit_looks(samples: Sequence[Sample]) -> tuple[Trees, Trees]:
    """Fit both looks on the usable samples.

    The second look must not learn from first scores that know the answer: each page's come from a first
    look fitted without the page's fold. Labels that these scores clearly contradict are mostly wrong truths,
    and the second look does not learn from them.
    """
    usable = [s for s in samples if s.usable]
    names = FIRST_LOOK
    scores: dict[int, NDArray[np.float64]] = {}
    for fold in range(FOLDS):
        inside = [s for s in usable if s.page.fold != fold]
        outside = [s for s in usable if s.page.fold == fold]
        if inside and outside:
            booster = _train(
                inside, [s.rows for s in inside], [slice(None)] * len(inside), FIRST, FIRST_ROUNDS, names
            )
            for sample in outside:
                scores[id(sample)] = _score(booster, sample.rows)
    rows, picks, doubted = [], [], []
    for sample in usable:
        again, pick = look_again(sample, scores[id(sample)])
        rows.append(again)
        picks.append(pick)
        doubted.append(_leave_out(sample, scores[id(sample)]))
    first = _train(usable, [s.rows for s in usable], [slice(None)] * len(usable), FIRST, FIRST_ROUNDS, names)
    second = _train(doubted, rows, picks, SECOND, SECOND_ROUNDS, names + SECOND_LOOK)
    return export(first, names), export(second, names + SECOND_LOOK)


def look_again(sample: Sample, scores: NDArray[np.float64]) -> tuple[Array, NDArray[np.bool_]]:
    """The second look's rows of a page, and which of the first look's rows they belong to."""
    pick = scores > CLEAR
    everywhere = [DISMISSED] * len(sample.survey.blocks)
    for i, score in zip(sample.asked.tolist(), scores.tolist(), strict=True):
        everywhere[i] = score
    again = second_look(sample.survey, everywhere, sample.asked[pick].tolist())
    again_array = np.array(again, np.float32).reshape(-1, len(SECOND_LOOK))
    return np.concatenate([sample.rows[pick], again_array], axis=1), pick


def _leave_out(sample: Sample, scores: NDArray[np.float64]) -> Sample:
    """The sample without the weight of labels that scores from outside its fold clearly contradict."""
    contradicted = np.where(sample.labels == 1, -scores, scores) > DOUBT
    return replace(sample, weights=np.where(contradicted, 0, sample.weights).astype(np.float32))


def _score(booster: lgb.Booster, rows: Array) -> NDArray[np.float64]:
    if not len(rows):
        return np.zeros(0)
    scores: NDArray[np.float64] = np.asarray(booster.predict(rows, raw_score=True))
    return scores


def _train(
    samples: Sequence[Sample],
    rows: Sequence[Array],
    picks: Sequence[Any],
    parameters: dict[str, Any],
    rounds: int,
    names: Sequence[str],
) -> lgb.Booster:
    weights = np.concatenate([s.weights[p] for s, p in zip(samples, picks, strict=True)])
    judged = weights > 0
    data = lgb.Dataset(
        np.concatenate(rows)[judged],
        np.concatenate([s.labels[p] for s, p in zip(samples, picks, strict=True)])[judged],
        weight=weights[judged],
        feature_name=[name.replace(" ", "_") for name in names],
    )
    return lgb.train(parameters, data, rounds)


def export(booster: lgb.Booster, names: Sequence[str]) -> Trees:
    """The booster as nested lists, numbers rounded to what a reader needs."""
    dump = booster.dump_model()
    trees = tuple(_export_node(tree["tree_structure"]) for tree in dump["tree_info"])
    return Trees(tuple(names), 0.0, trees)


def _export_node(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 3)
    return [
        node["split_feature"],
        _round_threshold(node["threshold"]),
        _export_node(node["left_child"]),
        _export_node(node["right_child"]),
        round(node["internal_value"], 3),
    ]


def _round_threshold(value: float) -> float:
    """Four significant digits; LightGBM's stand-in for zero becomes zero."""
    if abs(value) < 1e-20:
        return 0
    rounded = float(f"{value:.4g}")
    return int(rounded) if rounded.is_integer() else rounded
