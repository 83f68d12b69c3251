"""Where a batch's records go: a file, a compressed file, or a stream.

A file can be cut back to any size at which it was `settled`, and goes on from there. For a file that reads as
text, sizes are those of the file; the journal counts in bytes of the text.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import io
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import IO, Protocol

from extract.render.output import OutputError, StandardOutput, explain_failure

STANDARD_OUTPUT = "-"
RECORDS_PER_MEMBER = 128


class RecordFile(Protocol):
    """What all outputs can do. Raises `OutputError`, and `BrokenPipeError` for a reader that went away."""

    def write(self, line: bytes) -> bool:
        """Add a record; whether the file is complete up to it."""

    def settle(self, *, last: bool) -> int:
        """Bring what is complete to the disk and return the file's size; `last` completes the rest."""

    def cut(self, size: int) -> None:
        """Drop all beyond this size."""

    def open_text(self) -> AbstractContextManager[IO[bytes]]:
        """The text of all records, to be read at any place. Raises `OSError`."""

    def close(self) -> None:
        """Let go of the file."""


class PlainFile:
    """JSON Lines as they are."""

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
        except (OSError, ValueError) as error:
            raise explain_failure(path, error) from error
        self.stream = io.FileIO(descriptor, "r+b")

    def write(self, line: bytes) -> bool:
        _write_all(self.stream, self.path, line)
        return True

    def settle(self, *, last: bool) -> int:
        try:
            os.fsync(self.stream.fileno())
            return os.fstat(self.stream.fileno()).st_size
        except OSError as error:
            raise explain_failure(self.path, error) from error

    def cut(self, size: int) -> None:
        try:
            self.stream.truncate(size)
        except OSError as error:
            raise explain_failure(self.path, error) from error

    @contextlib.contextmanager
    def open_text(self) -> Iterator[IO[bytes]]:
        with open(self.path, "rb") as text:
            yield text

    def close(self) -> None:
        self.stream.close()


class CompressedFile(PlainFile):
    """The same in gzip: each member holds as many records as the next, so that a resumed file is no other."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.lines: list[bytes] = []

    def write(self, line: bytes) -> bool:
        self.lines.append(line)
        if len(self.lines) < RECORDS_PER_MEMBER:
            return False
        self._write_member()
        return True

    def settle(self, *, last: bool) -> int:
        if last and self.lines:
            self._write_member()
        return super().settle(last=last)

    def cut(self, size: int) -> None:
        self.lines.clear()
        super().cut(size)

    @contextlib.contextmanager
    def open_text(self) -> Iterator[IO[bytes]]:
        with tempfile.TemporaryFile(dir=os.path.dirname(self.path)) as text:
            with gzip.open(self.path) as stream:
                shutil.copyfileobj(stream, text, 1 << 20)
            yield text

    def _write_member(self) -> None:
        _write_all(self.stream, self.path, gzip.compress(b"".join(self.lines), 6, mtime=0))
        self.lines.clear()


class Stream:
    """Standard output, a pipe or a device: what was written stays written."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.stream: io.FileIO | None = None
        if path == STANDARD_OUTPUT:
            self.append: Callable[[bytes], None] = StandardOutput().write
        else:
            try:
                self.stream = io.FileIO(path, "wb")
            except OSError as error:
                raise explain_failure(path, error) from error
            self.append = functools.partial(_write_all, self.stream, path)

    def write(self, line: bytes) -> bool:
        self.append(line)
        return True

    def settle(self, *, last: bool) -> int:
        return 0

    def cut(self, size: int) -> None:
        pass

    def open_text(self) -> AbstractContextManager[IO[bytes]]:
        raise OutputError(f"{self.path}: cannot be read again")

    def close(self) -> None:
        if self.stream is not None:
            self.stream.close()


def open_file(path: str) -> PlainFile:
    """A file that can be gone on with, compressed where its name ends with .gz."""
    return CompressedFile(path) if path.endswith(".gz") else PlainFile(path)


def is_stream(path: str) -> bool:
    """Whether what is written there cannot be taken back."""
    try:
        return path == STANDARD_OUTPUT or not stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):  # there is no such file yet, or its name is none, which opening it will say
        return False


def _write_all(stream: io.FileIO, path: str, data: bytes) -> None:
    """Write to an unbuffered stream, which may take a part at a time."""
    view = memoryview(data)
    try:
        while view:
            view = view[stream.write(view) :]
    except BrokenPipeError:
        raise
    except OSError as error:
        raise explain_failure(path, error) from error
