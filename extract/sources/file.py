"""Files: regular ones, pipes and devices alike."""

from __future__ import annotations

from extract.sources import Source, SourceError
from extract.sources.size import read_limited


def read_file(path: str, max_size: int) -> Source:
    """Read a file, up to `max_size` bytes."""
    try:
        with open(path, "rb") as stream:
            return Source(path, read_limited(stream, max_size))
    except IsADirectoryError as error:
        raise SourceError("folder", "a folder is no page; pass the files in it") from error
    except FileNotFoundError as error:
        raise SourceError("not-found", _explain_missing(path)) from error
    except PermissionError as error:
        raise SourceError("not-allowed", "no permission to read it") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SourceError("unreadable", f"cannot be read ({reason})") from error


def _explain_missing(path: str) -> str:
    if "://" in path:
        return "no such file, and only http:// and https:// addresses are fetched"
    return "no such file; the address of a page begins with https://"
