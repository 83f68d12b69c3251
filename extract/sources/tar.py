"""Tar archives, read from start to end as a stream."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, Self, cast

from extract.sources.members import Member, Reading, broken, read_member, refuse_nested
from extract.sources.tap import Tap, open_tap

# What tarfile lets through of headers that make no sense: numbers that are none, extensions without end.
_FAILURES = (tarfile.TarError, ValueError, OverflowError, RecursionError)


class _Header(tarfile.TarInfo):
    """A header that is damaged is an error: tarfile takes one between two members for the archive's end."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if buf.strip(b"\0"):
                raise tarfile.ReadError(str(error)) from error
            raise


def read_tar(path: bytes, reading: Reading) -> Iterator[Member]:
    """The regular files of an archive; links, devices and folders are passed over. Raises `SourceError`."""
    with open_tap(path) as tap:
        try:
            yield from _read_members(tap, reading)
            tap.drain()
        except _FAILURES as error:
            message = f"damaged or cut off near byte {tap.position:,}; what came before is read"
            raise broken(message) from error


def _read_members(tap: Tap, reading: Reading) -> Iterator[Member]:
    tap.bound_headers(0)
    stream = cast(BinaryIO, tap)
    with tarfile.open(
        fileobj=stream, mode="r|", tarinfo=_Header, encoding="utf-8", errors="surrogateescape"
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
