"""The words that pages are made of, as data: what boilerplate says in each language (`phrases/*.json`) and
what the authors of markup call its parts (`classes.json`).

A phrase file maps a category to its phrases, written in one of five shapes:

- `"Comments"` is a whole block;
- `"Skip to…"` is how a block of any length begins, `"By…60"` how one of up to 60 characters begins;
- `"Photo:…"` is a label: a colon or a bar must follow it, or nothing at all;
- `"…is seen…"` are words anywhere in a short block (up to 200 characters; `"…says…80"` up to 80), or, with a
  limit up to 600, in the first 200 characters of a longer one;
- `"…hours ago"` is how a short block ends.

Case, digits, punctuation and a few rival spellings do not count, so "Comments" also matches "Comments (12)";
a phrase without any letter ("404") is compared as it stands. All languages are matched at once: pages mix
them, and state their own wrongly.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from unicodedata import category, normalize

SHORT = 200
LONG = 600
OPENING = 32  # characters that hold the first two words, but for a few very long ones
HEAD = 100  # characters of a longer text that can hold a beginning
LABEL = 60
ANY_LENGTH = 1 << 40
_COLON = re.compile(r"[:：|]")
# Rival spellings of one word: capitals without accents, missing letters and marks.
_RIVALS = {
    **dict(zip("άέήίόύώϊϋΐΰςёışţأإآيىكةґ", "αεηιουωιυιυσеișțاااییکهг", strict=True)),
    **dict.fromkeys(
        "\u0307\u093c\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u200c\u200d\u00ad", ""
    ),
    **dict.fromkeys("\u02bb\u02bc", " "),
    **dict.fromkeys("©ⓒ", " © "),  # a word of its own
}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CLASS_WORDS = re.compile(r"[a-z]+")
_CACHE_LIMIT = 20_000


def load(name: str) -> Any:
    """The data of one file of this package."""
    return json.loads((files(__package__) / name).read_bytes())


class _Letters(dict[int, str]):
    """What each character is compared as: a letter or mark in lower case, or a blank; fills itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        letter = character.lower()[:1]
        if letter in _RIVALS:
            letter = _RIVALS[letter]
        elif not letter.isalpha() and category(character) not in ("Mn", "Mc"):
            letter = " "
        if len(self) < _CACHE_LIMIT:
            self[code] = letter
        return letter


_LETTERS = _Letters({ord("\n"): "\n"})


def normalise(text: str) -> str:
    """Lower-cased words joined by single blanks: what a phrase is compared by."""
    if not text.isascii():
        text = normalize("NFC", text)
    return " ".join(text.translate(_LETTERS).split())


def _normalise_lines(texts: list[str]) -> list[str]:
    """The texts, none of which holds a line break, normalised at once: several times as fast."""
    lines = normalize("NFC", "\n".join(texts)).translate(_LETTERS).split("\n")
    return [" ".join(line.split()) for line in lines]


@cache
def categories() -> tuple[str, ...]:
    """All categories of phrases, in the order of their bits."""
    return tuple(load("categories.json"))


class _Phrase(NamedTuple):
    text: str
    bit: int
    limit: int  # characters of the block at most


@dataclass(frozen=True, slots=True)
class _Phrases:
    """All phrases by shape.

    `whole` and `labels` go by their text, `beginnings` by their first two words, `inner` by their longest
    word and `endings` by their last, or by one character where words are not spaced.
    """

    whole: dict[str, int]
    labels: dict[str, int]
    beginnings: dict[str, list[_Phrase]]
    inner: dict[str, list[_Phrase]]
    endings: dict[str, list[_Phrase]]
    unspaced: set[str]  # the keys of `inner` that are one character


def is_unspaced(character: str) -> bool:
    """Whether the character is of a script that sets no (or few) spaces between words."""
    return character > "\u0dff" and (
        character > "\u2e7f" or character < "\u10a0" or "\u1780" <= character < "\u1800"
    )


@cache
def _phrases() -> _Phrases:
    found = _Phrases({}, {}, {}, {}, {}, set())
    bits = {name: 1 << i for i, name in enumerate(categories())}
    for file in sorted((files(__package__) / "phrases").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".json"):
            for name, phrases in json.loads(file.read_bytes()).items():
                for phrase, text in zip(phrases, _normalise_lines(phrases), strict=True):
                    _file_phrase(phrase, text, bits[name], found)
    found.unspaced.update(key for key in found.inner if is_unspaced(key[0]))
    return found


def _file_phrase(written: str, text: str, bit: int, found: _Phrases) -> None:
    """Sort one phrase, as written and normalised, into its shape."""
    if not text or "…" not in written:
        text = text or written
        found.whole[text] = found.whole.get(text, 0) | bit
        return
    words = text.split(" ")
    cut = written.rindex("…")
    if not cut:
        key = text[-1] if is_unspaced(text[-1]) else words[-1]
        found.endings.setdefault(key, []).append(_Phrase(text, bit, SHORT))
        return
    limit = written[cut + 1 :]
    if written[cut - 1] in ":|":
        found.labels[text] = found.labels.get(text, 0) | bit
    elif written[0] == "…":
        phrase = _Phrase(text, bit, int(limit or SHORT))
        found.inner.setdefault(text[0] if is_unspaced(text[0]) else max(words, key=len), []).append(phrase)
    else:
        phrase = _Phrase(text, bit, int(limit or ANY_LENGTH))
        key = text[0] if is_unspaced(text[0]) else " ".join(words[:2])
        found.beginnings.setdefault(key, []).append(phrase)


def match_phrases(text: str) -> tuple[int, int]:
    """The categories that the whole text is a phrase of, and those that it begins with or holds, as bits."""
    phrases = _phrases()
    size = len(text)
    if size > LONG:
        return 0, _match_beginning(text, normalise(text[:OPENING]), size, phrases)
    if size > SHORT:
        head = normalise(text[:SHORT])
        return 0, _match_beginning(text, head, size, phrases) | _match_inside(head, size, phrases)
    head = normalise(text)
    if not head:
        return phrases.whole.get(text.strip(), 0), 0
    exact = phrases.whole.get(head, 0) | phrases.labels.get(head, 0)
    return exact, _match_beginning(text, head, size, phrases) | _match_inside(head, size, phrases)


def _match_beginning(text: str, head: str, size: int, phrases: _Phrases) -> int:
    """The categories of the phrases and labels that the text begins with."""
    bits = 0
    beginnings = phrases.beginnings
    first, _, rest = head.partition(" ")
    if is_unspaced(first[:1]):
        found = beginnings.get(first[0], [])
    else:
        found = beginnings.get(first, [])
        if rest:
            found = found + beginnings.get(f"{first} {rest.partition(' ')[0]}", [])
    if found:
        if size > LONG:
            head = normalise(text[:HEAD])
        for phrase, bit, limit in found:
            if size <= limit and head.startswith(phrase):
                end = len(phrase)
                if end == len(head) or head[end] == " " or is_unspaced(head[end - 1]):
                    bits |= bit
    colon = _COLON.search(text, 0, LABEL)
    if colon:
        bits |= phrases.labels.get(normalise(text[: colon.start()]), 0)
    return bits


def _match_inside(head: str, size: int, phrases: _Phrases) -> int:
    """The categories of the phrases that a short text holds or ends with."""
    bits = 0
    if not head:
        return bits
    inner = phrases.inner
    words = head.split(" ")
    padded = f" {head} "
    for word in words:
        if word in inner:
            for phrase, bit, limit in inner[word]:
                if size <= limit and f" {phrase} " in padded:
                    bits |= bit
    last, start = words[-1], " "
    if is_unspaced(last[-1]):
        last, start = last[-1], ""
    if not start or is_unspaced(head[0]):
        for key in phrases.unspaced.intersection(head):
            for phrase, bit, limit in inner[key]:
                if size <= limit and phrase in head:
                    bits |= bit
    for phrase, bit, limit in phrases.endings.get(last, ()):
        if size <= limit and padded.endswith(f"{start}{phrase} "):
            bits |= bit
    return bits


@cache
def class_categories() -> tuple[str, ...]:
    """All categories of class words, in the order of their bits."""
    return tuple(load("classes.json")["words"])


@cache
def _class_words() -> tuple[dict[str, int], list[tuple[str, int]], tuple[str, ...]]:
    data = load("classes.json")
    words: dict[str, int] = {}
    long: list[tuple[str, int]] = []
    for i, names in enumerate(data["words"].values()):
        for name in names:
            words[name] = words.get(name, 0) | 1 << i
            if len(name) >= 7:
                long.append((name, 1 << i))
    return words, long, tuple(data["states"])


_seen_classes: dict[str, int] = {}


def match_classes(names: str) -> int:
    """The categories that the words of a class, id or role attribute name, as bits."""
    found = _seen_classes.get(names)
    if found is None:
        found = _read_classes(names[:1000])
        if len(_seen_classes) >= _CACHE_LIMIT:
            _seen_classes.clear()
        if len(names) <= SHORT:
            _seen_classes[names] = found
    return found


def _read_classes(names: str) -> int:
    words, long, states = _class_words()
    found = 0
    for token in names.split():
        if token.lower().startswith(states):  # a state of the page or styling tells nothing
            continue
        for word in _CLASS_WORDS.findall(_CAMEL.sub(" ", token).lower()):
            bits = words.get(word)
            if bits is None:
                bits = words.get(word[:-1], 0) if word.endswith("s") else 0
                if not bits and len(word) > 7:
                    for name, bit in long:
                        if name in word:
                            bits |= bit
                words.setdefault(word, bits) if len(words) < _CACHE_LIMIT else None
            found |= bits
    return found
