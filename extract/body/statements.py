"""What the page states about what it is: the types of its JSON-LD, its og:type, its address, its body's class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from extract.page import Page
from extract.page.head import find_body

STORY_TYPES = ("Article", "Posting", "Report", "Review", "Recipe")  # ends of the types that articles have


def read_types(item: Mapping[str, Any]) -> list[str]:
    """The types of a JSON-LD object, which may be addresses."""
    kinds = item.get("@type")
    return [k.rstrip("/") for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)]


def has_type(item: Mapping[str, Any], endings: tuple[str, ...]) -> bool:
    """Whether a type of a JSON-LD object ends in one of these words: "Article" is a NewsArticle, too."""
    return any(t.endswith(endings) for t in read_types(item))


def is_story(item: Mapping[str, Any]) -> bool:
    """Whether a JSON-LD object tells of an article."""
    return has_type(item, STORY_TYPES)


def has_story(page: Page) -> bool:
    """Whether the page states an article and when it was published."""
    if "article:published_time" in page.meta:
        return True
    return any(o.get("datePublished") and is_story(o) for o in page.json_ld)


def read_og_type(page: Page) -> str:
    """The page's og:type, or nothing."""
    return page.meta.get("og:type", ("",))[0].casefold()


def read_body_classes(page: Page) -> frozenset[str]:
    """The class names of `<body>`."""
    body = find_body(page.root)
    return frozenset((body.get("class") or "").lower().split()) if body is not None else frozenset()


def is_home(page: Page) -> bool:
    """Whether the page says that its address is that of a whole site."""
    for url in page.stated_addresses:
        parts = _split(url)
        if parts is not None and not parts.query:
            return not parts.path.strip("/")
    return False


def is_root(url: str) -> bool:
    """Whether an absolute address is that of a whole site."""
    parts = _split(url)
    return parts is not None and not parts.path.strip("/") and not parts.query


def read_address(page: Page) -> SplitResult | None:
    """Where the page came from, or what it says about that."""
    return next((parts for url in page.addresses if (parts := _split(url))), None)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts if parts.hostname else None
