"""Where a batch's pages come from: what is found, in which order, and what is said of the rest."""

from __future__ import annotations

import gc
import gzip
import io
import json
import lzma
import os
import socket
import subprocess
import sys
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

import brotli
import pytest

from extract.sources import Source, SourceError, open_source
from extract.sources.inputs import Input, find_inputs
from extract.sources.names import decode_name
from extract.sources.seen import NumberSet
from tests.archives import PACKERS, ZSTD, Answer, make_entry, make_page, make_tar, make_warc, make_zip
from tests.conftest import clean_environment

LIMIT = 1 << 20
PAGE = make_page(0)


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in an empty folder, so that names are short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(files: dict[str, bytes]) -> None:
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


# Files and folders


def test_files_and_addresses_are_named_for_the_worker(in_folder: Path) -> None:
    write({"b.html": PAGE, "a": b""})
    url = "https://a.example/b%20c"
    assert report("b.html", url, "./a", str(in_folder / "a"), url) == {
        "b.html": "b.html",
        url: url,
        "./a": "./a",
    }


def test_a_folder_is_walked_by_name_and_without_what_is_no_page() -> None:
    write(dict.fromkeys(("f/b/2.html", "f/b/10.html", "f/c", "f/a.htm", "f/story.php?id=3", "f/x.txt"), PAGE))
    write(
        dict.fromkeys(
            ("f/.git/x.html", "f/.h.html", "f/s.css", "f/s.css?v=2", "f/i.PNG", "f/d.json.gz", "f/n.journal"),
            b"",
        )
    )
    expected = ["f/a.htm", "f/b/10.html", "f/b/2.html", "f/c", "f/story.php?id=3", "f/x.txt"]
    assert list_names("f") == expected
    assert list_names("f/.git") == ["f/.git/x.html"]
    assert list_names("f/s.css") == ["f/s.css"]


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        (["*.html"], [], "a.html n/b.html n/deep/c.html p.zip!in/q.html"),
        (["/*.html"], [], "a.html"),
        (["n/*.html"], [], "n/b.html"),
        (["n/**/*.html"], [], "n/b.html n/deep/c.html"),
        (["deep"], [], "n/deep/c.html n/deep/d.json"),
        (["*.json"], [], "n/deep/d.json"),
        (["p.zip"], [], "p.zip!in/q.html p.zip!r.txt p.zip!s.css"),
        (["*.jsonl"], [], "t.jsonl!1"),
        ([], ["n"], "a.html p.zip!in/q.html p.zip!r.txt t.jsonl!1"),
        ([], ["*.zip", "deep/", "*.jsonl"], "a.html n/b.html"),
        ([], ["in"], "a.html n/b.html n/deep/c.html p.zip!r.txt t.jsonl!1"),
        (["*.html", "*.txt"], ["a.*", "n/deep"], "n/b.html p.zip!in/q.html p.zip!r.txt"),
    ],
)
def test_globs_choose_as_in_a_gitignore_and_an_archive_counts_as_a_folder(
    include: list[str], exclude: list[str], expected: str
) -> None:
    write(dict.fromkeys(("f/a.html", "f/n/b.html", "f/n/deep/c.html", "f/n/deep/d.json"), PAGE))
    write({"f/p.zip": make_zip([("in/q.html", PAGE), ("r.txt", PAGE), ("s.css", b"")])})
    write({"f/t.jsonl": b'{"html": "<p>x"}\n'})
    found = list_names("f", include=include, exclude=exclude)
    assert [name.removeprefix("f/") for name in found] == expected.split()


def test_a_glob_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="pattern"):
        find_inputs(["."], include=["!"], max_size=1)


def test_each_file_comes_once_through_links_and_loops() -> None:
    write({"f/a.html": PAGE, "f/z/b.html": PAGE, "out/c.html": PAGE})
    os.symlink("..", "f/z/up")
    os.symlink("../a.html", "f/z/a-again.html")
    os.link("f/a.html", "f/hard.html")
    os.symlink("../out", "f/outside")
    os.symlink("../out/c.html", "f/p.html")
    expected = ["f/a.html", "f/outside/c.html", "f/z/b.html"]
    assert list_names("f") == expected
    assert list_names("f", "f/z", "f/a.html", "out") == expected


def test_what_leads_nowhere_is_an_error_and_pipes_and_sockets_are_passed_over() -> None:
    write({"f/a.html": PAGE})
    os.mkfifo("f/pipe")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("f/socket")
    os.symlink("nothing", "f/gone.html")
    os.symlink("nothing", "f/.#lock")
    os.symlink("loop.html", "f/loop.html")
    assert report("f") == {"f/a.html": "f/a.html", "f/gone.html": "not-found", "f/loop.html": "unreadable"}
    assert {str(one.source) for one in find("f/gone.html")} == {"a link that leads nowhere"}
    listener.close()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("nothing.html", "not-found"), ("nothing.zip", "not-found"), ("", "not-found"), ("a\0b", "unreadable"),
        ("pipe", "no-file"),
    ],
)  # fmt: skip
def test_a_named_path_that_is_no_file_is_an_error(path: str, code: str) -> None:
    os.mkfifo("pipe")
    (error,) = find(path)
    assert (tell(error), decode_name(error.name).path) == (code, path.encode())


def test_a_folder_that_cannot_be_read_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"f/b/x.html": PAGE, "f/c.html": PAGE})
    scan = os.scandir

    def refuse(path: bytes) -> object:
        if path.endswith(b"/b"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert report("f") == {"f/b": "not-allowed", "f/c.html": "f/c.html"}


def test_names_that_are_no_text_lead_to_their_files() -> None:
    names = [b"caf\xe9.html", b"line\nbreak.html", b"esc\x1b[2J.html", b"100%!.html"]
    os.mkdir("f")
    for name in names:
        Path(os.fsdecode(b"f/" + name)).write_bytes(PAGE)
    found = find("f")
    assert {decode_name(one.name).path for one in found} == {b"f/" + name for name in names}
    for one in found:
        assert json.loads(json.dumps(one.name).encode()) == one.name
        assert open_source(str(one.place), max_size=LIMIT).data == PAGE


def test_a_large_folder_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.sources.folder._RUN", 7)
    write({f"f/{i}": b"" for i in range(100)})
    assert list_names("f") == [f"f/{i}" for i in sorted(map(str, range(100)))]


def test_numbers_are_remembered_exactly() -> None:
    numbers = NumberSet()
    values = [0, 1, 2**64 - 1, *range(5000), *(i << 50 for i in range(5000))]
    assert [numbers.add(value) for value in values] == [values.index(v) == i for i, v in enumerate(values)]


# What a single file wraps

MHTML = (
    b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://news.example/ferry\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----cut"\r\n\r\n'
    b"------cut\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    b'------cut\r\nContent-Type: text/html; charset="windows-1251"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
    b"Content-Location: https://news.example/ferry\r\n\r\n<p>=CF=E0=F0=EE=\r\n=EC</p>\r\n"
    b"------cut\r\nContent-Type: text/html\r\nContent-Location: https://ads.example/\r\n\r\n<p>frame</p>\r\n"
    b"------cut--\r\n"
)
MHTML_PAGE = "<p>Паром</p>".encode("windows-1251")


def make_mail(*parts: str, kind: str = "related", boundary: str = "b") -> str:
    """A mail of parts, without a line's end after the last."""
    head = f"Content-Type: multipart/{kind}; boundary={boundary}\n\n"
    return head + "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--"


TEXT = "Content-Type: text/plain\n\n<p>no page"
FRAME = "Content-Type: text/html\nContent-Transfer-Encoding: {}\n\n{}"
NESTED = make_mail(TEXT, FRAME.format("8bit", "<p>x\n--b3\n"), kind="alternative", boundary="b2")
DEEP = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(3000))


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.html.gz", gzip.compress(PAGE), PAGE),
        ("a.html", gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]), PAGE),
        ("a.html.gz", PAGE, PAGE),
        ("a.gz", gzip.compress(PAGE)[:-4], "broken"),
        ("a.gz", gzip.compress(PAGE)[:20] + b"\xff" * 30, "broken"),
        ("a.gz", gzip.compress(b"<p>" + bytes(9 * LIMIT)), "too-large"),
        ("a.MHT", MHTML, MHTML_PAGE),
        ("a.mhtml.gz", gzip.compress(MHTML), MHTML_PAGE),
        ("a.mhtml", b"<p>no parts</p>", "broken"),
        ("a.mhtml", make_mail(NESTED, FRAME.format("8bit", "<p>frame")).encode(), b"<p>x\n--b3\n"),
        ("a.mhtml", make_mail(FRAME.format("BASE64", "PHA+\neA==")).encode(), b"<p>x"),
        ("a.mhtml", make_mail(FRAME.format("base64", "PHA+eA")).encode(), "broken"),
        ("a.mhtml", make_mail(*[TEXT] * 99, FRAME.format("8bit", "<p>x")).encode(), b"<p>x"),
        ("a.mhtml", make_mail(*[TEXT] * 100, FRAME.format("8bit", "<p>x")).encode(), "broken"),
        ("a.mhtml", DEEP, "broken"),
    ],
)
def test_wrapped_pages_are_unwrapped_by_the_worker_and_inside_archives(
    name: str, data: bytes, expected: bytes | str
) -> None:
    write({name: data, "z.zip": make_zip([(name, data)])})
    assert report(name, "z.zip") == {name: name, f"z.zip!{name}": expected}
    if isinstance(expected, bytes):
        assert open_source(name, max_size=LIMIT).data == expected
    else:
        with pytest.raises(SourceError) as caught:
            open_source(name, max_size=LIMIT)
        assert caught.value.code == expected


def test_a_browsers_archive_tells_address_and_charset() -> None:
    write({"a.mhtml": MHTML})
    source = open_source("a.mhtml", max_size=LIMIT)
    assert (source.url, source.encoding) == ("https://news.example/ferry", "windows-1251")
    write({"b.mhtml": patch(MHTML, b"Content-Location: https://news", b"Content-Location: cid:news")})
    assert open_source("b.mhtml", max_size=LIMIT).url is None


# Archives

THREE = [(f"p{i}.html", make_page(i)) for i in range(3)]
NAMED_THREE = {f"p{i}.html": make_page(i) for i in range(3)}
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


def test_names_of_zip_members_keep_their_bytes() -> None:
    data = make_zip([("xx.html", PAGE), ("Gr\u00f6\u00dfe.html", PAGE)])
    write({"a.zip": data.replace(b"xx.html", b"\xe9\xff.html")})
    assert list_names("a.zip") == ["a.zip!%E9%FF.html", "a.zip!Größe.html"]


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_members_that_are_no_pages_are_passed_over_and_nested_archives_named(kind: str) -> None:
    others = [("i.png", b""), (".hidden.html", PAGE), ("__MACOSX/._a.html", b""), ("d/s.css", b"")]
    nested = [("in.zip", make_zip(THREE)), ("in.tar.gz", b""), ("c.warc.gz", b""), ("r.jsonl", b"")]
    write({f"x.{kind}": make(kind, [*others, *nested, ("a.html", PAGE)])})
    expected = {f"x.{kind}!{name}": "nested" for name, _ in nested}
    assert report(f"x.{kind}") == {**expected, f"x.{kind}!a.html": PAGE}


def test_links_and_devices_in_a_tar_are_passed_over() -> None:
    links = [
        make_entry("self.html", tarfile.SYMTYPE, "self.html"),
        make_entry("hard.html", tarfile.LNKTYPE, "hard.html"),
        make_entry("out.html", tarfile.SYMTYPE, "/etc/passwd"),
        make_entry("pipe.html", tarfile.FIFOTYPE),
        make_entry("device.html", tarfile.CHRTYPE),
        make_entry("folder.html", tarfile.DIRTYPE),
    ]
    write({"a.tar": make_tar(THREE, links)})
    assert list_names("a.tar") == [f"a.tar!{name}" for name, _ in THREE]


def test_links_and_folders_in_a_zip_are_passed_over() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, mode in (("link.html", 0o120777), ("pipe.html", 0o010644), ("page.html", 0o100644)):
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, PAGE)
        archive.writestr("folder/", b"")
    write({"a.zip": data.getvalue()})
    assert list_names("a.zip") == ["a.zip!page.html"]


def patch(data: bytes, old: bytes, new: bytes, count: int = -1) -> bytes:
    assert old in data
    return data.replace(old, new, count)


def flip(data: bytes, position: int) -> bytes:
    return data[:position] + bytes((data[position] ^ 0xFF,)) + data[position + 1 :]


def set_zip_fields(data: bytes, field: int, value: bytes) -> bytes:
    """Overwrite a field of the second entry in the directory of an archive of three."""
    at = data.index(b"PK\1\2", data.index(b"PK\1\2") + 1) + field
    return data[:at] + value + data[at + len(value) :]


STORED = make_zip(THREE, zipfile.ZIP_STORED)
DEFLATED = make_zip(THREE)


def test_a_bad_member_that_is_no_page_is_passed_over() -> None:
    write({"a.zip": set_zip_fields(patch(STORED, b"p1.html", b"p1.jpeg"), 6, b"\xff")})
    assert list_names("a.zip") == ["a.zip!p0.html", "a.zip!p2.html"]


@contextmanager
def traced_memory() -> Iterator[Callable[[], int]]:
    """The peak of what Python takes from here on, in bytes."""
    tracemalloc.start()
    try:
        yield lambda: tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


BOMB = ("bomb.html", bytes(20 * LIMIT))


@pytest.mark.parametrize(
    ("data", "first", "second", "third"),
    [
        (STORED, "ok", "ok", "ok"),
        (b"#!/bin/sh\nexit\n" + STORED, "ok", "ok", "ok"),
        (flip(STORED, STORED.index(b"Ferry 1")), "ok", "broken", "ok"),
        (flip(DEFLATED, DEFLATED.index(b"p1.html") + 9), "ok", "broken", "ok"),
        (set_zip_fields(DEFLATED, 8, b"\1"), "ok", "encrypted", "ok"),
        (set_zip_fields(DEFLATED, 10, b"\x63"), "ok", "no-reader", "ok"),
        (set_zip_fields(DEFLATED, 6, b"\xff"), "ok", "broken", "ok"),
        (set_zip_fields(DEFLATED, 24, b"\1\0\0\0"), "ok", "broken", "ok"),
        (set_zip_fields(DEFLATED, 24, b"\xff\xff\xff\x7f"), "ok", "ok", "ok"),
        (set_zip_fields(DEFLATED, 42, b"\xf0\xff\xff\x7f"), "ok", "broken", "ok"),
        (set_zip_fields(STORED, 20, b"\xff\xff\xff\x7f" * 2), "ok", "broken", "ok"),
    ],
)
def test_a_bad_member_of_a_zip_costs_itself_alone(data: bytes, first: str, second: str, third: str) -> None:
    write({"a.zip": data})
    codes = ["ok" if isinstance(told, bytes) else told for told in report("a.zip").values()]
    assert codes == [first, second, third]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"", ["broken"]),
        (b"<html>saved under a wrong name", ["broken"]),
        (STORED[:-30], ["broken"]),
        (STORED[STORED.index(b"p1.html") :], ["broken"]),
        (patch(STORED, b"PK\5\6", b"PK\5\7"), ["broken"]),
        (STORED[:-10] + b"\xff" * 10, ["broken"]),
        (set_zip_fields(STORED, 0, b"xx"), ["ok", "broken"]),
    ],
)
def test_a_zip_without_its_directory_is_one_error(data: bytes, codes: list[str]) -> None:
    write({"a.zip": data})
    told = report("a.zip")
    assert ["ok" if isinstance(one, bytes) else one for one in told.values()] == codes
    assert list(told)[-1] == "a.zip"


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


def test_a_dictionary_larger_than_any_packer_makes_is_refused() -> None:
    data = bytearray(lzma.compress(make_tar(THREE)))
    data[16] = 40  # 4 GiB
    data[20:24] = zlib.crc32(data[12:20]).to_bytes(4, "little")
    write({"a.tar.xz": bytes(data)})
    assert report("a.tar.xz") == {"a.tar.xz": "broken"}


WIDE = [(f"p{i}.html", make_page(i, 30_000)) for i in range(6)]


@pytest.mark.parametrize("end", PACKERS)
def test_a_tar_that_is_cut_off_keeps_the_members_before(end: str) -> None:
    data = PACKERS[end](make_tar(WIDE))
    write({f"a.tar{end}": data[: len(data) * 3 // 4]})
    told = report(f"a.tar{end}")
    *pages, last = told.items()
    assert last == (f"a.tar{end}", "broken")
    assert pages == [(f"a.tar{end}!{name}", page) for name, page in WIDE[: len(pages)]]
    assert len(pages) >= (4 if end != ".bz2" else 0)  # bzip2 packs blocks of 900 kB


@pytest.mark.parametrize("end", [".gz", ".xz"])
def test_a_tar_without_its_checksum_keeps_all_members_and_is_an_error(end: str) -> None:
    write({f"a.tar{end}": PACKERS[end](make_tar(THREE))[:-8]})
    assert list(report(f"a.tar{end}").values()) == [*(page for _, page in THREE), "broken"]


def test_short_rows_right_before_the_damage_are_kept() -> None:
    rows = b"".join(b'{"html": "<p>%d"}\n' % i for i in range(1000))
    write({"r.jsonl.gz": gzip.compress(rows)[:-8]})
    assert list(report("r.jsonl.gz").values()) == [*(b"<p>%d" % i for i in range(1000)), "broken"]


PLAIN_TAR = make_tar(THREE)
PAX = io.BytesIO()
with tarfile.open(fileobj=PAX, mode="w", format=tarfile.PAX_FORMAT) as archive:
    for number in range(2):
        header = tarfile.TarInfo(f"p{number}.html")
        header.pax_headers = {"comment": "x" * 3 * LIMIT * number}
        archive.addfile(header)


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (b"", 0),
        (b"<html>saved under a wrong name" * 40, 0),
        (PLAIN_TAR[:1300], 1),
        (PAX.getvalue(), 1),
    ],
    ids=["empty", "html", "cut", "endless header"],
)
def test_a_damaged_tar_is_never_taken_for_a_short_one(data: bytes, pages: int) -> None:
    write({"a.tar": data})
    *found, last = find("a.tar")
    assert (last.name, tell(last)) == ("a.tar", "broken")
    assert len(found) == pages


LONG_NAMES = make_tar([(f"p{i}-{'long' * 30}.html", make_page(i)) for i in range(3)])


@pytest.mark.parametrize("end", ["", ".gz"])
@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (flip(PLAIN_TAR, 1024 + 3), [0, 2]),
        (flip(PLAIN_TAR, 1024 + 130), [0, 2]),
        (patch(PLAIN_TAR, b"p1.html", b"p1.ht", 1), [0, 2]),
        (PLAIN_TAR[:1024] + bytes(range(1, 101)) * 7 + PLAIN_TAR[1024:], [0, 1, 2]),
        (PLAIN_TAR[:1024] + b"x" * 512 * 3000 + PLAIN_TAR[1024:], [0, 1, 2]),
        (flip(PLAIN_TAR, 3), [1, 2]),
        (patch(LONG_NAMES, b"p1-longlong", b"p1-long", 1), [0, 2]),
        (flip(LONG_NAMES, LONG_NAMES.index(b"p1-long", LONG_NAMES.index(b"p1-long") + 1) + 1), [0, 2]),
    ],
    ids=["name", "size", "short", "shifted", "garbage", "first", "long name", "behind a long name"],
)
def test_a_damaged_header_of_a_tar_costs_its_member_alone(end: str, data: bytes, kept: list[int]) -> None:
    write({f"a.tar{end}": PACKERS[end](data)})
    told = report(f"a.tar{end}")
    assert [page for page in told.values() if page != "broken"] == [make_page(i) for i in kept]
    assert list(told.values()).count("broken") == 1


def test_extensions_without_end_are_errors() -> None:
    write({"a.tar": make_tar([], [make_entry("x" * 120, tarfile.SYMTYPE)])[:512] * 3000})
    assert set(report("a.tar").values()) == {"broken"}


def test_zstandard_without_its_reader_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"a.tar.zst": b"\x28\xb5\x2f\xfd"})
    monkeypatch.setitem(sys.modules, ZSTD, None)
    (error,) = find("a.tar.zst")
    assert (tell(error), "cleancopy[zstd]" in str(error.source)) == ("no-reader", True)


# Crawls

CRAWL = [Answer(i, make_page(i, 30_000)) for i in range(6)]


@pytest.mark.parametrize("end", ["", ".gz"])
def test_a_crawl_gives_its_pages_with_address_and_charset(end: str) -> None:
    no_pages = [
        Answer(10, b"", kind="request"),
        Answer(11, b"User-agent: *", content_type="text/plain", url="https://news.example/robots.txt"),
        Answer(12, b"\x89PNG" + bytes(2 * LIMIT), content_type="image/png"),
        Answer(13, PAGE, status="301 Moved Permanently"),
        Answer(14, PAGE, status="404 Not Found"),
        Answer(15, b"93.184.216.34", url="dns:news.example"),
        Answer(16, PAGE, kind="revisit"),
    ]
    write({f"c.warc{end}": make_warc([*no_pages, *CRAWL], PACKERS[end])})
    found = find(f"c.warc{end}")
    assert [one.name for one in found] == [f"c.warc{end}!urn:uuid:{i}" for i in range(6)]
    for answer, one in zip(CRAWL, found, strict=True):
        assert isinstance(one.source, Source)
        assert (one.source.data, one.source.encoding) == (answer.body, "koi8-r")
        assert one.source.url == f"https://news.example/{answer.number}"


CHUNKED = b"5\r\n" + PAGE[:5] + b"\r\n%x\r\n" % len(PAGE[5:]) + PAGE[5:] + b"\r\n0\r\n\r\n"
RAW_DEFLATE = zlib.compress(PAGE, wbits=-15)


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ("Content-Encoding: gzip", gzip.compress(PAGE), PAGE),
        ("content-encoding: GZIP", PAGE, PAGE),
        ("Content-Encoding: deflate", zlib.compress(PAGE), PAGE),
        ("Content-Encoding: deflate", RAW_DEFLATE, PAGE),
        ("Content-Encoding: br", PAGE, PAGE),
        ("Content-Encoding: br", brotli.compress(PAGE), PAGE),
        ("Content-Encoding: br", brotli.compress(PAGE)[:-3], "broken"),
        ("Content-Encoding: br", b"\x0b\x02\x80", "broken"),
        ("Content-Encoding: br", brotli.compress(bytes(9 * LIMIT)), "too-large"),
        ("Content-Encoding: zstd", PACKERS[".zst"](PAGE), PAGE),
        ("Content-Encoding: zstd", PACKERS[".zst"](PAGE)[:-3], "broken"),
        ("Content-Encoding: zstd", PACKERS[".zst"](bytes(9 * LIMIT)), "too-large"),
        ("Content-Encoding: compress", b"\x1f\x9d\x90", "no-reader"),
        ("Content-Encoding: deflate", zlib.compress(PAGE)[:-9], "broken"),
        ("Content-Encoding: gzip", gzip.compress(PAGE)[:-9], "broken"),
        ("Content-Encoding: gzip", gzip.compress(bytes(9 * LIMIT)), "too-large"),
        ("Content-Encoding: deflate", zlib.compress(bytes(9 * LIMIT)), "too-large"),
        ("Transfer-Encoding: chunked", CHUNKED, PAGE),
        ("Transfer-Encoding: chunked", PAGE, PAGE),
        ("X-Other: 1", b"", b""),
        ("X-Other: 1", b"<p>" + bytes(LIMIT), "too-large"),
    ],
)
def test_bodies_are_decoded_within_the_limit(headers: str, body: bytes, expected: bytes | str) -> None:
    write({"c.warc": make_warc([Answer(1, body, headers=(headers,)), Answer(2, PAGE, content_type=None)])})
    assert list(report("c.warc").values()) == [expected, PAGE]


RECORDS = [answer.write() for answer in CRAWL]
HURT = 2  # the place of the record that is damaged
NOT_ITS_END = 50  # bytes more than there are


def assert_one_is_lost(name: str) -> None:
    """All pages come out in their order, but for the one that was hurt; an error stands in its place."""
    told = report(name)
    expected: list[str | bytes] = [answer.body for answer in CRAWL]
    expected[HURT] = "broken"
    assert list(told.values()) == expected
    assert list(told)[HURT].startswith((f"{name}!urn:uuid:{HURT}", f"{name}!byte-"))


def cut_out(data: bytes) -> bytes:
    return data[: len(data) // 2] + data[len(data) // 2 + 500 :]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "a hole": cut_out,
    "no end": lambda data: data[: len(data) // 2],
    "other bytes": lambda data: data[:9000] + b"\x99" * 5000 + data[14_000:],
    "a bit of its checksum": lambda data: flip(data, len(data) - 6),
    "no start": lambda data: data[20:],
    "nothing right": lambda data: b"\n<p>\x1f\x8b\x08 WARC/1.0 " * 20_000,
}


@pytest.mark.parametrize(
    "pack", [gzip.compress, lambda data: gzip.compress(data, 0)], ids=["packed", "stored"]
)
@pytest.mark.parametrize("harm", DAMAGE)
def test_a_damaged_member_costs_its_record_alone(harm: str, pack: Callable[[bytes], bytes]) -> None:
    members = [pack(record) for record in RECORDS]
    members[HURT] = DAMAGE[harm](members[HURT])
    write({"c.warc.gz": b"".join(members)})
    assert_one_is_lost("c.warc.gz")


@pytest.mark.parametrize("harm", ["a hole", "no end", "no start", "nothing right"])
def test_a_damaged_record_costs_itself_alone(harm: str) -> None:
    records = [*RECORDS]
    records[HURT] = DAMAGE[harm](records[HURT])
    write({"c.warc": b"".join(records)})
    assert_one_is_lost("c.warc")


LENGTHS = ["99999999999", "-5", "none", "12", "1000", str(len(RECORDS[HURT])), "100000", "9" * 5000, "\u0663"]


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("kind", ["warc", "warc.gz", "all in one.warc.gz"])
def test_a_record_that_lies_about_its_length_costs_itself_alone(
    kind: str, length: str, capfd: pytest.CaptureFixture[str]
) -> None:
    records = [*RECORDS]
    records[HURT] = replace(CRAWL[HURT], length=length).write()
    packed = map(gzip.compress, records) if kind == "warc.gz" else [b"".join(records)]
    data = b"".join(packed)
    write({f"c.{kind}": gzip.compress(data) if kind.startswith("all") else data})
    assert_one_is_lost(f"c.{kind}")
    assert capfd.readouterr() == ("", "")


def test_what_is_skipped_by_a_wrong_length_is_found_again_but_within_one_piece() -> None:
    records = [*RECORDS[:2], Answer(8, bytes(4 * LIMIT), content_type="image/png").write(), RECORDS[5]]
    records[0] = replace(CRAWL[0], length=str(5 * LIMIT)).write()
    pages = [CRAWL[1].body, CRAWL[5].body]
    write({"a.warc": b"".join(records), "b.warc.gz": b"".join(map(gzip.compress, records))})
    write({"c.warc.gz": gzip.compress(b"".join(records))})
    assert list(report("a.warc").values()) == list(report("b.warc.gz").values()) == ["broken", *pages]
    assert list(report("c.warc.gz").values()) == ["broken"]


@pytest.mark.parametrize("end", ["", ".gz"])
def test_long_records_are_passed_over_in_little_memory(end: str) -> None:
    long = Answer(8, bytes(30 * LIMIT), content_type="image/png")
    write(
        {f"c.warc{end}": make_warc([long, replace(long, content_type="text/html"), CRAWL[0]], PACKERS[end])}
    )
    with traced_memory() as read_peak:
        assert list(report(f"c.warc{end}").values()) == ["too-large", CRAWL[0].body]
        assert read_peak() < 12 * LIMIT


def test_headers_of_an_answer_that_do_not_end_are_an_error() -> None:
    flood = Answer(9, b"<p>", headers=(f"A: {'b' * 999}",) * 1100)
    write({"c.warc": make_warc([flood, CRAWL[0]])})
    assert list(report("c.warc").values()) == ["broken", CRAWL[0].body]


@pytest.mark.parametrize("end", ["", ".gz"])
def test_what_stands_between_records_is_told_and_costs_none(end: str) -> None:
    records = [PACKERS[end](record) for record in RECORDS]
    records.insert(HURT, PACKERS[end](b"Not a record.\r\n" * 300) + b"\n" * 5)
    write({f"c.warc{end}": b"".join(records)})
    told = list(report(f"c.warc{end}").values())
    assert told == [*(a.body for a in CRAWL[:HURT]), "broken", *(a.body for a in CRAWL[HURT:])]


def test_blank_lines_and_zeros_between_records_are_no_damage() -> None:
    write(
        {"c.warc": b"\r\n\n".join(RECORDS), "c.warc.gz": (b"\0" * 100_000).join(map(gzip.compress, RECORDS))}
    )
    write({"d.warc": b"".join(record[:-4] for record in RECORDS), "e.warc": b"", "e.warc.gz": b""})
    for name in ("c.warc", "c.warc.gz", "d.warc"):
        assert list(report(name).values()) == [answer.body for answer in CRAWL]
    assert report("e.warc") == report("e.warc.gz") == {}


def test_records_and_members_need_not_agree() -> None:
    data = b"".join(RECORDS)
    pieces = [gzip.compress(data[i : i + 7000]) for i in range(0, len(data), 7000)]
    write({"c.warc.gz": b"".join(pieces), "c.warc": gzip.compress(data)})
    for name in ("c.warc.gz", "c.warc"):
        assert list(report(name).values()) == [answer.body for answer in CRAWL]
    pieces[len(pieces) // 2] = cut_out(pieces[len(pieces) // 2])
    write({"c.warc.gz": b"".join(pieces)})
    told = list(report("c.warc.gz").values())
    assert told == [CRAWL[0].body, CRAWL[1].body, CRAWL[2].body, "broken", CRAWL[4].body, CRAWL[5].body]


@pytest.mark.parametrize(("coding", "module"), [("br", "brotli"), ("zstd", ZSTD)])
def test_a_coding_without_its_reader_says_how_to_install_it(
    coding: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        {"c.warc": make_warc([Answer(1, b"\x0b\x02", headers=(f"Content-Encoding: {coding}",)), *CRAWL[2:]])}
    )
    monkeypatch.setitem(sys.modules, module, None)
    error, *others = find("c.warc")
    assert (tell(error), "pip install 'cleancopy[" in str(error.source)) == ("no-reader", True)
    assert [tell(one) for one in others] == [answer.body for answer in CRAWL[2:]]


@pytest.mark.parametrize("end", ["", ".gz"])
def test_a_crawl_that_is_cut_off_keeps_the_records_before(end: str) -> None:
    data = make_warc(CRAWL, PACKERS[end])
    write({f"c.warc{end}": data[: len(data) * 3 // 4]})
    told = report(f"c.warc{end}")
    assert list(told.values()) == [*(answer.body for answer in CRAWL[:4]), "broken"]
    assert list(told)[-1] == f"c.warc{end}!urn:uuid:4"


def test_damage_everywhere_ends_the_reading_with_one_error() -> None:
    write({"c.warc": b"".join(Answer(i, PAGE, length="5").write() for i in range(1500))})
    told = report("c.warc")
    assert list(told.values()) == ["broken"] * 1002
    assert list(told)[-1] == "c.warc"


@pytest.mark.parametrize(
    "data",
    [b"<html>saved under a wrong name", b"WARC/1.0\r\n" + b"A: b\r\n" * 400_000, b"WARC/1.0\r\nA: " + bytes(3 * LIMIT)],
    ids=["html", "endless headers", "endless header"],
)  # fmt: skip
def test_what_is_no_crawl_is_one_error(data: bytes) -> None:
    write({"c.warc.gz": gzip.compress(data)})
    assert report("c.warc.gz") == {"c.warc.gz!byte-0": "broken"}


def test_a_record_without_a_length_is_an_error() -> None:
    crawl = make_warc([CRAWL[0], Answer(9, PAGE, length="77"), CRAWL[1]])
    write({"c.warc": patch(crawl, b"Content-Length: 77\r\n", b"")})
    assert list(report("c.warc").values()) == [CRAWL[0].body, "broken", CRAWL[1].body]


def test_oddities_of_a_crawl_are_not_told_on_standard_error(in_folder: Path) -> None:
    crawl = make_warc([Answer(1, PAGE, url="https://news.example/a b"), Answer(2, PAGE)])
    write({"c.warc": crawl})
    code = "from extract.sources.inputs import find_inputs; print(len(list(find_inputs(['c.warc'], max_size=9999))))"
    home = Path(find_inputs.__code__.co_filename).parents[2]
    command = (sys.executable, "-c", code)
    done = subprocess.run(
        command, capture_output=True, env=clean_environment(PYTHONPATH=str(home)), check=True
    )
    assert (done.stdout.split(), done.stderr) == ([b"2"], b"")


def test_a_crawl_without_its_reader_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"c.warc": make_warc(CRAWL)})
    monkeypatch.setitem(sys.modules, "warcio.recordloader", None)
    (error,) = find("c.warc")
    assert (tell(error), "cleancopy[warc]" in str(error.source)) == ("no-reader", True)


# JSON Lines and lists

ROWS = [
    (b'{"html": "<p>\\u00e9", "url": "https://a.example/"}', "<p>é".encode()),
    (b"  ", None),
    (b'{"html": "<p>\\ud83d"}', b"<p>?"),
    (b'{"html": null}', "bad-row"),
    (b'{"url": "https://a.example/"}', "bad-row"),
    (b"[1]", "bad-row"),
    (b"[" * 3000, "bad-row"),
    (b'{"html": "<p>", "n": 1' + b"0" * 5000 + b"}", "bad-row"),
    (b'{"html": "' + b"x" * (LIMIT + 1) + b'"}', "too-large"),
    (b'{"html": "' + b"x" * 5 * LIMIT + b'"}', "too-large"),
    (b'{"html": "<p>", "n": [' + b"[]," * (2 * LIMIT // 3) + b"[]]}", "bad-row"),
    (b'{"html": "' + b",[{" * (LIMIT // 3) + b'", "n": "' + b"\\\\" * (LIMIT // 4) + b'"}', b",[{" * (LIMIT // 3)),
    (b'{"html": "<p>last"}', b"<p>last"),
]  # fmt: skip


@pytest.mark.parametrize("end", ["jsonl", "ndjson", "jl", "jsonl.gz"])
def test_each_line_of_json_costs_itself_alone(end: str) -> None:
    data = b"\n".join(row for row, _ in ROWS)
    write({f"r.{end}": gzip.compress(data, 1) if end.endswith("gz") else data})
    expected = {f"r.{end}!{i}": told for i, (_, told) in enumerate(ROWS, 1) if told is not None}
    assert report(f"r.{end}") == expected


def test_fields_are_named_and_addresses_kept() -> None:
    write(
        {"r.jsonl": b'{"body": "<p>", "page": "https://a.example/"}\n{"body": "<p>", "page": "javascript:x"}'}
    )
    sources = [one.source for one in find("r.jsonl", html_field="body", url_field="page")]
    urls = [(source.url, source.encoding) for source in sources if isinstance(source, Source)]
    assert urls == [("https://a.example/", "utf-8"), (None, "utf-8")]


def test_json_that_is_cut_off_keeps_the_lines_before() -> None:
    rows = b"".join(b'{"html": "%s"}\n' % make_page(i, 20_000) for i in range(6))
    packed = gzip.compress(rows)
    write({"r.jsonl.gz": packed[: len(packed) * 3 // 4]})
    told = list(report("r.jsonl.gz").values())
    assert told == [*(make_page(i, 20_000) for i in range(len(told) - 1)), "broken"]
    assert len(told) == 5


def test_a_damaged_piece_of_json_lines_costs_its_own_lines() -> None:
    pieces = [gzip.compress(b'{"html": "%s"}\n' % make_page(i, 9000) * 3) for i in range(3)]
    write({"r.jsonl.gz": pieces[0] + cut_out(pieces[1]) + pieces[2]})
    told = report("r.jsonl.gz")
    assert list(told.values()) == [make_page(0, 9000)] * 3 + ["broken"] + [make_page(2, 9000)] * 3
    assert list(told)[3] == "r.jsonl.gz!4"


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_is_json_lines_or_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"a.html": PAGE})
    feed(monkeypatch, b'{"html": "<p>"}\n')
    assert report("-") == {"-!1": b"<p>"}
    feed(monkeypatch, b"a.html\n-\n")
    assert report(lists=["-"]) == {"a.html": "a.html", "-": "not-found"}
    monkeypatch.setattr(sys, "stdin", None)
    assert report("-") == report(lists=["-"]) == {"-": "unreadable"}


def test_lists_name_anything_one_a_line() -> None:
    write({"f/a.html": PAGE, "b .html ": PAGE, "c.zip": make_zip(THREE[:1])})
    lines = (
        b"\xef\xbb\xbff\r\n\nb .html \nhttps://a.example/ \nnothing.html\nc.zip\nf/a.html\n" + b"x" * 20_000
    )
    write({"list": lines})
    told = report(lists=["list", "missing"])
    *names, long_name, rest, missing = told
    assert names == ["f/a.html", "b .html ", "https://a.example/", "nothing.html", "c.zip!p0.html"]
    assert (set(long_name + rest), told[long_name], told[rest]) == ({"x"}, "unreadable", "unreadable")
    assert (told["nothing.html"], missing, told[missing]) == ("not-found", "missing", "not-found")


# Stamps


def stamp_first(name: str, data: bytes, time: int) -> str:
    Path(name).write_bytes(data)
    os.utime(name, ns=(0, time))
    return find(name)[0].stamp


@pytest.mark.parametrize(
    ("name", "make_file"),
    [
        ("a.zip", lambda pages: make_zip([(f"{i}.html", page) for i, page in enumerate(pages)])),
        ("a.tar", lambda pages: make_tar([(f"{i}.html", page) for i, page in enumerate(pages)])),
        ("a.warc", lambda pages: make_warc([Answer(i, page) for i, page in enumerate(pages)])),
        ("a.jsonl", lambda pages: b"\n".join(json.dumps({"html": page.decode()}).encode() for page in pages)),
    ],
)
def test_a_stamp_inside_a_container_changes_with_its_page_alone(
    name: str, make_file: Callable[[list[bytes]], bytes]
) -> None:
    stamp = stamp_first(name, make_file([PAGE]), 1)
    assert stamp_first(name, make_file([PAGE, PAGE]), 2) == stamp
    assert stamp_first(name, make_file([PAGE + b"!"]), 1) != stamp


def test_a_stamp_of_a_file_changes_with_its_size_and_time() -> None:
    stamps = [
        stamp_first("a.html", data, time) for data, time in ((b"a", 1), (b"b", 1), (b"b", 2), (b"ab", 1))
    ]
    assert stamps[0] == stamps[1]
    assert len(set(stamps)) == 3


def test_a_page_that_could_not_be_read_is_new_when_its_archive_is() -> None:
    encrypted = set_zip_fields(make_zip([THREE[1], THREE[0], THREE[2]]), 8, b"\1")
    stamps = []
    for data in (encrypted, encrypted + b"\0"):
        write({"a.zip": data})
        stamps += [one.stamp for one in find("a.zip") if isinstance(one.source, SourceError)]
    assert len(set(stamps)) == len(stamps) == 2
