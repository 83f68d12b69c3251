"""Pages that are stored in a wrapping: compressed by gzip, or as a browser's single file (MHTML)."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO, cast

from extract.sources.size import read_limited
from extract.sources.source import Source, SourceError

GZIP = b"\x1f\x8b"
_MHTML = (".mhtml", ".mht")


def unwrap_page(source: Source, max_size: int) -> Source:
    """The page itself: inflated where it begins as gzip does, taken out where its name ends as MHTML does.

    `max_size` is in bytes. Raises `SourceError`.
    """
    if source.data.startswith(GZIP):
        source = source._replace(data=inflate_gzip(source.data, max_size))
    if source.name.lower().removesuffix(".gz").endswith(_MHTML):
        from extract.sources.mhtml import read_mhtml

        return read_mhtml(source)
    return source


def inflate_gzip(data: bytes, max_size: int) -> bytes:
    """Decompressed bytes, up to `max_size` of them. Raises `SourceError`."""
    import gzip

    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return read_limited(cast(BinaryIO, stream), max_size)
    except (EOFError, OSError, zlib.error) as error:
        raise SourceError("broken", "its compressed data is damaged or cut off") from error
