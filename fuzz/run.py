"""Mutated pages for a chosen time; every find is cut down and kept.

    python -m fuzz.run [--time SECONDS] [--seed N] [--finds FOLDER]

The page in work lies in the folder as `current`: after a crash of the interpreter itself, or a hang, which ends
the run after a minute, it is the culprit. Exits with 1 where there are finds.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import resource
import sys
import time
import traceback
from pathlib import Path

from fuzz.mutations import mutate
from fuzz.promises import check_explanation, check_page

ROOT = Path(__file__).parent.parent
MEMORY = 2 << 30  # bytes of address space
HANG = 60  # seconds
ADDRESS = "https://paper.example/2024/05/06/story"
_EXPLAINED = 10  # every tenth page is explained too


def find_fault(page: bytes, url: str | None, explained: bool) -> str | None:
    """Where and how a promise broke, in one line; `None` if all held."""
    try:
        article = check_page(page, url)
        if explained and article is not None:
            check_explanation(page, check_page(page) or article)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}: {str(error)[:200]}"
    return None


def reduce_page(page: bytes, url: str | None, explained: bool, seconds: float = 30.0) -> bytes:
    """A smaller page with a fault at the same place: pieces are left out as long as it stays."""
    end = time.monotonic() + seconds
    place = _name_fault(find_fault(page, url, explained))
    size = len(page) // 2
    while size and time.monotonic() < end:
        start = 0
        while start < len(page) and time.monotonic() < end:
            shorter = page[:start] + page[start + size :]
            if _name_fault(find_fault(shorter, url, explained)) == place:
                page = shorter
            else:
                start += size
        size //= 2
    return page


def _name_fault(fault: str | None) -> str | None:
    return None if fault is None else fault.partition(": ")[0]


def run(seconds: float, seed: int, finds: Path) -> int:
    """Try pages until the time is over, and tell how many, and how many kinds of faults there were."""
    chance = random.Random(seed)
    models = [path.read_bytes() for path in sorted((ROOT / "fixtures").glob("*/page.*"))]
    models += [path.read_bytes() for path in sorted((ROOT / "tests/hostile_pages").glob("*.html"))]
    finds.mkdir(parents=True, exist_ok=True)
    current = finds / "current"
    known: set[str | None] = set()
    began = time.monotonic()
    done = 0
    while time.monotonic() - began < seconds:
        page = mutate(chance.choice(models), chance.choice(models), chance)
        url = chance.choice((None, ADDRESS))
        explained = done % _EXPLAINED == 0
        current.write_bytes(page)
        faulthandler.dump_traceback_later(HANG, exit=True)
        fault = find_fault(page, url, explained)
        done += 1
        if fault is not None and (name := _name_fault(fault)) not in known:
            known.add(name)
            faulthandler.cancel_dump_traceback_later()
            path = finds / f"{seed}-{done}.html"
            path.write_bytes(page)
            path.write_bytes(reduce_page(page, url, explained))
            print(f"{path.name}: {fault}", flush=True)
    faulthandler.cancel_dump_traceback_later()
    current.unlink()
    print(f"{done:,} pages in {time.monotonic() - began:.0f} s, {len(known)} kinds of faults, seed {seed}")
    return 1 if known else 0


def main() -> None:
    parser = argparse.ArgumentParser(description="Mutated pages through the whole of extract().")
    parser.add_argument("--time", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--finds", type=Path, default=ROOT / "build/fuzz", metavar="FOLDER")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.exit(run(options.time, options.seed, options.finds))


if __name__ == "__main__":
    main()
