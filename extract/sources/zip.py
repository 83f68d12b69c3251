"""Zip archives, read through parts of their directory.

zipfile holds the whole directory in memory, half a kilobyte a member, and gives up on all members where one
entry is malformed. So it is given the directory in parts, each as if it were an archive of its own: the file's
bytes up to its directory, then the part. Where a part is refused, its entries are tried one by one.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from extract.sources.file import open_file
from extract.sources.members import Member, Reading, broken, read_member, refuse_nested
from extract.sources.source import SourceError

_PART = 500  # entries
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # those that zipfile inflates piece by piece
_DAMAGE = (EOFError, OSError, ValueError, zlib.error, struct.error)
_FAILURES = (zipfile.BadZipFile, NotImplementedError, RuntimeError, *_DAMAGE)

# Of the file format: signatures, and where the fields stand that are needed here.
_END, _END64, _LOCATOR64, _ENTRY = b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\1\2"
_END_SIZE, _END64_SIZE, _LOCATOR64_SIZE, _ENTRY_SIZE = 22, 56, 20, 46
_COMMENT_SIZE = 1 << 16


@dataclass(frozen=True, slots=True)
class _Directory:
    """Where the directory lies in the file, and how many bytes stand before the archive itself."""

    start: int
    size: int
    prefix: int


def read_zip(path: bytes, reading: Reading) -> Iterator[Member]:
    """The regular files of an archive; links, devices and folders are passed over. Raises `SourceError`."""
    with open_file(os.fsdecode(path)) as file:
        directory = _find_directory(file)
        for part in _split_directory(file, directory):
            yield from _read_part(file, directory, part, reading)


def _find_directory(file: BinaryIO) -> _Directory:
    size = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, size - _END_SIZE - _COMMENT_SIZE - _LOCATOR64_SIZE - _END64_SIZE))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise broken("no zip archive, or cut off: its directory, which stands at the end, is missing")
    length, offset = struct.unpack_from("<LL", tail, at + 12)
    at64 = at - _LOCATOR64_SIZE - _END64_SIZE
    if at64 >= 0 and tail.startswith(_LOCATOR64, at - _LOCATOR64_SIZE) and tail.startswith(_END64, at64):
        length, offset = struct.unpack_from("<QQ", tail, at64 + 40)
        at = at64
    first = start + at - length
    if not 0 <= offset <= first:
        raise broken("its directory is damaged")
    return _Directory(first, length, first - offset)


def _split_directory(file: BinaryIO, directory: _Directory) -> Iterator[list[bytes]]:
    """The directory's entries as they stand there, some at a time; then the error of one that is none."""
    part: list[bytes] = []
    position, end = directory.start, directory.start + directory.size
    while position < end:
        file.seek(position)  # members may have been read since
        fixed = file.read(_ENTRY_SIZE)
        if len(fixed) < _ENTRY_SIZE or not fixed.startswith(_ENTRY):
            yield part
            raise broken(f"its directory is damaged at byte {position:,}; the members listed before are read")
        part.append(fixed + file.read(sum(struct.unpack_from("<3H", fixed, 28))))
        position += len(part[-1])
        if len(part) == _PART:
            yield part
            part = []
    yield part


def _read_part(
    file: BinaryIO, directory: _Directory, entries: list[bytes], reading: Reading
) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(cast(BinaryIO, io.BufferedReader(_Part(file, directory, entries))))
    except _FAILURES:
        if len(entries) > 1:
            for entry in entries:
                yield from _read_part(file, directory, [entry], reading)
        elif entries and reading.wants(_read_name(entries[0])):
            yield Member(_read_name(entries[0]), SourceError("broken", "its entry in the archive is damaged"))
        return
    with archive:
        for entry, info in zip(entries, archive.infolist(), strict=True):
            name = _read_name(entry)
            kind = stat.S_IFMT(info.external_attr >> 16)
            if name.endswith(b"/") or kind not in (0, stat.S_IFREG) or not reading.wants(name):
                continue
            yield refuse_nested(name, reading) or _read_file(archive, info, name, reading.max_size)


def _read_name(entry: bytes) -> bytes:
    return entry[_ENTRY_SIZE:][: struct.unpack_from("<H", entry, 28)[0]]


def _read_file(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: bytes, max_size: int) -> Member:
    if info.flag_bits & 1:
        return Member(name, SourceError("encrypted", "encrypted; unpack the archive with its password first"))
    if info.compress_type not in _METHODS:
        return Member(
            name, SourceError("no-reader", "compressed by a method other than deflate; pack it anew")
        )
    try:
        with archive.open(info) as stream:
            return read_member(name, cast(BinaryIO, stream), max_size)
    except _FAILURES:
        return Member(
            name, SourceError("broken", "damaged: it cannot be inflated, or is not what was packed")
        )


class _Part(io.RawIOBase):
    """An archive of some of the entries: the file up to its directory, then they and a new end."""

    def __init__(self, file: BinaryIO, directory: _Directory, entries: list[bytes]) -> None:
        self._file = file
        self._prefix = directory.prefix
        self._length = directory.start - directory.prefix
        listed = b"".join(entries)
        count = len(entries)
        end = struct.pack("<4sQ2H2L4Q", _END64, 44, 45, 45, 0, 0, count, count, len(listed), self._length)
        end += struct.pack("<4sLQL", _LOCATOR64, 0, self._length + len(listed), 1)
        end += struct.pack("<4s4H2LH", _END, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
        self._tail = listed + end
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        origin = (0, self._position, self._length + len(self._tail))[whence]
        self._position = origin + offset
        if self._position < 0:
            raise OSError("before the start")
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        inside = self._length - self._position
        if inside > 0:
            self._file.seek(self._prefix + self._position)
            data = self._file.read(min(len(buffer), inside))
        else:
            data = self._tail[-inside : len(buffer) - inside]
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)
