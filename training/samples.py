"""Labelled pages as the model sees them: rows of facts, labels and weights."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extract.body.blocks import Layout, read_blocks
from extract.body.first_look import FIRST_LOOK, first_look
from extract.body.measures import Survey, survey
from extract.metadata.title import find_headline
from extract.page import Page, UnreadablePage, read_page
from training.corpora import FOLDS, LabelledPage, fold_of, read_corpus, read_truth
from training.flatten import flatten
from training.grafts import Donor, graft, make_donor
from training.labels import Labels, align, mark_segments

# Corpora with labels of bodies, and how much a page of each counts. The conventions differ: news truths are
# close to our editorial policy, wcxb's and readability's less so, segments tell of few blocks each. The pages
# of wcxb-other are no articles: forums, products, lists.
BODY_CORPORA = {
    "newspaper": 1.0,
    "fundus": 1.5,
    "wcxb": 0.35,
    "daniel": 0.5,
    "misinfo": 1.2,
    "readability": 0.2,
    "trafilatura": 0.5,
    "wcxb-other": 0.1,
}
FOUND = 0.85  # pages whose truth is found in their blocks to a smaller share have a wrong truth
SEGMENT_WEIGHT = 0.6
FORMS = {"plain": 1.0, "flat": 0.4, "graft": 0.3}  # and what a page counts in each form


@dataclass(slots=True)
class Sample:
    """One page; `rows` are those of the blocks that are not dismissed, whose numbers `asked` holds."""

    page: LabelledPage
    form: str
    title: str | None
    survey: Survey
    asked: NDArray[np.int32]
    rows: NDArray[np.float32]
    labels: NDArray[np.int8]
    weights: NDArray[np.float32]
    usable: bool


def read_samples(folder: Path, corpora: Iterable[str], jobs: int = 2) -> list[Sample]:
    """All pages of the corpora that can be read and are labelled; some also in harder forms.

    Every third page with a body comes flattened to text too, every second with foreign text grafted in.
    """
    with Pool(jobs, _take_donors, (_read_donors(folder, corpora),)) as pool:
        batches = pool.imap(_make_samples, _pages(folder, corpora), chunksize=4)
        return [sample for batch in batches for sample in batch]


_donors: list[list[Donor]] = []


def _take_donors(donors: list[list[Donor]]) -> None:
    _donors[:] = donors


def _read_donors(folder: Path, corpora: Iterable[str]) -> list[list[Donor]]:
    """By fold, the texts to graft into other pages of the fold."""
    donors: list[list[Donor]] = [[] for _ in range(FOLDS)]
    for name in corpora:
        for truth in read_truth(folder, name).values():
            donor = make_donor(truth.get("title"), truth.get("body") or "")
            if donor is not None:
                donors[fold_of(truth.get("url"), truth["id"])].append(donor)
    return donors


def _pages(folder: Path, corpora: Iterable[str]) -> Iterator[tuple[int, LabelledPage]]:
    for name in corpora:
        yield from enumerate(read_corpus(folder, name))


def _make_samples(numbered: tuple[int, LabelledPage]) -> list[Sample]:
    number, labelled = numbered
    try:
        page = read_page(labelled.html, url=labelled.truth.get("url"))
        layout = read_blocks(page.root)
        samples = [make_sample(labelled, page, layout, "plain")]
        harder = labelled.truth.get("body") and labelled.corpus != "wcxb-other" and not page.flat
        if harder and number % 3 == 0:
            flat = read_page(flatten(layout))
            if flat.flat:
                samples.append(make_sample(labelled, flat, read_blocks(flat.root), "flat"))
        if harder and number % 2 == 0:
            labels = align([block.text for block in layout.blocks], labelled.truth["body"])
            dice = random.Random(f"{labelled.corpus} {labelled.id}")
            graft(page.root, layout, labels.body, dice.sample(_donors[labelled.fold], 12), dice)
            samples.append(make_sample(labelled, page, read_blocks(page.root), "graft"))
    except UnreadablePage as error:
        print(f"{labelled.corpus} {labelled.id}: {error}", file=sys.stderr)
        return []
    return [_travel(sample) for sample in samples if sample is not None]


def make_sample(labelled: LabelledPage, page: Page, layout: Layout, form: str) -> Sample | None:
    """The rows, labels and weights of one page; `None` where it has no label."""
    truth = labelled.truth
    headline = find_headline(page, layout)
    facts = survey(page, layout, headline.text, headline.number)
    rows = list(first_look(facts))
    labels = _label([block.text for block in layout.blocks], truth)
    if labels is None:
        return None
    asked = [i for i, row in enumerate(rows) if row is not None]
    weights = _weights(labels, truth) * BODY_CORPORA[labelled.corpus] * FORMS[form]
    return Sample(
        page=labelled,
        form=form,
        title=headline.text,
        survey=facts,
        asked=np.array(asked, np.int32),
        rows=np.array([rows[i] for i in asked], np.float32).reshape(-1, len(FIRST_LOOK)),
        labels=np.array(labels.body, np.int8)[asked],
        weights=weights.astype(np.float32)[asked],
        usable=(labels.found > FOUND and sum(labels.body) > 0) or not truth.get("body"),
    )


def _travel(sample: Sample) -> Sample:
    """The sample without its tree, which cannot go from one process to another."""
    layout = sample.survey.layout
    for box in layout.boxes:
        box.element = None  # type: ignore[assignment]
    layout.images.clear()
    layout.times.clear()
    return sample


def _label(texts: list[str], truth: dict[str, Any]) -> Labels | None:
    if truth.get("body"):
        return align(texts, truth["body"])
    must, must_not = truth.get("must") or [], truth.get("must_not") or []
    return mark_segments(texts, must, must_not) if must or must_not else None


def _weights(labels: Labels, truth: dict[str, Any]) -> NDArray[np.float64]:
    """Long blocks count more, but less than by their length; all pages count the same."""
    trust = np.array(labels.trust)
    if not truth.get("body"):
        return trust * SEGMENT_WEIGHT
    tokens = np.array(labels.tokens, float)
    total = max(tokens[np.array(labels.body) == 1].sum(), 50.0)
    weights: NDArray[np.float64] = trust * np.sqrt(tokens + 1) / np.sqrt(total)
    return weights
