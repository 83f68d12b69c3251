"""When the article was published, and when it was changed.

Published and modified are two cascades of candidates (`PUBLISHED`, `MODIFIED`), from what machines are
told to what readers see; the first that yields a valid day wins. A winner that knows the day alone takes
the time from a later candidate of the same day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import etree

from extract.body.blocks import Box, Mark, TextBlock
from extract.metadata.evidence import FOREIGN_TYPES, Evidence, select
from extract.metadata.moments import Moment, build_moment, find_moments, read_moment
from extract.metadata.names import starts_with_by
from extract.wording import class_mask, load, normalise

PUBLISHED_META = (
    "articlepublishedtime", "ogpublishedtime", "ogarticlepublishedtime", "articlepublished",
    "datepublished", "publisheddate", "publishdate", "publicationdate", "pubdate", "parselypubdate",
    "sailthrudate", "cxenseparserecspublishtime", "btpubdate", "dcdateissued", "dctermsissued",
    "dcdatepublication", "prismpublicationdate", "citationpublicationdate", "citationonlinedate",
    "citationdate", "publishedat", "publishtime", "publishedtime", "published", "rnewsdatepublished",
    "articledateoriginal", "articledatepublished", "originalpublicationdate", "ogpublishdate", "ogpubdate",
    "yaovsuploaddate", "shareaholicarticlepublishedtime", "weiboarticlecreateat", "eomportalissued",
    "dateissued", "releasedate",
)  # fmt: skip
# Names that some sites use for the day of the last change, or for that of the page.
VAGUE_META = (
    "dcdatecreated", "dctermscreated", "dctermsdatesubmitted", "dctermsdateaccepted", "dcdateavailable",
    "datecreated", "createdate", "creationdate", "created", "contentcreated", "articlecreated",
    "uploaddate", "displaydate", "gentime", "blogpubdate", "dcdate", "dctermsdate", "date", "timestamp",
)  # fmt: skip
MODIFIED_META = (
    "articlemodifiedtime", "ogmodifiedtime", "ogarticlemodifiedtime", "articlemodified", "datemodified",
    "ogupdatedtime", "lastmodified", "lastmod", "modified", "revised", "updated", "updatedate",
    "dcdatemodified", "dctermsmodified", "btmoddate", "lastupdated", "lastupdateddate", "revisiondate",
    "dateupdated", "articledatemodified", "prismmodificationdate",
)  # fmt: skip
_PUBLISHED_NAME = re.compile(
    r"(?:publi|pub|issue|post|release).*(?:date|time)|(?:date|time).*(?:publi|pub|issue|post)"
)
# Names that scripts give the day of publication in the data of a page; compiled when `re` first meets it.
_SCRIPT_DATE = (
    r"""(?i)["'](?:date[_-]?published|published[_-]?(?:at|date|time|on)|publish[_-]?(?:date|time|at)|publication[_-]?date|"""
    r"""first[_-]?publi\w{3,12}|pub[_-]?date|published|date[_-]?created|created[_-]?at|create[_-]?(?:date|time))\\?["']\s*:\s*"""
    r"""\\?["']?([12]\d{3}[-/]\d\d[-/]\d\d[T ]?[^"'\\,}]{0,30}|\d{10,13}\b)"""
)
_ATTRIBUTED = etree.XPath(
    "//*[@data-published or @data-datetime or @data-date or @data-timestamp or @data-utime"
    " or @data-publish-date or @data-published-date"
    " or (@title and (contains(@class,'publish') or contains(@class,'date') or contains(@class,'time')))]"
)
_SCRIPTS = etree.XPath("//script[not(@src) and not(contains(@type,'ld+json'))]")
MAX_SCRIPTS = 1_000_000  # characters
CLOSE = 6  # blocks below the headline in which a link to the comments may share the date's bar
NEAR = 12  # blocks between headline and date
CLEAR = 1.2  # the worth of a date line that can only be the article's
SHORT = 160  # characters of a block that may be a date line
CAPTION = 40  # characters of a date line in a figure
LABEL = 30  # characters of a label that stands apart from its date
DATELINE = 0.5  # the worth of a day that the text begins with
_HAS_YEAR = re.compile(r"\d{4}|\d[年년]|\d[./-]\s?\d{1,2}[./-]\s?\d\d|['’\s-]\d\d(?!\d)")
_DATELINE = re.compile(
    r"^((?:\S+\s+){0,8}?\S*\d\S*(?:\s+\S+){0,3}?)\s*(?:\([^)]{1,40}\)\s*)?(?:[-–—|]+\s|//)"
)
_URL_DAY = re.compile(
    r"(?<![\d.])((?:19|20)\d{2})(?:([/\-_.])(0?[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01]|[1-9](?=/|$))|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)"
)
_URL_DMY = re.compile(
    r"(?<!\d)(0?[1-9]|[12]\d|3[01])([-_.])(0?[1-9]|[12]\d|3[01])\2((?:19|20)\d{2})(?=/|$|\.)"
)
_URL_WORDS = re.compile(r"/((?:19|20)\d{2})/([a-z]{3,9})/(\d{1,2})(?=/|$)")
_DATA = (
    "data-published", "data-published-date", "data-publish-date", "data-datetime", "data-date",
    "data-timestamp", "data-utime", "title",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dates:
    """The two dates as ISO 8601, as precise as the page is; `None` where it states none."""

    published: str | None
    modified: str | None


def read_dates(evidence: Evidence) -> Dates:
    """When the article was published and modified."""
    published = _choose(evidence, PUBLISHED)
    modified = _choose(evidence, MODIFIED)
    if published is not None:
        published = _weigh_address(_print_locally(published, evidence), evidence)
        if modified is not None and modified.iso == published.iso:
            published = _weigh_print(published, evidence)
    if published and modified and modified.day < published.day:
        modified = None
    return Dates(published.iso if published else None, modified.iso if modified else None)


def _choose(
    evidence: Evidence, cascade: Sequence[tuple[str, Callable[[Evidence], Iterator[Moment]]]]
) -> Moment | None:
    """The first moment of a cascade; with the time of a later one where it is a bare day.

    A time without an offset gets that of a later one that says the same time of the same day.
    """
    chosen: Moment | None = None
    for source, read in cascade:
        if chosen is not None and chosen.has_time and source in COSTLY:
            break
        for moment in read(evidence):
            if chosen is None or (not chosen.has_time and moment.has_time and moment.day == chosen.day):
                chosen = moment
            elif chosen.has_time and moment.iso[:16] == chosen.iso[:16] and moment.has_offset:
                return moment
            if chosen.has_offset:
                return chosen
    return chosen


def _print_locally(moment: Moment, evidence: Evidence) -> Moment:
    """A moment in universal time as the page prints it to its readers, where that is another day.

    The page's own clock time gives the offset.
    """
    if not moment.iso.endswith("+00:00"):
        return moment
    instant = datetime.fromisoformat(moment.iso)
    for read in (_from_meta, _from_times, _from_clear_lines):
        for other in islice(read(evidence), 2):
            days = (other.day - moment.day).days
            if abs(days) != 1:
                continue
            if not other.has_time:
                if days == 1 and _is_midnight_of(instant):
                    return other
                continue
            local = datetime.fromisoformat(other.iso[:19])
            minutes = round((local - instant.replace(tzinfo=None)).total_seconds() / 60)
            if -12 * 60 <= minutes <= 14 * 60 and minutes % 30 in (0, 1, 29):
                offset = timezone(timedelta(minutes=round(minutes / 30) * 30))
                return Moment(other.day, instant.astimezone(offset).isoformat())
    return moment


def _is_midnight_of(instant: datetime) -> bool:
    """Whether a moment in universal time may be the midnight that a bare day is stored as, east of it."""
    return instant.hour >= 12 and instant.minute in (0, 30) and instant.second == 0


def _weigh_address(moment: Moment, evidence: Evidence) -> Moment:
    """The day of the address where it is well before the stated one: an address is given once."""
    address = next(_from_url(evidence), None)
    return address if address is not None and (moment.day - address.day).days > 1 else moment


def _weigh_print(moment: Moment, evidence: Evidence) -> Moment:
    """The day printed at the headline where it is before one that the page states for its change too.

    Templates state the day on which they were run for both.
    """
    for printed in islice(_from_clear_lines(evidence), 1):
        if printed.day < moment.day:
            return printed
    return moment


def _read_all(values: Iterator[object], language: str | None) -> Iterator[Moment]:
    for value in values:
        for single in value if isinstance(value, list) else (value,):
            moment = read_moment(str(single), language) if isinstance(single, str | int) else None
            if moment is not None:
                yield moment


def _from_story(evidence: Evidence) -> Iterator[Moment]:
    return _read_all(evidence.read_story("datePublished"), evidence.language)


def _from_story_upload(evidence: Evidence) -> Iterator[Moment]:
    return _read_all(evidence.read_story("uploadDate", "dateCreated"), evidence.language)


def _from_meta(evidence: Evidence) -> Iterator[Moment]:
    return _read_all(evidence.read_meta(PUBLISHED_META), evidence.language)


def _from_meta_vague(evidence: Evidence) -> Iterator[Moment]:
    return _read_all(evidence.read_meta(VAGUE_META), evidence.language)


def _from_meta_likely(evidence: Evidence) -> Iterator[Moment]:
    names = [name for name in evidence.meta if _PUBLISHED_NAME.search(name) and "modif" not in name]
    return _read_all(evidence.read_meta(names), evidence.language)


def _from_attributes(evidence: Evidence) -> Iterator[Moment]:
    """Dates in the attributes of elements that are called so."""
    for element in select(_ATTRIBUTED, evidence.page.root)[:20]:
        for name in _DATA:
            moment = read_moment(element.get(name) or "", evidence.language)
            if moment is not None and "updat" not in (element.get("class") or ""):
                yield moment


def _from_scripts(evidence: Evidence) -> Iterator[Moment]:
    """Dates in the data that scripts carry: those that are named oftenest first."""
    left = MAX_SCRIPTS
    counts: dict[str, int] = {}
    for script in select(_SCRIPTS, evidence.page.root):
        text = (script.text or "")[:left]
        left -= len(text)
        for value in re.findall(_SCRIPT_DATE, text):
            counts[value] = counts.get(value, 0) + 1
    if 0 < len(counts) < 5:
        ranked: list[object] = sorted(counts, key=lambda value: -counts[str(value)])
        yield from _read_all(iter(ranked), None)


def _from_items(evidence: Evidence) -> Iterator[Moment]:
    return _read_items(evidence, ("datepublished", "datecreated", "uploaddate"))


def _from_url(evidence: Evidence) -> Iterator[Moment]:
    """A day in the page's address."""
    page = evidence.page
    for url in (page.url, *page.links.get("canonical", ())[:1], *page.meta.get("og:url", ())[:1]):
        try:
            path = unquote(urlsplit(url or "").path)
        except ValueError:
            continue
        for match in _URL_DAY.finditer(path):
            year, _, month, day, packed_month, packed_day = match.groups()
            moment = build_moment(year, month or packed_month, day or packed_day)
            if moment is not None and moment.day.year >= 1990:
                yield moment
        for match in _URL_DMY.finditer(path):
            yield from find_moments(match.group().replace(match.group(2), "/"), evidence.language)
        for match in _URL_WORDS.finditer(path):
            yield from find_moments(" ".join(reversed(match.groups())), "en")


def _from_times(evidence: Evidence) -> Iterator[Moment]:
    return (moment for changed, moment in _read_times(evidence) if not changed)


def _from_times_changed(evidence: Evidence) -> Iterator[Moment]:
    return (moment for changed, moment in _read_times(evidence) if changed)


def _from_lines(evidence: Evidence) -> Iterator[Moment]:
    return (moment for changed, moment in _read_lines(evidence, 0.0) if not changed)


def _from_clear_lines(evidence: Evidence) -> Iterator[Moment]:
    return (moment for changed, moment in _read_lines(evidence, CLEAR) if not changed)


def _from_lines_changed(evidence: Evidence) -> Iterator[Moment]:
    return (moment for changed, moment in _read_lines(evidence, 0.0) if changed)


def _from_story_changed(evidence: Evidence) -> Iterator[Moment]:
    return _read_all(evidence.read_story("dateModified"), evidence.language)


def _from_meta_changed(evidence: Evidence) -> Iterator[Moment]:
    return _read_all(evidence.read_meta(MODIFIED_META), evidence.language)


def _from_items_changed(evidence: Evidence) -> Iterator[Moment]:
    return _read_items(evidence, ("datemodified", "dateupdated"))


# In the order in which they are believed.
PUBLISHED: tuple[tuple[str, Callable[[Evidence], Iterator[Moment]]], ...] = (
    ("json-ld", _from_story),
    ("meta", _from_meta),
    ("microdata", _from_items),
    ("url", _from_url),
    ("time element", _from_times),
    ("clear date line", _from_clear_lines),
    ("likely meta", _from_meta_likely),
    ("vague meta", _from_meta_vague),
    ("json-ld upload", _from_story_upload),
    ("date line", _from_lines),
    ("attributes", _from_attributes),
    ("scripts", _from_scripts),
)
MODIFIED: tuple[tuple[str, Callable[[Evidence], Iterator[Moment]]], ...] = (
    ("json-ld", _from_story_changed),
    ("meta", _from_meta_changed),
    ("microdata", _from_items_changed),
    ("time element", _from_times_changed),
    ("date line", _from_lines_changed),
)


COSTLY = frozenset(("attributes", "scripts"))  # not asked for an offset alone


def _read_items(evidence: Evidence, names: tuple[str, ...]) -> Iterator[Moment]:
    for name in names:
        for item in evidence.items:
            if item.name != name or item.kind.endswith(FOREIGN_TYPES):
                continue
            element = item.element
            values = [
                element.get("content"),
                element.get("datetime"),
                "".join(map(str, element.itertext()))[:SHORT],
            ]
            moments = [m for m in (read_moment(v, evidence.language) for v in values if v) if m is not None]
            yield from moments[:1]


def _read_times(evidence: Evidence) -> Iterator[tuple[bool, Moment]]:
    """The `<time>` elements at the article, nearest to the headline first; whether each tells of a change."""
    marks = [
        m
        for m in evidence.layout.times
        if _is_near(evidence, m.index)
        and not _is_foreign(evidence, m.index, m.box)
        and not (m.index - evidence.start not in range(CLOSE) and evidence.is_aside(m.box))
    ]
    for mark in sorted(marks, key=lambda m: (m.index > evidence.last, _distance(evidence, m.index))):
        element = mark.element
        text = "".join(map(str, element.itertext()))[:SHORT]
        values = [element.get("datetime"), text, element.get("title")]
        if _says(
            text, "published"
        ):  # what is printed says more than the attribute, which may tell of a change
            values[:2] = [text, element.get("datetime")]
        moments = (read_moment(value, evidence.language) for value in values if value)
        moment = next((m for m in moments if m is not None), None)
        if moment is not None:
            yield _tells_change(mark, text, evidence), moment


def _tells_change(mark: Mark, text: str, evidence: Evidence) -> bool:
    """Whether a `<time>` is that of a change: by its own names, or by the words before it."""
    element = mark.element
    names = " ".join(filter(None, (element.get("class"), element.get("itemprop"), element.get("id")))).lower()
    if "modif" in names or "update" in names:
        return True
    if "publish" in names or element.get("pubdate") is not None:
        return False
    blocks = evidence.layout.blocks
    block = blocks[mark.index] if mark.index < len(blocks) else None
    text = " ".join(text.split())
    if block is None or not text or len(block.text) > SHORT or text not in block.text:
        return False
    return _last_word_is_change(block.text.partition(text)[0] or block.text)


def _read_lines(evidence: Evidence, least: float) -> Iterator[tuple[bool, Moment]]:
    """The dates that are printed at the article, likeliest first; whether each tells of a change."""
    found: list[tuple[float, int, bool, Moment]] = []
    for block, text in _list_lines(evidence):
        worth = _worth(block, text, evidence)
        if worth <= least:
            continue
        rest = text
        for moment in find_moments(text, evidence.language):
            if moment.day.year < 1990:
                continue
            year = str(moment.day.year)
            before, _, rest = rest.partition(year)
            found.append((worth, -block.index, _last_word_is_change(before), moment))
    for _, _, changed, moment in sorted(found, key=lambda f: f[:2], reverse=True):
        yield changed, moment


def _list_lines(evidence: Evidence) -> Iterator[tuple[TextBlock, str]]:
    """The blocks at the article that may be date lines, each with the text to look at."""
    blocks = evidence.layout.blocks
    above = blocks[max(0, evidence.start - NEAR) : max(evidence.start, evidence.first) + NEAR]
    below = blocks[max(evidence.last, (above[-1].index if above else 0) + 1) : evidence.last + NEAR]
    label = ""
    for block in (*above, *below):
        text = block.text
        if len(text) > SHORT:
            text = _find_dateline(block, evidence) or (text if _is_filed(block, evidence) else "")
        elif block.kind in ("code", "table") or (block.kind == "caption" and len(text) > CAPTION):
            text = ""
        for line in text.split("\n"):
            if _HAS_YEAR.search(line):
                yield block, f"{label} {line}" if label else line
        label = text if len(text) < LABEL and _says(text, "published") else ""


def _find_dateline(block: TextBlock, evidence: Evidence) -> str | None:
    """The place and day that a text begins with: "BERLIN, 3 May 2024 – "."""
    if not evidence.first <= block.index < evidence.first + 4 or not evidence.kept[block.index]:
        return None
    if block.index == evidence.first and block.text.lstrip("(")[:1].isdigit():
        return block.text[:25]
    match = _DATELINE.match(block.text)
    return match.group(1) if match is not None and _HAS_YEAR.search(match.group(1)) else None


def _is_filed(block: TextBlock, evidence: Evidence) -> bool:
    """Whether a long line below the body tells how the article is filed: "was published on … under …"."""
    return (
        block.index > evidence.last and len(block.text) < 3 * SHORT and _says(block.text[:SHORT], "published")
    )


def _worth(block: TextBlock, text: str, evidence: Evidence) -> float:
    """How likely a short block with a date in it is the article's date line."""
    if _is_foreign(evidence, block.index, block.box):
        return 0.0
    distance = _distance(evidence, block.index)
    worth = 1.0 - 0.05 * distance
    if evidence.is_aside(block.box):  # an article's own footer and its bar of tools look the same
        worth -= 0.2 if distance < 5 else 0.9
    if len(block.text) > SHORT and evidence.kept[block.index]:
        return DATELINE
    classes = block.classes
    box = block.box
    for _ in range(3):
        classes |= box.classes
        if box.parent is None:
            break
        box = box.parent
    said = _says(text, "published")
    if block.index > evidence.last and not (said or _says(text, "updated") or starts_with_by(text)):
        worth -= 0.9  # the dates of other articles stand there
    worth += 0.6 * bool(classes & class_mask("date")) + 0.3 * bool(classes & class_mask("author"))
    worth += 0.3 * (len(block.text) < 60) + 0.5 * said
    worth -= 2.0 * any(word in text.lower() for word in _words("not_dates"))
    return worth - 0.8 * (evidence.kept[block.index] and len(block.text) > 80)


def _says(text: str, name: str) -> bool:
    """Whether a text has one of the words of a kind."""
    padded = f" {normalise(text)} "
    return any(f" {word} " in padded for word in _words(name))


def _distance(evidence: Evidence, index: int) -> int:
    """Blocks between the headline and a place; what stands above it counts double, and so does the body's.

    Below the body, it is the body's end that counts.
    """
    if index < evidence.start:
        return 2 * (evidence.start - index)
    if index > max(evidence.last, evidence.first + CLOSE):
        return index - evidence.last + 3
    if index > evidence.first > evidence.start:
        return index - evidence.start + (6 if index < evidence.last else 3)
    return index - evidence.start


def _is_foreign(evidence: Evidence, index: int, box: Box | None) -> bool:
    """Whether a date is that of another article or of a comment."""
    above = index <= evidence.last or index - evidence.start in range(CLOSE)
    return evidence.is_related(box) if above else evidence.is_foreign(box)


def _is_near(evidence: Evidence, index: int) -> bool:
    near = evidence.start - NEAR <= index <= max(evidence.start, evidence.first) + NEAR
    return near or evidence.last <= index <= evidence.last + 4


def _last_word_is_change(before: str) -> bool:
    """Whether the words before a date end in one that means a change, not one that means publication."""
    text = f" {normalise(before)} "
    changed = max((text.rfind(f" {word} ") for word in _words("updated")), default=-1)
    return changed >= 0 and changed > max(
        (text.rfind(f" {word} ") for word in _words("published")), default=-1
    )


@cache
def _words(name: str) -> tuple[str, ...]:
    words: list[str] = load("dates.json")[name]
    return tuple(normalise(w) or w for w in words)
