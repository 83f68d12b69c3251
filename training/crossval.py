"""Out-of-fold predictions: each page extracted by weights that never saw a page of its domain.

    python -m training.crossval CORPUS_DIR OUT_DIR

writes OUT_DIR/NAME.jsonl for each corpus, one JSON object a page, and prints the figures.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np

from extract import UnreadablePage, extract_with
from extract.body import confidence
from extract.body.kind import KIND
from extract.body.model import Model, Trees
from extract.compare.labels import read_label
from extract.compare.measures import score_body, summarise, word_f1
from training.corpora import FOLDS, LabelledPage, read_corpus
from training.fit import COMMON, export, fit_looks
from training.samples import BODY_CORPORA, Sample, read_samples

UNLABELLED = ("postlight", "htmldate")
# What can only speak for the extraction, or against it.
SENSES = {
    "expected precision": 1,
    "expected F1": 1,
    "good share": 1,
    "main share": 1,
    "boxes a block": -1,
}
# A third of the pages that come out badly have a wrong truth: their squares would drown the others. Few are left to
# learn from, so that the facts are few, and the sense of most is given.
SURENESS = {
    **COMMON,
    "objective": "huber",
    "alpha": 0.2,
    "num_leaves": 8,
    "max_depth": 4,
    "learning_rate": 0.08,
    "min_data_in_leaf": 20,
    "monotone_constraints": [SENSES.get(name, 0) for name in confidence.COLUMNS],
}
SURENESS_ROUNDS = 60
UNSURE = ("wcxb-other", "readability")  # no articles, and the output of another extractor for a truth
# How much a page counts for the kind: what is no article is labelled in wcxb-other alone, and wcxb's articles come
# from sites like its. In the rest nearly all pages are articles.
KIND_WEIGHTS = {"wcxb": 1.0, "wcxb-other": 1.0}
KIND_WEIGHT = 0.2
KINDS = {
    **COMMON,
    "num_leaves": 4,
    "max_depth": 3,
    "learning_rate": 0.13,
    "min_data_in_leaf": 15,
    "lambda_l2": 2.0,
    "feature_fraction": 0.4,
}
KINDS_ROUNDS = 80
_UNTOLD = Trees(KIND, 0.0, ())
_UNSURE = Trees(confidence.COLUMNS, 0.0, ())


def main() -> None:
    """Fit fold by fold, predict, write, print."""
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    names = [n for n in (*BODY_CORPORA, *UNLABELLED) if (folder / f"{n}.tar.xz").exists()]
    samples = read_samples(folder, [n for n in names if n in BODY_CORPORA])
    rows = predict_out_of_fold(folder, names, samples)
    for fold in range(FOLDS):
        others = [row for row in rows if row["fold"] != fold]
        kinds, sureness = fit_kind(others), fit_confidence(others)
        for row in rows:
            if row["fold"] == fold and row.get("facts") and kinds.score(row["facts"]) > 0:
                row["page_type"] = "article"
            if row["fold"] == fold and row.get("certainty"):
                row["confidence"] = confidence.estimate_f1(sureness, row["certainty"])
    for name in names:
        mine = [row for row in rows if row["corpus"] == name]
        with (out / f"{name}.jsonl").open("w") as file:
            for row in mine:
                kept = {
                    k: v for k, v in row.items() if k not in ("truth", "certainty", "facts", "corpus", "fold")
                }
                file.write(json.dumps(kept, ensure_ascii=False) + "\n")
        figures = summarise(score_body(read_label(row["truth"]), row.get("body")) for row in mine)
        print(f"{name:12} " + " ".join(f"{k} {v:.4f}" for k, v in figures.items()), flush=True)


def predict_out_of_fold(
    folder: Path, names: Sequence[str], samples: Sequence[Sample]
) -> list[dict[str, Any]]:
    """One row a page of all corpora: the extraction, the truth, and what kind and confidence are made from.

    A page whose kind nothing stated tells is no article yet.
    """
    models = []
    for fold in range(FOLDS):
        first, second = fit_looks([s for s in samples if s.page.fold != fold])
        models.append(Model(first, second, _UNTOLD, _UNSURE))
        print(f"fold {fold + 1} of {FOLDS} fitted", file=sys.stderr, flush=True)
    with Pool(2, _start, (models,)) as pool:
        pages = (page for name in names for page in read_corpus(folder, name))
        return list(pool.imap(_predict, pages, chunksize=8))


_models: list[Model] = []


def _start(models: Sequence[Model]) -> None:
    _models[:] = models


def _predict(page: LabelledPage) -> dict[str, Any]:
    row = {"id": page.id, "corpus": page.corpus, "fold": page.fold, "truth": page.truth}
    model = _models[page.fold]
    kind, sureness = _Watch(KIND), _Watch(confidence.COLUMNS)
    try:
        article = extract_with(
            model._replace(kind=kind, confidence=sureness), page.html, url=page.truth.get("url")
        )
    except UnreadablePage as error:
        return row | {"error": str(error)}
    about = article.metadata
    return row | {
        "title": article.title,
        "authors": [a.name for a in about.authors],
        "published": (about.date_published or "")[:10] or None,
        "body": article.body,
        "page_type": about.page_type,
        "confidence": article.extraction.confidence,
        "facts": kind.row if article.body else [],
        "certainty": sureness.row,
    }


class _Watch(Trees):
    """Stands where trees will, and keeps the row that they will be asked about; none where nobody asks."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names, 0.0, ())
        self.row: list[float] = []

    def score(self, row: Sequence[float]) -> float:
        self.row = [float(value) for value in row]
        return 0.0


def fit_kind(rows: Sequence[dict[str, Any]]) -> Trees:
    """Trees for the log-odds that a page is an article, from the pages of which nothing stated tells that.

    Where no page teaches what is none, each one is an article.
    """
    asked = [r for r in rows if r.get("facts") and r["corpus"] in BODY_CORPORA]
    articles = [r["truth"].get("kind", "article") == "article" for r in asked]
    if all(articles):
        return Trees(KIND, 1.0, ())
    data = lgb.Dataset(
        np.array([r["facts"] for r in asked], np.float32),
        np.array(articles, float),
        weight=np.array([KIND_WEIGHTS.get(r["corpus"], KIND_WEIGHT) for r in asked]),
        feature_name=[name.replace(" ", "_") for name in KIND],
    )
    return export(lgb.train(KINDS, data, KINDS_ROUNDS), KIND)


def fit_confidence(rows: Sequence[dict[str, Any]]) -> Trees:
    """Trees for the expected token F1, from out-of-fold extractions of articles with a body as truth."""
    known = [r for r in rows if r["truth"].get("body") and r.get("certainty") and r["corpus"] not in UNSURE]
    target = np.array([word_f1(r["truth"]["body"], r["body"]) for r in known])
    names = [name.replace(" ", "_") for name in confidence.COLUMNS]
    data = lgb.Dataset(np.array([r["certainty"] for r in known], np.float32), target, feature_name=names)
    return export(lgb.train(SURENESS, data, SURENESS_ROUNDS), confidence.COLUMNS)


if __name__ == "__main__":
    main()
