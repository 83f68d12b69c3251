"""The kept blocks as plain text, and how many words they have."""

from __future__ import annotations

from collections.abc import Sequence

from extract.body.blocks import TextBlock


def join_blocks(blocks: Sequence[TextBlock], kept: Sequence[bool]) -> str:
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


def count_kept(blocks: Sequence[TextBlock], kept: Sequence[bool]) -> int:
    """The words of the kept blocks."""
    return sum(count_words(block.text) for block, keep in zip(blocks, kept, strict=True) if keep)


def count_words(text: str) -> int:
    """The words of a text; two signs of a script without blanks count as one."""
    blanks = text.count(" ") + text.count("\n")
    return len(text) // 2 if blanks * 20 < len(text) else blanks + 1
