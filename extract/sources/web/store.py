"""Pages kept as they came, so that a run can be repeated without the network.

`DIR/news.example/a-story-1f2e….html` holds the bytes of a page as they came, without their packing, and the
hidden `.a-story-1f2e….json` beside it what the transport said: where the page came from, and its charset.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from extract.sources.file import read_file
from extract.sources.source import Source, StoreError

LONGEST_SLUG = 80  # characters of an address in the name of a file
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


class Store:
    """A folder of pages, by the address that they were asked for by; safe in threads and processes."""

    def __init__(self, folder: str) -> None:
        """Make the folder. Raises `StoreError` where that fails."""
        self._folder = Path(folder)
        with _say_what_fails(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)

    def find(self, url: str, max_size: int) -> Source | None:
        """The page kept for an address, `None` where there is none or its facts are torn.

        Raises `SourceError` for a page larger than `max_size` bytes, `StoreError` where it cannot be read.
        """
        page, facts = self._name_files(url)
        with _say_what_fails(facts):
            if not page.exists() or not facts.exists():
                return None
            try:
                stated = json.loads(facts.read_bytes())
            except ValueError:
                return None
        return Source(url, read_file(str(page), max_size).data, stated["url"], stated["encoding"])

    def keep(self, url: str, source: Source) -> None:
        """Keep a page. Raises `StoreError`."""
        page, facts = self._name_files(url)
        with _say_what_fails(page):
            page.parent.mkdir(exist_ok=True)
            _write_whole(page, source.data)
            # Last, because it is what says that there is a page.
            _write_whole(facts, json.dumps({"url": source.url, "encoding": source.encoding}).encode())

    def _name_files(self, url: str) -> tuple[Path, Path]:
        url = urldefrag(url).url
        parts = urlsplit(url)
        slug = _make_slug(f"{parts.path} {parts.query}") or "page"
        name = f"{slug}-{hashlib.sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
        host = self._folder / ".".join(filter(None, map(_make_slug, str(parts.hostname).split("."))))
        return host / f"{name}.html", host / f".{name}.json"


def _make_slug(text: str) -> str:
    return _NOT_IN_NAMES.sub("-", text.lower())[:LONGEST_SLUG].strip("-")


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears whole or not at all."""
    number, draft = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with open(number, "wb") as file:
            file.write(data)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


@contextlib.contextmanager
def _say_what_fails(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path}: cannot be used ({error.strerror})") from error
