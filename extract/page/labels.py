"""Encodings as the web names them: the labels of the WHATWG Encoding Standard, and for each encoding the
decoder of Python that is nearest to the standard's, corrected where the two differ.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import cache

REPLACEMENT = "replacement"

# The standard's name of each encoding, the Python codec that reads it, and its further labels.
_TABLE = """
utf-8          utf_8         unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8
utf-16le       utf_16_le     csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16
utf-16be       utf_16_be     unicodefffe
ibm866         cp866         866 cp866 csibm866
iso-8859-2     iso8859_2     csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso-8859-3     iso8859_3     csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso-8859-4     iso8859_4     csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso-8859-5     iso8859_5     csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 \
iso_8859-5:1988
iso-8859-6     iso8859_6     arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e \
iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso-8859-7     iso8859_7     csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 \
iso_8859-7 iso_8859-7:1987 sun_eu_greek
iso-8859-8     iso8859_8     csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 \
iso_8859-8 iso_8859-8:1988 visual
iso-8859-8-i   iso8859_8     csiso88598i logical
iso-8859-10    iso8859_10    csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso-8859-13    iso8859_13    iso8859-13 iso885913
iso-8859-14    iso8859_14    iso8859-14 iso885914
iso-8859-15    iso8859_15    csisolatin9 iso8859-15 iso885915 iso_8859-15 l9
iso-8859-16    iso8859_16
koi8-r         koi8_r        cskoi8r koi koi8 koi8_r
koi8-u         koi8_u        koi8-ru
macintosh      mac_roman     csmacintosh mac x-mac-roman
windows-874    cp874         dos-874 iso-8859-11 iso8859-11 iso885911 tis-620
windows-1250   cp1250        cp1250 x-cp1250
windows-1251   cp1251        cp1251 x-cp1251
windows-1252   cp1252        ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 \
iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252
windows-1253   cp1253        cp1253 x-cp1253
windows-1254   cp1254        cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 \
iso_8859-9:1989 l5 latin5 x-cp1254
windows-1255   cp1255        cp1255 x-cp1255
windows-1256   cp1256        cp1256 x-cp1256
windows-1257   cp1257        cp1257 x-cp1257
windows-1258   cp1258        cp1258 x-cp1258
x-mac-cyrillic mac_cyrillic  x-mac-ukrainian
gbk            gb18030       chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk
gb18030        gb18030
big5           big5hkscs     big5-hkscs cn-big5 csbig5 x-x-big5
euc-jp         euc_jp        cseucpkdfmtjapanese x-euc-jp
iso-2022-jp    iso2022_jp_ext csiso2022jp
shift_jis      cp932         csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis
euc-kr         cp949         cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 \
ksc_5601 windows-949
replacement    -             csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr
x-user-defined -
"""
# Common in the wild, though the standard does not list them.
_MORE_LABELS = {"ks_c_5601": "euc-kr", "cp949": "euc-kr", "cp936": "gbk", "cp932": "shift_jis"}
MULTIBYTE = frozenset(("gbk", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr"))


def _read_table() -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = dict(_MORE_LABELS)
    decoders: dict[str, str] = {}
    for row in _TABLE.strip().splitlines():
        name, codec, *labels = row.split()
        decoders[name] = codec
        names.update(dict.fromkeys((name, *labels), name))
    return names, decoders


_NAMES, _CODECS = _read_table()


def find_encoding(label: str | None) -> str | None:
    """The standard's lower-case name for a label, `replacement` for a refused one, `None` for no label.

    No other codec of Python can be reached: there is no label for utf-7, punycode or unicode_escape.
    """
    if not label or len(label) > 100:
        return None
    return _NAMES.get(label.strip("\t\n\f\r \"'").lower())


def decode_strictly(data: bytes, encoding: str) -> str | None:
    """The text, or `None` where the bytes are not of that encoding. `encoding` is a name of the table."""
    try:
        return data.decode(_CODECS[encoding])
    except UnicodeDecodeError:
        return None


def decode_legacy(data: bytes, encoding: str) -> str:
    """The text in an encoding other than UTF-8; a byte without a meaning becomes U+FFFD."""
    if encoding not in MULTIBYTE and not encoding.startswith("utf-"):
        return codecs.charmap_decode(data, "replace", _read_alphabet(encoding))[0]
    text = data.decode(_CODECS[encoding], _ERRORS.get(encoding, "replace"))
    changes = _CHANGES.get(encoding)
    return text.translate(changes) if changes else text


@cache
def _read_alphabet(encoding: str) -> str:
    """The character of each byte of an encoding of single bytes; unassigned ones up to 9F are controls."""
    if encoding == "x-user-defined":
        return "".join(chr(i if i < 0x80 else 0xF700 + i) for i in range(256))
    codec = _CODECS[encoding]
    letters = (bytes([i]).decode(codec, "ignore") or chr(i if i < 0xA0 else 0xFFFD) for i in range(256))
    return "".join(letters).translate(_CHANGES.get(encoding, {}))


_Reader = Callable[[bytes], tuple[str, int]]


def _register(name: str, read: _Reader) -> str:
    """Register an error handler that reads the bytes at an error: gives their text and how many it took."""

    def replace(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        text, used = read(error.object[error.start : error.start + 4])
        return text, error.start + used

    codecs.register_error(name, replace)
    return name


def _read_gb(data: bytes) -> tuple[str, int]:
    return ("€" if data[0] == 0x80 else "�"), 1


def _read_big5(data: bytes) -> tuple[str, int]:
    """The characters of Windows' Big5 that the Hong Kong set lacks."""
    return _decode_pair(data[:2], "cp950")


def _read_euc_jp(data: bytes) -> tuple[str, int]:
    """NEC's and IBM's additions: Shift_JIS as Windows has it holds them, at an address that is computed."""
    if len(data) > 1 and 0xA1 <= data[0] <= 0xFE and 0xA1 <= data[1] <= 0xFE:
        row, cell = data[0] - 0xA1, data[1] - 0xA1
        lead = (row >> 1) + 0x81
        column = cell + (94 if row & 1 else 0)
        pair = bytes((lead if lead < 0xA0 else lead + 0x40, column + (0x40 if column < 63 else 0x41)))
        text, _ = _decode_pair(pair, "cp932")
        return text, 2 if text != "�" else 1
    return "�", 1


def _decode_pair(data: bytes, codec: str) -> tuple[str, int]:
    """A character of two bytes, or U+FFFD for the first of them."""
    try:
        return data.decode(codec), len(data)
    except UnicodeDecodeError:
        return "�", 1


_ERRORS = {
    **dict.fromkeys(("gbk", "gb18030"), _register("cleancopy-gb", _read_gb)),
    "big5": _register("cleancopy-big5", _read_big5),
    "euc-jp": _register("cleancopy-euc-jp", _read_euc_jp),
}
_GB_CHANGES = {0xE5E5: "　", **{0xE78D + i: c for i, c in enumerate("︐︒︑︓︔︕︖︗︘︙")}}
_CHANGES: dict[str, dict[int, str]] = {
    "gbk": _GB_CHANGES,
    "gb18030": _GB_CHANGES,
    "shift_jis": {0xF8F0 + i: "�" for i in range(4)},
    "big5": {ord(a): b for a, b in zip("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡", strict=True)},
    "koi8-u": {ord("╝"): "ў", ord("╬"): "Ў"},
    "euc-jp": {ord(a): b for a, b in zip("〜‖−¢£¬", "～∥－￠￡￢", strict=True)},
}
