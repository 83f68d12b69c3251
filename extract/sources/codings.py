"""Compressions that Python does not read everywhere: Brotli and Zstandard, by packages of their own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple, Protocol

from extract.sources.source import SourceError

_PIECE = 1 << 16  # bytes that come out at a time, or few more
_ZSTD_WINDOW = 23  # 8 MiB, as RFC 9659 bounds what is sent over the web


class CodingError(Exception):
    """Compressed data is damaged or cut off."""


class _Decoder(Protocol):
    """What `compression.zstd` and its like have; `decompress` keeps what does not come out for the next call."""

    @property
    def eof(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Brotli:
    def __init__(self, brotli: ModuleType) -> None:
        self._decompressor = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._decompressor.is_finished())

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return bytes(self._decompressor.process(data, output_buffer_limit=max_length))


class _Kind(NamedTuple):
    """How a coding is read: the module, the extra that brings it, its error's name, its decoder."""

    module: str
    extra: str
    error: str
    make: Callable[[Any], _Decoder]


def _make_zstd(zstd: Any) -> _Decoder:
    decoder: _Decoder = zstd.ZstdDecompressor(
        options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW}
    )
    return decoder


CODINGS = {
    "br": _Kind("brotli", "brotli", "error", _Brotli),
    "zstd": _Kind(
        "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd",
        "zstd",
        "ZstdError",
        _make_zstd,
    ),
}


def import_coding(name: str) -> ModuleType:
    """The module that reads a coding of `CODINGS`. Raises `SourceError` where it is not installed."""
    kind = CODINGS[name]
    try:
        return import_module(kind.module)
    except ImportError as error:
        message = (
            f"reading {name} needs a package more; install it with pip install 'cleancopy[{kind.extra}]'"
        )
        raise SourceError("no-reader", message) from error


def decode_pieces(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Decompress data of a coding of `CODINGS`, in pieces of bounded size.

    Raises `SourceError` where the coding cannot be read here, `CodingError` where the data is not whole.
    """
    module = import_coding(name)
    decoder = None
    try:
        for piece in pieces:
            decoder = decoder or CODINGS[name].make(module)
            data = decoder.decompress(piece, _PIECE)
            while data:
                yield data
                data = b"" if decoder.eof else decoder.decompress(b"", _PIECE)
            if decoder.eof:
                return
    except getattr(module, CODINGS[name].error) as error:
        raise CodingError(f"not {name}") from error
    if decoder is not None:
        raise CodingError("broke off")
