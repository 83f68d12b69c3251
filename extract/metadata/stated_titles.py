"""The titles that a page states in its head, and what they say besides: the site's name, labels, sections."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from extract.body.blocks import clean_line
from extract.body.statements import is_story
from extract.metadata.plain import flatten, has_han, list_words, read_words
from extract.page import Page
from extract.page.references import unescape
from extract.wording import load

# The sources of a stated title, best first.
STATED = (
    "og:title", "json-ld", "twitter:title", "headline", "title", "dc.title", "dcterms.title",
    "sailthru.title", "parsely-title", "<title>",
)  # fmt: skip
SITE_NAMES = ("og:site_name", "application-name", "publisher", "dc.publisher")
COMMON_LABELS = frozenset(("www", "m", "amp", "mobile", "news", "en", "com", "co", "org", "net"))
# Titles come with single blanks.
_SEPARATOR = re.compile(
    r"\s(?:[|\-–—―·•»«›‹:/~*★►▶@]+|<|>)\s|\s?[|｜∣│]+\s?|\s?(?<!_)_++\s?(?=[^_]*$)|\s[-–—](?=\S)|-{2,}"
    r"|(?<!:):++\s|：|\s(?=[(\[（【])"
)
STRONG_SEPARATOR = re.compile(r"\s(?:[|\-–—·•»«]+|::+|//+)\s|\s?[|｜∣│]+\s?|_+|-{2,}")
_HAN_SEPARATOR = re.compile(r"[\s\-–—|｜│_:：·•/(（《【]+")
_ELLIPSIS = re.compile(r"\s?(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s?$")


class Stated(NamedTuple):
    """A title as one source of the page's head states it.

    `plain` is what it is compared by, `cut` tells that it ends in an ellipsis; `pieces` are its parts
    between separators and their runs, as compared; `words` its words but those of the site, case folded.
    """

    source: str
    text: str
    plain: str
    cut: bool
    pieces: frozenset[str]
    words: frozenset[str]


def read_stated(page: Page) -> tuple[tuple[Stated, ...], tuple[str, ...]]:
    """The titles that the head states, the best source first, and what the site is called, as compared."""
    texts = list(_read_texts(page))
    plains = {text: flatten(_ELLIPSIS.sub("", text)) for _, text in texts}
    sites = read_site_names(page, {plains[text] for source, text in texts if source != "<title>"})
    read = {
        text: (
            plain,
            _ELLIPSIS.search(text) is not None,
            _cut_pieces(text),
            read_words(strip_site(text, sites)),
        )
        for text, plain in plains.items()
    }
    return tuple(Stated(source, text, *read[text]) for source, text in texts if plains[text]), sites


def _read_texts(page: Page) -> Iterator[tuple[str, str]]:
    for source in STATED:
        if source == "json-ld":
            text = next(_read_json_ld(page.json_ld), None)
        elif source == "<title>":
            text = page.title
        else:
            values = page.meta.get(source)
            text = values[0] if values else None
        if text:
            yield source, _clean(text)


def _clean(text: str) -> str:
    return clean_line(unescape(text))[:2000]


def _cut_pieces(text: str) -> frozenset[str]:
    if has_han(text):  # a blank or a dash is a border there
        parts = [flatten(part) for part in _HAN_SEPARATOR.split(text)][:8]
    else:
        parts = [flatten(part) for part in _SEPARATOR.split(text)][:8]
    return frozenset("".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1))


def _read_json_ld(objects: Sequence[dict[str, Any]]) -> Iterator[str]:
    for item in objects:
        if is_story(item):
            text = item.get("headline") or item.get("name")
            if isinstance(text, str) and text.strip():
                yield re.sub(r"</?[a-z][^>]{0,50}>", "", unescape(text))


def choose_stated(stated: Sequence[Stated], sites: tuple[str, ...]) -> str | None:
    """The best stated title, freed of the site's name and section."""
    for title in stated:
        if title.plain in sites or (len(title.pieces) == 1 and names_site(title.plain, title.text, sites)):
            continue
        if title.cut and any(other.plain.startswith(title.plain) and not other.cut for other in stated):
            continue
        others = [other.plain for other in stated if other.plain != title.plain]
        text = strip_site(title.text, sites, others)
        return _drop_tail(text) if text == title.text and title.text == stated[-1].text else text
    return None


def _drop_tail(text: str) -> str:
    """A `<title>` without the short parts after its strong separators: sections and an unknown site."""
    while True:
        cuts = list(STRONG_SEPARATOR.finditer(text))
        if not cuts:
            return text
        kept, tail = text[: cuts[-1].start()], text[cuts[-1].end() :]
        if len(list_words(tail)) > 6 or len(flatten(tail)) > 0.6 * len(flatten(kept)):
            return text
        text = kept


def strip_site(text: str, sites: tuple[str, ...], others: Sequence[str] = ()) -> str:
    """A title without the parts, set off by separators at its ends, that name the site or its form ("Video").

    A strong separator also ends what another source states as the whole title.
    """
    for _ in range(4):
        cuts = list(_SEPARATOR.finditer(text))
        tails = ((text[: cut.start()], text[cut.end() :], cut.group()) for cut in reversed(cuts))
        heads = ((text[cut.end() :], text[: cut.start()], cut.group()) for cut in cuts)
        for kept, part, separator in (*tails, *heads):
            whole, plain = flatten(kept), flatten(part)
            if not whole or len(part) > 80 or (len(plain) > 1.5 * len(whole) and plain not in sites):
                continue
            strong = STRONG_SEPARATOR.fullmatch(separator) is not None
            label = strong and part.strip().casefold() in _labels()
            if not plain or label or names_site(plain, part, sites) or (strong and whole in others):
                text = kept.strip(" \t|-–—·•»«_")
                break
        else:
            return text
    return text


@cache
def _labels() -> frozenset[str]:
    return frozenset(load("titles.json")["labels"])


def split_title(text: str) -> list[str]:
    """The parts of a title between its separators."""
    return [part.strip() for part in STRONG_SEPARATOR.split(text) if part.strip()]


def names_site(plain: str, part: str, sites: tuple[str, ...]) -> bool:
    for site in sites:
        if plain == site:
            return True
        if (
            len(site) > 3
            and (plain.startswith(site) or plain.endswith(site))
            and len(plain) < 1.4 * len(site) + 4
        ):
            return True
        if len(plain) > 3 and (site.startswith(plain) or site.endswith(plain)):
            return True
    words = part.casefold().split()
    initials = "".join(word[0] for word in words)
    return 2 < len(initials) < 7 and initials in sites


def read_site_names(page: Page, titles: Collection[str] = ()) -> tuple[str, ...]:
    """What the site is called, by its own statement and by its host, as compared; none of the `titles`."""
    names = [value for name in SITE_NAMES for value in page.meta.get(name, ())[:1]]
    for item in page.json_ld:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            names.append(publisher["name"])
            break
    plains = [plain for plain in map(flatten, names) if plain not in titles]
    for url in page.addresses:
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            continue
        labels = [label for label in host.split(".")[:-1] if label not in COMMON_LABELS]
        if labels:
            plains += [
                *map(flatten, sorted(labels, key=len, reverse=True)),
                flatten(host.removeprefix("www.")),
            ]
    return tuple(dict.fromkeys(filter(None, plains)))
