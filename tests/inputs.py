"""Inputs as the tests find them: files are written, and all that is found in them is told."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.sources import Source, SourceError
from extract.sources.inputs import Input, find_inputs
from tests.archives import make_page

LIMIT = 1 << 20
PAGE = make_page(0)


def write(files: dict[str, bytes]) -> None:
    """Write files by their names, in folders that are made for them."""
    for name, data in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(data)


def find(*paths: str, max_size: int = LIMIT, **options: object) -> list[Input]:
    """All inputs, each of them whole."""
    found = list(find_inputs(paths, max_size=max_size, **options))  # type: ignore[arg-type]
    for one in found:
        assert (one.place is None) != (one.source is None), one
        assert one.name.isprintable()
        assert not isinstance(one.source, Source) or one.source.name == one.name
    return found


def list_names(*paths: str, **options: object) -> list[str]:
    """The names of all inputs, in their order."""
    return [one.name for one in find(*paths, **options)]


def tell(one: Input) -> str | bytes:
    """The place, the page's bytes, or the code of the error."""
    if isinstance(one.source, SourceError):
        return one.source.code
    return one.source.data if one.source is not None else str(one.place)


def report(*paths: str, **options: object) -> dict[str, str | bytes]:
    """What is told of each input, by its name; no name comes twice."""
    found = find(*paths, **options)
    told = {one.name: tell(one) for one in found}
    assert len(told) == len(found)
    return told


@contextmanager
def traced_memory() -> Iterator[Callable[[], int]]:
    """The peak of what Python takes from here on, in bytes."""
    tracemalloc.start()
    try:
        yield lambda: tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
