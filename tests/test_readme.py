"""What README.md shows is what happens: commands, outputs, tables, and the examples in Python."""

from __future__ import annotations

import doctest
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from extract.body import stated, status
from extract.command import ending
from extract.page import encoding
from extract.render.record import PARTS, PATHS
from tests.conftest import clean_environment

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
LEFT_OUT = "…"  # in an output: the rest of the line, or, alone on a line, any lines
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
OPTION = re.compile(r"  (-\S.*?)(?:  +(.*))?$")
TARGET = re.compile(r"^([a-z-]+):.*## (.*)$", re.M)


@dataclass(frozen=True)
class Example:
    """A command as README shows it, and what it prints to a terminal."""

    command: str
    output: str


def list_fences(language: str, page: str = README) -> list[str]:
    return [text for name, text in FENCE.findall(page) if name == language]


def list_examples(page: str = README) -> list[Example]:
    """Every command in a page's `console` blocks: a line with "$ ", continued by lines with "> "."""
    examples = []
    for text in list_fences("console", page):
        first, *parts = re.split(r"^\$ ", text, flags=re.M)
        assert not first, f"a console block begins with a command: {text!r}"
        for part in parts:
            lines = part.splitlines(keepends=True)
            end = next((i for i, line in enumerate(lines) if i and not line.startswith("> ")), len(lines))
            command = "".join([lines[0], *(line[2:] for line in lines[1:end])]).strip()
            examples.append(Example(command, "".join(lines[end:])))
    return examples


def list_rows(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without their marks; the head row is left out."""
    section = README.split(f"# {heading}\n", 1)[1]
    table = re.search(r"(?:^\|.*\n)+", section, re.M)
    assert table, heading
    rows = [re.split(r"(?<!\\)\|", line.strip()[1:-1]) for line in table[0].splitlines()[2:]]
    return [[cell.strip().replace("\\|", "|") for cell in row] for row in rows]


def list_codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def make_pattern(output: str) -> re.Pattern[str]:
    """The output as a pattern, with what README leaves out."""
    lines = []
    for line in output.splitlines(keepends=True):
        if line.strip() == LEFT_OUT:
            lines.append(r"(?:.*\n)+?")
        else:
            lines.append(re.escape(line).replace(re.escape(LEFT_OUT), r".+"))
    return re.compile("".join(lines))


def run_on_terminal(command: str, folder: Path) -> str:
    """What a shell prints when a person types the command there."""
    ours, theirs = pty.openpty()
    path = os.pathsep.join((str(BIN), os.environ["PATH"]))
    environment = clean_environment(PATH=path, COLUMNS="80", TERM="dumb")
    with subprocess.Popen(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        printed = bytearray()
        while chunk := read_terminal(ours):
            printed += chunk
        process.wait(timeout=60)
    os.close(ours)
    return printed.decode().replace("\r\n", "\n")


def read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # how Linux says that nobody writes to it any more
        return b""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder where the fixtures are at hand, as in the repository."""
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    return tmp_path


@pytest.mark.parametrize("example", list_examples(), ids=lambda example: example.command[:60])
def test_examples_print_what_readme_shows(example: Example, folder: Path) -> None:
    assert (BIN / "cleancopy").exists(), "the command is not installed; make test does it"
    if "jq" in example.command and shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    printed = run_on_terminal(example.command, folder)
    if not make_pattern(example.output).fullmatch(printed):
        assert printed == example.output


def test_there_are_examples() -> None:
    commands = [example.command for example in list_examples()]
    assert len(commands) >= 6
    for word in ("| cleancopy", "jq", "--format markdown", "--fields", "echo $?"):
        assert any(word in command for command in commands), word


def test_what_is_left_out_is_more_than_nothing() -> None:
    assert make_pattern("a …\n…\nb\n").fullmatch("a 1\n2\n3\nb\n")
    for other in ("a \n2\nb\n", "a 1\nb\n", "a 1\n2\nc\n", "a 1\n2\nb\nc\n"):
        assert not make_pattern("a …\n…\nb\n").fullmatch(other), other


def test_python_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    texts = list_fences("pycon")
    assert texts
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    test = doctest.DocTestParser().get_doctest("".join(texts), {}, "README", "README.md", 0)
    report: list[str] = []
    runner.run(test, out=report.append)
    assert runner.tries >= 4
    assert not runner.failures, "".join(report)


@pytest.mark.parametrize(
    ("command", "heading"),
    [((), "Options"), (("batch",), "Options of batch"), (("compare",), "Options of compare")],
    ids=["extract", "batch", "compare"],
)
def test_options_are_those_of_the_help(command: tuple[str, ...], heading: str) -> None:
    done = subprocess.run(
        (sys.executable, "-m", "cli", *command, "--help"),
        capture_output=True,
        env=clean_environment(),
        check=True,
    )
    options: list[list[str]] = []
    for line in done.stdout.decode().split("Options:\n")[1].split("\nCommands:")[0].splitlines():
        if match := OPTION.match(line):
            options.append([match[1], match[2] or ""])
        elif line.startswith(" "):
            options[-1][1] = f"{options[-1][1]} {line.strip()}".strip()
    assert len(options) >= 7
    documented = [[cell.strip("`") for cell in row] for row in list_rows(heading)]
    assert [[" ".join(cell.split()) for cell in row] for row in documented] == [
        [" ".join(cell.split()) for cell in row] for row in options
    ]


def test_keys_are_those_of_the_output() -> None:
    documented = [name for row in list_rows("The output") for name in list_codes(row[0])]
    keys = [path for part, names in PARTS.items() for path in ([f"{part}.{n}" for n in names] or [part])]
    assert documented == keys
    assert set(documented) <= PATHS


def test_exit_codes_are_those_of_the_command() -> None:
    codes = {
        ending.ARTICLE,
        ending.NO_ARTICLE,
        ending.WRONG_USAGE,
        ending.NO_SOURCE,
        ending.NO_OUTPUT,
        128 + signal.SIGINT,
        ending.CLOSED_PIPE,
        128 + signal.SIGTERM,
    }
    documented = [int(code) for row in list_rows("Exit codes") for code in list_codes(row[0])]
    assert len(documented) == len(codes)
    assert set(documented) == codes


def test_warnings_are_those_of_the_code() -> None:
    constants = [
        value
        for module in (stated, status)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str)
    ]
    documented = [code for row in list_rows("Warnings") for code in list_codes(row[0])]
    assert sorted([*documented, status.ARTICLE, status.NO_ARTICLE]) == sorted([*constants, encoding.GUESSED])


def test_targets_are_those_of_the_makefile() -> None:
    documented = {
        list_codes(row[0])[0].split()[1]: row[1].replace("`", "") for row in list_rows("Development")
    }
    assert documented == dict(TARGET.findall(MAKEFILE))


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_help_of_make_lists_every_target() -> None:
    printed = subprocess.run(("make", "help"), cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = [line.split()[1] for line in printed.splitlines() if line.startswith("  make ")]
    assert listed == [name for name, _ in TARGET.findall(MAKEFILE)]


def test_links_lead_somewhere() -> None:
    for name in ("README.md", "training/README.md", "docs/editorial-policy.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (ROOT / name).parent.joinpath(target).exists(), f"{name}: {target}"
