"""The pictures of the article, the main one first, with what is printed below them.

The page's own main picture (JSON-LD, Open Graph) is the same as one in the article where their addresses
name the same file. A caption belongs to the picture that shares its figure; the credit is split from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from lxml.etree import _Element

from extract.article import Author, Image
from extract.body.blocks import FIGURE, Box, Mark, TextBlock
from extract.metadata.byline_words import is_portrait
from extract.metadata.credits import FigureText, drop_credit_words, read_label, split_credit
from extract.metadata.evidence import FOREIGN_TYPES, JSON_LD, Evidence, clean_text
from extract.metadata.picture_urls import SETS, SOURCES, name_file, read_urls, resolve_picture
from extract.metadata.plain import flatten
from extract.wording import class_bits, class_mask

MAX_IMAGES = 100
MAX_CAPTION = 1_000
MAX_TAGS = 10  # meta tags, items of a list, or elements that are looked at for one picture
MAX_DEPTH = 4
SMALL = 90  # pixels a side: a smaller picture is a mark or a portrait
CLIMB = 8  # boxes between a picture and its figure
MAX_COPIES = 300  # for readers without scripts
META = ("ogimagesecureurl", "ogimageurl", "twitterimagesrc", "parselyimageurl", "thumbnail")
_QUERY_WIDTH = re.compile(r"[?&](?:w|width)=(\d{1,5})(?!\d)")
_ATTRIBUTE_NUMBER = re.compile(r"^\s*(\d{1,5})(?:px)?\s*$")
_STYLE_SIDE = re.compile(r"(?:^|[;\s])(?:width|height)\s{0,9}:\s{0,9}(\d{1,5})px", re.I)
_BACKGROUND = re.compile(
    r"background(?:-image)?\s{0,9}:[^;]{0,200}?url\(\s{0,9}['\"]?([^'\")\s]{1,2000})", re.I
)
# What counts readers or chooses an advertisement.
_PROGRAM = re.compile(r"(?:\.(?:php\d?|cgi|pl|aspx?|js)|/)$", re.I)
_UNSEEN = re.compile(r"(?:^|[;\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.I)


def read_images(evidence: Evidence, authors: Sequence[Author] = ()) -> tuple[Image, ...]:
    """The main picture, then those of the article in their order, each once; none of the authors' own."""
    names = [author.name for author in authors]
    shown = [image for image in _read_shown(evidence) if not _shows_author(image.alt, names)]
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


def _shows_author(alt: str | None, names: Sequence[str]) -> bool:
    return alt is not None and any(
        flatten(alt) == flatten(name) or is_portrait(alt, name) or is_portrait(alt.replace("'s ", " "), name)
        for name in names
    )


def list_main(evidence: Evidence) -> Iterator[tuple[str, Image]]:
    """The pictures that the page names as its own, in the order in which they are believed, with their sources."""
    yield from _read_tags("ogimage", "ogimagealt", evidence)
    for value in evidence.read_story("image", "thumbnailUrl", "primaryImageOfPage"):
        yield from ((JSON_LD, image) for image in _read_objects(value, evidence, 0))
    for item in evidence.choose_own([i for i in evidence.items if i.name in ("image", "thumbnailurl")]):
        owned = item.scope is not None and item.scope.get("itemprop") is not None
        foreign = owned or item.kind.endswith(FOREIGN_TYPES)
        url = None if foreign else _resolve(_read_item(item.element), evidence)
        if url is not None:
            yield "microdata", Image(url, None, None, None, True)
    yield from _read_tags("twitterimage", "twitterimagealt", evidence)
    for source, value in evidence.list_meta(META):
        url = _resolve(value, evidence)
        if url is not None:
            yield source, Image(url, None, None, None, True)
    for href in evidence.page.links.get("image_src", ()):
        url = _resolve(href, evidence)
        if url is not None:
            yield "link image_src", Image(url, None, None, None, True)


def _read_tags(name: str, alt: str, evidence: Evidence) -> Iterator[tuple[str, Image]]:
    """The first picture of the meta tags of a name with the text that goes with it."""
    values, alts = evidence.meta.get(name, ()), evidence.meta.get(alt, ())
    for number, value in enumerate(values[:MAX_TAGS]):
        url = _resolve(value, evidence)
        if url is not None:
            own = number if len(alts) == len(values) else 0
            text = clean_text(alts[own]) if alts and (own or not number) else None
            yield name, Image(url, text, None, None, True)
            return


def _read_item(element: _Element) -> str | None:
    """The address in a property of microdata, or in the properties of the thing that it is."""
    for e in islice(element.iter(), MAX_TAGS):
        if e is element or e.get("itemprop") in ("url", "contentUrl"):
            address = e.get("content") or e.get("href") or e.get("src")
            if address:
                return address
    return None


def _read_objects(value: Any, evidence: Evidence, depth: int) -> Iterator[Image]:
    """The images in a value of JSON-LD: an address, an object, a reference to one, or a list of them."""
    if isinstance(value, list) and depth < MAX_DEPTH:
        for item in value[:MAX_TAGS]:
            yield from _read_objects(item, evidence, depth + 1)
    elif isinstance(value, str):
        url = _resolve(value, evidence)
        if url is not None:
            yield Image(url, None, None, None, True)
    elif isinstance(value, Mapping) and depth < MAX_DEPTH:
        if not value.keys() & {"url", "contentUrl"}:
            value = evidence.by_id.get(str(value.get("@id")), value)
        for key in ("url", "contentUrl", "image", "thumbnailUrl", "@id"):
            image = next(_read_objects(value.get(key), evidence, depth + 1), None)
            if image is not None:
                words = split_credit(clean_text(value.get("caption")) or clean_text(value.get("description")))
                credit = _read_credit(value) or image.credit or words.credit
                yield replace(image, caption=words.caption or image.caption, credit=credit)
                return


def _read_credit(image: Mapping[str, Any]) -> str | None:
    """Who made a picture of JSON-LD, or holds the right to it."""
    for key in ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice"):
        value = image.get(key)
        value = value[0] if isinstance(value, list) and value else value
        name = clean_text(value.get("name") if isinstance(value, Mapping) else value)
        credit = drop_credit_words(name) if name is not None else None
        if credit is not None:
            return credit
    return None


def _resolve(address: str | None, evidence: Evidence) -> str | None:
    return resolve_picture(address, evidence.page.base_url) if address else None


def _read_shown(evidence: Evidence) -> Iterator[Image]:
    """The pictures between the headline and the end of the body."""
    printed = _read_captions(evidence)
    top = min(evidence.start, evidence.first)
    marks = sorted((*evidence.layout.images, *_list_unscripted(evidence)), key=lambda m: m.index)
    near = (m for m in marks if top - 4 <= m.index <= evidence.last + 1)
    for mark in islice(near, 3 * MAX_IMAGES):
        if _is_foreign(mark, evidence) or _is_small(mark.element):
            continue
        urls = chain(_read_copy(mark, evidence), read_urls(mark.element, evidence.page.base_url))
        url = next(urls, None) or _read_background(mark.element, evidence)
        if url is None:
            continue
        alt = clean_text(mark.element.get("alt"))
        shared = (printed[b.index] for b in _climb(mark.box) if b.index in printed)
        words = next(shared, printed.get(_below(mark.index)))
        if words is None:
            yield Image(url, alt)
        else:
            yield Image(url, alt, words.caption, words.credit)


def _list_unscripted(evidence: Evidence) -> Iterator[Mark]:
    """Pictures that only readers without scripts are shown, and those that figures have as their background.

    The walk does not meet them: they stand where the box begins that holds them.
    """
    layout = evidence.layout
    pictures = list(_list_copies(evidence.page.noscripts))
    figures = [
        box
        for box in layout.boxes
        if box.region & FIGURE and "background" in (box.element.get("style") or "")
    ]
    if not pictures and not figures:
        return
    boxes = {id(box.element): box for box in layout.boxes}
    places: list[int] = []  # of each box the number of the first block that is in it or after it
    for block in layout.blocks:
        places += [block.index] * (block.box.index + 1 - len(places))
    places += [len(layout.blocks)] * (len(layout.boxes) - len(places))
    for picture, copy in pictures:
        box = next((boxes[id(e)] for e in islice(copy.iterancestors(), CLIMB) if id(e) in boxes), None)
        if box is not None and box.tag not in ("html", "body"):
            yield Mark(picture, box, places[box.index])
    for box in figures:
        yield Mark(box.element, box, places[box.index])


def _list_copies(noscripts: Sequence[_Element]) -> Iterator[tuple[_Element, _Element]]:
    """The pictures for readers without scripts alone, each with the `<noscript>` that it stands in."""
    for copy in noscripts[:MAX_COPIES]:
        before = copy.getprevious()
        if before is not None and before.tag in ("img", "amp-img", "picture"):
            continue
        picture = next((e for e in islice(copy.iter(), MAX_TAGS) if e.tag in ("img", "amp-img")), None)
        if picture is not None and not _PROGRAM.search((picture.get("src") or "").partition("?")[0]):
            yield picture, copy


def _read_copy(mark: Mark, evidence: Evidence) -> Iterator[str]:
    """The address in the copy for readers without scripts that stands behind a picture with a preview or none."""
    element, copy = mark.element, mark.element.getnext()
    if copy is None or copy.tag != "noscript" or any(element.get(name) for name in (*SETS, *SOURCES[:-1])):
        return
    parent = element.getparent()
    if parent is not None and parent.tag in ("picture", "source"):
        return
    for picture in islice(copy.iter("img", "amp-img"), MAX_TAGS):
        yield from read_urls(picture, evidence.page.base_url)


def _read_background(element: _Element, evidence: Evidence) -> str | None:
    match = _BACKGROUND.search(element.get("style") or "")
    return _resolve(match.group(1), evidence) if match is not None else None


def _is_foreign(mark: Mark, evidence: Evidence) -> bool:
    """Whether a picture belongs to something else: another article, an author, an advertisement."""
    bits = class_mask("bio author ad newsletter share teaser related comment product")
    if evidence.is_aside(mark.box) or _is_authors(mark.element):
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


def _is_authors(element: _Element) -> bool:
    """Whether a picture stands in what the markup calls the author's."""
    above = islice(element.iterancestors(), CLIMB)
    return any(e.get("rel") == "author" or "author" in (e.get("itemprop") or "").split() for e in above)


def _is_small(element: _Element) -> bool:
    """Whether a picture is shown so small that it is a mark, or not shown at all."""
    style = element.get("style") or ""
    if element.get("hidden") is not None or _UNSEEN.search(style):
        return True
    if any(int(side) < SMALL for side in _STYLE_SIDE.findall(style)):
        return True
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


def _read_captions(evidence: Evidence) -> dict[int, FigureText]:
    """Captions and credits by the box that they share with their picture, or their place right below it."""
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
        holder = _find_figure(block.box, media_bits).index
        # A box that holds the whole article too is shared by all of its pictures.
        places = {_below(block.index)} if holder in evidence.around else {holder, _below(block.index)}
        words = _read_words(block, caption_bits, credit_bits)
        for place in places:
            if words.caption is not None:
                captions.setdefault(place, []).append(words.caption)
            if words.credit is not None:
                credits.setdefault(place, []).append(words.credit)
    found: dict[int, FigureText] = {}
    for index in captions.keys() | credits.keys():
        words = split_credit(" ".join(dict.fromkeys(captions.get(index, ()))) or None)
        credit = drop_credit_words(" ".join(dict.fromkeys(credits.get(index, ()))))
        caption = words.caption
        if credit and caption and caption.endswith(credit):
            caption = caption.removesuffix(credit).rstrip(" |/–—-(") or None
        found[index] = FigureText(caption, credit or words.credit)
    return found


def _below(index: int) -> int:
    """The key of the block with this number among those of boxes, which are positive."""
    return -1 - index


def _read_words(block: TextBlock, caption_bits: int, credit_bits: int) -> FigureText:
    """What one block at a picture says."""
    if block.box.classes & credit_bits and not block.box.classes & caption_bits:
        return FigureText(None, block.text)
    words = _split_marked(block, credit_bits)
    label = read_label(words.caption or "")
    return words if label is None else FigureText(label.caption, words.credit or label.credit)


def _split_marked(block: TextBlock, credit_bits: int) -> FigureText:
    """A caption and the credit that an element at its end is marked as."""
    for element in islice(block.box.element.iterdescendants(), MAX_TAGS):
        if element.tag == "cite" or class_bits[element.get("class") or ""] & credit_bits:
            text = " ".join("".join(map(str, element.itertext())).split())
            if text and block.text.endswith(text):
                return FigureText(block.text.removesuffix(text).rstrip() or None, text)
    return FigureText(block.text, None)


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
