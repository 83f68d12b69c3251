"""Fetching pages by a policy: one of them, or many in threads."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Self, TypeVar
from urllib.parse import SplitResult, urlsplit

import requests
from requests.cookies import RequestsCookieJar
from requests.structures import CaseInsensitiveDict
from requests.utils import get_auth_from_url, get_environ_proxies, select_proxy, urldefragauth
from urllib3.exceptions import HTTPError

from extract.article import __version__
from extract.sources.content_type import read_charset
from extract.sources.source import Source, SourceError, is_url
from extract.sources.web.addresses import read_literal
from extract.sources.web.answer import check_status, check_type, find_target, read_body
from extract.sources.web.cookies import read_cookies
from extract.sources.web.failures import MAX_REDIRECTS, explain_error
from extract.sources.web.hosts import RETRIED, Hosts
from extract.sources.web.network import Adapter, Deadline, check_address
from extract.sources.web.policy import FetchPolicy
from extract.sources.web.robots import Robots
from extract.sources.web.store import Store

THREADS = 16
HEADERS = {
    "User-Agent": f"cleancopy/{__version__}",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
}
# Of the headers that the user gives, these cannot be a key, so that another host may see them.
HARMLESS = ("accept", "user-agent")

T = TypeVar("T")
Job = tuple["Future[Source]", str]


@dataclass
class _Trip:
    """What the requests for one page share: whom the user named, cookies, and the seconds that are left."""

    named: SplitResult
    auth: tuple[str, str]
    cookies: RequestsCookieJar
    left: float


class Fetcher:
    """Fetches pages by one policy; safe in threads.

    It keeps one pool of connections, and for each host its turns and its robots.txt. These hold within one
    fetcher, so a batch has one alone (see `service`). `submit()` fetches in up to 16 threads, of which none keeps
    the interpreter from ending. Cookies that a site sets last for the redirects of one page, so that no page
    depends on which were fetched before it.
    """

    def __init__(self, policy: FetchPolicy, *, max_size: int) -> None:
        """`max_size` is in bytes after decompression.

        Raises `StoreError` where the folder of `policy.save_html` cannot be made, `OSError` and `ValueError`
        where the file of `policy.cookies` holds none.
        """
        self._policy = policy
        self._max_size = max_size
        self._headers = CaseInsensitiveDict(HEADERS)
        if policy.user_agent is not None:
            self._headers["User-Agent"] = policy.user_agent
        self._cookies = () if policy.cookies is None else read_cookies(policy.cookies)
        self._store = None if policy.save_html is None else Store(policy.save_html)
        self._adapter = Adapter(allow_private=policy.allow_private, max_size=max_size, hosts=2 * THREADS)
        self._hosts = Hosts(policy.delay)
        self._robots = Robots(self._follow, str(self._headers["User-Agent"])) if policy.robots else None
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fetch(self, url: str) -> Source:
        """Fetch a page, following up to five redirects, or take it from the folder of kept ones.

        Raises `SourceError`: also for a status that stands for no page, for contents that are none, and after
        `close()`; `StoreError` where the page cannot be kept.
        """
        _split(url)
        kept = None if self._store is None else self._store.find(url, self._max_size)
        if kept is not None:
            return kept
        source = self._try(url, self._policy.retries)
        if self._store is not None:
            self._store.keep(url, source)
        return source

    def submit(self, url: str) -> Future[Source]:
        """`fetch()` in a thread. The pages that wait are the caller's to bound. From one thread alone."""
        future: Future[Source] = Future()
        self._jobs.put((future, url))
        if len(self._threads) < THREADS:
            thread = threading.Thread(target=self._work, daemon=True)
            thread.start()
            self._threads.append(thread)
        return future

    def close(self) -> None:
        """End: what waits for its turn is given up at once, what is on its way at its deadline."""
        self._hosts.close()
        for _ in self._threads:
            self._jobs.put(None)
        self._adapter.close()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            future, url = job
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(self.fetch(url))
                except Exception as error:  # the caller's, who asks for the result
                    future.set_exception(error)

    def _try(self, url: str, retries: int) -> Source:
        try:
            return self._follow(url, partial(self._read_page, url), self._robots)
        except SourceError as error:
            if not retries or error.code not in RETRIED:
                raise
        return self._try(url, retries - 1)

    def _read_page(self, name: str, response: requests.Response, host: str) -> Source:
        check_status(response, host)
        check_type(response)
        charset = read_charset(response.headers.get("Content-Type", ""))
        return Source(name, read_body(response, self._max_size), response.url, charset)

    def _follow(
        self, url: str, read: Callable[[requests.Response, str], T], robots: Robots | None = None
    ) -> T:
        """What `read` makes of the answer, with its host, after the redirects."""
        trip = self._plan(url)
        for _ in range(MAX_REDIRECTS + 1):
            request = self._prepare(url, trip)
            address = str(request.url)
            host = str(urlsplit(address).hostname)
            if robots is not None:
                robots.check(address)
            with self._hosts.turn(host):
                started = time.monotonic()
                answer = self._ask(request, host, trip, read)
                trip.left -= time.monotonic() - started
            if not isinstance(answer, _Redirect):
                return answer
            url = answer.target
        raise SourceError("redirects", f"more than {MAX_REDIRECTS} redirects; check the address in a browser")

    def _plan(self, url: str) -> _Trip:
        cookies = RequestsCookieJar()
        for cookie in self._cookies:
            cookies.set_cookie(cookie)
        return _Trip(_split(url), get_auth_from_url(url), cookies, self._policy.timeout)

    def _prepare(self, url: str, trip: _Trip) -> requests.PreparedRequest:
        """The request for a page; what could be a key goes to the host alone that the user named."""
        if not is_url(url):
            raise SourceError("bad-scheme", "it leads to an address that is neither http:// nor https://")
        try:
            trusted = _may_share(trip.named, urlsplit(url))
            headers = self._headers.copy()
            for name, value in self._policy.headers:
                if trusted or name.lower().startswith(HARMLESS):
                    headers[name] = value
            auth = trip.auth if trusted and any(trip.auth) else None
            # Not by a session of requests, which inflates what a redirect carries, and sends what is in .netrc.
            return requests.Request(
                "GET", urldefragauth(url), headers=headers, auth=auth, cookies=trip.cookies
            ).prepare()
        except (requests.RequestException, ValueError) as error:
            raise SourceError("bad-url", "not an address that can be fetched") from error

    def _ask(
        self,
        request: requests.PreparedRequest,
        host: str,
        trip: _Trip,
        read: Callable[[requests.Response, str], T],
    ) -> T | _Redirect:
        address = str(request.url)
        try:
            proxies = get_environ_proxies(address)
            literal = read_literal(host)
            if literal and not self._policy.allow_private and select_proxy(address, proxies):
                check_address(host, literal)  # of other names the proxy alone knows where they lead
            with self._adapter.ask(request, Deadline(trip.left), proxies) as response:
                trip.cookies.update(response.cookies)
                target = find_target(response)
                return read(response, host) if target is None else _Redirect(target)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise explain_error(error, host, self._policy.timeout) from error


@dataclass(frozen=True, slots=True)
class _Redirect:
    target: str


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise SourceError("bad-url", "not an address that can be fetched") from error


def _may_share(named: SplitResult, other: SplitResult) -> bool:
    """Whether an address belongs to the host that the user named, by a way that is no less safe."""
    same_way = (named.scheme, named.port) == (other.scheme, other.port)
    upgraded = named.scheme == "http" and other.scheme == "https" and named.port == other.port is None
    return named.hostname == other.hostname and (same_way or upgraded)
