"""Many pages to JSON Lines: in parallel, each at its own risk, and to be gone on with at any time.

`run_batch()` is the whole: inputs that an earlier run finished are skipped; pages of the web are fetched by one
process (`fetches`), politely to each host; their bytes and all other inputs go to processes of their own
(`workers`), which make a record or a failure of each (`results`); these come back into the order of the inputs
(`order`) and are written beside a journal (`store`: `files` and `journal`), until all is done or a signal comes
(`interrupts`).
"""

from __future__ import annotations

import functools
import itertools
import time
from collections.abc import Callable, Iterator

from extract import extract
from extract.batch.fetches import Fetches
from extract.batch.interrupts import Interrupted, Interrupts
from extract.batch.job import Job, Shape
from extract.batch.order import Queue
from extract.batch.results import Failure, extract_input
from extract.batch.store import Store
from extract.batch.summary import NAMED, Outcome, Tally
from extract.batch.workers import Pool, Task
from extract.sources import SourceError
from extract.sources.inputs import Input

__all__ = ["Interrupted", "Job", "Outcome", "Shape", "Tally", "run_batch"]


def run_batch(job: Job, inputs: Iterator[Input], watch: Callable[[Tally], None]) -> Outcome:
    """Write a record of each input; `watch` is told several times a second how far it is.

    Inputs are taken as they are needed, a few more than there are workers. Raises `OutputError` and
    `BrokenPipeError` for the output, and `Interrupted` for a second signal.
    """
    started = time.monotonic()
    extract(b"<p>")  # what the first page loads, the workers inherit
    work = functools.partial(extract_input, shape=job.shape, max_size=job.max_size)
    with Store(job) as store, Interrupts() as interrupts, Fetches(job.fetching, job.max_size) as fetches:
        pool = Pool(work, jobs=job.jobs, timeout=job.timeout, memory=job.max_memory)
        run = _Run(job, inputs, store, interrupts, pool, fetches)
        stopped = None
        try:
            with pool:
                run.work(watch)
            store.finish()
            store.tidy(interrupts.check)
        except Interrupted as interrupted:
            if interrupted.again:
                raise
            stopped = interrupted.number
            store.stop()
        if job.errors is not None:
            store.copy_failures(job.errors)
        seconds = time.monotonic() - started
        records = store.journal.count()
        return Outcome(run.tally, records, _name_failures(store), seconds, stopped, store.resumable)


def _name_failures(store: Store) -> tuple[tuple[str, str], ...]:
    """The first failures that the output holds."""
    first = itertools.islice(store.journal.list_failures(), NAMED)
    return tuple((entry.name, str(entry.message)) for entry in first)


class _Run:
    """The way of the inputs to their records."""

    def __init__(
        self,
        job: Job,
        inputs: Iterator[Input],
        store: Store,
        interrupts: Interrupts,
        pool: Pool,
        fetches: Fetches,
    ) -> None:
        self.retry_failed = job.retry_failed
        self.inputs = inputs
        self.store = store
        self.interrupts = interrupts
        self.pool = pool
        self.fetches = fetches
        self.queue = Queue(ordered=job.ordered)
        self.tally = Tally()
        self.taken = 0
        self.more = True

    def work(self, watch: Callable[[Tally], None]) -> None:
        """Until there are no more inputs and all have their record; raises `Interrupted` for a signal."""
        while self.more or not (self.pool.is_idle and self.fetches.is_idle):
            self.interrupts.check()
            while self.more and self._has_room:
                self._begin_next()
            self._take_fetched()
            also = self.fetches.connections if self.pool.has_room else ()
            for task, result in self.pool.collect(also):
                self.queue.add(task, result)
            self._write()
            watch(self.tally)

    @property
    def _has_room(self) -> bool:
        return self.pool.has_room and self.fetches.has_room and not self.queue.is_full

    def _take_fetched(self) -> None:
        """Give the pages that came to the workers, while these take more."""
        while self.pool.has_room and not self.fetches.is_idle:
            came = self.fetches.collect()
            if not came:
                return
            for task, failure in came:
                if failure is None:
                    self.pool.submit(task)
                else:
                    self.queue.add(task, failure)

    def _begin_next(self) -> None:
        """Take the next input and begin with it, unless it is done."""
        with self.interrupts.waiting():
            item = next(self.inputs, None)
        if item is None:
            self.more = False
            return
        if self.store.owns(item):
            return
        if self.store.is_done(item, retry_failed=self.retry_failed):
            self.tally.skipped += 1
            return
        task = Task(self.taken, item)
        self.taken += 1
        if isinstance(item.source, SourceError):
            self.queue.add(task, Failure(item.source.code, str(item.source)))
        elif self.fetches.wants(item):
            self._fetch(task, item)
        else:
            self.pool.submit(task)

    def _fetch(self, task: Task, item: Input) -> None:
        try:
            self.fetches.submit(task, item)
        except SourceError as error:
            self.queue.add(task, Failure(error.code, str(error)))

    def _write(self) -> None:
        for task, result in self.queue.release():
            self.store.add(task.name, task.stamp, result)
            self.tally.done += 1
            self.tally.failed += isinstance(result, Failure)
