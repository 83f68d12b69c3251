"""Folders: walked in a stable order, each file once, in memory that does not grow with what is in them."""

from __future__ import annotations

import heapq
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from extract.sources.file import explain_failure
from extract.sources.seen import Visited
from extract.sources.selection import Selection
from extract.sources.source import SourceError

_RUN = 20_000  # names that are sorted at once


@dataclass(frozen=True, slots=True)
class Entry:
    """A regular file that was found, with its path below the folder named, or what could not be looked at."""

    path: bytes
    below: bytes
    status: os.stat_result | SourceError


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
        yield Entry(path, below, explain_failure(os.fsdecode(path), error))
        return
    for name in heapq.merge(*map(_split_names, runs)):
        inner = os.path.join(path, name)
        try:
            yield Entry(inner, below + name, os.stat(inner))
        except OSError as error:
            yield Entry(inner, below + name, explain_failure(os.fsdecode(inner), error))


def _read_names(path: bytes) -> list[bytes]:
    """The names in a folder, as sorted runs that are held packed: a million names are a million objects."""
    runs: list[bytes] = []
    with os.scandir(path) as entries:
        while names := sorted([entry.name for entry in islice(entries, _RUN)]):
            runs.append(b"/".join(names))
    return runs


def _split_names(run: bytes) -> Iterator[bytes]:
    start = 0
    while (end := run.find(b"/", start)) >= 0:
        yield run[start:end]
        start = end + 1
    yield run[start:]
