"""How far a run is, and what a person is told when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

NAMED = 3  # failures that are told one by one; of more, the records tell


@dataclass(slots=True)
class Tally:
    """How far a run is: inputs `skipped` because they were done before, `done` now, and `failed` of these."""

    skipped: int = 0
    done: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended.

    `records` counts what the output holds by status and code, of all runs, and `failed` are the first few of its
    failures, as name and message; `seconds` is how long this run took, `signal` what stopped it, if anything, and
    `resumable` tells whether it can be gone on with.
    """

    tally: Tally
    records: dict[tuple[str, str | None], int]
    failed: tuple[tuple[str, str], ...]
    seconds: float
    signal: int | None
    resumable: bool

    @property
    def failures(self) -> dict[str, int]:
        """How many records are errors, by code."""
        return {code: number for (_, code), number in self.records.items() if code is not None}


def describe_outcome(outcome: Outcome, again: str) -> Iterator[str]:
    """The run in lines: what it read, what the output holds, and what to do; `again` is the command."""
    tally = outcome.tally
    if tally.done or not tally.skipped:
        before = f", {tally.skipped:,} done before" if tally.skipped else ""
        yield f"{tally.done:,} read in {outcome.seconds:.1f} s, {tally.done / outcome.seconds:.3g} a second{before}"
    else:
        yield f"nothing to do: {tally.skipped:,} done before"
    failures = outcome.failures
    codes = ", ".join(f"{code} {number:,}" for code, number in failures.items())
    yield (
        f"the output holds {_count(outcome, 'article', 'article')}, "
        f"{_count(outcome, 'no-article', 'page')} without an article, "
        f"{sum(failures.values()):,} failed" + (f": {codes}" if codes else "")
    )
    if sum(failures.values()) <= NAMED:
        yield from (f"{name}: {message}" for name, message in outcome.failed)
    if outcome.signal is not None:
        yield f"interrupted; go on with: {again}" if outcome.resumable else "interrupted"
    elif failures and outcome.resumable:
        yield "extraction.error of a failed record says why; --retry-failed tries those again"


def _count(outcome: Outcome, status: str, noun: str) -> str:
    number = outcome.records.get((status, None), 0)
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
