"""Files: regular ones, pipes and devices alike."""

from __future__ import annotations

import os
from typing import BinaryIO

from extract.sources.size import read_limited
from extract.sources.source import Source, SourceError
from extract.sources.wrapped import unwrap_page

NOT_FOUND = "not-found"


def read_file(path: str, max_size: int) -> Source:
    """Read a file, up to `max_size` bytes; one compressed by gzip and a browser's MHTML give their page."""
    with open_file(path) as stream:
        try:
            source = Source(path, read_limited(stream, max_size))
        except OSError as error:
            raise explain_failure(path, error) from error
    return unwrap_page(source, max_size)


def open_file(path: str) -> BinaryIO:
    """Open a file to be read. Raises `SourceError`."""
    try:
        return open(path, "rb")
    except (OSError, ValueError) as error:
        raise explain_failure(path, error) from error


def explain_failure(path: str, error: OSError | ValueError) -> SourceError:
    """Why a file or folder cannot be read; a `ValueError` is that of a NUL in the name."""
    match error:
        case IsADirectoryError():
            return SourceError("folder", "a folder is no page; for all pages in it there is cleancopy batch")
        case FileNotFoundError() | NotADirectoryError():
            return SourceError(NOT_FOUND, _explain_missing(path))
        case PermissionError():
            return SourceError("not-allowed", "no permission to read it")
        case OSError():
            return SourceError("unreadable", f"cannot be read ({error.strerror})")
        case _:
            return SourceError("unreadable", f"cannot be read ({error})")


def _explain_missing(path: str) -> str:
    if os.path.islink(path):
        return "a link that leads nowhere"
    if "://" in path:
        return "no such file, and only http:// and https:// addresses are fetched"
    return "no such file; the address of a page begins with https://"
