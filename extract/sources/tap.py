"""The decompressed bytes of a container, drawn within bounds.

Readers of archives believe what headers say, and hold in memory whatever is said to be a header. They draw
from a `Tap`, which ends such a draw, and makes one error of every failure of the file and its compression.
"""

from __future__ import annotations

import bz2
import io
import lzma
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from extract.sources.codings import import_coding
from extract.sources.file import explain_failure, open_file
from extract.sources.gz import MAGIC, GzipStream
from extract.sources.members import broken
from extract.sources.size import CHUNK
from extract.sources.source import SourceError
from extract.sources.xz import XzStream

HEADERS = 1 << 20  # bytes that headers may take between two members
_BUFFER = 1 << 17  # bytes
_FAILURES: tuple[type[Exception], ...] = (EOFError, OSError, zlib.error, lzma.LZMAError)


class Tap:
    """A stream that is read forward. `position` counts the bytes drawn so far.

    `file` is the file behind it: a plain one can be gone back in at will, one in gzip be gone on with behind damage.
    """

    def __init__(
        self,
        stream: io.BufferedIOBase,
        failures: tuple[type[Exception], ...] = _FAILURES,
        file: io.BufferedIOBase | GzipStream | None = None,
    ) -> None:
        self._stream = stream
        self._failures = failures
        self._file = file
        self._failure: Exception | None = None
        self._again = io.BytesIO()  # what was put back
        self.position = 0
        self._end: int | None = None

    def tell(self) -> int:
        """The same as `position`, for readers that ask a file."""
        return self.position

    def seek(self, position: int) -> None:
        """Go forward to a position. Raises `ContainerError` where that lies behind."""
        if position < self.position:
            raise broken(f"its headers lead from byte {self.position:,} back to {position:,}")
        self.skip(position - self.position)

    def read(self, size: int) -> bytes:
        """The next bytes, fewer at the end and before damage. Raises `ContainerError`."""
        chunks = []
        while size > 0 and (chunk := self._again.read(size) or self._draw(self._stream.read1, size)):
            chunks.append(chunk)
            size -= len(chunk)
        return self._pass_on(b"".join(chunks))

    def read_line(self, size: int) -> bytes:
        """The next line, or the first `size` bytes of it. Raises `ContainerError`."""
        line = self._again.readline(size)
        if len(line) < size and not line.endswith(b"\n"):
            line += self._draw(self._stream.readline, size - len(line))
        return self._pass_on(line)

    def skip(self, size: int) -> bool:
        """Pass over bytes; whether there were as many."""
        while size > 0 and (chunk := self.read(min(size, CHUNK))):
            size -= len(chunk)
        return size == 0

    def put_back(self, data: bytes) -> None:
        """Let what was drawn last be drawn again."""
        if self._again.tell() >= len(data):
            self._again.seek(-len(data), os.SEEK_CUR)
        else:
            self._again = io.BytesIO(data + self._again.read())
        self.position -= len(data)

    def go_back(self, position: int, data: bytes) -> None:
        """Draw again what came after `position`: all of it from a plain file, else the `data` if that is all."""
        if self.position == position + len(data):
            self.put_back(data)
        elif self._file is self._stream:
            self._stream.seek(position)
            self._again = io.BytesIO()
            self.position = position

    def next_part(self) -> bool:
        """Go on behind damage, or behind the end of a part of the file; whether anything is there."""
        self._failure = None
        return isinstance(self._file, GzipStream) and self._file.next_part()

    def drain(self) -> None:
        """Read to the end, where compressed data tells whether it is whole. Raises `ContainerError`."""
        self.lift_bound()
        while self.read(CHUNK):
            pass

    def bound_headers(self, start: int) -> None:
        """Let the headers that begin at `start` take no more than `HEADERS` bytes."""
        self._end = start + HEADERS

    def lift_bound(self) -> None:
        """Let contents follow, of any length."""
        self._end = None

    def _draw(self, read: Callable[[int], bytes], size: int) -> bytes:
        if self._again.tell():
            self._again = io.BytesIO()
        if self._failure is not None:
            return b""
        try:
            return read(size)
        except self._failures as error:
            self._failure = error
            return b""

    def _pass_on(self, data: bytes) -> bytes:
        """Count what was drawn; a failure is raised when all before it was passed on."""
        self.position += len(data)
        if self._end is not None and self.position > self._end:
            raise broken(
                f"its headers after byte {self._end - HEADERS:,} do not end; what came before is read"
            )
        if self._failure is not None and not data:
            message = (
                f"damaged or cut off after {self.position:,} bytes of contents; what came before is read"
            )
            raise broken(message) from self._failure
        return data


@contextmanager
def open_tap(path: bytes, mark: bytes = b"") -> Iterator[Tap]:
    """Open a container, decompressed as the end of its name or its first bytes say. Raises `SourceError`.

    `mark` is what a part of it begins with, where one in gzip has several (see `GzipStream`).
    """
    ending = path.lower().rpartition(b".")[2]
    with cast(io.BufferedReader, open_file(os.fsdecode(path))) as file:
        match ending:
            case b"gz" | b"tgz":
                yield _open_gzip(file, mark)
            case b"bz2" | b"tbz2" | b"tbz":
                yield Tap(bz2.BZ2File(file))
            case b"xz" | b"txz":
                yield Tap(io.BufferedReader(XzStream(file)))
            case b"zst" | b"tzst":
                zstd = import_coding("zstd")
                yield Tap(zstd.ZstdFile(file), (*_FAILURES, zstd.ZstdError))
            case _ if _begins_as_gzip(file, path):
                yield _open_gzip(file, mark)
            case _:
                yield Tap(file, file=file)


def _begins_as_gzip(file: io.BufferedReader, path: bytes) -> bool:
    try:
        return file.peek(len(MAGIC)).startswith(MAGIC)
    except OSError as error:
        raise explain_failure(os.fsdecode(path), error) from error


def _open_gzip(file: BinaryIO, mark: bytes) -> Tap:
    stream = GzipStream(file, mark)
    return Tap(io.BufferedReader(stream, _BUFFER), file=stream)


@contextmanager
def open_stdin() -> Iterator[Tap]:
    """Standard input. Raises `SourceError` where it is closed."""
    if sys.stdin is None:
        raise SourceError("unreadable", "standard input is closed")
    yield Tap(cast(io.BufferedIOBase, sys.stdin.buffer))
