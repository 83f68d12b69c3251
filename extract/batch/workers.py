"""Processes that work, and die, for one page at a time.

Each worker is a fork of the command with a pipe of its own, and works on one page at a time. So a page that hangs,
crashes or eats memory costs itself alone, and a worker that is killed from outside takes nothing with it that
another one needs. Workers end with the command, however that ends.

Why not a library: those that kill a worker at a time limit let all of them share one queue and its lock.
pebble's pool survives one worker killed from outside, but gave up all remaining tasks in each of four trials
with ten of them killed in turn; neither it nor the standard library's executors limit memory.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import pickle
import resource
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait

from extract.batch.processes import Process
from extract.batch.results import Failure, Result
from extract.sources.inputs import Input
from extract.sources.size import format_size

Work = Callable[[Input], Result]

TASKS_PER_WORKER = 2  # the one at hand, and the next
PAGES_PER_WORKER = 1000  # then it is replaced, so that memory stays flat over any number of pages
TRIES = 2  # of a page whose worker died; the second is the first page of a new worker
TICK = 0.1  # seconds between two looks at the limits
STOPPED = 1.0  # seconds beyond a tick: all of us were stopped, by Ctrl-Z, and the time is nobody's fault
OUT_OF_MEMORY = 77  # the exit code of a worker that was refused memory
HARD_LIMIT = 1.25  # of the memory limit: the kernel refuses more, should it grow faster than we look
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


class Task:
    """An input on its way; `number` is its place in the order, `payload` what its worker is sent."""

    __slots__ = ("name", "number", "payload", "stamp", "tries")

    def __init__(self, number: int, item: Input) -> None:
        self.number = number
        self.name = item.name
        self.stamp = item.stamp
        self.payload = pickle.dumps(item)
        self.tries = 0


class Worker:
    """One process, from our side.

    `tasks` is what it has at hand since the time `since`, and perhaps one more that waits in the pipe, so that
    no worker waits for us.
    """

    def __init__(self, work: Work, memory: int) -> None:
        self.process = Process(functools.partial(_serve, work, memory))
        self.tasks: list[Task] = []
        self.since = 0.0
        self.left = PAGES_PER_WORKER

    def takes(self, task: Task) -> bool:
        """Whether the task can be sent without waiting for it to be read."""
        if not self.tasks:
            return True
        return len(self.tasks) < min(TASKS_PER_WORKER, self.left) and len(task.payload) < self.process.room

    def give(self, task: Task) -> None:
        """Send a task; that the worker is dead is found out when its answer is read."""
        if not self.tasks:
            self.since = time.monotonic()
        self.tasks.append(task)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.process.connection.send_bytes(task.payload)

    def read_result(self) -> Result:
        """Its answer. Raises `EOFError` or `OSError` if it died."""
        result: Result = self.process.connection.recv()
        self.since = time.monotonic()
        self.left -= 1
        return result

    def read_memory(self) -> int:
        """Bytes that it holds in memory; 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.process.pid}/statm", "rb") as stream:
                return int(stream.read().split()[1]) * PAGE_SIZE
        except (OSError, IndexError):  # no such system; or it is dead
            return 0


class Pool:
    """Up to `jobs` workers, started when they are needed.

    `timeout` is in seconds per page, `memory` in bytes per worker. Workers are killed when the pool is left.
    """

    def __init__(self, work: Work, *, jobs: int, timeout: float, memory: int) -> None:
        self.work = work
        self.jobs = jobs
        self.timeout = timeout
        self.memory = memory
        self.workers: list[Worker] = []
        self.waiting: deque[Task] = deque()
        self.looked = time.monotonic()  # when the limits were looked at last

    def __enter__(self) -> Pool:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # who ignores it does not learn how a worker ended
        return self

    def __exit__(self, *_: object) -> None:
        while self.workers:
            self.workers.pop().process.end()

    @property
    def is_idle(self) -> bool:
        """Whether all tasks are done."""
        return not self.waiting and not any(worker.tasks for worker in self.workers)

    @property
    def has_room(self) -> bool:
        """Whether another task would find a place."""
        if self.waiting:
            return False
        return len(self.workers) < self.jobs or any(len(w.tasks) < TASKS_PER_WORKER for w in self.workers)

    def submit(self, task: Task) -> None:
        """Take a task, to be begun as soon as a worker is free."""
        self.waiting.append(task)
        self._distribute()

    def collect(self, also: Sequence[Connection] = ()) -> list[tuple[Task, Result]]:
        """What was done since the last call, and enforce the limits.

        Waits up to a tick, or until there is something to read from what is waited for `also`.
        """
        busy = [worker for worker in self.workers if worker.tasks]
        ready = wait([*(worker.process.connection for worker in busy), *also], TICK)
        now = time.monotonic()
        stopped, self.looked = now - self.looked - TICK, now
        done = []
        for worker in busy:
            if stopped > STOPPED:
                worker.since = min(now, worker.since + stopped)
            done += (
                self._receive(worker) if worker.process.connection in ready else self._check_limits(worker)
            )
        self._distribute()
        return done

    def _distribute(self) -> None:
        """Give waiting tasks to workers: idle ones, then new ones, then those that take one in advance."""
        while self.waiting:
            worker = min(self.workers, key=lambda worker: len(worker.tasks), default=None)
            if (worker is None or worker.tasks) and len(self.workers) < self.jobs:
                worker = self._start()
            if worker is None or not worker.takes(self.waiting[0]):
                return
            worker.give(self.waiting.popleft())

    def _start(self) -> Worker:
        worker = Worker(self.work, self.memory)
        self.workers.append(worker)
        return worker

    def _receive(self, worker: Worker) -> list[tuple[Task, Result]]:
        """Read a worker's answer; what its page comes to, unless it is tried again."""
        try:
            result = worker.read_result()
        except (EOFError, OSError):
            return self._bury(worker)
        done = worker.tasks.pop(0)
        if worker.left == 0:
            self._remove(worker)
        return [(done, result)]

    def _check_limits(self, worker: Worker) -> list[tuple[Task, Result]]:
        """The same for one that has not answered; it is ended if it is beyond its limits."""
        busy = time.monotonic() - worker.since
        if busy < TICK:
            return []
        if busy > self.timeout:
            self._remove(worker)
            failure = Failure("timeout", f"not done within {self.timeout:g} s; give more with --timeout")
            return [(worker.tasks[0], failure)]
        if worker.read_memory() > self.memory:
            self._remove(worker)
            return self._try_again(worker.tasks[0], self._describe_memory())
        return []

    def _bury(self, worker: Worker) -> list[tuple[Task, Result]]:
        """The same for one that died by itself, or was killed from outside."""
        code = self._remove(worker)
        if code == OUT_OF_MEMORY:
            return self._try_again(worker.tasks[0], self._describe_memory())
        reason = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        message = f"the process that read it died {TRIES} times ({reason})"
        return self._try_again(worker.tasks[0], Failure("crashed", message))

    def _remove(self, worker: Worker) -> int:
        """End a worker; a task that it had not begun is given to another."""
        self.workers.remove(worker)
        self.waiting.extendleft(worker.tasks[1:])
        return worker.process.end()

    def _try_again(self, task: Task, failure: Failure) -> list[tuple[Task, Result]]:
        task.tries += 1
        if task.tries == TRIES:
            return [(task, failure)]
        self._start().give(task)
        return []

    def _describe_memory(self) -> Failure:
        size = format_size(self.memory)
        return Failure("memory", f"takes more than {size} of memory; give more with --max-memory")


def _serve(work: Work, memory: int, connection: Connection) -> int:
    """Answer until the pipe is closed; the life of a worker."""
    gc.freeze()  # what it inherits stays; to look through it again would also copy it
    if sys.platform == "linux":
        _limit_memory(int(memory * HARD_LIMIT))
    try:
        while True:
            connection.send(work(connection.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return 0
    except MemoryError:
        return OUT_OF_MEMORY


def _limit_memory(size: int) -> None:
    _, highest = resource.getrlimit(resource.RLIMIT_DATA)
    if highest != resource.RLIM_INFINITY:
        size = min(size, highest)
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
