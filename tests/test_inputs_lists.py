"""Lists of inputs, and what comes by standard input."""

from __future__ import annotations

import io
import sys

import pytest

from tests.archives import (
    THREE,
    make_zip,
)
from tests.inputs import PAGE, report, write

pytestmark = pytest.mark.usefixtures("in_folder")


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
