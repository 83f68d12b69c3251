"""Lists of paths and URLs, one a line."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator

from extract.sources.source import STDIN, is_url
from extract.sources.tap import open_stdin, open_tap

_LONGEST = 1 << 14  # bytes; what is longer is no path and no URL, and is refused in pieces


def read_list(path: bytes) -> Iterator[bytes]:
    """The paths and URLs of a list, `-` for standard input; blank lines are passed over.

    Raises `SourceError` where it cannot be read, or not any further.
    """
    with open_stdin() if path == os.fsencode(STDIN) else open_tap(path) as tap:
        while line := tap.read_line(_LONGEST):
            name = line.removeprefix(codecs.BOM_UTF8).rstrip(b"\r\n")
            bare = name.strip()
            if bare:
                yield bare if is_url(os.fsdecode(bare)) else name
