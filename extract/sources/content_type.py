"""What a Content-Type header says."""

from __future__ import annotations

import re

HTML_TYPES = frozenset(("text/html", "application/xhtml+xml"))
_CHARSET = re.compile(r"""\bcharset\s*=\s*["']?\s*([^\s"';,]+)""", re.I)


def read_essence(content_type: str) -> str:
    """The type without its parameters, in lower case; empty where there is none."""
    return content_type.partition(";")[0].strip().lower()


def read_charset(content_type: str) -> str | None:
    """The charset that it declares."""
    charset = _CHARSET.search(content_type)
    return charset[1] if charset else None
