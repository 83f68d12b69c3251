"""Fetching: what comes out, what is refused, and limits that no server can stretch."""

from __future__ import annotations

import gzip
import re
import socket
import ssl
import sys
import time
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import trustme

import extract as extract_package
from extract import __version__
from extract.sources import Source
from tests.archives import PACKERS
from tests.conftest import PAGE, Answer, Site
from tests.web import HEAD, LIMIT, Line, fetch, make_context, measure, refuse, say

Lines = Callable[..., Line]
DEADLINE = 0.4  # seconds
BOMB = 64 << 20  # bytes, inflated


def test_a_fetched_page_carries_its_charset_and_final_address(site: Site) -> None:
    site.add("/b", Answer(PAGE, headers={"Content-Type": 'text/html; Charset="Windows-1251"'}))
    url = site.add("/a", Answer(b"", 301, {"Location": "/b"}))
    assert fetch(url) == Source(url, PAGE, url=site.url("/b"), encoding="Windows-1251")


@pytest.mark.parametrize(
    "content_type", ["text/html", "TEXT/HTML;", "text/plain", "application/xhtml+xml", None]
)
def test_pages_need_no_charset_and_no_type(site: Site, content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    source = fetch(site.add("/", Answer(headers=headers)))
    assert (source.data, source.encoding) == (PAGE, None)


def test_the_fetch_says_who_it_is(site: Site) -> None:
    fetch(site.add("/", Answer()))
    ((_, headers),) = site.requests
    assert headers["User-Agent"] == f"cleancopy/{__version__}"
    assert headers["Accept"].startswith("text/html")


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (206, "no whole page"),
        (302, "no whole page"),
        (401, "--cookies"),
        (403, "the site refuses automated readers; save the page in a browser and pass the file"),
        (404, "check the address"),
        (418, "save the page in a browser"),
        (429, "try again later"),
        (500, "try again later"),
        (503, "try again later"),
        (599, "try again later"),
    ],
)
def test_a_status_that_stands_for_no_page_is_refused_with_advice(
    site: Site, status: int, advice: str
) -> None:
    error = refuse(site.add("/", Answer(status=status)))
    assert error.code == f"http-{status}"
    assert str(error).startswith(f"HTTP {status} from 127.0.0.1: ")
    assert advice in str(error)


@pytest.mark.parametrize("content_type", ["image/png", "application/json; charset=utf-8", "application/pdf"])
def test_other_types_than_pages_are_refused(site: Site, content_type: str) -> None:
    error = refuse(site.add("/", Answer(headers={"Content-Type": content_type})))
    assert (error.code, content_type.split(";")[0] in str(error)) == ("no-page", True)


def test_redirects_end_after_five(site: Site) -> None:
    for step in range(7):
        site.add(f"/{step}", Answer(b"", 302, {"Location": f"/{step + 1}"}))
    site.add("/7", Answer())
    assert fetch(site.url("/2")).url == site.url("/7")
    assert refuse(site.url("/1")).code == "redirects"


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("file:///etc/passwd", "bad-scheme"),
        ("ftp://127.0.0.1/a", "bad-scheme"),
        ("data:text/html,<p>a", "bad-scheme"),
        ("httpx://127.0.0.1/", "bad-scheme"),
        ("javascript:alert(1)", "bad-scheme"),
        ("http://[::1", "bad-url"),
        ("http://127.0.0.1:99999/", "bad-url"),
    ],
)
def test_redirects_lead_to_the_web_alone(site: Site, target: str, code: str) -> None:
    assert refuse(site.add("/", Answer(b"", 302, {"Location": target}))).code == code


def test_a_redirect_may_be_written_in_utf8(lines: Lines) -> None:
    def speak(line: socket.socket) -> None:
        if b"GET / " in server.calls[-1]:
            line.sendall("HTTP/1.1 301 Moved\r\nLocation: /žluťoučký#a\r\n\r\n".encode())
        else:
            line.sendall(HEAD + b"\r\n" + PAGE)

    server = lines(speak)
    assert fetch(server.url).url == f"{server.url}%C5%BElu%C5%A5ou%C4%8Dk%C3%BD"


def test_meta_refresh_is_not_followed(site: Site) -> None:
    page = b'<meta http-equiv="refresh" content="0; url=/b">' + PAGE
    assert fetch(site.add("/", Answer(page))).data == page
    assert [path for path, _ in site.requests] == ["/"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_is_followed(site: Site, status: int) -> None:
    site.add("/b", Answer())
    assert fetch(site.add("/", Answer(b"", status, {"Location": "/b"}))).data == PAGE


def test_cookies_last_for_the_redirects_of_one_page(site: Site) -> None:
    site.add("/wall", Answer(b"", 302, {"Location": "/page", "Set-Cookie": "consent=1; Path=/"}))
    site.add("/page", Answer())
    for _ in range(2):
        fetch(site.url("/wall"))
    assert [headers.get("Cookie") for _, headers in site.requests] == [None, "consent=1"] * 2


# Sizes


def test_the_limit_counts_decompressed_bytes_and_announced_ones(site: Site) -> None:
    packed = gzip.compress(b"<p>" + b"a" * LIMIT)
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    assert len(packed) < LIMIT / 100
    assert refuse(site.add("/packed", Answer(packed, headers=headers))).code == "too-large"
    announced = Answer(b"", headers={"Content-Length": str(LIMIT + 1)}, hold=True)
    assert refuse(site.add("/announced", announced)).code == "too-large"


def pack(encoding: str, data: bytes) -> bytes:
    """What a server sends by `Content-Encoding`."""
    for name in encoding.split(", "):
        match name:
            case "gzip" | "x-gzip":
                data = gzip.compress(data, 1)
            case "deflate":
                data = zlib.compress(data, 1)
            case "br":
                data = brotli.compress(data, quality=1)
            case "zstd":
                data = PACKERS[".zst"](data)
    return data


def pack_raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


LONG = PAGE + b"<!-- " + bytes(range(256)) * 600 + b" -->"


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", pack("gzip", LONG)),
        ("X-GZIP", pack("gzip", LONG)),
        ("deflate", pack("deflate", LONG)),
        ("deflate", pack_raw(LONG)),
        ("deflate", pack_raw(b"a") + b""),
        ("gzip, gzip", pack("gzip, gzip", LONG)),
        ("br", pack("br", LONG)),
        ("zstd", pack("zstd", LONG)),
        ("gzip, br", pack("gzip, br", LONG)),
        ("br", b""),
        ("deflate,gzip", pack("deflate, gzip", LONG)),
        ("identity", LONG),
        ("utf-8", LONG),
        ("", LONG),
        ("gzip", b"".join(gzip.compress(LONG[i : i + 9999]) for i in range(0, len(LONG), 9999))),
        ("gzip", pack("gzip", LONG) + b"\0\0\n<!-- cached -->"),
        ("gzip", b""),
    ],
)
def test_packed_pages_are_inflated(site: Site, encoding: str, packed: bytes) -> None:
    headers = {"Content-Type": "text/html", "Content-Encoding": encoding}
    expected = {b"": b"", pack_raw(b"a"): b"a"}.get(packed, LONG)
    assert fetch(site.add("/", Answer(packed, headers=headers))).data == expected


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", PAGE),
        ("gzip", pack("gzip", LONG)[:-9]),
        ("gzip", pack("gzip", LONG)[:500]),
        ("gzip", pack("gzip", LONG)[:-8] + bytes(8)),
        ("deflate", pack("deflate", LONG)[:-1]),
        ("deflate", pack_raw(LONG)[:-1]),
        ("gzip, gzip", pack("gzip", pack("gzip", LONG)[:-9])),
        ("br", PAGE),
        ("gzip, zstd", PAGE),
        ("br", pack("br", LONG)[:-9]),
        ("zstd", pack("zstd", LONG)[:-9]),
        ("compress", PAGE),
        ("gzip, gzip, gzip", pack("gzip, gzip, gzip", PAGE)),
        (", ".join(["gzip"] * 6), pack(", ".join(["gzip"] * 6), PAGE)),
    ],
)
def test_a_packed_page_comes_whole_or_not_at_all(site: Site, encoding: str, packed: bytes) -> None:
    headers = {"Content-Type": "text/html", "Content-Encoding": encoding}
    assert refuse(site.add("/", Answer(packed, headers=headers))).code == "connection"


def measure_peak(call: Callable[[], object]) -> int:
    """Bytes that a call held at once."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_packing_without_its_reader_says_what_to_install(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    headers = {"Content-Type": "text/html", "Content-Encoding": "br"}
    error = refuse(site.add("/", Answer(pack("br", LONG), headers=headers)))
    assert (error.code, "cleancopy[brotli]" in error.message) == ("no-reader", True)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "gzip, gzip", "br", "zstd"])
def test_a_bomb_is_not_inflated_beyond_the_limit(lines: Lines, encoding: str) -> None:
    packed = pack(encoding, bytes(BOMB))
    server = lines(say(HEAD, f"Content-Encoding: {encoding}\r\n\r\n".encode(), packed))
    errors = []
    assert measure_peak(lambda: errors.append(refuse(server.url))) < 8 << 20
    assert errors[0].code == "too-large"


def test_a_bomb_inside_of_a_bomb_is_stopped_at_every_step(lines: Lines) -> None:
    """The outer packing holds a long stretch of the inner one that inflates to nothing."""
    empty = zlib.compressobj(wbits=31)
    nothing = empty.compress(b"") + empty.flush(zlib.Z_SYNC_FLUSH) + b"\0\0\0\xff\xff" * (BOMB // 5)
    server = lines(say(HEAD, b"Content-Encoding: gzip, gzip\r\n\r\n", gzip.compress(nothing, 1)))
    assert refuse(server.url).code == "too-large"


def test_a_bomb_on_a_redirect_is_not_inflated(lines: Lines) -> None:
    packed = gzip.compress(bytes(BOMB), 1)

    def speak(line: socket.socket) -> None:
        if b"GET /page" in server.calls[-1]:
            line.sendall(HEAD + b"\r\n" + PAGE)
        else:
            line.sendall(b"HTTP/1.1 302 Found\r\nLocation: /page\r\nContent-Encoding: gzip\r\n")
            line.sendall(b"Content-Length: %d\r\n\r\n" % len(packed) + packed)

    server = lines(speak)
    pages: list[Source] = []
    assert measure_peak(lambda: pages.append(fetch(server.url))) < 8 << 20
    assert pages[0].data == PAGE


@pytest.mark.parametrize("kind", [b"", b"Transfer-Encoding: chunked\r\n"])
def test_an_endless_page_ends_at_the_limit(lines: Lines, kind: bytes) -> None:
    sent = []

    def speak(line: socket.socket) -> None:
        line.sendall(HEAD + kind + b"\r\n")
        while True:
            line.sendall(b"10000\r\n" + b"a" * 65536 + b"\r\n")
            sent.append(65536)

    errors = []
    server = lines(speak)
    assert measure_peak(lambda: errors.append(refuse(server.url))) < 8 << 20
    assert errors[0].code == "too-large"
    assert sum(sent) < 32 << 20


def test_a_chunk_of_a_negative_length_is_no_way_around_the_limit(lines: Lines) -> None:
    def speak(line: socket.socket) -> None:
        line.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n")
        while True:
            line.sendall(bytes(1 << 16))

    errors = []
    server = lines(speak)
    assert measure_peak(lambda: errors.append(refuse(server.url, timeout=2.0))) < 16 << 20
    assert errors[0].code == "too-large"


@pytest.mark.parametrize(
    "flood",
    [
        b"".join(b"X-%d: a\r\n" % number for number in range(5000)),
        b"X-Long: " + b"a" * (1 << 20) + b"\r\n",
        b"Set-Cookie: " + b"a" * (1 << 20),
    ],
)
def test_a_flood_of_headers_is_refused(lines: Lines, flood: bytes) -> None:
    assert refuse(lines(say(HEAD, flood, b"\r\n", PAGE)).url).code == "connection"


# Times

DRIPS = {
    "head": b"HTTP/1.1 200 OK\r\n" + b"X-Slow: aaaaaaaaaaaaaaaa\r\n" * 99,
    "one header": b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 9999,
    "status": b"HTTP/1.1 200 " + b"a" * 9999,
    "continue": b"HTTP/1.1 100 Continue\r\n\r\n",
}
BODY_DRIPS = {
    "body": HEAD + b"\r\n",
    "sized": HEAD + b"Content-Length: 9999\r\n\r\n",
    "chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
    "packed": HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)[:20],
}


def expect_timeout(url: str) -> None:
    """The deadline holds to the second, however slow the machine is at the moment."""
    codes = []
    assert measure(lambda: codes.append(refuse(url, timeout=DEADLINE).code)) < DEADLINE + 1.5
    assert codes == ["timeout"]


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("kind", DRIPS)
def test_a_head_that_drips_is_given_up(lines: Lines, tls: ssl.SSLContext, kind: str, secure: bool) -> None:
    server = lines(tls=tls if secure else None)
    server.speak = server.drip(DRIPS[kind])
    expect_timeout(server.url)


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("kind", BODY_DRIPS)
def test_a_body_that_drips_is_given_up(lines: Lines, tls: ssl.SSLContext, kind: str, secure: bool) -> None:
    server = lines(tls=tls if secure else None)
    drip = server.drip(b"1\r\na\r\n" if kind == "chunks" else b"\0")

    def speak(line: socket.socket) -> None:
        line.sendall(BODY_DRIPS[kind])
        drip(line)

    server.speak = speak
    expect_timeout(server.url)


@pytest.mark.parametrize("said", [b"", b"\x16\x03\x03\x3f\xff"])
def test_a_handshake_that_does_not_end_is_given_up(lines: Lines, said: bytes) -> None:
    server = lines()
    drip = server.drip(b"\0")

    def speak(line: socket.socket) -> None:
        line.sendall(said)
        drip(line) if said else server.ended.wait()

    server.wait_for_head = False
    server.speak = speak
    expect_timeout(server.url.replace("http:", "https:"))


def test_a_silence_late_in_the_answer_is_as_short_as_the_time_left(lines: Lines, tls: ssl.SSLContext) -> None:
    def speak(line: socket.socket) -> None:
        line.sendall(HEAD + b"\r\n")
        server.ended.wait(1.4)
        line.sendall(b"<p>")
        server.ended.wait(5)

    server = lines(speak, tls=tls)
    assert measure(lambda: refuse(server.url, timeout=1.6)) < 2.6


def test_slow_redirects_share_one_deadline(lines: Lines) -> None:
    def speak(line: socket.socket) -> None:
        time.sleep(DEADLINE * 0.6)
        line.sendall(b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n")

    server = lines(speak)
    expect_timeout(server.url)
    assert len(server.calls) == 2


def test_no_time_left_is_a_timeout(lines: Lines) -> None:
    server = lines()
    server.speak = server.drip(b"\0", 1.0)
    assert refuse(server.url, timeout=-1.0).code == "timeout"


def test_a_slow_look_up_is_given_up(monkeypatch: pytest.MonkeyPatch, no_proxy: None) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3) or [])
    expect_timeout("http://slow.example/")


def test_a_slow_page_within_the_deadline_comes_out(lines: Lines, tls: ssl.SSLContext) -> None:
    def speak(line: socket.socket) -> None:
        for piece in (HEAD, b"\r\n", PAGE[:200], PAGE[200:]):
            line.sendall(piece)
            time.sleep(0.1)

    assert fetch(lines(speak, tls=tls).url).data == PAGE


def test_a_silent_server_is_given_up(site: Site) -> None:
    error = refuse(site.add("/", Answer(PAGE[:50], hold=True)), timeout=DEADLINE)
    assert (error.code, "0.4 s" in str(error), "--fetch-timeout" in str(error)) == ("timeout", True, True)


# Broken answers


def test_an_answer_that_breaks_off_is_refused(site: Site) -> None:
    answer = Answer(PAGE, headers={"Content-Type": "text/html", "Content-Length": str(len(PAGE) + 9)})
    garbled = Answer(PAGE, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    assert refuse(site.add("/short", answer)).code == "connection"
    assert refuse(site.add("/garbled", garbled)).code == "connection"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\0" * 99,
        b"SSH-2.0-server\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nabcdefghi",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabcde\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabcde\r\n0\r\n\r\n",
    ],
)
def test_what_is_no_whole_answer_is_refused(lines: Lines, said: bytes) -> None:
    assert refuse(lines(say(said)).url).code == "connection"


def test_a_line_that_is_no_header_says_nothing_to_the_user(
    lines: Lines, capfd: pytest.CaptureFixture[str]
) -> None:
    assert fetch(lines(say(HEAD, b"no header at all\r\nA: b\r\n\r\n", PAGE)).url).data
    assert capfd.readouterr().err == ""


def test_a_closed_port_is_refused() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert refuse(f"http://127.0.0.1:{free.getsockname()[1]}/").code == "connection"


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "https:///a",
        "http://.example/",
        "http://a b/",
        "http://\x00/",
    ],
)
def test_what_is_no_address_is_refused(url: str, tmp_path: Path) -> None:
    assert refuse(url).code == "bad-url"
    assert refuse(url, save_html=str(tmp_path)).code == "bad-url"


def test_every_code_is_documented() -> None:
    """README names each code that a fetch can fail by, and no other."""
    root = Path(extract_package.__file__).parent
    modules = [*(root / "sources" / "web").glob("*.py"), root / "sources" / "size.py"]
    code = re.compile(r"""(?:SourceError|BusyError)\(\s*"([a-z-]+)\"""")
    raised = {name for module in modules for name in code.findall(module.read_text(encoding="utf-8"))}
    section = (
        (root.parent / "README.md").read_text(encoding="utf-8").split("### Fetching\n")[1].split("\n#")[0]
    )
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in re.findall(r"`([a-z0-9-]+)`", row.split("|")[1])}
    assert documented - {"http-404"} == raised - {"fault"}


def test_a_name_without_address_is_told_from_a_server_that_is_down(
    monkeypatch: pytest.MonkeyPatch, no_proxy: None
) -> None:
    def find_none(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", find_none)
    error = refuse("http://news.example/")
    assert (error.code, "spelling" in str(error)) == ("unknown-host", True)


# TLS


def test_a_page_comes_over_tls(lines: Lines, tls: ssl.SSLContext) -> None:
    assert fetch(lines(say(HEAD, b"\r\n", PAGE), tls=tls).url).data == PAGE


def test_a_certificate_that_nobody_vouches_for_is_refused(lines: Lines, authority: trustme.CA) -> None:
    server = lines(say(HEAD, b"\r\n", PAGE), tls=make_context(authority, "127.0.0.1"))
    error = refuse(server.url, retries=2)
    assert (error.code, "cannot be trusted" in str(error)) == ("tls", True)
    assert (server.connections, server.calls) == (1, [])


@pytest.mark.usefixtures("tls")
def test_a_certificate_of_another_host_is_refused(lines: Lines, authority: trustme.CA) -> None:
    server = lines(say(HEAD, b"\r\n", PAGE), tls=make_context(authority, "news.example"))
    assert refuse(server.url).code == "tls"
    assert server.calls == []


def test_the_environment_cannot_turn_verification_off(
    lines: Lines, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = lines(say(HEAD, b"\r\n", PAGE), tls=make_context(authority, "127.0.0.1"))
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("PYTHONHTTPSVERIFY", "0")
    assert refuse(server.url).code == "tls"


def test_a_bundle_that_is_missing_is_named(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "nowhere.pem")
    error = refuse("https://127.0.0.1/")
    assert (error.code, "nowhere.pem" in str(error)) == ("tls", True)
