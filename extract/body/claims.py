"""What the page claims about itself, for blocks that repeat it: its title and description, the body that it
states, who wrote it, the site that it is on, and its own address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from extract.body.statements import read_types
from extract.page import Page
from extract.page.references import unescape

MAX_TITLE, MAX_DESCRIPTION = 16, 24  # words
MAX_NAMES = 12
MAX_ENTRIES = 500  # of a live blog
MAX_NAME = 60  # characters
MAX_PARTS, MAX_RECIPE = 500, 30_000  # ingredients and steps of a recipe, and letters of it
MAX_STATED = 600  # characters of the names of authors
_AMONG_NAMES = re.compile(r",| and | und | et | y | e ")
_WORD = re.compile(r"[^\W\d_]{4,}")
_LETTERS = re.compile(r"\w+")
# All of `_unspaced()`, said by what it is not, which compiles in a ninth of the time.
_MAY_BE_UNSPACED = re.compile("[^\0-\u0dff\u2000-\u2e7f]")
_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())


class Claims(NamedTuple):
    """`title` and `description` are lower-cased with single blanks, `body` is its letters and digits alone;
    all are empty where unknown.

    `title_words` and `description_words` are distinct, as `_list_words` makes them; `sites` are the site's
    names and its host, `authors` the names of several words that JSON-LD states and that are none of the site's,
    `hosts` and `paths` those of the page's own addresses; `live` tells that it states a live blog. `recipe` holds the
    letters of the ingredients and steps that it states, with a blank before and after each.
    """

    title: str
    description: str
    body: str
    title_words: list[str]
    description_words: list[str]
    sites: tuple[str, ...]
    authors: tuple[str, ...]
    hosts: tuple[str, ...]
    paths: frozenset[str]
    live: bool
    recipe: str


def read_claims(page: Page, title: str | None) -> Claims:
    """Read them from the head and the JSON-LD of the page; `title` is the headline that was found."""
    description = (page.meta.get("og:description") or page.meta.get("description") or ("",))[0]
    hosts = tuple(dict.fromkeys(filter(None, map(read_host, page.addresses))))
    sites = tuple(dict.fromkeys((*_read_sites(page), *hosts)))[:MAX_NAMES]
    return Claims(
        title=_squash(title or ""),
        description=_squash(description),
        body=read_letters(unescape(max(map(_read_body, page.json_ld), key=len, default=""))),
        title_words=_list_words(title or "")[:MAX_TITLE],
        description_words=_list_words(description)[:MAX_DESCRIPTION],
        sites=sites,
        authors=tuple(name for name in _read_authors(page) if name not in sites)[:MAX_NAMES],
        hosts=hosts,
        paths=frozenset(map(read_path, page.addresses)),
        live=any("LiveBlogPosting" in read_types(item) for item in page.json_ld),
        recipe=_join_letters(part for item in page.json_ld for part in _read_recipe(item)),
    )


def read_path(url: str) -> str:
    """The path of an address, relative or not, without its query and fragment."""
    path = url.strip().partition("#")[0].partition("?")[0]
    if "//" in path[:9]:
        path = "/" + path.partition("//")[2].partition("/")[2]
    return path.rstrip("/")


def read_host(url: str) -> str:
    """The host of an address, in small letters without "www."; empty where it names none."""
    host = url.partition("//")[2].partition("/")[0].lower().removeprefix("www.")
    return host if "." in host else ""


def read_letters(text: str) -> str:
    """The letters and digits of a text, case folded, for comparisons that mind no punctuation."""
    data = text.casefold().encode("utf-8", "surrogatepass").translate(None, _ASCII_MARKS)
    letters = data.decode("utf-8", "surrogatepass")
    return letters if letters.isascii() else "".join(_LETTERS.findall(letters))


def _squash(text: str) -> str:
    return " ".join(text.split()).lower()


def _read_body(item: Mapping[str, Any]) -> str:
    """The text that a piece of JSON-LD states: its body, or those of a live blog's entries."""
    entries = item.get("liveBlogUpdate")
    parts = [item, *(entries[:MAX_ENTRIES] if isinstance(entries, list) else ())]
    texts = [
        part.get(key) for part in parts if isinstance(part, Mapping) for key in ("headline", "articleBody")
    ]
    return " ".join(text for text in texts[1:] if isinstance(text, str))


def _join_letters(texts: Iterable[str]) -> str:
    parts = " ".join(filter(None, (read_letters(unescape(text)) for text in texts)))
    return f" {parts[:MAX_RECIPE]} " if parts else ""


def _read_recipe(item: Mapping[str, Any]) -> Iterator[str]:
    """The ingredients and the steps of a recipe, which may stand in sections."""
    if "Recipe" not in read_types(item):
        return
    rest = [item.get("recipeInstructions"), item.get("recipeIngredient")]
    for _ in range(MAX_PARTS):
        if not rest:
            return
        part = rest.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, Mapping):
            rest += (part.get("itemListElement"), part.get("text"))
        elif isinstance(part, list):
            rest += part[:MAX_PARTS]


def _read_sites(page: Page) -> Iterator[str]:
    names = [*page.meta.get("og:site_name", ())[:1], *page.meta.get("application-name", ())[:1]]
    for item in page.json_ld:
        names += _list_names(item.get("publisher"))
    for name in names:
        if len(name) > 2:
            yield name[:MAX_NAME]


def _read_authors(page: Page) -> Iterator[str]:
    """The authors of what has a headline: a book that is spoken of has authors too."""
    articles = [item for item in page.json_ld if "headline" in item]
    for stated in [names for item in articles for names in _list_names(item.get("author"))][:MAX_NAMES]:
        for name in map(str.strip, _AMONG_NAMES.split(stated[:MAX_STATED])):
            if " " in name:
                yield name


def _list_names(value: Any) -> list[str]:
    """The names in a value of JSON-LD: a text, an object with a name, or a list of them."""
    names = []
    for item in value[:MAX_NAMES] if isinstance(value, list) else (value,):
        name = item.get("name") if isinstance(item, Mapping) else item
        if isinstance(name, str) and name:
            names.append(name)
    return names


def _list_words(text: str) -> list[str]:
    """Distinct words of four letters or more, cut to six to see through endings; bigrams without spaces."""
    text = text.lower()
    if _MAY_BE_UNSPACED.search(text) is None:
        return list(dict.fromkeys(w[:6] for w in _WORD.findall(text)))
    unspaced = _unspaced()
    words = [w[:6] for w in _WORD.findall(unspaced.sub(" ", text))]
    for run in unspaced.findall(text):
        words += [run[i : i + 2] for i in range(len(run) - 1)]
    return list(dict.fromkeys(words))


@cache
def _unspaced() -> re.Pattern[str]:
    """Runs of the scripts without blanks; so large a set takes as long to compile as half a page."""
    return re.compile(
        r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{2,}"
    )
