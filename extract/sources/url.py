"""Pages on the web: fetched once, within limits, and refused where they are no pages."""

from __future__ import annotations

import re
import time
from http import HTTPStatus

import requests
from urllib3.exceptions import ReadTimeoutError

from extract.article import __version__
from extract.sources import Source, SourceError
from extract.sources.size import too_large

MAX_REDIRECTS = 5
PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml"))
HEADERS = {
    "User-Agent": f"cleancopy/{__version__}",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1",
}
_CHUNK = 1 << 13  # small, so that the deadline is looked at often
_CHARSET = re.compile(r"""\bcharset\s*=\s*["']?\s*([^\s"';,]+)""", re.I)


def fetch_page(url: str, *, max_size: int, timeout: float) -> Source:
    """Fetch a page, following up to five redirects.

    `max_size` is in bytes after decompression; `timeout` in seconds: for the connection, for each silence of
    the server and, looked at between two pieces of the answer, for the whole. Raises `SourceError`: also for
    a status of 400 and more, and for contents that are no page.
    """
    deadline = time.monotonic() + timeout
    with requests.Session() as session:
        session.max_redirects = MAX_REDIRECTS
        try:
            with session.get(url, headers=HEADERS, timeout=timeout, stream=True) as response:
                _check_status(response)
                content_type = response.headers.get("Content-Type", "")
                _check_type(content_type)
                data = _read_body(response, max_size, deadline)
                charset = _CHARSET.search(content_type)
                return Source(url, data, response.url, charset[1] if charset else None)
        except (requests.RequestException, UnicodeError, ValueError) as error:
            # Beside its own, requests lets errors of odd host names and ports through.
            raise _explain(error, timeout) from error


def _check_status(response: requests.Response) -> None:
    status = response.status_code
    if status < HTTPStatus.BAD_REQUEST:
        return
    advice = ""
    if status in (401, 402, 403, 429, 451):
        advice = "; save the page in a browser and pass the file"
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        advice = "; try again later"
    raise SourceError(f"http-{status}", f"the server answered {_name_status(status)}{advice}")


def _name_status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _check_type(content_type: str) -> None:
    essence = content_type.partition(";")[0].strip().lower()
    if essence and essence not in PAGE_TYPES:
        raise SourceError("no-page", f"the server sent {essence}, which is no page")


def _read_body(response: requests.Response, max_size: int, deadline: float) -> bytes:
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and len(length) < 20 and int(length) > max_size:
        raise too_large(max_size)
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_content(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > max_size:
            raise too_large(max_size)
        if time.monotonic() > deadline:
            raise requests.ReadTimeout
    return b"".join(chunks)


def _explain(error: Exception, timeout: float) -> SourceError:
    """The error in words; requests' own are built for developers, and long."""
    match error:
        case requests.Timeout() | requests.ConnectionError(args=[ReadTimeoutError()]):
            return SourceError("timeout", f"no full answer within {timeout:g} s; give more with --timeout")
        case requests.TooManyRedirects():
            return SourceError("redirects", f"more than {MAX_REDIRECTS} redirects")
        case requests.exceptions.SSLError():
            return SourceError("tls", "the server's certificate cannot be trusted")
        case requests.exceptions.ProxyError():
            return SourceError("connection", "the proxy cannot be reached; check HTTPS_PROXY and HTTP_PROXY")
        case requests.exceptions.InvalidSchema():
            return SourceError("redirects", "it leads to an address that is neither http:// nor https://")
        case requests.exceptions.ChunkedEncodingError() | requests.exceptions.ContentDecodingError():
            return SourceError("connection", "the answer broke off or is garbled; try again")
        case requests.ConnectionError():
            return SourceError("connection", "the server cannot be reached; check the address")
        case requests.RequestException() if not isinstance(error, ValueError):
            return SourceError("connection", "the fetch failed; try again")
        case _:
            return SourceError("bad-url", "not an address that can be fetched")
