"""Shared by all tests: a small page, the command as a real process, and a web server on the loopback."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from tests.web import Line, Speak, hang_up, make_context

COMMAND = (sys.executable, "-m", "cli")
LOOPBACK = ("--allow-private", "--ignore-robots", "--delay", "0")  # lets a batch fetch from `Site`
TITLE = "Ferry returns to the Lorn after eleven years"
PARAGRAPHS = (
    "The ferry between Osterby and the island of Lorn sailed again on Tuesday, eleven years after the last "
    "one was sold, with forty passengers and a brass band on board.",
    "The harbour master, who had kept the old timetable on his wall, said that the first crossing took "
    "nineteen minutes, two fewer than the record of the former boat.",
    "Tickets are sold on board only. The council expects that the line will carry sixty thousand people a "
    "year, and that most of them will be islanders on their way to work.",
)
PAGE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title></head>
<body><nav><a href="/">Home</a></nav><main><article><h1>{TITLE}</h1>
{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}
</article></main></body></html>
""".encode()
NO_ARTICLE = b"<!doctype html><html><head><title>Not found</title></head><body><p>Gone.</p></body></html>"


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """No bytes in names: packed ones hold the second of their packing, and all workers must agree on the names."""
    return argname if isinstance(val, bytes) else None


@dataclass(frozen=True)
class Result:
    """What a finished command left behind."""

    code: int
    out: bytes
    err: str


def clean_environment(**changes: str) -> dict[str, str]:
    """The environment without what could colour or redirect the command."""
    dropped = (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "no_proxy",
        "columns",
        "force_color",
        "pythonioencoding",
    )
    kept = {name: value for name, value in os.environ.items() if name.lower() not in dropped}
    return {**kept, **changes}


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    """A file with the small page."""
    path = tmp_path / "ferry.html"
    path.write_bytes(PAGE)
    return path


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test runs in this empty folder, so that names are short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """The command as a real process, in an empty folder: `run("--blocks", stdin=PAGE)`."""

    def run_command(*args: str | Path | bytes, stdin: bytes = b"", **environment: str) -> Result:
        done = subprocess.run(
            (*COMMAND, *args),
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=clean_environment(**environment),
            timeout=60,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr.decode())

    return run_command


@dataclass
class Answer:
    """What the server says at one path; `hold` keeps it silent after the head until the test ends."""

    data: bytes = PAGE
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    hold: bool = False


class Site:
    """A web server on the loopback: `site.answers["/path"] = Answer(…)`, `site.requests` as they came."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.asked = threading.Event()
        self.ended = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append((self.path, dict(self.headers)))
                answer = site.answers.get(self.path, Answer(b"no such page", 404))
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.data)
                self.wfile.flush()
                site.asked.set()
                if answer.hold:
                    site.ended.wait(30)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def url(self, path: str) -> str:
        """The address of a path on this server."""
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def add(self, path: str, answer: Answer) -> str:
        """Serve an answer and return its address."""
        self.answers[path] = answer
        return self.url(path)


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy stands between, whatever the environment says."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def site(no_proxy: None) -> Iterator[Site]:
    """A web server that ends with the test."""
    site = Site()
    yield site
    site.ended.set()
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def lines(no_proxy: None) -> Iterator[Callable[..., Line]]:
    """Makes servers that say anything, `lines(speak, tls=…)`, and end with the test."""
    made: list[Line] = []

    def make(speak: Speak = hang_up, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Line:
        made.append(Line(speak, tls, host))
        return made[-1]

    yield make
    for line in made:
        line.close()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Issues certificates that nobody trusts."""
    return trustme.CA()


@pytest.fixture
def tls(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The context of a server at 127.0.0.1, whose certificate is trusted in this test."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))
    return make_context(authority, "127.0.0.1")
