"""Where labelled pages lie.

- a folder: for each page its label beside it, `NAME.html` and `NAME.json`, or `page.html` and `expected.json`
- a folder or archive with `truth.jsonl`, one label a line with the page's `id`, and the pages in `html/ID.html`
- JSON Lines: the label and the page (`html`) in one object

They are streamed, in an order that stays: a second reading meets the same pages under the same numbers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.compare.labels import LabelError, read_label, read_url
from extract.compare.measures import Label
from extract.sources import SourceError, open_source
from extract.sources.containers import open_container
from extract.sources.file import NOT_FOUND
from extract.sources.kinds import ARCHIVES, find_kind
from extract.sources.members import Member, Reading
from extract.sources.size import too_large
from extract.sources.tap import open_tap

TRUTH = "truth.jsonl"
PAGES = "html"
CASE = ("expected", "page")  # a label of this name belongs to a page of that one
NO_ID = "no text in a field id"
ESCAPES = 4  # how many times longer than the page its line of JSON may be
NOTHING_KNOWN = Label()
ENDINGS = (".html", ".htm", ".xhtml", ".txt", ".mhtml", ".mht")


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """One page and its label, or why it cannot be compared.

    `name` says where it is: for a page that is a file (`is_file`) its path. `url` and `encoding` are given to
    the extraction.
    """

    name: str
    data: bytes | SourceError
    label: Label = NOTHING_KNOWN
    url: str | None = None
    encoding: str | None = None
    is_file: bool = False


def read_labelled(path: str, max_size: int) -> Iterator[LabelledPage]:
    """The labelled pages of a folder, an archive or JSON Lines; sizes in bytes.

    What cannot be read is a page too, with the reason: the path itself, or the rest of a damaged archive.
    """
    try:
        yield from _find_reader(path)(path, max_size)
    except SourceError as error:
        yield LabelledPage(path, error)


def _find_reader(path: str) -> Callable[[str, int], Iterator[LabelledPage]]:
    kind = find_kind(os.fsencode(path))
    if os.path.isdir(path):
        return _read_corpus if os.path.exists(os.path.join(path, TRUTH)) else _read_folder
    if kind in ARCHIVES:
        return _read_archive
    if kind == "json-lines":
        return _read_json_lines
    if os.path.exists(path):
        message = "no folder, archive or JSON Lines; put the page and its label into a folder, and name that"
        raise SourceError("not-labelled", message)
    raise SourceError(NOT_FOUND, "no such file or folder")


def _read_folder(path: str, max_size: int) -> Iterator[LabelledPage]:
    for label in sorted(Path(path).rglob("*.json")):
        stem = CASE[1] if label.stem == CASE[0] else label.stem
        page = next((p for ending in ENDINGS if (p := label.with_name(stem + ending)).exists()), None)
        if page is None:
            yield _refuse(str(label), f"no page {stem}.html beside it")
            continue
        try:
            row = _parse_row(open_source(str(label), max_size=max_size).data)
        except (SourceError, LabelError) as error:
            yield _refuse(str(label), str(error))
            continue
        yield _open_page(str(page), row, max_size)


def _read_corpus(path: str, max_size: int) -> Iterator[LabelledPage]:
    for name, row in _read_rows(os.path.join(path, TRUTH), max_size):
        if isinstance(row, LabelError):
            yield _refuse(name, str(row))
        elif not isinstance(ident := row.get("id"), str):
            yield _refuse(name, NO_ID)
        else:
            yield _open_page(os.path.join(path, PAGES, f"{ident}.html"), row, max_size)


def _open_page(path: str, row: Mapping[str, Any], max_size: int) -> LabelledPage:
    """A page that is a file, and what its label says."""
    try:
        label, url = read_label(row), read_url(row)
        source = open_source(path, max_size=max_size)
    except (SourceError, LabelError) as error:
        return _refuse(path, str(error))
    return LabelledPage(path, source.data, label, url or source.url, source.encoding, is_file=True)


def _read_archive(path: str, max_size: int) -> Iterator[LabelledPage]:
    """The pages in the order of the archive, whose truth may stand anywhere in it."""
    rows = _read_truth(path, max_size)
    inner = f"{PAGES}/".encode()
    for member in _open_archive(path, max_size, lambda name: name.startswith(inner)):
        inside = os.fsdecode(member.name)
        name = f"{path}!{inside}"
        row = rows.get(inside.removeprefix(f"{PAGES}/").removesuffix(".html"))
        if isinstance(member.data, SourceError):
            yield LabelledPage(name, member.data)
        elif row is None:
            yield _refuse(name, f"{TRUTH} says nothing of it")
        else:
            yield _take_page(name, member.data, row)


def _read_truth(path: str, max_size: int) -> dict[str, Mapping[str, Any]]:
    """The labels in an archive, by the id of their page. Raises `SourceError`."""
    truth = TRUTH.encode()
    data = next((member.data for member in _open_archive(path, max_size, lambda name: name == truth)), None)
    if data is None:
        raise SourceError("not-labelled", f"the archive has no {TRUTH}")
    if isinstance(data, SourceError):
        raise data
    rows = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            try:
                row = _parse_row(line)
            except LabelError as error:
                raise SourceError("bad-label", f"{TRUTH}, line {number}: {error}") from error
            rows[str(row.get("id"))] = row
    return rows


def _open_archive(path: str, max_size: int, wants: Callable[[bytes], bool]) -> Iterator[Member]:
    place = os.fsencode(path)
    return open_container(
        str(find_kind(place)), place, Reading(max_size, "", "", wants, frozenset([TRUTH.encode()]))
    )


def _read_json_lines(path: str, max_size: int) -> Iterator[LabelledPage]:
    for name, row in _read_rows(path, ESCAPES * max_size):
        if isinstance(row, LabelError):
            yield _refuse(name, str(row))
        elif not isinstance(html := row.get("html"), str):
            yield _refuse(name, "no text in a field html")
        elif len(data := html.encode("utf-8", "replace")) > max_size:
            yield LabelledPage(name, too_large(max_size))
        else:
            yield _take_page(name, data, row, "utf-8")


def _read_rows(path: str, limit: int) -> Iterator[tuple[str, Mapping[str, Any] | LabelError]]:
    """The objects of JSON Lines, each with the name of its line. Raises `SourceError`."""
    with open_tap(os.fsencode(path)) as tap:
        number = 0
        while line := tap.read_line(limit):
            number += 1
            if not line.strip():
                continue
            try:
                yield f"{path}, line {number}", _parse_row(line)
            except LabelError as error:
                yield f"{path}, line {number}", error


def _take_page(name: str, data: bytes, row: Mapping[str, Any], encoding: str | None = None) -> LabelledPage:
    try:
        return LabelledPage(name, data, read_label(row), read_url(row), encoding)
    except LabelError as error:
        return _refuse(name, str(error))


def _parse_row(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LabelError("no JSON, or cut off") from error
    if not isinstance(row, dict):
        raise LabelError("no JSON object")
    return row


def _refuse(name: str, message: str) -> LabelledPage:
    return LabelledPage(name, SourceError("bad-label", message))
