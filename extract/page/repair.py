"""Markup that lxml cannot take, rewritten so that it can: elements below a safe depth become siblings, floods
of attributes are cut, and what an unclosed `div` holds open is closed. The text and its order stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter

from extract.page.tree import CLOSING

DEPTH = 500  # blocks nest so deep at most, inline elements a little deeper
_INLINE_ROOM = 40
_ATTRIBUTES = 100  # a tag keeps so many

_TOKEN = re.compile(
    r"""<!--(?:>|->|.*?(?:-->|\Z))
    |<(script|style|textarea|title|xmp|noframes|iframe|noembed)(?=[\s/>])
        (?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+(?:>.*?(?:</\1\b[^>]*+(?:>|\Z)|\Z)|\Z)
    |<(/?)([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+)(?:>|\Z)""",
    re.S | re.I | re.X,
)
_ATTRIBUTE = re.compile(r"""[^\s>"'=/]++(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"']*+))?+""")
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
))  # fmt: skip
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var",
))  # fmt: skip
# A start of one of these ends an open one of its own kind, as every parser has it.
_SELF_ENDING = frozenset((
    "p", "li", "dt", "dd", "option", "tr", "td", "th",
))  # fmt: skip
# What an end tag may not close across: libxml2's ranks; everything else has 100.
_RANKS = {
    "div": 150, "td": 160, "th": 160, "tr": 170, "thead": 180, "tbody": 180, "tfoot": 180, "table": 190,
    "head": 200, "body": 200, "html": 220,
}  # fmt: skip
_HIGH = tuple(_RANKS.items())
_CLOSING_RANK = 155  # of what closes an unclosed div inside


def repair(text: str) -> str:
    """The markup, flattened below `DEPTH` and with at most `_ATTRIBUTES` a tag."""
    return _Repair().run(text)


def find_flood(text: str) -> bool:
    """Whether a tag has more than a few hundred attributes."""
    return any(
        match[4] and len(match[4]) > 4 * _ATTRIBUTES and len(_ATTRIBUTE.findall(match[4])) > 4 * _ATTRIBUTES
        for match in _TOKEN.finditer(text)
    )


class _Repair:
    """What is open: `names` with the places of each name in `places`; below them, `dropped` elements that
    became siblings, of which `leaf` is the one that is open.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.places: dict[str, list[int]] = {}
        self.dropped: Counter[str] = Counter()
        self.leaf: str | None = None
        self.out: list[str] = []

    def run(self, text: str) -> str:
        position = 0
        for match in _TOKEN.finditer(text):
            self.out.append(text[position : match.start()])
            position = match.end()
            name = match[3]
            if name is None:  # a comment, or an element of raw text
                self.out.append(match[0] if match[1] else "")
            elif match[2]:
                self.close(name.lower())
            else:
                self.open(name.lower(), match[4])
        self.out.append(text[position:])
        return "".join(self.out)

    def open(self, name: str, attributes: str) -> None:
        tag = f"<{name}{_cut(attributes)}>"
        if name in _VOID or attributes.endswith("/"):  # libxml2 takes the slash at its word
            self.out.append(tag)
            return
        if name in _SELF_ENDING and self.names and self.names[-1] == name:
            self.pop()
        inline = name in _INLINE
        if len(self.names) < (DEPTH + _INLINE_ROOM if inline else DEPTH) and not self.dropped:
            self.places.setdefault(name, []).append(len(self.names))
            self.names.append(name)
            self.out.append(tag)
            return
        self.dropped[name] += 1
        if not inline:
            self.close_leaf()
            self.leaf = name
            self.out.append(tag)

    def close(self, name: str) -> None:
        if self.dropped and self.dropped[name] > 0:
            self.dropped[name] -= 1
            if not self.dropped[name]:
                del self.dropped[name]
            if name == self.leaf:
                self.close_leaf()
            return
        places = self.places.get(name)
        if not places:
            self.out.append(f"</{name}>" if name in ("p", "br") else "")
            return
        rank = _CLOSING_RANK if name in CLOSING else _RANKS.get(name, 100)
        if any(n != name and r > rank and self.places.get(n, (-1,))[-1] > places[-1] for n, r in _HIGH):
            return
        self.close_leaf()
        self.dropped.clear()
        for _ in range(len(self.names) - places[-1]):
            if self.pop() == "div" != name:
                self.out.append("</div>")
        self.out.append(f"</{name}>")

    def pop(self) -> str:
        name = self.names.pop()
        places = self.places[name]
        places.pop()
        if not places:
            del self.places[name]
        return name

    def close_leaf(self) -> None:
        if self.leaf is not None:
            self.out.append(f"</{self.leaf}>")
            self.leaf = None


def _cut(attributes: str) -> str:
    """The attributes of a tag, the first ones of a flood."""
    if len(attributes) < 2 * _ATTRIBUTES:
        return attributes
    kept: list[str] = []
    for match in _ATTRIBUTE.finditer(attributes):
        kept.append(match[0])
        if len(kept) == _ATTRIBUTES:
            return " " + " ".join(kept)
    return attributes
