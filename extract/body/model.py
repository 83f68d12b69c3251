"""The model: sums of small decision trees, read from `weights.json`.

Each tree asks a few questions of the row of a block, or of the page, and ends in a number; the numbers add up to the
score, mostly the log-odds that the block is part of the article. A question is credited with what its answer changed in the
expected score, so that the credits of all questions and the base sum to the score exactly
(Saabas 2014, the path attribution of additive trees).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import exp
from typing import Any, NamedTuple

# A tree: [feature, threshold, tree if value <= threshold, tree if above, expected value], or a number.
Tree = Any
PAYS = 2000  # rows scored before it pays to compile the trees (0.1 s, for a third of the time a row)


@dataclass(slots=True)
class Trees:
    """A sum of trees over rows with the columns `names`; `base` is the score before any question."""

    names: tuple[str, ...]
    base: float
    trees: tuple[Tree, ...]
    _scored: int = field(default=0, repr=False, compare=False)
    _compiled: Callable[[Sequence[float]], float] | None = field(default=None, repr=False, compare=False)

    def score(self, row: Sequence[float]) -> float:
        """The sum over all trees, in log-odds."""
        if self._compiled is not None:
            return self._compiled(row)
        self._scored += 1
        if self._scored == PAYS:
            self._compiled = _compile(self)
        total = self.base
        for node in self.trees:
            while node.__class__ is list:
                node = node[2] if row[node[0]] <= node[1] else node[3]
            total += node
        return total

    def explain(self, row: Sequence[float]) -> dict[str, float]:
        """What each column added to the score of this row; the values and the base sum to the score."""
        credits: dict[str, float] = {}
        for node in self.trees:
            if node.__class__ is list:
                credits["base"] = credits.get("base", 0.0) + node[4]
            while node.__class__ is list:
                name = self.names[node[0]]
                step = node[2] if row[node[0]] <= node[1] else node[3]
                value = step[4] if step.__class__ is list else step
                credits[name] = credits.get(name, 0.0) + value - node[4]
                node = step
        credits["base"] = credits.get("base", 0.0) + self.base
        return credits


def to_chance(score: float) -> float:
    """The probability that a score in log-odds stands for."""
    return 1 / (1 + exp(-score)) if score > -30 else 0.0


def _compile(trees: Trees) -> Callable[[Sequence[float]], float]:
    """The same sum as one Python function, its questions as conditional expressions about the columns."""
    columns = ", ".join(f"c{i}" for i in range(len(trees.names)))
    lines = "".join(f"    total += {_write(tree)}\n" for tree in trees.trees)
    namespace: dict[str, Any] = {}
    exec(
        f"def score(row):\n    {columns}, = row\n    total = {trees.base!r}\n{lines}    return total\n",
        namespace,
    )
    score: Callable[[Sequence[float]], float] = namespace["score"]
    return score


def _write(node: Tree) -> str:
    if node.__class__ is not list:
        return repr(node)
    return f"({_write(node[2])} if c{node[0]:d} <= {node[1]!r} else {_write(node[3])})"


class Model(NamedTuple):
    """The trees of the first look, of the second, of the page's kind, and of the confidence."""

    first: Trees
    second: Trees
    kind: Trees
    confidence: Trees


@cache
def load_model() -> Model:
    """The weights that ship with the package."""
    with open(os.path.join(os.path.dirname(__file__), "weights.json"), "rb") as file:
        return read_model(json.loads(file.read()))


def read_model(data: dict[str, Any]) -> Model:
    """A model from the data of a weights file."""
    parts = (data[name] for name in ("first", "second", "kind", "confidence"))
    return Model(*(Trees(tuple(part["names"]), part["base"], tuple(part["trees"])) for part in parts))
