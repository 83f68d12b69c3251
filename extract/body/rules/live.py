"""The entries of a live blog, which are kept whole: with their times and headings."""

from __future__ import annotations

from collections import Counter

from extract.body.blocks import MAIN, TextBlock, clean_line
from extract.body.measures import Survey
from extract.body.rules.choice import Choice, spread
from extract.wording import class_mask

ENTRIES = 3  # of a live blog, at least
RUNNING = 2  # of these with running text: news may be one short line
OF_ENTRIES = frozenset(("says: byline or date", "is perhaps a label"))  # what may be said of their lines


def keep_entries(choice: Choice) -> None:
    """Keep the entries of a live blog whole, with their times and headings."""
    survey = choice.survey
    live = _find_live(survey)
    if not live:
        return
    times = {(mark.index, clean_line(mark.element.text or "")) for mark in survey.layout.times}
    for blocks in live:
        good = sum(survey.blocks[block.index].good for block in blocks)
        if 2 * good < survey.boxes[0].good and not any(choice.kept[block.index] for block in blocks):
            continue
        for block in blocks:
            linked = survey.blocks[block.index].link_share >= 0.5 and (block.index, block.text) not in times
            if choice.policy.read(block).keys() <= OF_ENTRIES and not linked and not block.hidden:
                choice.kept[block.index] = True


def _find_live(survey: Survey) -> list[list[TextBlock]]:
    """The blocks of each live blog: of three or more alike boxes with running text and times."""
    if len(survey.layout.times) < ENTRIES:
        return []
    live, stated = class_mask("live"), survey.claims.live
    blogs: dict[tuple[int, str, str], list[int]] = {}
    for box in survey.layout.boxes:
        m = survey.boxes[box.index]
        if box.parent is not None and m.blocks and (stated or box.classes & live or box.region & MAIN):
            blogs.setdefault(box.row, []).append(box.index)
    entries = {
        i: blog
        for blog, members in blogs.items()
        if len(members) >= ENTRIES and sum(survey.boxes[i].good > 0 for i in members) >= RUNNING
        for i in members
    }
    if not entries:
        return []
    around = spread(survey, entries)
    dated = {around[mark.box.index] for mark in survey.layout.times} - {-1}
    sizes = Counter(entries[i] for i in dated)
    found: dict[tuple[int, str, str], list[TextBlock]] = {}
    for block in survey.layout.blocks:
        entry = around[block.box.index]
        if entry in dated and sizes[entries[entry]] >= ENTRIES:
            found.setdefault(entries[entry], []).append(block)
    return list(found.values())
