"""Bytes to text: every decoder, the order of declarations, and what is refused."""

from __future__ import annotations

import time

import pytest

from extract.page import encoding as encoding_module
from extract.page.encoding import find_declaration
from extract.page.errors import CODES, UnreadablePage
from extract.page.guess import guess_encoding
from extract.page.labels import decode_legacy, find_encoding


def decode(page: bytes | str, declared: str | None) -> tuple[str, str, tuple[str, ...]]:
    """Text, encoding and warnings; the bytes that come with them are those of the text, wherever there are any."""
    text, encoding, warnings, data = encoding_module.decode(page, declared)
    assert data is None or data == text.encode()
    return text, encoding, warnings


# Encoding, bytes, text.
VECTORS = [
    (
        "gb18030",
        "baa3b8dbceafd4b1bbe1bef6b6a8d0dec0edbec9c2ebcdb7a1a3",
        "海港委员会决定修理旧码头。",
    ),
    (
        "gbk",
        "d3e6b4acc3f7ccecd4e7c9cfb3f6baa3a1a3",
        "渔船明天早上出海。",
    ),
    (
        "big5",
        "b4e4b0c8a965adfbb77ca84da977add7b27ac2c2bd58c059a143",
        "港務委員會決定修理舊碼頭。",
    ),
    (
        "big5",
        "9df8b2ee9df6c3e4abd79dee",
        "啲船喺邊度㗎",
    ),
    (
        "shift_jis",
        "8d6082cc89ef8b6382cd874094d482cc8e568bb482f092bc82b78160",
        "港の会議は①番の桟橋を直す～",
    ),
    (
        "euc-jp",
        "b9c1a4ceb2f1b5c4a4cfb8c5a4a4bbb7b6b6a4f2c4bea4b9a1a3",
        "港の会議は古い桟橋を直す。",
    ),
    (
        "iso-2022-jp",
        "1b24423941244e32713544244f3b3736362472443e243921231b2842",
        "港の会議は桟橋を直す。",
    ),
    (
        "euc-kr",
        "c7d7b1b820c0a7bff8c8b8b4c220b3b0c0ba20baceb5ceb8a620b0edc4a3b4d92e208c63b9e6b0a2c7cf",
        "항구 위원회는 낡은 부두를 고친다. 똠방각하",
    ),
    (
        "koi8-r",
        "f0cfd2d4cfd7d9ca20d3cfd7c5d420d2c5dbc9cc20d0cfdec9cec9d4d820d3d4c1d2d9ca20d0d2c9dec1cc2e",
        "Портовый совет решил починить старый причал.",
    ),
    (
        "koi8-u",
        "f2c1c4c120d0cfd2d4d520d7c9d2a6dbc9ccc120d0cfccc1c7cfc4c9d4c920d3d4c1d2c9ca20d0d2c9dec1cc20"
        "a7a720adc1cecfcb2e",
        "Рада порту вирішила полагодити старий причал її ґанок.",
    ),
    (
        "windows-1250",
        "526164612070f8ed737461767520726f7a686f646c61206f7072617669742073746172e9206d6f6c6f3a209e6c"
        "759d6f75e86bfd206bf9f22e",
        "Rada přístavu rozhodla opravit staré molo: žluťoučký kůň.",
    ),
    (
        "windows-1251",
        "d1eee2e5f220efeef0f2e020f0e5f8e8eb20efeef7e8ede8f2fc20f1f2e0f0fbe920eff0e8f7e0eb2e",
        "Совет порта решил починить старый причал.",
    ),
    (
        "windows-1252",
        "4c6520636f6e7365696c20612064e9636964e9209620656e66696e20962064652072e97061726572206c92ab20"
        "616e6369656e20bb20717561693a20352080",
        "Le conseil a décidé – enfin – de réparer l’« ancien » quai: 5 €",
    ),
    (
        "windows-1253",
        "d4ef20f3f5ece2effdebe9ef20e1f0eff6dcf3e9f3e520ede120e5f0e9f3eae5f5dcf3e5e920f4e7ed20e1f0ef"
        "e2dce8f1e12e",
        "Το συμβούλιο αποφάσισε να επισκευάσει την αποβάθρα.",
    ),
    (
        "windows-1254",
        "4c696d616e206b7572756c752065736b692069736b656c657969206f6e61726d617961206b6172617220766572"
        "64693a20f0fdfedd",
        "Liman kurulu eski iskeleyi onarmaya karar verdi: ğışİ",
    ),
    (
        "windows-1255",
        "eee5f2f6fa20e4f0eeec20e4e7ece9e8e420ecfaf7ef20e0fa20e4eee6e720e4e9f9ef",
        "מועצת הנמל החליטה לתקן את המזח הישן",
    ),
    (
        "windows-1256",
        "ded1d120e3cce1d320c7e1e3ede4c7c120c5d5e1c7cd20c7e1d1d5eddd20c7e1decfede3",
        "قرر مجلس الميناء إصلاح الرصيف القديم",
    ),
    (
        "windows-1257",
        "556f73746f20746172796261206e75737072656e64eb207375746169737974692073656ee02070726965706c61"
        "756be03a20fee073f8",
        "Uosto taryba nusprendė sutaisyti seną prieplauką: žąsų",
    ),
    (
        "windows-1258",
        "48f4692064f46e672063616e6720717579ea742064696e68207375612062ea6e2063e2753a20f0fd6e6720f520fd",
        "Hôi dông cang quyêt dinh sua bên câu: đưng ơ ư",
    ),
    (
        "windows-874",
        "cac0d2b7e8d2e0c3d7cdb5d1b4cad4b9e3a8abe8cdc1b7e8d2e0c3d7cde0a1e8d2",
        "สภาท่าเรือตัดสินใจซ่อมท่าเรือเก่า",
    ),
    (
        "iso-8859-2",
        "5a61727ab16420706f72747520706f7374616e6f7769b3206e617072617769e620737461727920706f6d6f7374"
        "3a20bc64bc62b36f",
        "Zarząd portu postanowił naprawić stary pomost: źdźbło",
    ),
    (
        "iso-8859-3",
        "4c6120686176656e6f20f875737465206e756e2072697061726173206c6120e66566616e206b616a6f6e3a20fd20b1",
        "La haveno ĝuste nun riparas la ĉefan kajon: ŭ ħ",
    ),
    (
        "iso-8859-4",
        "4f737461732076616c6465206e6f6cba6d61206c61626f74207665636f207069657374e0746e693a20f320bb",
        "Ostas valde nolēma labot veco piestātni: ķ ģ",
    ),
    (
        "iso-8859-5",
        "c1ded2d5e220dfdee0e2d020e0d5e8d8db20dfdee7d8ddd8e2ec20dfe0d8e7d0db2e",
        "Совет порта решил починить причал.",
    ),
    (
        "iso-8859-6",
        "e2d1d120e5cce4d320c7e4e5eae6c7c120c5d5e4c7cd20c7e4d1d5eae1",
        "قرر مجلس الميناء إصلاح الرصيف",
    ),
    (
        "iso-8859-7",
        "d4ef20f3f5ece2effdebe9ef20e5f0e9f3eae5f5dce6e5e920f4e7ed20e1f0efe2dce8f1e1",
        "Το συμβούλιο επισκευάζει την αποβάθρα",
    ),
    (
        "iso-8859-8",
        "eee5f2f6fa20e4f0eeec20e4e7ece9e8e4",
        "מועצת הנמל החליטה",
    ),
    (
        "iso-8859-10",
        "4861666e617272e1f020e16b7661f02061f02067657261207669f02062727967676a756e6120fe20bf",
        "Hafnarráð ákvað að gera við bryggjuna þ ŋ",
    ),
    (
        "iso-8859-13",
        "556f73746f207461727962612073757461697379732070726965706c61756be020fee073f8",
        "Uosto taryba sutaisys prieplauką žąsų",
    ),
    (
        "iso-8859-14",
        "43796e676f722079722068617262777220f020fe20b8",
        "Cyngor yr harbwr ŵ ŷ ẁ",
    ),
    (
        "iso-8859-15",
        "4c652063bd757220647520706f727420636ffb7465203520a420e020a66962656e696b",
        "Le cœur du port coûte 5 € à Šibenik",
    ),
    (
        "iso-8859-16",
        "436f6e73696c69756c20706f7274756c7569206120686f74e372e2742073e32072657061726520fee3726d756c",
        "Consiliul portului a hotărât să repare țărmul",
    ),
    (
        "macintosh",
        "4c6520636f6e7365696c20728e70617265206cd5616e6369656e2071756169",
        "Le conseil répare l’ancien quai",
    ),
    (
        "ibm866",
        "91aea2a5e220afaee0e2a020e0a5e8a8ab20afaee7a8ada8e2ec20afe0a8e7a0ab2e",
        "Совет порта решил починить причал.",
    ),
    (
        "x-mac-cyrillic",
        "91eee2e5f220efeef0f2e020f0e5f8e8eb20efeef7e8ede8f2fc20eff0e8f7e0eb2e",
        "Совет порта решил починить причал.",
    ),
    (
        "utf-16le",
        "1f043e044004420420002f6e",
        "Порт 港",
    ),
    (
        "utf-16be",
        "041f043e0440044200206e2f",
        "Порт 港",
    ),
]


@pytest.mark.parametrize(("encoding", "data", "text"), VECTORS)
def test_decoder(encoding: str, data: str, text: str) -> None:
    """Each decoder reads its vector, whether the transport or the page's meta names it."""
    page = bytes.fromhex(data)
    assert decode_legacy(page, encoding) == text
    if not encoding.startswith("utf-16"):
        markup = b"<meta charset=" + encoding.encode() + b"><p>"
        assert decode(markup + page, None) == (f"<meta charset={encoding}><p>{text}", encoding, ())
        assert decode(page, encoding.upper()) == (text, encoding, ())


# Where Python's decoders differ from the standard's.
@pytest.mark.parametrize(
    ("encoding", "data", "text"),
    [
        ("gbk", "80", "€"),
        ("gb18030", "80a3a0a6d9", "€\u3000\ufe10"),
        ("big5", "f9d6a145", "碁\u2027"),
        ("euc-jp", "ada1a1c1a1dd", "①～－"),
        ("shift_jis", "8740fd41", "①\ufffdA"),
        ("koi8-u", "aebe", "ўЎ"),
        ("windows-1252", "8081", "€\x81"),
        ("windows-1253", "aa", "\ufffd"),
        ("x-user-defined", "4180ff", "A\uf780\uf7ff"),
        ("euc-kr", "8141ff", "갂\ufffd"),
    ],
)
def test_decoder_as_the_standard_has_it(encoding: str, data: str, text: str) -> None:
    assert decode_legacy(bytes.fromhex(data), encoding) == text


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("UTF8", "utf-8"), ("latin1", "windows-1252"), (" ISO-8859-1\n", "windows-1252"), ("gb2312", "gbk"),
        ("ks_c_5601-1987", "euc-kr"), ("x-sjis", "shift_jis"), ("iso-8859-9", "windows-1254"),
        ("tis-620", "windows-874"), ("hz-gb-2312", "replacement"), ("utf-7", None), ("punycode", None),
        ("unicode_escape", None), ("idna", None), ("zlib", None), ("undefined", None), ("utf-8\0", None),
        ("", None), (None, None), ("x" * 100_000, None), ("base64", None), ("rot13", None),
    ],
)  # fmt: skip
def test_label(label: str | None, name: str | None) -> None:
    assert find_encoding(label) == name


GREEK = "Το συμβούλιο"
CASES = {
    "mark over transport": (b"\xef\xbb\xbf" + GREEK.encode(), "windows-1253", GREEK, "utf-8", ()),
    "mark of utf-16le": (b"\xff\xfe" + GREEK.encode("utf-16-le"), None, GREEK, "utf-16le", ()),
    "mark of utf-16be": (b"\xfe\xff" + GREEK.encode("utf-16-be"), "utf-8", GREEK, "utf-16be", ()),
    "transport over meta": (
        b"<meta charset=koi8-r>" + GREEK.encode("cp1253"), "windows-1253", "<meta charset=koi8-r>" + GREEK,
        "windows-1253", (),
    ),
    "unknown transport, so meta": (
        b"<meta charset=greek>" + GREEK.encode("iso8859-7"), "utf-7", "<meta charset=greek>" + GREEK,
        "iso-8859-7", (),
    ),
    "utf-16 without a mark": (
        f"<p>{GREEK}".encode("utf-16-le") + b"a\0" * 20, None, f"<p>{GREEK}" + "a" * 20, "utf-16le",
        ("encoding-guessed",),
    ),
    "utf-16be without a mark": (
        ("<html><body><p>" + GREEK).encode("utf-16-be"), None, "<html><body><p>" + GREEK, "utf-16be",
        ("encoding-guessed",),
    ),
    "utf-16 declared, no mark, no ASCII": (GREEK.encode("utf-16-le"), "utf-16le", GREEK, "utf-16le", ()),
    "utf-16 declared of single bytes": (b"<p>plain", "utf-16", "<p>plain", "utf-8", ()),
    "lying transport": (GREEK.encode(), "iso-8859-1", GREEK, "utf-8", ("encoding-guessed",)),
    "lying meta": (
        b"<meta charset=windows-1251>" + GREEK.encode(), None, "<meta charset=windows-1251>" + GREEK, "utf-8",
        ("encoding-guessed",),
    ),
    "transport lies, meta does not": (
        b"<meta charset=koi8-r>" + "причал".encode("koi8-r"), "utf-8", "<meta charset=koi8-r>причал",
        "koi8-r", ("encoding-guessed",),
    ),
    "undeclared utf-8": (GREEK.encode(), None, GREEK, "utf-8", ()),
    "cut in a character": ((GREEK + "ό").encode()[:-1], "utf-8", GREEK, "utf-8", ()),
    "a few bytes of windows-1252 amid utf-8": (
        (GREEK + " ").encode() * 9 + b"caf\xe9 \x96 x", "utf-8", (GREEK + " ") * 9 + "café – x", "utf-8", (),
    ),
    "wrong bytes lose themselves alone": (
        (GREEK + " ").encode() * 9 + b"a\xe2\x82b\xed\xa0\x80c", "utf-8",
        (GREEK + " ") * 9 + "a\ufffdb\ufffd\ufffd\ufffdc", "utf-8", (),
    ),
    "nul": (b"<p>a\0b\0c", None, "<p>abc", "utf-8", ()),
    "iso-2022-jp is ASCII by its bytes": (
        "港の会議".encode("iso2022_jp"), "iso-2022-jp", "港の会議", "iso-2022-jp", (),
    ),
    "refused label, plain text": (b"<p>plain", "iso-2022-kr", "<p>plain", "utf-8", ()),
    "text with a mark": ("\ufeff<p>x", None, "<p>x", "utf-8", ()),
    "text with halves of pairs": ("<p>\ud83d\ude00 \ud800!", None, "<p>😀 \ufffd!", "utf-8", ()),
    "text with nul": ("<p>a\0b", "latin1", "<p>ab", "utf-8", ()),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_decode(name: str) -> None:
    page, declared, text, encoding, warnings = CASES[name]
    assert decode(page, declared) == (text, encoding, warnings)


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (b'<META CONTENT="text/html; charset=Windows-1251" HTTP-EQUIV=Content-Type>', "windows-1251"),
        (b"<meta name=x content='charset=koi8-r'><meta charset='big5'>", "big5"),
        (b"<!-- <meta charset=koi8-r> --><meta charset=gbk>", "gbk"),
        (b"<!--><meta charset=gbk>-->", "gbk"),
        (b"<a title='<meta charset=koi8-r>'><meta charset=gbk>", "gbk"),
        (b"<?php x ?><!doctype html></p bad><meta charset=gbk>", "gbk"),
        (b"<meta charset=nonsense><meta charset=gbk>", "gbk"),
        (b"<metadata charset=koi8-r><meta charset=gbk>", "gbk"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<meta charset=x-user-defined>", "windows-1252"),
        (b"<meta http-equiv=refresh content='0;charset=koi8-r'>", None),
        (b"<?xml version='1.0' encoding='Shift_JIS'?><html>", "shift_jis"),
        (b"<?xml version='1.0' encoding='Shift_JIS'?><meta charset=euc-jp>", "euc-jp"),
        (b"<title>" + b"x" * 5000 + b"</title><meta charset=gbk>", "gbk"),
        (b"<!--" * 300 + b"<meta charset=gbk>", None),
        (b"<p>no word of it", None),
    ],
)
def test_declaration(page: bytes, encoding: str | None) -> None:
    assert find_declaration(page) == encoding


# Invented sentences, long enough to tell by; the encodings that the web was written in before UTF-8.
SENTENCES = {
    "ru": "Совет порта решил во вторник починить старый причал до начала зимних бурь. ",
    "el": "Το συμβούλιο του λιμανιού αποφάσισε την Τρίτη να επισκευάσει την παλιά αποβάθρα. ",
    "pl": "Rada portu postanowiła we wtorek naprawić stary pomost, bo będzie źle, i już. ",
    "cs": "Rada přístavu v úterý rozhodla, že opraví staré molo dřív, než přijdou zimní bouře a vítr. ",
    "fr": "Le conseil du port a décidé mardi de réparer l'ancien quai, très abîmé, avant l'été. ",
    "de": "Der Hafenrat beschloss am Dienstag, die alte Brücke für größere Schiffe zu schließen. ",
    "tr": "Liman kurulu salı günü eski iskeleyi kış fırtınalarından önce onarmaya karar verdi. ",
    "he": "מועצת הנמל החליטה ביום שלישי לתקן את המזח הישן לפני סערות החורף. ",
    "ar": "قرر مجلس الميناء يوم الثلاثاء إصلاح الرصيف القديم قبل عواصف الشتاء. ",
    "th": "สภาท่าเรือตัดสินใจเมื่อวันอังคารว่าจะซ่อมท่าเรือเก่าก่อนพายุฤดูหนาว ",
    "zh": "港口委员会星期二决定，在冬天的大风到来之前，要把旧的码头修好，这是他们说的。 ",
    "zh-Hant": "港口委員會星期二決定，在冬天的大風來到之前，要把舊的碼頭修好，這是他們說的。 ",
    "ja": "港の委員会は火曜日に、冬の嵐が来る前に古い桟橋を直すことを決めたと漁師たちは話した。 ",
    "ko": "항구 위원회는 화요일에 겨울 폭풍이 오기 전에 낡은 부두를 고치기로 했다고 어부들이 말했다. ",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ru", "windows-1251"), ("ru", "koi8-u"), ("ru", "iso-8859-5"), ("ru", "ibm866"),
        ("el", "windows-1253"), ("pl", "windows-1250"), ("pl", "iso-8859-2"), ("cs", "windows-1250"),
        ("fr", "windows-1252"), ("de", "windows-1252"), ("tr", "windows-1254"), ("he", "windows-1255"),
        ("ar", "windows-1256"), ("th", "windows-874"), ("zh", "gb18030"), ("zh-Hant", "big5"),
        ("ja", "shift_jis"), ("ja", "euc-jp"), ("ja", "iso-2022-jp"), ("ko", "euc-kr"),
    ],
)  # fmt: skip
def test_guess(language: str, encoding: str) -> None:
    """An undeclared page of a few sentences is read as it was written."""
    codec = {"koi8-u": "koi8-u", "ibm866": "cp866", "windows-874": "cp874"}.get(encoding, encoding)
    page = f"<html><body class=main><p>{SENTENCES[language] * 6}</p></body></html>"
    data = page.encode(codec)
    text, _, warnings = decode(data, None)
    assert text == page, guess_encoding(data)
    assert warnings == ("encoding-guessed",)


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (b"", "empty"), (b" \r\n\t", "empty"), ("", "empty"), ("\ufeff \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\0\0", "empty"), (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"), (b"%PDF-1.7\n", "binary"),
        (b"PK\x03\x04rest", "binary"), (b"\x1f\x8b\x08", "binary"), (bytes(range(256)) * 40, "binary"),
        (b"text" + b"\0" * 5000, "binary"), ("\ufffdPNG\x01\x02\ufffd" * 100, "binary"),
        (b' {"title": "x", "body": "<p>y</p>"}\n', "json"), (b"[1, 2]", "json"),
        (b'{"a": 1}\n{"a": 2}\n', "json"),
        ('{"n": ' + "9" * 5000 + "}", "json"), ("[" * 100_000, "json"),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', "not-html"),
        ("<!-- x --><feed xmlns='a'>", "not-html"),
        ("<svg xmlns='a'/>", "not-html"), (b"<urlset>", "not-html"),
        (b"plain ~{hidden~}", "bad-encoding"),
    ],
)  # fmt: skip
def test_refusal(page: bytes | str, code: str) -> None:
    """What is no page is refused with its code and a short message."""
    with pytest.raises(UnreadablePage) as caught:
        decode(page, "hz-gb-2312")
    assert caught.value.code == code
    assert code in CODES
    assert 10 < len(str(caught.value)) < 100


@pytest.mark.parametrize(
    "page",
    ["{curly} text", "[1] A footnote.", "{ not: json }", "<html>{}</html>", "rss feed", "GIF? No: text."],
)
def test_text_is_not_refused(page: str) -> None:
    assert decode(page, None)[0] == page
    assert decode(page.encode(), None)[0] == page


@pytest.mark.parametrize(
    ("page", "same"),
    [
        ("Fährhaus".encode(), True),
        (b"Harbour", True),
        ("\ufeffFährhaus".encode(), False),
        ("\ufeff\ufeffFährhaus".encode(), False),
        ("Fährhaus\0".encode(), True),
        (b"F\xe4hrhaus", False),
        ("Fährhaus am Fluß im Frühjahr über Grün, F".encode() + b"\xe4hre", False),
        ("Fährhaus", False),
    ],
)
def test_bytes_come_along_where_they_are_the_text(page: bytes | str, same: bool) -> None:
    text, _, _, data = encoding_module.decode(page, None)
    assert data == (text.encode() if same else None)


@pytest.mark.parametrize(
    "piece",
    [
        b"<!--",
        b"<a '",
        b'<a "',
        b"<meta ",
        b"<?xml ",
        b"\xff",
        b"\xe9",
        b"\x1b$",
        b"= ",
        b"&#",
        b"a=",
        b"\xe9<",
        b"<script",
        b"<script>\xe9",
        b"\xe9<!-- ",
    ],
)
def test_time_grows_linearly(piece: bytes) -> None:
    """No input makes reading slow: 2 MB of a piece take less than three seconds, also where it is guessed."""
    data = b"<p>\xe9 text " + piece * (2_000_000 // len(piece))
    start = time.process_time()
    decode(data, None)
    find_declaration(data)
    assert time.process_time() - start < 3


# All labels of the WHATWG Encoding Standard.
STANDARD_LABELS = {
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8",
    "ibm866": "866 cp866 csibm866 ibm866",
    "iso-8859-2": "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso-8859-3": "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso-8859-4": "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    "iso-8859-5": "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
    "iso-8859-6": "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e "
    "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso-8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 "
    "iso_8859-7 iso_8859-7:1987 sun_eu_greek",
    "iso-8859-8": "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
    "iso_8859-8 iso_8859-8:1988 visual",
    "iso-8859-8-i": "csiso88598i iso-8859-8-i logical",
    "iso-8859-10": "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso-8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso-8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso-8859-15": "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9",
    "iso-8859-16": "iso-8859-16",
    "koi8-r": "cskoi8r koi koi8 koi8-r koi8_r",
    "koi8-u": "koi8-ru koi8-u",
    "macintosh": "csmacintosh mac macintosh x-mac-roman",
    "windows-874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
    "windows-1250": "cp1250 windows-1250 x-cp1250",
    "windows-1251": "cp1251 windows-1251 x-cp1251",
    "windows-1252": "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 "
    "iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252",
    "windows-1253": "cp1253 windows-1253 x-cp1253",
    "windows-1254": "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
    "windows-1254 x-cp1254",
    "windows-1255": "cp1255 windows-1255 x-cp1255",
    "windows-1256": "cp1256 windows-1256 x-cp1256",
    "windows-1257": "cp1257 windows-1257 x-cp1257",
    "windows-1258": "cp1258 windows-1258 x-cp1258",
    "x-mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "gbk": "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk",
    "gb18030": "gb18030",
    "big5": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc-jp": "cseucpkdfmtjapanese euc-jp x-euc-jp",
    "iso-2022-jp": "csiso2022jp iso-2022-jp",
    "shift_jis": "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis",
    "euc-kr": "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
    "windows-949",
    "replacement": "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement",
    "utf-16be": "unicodefffe utf-16be",
    "utf-16le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le",
    "x-user-defined": "x-user-defined",
}


@pytest.mark.parametrize("name", STANDARD_LABELS)
def test_every_label_of_the_standard(name: str) -> None:
    """Each label, in whatever case and with blanks around, names its encoding; its vector is read by it."""
    vectors = [(bytes.fromhex(data), text) for encoding, data, text in VECTORS if encoding == name]
    for label in STANDARD_LABELS[name].split():
        assert find_encoding(label) == find_encoding(f"\t{label.upper()} ") == name
        for data, text in vectors:
            if not name.startswith("utf-16"):
                assert decode(data, label) == (text, name, ())


def test_the_standard_has_so_many_labels() -> None:
    assert len(STANDARD_LABELS) == 40
    assert sum(len(labels.split()) for labels in STANDARD_LABELS.values()) == 228


FRENCH = "<p>Les élèves déjà prêts — « à l’été » — goûtèrent cinq œufs près du château.</p>"
GREEK = "<p>Ο δήμος θα ξαναχτίσει τη γέφυρα που πήρε η πλημμύρα.</p>"


@pytest.mark.parametrize("text", [FRENCH, GREEK], ids=["French", "Greek"])
@pytest.mark.parametrize("wrong", ["latin-1", "sloppy-windows-1252"])
def test_utf8_that_was_saved_as_latin_1_is_read_again(text: str, wrong: str) -> None:
    import ftfy.bad_codecs

    ftfy.bad_codecs.ok()
    damaged = text.encode().decode(wrong)
    assert decode(f"<html>{damaged}".encode(), "utf-8") == (f"<html>{text}", "utf-8", ("encoding-guessed",))


@pytest.mark.parametrize(
    "text",
    [FRENCH, GREEK, "<p>NÃO à SÃO, não é â, Þór í Æ, Ðà</p>", "<p>It is shown as Ã© and Ã¨ on the page: é, è, à, ê, ç</p>"],
)  # fmt: skip
def test_text_that_only_looks_like_mojibake_stays(text: str) -> None:
    assert decode(f"<html>{text}".encode(), "utf-8") == (f"<html>{text}", "utf-8", ())
