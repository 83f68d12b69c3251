"""The page's own summary of its article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.body.statements import has_type
from extract.metadata.evidence import FOREIGN_TYPES, JSON_LD, Evidence, clean_text, read_content
from extract.metadata.plain import flatten, has_han

META = (
    "description", "ogdescription", "twitterdescription", "dcdescription", "dctermsdescription",
    "dctermsabstract", "abstract", "lead",
)  # fmt: skip
MAX_DESCRIPTION = 5_000
MAX_SUMMARY = 1_000  # of a text on the page
MIN_STEM = 20  # letters of one that breaks off, by which the whole one is known
_CUT = re.compile(r"\W{0,9}(?:…|\.\.\.)\W{0,9}$")
# What broken templates print.
_NOTHING = frozenset(("undefined", "null", "none", "nan", "false", "description", "n/a"))


def read_description(evidence: Evidence) -> str | None:
    """The first stated description that is neither the headline nor the site's name.

    One that breaks off gives way to another that goes on where it ends.
    """
    texts = (text for _, text in list_descriptions(evidence))
    first = next(texts, None)
    if first is None or not _CUT.search(first):
        return first
    stem = flatten(_CUT.sub("", first))
    if len(stem) < MIN_STEM:
        return first
    whole = (text for text in texts if flatten(text).startswith(stem) and not _CUT.search(text))
    return next(
        (text for text in whole if len(stem) < len(flatten(text)) and len(text) <= MAX_SUMMARY), first
    )


def list_descriptions(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Those that may be one, in the order in which they are believed, with their sources."""
    title = flatten(evidence.headline.text or "")
    known = {title, *evidence.sites, *(title + site for site in evidence.sites), *_read_houses(evidence)}
    for source, value in _list_values(evidence):
        text = clean_text(value)
        if text is None or len(text) > MAX_DESCRIPTION or len(text) < (4 if has_han(text) else 10):
            continue
        plain = flatten(text)
        if plain and plain not in known and not set(text.casefold().split()) <= _NOTHING:
            yield source, text


def _read_houses(evidence: Evidence) -> Iterator[str]:
    """What the page says of its site, and not of its article, as it is compared."""
    for item in evidence.page.json_ld:
        if has_type(item, ("WebSite", "Organization")) and isinstance(item.get("description"), str):
            yield flatten(clean_text(item["description"]) or "")


def _list_values(evidence: Evidence) -> Iterator[tuple[str, object]]:
    yield from evidence.list_meta(META)
    for value in evidence.read_story("description", "abstract"):
        yield JSON_LD, value
    for item in evidence.choose_own([i for i in evidence.items if i.name == "description"]):
        owned = item.scope is not None and item.scope.get("itemprop") is not None
        if not owned and not item.kind.endswith(FOREIGN_TYPES):
            text = read_content(item.element)
            if len(text) <= MAX_SUMMARY:  # more is the article itself
                yield "microdata", text
