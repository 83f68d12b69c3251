"""Labelled pages flattened to plain text, the way people save them: what a page without markup looks like."""

from __future__ import annotations

from extract.body.blocks import Layout


def flatten(layout: Layout) -> str:
    """The page's visible blocks as lines, list items with a bullet, pictures as their alternative texts."""
    lines: list[str] = []
    images = iter(layout.images)
    image = next(images, None)
    for block in layout.blocks:
        while image is not None and image.index <= block.index:
            alt = " ".join((image.element.get("alt") or "").split())
            if alt:
                lines.append(alt)
            image = next(images, None)
        if not block.hidden:
            lines.append(f"  • {block.text}" if block.kind == "list" else block.text)
    return "\n\n".join(lines) + "\n"
