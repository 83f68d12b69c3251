"""Character references, as markup and the data in it have them."""

from __future__ import annotations


def unescape(text: str) -> str:
    """The text with its character references as the characters that they stand for."""
    if "&" not in text:
        return text
    import html  # its table of names takes longer to import than most pages' heads to read

    return html.unescape(text)
