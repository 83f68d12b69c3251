"""The command as a real process: inputs, outputs, messages, exit codes, signals."""

from __future__ import annotations

import json
import os
import pty
import signal
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
import extract
from extract.command.pages import Request
from extract.sources.size import parse_size
from extract.sources.web.policy import FetchPolicy
from tests.conftest import (
    COMMAND,
    NO_ARTICLE,
    PAGE,
    PARAGRAPHS,
    TITLE,
    Answer,
    Result,
    Site,
    clean_environment,
)

Run = Callable[..., Result]
BODY = "\n\n".join(PARAGRAPHS)


def read_on_terminal(*args: str | Path, stdin: bool) -> tuple[int, str]:
    """Exit code and output of the command with its output, and if wanted its input, on a terminal."""
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        (*COMMAND, *args),
        stdin=inner if stdin else subprocess.DEVNULL,
        stdout=inner,
        stderr=inner,
        env=clean_environment(),
    )
    os.close(inner)
    shown = b""
    while True:
        try:
            chunk = os.read(outer, 65536)
        except OSError:  # Linux ends a terminal that nobody holds with an error
            break
        if not chunk:
            break
        shown += chunk
    os.close(outer)
    return process.wait(30), shown.decode().replace("\r\n", "\n")


# Input


def test_reads_a_pipe(run: Run) -> None:
    result = run(stdin=PAGE)
    record = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert list(record) == ["title", "body", "metadata", "extraction"]
    assert (record["title"], record["body"]) == (TITLE, BODY)
    assert record["extraction"]["source"] == "-"


def test_dash_file_and_command_name_give_the_same_page(run: Run, page_file: Path) -> None:
    piped = json.loads(run("-", stdin=PAGE).out)
    named = json.loads(run(page_file).out)
    spelled = json.loads(run("extract", page_file).out)
    assert named == spelled
    assert named["extraction"].pop("source") == str(page_file)
    assert piped["extraction"].pop("source") == "-"
    assert named == piped


def test_a_file_named_like_a_command_is_reached_by_its_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "extract").write_bytes(PAGE)
    assert run("./extract").code == 0
    assert run("--", "extract").code == 0


def test_fetches_a_url_and_states_where_it_came_from(run: Run, site: Site) -> None:
    site.add("/new", Answer())
    url = site.add("/old", Answer(b"", 302, {"Location": "/new"}))
    result = run("--allow-private", url)
    record = json.loads(result.out)
    assert (result.code, record["title"]) == (0, TITLE)
    assert record["metadata"]["url"] == site.url("/new")
    assert record["extraction"]["source"] == url


def test_several_sources_give_json_lines_and_the_highest_exit_code(
    run: Run, page_file: Path, site: Site
) -> None:
    missing = site.url("/missing")
    result = run("--allow-private", page_file, missing, "-", "nowhere.html", page_file, stdin=NO_ARTICLE)
    records = [json.loads(line) for line in result.out.splitlines()]
    assert [r["extraction"]["source"] for r in records] == [str(page_file), "-", str(page_file)]
    assert [r["extraction"]["status"] for r in records] == ["article", "no-article", "article"]
    assert result.code == 3
    assert [line.split(": ")[1] for line in result.err.splitlines()] == [
        missing, "standard input", "nowhere.html"
    ]  # fmt: skip


def test_url_option_says_where_a_piped_page_came_from(run: Run) -> None:
    record = json.loads(run("--url", "https://news.example/a", stdin=PAGE).out)
    assert record["metadata"]["url"] == "https://news.example/a"


def test_encoding_option_is_what_the_transport_declared(run: Run) -> None:
    text = PARAGRAPHS[0].replace("brass", "жестяной")
    page = f"<html><head><title>Паром</title></head><body><article><p>{text}</p></article></body></html>"
    record = json.loads(run("--encoding", "koi8-r", stdin=page.encode("koi8-r")).out)
    assert record["title"] == "Паром"


def test_no_argument_on_a_terminal_shows_help() -> None:
    code, shown = read_on_terminal(stdin=True)
    assert code == 0
    assert shown.startswith("Usage: cleancopy ")


def test_options_without_a_source_on_a_terminal_are_refused() -> None:
    code, shown = read_on_terminal("--blocks", stdin=True)
    assert code == 2
    assert shown.startswith("cleancopy: no source")


@pytest.mark.parametrize("kind", ["pipe", "file", "url"])
def test_max_size_holds_for_every_input(run: Run, page_file: Path, site: Site, kind: str) -> None:
    url = site.add("/", Answer())
    source = {"pipe": ["-"], "file": [page_file], "url": ["--allow-private", url]}[kind]
    exact = run("--max-size", str(len(PAGE)), *source, stdin=PAGE)
    over = run("--max-size", str(len(PAGE) - 1), *source, stdin=PAGE)
    assert (exact.code, over.code) == (0, 3)
    assert "--max-size" in over.err
    assert over.out == b""


# Output


def test_json_is_indented_on_a_terminal_and_compact_in_a_pipe(run: Run, page_file: Path) -> None:
    code, shown = read_on_terminal(page_file, stdin=False)
    assert code == 0
    assert shown.startswith('{\n  "title": ')
    assert json.loads(shown) == json.loads(run(page_file).out)
    assert run(page_file).out.count(b"\n") == 1
    _, several = read_on_terminal(page_file, page_file, stdin=False)
    _, lines = read_on_terminal("--format", "jsonl", page_file, stdin=False)
    assert (several.count("\n"), lines.count("\n")) == (2, 1)


def test_text_is_title_blank_line_body(run: Run, page_file: Path) -> None:
    text = f"{TITLE}\n\n{BODY}\n"
    assert run("--format", "text", page_file).out.decode() == text
    assert run("--format=text", page_file, page_file).out.decode() == f"{text}\n---\n\n{text}"


def test_markdown_has_the_title_as_heading(run: Run) -> None:
    assert run("--format", "markdown", stdin=PAGE).out.decode().startswith(f"# {TITLE}\n\nThe ferry between")


def test_fields_print_a_projection(run: Run) -> None:
    result = run("--fields", "metadata.language, title", stdin=PAGE)
    assert result.out.decode() == f'{{"title":"{TITLE}","metadata":{{"language":"en"}}}}\n'
    with_blocks = json.loads(run("--fields", "title", "--blocks", stdin=PAGE).out)
    assert list(with_blocks) == ["title", "blocks"]


def test_blocks_add_a_fifth_key(run: Run) -> None:
    record = json.loads(run("--blocks", stdin=PAGE).out)
    assert list(record)[4:] == ["blocks"]
    assert {tuple(block) for block in record["blocks"]} == {
        ("type", "text", "kept", "score", "level", "rule", "xpath")
    }
    assert [b["text"] for b in record["blocks"] if b["kept"]] == list(PARAGRAPHS)


def test_no_locale_can_refuse_a_character(run: Run) -> None:
    page = PAGE.decode().replace("Ferry", "Ψ⛴ паром").encode()
    result = run("--format", "text", stdin=page, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert result.code == 0
    assert result.out.decode().startswith("Ψ⛴ паром returns")
    assert run("--help", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").code == 0


def test_output_option_writes_the_file_and_keeps_its_permissions(
    run: Run, tmp_path: Path, page_file: Path
) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    target.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(target)
    result = run("-o", link, page_file)
    assert (result.code, result.out, result.err) == (0, b"", "")
    assert json.loads(target.read_bytes())["title"] == TITLE
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert link.is_symlink()


def test_output_is_left_alone_when_nothing_came_out(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    assert run("-o", target, "nowhere.html").code == 3
    assert run("-o", "other.json", "nowhere.html").code == 3
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.json"]


def test_output_can_be_its_own_input(run: Run, page_file: Path) -> None:
    assert run("-o", page_file, page_file).code == 0
    assert json.loads(page_file.read_bytes())["title"] == TITLE


@pytest.mark.parametrize("target", ["-", "/dev/stdout"])
def test_output_option_can_name_standard_output(run: Run, target: str) -> None:
    assert run("-o", target, stdin=PAGE) == run(stdin=PAGE)


@pytest.mark.parametrize("target", ["no/such/folder.json", ".", "/dev/full"])
def test_output_that_cannot_be_written_is_4(run: Run, target: str, page_file: Path) -> None:
    result = run("-o", target, page_file)
    assert result.code == 4
    assert result.err.startswith(f"cleancopy: {target}: cannot be written (")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    "args", [["ferry.html"], ["--help"], ["--version"], ["--format", "text", "ferry.html"]]
)
def test_a_full_disk_is_4_and_a_closed_output_too(page_file: Path, args: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            (*COMMAND, *args), stdout=full, stderr=subprocess.PIPE, cwd=page_file.parent, check=False
        )
    assert done.returncode == 4
    assert done.stderr == b"cleancopy: standard output cannot be written (No space left on device)\n"


@pytest.mark.parametrize("args", [["ferry.html"], ["--help"], ["-o", "/dev/stdout", "ferry.html"]])
def test_a_closed_pipe_ends_quietly(page_file: Path, args: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        (*COMMAND, *args), stdout=writing, stderr=subprocess.PIPE, cwd=page_file.parent, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(("closed", "code"), [("<&-", 3), (">&-", 4)])
def test_closed_streams_are_named(page_file: Path, closed: str, code: int) -> None:
    source = "-" if closed == "<&-" else str(page_file)
    script = f'exec "$@" {closed}'
    done = subprocess.run(("sh", "-c", script, "sh", *COMMAND, source), capture_output=True, check=False)
    assert done.returncode == code
    assert b"closed" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_closed_error_output_is_no_error(page_file: Path) -> None:
    done = subprocess.run(
        ("sh", "-c", 'exec "$@" 2>&-', "sh", *COMMAND, "nowhere.html", str(page_file)),
        stdout=subprocess.PIPE,
        check=False,
    )
    assert done.returncode == 3
    assert json.loads(done.stdout)["title"] == TITLE


# Messages and exit codes


def test_a_page_without_article_is_1_and_written_all_the_same(run: Run) -> None:
    result = run(stdin=NO_ARTICLE)
    record = json.loads(result.out)
    assert result.code == 1
    assert (record["body"], record["extraction"]["status"]) == (None, "no-article")
    assert result.err == "cleancopy: standard input: the page holds no article\n"
    assert run("--format", "text", stdin=NO_ARTICLE).out == b""


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b'{"title": "x"}'])
def test_what_is_no_page_is_3(run: Run, data: bytes) -> None:
    result = run(stdin=data)
    assert (result.code, result.out) == (3, b"")
    assert result.err.startswith("cleancopy: standard input: ")
    assert result.err.count("\n") == 1


def test_a_folder_is_3(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    result = run("pages")
    assert (result.code, result.out) == (3, b"")
    assert (
        result.err == "cleancopy: pages: a folder is no page; for all pages in it there is cleancopy batch\n"
    )


def test_the_default_size_is_the_one_that_help_shows() -> None:
    assert parse_size(cli.MAX_SIZE) == Request(()).max_size


def test_the_default_deadline_is_the_one_that_help_shows() -> None:
    assert float(cli.FETCH_TIMEOUT) == FetchPolicy().timeout


def test_quiet_prints_no_messages(run: Run) -> None:
    result = run("-q", "nowhere.html", "-", stdin=NO_ARTICLE)
    assert (result.code, result.err) == (3, "")
    assert result.out.count(b"\n") == 1


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["--unknown"], "--unknown"),
        (["--url"], "--url"),
        (["--format", "xml"], "--format xml does not exist; choose json, jsonl, text, markdown"),
        (["--url", "https://a.example/", "a.html", "b.html"], "--url belongs to one page"),
        (["--url", "a.example"], "--url a.example is no address"),
        (["--encoding", "klingon"], "--encoding klingon is not known"),
        (["--encoding", "base64"], "--encoding base64 is not known"),
        (["--fields", "title,headline"], "--fields headline does not exist; choose from title, body"),
        (["--fields", "metadata.date"], "choose from metadata.url, "),
        (["--fields", ""], "does not exist"),
        (
            ["--fields", "title,metadata.url", "--format", "text"],
            "--fields of --format text are title and body",
        ),
        (["--fields", "title", "--format", "markdown"], "--fields is for JSON and text"),
        (["--front-matter"], "--front-matter is for Markdown"),
        (["--front-matter", "--format", "markdown", "a", "b"], "--front-matter opens one document"),
        (["--links"], "--links is for Markdown; add --format markdown"),
        (["--blocks", "--format", "markdown"], "--blocks is for JSON"),
        (["--max-size", "20 parsecs"], "--max-size 20 parsecs is no size"),
        (["--max-size", "0"], "--max-size 0 is no size"),
        (["--fetch-timeout", "nan", "https://a.example/"], "--fetch-timeout nan is no number"),
        (["--fetch-timeout", "-1", "https://a.example/"], "--fetch-timeout -1 is no number"),
        (["--fetch-timeout", "5", "a.html"], "--fetch-timeout is for fetching"),
        (["--allow-private", "a.html"], "--allow-private is for fetching"),
        (["--header", "a b", "https://a.example/"], "--header a b is no header; write it like"),
        (["--header", "A: b\nC: d", "https://a.example/"], "--header A: b\\nC: d is no header"),
        (["--cookies", "nowhere.txt", "https://a.example/"], "--cookies nowhere.txt cannot be read"),
        (["--cookies", cli.__file__, "https://a.example/"], "holds no cookies in Netscape's format"),
        (["-o", "", "a.html"], "-o is empty; name a FILE"),
        (["-", "-"], "standard input can be read only once"),
    ],
)
def test_wrong_usage_is_2_with_one_line(
    capfdbinary: pytest.CaptureFixture[bytes], args: list[str], reason: str
) -> None:
    assert cli.main(args) == 2
    out, err = capfdbinary.readouterr()
    message = err.decode()
    assert out == b""
    assert message.startswith("cleancopy: ")
    assert reason in message
    assert message.endswith("; see cleancopy --help\n")
    assert message.count("\n") == 1


def test_wrong_usage_ends_the_process_with_2(run: Run) -> None:
    result = run("--unknown", stdin=PAGE)
    assert (result.code, result.out) == (2, b"")
    assert "--unknown" in result.err
    assert run("--blocks", "--format", "text", stdin=PAGE).code == 2


def test_names_cannot_command_the_terminal(run: Run, tmp_path: Path) -> None:
    result = run("\x1b[31mred\n\u202e\x9b.html")
    assert result.code == 3
    assert "\\x1b[31mred\\n\\u202e\\x9b.html: no such file" in result.err
    assert not set(result.err) & set("\x1b\u202e\x9b")


def test_a_name_that_is_not_utf8_is_read_and_printed_as_strict_json(run: Run, tmp_path: Path) -> None:
    name = b"p\xffge.html"
    try:
        (tmp_path / os.fsdecode(name)).write_bytes(PAGE)
    except OSError:
        pytest.skip("this file system holds UTF-8 names alone")
    result = run(name)
    assert result.code == 0
    assert json.loads(result.out.decode())["extraction"]["source"] == "p\ufffdge.html"


def test_help_shows_the_options_of_extract_and_the_commands_that_exist(run: Run) -> None:
    shown = run("--help").out.decode()
    inner = run("extract", "-h").out.decode()
    options = [line for line in inner.splitlines() if line.startswith("  -")]
    assert len(options) >= 11
    assert set(options) <= set(shown.splitlines())
    assert shown.isascii()
    commands = shown.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in commands] == list(cli.COMMANDS)


def test_version(run: Run) -> None:
    assert run("--version").out.decode() == f"cleancopy {extract.__version__}\n"
    assert run("--version", "--unknown").code == 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_quietly_and_leave_no_draft(site: Site, tmp_path: Path, number: int, code: int) -> None:
    url = site.add("/slow", Answer(PAGE[:100], hold=True))
    process = subprocess.Popen(
        (*COMMAND, "-o", "out.json", "--allow-private", url),
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        env=clean_environment(),
    )
    assert site.asked.wait(30)
    assert [name[:9] for name in os.listdir(tmp_path)] == [".out.json"]
    process.send_signal(number)
    assert process.wait(30) == code
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert os.listdir(tmp_path) == []


def test_a_fault_on_one_page_does_not_cost_the_others(
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    page_file: Path,
    tmp_path: Path,
) -> None:
    real = extract.extract
    bad = tmp_path / "bad.html"
    bad.write_bytes(PAGE + b"<!-- bad -->")

    def fail_on_bad(html: bytes, **options: str | None) -> extract.Article:
        if html.endswith(b"<!-- bad -->"):
            raise KeyError("\x1bline\none")
        return real(html, **options)

    monkeypatch.setattr(extract, "extract", fail_on_bad)
    assert cli.main([str(bad), str(page_file)]) == 3
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["extraction"]["source"] == str(page_file)
    assert err.startswith(f"cleancopy: {bad}: not extracted, by a fault of cleancopy (KeyError(".encode())
    assert err.count(b"\n") == 1
    assert b"\x1b" not in err
