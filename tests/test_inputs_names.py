"""Names of inputs: printable, distinct, and readable back to the bytes."""

from __future__ import annotations

import random

import pytest

from extract.sources.names import Origin, decode_name, encode_name


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        (Origin(b"saved/page.html"), "saved/page.html"),
        (Origin("saved/Größe 你好.html".encode()), "saved/Größe 你好.html"),
        (Origin(b"caf\xe9.html"), "caf%E9.html"),
        (Origin(b"a\nb\x1b[2J.html"), "a%0Ab%1B[2J.html"),
        (Origin("a\u2028b\u202ec\x85.html".encode()), "a%E2%80%A8b%E2%80%AEc%C2%85.html"),
        (Origin(b"100%!.html"), "100%25%21.html"),
        (Origin(b"a.zip", b"inner/page.html"), "a.zip!inner/page.html"),
        (Origin(b"wow!.zip", b"../..\\x!y.html"), "wow%21.zip!../..\\x%21y.html"),
        (Origin(b"a.zip", b"page.html", 2), "a.zip!page.html#2"),
        (Origin(b"a.zip", b"page.html#2"), "a.zip!page.html%232"),
        (Origin(b"a.zip", b"page.html#top"), "a.zip!page.html#top"),
        (Origin(b"a.zip", b""), "a.zip!"),
        (Origin(b"https://a.example/%C3%A9?q=1!#2"), "https://a.example/%C3%A9?q=1!#2"),
        (Origin(b"crawl.warc.gz", b"urn:uuid:1"), "crawl.warc.gz!urn:uuid:1"),
    ],
)  # fmt: skip
def test_names_are_written_and_read_back(origin: Origin, name: str) -> None:
    assert encode_name(origin) == name
    assert decode_name(name) == origin


def test_any_bytes_make_a_name_of_their_own_that_prints_and_reads_back() -> None:
    choose = random.Random(5)
    pieces = [bytes((byte,)) for byte in range(256)] + b"! % # #2 %23 %2 !! / ://".split()
    pieces += ["é".encode(), "\u2029".encode(), "\x9f".encode(), b"\xed\xa0\x80", b"\xf0\x9f"]

    def make_label() -> bytes:
        return b"".join(choose.choices(pieces, k=choose.randint(0, 6)))

    names: dict[str, Origin] = {}
    for _ in range(20_000):
        member = choose.choice([None, make_label()])
        origin = Origin(make_label(), member, 1 if member is None else choose.choice([1, 1, 2, 13]))
        name = encode_name(origin)
        assert decode_name(name) == origin
        assert names.setdefault(name, origin) == origin
        name.encode("utf-8")
        assert not [c for c in name if ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u2029\u202e"]
