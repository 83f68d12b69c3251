"""Names of a batch's inputs: printable in any terminal and line, and readable back to the very bytes.

A file is named by its path, a page inside another file by both with `!` between. What could not be told
apart, printed or kept in UTF-8 stands as `%` and two hexadecimal digits: bytes that are no UTF-8, controls,
`%` and `!`. A second member of the same name ends with `#2`, and so on; where a member's own name ends so,
its `#` is written as `%23`. Addresses of the web stand as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from extract.sources.source import is_url

_NO_UTF8 = r"\udc80-\udcff"
# C0 and C1, the separators that end a line, and what turns the direction of writing.
_CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
_ESCAPED = re.compile(f"[{_NO_UTF8}{_CONTROLS}%!]")
_ESCAPED_IN_URL = re.compile(f"[{_NO_UTF8}{_CONTROLS}]")
_ORDINAL = re.compile(r"#(?=[1-9]\d*\Z)", re.A)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a named input lies: a path or URL; for a member its own name and which of that name it is."""

    path: bytes
    member: bytes | None = None
    number: int = 1


def encode_name(origin: Origin) -> str:
    """The name of an input; no two origins share one."""
    if origin.member is None:
        return _escape(origin.path)
    member = _ORDINAL.sub("%23", _escape(origin.member))
    ordinal = f"#{origin.number}" if origin.number > 1 else ""
    return f"{_escape(origin.path)}!{member}{ordinal}"


def decode_name(name: str) -> Origin:
    """The origin that `encode_name()` made the name of."""
    if is_url(name):
        return Origin(name.encode())
    path, mark, member = name.partition("!")
    if not mark:
        return Origin(unquote_to_bytes(path))
    ordinal = _ORDINAL.search(member)
    if ordinal is None:
        return Origin(unquote_to_bytes(path), unquote_to_bytes(member))
    number = int(member[ordinal.end() :])
    return Origin(unquote_to_bytes(path), unquote_to_bytes(member[: ordinal.start()]), number)


def _escape(name: bytes) -> str:
    text = name.decode("utf-8", "surrogateescape")
    escaped = _ESCAPED_IN_URL if is_url(text) else _ESCAPED
    return escaped.sub(_write_bytes, text)


def _write_bytes(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogateescape"))
