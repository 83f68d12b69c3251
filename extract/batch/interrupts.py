"""Ctrl-C and SIGTERM: the first asks for an end between two records, the second ends at once."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType


class Interrupted(BaseException):
    """A signal came, for the first time or `again`. Nothing but the end of the run catches it."""

    def __init__(self, number: int, *, again: bool) -> None:
        super().__init__(number)
        self.number = number
        self.again = again


class Interrupts:
    """Notes signals while it is entered; a signal that is ignored stays so, as `nohup` and `&` want it."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.waits = False
        self.former = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)}

    def __enter__(self) -> Interrupts:
        for number, handler in self.former.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self.former.items():
            signal.signal(number, handler)

    def check(self) -> None:
        """Raise `Interrupted` if a signal came."""
        if self.number is not None:
            raise Interrupted(self.number, again=False)

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """While there is nothing to lose, the first signal raises `Interrupted` too."""
        self.check()
        self.waits = True
        try:
            yield
        finally:
            self.waits = False

    def _note(self, number: int, frame: FrameType | None) -> None:
        again = self.number is not None
        self.number = number
        if self.waits or again:
            raise Interrupted(number, again=again)
