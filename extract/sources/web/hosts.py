"""Turns: a host is asked by one request at a time, with a pause in between, and left alone when it says so."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from extract.sources.source import SourceError
from extract.sources.web.failures import BusyError

RETRIED = frozenset(("connection", "http-429", "http-503"))
MAX_WAIT = 120.0  # seconds: who asks for more is not waited for
FIRST_BACK_OFF = 1.0
MAX_BACK_OFF = 60.0
# After so many failures in a row a host is only asked again when its back-off has passed.
PATIENCE = 6
MAX_HOSTS = 10_000


@dataclass
class _Host:
    turn: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0  # on the clock of time.monotonic()
    failures: int = 0  # in a row


class Hosts:
    """All hosts of a run; safe in threads. `delay` is in seconds."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._lock = threading.Lock()
        self._closed = threading.Event()

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Wait until the host may be asked, and keep others from it meanwhile.

        What the block raises tells how long the host is left alone afterwards. Raises `SourceError` where
        the wait would be too long, and after `close()`.
        """
        host = self._find(name)
        with host.turn:
            self._wait(name, host)
            pause = 0.0
            try:
                yield
            except SourceError as error:
                if error.code in RETRIED:
                    pause = _choose_pause(error, host.failures)
                    host.failures += 1
                raise
            else:
                host.failures = 0
            finally:
                host.free_at = time.monotonic() + max(pause, self._delay)

    def close(self) -> None:
        """End all waiting: who waits, and who comes later, gets a `SourceError`."""
        self._closed.set()

    def _find(self, name: str) -> _Host:
        with self._lock:
            host = self._hosts.setdefault(name, _Host())
            self._hosts.move_to_end(name)
            if len(self._hosts) > MAX_HOSTS:
                self._forget_one()
            return host

    def _forget_one(self) -> None:
        """Forget the host that was not asked for the longest time, of those that nothing holds."""
        now = time.monotonic()
        for name, host in self._hosts.items():
            if host.free_at <= now and not host.turn.locked():
                del self._hosts[name]
                return

    def _wait(self, name: str, host: _Host) -> None:
        wait = host.free_at - time.monotonic()
        if wait > MAX_WAIT:
            raise SourceError(
                "host-paused", f"{name} asks to be left alone for {wait:.0f} s more; try again then"
            )
        if wait > 0 and host.failures >= PATIENCE:
            raise SourceError("host-paused", f"{name} failed {host.failures} times in a row; try again later")
        if self._closed.wait(max(wait, 0.0)):
            raise SourceError("stopped", "the run ended before it was fetched")


def _choose_pause(error: SourceError, failures: int) -> float:
    """Seconds to leave a host alone: as it asks, else twice as long after each failure."""
    if isinstance(error, BusyError) and error.pause is not None:
        return error.pause
    return min(FIRST_BACK_OFF * 2.0**failures, MAX_BACK_OFF)
