"""Many pages: turns, retries, robots.txt, threads, and pages kept for the next time."""

from __future__ import annotations

import json
import multiprocessing
import pickle
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from email.utils import formatdate
from pathlib import Path

import pytest

from extract.sources import Source, SourceError, StoreError
from extract.sources.web import hosts, robots
from extract.sources.web.answer import parse_pause
from extract.sources.web.failures import BusyError
from extract.sources.web.fetcher import THREADS, Fetcher
from extract.sources.web.hosts import Hosts
from extract.sources.web.policy import POLITE, FetchPolicy, parse_header
from extract.sources.web.service import serve_fetches
from tests.conftest import PAGE, TITLE, Answer, Result, Site
from tests.web import HEAD, LIMIT, Line, fetch, measure, refuse, say

Lines = Callable[..., Line]
HERE = FetchPolicy(allow_private=True)
ROBOTS = FetchPolicy(allow_private=True, robots=True)


# Turns


def test_a_host_is_asked_by_one_request_at_a_time_with_a_delay(lines: Lines) -> None:
    busy = threading.Semaphore(1)
    starts: list[float] = []
    ends: list[float] = []

    def speak(line: socket.socket) -> None:
        assert busy.acquire(blocking=False)
        starts.append(time.monotonic())
        time.sleep(0.05)
        ends.append(time.monotonic())
        busy.release()
        line.sendall(HEAD + b"\r\n" + PAGE)

    server = lines(speak)
    with Fetcher(FetchPolicy(allow_private=True, delay=0.1), max_size=LIMIT) as fetcher:
        pages = [fetcher.submit(f"{server.url}{n}") for n in range(4)]
        assert [page.result(10).url for page in pages] == [f"{server.url}{n}" for n in range(4)]
    assert all(start - end >= 0.1 for start, end in zip(starts[1:], ends, strict=False))


def test_several_hosts_are_asked_at_the_same_time(lines: Lines) -> None:
    together = threading.Barrier(3)

    def speak(line: socket.socket) -> None:
        together.wait(10)
        line.sendall(HEAD + b"\r\n" + PAGE)

    urls = [lines(speak, host=f"127.0.0.{n}").url for n in (1, 2, 3)]
    with Fetcher(HERE, max_size=LIMIT) as fetcher:
        pages = [fetcher.submit(url) for url in urls]
        assert [page.result(10).data for page in pages] == [PAGE] * 3


def test_a_redirect_waits_for_its_turn_too(lines: Lines) -> None:
    """Two hosts that lead to each other do not wait for each other for ever."""
    one, two = lines(), lines(host="127.0.0.2")
    one.speak = say(b"HTTP/1.1 302 Found\r\nLocation: ", two.url.encode(), b"page\r\n\r\n")
    two.speak = say(b"HTTP/1.1 302 Found\r\nLocation: ", one.url.encode(), b"page\r\n\r\n")
    with Fetcher(HERE, max_size=LIMIT) as fetcher:
        pages = [fetcher.submit(url) for url in (one.url, two.url) * 4]
        errors = [page.exception(10) for page in pages]
    assert {error.code for error in errors if isinstance(error, SourceError)} == {"redirects"}
    assert len(one.calls) + len(two.calls) == 6 * len(pages)


def test_one_connection_serves_the_pages_of_a_host(lines: Lines) -> None:
    def speak(line: socket.socket) -> None:
        while True:
            line.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE)
            if not line.recv(1 << 16):
                return

    server = lines(speak)
    with Fetcher(HERE, max_size=LIMIT) as fetcher:
        for _ in range(3):
            assert fetcher.fetch(server.url).data == PAGE
    assert server.connections == 1


# Retries


def answer_in_turn(lines: Lines, *answers: bytes) -> Line:
    """A server that gives each answer once, and the page when all are given."""
    left = list(answers)
    return lines(lambda line: line.sendall(left.pop(0) if left else HEAD + b"\r\n" + PAGE))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Back off for hundredths of seconds."""
    monkeypatch.setattr(hosts, "FIRST_BACK_OFF", 0.02)


BUSY = b"HTTP/1.1 503 Busy\r\n\r\n"


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "answer", [BUSY, b"HTTP/1.1 429 Slow\r\n\r\n", b"", HEAD + b"Content-Length: 9\r\n\r\n"]
)
def test_busy_hosts_and_broken_connections_are_tried_again(lines: Lines, answer: bytes) -> None:
    server = answer_in_turn(lines, answer, answer)
    assert fetch(server.url, retries=2).data == PAGE
    server = answer_in_turn(lines, answer, answer)
    refuse(server.url, retries=1)
    assert len(server.calls) == 2


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 404 None\r\n\r\n",
        b"HTTP/1.1 403 No\r\n\r\n",
        b"HTTP/1.1 500 Fault\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: ftp://a.example/\r\n\r\n",
    ],
)
def test_other_answers_are_final(lines: Lines, answer: bytes) -> None:
    server = answer_in_turn(lines, answer)
    refuse(server.url, retries=5)
    assert len(server.calls) == 1


def test_retry_after_is_obeyed_by_all_requests_to_the_host(lines: Lines) -> None:
    server = answer_in_turn(lines, b"HTTP/1.1 429 Slow\r\nRetry-After: 1\r\n\r\n")
    with Fetcher(HERE, max_size=LIMIT) as fetcher:
        with pytest.raises(BusyError):
            fetcher.fetch(server.url)
        assert measure(lambda: fetcher.fetch(f"{server.url}other")) > 0.9


def test_who_asks_for_too_much_is_left_alone(lines: Lines) -> None:
    server = answer_in_turn(lines, b"HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\n\r\n")
    with Fetcher(FetchPolicy(allow_private=True, retries=3), max_size=LIMIT) as fetcher:
        for _ in range(2):
            with pytest.raises(SourceError, match=r"3\d+ s more") as caught:
                fetcher.fetch(server.url)
            assert caught.value.code == "host-paused"
    assert len(server.calls) == 1


def test_the_back_off_doubles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "FIRST_BACK_OFF", 0.05)
    turns = Hosts(delay=0.0)

    def fail() -> None:
        with pytest.raises(SourceError), turns.turn("a.example"):
            raise SourceError("connection", "broken")

    waits = [measure(fail) for _ in range(4)]
    assert waits[0] < 0.04
    assert all(wait >= 0.05 * 2**n for n, wait in enumerate(waits[1:]))


def test_a_page_that_is_missing_is_no_failure_of_its_host() -> None:
    turns = Hosts(delay=0.0)

    def miss() -> None:
        with pytest.raises(SourceError), turns.turn("a.example"):
            raise SourceError("http-404", "no such page")

    assert measure(lambda: [miss() for _ in range(hosts.PATIENCE + 1)]) < 1


def test_a_host_that_keeps_failing_is_not_waited_for() -> None:
    turns = Hosts(delay=0.0)
    for _ in range(hosts.PATIENCE):
        turns._find("a.example").failures += 1
    with pytest.raises(SourceError), turns.turn("a.example"):
        raise SourceError("connection", "broken")
    with pytest.raises(SourceError, match="times in a row") as caught, turns.turn("a.example"):
        pass
    assert caught.value.code == "host-paused"
    with turns.turn("b.example"):
        pass


def test_as_many_hosts_are_remembered_as_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "MAX_HOSTS", 3)
    turns = Hosts(delay=0.0)
    with turns.turn("held.example"):
        for number in range(9):
            with turns.turn(f"{number}.example"):
                pass
        assert "held.example" in turns._hosts
        assert len(turns._hosts) == 3


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("9" * 99, None),
        ("٣", None),
    ],
)
def test_pauses_are_read(text: str, seconds: float | None) -> None:
    assert parse_pause(text) == seconds


def test_pauses_until_a_moment_are_read() -> None:
    assert parse_pause(formatdate(time.time() + 100, usegmt=True)) == pytest.approx(100, abs=3)
    assert parse_pause("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


# robots.txt

RULES = b"User-agent: *\nDisallow: /private\nAllow: /private/press\nDisallow: /*.pdf$\n\nUser-agent: evil\nDisallow: /\n"
TEXT = {"Content-Type": "text/plain"}


@pytest.fixture
def ruled(site: Site) -> Site:
    site.add("/robots.txt", Answer(RULES, headers=TEXT))
    for path in ("/a", "/private/a", "/private/press", "/a.pdf"):
        site.add(path, Answer())
    site.add("/to-private", Answer(b"", 302, {"Location": "/private/a"}))
    return site


def test_robots_txt_is_asked_once_and_respected(ruled: Site) -> None:
    with Fetcher(ROBOTS, max_size=LIMIT) as fetcher:
        for path in ("/a", "/private/press"):
            assert fetcher.fetch(ruled.url(path)).data == PAGE
        for path in ("/private/a", "/a.pdf", "/to-private"):
            with pytest.raises(SourceError, match="--ignore-robots") as caught:
                fetcher.fetch(ruled.url(path))
            assert caught.value.code == "robots"
    assert [path for path, _ in ruled.requests] == ["/robots.txt", "/a", "/private/press", "/to-private"]


def test_robots_txt_is_for_batches_alone(ruled: Site) -> None:
    assert fetch(ruled.url("/private/a")).data == PAGE
    assert POLITE.robots
    assert [path for path, _ in ruled.requests] == ["/private/a"]


def test_rules_for_a_name_hold_for_that_name(ruled: Site) -> None:
    assert refuse(ruled.url("/a"), policy=ROBOTS, user_agent="evil/1.0").code == "robots"


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        (Answer(b"no", 404), True),
        (Answer(b"no", 403), True),
        (Answer(b"", 200, TEXT), True),
        (Answer(b"<html>soft 404", 200), True),
        (Answer(b"\xef\xbb\xbfUser-agent: *\nDisallow: /", 200, TEXT), False),
        (Answer(b"User-agent: *\n" + b"#" * robots.MAX_TEXT + b"\nDisallow: /", 200, TEXT), True),
        (Answer(b"", 500), False),
        (Answer(b"", 429), False),
        (Answer(b"", 302, {"Location": "/robots.txt"}), True),
        (Answer(b"", 302, {"Location": "/moved.txt"}), False),
        (Answer(b"", 302, {"Location": "ftp://a.example/robots.txt"}), True),
    ],
)
def test_what_a_server_says_of_robots_txt(site: Site, answer: Answer, allowed: bool) -> None:
    site.add("/moved.txt", Answer(b"User-agent: *\nDisallow: /", headers=TEXT))
    site.add("/robots.txt", answer)
    url = site.add("/a", Answer())
    if allowed:
        assert fetch(url, policy=ROBOTS).data == PAGE
    else:
        assert refuse(url, policy=ROBOTS).code == "robots"


def test_robots_txt_can_neither_be_slow_nor_large(lines: Lines) -> None:
    rule = b"Disallow: /" + b"*a" * 2000 + b"b$\n"

    def speak(line: socket.socket) -> None:
        if b"robots.txt" in server.calls[-1]:
            line.sendall(HEAD + b"\r\nUser-agent: *\n")
            for _ in range(300):
                line.sendall(rule * 10)
        else:
            line.sendall(HEAD + b"\r\n" + PAGE)

    server = lines(speak)
    assert measure(lambda: fetch(server.url + "a" * 2000, policy=ROBOTS)) < 5


def test_rules_of_many_sites_stay_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "MAX_KEPT", 1000)
    asked: list[str] = []

    def follow(url: str, read: object) -> str:
        asked.append(url)
        return "a" * 400

    rules = robots.Robots(follow, "reader")
    for name in ("a", "b", "b", "c", "b", "a"):
        rules.check(f"http://{name}.example/page")
    assert asked == [f"http://{name}.example/robots.txt" for name in "abca"]
    assert rules._size <= 1000


# Threads


def test_errors_come_out_of_threads(site: Site) -> None:
    with Fetcher(HERE, max_size=LIMIT) as fetcher:
        error = fetcher.submit(site.url("/missing")).exception(10)
    assert isinstance(error, SourceError)
    assert error.code == "http-404"


def test_closing_gives_up_what_waits_and_keeps_nothing_from_ending(site: Site) -> None:
    site.add("/", Answer())
    fetcher = Fetcher(FetchPolicy(allow_private=True, delay=60.0), max_size=LIMIT)
    pages: list[Future[Source]] = [fetcher.submit(site.url("/")) for _ in range(3 * THREADS)]
    assert pages[0].result(10).data == PAGE
    assert measure(fetcher.close) < 1
    errors = [page.exception(10) for page in pages[1:]]
    assert {error.code for error in errors if isinstance(error, SourceError)} == {"stopped"}
    assert len(site.requests) == 1
    for thread in fetcher._threads:
        thread.join(10)
        assert thread.daemon
        assert not thread.is_alive()


def test_a_process_serves_fetches(site: Site) -> None:
    url = site.add("/", Answer())
    ours, theirs = multiprocessing.Pipe()
    fetcher = Fetcher(HERE, max_size=LIMIT)

    def serve() -> None:
        ours.close()  # a fork inherits it, and its end is what ends the service
        serve_fetches(theirs, fetcher)

    server = multiprocessing.get_context("fork").Process(target=serve)
    server.start()
    theirs.close()
    for job in ((7, url), (8, site.url("/missing")), (9, "http://[::1")):
        ours.send(job)
    answers = dict(ours.recv() for _ in range(3))
    ours.close()
    server.join(10)
    assert server.exitcode == 0
    assert answers[7] == Source(url, PAGE, url, "utf-8")
    assert [(answers[n].code, str(answers[n])[:8]) for n in (8, 9)] == [
        ("http-404", "HTTP 404"), ("bad-url", "not an a")
    ]  # fmt: skip


def test_errors_go_from_process_to_process() -> None:
    for error in (SourceError("tls", "not trusted"), BusyError("http-503", "busy", 5.0)):
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), copy.code, str(copy)) == (type(error), error.code, str(error))


# Pages kept


def test_pages_are_kept_as_they_came_and_not_fetched_again(site: Site, tmp_path: Path) -> None:
    page = "<p>Größe</p>".encode("latin-1")
    site.add("/moved", Answer(page, headers={"Content-Type": "text/html; charset=latin-1"}))
    url = site.add("/News/../a b?id=1&x=../../y", Answer(b"", 302, {"Location": "/moved"}))
    site.answers["/a%20b?id=1&x=../../y"] = site.answers["/News/../a%20b?id=1&x=../../y"] = site.answers.pop(
        "/News/../a b?id=1&x=../../y"
    )
    folder = tmp_path / "new" / "pages"
    first = fetch(url, save_html=str(folder))
    assert first == Source(url, page, url=site.url("/moved"), encoding="latin-1")
    site.answers.clear()
    assert fetch(f"{url}#part", save_html=str(folder)) == Source(f"{url}#part", page, first.url, "latin-1")
    assert len(site.requests) == 2
    (kept,) = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert kept.read_bytes() == page
    assert (kept.suffix, kept.parent) == (".html", folder / "127.0.0.1")
    assert kept.name.startswith("news-a-b-id-1-x-y-")


def test_a_kept_page_beyond_the_limit_is_refused(site: Site, tmp_path: Path) -> None:
    url = site.add("/", Answer())
    fetch(url, save_html=str(tmp_path))
    assert refuse(url, max_size=10, save_html=str(tmp_path)).code == "too-large"


def test_what_is_no_page_is_not_kept(site: Site, tmp_path: Path) -> None:
    refuse(site.url("/missing"), save_html=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_page_is_fetched_again_where_it_is_not_whole(site: Site, tmp_path: Path) -> None:
    url = site.add("/", Answer())
    fetch(url, save_html=str(tmp_path))
    facts, page = sorted((tmp_path / "127.0.0.1").iterdir())
    page.unlink()
    assert fetch(url, save_html=str(tmp_path)).data == PAGE
    facts.write_bytes(b"")
    assert fetch(url, save_html=str(tmp_path)).data == PAGE
    assert len(site.requests) == 3


def test_no_draft_is_left_where_a_page_cannot_be_kept(site: Site, tmp_path: Path) -> None:
    url = site.add("/", Answer())
    fetch(url, save_html=str(tmp_path))
    facts, page = sorted((tmp_path / "127.0.0.1").iterdir())
    page.unlink()
    facts.unlink()
    facts.mkdir()
    with pytest.raises(StoreError, match="cannot be used"):
        fetch(url, save_html=str(tmp_path))
    assert sorted((tmp_path / "127.0.0.1").iterdir()) == [facts, page]


# The command


def test_the_command_keeps_pages_and_reads_them_offline(run: Callable[..., Result], site: Site) -> None:
    url = site.add("/", Answer())
    first = run("--allow-private", "--save-html", "pages", url)
    site.answers.clear()
    assert run("--save-html", "pages", url) == first
    assert json.loads(first.out)["title"] == TITLE


def test_a_folder_that_cannot_be_made_is_4(run: Callable[..., Result], site: Site, page_file: Path) -> None:
    result = run("--save-html", page_file, "--allow-private", site.add("/", Answer()), page_file)
    assert (result.code, result.out) == (4, b"")
    assert result.err == f"cleancopy: {page_file}: cannot be used (File exists)\n"


def test_the_command_sends_what_is_given(run: Callable[..., Result], site: Site, tmp_path: Path) -> None:
    (tmp_path / "cookies.txt").write_text(
        "# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\ta\tb\n"
    )
    options = (
        "--header",
        "X-A: 1",
        "--header",
        "X-B: 2",
        "--user-agent",
        "reader",
        "--cookies",
        "cookies.txt",
    )
    assert run("--allow-private", *options, site.add("/", Answer())).code == 0
    headers = site.requests[0][1]
    assert [headers[name] for name in ("X-A", "X-B", "User-Agent", "Cookie")] == ["1", "2", "reader", "a=b"]


def test_private_addresses_are_3_and_nothing_is_asked(run: Callable[..., Result], site: Site) -> None:
    result = run(site.add("/", Answer()))
    assert (result.code, result.out, site.requests) == (3, b"", [])
    assert "--allow-private" in result.err


@pytest.mark.parametrize(
    ("text", "header"), [("A:b", ("A", "b")), (" X-Key :  a b ", ("X-Key", "a b")), ("A:", ("A", ""))]
)
def test_headers_are_read(text: str, header: tuple[str, str]) -> None:
    assert parse_header(text) == header
