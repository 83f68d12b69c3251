"""The measures of the public benchmarks, from their published definitions; a CJK character is one token.

Shingles: Zyte's article extraction benchmark (4-word shingles, F1 of the averaged precision and recall,
`exact`: right to the last token). Words: WCXB (bag of lower-cased words, F1 a page, averaged). Segments:
trafilatura's evaluation (pooled counts of segments that must and must not occur). Fields: the share of right
values among the pages whose label states one; letters and digits decide, in any case.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]|"
    r"[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]+"
)
LOW = 0.5  # a page whose F1 is under it went badly wrong


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of a page; `None` or empty where nothing is. The body of no article is ''.

    `published` is a day, YYYY-MM-DD. `must` and `must_not` are segments that the body has to hold, and not to.
    """

    body: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyScore:
    """How near one body is to its label, 0 to 1; precision and recall are `None` where nothing is there."""

    f1: float
    precision: float | None
    recall: float | None
    exact: bool
    words: float


@dataclass(frozen=True, slots=True)
class SegmentScore:
    """Counts of segments: rightly there, wrongly there, missing."""

    right: int
    wrong: int
    missing: int

    @property
    def f1(self) -> float:
        """F1 of these counts, 0 to 1."""
        return 2 * self.right / ((2 * self.right + self.wrong + self.missing) or 1)


@dataclass(frozen=True, slots=True)
class Score:
    """What one extraction is worth, each part 0 to 1; `None` where the label says nothing of it."""

    body: BodyScore | None = None
    segments: SegmentScore | None = None
    title: float | None = None
    authors: float | None = None
    published: float | None = None

    @property
    def rank(self) -> tuple[float, float]:
        """What pages are sorted by, the worst first: the body, and where it is the same the fields."""
        text = self.body.f1 if self.body else self.segments.f1 if self.segments else 1.0
        fields = [value for value in (self.title, self.authors, self.published) if value is not None]
        return text, statistics.mean(fields or [1.0])

    @property
    def is_right(self) -> bool:
        """Whether nothing differs from the label."""
        return self.rank == (1.0, 1.0) and (self.body is None or self.body.exact)


def score_body(label: Label, body: str | None) -> Score:
    """Score a body alone."""
    return Score(
        None if label.body is None else _compare_bodies(label.body, body or ""),
        _count_segments(label, body or "") if label.must or label.must_not else None,
    )


def score_page(label: Label, found: Label) -> Score:
    """Score all that an extraction found of a page."""
    by_body = score_body(label, found.body)
    return Score(
        by_body.body,
        by_body.segments,
        float(_plain(label.title) == _plain(found.title or "")) if label.title else None,
        _compare_authors(label.authors, found.authors) if label.authors else None,
        float(label.published == found.published) if label.published else None,
    )


def word_f1(truth: str, got: str | None) -> float:
    """Token F1 of one page, 0 to 1."""
    return _f1(*_overlap(Counter(TOKEN.findall(truth.lower())), Counter(TOKEN.findall((got or "").lower()))))


def summarise(scores: Iterable[Score]) -> dict[str, float]:
    """Figures of many pages by name; those that no label allows are left out."""
    rows = list(scores)
    bodies = [row.body for row in rows if row.body is not None]
    figures: dict[str, float] = {}
    if bodies:
        p = statistics.mean([body.precision for body in bodies if body.precision is not None] or [0.0])
        r = statistics.mean([body.recall for body in bodies if body.recall is not None] or [0.0])
        figures = {
            "F1": _f1(p, r),
            "P": p,
            "R": r,
            "exact": statistics.mean(body.exact for body in bodies),
            "low": statistics.mean(body.f1 < LOW for body in bodies),
            "words": statistics.mean(body.words for body in bodies),
        }
    counts = [row.segments for row in rows if row.segments is not None]
    if counts:
        pooled = SegmentScore(
            sum(c.right for c in counts), sum(c.wrong for c in counts), sum(c.missing for c in counts)
        )
        figures["segF1"] = pooled.f1
    for name in ("title", "authors", "published"):
        values = [value for row in rows if (value := getattr(row, name)) is not None]
        if values:
            figures[name] = statistics.mean(values)
    return figures


def _compare_bodies(truth: str, got: str) -> BodyScore:
    want, have = _shingles(truth), _shingles(got)
    p, r = _overlap(want, have)
    exact = TOKEN.findall(truth) == TOKEN.findall(got)
    return BodyScore(_f1(p, r), p if have else None, r if want else None, exact, word_f1(truth, got))


def _count_segments(label: Label, body: str) -> SegmentScore:
    text = _squash(body)
    right = sum(_squash(segment) in text for segment in label.must)
    wrong = sum(_squash(segment) in text for segment in label.must_not)
    return SegmentScore(right, wrong, len(label.must) - right)


def _compare_authors(truth: Sequence[str], got: Sequence[str]) -> float:
    want, have = set(map(_plain, truth)), set(map(_plain, got))
    return _f1(len(want & have) / len(have), len(want & have) / len(want)) if have else 0.0


def _squash(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Letters and digits alone, so that quotes, dashes and spacing do not decide."""
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
