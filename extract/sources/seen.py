"""What was met before, in little memory: at a million, a set of Python's own takes eighty megabytes."""

from __future__ import annotations

import os
from array import array
from dataclasses import dataclass, field
from hashlib import blake2b

_BITS = 64
_MASK = (1 << _BITS) - 1
_SPREAD = 0x9E3779B97F4A7C15  # odd, so that multiplying by it loses nothing


class NumberSet:
    """Numbers of 0 to 2**64 - 1, at twelve to twenty-four bytes each.

    A table with open addressing, doubled when it is two thirds full.
    """

    def __init__(self) -> None:
        self._bits = 10
        self._slots = array("Q", bytes(8 << self._bits))
        self._count = 0
        self._has_zero = False  # 0 marks a free slot

    def add(self, number: int) -> bool:
        """Put a number in; whether it is new."""
        if number == 0:
            new, self._has_zero = not self._has_zero, True
            return new
        slot = self._find_slot(number)
        if self._slots[slot] == number:
            return False
        self._slots[slot] = number
        self._count += 1
        if self._count * 3 > len(self._slots) * 2:
            self._grow()
        return True

    def _find_slot(self, number: int) -> int:
        """Where a number stands, or would."""
        slots = self._slots
        last = len(slots) - 1
        slot = (number * _SPREAD & _MASK) >> (_BITS - self._bits)
        while slots[slot] not in (0, number):
            slot = (slot + 1) & last
        return slot

    def _grow(self) -> None:
        former = self._slots
        self._bits += 1
        self._slots = array("Q", bytes(8 << self._bits))
        for number in former:
            if number:
                self._slots[self._find_slot(number)] = number


@dataclass(frozen=True, slots=True)
class Visited:
    """Files and folders by device and inode: links lead to them again."""

    devices: dict[int, NumberSet] = field(default_factory=dict)

    def add(self, status: os.stat_result) -> bool:
        """Remember one; whether it is new. Where the file system numbers none, all are."""
        if status.st_ino == 0:
            return True
        return self.devices.setdefault(status.st_dev, NumberSet()).add(status.st_ino)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a name came, by 64 bits of its hash."""

    once: NumberSet = field(default_factory=NumberSet)
    more: dict[int, int] = field(default_factory=dict)

    def count(self, name: bytes) -> int:
        """Count a name; how often it came by now."""
        number = int.from_bytes(blake2b(name, digest_size=8).digest())
        if self.once.add(number):
            return 1
        self.more[number] = self.more.get(number, 1) + 1
        return self.more[number]
