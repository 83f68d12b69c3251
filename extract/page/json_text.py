"""JSON as pages write it: repaired where it is broken in the ways that templates break it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from extract.page.references import unescape

MAX_REPAIR = 500_000  # characters of a broken text
# What mends broken JSON is text here, for `re` compiles it at the first use: few pages need any.
# A string is matched first, so that nothing inside one is touched; an open one runs to the end, once.
_STRING = r'("(?:[^"\\]|\\.)*+(?:"|\Z))'
_COMMENT = r"(?s)" + _STRING + r"|/\*.{0,2000}?\*/|//[^\n]*+"
_TRAILING_COMMA = r"(?s)" + _STRING + r"|,(?=\s{0,200}[\]}])"
_WRAPPER = r"^\s*(?:/[/*]\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?|(?:/[/*]\s*)?(?:\]\]>|-->)(?:\s*\*/)?[\s;]*$"
_BARE = r"(?s)" + _STRING + r"|(?<=[:\[,])\s{0,200}(?:undefined|None)\b"
_HALF_PAIR = (
    r"\\u[dD](?:[89abAB][\da-fA-F]{2}(?!\\u[dD][c-fC-F][\da-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][\da-fA-F]{2}\\u[dD])[c-fC-F][\da-fA-F]{2})"
)
_SINGLE = _STRING + r"|'((?:[^'\\]|\\.)*+)'"
_BARE_KEY = _STRING + r"|(?<=[{,])\s{0,200}+([A-Za-z_@][\w-]{0,60}+)(?=\s{0,200}+:)"
_CURLY_QUOTES = str.maketrans(dict.fromkeys("“”„‟″", '"'))
_LONG_FORM = ('"@value"', '"@list"', '"@set"', '"schema:', '"type"')
_BAD_ESCAPE = r'(?s)\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.?))'
_FLAT_PAIR = (
    r'"(@type|headline|datePublished|dateModified|articleSection|description|inLanguage)"\s*:\s*'
    r'"((?:[^"\\\n]|\\.){1,1000})"'
)
_AUTHOR_PAIR = (
    r'"author"\s*:\s*[\[{\s]{0,20}(?:"@type"\s*:\s*"Person"\s*,\s*)?"name"\s*:\s*"([^"\\\n]{2,100})"'
)


def parse_json(text: str) -> Any:
    """The value of a JSON text, repaired where it is broken; what cannot be read is `None`.

    A text too deep or too broken to be read yields the plain pairs that it holds.
    """
    text = attempt = mend_pairs(text)
    for repair in (None, *REPAIRS):
        if repair is not None:
            repaired = repair(attempt)
            if repaired == attempt:
                continue
            attempt = repaired
        try:
            return _unwrap_string(_choose_decoder(attempt).decode(attempt.strip()))
        except json.JSONDecodeError as error:
            value = _read_prefix(attempt, error)
            if value is not None:
                return value
        except (ValueError, RecursionError):
            break
        if len(text) > MAX_REPAIR:
            break
    return _salvage(text[:MAX_REPAIR])


def mend_pairs(text: str) -> str:
    """A JSON text whose escapes of half a surrogate pair, which is no character, say U+FFFD."""
    return re.sub(_HALF_PAIR, r"\\ufffd", text) if "\\ud" in text or "\\uD" in text else text


def _read_prefix(text: str, error: json.JSONDecodeError) -> Any:
    """The first value of a text that goes on after it ("Extra data": a semicolon, a second object)."""
    if not error.msg.startswith("Extra data"):
        return None
    values: list[Any] = []
    rest = text.strip()
    while rest and len(values) < 50:
        try:
            value, end = _DECODER.raw_decode(rest)
        except (ValueError, RecursionError):
            break
        values.append(value)
        rest = rest[end:].lstrip(" \t\r\n,;")
    return values or None


def _unwrap(text: str) -> str:
    return re.sub(_WRAPPER, "", re.sub(_WRAPPER, "", text)).strip(" \t\r\n;\ufeff")


def _drop_comments(text: str) -> str:
    return re.sub(_COMMENT, lambda m: m.group(1) or "", text)


def _drop_trailing_commas(text: str) -> str:
    return re.sub(_TRAILING_COMMA, lambda m: m.group(1) or "", text)


def _replace_bare_words(text: str) -> str:
    return re.sub(_BARE, lambda m: m.group(1) or "null", text)


def _drop_bad_escapes(text: str) -> str:
    return re.sub(_BAD_ESCAPE, lambda m: m.group(0) if m.group(1) else m.group(2), text)


def _unescape_entities(text: str) -> str:
    """What was escaped as markup, also twice; a text with quotes holds references that are its own."""
    for _ in range(3):
        if '"' in text[:200] or "&" not in text[:200]:
            break
        text = unescape(text)
    return text


def _double_quote(string: str) -> str:
    plain = string.replace("\\'", "'").replace('\\"', '"')
    return '"' + plain.replace('"', '\\"') + '"'


def _straighten_quotes(text: str) -> str:
    return text if '"' in text else text.translate(_CURLY_QUOTES)


def _double_quotes(text: str) -> str:
    """The strings of a script's object, in single quotes or keys without any, as those of JSON."""
    text = re.sub(_SINGLE, lambda m: m.group(1) or _double_quote(m.group(2)), text, flags=re.S)
    return re.sub(_BARE_KEY, lambda m: m.group(1) or f'"{m.group(2)}"', text, flags=re.S)


# In this order, each on the result of the one before, until the text can be read.
REPAIRS: tuple[Callable[[str], str], ...] = (
    _unwrap,
    _unescape_entities,
    _drop_trailing_commas,
    _drop_comments,
    _drop_trailing_commas,
    _replace_bare_words,
    _straighten_quotes,
    _double_quotes,
    _drop_bad_escapes,
)


def _salvage(text: str) -> dict[str, Any] | None:
    """The plain pairs of a text that is no JSON, as one object: the first of each key."""
    pairs: dict[str, Any] = {}
    for key, raw in re.findall(_FLAT_PAIR, text):
        if key not in pairs and (key != "@type" or raw.endswith(("Article", "Posting"))):
            try:
                pairs[key] = _DECODER.decode(f'"{raw}"')
            except ValueError:
                continue
    if "@type" not in pairs:
        return None
    author = re.search(_AUTHOR_PAIR, text)
    if author:
        pairs["author"] = author.group(1)
    return pairs


def _read_int(digits: str) -> int | None:
    return int(digits) if len(digits) < 19 else None


def _read_float(digits: str) -> float | None:
    value = float(digits) if len(digits) < 40 else None
    return None if value in (float("inf"), float("-inf")) else value


def _flatten_object(pairs: dict[str, Any]) -> Any:
    """An object of the longer forms of JSON-LD in the common one: a value or list is itself, a type is "@type"."""
    for key in ("@value", "@list", "@set"):
        if key in pairs:
            return pairs[key]
    flat = {key.removeprefix("schema:"): value for key, value in pairs.items()}
    if "@type" not in flat and isinstance(flat.get("type"), str):
        flat["@type"] = flat["type"]
    return flat


def _unwrap_string(value: Any) -> Any:
    """The value of a JSON text that was encoded as a string once more."""
    return parse_json(value) if isinstance(value, str) and value.lstrip()[:1] in ("{", "[") else value


def _make_decoder(hook: Callable[[dict[str, Any]], Any] | None) -> json.JSONDecoder:
    return json.JSONDecoder(
        object_hook=hook,
        strict=False,
        parse_int=_read_int,
        parse_float=_read_float,
        parse_constant=lambda _: None,
    )


_DECODER = _make_decoder(None)
_LONG_DECODER = _make_decoder(_flatten_object)


def _choose_decoder(text: str) -> json.JSONDecoder:
    return _LONG_DECODER if any(mark in text for mark in _LONG_FORM) else _DECODER
