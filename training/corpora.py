"""Labelled pages: archives NAME.tar.xz with truth.jsonl and html/ID.html."""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDS = 5


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """One page and what is known of it; `fold` is the same for all pages of a registered domain."""

    corpus: str
    id: str
    html: bytes
    truth: dict[str, Any]

    @property
    def fold(self) -> int:
        """The cross-validation fold, 0 to FOLDS - 1."""
        return fold_of(self.truth.get("url"), self.id)


@cache
def _domains() -> Any:
    import tldextract

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@cache
def fold_of(url: str | None, ident: str) -> int:
    """Fold by registered domain, or by id where there is none, or one that many sites' pages were saved under."""
    domain = ""
    if url:
        parts = _domains()(url)
        domain = f"{parts.domain}.{parts.suffix}" if parts.suffix and parts.domain != "fakehost" else ""
        if parts.domain == "archive" and parts.suffix == "org":
            domain = ""
    return int(hashlib.sha256((domain or ident).encode()).hexdigest(), 16) % FOLDS


def list_corpora(folder: Path) -> list[str]:
    """The names of the corpora in a folder, sorted."""
    return sorted(path.name.removesuffix(".tar.xz") for path in folder.glob("*.tar.xz"))


def read_truth(folder: Path, name: str) -> dict[str, dict[str, Any]]:
    """What is labelled on each page of a corpus, by id."""
    with tarfile.open(folder / f"{name}.tar.xz", "r|xz") as tar:
        for member in tar:
            file = tar.extractfile(member)
            if member.name == "truth.jsonl" and file is not None:
                return _parse_truth(file.read())
    return {}


def _parse_truth(data: bytes) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in map(json.loads, data.decode().rstrip("\n").split("\n"))}


def read_corpus(folder: Path, name: str) -> Iterator[LabelledPage]:
    """The pages of one corpus in the order of its archive."""
    truth: dict[str, dict[str, Any]] = {}
    with tarfile.open(folder / f"{name}.tar.xz", "r|xz") as tar:
        for member in tar:
            file = tar.extractfile(member)
            if file is None:
                continue
            data = file.read()
            if member.name == "truth.jsonl":
                truth = _parse_truth(data)
            else:
                ident = member.name.removeprefix("html/").removesuffix(".html")
                yield LabelledPage(name, ident, data, truth[ident])
