"""Ways to spoil a page, each a function of its bytes, another page's, and chance."""

from __future__ import annotations

import codecs
import random
import re
from collections.abc import Callable

LONGEST = 300_000  # bytes of a page that goes on to be changed
_TAG = re.compile(rb"<[^<>]{1,300}>")
_DIGITS = re.compile(rb"\d+")
_CODECS = (
    "utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "utf-32", "cp1252", "cp1251", "koi8-r", "shift_jis", "euc-jp",
    "iso2022_jp", "gb18030", "big5", "cp949", "cp1255", "utf-7",
)  # fmt: skip
PIECES = (
    b"<", b">", b"</", b"/>", b"<!--", b"-->", b"--!>", b"<![CDATA[", b"]]>", b"<?xml ", b"?>", b"<!DOCTYPE ",
    b"<div>", b"</div>", b"<p>", b"</p>", b"<b><i>", b"</b>", b"<table><tr><td>", b"</table>", b"<ul><li>", b"</ul>",
    b"<script>", b"</script>", b"<style>", b"<svg>", b"</svg>", b"<math>", b"<template>", b"<noscript>", b"<select>",
    b"<iframe>", b"<textarea>", b"<title>", b"</title>", b"<plaintext>", b"<frameset>", b"<object>", b"<head>",
    b"</head>", b"<body>", b"</body>", b"</html>", b"<br><br>", b"<h1>", b"</h1>", b"<pre>\n", b"<blockquote>",
    b"<time datetime='", b"<a href='javascript:x'>", b"<a href='", b"<img src=data:,x>", b"<img srcset='a 1x,, b",
    b"<figure><figcaption>", b"<base href='//['>", b"<meta charset=utf-16>", b"<meta charset=iso-2022-kr>",
    b"<meta charset=", b"<meta name=author content='", b"<meta property='og:title' content='",
    b"<link rel=canonical href='http://[x'>", b"<script type='application/ld+json'>", b'{"@type":"NewsArticle",',
    b'"articleBody":"', b'"headline":"', b'"author":[', b'"datePublished":"', b'"@graph":[', b'"image":{', b"1e999",
    b"NaN", b"-Infinity", b"9" * 400, b"null", b"[[[[[[", b"}}}}}}", b"\\ud800", b"\\u0000", b"\\", b'"', b"'", b"`",
    b"&", b"&#", b"&#0;", b"&#27;", b"&#xD800;", b"&#x110000;", b"&#99999999999;", b"&amp;", b"&nosuch;", b"&lt;p&gt;",
    b"&#x202e;", b"&#8233;", b"&#x9b;31m", b"\0", b"\x1b[31m", b"\x1e", b"\x1f", b"\x7f", b"\x85", b"\xff", b"\xfe",
    b"\xc3", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xf0\x9f\x92",
    b"\xe2\x80\x8b", b"\xc2\xa0", b"\xcc\x81", b"\xe3\x80\x80", b"\r", b"\n\n", b"\t", b"\x0c", b" hidden", b" class='",
    b" style='display:none", b" role=navigation", b" colspan=9007199254740991", b" start=-1", b"2021-02-30",
    b"99.99.9999", b"By ", b"Photo: ", b"(Reuters) - ", b"| - | - |", b"```", b"# ", b"* * *", b"1. ", b"- ",
)  # fmt: skip

Mutation = Callable[[bytes, bytes, random.Random], bytes]


def mutate(page: bytes, other: bytes, chance: random.Random) -> bytes:
    """The page after a few mutations; `other` is spliced in by some."""
    for _ in range(min(8, 1 + int(chance.expovariate(0.5)))):
        if len(page) < LONGEST:
            page = chance.choice(MUTATIONS)(page, other, chance)
    return page


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    """Where a piece of the data begins and ends: mostly a short one, and often at tags."""
    start = chance.randint(0, len(data))
    end = min(len(data), start + int(chance.expovariate(1 / chance.choice((5, 60, 1000, 20_000)))))
    if chance.random() < 0.5:
        start = max(0, data.rfind(b"<", 0, start))
        end = max(start, data.rfind(b">", start, end) + 1)
    return start, end


def _delete(page: bytes, _: bytes, chance: random.Random) -> bytes:
    start, end = _span(page, chance)
    return page[:start] + page[end:]


def _cut(page: bytes, _: bytes, chance: random.Random) -> bytes:
    return page[: chance.randint(0, len(page))]


def _double(page: bytes, _: bytes, chance: random.Random) -> bytes:
    start, end = _span(page, chance)
    return page[:end] + page[start:end] * chance.randint(1, 5) + page[end:]


def _move(page: bytes, _: bytes, chance: random.Random) -> bytes:
    start, end = _span(page, chance)
    rest = page[:start] + page[end:]
    place = chance.randint(0, len(rest))
    return rest[:place] + page[start:end] + rest[place:]


def _splice(page: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = _span(page, chance)
    first, last = _span(other, chance)
    return page[:start] + other[first:last] + page[end:]


def _flip(page: bytes, _: bytes, chance: random.Random) -> bytes:
    data = bytearray(page)
    for _bit in range(chance.choice((1, 4, 40)) if data else 0):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _insert(page: bytes, _: bytes, chance: random.Random) -> bytes:
    for _piece in range(chance.choice((1, 3, 12))):
        place = chance.randint(0, len(page))
        page = page[:place] + chance.choice(PIECES) + page[place:]
    return page


def _flood(page: bytes, _: bytes, chance: random.Random) -> bytes:
    """A few pieces, again and again, at one place."""
    unit = b"".join(chance.choices(PIECES, k=chance.randint(1, 3)))
    start, end = _span(page, chance)
    if chance.random() < 0.3:
        unit = page[start:end][:500] or unit
    count = chance.choice((30, 300, 3000))
    return page[:start] + unit * min(count, 60_000 // len(unit) + 1) + page[start:]


def _change_tags(page: bytes, _: bytes, chance: random.Random) -> bytes:
    """Some of the tags become others."""
    share = chance.choice((0.01, 0.1, 0.5))
    return _TAG.sub(lambda m: chance.choice(PIECES) if chance.random() < share else m[0], page)


def _change_numbers(page: bytes, _: bytes, chance: random.Random) -> bytes:
    values = (b"0", b"-1", b"99999999999999999999", b"1e9", b"2147483648", b"", b"13", b"31")
    return _DIGITS.sub(lambda m: chance.choice(values) if chance.random() < 0.2 else m[0], page)


def _drop_end_tags(page: bytes, _: bytes, chance: random.Random) -> bytes:
    share = chance.choice((0.05, 0.5, 1.0))
    return re.sub(rb"</\w+>", lambda m: b"" if chance.random() < share else m[0], page)


def _recode(page: bytes, _: bytes, chance: random.Random) -> bytes:
    """The page in another encoding, from some place on or as a whole, whatever it declares."""
    start = chance.choice((0, 0, chance.randint(0, len(page))))
    codec = codecs.lookup(chance.choice(_CODECS))
    return page[:start] + codec.encode(page[start:].decode("utf-8", "replace"), "ignore")[0]


def _flatten(page: bytes, _: bytes, chance: random.Random) -> bytes:
    return _TAG.sub(chance.choice((b"", b"\n", b" ")), page)


MUTATIONS: tuple[Mutation, ...] = (
    _delete, _cut, _double, _move, _splice, _splice, _flip, _insert, _insert, _flood, _change_tags, _change_numbers,
    _drop_end_tags, _recode, _flatten,
)  # fmt: skip
