"""Reading: files, the web, sizes and their limits."""

from __future__ import annotations

import gzip
import os
import socket
import threading
from pathlib import Path

import pytest

from extract import __version__
from extract.sources import Source, SourceError, is_url, open_source
from extract.sources.size import format_size, parse_size
from tests.conftest import PAGE, Answer, Site

LIMIT = 1 << 20


def read(name: str, max_size: int = LIMIT, timeout: float = 10.0) -> Source:
    return open_source(name, max_size=max_size, timeout=timeout)


def refuse(name: str, max_size: int = LIMIT, timeout: float = 10.0) -> SourceError:
    """The error of a source that must not be read."""
    with pytest.raises(SourceError) as caught:
        open_source(name, max_size=max_size, timeout=timeout)
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


def test_a_fetched_page_carries_its_charset_and_final_address(site: Site) -> None:
    site.add("/b", Answer(PAGE, headers={"Content-Type": 'text/html; Charset="Windows-1251"'}))
    url = site.add("/a", Answer(b"", 301, {"Location": "/b"}))
    assert read(url) == Source(url, PAGE, url=site.url("/b"), encoding="Windows-1251")


@pytest.mark.parametrize(
    "content_type", ["text/html", "TEXT/HTML;", "text/plain", "application/xhtml+xml", None]
)
def test_pages_need_no_charset_and_no_type(site: Site, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    source = read(site.add("/", Answer(headers=headers)))
    assert (source.data, source.encoding) == (PAGE, None)


def test_the_fetch_says_who_it_is(site: Site) -> None:
    read(site.add("/", Answer()))
    ((_, headers),) = site.requests
    assert headers["User-Agent"] == f"cleancopy/{__version__}"
    assert headers["Accept"].startswith("text/html")


@pytest.mark.parametrize(
    ("status", "advice"), [(403, "save the page"), (404, ""), (503, "later"), (599, "599")]
)
def test_a_status_of_400_and_more_is_refused(site: Site, status: int, advice: str) -> None:
    error = refuse(site.add("/", Answer(status=status)))
    assert error.code == f"http-{status}"
    assert str(status) in str(error)
    assert advice in str(error)


@pytest.mark.parametrize("content_type", ["image/png", "application/json; charset=utf-8", "application/pdf"])
def test_other_types_than_pages_are_refused(site: Site, content_type: str) -> None:
    error = refuse(site.add("/", Answer(headers={"Content-Type": content_type})))
    assert (error.code, content_type.split(";")[0] in str(error)) == ("no-page", True)


def test_redirects_end_after_five(site: Site) -> None:
    for step in range(7):
        site.add(f"/{step}", Answer(b"", 302, {"Location": f"/{step + 1}"}))
    site.add("/7", Answer())
    assert read(site.url("/2")).url == site.url("/7")
    assert refuse(site.url("/1")).code == "redirects"


def test_redirects_lead_to_the_web_alone(site: Site, page_file: Path) -> None:
    assert refuse(site.add("/", Answer(b"", 302, {"Location": page_file.as_uri()}))).code == "redirects"


def test_the_limit_counts_decompressed_bytes_and_announced_ones(site: Site) -> None:
    packed = gzip.compress(b"<p>" + b"a" * LIMIT)
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    assert len(packed) < LIMIT / 100
    assert refuse(site.add("/packed", Answer(packed, headers=headers))).code == "too-large"
    announced = Answer(b"", headers={"Content-Length": str(LIMIT + 1)}, hold=True)
    assert refuse(site.add("/announced", announced)).code == "too-large"


def test_a_silent_server_is_given_up(site: Site) -> None:
    error = refuse(site.add("/", Answer(PAGE[:50], hold=True)), timeout=0.3)
    assert (error.code, "0.3 s" in str(error)) == ("timeout", True)


def test_an_answer_that_breaks_off_is_refused(site: Site) -> None:
    answer = Answer(PAGE, headers={"Content-Type": "text/html", "Content-Length": str(len(PAGE) + 9)})
    garbled = Answer(PAGE, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    assert refuse(site.add("/short", answer)).code == "connection"
    assert refuse(site.add("/garbled", garbled)).code == "connection"


def test_a_closed_port_is_refused() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert refuse(f"http://127.0.0.1:{free.getsockname()[1]}/").code == "connection"


@pytest.mark.parametrize(
    "url", ["http://", "http://[::1", "http://127.0.0.1:99999/", "https:///a", "http://.example/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    assert refuse(url).code == "bad-url"
