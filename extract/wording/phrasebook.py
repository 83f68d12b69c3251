"""The phrases as they are written: by which of them a text was matched, in which languages they are.

Reading all phrase files takes longer than reading most pages, so explanations alone do it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from extract.wording import list_matches, load, phrase_mask
from extract.wording.build import find_shapes
from extract.wording.letters import normalise

_FOLDER = os.path.join(os.path.dirname(__file__), "phrases")

# By its shape, its text without case and punctuation, and the greatest length of a block.
_Key = tuple[str, str, int]


class Entry(NamedTuple):
    """A phrase as its file writes it (see `wording`), its category, and the languages that have it."""

    text: str
    category: str
    languages: tuple[str, ...]


def find_entries(text: str) -> tuple[Entry, ...]:
    """The phrases that a text is, begins with, holds or ends with, as `match_phrases()` finds them."""
    entries = _read_entries()
    # Matches come in an order that differs from process to process.
    matches = sorted(list_matches(text))
    found = (
        entry
        for shape, phrase, bits, limit in matches
        for entry in entries[shape, phrase, limit]
        if bits & phrase_mask(entry.category)
    )
    return tuple(dict.fromkeys(found))


@cache
def _read_entries() -> Mapping[_Key, tuple[Entry, ...]]:
    """All phrases; of those that differ in case or punctuation alone, the first stands for the others."""
    found: dict[_Key, dict[str, Entry]] = {}
    for name in sorted(os.listdir(_FOLDER)):
        language, _, ending = name.partition(".")
        if ending != "json":
            continue
        for category, phrases in load(f"phrases/{name}").items():
            for written in phrases:
                for shape, limit in find_shapes(written):
                    entries = found.setdefault((shape, normalise(written) or written, limit), {})
                    entry = entries.get(category) or Entry(written, category, ())
                    languages = tuple(dict.fromkeys((*entry.languages, language)))
                    entries[category] = entry._replace(languages=languages)
    return {key: tuple(entries.values()) for key, entries in found.items()}
