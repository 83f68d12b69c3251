"""Pages that are stored in a wrapping: compressed by gzip, or as a browser's single file (MHTML)."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, cast

from extract.sources import Source, SourceError, is_url
from extract.sources.content_type import HTML_TYPES
from extract.sources.size import read_limited

if TYPE_CHECKING:
    from email.message import Message

GZIP = b"\x1f\x8b"
_MHTML = (".mhtml", ".mht")
_PARTS_WITHIN = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.I | re.M)
_NESTING = 16  # parts; the parser's time grows with their depth, and browsers use one or two


def unwrap_page(source: Source, max_size: int) -> Source:
    """The page itself: inflated where it begins as gzip does, taken out where its name ends as MHTML does.

    `max_size` is in bytes. Raises `SourceError`.
    """
    if source.data.startswith(GZIP):
        source = replace(source, data=inflate_gzip(source.data, max_size))
    if source.name.lower().removesuffix(".gz").endswith(_MHTML):
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


def read_mhtml(source: Source) -> Source:
    """The page of a saved web archive: its first HTML part. Raises `SourceError`."""
    from email import message_from_bytes

    if len(_PARTS_WITHIN.findall(source.data)) > _NESTING:
        raise SourceError("broken", "its parts are nested too deeply")
    root = _find_root(message_from_bytes(source.data))
    data = root.get_payload(decode=True) if root is not None else None
    if root is None or not isinstance(data, bytes):
        raise SourceError("broken", "there is no HTML part in it")
    url = str(root.get("Content-Location", "")).strip()
    return replace(
        source, data=data, url=url if is_url(url) else source.url, encoding=root.get_content_charset()
    )


def _find_root(message: Message) -> Message | None:
    """The part that is shown first; browsers write it before its frames."""
    parts = (part for part in message.walk() if part.get_content_type() in HTML_TYPES)
    return next(parts, None)
