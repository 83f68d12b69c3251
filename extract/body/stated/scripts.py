"""The data in a page's scripts: JSON that is all of a script, is assigned in it, or stands in its strings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from lxml import etree
from lxml.etree import _Element

from extract.body.stated.text import has_paragraphs
from extract.page import Page
from extract.page.json_text import mend_pairs

MAX_SCRIPT, MAX_SCRIPTS = 5_000_000, 10_000_000  # characters of one script, and of all
MAX_VALUES = 60  # JSON values of one script
LONG_STRING = 200  # characters of a string that may be a whole article

_SCRIPTS = etree.XPath("//script[not(@src)]")
# What stands before a value: an assignment, or a call that parses a string.
_ASSIGNED = re.compile(r"[\w$\])\"']\s{0,5}=\s{0,5}(?:JSON\.parse\(\s{0,5})?(?=[\[{\"'])")
_SINGLE_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*+)'", re.S)
_BARE_QUOTE = re.compile(r'\\.|"', re.S)
_LITERAL = re.compile(rf'"((?:[^"\\]|\\.){{{LONG_STRING},}}+)"')
_DECODER = json.JSONDecoder(strict=False)


def read_scripts(page: Page) -> Iterator[Any]:
    """The JSON values of all scripts, but not those of JSON-LD."""
    size = 0
    for script in cast("list[_Element]", _SCRIPTS(page.root)):
        text = script.text or ""
        size += len(text)
        if len(text) < LONG_STRING or len(text) > MAX_SCRIPT or "ld+json" in (script.get("type") or ""):
            continue
        if size > MAX_SCRIPTS:
            break
        yield from parse_values(text)


def parse_values(text: str) -> Iterator[Any]:
    """The JSON values of a script: all of it, or what it assigns; of other code, its long strings."""
    text = mend_pairs(text.strip().rstrip(";"))
    if text[:1] in "[{":
        value = decode_value(text)
        if value is not None:
            yield _resolve_flat(value)
            return
    position = found = 0
    for _ in range(MAX_VALUES):
        match = _ASSIGNED.search(text, position)
        if match is None:
            break
        value, end = _decode(text, match.end())
        position = max(end, match.end())
        if isinstance(value, str) and value[:1] in ("{", "[", "%"):
            value = _decode_string(value)
        if isinstance(value, dict | list) and value:
            found += 1
            yield value
    if not found and "function" in text[:2000]:
        literals = (decode_value(f'"{raw}"') for raw in _LITERAL.findall(text))
        yield {"body": [s for s in literals if isinstance(s, str) and has_paragraphs(s)]}


def decode_value(text: str) -> Any:
    """The JSON value that a text begins with; `None` where there is none."""
    return _decode(text, 0)[0]


def _decode(text: str, start: int) -> tuple[Any, int]:
    """The JSON value at `start` and where it ends; `None` where there is none."""
    if text[start : start + 1] == "'":
        match = _SINGLE_QUOTED.match(text, start)
        if match is None:
            return None, start
        raw = match[1].replace("\\'", "'")
        double_quoted = '"' + _BARE_QUOTE.sub(lambda m: '\\"' if m[0] == '"' else m[0], raw) + '"'
        return decode_value(double_quoted), match.end()
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start


def _decode_string(value: str) -> Any:
    if value[0] == "%":
        from urllib.parse import unquote

        value = unquote(value)
    return decode_value(mend_pairs(value))


def _resolve_flat(value: Any) -> Any:
    """Data that was flattened to one list, whose objects name their parts by number, put together again."""
    if not (isinstance(value, list) and len(value) > 3 and sum(isinstance(v, dict) for v in value) > 1):
        return value
    objects = [v for v in value if isinstance(v, dict) and v]
    numbers = sum(all(isinstance(n, int) for n in o.values()) for o in objects)
    if numbers * 2 < len(objects):
        return value
    whole: list[Any] = [type(v)() if isinstance(v, dict | list) else v for v in value]
    for raw, made in zip(value, whole, strict=True):
        if isinstance(raw, dict):
            made.update((k, whole[n]) for k, n in raw.items() if _is_place(n, whole))
        elif isinstance(raw, list):
            made.extend(whole[n] for n in raw if _is_place(n, whole))
    return whole


def _is_place(number: object, whole: Sequence[Any]) -> bool:
    return type(number) is int and 0 <= number < len(whole)
