"""Captions and the credits in them: what is printed at a picture, and who made it.

What introduces a credit in many languages is data (`wording/credits.json`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

from extract.wording import load

MAX_CREDIT = 120
SMALL_WORDS = 3  # of more than three letters in a name; a text with more is a sentence
_DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_EDGES = " |/–—-、" + _DIRECTIONS
_OPEN, _CLOSED = r"(\[（［【", r")\]）］】"
_LABEL_END = re.compile("[,،:：]")
# Where a sentence or a part of the caption ends.
_BOUND = r"(?:^|(?<=[.!?…|»”/(\[–—\-、。，！？（「])\s{0,3})"


class FigureText(NamedTuple):
    """What is printed at a figure."""

    caption: str | None
    credit: str | None


def split_credit(text: str | None) -> FigureText:
    """A caption and the credit at its end or its beginning, freed of its word ("Photo:")."""
    if not text:
        return FigureText(None, None)
    text = " ".join(text.split()).strip(_EDGES)
    folded = text.casefold()
    for may_hold, pattern in _credit_shapes():
        match = _compile(pattern).search(text) if may_hold(folded) else None
        if match is None or not _may_be_credit(match):
            continue
        credit = drop_credit_words(match.group("credit"))
        rest = (text[: match.start()] + " " + text[match.end() :]).strip(_EDGES)
        if credit and len(credit) <= MAX_CREDIT:
            return FigureText(rest or None, credit)
    return FigureText(text, None)


def _may_be_credit(match: re.Match[str]) -> bool:
    """Whether what has the shape of a credit reads like one: no sentence, and no word amid a sentence."""
    credit, before = match.group("credit"), match.string[: match.start("credit")]
    if sum(len(word) > 3 and word[0].islower() for word in credit.split()[1:]) > SMALL_WORDS:
        return False
    amid = before.endswith(" ") and before.rstrip()[-1:].isalnum()
    if amid and credit[:1].islower():
        return False
    bare = match.groupdict().get("bare")
    if bare is None:
        return True
    words = bare.split()
    named = all(word[0].isupper() or len(word) < 4 for word in words) and any(w[0].isupper() for w in words)
    return named and (bool(before) or "/" in bare)


def read_label(text: str) -> FigureText | None:
    """What is printed behind a label for readers of screens: "Image source, Ada Quill"; `None` without one."""
    if not _LABEL_END.search(text):
        return None
    for key in ("sources", "captions"):
        match = _label(key).match(text)
        if match is not None:
            rest = text[match.end() :].strip(_EDGES) or None
            return FigureText(None, rest) if key == "sources" else FigureText(rest, None)
    return None


def drop_credit_words(text: str) -> str | None:
    """A credit without the word that introduces it."""
    text = _skip_marks(_skip_marks(text.strip(_EDGES)).lstrip("([（［【"))
    pattern = _credit_word(text[:1].casefold()[:1])
    if pattern is not None:
        text = _skip_marks(pattern.sub("", text))
    text = text.strip(_EDGES + ":()[]（）［］【】©.=")
    return text + ")" if text.count("(") > text.count(")") else text or None


def _skip_marks(text: str) -> str:
    return _compile(rf"^\s*(?:(?:{_marks()})\s*)*").sub("", text)


@cache
def _data() -> Any:
    return load("credits.json")


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


@cache
def _label(key: str) -> re.Pattern[str]:
    return _compile(rf"^(?:{_join(_data()[key])})\s?[,،:：]\s")


@cache
def _marks() -> str:
    return _join(_data()["marks"])


@cache
def _credit_word(initial: str) -> re.Pattern[str] | None:
    """The words with this initial that introduce a credit, and what follows them."""
    words = _join(word for word in _data()["credit"] if word.casefold()[:1] == initial)
    bare = _join(word for word in _data()["bare"] if word.casefold()[:1] == initial)
    if not words and not bare:
        return None
    signs = r"(?:[:：/|=＝]\s*|\.{3}\s*|\s+(?:by|von|de|par|di|av|af)\s+)"
    named = rf"|(?:{bare})\.?\s+(?=\S{{2}})" if bare else ""
    return _compile(rf"^(?:(?:{words or bare})\.?\s*{signs}{named})")


def _join(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _credit_shapes() -> tuple[tuple[Callable[[str], object], str], ...]:
    """What a credit in a caption looks like; before each whether a case folded text may hold it.

    The patterns name so many words that a caption which can have no such credit spares compiling them, and
    looking for them.
    """
    words, agencies, marks = _join(_data()["credit"]), _join(_data()["agencies"]), _marks()
    bare, behind = _join(_data()["bare"]), _join(_data()["behind"])
    bracket = _compile(rf"[{_CLOSED}]\.?$").search
    bare_words = [word.casefold() for word in _data()["bare"]]
    last_words = tuple(word.casefold() + stop for word in _data()["agencies"] for stop in ("", "."))
    inner = rf"[^{_OPEN}{_CLOSED}]"
    opening = (
        rf"(?:(?<=[\s.(\[|!?»”/、。，！？（])|^)"
        rf"(?:(?:{words})\.?\s{{0,3}}(?:[:：=＝]|\.{{3}})|(?:{marks}))"
    )
    photo = r"(?:(?:photo|images?|foto)\s)?"
    return (
        (bracket, rf"[{_OPEN}](?P<credit>(?:(?:{words})\b|{marks}){inner}{{2,100}})[{_CLOSED}]\.?$"),
        (
            bracket,
            rf"[{_OPEN}](?P<credit>{inner}{{0,80}}\b(?:{agencies})\b{inner}{{0,40}})[{_CLOSED}]\.?$",
        ),
        (
            _compile(rf"[:：=＝]|\.\.\.|{marks}").search,
            rf"(?P<credit>{opening}\s*[^.。]{{2,100}}(?:\.\s?[^.\s]{{1,20}})*\.?)$",
        ),
        (
            lambda text: any(word in text for word in bare_words),
            rf"{_BOUND}(?P<credit>(?:{bare})\.?\s(?P<bare>[^.!?|:：。]{{3,60}}))\.?$",
        ),
        (
            _compile("/|via ").search,
            rf"(?:^|(?<=[.!?|»”])\s*)(?P<credit>[^.!?|]{{0,60}}(?:/\s?|\bvia )(?:{agencies})\b[^.]{{0,30}})$",
        ),
        (_compile("/").search, rf"{_BOUND}(?P<credit>(?:{agencies})\s?{photo}/\s?[^.!?|]{{2,60}})\.?$"),
        (lambda text: text.endswith(last_words), rf"{_BOUND}(?P<credit>(?:{agencies}))\.?$"),
        (
            _compile(rf"(?:{behind})$").search,
            rf"(?<=[.!?。！？])\s{{0,3}}(?P<credit>[^.!?|。]{{2,40}}(?:{behind}))$",
        ),
    )
