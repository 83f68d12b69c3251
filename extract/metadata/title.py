"""The headline as printed.

The page states its title in its head (`STATED`, in the order in which the sources are believed) and
prints it in its body. The two are matched: the printed heading that says what the head says is the
headline. Where the head says something else (titles for search engines and social networks differ), a
lone visible `<h1>` still is; where nothing on the page is, the best stated title is, freed of the
site's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml.etree import _Element

from extract.body.blocks import ARTICLE, ASIDE, FOOTER, HEADER, MAIN, NAV, Box, Layout, TextBlock, clean_line
from extract.metadata.moments import find_moments
from extract.page import Page
from extract.page.head import unescape
from extract.wording import class_mask, match_phrases

MAX_TITLE = 400
MAX_HEADINGS = 200
SURE = 0.85  # agreement from which a heading of any tag is the headline
ALIKE = 0.3  # agreement from which an h1 stands before a subheading that is a part of the title
SIMILAR = 0.5  # agreement from which an h1 is
LONE = 0.85  # standing from which the only h1 is the headline without agreement
# The sources of a stated title, best first.
STATED = (
    "og:title", "json-ld", "twitter:title", "headline", "title", "dc.title", "dcterms.title",
    "sailthru.title", "parsely-title", "<title>",
)  # fmt: skip
SITE_NAMES = ("og:site_name", "application-name", "publisher", "dc.publisher")
MIN_LINE, MAX_LINE = 4, 8  # words that a line needs to be a headline, and that make it one
ABOVE_DATE = 3  # words that a line counts for more above a line of a date
DATE_LINE = 32  # characters that a line of a date alone has at most
LONG_HEADING = 200  # characters from which an h1 that the head does not state is a paragraph
LONG_LINE = 160  # characters that a headline has not
_YEAR = re.compile(r"\d{4}")
_SENTENCE_ENDS = (".", "。", "।", "۔")
STORY_TYPES = ("Article", "Posting", "Report", "Review", "Recipe")
COMMON_LABELS = frozenset(("www", "m", "amp", "mobile", "news", "en", "com", "co", "org", "net"))
# Titles come with single blanks.
_SEPARATOR = re.compile(
    r"\s(?:[|\-–—―·•»«›‹:/~*★►▶@]+|<|>)\s|\s?[|｜∣│]+\s?|\s?(?<!_)_++\s?(?=[^_]*$)|\s[-–—](?=\S)|-{2,}"
    r"|(?<!:):++\s|：|\s(?=[(\[（【])"
)
_STRONG_SEPARATOR = re.compile(r"\s(?:[|\-–—·•»«]+|::+|//+)\s|\s?[|｜∣│]+\s?|_+|-{2,}")
_HAN = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # a title that has none spares compiling the set, 5 ms
_FIRST_HAN = "\u3040"
_HAN_SEPARATOR = re.compile(r"[\s\-–—|｜│_:：·•/(（《【]+")
_ELLIPSIS = re.compile(r"\s?(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s?$")
_SITE_CLASS = re.compile(r"\b(?:site|blog|brand|logo)[-_]?(?:title|name|heading|description)\b", re.I)
_KICKER_CLASS = re.compile(
    r"kicker|overline|topline|top-?line|roofline|dachzeile|spitzmarke|pre-?title|supertitle|super-?headline|eyebrow"
    r"|antetitulo|cintillo|occhiello|surtitre|topic|category|rubri|label|badge",
    re.I,
)
_NOT_WORD = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")


class Headline(NamedTuple):
    """The headline's text, and the block that prints it where one does."""

    text: str | None
    block: TextBlock | None


class Stated(NamedTuple):
    """A title as one source of the page's head states it.

    `plain` is what it is compared by, `cut` tells that it ends in an ellipsis; `pieces` are its parts
    between separators and their runs, as compared; `words` its words, case folded.
    """

    source: str
    text: str
    plain: str
    cut: bool
    pieces: frozenset[str]
    words: frozenset[str]


class Printed(NamedTuple):
    """A heading as the body prints it; `standing` is how much its tag and place speak for it."""

    text: str
    plain: str
    block: TextBlock
    level: int
    standing: float
    agreement: float = 0.0


def find_headline(page: Page, layout: Layout) -> Headline:
    """The page's headline; both parts are `None` where the page has none."""
    stated = list(_read_stated(page))
    sites = read_site_names(page, stated)
    headings = [_compare(heading, stated, sites) for heading in _read_printed(layout, stated)]
    best = _elect(headings, stated, sites)
    if best is not None:
        return Headline(best.text, best.block)
    text = _choose_stated(stated, sites)
    if text is None and page.flat:
        line = _choose_line(layout)
        return Headline(line.text if line is not None else None, line)
    if text is None and headings:
        best = max(headings, key=lambda h: h.standing)
        if stated and best.level != 1 and _is_home(page):  # its subheadings are those of its teasers
            return Headline(stated[0].text, None)
        return Headline(best.text, best.block) if best.standing > 0 else Headline(None, None)
    return Headline(text, None)


def list_titles(page: Page, layout: Layout) -> Iterator[tuple[str, str]]:
    """What the page offers as its headline, with the source: what it prints like one, then what it states."""
    stated = list(_read_stated(page))
    sites = read_site_names(page, stated)
    for printed in _read_printed(layout, stated):
        heading = _compare(printed, stated, sites)
        if heading.level == 1 or heading.agreement >= SURE:
            yield f"printed <h{heading.level}>" if heading.level else "printed line", heading.text
    for title in stated:
        yield title.source, title.text
    line = _choose_line(layout) if page.flat else None
    if line is not None:
        yield "line like a headline", line.text


def _is_home(page: Page) -> bool:
    """Whether the page's own address is that of its site."""
    url = next(iter(page.links.get("canonical", ()) or page.meta.get("og:url", ())), page.url)
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return bool(parts.hostname) and not parts.path.strip("/") and not parts.query


def _elect(headings: Sequence[Printed], stated: Sequence[Stated], sites: tuple[str, ...]) -> Printed | None:
    """The heading that is the headline, if any is."""
    tops = [
        h for h in headings if h.level == 1 and h.standing > 0 and not _names_site(h.plain, h.text, sites)
    ]
    lone = tops[0] if len({h.plain for h in tops}) == 1 else None
    best = max(headings, key=_rank, default=None)
    if best is not None and best.agreement >= SURE:
        # A subheading may say a part of the title; an h1 that is like it says all of it in other words.
        if best.level == 1 or best.agreement == 1.0 or lone is None or lone.agreement < ALIKE:
            return best
        weak = lone.agreement < SIMILAR or lone.standing < LONE
        apart = weak and not _words(lone.text) & _words(best.text)  # they say different parts of a title
        return best if apart or any(_is_tail(lone, title) for title in stated) else lone
    similar = max(tops, key=lambda h: h.agreement * 3 + h.standing, default=None)
    if similar is not None and similar.agreement >= SIMILAR:
        return similar
    if lone is not None and lone.standing >= LONE and len(_list_words(lone.text)) > 2:
        return lone if len(lone.text) < LONG_HEADING or not stated else None
    return None


def _is_tail(heading: Printed, title: Stated) -> bool:
    """Whether a heading is what ends a title behind a separator: there the site's name stands."""
    plain = heading.plain
    return plain in title.pieces and title.plain.endswith(plain) and not title.plain.startswith(plain)


def _rank(heading: Printed) -> tuple[bool, float]:
    """What the headline is highest in: a sure heading comes before a likely h1, which may be the site's."""
    sure = heading.agreement >= SURE and heading.standing > -0.5
    return sure, heading.agreement * 3 + heading.standing


def _read_stated(page: Page) -> Iterator[Stated]:
    for source in STATED:
        if source == "json-ld":
            text = next(_read_json_ld(page.json_ld), None)
        elif source == "<title>":
            text = page.title
        else:
            values = page.meta.get(source)
            text = values[0] if values else None
        if text:
            text = _clean(text)
            whole = _ELLIPSIS.sub("", text)
            plain = flatten(whole)
            if plain:
                yield Stated(source, text, plain, whole != text, _cut_pieces(text), _words(text))


def _cut_pieces(text: str) -> frozenset[str]:
    if _has_han(text):  # a blank or a dash is a border there
        parts = [flatten(part) for part in _HAN_SEPARATOR.split(text)][:8]
    else:
        parts = [flatten(part) for part in _SEPARATOR.split(text)][:8]
    return frozenset("".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1))


def _read_json_ld(objects: Sequence[dict[str, Any]]) -> Iterator[str]:
    for item in objects:
        kinds = item.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind.endswith(STORY_TYPES) for kind in kinds):
            text = item.get("headline") or item.get("name")
            if isinstance(text, str) and text.strip():
                yield re.sub(r"</?[a-z][^>]{0,50}>", "", unescape(text))


def _read_printed(layout: Layout, stated: Sequence[Stated]) -> Iterator[Printed]:
    """Headings, blocks of the class "title" and blocks that print a stated title, in document order."""
    title_bit = class_mask("title")
    said = "\n".join(title.text for title in stated)
    pieces: dict[int, list[TextBlock]] = {}  # of h1 boxes that hold more than one block
    ranks = [0] * 8
    for block in layout.blocks:
        text = block.text
        if len(text) > MAX_TITLE:
            continue
        box: Box | None = block.box
        while box is not None and box.level is None and box.kind == "heading":
            box = box.parent
        level = (box.level if box is not None else None) or 0
        said_so = len(text) > 4 and text in said
        if not level and not said_so and not title_bit & block.box.classes:
            continue
        plain = flatten(unescape(text) if "&" in text else text)
        if not plain or ranks[level] > MAX_HEADINGS:
            continue
        ranks[level] += 1
        printed = text.replace("\n", " ")
        if "&" in printed:  # escaped twice
            printed = unescape(printed)
        heading = Printed(printed, plain, block, level, _standing(block, level, ranks[level]))
        yield heading
        if level == 1 and box is not None:
            pieces.setdefault(box.index, []).append(block)
            if len(pieces[box.index]) > 1:
                text = " ".join(b.text.replace("\n", " ") for b in pieces[box.index])
                if len(text) <= MAX_TITLE:
                    yield heading._replace(text=text, plain=flatten(text), standing=heading.standing - 0.05)


def _standing(block: TextBlock, level: int, rank: int) -> float:
    """How much the place and the tag of a heading speak for it; `rank` counts those of its level."""
    score = {1: 1.0, 2: 0.3, 3: 0.1}.get(level, 0.0) - 0.02 * min(rank, 20) - 1.2 * block.hidden
    box: Box | None = block.box
    region = classes = 0
    depth = 0
    while box is not None:
        region |= box.region
        if depth < 2:
            classes |= box.classes
        if box.region & ARTICLE:
            break
        depth += 1
        box = box.parent
    if classes & class_mask("title"):
        score += 0.2
    if _SITE_CLASS.search(block.box.names) or (block.href and _is_root(block.href)):
        score -= 0.9
    if region & (NAV | FOOTER | ASIDE):
        score -= 0.6
    if region & (ARTICLE | MAIN):
        score += 0.2
    elif region & HEADER:
        score -= 0.1
    return score


def _is_root(href: str) -> bool:
    """Whether an address is that of a whole site."""
    if href.count("/") > 3:
        return False
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    return parts.path in ("/", "") and bool(parts.path or parts.netloc) and not parts.query


def _compare(heading: Printed, stated: Sequence[Stated], sites: tuple[str, ...]) -> Printed:
    """The heading with its agreement (0 to 1) with the head's titles, freed of what only frames it."""
    if heading.plain in sites:
        return heading
    if heading.level != 1 and not any(heading.plain in t.plain or t.plain in heading.plain for t in stated):
        return heading
    best = 0.0
    text = heading.text
    for title in stated:
        best = max(best, 1.0 if title.plain == heading.plain else _agree(heading, title))
        if best == 1.0:
            break
    trimmed = None
    for title in stated:
        if best < 1.0 and trimmed is None and heading.plain not in title.plain:
            pieces = sorted(
                (p for p in title.pieces if len(p) > 0.4 * len(title.plain)), key=len, reverse=True
            )
            trimmed = next(
                filter(None, (_trim(heading, p) for p in (title.plain, *pieces) if len(p) > 7)), None
            )
    if trimmed is None and heading.level:
        trimmed = _drop_kicker(heading, stated)
    if trimmed is None and best == 1.0 and heading.level:
        stripped = strip_site(text, sites)
        tail = text[len(stripped) :] if text.startswith(stripped) else ""
        if stripped != text and (
            (_STRONG_SEPARATOR.match(tail) and len(_list_words(stripped)) > 3)
            or any(title.plain == flatten(stripped) for title in stated)
        ):
            trimmed = stripped
    return heading._replace(text=trimmed or text, agreement=1.0 if trimmed else best)


def _drop_kicker(heading: Printed, stated: Sequence[Stated]) -> str | None:
    """A heading without the words above it, where the head states it so or its markup calls them such.

    Where the head states them as a part of the title, it is printed as there: the markup has no colon.
    """
    first = stated[0] if stated else None
    if (
        first is not None
        and not first.cut
        and len(first.plain) > 11
        and heading.plain != first.plain
        and heading.plain.endswith(first.plain)
    ):
        return _trim(heading, first.plain)
    kicker = _find_kicker(heading.block.box.element)
    rest = heading.plain.removeprefix(kicker)
    if not kicker or len(rest) < 12 or rest == heading.plain:
        return None
    whole = next((title.text for title in stated if title.plain == heading.plain), None)
    return whole or _trim(heading, rest)


def _find_kicker(element: _Element) -> str:
    """The words that stand above a headline in its own element, as compared; empty where there are none."""
    first = next((e for e in element.iter() if isinstance(e.tag, str) and (e.text or "").strip()), None)
    if first is None or first is element or not _KICKER_CLASS.search(first.get("class") or ""):
        return ""
    return flatten("".join(map(str, first.itertext())))


def _agree(heading: Printed, title: Stated) -> float:
    """How far one title says what a heading prints: 1 is the same."""
    short, long = sorted((title.plain, heading.plain), key=len)
    share = len(short) / len(long)
    if short in long:
        starts, ends = long.startswith(short), long.endswith(short)
        if long == heading.plain:
            agreement = (
                0.95 if starts and title.cut else 0.6 + 0.35 * share if starts or ends else 0.4 + 0.5 * share
            )
        elif share > 0.25 and short in title.pieces:
            agreement = 0.9 + 0.1 * share if starts else 0.78 + 0.2 * share
        else:
            agreement = 0.55 + 0.35 * share
        size = len(short) * (3 if _has_han(short[0]) else 1)
        return agreement if size > 11 else agreement * (0.3 + 0.7 * share)
    if heading.level != 1:  # of other headings likeness says little
        return 0.0
    words = _words(heading.text)
    return 0.85 * len(words & title.words) / max(len(words), len(title.words), 1)


def _words(text: str) -> frozenset[str]:
    return frozenset(_list_words(text.casefold()))


def _list_words(text: str) -> list[str]:
    """The words of a text in their order; of Chinese, Japanese and Korean every character."""
    pattern = _han_word() if _has_han(text) else _WORD
    return pattern.findall(text)


def _has_han(text: str) -> bool:
    """Whether a text has a character of Chinese, Japanese or Korean."""
    return not text.isascii() and max(text) >= _FIRST_HAN and _han().search(text) is not None


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{_HAN}]")


@cache
def _han_word() -> re.Pattern[str]:
    return re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")


def _trim(heading: Printed, plain: str) -> str | None:
    """The part of a heading that a stated title holds, where markup sets it off from the rest."""
    starts, ends = heading.plain.startswith(plain), heading.plain.endswith(plain)
    if not starts and not ends:
        return None
    element = heading.block.box.element
    parts = [str(part) for part in element.itertext()]
    sizes = [len(flatten(part)) for part in parts]
    if sum(sizes) != len(heading.plain):
        return None
    done = 0
    for i, size in enumerate(sizes):
        if starts and done == len(plain):
            kept = parts[:i]
        elif ends and size and done == len(heading.plain) - len(plain):
            kept = parts[i:]
        else:
            done += size
            continue
        return " ".join("".join(kept).split()).lstrip("-–—|:•·/ ").rstrip("-–—|•·/ ") or None
    return None


def _choose_line(layout: Layout) -> TextBlock | None:
    """The line of a page without markup that is most like a headline: the wordiest above the first sentences.

    Lines of navigation have few words; sentences end as such; known boilerplate is none. Where a line
    of a date alone follows, a line is likelier, if it names no people: bylines stand there, too.
    """
    best, most = None, MIN_LINE - 1
    for block, following in zip_longest(layout.blocks[:MAX_HEADINGS], layout.blocks[1:MAX_HEADINGS]):
        text = block.text
        if len(text) >= LONG_LINE or (len(text) > LONG_LINE / 2 and text.endswith(_SENTENCE_ENDS)):
            break
        words = min(len(_list_words(text)), MAX_LINE)
        if words >= MIN_LINE and following is not None and _is_dated(following.text):
            words += 0 if _has_capitals(text) else ABOVE_DATE
        if words > most and not text.endswith((*_SENTENCE_ENDS, ":")) and match_phrases(text) == (0, 0):
            best, most = block, words
    return best


def _has_capitals(text: str) -> bool:
    """Whether most words begin with one, as where people are named."""
    words = text.split()
    return sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _is_dated(text: str) -> bool:
    """Whether a line is little more than a date."""
    return len(text) < DATE_LINE and _YEAR.search(text) is not None and bool(list(find_moments(text)))


def _choose_stated(stated: Sequence[Stated], sites: tuple[str, ...]) -> str | None:
    """The best stated title, freed of the site's name and section."""
    for title in stated:
        if title.plain in sites or (len(title.pieces) == 1 and _names_site(title.plain, title.text, sites)):
            continue
        if title.cut and any(other.plain.startswith(title.plain) and not other.cut for other in stated):
            continue
        others = [other.plain for other in stated if other.plain != title.plain]
        text = strip_site(title.text, sites, others)
        return _drop_tail(text) if text == title.text and title.text == stated[-1].text else text
    return None


def strip_site(text: str, sites: tuple[str, ...], others: Sequence[str] = ()) -> str:
    """A title without the parts, set off by separators at its ends, that name the site.

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
            strong = _STRONG_SEPARATOR.fullmatch(separator) is not None
            if not plain or _names_site(plain, part, sites) or (strong and whole in others):
                text = kept.strip(" \t|-–—·•»«_")
                break
        else:
            return text
    return text


def split_title(text: str) -> list[str]:
    """The parts of a title between its separators."""
    return [part.strip() for part in _STRONG_SEPARATOR.split(text) if part.strip()]


def _drop_tail(text: str) -> str:
    """A `<title>` without the short parts after its strong separators: sections and an unknown site."""
    while True:
        cuts = list(_STRONG_SEPARATOR.finditer(text))
        if not cuts:
            return text
        kept, tail = text[: cuts[-1].start()], text[cuts[-1].end() :]
        if len(_list_words(tail)) > 6 or len(flatten(tail)) > 0.6 * len(flatten(kept)):
            return text
        text = kept


def _names_site(plain: str, part: str, sites: tuple[str, ...]) -> bool:
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


def read_site_names(page: Page, stated: Sequence[Stated] = ()) -> tuple[str, ...]:
    """What the site is called, by its own statement and by its host, as compared."""
    names = [value for name in SITE_NAMES for value in page.meta.get(name, ())[:1]]
    for item in page.json_ld:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            names.append(publisher["name"])
            break
    titles = {title.plain for title in stated if title.source != "<title>"}
    plains = [plain for plain in map(flatten, names) if plain not in titles]
    urls = [page.url or "", *page.links.get("canonical", ())[:1], *page.meta.get("og:url", ())[:1]]
    for url in urls:
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            continue
        labels = [label for label in host.split(".") if label not in COMMON_LABELS]
        if len(labels) > 1:
            plains += [flatten(max(labels[:-1], key=len)), flatten(host.removeprefix("www."))]
        elif labels:
            plains.append(flatten(labels[0]))
    return tuple(dict.fromkeys(filter(None, plains)))


def flatten(text: str) -> str:
    """The letters and digits alone, case folded: what titles are compared by."""
    return _NOT_WORD.sub("", text.casefold())


def _clean(text: str) -> str:
    return clean_line(unescape(text))[:2000]
