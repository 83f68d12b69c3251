"""Tar archives, read from start to end as a stream; behind damage from the next header on."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, Self, cast

from extract.sources.members import Member, Reading, bound_damage, broken, read_member, refuse_nested
from extract.sources.size import CHUNK
from extract.sources.tap import Tap, open_tap

# What tarfile lets through of headers that make no sense: numbers that are none, extensions without end.
_FAILURES = (tarfile.TarError, ValueError, OverflowError, RecursionError)
_MAGIC, _MAGIC_PLACE = b"ustar", 257  # in every header since 1988


class _Header(tarfile.TarInfo):
    """A header that is damaged is an error: tarfile takes one between two members for the archive's end."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile_)
        except (tarfile.EOFHeaderError, tarfile.EmptyHeaderError):  # type: ignore[attr-defined]
            raise
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(str(error)) from error


def read_tar(path: bytes, reading: Reading) -> Iterator[Member]:
    """The regular files of an archive, and its damaged parts; links, devices and folders are passed over.

    Raises `SourceError` where it cannot be read any further.
    """
    with open_tap(path) as tap:
        yield from bound_damage(_read_parts(tap, reading))


def _read_parts(tap: Tap, reading: Reading) -> Iterator[Member]:
    while True:
        try:
            yield from _read_members(tap, reading)
            tap.drain()
        except _FAILURES as error:
            place = tap.position
            if not _find_header(tap):
                message = f"damaged or cut off near byte {place:,}; what came before is read"
                raise broken(message) from error
            message = f"damaged near byte {place:,}, and passed over up to byte {tap.position:,}"
            yield Member(b"byte-%d" % place, broken(message))
        else:
            return


def _find_header(tap: Tap) -> bool:
    """Go to the next header, if there is one, wherever it begins: what was lost may be of any length."""
    tap.lift_bound()
    window = b""
    while chunk := tap.read(CHUNK):
        window += chunk
        at = window.find(_MAGIC, _MAGIC_PLACE)
        while at >= 0:
            start = at - _MAGIC_PLACE
            if _is_header(window[start : start + tarfile.BLOCKSIZE]):
                tap.put_back(window[start:])
                return True
            at = window.find(_MAGIC, at + 1)
        window = window[-tarfile.BLOCKSIZE - _MAGIC_PLACE :]
    return False


def _is_header(block: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _read_members(tap: Tap, reading: Reading) -> Iterator[Member]:
    tap.bound_headers(tap.position)
    stream = cast(BinaryIO, tap)
    with tarfile.open(
        fileobj=stream, mode="r:", tarinfo=_Header, encoding="utf-8", errors="surrogateescape"
    ) as archive:
        while (header := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # tarfile remembers all it has seen
            tap.bound_headers(archive.offset)
            name = os.fsencode(header.name)
            if header.isreg() and reading.wants(name):
                yield refuse_nested(name, reading) or _read_file(archive, header, name, reading.max_size)


def _read_file(archive: tarfile.TarFile, header: tarfile.TarInfo, name: bytes, max_size: int) -> Member:
    stream = archive.extractfile(header)
    assert stream is not None, "regular files have contents"
    return read_member(name, cast(BinaryIO, stream), max_size)
