"""Reading: files, sizes and their limits."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from extract.sources import Source, SourceError, is_url, open_source
from extract.sources.size import format_size, parse_size
from tests.conftest import PAGE

LIMIT = 1 << 20


def read(name: str, max_size: int = LIMIT) -> Source:
    return open_source(name, max_size=max_size)


def refuse(name: str, max_size: int = LIMIT) -> SourceError:
    """The error of a source that must not be read."""
    with pytest.raises(SourceError) as caught:
        open_source(name, max_size=max_size)
    return caught.value


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1", 1), ("4096", 4096), ("20MiB", 20 << 20), ("20mib", 20 << 20), ("20M", 20 << 20),
        ("20MB", 20_000_000), ("1.5 GiB", 3 << 29), ("3k", 3072), (" 2 kb ", 2000), ("7B", 7),
    ],
)  # fmt: skip
def test_sizes_are_read_as_people_write_them(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text",
    ["", "0", "0.1", "-1", "MiB", "1iB", "1e9", "nan", "inf", "20 parsecs", "1MiBs", "٣", "9" * 50, "1,5M"],
)
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(not a size|less than one byte): "):
        parse_size(text)


@pytest.mark.parametrize(
    ("size", "text"), [(1, "1 bytes"), (1023, "1023 bytes"), (1536, "1.5 KiB"), (20 << 20, "20 MiB")]
)
def test_sizes_are_named_by_their_largest_unit(size: int, text: str) -> None:
    assert format_size(size) == text


@pytest.mark.parametrize("name", ["http://a.example", "HTTPS://a.example/b"])
def test_addresses_are_told_from_files(name: str) -> None:
    assert is_url(name)
    assert not is_url(name.replace("://", ":"))
    assert not is_url(f"./{name}")


def test_a_file_is_read_whole(page_file: Path) -> None:
    assert read(str(page_file)) == Source(str(page_file), PAGE, url=None, encoding=None)


def test_a_file_at_the_limit_is_read_and_one_beyond_it_is_not(page_file: Path) -> None:
    assert read(str(page_file), max_size=len(PAGE)).data == PAGE
    error = refuse(str(page_file), max_size=len(PAGE) - 1)
    assert (error.code, "--max-size" in str(error)) == ("too-large", True)


def test_an_endless_file_ends_at_the_limit() -> None:
    assert refuse("/dev/zero").code == "too-large"


def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(PAGE,))
    writer.start()
    assert read(str(pipe)).data == PAGE
    writer.join(10)


def test_what_is_no_readable_file_is_refused_with_a_reason(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    found = {name: refuse(name).code for name in (str(tmp_path), "", "nowhere.html", str(loop), "a\0b")}
    assert list(found.values()) == ["folder", "not-found", "not-found", "unreadable", "unreadable"]
    assert "https://" in str(refuse("news.example/a"))
    assert "http://" in str(refuse("ftp://news.example/a"))
