"""Article → the facts of its explanation, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from extract.article import Article, Block, Contribution
from extract.render.explain.account import is_near, list_fields

DIGITS = 3  # of a score and its parts


def build_facts(article: Article) -> dict[str, Any]:
    """The article as the JSON contract has it, every block with the terms of its score, and the metadata's
    candidates.
    """
    return {
        "article": article.to_dict(),
        "blocks": [_build_block(block) for block in article.blocks],
        "fields": {
            field.name: {
                "value": field.value,
                "candidates": [
                    {"value": c.value, "source": c.source, "chosen": c.chosen} for c in field.candidates
                ],
            }
            for field in list_fields(article)
        },
    }


def _build_block(block: Block) -> dict[str, Any]:
    values = _round_together(block.contributions)
    return {
        "type": block.type,
        "text": block.text,
        "kept": block.kept,
        "near": is_near(block),
        "rule": block.rule,
        "score": block.score,
        "contributions": [
            {"name": c.name, "value": value}
            for c, value in zip(block.contributions, values, strict=True)
            if value
        ],
    }


def _round_together(contributions: Sequence[Contribution]) -> list[float]:
    """The values rounded so that they still sum to the rounded score: each is the step of a rounded sum."""
    sums = accumulate((c.value for c in contributions), initial=0.0)
    return [round(after - before, DIGITS) for before, after in pairwise(round(s, DIGITS) for s in sums)]
