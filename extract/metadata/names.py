"""Names of people out of bylines: split, and freed of "By", roles, places, addresses and dates.

Rubbish yields nothing. What words mean in bylines is data (`byline_words`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from extract.metadata.bearers import is_agency
from extract.metadata.byline_words import PARTICLES, credits_by, drop_by, load_bylines, load_words
from extract.metadata.evidence import clean_text
from extract.metadata.moments import find_month, weekdays
from extract.metadata.plain import bare

MAX_BYLINE = 600  # characters of one value
MAX_NAME = 60
MAX_WORDS = 6
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
_LABEL = re.compile(r"[^\W\d]\s?[:：]\s")
_REPORTS = ("報導", "报导", "报道", "報道")  # where from: "花蓮報導"
_USERNAME = re.compile(r"[a-zA-Z][\w.\-]{0,28}\w", re.A)
_CONSONANTS = re.compile(r"\b[BCDFGHJKLMNPQRSTVWXZ]{3,}\b")


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
    joints = _splitter().split(drop_by(text))
    for i in range(0, len(joints), 2):
        joint, piece = joints[i - 1].strip() if i else "", joints[i].strip()
        if names and _SUFFIX.match(piece):
            names[-1] += f" {piece}"
            continue
        # What a label tells of is no author's: "Ada Quill, Photos: Ben Hall, Cy Moss".
        if _LABEL.search(drop_by(piece)) or (names and credits_by(piece)):
            break
        name = _clean_name(piece, sure=sure)
        if name is not None and names and (_is_title(name) or name.split()[0] in load_words("of")):
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
    return joint != "," and any(word in load_words("of") for word in office.casefold().split())


def _clean_name(text: str, *, sure: bool = False) -> str | None:
    """One name as it would be printed, or `None` where the text is none."""
    text = _TRAILING.sub("", drop_by(_TRAILING.sub("", text)))
    words = text.split()
    if bare(text) in load_words("desks"):
        return text
    for i, word in enumerate(words):
        if i and _ends_name(word, words[i - 1]):
            words = words[: i - (find_month(bare(words[i - 1]), None) is not None)]
            break
    if len(words) > 1 and len(words[0]) > 2 and _is_and(words[0]):  # "with Ada Quill"
        words = words[1:]
    if len(words) > 1 and bare(words[-1]) in load_words("by_inside"):  # "Artikel von", and no name
        return None
    words = _drop_agency(_drop_roles(_drop_degrees(words)))
    name = _TRAILING.sub("", " ".join(words))
    if not is_name(name) and not (sure and _may_be_account(name)):
        return None
    if len(words) == 1 and (_is_calendar(bare(name)) or name.casefold() in load_words("by")):
        return None
    return _print_case(name)


def _is_and(word: str) -> bool:
    return word.casefold() in load_words("and") and (
        word.islower() or word.casefold() not in load_words("and_or_name")
    )


def _is_calendar(word: str) -> bool:
    return find_month(word, None) is not None or word in weekdays()


def _ends_name(word: str, before: str) -> bool:
    """Whether a word behind others is no part of a name any more, nor is what follows."""
    plain = bare(word)
    if plain in load_words("stop"):
        # A word that names have too, "Le" or "El", is written small where it is none of them.
        return word.islower() or plain not in load_words("stop_or_name")
    return _NUMBER.search(word) is not None or (
        plain.isdigit() and find_month(bare(before), None) is not None
    )


def is_office(text: str) -> bool:
    """Whether a text tells what someone does: "Staff writer", "Director of Bridges"."""
    return any(word in load_words("role_words") for word in text.casefold().replace(",", " ").split())


def _is_title(name: str) -> bool:
    """Whether what follows a name is a degree ("CFP"), a job or an office, and no name."""
    words = name.casefold().split()
    if is_agency(name):
        return False
    return any(w in load_words("role_words") for w in words) or (
        len(words) == 1 and name.isupper() and len(name) < 7
    )


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
    if name.endswith(_REPORTS):
        return False
    return name.casefold() not in load_words("roles") and not (name.endswith(".") and len(name.split()) > 4)


def is_small(word: str) -> bool:
    """Whether a word begins with a small letter that could be a capital; Georgian names cannot."""
    return word[0].islower() and word[0].title() != word[0]


def _may_be_account(name: str) -> bool:
    plain = bare(name)
    known = _is_calendar(plain) or any(plain in load_words(kind) for kind in ("roles", "stop", "and", "by"))
    return _USERNAME.fullmatch(name) is not None and name.count(".") < 3 and not known


def _drop_degrees(words: list[str]) -> list[str]:
    """A name of several words without what its bearer studied ("med.", "M.Sc."); the title "Dr." is printed."""
    kept = [word for word in words if word.casefold() not in load_words("degrees")]
    return kept if len(kept) > 1 else words


def _drop_roles(words: list[str]) -> list[str]:
    """Words without a role before or behind the name."""
    for size in (3, 2, 1):
        # In scripts without capitals a name may be one word: what stands behind it is no part of it.
        while (
            words
            and len(words) > size + (words[-1] < "\u0370")
            and bare(" ".join(words[-size:])) in load_words("roles")
            and not _is_surname(words)
        ):
            words = words[:-size]
            if size == 1:
                while len(words) > 2 and bare(words[-1]) in load_words("role_fields"):
                    words = words[:-1]
        while len(words) > size + 1 and _leads(" ".join(words[:size])):
            words = words[size:]
    return words


def _is_surname(words: list[str]) -> bool:
    """Whether the last word is written as a name though a degree sounds the same: "Jack Ma", "Jane Doe, MA"."""
    last = words[-1]
    return last.casefold() in load_words("degree_or_name") and (
        not last.isupper() or " ".join(words).isupper()
    )


def _leads(words: str) -> bool:
    """Whether words that a name begins with are a role; degrees stand behind it."""
    plain = bare(words)
    return plain in load_words("roles") and plain not in load_words("degree_or_name")


def _drop_agency(words: list[str]) -> list[str]:
    """Words without the agency behind a person's name."""
    for size in (4, 3, 2, 1):
        if len(words) > size + 1 and " ".join(words[-size:]).casefold() in load_words("agencies"):
            return words[:-size]
    return words


def _print_case(name: str) -> str:
    """A name in capitals as names are written; one word of capitals may be an agency's."""
    words = name.split()
    if not name.isupper() or len(words) < 2 or max(map(len, words)) < 3 or _CONSONANTS.search(name):
        return name
    return " ".join(
        w.lower() if i and w.lower() in PARTICLES else "-".join(p.capitalize() for p in w.split("-"))
        for i, w in enumerate(words)
    )


@cache
def _splitter() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(load_bylines()["and"], key=len, reverse=True))
    marks = "".join(re.escape(m) for m in load_bylines()["joined_marks"])
    return re.compile(
        rf"(\s{{1,3}}(?:{words})\s{{1,3}}|[{marks}]|,(?!\s{{0,3}}(?:Jr|Sr)\b)|\s{{1,3}}[-–—]+\s{{1,3}}|\s?&\s?)",
        re.I,
    )
