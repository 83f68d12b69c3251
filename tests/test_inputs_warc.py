"""Pages in crawls (WARC), also damaged ones."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from extract.sources import Source
from extract.sources.inputs import find_inputs
from tests.archives import (
    PACKERS,
    ZSTD,
    Answer,
    cut_out,
    flip,
    make_page,
    make_warc,
    patch,
)
from tests.conftest import clean_environment
from tests.inputs import LIMIT, PAGE, find, report, tell, traced_memory, write

pytestmark = pytest.mark.usefixtures("in_folder")

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


def assert_one_is_lost(name: str) -> None:
    """All pages come out in their order, but for the one that was hurt; an error stands in its place."""
    told = report(name)
    expected: list[str | bytes] = [answer.body for answer in CRAWL]
    expected[HURT] = "broken"
    assert list(told.values()) == expected
    assert list(told)[HURT].startswith((f"{name}!urn:uuid:{HURT}", f"{name}!byte-"))


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
