"""The page's own summary of its article."""

from __future__ import annotations

from collections.abc import Iterator

from extract.metadata.evidence import JSON_LD, Evidence, clean_text
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
    return next((text for _, text in list_descriptions(evidence)), None)


def list_descriptions(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Those that may be one, in the order in which they are believed, with their sources."""
    title = flatten(evidence.headline.text or "")
    for source, value in _list_values(evidence):
        text = clean_text(value)
        if text is None or not 10 <= len(text) <= MAX_DESCRIPTION:
            continue
        plain = flatten(text)
        if plain and plain != title and plain not in evidence.sites:
            yield source, text


def _list_values(evidence: Evidence) -> Iterator[tuple[str, object]]:
    yield from evidence.list_meta(META)
    for value in evidence.read_story("description", "abstract"):
        yield JSON_LD, value
