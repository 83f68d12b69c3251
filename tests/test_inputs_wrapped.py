"""Pages that a single file wraps: gzip and the archives of browsers."""

from __future__ import annotations

import gzip

import pytest

from extract.sources import SourceError, open_source
from tests.archives import (
    make_zip,
    patch,
)
from tests.inputs import LIMIT, PAGE, report, write

pytestmark = pytest.mark.usefixtures("in_folder")

MHTML = (
    b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://news.example/ferry\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----cut"\r\n\r\n'
    b"------cut\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    b'------cut\r\nContent-Type: text/html; charset="windows-1251"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
    b"Content-Location: https://news.example/ferry\r\n\r\n<p>=CF=E0=F0=EE=\r\n=EC</p>\r\n"
    b"------cut\r\nContent-Type: text/html\r\nContent-Location: https://ads.example/\r\n\r\n<p>frame</p>\r\n"
    b"------cut--\r\n"
)
MHTML_PAGE = "<p>Паром</p>".encode("windows-1251")


def make_mail(*parts: str, kind: str = "related", boundary: str = "b") -> str:
    """A mail of parts, without a line's end after the last."""
    head = f"Content-Type: multipart/{kind}; boundary={boundary}\n\n"
    return head + "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--"


TEXT = "Content-Type: text/plain\n\n<p>no page"
FRAME = "Content-Type: text/html\nContent-Transfer-Encoding: {}\n\n{}"
NESTED = make_mail(TEXT, FRAME.format("8bit", "<p>x\n--b3\n"), kind="alternative", boundary="b2")
DEEP = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(3000))


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.html.gz", gzip.compress(PAGE), PAGE),
        ("a.html", gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]), PAGE),
        ("a.html.gz", PAGE, PAGE),
        ("a.gz", gzip.compress(PAGE)[:-4], "broken"),
        ("a.gz", gzip.compress(PAGE)[:20] + b"\xff" * 30, "broken"),
        ("a.gz", gzip.compress(b"<p>" + bytes(9 * LIMIT)), "too-large"),
        ("a.MHT", MHTML, MHTML_PAGE),
        ("a.mhtml.gz", gzip.compress(MHTML), MHTML_PAGE),
        ("a.mhtml", b"<p>no parts</p>", "broken"),
        ("a.mhtml", make_mail(NESTED, FRAME.format("8bit", "<p>frame")).encode(), b"<p>x\n--b3\n"),
        ("a.mhtml", make_mail(FRAME.format("BASE64", "PHA+\neA==")).encode(), b"<p>x"),
        ("a.mhtml", make_mail(FRAME.format("base64", "PHA+eA")).encode(), "broken"),
        ("a.mhtml", make_mail(*[TEXT] * 99, FRAME.format("8bit", "<p>x")).encode(), b"<p>x"),
        ("a.mhtml", make_mail(*[TEXT] * 100, FRAME.format("8bit", "<p>x")).encode(), "broken"),
        ("a.mhtml", DEEP, "broken"),
    ],
)
def test_wrapped_pages_are_unwrapped_by_the_worker_and_inside_archives(
    name: str, data: bytes, expected: bytes | str
) -> None:
    write({name: data, "z.zip": make_zip([(name, data)])})
    assert report(name, "z.zip") == {name: name, f"z.zip!{name}": expected}
    if isinstance(expected, bytes):
        assert open_source(name, max_size=LIMIT).data == expected
    else:
        with pytest.raises(SourceError) as caught:
            open_source(name, max_size=LIMIT)
        assert caught.value.code == expected


def test_a_browsers_archive_tells_address_and_charset() -> None:
    write({"a.mhtml": MHTML})
    source = open_source("a.mhtml", max_size=LIMIT)
    assert (source.url, source.encoding) == ("https://news.example/ferry", "windows-1251")
    write({"b.mhtml": patch(MHTML, b"Content-Location: https://news", b"Content-Location: cid:news")})
    assert open_source("b.mhtml", max_size=LIMIT).url is None
