"""The one error that reading a page can raise."""

from __future__ import annotations

CODES = {
    "empty": "there is nothing in the input, or only blanks",
    "binary": "the input is a picture, an archive, a PDF or other binary data",
    "json": "the input is a JSON document",
    "not-html": "the input is another kind of XML: a feed, a site map, a drawing",
    "bad-encoding": "the page declares an encoding that is refused because it can hide markup",
    "too-deep": "the page's tags nest so badly that its text would be lost",
    "too-complex": "the page is too large or too tangled to be parsed",
}


class UnreadablePage(ValueError):  # noqa: N818 - the word that users catch
    """The input holds no page. `code` is one of `CODES`, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
