"""Article → the object of the JSON contract, whole or in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from extract.article import Article, Extraction, Metadata

_METADATA = tuple(field.name for field in fields(Metadata))
_EXTRACTION = tuple(field.name for field in fields(Extraction))
PARTS = {"title": (), "body": (), "metadata": _METADATA, "extraction": _EXTRACTION, "blocks": ()}
PATHS = frozenset((*PARTS, *(f"{part}.{name}" for part, names in PARTS.items() for name in names)))


def build_record(article: Article, *, blocks: bool = False, paths: Sequence[str] = ()) -> dict[str, Any]:
    """The article as the contract's object; `blocks` adds the fifth key of that name, whose XPath
    is known where `extract()` was asked for `origins`.

    `paths` (out of `PATHS`) choose keys, like `title` or `metadata.language`: the others are left out,
    and the chosen ones stay where they are, in the order of the contract.
    """
    record = article.to_dict()
    if blocks or "blocks" in paths:
        record["blocks"] = [
            {
                "type": b.type,
                "text": b.text,
                "kept": b.kept,
                "score": round(b.score, 3),
                "level": b.level,
                "rule": b.rule,
                "xpath": b.xpath,
            }
            for b in article.blocks
        ]
    if not paths:
        return record
    chosen = {*paths, "blocks"} if blocks else set(paths)
    return _project(record, chosen)


def _project(record: dict[str, Any], paths: set[str]) -> dict[str, Any]:
    projection: dict[str, Any] = {}
    for key, value in record.items():
        if key in paths:
            projection[key] = value
        elif isinstance(value, dict):
            part = {name: inner for name, inner in value.items() if f"{key}.{name}" in paths}
            if part:
                projection[key] = part
    return projection
