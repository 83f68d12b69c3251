"""Whether the article is free to read, as the page states it."""

from __future__ import annotations

from collections.abc import Iterator

from extract.metadata.evidence import Evidence

_TRUE = frozenset(("true", "yes", "1", "http://schema.org/true", "https://schema.org/true"))
_FALSE = frozenset(("false", "no", "0", "http://schema.org/false", "https://schema.org/false"))
# What the meta tag of the content's tier may say; "metered" is free to some.
TIERS = {"free": True, "locked": False, "premium": False, "paid": False, "subscription": False}


def read_access(evidence: Evidence) -> bool | None:
    """`False` where the page says that its article, or a part of it, is paid for; `None` if it is silent."""
    stated = [value for value in map(_read_bool, _read_values(evidence)) if value is not None]
    if stated:
        return all(stated)
    for tier in evidence.read_meta(("articlecontenttier", "articleaccess", "contenttier")):
        if tier.casefold() in TIERS:
            return TIERS[tier.casefold()]
    return None


def _read_values(evidence: Evidence) -> Iterator[object]:
    for story in evidence.stories:
        yield story.get("isAccessibleForFree")
        parts = story.get("hasPart")
        for part in parts if isinstance(parts, list) else (parts,):
            if isinstance(part, dict):
                yield part.get("isAccessibleForFree")
    for item in evidence.items:
        if item.name == "isaccessibleforfree":
            yield item.element.get("content") or item.element.text


def _read_bool(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = value.strip().casefold()
        return True if text in _TRUE else False if text in _FALSE else None
    return None
