"""WARC files, as crawlers keep what servers answered.

Pages are the answers in HTML with a status of 200 to 299; all else that a crawl holds (redirects, errors,
pictures, robots.txt, requests) is no page and passed over. warcio reads the heads of records; where records
begin and end is found here, because its iterator ends at the first damage.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from extract.sources.codings import CodingError, decode_pieces
from extract.sources.content_type import HTML_TYPES, read_charset, read_essence
from extract.sources.members import ContainerError, Member, Reading, bound_damage, broken
from extract.sources.size import too_large
from extract.sources.source import SourceError, is_url
from extract.sources.tap import HEADERS, Tap, open_tap
from extract.sources.wrapped import inflate_gzip

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeaders

_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\0<")
_SILENCE = logging.NullHandler()  # without any handler, warnings are written to standard error
_MARK = b"WARC/"
_FIRST_LINE = re.compile(rb"WARC/\d\.\d+[ \t]*\r?\n\Z")
_FIELD = re.compile(rb"[ \t]|[^\s:]+[ \t]*:")
_LINE = 1 << 16  # bytes
_MAX_DIGITS = 15  # of a length


def read_warc(path: bytes, reading: Reading) -> Iterator[Member]:
    """The pages of a crawl, named by their records' ids, and its damaged parts. Raises `SourceError`."""
    try:
        from warcio.recordloader import ArcWarcRecordLoader
    except ImportError as error:
        message = "reading WARC needs a package more; install it with pip install 'cleancopy[warc]'"
        raise SourceError("no-reader", message) from error
    logging.getLogger("warcio").addHandler(_SILENCE)
    with open_tap(path, _MARK) as tap:
        yield from bound_damage(_read_parts(tap, ArcWarcRecordLoader(), reading.max_size))


def _read_parts(tap: Tap, loader: ArcWarcRecordLoader, max_size: int) -> Iterator[Member]:
    """The pages; and each damaged part once, up to where the next record begins."""
    damaged = False
    while True:
        start = tap.position
        clean, more = _find_record(tap)
        if not clean and not damaged:
            yield _refuse_part(None, start)
            damaged = True
        if not more:
            return
        start = tap.position
        record = _read_head(tap, loader)
        block = None if record is None else _read_block(tap, record.length, max_size)
        if record is None or block is None:
            if record is not None or not damaged:
                yield _refuse_part(record, start)
            damaged = True
            continue
        damaged = False
        page = _read_page(record, start, block, max_size) if _is_answer(record) else None
        if page is not None:
            yield page


def _refuse_part(record: ArcWarcRecord | None, start: int) -> Member:
    message = f"damaged or cut off at byte {start:,} of contents, and passed over up to the next whole record"
    return Member(_name_record(record, start), broken(message))


def _name_record(record: ArcWarcRecord | None, start: int) -> bytes:
    """A record's id, or where it begins."""
    identity = None if record is None else record.rec_headers.get_header("WARC-Record-ID")
    return (identity or f"byte-{start}").strip("<> ").encode()


def _find_record(tap: Tap) -> tuple[bool, bool]:
    """Go to where a record begins: whether nothing but blank lines came before, and whether there is one."""
    clean = True
    while True:
        try:
            line = tap.read_line(_LINE)
        except ContainerError:
            clean, line = False, b""
        first = _FIRST_LINE.search(line)  # behind damage, it may not begin a line
        if first is not None:
            tap.put_back(first[0])
            return clean and first[0] == line, True
        if line:
            clean = clean and not line.strip()
        elif not tap.next_part():
            return clean, False


def _read_head(tap: Tap, loader: ArcWarcRecordLoader) -> ArcWarcRecord | None:
    """The head of a record, `None` where it is damaged; one has to say its type and length."""
    from warcio.exceptions import ArchiveLoadFailed

    start = tap.position
    lines = [tap.read_line(_LINE)]
    try:
        while (line := tap.read_line(_LINE)).strip():
            next_head = _FIRST_LINE.search(line)
            if next_head or _FIELD.match(line) is None or tap.position > start + HEADERS:
                tap.put_back(next_head[0] if next_head else line)
                return None
            lines.append(line)
        head = io.BytesIO(b"".join(lines))
        record = loader.parse_record_stream(head, known_format="warc", no_record_parse=True)
    except (ArchiveLoadFailed, ContainerError):
        return None
    length = (record.rec_headers.get_header("Content-Length") or "").strip()
    is_whole = record.rec_type and length.isdecimal() and len(length) <= _MAX_DIGITS
    return record if is_whole else None


def _read_block(tap: Tap, length: int, max_size: int) -> bytes | None:
    """The contents of a record, of too long ones the beginning; `None` where their end is not where it should be.

    Then all that can be read again waits to be: the record may be shorter than it says, and others follow it.
    """
    begin = tap.position
    size = min(length, max_size + HEADERS + 1)
    block = b""
    with suppress(ContainerError):  # `_find_record()` will meet it again
        block = tap.read(size)
        if len(block) == size and tap.skip(length - size) and _ends_here(tap):
            return block
    tap.go_back(begin, block)
    return None


def _ends_here(tap: Tap) -> bool:
    """Whether the two blank lines of a record's end follow, or nothing more, or the next record."""
    seen = b""
    for _ in range(2):
        line = tap.read_line(_LINE)
        if line.strip() or not line:
            tap.put_back(seen + line)
            return not line or _FIRST_LINE.match(line) is not None
        seen += line
    while (line := tap.read_line(_LINE)) and not line.strip():  # in gzip, to where a checksum may be wrong
        pass
    tap.put_back(line)
    return True


def _is_answer(record: ArcWarcRecord) -> bool:
    return record.rec_type == "response" and is_url(record.rec_headers.get_header("WARC-Target-URI") or "")


def _read_page(record: ArcWarcRecord, start: int, block: bytes, max_size: int) -> Member | None:
    """The page of an answer, `None` where it is no page."""
    from warcio.statusandheaders import StatusAndHeadersParser

    head = io.BytesIO(block[:HEADERS])
    try:
        http = StatusAndHeadersParser([], verify=False).parse(head)
    except EOFError:
        return None
    content_type = http.get_header("Content-Type", "")
    if not _is_success(http) or read_essence(content_type) not in {"", *HTML_TYPES}:
        return None
    name = _name_record(record, start)
    if head.tell() == HEADERS:
        return Member(name, SourceError("broken", "the headers of the answer do not end"))
    try:
        data = _decode_body(block[head.tell() :], http, max_size)
    except SourceError as error:
        return Member(name, error)
    return Member(name, data, record.rec_headers.get_header("WARC-Target-URI"), read_charset(content_type))


def _is_success(http: StatusAndHeaders) -> bool:
    status = http.get_statuscode()
    return len(status) == 3 and status.startswith("2")


def _decode_body(data: bytes, http: StatusAndHeaders, max_size: int) -> bytes:
    """The body without the codings of its transfer; many crawlers undo them and keep the headers."""
    from warcio.bufferedreaders import ChunkedDataReader

    if len(data) > max_size:
        raise too_large(max_size)
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
        case "br" | "zstd":
            return _decode_content(data, coding, max_size)
        case "" | "identity":
            return data
        case _:
            raise SourceError("no-reader", f"its body is compressed by {coding}, which is not read here")


def _decode_content(data: bytes, coding: str, max_size: int) -> bytes:
    body = bytearray()
    try:
        for piece in decode_pieces([data], coding):
            body += piece
            if len(body) > max_size:
                raise too_large(max_size)
    except CodingError as error:
        raise SourceError("broken", "its compressed data is damaged or cut off") from error
    return bytes(body)


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
