"""Whether the article is free to read, as the page states it."""

from __future__ import annotations

from collections.abc import Iterator

from extract.metadata.evidence import JSON_LD, Evidence

_TRUE = frozenset(("true", "yes", "1"))
_FALSE = frozenset(("false", "no", "0"))
_KEYS = ("isAccessibleForFree", "isAccessibleforFree", "isaccessibleforfree")  # as pages spell it
MAX_PARTS = 20
MAX_DEPTH = 3
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
        for key in _KEYS:
            yield JSON_LD, story.get(key)
        yield from (("json-ld, of a part", value) for value in _list_parts(story.get("hasPart"), evidence, 0))
    for item in evidence.items:
        if item.name == "isaccessibleforfree":
            element = item.element
            yield "microdata", element.get("content") or element.get("href") or element.text


def _list_parts(parts: object, evidence: Evidence, depth: int) -> Iterator[object]:
    """What the parts of the article say of themselves: one object, a reference to one, or a list of them."""
    if isinstance(parts, list) and depth < MAX_DEPTH:
        for part in parts[:MAX_PARTS]:
            yield from _list_parts(part, evidence, depth + 1)
    elif isinstance(parts, dict):
        part = evidence.by_id.get(str(parts.get("@id")), parts)
        yield from (part.get(key) for key in _KEYS)


def _read_bool(value: object) -> bool | None:
    """A truth value of JSON-LD, which is a word, a number or an address ("https://schema.org/False"), too."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@id")
    text = str(value).strip().casefold() if isinstance(value, str | bool | int) else ""
    word = text.removeprefix("https://").removeprefix("http://").removeprefix("schema.org/")
    return True if word in _TRUE else False if word in _FALSE else None
