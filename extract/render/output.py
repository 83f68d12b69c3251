"""Where results go: standard output as they come, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from types import TracebackType
from typing import BinaryIO, Self


class OutputError(Exception):
    """The output could not be written. A closed pipe is not one of these: it stays `BrokenPipeError`."""


class StandardOutput:
    """Standard output in bytes, so that no locale can refuse a character."""

    def __init__(self) -> None:
        if sys.stdout is None:
            raise OutputError("standard output is closed; name a file with -o")
        self.terminal = sys.stdout.isatty()

    def write(self, data: bytes) -> None:
        """Write and pass on at once, so that a reader sees each page as it is done."""
        try:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"standard output cannot be written ({error.strerror})") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class FileOutput:
    """A file written under another name beside its place and moved there when all went well.

    Pipes and devices are written directly. A symbolic link stays, and what it points to is replaced; the
    permissions of a replaced file stay too. With nothing written, or after an error, all is left as it was.
    """

    terminal = False

    def __init__(self, path: str) -> None:
        self.path = path
        self.place = path
        self.written = False
        self.draft: str | None = None
        try:
            self.stream = self._open()
        except (OSError, ValueError) as error:
            raise explain_failure(self.path, error) from error

    def _open(self) -> BinaryIO:
        try:
            mode = os.stat(self.path).st_mode
        except FileNotFoundError:
            mode = None
        if mode is not None and not stat.S_ISREG(mode):
            return open(self.path, "wb")
        self.place = os.path.realpath(self.path)
        folder, name = os.path.split(self.place)
        draft = os.path.join(folder, f".{name[:100]}.{os.urandom(4).hex()}.part")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        self.draft = draft
        if mode is not None:
            os.fchmod(descriptor, stat.S_IMODE(mode))
        return open(descriptor, "wb")

    def write(self, data: bytes) -> None:
        """Add to the file; it is not in its place before the end."""
        self.written = True
        try:
            self.stream.write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise explain_failure(self.path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.stream.close()
            if self.draft and self.written and kind is None:
                os.replace(self.draft, self.place)
                self.draft = None
        except BrokenPipeError:
            raise
        except OSError as failure:
            if kind is None:
                raise explain_failure(self.path, failure) from failure
        finally:
            if self.draft:
                os.unlink(self.draft)


def explain_failure(path: str, error: OSError | ValueError) -> OutputError:
    """Why a path cannot be written, in words."""
    if isinstance(error, FileNotFoundError):
        return OutputError(f"{path}: cannot be written (no such folder; make it first)")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return OutputError(f"{path}: cannot be written ({reason})")


def make_folder(path: str) -> None:
    """Make a folder for several files, where there is none. Raises `OutputError`."""
    try:
        os.makedirs(path, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise OutputError(f"{path}: no folder can be made there ({reason})") from error


def open_output(path: str | None) -> StandardOutput | FileOutput:
    """The output of this path; `None` and `-` are standard output. Raises `OutputError`."""
    return StandardOutput() if path in (None, "-") else FileOutput(str(path))
