"""`batch`: one file of records from many pages."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from extract import batch
from extract.batch.job import Job
from extract.batch.progress import open_progress
from extract.batch.summary import describe_outcome
from extract.command.ending import (
    ARTICLE,
    NO_OUTPUT,
    NO_SOURCE,
    PROGRAM,
    SOME_FAILED,
    UsageError,
    abandon_output,
    say,
)
from extract.render.output import OutputError
from extract.sources.inputs import Input


def run_batch(job: Job, find: Callable[[], Iterator[Input]], *, countable: bool, quiet: bool) -> int:
    """Make the records of many pages: 0 where none failed, 1 where some did, 3 where there are no inputs.

    `countable` tells whether `find` can be called more than once.
    """
    tell = partial(say, quiet=quiet)
    try:
        inputs = find()
    except ValueError as error:
        raise UsageError(str(error)) from error
    first = next(inputs, None)
    if first is None:
        tell("nothing there that can be a page")
        return NO_SOURCE
    live = not quiet and job.output != "-"
    again = shlex.join([PROGRAM, *(word for word in sys.argv[1:] if word != "--overwrite")])
    try:
        with open_progress(tell, find if countable else None, live=live) as progress:
            outcome = batch.run_batch(job, chain([first], inputs), progress)
    except OutputError as error:
        tell(str(error))
        if job.output == "-":
            abandon_output()
        return NO_OUTPUT
    except batch.Interrupted as interrupted:
        tell("stopped at once" if job.output == "-" else f"stopped at once; go on with: {again}")
        return 128 + interrupted.number
    for line in describe_outcome(outcome, again):
        tell(line)
    if outcome.signal is not None:
        return 128 + outcome.signal
    return SOME_FAILED if outcome.failures else ARTICLE
