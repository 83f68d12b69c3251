"""What a batch has done so far, in an SQLite file beside its output, one row per record.

The rows tell where each record stands in the output's text, so that a later run skips it, replaces it, or cuts
off what came after the last commit. An open journal is locked: no second run can write the same output.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from extract.render.output import OutputError

FORMAT = 1  # a change of the tables is a new one
_TABLES = """
CREATE TABLE IF NOT EXISTS record (
    id INTEGER PRIMARY KEY,     -- the order of the output
    name TEXT NOT NULL UNIQUE,
    stamp TEXT NOT NULL,        -- of the input, as it was
    start INTEGER NOT NULL,     -- where the line stands in the output's text, in bytes
    length INTEGER NOT NULL,
    status TEXT NOT NULL,       -- article, no-article or error
    code TEXT,                  -- of an error, with its message
    message TEXT
);
CREATE TABLE IF NOT EXISTS state (
    shape TEXT NOT NULL,        -- how the records look
    size INTEGER NOT NULL,      -- of the output file at the last commit, in bytes
    draft INTEGER NOT NULL      -- 1 while a rewritten output is complete, but not yet in its place
);
"""
_MISSING = "CREATE TEMP TABLE missing (name TEXT PRIMARY KEY)"  # what this run was asked for in vain
_ENTRY = "name, stamp, status, code, message"
_ADD = f"""
INSERT INTO record ({_ENTRY}, start, length) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET (stamp, status, code, message, start, length)
    = (excluded.stamp, excluded.status, excluded.code, excluded.message, excluded.start, excluded.length)
"""  # the row keeps its place in the order
_ROWS_AT_ONCE = 1000


class Entry(NamedTuple):
    """What a record tells of itself beside its line."""

    name: str
    stamp: str
    status: str
    code: str | None = None
    message: str | None = None


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
        if self._read("PRAGMA user_version") != FORMAT and self._read("SELECT count(*) FROM sqlite_schema"):
            raise self._refuse()
        execute(f"PRAGMA user_version = {FORMAT}")
        for statement in (*_TABLES.split(";"), _MISSING):
            execute(statement)
        if self._read("SELECT count(*) FROM state") == 0:
            execute("INSERT INTO state VALUES (?, 0, 0)", (shape,))
        execute("COMMIT")
        execute("BEGIN")
        self.shape: str = self._read("SELECT shape FROM state")
        self.size: int = self._read("SELECT size FROM state")
        self.has_draft: bool = bool(self._read("SELECT draft FROM state"))
        self.end: int = self._read("SELECT coalesce(max(start + length), 0) FROM record")

    def clear(self, shape: str) -> None:
        """Forget all records."""
        with self._explained():
            self.database.execute("DELETE FROM record")
            self.database.execute("UPDATE state SET shape = ?", (shape,))
        self.shape, self.end = shape, 0
        self.commit(0)

    def find(self, name: str) -> Entry | None:
        """What the output has of the input of this name."""
        with self._explained():
            query = f"SELECT {_ENTRY} FROM record WHERE name = ?"
            values = self.database.execute(query, (name,)).fetchone()
        return None if values is None else Entry(*values)

    def add(self, entry: Entry, length: int) -> None:
        """Note a record of `length` bytes that was added to the output; one of the same name gives way."""
        with self._explained():
            self.database.execute(_ADD, (*entry, self.end, length))
        self.end += length

    def note_missing(self, name: str) -> None:
        """Note that an input of this run is not there."""
        with self._explained():
            self.database.execute("INSERT OR IGNORE INTO missing VALUES (?)", (name,))

    def forget_missing(self, code: str) -> None:
        """Forget the records with this `code` that are of no input which was noted as missing."""
        query = "DELETE FROM record WHERE code = ? AND name NOT IN (SELECT name FROM missing)"
        with self._explained():
            self.database.execute(query, (code,))

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
        query = f"SELECT {_ENTRY} FROM record WHERE status = 'error' ORDER BY id"
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
                return self._refuse()
        return OutputError(f"{name}: cannot be written ({error})")

    def _refuse(self) -> DamagedJournalError:
        return DamagedJournalError(
            f"{self.path}: damaged, or not made by this version; --overwrite starts anew"
        )
