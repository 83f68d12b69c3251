"""Where pages come from: standard input (`stdin`), files (`file`), the web (`web`), and all a batch's (`inputs`).

`open_source()` reads one of them, named as on the command line, into a `Source`: bytes, and what the
transport says about them. Every reader keeps to a limit of bytes and raises `SourceError` alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from extract.sources.web.policy import FetchPolicy

__all__ = ["STDIN", "Source", "SourceError", "StoreError", "is_url", "open_source"]

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


def open_source(name: str, *, max_size: int, fetching: FetchPolicy | None = None) -> Source:
    """Read a source: `-` is standard input, http and https are fetched, the rest are files.

    `max_size` is in bytes, `fetching` says how a page is fetched. Raises `SourceError`, and where a page is to
    be kept `StoreError`. Many pages of the web are better fetched by one `extract.sources.web.fetcher.Fetcher`.
    """
    if name == STDIN:
        from extract.sources.stdin import read_stdin

        return read_stdin(max_size)
    if is_url(name):
        from extract.sources.web.fetcher import Fetcher
        from extract.sources.web.policy import FetchPolicy

        with Fetcher(fetching or FetchPolicy(), max_size=max_size) as fetcher:
            return fetcher.fetch(name)
    from extract.sources.file import read_file

    return read_file(name, max_size)
