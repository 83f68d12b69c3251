"""What one batch asks for."""

from __future__ import annotations

from dataclasses import dataclass

from extract.sources.web.policy import POLITE, FetchPolicy


@dataclass(frozen=True, slots=True)
class Shape:
    """How the records look: `fields` as in `build_record()`, `blocks` adds the fifth key, `keep` and `drop` are
    CSS selectors as in `extract()`.
    """

    fields: tuple[str, ...] = ()
    blocks: bool = False
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """Where the records go and how they are made; sizes in bytes, times in seconds.

    `output` is a path or - for standard output, `errors` a file for the failures alone; `jobs` counts worker
    processes; `timeout`, `max_memory` and `max_size` hold for each page; `fetching` is for those of the web.
    """

    output: str
    jobs: int
    shape: Shape = Shape()
    errors: str | None = None
    timeout: float = 10.0
    max_memory: int = 1 << 30
    max_size: int = 20 << 20
    ordered: bool = True
    overwrite: bool = False
    retry_failed: bool = False
    fetching: FetchPolicy = POLITE
