"""What the page states about itself: meta tags, links, JSON-LD, language, base URL.

All of it counts wherever it stands: pages print meta tags in the body and JSON-LD after the footer.
JSON-LD is repaired where it is broken in the ways that templates break it (`repair_json`), and bounded
in size and number, so that a hostile page costs no more than a long one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml.etree import _Element

MAX_SCRIPT = 2_000_000  # characters of one JSON-LD block
MAX_REPAIR = 500_000  # characters of a broken one
MAX_OBJECTS = 2_000
MAX_VALUES = 200  # of one meta name or link relation
MAX_CONTENT = 20_000  # characters of one meta content
# Under these keys an object tells of other things; the page's own are nested under these alone.
NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemReviewed", "subjectOf")

_FACTS = ("meta", "link", "base", "title", "script", "noscript", "template")
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
_CONTROLS = r"[\x00-\x1f\x7f]"
_BAD_ESCAPE = r'(?s)\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.?))'
_FLAT_PAIR = (
    r'"(@type|headline|datePublished|dateModified|articleSection|description|inLanguage)"\s*:\s*'
    r'"((?:[^"\\\n]|\\.){1,1000})"'
)
_AUTHOR_PAIR = (
    r'"author"\s*:\s*[\[{\s]{0,20}(?:"@type"\s*:\s*"Person"\s*,\s*)?"name"\s*:\s*"([^"\\\n]{2,100})"'
)


class Head(NamedTuple):
    """The facts that `Page` takes over; see there. `templates` may keep the places of streamed parts."""

    base_url: str | None
    language: str | None
    title: str | None
    meta: Mapping[str, tuple[str, ...]]
    links: Mapping[str, tuple[str, ...]]
    json_ld: tuple[dict[str, Any], ...]
    noscripts: tuple[_Element, ...]
    templates: tuple[_Element, ...]


@dataclass(slots=True)
class _Found:
    """The facts while they are collected."""

    base_url: str | None
    titles: list[str] = field(default_factory=list)
    based: bool = False
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    objects: list[dict[str, Any]] = field(default_factory=list)
    noscripts: list[_Element] = field(default_factory=list)
    templates: list[_Element] = field(default_factory=list)


def read_head(root: _Element, url: str | None) -> Head:
    """Read the facts of a parsed page; relative addresses of `<base>` resolve against `url`."""
    found = _Found(url)
    for element in root.iter(*_FACTS):
        _READERS[str(element.tag)](element, found)
    page = find_html(root)
    return Head(
        base_url=found.base_url,
        language=next((value for _, value in list_languages(page, found.meta)), None) or None,
        title=found.titles[0] if found.titles else None,
        meta={name: tuple(values) for name, values in found.meta.items()},
        links={rel: tuple(hrefs) for rel, hrefs in found.links.items()},
        json_ld=tuple(found.objects),
        noscripts=tuple(found.noscripts),
        templates=tuple(found.templates),
    )


def _read_meta(element: _Element, found: _Found) -> None:
    content = element.get("content") or element.get("value")
    if not content:
        return
    content = " ".join(content[:MAX_CONTENT].split())
    if not content:
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        names = element.get(attribute)
        if names:
            # `property` may hold several names; a `name` with blanks is one odd name.
            for name in names.lower().split() if attribute == "property" else (names.strip().lower(),):
                values = found.meta.setdefault(name, [])
                if len(values) < MAX_VALUES:
                    values.append(content)


def _read_link(element: _Element, found: _Found) -> None:
    rel, href = element.get("rel"), element.get("href")
    if rel and href and href.strip():
        for name in rel.lower().split():
            hrefs = found.links.setdefault(name, [])
            if len(hrefs) < MAX_VALUES:
                hrefs.append(href.strip())


def _read_base(element: _Element, found: _Found) -> None:
    href = (element.get("href") or "").strip()
    if href and not found.based:  # the first counts
        joined = join_url(found.base_url, href)
        if joined:
            found.base_url, found.based = joined, True


def _read_title(element: _Element, found: _Found) -> None:
    parent = element.getparent()
    if len(found.titles) < 1 and (parent is None or parent.tag != "svg"):
        text = " ".join("".join(map(str, element.itertext())).split())
        if text:
            found.titles.append(text[:MAX_CONTENT])


def _read_script(element: _Element, found: _Found) -> None:
    if "ld+json" in element.get("type", "").lower().replace("-", "+"):
        text = element.text or ""
        if len(text) <= MAX_SCRIPT:
            collect_objects(parse_json(text), found.objects)


def _read_noscript(element: _Element, found: _Found) -> None:
    found.noscripts.append(element)


def _read_template(element: _Element, found: _Found) -> None:
    found.templates.append(element)


_READERS: Mapping[str, Callable[[_Element, _Found], None]] = {
    "meta": _read_meta,
    "link": _read_link,
    "base": _read_base,
    "title": _read_title,
    "script": _read_script,
    "noscript": _read_noscript,
    "template": _read_template,
}


def join_url(base: str | None, href: str) -> str | None:
    """The absolute http(s) address of `href` without controls, or `None` where it is none."""
    href = re.sub(_CONTROLS, "", href.strip())
    try:
        joined = urljoin(base or "", href) if base else href
    except ValueError:
        return None
    if joined.startswith("//"):
        joined = "https:" + joined
    return joined if joined[:8].lower().startswith(("http://", "https://")) else None


def unescape(text: str) -> str:
    """The text with its character references as the characters that they stand for."""
    if "&" not in text:
        return text
    import html  # its table of names takes longer to import than most pages' heads to read

    return html.unescape(text)


def find_html(root: _Element) -> _Element | None:
    """The `<html>` of a page, where it has one."""
    return root if root.tag == "html" else root.find(".//html")


def find_body(root: _Element) -> _Element | None:
    """The `<body>` of a page, where it has one."""
    return root.find("body")  # `iter()` looks for a second one through the whole tree


def list_languages(page: _Element | None, meta: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The languages that a page declares, as it writes them, in the order in which they are believed.

    `page` is its `<html>`.
    """
    if page is not None:
        for name in ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang"):
            value = (page.get(name) or "").strip()
            if value:
                yield f"<html {name.replace('{http://www.w3.org/XML/1998/namespace}', 'xml:')}>", value[:40]
    for name in ("content-language", "dc.language", "dcterms.language", "language", "og:locale"):
        values = meta.get(name)
        if values:
            yield name, values[0].split(",")[0].strip()[:40]


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


def collect_objects(value: Any, objects: list[dict[str, Any]]) -> None:
    """Append every object of a JSON-LD value that states what it is, outer before inner."""
    stack = [value]
    while stack and len(objects) < MAX_OBJECTS:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value[:MAX_OBJECTS]))
        elif isinstance(value, dict):
            if "@type" in value or "headline" in value:
                objects.append(value)
            stack.extend(value[key] for key in reversed(NESTED) if isinstance(value.get(key), dict | list))
