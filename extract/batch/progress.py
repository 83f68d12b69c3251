"""How far a run is, told while it goes on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Self

from extract.batch.summary import Tally
from extract.batch.total import Find, Total

LOG_INTERVAL = 30.0  # seconds between two lines in a log
BAR_INTERVAL = 0.1


def open_progress(say: Callable[[str], None], find: Find | None, *, live: bool) -> Log | Bar:
    """A bar where a person looks at standard error and it may be `live`, else lines.

    `find` gives all inputs once more, to be counted; `None` where they can be read only once.
    """
    if live and sys.stderr is not None and sys.stderr.isatty():
        return Bar(None if find is None else Total(find))
    return Log(say)


class Log:
    """Tells now and then how far a run is, in plain lines."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.started = self.told = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __call__(self, tally: Tally) -> None:
        """Look at the clock, and tell if it is time."""
        now = time.monotonic()
        if now - self.told >= LOG_INTERVAL:
            self.told = now
            rate = tally.done / (now - self.started)
            self.say(f"{tally.done:,} read, {tally.failed:,} failed, {rate:.3g} a second")


class Bar:
    """The same for a terminal, live, with the time left once the `total` is known."""

    def __init__(self, total: Total | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        # Without the thread that refreshes by itself: workers are forked from a process with one thread.
        self.progress = Progress(
            BarColumn(),
            TextColumn("{task.description}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            auto_refresh=False,
            transient=True,
        )
        self.total = total
        self.task = self.progress.add_task("starting", total=None)
        self.started = self.told = time.monotonic()

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()
        if self.total is not None:
            self.total.close()

    def __call__(self, tally: Tally) -> None:
        """Show how far it is, ten times a second at most."""
        now = time.monotonic()
        if now - self.told < BAR_INTERVAL:
            return
        self.told = now
        total = None if self.total is None else self.total.look()
        number = f"{tally.skipped + tally.done:,}" + (f" of {total:,}" if total else "")
        rate = tally.done / (now - self.started)
        self.progress.update(
            self.task,
            description=f"{number} read, {tally.failed:,} failed, {rate:.3g} a second",
            completed=tally.skipped + tally.done,
            total=total,
            refresh=True,
        )
