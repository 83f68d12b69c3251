"""The pictures of the article, the main one first, with what is printed below them.

The page's own main picture (JSON-LD, Open Graph) is the same as one in the article where their addresses
name the same file. A caption belongs to the picture that shares its figure; the credit is split from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element

from extract.article import Author, Image
from extract.body.blocks import FIGURE, Box, Mark
from extract.metadata.evidence import JSON_LD, Evidence, clean_text
from extract.metadata.plain import flatten
from extract.page.head import join_url
from extract.wording import class_mask, load

MAX_IMAGES = 100
MAX_URL = 3_000
MAX_CAPTION = 1_000
SMALL = 90  # pixels a side: a smaller picture is a mark or a portrait
CLIMB = 8  # boxes between a picture and its figure
SOURCES = (
    "src",
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-full-src",
    "data-image",
    "data-url",
    "data-hi-res-src",
)
SETS = ("srcset", "data-srcset", "data-lazy-srcset")
META = (
    "ogimagesecureurl",
    "ogimage",
    "ogimageurl",
    "twitterimage",
    "twitterimagesrc",
    "parselyimageurl",
    "thumbnail",
)
_NO_PICTURE = re.compile(
    r"(?:^|[/_.\-=])(?:pixel|spacer|blank|transparent|placeholder|1x1|sprite|icons?|favicon|logos?|avatars?|gravatar|emoji|"
    r"smil(?:ey|ies)|badge|button|captcha|loading|loader|spinner|beacon|advert|ads?|banner-ad|share|default[_-]?image|"
    r"no[_-]?image|author|portrait|profile)(?=[/_.\-=\d]|s?$)|^data:|\.svgz?(?:$|\?)|doubleclick|scorecardresearch|/b/ss/|/tr\?id=",
    re.I,
)
_SIZE = re.compile(
    r"[-_]?(?:\d{2,4}x\d{2,4}|w\d{2,4}|\d{2,4}w|s\d{2,4}|scaled|large|medium|small|thumb|q\d{2,3}|r1|b\d)$",
    re.I,
)
_SET_COMMA = re.compile(r",\s+|,(?=https?:|/)")
_QUERY_WIDTH = re.compile(r"[?&](?:w|width)=(\d{1,5})(?!\d)")
_ATTRIBUTE_NUMBER = re.compile(r"^\s*(\d{1,5})(?:px)?\s*$")


class _Words(NamedTuple):
    """What is printed at a figure."""

    caption: str | None
    credit: str | None


def read_images(evidence: Evidence, authors: Sequence[Author] = ()) -> tuple[Image, ...]:
    """The main picture, then those of the article in their order, each once; none of the authors' own."""
    names = {flatten(author.name) for author in authors}
    shown = [image for image in _read_shown(evidence) if flatten(image.alt or "-") not in names]
    main = next((image for _, image in list_main(evidence)), None)
    images: dict[str, Image] = {}
    if main is not None:
        same = next((i for i in shown if name_file(i.url) == name_file(main.url)), None)
        if same is not None:
            main = replace(
                main,
                alt=same.alt or main.alt,
                caption=same.caption or main.caption,
                credit=same.credit or main.credit,
            )
        images[name_file(main.url)] = main
    for image in shown:
        images.setdefault(name_file(image.url), image)
    found = list(images.values())[:MAX_IMAGES]
    if found and main is None:
        found[0] = replace(found[0], main=True)
    return tuple(found)


def list_main(evidence: Evidence) -> Iterator[tuple[str, Image]]:
    """The pictures that the page names as its own, in the order in which they are believed, with their sources."""
    for value in evidence.meta.get("ogimage", ())[:1]:
        url = _resolve(value, evidence)
        if url is not None:
            alt = clean_text(next(iter(evidence.meta.get("ogimagealt", ())), None))
            yield "ogimage", Image(url, alt, None, None, True)
    for value in evidence.read_story("image", "thumbnailUrl"):
        for item in value[:5] if isinstance(value, list) else (value,):
            image = _read_object(item, evidence)
            if image is not None:
                yield JSON_LD, image
    for source, value in evidence.list_meta(META):
        url = _resolve(value, evidence)
        if url is not None:
            yield source, Image(url, None, None, None, True)
    for href in evidence.page.links.get("image_src", ()):
        url = _resolve(href, evidence)
        if url is not None:
            yield "link image_src", Image(url, None, None, None, True)


def _read_object(value: Any, evidence: Evidence) -> Image | None:
    """An image of JSON-LD: an address, an object, or a reference to one."""
    if isinstance(value, dict):
        if "url" not in value and "contentUrl" not in value and isinstance(value.get("@id"), str):
            value = evidence.by_id.get(value["@id"], value)
        address = value.get("url") or value.get("contentUrl") or value.get("@id")
        if isinstance(address, list) and address:
            address = address[0]
        url = _resolve(address, evidence) if isinstance(address, str) else None
        words = split_credit(clean_text(value.get("caption")))
        credit = clean_text(value.get("creditText")) or words.credit
        return Image(url, None, words.caption, credit, True) if url is not None else None
    url = _resolve(value, evidence) if isinstance(value, str) else None
    return Image(url, None, None, None, True) if url is not None else None


def _read_shown(evidence: Evidence) -> Iterator[Image]:
    """The pictures between the headline and the end of the body."""
    printed = _read_captions(evidence)
    top = min(evidence.start, evidence.first)
    near = (m for m in evidence.layout.images if top - 4 <= m.index <= evidence.last + 1)
    for mark in islice(near, 3 * MAX_IMAGES):
        if _is_foreign(mark, evidence) or _is_small(mark.element):
            continue
        url = next(_read_urls(mark.element, evidence), None)
        if url is None:
            continue
        alt = clean_text(mark.element.get("alt"))
        words = next((printed[b.index] for b in _climb(mark.box) if b.index in printed), None)
        if words is None:
            yield Image(url, alt)
        else:
            yield Image(url, alt, words.caption, words.credit)


def _is_foreign(mark: Mark, evidence: Evidence) -> bool:
    """Whether a picture belongs to something else: another article, an author, an advertisement."""
    bits = class_mask("bio author ad newsletter share teaser related comment product")
    if evidence.is_aside(mark.box):
        return True
    boxes = list(_climb(mark.box))
    # What stands between a picture and its figure is named for the picture's form ("thumb").
    framed = next((i for i, box in enumerate(boxes) if box.tag == "figure"), 0)
    for box in boxes[framed:]:
        if box.index in evidence.around:
            return False
        if box.region & FIGURE or box.tag == "picture":
            continue
        if box.classes & bits and not box.classes & class_mask("article body"):
            return True
    return False


def _is_small(element: _Element) -> bool:
    sides = [_ATTRIBUTE_NUMBER.match(element.get(name) or "") for name in ("width", "height")]
    if any(side is not None and int(side.group(1)) < SMALL for side in sides):
        return True
    width = _QUERY_WIDTH.search(element.get("src") or "")
    return width is not None and int(width.group(1)) < 2 * SMALL and not element.get("srcset")


def _climb(box: Box | None) -> Iterator[Box]:
    for _ in range(CLIMB):
        if box is None or box.tag in ("body", "article", "main"):
            return
        yield box
        box = box.parent


def _read_urls(element: _Element, evidence: Evidence) -> Iterator[str]:
    """The addresses of a picture, the largest version first."""
    holders = [element]
    parent = element.getparent()
    while parent is not None and parent.tag in (
        "source",
        "picture",
    ):  # the parser nests what follows a source
        holders += [parent, *(e for e in parent if e.tag == "source")]
        parent = parent.getparent()
    candidates: list[tuple[float, str]] = []
    for holder in holders:
        for name in SETS:
            for item in _SET_COMMA.split((holder.get(name) or "")[: 4 * MAX_URL])[:40]:
                url, _, size = item.strip(" ,").rpartition(" ")
                candidates.append((_read_size(size), url) if url else (1.0, size))
    candidates.sort(key=lambda c: -c[0])
    for address in (*(url for _, url in candidates), *(element.get(name) for name in SOURCES)):
        url = _resolve(address, evidence) if address else None
        if url is not None:
            yield url


def _read_size(text: str) -> float:
    """The width that a version in a set of sources states; of a density its share of a common screen."""
    digits, unit = text[:-1], text[-1:]
    if not digits.replace(".", "", 1).isdecimal() or len(digits) > 6:
        return 1.0
    return float(digits) * (1000 if unit == "x" else 1)


def _resolve(address: str, evidence: Evidence) -> str | None:
    address = (address or "").strip()
    if not address or len(address) > MAX_URL or _NO_PICTURE.search(address.partition("?")[0]):
        return None
    address = address.replace(" ", "%20")
    if address.startswith(("https://", "http://")) and "[" not in address and address.isprintable():
        return address  # most are; joining costs more than all else here
    return join_url(evidence.page.base_url, address)


def name_file(url: str) -> str:
    """What two addresses of one picture in different sizes have in common."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    path = unquote(parts.path)
    name = path.rstrip("/").rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    for _ in range(3):
        shorter = _SIZE.sub("", stem)
        if shorter == stem or len(shorter) < 4:
            break
        stem = shorter
    if len(stem) > 12 or (len(stem) > 5 and any(c.isdigit() for c in stem)):
        return stem.casefold()
    # A short name says too little; a short path is that of a program, which the query tells what to fetch.
    return f"{parts.hostname}{path}{'' if len(path) > 24 else parts.query}".casefold()


def _read_captions(evidence: Evidence) -> dict[int, _Words]:
    """Captions and credits by the box that they share with their picture."""
    caption_bits, credit_bits, media_bits = class_mask("caption"), class_mask("credit"), class_mask("media")
    captions: dict[int, list[str]] = {}
    credits: dict[int, list[str]] = {}
    for block in evidence.layout.blocks:
        if not (
            block.kind == "caption" or (block.box.classes | block.classes) & (caption_bits | credit_bits)
        ):
            continue
        if len(block.text) > MAX_CAPTION:
            continue
        holder = _find_figure(block.box, media_bits)
        is_credit = bool(block.box.classes & credit_bits) and not block.box.classes & caption_bits
        (credits if is_credit else captions).setdefault(holder.index, []).append(block.text)
    found: dict[int, _Words] = {}
    for index in captions.keys() | credits.keys():
        words = split_credit(" ".join(dict.fromkeys(captions.get(index, ()))) or None)
        credit = drop_credit_words(" ".join(dict.fromkeys(credits.get(index, ()))))
        caption = words.caption
        if credit and caption and caption.endswith(credit):
            caption = caption.removesuffix(credit).rstrip(" |/–—-(") or None
        found[index] = _Words(caption, credit or words.credit)
    return found


def _find_figure(box: Box, media_bits: int) -> Box:
    """The box that a caption shares with its picture: the figure, else the nearest that is called so."""
    boxes = list(_climb(box))
    for candidate in boxes:
        if candidate.tag == "figure":
            return candidate
    for candidate in boxes[1:]:
        if candidate.classes & media_bits:
            return candidate
    return box.parent or box


def split_credit(text: str | None) -> _Words:
    """A caption and the credit at its end or its beginning, freed of its word ("Photo:")."""
    if not text:
        return _Words(None, None)
    text = " ".join(text.split())
    for sign, pattern in _credit_shapes():
        match = _compile(pattern).search(text) if sign.search(text) else None
        if match is None:
            continue
        credit = drop_credit_words(match.group("credit"))
        rest = (text[: match.start()] + " " + text[match.end() :]).strip(" |/–—-")
        if credit and len(credit) <= 120:
            return _Words(rest or None, credit)
    return _Words(text, None)


def drop_credit_words(text: str) -> str | None:
    """A credit without the word that introduces it."""
    text = _skip_marks(text.strip())
    pattern = _credit_word(text[:1].casefold()[:1])
    if pattern is not None:
        text = _skip_marks(pattern.sub("", text))
    return text.strip(" |/–—-:()[]©.") or None


def _skip_marks(text: str) -> str:
    return _compile(rf"^\s*(?:(?:{_marks()})\s*)*").sub("", text)


@cache
def _data() -> Any:
    return load("credits.json")


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


@cache
def _marks() -> str:
    return _join(_data()["marks"])


@cache
def _credit_word(initial: str) -> re.Pattern[str] | None:
    """The words with this initial that introduce a credit, and what follows them."""
    words = _join(word for word in _data()["credit"] if word.casefold()[:1] == initial)
    if not words:
        return None
    return _compile(rf"^(?:{words})\s*(?:[:：/|]\s*|\s+(?:by|von|de|par|di|av|af)\s+)")


def _join(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _credit_shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What a credit in a caption looks like; before each what a text must hold for it to be tried.

    The patterns name so many words that a caption which can have no such credit spares compiling them.
    """
    words, agencies, marks = _join(_data()["credit"]), _join(_data()["agencies"]), _marks()
    opening = rf"(?:(?<=[\s.(\[|!?»”])|^)(?:(?:{words})\s*[:：]|(?:{marks}))"
    bracket = _compile(r"[)\]]$")
    return (
        (bracket, rf"[(\[](?P<credit>(?:(?:{words})\b|{marks})[^()\[\]]{{2,100}})[)\]]\s*$"),
        (bracket, rf"[(\[](?P<credit>[^()\[\]]{{0,80}}\b(?:{agencies})\b[^()\[\]]{{0,40}})[)\]]\s*$"),
        (
            _compile(rf"[:：]|{marks}"),
            rf"(?P<credit>{opening}\s*[^.]{{2,100}}(?:\.\s?[^.\s]{{1,20}})*\.?)$",
        ),
        (
            _compile("/|via "),
            rf"(?:^|(?<=[.!?|»”])\s*)(?P<credit>[^.!?|]{{0,60}}(?:/\s?|\bvia )(?:{agencies})\b[^.]{{0,30}})$",
        ),
    )
