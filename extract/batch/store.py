"""The output and its journal as one: every record stands in both, or will be made again.

The file is ahead of the journal between two commits, never behind: what a killed run wrote after its last
commit is cut off by the next one. A record that replaces another is added at the end like any; once all inputs
are done, the output is rewritten in order without the old ones.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterator

from extract.batch.files import RecordFile, Stream, is_stream, open_file
from extract.batch.job import Job, Shape
from extract.batch.journal import DamagedJournalError, Entry, Journal
from extract.batch.results import ERROR, Extracted, Failure, Result, render_failure
from extract.render.output import OutputError, explain_failure, open_output
from extract.sources.file import NOT_FOUND
from extract.sources.inputs import Input
from extract.sources.names import decode_name

COMMIT_INTERVAL = 1.0  # seconds; what a killed run did since the last commit is done again
JOURNAL_ENDING = ".journal"
OWN_ENDINGS = ("", JOURNAL_ENDING, f"{JOURNAL_ENDING}-wal")


class Store:
    """Where the records of one batch are kept. Every method raises `OutputError`, or `BrokenPipeError`."""

    def __init__(self, job: Job) -> None:
        self.shape = job.shape
        self.resumable = not is_stream(job.output)
        self.committed = time.monotonic()
        self.complete = True
        self.file: RecordFile
        self.own = {os.path.realpath(job.errors)} if job.errors else set()
        if self.resumable:
            self.place = os.path.realpath(job.output)
            self.own |= {self.place + ending for ending in OWN_ENDINGS}
            folder, name = os.path.split(self.place)
            self.draft = os.path.join(folder, f".part.{name}")
            self._open(job.output, job.overwrite)
        else:
            self.file = Stream(job.output)
            self.journal = Journal(None, _describe(job.shape))

    def _open(self, path: str, overwrite: bool) -> None:
        journal_path = self.place + JOURNAL_ENDING
        if not overwrite and not os.path.exists(journal_path) and _measure(self.place):
            raise OutputError(f"{path}: exists, and no batch made it; --overwrite writes it anew")
        self.file = open_file(self.place)
        with contextlib.ExitStack() as stack:
            stack.callback(self.file.close)
            try:
                self.journal = _open_journal(journal_path, _describe(self.shape), overwrite)
                stack.callback(self.journal.close)
                self._take_up(path, overwrite)
            except OSError as error:
                raise explain_failure(path, error) from error
            stack.pop_all()

    def _take_up(self, path: str, overwrite: bool) -> None:
        """Bring file and journal to where they agree."""
        if self.journal.has_draft:
            self._place_draft()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.draft)
        size = _measure(self.place)
        if overwrite or size == 0:
            self.journal.clear(_describe(self.shape))
        elif self.journal.shape != _describe(self.shape):
            raise OutputError(
                f"{path}: was begun with other --fields, --blocks, --keep or --drop; use those, or --overwrite to "
                "write it anew"
            )
        elif size < self.journal.size:
            raise OutputError(f"{path}: is shorter than its journal says; --overwrite writes it anew")
        if size > self.journal.size:
            self.file.cut(self.journal.size)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Close; after an error, drop what was not committed, so that the file ends with a whole record."""
        if kind is not None:
            with contextlib.suppress(OutputError):
                self.file.cut(self.journal.size)
        self.journal.close()
        self.file.close()

    def is_done(self, item: Input, *, retry_failed: bool) -> bool:
        """Whether there is a record of this input as it is now, and it need not be made again."""
        entry = self.journal.find(item.name)
        if entry is None or entry.stamp != item.stamp or (entry.status == ERROR and retry_failed):
            return False
        if entry.code == NOT_FOUND:
            self.journal.note_missing(item.name)
        return True

    def add(self, name: str, stamp: str, result: Result) -> None:
        """Write the record of an input, in the place of an older one of that name."""
        match result:
            case Extracted(status, line):
                entry = Entry(name, stamp, status)
            case Failure(code, message):
                line = render_failure(name, result, self.shape)
                entry = Entry(name, stamp, ERROR, code, message)
                if code == NOT_FOUND:
                    self.journal.note_missing(name)
        self.complete = self.file.write(line)
        self.journal.add(entry, len(line))
        if self.complete and self.resumable and time.monotonic() - self.committed > COMMIT_INTERVAL:
            self._commit()

    def stop(self) -> None:
        """Keep what is whole, to be gone on with by a later run."""
        if self.complete:
            self._commit()
        else:
            self.journal.roll_back()
            self.file.cut(self.journal.size)

    def finish(self) -> None:
        """Commit all: every input has its record."""
        self._commit(last=True)

    def tidy(self, check: Callable[[], None]) -> None:
        """Bring the finished file into order if records were replaced; `check` may raise to put it off.

        What an earlier run was asked for in vain, and this one was not, was a slip and goes: a name mistyped, or
        that of an archive whose members have their own records now.
        """
        if not self.resumable:
            return
        self.journal.forget_missing(NOT_FOUND)
        if self.journal.end > self.journal.measure_text():
            self._rewrite(check)

    def owns(self, item: Input) -> bool:
        """Whether an input is this very output, or lies in it, or beside it for its sake."""
        path = os.fsdecode(decode_name(item.name).path)
        return path.endswith(tuple(map(os.path.basename, self.own))) and os.path.realpath(path) in self.own

    def copy_failures(self, path: str) -> None:
        """Write the error records alone, whole whatever `fields` says, to a file of their own."""
        with open_output(path) as output:
            output.write(b"")  # a file without a failure is a file too
            for entry in self.journal.list_failures():
                failure = Failure(str(entry.code), str(entry.message))
                output.write(render_failure(entry.name, failure, Shape()))

    def _commit(self, *, last: bool = False) -> None:
        self.journal.commit(self.file.settle(last=last))
        self.committed = time.monotonic()

    def _rewrite(self, check: Callable[[], None]) -> None:
        with contextlib.closing(open_file(self.draft)) as file:
            try:
                _keep_mode(self.place, self.draft)
                self.journal.move(self._copy_records(file, check))
                size = file.settle(last=True)
            except BaseException as error:
                self.journal.roll_back()
                if isinstance(error, OSError):
                    raise explain_failure(self.draft, error) from error
                raise
        self.journal.mark_draft(size, waiting=True)
        try:
            self._place_draft()
        except OSError as error:
            raise explain_failure(self.place, error) from error

    def _copy_records(self, file: RecordFile, check: Callable[[], None]) -> Iterator[tuple[int, int]]:
        """Copy all records in their order; the new start of each that moves, and its id."""
        position = 0
        with self.file.open_text() as text:
            for number, start, length in self.journal.list_places():
                check()
                text.seek(start)
                file.write(text.read(length))
                if start != position:
                    yield position, number
                position += length

    def _place_draft(self) -> None:
        """Put the rewritten output into its place, unless a killed run did and could not say so."""
        with contextlib.suppress(FileNotFoundError):
            os.replace(self.draft, self.place)
        self.file.close()
        self.file = open_file(self.place)
        self.journal.mark_draft(self.journal.size, waiting=False)


def _open_journal(path: str, shape: str, overwrite: bool) -> Journal:
    try:
        return Journal(path, shape)
    except DamagedJournalError:
        if not overwrite:
            raise
        os.unlink(path)
        return Journal(path, shape)


def _describe(shape: Shape) -> str:
    return json.dumps([sorted(shape.fields), shape.blocks, sorted(shape.keep), sorted(shape.drop)])


def _measure(path: str) -> int:
    """Bytes of a file; 0 where there is none."""
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return 0


def _keep_mode(path: str, copy: str) -> None:
    os.chmod(copy, stat.S_IMODE(os.stat(path).st_mode))
