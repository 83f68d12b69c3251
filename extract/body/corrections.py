"""What a user knows better: blocks that are kept or dropped by CSS selectors, whatever their scores.

A block is kept where an element that matches a selector to keep holds all of it, and dropped where one to drop
does; dropping wins. The headline is never kept, for it stands in the title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from lxml.etree import _Element

from extract.body import Verdicts
from extract.body.blocks import Box, Layout, clean_line
from extract.page import Page
from extract.page.selectors import compile_selector

KEEP, DROP = "keep", "drop"


def correct_verdicts(
    page: Page, layout: Layout, headline: int, verdicts: Verdicts, keep: Sequence[str], drop: Sequence[str]
) -> Verdicts:
    """The verdicts as the selectors change them; `headline` is the number of the block printing the title.

    Raises `ValueError` for what is no selector.
    """
    rules: dict[int, str] = {}
    for action, selectors in ((KEEP, keep), (DROP, drop)):
        found: dict[int, str] = {}
        for selector in selectors:
            for number in _find_blocks(page, layout, selector):
                if action == DROP or number != headline:
                    found.setdefault(number, f"{action} {selector}")
        rules |= found
    settled = {number: rule.startswith(KEEP) for number, rule in rules.items()}
    kept = tuple(settled.get(i, keeps) for i, keeps in enumerate(verdicts.kept))
    return verdicts._replace(kept=kept, rules={**verdicts.rules, **rules}, settled=settled)


def _find_blocks(page: Page, layout: Layout, selector: str) -> Iterator[int]:
    """The blocks that stand in a matching element, or whose whole text does."""
    matches = set(cast("list[_Element]", compile_selector(selector)(page.root)))
    around: set[_Element] = set()  # of the matches those that hold boxes
    inside: list[bool] = []  # by box; the one that a box stands in comes before it
    for box in layout.boxes:
        found = [element for element in _climb(box) if element in matches]
        around.update(found)
        inside.append(bool(found) or (box.parent is not None and inside[box.parent.index]))
    holders = {box.element: box.index for box in layout.boxes}
    texts = {(_find_holder(element, holders), _squeeze(element.itertext())) for element in matches - around}
    for block in layout.blocks:
        index = block.box.index
        if inside[index] or (texts and (index, _squeeze(block.text)) in texts):
            yield block.index


def _climb(box: Box) -> Iterator[_Element]:
    """The element of a box, and those around it up to the box around it."""
    yield box.element
    for element in box.element.iterancestors():
        if box.parent is None or element is box.parent.element:
            break
        yield element


def _find_holder(element: _Element, holders: dict[_Element, int]) -> int | None:
    """The number of the box that an element within a block stands in."""
    return next((holders[around] for around in element.iterancestors() if around in holders), None)


def _squeeze(text: Iterable[object]) -> str:
    return clean_line("".join(map(str, text))).replace(" ", "")
