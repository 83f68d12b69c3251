"""The XPath of elements, by which lxml's `xpath()` finds each in the page again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice

from lxml.etree import _Element

MAX_STEPS = 200  # of a path; it takes nesting that nobody writes to have more
# Of other names a path would have to know the namespace, or to quote them.
_NAME = re.compile(r"[a-z][a-z0-9_-]*+", re.I)


def list_paths(root: _Element, elements: Collection[_Element]) -> dict[_Element, str]:
    """For each element its path, like `/html/body/div[2]/p`: a number where siblings have the same name.

    Elements that are nested too deep for that are counted: `(//*)[4096]`.
    """
    wanted: set[_Element] = set()
    for element in elements:
        for around in _climb(element):
            if around in wanted:
                break
            wanted.add(around)
    steps = {root: _write_step(root, 1, 1, 1)}
    for parent in wanted:
        steps |= _number_children(parent, wanted)
    paths: dict[_Element, str] = {}
    deep: set[_Element] = set()
    for element in elements:
        way = list(islice(_climb(element), MAX_STEPS + 1))
        if len(way) > MAX_STEPS:
            deep.add(element)
        else:
            paths[element] = "/" + "/".join(steps[e] for e in reversed(way))
    if deep:
        paths |= {e: f"(//*)[{place}]" for place, e in enumerate(root.iter("*"), 1) if e in deep}
    return paths


def _climb(element: _Element) -> Iterator[_Element]:
    yield element
    yield from element.iterancestors()


def _number_children(parent: _Element, wanted: Collection[_Element]) -> dict[_Element, str]:
    """The steps that lead from an element to its wanted children."""
    totals = Counter(child.tag for child in parent.iterchildren("*"))
    seen: Counter[str] = Counter()
    steps: dict[_Element, str] = {}
    for place, child in enumerate(parent.iterchildren("*"), 1):
        seen[child.tag] += 1
        if child in wanted:
            steps[child] = _write_step(child, place, seen[child.tag], totals[child.tag])
    return steps


def _write_step(element: _Element, place: int, number: int, total: int) -> str:
    """One step: the `place` is that among all siblings, the `number` that among the `total` of the same name."""
    if not _NAME.fullmatch(element.tag):
        return f"*[{place}]"
    return element.tag if total == 1 else f"{element.tag}[{number}]"
