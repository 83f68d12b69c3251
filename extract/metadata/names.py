"""Names of people out of bylines: split, and freed of "By", roles, places, addresses and dates.

Rubbish yields nothing. What words mean in bylines is data (`wording/bylines.json`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from extract.metadata.evidence import clean_text
from extract.metadata.moments import find_month, weekdays
from extract.metadata.plain import flatten
from extract.wording import load

MAX_BYLINE = 600  # characters of one value
MAX_NAME = 60
MAX_WORDS = 6
INITIALS = 5  # characters of a house's name in short
MAX_NAMES = 40
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|(?<!\S)[^\s@]++@(?=\S*?\.\S)\S+|(?<!\w)@\w+|\b[\w-]{1,60}\.(?:com|org|net|de|co\.uk)\b",
    re.I,
)
_BRACKETS = re.compile(r"[(\[（【<][^)\]）】>]{0,200}+[)\]）】>]")
_OPEN_BRACKET = re.compile(r"[(\[（【].{0,200}+$")
_NEXT_PERSON = (";", "|", "\n")  # what joins people, and nothing else
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.I)
_NUMBER = re.compile(r"\d{2,}|\d\s*[:.]\s*\d")
_TRAILING = re.compile(r"^[\s,.:;\-–—|/•·*\"“”„«»&]+|[\s,:;\-–—|/•·*\"“”„«»&]+$")
_BAD = re.compile(r"[:：?!=#{}<>\[\]_~^\\%$←→]|\.\.\.|…|https?:")
_JOINED_BY = re.compile(r"\s*(?:(?:written|posted|published)\s+)?(?-i:[Bb]y(?:by\s+|(?=[A-Z])))", re.I)
_USERNAME = re.compile(r"[a-zA-Z][\w.\-]{0,28}\w", re.A)
_CONSONANTS = re.compile(r"\b[BCDFGHJKLMNPQRSTVWXZ]{3,}\b")
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "zu",
        "zur",
        "al",
        "el",
        "bin",
        "ibn",
        "af",
        "av",
        "y",
        "e",
        "i",
        "und",
        "of",
        "the",
    ]
)


def read_names(value: object, *, inverted: bool = False, sure: bool = False) -> list[str]:
    """The names that a byline (or a value of structured data) states, in its order, each once.

    `inverted` values put the family name first: "Doe, Jane". A `sure` value is known to be of names, so
    that one word of small letters is a name, too.
    """
    text = clean_text(value)
    if text is None:
        return []
    text = text[:MAX_BYLINE]
    if inverted and text.count(",") == 1 and len(text.split()) < 5:
        family, _, given = text.partition(",")
        text = f"{given.strip()} {family.strip()}"
    text = _OPEN_BRACKET.sub("", _BRACKETS.sub(" ", _ADDRESS.sub(" , ", text)))
    names: list[str] = []
    office = ""  # what the piece before says that its bearer does
    joints = _splitter().split(_drop_by(text))
    for i in range(0, len(joints), 2):
        joint, piece = joints[i - 1].strip() if i else "", joints[i].strip()
        if names and _SUFFIX.match(piece):
            names[-1] += f" {piece}"
            continue
        name = clean_name(piece, sure=sure)
        if name is not None and names and (_is_title(name) or name.split()[0] in _words("of")):
            office = piece
            continue
        if name is None or (names and _is_of_office(name, joint, office)):
            continue
        office = ""
        if name.casefold() not in {other.casefold() for other in names}:
            names.append(name)
        if len(names) >= MAX_NAMES:
            break
    return names


def _is_of_office(name: str, joint: str, office: str) -> bool:
    """Whether what follows an office belongs to it: "Ada Quill, Head of Rivers and Bridges, Wendstadt".

    `joint` is what joins it to the office.
    """
    if not office or joint in _NEXT_PERSON or is_agency(name):
        return False
    if " " not in name and name[0].isupper():
        return True
    return joint != "," and any(word in _words("of") for word in office.casefold().split())


def clean_name(text: str, *, sure: bool = False) -> str | None:
    """One name as it would be printed, or `None` where the text is none."""
    text = _TRAILING.sub("", _drop_by(_TRAILING.sub("", text)))
    words = text.split()
    if _bare(text) in _words("desks"):
        return text
    for i, word in enumerate(words):
        if i and _ends_name(word, words[i - 1]):
            words = words[: i - (find_month(_bare(words[i - 1]), None) is not None)]
            break
    if len(words) > 1 and len(words[0]) > 2 and _is_and(words[0]):  # "with Ada Quill"
        words = words[1:]
    if len(words) > 1 and _bare(words[-1]) in _words("by_inside"):  # "Artikel von", and no name
        return None
    words = _drop_agency(_drop_roles(_drop_degrees(words)))
    name = _TRAILING.sub("", " ".join(words))
    if not is_name(name) and not (sure and _may_be_account(name)):
        return None
    if len(words) == 1 and (_is_calendar(_bare(name)) or name.casefold() in _words("by")):
        return None
    return _print_case(name)


def _is_and(word: str) -> bool:
    return word.casefold() in _words("and") and (
        word.islower() or word.casefold() not in _words("and_or_name")
    )


def _is_calendar(word: str) -> bool:
    return find_month(word, None) is not None or word in weekdays()


def _ends_name(word: str, before: str) -> bool:
    """Whether a word behind others is no part of a name any more, nor is what follows."""
    bare = _bare(word)
    if bare in _words("stop"):
        # A word that names have too, "Le" or "El", is written small where it is none of them.
        return word.islower() or bare not in _words("stop_or_name")
    return _NUMBER.search(word) is not None or (
        bare.isdigit() and find_month(_bare(before), None) is not None
    )


def is_office(text: str) -> bool:
    """Whether a text tells what someone does: "Staff writer", "Director of Bridges"."""
    return any(word in _words("role_words") for word in text.casefold().replace(",", " ").split())


def _is_title(name: str) -> bool:
    """Whether what follows a name is a degree ("CFP"), a job or an office, and no name."""
    words = name.casefold().split()
    if is_agency(name):
        return False
    return any(w in _words("role_words") for w in words) or (
        len(words) == 1 and name.isupper() and len(name) < 7
    )


def _bare(word: str) -> str:
    return word.casefold().strip(".,:")


def is_name(name: str) -> bool:
    """Whether a text may be the name of a person, a desk or an agency."""
    if not 2 <= len(name) <= MAX_NAME or len(name.split()) > MAX_WORDS or _BAD.search(name):
        return False
    # The vowel signs of Indic scripts and the points of Semitic ones are parts of letters.
    letters = len(name) if name.isalpha() else sum(unicodedata.category(c)[0] in "LM" for c in name)
    if letters < 2 or letters < 0.5 * len(name.replace(" ", "")) or sum(c.isdigit() for c in name) > 2:
        return False
    if name[0].islower() and not any(c.isupper() for c in name) and len(name.split()) != 2 and name.isascii():
        return False
    if len(name.split()) > 2 and sum(len(w) > 3 and is_small(w) for w in name.split()) > 1:
        return False  # a phrase
    return name.casefold() not in _words("roles") and not (name.endswith(".") and len(name.split()) > 4)


def is_small(word: str) -> bool:
    """Whether a word begins with a small letter that could be a capital; Georgian names cannot."""
    return word[0].islower() and word[0].title() != word[0]


def _may_be_account(name: str) -> bool:
    bare = _bare(name)
    known = _is_calendar(bare) or any(bare in _words(kind) for kind in ("roles", "stop", "and", "by"))
    return _USERNAME.fullmatch(name) is not None and name.count(".") < 3 and not known


def is_account(name: str) -> bool:
    """Whether a name is that of an account, and none that people have: "jdoe", "j.doe", "JDoe_7"."""
    if " " in name or not name.isascii() or is_agency(name):
        return False
    return name[0].islower() or not name.replace("-", "").isalpha()


def is_desk(name: str) -> bool:
    """Whether a name is that of a newsroom as a whole: "Newsdesk", "Redaktion"."""
    return _bare(name) in _words("desks")


def is_team(name: str) -> bool:
    """Whether a name is that of a part of a house: "The River Post Team"."""
    return name.casefold().rpartition(" ")[2] in _words("teams")


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency."""
    return name.casefold() in _words("agencies")


def is_nobody(name: str) -> bool:
    """Whether a name stands for no one: "admin", "Editor"."""
    plain = name.casefold().strip(".")
    return plain in _words("nobody") or ("admin" in plain if " " not in plain else plain.endswith(" admin"))


def is_house(name: str, sites: tuple[str, ...]) -> bool:
    """Whether a name is the site's own (`sites`: what it is called, as compared), a newsroom's, or no one's."""
    plain = flatten(name)
    if not plain or is_nobody(name) or is_desk(name):
        return True
    initials = name.isupper() and len(name) <= INITIALS
    return any(
        plain == site or (len(site) > 5 and site in plain) or (initials and site.startswith(plain))
        for site in sites
    )


def starts_with_by(text: str) -> bool:
    """Whether a text begins as a byline does."""
    words = text.split(maxsplit=4)
    if 1 < len(words) < 4 and words[-1] in _words("by_behind"):
        return True
    return _match_by(text) is not None or _starts_with_particle(words[:4])


def is_label(text: str) -> bool:
    """Whether a text is a word for "by" alone; "About" is above menus, too."""
    return (
        starts_with_by(f"{text} x")
        and not read_names(text, sure=True)
        and _bare(text) not in _words("no_labels")
    )


def find_byline(text: str) -> str | None:
    """The part of a line after its "by", where that stands inside it: "May 3 · By Jane Doe"."""
    match = _by_inside().search(text)
    return text[match.end() :] if match is not None else None


def credits_others(text: str) -> bool:
    """Whether a line names those who reviewed, translated or photographed, and not who wrote."""
    start = text[:40].casefold().lstrip("•·|-– ")
    return start.startswith(_credit_words())


def is_credit(text: str) -> bool:
    """Whether a text is a label of those who did not write, and nothing else: "Reviewed by"."""
    return " " in text and text.casefold().strip(" :") in _words("not_by")


def is_portrait(title: str, name: str) -> bool:
    """Whether the title of a picture says that it is someone's portrait: "Headshot of Jane Doe"."""
    words = title.replace("’", "'").casefold().partition(name.casefold())
    return bool(words[1]) and (words[0] + words[2]).strip(" :,-'s") in _words("portrait")


def is_credited(name: str, line: str) -> bool:
    """Whether a line names someone right behind words of credit: "… Reviewed by Jane Doe"."""
    before = line.partition(name)[0]
    return before.casefold().rstrip(" :\n").endswith(tuple(word for word in _credit_words() if " " in word))


def _drop_by(text: str) -> str:
    for _ in range(3):
        match = _match_by(text)
        if match is None or not text[match.end() :].strip():
            break
        text = text[match.end() :].strip()
    words = text.split()
    return " ".join(words[1:]) if _starts_with_particle(words) else text


def _starts_with_particle(words: list[str]) -> bool:
    """Whether the first word is a "by" that names begin with too ("Di Mario Rossi", "Di: Mario", but "Van Jones")."""
    if len(words) < 2 or words[0].casefold().rstrip(":") not in _words("by_or_name"):
        return False
    return (
        words[0].islower()
        or words[0].endswith(":")
        or (len(words) > 2 and words[1].casefold() not in _PARTICLES)
    )


def _drop_degrees(words: list[str]) -> list[str]:
    """A name of several words without what its bearer studied ("med.", "M.Sc."); the title "Dr." is printed."""
    kept = [word for word in words if word.casefold() not in _words("degrees")]
    return kept if len(kept) > 1 else words


def _drop_roles(words: list[str]) -> list[str]:
    """Words without a role before or behind the name."""
    for size in (3, 2, 1):
        # In scripts without capitals a name may be one word: what stands behind it is no part of it.
        while (
            words
            and len(words) > size + (words[-1] < "\u0370")
            and _bare(" ".join(words[-size:])) in _words("roles")
            and not _is_surname(words)
        ):
            words = words[:-size]
            if size == 1:
                while len(words) > 2 and _bare(words[-1]) in _words("role_fields"):
                    words = words[:-1]
        while len(words) > size + 1 and _leads(" ".join(words[:size])):
            words = words[size:]
    return words


def _is_surname(words: list[str]) -> bool:
    """Whether the last word is written as a name though a degree sounds the same: "Jack Ma", "Jane Doe, MA"."""
    last = words[-1]
    return last.casefold() in _words("degree_or_name") and (not last.isupper() or " ".join(words).isupper())


def _leads(words: str) -> bool:
    """Whether words that a name begins with are a role; degrees stand behind it."""
    bare = words.casefold().strip(".,:")
    return bare in _words("roles") and bare not in _words("degree_or_name")


def _drop_agency(words: list[str]) -> list[str]:
    """Words without the agency behind a person's name."""
    for size in (4, 3, 2, 1):
        if len(words) > size + 1 and " ".join(words[-size:]).casefold() in _words("agencies"):
            return words[:-size]
    return words


def _print_case(name: str) -> str:
    """A name in capitals as names are written; one word of capitals may be an agency's."""
    words = name.split()
    if not name.isupper() or len(words) < 2 or max(map(len, words)) < 3 or _CONSONANTS.search(name):
        return name
    return " ".join(
        w.lower() if i and w.lower() in _PARTICLES else "-".join(p.capitalize() for p in w.split("-"))
        for i, w in enumerate(words)
    )


@cache
def _data() -> Any:
    return load("bylines.json")


@cache
def _credit_words() -> tuple[str, ...]:
    return tuple(_data()["not_by"])


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _data()[name])  # which turns a final sigma into another


def _match_by(text: str) -> re.Match[str] | None:
    """What stands before the names; a word of letters needs a blank or a colon behind it."""
    start = text.lstrip()[:MAX_NAME].casefold()
    said = start.startswith(_by_words().get(start[:1], ()))  # cheaper than to compile a pattern
    return (_by(start[:1]).match(text) if said else None) or _JOINED_BY.match(text)


@cache
def _by_words() -> dict[str, tuple[str, ...]]:
    """The "by" of all languages, case folded, by their initials."""
    words: dict[str, tuple[str, ...]] = {}
    for word in map(str.casefold, _data()["by"]):
        words[word[:1]] = (*words.get(word[:1], ()), word)
    return words


@lru_cache(500)
def _by(initial: str) -> re.Pattern[str]:
    """The "by" of any language with this initial; one pattern of all would take as long to compile as a page."""
    chosen = (re.escape(word) for word in _data()["by"] if word.casefold()[:1] == initial)
    words = "|".join(sorted(chosen, key=len, reverse=True))
    return re.compile(rf"\s*(?:{words})(?:\s*[:：՝|｜/／]\s*|\s+(?!,))", re.I)


@cache
def _by_inside() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _data()["by_inside"]), key=len, reverse=True))
    # Where words have no blanks between them, only a colon tells the word from a part of another.
    marks = "|".join(map(re.escape, _data()["by_with_colon"]))
    return re.compile(rf"(?<![^\s|·•,/–—-])(?:{words})[:\s]\s*(?=[^\W\d_])|(?:{marks})\s*[:：]\s*", re.I)


@cache
def _splitter() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(_data()["and"], key=len, reverse=True))
    marks = "".join(re.escape(m) for m in _data()["joined_marks"])
    return re.compile(
        rf"(\s{{1,3}}(?:{words})\s{{1,3}}|[{marks}]|,(?!\s{{0,3}}(?:Jr|Sr)\b)|\s{{1,3}}[-–—]+\s{{1,3}}|\s?&\s?)",
        re.I,
    )
