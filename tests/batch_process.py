"""Shared by the tests of `batch`: invented pages by the dozen, pages that misbehave, and runs to be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.conftest import COMMAND, PAGE, clean_environment

# Put before the library by Python itself: a page that holds one of these words acts on it in its worker. What
# is done once a second, or in a hundred pages, is done more often, so that short runs meet it.
MISBEHAVIOUR = """
import os, signal, time
import extract
import extract.batch.files
import extract.batch.store

extract.batch.files.RECORDS_PER_MEMBER = 5
extract.batch.store.COMMIT_INTERVAL = 0.05

orderly = extract.extract

def extract_or_misbehave(html, **options):
    if b"PAUSE" in html:
        time.sleep(0.03)
    if b"HANG" in html:
        time.sleep(600)
    if b"CRASH" in html:
        with open(os.environ["CRASHES"], "a") as log:
            log.write("crash\\n")
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"HOG" in html:
        hoard = []
        while True:
            hoard.append(bytes(1 << 20))
            time.sleep(0.001)
    if b"GULP" in html:
        bytes(1 << 40)
    if b"FAULT" in html:
        raise RuntimeError("nobody expected this")
    return orderly(html, **options)

extract.extract = extract.batch.results.extract = extract_or_misbehave
"""


def make_page(number: int, word: str = "") -> bytes:
    """A page that differs from the others in its number, and may hold a word to act on."""
    return PAGE.replace(b"forty passengers", f"{number} passengers".encode()) + f"<!-- {word} -->".encode()


def make_pages(folder: Path, count: int, word: str = "") -> Path:
    """A folder with pages, named in the order of their numbers."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number:04}.html").write_bytes(make_page(number, word))
    return folder


def prepare_misbehaviour(folder: Path) -> dict[str, str]:
    """The environment in which pages can misbehave."""
    (folder / "site").mkdir(exist_ok=True)
    (folder / "site" / "sitecustomize.py").write_text(MISBEHAVIOUR)
    path = os.pathsep.join([str(folder / "site"), os.environ.get("PYTHONPATH", ""), os.getcwd()])
    return {"PYTHONPATH": path, "CRASHES": str(folder / "crashes")}


def start(folder: Path, *args: str | Path, **options: Any) -> subprocess.Popen[bytes]:
    """A run of `batch` in the folder, in which pages can misbehave, to be watched and killed."""
    environment = clean_environment(**prepare_misbehaviour(folder))
    defaults: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        (*COMMAND, "batch", *args), cwd=folder, env=environment, **{**defaults, **options}
    )


def finish(process: subprocess.Popen[bytes], timeout: float = 30) -> tuple[int, str]:
    """Exit code and messages of a run; one that does not end is killed."""
    try:
        _, messages = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return process.returncode, messages.decode()


def batch(folder: Path, *args: str | Path, **options: Any) -> tuple[int, str]:
    """A whole run."""
    return finish(start(folder, *args, **options))


def list_workers(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that a run has now."""
    try:
        text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    except FileNotFoundError:
        return []
    return [int(word) for word in text.split()]


def is_alive(pid: int) -> bool:
    """Whether a process still does something, and was not only left to be buried."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def wait_for(condition: Callable[[], Any], seconds: float = 20) -> Any:
    """What the condition gives as soon as it is true; fails after a while."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(0.01)
    return value


def kill(pids: Iterable[int], number: int = signal.SIGKILL) -> None:
    """Signal processes that may be gone already."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def read_records(path: Path) -> list[dict[str, Any]]:
    """The records of a finished file, each on a line of its own."""
    data = path.read_bytes()
    assert data.endswith(b"\n")
    return [json.loads(line) for line in data.splitlines()]


def list_statuses(path: Path) -> list[str]:
    """Of each record its status, or the code of its error."""
    parts = [record["extraction"] for record in read_records(path)]
    return [part["error"]["code"] if part["error"] else part["status"] for part in parts]
