"""Pages in tar archives, also damaged ones."""

from __future__ import annotations

import io
import lzma
import sys
import tarfile
import zlib

import pytest

from tests.archives import (
    PACKERS,
    THREE,
    ZSTD,
    flip,
    make_entry,
    make_page,
    make_tar,
    patch,
)
from tests.inputs import LIMIT, find, list_names, report, tell, write

pytestmark = pytest.mark.usefixtures("in_folder")

WIDE = [(f"p{i}.html", make_page(i, 30_000)) for i in range(6)]
PLAIN_TAR = make_tar(THREE)
LONG_NAMES = make_tar([(f"p{i}-{'long' * 30}.html", make_page(i)) for i in range(3)])


def make_endless_header() -> bytes:
    """Two members, the second behind an extension that is larger than a page may be."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for number in range(2):
            header = tarfile.TarInfo(f"p{number}.html")
            header.pax_headers = {"comment": "x" * 3 * LIMIT * number}
            archive.addfile(header)
    return data.getvalue()


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


def test_a_dictionary_larger_than_any_packer_makes_is_refused() -> None:
    data = bytearray(lzma.compress(make_tar(THREE)))
    data[16] = 40  # 4 GiB
    data[20:24] = zlib.crc32(data[12:20]).to_bytes(4, "little")
    write({"a.tar.xz": bytes(data)})
    assert report("a.tar.xz") == {"a.tar.xz": "broken"}


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (b"", 0),
        (b"<html>saved under a wrong name" * 40, 0),
        (PLAIN_TAR[:1300], 1),
        (make_endless_header(), 1),
    ],
    ids=["empty", "html", "cut", "endless header"],
)
def test_a_damaged_tar_is_never_taken_for_a_short_one(data: bytes, pages: int) -> None:
    write({"a.tar": data})
    *found, last = find("a.tar")
    assert (last.name, tell(last)) == ("a.tar", "broken")
    assert len(found) == pages


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
