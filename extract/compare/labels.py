"""Labels as people write them: one JSON object a page.

The keys are those of the output (`title`, `body`, `metadata.authors`, `metadata.date_published`,
`extraction.status`), so that an output corrected by hand is a label. `authors`, `published`, `status`, `must`
and `must_not` are also taken as they stand in corpora: at the top. What a label does not state is not measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extract.compare.measures import Label

NO_ARTICLE = "no-article"


class LabelError(Exception):
    """A label that cannot be understood; the message says which key and what it should hold."""


def read_label(row: Mapping[str, Any]) -> Label:
    """The label of one page. Raises `LabelError`."""
    metadata = _read_object(row, "metadata")
    status = row.get("status", _read_object(row, "extraction").get("status"))
    body = "" if status == NO_ARTICLE else _read_body(row.get("body"))
    published = _read_text("published", row.get("published") or metadata.get("date_published"))
    return Label(
        body=body,
        title=_read_text("title", row.get("title")),
        authors=_read_authors(row.get("authors") or metadata.get("authors") or ()),
        published=published and published[:10],
        must=_read_texts("must", row.get("must") or ()),
        must_not=_read_texts("must_not", row.get("must_not") or ()),
    )


def read_url(row: Mapping[str, Any]) -> str | None:
    """Where the labelled page came from. Raises `LabelError`."""
    return _read_text("url", row.get("url") or _read_object(row, "metadata").get("url"))


def _read_object(row: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = row.get(key) or {}
    if not isinstance(value, dict):
        raise LabelError(f"{key} is no object")
    return value


def _read_text(key: str, value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise LabelError(f"{key} is no text")
    return value or None


def _read_texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in value):
        raise LabelError(f"{key} is no list of texts")
    return tuple(value)


def _read_body(value: object) -> str | None:
    """A text, or a list of paragraphs."""
    if value is None or isinstance(value, str):
        return value
    return "\n\n".join(_read_texts("body", value))


def _read_authors(value: object) -> tuple[str, ...]:
    """Names, or objects with a name."""
    if isinstance(value, list | tuple):
        value = [author.get("name") if isinstance(author, dict) else author for author in value]
    return _read_texts("authors", value)
