"""How texts are compared: as lower-cased words without digits, punctuation and rival spellings."""

from __future__ import annotations

from codecs import charmap_build, charmap_decode, charmap_encode
from functools import cache
from typing import Any
from unicodedata import category, normalize

_CACHE_LIMIT = 20_000
# Rival spellings of one word: capitals without accents, missing letters and marks.
_RIVALS = {
    **dict(zip("άέήίόύώϊϋΐΰςёışţأإآيىكةґ", "αεηιουωιυιυσеișțاااییکهг", strict=True)),
    **dict.fromkeys(
        "\u0307\u093c\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u200c\u200d\u00ad\ufe0e\ufe0f", ""
    ),
    **dict.fromkeys("\u02bb\u02bc", " "),
    **dict.fromkeys("©ⓒ", " © "),  # a word of its own
}


class _Letters(dict[int, str]):
    """What each character is compared as: a letter or mark in lower case, or a blank; fills itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        letter = character.lower()[:1]
        if letter in _RIVALS:
            letter = _RIVALS[letter]
        elif not letter.isalpha() and category(character) not in ("Mn", "Mc"):
            letter = " "
        if len(self) < _CACHE_LIMIT:
            self[code] = letter
        return letter


_LETTERS = _Letters()
_ASCII = bytes(ord(_LETTERS[code]) if code < 128 else 32 for code in range(256))

# Python translates text that is not ASCII slowly. Most of it is of one script, and the letters of one script,
# ASCII and the common punctuation fit into 256 characters: the text becomes bytes by one table and normalised
# text by another. Combining marks are left out, since they can change the letter before them.
_PUNCTUATION = "\u00a0£«»©®·°¿–—‘’‚“”„•…‹›€™"
_LATIN = (
    "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßăąćčďđęěğıłńňőřśşšťůűźżžșțœāēīūėįųļņ"
    "ÀÁÂÃÄÅÆÇÈÉÊÍÎÓÔÖØÚÜĄĆČĐĘĞİŁŃŘŚŞŠŹŻŽȘȚŒ"
)
_SCRIPTS: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = (
    (_LATIN, ()),
    ("", ((0x0384, 0x03CE),)),
    ("№", ((0x0400, 0x045F), (0x0490, 0x0491))),
    ("", ((0x05BE, 0x05BE), (0x05D0, 0x05EA), (0x05F3, 0x05F4))),
    ("", ((0x060C, 0x061B), (0x061F, 0x063A), (0x0641, 0x064A), (0x0660, 0x066C), (0x067E, 0x067E),
          (0x0686, 0x0686), (0x0698, 0x0698), (0x06A9, 0x06AF), (0x06BA, 0x06BE), (0x06C1, 0x06C1),
          (0x06CC, 0x06CC), (0x06D2, 0x06D4), (0x06F0, 0x06F9))),
    ("", ((0x0901, 0x0928), (0x092A, 0x0930), (0x0932, 0x0933), (0x0935, 0x0939), (0x093D, 0x094D),
          (0x0964, 0x096F))),
)  # fmt: skip


@cache
def _read_script(number: int) -> tuple[Any, str]:
    """The table from characters to bytes, and that from bytes to normalised characters."""
    extra, ranges = _SCRIPTS[number]
    letters = _PUNCTUATION + extra + "".join(chr(c) for start, end in ranges for c in range(start, end + 1))
    letters = "".join(letter for letter in letters if _LETTERS[ord(letter)])
    codes = "".join(map(chr, range(128))) + letters[:128]
    compared = "".join(_LETTERS[ord(letter)].strip() or " " for letter in codes)
    return charmap_build(codes.ljust(256, "\ufffe")), compared.ljust(256, "\ufffe")


# Which table to try, by a character of the text, divided by 128.
_NUMBERS = {0: 0, 1: 0, 2: 0, 4: 0, 64: 0, 7: 1, 8: 2, 9: 2, 11: 3, 12: 4, 13: 4, 18: 5}


def split_words(text: str) -> list[str]:
    """The words of the text as they are compared."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII).decode("ascii").split()
    key = ord(text[0]) >> 7
    for _ in range(2):
        if key not in _NUMBERS:
            break
        to_bytes, to_letters = _read_script(_NUMBERS[key])
        try:
            found = charmap_decode(charmap_encode(text, "strict", to_bytes)[0], "strict", to_letters)[0]
        except UnicodeEncodeError as error:  # another script, or several
            key = ord(text[error.start]) >> 7
        else:
            return found.replace("©", " © ").split()
    return normalize("NFC", text).translate(_LETTERS).split()


def normalise(text: str) -> str:
    """Lower-cased words joined by single blanks: what a phrase is compared by."""
    return " ".join(split_words(text))


def is_unspaced(character: str) -> bool:
    """Whether the character is of a script that sets no (or few) spaces between words."""
    return character > "\u0dff" and (
        character > "\u2e7f" or character < "\u10a0" or "\u1780" <= character < "\u1800"
    )
