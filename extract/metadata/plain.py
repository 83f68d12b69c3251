"""Texts as they are compared: their letters and digits alone, and their words."""

from __future__ import annotations

import re
from functools import cache

from extract.body.claims import read_letters

_HAN = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # a title that has none spares compiling the set, 5 ms
_FIRST_HAN = "\u3040"
_WORD = re.compile(r"[^\W_]+")


def flatten(text: str) -> str:
    """The letters and digits alone, case folded: what titles are compared by."""
    return read_letters(text)


def bare(words: str) -> str:
    """Words as those of bylines are looked up: case folded, without the marks around them."""
    return words.casefold().strip(".,:")


def read_words(text: str) -> frozenset[str]:
    return frozenset(list_words(text.casefold()))


def list_words(text: str) -> list[str]:
    """The words of a text in their order; of Chinese, Japanese and Korean every character."""
    pattern = _han_word() if has_han(text) else _WORD
    return pattern.findall(text)


def has_han(text: str) -> bool:
    """Whether a text has a character of Chinese, Japanese or Korean."""
    return not text.isascii() and max(text) >= _FIRST_HAN and _han().search(text) is not None


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{_HAN}]")


@cache
def _han_word() -> re.Pattern[str]:
    return re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
