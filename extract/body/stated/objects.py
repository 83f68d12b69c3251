"""What an object of JSON-LD or of page data says that it is: by the words of its keys, its headline, its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from extract.body.claims import read_letters
from extract.page.references import unescape

KIND_KEYS = ("type", "_type", "__typename", "kind", "component", "blockType", "nodeType", "tag", "tagName")
_TITLE_KEYS = frozenset(("title", "headline", "headlines", "name", "hed", "heading"))
_KEY_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def read_last_word(key: str) -> str:
    """`text` of `bodyText` or `body_text`."""
    words = _KEY_WORDS.findall(key)
    return words[-1].lower() if words else ""


def read_kinds(node: Mapping[str, Any]) -> set[str]:
    """The words of what an object says that it is."""
    kinds: set[str] = set()
    for key in KIND_KEYS:
        value = node.get(key)
        if isinstance(value, str) and len(value) < 80:
            kinds.add(value.lower())
            kinds.update(word.lower() for word in _KEY_WORDS.findall(value))
    return kinds


def bears_title(node: Mapping[str, Any], title: str) -> bool:
    """Whether an object bears the page's headline, given as its letters alone."""
    if len(title) < 4:
        return False
    for text in _read_titles(node):
        letters = read_letters(unescape(text[:500]))
        if letters == title or (
            min(len(letters), len(title)) > 20 and letters.startswith(title[: len(letters)])
        ):
            return True
    return False


def is_teaser(node: Mapping[str, Any]) -> bool:
    """Whether an object tells of another page: a title and where it leads."""
    return any(True for _ in _read_titles(node)) and any(k in node for k in ("url", "href", "slug", "link"))


def _read_titles(node: Mapping[str, Any]) -> Iterator[str]:
    for key, value in node.items():
        if read_last_word(key) in _TITLE_KEYS:
            if isinstance(value, str):
                yield value
            elif isinstance(value, dict):
                yield from (v for v in list(value.values())[:8] if isinstance(v, str))


def find_entities(value: Any) -> Mapping[str, Any]:
    """The objects of a normalised store by the key that references name."""
    entities: dict[str, Any] = {}
    level: list[Any] = [value]
    for _ in range(5):
        below: list[Any] = []
        for node in level:
            if isinstance(node, dict):
                if any(isinstance(v, dict) and "__typename" in v for v in list(node.values())[:50]):
                    entities.update(node)
                below.extend(v for v in node.values() if isinstance(v, dict))
        level = below[:1000]
    return entities
