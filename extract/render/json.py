"""Record → strict JSON in UTF-8, safe to split by lines and to show on a terminal."""

from __future__ import annotations

import json
import re
from typing import Any

# JSON allows these as they are; terminals obey some of them, and line readers break at others.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def render_json(record: dict[str, Any], *, indent: bool = False) -> bytes:
    """One JSON object and a line feed; on one line unless `indent`.

    Raises `ValueError` for a number that JSON does not have.
    """
    return (encode_json(record, indent=indent) + "\n").encode()


def encode_json(value: Any, *, indent: bool = False) -> str:
    """Any JSON value as text that UTF-8 can hold; raises as `render_json()` does."""
    separators = None if indent else (",", ":")
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, indent=2 if indent else None, separators=separators
    )
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    # Half a surrogate pair is no character, and strict readers refuse its escape too.
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"
