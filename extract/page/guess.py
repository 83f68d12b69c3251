"""The encoding of bytes that do not say it, or that say it wrongly.

Each candidate decodes the words that hold bytes above 127; the candidate whose decoding is made most of
the letters that are common in its languages wins. Bytes read wrongly make rare letters, capitals inside
words and characters without a meaning.
"""

from __future__ import annotations

import re
from collections import Counter

from extract.page.labels import MULTIBYTE, decode_legacy

SAMPLE = 200_000  # bytes looked at
_FEW = 3_000  # words looked at
_MARKUP = re.compile(rb"<(script|style)\b.*?(?:</\1|\Z)|<[^>]*+(?:>|\Z)", re.I | re.S)
_WORD = re.compile(rb"(?<![A-Za-z])[A-Za-z]*+[\x80-\xff][A-Za-z\x80-\xff]*")
# A pair's second byte can be an ASCII letter or sign: the words of such text are whole stretches.
_STRETCH = re.compile(rb"[\x80-\xff][\x30-\xff]*")
_JIS_ESCAPE = re.compile(rb"\x1b\$[@B]")
_SIGNS = "«»–—’‘“”„…·•№€°©®\u00a0"
_HAN = (
    "，。、：；？！（）「」『』“”《》·　的是不我一有在人了大来上国个到说们为子和你地出道也时年得就那要"
    "下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如"
    "前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者"
    "向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并"
    "内加化由却代军产入先山五太水万市"
)
_TRADITIONAL = (
    "來國個說們為時會過學對裡後麼沒於還發當開見經頭動兩長樣現將與進實點聲話兒問機給幾業間電門東聽關並內產"
    "萬該這無氣愛義黨體總報區務員議選統灣臺華萃聯際權據勢應請認論讓讀變"
)
_HANGUL = (
    "이다는의가을를에고하지로은도기사한대서인시자정전일부해수보아리나있것들과라으만스어여장원국주제그년상"
    "경공동조관었했"
)
_UNTOLD = "\xa0\xad"  # in any page, and in many encodings
_CAPITAL_INSIDE = re.compile("[a-zà-öø-ÿа-џα-ώ][A-ZÀ-ÖØ-ÞА-ЯΑ-Ω]")
_CAPITALS = re.compile("[À-ÖØ-ÞА-ЯΑ-Ω](?=[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω])")
_TWO_SCRIPTS = re.compile("[A-Za-zÀ-ɏ][Ͱ-\u0eff]|[Ͱ-\u0eff][A-Za-zÀ-ɏ]")
# In the order of preference where scores are equal.
_CANDIDATES: dict[str, str] = {
    "windows-1252": "éèàçêùôîâëïœæäöüßñáíóúãåøòì¿¡ºª´§" + _SIGNS,
    "windows-1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфєіїґўјљњћђџ" + _SIGNS,
    "koi8-u": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфєіїґ",
    "windows-1254": "ığşçöüâ" + _SIGNS,
    "windows-1250": "ąćęłńóśźżáčďéěíňřšťúůýžőűăâîţşđäöü" + _SIGNS,
    "iso-8859-2": "ąćęłńóśźżáčďéěíňřšťúůýžőűăâîţşđäöü",
    "windows-1253": "αειοστνρκμλυπηωςχγφθδβξζψάέήίόύώ" + _SIGNS,
    "iso-8859-7": "αειοστνρκμλυπηωςχγφθδβξζψάέήίόύώΆ",
    "windows-1255": "יוהלאמתרבשנעדחקםפכטגזןסץצךף" + _SIGNS,
    "windows-1256": "اليمنرتوبدسعفكقحجهةشصطخذزثضظغىئءأإآؤپچژگی،؛؟" + _SIGNS,
    "windows-1257": "āčēģīķļņšūžąęėįųõäöü" + _SIGNS,
    "windows-874": "านรอกเงมยลวดทสตะปบคหแจพชขใไโผณถซธศภษฐญ่้ีัิ์็ึุูืํๆ",
    "iso-8859-5": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфєії",
    "ibm866": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэф",
    "x-mac-cyrillic": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэф",
    "gb18030": _HAN + _TRADITIONAL,
    "big5": _HAN + _TRADITIONAL,
    "shift_jis": "",
    "euc-jp": "",
    "euc-kr": _HANGUL,
}


def guess_encoding(data: bytes) -> str:
    """The name of the likeliest encoding of bytes that are not UTF-8."""
    if _JIS_ESCAPE.search(data[:SAMPLE]):
        return "iso-2022-jp"
    sample = _MARKUP.sub(b" ", data[:SAMPLE])
    words = _WORD.findall(sample)[:_FEW]
    if not words:
        sample, words = data, _WORD.findall(data)[:_FEW]
    letters = b" ".join(words)
    strange = len(letters) - len(letters.translate(None, bytes(range(128, 256))))
    stretches = b" \n".join(_STRETCH.findall(sample)[:_FEW])
    best, best_score = "windows-1252", -9.0
    for name, common in _CANDIDATES.items():
        score = _score(decode_legacy(stretches if name in MULTIBYTE else letters, name), name, common)
        if score > best_score + 0.001:
            best, best_score = name, score
        if name == "windows-1252":
            best_score += 5 / strange  # a few bytes are too little against the commonest encoding
    return best


def _score(text: str, name: str, common: str) -> float:
    """The share of common letters among those above ASCII, less what no text holds; at most 1."""
    counts = Counter(text)
    wide = name in MULTIBYTE
    total = good = bad = 0
    for char, count in counts.items():
        if char < "\x80" or char in _UNTOLD:
            continue
        total += count
        if (char if wide else char.lower()) in common or (not common and _is_japanese(char)):
            good += count
        elif char == "�" or char < "\xa0" or "\ue000" <= char <= "\uf8ff":
            bad += 5 * count
    if not total:
        return -1.0
    if wide:
        # The commonest few hundred characters of such a language make two thirds of its text at most.
        return (min(1.0, good / total * 1.6) * total - bad) / total
    strange = 2 * len(_CAPITAL_INSIDE.findall(text)) + len(_TWO_SCRIPTS.findall(text))
    return (good - bad - strange - 0.5 * len(_CAPITALS.findall(text))) / total


def _is_japanese(char: str) -> bool:
    return "\u3040" <= char <= "\u30ff" or char in "、。「」・ー　日本年人月大国会中一"
