"""`cleancopy batch` when things go wrong: pages, workers, the parent, the disk, the reader, other runs.

Every run is a real process; whatever happens, each input ends with exactly one record.
"""

from __future__ import annotations

import fcntl
import random
import resource
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from extract.batch import files
from tests.batch_process import (
    batch,
    finish,
    is_alive,
    kill,
    list_statuses,
    list_workers,
    make_page,
    make_pages,
    read_records,
    start,
    wait_for,
)
from tests.conftest import LOOPBACK, Answer, Site
from tests.test_readme import list_rows

COUNT = 40


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Pages that take their time, so that a run can be met in its midst."""
    return make_pages(tmp_path / "pages", COUNT, "PAUSE")


@pytest.fixture
def undisturbed(tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], bytes]:
    """What a run that nothing disturbs writes to a file of this name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(files, "RECORDS_PER_MEMBER", 5)  # as in the runs that are disturbed

    def run_undisturbed(name: str = "out.jsonl") -> bytes:
        (tmp_path / "undisturbed").mkdir()
        assert cli.main(["batch", "pages", "-o", f"undisturbed/{name}", "-q"]) == 0
        return (tmp_path / "undisturbed" / name).read_bytes()

    return run_undisturbed


def count_unread(descriptor: int) -> int:
    """Bytes that wait in a pipe."""
    return struct.unpack("i", fcntl.ioctl(descriptor, termios.FIONREAD, bytes(4)))[0]


# Pages


def test_pages_that_misbehave_cost_themselves_alone(tmp_path: Path) -> None:
    pages = make_pages(tmp_path / "pages", 16)
    words = {2: "HANG", 4: "CRASH", 6: "HOG", 8: "GULP", 10: "FAULT"}
    for number, word in words.items():
        (pages / f"{number:04}.html").write_bytes(make_page(number, word))
    began = time.monotonic()
    code, messages = batch(
        tmp_path, "pages", "-o", "out.jsonl", "-j", "2", "--timeout", "3", "--max-memory", "300MiB"
    )
    assert time.monotonic() - began < 30
    failed = {2: "timeout", 4: "crashed", 6: "memory", 8: "memory", 10: "fault"}
    assert list_statuses(tmp_path / "out.jsonl") == [failed.get(n, "article") for n in range(16)]
    assert (code, (tmp_path / "crashes").read_text()) == (1, "crash\n" * 2)
    assert "5 failed: memory 2, " in messages
    errors = [r["extraction"]["error"] for r in read_records(tmp_path / "out.jsonl")]
    said = [error["message"] for error in errors if error]
    documented = {row[0].strip("`") for row in list_rows("Failures of batch")}
    assert documented == set(failed.values())
    for word, message in zip(
        ("--timeout", "SIGSEGV", "--max-memory", "300 MiB", "RuntimeError"), said, strict=True
    ):
        assert word in message


def test_a_server_that_does_not_answer_is_given_up(tmp_path: Path, pages: Path, site: Site) -> None:
    url = site.add("/silent", Answer(hold=True))
    batch(tmp_path, url, "pages", "-o", "out.jsonl", "--fetch-timeout", "2", *LOOPBACK)
    assert list_statuses(tmp_path / "out.jsonl") == ["timeout", *["article"] * COUNT]


def test_a_page_of_many_tags_needs_memory_that_it_does_not_get(tmp_path: Path) -> None:
    pages = make_pages(tmp_path / "pages", 3)
    (pages / "0001.html").write_bytes(b"<html><body>" + b"<i>a</i>" * 1_000_000)
    batch(tmp_path, "pages", "-o", "out.jsonl", "--max-memory", "150MiB", "--timeout", "60")
    assert list_statuses(tmp_path / "out.jsonl") == ["article", "memory", "article"]


# Processes


def test_workers_killed_at_random_cost_at_most_their_page(
    tmp_path: Path, undisturbed: Callable[[str], bytes]
) -> None:
    """A page whose worker is killed twice is given up, like one that crashes; nothing is lost even then."""
    chance = random.Random(1)
    process = start(tmp_path, "pages", "-o", "out.jsonl", "-j", "3")
    killed = 0
    while process.poll() is None and killed < 8:
        time.sleep(chance.uniform(0.05, 0.15))
        workers = list_workers(process)
        kill(chance.sample(workers, min(1, len(workers))))
        killed += bool(workers)
    code, _ = finish(process)
    assert killed >= 4
    statuses = list_statuses(tmp_path / "out.jsonl")
    assert len(statuses) == COUNT
    assert set(statuses) <= {"article", "crashed"}
    assert statuses.count("crashed") <= killed // 2
    assert code == (1 if "crashed" in statuses else 0)
    assert batch(tmp_path, "pages", "-o", "out.jsonl", "--retry-failed")[0] == 0
    assert (tmp_path / "out.jsonl").read_bytes() == undisturbed("out.jsonl")


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_a_killed_run_is_gone_on_with(tmp_path: Path, undisturbed: Callable[[str], bytes], name: str) -> None:
    out = tmp_path / name
    whole = undisturbed(name)
    chance = random.Random(name)
    for share in (0.0, 0.3, 0.6):
        process = start(tmp_path, "pages", "-o", name, "-j", "2")
        least = share * len(whole)
        wait_for(lambda size=least: out.exists() and out.stat().st_size > size)
        workers = list_workers(process)
        time.sleep(chance.uniform(0, 0.2))
        process.kill()
        _, messages = finish(process)
        assert messages == ""
        wait_for(lambda pids=workers: not any(map(is_alive, pids)), 3)
    code, messages = batch(tmp_path, "pages", "-o", name)
    assert (code, out.read_bytes()) == (0, whole)
    assert " done before" in messages


def test_no_worker_outlives_a_killed_run_not_even_one_that_hangs(tmp_path: Path) -> None:
    make_pages(tmp_path / "pages", 2, "HANG")
    process = start(tmp_path, "pages", "-o", "out.jsonl", "-j", "2")
    workers = wait_for(lambda: len(found := list_workers(process)) == 2 and found)
    time.sleep(0.5)
    process.kill()
    finish(process)
    wait_for(lambda: not any(map(is_alive, workers)), 3)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_between_two_records_and_tells_how_to_go_on(
    tmp_path: Path, undisturbed: Callable[[str], bytes], number: int, code: int
) -> None:
    out = tmp_path / "out.jsonl"
    process = start(tmp_path, "pages", "-o", "out.jsonl", "-j", "1", "--overwrite")
    wait_for(lambda: out.exists() and out.stat().st_size > 5000)
    workers = list_workers(process)
    assert workers
    began = time.monotonic()
    process.send_signal(number)
    ended, messages = finish(process)
    assert time.monotonic() - began < 5
    assert ended == code
    assert messages.endswith("interrupted; go on with: cleancopy batch pages -o out.jsonl -j 1\n")
    assert not any(map(is_alive, workers))
    done = len(read_records(out))
    assert 0 < done < COUNT
    code, messages = batch(tmp_path, "pages", "-o", "out.jsonl", "-j", "1")
    assert code == 0
    assert f"{COUNT - done} read" in messages
    assert f"{done} done before" in messages
    assert out.read_bytes() == undisturbed("out.jsonl")


def test_ctrl_c_does_not_wait_for_an_input(tmp_path: Path, pages: Path) -> None:
    out = tmp_path / "out.jsonl"
    process = start(tmp_path, "pages", "--from", "-", "-o", out, "-j", "2", stdin=subprocess.PIPE)
    wait_for(lambda: out.exists() and out.read_bytes().count(b"\n") > COUNT - 8)
    time.sleep(0.5)  # all pages are done or begun, and the list says nothing
    process.send_signal(signal.SIGINT)
    assert process.wait(5) == 130
    _, messages = finish(process)
    assert "go on with" in messages


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    """As Ctrl-Z and fg do; the time between counts for no page."""
    make_pages(tmp_path / "pages", 60, "PAUSE")
    process = start(tmp_path, "pages", "-o", "out.jsonl", "-j", "2", "--timeout", "2")
    workers = wait_for(lambda: list_workers(process))
    time.sleep(0.2)
    for pids, number in (
        ([process.pid, *workers], signal.SIGSTOP),
        ([process.pid, *workers], signal.SIGCONT),
    ):
        kill(pids, number)
        time.sleep(2.5)
    finish(process)
    assert list_statuses(tmp_path / "out.jsonl") == ["article"] * 60


def test_a_second_ctrl_c_ends_at_once(tmp_path: Path) -> None:
    """Nobody reads the output, so that the first one finds no end between two records."""
    make_pages(tmp_path / "pages", 200)
    process = start(tmp_path, "pages", "-o", "-", "-j", "1")
    workers = wait_for(lambda: list_workers(process))
    reader = process.stdout
    assert reader is not None
    wait_for(lambda: count_unread(reader.fileno()) > 50_000)
    unread = 0
    while unread != (unread := count_unread(reader.fileno())):
        time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(2) == 130
    wait_for(lambda: not any(map(is_alive, workers)), 2)
    finish(process)


def test_what_the_shell_limits_and_ignores_is_no_crash(tmp_path: Path) -> None:
    """Less memory than we would allow a page, and a signal without which no process is told how another ended."""
    pages = make_pages(tmp_path / "pages", 3)
    (pages / "0001.html").write_bytes(make_page(1, "CRASH"))

    def prepare() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (800 << 20, 800 << 20))
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)

    code, messages = batch(tmp_path, "pages", "-o", "out.jsonl", preexec_fn=prepare)
    assert list_statuses(tmp_path / "out.jsonl") == ["article", "crashed", "article"]
    assert (code, "Traceback" in messages) == (1, False)


# The disk, the reader, other runs


def test_a_full_disk_is_told(tmp_path: Path, pages: Path) -> None:
    code, messages = batch(tmp_path, "pages", "-o", "/dev/full")
    assert (code, messages) == (4, "cleancopy: /dev/full: cannot be written (No space left on device)\n")


@pytest.mark.parametrize("size", [10_000, 150_000])
def test_a_disk_that_fills_up_is_gone_on_with(tmp_path: Path, size: int) -> None:
    """First the journal finds no room, then it or the output in the midst of a record."""
    make_pages(tmp_path / "pages", 200)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    code, messages = batch(tmp_path, "pages", "-o", "out.jsonl", preexec_fn=limit)
    assert code == 4
    assert "cannot be written (" in messages
    assert "Traceback" not in messages
    code, _ = batch(tmp_path, "pages", "-o", "out.jsonl")
    assert (code, list_statuses(tmp_path / "out.jsonl")) == (0, ["article"] * 200)
    batch(tmp_path, "pages", "-o", "other.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "other.jsonl").read_bytes()


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    make_pages(tmp_path / "pages", 200)
    process = start(tmp_path, "pages", "-o", "-")
    assert process.stdout is not None
    assert process.stdout.readline().endswith(b"}\n")
    workers = list_workers(process)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(20) == 141
    assert not any(map(is_alive, workers))


def test_a_second_run_on_one_output_is_refused(tmp_path: Path, site: Site) -> None:
    url = site.add("/slow", Answer(hold=True))
    first = start(tmp_path, url, "-o", "out.jsonl", *LOOPBACK)
    wait_for(site.asked.is_set)
    (tmp_path / "link.jsonl").symlink_to("out.jsonl")
    for name, option in (("out.jsonl", "-j1"), ("link.jsonl", "--overwrite")):
        code, messages = batch(tmp_path, url, "-o", name, option)
        assert code == 4
        assert "another run is writing there" in messages
    site.ended.set()
    assert finish(first)[0] == 0
    assert list_statuses(tmp_path / "out.jsonl") == ["article"]
