"""What the page states about itself: meta tags, links, JSON-LD, language, base URL.

All of it counts wherever it stands: pages print meta tags in the body and JSON-LD after the footer.
JSON-LD is repaired where templates break it (`json_text`), and bounded in size and number, so that a hostile
page costs no more than a long one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml.etree import _Element

from extract.page.json_text import parse_json

MAX_SCRIPT = 2_000_000  # characters of one JSON-LD block
MAX_OBJECTS = 2_000
MAX_VALUES = 200  # of one meta name or link relation
MAX_CONTENT = 20_000  # characters of one meta content
# Under these keys an object tells of other things; the page's own are nested under these alone.
NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemReviewed", "subjectOf")

_FACTS = ("meta", "link", "base", "title", "script", "noscript", "template")
_CONTROLS = r"[\x00-\x1f\x7f]"


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
    title: str | None = None
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
        title=found.title,
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
    if found.title is None and (parent is None or parent.tag != "svg"):
        text = " ".join("".join(map(str, element.itertext())).split())
        if text:
            found.title = text[:MAX_CONTENT]


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
