"""What a batch has done so far, in an SQLite file beside its output, one row per record.

The rows tell where each record stands in the output's text, so that a later run skips it, replaces it, or cuts
off what came after the last commit. An open journal is locked: no second run can write the same output.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extract.render.output import OutputError

_TABLES = """
CREATE TABLE IF NOT EXISTS record (
    id INTEGER PRIMARY KEY,     -- the order of the output
    name TEXT NOT NULL,
    stamp TEXT NOT NULL,        -- of the input, as it was
    start INTEGER NOT NULL,     -- where the line stands in the output's text, in bytes
    length INTEGER NOT NULL,
    status TEXT NOT NULL,       -- article, no-article or error
    code TEXT,                  -- of an error, with its message
    message TEXT,
    run INTEGER NOT NULL        -- the last run that met the input
);
CREATE INDEX IF NOT EXISTS record_name ON record (name);
CREATE TABLE IF NOT EXISTS state (
    shape TEXT NOT NULL,        -- how the records look
    run INTEGER NOT NULL,
    size INTEGER NOT NULL,      -- of the output file at the last commit, in bytes
    draft INTEGER NOT NULL      -- 1 while a rewritten output is complete, but not yet in its place
);
"""
_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """What a record tells of itself beside its line."""

    name: str
    stamp: str
    status: str
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A record of an earlier run."""

    id: int
    stamp: str
    status: str


class DamagedJournalError(OutputError):
    """The file that should be the journal is none, or is broken."""


class Journal:
    """The rows in a file, or in one without a name that vanishes in the end (`path` is `None`).

    Every method raises `OutputError` where the file cannot be written, is locked, or is no journal.
    """

    def __init__(self, path: str | None, shape: str) -> None:
        self.path = path
        with self._explained():
            self.database = sqlite3.connect(path or "", timeout=0.2, isolation_level=None)
            try:
                self._prepare(shape)
            except BaseException:
                self.database.close()
                raise

    def _prepare(self, shape: str) -> None:
        execute = self.database.execute
        execute("PRAGMA locking_mode = EXCLUSIVE")
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = FULL")
        execute("BEGIN IMMEDIATE")
        for statement in _TABLES.split(";"):
            execute(statement)
        if self._read("SELECT count(*) FROM state") == 0:
            execute("INSERT INTO state VALUES (?, 0, 0, 0)", (shape,))
        execute("UPDATE state SET run = run + 1")
        execute("COMMIT")
        execute("BEGIN")
        self.shape: str = self._read("SELECT shape FROM state")
        self.size: int = self._read("SELECT size FROM state")
        self.has_draft: bool = bool(self._read("SELECT draft FROM state"))
        self.run: int = self._read("SELECT run FROM state")
        self.end: int = self._read("SELECT coalesce(max(start + length), 0) FROM record")
        self.is_new = self._read("SELECT count(*) FROM (SELECT 1 FROM record LIMIT 1)") == 0

    def clear(self, shape: str) -> None:
        """Forget all records."""
        with self._explained():
            self.database.execute("DELETE FROM record")
            self.database.execute("UPDATE state SET shape = ?", (shape,))
        self.shape, self.end, self.is_new = shape, 0, True
        self.commit(0)

    def find(self, name: str) -> Row | None:
        """The record of an earlier run for this input; one named twice has two."""
        if self.is_new:
            return None
        with self._explained():
            found = self.database.execute(
                "SELECT id, stamp, status FROM record WHERE name = ? AND run < ? ORDER BY id LIMIT 1",
                (name, self.run),
            ).fetchone()
            if found is None:
                return None
            self.database.execute("UPDATE record SET run = ? WHERE id = ?", (self.run, found[0]))
        return Row(*found)

    def add(self, entry: Entry, length: int, replaces: int | None) -> None:
        """Note a record of `length` bytes that was added to the output; it takes the row it replaces."""
        values = (entry.name, entry.stamp, self.end, length, entry.status, entry.code, entry.message)
        with self._explained():
            self.database.execute(
                "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (replaces, *values, self.run),
            )
        self.end += length

    def commit(self, size: int) -> None:
        """Make the rows last; the output file has `size` bytes and is safe on the disk."""
        with self._explained():
            self.database.execute("UPDATE state SET size = ?", (size,))
            self.database.execute("COMMIT")
            self.database.execute("BEGIN")
        self.size = size

    def roll_back(self) -> None:
        """Forget the rows since the last commit."""
        with self._explained():
            self.database.execute("ROLLBACK")
            self.database.execute("BEGIN")

    def move(self, starts: Iterable[tuple[int, int]]) -> None:
        """Note where records stand after the output was rewritten: pairs of start and id."""
        with self._explained():
            self.database.executemany("UPDATE record SET start = ? WHERE id = ?", starts)

    def mark_draft(self, size: int, *, waiting: bool) -> None:
        """Note that the rewritten output, of `size` bytes, is to be put into its place, or is there."""
        with self._explained():
            self.database.execute("UPDATE state SET draft = ?", (waiting,))
        self.commit(size)
        self.has_draft = waiting

    def measure_text(self) -> int:
        """Bytes of all records; the output's text is longer where some were replaced."""
        with self._explained():
            return int(self._read("SELECT coalesce(sum(length), 0) FROM record"))

    def count(self) -> dict[tuple[str, str | None], int]:
        """How many records have each status and code."""
        with self._explained():
            query = "SELECT status, code, count(*) FROM record GROUP BY status, code ORDER BY count(*) DESC"
            return {(status, code): number for status, code, number in self.database.execute(query)}

    def list_places(self) -> Iterator[tuple[int, int, int]]:
        """Id, start and length of each record in order; rows may be changed meanwhile."""
        last = 0
        query = "SELECT id, start, length FROM record WHERE id > ? ORDER BY id LIMIT ?"
        while True:
            with self._explained():
                rows = self.database.execute(query, (last, _ROWS_AT_ONCE)).fetchall()
            if not rows:
                return
            yield from rows
            last = rows[-1][0]

    def list_failures(self) -> Iterator[Entry]:
        """The records of inputs without a page, in order."""
        query = "SELECT name, stamp, status, code, message FROM record WHERE status = 'error' ORDER BY id"
        with self._explained():
            for values in self.database.execute(query):
                yield Entry(*values)

    def close(self) -> None:
        """Forget what was not committed, and unlock."""
        self.database.close()

    def _read(self, query: str) -> Any:
        return self.database.execute(query).fetchone()[0]

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise self._explain(error) from error

    def _explain(self, error: sqlite3.DatabaseError) -> OutputError:
        name = self.path or "the temporary folder"
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:  # without what it says beyond the kind
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return OutputError(f"{name}: another run is writing there; wait for its end")
            case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
                return DamagedJournalError(f"{name}: damaged, or no journal of ours; --overwrite starts anew")
        return OutputError(f"{name}: cannot be written ({error})")
