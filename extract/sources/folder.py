"""Folders: walked in a stable order, each file once, in memory that does not grow with what is in them."""

from __future__ import annotations

import heapq
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.sources import SourceError
from extract.sources.numbers import NumberSet
from extract.sources.selection import Selection

_RUN = 20_000  # names that are sorted at once


@dataclass(frozen=True, slots=True)
class Entry:
    """A regular file that was found, with its path below the folder named, or what could not be looked at."""

    path: bytes
    below: bytes
    status: os.stat_result | SourceError


@dataclass(frozen=True, slots=True)
class Visited:
    """The files and folders that were met so far, by device and inode: links lead to them again."""

    devices: dict[int, NumberSet] = field(default_factory=dict)

    def add(self, status: os.stat_result) -> bool:
        """Remember a file or folder; whether it is new. Where the file system numbers none, all are."""
        if status.st_ino == 0:
            return True
        return self.devices.setdefault(status.st_dev, NumberSet()).add(status.st_ino)


def walk_folder(root: bytes, selection: Selection, visited: Visited) -> Iterator[Entry]:
    """The files below a folder that can be pages or archives, by name, folder by folder.

    Pipes, sockets and devices are passed over. Links are followed; a file or folder that has more than one
    name is met under the first.
    """
    waiting = [_list_folder(root, b"")]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif isinstance(entry.status, SourceError):
            if entry.below.endswith(b"/") or selection.takes_file(entry.below):
                yield entry
        elif stat.S_ISDIR(entry.status.st_mode):
            if selection.enters_folder(entry.below) and visited.add(entry.status):
                waiting.append(_list_folder(entry.path, entry.below + b"/"))
        elif stat.S_ISREG(entry.status.st_mode):
            yield entry


def _list_folder(path: bytes, below: bytes) -> Iterator[Entry]:
    """All entries of a folder, or the one of the folder itself where it cannot be read."""
    try:
        runs = _read_names(path)
    except OSError as error:
        yield Entry(path, below, explain_failure(error))
        return
    for name in heapq.merge(*map(_split_names, runs)):
        inner = os.path.join(path, name)
        try:
            yield Entry(inner, below + name, os.stat(inner))
        except OSError as error:
            yield Entry(inner, below + name, explain_failure(error))


def _read_names(path: bytes) -> list[bytes]:
    """The names in a folder, as sorted runs that are held packed: a million names are a million objects."""
    runs: list[bytes] = []
    names: list[bytes] = []
    with os.scandir(path) as entries:
        for entry in entries:
            names.append(entry.name)
            if len(names) == _RUN:
                runs.append(b"/".join(sorted(names)))
                names.clear()
    if names:
        runs.append(b"/".join(sorted(names)))
    return runs


def _split_names(run: bytes) -> Iterator[bytes]:
    start = 0
    while (end := run.find(b"/", start)) >= 0:
        yield run[start:end]
        start = end + 1
    yield run[start:]


def explain_failure(error: OSError | ValueError) -> SourceError:
    """Why a file or folder cannot be looked at."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SourceError("not-found", "no such file, or a link that leads nowhere")
    if isinstance(error, PermissionError):
        return SourceError("not-allowed", "no permission to read it")
    reason = error.strerror if isinstance(error, OSError) else str(error)  # ValueError: a NUL in the name
    return SourceError("unreadable", f"cannot be read ({reason})")
