"""The figures that the quality gate holds: floors.json, a set of labelled pages, its figures, their floors.

A floor is the best figure reached, to four decimals. The same code, weights and pages give the same
figures, so that there is no tolerance. Where less is better, as for `low`, the floor is a ceiling.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

Figures = dict[str, float]  # by name, one set
Floors = dict[str, Figures]  # by the set's name

DIGITS = 4
# Every figure that is held, and whether more of it is better (1) or less (-1). Pages are held too: a case that is
# taken away would raise the rest.
FIGURES = {
    "pages": 1,
    "F1": 1,
    "exact": 1,
    "low": -1,
    "segF1": 1,
    "title": 1,
    "authors": 1,
    "published": 1,
    "errors": -1,
    "known misses": -1,
}


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not at its floor; `floor` is `None` for a new figure, `measured` for one that is gone."""

    set: str
    figure: str
    floor: float | None
    measured: float | None

    @property
    def is_fall(self) -> bool:
        """Whether the figure is worse than its floor, or gone."""
        if self.measured is None:
            return True
        return self.floor is not None and (self.measured - self.floor) * FIGURES[self.figure] < 0


def compare(floors: Floors, measured: Floors) -> list[Change]:
    """What changed in the sets that were measured and have floors, in the order of the figures."""
    changes = []
    for name, now in measured.items():
        before = floors.get(name, now)
        figures = [*FIGURES, *(before.keys() - FIGURES.keys())]
        changes += [
            Change(name, figure, before.get(figure), now.get(figure))
            for figure in figures
            if before.get(figure) != now.get(figure)
        ]
    return changes


def read_floors(path: Path) -> Floors:
    """The floors in the file; raises `FileNotFoundError` where there is none."""
    floors: Floors = json.loads(path.read_text(encoding="utf-8"))
    return floors


def write_floors(path: Path, floors: Floors) -> None:
    """Write the floors, sets by name and a figure a line, so that a change of one is a line of a diff."""
    path.write_text(json.dumps(dict(sorted(floors.items())), indent=2) + "\n", encoding="utf-8")
