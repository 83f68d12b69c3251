"""The long fault tests of `batch`: `make soak`, some minutes; each prints what it did, and the first failure ends it.

    python -m tests.soak [--pages N]

N (by default 1,500) pages go through each disturbance, and ten times as many through the test of memory. The
quick variants are in `test_batch_faults`.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.batch_process import (
    batch,
    finish,
    is_alive,
    kill,
    list_statuses,
    list_workers,
    make_page,
    make_pages,
    start,
    wait_for,
)

FIXTURES = Path(__file__).parent.parent / "fixtures"
TIMES = 20
MIB = 1 << 20
LONG = 3600.0  # seconds; what hangs is found out by looking at it
BAD_PAGES = {"HANG": "timeout", "CRASH": "crashed", "HOG": "memory", "GULP": "memory", "FAULT": "fault"}


def run_undisturbed(folder: Path, name: str = "undisturbed.jsonl") -> bytes:
    """What a run writes that nothing disturbs."""
    code, messages = finish(start(folder, "pages", "-o", name), LONG)
    assert code == 0, messages
    return (folder / name).read_bytes()


def kill_workers(folder: Path, count: int) -> str:
    make_pages(folder / "pages", count)
    whole = run_undisturbed(folder)
    chance = random.Random(1)
    process = start(folder, "pages", "-o", "out.jsonl", "-j", "3")
    killed = 0
    while process.poll() is None and killed < TIMES:
        time.sleep(chance.uniform(0.01, 0.2))
        workers = list_workers(process)
        kill(chance.sample(workers, min(1, len(workers))))
        killed += bool(workers)
    finish(process, LONG)
    statuses = list_statuses(folder / "out.jsonl")
    assert len(statuses) == count
    assert set(statuses) <= {"article", "crashed"}
    batch(folder, "pages", "-o", "out.jsonl", "--retry-failed")
    assert (folder / "out.jsonl").read_bytes() == whole
    return f"{killed} kills, {statuses.count('crashed')} pages lost a worker twice"


def kill_parents(folder: Path, count: int) -> str:
    return stop_parents(folder, count, "out.jsonl", signal.SIGKILL)


def kill_parents_of_a_compressed_output(folder: Path, count: int) -> str:
    return stop_parents(folder, count, "out.jsonl.gz", signal.SIGKILL)


def interrupt_parents(folder: Path, count: int) -> str:
    return stop_parents(folder, count, "out.jsonl", signal.SIGINT)


def stop_parents(folder: Path, count: int, name: str, number: int) -> str:
    """Stop runs at random moments, and go on, until one comes through; then the bytes are the same."""
    make_pages(folder / "pages", count)
    whole = run_undisturbed(folder, f"undisturbed-{name}")
    chance = random.Random(name)
    stopped = 0
    while stopped < TIMES:
        process = start(folder, "pages", "-o", name, "-j", "2")
        wait_for(lambda run=process: list_workers(run) or run.poll() is not None)
        time.sleep(chance.uniform(0, 0.3))
        workers = list_workers(process)
        process.send_signal(number)
        began = time.monotonic()
        code, _ = finish(process)
        assert time.monotonic() - began < 5
        wait_for(lambda pids=workers: not any(map(is_alive, pids)), 3)
        stopped += 1
        if code == 0:
            break
    finish(start(folder, "pages", "-o", name), LONG)
    assert (folder / name).read_bytes() == whole
    return f"{stopped} runs met {signal.Signals(number).name}"


def mix_in_bad_pages(folder: Path, count: int) -> str:
    pages = make_pages(folder / "pages", count)
    words = list(BAD_PAGES)
    expected = ["article"] * count
    for place, number in enumerate(range(5, count, max(1, count // 50))):
        word = words[place % len(words)]
        (pages / f"{number:04}.html").write_bytes(make_page(number, word))
        expected[number] = BAD_PAGES[word]
    limits = ("--timeout", "2", "--max-memory", "300MiB")
    finish(start(folder, "pages", "-o", "out.jsonl", *limits), LONG)
    assert list_statuses(folder / "out.jsonl") == expected
    return f"{count - expected.count('article')} pages that hang, crash, or eat memory"


def fill_the_disk(folder: Path, count: int) -> str:
    """Files may grow a little more at each try."""
    make_pages(folder / "pages", count)
    whole = run_undisturbed(folder)
    times = 0
    for size in range(20_000, 2 * len(whole) + 500_000, len(whole) // TIMES):

        def limit(size: int = size) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        code, messages = finish(start(folder, "pages", "-o", "out.jsonl", preexec_fn=limit), LONG)
        assert "Traceback" not in messages
        if code == 0:
            break
        assert code == 4, messages
        times += 1
    assert (folder / "out.jsonl").read_bytes() == whole
    return f"{times} times full"


def measure_drift(folder: Path, count: int) -> str:
    """The memory of the workers must not grow: the last tenth of the run against the second."""
    pages = folder / "pages"
    pages.mkdir()
    models = [path.read_bytes() for path in sorted(FIXTURES.glob("*/page.html"))]
    for number in range(10 * count):
        page = models[number % len(models)] + f"<!-- {number} -->".encode()
        (pages / f"{number:06}.html").write_bytes(page)
    process = start(folder, "pages", "-o", "out.jsonl", "-q")
    sizes = []
    parent = 0
    while process.poll() is None:
        parent = max(parent, read_memory(process.pid))
        if now := list(filter(None, map(read_memory, list_workers(process)))):
            sizes.append(statistics.mean(now))
        time.sleep(0.05)
    tenth = len(sizes) // 10
    early, late = statistics.mean(sizes[tenth : 2 * tenth]), statistics.mean(sizes[-tenth:])
    assert late < 1.1 * early, f"{early / MIB:.1f} MiB, later {late / MIB:.1f}"
    assert parent < 150 * MIB
    return (
        f"{10 * count:,} pages, {early / MIB:.1f} MiB a worker, in the end {late / MIB:.1f}, "
        f"parent {parent / MIB:.1f} at most"
    )


def read_memory(pid: int) -> int:
    """Bytes that a process holds in memory; 0 if it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (FileNotFoundError, ProcessLookupError):
        return 0


DISTURBANCES: tuple[Callable[[Path, int], str], ...] = (
    kill_workers,
    kill_parents,
    kill_parents_of_a_compressed_output,
    interrupt_parents,
    mix_in_bad_pages,
    fill_the_disk,
    measure_drift,
)


def main() -> None:
    parser = argparse.ArgumentParser(description="The long fault tests of batch.")
    parser.add_argument("--pages", type=int, default=1500, metavar="N")
    parser.add_argument("names", nargs="*", help="some of them")
    options = parser.parse_args()
    for disturb in DISTURBANCES:
        if options.names and disturb.__name__ not in options.names:
            continue
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            told = disturb(Path(folder), options.pages)
        title = disturb.__name__.replace("_", " ")
        print(f"{title}: {told}; {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
