"""WARC files, as crawlers keep what servers answered.

Pages are the answers in HTML with a status of 200 to 299; all else that a crawl holds (redirects, errors,
pictures, robots.txt, requests) is no page and passed over.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.sources import SourceError, is_url
from extract.sources.content_type import HTML_TYPES, read_charset, read_essence
from extract.sources.members import Member, Reading, broken, read_member
from extract.sources.size import CHUNK, too_large
from extract.sources.tap import Tap, open_tap
from extract.sources.wrapped import inflate_gzip

if TYPE_CHECKING:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders

_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\0<")
_SILENCE = logging.NullHandler()  # without any handler, warnings are written to standard error


def read_warc(path: bytes, reading: Reading) -> Iterator[Member]:
    """The pages of a crawl, named by their records' ids. Raises `SourceError`."""
    try:
        from warcio.archiveiterator import WARCIterator
    except ImportError as error:
        message = "reading WARC needs a package more; install it with pip install 'cleancopy[warc]'"
        raise SourceError("no-reader", message) from error
    logging.getLogger("warcio").addHandler(_SILENCE)
    with open_tap(path) as tap:
        records = WARCIterator(tap, no_record_parse=True)
        records.INC_RECORD = ""  # it would be written to standard error, of records longer than they say
        while (record := _find_next(tap, records)) is not None:
            page = _read_page(tap, record, records.offset, reading.max_size) if _is_answer(record) else None
            tap.lift_bound()
            _skip_rest(record, records.offset)
            if page is not None:
                yield page


def _find_next(tap: Tap, records: ArchiveIterator) -> ArcWarcRecord | None:
    from warcio.exceptions import ArchiveLoadFailed

    tap.bound_headers(tap.position)
    try:
        record = next(records, None)
    except (ArchiveLoadFailed, ValueError) as error:
        raise _break_off(records.offset) from error
    if record is not None and not (record.rec_headers.get_header("Content-Length") or "").strip().isdecimal():
        raise _break_off(records.offset)
    return record


def _break_off(offset: int) -> SourceError:
    return broken(f"damaged or cut off in the record at byte {offset:,}; what came before is read")


def _is_answer(record: ArcWarcRecord) -> bool:
    return record.rec_type == "response" and is_url(record.rec_headers.get_header("WARC-Target-URI") or "")


def _read_page(tap: Tap, record: ArcWarcRecord, offset: int, max_size: int) -> Member | None:
    """The page of an answer, `None` where it is no page."""
    from warcio.statusandheaders import StatusAndHeadersParser

    try:
        http = StatusAndHeadersParser([], verify=False).parse(record.raw_stream)
    except EOFError:
        return None
    content_type = http.get_header("Content-Type", "")
    if not _is_success(http) or read_essence(content_type) not in {"", *HTML_TYPES}:
        return None
    identity = (record.rec_headers.get_header("WARC-Record-ID") or f"byte-{offset}").strip("<> ")
    name = identity.encode()
    tap.lift_bound()
    stored = read_member(name, record.raw_stream, max_size)
    if isinstance(stored.data, SourceError):
        return stored
    try:
        data = _decode_body(stored.data, http, max_size)
    except SourceError as error:
        return Member(name, error)
    return Member(name, data, record.rec_headers.get_header("WARC-Target-URI"), read_charset(content_type))


def _is_success(http: StatusAndHeaders) -> bool:
    status = http.get_statuscode()
    return len(status) == 3 and status.startswith("2")


def _skip_rest(record: ArcWarcRecord, offset: int) -> None:
    """Read to the record's end, so that what follows is headers; it must be where the record says."""
    while record.raw_stream.read(CHUNK):
        pass
    if record.raw_stream.limit > 0:
        raise _break_off(offset)


def _decode_body(data: bytes, http: StatusAndHeaders, max_size: int) -> bytes:
    """The body without the codings of its transfer; many crawlers undo them and keep the headers."""
    from warcio.bufferedreaders import ChunkedDataReader

    if (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        data = ChunkedDataReader(io.BytesIO(data)).read()
    coding = (http.get_header("Content-Encoding") or "").strip().lower()
    if not data or data.lstrip().startswith(_MARKUP):
        return data
    match coding:
        case "gzip" | "x-gzip":
            return inflate_gzip(data, max_size)
        case "deflate":
            return _inflate_deflate(data, max_size)
        case "" | "identity":
            return data
        case _:
            raise SourceError("no-reader", f"its body is compressed by {coding}, which is not read here")


def _inflate_deflate(data: bytes, max_size: int) -> bytes:
    """Servers send deflate with and without the header of zlib."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        inflater = zlib.decompressobj(bits)
        try:
            body = inflater.decompress(data, max_size + 1)
        except zlib.error:
            continue
        if len(body) > max_size:
            raise too_large(max_size)
        if inflater.eof:
            return body
    raise SourceError("broken", "its compressed data is damaged or cut off")
