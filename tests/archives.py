"""Archives and crawls for the tests, made as crawlers and hostile hands make them; all text is invented."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module

ZSTD = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": import_module(ZSTD).compress,
}
Members = Sequence[tuple[str, bytes]]


def make_page(number: int, size: int = 0) -> bytes:
    """A small page that differs from the others, filled up with noise that hardly compresses."""
    noise = b"".join(b"%x" % zlib.crc32(b"%d %d" % (number, i)) for i in range(size // 8))
    return b"<html><title>Ferry %d</title><p>The ferry number %d sails.</p><!--%s-->" % (
        number,
        number,
        noise,
    )


def make_zip(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive; a name may come twice."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, page in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, page)
    return data.getvalue()


def make_tar(members: Members, others: Iterable[tarfile.TarInfo] = ()) -> bytes:
    """A tar archive; `others` have no contents and stand first."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for other in others:
            archive.addfile(other)
        for name, page in members:
            info = tarfile.TarInfo(name)
            info.size = len(page)
            archive.addfile(info, io.BytesIO(page))
    return data.getvalue()


def make_entry(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """A tar entry that is no regular file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@dataclass(frozen=True)
class Answer:
    """One record of a crawl: what a server said."""

    number: int
    body: bytes
    status: str = "200 OK"
    content_type: str | None = "text/html; charset=koi8-r"
    headers: tuple[str, ...] = ()
    kind: str = "response"
    url: str = "https://news.example/{}"
    length: str | None = None  # as the record says it, where it lies

    def write(self) -> bytes:
        """The record, as it stands in an uncompressed file."""
        lines = [f"HTTP/1.1 {self.status}", *self.headers]
        if self.content_type is not None:
            lines.append(f"Content-Type: {self.content_type}")
        block = "\r\n".join([*lines, "", ""]).encode() + self.body
        head = [
            "WARC/1.0",
            f"WARC-Type: {self.kind}",
            f"WARC-Record-ID: <urn:uuid:{self.number}>",
            f"WARC-Target-URI: {self.url.format(self.number)}",
            "Content-Type: application/http; msgtype=response",
            f"Content-Length: {self.length or len(block)}",
        ]
        return "\r\n".join([*head, "", ""]).encode() + block + b"\r\n\r\n"


def make_warc(answers: Iterable[Answer], pack: Callable[[bytes], bytes] = PACKERS[""]) -> bytes:
    """A crawl; each record is compressed by itself, as the format asks."""
    return b"".join(pack(answer.write()) for answer in answers)


THREE = [(f"p{i}.html", make_page(i)) for i in range(3)]


def patch(data: bytes, old: bytes, new: bytes, count: int = -1) -> bytes:
    """Other bytes instead of `old` ones, which must be there."""
    assert old in data
    return data.replace(old, new, count)


def flip(data: bytes, position: int) -> bytes:
    """All bits of one byte turned round."""
    return data[:position] + bytes((data[position] ^ 0xFF,)) + data[position + 1 :]


def cut_out(data: bytes) -> bytes:
    """Without 500 bytes in the middle."""
    return data[: len(data) // 2] + data[len(data) // 2 + 500 :]


def set_zip_fields(data: bytes, field: int, value: bytes) -> bytes:
    """Overwrite a field of the second entry in the directory of an archive of three."""
    at = data.index(b"PK\1\2", data.index(b"PK\1\2") + 1) + field
    return data[:at] + value + data[at + len(value) :]
