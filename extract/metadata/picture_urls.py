"""The addresses of pictures: the largest version of one, which are none of the article's, which are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element

from extract.page.head import join_url

MAX_URL = 3_000
VERSIONS = 40  # of one set
FEW_WORDS, FEW_WITH_LOGO = 2, 4  # a longer name describes what the picture shows
# Where the picture is until a script shows it, then where the page shows it: by then a placeholder, if at all.
SOURCES = (
    "data-orig-file", "data-full-src", "data-src-large", "data-hi-res-src", "data-large-file", "data-src",
    "data-original", "data-original-src", "data-lazy-src", "src",
)  # fmt: skip
SETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-lazysrcset", "data-original-set")
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.\-=])(?:pixel|spacer|placeholder|1x1|sprite|favicon|gravatar|emoji|smil(?:ey|ies)|captcha|spinner|banner-ad|"
    r"default[_-]?(?:user[_-]?)?image|no[_-]?image|play[_-]?icon)(?=[/_.\-=\d]|s?$)|^data:|[{}]|%7[bd]|\.svgz?(?:$|\?)|doubleclick|scorecardresearch|"
    r"/b/ss/|/tr\?id=",
    re.I,
)
_MARK = re.compile(
    r"^(?:blank|transparent|icons?|logos?|avatars?|badges?|buttons?|loading|loader|beacon|adverts?|ads?|share|author|"
    r"portrait|profile|gr[ae]y|masthead)s?$",
    re.I,
)
_LOGO = re.compile(r"(?:logo|icon|avatar|button|badge|masthead)s?$", re.I)
_NAME_WORD = re.compile(r"[^\W\d_]{2,}")
_ENDING = re.compile(r"(?:\.(?:jpe?g|png|webp|avif|gif))+$", re.I)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|avif)(?:$|\?)", re.I)
_SIZE = re.compile(
    r"[-_]?(?:\d{2,4}x\d{2,4}|w\d{2,4}|\d{2,4}w|s\d{2,4}|scaled|large|medium|small|thumb|q\d{2,3}|r1|b\d)$"
    r"|_(?=\d{0,9}[a-f])(?=[a-f]{0,9}\d)[\da-f]{10}$",  # of one that a program made of it
    re.I,
)
_FETCHED = re.compile(r"(?:^|&)(?:url|src|image|img)=([^&]+)", re.I)
_MIN_WIDTH = re.compile(r"min-width\s{0,9}:\s{0,9}(\d{1,5})")


def read_urls(element: _Element, base: str | None) -> Iterator[str]:
    """The addresses of a picture, the largest version first."""
    holders = [element]
    parent = element.getparent()
    while parent is not None and parent.tag in ("source", "picture"):
        # The parser nests what follows a source in it.
        holders = [parent, *(e for e in parent if e.tag == "source" and e is not holders[0]), *holders]
        parent = parent.getparent()
    versions: list[tuple[float, int, str]] = []
    for holder in holders:
        match = _MIN_WIDTH.search(holder.get("media") or "")
        screen = int(match.group(1)) if match is not None else 0
        for name in SETS:
            value = holder.get(name)
            if value:
                versions += ((size, screen, url) for size, url in _list_versions(value))
    versions.reverse()  # of equal ones the last is the form that every browser reads
    versions.sort(key=lambda version: version[:2], reverse=True)
    for address in (*(url for _, _, url in versions), *(element.get(name) for name in SOURCES)):
        url = resolve_picture(address, base) if address else None
        if url is not None:
            yield url
    for attribute, stated in element.attrib.items():
        if str(attribute).startswith("data-") and _PICTURE.search(str(stated)[:MAX_URL]):
            url = resolve_picture(str(stated), base)
            if url is not None:
                yield url


def _list_versions(text: str) -> Iterator[tuple[float, str]]:
    """The versions of a set with their sizes, read as browsers do: a comma inside an address is part of it."""
    url, size = "", 1.0
    for token in text[: 4 * MAX_URL].split()[: 3 * VERSIONS]:
        if not url:
            url = token.strip(",")
            if token.endswith(","):
                yield size, url
                url = ""
            continue
        descriptor, comma, following = token.partition(",")
        size = max(size, _read_size(descriptor))
        if comma:
            yield size, url
            url, size = following, 1.0
    if url:
        yield size, url


def _read_size(text: str) -> float:
    """The width that a version in a set of sources states; of a density its share of a common screen."""
    digits, unit = text[:-1], text[-1:]
    if unit not in ("w", "x") or not digits.replace(".", "", 1).isdecimal() or len(digits) > 6:
        return 1.0
    return float(digits) * (1000 if unit == "x" else 1)


def resolve_picture(address: str, base: str | None) -> str | None:
    """The absolute address of a picture, or `None` where it names none, a placeholder or a mark of the site."""
    address = (address or "").strip()
    path = address.partition("?")[0]
    if not address or len(address) > MAX_URL or _PLACEHOLDER.search(path) or _is_mark(path):
        return None
    address = address.replace(" ", "%20")
    if address.startswith(("https://", "http://")) and "[" not in address and address.isprintable():
        return address  # most are; joining costs more than all else here
    return join_url(base, address)


def _is_mark(path: str) -> bool:
    """Whether a folder or the file is called by a word for marks, and not by a description that has one."""
    parts = path.split("/")
    if "://" in path:
        parts[2:3] = parts[2:3] and [parts[2].partition(".")[0]]
    for part in parts:
        words = _NAME_WORD.findall(_ENDING.sub("", part))
        if any(map(_MARK.match, words)):
            described = [word for word in words if len(word) > 2]
            few = FEW_WITH_LOGO if any(map(_LOGO.match, words)) else FEW_WORDS
            if len(described) <= few or any(map(_LOGO.match, (described[0], described[-1]))):
                return True
    return False


def name_file(url: str) -> str:
    """What two addresses of one picture in different sizes have in common."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    fetched = _FETCHED.search(parts.query)
    path = unquote(parts.path)
    if fetched is not None and "/" in unquote(fetched.group(1)):
        path = unquote(fetched.group(1)).partition("?")[0]
    name = path.rstrip("/").rpartition("/")[2]
    stem = _ENDING.sub("", name) or name
    stem = stem if stem != name else name.rpartition(".")[0] or name
    for _ in range(3):
        shorter = _SIZE.sub("", stem)
        if shorter == stem or len(shorter) < 4:
            break
        stem = shorter
    if len(stem) > 12 or (len(stem) > 5 and any(c.isdigit() for c in stem)):
        return stem.casefold()
    # A short name says too little; a short path is that of a program, which the query tells what to fetch.
    return f"{parts.hostname}{path}{'' if len(path) > 24 else parts.query}".casefold()
