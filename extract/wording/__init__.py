"""The words that pages are made of, as data: what boilerplate says in each language (`phrases/*.json`) and
what the authors of markup call its parts (`classes.json`).

A phrase file maps a category to its phrases, written in one of five shapes:

- `"Comments"` is a whole block;
- `"Skip to…"` is how a block of any length begins, `"By…60"` how one of up to 60 characters begins;
- `"Photo:…"` is a label: a colon of any script or a bar must follow it, or nothing at all (`"Keywords:…0"`
  says nothing when it stands alone); that of a credit may stand behind a caption, too;
- `"…is seen…"` are words anywhere in a short block (up to 200 characters; `"…says…80"` up to 80), or, with a
  limit up to 600, in the first 200 characters of a longer one;
- `"…hours ago"` is how a short block ends.

Case, digits, punctuation and a few rival spellings do not count, so "Comments" also matches "Comments (12)";
a phrase without any letter ("404") is compared as it stands. All languages are matched at once: pages mix
them, and state their own wrongly. What is read at run time is `index.json` and `shelves.tsv`, made of the
phrase files by `python -m extract.wording.build`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from extract.wording.letters import is_unspaced, normalise, split_words

__all__ = [
    "categories",
    "class_bits",
    "class_categories",
    "class_mask",
    "list_matches",
    "load",
    "match_phrases",
    "normalise",
    "phrase_mask",
]

SHORT = 200
LONG = 600
OPENING = 48  # characters that hold the first two words of any beginning
LABEL = 60
UNSEEN = "unseen"
_LAST_LATIN = "\u024f"
_FIRST_UNSPACED = "\u0dff"  # and before it; cheaper to ask than `is_unspaced`
_COLON = re.compile(r"[:：|՝៖፡፦]")
# What may stand between a caption and its credit, a label, and a colon of any script.
_CREDIT = re.compile(r"[.!?…।。။។(（\[【|/,–—]\s*([^.!?…।。။។()（）\[\]【】|/,–—:：=＝՝៖፡]{2,30})[:：=＝՝៖፡]")
_CREDIT_COLON = re.compile("[:：=＝՝៖፡]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CLASS_WORDS = re.compile(r"[a-z]+")
_CACHE_LIMIT = 20_000
# A phrase that was found: its shape (whole, beginning, label, inner, ending), its text without case and
# punctuation, the bits of its categories, and the greatest length of a block (0 where there is none).
Match = tuple[str, str, int, int]
_FOLDER = os.path.dirname(__file__)  # `importlib.resources` takes longer to import than a page to read


def load(name: str) -> Any:
    """The data of one file of this package."""
    with open(os.path.join(_FOLDER, name), "rb") as file:
        return json.loads(file.read())


@cache
def categories() -> tuple[str, ...]:
    """All categories of phrases, in the order of their bits."""
    return tuple(load("categories.json"))


class _Shelf(NamedTuple):
    """The phrases with one initial: the bits of whole texts, and beginnings by their first word."""

    whole: dict[str, int]
    beginnings: dict[str, str]


class _Index(NamedTuple):
    """The phrases that stand inside or at the end of a text, as `build.build_index` describes them."""

    inner: dict[str, str]
    endings: dict[str, str]
    late: dict[str, str]
    inner_keys: frozenset[str]
    late_keys: frozenset[str]
    unspaced: frozenset[str]  # the keys of `inner` that are one character


@cache
def _read_index() -> _Index:
    data = load("index.json")
    inner = frozenset(data["inner"])
    unspaced = frozenset(key for key in inner if is_unspaced(key[0]))
    return _Index(**data, inner_keys=inner, late_keys=frozenset(data["late"]), unspaced=unspaced)


_EMPTY = _Shelf({}, {})


@cache
def _find_shelf(initial: str) -> _Shelf:
    """The shelf of an initial, empty for most characters; a page needs few, and the others are not read."""
    line = _read_lines().get(initial)
    return _Shelf(*json.loads(line)) if line else _EMPTY


@cache
def _read_lines() -> dict[str, bytes]:
    with open(os.path.join(_FOLDER, "shelves.tsv"), "rb") as file:
        lines = (line.split(b"\t") for line in file.read().splitlines())
        return {initial.decode(): shelf for initial, shelf in lines}


@cache
def _read_phrases(lines: str) -> tuple[tuple[str, int, int], ...]:
    """Texts, bits and greatest lengths of a block; the index has few lines, and a page needs few of them."""
    parts = (line.split("/") for line in lines.split("\n"))
    return tuple((text, int(bit), int(limit)) for bit, limit, text in parts)


@cache
def _read_beginnings(lines: str) -> tuple[dict[str, tuple[tuple[str, int, int], ...]], dict[str, int]]:
    """Phrases by their second word (the unspaced ones and those without one by none), and labels."""
    found: dict[str, tuple[tuple[str, int, int], ...]] = {}
    labels: dict[str, int] = {}
    for phrase in _read_phrases(lines):
        text, bit, limit = phrase
        second = "" if is_unspaced(text[0]) else text.partition(" ")[2].partition(" ")[0]
        if limit:
            found[second] = (*found.get(second, ()), phrase)
        else:
            labels[text] = labels.get(text, 0) | bit
    return found, labels


def match_phrases(text: str, *, firmly: bool = False) -> tuple[int, int]:
    """The categories that the whole text is a phrase of, and those that it begins with or holds, as bits.

    `firmly` leaves out that it begins with a single word: "More…" tells of a line below the text, and
    nothing of a heading inside it.
    """
    exact = partial = 0
    for shape, phrase, bits, _ in list_matches(text):
        if shape == "whole":
            exact |= bits
        elif not (firmly and shape == "beginning" and " " not in phrase):
            partial |= bits
    return exact, partial


def list_matches(text: str) -> list[Match]:
    """The phrases that the text is, begins with, holds or ends with."""
    index = _read_index()
    found: list[Match] = []
    size = len(text)
    if size > SHORT:
        _match_long(text, size, index, found)
        return found
    words = split_words(text)
    if not words:
        text = text.strip()
        bits = _find_shelf(text[:1]).whole.get(text)
        return [("whole", text, bits, 0)] if bits else found
    head = " ".join(words)
    shelf = _find_shelf(head[0])
    bits = shelf.whole.get(head)
    if bits:
        found.append(("whole", head, bits, 0))
    if words[0] in shelf.beginnings or head[0] > _FIRST_UNSPACED:
        _match_beginning(text, words, head, size, shelf, found)
    keys = index.inner_keys.intersection(words)
    if keys:
        _match_inside(keys, head, size, index.inner, found)
    if words[-1] in index.endings:
        _match_ending(words[-1], f" {head}", " ", index, found)
    if head[0] > _FIRST_UNSPACED or head[-1] > _FIRST_UNSPACED:
        _match_unspaced(head, size, index, found)
    if _CREDIT_COLON.search(text):
        _match_credits(text, found)
    return found


def _match_long(text: str, size: int, index: _Index, found: list[Match]) -> None:
    """The phrases that a longer text begins with, or has in its first characters."""
    late = size <= LONG and text[0] <= _LAST_LATIN  # none of the late phrases is of another script
    words = split_words(text[:SHORT] if late else text[:OPENING])
    if not words:
        return
    shelf = _find_shelf(words[0][0])
    if words[0] in shelf.beginnings or words[0][0] > _FIRST_UNSPACED:
        _match_beginning(text, words, "", size, shelf, found)
    if late and not index.late_keys.isdisjoint(words):
        _match_inside(index.late_keys.intersection(words), " ".join(words), size, index.late, found)


def _match_beginning(
    text: str, words: list[str], head: str, size: int, shelf: _Shelf, found: list[Match]
) -> None:
    """The phrases and labels that the text begins with; `head` may be empty."""
    first = words[0] if not is_unspaced(words[0][0]) else words[0][0]
    if first not in shelf.beginnings:
        return
    by_second, labels = _read_beginnings(shelf.beginnings[first])
    phrases = by_second.get("", ())
    if len(words) > 1 and words[1] in by_second:
        phrases += by_second[words[1]]
    if phrases:
        head = head or normalise(text[:SHORT])
        for phrase, bit, limit in phrases:
            if size <= limit and head.startswith(phrase):
                end = len(phrase)
                if end == len(head) or head[end] == " " or is_unspaced(head[end - 1]):
                    found.append(("beginning", phrase, bit, limit))
    if labels:
        colon = _COLON.search(text, 0, LABEL)
        if colon:
            label = normalise(text[: colon.start()])
            if label in labels:
                found.append(("label", label, labels[label], 0))


def _match_inside(
    keys: frozenset[str], head: str, size: int, inner: dict[str, str], found: list[Match]
) -> None:
    """The phrases that the text holds, of those that go by the keys."""
    padded = f" {head} "
    for key in keys:
        for phrase, bit, limit in _read_phrases(inner[key]):
            if size <= limit and phrase in padded and f" {phrase} " in padded:
                found.append(("inner", phrase, bit, limit))


def _match_credits(text: str, found: list[Match]) -> None:
    """The labels of credits that stand behind a caption: "The pier at noon. Photo: Ann Example"."""
    for match in _CREDIT.finditer(text):
        words = split_words(match[1])
        if not words:
            continue
        first = words[0][0] if is_unspaced(words[0]) else words[0]
        shelf = _find_shelf(words[0][0])
        if first in shelf.beginnings:
            label = " ".join(words)
            bits = _read_beginnings(shelf.beginnings[first])[1].get(label, 0) & phrase_mask("credit")
            if bits:
                found.append(("label", label, bits, 0))


def _match_ending(key: str, head: str, start: str, index: _Index, found: list[Match]) -> None:
    if key in index.endings:
        for phrase, bit, limit in _read_phrases(index.endings[key]):
            if head.endswith(start + phrase):
                found.append(("ending", phrase, bit, limit))


def _match_unspaced(head: str, size: int, index: _Index, found: list[Match]) -> None:
    """The phrases without blanks that a short text holds or ends with."""
    ends = is_unspaced(head[-1])
    if ends:
        _match_ending(head[-1], head, "", index, found)
    if ends or is_unspaced(head[0]):
        for key in index.unspaced.intersection(head):
            for phrase, bit, limit in _read_phrases(index.inner[key]):
                if size <= limit and phrase in head:
                    found.append(("inner", phrase, bit, limit))


@cache
def class_categories() -> tuple[str, ...]:
    """All categories of class words, in the order of their bits; the last is for text that is read out alone."""
    return (*load("classes.json")["words"], UNSEEN)


@cache
def phrase_mask(names: str) -> int:
    """The bits of categories of phrases, given by name with blanks between."""
    return _mask(categories(), names)


@cache
def class_mask(names: str) -> int:
    """The bits of categories of class words, given by name with blanks between."""
    return _mask(class_categories(), names)


def _mask(order: tuple[str, ...], names: str) -> int:
    return sum(1 << order.index(name) for name in names.split())


@cache
def _class_words() -> tuple[dict[str, int], list[tuple[str, int]], tuple[str, ...], tuple[str, ...]]:
    data = load("classes.json")
    words: dict[str, int] = {}
    long: list[tuple[str, int]] = []
    for i, names in enumerate(data["words"].values()):
        for name in names:
            words[name] = words.get(name, 0) | 1 << i
            if len(name) >= 7:
                long.append((name, 1 << i))
    return words, long, tuple(data["states"]), tuple(data[UNSEEN])


class _ClassBits(dict[str, int]):
    """The categories of each attribute value seen so far: pages repeat theirs, and sites their pages'."""

    def __missing__(self, names: str) -> int:
        found = _read_classes(names[:1000])
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        if len(names) <= SHORT:
            self[names] = found
        return found


# The categories that the words of a class, id or role attribute name, as bits.
class_bits: Mapping[str, int] = _ClassBits()


def _read_classes(names: str) -> int:
    found = 0
    for token in names.split():
        found |= _read_class(token)
    return found


@lru_cache(maxsize=_CACHE_LIMIT)
def _read_class(token: str) -> int:
    """The categories of one class."""
    words, _, states, unseen = _class_words()
    lower = token.lower()
    if lower.startswith(states):  # a state of the page or styling tells nothing
        return 0
    if any(name in lower for name in unseen):
        return class_mask(UNSEEN)
    found = 0
    parts = _CLASS_WORDS.findall(_CAMEL.sub(" ", token).lower())
    for word in parts:
        found |= _read_class_word(word)
    for first, second in pairwise(parts):  # "sub-title" is "subtitle"
        found |= words.get(first + second, 0)
    return found


@lru_cache(maxsize=_CACHE_LIMIT)
def _read_class_word(word: str) -> int:
    """The categories of a word or of its singular; else, where it is long, those of the long words in it."""
    words, long, _, _ = _class_words()
    found = words.get(word, 0) or (words.get(word[:-1], 0) if word.endswith("s") else 0)
    if not found and len(word) > 7:
        for name, bit in long:
            if name in word:
                found |= bit
    return found
