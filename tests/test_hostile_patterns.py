"""No regular expression of ours takes more than linear time: each is timed on what is worst for it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from typing import Any

import pytest

from tests.growth import TRIES, measure

UNITS = (
    " ", "\n", "1", "a", "A", "é", "港", '"', "'", "<", ">", "?", ".", ",", "-", "/", "&", "\\", "{", "[", "(", "=", "_",
    "@", ":", " a", "1 ", "a,", "By a", '="', "<a ", "a@", "a-", "_a", "--", "\x80",
)  # fmt: skip
SCREEN, FULL = 8_000, 100_000  # characters
QUICK = 0.0015  # seconds for SCREEN characters; what needs less is not looked at closer
SLOW = 0.4  # seconds for FULL ones: 0.1 where the machine has nothing else to do

USES: dict[str, Callable[[re.Pattern[Any], Any], object]] = {
    "compile": lambda pattern, text: pattern.search(text),
    "search": lambda pattern, text: pattern.search(text),
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "split": lambda pattern, text: pattern.split(text),
    "findall": lambda pattern, text: pattern.findall(text),
    "finditer": lambda pattern, text: deque(pattern.finditer(text), maxlen=0),
    "sub": lambda pattern, text: pattern.sub(lambda _: text[:0], text),
}


def list_units(pattern: str) -> list[str]:
    """What a text may be made of to be worst for a pattern: common pieces, and its own literal characters."""
    plain = re.sub(r"\\[a-zA-Z]|[\[\](){}?*+|^$]", " ", pattern).replace("\\", "")
    words = [word for word in plain.split() if len(word) > 1]
    return list(dict.fromkeys((*UNITS, *words[:6], *sorted(set(plain) - {" "})[:12])))


def find_slow(pattern: re.Pattern[Any], method: str, units: list[str]) -> list[str]:
    """The pieces on which a pattern takes more than three times as long for twice the text, or too long."""

    def run(unit: str, size: int, times: int = 3) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        data = text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")
        return measure(lambda: USES[method](pattern, data), times)

    doubtful = [unit for unit in units if run(unit, SCREEN, 1) > QUICK and run(unit, SCREEN) > QUICK]
    slow = [unit for unit in doubtful if run(unit, 2 * SCREEN) > 3 * run(unit, SCREEN) + 0.001]
    if doubtful and not slow:
        worst = max(doubtful, key=lambda unit: run(unit, SCREEN, 1))
        slow = [worst] if run(worst, FULL, 1) > SLOW else []
    return slow


def test_no_pattern_backtracks(pytestconfig: pytest.Config) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.regexes"], cwd=pytestconfig.rootpath, capture_output=True, check=True
    )
    found = json.loads(done.stdout)
    assert not found["missed"]
    assert len(found["patterns"]) > 150
    slow = []
    for text, is_bytes, flags, place, methods in found["patterns"]:
        pattern = re.compile(text.encode("latin-1") if is_bytes else text, flags)
        for method in methods:
            units = list_units(text)
            for _ in range(TRIES):  # what is slow by itself, and not by a neighbour on the machine, stays so
                units = find_slow(pattern, method, units)
            slow += [(place, method, unit) for unit in units]
    assert not slow


@pytest.mark.parametrize(("pattern", "method"), [(r"\s*,\s*", "split"), (r"\S+@\S+", "search")])
def test_backtracking_is_seen(pattern: str, method: str) -> None:
    assert find_slow(re.compile(pattern), method, [" ", "x"])
