"""The largest pages that are read, and larger ones: each within 10 s of the processor and 1 GiB, or refused.

    python -m fuzz.floods [NAME…]

Each page has a process of its own. `tests/test_hostile.py` has the small variants.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable

from extract import UnreadablePage, extract
from extract.body.blocks import MAX_BLOCKS
from extract.page.tree import MAX_TAGS

SECONDS = 10.0
MEMORY = 1 << 20  # KiB
MANY = MAX_BLOCKS - 100
FLOODS: dict[str, Callable[[], str]] = {
    "paragraphs": lambda: "<p>The council said so." * MANY,
    "a million paragraphs": lambda: "<p>x" * 1_000_000,
    "boxes of paragraphs": lambda: "<div><p>The council said so.</p></div>" * (MANY // 2),
    "lines": lambda: "x<br><br>" * MANY,
    "plain lines": lambda: "The council said so.\n\n" * MANY,
    "headings": lambda: "<h2>The council</h2>" * MANY,
    "nested boxes": lambda: "<div>word" * MANY,
    "nested lists": lambda: "<ul><li>word" * (MANY // 2),
    "nested tables": lambda: "<table><tr><td>x" * (MANY // 3),
    "bold and italic": lambda: "<b><i>" * 100_000,
    "links": lambda: "<a href=x>y</a> " * 1_000_000,
    "links around paragraphs": lambda: "<a><p>x" * 100_000,
    "line breaks": lambda: "x<br>" * (MAX_TAGS - 100),
    "images": lambda: "<img src=x>" * 1_500_000,
    "metas": lambda: "<meta name=a content=b>" * 800_000,
    "scripts": lambda: "<script></script>" * 1_000_000,
    "one tag": lambda: f"<p {' '.join(f'a{i}=v' for i in range(1_000_000))}>",
    "text of 20 MB": lambda: "<p>" + "The council said so. " * 1_000_000,
    "references": lambda: "<p>" + "&amp;" * 4_000_000,
    "brackets": lambda: "<" * (MAX_TAGS - 100),
    "tags without end": lambda: "<p>" * 6_000_000,
}


def drown(name: str) -> None:
    """Extract one page and print what it took; the exit code tells whether that was within bounds."""
    page = ("" if name == "plain lines" else "<html><body>") + FLOODS[name]()
    data = page.encode()
    del page
    began = time.process_time()
    try:
        outcome = extract(data).extraction.status
    except UnreadablePage as error:
        outcome = error.code
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{name}: {len(data) / 1e6:.1f} MB, {outcome}, {spent:.1f} s, {peak // 1024} MiB", flush=True)
    sys.exit(spent > SECONDS or peak > MEMORY)


def main() -> None:
    spawn = multiprocessing.get_context("spawn")  # a fork would inherit the peak of the memory
    failed = []
    for name in sys.argv[1:] or FLOODS:
        process = spawn.Process(target=drown, args=(name,))
        process.start()
        process.join()
        if process.exitcode:
            failed.append(name)
    sys.exit(f"out of bounds: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
