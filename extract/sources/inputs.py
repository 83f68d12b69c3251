"""Where a batch's pages come from: files, folders, archives, crawls, lists of paths and URLs, JSON Lines.

`find_inputs()` streams them in a stable order and in memory that does not grow with their number. A file that
holds one page is only named, for the worker to open; what lies inside another file comes with its bytes.
Whatever cannot be read is an input too, with the reason, so that nothing is missing without a word.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.sources import Source, SourceError, is_url
from extract.sources.folder import Visited, explain_failure, walk_folder
from extract.sources.names import Origin, encode_name
from extract.sources.selection import Selection, make_selection


@dataclass(frozen=True, slots=True)
class Input:
    """One page of a batch: where it is still to be read, or its bytes, or why there are none.

    `name` goes into the record (see `names`). `stamp` changes when the page does. Exactly one of `place`, a
    path or URL for `open_source()`, and `source` is set.
    """

    name: str
    stamp: str
    place: str | None
    source: Source | SourceError | None


def find_inputs(
    paths: Sequence[str],
    *,
    lists: Sequence[str] = (),
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    html_field: str = "html",
    url_field: str = "url",
    max_size: int,
) -> Iterator[Input]:
    """The inputs of `paths` and then of the `lists`, files that name one path or URL a line.

    `include` and `exclude` choose among the files of folders and the members of archives (see `selection`).
    `html_field` and `url_field` name the fields of JSON Lines. `max_size` is in bytes, for every page.

    Raises `ValueError` for a glob that is none, before anything is read.
    """
    finder = _Finder(make_selection(include, exclude), Visited())
    return (found for path in paths for found in finder.find(os.fsencode(path)))


@dataclass(frozen=True, slots=True)
class _Finder:
    """What all paths of a batch have in common."""

    selection: Selection
    visited: Visited

    def find(self, path: bytes) -> Iterator[Input]:
        """The inputs of one path or URL that the user named."""
        place = os.fsdecode(path)
        if is_url(place):
            yield Input(encode_name(Origin(path)), "", place, None)
            return
        try:
            status = os.stat(path)
        except (OSError, ValueError) as error:
            yield _refuse(path, explain_failure(error))
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._find_in_folder(path, status)
        else:
            yield from self._find_in_file(path, status)

    def _find_in_folder(self, path: bytes, status: os.stat_result) -> Iterator[Input]:
        if not self.visited.add(status):
            return
        for entry in walk_folder(path, self.selection, self.visited):
            if isinstance(entry.status, SourceError):
                yield _refuse(entry.path, entry.status)
            elif self.selection.takes_file(entry.below) and self.visited.add(entry.status):
                yield from self._find_in_file(entry.path, entry.status)

    def _find_in_file(self, path: bytes, status: os.stat_result) -> Iterator[Input]:
        yield Input(encode_name(Origin(path)), _stamp_file(status), os.fsdecode(path), None)


def _refuse(path: bytes, error: SourceError, stamp: str = "") -> Input:
    return Input(encode_name(Origin(path)), stamp, None, error)


def _stamp_file(status: os.stat_result) -> str:
    return f"{status.st_size}-{status.st_mtime_ns}"
