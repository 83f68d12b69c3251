"""JSON Lines, as crawlers save pages: one object a line, with the page's HTML and its URL among the fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count, islice

from extract.sources.members import ContainerError, Member, Reading, bound_damage
from extract.sources.size import CHUNK, too_large
from extract.sources.source import SourceError, is_url
from extract.sources.tap import Tap

_ESCAPES = 3  # how many times longer than the page its text in JSON may be: \u00e9 is two bytes
_OTHER_FIELDS = 1 << 16  # bytes
# A value of two bytes in JSON takes a hundred in memory: rows of a size that matters are counted before.
_LONG = 1 << 20  # bytes
_MOST_VALUES = 100_000
_STRING_OR_VALUE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{,]')


def read_json_lines(tap: Tap, reading: Reading) -> Iterator[Member]:
    """The pages of all lines, named by the line's number from 1; blank lines are passed over.

    What is damaged counts as a line, and costs no other where the file is compressed in several pieces.
    Raises `SourceError` where it ends the reading.
    """
    return bound_damage(_read_lines(tap, reading))


def _read_lines(tap: Tap, reading: Reading) -> Iterator[Member]:
    for number in count(1):
        name = b"%d" % number
        try:
            line, whole = _read_line(tap, _ESCAPES * reading.max_size + _OTHER_FIELDS)
        except ContainerError as error:
            if not tap.next_part():
                raise
            yield Member(name, error)
            continue
        if not line:
            return
        if not whole:
            yield Member(name, too_large(reading.max_size))
        elif line.strip():
            yield _read_row(name, line, reading)


def _read_line(tap: Tap, limit: int) -> tuple[bytes, bool]:
    """The next line up to the limit, and whether that is all of it; the rest is passed over."""
    line = tap.read_line(limit)
    if len(line) < limit or line.endswith(b"\n"):
        return line, True
    while (rest := tap.read_line(CHUNK)) and not rest.endswith(b"\n"):
        pass
    return line, False


def _read_row(name: bytes, line: bytes, reading: Reading) -> Member:
    if len(line) > _LONG and _has_too_many_values(line):
        return Member(name, SourceError("bad-row", f"the line has more than {_MOST_VALUES:,} values"))
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return Member(name, SourceError("bad-row", "the line is no JSON, or cut off"))
    html = row.get(reading.html_field) if isinstance(row, dict) else None
    if not isinstance(html, str):
        message = f"the line has no text in a field {reading.html_field}; name another with --html-field"
        return Member(name, SourceError("bad-row", message))
    data = html.encode("utf-8", "replace")
    if len(data) > reading.max_size:
        return Member(name, too_large(reading.max_size))
    url = row.get(reading.url_field)
    return Member(name, data, url if isinstance(url, str) and is_url(url) else None, "utf-8")


def _has_too_many_values(line: bytes) -> bool:
    values = (1 for match in _STRING_OR_VALUE.finditer(line) if match[0][:1] != b'"')
    return sum(islice(values, _MOST_VALUES + 1)) > _MOST_VALUES
