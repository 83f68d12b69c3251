"""Results that came early wait here for their turn."""

from __future__ import annotations

from collections.abc import Iterator

from extract.batch.results import Extracted, Result
from extract.batch.workers import Task

MAX_WAITING = 10_000
MAX_WAITING_BYTES = 32 << 20


class Queue:
    """Results on their way to the output: in the order of their numbers, or if not `ordered` as they come."""

    def __init__(self, *, ordered: bool) -> None:
        self.ordered = ordered
        self.waiting: dict[int, tuple[Task, Result]] = {}
        self.size = 0
        self.next = 0

    @property
    def is_full(self) -> bool:
        """Whether no more work should be begun before the next result is there."""
        return len(self.waiting) >= MAX_WAITING or self.size >= MAX_WAITING_BYTES

    def add(self, task: Task, result: Result) -> None:
        """Take in a result."""
        self.waiting[task.number] = (task, result)
        self.size += _measure(result)

    def release(self) -> Iterator[tuple[Task, Result]]:
        """Give out all whose turn it is."""
        while self.waiting:
            number = self.next if self.ordered else next(iter(self.waiting))
            if number not in self.waiting:
                return
            task, result = self.waiting.pop(number)
            self.size -= _measure(result)
            self.next += 1
            yield task, result


def _measure(result: Result) -> int:
    return len(result.line) if isinstance(result, Extracted) else len(result.message)
