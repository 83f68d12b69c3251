"""The language of the article: as declared, where the text does not contradict it; else as its words tell.

Detection needs no model: the script narrows the languages down, letters that only one of them has and its
commonest words decide. The tables are data (`wording/languages.json`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from extract.body.blocks import Layout
from extract.page import Page
from extract.page.head import find_html, list_languages
from extract.wording import load

SAMPLE = 800  # characters of the text that are looked at
ENOUGH = 60  # letters without which the text tells nothing
ENOUGH_SIGNS = 20  # the same of a script that few languages share
MUCH = 5  # a script that holds one letter in so many is no accident
FOREIGN = 0.01  # the share of letters that a language does not have, from which on a text is in another
OWN_WORDS = 4  # of another language than the declared one, to be believed
_CACHE_LIMIT = 20_000
_TAG = re.compile(
    r"^([a-z]{2,3})(?:[-_][a-z]{3}(?![a-z]))?(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@].*)?$", re.I
)
_WORD = re.compile(r"(?:[^\W\d_]++|[\u0900-\u0963\u0971-\u0dff])+")  # with the vowel signs of Indic scripts


def list_declared(page: Page) -> Iterator[tuple[str, str]]:
    """The languages that a page declares as BCP 47 writes them, in the order in which they are believed."""
    stated = [("json-ld", item.get("inLanguage")) for item in page.json_ld]
    declared = list_languages(find_html(page.root), page.meta)
    for source, value in (*declared, *((s, v) for s, v in stated if isinstance(v, str))):
        tag = _normalise_tag(value)
        if tag is not None:
            yield source, tag


def choose_language(page: Page, text: str) -> str | None:
    """The BCP 47 tag of the page with this text: of several declared ones that which the text bears out."""
    tags = [tag for _, tag in list_declared(page)]
    found = read_language(tags[0] if tags else None, text)
    return next((tag for tag in tags if tag.split("-")[0] == found), found)


def read_language(declared: str | None, text: str) -> str | None:
    """The BCP 47 tag of a text, of which the page declares a language or none."""
    tag = _normalise_tag(declared)
    sample = text[:SAMPLE]
    scripts = _count_scripts(sample)
    script = max(scripts, key=lambda s: scripts[s])
    if sum(scripts.values()) < (ENOUGH if script in _SHARED else ENOUGH_SIGNS):
        return tag
    if tag is not None and _writes_much(tag, scripts, but=script):
        return tag
    # Japanese is written in Han with a share of kana, Korean in Hangul.
    if script == "han" and scripts["kana"] * 10 > scripts["han"]:
        script = "kana"
    languages: list[str] = _data()["scripts"].get(script, [])
    if not languages:
        return tag
    primary = tag.split("-")[0] if tag else None
    primary = _data()["same"].get(primary, primary)
    if primary in languages and len(languages) == 1:
        return tag
    if f"{primary}-Latn" in languages:
        primary = f"{primary}-Latn"
    scores = _score_languages(sample, languages)
    foreign = _is_foreign(sample, primary, scripts[script])
    if foreign:
        scores.pop(primary or "", None)
    best = max(scores, key=lambda code: scores[code], default=None)
    if primary in languages and tag is not None and not foreign:
        if best is None or best == primary or primary not in _data()["words"]:
            return tag  # a language without a table of words is only ever declared
        clear = scores[best] >= 0.12 and scores[best] > 3 * scores.get(primary, 0.0)
        return best if clear or _is_plain(sample, best, primary) else tag
    if primary is not None and primary not in _known():
        return tag
    if best is None or scores[best] < 0.03:
        sole = not any(code in _data()["words"] for code in languages)  # the others are rare
        return languages[0] if sole or len(languages) == 1 else tag if primary in languages else None
    return best


def _writes_much(tag: str, scripts: Counter[str], *, but: str) -> bool:
    """Whether much of a text that is mostly in another script, like code or names, is in one that tells of the
    language.
    """
    own = sum(
        count
        for script, count in scripts.items()
        if script not in (but, *_SHARED) and tag.split("-")[0] in _data()["scripts"].get(script, ())
    )
    return own >= ENOUGH_SIGNS and own * MUCH >= sum(scripts.values())


def _is_plain(text: str, language: str, declared: str) -> bool:
    """Whether a text has words of one language and next to none of those that only the declared one has."""
    common = _common_words()
    own = others = 0
    for word in _WORD.findall(text.casefold()):
        codes = common.get(word, ())
        own += language in codes and declared not in codes
        others += declared in codes and language not in codes
    return own >= OWN_WORDS and own > 3 * others


def _is_foreign(text: str, language: str | None, letters: int) -> bool:
    """Whether a text has many letters that a language does not have."""
    others = _data()["foreign"].get(language)
    return others is not None and sum(map(text.casefold().count, others)) > FOREIGN * letters


def read_sample(layout: Layout, headline: str | None, kept: Sequence[bool]) -> str:
    """The beginning of the body: what tells the article's language; the headline where there is none."""
    parts: list[str] = []
    length = 0
    for block, keep in zip(layout.blocks, kept, strict=True):
        if keep:
            parts.append(block.text[:SAMPLE])
            length += len(block.text)
            if length > SAMPLE:
                break
    return "\n".join(parts) or headline or ""


def _normalise_tag(declared: str | None) -> str | None:
    """A declared language as BCP 47 writes it ("en_us" is "en-US"), or `None` where it is none."""
    match = _TAG.match((declared or "").strip())
    if match is None:
        return None
    language, script, region = match.groups()
    language = language.lower()
    if language in _data()["no_language"]:
        return None
    language = _data()["three_letters"].get(language, language)
    region = region.upper() if region else None
    parts = [language, script.title() if script else None, _data()["regions"].get(region, region)]
    return "-".join(part for part in parts if part)


def _count_scripts(text: str) -> Counter[str]:
    """How many letters of each script a text has."""
    counts: Counter[str] = Counter()
    ascii_letters = sum(text.count(c) for c in "aeiouAEIOU") * 2  # a quick estimate of Latin letters
    counts["latin"] = ascii_letters
    if not text.isascii():
        for char, number in Counter(text).items():
            script = _SCRIPTS[char]
            if script is not None:
                counts[script] += number
    return counts


class _Scripts(dict[str, str | None]):
    """The script of each character seen so far; `None` for ASCII and what is in no script."""

    def __missing__(self, char: str) -> str | None:
        found = None
        if char >= "\u00c0":  # the vowel signs of a script are no letters, but are in its range
            found = next((script for low, high, script in _ranges() if low <= char <= high), None)
        if len(self) < _CACHE_LIMIT:
            self[char] = found
        return found


_SCRIPTS = _Scripts()
_SHARED = ("latin", "cyrillic", "arabic")  # scripts of many languages


def _score_languages(text: str, languages: list[str]) -> dict[str, float]:
    """The share of a text's words that are common in each language, with the letters that only it has."""
    words = _WORD.findall(text.casefold())
    share = 1 / max(len(words), 1)
    scores = dict.fromkeys(languages, 0.0)
    common, marks = _common_words(), _marks()
    for word in words:
        for code in common.get(word, ()):
            if code in scores:
                scores[code] += share
    letters = Counter(text)
    for letter, codes in marks.items():
        if letter in letters:
            for code in codes:
                if code in scores:
                    scores[code] += min(0.1, 4 * letters[letter] / len(text))
    return {code: score for code, score in scores.items() if score}


@cache
def _data() -> Any:
    return load("languages.json")


@cache
def _common_words() -> dict[str, list[str]]:
    """Of each common word the languages it is common in."""
    index: dict[str, list[str]] = {}
    for code, words in _data()["words"].items():
        for word in words.split():
            index.setdefault(word, []).append(code)
    return index


@cache
def _marks() -> dict[str, list[str]]:
    """Of each telling letter the languages that it tells of."""
    index: dict[str, list[str]] = {}
    for code, letters in _data()["letters"].items():
        for letter in letters:
            index.setdefault(letter, []).append(code)
    return index


@cache
def _known() -> frozenset[str]:
    return frozenset(code for codes in _data()["scripts"].values() for code in codes)


@cache
def _ranges() -> tuple[tuple[str, str, str], ...]:
    return tuple((chr(int(low, 16)), chr(int(high, 16)), script) for low, high, script in _data()["ranges"])
