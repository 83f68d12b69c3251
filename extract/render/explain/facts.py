"""Article → the facts of its explanation, for programs."""

from __future__ import annotations

from typing import Any

from extract.article import Article, Block
from extract.render.explain.account import Field, is_near, list_fields

DIGITS = 3  # of a contribution: the weights have no more, so that the sum stays the score


def build_facts(article: Article) -> dict[str, Any]:
    """The article as the JSON contract has it, every block with the terms of its score, and the candidates
    of the metadata.
    """
    return {
        "article": article.to_dict(),
        "blocks": [_build_block(block) for block in article.blocks],
        "fields": {field.name: _build_field(field) for field in list_fields(article)},
    }


def _build_block(block: Block) -> dict[str, Any]:
    return {
        "type": block.type,
        "text": block.text,
        "kept": block.kept,
        "near": is_near(block),
        "rule": block.rule,
        "score": block.score,
        "xpath": block.xpath,
        "phrases": [phrase._asdict() for phrase in block.phrases],
        "contributions": [{"name": c.name, "value": round(c.value, DIGITS)} for c in block.contributions],
    }


def _build_field(field: Field) -> dict[str, Any]:
    candidates = [{"value": c.value, "source": c.source, "chosen": c.chosen} for c in field.candidates]
    return {"value": field.value, "candidates": candidates}
