"""How many inputs there are: counted by a process of its own, while the first are worked on."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

from extract.batch.processes import Process
from extract.sources import Source
from extract.sources.inputs import Input

Find = Callable[[], Iterator[Input]]


class Total:
    """The number of inputs that `find` gives once more: `None` before it is known.

    It stays unknown where pages lie inside another file: to count them is to read them all.
    """

    def __init__(self, find: Find) -> None:
        self.number: int | None = None
        self.process: Process | None = Process(functools.partial(_count, find))

    def look(self) -> int | None:
        """The number, if it is known by now."""
        if self.process is not None and self.process.connection.poll():
            try:
                self.number = self.process.connection.recv()
            except EOFError:
                self.number = None
            self.close()
        return self.number

    def close(self) -> None:
        """End the count."""
        if self.process is not None:
            self.process.end()
            self.process = None


def _count(find: Find, connection: Connection) -> int:
    os.nice(10)  # the pages go first
    number = 0
    for number, item in enumerate(find(), start=1):  # noqa: B007 - used after the loop
        if isinstance(item.source, Source):
            return 0
    connection.send(number)
    return 0
