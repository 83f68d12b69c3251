"""Dates and times as pages write them: from a machine's notation or from words, in their language.

A `Moment` is as precise as what was read. Nothing here asks the clock.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple

from extract.wording import load

MIN_YEAR, MAX_YEAR = 1900, 2099
MAX_TEXT = 400  # characters of a text that are searched for a date
EPOCH = date(1970, 1, 1)  # what an unset time stamp says
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+")
# Compiled when the first text needs one of them: most pages need few.
_ISO = (
    r"(?i)(?<!\d)([12]\d{3})-(\d{1,2})-(\d{1,2})(?!\d)"
    r"(?:T|\s+|,\s*|[ T]\s*-\s*)?(?:(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:]\d{1,9})?)?)?"
    r"\s*(Z\b|(?:UTC|GMT)?\s*[+\-−]\d{1,2}:?\d{2}(?!\d)|[+-]\d{1,2}(?![\d:])|[A-Z]{3,4}\b)?"
)
_COMPACT = re.compile(
    r"^([12]\d{3})([01]\d)([0-3]\d)(?:T?([0-2]\d)([0-5]\d)([0-5]\d)?(Z|[+-]\d{2}:?\d{2})?)?$"
)
_STAMP = re.compile(r"^\d{9,10}$|^\d{12,13}$")
_YMD = r"(?<![\d./-])((?:19|20)\d{2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,2})(?![\d])"
_DMY = r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d{2}|\d{2}(?!:\d))(?![\d%]|[./-]\d)"
_NUMBERS = r"(?<![\d./-])(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d\d)(?!\d)"  # whose order the language decides
_JALALI = r"(?<![\d/])(1[34]\d{2})/(\d{1,2})/(\d{1,2})(?!\d)"
_HAN = r"(?<!\d)(\d{2,4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]?"
_MONGOLIAN = r"(?<!\d)(\d{4})\sоны\s(\d{1,2})(?:-\w{1,2}|\s?\w{4,6})?\sсарын\s(\d{1,2})(?!\d)"
_HAN_ERA = r"(令和|平成|昭和|民國|民国|中華民國)\s?(\d{1,3}|元)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911, "中華民國": 1911}
# A month's name; some have two words, and Vietnamese counts them.
_NAME = (
    r"((?:tháng|Tháng)\s(?:\d{1,2}|\w{2,4}(?:\s(?:một|hai))?)|[\u0e00-\u0e7f]{1,3}\.[\u0e00-\u0e7f]|[^\W\d_][^\s\d.,;:|/()\-–—·•،。'\"«»<>\[\]]{1,16}"
    r"(?:\s(?:الثاني|الثانی|الأول|الاول|دووەم|یەکەم))?)"
)
_WORDS_DMY = (
    r"(?<![\d.])(?<!\d:)(\d{1,2})(?:st|nd|rd|th|er|º|ª|°|ος|η|-?го|a|e)?\.?\s*"
    r"(?:de\s+|of\s+|di\s+|d['’]|ta[’']\s*|af\s+|ga\s+|ខែ\s*|[/\-–])?\s*"
    + _NAME
    + r"\.?(?:\s?/\s?[^\d/]{3,20}?)?\s*"
    r"(?:de\s+|del\s+|of\s+|năm\s+|ឆ្នាំ\s*|['’]|ค\.ศ\.\s*|พ\.ศ\.\s*|[,،/\-–]\s*)?\s*(\d{4})(?!\d)"
)
_WORDS_MDY = _NAME + r"\.?\s*(\d{1,2})(?:st|nd|rd|th)?\.?\s*(?:,|\s|/|-|at|de)\s*(\d{4})(?![\d:])"
_WORDS_YMD = (
    r"(?<!\d)(\d{4})\s*(?:\.?\s?gada\s+|[.,]\s*|\s?m\.\s+|e?ko\s+|г\.?\s+|ж\.?\s+|жылғы\s+|yil\s+|йил\s+|оны\s+|ပြည့်နှစ်\s*|ခုနှစ်\s*|-|–|/|\s)\s*"
    r"(?:(\d{1,2})[.\s-]\s*)?" + _NAME + r"(?:\.|\s|-|/|ren|k)*\s*(\d{1,2})?(?!\d)"
)
_WORDS_SHORT = r"(?<![\d:.])(\d{1,2})\.?[\s\-](?:de\s+)?" + _NAME + r"\.?[\s\-]['’]?(\d{2})(?![\d:])"
_TIME = re.compile(
    r"(오후|下午|午後|晚上)?\s?(?<![\d:.])([012]?\d)(?:\s?[:h時时시η]\s?|\.)([0-5]\d)(?:[:.]([0-5]\d))?(?:[.,]\d{1,6})?\s*"
    r"(?:([ap])\.?\s?m\b\.?|(πμ|π\.μ|μμ|μ\.μ|AM|PM|am|pm|مساء|صباح))?\s*(?:Uhr|uur|hrs?|分)?\s*\(?"
    r"((?:GMT|UTC)?\s?[+-]\d{1,2}(?::?\d{2})?(?!\d)|[A-Za-z]{1,4}\b)?"
)
_OFFSET = re.compile(r"([+\-−])(\d{1,2}):?(\d{2})?$")


class Moment(NamedTuple):
    """A day, and the time where it is known; `iso` is both as ISO 8601, as precise as they are."""

    day: date
    iso: str

    @property
    def has_time(self) -> bool:
        """Whether a time of the day is known."""
        return len(self.iso) > 10

    @property
    def has_offset(self) -> bool:
        """Whether the time is stated with its offset from universal time."""
        return len(self.iso) > 19


def read_moment(text: str, language: str | None = None) -> Moment | None:
    """The date that a text states as its whole content (an attribute, a meta tag, a value of JSON-LD)."""
    text = _ascii_digits(text.strip()[:MAX_TEXT])
    if not text:
        return None
    match = _compile(_ISO).match(text)
    if match:
        return _read_iso(match)
    match = _COMPACT.match(text)
    if match:
        year, month, day, hour, minute, second, zone = match.groups()
        return build_moment(year, month, day, hour, minute, second, zone)
    if _STAMP.match(text):
        return _read_stamp(text)
    return next(find_moments(text, language), None)


def find_moments(text: str, language: str | None = None) -> Iterator[Moment]:
    """The dates in a text in reading order; a time beside one goes with it."""
    text = _ascii_digits(text[:MAX_TEXT])
    found = _find_days(text, language)
    for i, (start, end, moment) in enumerate(found):
        if moment.has_time:
            yield moment
            continue
        after = text[end : found[i + 1][0] if i + 1 < len(found) else end + 40][:40]
        before = text[max(0, start - 16, found[i - 1][1] if i else 0) : start]
        yield _add_time(moment, after, before)


def drop_dates(text: str, language: str | None = None) -> str:
    """The text with a comma in place of each date and the label before it, and without weekdays beside one."""
    plain = _ascii_digits(text)
    if not _DIGIT.search(plain):
        return text
    if len(plain) == len(text) <= MAX_TEXT:
        for start, end, _ in reversed(_find_days(plain, language)):
            text = f"{_drop_label(text[:start])} , {text[end:]}"
    return " ".join(w for w in text.split() if w.strip(".,|").casefold() not in weekdays())


def _drop_label(text: str) -> str:
    """A text that a date follows, without the words that say so: "Ada Quill Published:"."""
    bare = text.rstrip(" :：-–—|(")
    folded = bare.casefold()
    label = next((label for label in _date_labels() if folded.endswith(label)), "")
    size = len(bare) - len(label)
    return bare[:size] if label and len(folded) == len(bare) and not bare[:size][-1:].isalpha() else text


def _find_days(text: str, language: str | None) -> list[tuple[int, int, Moment]]:
    """The days in a text of ASCII digits with where they begin and end, in reading order."""
    numbers = [match.start() for match in _NUMBER.finditer(text)]
    found: list[tuple[int, int, Moment]] = []
    for pattern, read in _READERS:
        if len(numbers) < 2:  # a day and its year
            break
        for match in _compile(pattern).finditer(text):
            if any(match.start() < end and start < match.end() for start, end, _ in found):
                continue
            moment = read(match, language)
            if moment is not None:
                found.append((match.start(), match.end(), moment))
                numbers = [n for n in numbers if not match.start() <= n < match.end()]
    return sorted(found, key=lambda item: item[0])


def _ascii_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9."""
    if text.isascii():
        return text
    text = text.replace("\u200e", "").replace("\u200f", "").replace("\u00a0", " ")
    return _DIGIT.sub(lambda m: str(unicodedata.digit(m.group())), text)


def build_moment(
    year: Any,
    month: Any,
    day: Any,
    hour: Any = None,
    minute: Any = None,
    second: Any = None,
    zone: str | None = None,
) -> Moment | None:
    """A moment of numbers or their digits, or `None` where there is no such day."""
    try:
        day_read = date(int(year), int(month), int(day))
    except ValueError:
        return None
    if not MIN_YEAR <= day_read.year <= MAX_YEAR or day_read == EPOCH:
        return None
    iso = day_read.isoformat()
    if hour is None or minute is None or int(hour) > 23 or int(minute) > 59:
        return Moment(day_read, iso)
    seconds = int(second or 0)
    return Moment(
        day_read,
        f"{iso}T{int(hour):02}:{int(minute):02}:{seconds if seconds < 60 else 0:02}{_read_zone(zone)}",
    )


def _read_zone(zone: str | None) -> str:
    """The offset that a zone means; empty where it is not known."""
    if not zone:
        return ""
    zone = zone.strip().lower().replace("−", "-")
    if zone in _zones():
        return _zones()[zone]
    match = _OFFSET.search(zone)
    if not match or int(match.group(2)) > 14 or int(match.group(3) or 0) > 59:
        return ""
    return f"{match.group(1)}{int(match.group(2)):02}:{match.group(3) or '00'}"


def _read_iso(match: re.Match[str], language: str | None = None) -> Moment | None:
    year, month, day, hour, minute, second, zone = match.groups()
    if int(month) > 12 >= int(day):  # 2019-22-11
        month, day = day, month
    return build_moment(year, month, day, hour, minute, second, zone)


def _read_stamp(digits: str) -> Moment | None:
    seconds = int(digits) / (1000 if len(digits) > 11 else 1)
    moment = datetime.fromtimestamp(seconds, UTC)
    return build_moment(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, "z")


def _read_ymd(match: re.Match[str], language: str | None) -> Moment | None:
    year, month, day = match.groups()
    return build_moment(year, month, day)


def _read_dmy(match: re.Match[str], language: str | None) -> Moment | None:
    """Numbers alone: what cannot be a month is the day; else the order is the language's."""
    first, separator, second, year = match.groups()
    day, month = int(first), int(second)
    if month > 12 or (day <= 12 and separator != "." and _month_comes_first(language)):
        day, month = month, day
    if len(year) == 2:
        if separator == "-" and int(first) > 31:
            return None
        year = ("20" if int(year) < 70 else "19") + year
    return build_moment(year, month, day)


def _read_han(match: re.Match[str], language: str | None) -> Moment | None:
    year, month, day = match.groups()
    if len(year) == 2:
        year = "20" + year
    return build_moment(int(year) + 1911 if len(year) == 3 else year, month, day)


def _read_era(match: re.Match[str], language: str | None) -> Moment | None:
    era, year, month, day = match.groups()
    return build_moment(_ERAS[era] + (1 if year == "元" else int(year)), month, day)


def _read_words_dmy(match: re.Match[str], language: str | None) -> Moment | None:
    day, name, year = match.groups()
    return _read_words(year, name, day, language)


def _read_words_mdy(match: re.Match[str], language: str | None) -> Moment | None:
    name, day, year = match.groups()
    return _read_words(year, name, day, language)


def _read_words_ymd(match: re.Match[str], language: str | None) -> Moment | None:
    year, before, name, after = match.groups()
    return _read_words(year, name, before or after, language) if before or after else None


def _read_words_short(match: re.Match[str], language: str | None) -> Moment | None:
    day, name, year = match.groups()
    if (language or "").startswith("th"):  # the last digits of a Buddhist year
        return _read_words("25" + year, name, day, language)
    return _read_words("20" + year, name, day, language) if int(year) < 70 else None


def _read_words(year: str, name: str, day: str, language: str | None) -> Moment | None:
    name = name.casefold().replace("\u0307", "").rstrip("'’")
    month = find_month(name, language)
    if month:
        number = int(year)
        if number > 2400:  # the Buddhist era
            number -= 543
        return build_moment(number, month, day)
    month = _jalali_months().get(name)
    return _read_jalali(int(year), month, int(day)) if month else None


def find_month(name: str, language: str | None) -> int | None:
    """The number of a month by its case-folded name; the page's language decides between two."""
    # Hebrew writes "in May" as one word.
    numbers = _months().get(name) or (_months().get(name[1:]) if name[:1] == "ב" else None)
    if numbers is None:
        return None
    if len(numbers) > 1 and language:
        return numbers.get(language.split("-")[0].lower()) or next(iter(numbers.values()))
    return next(iter(numbers.values()))


def _read_jalali(year: int, month: int, day: int) -> Moment | None:
    """A day of the Iranian solar calendar, by the 33-year cycle (right from 1206 to 1498)."""
    if not 1200 < year < 1500 or not 1 <= day <= 31:
        return None
    leaps = (year - 1) // 33 * 8 + ((year - 1) % 33 + 3) // 4
    before = (year - 1) * 365 + leaps + (month - 1) * 31 - max(0, month - 7) + day - 1
    return _moment_of(date.fromordinal(226895 + before))


def _read_jalali_numbers(match: re.Match[str], language: str | None) -> Moment | None:
    year, month, day = map(int, match.groups())
    return (
        _read_jalali(year, month, day)
        if 1 <= month <= 12 and (language or "fa")[:2] in ("fa", "ps")
        else None
    )


def _moment_of(day: date) -> Moment | None:
    return build_moment(day.year, day.month, day.day)


def _add_time(moment: Moment, after: str, before: str) -> Moment:
    """The moment with the time that stands beside its day."""
    match = _TIME.search(after) if len(after) > 3 else None
    if match is None or match.start() > 14:
        times = list(_TIME.finditer(before))
        match = times[-1] if times and match is None else match
    if match is None:
        return moment
    later, hour, minute, second, letter, word, zone = match.groups()
    number = int(hour)
    half = (
        letter or {"π": "a", "μ": "p", "ص": "a", "م": "p"}.get((word or "")[:1], (word or "")[:1])
    ).lower()
    if (half == "p" or later) and number < 12:
        number += 12
    elif half == "a" and number == 12:
        number = 0
    day = moment.day
    return build_moment(day.year, day.month, day.day, number, minute, second, zone) or moment


def _month_comes_first(language: str | None) -> bool:
    """Whether 03/04 is March 4th in a language as a page declares it."""
    return (language or "").lower().replace("_", "-") in _data()["month_first"]


def find_date_language(language: str | None, host: str) -> str | None:
    """The language that a site's dates are written in: with its country where only the host tells that."""
    country = host.rpartition(".")[2]
    return f"en-{country}" if language == "en" and country in _data()["day_first_hosts"] else language


def put_days_first(texts: Iterable[str]) -> bool:
    """Whether one of the numeric dates in these texts can only begin with its day."""
    return any(
        int(first) > 12 >= int(second) for text in texts for first, second in re.findall(_NUMBERS, text)
    )


# Tried in this order; what one has read, the later ones leave alone.
_READERS: tuple[tuple[str, Callable[[re.Match[str], str | None], Moment | None]], ...] = (
    (_ISO, _read_iso),
    (_YMD, _read_ymd),
    (_JALALI, _read_jalali_numbers),
    (_HAN_ERA, _read_era),
    (_HAN, _read_han),
    (_MONGOLIAN, _read_ymd),
    (_WORDS_DMY, _read_words_dmy),
    (_WORDS_MDY, _read_words_mdy),
    (_WORDS_YMD, _read_words_ymd),
    (_DMY, _read_dmy),
    (_WORDS_SHORT, _read_words_short),
)


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _data() -> Any:
    return load("dates.json")


@cache
def _zones() -> dict[str, str]:
    return dict(_data()["zones"])


@cache
def _months() -> dict[str, dict[str, int]]:
    """Of each month name its number by language."""
    names: dict[str, dict[str, int]] = {}
    for language, months in _data()["months"].items():
        for number, spellings in enumerate(months, 1):
            for name in spellings.split(", "):
                names.setdefault(name, {})[language] = number
    return names


@cache
def _date_labels() -> tuple[str, ...]:
    """What says that a date follows, case folded, the longest first."""
    labels = {label.casefold() for kind in ("published", "dated", "updated") for label in _data()[kind]}
    return tuple(sorted(labels, key=len, reverse=True))


@cache
def weekdays() -> frozenset[str]:
    """The names of the days of the week and their short forms, case folded, in all languages."""
    return frozenset(_data()["weekdays"])


@cache
def _jalali_months() -> dict[str, int]:
    return {name: i for i, names in enumerate(_data()["jalali"], 1) for name in names.split(", ")}
