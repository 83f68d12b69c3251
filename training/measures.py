"""The measures of the public benchmarks, from their published definitions; a CJK character is one token.

Shingles: Zyte's article extraction benchmark (4-word shingles, F1 of the averaged precision and recall,
`exact`: right to the last token). Words: WCXB (bag of lower-cased words, F1 a page, averaged). Segments:
trafilatura's evaluation (pooled counts of segments that must and must not occur). Fields: right titles, F1 of
the authors' names and right publication days, averaged over the pages whose truth has them.
"""

from __future__ import annotations

import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

from training.labels import TOKEN


def word_f1(truth: str, got: str | None) -> float:
    """Token F1 of one page, 0 to 1."""
    return _f1(*_overlap(Counter(TOKEN.findall(truth.lower())), Counter(TOKEN.findall((got or "").lower()))))


def summarise(rows: Iterable[tuple[dict[str, Any], str | None]]) -> dict[str, float]:
    """Figures of one corpus from (truth, body) of each page."""
    precisions, recalls, exact, words, low = [], [], [], [], []
    tp = fp = fn = 0
    for truth, body in rows:
        if truth.get("body") is not None:
            want, got = _shingles(truth["body"]), _shingles(body or "")
            p, r = _overlap(want, got)
            if got:
                precisions.append(p)
            if want:
                recalls.append(r)
            exact.append(TOKEN.findall(truth["body"]) == TOKEN.findall(body or ""))
            words.append(word_f1(truth["body"], body))
            low.append(_f1(p, r) < 0.5)
        text = " ".join((body or "").split())
        for segment in truth.get("must") or []:
            found = " ".join(segment.split()) in text
            tp, fn = tp + found, fn + (not found)
        for segment in truth.get("must_not") or []:
            fp += " ".join(segment.split()) in text
    figures = {}
    if exact:
        p, r = statistics.mean(precisions or [0.0]), statistics.mean(recalls or [0.0])
        figures = {
            "F1": _f1(p, r),
            "P": p,
            "R": r,
            "exact": statistics.mean(exact),
            "low": statistics.mean(low),
        }
        figures["words"] = statistics.mean(words)
    if tp + fp + fn:
        figures["segF1"] = 2 * tp / (2 * tp + fp + fn)
    return figures


def summarise_fields(rows: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, float]:
    """Shares right of `title`, `authors` and `published` (a day), from (truth, found) of each page."""
    scores: dict[str, list[float]] = {"title": [], "authors": [], "published": []}
    for truth, found in rows:
        if truth.get("title"):
            scores["title"].append(_bare(truth["title"]) == _bare(found.get("title") or ""))
        if truth.get("authors"):
            want, got = (
                Counter({_bare(name) for name in side.get("authors") or []}) for side in (truth, found)
            )
            scores["authors"].append(_f1(*_overlap(want, got)))
        if truth.get("published"):
            scores["published"].append(truth["published"] == found.get("published"))
    return {field: statistics.fmean(values) for field, values in scores.items() if values}


def _bare(text: str) -> str:
    """Letters and digits alone, case-folded: quotes, dashes and blanks are no part of a title or a name."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = TOKEN.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def _overlap(truth: Counter[Any], got: Counter[Any]) -> tuple[float, float]:
    hits, wanted, given = sum((truth & got).values()), truth.total(), got.total()
    if not wanted and not given:
        return 1.0, 1.0
    return (hits / given if given else 0.0), (hits / wanted if wanted else 0.0)


def _f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0
