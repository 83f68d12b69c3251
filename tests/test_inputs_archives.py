"""What all archives have in common: their pages in order, whatever their names, and within the limit."""

from __future__ import annotations

import gc
import os
import tarfile
import zipfile
from itertools import islice
from pathlib import Path

import pytest

from extract.sources.inputs import find_inputs
from extract.sources.names import decode_name
from tests.archives import (
    PACKERS,
    THREE,
    make_page,
    make_tar,
    make_zip,
)
from tests.inputs import LIMIT, PAGE, find, list_names, report, tell, traced_memory, write

pytestmark = pytest.mark.usefixtures("in_folder")

TWO_NAMES = [("a.html", make_page(1)), ("a.html", make_page(2)), ("a.html#2", make_page(3))]
STRANGE = [
    "../../etc/passwd",
    "/abs.html",
    "..\\w.html",
    "C:\\x.html",
    "a\x1b[2J.html",
    "n\nl.html",
    "Größe!%.html",
]


def make(kind: str, members: list[tuple[str, bytes]]) -> bytes:
    return make_zip(members) if kind == "zip" else PACKERS[kind[3:]](make_tar(members))


KINDS = ["zip", "tar", *(f"tar{end}" for end in PACKERS if end)]


@pytest.mark.parametrize("kind", KINDS)
def test_archives_give_their_pages_in_order(kind: str) -> None:
    write({f"A.{kind.upper()}": make(kind, THREE)})
    assert report(f"A.{kind.upper()}") == {f"A.{kind.upper()}!{name}": page for name, page in THREE}


@pytest.mark.parametrize("name", ["a.tgz", "a.tbz2", "a.tbz", "a.txz", "a.tzst"])
def test_short_endings_of_archives_are_known(name: str) -> None:
    packer = {"g": ".gz", "b": ".bz2", "x": ".xz", "z": ".zst"}[name[3]]
    write({name: PACKERS[packer](make_tar(THREE))})
    assert list_names(name) == [f"{name}!{member}" for member, _ in THREE]


@pytest.mark.parametrize("kind", ["zip", "tar"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_two_records(kind: str) -> None:
    write({"a": b"", f"x.{kind}": make(kind, TWO_NAMES)})
    names = {"!a.html": make_page(1), "!a.html#2": make_page(2), "!a.html%232": make_page(3)}
    assert report(f"x.{kind}") == {f"x.{kind}{name}": page for name, page in names.items()}


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_hostile_names_are_labels_and_nothing_is_written(kind: str, in_folder: Path) -> None:
    write({f"x.{kind}": make(kind, [(name, PAGE) for name in STRANGE])})
    found = find(f"x.{kind}")
    assert [decode_name(one.name).member for one in found] == [name.encode() for name in STRANGE]
    assert {tell(one) for one in found} == {PAGE}
    assert os.listdir(in_folder) == [f"x.{kind}"]


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_members_that_are_no_pages_are_passed_over_and_nested_archives_named(kind: str) -> None:
    others = [("i.png", b""), (".hidden.html", PAGE), ("__MACOSX/._a.html", b""), ("d/s.css", b"")]
    nested = [("in.zip", make_zip(THREE)), ("in.tar.gz", b""), ("c.warc.gz", b""), ("r.jsonl", b"")]
    write({f"x.{kind}": make(kind, [*others, *nested, ("a.html", PAGE)])})
    expected = {f"x.{kind}!{name}": "nested" for name, _ in nested}
    assert report(f"x.{kind}") == {**expected, f"x.{kind}!a.html": PAGE}


BOMB = ("bomb.html", bytes(20 * LIMIT))


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "tar.bz2", "tar.xz", "tar.zst"])
def test_a_bomb_ends_at_the_limit_in_little_memory(kind: str) -> None:
    write({f"a.{kind}": make(kind, [BOMB, ("a.html", PAGE)])})
    with traced_memory() as read_peak:
        assert report(f"a.{kind}") == {f"a.{kind}!bomb.html": "too-large", f"a.{kind}!a.html": PAGE}
        assert read_peak() < 14 * LIMIT  # xz -6 takes 8 MiB


@pytest.mark.parametrize(("kind", "header"), [("zip", zipfile.ZipInfo), ("tar", tarfile.TarInfo)])
def test_members_that_were_read_are_forgotten(kind: str, header: type) -> None:
    write({f"a.{kind}": make(kind, [(f"{i:05}.html", b"<p>") for i in range(1500)])})
    gc.collect()
    inputs = find_inputs([f"a.{kind}"], max_size=LIMIT)
    last = list(islice(inputs, 1400))[-1]
    assert last.name == f"a.{kind}!01399.html"
    assert sum(isinstance(one, header) for one in gc.get_objects()) <= 500
