"""The values of options: from the text of the command line to what they mean, or a `UsageError`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from extract.command.ending import UsageError
from extract.sources import STDIN, is_url
from extract.sources.size import parse_size

if TYPE_CHECKING:
    from extract.batch.job import Shape
    from extract.sources.web.policy import FetchPolicy


def read_size(text: str, option: str = "--max-size") -> int:
    """Bytes, from a size like `20MiB`."""
    try:
        return parse_size(text)
    except ValueError as error:
        raise UsageError(f"{option} {text} is no size; write it like 20MiB") from error


def read_seconds(text: str, option: str, *, least: float = 0.001) -> float:
    """Seconds, from a number that may end in s."""
    try:
        seconds = float(text.removesuffix("s"))
    except ValueError:
        seconds = -1.0
    if not least <= seconds < 1e6:
        raise UsageError(f"{option} {text} is no number of seconds, {least:g} or more")
    return seconds


def read_fields(text: str | None) -> tuple[str, ...] | None:
    """The names of keys, from a text with commas between them."""
    from extract.render.record import PARTS, PATHS

    if text is None:
        return None
    names = tuple(map(str.strip, text.split(",")))
    for name in names:
        if name not in PATHS:
            part = name.partition(".")[0]
            inner = [f"{part}.{key}" for key in PARTS.get(part, ())]
            raise UsageError(f"--fields {name} does not exist; choose from {', '.join(inner or PARTS)}")
    return names


def read_selectors(option: str, selectors: Sequence[str] | None) -> tuple[str, ...]:
    """CSS selectors, each of them one that can be used."""
    if not selectors:
        return ()
    from extract.page.selectors import compile_selector

    for selector in selectors:
        try:
            compile_selector(selector)
        except ValueError as error:
            raise UsageError(f"{option} {error}") from error
    return tuple(selectors)


def read_output(output: str | None, errors: str | None) -> str:
    """The file of a batch's records, which that of the failures alone must not be."""
    if not output:
        raise UsageError("-o is missing; name a FILE for the records, or - for standard output")
    if errors is not None and os.path.realpath(errors) == os.path.realpath(output):
        raise UsageError(f"--errors {errors} is the output itself; name another file")
    return output


def check_inputs(paths: Sequence[str], lists: Sequence[str]) -> None:
    """Raise `UsageError` where nothing is named, or a list that is not there: another batch was meant."""
    if not paths and not lists:
        raise UsageError("no PATH and no --from; name files, folders or archives")
    for path in lists:
        if path != STDIN and not os.path.exists(path):
            raise UsageError(f"--from {path} does not exist; name a file with a path or URL on each line")


def read_shape(
    fields: str | None, blocks: bool, keep: Sequence[str] | None, drop: Sequence[str] | None
) -> Shape:
    """How the records of a batch look."""
    from extract.batch.job import Shape

    selectors = read_selectors("--keep", keep), read_selectors("--drop", drop)
    return Shape(read_fields(fields) or (), blocks, *selectors)


def read_jobs(text: str | None) -> int:
    """A number of processes; by default one for each core that this process may use."""
    if text is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not (text.isdecimal() and 0 < int(text[:9]) < 1000):
        raise UsageError(f"--jobs {text} is no number of processes from 1 to 999")
    return int(text)


def read_worst(text: str) -> int:
    """A number of pages."""
    if not (text.isdecimal() and len(text) < 10):
        raise UsageError(f"--worst {text} is no number of pages")
    return int(text)


def read_fetching(
    fetch_timeout: str | None,
    allow_private: bool,
    user_agent: str | None,
    header: Sequence[str] | None,
    cookies: str | None,
    save_html: str | None,
) -> dict[str, Any]:
    """What the options for fetching that are given change of a `FetchPolicy`."""
    given: dict[str, Any] = {}
    if fetch_timeout is not None:
        given["timeout"] = read_seconds(fetch_timeout, "--fetch-timeout")
    if allow_private:
        given["allow_private"] = True
    if user_agent is not None:
        given["user_agent"] = user_agent
    if header:
        from extract.sources.web.policy import parse_header

        try:
            given["headers"] = tuple(map(parse_header, header))
        except ValueError as error:
            raise UsageError(f"--header {error}; write it like 'Accept-Language: de'") from error
    if cookies is not None:
        _check_cookies(cookies)
        given["cookies"] = cookies
    if save_html is not None:
        given["save_html"] = save_html
    return given


def make_policy(sources: Sequence[str], changes: dict[str, Any]) -> FetchPolicy | None:
    """How the sources are fetched, where it is not as usual."""
    if not changes:
        return None
    from extract.sources.web.policy import FetchPolicy

    _check_use(next(iter(changes)), sources)
    return FetchPolicy(**changes)


def make_polite(changes: dict[str, Any], delay: str, ignore_robots: bool) -> FetchPolicy:
    """How the pages of a batch are fetched."""
    from dataclasses import replace

    from extract.sources.web.policy import POLITE

    seconds = read_seconds(delay, "--delay", least=0.0)
    return replace(POLITE, **changes, delay=seconds, robots=not ignore_robots)


def _check_use(name: str, sources: Sequence[str]) -> None:
    if not any(map(is_url, sources)):
        option = {"timeout": "fetch-timeout", "headers": "header"}.get(name, name.replace("_", "-"))
        raise UsageError(f"--{option} is for fetching, and no source is a URL")


def _check_cookies(path: str) -> None:
    from extract.sources.web.cookies import read_cookies

    try:
        read_cookies(path)
    except OSError as error:
        raise UsageError(f"--cookies {path} cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise UsageError(f"--cookies {path} holds no cookies in Netscape's format") from error
