"""Text that was UTF-8, was read as Latin-1 or windows-1252, and was saved so: "Earthâ€™s" for "Earth’s".

A page that was damaged so has hardly a letter of those that begin such sequences standing for itself.
"""

from __future__ import annotations

import re

_FIRST = "[\xc2-\xf4]"
_FURTHER = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
# The same in UTF-8: the byte that every first letter begins with, and those that the further ones begin with.
_FIRST_BYTE, _FURTHER_BYTES = b"\xc3", frozenset(b"\xc2\xc5\xc6\xcb\xe2")
LEAST = 4  # sequences
SHARE = 0.9  # of the letters that could begin one
PATIENCE = 200  # such letters that begin none, after which nobody looks further
MAX_LENGTH = 2_000_000  # characters; beyond, the text stays as it is


def undo_mojibake(text: str, data: bytes) -> str:
    """The text as it was before, or the very same where it shows no such damage; `data` is the text in UTF-8."""
    if len(text) > MAX_LENGTH or not _shows_signs(data):
        return text
    sequences = len(re.findall(_FIRST + _FURTHER, text))
    if sequences < LEAST or sequences < SHARE * len(re.findall(_FIRST, text)):
        return text
    return _fix(text)


def _fix(text: str) -> str:
    """The text as its pieces that are not ASCII say that it was: the others say nothing, and take the longest."""
    import ftfy  # few pages need it

    pieces = text.split("<")
    places = [i for i, piece in enumerate(pieces) if not piece.isascii()]
    fixed = ftfy.fix_encoding("<".join(pieces[i] for i in places))
    for i, piece in zip(places, fixed.split("<"), strict=True):
        pieces[i] = piece
    return "<".join(pieces)


def _shows_signs(data: bytes) -> bool:
    """Whether enough sequences stand among the first letters that could begin one; most pages have no such letter."""
    found = missed = 0
    place = data.find(_FIRST_BYTE)
    while place >= 0 and missed < PATIENCE:
        if data[place + 2 : place + 3] and data[place + 2] in _FURTHER_BYTES:
            found += 1
            if found == LEAST:
                return True
        else:
            missed += 1
        place = data.find(_FIRST_BYTE, place + 2)
    return False
