"""How a run ends: its exit code, and what it says on standard error."""

from __future__ import annotations

import contextlib
import os
import sys

PROGRAM = "cleancopy"
ARTICLE, NO_ARTICLE, WRONG_USAGE, NO_SOURCE, NO_OUTPUT = range(5)
SOME_FAILED = NO_ARTICLE  # of many pages
CLOSED_PIPE = 141


class UsageError(Exception):
    """The command line makes no sense; the message says which part and what would."""


def conclude(error: Exception, command: str | None) -> int:
    """Say what ended a run, and return its exit code; a fault of ours is raised again.

    `command` is the one that was named, if any was.
    """
    if isinstance(error, UsageError):
        say(f"{error}; see {' '.join(filter(None, (PROGRAM, command)))} --help")
        return WRONG_USAGE
    if not isinstance(error, OSError):
        raise error
    abandon_output()
    if isinstance(error, BrokenPipeError):
        return CLOSED_PIPE
    # What a page's source and output raise is caught nearer to them.
    say(f"standard output cannot be written ({error.strerror})")
    return NO_OUTPUT


def say(message: str, *, quiet: bool = False) -> None:
    """One line to standard error; names from outside cannot command the terminal."""
    if quiet or sys.stderr is None:
        return
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in message)
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{PROGRAM}: {line}\n")
        sys.stderr.flush()


def abandon_output() -> None:
    """Let what is still buffered for a dead standard output go, so that Python's exit stays quiet."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
