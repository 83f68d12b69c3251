"""Where pages come from: standard input (`stdin`), files (`file`), the web (`url`), and all a batch's (`inputs`).

`open_source()` reads one of them, named as on the command line, into a `Source`: bytes, and what the
transport says about them. Every reader keeps to a limit of bytes and raises `SourceError` alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["STDIN", "Source", "SourceError", "is_url", "open_source"]

STDIN = "-"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.I)


class SourceError(Exception):
    """A source could not be read. `code` is a short documented word, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Source:
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


def open_source(name: str, *, max_size: int, timeout: float) -> Source:
    """Read a source: `-` is standard input, http and https are fetched, the rest are files.

    `max_size` is in bytes, `timeout` in seconds (of a fetch). Raises `SourceError`.
    """
    if name == STDIN:
        from extract.sources.stdin import read_stdin

        return read_stdin(max_size)
    if is_url(name):
        from extract.sources.url import fetch_page

        return fetch_page(name, max_size=max_size, timeout=timeout)
    from extract.sources.file import read_file

    return read_file(name, max_size)
