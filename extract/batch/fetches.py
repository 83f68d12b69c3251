"""Pages of the web on their way to the workers: fetched by one process, so that the turns of a host hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from multiprocessing.connection import Connection

from extract.batch.processes import Process
from extract.batch.results import Failure
from extract.batch.workers import Task
from extract.render.output import OutputError
from extract.sources import Source, SourceError, StoreError, is_url
from extract.sources.inputs import Input
from extract.sources.web.policy import FetchPolicy

MAX_FETCHES = 64  # at a time; they wait for their turn, so that more than there are threads keep these busy


class Fetches:
    """The process that fetches, started with the first page and replaced if it dies; killed when this is left."""

    def __init__(self, policy: FetchPolicy, max_size: int) -> None:
        self.policy = policy
        self.max_size = max_size
        self.process: Process | None = None
        self.tasks: dict[int, tuple[Task, Input]] = {}

    def __enter__(self) -> Fetches:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    @property
    def is_idle(self) -> bool:
        """Whether all pages came."""
        return not self.tasks

    @property
    def has_room(self) -> bool:
        """Whether another page can be asked for."""
        return len(self.tasks) < MAX_FETCHES

    @property
    def connections(self) -> Sequence[Connection]:
        """What to wait for, beside other things."""
        return [self.process.connection] if self.process is not None and self.tasks else []

    @staticmethod
    def wants(item: Input) -> bool:
        """Whether an input is a page of the web."""
        return item.place is not None and is_url(item.place)

    def submit(self, task: Task, item: Input) -> None:
        """Ask for a page. Raises `SourceError` where nothing can be fetched, `OutputError` where nothing be kept."""
        if self.process is None:
            self.process = self._start()
        self.tasks[task.number] = (task, item)
        try:
            self.process.connection.send((task.number, item.place))
        except OSError:  # it died; `collect()` gives its pages up
            self._end()

    def collect(self) -> list[tuple[Task, Failure | None]]:
        """One page that came, as a task with its bytes, or a failure; all that are lost where the process died.

        One at a time, so that the others wait in the other process while the workers are busy.
        """
        if self.process is None:
            return self._give_up()
        if not self.process.connection.poll():
            return []
        try:
            number, answer = self.process.connection.recv()
        except (EOFError, OSError):
            self._end()
            return self._give_up()
        return [self._finish(*self.tasks.pop(number), answer)]

    def _give_up(self) -> list[tuple[Task, Failure | None]]:
        lost = [task for task, _ in self.tasks.values()]
        self.tasks.clear()
        return [(task, Failure("crashed", "the process that fetches died; try again")) for task in lost]

    def _finish(
        self, task: Task, item: Input, answer: Source | SourceError | StoreError
    ) -> tuple[Task, Failure | None]:
        match answer:
            case Source():
                return Task(task.number, replace(item, place=None, source=answer)), None
            case SourceError():
                return task, Failure(answer.code, str(answer))
            case StoreError():
                raise OutputError(str(answer))

    def _start(self) -> Process:
        from extract.sources.web.fetcher import Fetcher
        from extract.sources.web.service import serve_fetches

        try:
            fetcher = Fetcher(self.policy, max_size=self.max_size)
        except StoreError as error:
            raise OutputError(str(error)) from error

        def serve(connection: Connection) -> int:
            serve_fetches(connection, fetcher)
            return 0

        return Process(serve)

    def _end(self) -> None:
        if self.process is not None:
            self.process.end()
            self.process = None
