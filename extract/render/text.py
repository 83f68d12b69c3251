"""Article → plain text: title, blank line, body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.article import Article

PARTS = ("title", "body")
# The last two spans turn the direction of all text after them.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def render_text(article: Article, paths: Sequence[str] = ()) -> bytes:
    """Title, blank line and body, or that of them which is in `paths`; nothing where there is no article."""
    if article.body is None:
        return b""
    parts = [part for name in PARTS if name in (paths or PARTS) and (part := getattr(article, name))]
    return encode_text("\n\n".join(parts) + "\n")


def encode_text(text: str) -> bytes:
    """UTF-8 without the controls that a terminal would obey."""
    return _CONTROL.sub("", text).encode()
