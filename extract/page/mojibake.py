"""Text that was UTF-8, was read as Latin-1 or windows-1252, and was saved so: "Earthâ€™s" for "Earth’s".

A page that was damaged so has hardly a letter of those that begin such sequences standing for itself.
"""

from __future__ import annotations

import re

# What the first bytes of most UTF-8 sequences look like; a page without any of these is not looked at closer.
_SIGNS = ("Ã", "â", "Ð", "Ø", "×", "Î", "ã", "ï", "ì", "à¸", "à¤")
_FIRST = "[\xc2-\xf4]"
_FURTHER = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
LEAST = 4  # sequences
SHARE = 0.9  # of the letters that could begin one
MAX_LENGTH = 2_000_000  # characters; beyond, the text stays as it is


def undo_mojibake(text: str) -> str:
    """The text as it was before, or the very same where it shows no such damage."""
    if text.isascii() or len(text) > MAX_LENGTH or not any(sign in text for sign in _SIGNS):
        return text
    sequences = len(re.findall(_FIRST + _FURTHER, text))
    if sequences < LEAST or sequences < SHARE * len(re.findall(_FIRST, text)):
        return text
    import ftfy  # few pages need it

    return ftfy.fix_encoding(text)
