"""The facts of the second look, as one row of numbers a block: how the first look judged the text around the
block, and in which box most of the likely article stands.
"""

from __future__ import annotations

from itertools import accumulate
from math import log

from extract.body.blocks import Box, TextBlock, describe_boxes
from extract.body.measures import Survey
from extract.body.model import to_chance

LIKE_BOXES = 4  # the box and those around it by which two blocks are marked up alike
SECOND_LOOK = (
    "first look", "first look before", "first look 2 before", "first look 3 before", "first look after",
    "first look 2 after", "first look 3 after", "mean of 5 before", "mean of 5 after", "best of 3 before",
    "best of 3 after", "mass before", "mass after", "heading likely", "section mean", "gap before", "gap after", "rank",
    "box mean", "box share", "outer mean", "outer share", "outermost mean", "outermost share", "box width",
    "signature mean", "steps to main", "branch mean", "branch share",
    "twins mean", "twin before", "twin after", "likes mean", "likes", "after likes",
    "page mass", "page best", "main share", "main mean", "stated share",
)  # fmt: skip


def second_look(survey: Survey, scores: list[float], asked: list[int]) -> list[list[float]]:
    """One row for each block whose number is in `asked`, with the columns of `SECOND_LOOK`.

    `scores` are the first look's log-odds of all blocks.
    """
    layout, measures = survey.layout, survey.blocks
    blocks = layout.blocks
    chance = list(map(to_chance, scores))
    widths = [m.width if m.width < 1500.0 else 1500.0 for m in measures]
    mass = [c * w for c, w in zip(chance, widths, strict=True)]
    likely = _Likely(survey, mass, widths)
    total = likely.mass[0] or 1e-6
    best = max(chance, default=0.0)
    rank = {i: place for place, i in enumerate(sorted(asked, key=mass.__getitem__, reverse=True))}
    edge = [-6.0] * 5
    padded = edge + scores + edge
    section = _section_means(blocks, mass, widths)
    gap_before, gap_after = _gaps(chance)
    mass_before = [0.0, *accumulate(mass)]
    heading = _last_headings(blocks)
    stated = sum(x for x, m in zip(mass, measures, strict=True) if m.stated > 0)
    page = [log(1 + total), best, likely.mass[likely.main] / total, likely.mean(likely.main), stated / total]
    present = [block for block, m in zip(blocks, measures, strict=True) if not m.dismissed]
    twins = _judge_twins(present, chance)
    likes = _judge_likes(present, chance, mass, widths)
    shared: dict[int, list[float]] = {}
    rows = []
    for i in asked:
        k = blocks[i].box.index
        around = shared.get(k)
        if around is None:
            around = shared[k] = likely.box_row(blocks[i].box, total)
        at = i + 5
        before, after = padded[at - 5 : at], padded[at + 1 : at + 6]
        rows.append([
            scores[i], before[4], before[3], before[2], after[0], after[1], after[2], sum(before) / 5, sum(after) / 5,
            max(before[2:]), max(after[:3]), mass_before[i] / total, 1 - mass_before[i + 1] / total,
            chance[heading[i]] if heading[i] >= 0 else -1.0, section[i], gap_before[i], gap_after[i], min(rank[i], 100),
            *around, *twins[i], *likes[i], *page,
        ])  # fmt: skip
    return rows


class _Likely:
    """Where the likely article text stands: its mass in each box, and the box that holds most of it."""

    def __init__(self, survey: Survey, mass: list[float], widths: list[float]) -> None:
        parents = survey.layout.parents
        size = len(parents)
        self.survey = survey
        self.mass, self.width = [0.0] * size, [0.0] * size
        self.names: dict[tuple[str, str], list[float]] = {}
        for block, x, w in zip(survey.layout.blocks, mass, widths, strict=True):
            box = block.box
            self.mass[box.index] += x
            self.width[box.index] += w
            pair = self.names.setdefault((box.tag, box.names), [0.0, 0.0])
            pair[0] += x
            pair[1] += w
        for i in range(size - 1, 0, -1):
            if self.width[i]:
                self.mass[parents[i]] += self.mass[i]
                self.width[parents[i]] += self.width[i]
        heaviest = {parents[i]: i for i in range(1, size) if 2 * self.mass[i] > self.mass[parents[i]]}
        self.main, self.chain = 0, {0}
        while self.main in heaviest:
            self.main = heaviest[self.main]
            self.chain.add(self.main)

    def mean(self, k: int) -> float:
        """The mean chance of the text in box number `k`."""
        return self.mass[k] / (self.width[k] or 1.0)

    def box_row(self, box: Box, total: float) -> list[float]:
        """The facts of a block's boxes, the same for all its blocks."""
        pair = self.names[box.tag, box.names]
        steps, branch = 0, box
        while branch.parent is not None and branch.index not in self.chain:
            steps += 1
            if branch.parent.index in self.chain:
                break
            branch = branch.parent
        inner = self.survey.surroundings(box)
        outer = inner.parent or inner
        outermost = outer.parent or outer
        x, o, u, b = inner.index, outer.index, outermost.index, branch.index
        return [
            self.mean(x), self.mass[x] / total, self.mean(o), self.mass[o] / total, self.mean(u), self.mass[u] / total,
            self.width[x], pair[0] / (pair[1] or 1.0), steps, self.mean(b), self.mass[b] / total,
        ]  # fmt: skip


def _section_means(blocks: list[TextBlock], mass: list[float], widths: list[float]) -> list[float]:
    """For each block the mean first look of the section that its last heading opened (without the heading)."""
    means: list[float] = []
    total = width = 0.0
    start = 0
    for i, block in enumerate(blocks):
        if block.kind == "heading":
            means += [total / width if width else -1.0] * (i - start)
            start, total, width = i, 0.0, 0.0
        else:
            total += mass[i]
            width += widths[i]
    return means + [total / width if width else -1.0] * (len(blocks) - start)


def _judge_twins(blocks: list[TextBlock], chance: list[float]) -> dict[int, tuple[float, float, float]]:
    """For each of these blocks, by its number, the mean chance of the others of the same tag and names in the
    same place, and that of the last one before it and the next one after it; -1 where there is none.
    """
    groups: dict[tuple[int, str, str], list[int]] = {}
    for block in blocks:
        groups.setdefault(block.box.row, []).append(block.index)
    result = {}
    for group in groups.values():
        others = len(group) - 1
        if others:
            chances = [chance[i] for i in group]
            total = sum(chances)
            around = [-1.0, *chances, -1.0]
            for n, i in enumerate(group):
                result[i] = ((total - chances[n]) / others, around[n], around[n + 2])
        else:
            result[group[0]] = (-1.0, -1.0, -1.0)
    return result


def _judge_likes(
    blocks: list[TextBlock], chance: list[float], mass: list[float], widths: list[float]
) -> dict[int, tuple[float, int, float]]:
    """For each of these blocks, by its number, the mean chance of the text of the others that are marked up
    alike, itself and the three boxes around it, how many they are (30 at most), and the mean chance of the
    block after each.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    parents: dict[int, tuple[str, ...]] = {}
    for block in blocks:
        box = block.box
        place = -1 if box.parent is None else box.parent.index
        around = parents.get(place)
        if around is None:
            around = parents[place] = tuple(describe_boxes(box.parent, LIKE_BOXES - 1))
        groups.setdefault((block.kind, box.tag, box.names, *around), []).append(block.index)
    result = {}
    after = [*chance[1:], 0.0]
    for group in groups.values():
        others = len(group) - 1
        if others:
            x, w = sum([mass[i] for i in group]), sum([widths[i] for i in group])
            next_ones = sum([after[i] for i in group])
            for i in group:
                rest = w - widths[i]
                result[i] = (
                    (x - mass[i]) / rest if rest else -1.0,
                    min(others, 30),
                    (next_ones - after[i]) / others,
                )
        else:
            result[group[0]] = (-1.0, 0, -1.0)
    return result


def _last_headings(blocks: list[TextBlock]) -> list[int]:
    """For each block the number of the last heading before it, or -1."""
    last, result = -1, []
    for block in blocks:
        result.append(last)
        if block.kind == "heading":
            last = block.index
    return result


def _gaps(chance: list[float]) -> tuple[list[int], list[int]]:
    """For each block how many blocks ago the last likely one was, and how many ahead the next is; 60 at most."""
    before, after = [], []
    gap = 60
    for c in chance:
        before.append(gap)
        gap = 0 if c > 0.5 else gap + (gap < 60)
    gap = 60
    for c in reversed(chance):
        after.append(gap)
        gap = 0 if c > 0.5 else gap + (gap < 60)
    return before, after[::-1]
