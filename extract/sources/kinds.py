"""Kinds of files that hold many pages, told by the end of their names."""

from __future__ import annotations

ENDINGS = {
    b".zip": "zip",
    b".tar": "tar",
    **dict.fromkeys((b".tar.gz", b".tgz", b".tar.bz2", b".tbz2", b".tbz", b".tar.xz", b".txz"), "tar"),
    **dict.fromkeys((b".tar.zst", b".tzst"), "tar"),
    **dict.fromkeys((b".warc", b".warc.gz"), "warc"),
    **dict.fromkeys((b".jsonl", b".ndjson", b".jl", b".jsonl.gz", b".ndjson.gz", b".jl.gz"), "json-lines"),
}
ARCHIVES = frozenset(("zip", "tar"))  # what holds files, and counts as a folder for the globs


def find_kind(path: bytes) -> str | None:
    """The kind of a file with many pages, `None` for a single page."""
    name = path.rpartition(b"/")[2].lower()
    stem, dot, last = name.rpartition(b".")
    twofold = dot + stem.rpartition(b".")[2] + dot + last
    return ENDINGS.get(twofold) or ENDINGS.get(dot + last)
