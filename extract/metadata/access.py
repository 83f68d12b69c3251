"""Whether the article is free to read, as the page states it."""

from __future__ import annotations

from collections.abc import Iterator

from extract.metadata.evidence import JSON_LD, Evidence

_TRUE = frozenset(("true", "yes", "1", "http://schema.org/true", "https://schema.org/true"))
_FALSE = frozenset(("false", "no", "0", "http://schema.org/false", "https://schema.org/false"))
# What the meta tag of the content's tier may say; "metered" is free to some.
TIERS = {"free": True, "locked": False, "premium": False, "paid": False, "subscription": False}


def read_access(evidence: Evidence) -> bool | None:
    """`False` where the page says that its article, or a part of it, is paid for; `None` if it is silent."""
    stated = [free for _, free in _list_stated(evidence)]
    return all(stated) if stated else next((free for _, free in _list_tiers(evidence)), None)


def list_access(evidence: Evidence) -> Iterator[tuple[str, bool]]:
    """What is said of it: all that is stated of the article counts as one, the tier only without it."""
    yield from _list_stated(evidence)
    yield from _list_tiers(evidence)


def _list_tiers(evidence: Evidence) -> Iterator[tuple[str, bool]]:
    for name, tier in evidence.list_meta(("articlecontenttier", "articleaccess", "contenttier")):
        if tier.casefold() in TIERS:
            yield name, TIERS[tier.casefold()]


def _list_stated(evidence: Evidence) -> Iterator[tuple[str, bool]]:
    for source, value in _list_values(evidence):
        free = _read_bool(value)
        if free is not None:
            yield source, free


def _list_values(evidence: Evidence) -> Iterator[tuple[str, object]]:
    for story in evidence.stories:
        yield JSON_LD, story.get("isAccessibleForFree")
        parts = story.get("hasPart")
        for part in parts if isinstance(parts, list) else (parts,):
            if isinstance(part, dict):
                yield "json-ld, of a part", part.get("isAccessibleForFree")
    for item in evidence.items:
        if item.name == "isaccessibleforfree":
            yield "microdata", item.element.get("content") or item.element.text


def _read_bool(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = value.strip().casefold()
        return True if text in _TRUE else False if text in _FALSE else None
    return None
