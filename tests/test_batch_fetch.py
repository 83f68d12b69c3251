"""Pages of the web in a batch: fetched politely by one process, extracted by others."""

from __future__ import annotations

import json
import os
import pickle
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from multiprocessing.connection import wait
from pathlib import Path

from extract.batch.fetches import Fetches
from extract.batch.workers import Task
from extract.sources import Source
from extract.sources.inputs import Input
from extract.sources.web.policy import FetchPolicy
from tests.conftest import COMMAND, PAGE, TITLE, Answer, Result, Site, clean_environment
from tests.web import HEAD, Line

Run = Callable[..., Result]
QUICK = ("--allow-private", "--delay", "0", "-q")  # robots.txt is asked for


def read_records(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def list_outcomes(path: Path) -> list[tuple[object, object]]:
    return [
        (record["extraction"]["source"], (record["extraction"]["error"] or {}).get("code"))  # type: ignore[index]
        for record in read_records(path)
    ]


def test_files_and_urls_keep_their_order(run: Run, site: Site, tmp_path: Path, page_file: Path) -> None:
    site.add("/robots.txt", Answer(b"User-agent: *\nDisallow: /private"))
    urls = [site.add(path, Answer()) for path in ("/a", "/private/b", "/c")]
    names = [urls[0], str(page_file), urls[1], site.url("/missing"), urls[2], "http://[::1"]
    (tmp_path / "list.txt").write_text("\n".join(names))
    result = run("batch", "--from", "list.txt", "-o", "out.jsonl", *QUICK)
    codes = [None, None, "robots", "http-404", None, "bad-url"]
    assert list_outcomes(tmp_path / "out.jsonl") == list(zip(names, codes, strict=True))
    assert result.code == 1
    first = read_records(tmp_path / "out.jsonl")[0]
    assert (first["title"], first["metadata"]["url"]) == (TITLE, urls[0])  # type: ignore[index]


def test_a_host_is_asked_by_one_request_at_a_time_whatever_the_workers(
    run: Run, lines: Callable[..., Line], tmp_path: Path
) -> None:
    spans: list[tuple[float, float]] = []

    def speak(line: socket.socket) -> None:
        start = time.monotonic()
        time.sleep(0.03)
        spans.append((start, time.monotonic()))
        line.sendall(HEAD + b"\r\n" + PAGE)

    server = lines(speak)
    (tmp_path / "list.txt").write_text("\n".join(f"{server.url}{n}" for n in range(8)))
    options = ("--jobs", "4", "--allow-private", "--delay", "0.05", "--ignore-robots", "-q")
    assert run("batch", "--from", "list.txt", "-o", "out.jsonl", *options).code == 0
    assert len(spans) == 8
    assert all(later[0] - former[1] >= 0.05 for former, later in pairwise(spans))


def test_kept_pages_repeat_the_run_offline(run: Run, site: Site, tmp_path: Path) -> None:
    urls = [site.add(f"/{n}", Answer()) for n in range(3)]
    (tmp_path / "list.txt").write_text("\n".join(urls))
    command = ("batch", "--from", "list.txt", "--save-html", "pages", *QUICK)
    assert run(*command, "-o", "one.jsonl").code == 0
    site.answers.clear()
    assert run(*command, "-o", "two.jsonl").code == 0
    assert (tmp_path / "two.jsonl").read_bytes() == (tmp_path / "one.jsonl").read_bytes()


def test_more_pages_than_are_fetched_at_a_time(run: Run, site: Site, tmp_path: Path) -> None:
    urls = [site.add(f"/{n}", Answer()) for n in range(150)]
    (tmp_path / "list.txt").write_text("\n".join(urls))
    assert run("batch", "--from", "list.txt", "-o", "out.jsonl", "--ignore-robots", *QUICK).code == 0
    assert list_outcomes(tmp_path / "out.jsonl") == [(url, None) for url in urls]


def test_pages_that_cannot_be_kept_end_the_run_with_4(run: Run, site: Site, page_file: Path) -> None:
    url = site.add("/", Answer())
    result = run("batch", url, "--save-html", page_file, "-o", "out.jsonl", "--allow-private")
    assert result.code == 4
    assert f"{page_file}: cannot be used (File exists)" in result.err


def test_a_fetching_process_that_dies_costs_what_it_had(site: Site) -> None:
    slow = site.add("/slow", Answer(PAGE[:100], hold=True))
    url = site.add("/", Answer())
    inputs = [Input(name, "", name, None) for name in (slow, slow, url)]
    tasks = [Task(number, item) for number, item in enumerate(inputs)]
    with Fetches(FetchPolicy(allow_private=True), 1 << 20) as fetches:
        for number in (0, 1):
            fetches.submit(tasks[number], inputs[number])
        assert site.asked.wait(10)
        assert fetches.process is not None
        os.kill(fetches.process.pid, signal.SIGKILL)
        assert wait(fetches.connections, 10)
        lost = fetches.collect()
        assert [(task, failure.code) for task, failure in lost if failure] == [
            (t, "crashed") for t in tasks[:2]
        ]
        assert fetches.is_idle
        fetches.submit(tasks[2], inputs[2])
        assert wait(fetches.connections, 10)
        ((task, failure),) = fetches.collect()
        fetched = replace(inputs[2], place=None, source=Source(url, PAGE, url, "utf-8"))
        assert (task.number, pickle.loads(task.payload), failure) == (2, fetched, None)


def test_ctrl_c_ends_a_fetch_and_its_process(site: Site, tmp_path: Path) -> None:
    url = site.add("/slow", Answer(PAGE[:100], hold=True))
    process = subprocess.Popen(
        (*COMMAND, "batch", url, "-o", "out.jsonl", "--ignore-robots", *QUICK),
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        env=clean_environment(),
        start_new_session=True,
    )
    assert site.asked.wait(30)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return
    raise AssertionError("a process was left")
