"""What goes in: bytes become text (`encoding`), text becomes a tree (`tree`; `flat` where the page was
already flattened to plain text), and the head's facts (`head`) are read from it. All of it happens
once; every later stage reads the `Page`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from lxml.etree import _Element

from extract.page.encoding import decode
from extract.page.errors import UnreadablePage
from extract.page.form import is_flat, is_markdown
from extract.page.head import Head, read_head
from extract.page.streamed import place_streamed
from extract.page.tree import parse

__all__ = ["Page", "UnreadablePage", "read_page"]


class Page(NamedTuple):
    """One page, decoded and parsed.

    `meta` maps the lower-cased name, property, itemprop or http-equiv of each meta tag to its
    contents in document order; `links` maps each lower-cased rel of `<link>` to its hrefs; `json_ld`
    holds every typed object of the page's JSON-LD, graphs and arrays expanded, in document order.
    `noscripts` hold what readers without scripts are shown. `base_url` is what relative addresses resolve
    against. `flat` tells that the page was plain text.
    """

    root: _Element
    url: str | None
    base_url: str | None
    encoding: str
    flat: bool
    language: str | None
    title: str | None
    meta: Mapping[str, tuple[str, ...]]
    links: Mapping[str, tuple[str, ...]]
    json_ld: tuple[dict[str, Any], ...]
    noscripts: tuple[_Element, ...]
    warnings: tuple[str, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the page came from, and what it calls itself."""
        return (self.url, *self.stated_addresses) if self.url else self.stated_addresses

    @property
    def stated_addresses(self) -> tuple[str, ...]:
        """What the page calls itself: its first canonical link and its `og:url`."""
        return (*self.links.get("canonical", ())[:1], *self.meta.get("og:url", ())[:1])


def read_page(html: bytes | str, *, url: str | None = None, encoding: str | None = None) -> Page:
    """Decode and parse a page; `encoding` is what its transport declared.

    Raises `UnreadablePage` where there is no page in the input: empty, binary, JSON, or a tree that
    cannot be built.
    """
    text, used_encoding, warnings, data = decode(html, encoding)
    flat = is_flat(text)
    if flat and is_markdown(text):
        from extract.page.markdown import render_markdown

        text, data, flat = render_markdown(text), None, False
    if flat:
        from extract.page.flat import build_flat_tree  # few pages are; its patterns cost a page's time

        root = build_flat_tree(text)
    else:
        root, losses = parse(text, data)
        warnings += losses
    head: Head = read_head(root, url)
    place_streamed(root, head.templates)
    return Page(
        root=root,
        url=url,
        base_url=head.base_url,
        encoding=used_encoding,
        flat=flat,
        language=head.language,
        title=head.title,
        meta=head.meta,
        links=head.links,
        json_ld=head.json_ld,
        noscripts=head.noscripts,
        warnings=warnings,
    )
