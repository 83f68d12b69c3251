"""Pages in JSON Lines, also damaged ones."""

from __future__ import annotations

import gzip

import pytest

from extract.sources import Source
from tests.archives import (
    cut_out,
    make_page,
)
from tests.inputs import LIMIT, find, report, write

pytestmark = pytest.mark.usefixtures("in_folder")

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


def test_short_rows_right_before_the_damage_are_kept() -> None:
    rows = b"".join(b'{"html": "<p>%d"}\n' % i for i in range(1000))
    write({"r.jsonl.gz": gzip.compress(rows)[:-8]})
    assert list(report("r.jsonl.gz").values()) == [*(b"<p>%d" % i for i in range(1000)), "broken"]
