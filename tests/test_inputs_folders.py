"""Files, folders and addresses as inputs: what is found, in which order, and what is said of the rest."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from extract.sources import open_source
from extract.sources.inputs import find_inputs
from extract.sources.names import decode_name
from extract.sources.seen import NumberSet
from tests.archives import (
    make_zip,
)
from tests.inputs import LIMIT, PAGE, find, list_names, report, tell, write

pytestmark = pytest.mark.usefixtures("in_folder")


def test_files_and_addresses_are_named_for_the_worker(in_folder: Path) -> None:
    write({"b.html": PAGE, "a": b""})
    url = "https://a.example/b%20c"
    assert report("b.html", url, "./a", str(in_folder / "a"), url) == {
        "b.html": "b.html",
        url: url,
        "./a": "./a",
    }


def test_a_folder_is_walked_by_name_and_without_what_is_no_page() -> None:
    write(dict.fromkeys(("f/b/2.html", "f/b/10.html", "f/c", "f/a.htm", "f/story.php?id=3", "f/x.txt"), PAGE))
    write(
        dict.fromkeys(
            ("f/.git/x.html", "f/.h.html", "f/s.css", "f/s.css?v=2", "f/i.PNG", "f/d.json.gz", "f/n.journal"),
            b"",
        )
    )
    expected = ["f/a.htm", "f/b/10.html", "f/b/2.html", "f/c", "f/story.php?id=3", "f/x.txt"]
    assert list_names("f") == expected
    assert list_names("f/.git") == ["f/.git/x.html"]
    assert list_names("f/s.css") == ["f/s.css"]


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        (["*.html"], [], "a.html n/b.html n/deep/c.html p.zip!in/q.html"),
        (["/*.html"], [], "a.html"),
        (["n/*.html"], [], "n/b.html"),
        (["n/**/*.html"], [], "n/b.html n/deep/c.html"),
        (["deep"], [], "n/deep/c.html n/deep/d.json"),
        (["*.json"], [], "n/deep/d.json"),
        (["p.zip"], [], "p.zip!in/q.html p.zip!r.txt p.zip!s.css"),
        (["*.jsonl"], [], "t.jsonl!1"),
        ([], ["n"], "a.html p.zip!in/q.html p.zip!r.txt t.jsonl!1"),
        ([], ["*.zip", "deep/", "*.jsonl"], "a.html n/b.html"),
        ([], ["in"], "a.html n/b.html n/deep/c.html p.zip!r.txt t.jsonl!1"),
        (["*.html", "*.txt"], ["a.*", "n/deep"], "n/b.html p.zip!in/q.html p.zip!r.txt"),
    ],
)
def test_globs_choose_as_in_a_gitignore_and_an_archive_counts_as_a_folder(
    include: list[str], exclude: list[str], expected: str
) -> None:
    write(dict.fromkeys(("f/a.html", "f/n/b.html", "f/n/deep/c.html", "f/n/deep/d.json"), PAGE))
    write({"f/p.zip": make_zip([("in/q.html", PAGE), ("r.txt", PAGE), ("s.css", b"")])})
    write({"f/t.jsonl": b'{"html": "<p>x"}\n'})
    found = list_names("f", include=include, exclude=exclude)
    assert [name.removeprefix("f/") for name in found] == expected.split()


def test_a_glob_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="pattern"):
        find_inputs(["."], include=["!"], max_size=1)


def test_each_file_comes_once_through_links_and_loops() -> None:
    write({"f/a.html": PAGE, "f/z/b.html": PAGE, "out/c.html": PAGE})
    os.symlink("..", "f/z/up")
    os.symlink("../a.html", "f/z/a-again.html")
    os.link("f/a.html", "f/hard.html")
    os.symlink("../out", "f/outside")
    os.symlink("../out/c.html", "f/p.html")
    expected = ["f/a.html", "f/outside/c.html", "f/z/b.html"]
    assert list_names("f") == expected
    assert list_names("f", "f/z", "f/a.html", "out") == expected


def test_what_leads_nowhere_is_an_error_and_pipes_and_sockets_are_passed_over() -> None:
    write({"f/a.html": PAGE})
    os.mkfifo("f/pipe")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("f/socket")
    os.symlink("nothing", "f/gone.html")
    os.symlink("nothing", "f/.#lock")
    os.symlink("loop.html", "f/loop.html")
    assert report("f") == {"f/a.html": "f/a.html", "f/gone.html": "not-found", "f/loop.html": "unreadable"}
    assert {str(one.source) for one in find("f/gone.html")} == {"a link that leads nowhere"}
    listener.close()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("nothing.html", "not-found"), ("nothing.zip", "not-found"), ("", "not-found"), ("a\0b", "unreadable"),
        ("pipe", "no-file"),
    ],
)  # fmt: skip
def test_a_named_path_that_is_no_file_is_an_error(path: str, code: str) -> None:
    os.mkfifo("pipe")
    (error,) = find(path)
    assert (tell(error), decode_name(error.name).path) == (code, path.encode())


def test_a_folder_that_cannot_be_read_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"f/b/x.html": PAGE, "f/c.html": PAGE})
    scan = os.scandir

    def refuse(path: bytes) -> object:
        if path.endswith(b"/b"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert report("f") == {"f/b": "not-allowed", "f/c.html": "f/c.html"}


def test_names_that_are_no_text_lead_to_their_files() -> None:
    names = [b"caf\xe9.html", b"line\nbreak.html", b"esc\x1b[2J.html", b"100%!.html"]
    os.mkdir("f")
    for name in names:
        Path(os.fsdecode(b"f/" + name)).write_bytes(PAGE)
    found = find("f")
    assert {decode_name(one.name).path for one in found} == {b"f/" + name for name in names}
    for one in found:
        assert json.loads(json.dumps(one.name).encode()) == one.name
        assert open_source(str(one.place), max_size=LIMIT).data == PAGE


def test_a_large_folder_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.sources.folder._RUN", 7)
    write({f"f/{i}": b"" for i in range(100)})
    assert list_names("f") == [f"f/{i}" for i in sorted(map(str, range(100)))]


def test_numbers_are_remembered_exactly() -> None:
    numbers = NumberSet()
    values = [0, 1, 2**64 - 1, *range(5000), *(i << 50 for i in range(5000))]
    assert [numbers.add(value) for value in values] == [values.index(v) == i for i, v in enumerate(values)]
