"""The words of bylines: what says "by", and what credits those who did not write.

What they are in many languages is data (`wording/bylines.json`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from extract.wording import load

START = 60  # characters of a line that a "by" may begin
# "記者林佳蓉／花蓮報導"; but "記者会" is a press conference.
_HAN_BY = re.compile(
    r"\s*(?:本[報报]|[實实][習习])?[記记]者(?=[\u3400-\u9fff]{2,4}(?:[／/\s]|$))(?![会會們们團团])"
)
_JOINED_BY = re.compile(r"\s*(?:(?:written|posted|published)\s+)?(?-i:[Bb]y(?:by\s+|(?=[A-Z])))", re.I)
# Small words inside names.
PARTICLES = frozenset(
    "de da di do dos das del della la le van von der den ter zu zur al el bin ibn af av y e i und of the".split()
)


def starts_with_by(text: str) -> bool:
    """Whether a text begins as a byline does."""
    words = [word for word in text.split(maxsplit=4) if "@" not in word]  # an address behind the name
    if 1 < len(words) < 4 and words[-1] in load_words("by_behind"):
        return True
    return _match_by(text) is not None or _starts_with_particle(words[:4])


def drop_by(text: str) -> str:
    """A text without the "by" that it begins with."""
    for _ in range(3):
        match = _match_by(text)
        if match is None or not text[match.end() :].strip():
            break
        text = text[match.end() :].strip()
    words = text.split()
    return " ".join(words[1:]) if _starts_with_particle(words) else text


def _starts_with_particle(words: list[str]) -> bool:
    """Whether the first word is a "by" that names begin with too ("Di Mario Rossi", "Di: Mario", but "Van Jones")."""
    if len(words) < 2 or words[0].casefold().rstrip(":") not in load_words("by_or_name"):
        return False
    return (
        words[0].islower()
        or words[0].endswith(":")
        or (len(words) > 2 and words[1].casefold() not in PARTICLES)
    )


def find_byline(text: str) -> str | None:
    """The part of a line after its "by", where that stands inside it: "May 3 · By Jane Doe"."""
    match = _by_inside().search(text)
    return text[match.end() :] if match is not None else None


def credits_others(text: str) -> bool:
    """Whether a line names those who reviewed, translated or photographed, and not who wrote."""
    start = text[:40].casefold().lstrip("•·|-– ")
    return start.startswith(_credit_words())


def credits_by(text: str) -> bool:
    """Whether a part of a line begins with what others did, and "by": "Photographs by Jane Doe"."""
    return text[:40].casefold().startswith(_phrases_of_credit())


def is_credit(text: str) -> bool:
    """Whether a text is a label of those who did not write, and nothing else: "Reviewed by"."""
    return " " in text and text.casefold().strip(" :") in load_words("not_by")


def is_credited(name: str, line: str) -> bool:
    """Whether a line names someone right behind words of credit: "… Reviewed by Jane Doe"."""
    before = line.partition(name)[0]
    return before.casefold().rstrip(" :\n").endswith(_phrases_of_credit())


def is_portrait(title: str, name: str) -> bool:
    """Whether the title of a picture says that it is someone's portrait: "Headshot of Jane Doe"."""
    words = title.replace("’", "'").casefold().partition(name.casefold())
    return bool(words[1]) and (words[0] + words[2]).strip(" :,-'s") in load_words("portrait")


def _match_by(text: str) -> re.Match[str] | None:
    """What stands before the names; a word of letters needs a blank or a colon behind it."""
    start = text.lstrip()[:START].casefold()
    said = start.startswith(_by_words().get(start[:1], ()))  # cheaper than to compile a pattern
    return (_by(start[:1]).match(text) if said else None) or _JOINED_BY.match(text) or _HAN_BY.match(text)


@cache
def _by_words() -> dict[str, tuple[str, ...]]:
    """The "by" of all languages, case folded, by their initials."""
    words: dict[str, tuple[str, ...]] = {}
    for word in map(str.casefold, load_bylines()["by"]):
        words[word[:1]] = (*words.get(word[:1], ()), word)
    return words


@lru_cache(500)
def _by(initial: str) -> re.Pattern[str]:
    """The "by" of any language with this initial; one pattern of all would take as long to compile as a page."""
    chosen = (re.escape(word) for word in load_bylines()["by"] if word.casefold()[:1] == initial)
    words = "|".join(sorted(chosen, key=len, reverse=True))
    return re.compile(rf"\s*(?:{words})(?:\s*[:：՝៖፡፦|｜/／・]\s*|\s+(?!,))", re.I)


@cache
def _by_inside() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, load_bylines()["by_inside"]), key=len, reverse=True))
    # Where words have no blanks between them, only a colon tells the word from a part of another.
    marks = "|".join(map(re.escape, load_bylines()["by_with_colon"]))
    return re.compile(rf"(?<![^\s|·•,/–—-])(?:{words})[:\s]\s*(?=[^\W\d_])|(?:{marks})\s*[:：]\s*", re.I)


@cache
def _credit_words() -> tuple[str, ...]:
    return tuple(load_bylines()["not_by"])


@cache
def _phrases_of_credit() -> tuple[str, ...]:
    return tuple(word for word in _credit_words() if " " in word)


@cache
def load_words(kind: str) -> frozenset[str]:
    """The words of a kind, case folded."""
    return frozenset(
        word.casefold() for word in load_bylines()[kind]
    )  # which turns a final sigma into another


@cache
def load_bylines() -> Any:
    """The words of all kinds, as they are written."""
    return load("bylines.json")
