"""Write `index.json` and `shelves.tsv`, in which the phrases of all languages are sorted by what they are
looked up by: `python -m extract.wording.build`, after every change of a phrase file. Reading the phrase
files themselves would cost every start of the command ten times as much.
"""

from __future__ import annotations

import json
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract.wording.letters import is_unspaced, normalise

SHORT = 200  # characters of the longest block that is compared as a whole
ANY_LENGTH = 1 << 30
COMMON = 100  # phrases that have a word too ordinary to look a phrase up by
_SHAPES = ("whole", "beginnings", "inner", "endings", "late")

_Index = dict[str, dict[str, Any]]


def build_index() -> _Index:
    """All phrases by shape.

    `whole` maps texts to the bits of their categories. The other shapes map a key to lines of
    "bit/limit/text", the limit being the greatest length of a block, or 0 for a label: `beginnings`, which
    labels are too, go by their first word, `inner` by their rarest word and `endings` by their last, or all
    by one character where words are not spaced. `late` are those of `inner` that hold for longer blocks.
    """
    phrases = _read_phrases()
    found: _Index = {shape: {} for shape in _SHAPES}
    counts = Counter(word for _, text, _ in phrases for word in text.split(" "))
    for written, text, bit in phrases:
        _file_phrase(written, text, bit, counts, found)
    return {shape: keys if shape == "whole" else _join_lines(keys) for shape, keys in found.items()}


def _read_phrases() -> list[tuple[str, str, int]]:
    """Every phrase as written, normalised, and the bit of its category."""
    package = files("extract.wording")
    bits = {name: 1 << i for i, name in enumerate(json.loads((package / "categories.json").read_bytes()))}
    return [
        (phrase, normalise(phrase), bits[name])
        for file in sorted((package / "phrases").iterdir(), key=lambda f: f.name)
        if file.name.endswith(".json")
        for name, phrases in json.loads(file.read_bytes()).items()
        for phrase in phrases
    ]


def find_shapes(written: str) -> tuple[tuple[str, int], ...]:
    """The shapes of a phrase as it is written, each with the greatest length of a block (0 where there is none)."""
    cut = written.rfind("…")
    if cut < 0 or not normalise(written):
        return (("whole", 0),)
    limit = written[cut + 1 :]
    if not cut:
        return (("ending", SHORT),)
    if written[cut - 1] in ":|":
        return (("label", 0),) if limit == "0" else (("whole", 0), ("label", 0))
    if written[0] == "…":
        return (("inner", int(limit or SHORT)),)
    return (("beginning", int(limit or ANY_LENGTH)),)


def _file_phrase(written: str, text: str, bit: int, counts: Counter[str], found: _Index) -> None:
    """Sort one phrase into the lists of its shapes."""
    text = text or written
    words = text.split(" ")
    first, last = (edge[0] if is_unspaced(edge[0]) else edge for edge in (words[0], words[-1][::-1]))
    for shape, limit in find_shapes(written):
        if shape == "whole":
            found["whole"][text] = found["whole"].get(text, 0) | bit
        elif shape == "ending":
            _add_line(found["endings"], last[::-1], text, bit, limit)
        elif shape == "inner":
            key = first if is_unspaced(first) else min(words, key=lambda word: _rate_key(word, counts))
            _add_line(found["inner"], key, text, bit, limit)
            if limit > SHORT:
                _add_line(found["late"], key, text, bit, limit)
        else:
            _add_line(found["beginnings"], first, text, bit, limit)


def _rate_key(word: str, counts: Counter[str]) -> tuple[bool, bool, int]:
    """How ordinary a word is, by its length and by how many phrases have it."""
    size = len(word)
    return (size < 4, counts[word] > COMMON, size if size < 4 else -size)


def _add_line(keys: dict[str, list[str]], key: str, text: str, bit: int, limit: int) -> None:
    keys.setdefault(key, []).append(f"{bit}/{limit}/{text}")


def _join_lines(keys: dict[str, list[str]]) -> dict[str, str]:
    return {key: "\n".join(dict.fromkeys(keys[key])) for key in sorted(keys)}


def write_files() -> dict[str, str]:
    """The text of each file by its name.

    `index.json` holds what stands inside or at the end of a text, one key a line, so that a change of it
    can be read. `shelves.tsv` has a line for each initial: the character, a tab, and as JSON the whole texts
    and the beginnings with it. A start of the command reads the lines of the initials that its page has.
    """
    index = build_index()
    shelves: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    for number, shape in enumerate(("whole", "beginnings")):
        for key, value in sorted(index.pop(shape).items()):
            shelves.setdefault(key[0], ({}, {}))[number][key] = value
    return {
        "index.json": json.dumps(index, ensure_ascii=False, indent=0) + "\n",
        "shelves.tsv": "".join(f"{initial}\t{_write(shelf)}\n" for initial, shelf in sorted(shelves.items())),
    }


def _write(shelf: object) -> str:
    return json.dumps(shelf, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    for name, content in write_files().items():
        Path(str(files("extract.wording") / name)).write_text(content, encoding="utf-8", newline="\n")
