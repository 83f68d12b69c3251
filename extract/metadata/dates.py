"""When the article was published, and when it was changed.

Published and modified are two cascades of candidates (`PUBLISHED`, `MODIFIED`), from what machines are
told to what readers see; the first that yields a valid day wins. A winner that knows the day alone takes
the time from a later candidate of the same day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple, cast
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.etree import _Element

from extract.metadata.evidence import FOREIGN_TYPES, Evidence, select
from extract.metadata.moments import Moment, build_moment, find_moments, read_moment
from extract.metadata.printed import CLOSE, NEAR, SHORT, Sources

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
    r"(?:publi|pub|issue|post|release).{0,40}(?:date|time)|(?:date|time).{0,40}(?:publi|pub|issue|post)"
)
# Names that scripts give the day of publication in the data of a page; compiled when `re` first meets it.
_SCRIPT_DATE = (
    r"""(?i)["'](?:date[_-]?published|published[_-]?(?:at|date|time|on)|publish[_-]?(?:date|time|at)|publication[_-]?date|"""
    r"""first[_-]?publi\w{3,12}|pub[_-]?date|published|date[_-]?created|created[_-]?at|create[_-]?(?:date|time))\\?["']\s*:\s*"""
    r"""\\?["']?([12]\d{3}[-/]\d\d[-/]\d\d[T ]?[^"'\\,}]{0,30}|\d{10,13}\b)"""
)
_SCRIPTS = etree.XPath("descendant::script[not(@src) and not(contains(@type,'ld+json'))]")
MAX_ELEMENTS = 40  # of one box
MAX_SCRIPTS = 1_000_000  # characters
CLEAR = 1.2  # the worth of a date line that can only be the article's
EAST, WEST = 15, 8  # from the one hour of universal time, and until the other, many have another day
_URL_DAY = re.compile(
    r"(?<![\d.])((?:19|20)\d{2})(?:([/\-_.])(0?[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01]|[1-9](?=/|$))|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)"
)
_URL_DMY = re.compile(
    r"(?<!\d)(0?[1-9]|[12]\d|3[01])([-_.])(0?[1-9]|[12]\d|3[01])\2((?:19|20)\d{2})(?=/|$|\.)"
)
_URL_WORDS = re.compile(r"/((?:19|20)\d{2})/([a-z]{3,9})/(\d{1,2})(?=/|$)")
_DATA = re.compile(r"^(?:title|ts)$|publi|date|time|created")


class Dates(NamedTuple):
    """The two dates as ISO 8601, as precise as the page is; `None` where it states none."""

    published: str | None
    modified: str | None


def read_dates(evidence: Evidence) -> Dates:
    """When the article was published and modified."""
    sources = Sources(evidence)
    modified = _choose(sources, MODIFIED)
    published = _choose(sources, PUBLISHED, modified)
    if published is not None:
        published = _weigh_address(_print_locally(published, sources), sources)
        published = _weigh_print(published, modified, sources)
    if published and modified and modified.day < published.day:
        modified = None
    return Dates(published.iso if published else None, modified.iso if modified else None)


def _choose(
    sources: Sources,
    cascade: Sequence[tuple[str, Callable[[Sources], Iterator[Moment]]]],
    latest: Moment | None = None,
) -> Moment | None:
    """The first moment of a cascade; with the time of a later one where it is a bare day.

    A time without an offset gets that of a later one that says the same time of the same day. What is only
    found, and not stated, is none after the `latest` one.
    """
    chosen: Moment | None = None
    for source, read in cascade:
        if chosen is not None and chosen.has_time and source in COSTLY:
            break
        for moment in read(sources):
            if latest is not None and moment.day > latest.day and source in FOUND:
                continue
            if chosen is None or (not chosen.has_time and moment.has_time and moment.day == chosen.day):
                chosen = moment
            elif chosen.has_time and moment.iso[:16] == chosen.iso[:16] and moment.has_offset:
                return moment
            if chosen.has_offset:
                return chosen
    return chosen


def _print_locally(moment: Moment, sources: Sources) -> Moment:
    """A moment in universal time as the page prints it to its readers, where that is another day.

    The page's own clock time gives the offset. A bare day is that of the readers where it can be theirs at
    that moment; and a day alone, as addresses have it, may be the universal one of a moment with its offset.
    """
    if not moment.has_time:
        return next((m for m in _from_printed(sources) if _is_elsewhere(m, moment.day)), moment)
    if not moment.iso.endswith("+00:00"):
        return moment
    instant = datetime.fromisoformat(moment.iso)
    for read in (_from_url, _from_meta, _from_times, _from_clear_lines, _from_lines):
        for other in islice(read(sources), 2):
            days = (other.day - moment.day).days
            if abs(days) != 1:
                continue
            if not other.has_time:
                if read is _from_url and _may_be_local(instant, days):
                    return other
                if days == 1 and _is_midnight_of(instant):
                    return other
                continue
            local = datetime.fromisoformat(other.iso[:19])
            minutes = round((local - instant.replace(tzinfo=None)).total_seconds() / 60)
            if -12 * 60 <= minutes <= 14 * 60 and minutes % 30 in (0, 1, 29):
                offset = timezone(timedelta(minutes=round(minutes / 30) * 30))
                return Moment(other.day, instant.astimezone(offset).isoformat())
    return moment


def _from_printed(sources: Sources) -> Iterator[Moment]:
    yield from islice(_from_times(sources), 2)
    yield from islice(_from_clear_lines(sources), 2)


def _is_elsewhere(moment: Moment, day: date) -> bool:
    """Whether a moment is of another day with its own offset, and of this one in universal time."""
    if not moment.has_offset or moment.day == day:
        return False
    return datetime.fromisoformat(moment.iso).astimezone(UTC).date() == day


def _may_be_local(instant: datetime, days: int) -> bool:
    """Whether a moment in universal time may be a day later, or earlier, where most of its readers are."""
    return instant.hour >= EAST if days > 0 else instant.hour < WEST


def _is_midnight_of(instant: datetime) -> bool:
    """Whether a moment in universal time may be the midnight that a bare day is stored as, east of it."""
    return instant.hour >= 12 and instant.minute in (0, 30) and instant.second == 0


def _weigh_address(moment: Moment, sources: Sources) -> Moment:
    """The day of the address where it is well before the stated one: an address is given once."""
    address = next(_from_url(sources), None)
    return address if address is not None and (moment.day - address.day).days > 1 else moment


def _weigh_print(stated: Moment, modified: Moment | None, sources: Sources) -> Moment:
    """The printed day where another is stated: by a template, or for another edition.

    Templates state the moment at which they were run for publication and change alike. Else only a day
    between headline and body is believed, and only where nothing printed or in the address speaks for the
    stated one, and it is neither that of a change nor has day and month in the other order.
    """
    own = next((date.moment for date in sources.lines if date.own and not date.changed), None)
    if modified is not None and modified.iso[:16] == stated.iso[:16]:
        printed = next(_from_clear_lines(sources), None) if modified.iso == stated.iso else own
        if printed is not None and printed.day < stated.day:
            return printed
    if own is None or (own.day.month, own.day.day) == (stated.day.day, stated.day.month):
        return stated
    if any(m is not None and abs((own.day - m.day).days) < 2 for m in (stated, modified)):
        return stated
    seen = chain(_from_url(sources), _from_times(sources), _from_lines(sources))
    if any(moment.day == stated.day for moment in seen):
        return stated
    reissued = modified is not None and own.day < modified.day
    return own if own.day < stated.day or reissued else stated


def _read_all(values: Iterator[object], language: str | None) -> Iterator[Moment]:
    for value in values:
        for single in value if isinstance(value, list) else (value,):
            moment = read_moment(str(single), language) if isinstance(single, str | int) else None
            if moment is not None:
                yield moment


def _from_story(sources: Sources) -> Iterator[Moment]:
    return _read_all(sources.evidence.read_story("datePublished"), sources.evidence.date_language)


def _from_story_upload(sources: Sources) -> Iterator[Moment]:
    return _read_all(sources.evidence.read_story("uploadDate", "dateCreated"), sources.evidence.date_language)


def _from_meta(sources: Sources) -> Iterator[Moment]:
    return _read_all(sources.evidence.read_meta(PUBLISHED_META), sources.evidence.date_language)


def _from_meta_vague(sources: Sources) -> Iterator[Moment]:
    return _read_all(sources.evidence.read_meta(VAGUE_META), sources.evidence.date_language)


def _from_meta_likely(sources: Sources) -> Iterator[Moment]:
    names = [name for name in sources.evidence.meta if _PUBLISHED_NAME.search(name) and "modif" not in name]
    return _read_all(sources.evidence.read_meta(names), sources.evidence.date_language)


def _from_attributes(sources: Sources) -> Iterator[Moment]:
    """Dates in the attributes of elements at the headline, or in the title of those that are called so."""
    return _read_attributes(sources.evidence, changed=False)


def _from_attributes_changed(sources: Sources) -> Iterator[Moment]:
    return _read_attributes(sources.evidence, changed=True)


def _read_attributes(evidence: Evidence, *, changed: bool) -> Iterator[Moment]:
    for element in _list_elements(evidence):
        names = element.get("class") or ""
        for name, value in cast("list[tuple[str, str]]", element.items()):
            if not value or len(value) > SHORT or not _may_hold_date(name):
                continue
            called = any(word in names for word in ("publish", "date", "time"))
            tells_change = "updat" in names + name or "modif" in names + name
            if tells_change != changed or (name == "title" and not called):
                continue
            moment = read_moment(value, evidence.date_language)
            if moment is not None:
                yield moment


@lru_cache(1000)
def _may_hold_date(name: str) -> bool:
    """Whether an attribute is named as one that holds a date; `datetime` is read elsewhere."""
    return name != "datetime" and _DATA.search(name) is not None


def _list_elements(evidence: Evidence) -> Iterator[_Element]:
    """The elements around the headline and those above the body."""
    seen: set[int] = set()
    for block in evidence.layout.blocks[max(0, evidence.start - CLOSE) : evidence.start + NEAR]:
        box = block.box.parent or block.box
        if box.index not in seen:
            seen.add(box.index)
            yield from islice(box.element.iter("*"), MAX_ELEMENTS)


def _from_scripts(sources: Sources) -> Iterator[Moment]:
    """Dates in the data that scripts carry: those that are named oftenest first."""
    left = MAX_SCRIPTS
    counts: dict[str, int] = {}
    for script in select(_SCRIPTS, sources.evidence.page.root):
        text = (script.text or "")[:left]
        left -= len(text)
        for value in re.findall(_SCRIPT_DATE, text):
            counts[value] = counts.get(value, 0) + 1
    if 0 < len(counts) < 5:
        ranked: list[object] = sorted(counts, key=lambda value: -counts[str(value)])
        yield from _read_all(iter(ranked), None)


def _from_items(sources: Sources) -> Iterator[Moment]:
    return _read_items(sources.evidence, ("datepublished", "datecreated", "uploaddate"))


def _from_url(sources: Sources) -> Iterator[Moment]:
    """A day in the page's address."""
    page = sources.evidence.page
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
            yield from find_moments(
                match.group().replace(match.group(2), "/"), sources.evidence.date_language
            )
        for match in _URL_WORDS.finditer(path):
            yield from find_moments(" ".join(reversed(match.groups())), "en")


def _from_times(sources: Sources) -> Iterator[Moment]:
    return (date.moment for date in sources.times if not date.changed)


def _from_times_changed(sources: Sources) -> Iterator[Moment]:
    return (date.moment for date in sources.times if date.changed)


def _from_lines(sources: Sources) -> Iterator[Moment]:
    return (date.moment for date in sources.lines if not date.changed)


def _from_clear_lines(sources: Sources) -> Iterator[Moment]:
    return (date.moment for date in sources.lines if not date.changed and date.worth > CLEAR)


def _from_lines_changed(sources: Sources) -> Iterator[Moment]:
    return (date.moment for date in sources.lines if date.changed)


def _from_far_lines(sources: Sources) -> Iterator[Moment]:
    return (date.moment for date in sources.far if not date.changed)


def _from_far_lines_changed(sources: Sources) -> Iterator[Moment]:
    return (date.moment for date in sources.far if date.changed)


def _from_story_changed(sources: Sources) -> Iterator[Moment]:
    return _read_all(sources.evidence.read_story("dateModified"), sources.evidence.date_language)


def _from_meta_changed(sources: Sources) -> Iterator[Moment]:
    return _read_all(sources.evidence.read_meta(MODIFIED_META), sources.evidence.date_language)


def _from_items_changed(sources: Sources) -> Iterator[Moment]:
    return _read_items(sources.evidence, ("datemodified", "dateupdated"))


# In the order in which they are believed.
PUBLISHED: tuple[tuple[str, Callable[[Sources], Iterator[Moment]]], ...] = (
    ("json-ld", _from_story),
    ("meta", _from_meta),
    ("microdata", _from_items),
    ("url", _from_url),
    ("time element", _from_times),
    ("clear date line", _from_clear_lines),
    ("json-ld upload", _from_story_upload),
    ("likely meta", _from_meta_likely),
    ("date line", _from_lines),
    ("vague meta", _from_meta_vague),
    ("attributes", _from_attributes),
    ("labelled line", _from_far_lines),
    ("scripts", _from_scripts),
)
MODIFIED: tuple[tuple[str, Callable[[Sources], Iterator[Moment]]], ...] = (
    ("json-ld", _from_story_changed),
    ("meta", _from_meta_changed),
    ("microdata", _from_items_changed),
    ("time element", _from_times_changed),
    ("date line", _from_lines_changed),
    ("attributes", _from_attributes_changed),
    ("labelled line", _from_far_lines_changed),
)


# No statements about the publication of the article: dates that happen to be there.
FOUND = frozenset(("json-ld upload", "likely meta", "date line", "vague meta", "attributes", "scripts"))
COSTLY = frozenset(("attributes", "labelled line", "scripts"))  # not asked for an offset alone


def _read_items(evidence: Evidence, names: tuple[str, ...]) -> Iterator[Moment]:
    for name in names:
        items = [i for i in evidence.items if i.name == name and not i.kind.endswith(FOREIGN_TYPES)]
        for item in evidence.choose_own(items):
            element = item.element
            values = [
                element.get("content"),
                element.get("datetime"),
                "".join(map(str, element.itertext()))[:SHORT],
            ]
            moments = [
                m for m in (read_moment(v, evidence.date_language) for v in values if v) if m is not None
            ]
            yield from moments[:1]
