"""Readers of files that hold many pages, one a kind; each is imported when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator

from extract.sources.members import Member, Reading
from extract.sources.tap import open_stdin, open_tap


def open_container(kind: str, path: bytes, reading: Reading) -> Iterator[Member]:
    """The pages of a file of a kind that `find_kind()` knows.

    Raises `SourceError` where it cannot be read, or not any further.
    """
    match kind:
        case "zip":
            from extract.sources.zip import read_zip

            return read_zip(path, reading)
        case "tar":
            from extract.sources.tar import read_tar

            return read_tar(path, reading)
        case "warc":
            from extract.sources.warc import read_warc

            return read_warc(path, reading)
        case _:
            return _read_rows(path, reading)


def open_rows(reading: Reading) -> Iterator[Member]:
    """The pages of JSON Lines on standard input. Raises `SourceError`."""
    from extract.sources.json_lines import read_json_lines

    with open_stdin() as tap:
        yield from read_json_lines(tap, reading)


def _read_rows(path: bytes, reading: Reading) -> Iterator[Member]:
    from extract.sources.json_lines import read_json_lines

    with open_tap(path) as tap:
        yield from read_json_lines(tap, reading)
