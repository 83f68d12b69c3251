"""React's streamed parts: what was not ready when the page began follows at its end, hidden, and a script
moves it to its place.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml.etree import _Element


def place_streamed(root: _Element, templates: Iterable[_Element]) -> None:
    """Move what each `<div hidden id="S:1">` holds to the `<template id="B:1">` that keeps its place.

    `templates` are those of the page: few have any, and the walk that reads the head has met them.
    """
    places = {
        name[2:]: element
        for element in templates
        if (name := element.get("id") or "").startswith(("B:", "P:"))
    }
    if not places:
        return
    for part in list(root.iter("div")):
        name = part.get("id") or ""
        place = places.get(name[2:]) if name.startswith("S:") and "hidden" in part.attrib else None
        if place is not None and part not in place.iterancestors():
            place.tag = "div"
            place.text = part.text
            place.extend(list(part))
            part.text = None
            del places[name[2:]]
