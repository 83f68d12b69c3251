"""Which files of a folder, and which members of an archive, are read.

Hidden ones never are. Globs are those of `.gitignore`: without a slash they match a name at any depth, with
one the path below the folder; `**` matches any number of folders, and what matches a folder matches all in
it. An archive counts as a folder here. Without `include`, whatever can be a page is read: all but the files
that are known to stand beside pages.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# What stands beside saved pages and is none, by the end of its name.
NO_PAGES = frozenset(
    b"""
    css scss less js mjs cjs ts map wasm json webmanifest xml rss atom xsl xslt dtd csv tsv md yml yaml toml ini
    log sql db sqlite lock journal journal-wal py rb sh bat exe dll so bin
    png jpg jpeg jpe jfif gif webp avif svg svgz ico bmp tif tiff heic psd eot ttf otf woff woff2
    mp3 m4a ogg oga opus wav flac aac mp4 m4v webm mov avi mkv ogv flv swf m3u8 vtt srt
    pdf ps eps doc docx xls xlsx ppt pptx odt ods odp rtf epub mobi
    """.split()
)


@dataclass(frozen=True, slots=True)
class Selection:
    """The globs of one batch, made ready; `None` where none are given. Paths are below the folder named."""

    include: GitIgnoreSpec | None = None
    exclude: GitIgnoreSpec | None = None

    def takes_file(self, path: bytes) -> bool:
        """Whether a file is read that lies in a folder or archive that is looked into."""
        if _is_hidden(path) or self._is_excluded(path):
            return False
        if self.include is not None:
            return self.include.match_file(os.fsdecode(path))
        return _find_ending(path) not in NO_PAGES

    def enters_folder(self, path: bytes) -> bool:
        """Whether a folder or archive is looked into."""
        return not _is_hidden(path) and not self._is_excluded(path + b"/")

    def _is_excluded(self, path: bytes) -> bool:
        return self.exclude is not None and self.exclude.match_file(os.fsdecode(path))


def make_selection(include: Sequence[str], exclude: Sequence[str]) -> Selection:
    """Read the globs. Raises `ValueError` for one that is none."""
    if not include and not exclude:
        return Selection()
    from pathspec import GitIgnoreSpec

    return Selection(*(GitIgnoreSpec.from_lines(globs) if globs else None for globs in (include, exclude)))


def clean_path(name: bytes) -> bytes:
    """The name of an archive's member as a path below the archive, whatever it pretends to be."""
    parts = name.replace(b"\\", b"/").split(b"/")
    return b"/".join(part for part in parts if part not in (b"", b".", b".."))


def _is_hidden(path: bytes) -> bool:
    return path.startswith(b".") or b"/." in path


def _find_ending(path: bytes) -> bytes:
    """What follows the last dot of a name, `.gz` aside; mirrors keep the query behind a question mark."""
    name = path.rpartition(b"/")[2].lower().removesuffix(b".gz").partition(b"?")[0]
    return name.rpartition(b".")[2] if b"." in name else b""
