"""A page that a browser saved as one file (MHTML): a mail whose first HTML part is the page.

The mail is cut into parts here, and only their heads are given to the library: its parser takes ten seconds
for 20 MiB, and far longer where the headers are hostile.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from itertools import islice

from extract.sources.content_type import HTML_TYPES
from extract.sources.source import Source, SourceError, is_url

_DEPTH = 3  # parts within parts; browsers write the page in the first or second
_PARTS = 100  # that are looked at; browsers write the page before its frames and pictures
_HEAD = 1 << 14  # bytes
_END_OF_HEAD = re.compile(rb"(?:\A|\r?\n)\r?\n")


def read_mhtml(source: Source) -> Source:
    """The page, with the address and charset that its part states. Raises `SourceError`."""
    page = _find_page(source.data, _DEPTH)
    if page is None:
        raise SourceError("broken", "there is no HTML part in it")
    head, body = page
    url = str(head.get("Content-Location", "")).strip()
    return source._replace(
        data=_decode_body(head, body),
        url=url if is_url(url) else source.url,
        encoding=head.get_content_charset(),
    )


def _find_page(data: bytes, depth: int) -> tuple[Message, bytes] | None:
    end = _END_OF_HEAD.search(data, 0, _HEAD)
    if end is None or depth == 0:
        return None
    head = message_from_bytes(data[: end.end()])
    if head.get_content_type() in HTML_TYPES:
        return head, data[end.end() :]
    boundary = head.get_boundary()
    if head.get_content_maintype() != "multipart" or not boundary:
        return None
    parts = _split_parts(data, end.end(), boundary.encode("utf-8", "surrogateescape"))
    found = (_find_page(part, depth - 1) for part in islice(parts, _PARTS))
    return next((page for page in found if page is not None), None)


def _split_parts(data: bytes, start: int, boundary: bytes) -> Iterator[bytes]:
    cuts = _find_cuts(data, start - 1, b"\n--" + boundary)  # with the line's end before the first
    first = next(cuts, None)
    while first is not None:
        second = next(cuts, None)
        yield data[first[1] : second[0] if second else len(data)].removesuffix(b"\r")
        first = second


def _find_cuts(data: bytes, start: int, mark: bytes) -> Iterator[tuple[int, int]]:
    """Where the lines between parts start and end; a longer boundary may begin like this one."""
    while (at := data.find(mark, start)) >= 0:
        start = at + len(mark)
        end = data.find(b"\n", start) + 1 or len(data)
        if data[start : min(end, start + 80)].strip() in (b"", b"--"):
            yield at, end


def _decode_body(head: Message, body: bytes) -> bytes:
    match str(head.get("Content-Transfer-Encoding", "")).strip().lower():
        case "quoted-printable":
            return quopri.decodestring(body)
        case "base64":
            try:
                return binascii.a2b_base64(body)
            except binascii.Error as error:
                raise SourceError("broken", "its HTML part is damaged or cut off") from error
        case _:
            return body
