"""One page as it came, the errors of getting it, and how the command line names it."""

from __future__ import annotations

import re
from typing import NamedTuple

STDIN = "-"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.I)


class SourceError(Exception):
    """A source could not be read. `code` is a short documented word, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)  # both, so that it can go from process to process
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


class StoreError(Exception):
    """A page that was fetched cannot be kept; the message says where and why."""


class Source(NamedTuple):
    """One page as it came.

    `name` is what the user called it, `url` where it came from (after redirects), `encoding` the charset
    that its transport declared.
    """

    name: str
    data: bytes
    url: str | None = None
    encoding: str | None = None


def is_url(name: str) -> bool:
    """Whether a source's name is the address of a page on the web."""
    scheme = _SCHEME.match(name)
    return scheme is not None and scheme[1].lower() in ("http", "https")
