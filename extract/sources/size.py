"""Sizes: as people write them, and as readers keep to them."""

from __future__ import annotations

import re
from typing import BinaryIO

from extract.sources.source import SourceError

CHUNK = 1 << 20
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(i?b)?", re.I | re.A)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def parse_size(text: str) -> int:
    """Bytes of `20MiB`, `20M`, `1.5 GB` or `4096`; a bare letter counts in 1024s, as in `ls -h`.

    Raises `ValueError` where the text is no size or less than one byte.
    """
    match = _SIZE.fullmatch(text.strip()) if len(text) < 40 else None
    if match is None or ((match[3] or "").lower() == "ib" and not match[2]):
        raise ValueError(f"not a size: {text}")
    base = 1000 if (match[3] or "").lower() == "b" else 1024
    size = int(float(match[1]) * base ** _POWERS[match[2].lower()])
    if size < 1:
        raise ValueError(f"less than one byte: {text}")
    return size


def format_size(size: int) -> str:
    """A size for a message: the largest unit of 1024s that it reaches."""
    for unit, power in (("GiB", 3), ("MiB", 2), ("KiB", 1)):
        if size >= 1024**power:
            return f"{size / 1024**power:.4g} {unit}"
    return f"{size} bytes"


def read_limited(stream: BinaryIO, max_size: int) -> bytes:
    """All of a stream; raises `SourceError` once it is longer than `max_size` bytes."""
    chunks: list[bytes] = []
    left = max_size
    while chunk := stream.read(min(CHUNK, left + 1)):
        chunks.append(chunk)
        left -= len(chunk)
        if left < 0:
            raise too_large(max_size)
    return b"".join(chunks)


def too_large(max_size: int) -> SourceError:
    """The error of an input beyond the limit."""
    return SourceError("too-large", f"larger than {format_size(max_size)}; raise the limit with --max-size")
