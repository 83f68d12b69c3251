"""xz streams within bounded memory: lzma's own files grant whatever dictionary a header asks for."""

from __future__ import annotations

import io
import lzma
from typing import BinaryIO

from extract.sources.size import CHUNK

_MEMORY = 128 << 20  # bytes; xz -9 asks for 65 MiB


class XzStream(io.RawIOBase):
    """The decompressed bytes of a file. Reading raises `LZMAError`, and `EOFError` where it is cut off."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decompressor = lzma.LZMADecompressor(memlimit=_MEMORY)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as it goes in one step; 0 at the end of the last stream."""
        data = b""
        while not data:
            rest = b""
            if self._decompressor.eof:
                rest = (self._decompressor.unused_data or self._file.read(CHUNK)).lstrip(b"\0")  # padding
                if not rest:
                    return 0
                self._decompressor = lzma.LZMADecompressor(memlimit=_MEMORY)
            elif self._decompressor.needs_input:
                rest = self._file.read(CHUNK)
                if not rest:
                    raise EOFError
            data = self._decompressor.decompress(rest, len(buffer))
        buffer[: len(data)] = data
        return len(data)
