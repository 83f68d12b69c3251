"""Pages in zip archives, also damaged ones."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.archives import (
    THREE,
    flip,
    make_zip,
    patch,
    set_zip_fields,
)
from tests.inputs import PAGE, list_names, report, write

pytestmark = pytest.mark.usefixtures("in_folder")

STORED = make_zip(THREE, zipfile.ZIP_STORED)
DEFLATED = make_zip(THREE)


def test_names_of_zip_members_keep_their_bytes() -> None:
    data = make_zip([("xx.html", PAGE), ("Gr\u00f6\u00dfe.html", PAGE)])
    write({"a.zip": data.replace(b"xx.html", b"\xe9\xff.html")})
    assert list_names("a.zip") == ["a.zip!%E9%FF.html", "a.zip!Größe.html"]


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


def test_a_bad_member_that_is_no_page_is_passed_over() -> None:
    write({"a.zip": set_zip_fields(patch(STORED, b"p1.html", b"p1.jpeg"), 6, b"\xff")})
    assert list_names("a.zip") == ["a.zip!p0.html", "a.zip!p2.html"]


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
