"""How far a run is, told while it goes on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Self

from extract.batch.summary import Tally

LOG_INTERVAL = 30.0  # seconds between two lines in a log
BAR_INTERVAL = 0.1


def open_progress(say: Callable[[str], None], *, live: bool) -> Log | Bar:
    """A bar where a person looks at standard error and it may be `live`, else lines."""
    return Bar() if live and sys.stderr is not None and sys.stderr.isatty() else Log(say)


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
    """The same for a terminal, live."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        # Without the thread that refreshes by itself: workers are forked from a process with one thread.
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            auto_refresh=False,
            transient=True,
        )
        self.task = self.progress.add_task("starting")
        self.started = self.told = time.monotonic()

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def __call__(self, tally: Tally) -> None:
        """Show how far it is, ten times a second at most."""
        now = time.monotonic()
        if now - self.told < BAR_INTERVAL:
            return
        self.told = now
        skipped = f"{tally.skipped:,} done before, " if tally.skipped else ""
        rate = tally.done / (now - self.started)
        text = f"{skipped}{tally.done:,} read, {tally.failed:,} failed, {rate:.3g} a second"
        self.progress.update(self.task, description=text, refresh=True)
