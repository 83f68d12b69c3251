"""The parts of the batch on their own: the order of results, the workers, and the store at its weak moments."""

from __future__ import annotations

import contextlib
import errno
import mmap
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extract.batch import files, order, store, workers
from extract.batch.interrupts import Interrupted, Interrupts
from extract.batch.job import Job
from extract.batch.order import Queue
from extract.batch.results import Extracted, Failure, Result
from extract.batch.store import Store
from extract.batch.workers import Pool, Task
from extract.render.output import OutputError
from extract.sources.inputs import Input


def make_input(number: int) -> Input:
    return Input(f"page {number}", "1", "nowhere", None)


def make_task(number: int, size: int = 0) -> Task:
    return Task(number, Input(f"page {number}", "x" * size, "nowhere", None))


def make_result(text: str) -> Extracted:
    return Extracted("article", f'"{text}"\n'.encode())


# Order


def release(queue: Queue) -> list[int]:
    return [task.number for task, _ in queue.release()]


def test_results_wait_for_their_turn() -> None:
    queue = Queue(ordered=True)
    queue.add(make_task(1), make_result("b"))
    queue.add(make_task(2), Failure("empty", "nothing"))
    assert release(queue) == []
    queue.add(make_task(0), make_result("a"))
    assert release(queue) == [0, 1, 2]
    assert queue.size == 0


def test_unordered_results_do_not_wait() -> None:
    queue = Queue(ordered=False)
    for number in (2, 0):
        queue.add(make_task(number), make_result("a"))
    assert release(queue) == [2, 0]


@pytest.mark.parametrize("limit", ["MAX_WAITING", "MAX_WAITING_BYTES"])
def test_what_waits_is_limited_in_number_and_size(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    queue = Queue(ordered=True)
    queue.add(make_task(1), make_result("b"))
    assert not queue.is_full
    monkeypatch.setattr(order, limit, 1)
    assert queue.is_full
    queue.add(make_task(0), make_result("a"))
    assert release(queue) == [0, 1]
    assert not queue.is_full


# Workers


def run_pool(pool: Pool, tasks: Iterator[Task]) -> dict[int, Result]:
    """Give the pool what it takes until all is done."""
    done: dict[int, Result] = {}
    more = True
    with pool:
        while more or not pool.is_idle:
            while more and pool.has_room:
                task = next(tasks, None)
                more = task is not None
                if task is not None:
                    pool.submit(task)
            done.update((task.number, result) for task, result in pool.collect())
    return done


def make_pool(work: Callable[[Input], Result], jobs: int = 1, timeout: float = 20) -> Pool:
    return Pool(work, jobs=jobs, timeout=timeout, memory=1 << 30)


def tell_process(item: Input) -> Result:
    return Extracted("article", str(os.getpid()).encode())


def test_workers_are_replaced_after_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PAGES_PER_WORKER", 4)
    done = run_pool(make_pool(tell_process), map(make_task, range(10)))
    pids = [done[number].line for number in range(10)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [4, 4, 2]


def test_a_page_behind_one_that_crashes_is_not_charged() -> None:
    def crash_at_three(item: Input) -> Result:
        if item.name == "page 3":
            os.abort()
        return make_result(item.name)

    pool = make_pool(crash_at_three)
    tasks = [make_task(number) for number in range(8)]
    done = run_pool(pool, iter(tasks))
    assert done.pop(3) == Failure("crashed", "the process that read it died 2 times (SIGABRT)")
    assert done == {number: make_result(f"page {number}") for number in (0, 1, 2, 4, 5, 6, 7)}
    assert [task.tries for task in tasks] == [0, 0, 0, 2, 0, 0, 0, 0]


def test_large_pages_and_large_results_do_not_block_each_other() -> None:
    def answer_at_length(item: Input) -> Result:
        return Extracted("article", item.stamp.encode())

    done = run_pool(make_pool(answer_at_length, 2), (make_task(number, 3_000_000) for number in range(12)))
    assert {len(result.line) for result in done.values()} == {3_000_000}


def test_memory_that_the_kernel_does_not_limit_is_seen() -> None:
    def share_memory(item: Input) -> Result:
        with mmap.mmap(-1, 200 << 20) as shared:
            for start in range(0, len(shared), mmap.PAGESIZE):
                shared[start] = 1
            time.sleep(20)
        return make_result("too late")

    pool = Pool(share_memory, jobs=1, timeout=20, memory=150 << 20)
    assert run_pool(pool, map(make_task, range(1)))[0].code == "memory"  # type: ignore[union-attr]


def test_a_worker_inherits_neither_files_nor_signals(tmp_path: Path) -> None:
    def tell_state(item: Input) -> Result:
        links = (f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd"))
        targets = [os.readlink(link) for link in links if os.path.exists(link)]
        state = [sorted(targets), signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)]
        return Extracted(repr(state), repr(resource.getrlimit(resource.RLIMIT_DATA)).encode())

    with (tmp_path / "held").open("wb"), Interrupts():
        result = run_pool(make_pool(tell_state, 1), map(make_task, range(1)))[0]
    assert isinstance(result, Extracted)
    assert "held" not in result.status
    assert "SIG_IGN" in result.status
    assert "SIG_DFL" in result.status
    if sys.platform == "linux":
        assert result.line == repr((5 << 28, 5 << 28)).encode()


# Store


def write(place: Path, texts: dict[int, str]) -> None:
    """Write or replace records of inputs by number."""
    with Store(Job(str(place), 1)) as records:
        for number, text in texts.items():
            records.add(f"page {number}", "1", make_result(text))
        records.finish()
        records.tidy(lambda: None)


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
@pytest.mark.parametrize("after", [False, True], ids=["before the draft is in place", "after it"])
def test_a_run_killed_while_the_output_is_put_into_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, after: bool
) -> None:
    place, expected = tmp_path / name, tmp_path / f"expected-{name}"
    write(place, {0: "a", 1: "b", 2: "c"})
    write(expected, {0: "a", 1: "changed", 2: "c"})
    replace = os.replace

    def die(source: str, target: str) -> None:
        if after:
            replace(source, target)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            write(place, {1: "changed"})
    write(place, {})
    assert place.read_bytes() == expected.read_bytes()
    assert sorted(path.name for path in tmp_path.glob("*out*")) == [
        f"expected-{name}", f"expected-{name}.journal", name, f"{name}.journal"
    ]  # fmt: skip


def test_putting_in_order_can_be_put_off(tmp_path: Path) -> None:
    place = tmp_path / "out.jsonl"
    write(place, {0: "a", 1: "b"})
    calls = iter((False, True))

    def interrupt() -> None:
        """At the second record, after the first has a new place."""
        if next(calls):
            raise Interrupted(signal.SIGINT, again=False)

    with Store(Job(str(place), 1)) as records:
        records.add("page 0", "1", make_result("changed"))
        records.finish()
        with pytest.raises(Interrupted):
            records.tidy(interrupt)
        records.stop()
    assert place.read_bytes() == b'"a"\n"b"\n"changed"\n'
    write(place, {})
    assert place.read_bytes() == b'"changed"\n"b"\n'


@pytest.mark.parametrize("step", ["chmod", "replace"])
def test_putting_in_order_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    place = tmp_path / "out.jsonl"
    write(place, {0: "a", 1: "b"})
    with monkeypatch.context() as patch:
        patch.setattr(os, step, refuse)
        with pytest.raises(OutputError, match="cannot be written"):
            write(place, {0: "changed"})
    write(place, {})
    assert place.read_bytes() == b'"changed"\n"b"\n'


def test_after_an_error_the_file_ends_with_a_whole_record(tmp_path: Path) -> None:
    place = tmp_path / "out.jsonl"
    write(place, {0: "a"})
    with contextlib.suppress(OutputError), Store(Job(str(place), 1)) as records:
        records.file.write(b'"half a rec')
        raise OutputError("no space left")
    assert place.read_bytes() == b'"a"\n'


def test_a_compressed_output_is_the_same_wherever_it_was_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "RECORDS_PER_MEMBER", 4)
    monkeypatch.setattr(store, "COMMIT_INTERVAL", 0.0)
    whole = tmp_path / "whole.gz"
    write(whole, {number: str(number) for number in range(10)})
    for stop in range(10):
        place = tmp_path / f"{stop}.gz"
        with Store(Job(str(place), 1)) as records:
            for number in range(stop):
                records.add(f"page {number}", "1", make_result(str(number)))
            records.stop()
        with Store(Job(str(place), 1)) as records:
            for number in range(10):
                if not records.is_done(make_input(number), retry_failed=False):
                    records.add(f"page {number}", "1", make_result(str(number)))
            records.finish()
        assert place.read_bytes() == whole.read_bytes(), stop


def test_inputs_of_one_name_have_one_record(tmp_path: Path) -> None:
    place = tmp_path / "out.jsonl"
    write(place, {0: "a", 1: "b"})
    with Store(Job(str(place), 1)) as records:
        for text in ("c", "d"):
            records.add("page 0", "1", make_result(text))
        records.finish()
        records.tidy(lambda: None)
    assert place.read_bytes() == b'"d"\n"b"\n'


# Signals


def test_the_first_signal_is_noted_and_the_second_raises() -> None:
    former = signal.getsignal(signal.SIGINT)
    with Interrupts() as interrupts:
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(Interrupted) as first:
            interrupts.check()
        with pytest.raises(Interrupted) as second:
            os.kill(os.getpid(), signal.SIGTERM)
    assert (first.value.again, second.value.again) == (False, True)
    assert signal.getsignal(signal.SIGINT) is former


def test_a_signal_that_is_ignored_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interrupts() as interrupts:
            os.kill(os.getpid(), signal.SIGINT)
            interrupts.check()
    finally:
        signal.signal(signal.SIGINT, former)
