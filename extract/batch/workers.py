"""Processes that work, and die, for one page at a time.

Each worker is a fork of the command with a pipe of its own, and has one task at a time. So a page that hangs,
crashes or eats memory costs itself alone, and a worker that is killed from outside takes nothing with it that
another one needs. Workers end with the command, however that ends.

Why not a library: those that kill a worker at a time limit let all of them share one queue and its lock.
pebble's pool survives one worker killed from outside, but gave up all remaining tasks in each of four trials
with ten of them killed in turn; neither it nor the standard library's executors limit memory.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe, wait
from typing import NoReturn

from extract.batch.results import Failure, Result
from extract.sources.inputs import Input
from extract.sources.size import format_size

Work = Callable[[Input], Result]

PAGES_PER_WORKER = 1000  # then it is replaced, so that memory stays flat over any number of pages
TRIES = 2  # of a page whose worker died; the second is the first page of a new worker
TICK = 0.1  # seconds between two looks at the limits
OUT_OF_MEMORY = 77  # the exit code of a worker that was refused memory
HARD_LIMIT = 1.25  # of the memory limit: the kernel refuses more, should it grow faster than we look
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


class Worker:
    """One process, from our side of its pipe; `task` is what it has at hand."""

    def __init__(self, work: Work, memory: int) -> None:
        self.connection, theirs = Pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _serve(theirs, work, memory, parent)
        theirs.close()
        self.task: Task
        self.since = 0.0
        self.pages = 0

    def give(self, task: Task) -> None:
        """Send a task; that the worker is dead is found out when its answer is read."""
        self.task = task
        self.since = time.monotonic()
        task.tries += 1
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send(task.item)

    def read_memory(self) -> int:
        """Bytes that it holds in memory; 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.pid}/statm", "rb") as stream:
                return int(stream.read().split()[1]) * PAGE_SIZE
        except (OSError, IndexError):  # no such system; or it is dead
            return 0

    def end(self) -> int:
        """Kill it and return how it ended: its exit code, or minus the signal."""
        os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self.connection.close()
        return os.waitstatus_to_exitcode(status)


class Task:
    """An input on its way; `number` is its place in the order, `replaces` the record that it renews."""

    __slots__ = ("item", "number", "replaces", "tries")

    def __init__(self, number: int, item: Input, replaces: int | None) -> None:
        self.number = number
        self.item = item
        self.replaces = replaces
        self.tries = 0


class Pool:
    """Up to `jobs` workers, started when they are needed.

    `timeout` is in seconds per page, `memory` in bytes per worker. Workers are killed when the pool is left.
    """

    def __init__(self, work: Work, *, jobs: int, timeout: float, memory: int) -> None:
        self.work = work
        self.jobs = jobs
        self.timeout = timeout
        self.memory = memory
        self.idle: list[Worker] = []
        self.busy: dict[Connection, Worker] = {}

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in (*self.idle, *self.busy.values()):
            worker.end()

    @property
    def has_room(self) -> bool:
        """Whether a task would be begun at once."""
        return len(self.busy) < self.jobs

    def submit(self, task: Task) -> None:
        """Give a task to an idle worker, or to a new one."""
        worker = self.idle.pop() if self.idle else Worker(self.work, self.memory)
        self.busy[worker.connection] = worker
        worker.give(task)

    def collect(self) -> list[tuple[Task, Result]]:
        """What was done since the last call; waits for it up to a tick, and enforces the limits."""
        done = []
        for connection in wait(list(self.busy), TICK):
            worker = self.busy[connection]  # type: ignore[index]
            try:
                result = worker.connection.recv()
            except (EOFError, OSError):
                result = self._bury(worker)
            else:
                self._release(worker)
            if result is not None:
                done.append((worker.task, result))
        now = time.monotonic()
        for worker in [w for w in self.busy.values() if now - w.since > TICK]:
            if (failure := self._check_limits(worker, now)) is not None:
                done.append((worker.task, failure))
        return done

    def _release(self, worker: Worker) -> None:
        del self.busy[worker.connection]
        worker.pages += 1
        if worker.pages < PAGES_PER_WORKER:
            self.idle.append(worker)
        else:
            worker.end()

    def _check_limits(self, worker: Worker, now: float) -> Failure | None:
        """End a worker beyond its limits; what its page comes to, unless it is tried again."""
        if now - worker.since > self.timeout:
            self._remove(worker)
            return Failure("timeout", f"not done within {self.timeout:g} s; give more with --timeout")
        if worker.read_memory() > self.memory:
            self._remove(worker)
            return self._try_again(worker.task, self._describe_memory())
        return None

    def _bury(self, worker: Worker) -> Failure | None:
        """The same for one that died by itself, or was killed from outside."""
        code = self._remove(worker)
        if code == OUT_OF_MEMORY:
            return self._try_again(worker.task, self._describe_memory())
        reason = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        message = f"the process that read it died {TRIES} times ({reason})"
        return self._try_again(worker.task, Failure("crashed", message))

    def _remove(self, worker: Worker) -> int:
        del self.busy[worker.connection]
        return worker.end()

    def _try_again(self, task: Task, failure: Failure) -> Failure | None:
        if task.tries >= TRIES:
            return failure
        worker = Worker(self.work, self.memory)
        self.busy[worker.connection] = worker
        worker.give(task)
        return None

    def _describe_memory(self) -> Failure:
        size = format_size(self.memory)
        return Failure("memory", f"takes more than {size} of memory; give more with --max-memory")


def _serve(connection: Connection, work: Work, memory: int, parent: int) -> NoReturn:
    """Answer until the pipe is closed; the life of a worker."""
    code = 0
    try:
        _separate(connection, memory, parent)
        while True:
            connection.send(work(connection.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    except MemoryError:
        code = OUT_OF_MEMORY
    except BaseException:
        code = 1
    finally:
        os._exit(code)


def _separate(connection: Connection, memory: int, parent: int) -> None:
    """Leave behind what a fork inherits, and bind the process to its limits and to its parent's life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(null, standard)
    own = connection.fileno()
    os.closerange(3, own)  # the output, the journal's lock, and the pipes of the others
    os.closerange(own + 1, os.sysconf("SC_OPEN_MAX"))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        hard = int(memory * HARD_LIMIT)
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))
        _die_with(parent)


def _die_with(parent: int) -> None:
    """Let the kernel kill this process when its parent ends, also in the midst of a page."""
    import ctypes

    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
