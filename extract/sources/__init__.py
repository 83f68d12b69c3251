"""Where pages come from: standard input (`stdin`), files (`file`), the web (`web`), and all a batch's (`inputs`).

`open_source()` reads one of them, named as on the command line, into a `Source`: bytes, and what the
transport says about them. Every reader keeps to a limit of bytes and raises `SourceError` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.sources.source import STDIN, Source, SourceError, StoreError, is_url

if TYPE_CHECKING:
    from extract.sources.web.policy import FetchPolicy

__all__ = ["STDIN", "Source", "SourceError", "StoreError", "is_url", "open_source"]


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
