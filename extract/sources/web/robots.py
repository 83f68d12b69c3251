"""robots.txt: what a site asks automated readers to leave alone (RFC 9309).

Read by Protego, Scrapy's parser: the standard library's knows no wildcards and lets the first rule win, where
the longest has to. It matches without regular expressions, so that no rule can be slow.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego
from requests import Response

from extract.sources.source import SourceError
from extract.sources.web.answer import stream_body
from extract.sources.web.failures import TOO_MANY_REQUESTS

MAX_TEXT = 500 << 10  # bytes of one file; the standard asks for as much
MAX_KEPT = 8 << 20  # bytes of all files
LOCKS = 64
# A redirect without end or use counts as no robots.txt.
LED_NOWHERE = frozenset(("redirects", "bad-scheme", "bad-url"))

Follow = Callable[[str, Callable[[Response, str], str]], str]


class Robots:
    """The rules of all sites of a run, each read once; safe in threads.

    `follow(url, read)` fetches an address by the rules for redirects and turns, and reads the answer with
    `read(response, host)`. The texts are kept and not what is parsed of them, which a hostile one could make
    forty times larger.
    """

    def __init__(self, follow: Follow, user_agent: str) -> None:
        self._follow = follow
        self._user_agent = user_agent
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        # So that two pages of one site do not ask for its rules at the same time.
        self._readers = [threading.Lock() for _ in range(LOCKS)]

    def check(self, url: str) -> None:
        """Raise `SourceError` where the rules forbid a page, or cannot be had."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._readers[hash(site) % LOCKS]:
            text = self._texts.get(site)
            if text is None:
                text = self._ask(site)
                self._keep(site, text)
        if text and not Protego.parse(text).can_fetch(url, self._user_agent):
            raise SourceError(
                "robots", "the site's robots.txt asks not to fetch it; with its consent, give --ignore-robots"
            )

    def _ask(self, site: str) -> str:
        try:
            return self._follow(f"{site}/robots.txt", _read_rules)
        except SourceError as error:
            if error.code in LED_NOWHERE:
                return ""
            raise

    def _keep(self, site: str, text: str) -> None:
        with self._lock:
            self._texts[site] = text
            self._size += len(text) + len(site)
            while self._size > MAX_KEPT:
                oldest, dropped = self._texts.popitem(last=False)
                self._size -= len(dropped) + len(oldest)


def _read_rules(response: Response, host: str) -> str:
    """The rules, none where the site has none; its first 500 KiB count."""
    status = response.status_code
    if status >= 500 or status == TOO_MANY_REQUESTS:
        raise SourceError(
            "robots",
            f"HTTP {status} from {host} for its robots.txt, so nothing may be fetched; try again later",
        )
    if status >= 300:
        return ""
    start = bytearray()
    for piece in stream_body(response, MAX_KEPT):
        start += piece
        if len(start) > MAX_TEXT:
            del start[start.rfind(b"\n", 0, MAX_TEXT) + 1 :]
            break
    return start.decode("utf-8-sig", "replace")
