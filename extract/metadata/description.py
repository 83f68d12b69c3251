"""The page's own summary of its article."""

from __future__ import annotations

from collections.abc import Iterator

from extract.metadata.evidence import Evidence, clean_text
from extract.metadata.plain import flatten

META = (
    "description",
    "ogdescription",
    "twitterdescription",
    "dcdescription",
    "dctermsdescription",
    "dctermsabstract",
    "abstract",
    "lead",
)
MAX_DESCRIPTION = 5_000


def read_description(evidence: Evidence) -> str | None:
    """The first stated description that is neither the headline nor the site's name."""
    title = flatten(evidence.headline.text or "")
    for value in _read_values(evidence):
        text = clean_text(value)
        if text is None or not 10 <= len(text) <= MAX_DESCRIPTION:
            continue
        plain = flatten(text)
        if plain and plain != title and plain not in evidence.sites:
            return text
    return None


def _read_values(evidence: Evidence) -> Iterator[object]:
    yield from evidence.read_meta(META)
    yield from evidence.read_story("description", "abstract")
