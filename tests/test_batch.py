"""`cleancopy batch`: what is written, and how a run goes on with an earlier one."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import pty
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from extract.batch import files
from tests.batch_process import (
    batch,
    list_statuses,
    make_page,
    make_pages,
    prepare_misbehaviour,
    read_records,
)
from tests.conftest import COMMAND, LOOPBACK, NO_ARTICLE, PAGE, Answer, Result, Site, clean_environment
from tests.test_schema import list_errors

Run = Callable[..., Result]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Result]:
    """The command in this process, in an empty folder, which is much quicker than a process of its own."""
    monkeypatch.chdir(tmp_path)

    def run_command(*args: str | Path) -> Result:
        code = cli.main([*map(str, args)])
        out, messages = capfdbinary.readouterr()
        return Result(code, out, messages.decode())

    return run_command


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return make_pages(tmp_path / "pages", 12)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def list_sources(path: Path) -> list[str]:
    return [record["extraction"]["source"] for record in read_records(path)]


# Output


def test_one_record_per_input_in_their_order_and_the_same_as_extract(
    run: Run, pages: Path, out: Path
) -> None:
    result = run("batch", "pages", "-o", out)
    assert (result.code, result.out) == (0, b"")
    names = [f"pages/{path.name}" for path in sorted(pages.iterdir())]
    assert out.read_bytes() == run("extract", "--format", "jsonl", *names).out
    assert "12 read" in result.err
    assert "12 articles, 0 pages without an article, 0 failed" in result.err


@pytest.mark.parametrize("options", [("--jobs", "1"), ("--jobs", "5")])
def test_any_number_of_processes_gives_the_same_bytes(
    run: Run, pages: Path, out: Path, options: tuple[str, ...]
) -> None:
    (pages / "0003.html").write_bytes(PAGE * 30)  # later than what follows it
    run("batch", "pages", "-o", out)
    run("batch", "pages", "-o", "other.jsonl", *options)
    assert out.with_name("other.jsonl").read_bytes() == out.read_bytes()


def test_unordered_gives_the_same_records_and_does_not_wait(tmp_path: Path, pages: Path, out: Path) -> None:
    (pages / "0000.html").write_bytes(make_page(0, "PAUSE" * 9))
    batch(tmp_path, "pages", "-o", out)
    batch(tmp_path, "pages", "-o", "other.jsonl", "--unordered", "--jobs", "2")
    ordered, unordered = out.read_bytes().splitlines(), (tmp_path / "other.jsonl").read_bytes().splitlines()
    assert sorted(unordered) == sorted(ordered)
    assert unordered != ordered


def test_failures_are_records_of_the_same_schema(run: Run, tmp_path: Path, pages: Path, out: Path) -> None:
    (pages / "0001.html").write_bytes(b"")
    (pages / "0002.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    (pages / "0004.html").write_bytes(NO_ARTICLE)
    result = run("batch", "nowhere", "pages", "-o", out, "--errors", "errors.jsonl")
    records = read_records(out)
    assert result.code == 1
    assert list_statuses(out) == [
        "not-found", "article", "empty", "binary", "article", "no-article", *["article"] * 7
    ]  # fmt: skip
    assert [list_errors(record) for record in records] == [[]] * 13
    failures = [record for record in records if record["extraction"]["status"] == "error"]
    assert read_records(tmp_path / "errors.jsonl") == failures
    assert {record["metadata"]["page_type"] for record in failures} == {"other"}
    assert "3 failed: " in result.err
    for name in ("nowhere: no such file", "pages/0001.html: the input is empty", "pages/0002.html: "):
        assert f"\ncleancopy: {name}" in result.err
    assert "--retry-failed" in result.err
    (pages / "0003.html").write_bytes(b"")
    assert "0001" not in run("batch", "nowhere", "pages", "-o", out).err  # four are too many to be told


def test_what_was_not_there_goes_when_it_is_no_longer_asked_for(run: Run, pages: Path, out: Path) -> None:
    for _ in range(2):
        assert run("batch", "typo.html", "pages.zip", "pages", "-o", out).code == 1
        assert list_statuses(out) == ["not-found", "not-found", *["article"] * 12]
    with zipfile.ZipFile("pages.zip", "w") as archive:
        archive.writestr("0.html", PAGE)
    result = run("batch", "typo.html", "pages.zip", "pages", "-o", out)
    assert (result.code, list_sources(out)[0::13]) == (1, ["typo.html", "pages.zip!0.html"])
    result = run("batch", "pages/0001.html", "-o", out, "--errors", "errors.jsonl")
    assert (result.code, list_statuses(out)) == (0, ["article"] * 13)
    assert "0 failed" in result.err
    assert Path("errors.jsonl").read_bytes() == b""
    size = out.stat().st_size
    run("batch", "pages", "typo.html", "-o", out)
    assert list_sources(out)[-1] == "typo.html"
    assert run("batch", "pages", "-o", out).code == 0
    assert out.stat().st_size == size


def test_standard_output_gets_the_same_lines_and_leaves_no_journal(
    run: Run, tmp_path: Path, pages: Path, out: Path
) -> None:
    run("batch", "pages", "-o", out)
    before = set(tmp_path.iterdir())
    result = run("batch", "pages", "-o", "-")
    assert (result.code, result.out) == (0, out.read_bytes())
    assert set(tmp_path.iterdir()) == before


def test_gz_is_the_same_compressed(run: Run, pages: Path, out: Path) -> None:
    run("batch", "pages", "-o", out)
    run("batch", "pages", "-o", "out.jsonl.gz")
    assert gzip.decompress(out.with_name("out.jsonl.gz").read_bytes()) == out.read_bytes()


def test_fields_and_blocks_are_those_of_extract(run: Run, pages: Path, out: Path) -> None:
    (pages / "0001.html").write_bytes(b"")
    run(
        "batch", "pages", "-o", out, "--fields", "title, metadata.language", "--blocks", "--errors", "e.jsonl"
    )
    first, failed = read_records(out)[:2]
    assert list(first) == ["title", "metadata", "blocks"]
    assert failed == {"title": None, "metadata": {"language": None}, "blocks": []}
    assert [list_errors(record) for record in read_records(out.with_name("e.jsonl"))] == [[]]


def test_lists_name_paths_and_urls(run: Run, tmp_path: Path, pages: Path, out: Path, site: Site) -> None:
    url = site.add("/ferry", Answer())
    missing = site.url("/missing")
    (tmp_path / "list.txt").write_text(f"pages/0003.html\n{url}\n{missing}\n")
    result = run("batch", "--from", "list.txt", "-o", out, *LOOPBACK)
    assert (result.code, list_sources(out)) == (1, ["pages/0003.html", url, missing])
    assert list_statuses(out) == ["article", "article", "http-404"]
    assert [record["metadata"]["url"] for record in read_records(out)] == [None, url, missing]


def test_the_output_is_no_input(run: Run, pages: Path) -> None:
    for _ in range(2):
        result = run("batch", ".", "-o", "pages/out.jsonl", "--errors", "pages/errors.jsonl")
        assert len(read_records(pages / "out.jsonl")) == 12
    assert "nothing to do" in result.err


# Going on


def test_the_same_command_again_has_nothing_to_do(run: Run, pages: Path, out: Path) -> None:
    run("batch", "pages", "-o", out)
    before = (out.read_bytes(), out.stat().st_mtime_ns, out.stat().st_ino)
    result = run("batch", "pages", "-o", out)
    assert (result.code, result.err.startswith("cleancopy: nothing to do: 12 done before")) == (0, True)
    assert (out.read_bytes(), out.stat().st_mtime_ns, out.stat().st_ino) == before


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_new_inputs_are_added_and_changed_ones_replaced(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: Path, name: str
) -> None:
    monkeypatch.setattr(files, "RECORDS_PER_MEMBER", 5)
    run("batch", "pages", "-o", name)
    out = tmp_path / name
    out.chmod(0o640)
    (pages / "0012.html").write_bytes(make_page(12))
    (pages / "0002.html").write_bytes(NO_ARTICLE)
    (pages / "0007.html").write_bytes(make_page(70))
    result = run("batch", "pages", "-o", name)
    assert "3 read" in result.err
    assert "10 done before" in result.err
    run("batch", "pages", "-o", f"other-{name}")
    assert out.read_bytes() == (tmp_path / f"other-{name}").read_bytes()
    assert out.stat().st_mode & 0o777 == 0o640
    assert "nothing to do" in run("batch", "pages", "-o", name).err


def test_failed_inputs_are_tried_again_on_demand(run: Run, pages: Path, out: Path) -> None:
    missing = pages / "0005.html"
    missing.unlink()
    missing.symlink_to("elsewhere.html")
    args = ("batch", *sorted(f"pages/{path.name}" for path in pages.iterdir()), "-o", out)
    assert run(*args).code == 1
    missing.unlink()
    missing.write_bytes(make_page(5))
    os.utime(missing, (0, 0))
    assert run(*args, "--retry-failed", "--errors", "errors.jsonl").code == 0
    assert list_statuses(out) == ["article"] * 12
    assert list_sources(out) == [f"pages/{number:04}.html" for number in range(12)]
    assert out.with_name("errors.jsonl").read_bytes() == b""


def test_what_failed_is_left_alone_without_it(run: Run, pages: Path, out: Path) -> None:
    (pages / "0005.html").write_bytes(b"")
    for _ in range(2):
        result = run("batch", "pages", "-o", out)
        assert result.code == 1
    assert "nothing to do" in result.err
    assert "1 failed: empty 1" in result.err


def test_an_input_named_twice_has_one_record(run: Run, pages: Path, out: Path, site: Site) -> None:
    url = site.add("/ferry", Answer())
    for _ in range(2):
        result = run("batch", url, "pages/0001.html", url, "-o", out, *LOOPBACK)
        assert list_sources(out) == [url, "pages/0001.html"]
    assert "nothing to do: 2" in result.err
    assert len(site.requests) == 1


def test_a_torn_line_is_cut_off(run: Run, pages: Path, out: Path) -> None:
    run("batch", "pages", "-o", out)
    whole = out.read_bytes()
    with out.open("ab") as stream:
        stream.write(b'{"title":"The ferry ret')
    (pages / "0012.html").write_bytes(make_page(12))
    run("batch", "pages", "-o", out)
    assert out.read_bytes().startswith(whole)
    assert len(read_records(out)) == 13


def test_overwrite_begins_anew(run: Run, pages: Path, out: Path) -> None:
    run("batch", "pages", "-o", out)
    (pages / "0000.html").unlink()
    run("batch", "pages", "-o", out, "--overwrite")
    assert len(read_records(out)) == 11


def test_a_missing_output_is_made_again(run: Run, pages: Path, out: Path) -> None:
    run("batch", "pages", "-o", out)
    whole = out.read_bytes()
    out.unlink()
    assert "12 read" in run("batch", "pages", "-o", out).err
    assert out.read_bytes() == whole


@pytest.mark.parametrize("kind", ["foreign", "shortened", "other fields", "damaged journal", "other journal"])
def test_what_cannot_be_gone_on_with_is_left_as_it_is(run: Run, pages: Path, out: Path, kind: str) -> None:
    args = ["batch", "pages", "-o", out]
    journal = out.with_name("out.jsonl.journal")
    if kind == "foreign":
        out.write_bytes(b"my own\n")
    else:
        run(*args)
    if kind == "shortened":
        os.truncate(out, 1000)
    if kind == "other fields":
        args += ["--fields", "title"]
    if kind == "damaged journal":
        journal.write_bytes(b"no database" * 1000)
    if kind == "other journal":
        journal.unlink()
        with contextlib.closing(sqlite3.connect(journal)) as database:
            database.execute("CREATE TABLE record (anything)")
    before = out.read_bytes()
    for _ in range(2):
        result = run(*args)
        assert result.code == 4
        assert "--overwrite" in result.err
        assert out.read_bytes() == before
    assert run(*args, "--overwrite").code == 0
    assert len(read_records(out)) == 12


# Messages and exit codes


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("pages",), 2, "-o is missing"),
        (("pages", "-o", ""), 2, "-o is missing"),
        (("-o", "x"), 2, "no PATH and no --from"),
        (("pages", "-o", "x", "--jobs", "0"), 2, "--jobs 0"),
        (("pages", "--from", "no.txt", "-o", "x"), 2, "--from no.txt does not exist"),
        (("pages", "-o", "x", "--jobs", "many"), 2, "--jobs many"),
        (("pages", "-o", "x", "--timeout", "-1"), 2, "--timeout -1"),
        (("pages", "-o", "x", "--max-memory", "huge"), 2, "--max-memory huge"),
        (("pages", "-o", "x", "--fields", "nothing"), 2, "--fields nothing"),
        (("pages", "-o", "x", "--errors", "./x"), 2, "--errors ./x is the output itself"),
        (("nothing", "-o", "x"), 3, "nothing there"),
        (("pages", "-o", "nowhere/x"), 4, "nowhere/x: cannot be written (no such folder; make it first)"),
        (("pages", "-o", "nothing"), 4, "nothing: cannot be written (Is a directory)"),
        (("pages", "-o", "x", "--errors", "nowhere/x"), 4, "nowhere/x: cannot be written"),
    ],
)
def test_exit_codes_and_messages(
    run: Run, tmp_path: Path, pages: Path, args: tuple[str, ...], code: int, message: str
) -> None:
    (tmp_path / "nothing").mkdir()
    result = run("batch", *args)
    assert (result.code, result.out) == (code, b"")
    assert message in result.err
    assert all(line.startswith("cleancopy: ") for line in result.err.splitlines())
    assert code == 4 or not list(tmp_path.glob("x*"))


def test_quiet_is_silent(run: Run, pages: Path, out: Path) -> None:
    (pages / "0005.html").write_bytes(b"")
    result = run("batch", "pages", "-o", out, "-q")
    assert (result.code, result.err) == (1, "")


def test_one_is_counted_as_one(run: Run, pages: Path, out: Path) -> None:
    (pages / "menu.html").write_bytes(b"<a href=/>Home</a>")
    result = run("batch", "pages/0001.html", "pages/menu.html", "-o", out)
    assert "holds 1 article, 1 page without an article, 0 failed" in result.err


def test_a_terminal_sees_how_far_it_is(tmp_path: Path, out: Path) -> None:
    make_pages(tmp_path / "pages", 30, "PAUSE")
    outer, inner = pty.openpty()
    environment = clean_environment(**prepare_misbehaviour(tmp_path), TERM="xterm", COLUMNS="100")
    process = subprocess.Popen(
        (*COMMAND, "batch", "pages", "-o", out, "-j", "1"), cwd=tmp_path, env=environment, stderr=inner
    )
    os.close(inner)
    shown = b""
    while True:
        try:
            shown += os.read(outer, 65536)
        except OSError:  # Linux ends a terminal that nobody holds with an error
            break
    os.close(outer)
    assert process.wait(30) == 0
    assert shown.count(b" read, 0 failed, ") > 3
    assert b" of 30 read" in shown
    assert b"30 read in " in shown


def test_help_tells_every_option(run: Run) -> None:
    shown = run("batch", "--help").out.decode()
    assert "Usage: cleancopy batch [OPTIONS] [PATH]" in shown
    assert "goes on where it stopped" in shown
    assert "batch" in run("--help").out.decode()


def test_the_page_through_a_pipe_loads_nothing_of_it() -> None:
    done = subprocess.run(
        (sys.executable, "-X", "importtime", *COMMAND[1:]),
        input=PAGE, capture_output=True, env=clean_environment(), check=True,
    )  # fmt: skip
    assert b"extract.article" in done.stderr
    assert b"extract.batch" not in done.stderr
    assert json.loads(done.stdout)["body"]
