"""The decompressed bytes of a container, drawn within bounds.

Readers of archives believe what headers say, and hold in memory whatever is said to be a header. They draw
from a `Tap`, which ends such a draw, and makes one error of every failure of the file and its compression.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import cast

from extract.sources import SourceError
from extract.sources.file import open_file
from extract.sources.members import broken
from extract.sources.size import CHUNK
from extract.sources.xz import XzStream

HEADERS = 1 << 20  # bytes that headers may take between two members
_FAILURES: tuple[type[Exception], ...] = (EOFError, OSError, zlib.error, lzma.LZMAError)


class Tap:
    """A stream that is read forward. `position` counts the bytes drawn so far."""

    def __init__(self, stream: io.BufferedIOBase, failures: tuple[type[Exception], ...] = _FAILURES) -> None:
        self._stream = stream
        self._failures = failures
        self._failure: Exception | None = None
        self.position = 0
        self._end: int | None = None

    def tell(self) -> int:
        """The same as `position`, for readers that ask a file."""
        return self.position

    def read(self, size: int) -> bytes:
        """The next bytes, fewer at the end and before damage. Raises `ContainerError`."""
        chunks = []
        while size > 0 and (chunk := self._draw(self._stream.read1, size)):
            chunks.append(chunk)
            size -= len(chunk)
        return self._pass_on(b"".join(chunks))

    def read_line(self, size: int) -> bytes:
        """The next line, or the first `size` bytes of it. Raises `ContainerError`."""
        return self._pass_on(self._draw(self._stream.readline, size))

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
def open_tap(path: bytes) -> Iterator[Tap]:
    """Open a container, decompressed as the end of its name says. Raises `SourceError`."""
    ending = path.lower().rpartition(b".")[2]
    with open_file(os.fsdecode(path)) as file:
        match ending:
            case b"gz" | b"tgz":
                yield Tap(gzip.GzipFile(fileobj=file))
            case b"bz2" | b"tbz2" | b"tbz":
                yield Tap(bz2.BZ2File(file))
            case b"xz" | b"txz":
                yield Tap(io.BufferedReader(XzStream(file)))
            case b"zst" | b"tzst":
                zstd = _import_zstd()
                yield Tap(zstd.ZstdFile(file), (*_FAILURES, zstd.ZstdError))
            case _:
                yield Tap(cast(io.BufferedIOBase, file))


@contextmanager
def open_stdin() -> Iterator[Tap]:
    """Standard input. Raises `SourceError` where it is closed."""
    if sys.stdin is None:
        raise SourceError("unreadable", "standard input is closed")
    yield Tap(cast(io.BufferedIOBase, sys.stdin.buffer))


def _import_zstd() -> ModuleType:
    try:
        return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    except ImportError as error:
        message = "reading .zst needs a package more; install it with pip install 'cleancopy[zstd]'"
        raise SourceError("no-reader", message) from error
