"""The article in the data that a page's scripts build it from (Next.js, Nuxt, Apollo and others).

Such data has no common shape, so what is searched for is what all shapes share: a string of marked-up
paragraphs, or a list whose items hold running text, under an object that bears the page's headline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from extract.body.claims import read_letters
from extract.body.stated.items import Gatherer
from extract.body.stated.objects import bears_title, find_entities, is_teaser, read_last_word
from extract.body.stated.scripts import LONG_STRING, decode_value, read_scripts
from extract.body.stated.text import (
    MAX_TEXT,
    drop_title,
    has_paragraphs,
    is_fuller,
    is_prose,
    read_text,
)
from extract.body.statements import read_og_type
from extract.body.text import count_words
from extract.page import Page

BARE = 20  # words: a body this short is none
MIN_WORDS = 50  # that data must have to be the body
MAX_NODES = 300_000  # strings, lists and objects of all data together
SUBSET = 0.8  # a part that holds this much of the whole is the article without its surroundings

_BODY_KEYS = frozenset("body content contents text html article story rendered value markup".split())
_LEAD_KEYS = frozenset(
    "standfirst lead lede intro ingress dek deck subheadline subheadlines subtitle chapo vorspann perex".split()
)


class _Find(NamedTuple):
    """Paragraphs found in page data; `owner` is the object with the page's headline around them."""

    paragraphs: tuple[str, ...]
    words: int
    owner: Mapping[str, Any] | None


def read_page_data(page: Page, title: str | None, words: int) -> tuple[str, ...] | None:
    """The article's paragraphs, where they are plainly more than the `words` of the visible text."""
    search = _Search(read_letters(title or ""))
    for value in read_scripts(page):
        search.walk(value)
    best = _choose(search.finds, words < BARE and _says_article(page))
    if best is None:
        return None
    paragraphs = drop_title(_read_lead(best) + best.paragraphs, title)
    return paragraphs if is_fuller(sum(map(count_words, paragraphs)), words, MIN_WORDS) else None


def _says_article(page: Page) -> bool:
    """Whether the page's head says that it is an article."""
    return read_og_type(page) == "article" or "article:published_time" in page.meta


class _Search:
    """One search through the values of all scripts: what was found so far, and the work left."""

    def __init__(self, title: str) -> None:
        self.finds: list[_Find] = []
        self._title = title
        self._left = MAX_NODES
        self._gatherer = Gatherer()

    def walk(self, value: Any) -> None:
        """Look at every string and list of a value, in order and without recursion."""
        self._gatherer.entities = find_entities(value)
        seen: set[int] = set()
        stack: list[tuple[Any, str, Mapping[str, Any] | None]] = [(value, "", None)]
        while stack and self._left > 0:
            self._left -= 1
            node, key, owner = stack.pop()
            if isinstance(node, str):
                self._take_string(node, key, owner)
            elif isinstance(node, dict) and id(node) not in seen:
                seen.add(id(node))
                if bears_title(node, self._title):
                    owner = node
                elif is_teaser(node):
                    owner = None
                stack.extend((v, str(k), owner) for k, v in reversed(node.items()) if v)
            elif isinstance(node, list) and id(node) not in seen:
                seen.add(id(node))
                self._take_list(node, owner)
                stack.extend((v, key, owner) for v in reversed(node) if v)

    def _take_string(self, text: str, key: str, owner: Mapping[str, Any] | None) -> None:
        if not LONG_STRING <= len(text) <= MAX_TEXT:
            return
        marked = has_paragraphs(text) or "&lt;p" in text
        if marked or read_last_word(key) in _BODY_KEYS:
            self._add(self._gatherer.read_string(text), owner)
        elif text[0] in "{[" and self._left > 0:  # data in data
            value = decode_value(text)
            if isinstance(value, list):
                self._take_list(value, owner)
            elif isinstance(value, dict):
                self._take_list([value], owner)

    def _take_list(self, items: list[Any], owner: Mapping[str, Any] | None) -> None:
        if any(isinstance(item, dict | str) for item in items[:50]) and len(items) <= 5000:
            self._add(self._gatherer.gather_list(items), owner)

    def _add(self, paragraphs: Sequence[str], owner: Mapping[str, Any] | None) -> None:
        words = sum(count_words(p) for p in paragraphs if is_prose(p))
        if words >= MIN_WORDS // 2:
            self.finds.append(_Find(tuple(paragraphs), words, owner))


def _choose(finds: Sequence[_Find], article: bool) -> _Find | None:
    """The find with most running text under the page's headline, without what surrounds it.

    Without a headline around any, `article` must tell that the page is sure to be one; the settings of
    a consent banner are then the likeliest other text.
    """
    owned = [f for f in finds if f.owner is not None]
    if not owned and article:
        owned = [f for f in finds if not any("cookie" in p.casefold() for p in f.paragraphs)]
    most = max((f.words for f in owned), default=0)
    fitting = [f for f in owned if f.words >= SUBSET * most and f.words]
    return min(fitting, key=lambda f: sum(map(len, f.paragraphs)), default=None)


def _read_lead(find: _Find) -> tuple[str, ...]:
    """The standfirst that stands beside the text in the article's object."""
    for key, value in (find.owner or {}).items():
        if read_last_word(key) in _LEAD_KEYS:
            if isinstance(value, dict):
                value = next((v for v in value.values() if isinstance(v, str)), None)
            if isinstance(value, str) and is_prose(value) and len(value) < 1000:
                lead = read_text(value)
                if lead and read_letters(lead[0]) not in read_letters("".join(find.paragraphs[:3])):
                    return lead
    return ()
