"""How time grows with size, on a machine that has other things to do."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TRIES = 3


def measure(work: Callable[[], object], times: int = 2) -> float:
    """The least CPU time of a few runs, in seconds, without that of collecting what other tests left behind."""
    spent = []
    gc.disable()
    try:
        for _ in range(times):
            start = time.process_time()
            work()
            spent.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(spent)


def grows_beyond(
    factor: float, small: Callable[[], object], large: Callable[[], object], slack: float
) -> bool:
    """Whether the large work takes more than `factor` times as long as the small one, and `slack` seconds.

    A neighbour on the machine can spoil one comparison; what grows too fast fails all of them.
    """
    return all(measure(large) >= factor * measure(small) + slack for _ in range(TRIES))
