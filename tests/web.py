"""What the tests of fetching share: servers that say anything, and one call to fetch."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle

import pytest
import trustme

from extract.sources import Source, SourceError
from extract.sources.web.fetcher import Fetcher
from extract.sources.web.policy import FetchPolicy

LIMIT = 1 << 20
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
HERE = FetchPolicy(allow_private=True, timeout=10.0)

Speak = Callable[[socket.socket], None]


def fetch(url: str, max_size: int = LIMIT, policy: FetchPolicy = HERE, **changes: object) -> Source:
    with Fetcher(replace(policy, **changes), max_size=max_size) as fetcher:  # type: ignore[arg-type]
        return fetcher.fetch(url)


def refuse(url: str, max_size: int = LIMIT, policy: FetchPolicy = HERE, **changes: object) -> SourceError:
    """The error of a page that must not be fetched."""
    with pytest.raises(SourceError) as caught:
        fetch(url, max_size, policy, **changes)
    return caught.value


class Line:
    """A server that lets a function speak to whoever calls, after the head of the request came."""

    def __init__(self, speak: Speak, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.calls: list[bytes] = []
        self.connections = 0
        self.wait_for_head = True
        self.ended = threading.Event()
        self.speak = speak
        self.tls = tls
        self.listener = socket.create_server((host, 0))
        scheme = "https" if tls else "http"
        self.port = self.listener.getsockname()[1]
        self.url = f"{scheme}://{host}:{self.port}/"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                call, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._answer, args=(call,), daemon=True).start()

    def _answer(self, call: socket.socket) -> None:
        try:
            with self.tls.wrap_socket(call, server_side=True) if self.tls else call as line:
                head = b""
                while self.wait_for_head and b"\r\n\r\n" not in head and (piece := line.recv(1 << 16)):
                    head += piece
                self.calls.append(head)
                self.speak(line)
        except OSError:  # the other side had enough
            pass

    def drip(self, data: bytes, seconds: float = 0.05) -> Speak:
        """Speak byte by byte, over and over, for longer than any test waits."""

        def speak(line: socket.socket) -> None:
            ends = time.monotonic() + 5
            for byte in cycle(data):
                line.sendall(bytes([byte]))
                if self.ended.wait(seconds) or time.monotonic() > ends:
                    return

        return speak

    def close(self) -> None:
        self.ended.set()
        self.listener.close()


def hang_up(line: socket.socket) -> None:
    """Say nothing."""


def say(*parts: bytes) -> Speak:
    """Speak these bytes, then hang up."""
    return lambda line: line.sendall(b"".join(parts))


def measure(call: Callable[[], object]) -> float:
    """Seconds that a call took."""
    start = time.monotonic()
    call()
    return time.monotonic() - start


def make_context(authority: trustme.CA, host: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context
