"""Manners: what a shell asks for and gets when it completes words, the help and where it is named, and -v."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from extract import extract
from tests.conftest import PAGE, Result

Run = Callable[..., Result]


def complete(run: Run, *words: str) -> list[str]:
    """The words that bash is offered in the place of the last one."""
    environment = {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    result = run(**environment, _CLEANCOPY_COMPLETE="complete_bash")
    assert (result.code, result.err) == (0, "")
    return result.out.decode().split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("ba",), ["batch"]),
        (("--fro",), ["--front-matter"]),
        (("page.html", "--fro"), ["--front-matter"]),
        (("batch", "--overw"), ["--overwrite"]),
        (("compare", "--wor"), ["--worst"]),
    ],
)
def test_commands_and_options_are_completed(run: Run, words: tuple[str, ...], offered: list[str]) -> None:
    assert complete(run, "cleancopy", *words) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_shown(run: Run, shell: str) -> None:
    result = run("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert result.code == 0
    assert b"_CLEANCOPY_COMPLETE" in result.out


def test_wrong_usage_is_said_in_one_line(run: Run) -> None:
    result = run("--show-completion", "--unknown")
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert result.err.startswith("cleancopy: ")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ((), "cleancopy --help"),
        (("extract",), "cleancopy extract --help"),
        (("explain",), "cleancopy explain --help"),
        (("batch", "pages"), "cleancopy batch --help"),
        (("compare",), "cleancopy compare --help"),
    ],
)
def test_wrong_usage_names_the_help_of_its_command(run: Run, words: tuple[str, ...], named: str) -> None:
    result = run(*words, "--unknown")
    assert result.code == 2
    assert result.err.endswith(f"; see {named}\n")
    assert run(*named.split()[1:]).out.startswith(b"Usage: ")


def test_help_shows_which_commands_take_several_words(run: Run) -> None:
    usages = {command: run(command, "--help").out.decode().splitlines()[0] for command in cli.COMMANDS}
    assert usages == {
        "extract": "Usage: cleancopy extract [OPTIONS] [SOURCE]...",
        "explain": "Usage: cleancopy explain [OPTIONS] [SOURCE]",
        "batch": "Usage: cleancopy batch [OPTIONS] [PATH]...",
        "compare": "Usage: cleancopy compare [OPTIONS] [PATH]",
    }


def test_verbose_says_what_came_out(run: Run, page_file: Path) -> None:
    quiet, loud = run(page_file), run("-v", page_file, stdin=PAGE)
    words = len(str(extract(PAGE).body).split())
    assert quiet.err == ""
    assert loud.out == quiet.out
    assert re.fullmatch(
        rf"cleancopy: .*ferry.html: {words} words in en, confidence [01]\.\d\d, utf-8\n", loud.err
    )
    assert run("-q", "-v", page_file).code == 2


def test_help_shows_the_options_for_fetching_apart(run: Run) -> None:
    for command in ("extract", "batch"):
        first, second = run(command, "--help").out.decode().split("\nOptions for fetching:\n")
        assert "--fetch-timeout" in second
        assert "--fetch-timeout" not in first
        assert "--max-size" in first
    assert "fetching" not in run("compare", "--help").out.decode()
