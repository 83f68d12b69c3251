"""Standard input."""

from __future__ import annotations

import sys

from extract.sources.size import read_limited
from extract.sources.source import STDIN, Source, SourceError


def read_stdin(max_size: int) -> Source:
    """Read standard input to its end, up to `max_size` bytes."""
    if sys.stdin is None:
        raise SourceError("unreadable", "it is closed; pipe a page in, or name a file or URL")
    try:
        return Source(STDIN, read_limited(sys.stdin.buffer, max_size))
    except OSError as error:
        raise SourceError("unreadable", f"cannot be read ({error.strerror})") from error
