"""Stamps of inputs: by them a batch sees that a page has changed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.sources import SourceError
from tests.archives import (
    THREE,
    Answer,
    make_tar,
    make_warc,
    make_zip,
    set_zip_fields,
)
from tests.inputs import PAGE, find, write

pytestmark = pytest.mark.usefixtures("in_folder")


def stamp_first(name: str, data: bytes, time: int) -> str:
    Path(name).write_bytes(data)
    os.utime(name, ns=(0, time))
    return find(name)[0].stamp


@pytest.mark.parametrize(
    ("name", "make_file"),
    [
        ("a.zip", lambda pages: make_zip([(f"{i}.html", page) for i, page in enumerate(pages)])),
        ("a.tar", lambda pages: make_tar([(f"{i}.html", page) for i, page in enumerate(pages)])),
        ("a.warc", lambda pages: make_warc([Answer(i, page) for i, page in enumerate(pages)])),
        ("a.jsonl", lambda pages: b"\n".join(json.dumps({"html": page.decode()}).encode() for page in pages)),
    ],
)
def test_a_stamp_inside_a_container_changes_with_its_page_alone(
    name: str, make_file: Callable[[list[bytes]], bytes]
) -> None:
    stamp = stamp_first(name, make_file([PAGE]), 1)
    assert stamp_first(name, make_file([PAGE, PAGE]), 2) == stamp
    assert stamp_first(name, make_file([PAGE + b"!"]), 1) != stamp


def test_a_stamp_of_a_file_changes_with_its_size_and_time() -> None:
    stamps = [
        stamp_first("a.html", data, time) for data, time in ((b"a", 1), (b"b", 1), (b"b", 2), (b"ab", 1))
    ]
    assert stamps[0] == stamps[1]
    assert len(set(stamps)) == 3


def test_a_page_that_could_not_be_read_is_new_when_its_archive_is() -> None:
    encrypted = set_zip_fields(make_zip([THREE[1], THREE[0], THREE[2]]), 8, b"\1")
    stamps = []
    for data in (encrypted, encrypted + b"\0"):
        write({"a.zip": data})
        stamps += [one.stamp for one in find("a.zip") if isinstance(one.source, SourceError)]
    assert len(set(stamps)) == len(stamps) == 2
