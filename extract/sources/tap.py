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
from typing import BinaryIO, cast

from extract.sources import SourceError
from extract.sources.file import open_file
from extract.sources.members import broken
from extract.sources.xz import XzStream

HEADERS = 1 << 20  # bytes that headers may take between two members
_FAILURES: tuple[type[Exception], ...] = (EOFError, OSError, zlib.error, lzma.LZMAError)


class Tap:
    """A stream that is read forward; `end` is where the draw of headers must have ended, `None` for nowhere."""

    def __init__(self, stream: BinaryIO, failures: tuple[type[Exception], ...] = _FAILURES) -> None:
        self._stream = stream
        self._failures = failures
        self.position = 0
        self.end: int | None = None

    def tell(self) -> int:
        """Bytes drawn so far."""
        return self.position

    def read(self, size: int) -> bytes:
        """The next bytes, fewer only at the end. Raises `ContainerError`."""
        return self._draw(self._stream.read, size)

    def read_line(self, size: int) -> bytes:
        """The next line, or the first `size` bytes of it. Raises `ContainerError`."""
        return self._draw(self._stream.readline, size)

    def bound_headers(self, start: int) -> None:
        """Let the headers that begin at `start` take no more than `HEADERS` bytes."""
        self.end = start + HEADERS

    def _draw(self, read: Callable[[int], bytes], size: int) -> bytes:
        try:
            data = read(size)
        except self._failures as error:
            raise broken(
                f"damaged or cut off after byte {self.position:,}; what came before is read"
            ) from error
        self.position += len(data)
        if self.end is not None and self.position > self.end:
            raise broken(
                f"its headers after byte {self.end - HEADERS:,} do not end; what came before is read"
            )
        return data


@contextmanager
def open_tap(path: bytes) -> Iterator[Tap]:
    """Open a container, decompressed as the end of its name says. Raises `SourceError`."""
    ending = path.lower().rpartition(b".")[2]
    with open_file(os.fsdecode(path)) as file:
        match ending:
            case b"gz" | b"tgz":
                yield Tap(cast(BinaryIO, gzip.GzipFile(fileobj=file)))
            case b"bz2" | b"tbz2" | b"tbz":
                yield Tap(cast(BinaryIO, bz2.BZ2File(file)))
            case b"xz" | b"txz":
                yield Tap(cast(BinaryIO, io.BufferedReader(XzStream(file))))
            case b"zst" | b"tzst":
                zstd = _import_zstd()
                yield Tap(zstd.ZstdFile(file), (*_FAILURES, zstd.ZstdError))
            case _:
                yield Tap(file)


@contextmanager
def open_stdin() -> Iterator[Tap]:
    """Standard input. Raises `SourceError` where it is closed."""
    if sys.stdin is None:
        raise SourceError("unreadable", "standard input is closed")
    yield Tap(sys.stdin.buffer)


def _import_zstd() -> ModuleType:
    try:
        return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    except ImportError as error:
        message = "reading .zst needs a package more; install it with pip install 'cleancopy[zstd]'"
        raise SourceError("no-reader", message) from error
