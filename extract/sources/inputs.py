"""Where a batch's pages come from: files, folders, archives, crawls, lists of paths and URLs, JSON Lines.

`find_inputs()` streams them in a stable order and in memory that does not grow with their number. A file that
holds one page is only named, for the worker to open; what lies inside another file comes with its bytes.
Whatever cannot be read is an input too, with the reason, so that nothing is missing without a word.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from extract.sources.containers import open_container, open_rows
from extract.sources.file import explain_failure
from extract.sources.folder import walk_folder
from extract.sources.kinds import ARCHIVES, find_kind
from extract.sources.members import Member, Reading
from extract.sources.names import Origin, encode_name
from extract.sources.path_list import read_list
from extract.sources.seen import Tally, Visited
from extract.sources.selection import Selection, clean_path, make_selection
from extract.sources.source import STDIN, Source, SourceError, is_url
from extract.sources.wrapped import unwrap_page


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
    finder = _Finder(
        Reading(max_size, html_field, url_field, lambda name: True),
        make_selection(include, exclude),
        Visited(),
        Tally(),
    )
    return finder.find_all([os.fsencode(path) for path in paths], [os.fsencode(path) for path in lists])


@dataclass(frozen=True, slots=True)
class _Finder:
    """What all paths of a batch have in common: how they are read, what is wanted, and what was met."""

    reading: Reading
    selection: Selection
    visited: Visited
    named: Tally  # URLs and what is missing, which no inode tells apart

    def find_all(self, paths: Sequence[bytes], lists: Sequence[bytes]) -> Iterator[Input]:
        for path in paths:
            if path == os.fsencode(STDIN):
                yield from self._find_members(path, "", open_rows(self.reading))
            else:
                yield from self._find(path)
        for path in lists:
            try:
                for line in read_list(path):
                    yield from self._find(line)
            except SourceError as error:
                yield _refuse(path, error)

    def _find(self, path: bytes) -> Iterator[Input]:
        """The inputs of one path or URL that the user named."""
        place = os.fsdecode(path)
        if is_url(place):
            if self.named.count(path) == 1:
                yield Input(encode_name(Origin(path)), "", place, None)
            return
        try:
            status = os.stat(path)
        except (OSError, ValueError) as error:
            if self.named.count(path) == 1:
                yield _refuse(path, explain_failure(place, error))
            return
        if not self.visited.add(status):
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._find_in_folder(path)
        elif stat.S_ISREG(status.st_mode):
            yield from self._find_in_file(path, b"", status)
        else:
            message = "a pipe or device is no file; read a list from it with --from"
            yield _refuse(path, SourceError("no-file", message))

    def _find_in_folder(self, path: bytes) -> Iterator[Input]:
        for entry in walk_folder(path, self.selection, self.visited):
            if isinstance(entry.status, SourceError):
                yield _refuse(entry.path, entry.status)
            elif self._is_wanted(entry.below) and self.visited.add(entry.status):
                yield from self._find_in_file(entry.path, entry.below + b"/", entry.status)

    def _is_wanted(self, below: bytes) -> bool:
        if find_kind(below) in ARCHIVES:
            return self.selection.enters_folder(below)
        return self.selection.takes_file(below)

    def _find_in_file(self, path: bytes, below: bytes, status: os.stat_result) -> Iterator[Input]:
        stamp = f"{status.st_size}-{status.st_mtime_ns}"
        kind = find_kind(path)
        if kind is None:
            yield Input(encode_name(Origin(path)), stamp, os.fsdecode(path), None)
            return
        reading = replace(
            self.reading, wants=lambda name: self.selection.takes_file(below + clean_path(name))
        )
        yield from self._find_members(path, stamp, open_container(kind, path, reading))

    def _find_members(self, path: bytes, stamp: str, members: Iterator[Member]) -> Iterator[Input]:
        """The members of a container, and an input for the container itself where it ends too soon."""
        tally = Tally()
        try:
            for member in members:
                name = encode_name(Origin(path, member.name, tally.count(member.name)))
                yield _take_member(name, stamp, member, self.reading.max_size)
        except SourceError as error:
            yield _refuse(path, error, stamp)


def _take_member(name: str, stamp: str, member: Member, max_size: int) -> Input:
    if isinstance(member.data, SourceError):
        return Input(name, stamp, None, member.data)
    try:
        stored = Source(os.fsdecode(member.name), member.data, member.url, member.encoding)
        source = unwrap_page(stored, max_size)._replace(name=name)
    except SourceError as error:
        return Input(name, stamp, None, error)
    return Input(name, _stamp_contents(source), None, source)


def _stamp_contents(source: Source) -> str:
    contents = blake2b(source.data, digest_size=16)
    contents.update(repr((source.url, source.encoding)).encode())
    return contents.hexdigest()


def _refuse(path: bytes, error: SourceError, stamp: str = "") -> Input:
    return Input(encode_name(Origin(path)), stamp, None, error)
