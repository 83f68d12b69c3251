"""gzip files member by member: behind damage, reading goes on with the next one.

Crawls and logs keep each record in a member of its own, so that damage need not cost more than that; the `gzip`
module ends with the first.
"""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

MAGIC = b"\x1f\x8b\x08"
_GZIP = 16 + zlib.MAX_WBITS
_FEED = 1 << 16  # compressed bytes at a time, and how far before damage the next member is looked for
_PROBE = 1 << 10  # bytes by which a member is told from what only begins like one


class GzipStream(io.RawIOBase):
    """The decompressed bytes of a file, part by part.

    A part begins with the file, and where there is a `mark` with each member whose contents begin so, or with
    what is no member. Reading raises `zlib.error` at damage and `EOFError` where the file is cut off;
    `next_part()` goes on behind.
    """

    def __init__(self, file: BinaryIO, mark: bytes = b"") -> None:
        self._file = file
        self._mark = mark
        self._fed = b""  # compressed bytes that were read and not used
        self._member: zlib._Decompress | None = None
        self._start = 0  # of the member, in the file
        self._is_new = True  # the next member begins a part

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as it goes in one step; 0 at the end of the part."""
        data = b""
        while not data:
            member = self._member or self._begin_member()
            if member is None:
                return 0
            data = self._inflate(member, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def next_part(self) -> bool:
        """Go on behind the end of a part, or behind damage; whether anything is there."""
        self._is_new = True
        if self._member is None:
            return bool(self._fed)
        self._member = None
        # A member that lost its end takes the next one's start for its own data, until that makes no sense.
        return self._find_member(max(self._start + 1, self._file.tell() - len(self._fed) - _FEED))

    def _begin_member(self) -> zlib._Decompress | None:
        """The next member of the part, if there is one; zeros between members are padding."""
        self._fed = self._fed.lstrip(b"\0")
        while not self._fed:
            chunk = self._file.read(_FEED)
            if not chunk:
                return None
            self._fed = chunk.lstrip(b"\0")
        if not self._is_new and self._begins_part():
            return None
        self._is_new = False
        self._start = self._file.tell() - len(self._fed)
        self._member = zlib.decompressobj(_GZIP)
        return self._member

    def _begins_part(self) -> bool:
        if len(self._fed) < _FEED:
            self._fed += self._file.read(_FEED)
        if not self._mark:
            return False
        start = _probe(self._fed)
        return start is None or start.startswith(self._mark)

    def _inflate(self, member: zlib._Decompress, size: int) -> bytes:
        fed = self._fed = self._fed or self._file.read(_FEED)
        data = member.decompress(fed, size)
        self._fed = member.unconsumed_tail
        if member.eof:
            self._fed, self._member = member.unused_data, None
        elif not fed and not data:
            raise EOFError
        return data

    def _find_member(self, position: int) -> bool:
        """Go to the first member from a position on that can be read."""
        self._fed = window = b""
        is_last = False
        while not is_last:
            chunk = self._read_at(position + len(window))
            window += chunk
            is_last = len(chunk) < _FEED
            at = window.find(MAGIC)
            while at >= 0 and (is_last or at + _PROBE <= len(window)):
                if _probe(window[at : at + _PROBE]):
                    self._file.seek(position + at)
                    return True
                at = window.find(MAGIC, at + 1)
            position += max(0, len(window) - _PROBE + 1)
            window = window[-_PROBE + 1 :]
        return False

    def _read_at(self, position: int) -> bytes:
        self._file.seek(position)
        return self._file.read(_FEED)


def _probe(compressed: bytes) -> bytes | None:
    """The first bytes of a member, `None` where it makes no sense."""
    try:
        return zlib.decompressobj(_GZIP).decompress(compressed, _PROBE)
    except zlib.error:
        return None
