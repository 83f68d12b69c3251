"""The kept blocks as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from extract.body.blocks import TextBlock


def join(blocks: Sequence[TextBlock], kept: Sequence[bool]) -> str:
    """Blocks joined by a blank line; items of one list and rows of one table by a line break.

    What follows inside an item is a paragraph of its own.
    """
    parts: list[str] = []
    last: TextBlock | None = None
    for block, keep in zip(blocks, kept, strict=True):
        if not keep:
            continue
        if last is not None:
            together = (
                block.group is not None
                and block.group == last.group
                and (block.kind == "table" or (block.kind == "list" and block.marker != ""))
            )
            parts.append("\n" if together else "\n\n")
        parts.append(block.marker + block.text)
        last = block
    return "".join(parts)
