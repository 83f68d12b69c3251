"""Bytes to text, as the WHATWG standards read a page: byte order mark, then what the transport declared,
then what the page's first bytes declare. Where a declaration is missing or plainly wrong, the bytes
themselves decide: they are UTF-8 if they can be, else `guess` looks at them.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import NamedTuple

from extract.page.errors import UnreadablePage
from extract.page.labels import MULTIBYTE, REPLACEMENT, decode_legacy, decode_strictly, find_encoding
from extract.page.mojibake import undo_mojibake

PRESCAN = 1024  # bytes in which the standard looks for a declaration
LONG_PRESCAN = 65_536  # bytes in which we look on: long scripts stand before many declarations
SAMPLE = 4096  # bytes looked at to tell text from other data
GUESSED = "encoding-guessed"

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be"))
_MAGIC = (
    (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture, sound or film"), (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"), (b"\x1f\x8b", "compressed (gzip)"), (b"BZh", "compressed (bzip2)"),
    (b"\xfd7zXZ\x00", "compressed (xz)"), (b"\x28\xb5\x2f\xfd", "compressed (zstd)"),
    (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!", "a RAR archive"), (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an Office document"), (b"SQLite format 3\x00", "a database"),
    (b"OggS", "a sound or film"), (b"ID3", "a sound"), (b"wOF", "a font"), (b"\x00\x00\x01\x00", "an icon"),
)  # fmt: skip
_ODD_BYTES = bytes(b for b in range(32) if b not in b"\0\t\n\v\f\r\x1b")
_ODD = dict.fromkeys((*_ODD_BYTES, 0xFFFD))
_NOT_HTML = re.compile(r"\s*(?:<[?!][^>]*>\s*)*<(rss|feed|rdf:RDF|urlset|sitemapindex|svg|opml)\b", re.I)
_KINDS = {"svg": "a drawing", "urlset": "a site map", "sitemapindex": "a site map"}

_XML_ENCODING = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([^"'<>]{1,100})["']""")
# A comment, a declaration of other kind, or a tag with its attributes.
_PRESCAN_TOKEN = re.compile(
    rb"""<!--(?:>|->|.*?-->|.*)|<[!/?][^a-zA-Z][^>]*>|<[?!][^>]*>
    |<(/?[a-zA-Z][^\s/>]*+)((?:[^>"']++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*+)(?:>|\Z)""",
    re.S | re.X,
)
_ATTRIBUTE = re.compile(rb"""([^\s/=>"']++)(?:\s*+=\s*+("[^"]*"|'[^']*'|[^\s>"']++))?""")
_CONTENT_CHARSET = re.compile(r"""charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))""", re.I)
_SURROGATE = "[\ud800-\udfff]"  # compiled where a page comes as text
_HIDING = re.compile(rb"[\x0e\x0f\x1b]|~\{")  # what shifts to another alphabet in the refused encodings
_ASCII_RUN = re.compile("[\0-\x7f]+")
_MIXED = "cleancopy-mixed"  # the name by which codecs find `_read_mixed`


class Decoded(NamedTuple):
    """A page's text, the name of the encoding used (lower case, as WHATWG has it), and warnings.

    `data` is the text in UTF-8 where the page came as that, to the last byte.
    """

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()
    data: bytes | None = None


def decode(html: bytes | str, declared: str | None) -> Decoded:
    """The text of a page; `declared` is the charset of its transport.

    Text comes as it is: its encoding is utf-8.
    Raises `UnreadablePage` where the input is empty, binary, JSON, or another XML than a page.
    """
    if isinstance(html, str):
        decoded = Decoded(_repair_surrogates(html).replace("\0", ""), "utf-8")
        refuse_garbage(decoded.text)
    else:
        decoded = _decode_bytes(html, declared)
    if decoded.text.startswith("\ufeff"):
        decoded = decoded._replace(text=decoded.text[1:], data=None)
    refuse_other_kinds(decoded.text)
    if decoded.encoding != "utf-8":
        return decoded
    data = html.encode("utf-8", "replace") if isinstance(html, str) else html
    whole = undo_mojibake(decoded.text, data)
    return decoded if whole is decoded.text else Decoded(whole, "utf-8", (GUESSED,))


def _decode_bytes(data: bytes, declared: str | None) -> Decoded:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            text = _read_utf8(rest)[0] if encoding == "utf-8" else decode_legacy(rest, encoding)
            return Decoded(text.replace("\0", ""), encoding)
    refuse_magic(data)
    said = find_encoding(declared)
    wide = _find_wide(data)
    if wide is None and said is not None and said.startswith("utf-16"):
        # Text without ASCII shows no pattern of NULs; bytes that are plain text are no UTF-16 in any case.
        if _read_utf8(data)[1] and decode_strictly(data, said) is not None:
            wide = said
        said = None
    if wide is not None:
        text = decode_legacy(data, wide).replace("\0", "")
        refuse_garbage(text)
        return Decoded(text, wide, () if find_encoding(declared) == wide else (GUESSED,))
    refuse_binary(data)
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    if said is None:
        said = find_declaration(data)
    return _decode_declared(data, said)


def _decode_declared(data: bytes, said: str | None) -> Decoded:
    """The text of bytes that are declared to be `said`, if that can be."""
    plain = data.isascii()
    if said == REPLACEMENT:
        if plain and _HIDING.search(data):
            raise UnreadablePage("bad-encoding", "the page's encoding is refused; convert it to UTF-8")
        said = None
    if plain:
        if said == "iso-2022-jp" or (said is None and b"\x1b$" in data):
            return Decoded(decode_legacy(data, "iso-2022-jp"), "iso-2022-jp", () if said else (GUESSED,))
        return Decoded(data.decode("ascii"), said or "utf-8", (), data)
    text, errors, wide_characters = _read_utf8(data)
    lied = said not in (None, "utf-8")
    if not errors and not (lied and said in MULTIBYTE and wide_characters < 8 and _is_sound(data, said)):
        return Decoded(text, "utf-8", (GUESSED,) if lied else (), None if _is_cut(data) else data)
    if not lied and _are_few(errors, wide_characters):
        return Decoded(text, "utf-8", () if said else (GUESSED,))
    if said == "utf-8" or said is None or not _is_sound(data, said):
        said = _find_other(data, said)
        return Decoded(decode_legacy(data, said), said, (GUESSED,))
    return Decoded(decode_legacy(data, said), said)


def _find_other(data: bytes, wrong: str | None) -> str:
    """The encoding of bytes that are neither UTF-8 nor what was said: the page's own word, else a guess."""
    own = find_declaration(data)
    if own is not None and own not in (wrong, "utf-8", REPLACEMENT) and _is_sound(data, own):
        return own
    from extract.page.guess import guess_encoding

    return guess_encoding(data)


def _is_sound(data: bytes, encoding: str | None) -> bool:
    """Whether bytes can be of a declared encoding: any can be of one-byte ones, but pairs must be right."""
    if encoding not in MULTIBYTE:
        return True
    sample = data[:200_000]
    strange = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    return decode_legacy(sample, encoding).count("�") <= 2 + strange // 20


def _read_utf8(data: bytes) -> tuple[str, int, int]:
    """The text, the number of errors in it, and, where there are any, that of its characters of several
    bytes. A lone byte amid ASCII is what Windows-1252 wrote there; other wrong bytes become U+FFFD.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        errors = text.count("�") - data.count(b"\xef\xbf\xbd")
        characters = len(text) - sum(map(len, _ASCII_RUN.findall(text))) - errors
        if _is_cut(data):
            text, errors = text[:-1], errors - 1
        if errors and _are_few(errors, characters):
            text = data.decode("utf-8", _MIXED)
        return text, errors, characters
    return text, 0, 8 if len(text) > 10_000 else len(text) - sum(map(len, _ASCII_RUN.findall(text)))


def _are_few(errors: int, characters: int) -> bool:
    """Whether text with errors is still UTF-8: it has far more characters of several bytes."""
    return characters > 0 and errors <= max(2, characters // 5)


def _is_cut(data: bytes) -> bool:
    """Whether the last character is the beginning of one, as where a download ended."""
    reader = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        reader.decode(data[-4:].lstrip(bytes(range(0x80, 0xC0))))
    except UnicodeDecodeError:
        return False
    return bool(reader.getstate()[0])


def _read_mixed(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    start, end, data = error.start, error.end, error.object
    alone = end - start == 1 and not data[start - 1 : start] > b"\x7f" and not data[end : end + 1] > b"\x7f"
    if alone and data[start] not in b"\xc2\xc3":  # these two begin a letter that was cut
        return data[start:end].decode("cp1252", "replace"), end
    return "�", end


def find_declaration(data: bytes) -> str | None:
    """The encoding that the page declares: by meta, as the standard's prescan reads it, else by XML."""
    found = _prescan(data[:PRESCAN]) or _prescan(data[:LONG_PRESCAN])
    if found is None:
        match = _XML_ENCODING.match(data[:PRESCAN].lstrip())
        found = find_encoding(match[1].decode("ascii", "replace")) if match else None
    if found is not None and found.startswith("utf-16"):
        return "utf-8"  # the declaration could not have been read
    return "windows-1252" if found == "x-user-defined" else found


def _prescan(head: bytes) -> str | None:
    if b"charset" not in head and b"charset" not in head.lower():
        return None
    for match in _PRESCAN_TOKEN.finditer(head):
        name = match[1]
        if name is not None and name.lower() == b"meta":
            found = _read_meta(match[2])
            if found is not None:
                return found
    return None


def _read_meta(text: bytes) -> str | None:
    """The encoding that one meta tag declares."""
    attributes: dict[str, str] = {}
    for key, value in _ATTRIBUTE.findall(text):
        attributes.setdefault(key.decode("latin-1").lower(), value.decode("latin-1").strip("\"'"))
    if "charset" in attributes:
        return find_encoding(attributes["charset"])
    if attributes.get("http-equiv", "").lower() == "content-type":
        match = _CONTENT_CHARSET.search(attributes.get("content", ""))
        return find_encoding(match[1] or match[2] or match[3]) if match else None
    return None


def _find_wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of its markup is NUL."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    if sample.count(0) < 4:
        return None
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if second > half * 0.3 and first < half * 0.05:
        return "utf-16le"
    if first > half * 0.3 and second < half * 0.05:
        return "utf-16be"
    return None


def refuse_magic(data: bytes) -> None:
    """Raise `UnreadablePage` for files whose first bytes tell that they are no page."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise UnreadablePage("binary", f"the input is {kind}, not a page; pass the page's HTML")


def refuse_binary(data: bytes) -> None:
    """Raise `UnreadablePage` for bytes that are no text."""
    sample = data[: SAMPLE * 4]
    strange = len(sample) - len(sample.translate(None, _ODD_BYTES))
    if strange > len(sample) * 0.02 + 4 or len(sample) * 0.2 + 4 < sample.count(0) < len(sample):
        raise UnreadablePage("binary", "the input is binary data, not a page; pass the page's HTML")


def refuse_other_kinds(text: str) -> None:
    """Raise `UnreadablePage` for text that is empty, JSON, or another XML than a page."""
    head = text[:SAMPLE]
    start = head.lstrip("\0\ufeff \t\r\n\f\v\xa0")[:1]
    if not start and not text.strip("\0\ufeff \t\r\n\f\v\xa0"):
        raise UnreadablePage("empty", "the input is empty; pass a page")
    if start in ("{", "[") and _is_json(text):
        raise UnreadablePage("json", "the input is JSON, not a page; pass the page's HTML")
    if start == "<" and (match := _NOT_HTML.match(head)):
        kind = _KINDS.get(match[1].lower(), "a feed")
        raise UnreadablePage("not-html", f"the input is {kind}, not a page; pass one of its pages")


def refuse_garbage(text: str) -> None:
    """Raise `UnreadablePage` for text that was made of binary data."""
    head = text[: SAMPLE * 4]
    if len(head) - len(head.translate(_ODD)) > len(head) * 0.1 + 4:
        raise UnreadablePage("binary", "the input is binary data, not a page; pass the page's HTML")


def _is_json(text: str) -> bool:
    """Whether text is a JSON document, or the lines of several."""
    text = text.strip("\0\ufeff \t\r\n\f\v")
    try:
        value, end = json.JSONDecoder(parse_int=float).raw_decode(text)  # int() refuses thousands of digits
    except ValueError:
        return False
    except RecursionError:  # nothing else nests so
        return True
    rest = text[end:].lstrip()
    return not rest or (isinstance(value, dict) and rest[0] == "{")


def _repair_surrogates(text: str) -> str:
    """Halves of a pair joined; halves alone become U+FFFD."""
    if text.isascii() or not re.search(_SURROGATE, text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


codecs.register_error(_MIXED, _read_mixed)
