"""A server's answer: whether it is a page, and its bytes, inflated within the limit."""

from __future__ import annotations

import contextlib
import time
import zlib
from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from itertools import chain
from urllib.parse import urljoin

from requests import Response
from urllib3.exceptions import DecodeError, ProtocolError

from extract.sources.codings import CODINGS, CodingError, decode_pieces
from extract.sources.content_type import HTML_TYPES, read_essence
from extract.sources.size import too_large
from extract.sources.source import SourceError
from extract.sources.web.failures import (
    BY_HAND,
    TOO_MANY_REQUESTS,
    UNAVAILABLE,
    BusyError,
    explain_status,
)
from extract.sources.wrapped import GZIP

PAGE_TYPES = HTML_TYPES | {"text/plain", "text/xml", "application/xml"}
REDIRECTS = frozenset((301, 302, 303, 307, 308))
MAX_ENCODINGS = 2
# These are inflated in bounded pieces wherever Python runs. Some servers send others unasked, of which those of
# `CODINGS` are read where their package is installed.
ASKED_FOR = frozenset(("gzip", "x-gzip", "deflate"))
NOT_READ = frozenset(("compress", "x-compress", "dcb", "dcz"))

_CHUNK = 1 << 16


def find_target(response: Response) -> str | None:
    """Where a redirect leads, `None` where the answer is none."""
    location = response.headers.get("Location")
    if response.status_code not in REDIRECTS or not location:
        return None
    with contextlib.suppress(UnicodeError):  # http.client reads headers as latin-1; servers send UTF-8
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(str(response.url), location)
    except ValueError as error:
        raise SourceError("bad-url", "it leads to what is no address") from error


def check_status(response: Response, host: str) -> None:
    """Raise `SourceError` for an answer that is no whole page by its status."""
    status = response.status_code
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES and status != HTTPStatus.PARTIAL_CONTENT:
        return
    message = explain_status(status, host)
    if status in (TOO_MANY_REQUESTS, UNAVAILABLE):
        pause = parse_pause(response.headers.get("Retry-After", ""))
        raise BusyError(f"http-{status}", message, pause)
    raise SourceError(f"http-{status}", message)


def parse_pause(text: str) -> float | None:
    """The seconds that `Retry-After` asks for: a number, or a moment. `None` where it says neither."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        return max(parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError):
        return None


def check_type(response: Response) -> None:
    """Raise `SourceError` where the type that the server states is that of no page; it may state none."""
    essence = read_essence(response.headers.get("Content-Type", ""))
    if essence and essence not in PAGE_TYPES:
        raise SourceError("no-page", f"the server sent {essence}, which is no page")


def read_body(response: Response, max_size: int) -> bytes:
    """The body, inflated; at no step does more than `max_size` bytes come, else `SourceError`."""
    length = response.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and (len(length) > 18 or int(length) > max_size):
        raise too_large(max_size)
    return b"".join(stream_body(response, max_size))


def stream_body(response: Response, max_size: int) -> Iterator[bytes]:
    """The body in pieces, with the limits of `read_body()`. Raises also urllib3's errors."""
    stated = [name.strip() for name in response.headers.get("Content-Encoding", "").lower().split(",")]
    encodings = [name for name in stated if name in ASKED_FOR or name in CODINGS or name in NOT_READ]
    for name in encodings:
        if name in NOT_READ:
            raise SourceError("connection", f"the server sent {name}, which was not asked for; {BY_HAND}")
    if len(encodings) > MAX_ENCODINGS:
        raise DecodeError("packed too often")
    pieces = _limit(_receive(response), max_size)
    for name in reversed(encodings):
        pieces = _limit((_decode if name in CODINGS else _inflate)(pieces, name), max_size)
    return pieces


def _receive(response: Response) -> Iterator[bytes]:
    try:
        while piece := response.raw.read(_CHUNK, decode_content=False):
            yield piece
    except ValueError as error:  # of http.client, for chunks of a negative length
        raise ProtocolError("no length of a chunk") from error


def _limit(pieces: Iterable[bytes], max_size: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > max_size:
            raise too_large(max_size)
        yield piece


def _decode(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    try:
        yield from decode_pieces(pieces, encoding)
    except CodingError as error:
        raise DecodeError(str(error)) from error


def _inflate(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Inflate one member or, of gzip, several. What follows them is ignored, as browsers do it.

    urllib3 inflates too, but takes a body whose end is missing for a whole one.
    """
    member = None
    members = 0
    for piece in chain(pieces, (b"",)):  # the last one asks for what is still inside
        while member is not None or piece:
            if member is None:
                if members and not GZIP.startswith(piece[:2]):
                    return
                member = zlib.decompressobj(_find_window(encoding, piece))
                members += 1
            try:
                data = member.decompress(piece, _CHUNK)
            except zlib.error as error:
                raise DecodeError(f"not {encoding}") from error
            yield data
            if member.eof:
                piece, member = member.unused_data, None
            elif member.unconsumed_tail or len(data) == _CHUNK:
                piece = member.unconsumed_tail
            else:
                break
    if member is not None:
        raise DecodeError("broke off")


def _find_window(encoding: str, start: bytes) -> int:
    """zlib's name for the format: `deflate` is meant to have zlib's two bytes in front, often without them."""
    if encoding != "deflate":
        return 16 + zlib.MAX_WBITS
    has_head = start[0] & 15 == 8 and int.from_bytes(start[:2]) % 31 == 0
    return zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS
