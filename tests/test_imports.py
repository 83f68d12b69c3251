"""Imports run one way, and none is paid for that a call does not need."""

from __future__ import annotations

import ast
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import extract
from tests.conftest import COMMAND, PAGE, clean_environment

PACKAGE = Path(extract.__file__).parent
# What each part may import of ours; "extract" is the pipeline of __init__.
BELOW_BODY = {"article", "wording", "page"}
MAY_IMPORT = {
    "article": set(),
    "wording": set(),
    "page": {"wording"},
    "body": BELOW_BODY,
    "metadata": {*BELOW_BODY, "body"},
    "extract": {*BELOW_BODY, "body", "metadata"},
    "render": {"article"},
    "sources": {"article"},
    "batch": {"article", "extract", "render", "sources"},
    "compare": {"article", "extract", "render", "sources"},
    "command": {"article", "extract", "page", "render", "sources", "batch", "compare"},
}
# All that a page through a pipe may import: of ours, and of the standard library beside what the basis brings.
# Each takes up to a hundredth of the whole run, so a new one is added here knowingly or not at all.
BASIS = "import dataclasses, lxml.etree, runpy, typing, warnings"
PIPED_PARTS = {
    "": "article",
    "body": "blocks claims confidence first_look kind measures model outline policy rules second_look stated statements "
    "status text",
    "body.rules": "alike biographies choice drops inside live rows stated whole",
    "body.stated": "json_ld objects text",
    "command": "ending pages",
    "metadata": "access authors bearers byline_words bylines credits dates description evidence images keywords "
    "language lone_names moments names page_type picture_urls plain printed_dates printed_titles section site stated_titles title",
    "page": "encoding errors form head json_text labels mojibake references streamed tree",
    "render": "json output record",
    "sources": "size source stdin",
    "wording": "letters",
}
PIPED_LIBRARY = set("atexit bisect datetime gc ipaddress json math signal unicodedata urllib".split())
# A bare command as people write them: the yardstick of our help.
BARE_APP = """
import typer
app = typer.Typer()
@app.command()
def main(name: str, times: int = 1) -> None:
    '''Greet NAME.'''
app()
"""


def find_part(path: Path) -> str:
    """The part of the house that a module belongs to."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "extract" if first == "__init__" else first


def list_imports(path: Path) -> set[str]:
    """The parts of ours that a module names in its imports, also those inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = str(node.module)
            names = [f"extract.{alias.name}" for alias in node.names] if module == "extract" else [module]
        for name in names:
            if name.split(".")[0] == "cli":
                found.add("cli")
            if name.split(".")[0] == "extract":
                inner = [*name.split("."), ""][1]
                is_part = (PACKAGE / inner).is_dir() or (PACKAGE / f"{inner}.py").exists()
                found.add(inner if inner and is_part else "extract")
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    part = find_part(path)
    assert part in MAY_IMPORT, f"say in MAY_IMPORT what {part} stands on"
    assert list_imports(path) - {part} <= MAY_IMPORT[part]


def test_no_part_stands_on_itself() -> None:
    for part, below in MAY_IMPORT.items():
        assert not any(part in MAY_IMPORT[lower] for lower in below)


def list_loaded(*args: str) -> set[str]:
    """All modules that a call of the command imports."""
    return trace_imports(*COMMAND[1:], *args)


def trace_imports(*args: str) -> set[str]:
    """All modules that a call of Python imports."""
    done = subprocess.run(
        (sys.executable, "-X", "importtime", *args),
        input=PAGE,
        capture_output=True,
        env=clean_environment(),
        check=True,
    )
    return {line.rsplit("|", 1)[1].strip() for line in done.stderr.decode().splitlines() if "|" in line}


def test_help_imports_nothing_of_the_extraction() -> None:
    loaded = list_loaded("--help")
    assert "typer" in loaded
    assert not loaded & {
        "extract",
        "extract.body",
        "lxml",
        "lxml.etree",
        "bs4",
        "requests",
        "typer.rich_utils",
        "jinja2",
    }


@pytest.mark.parametrize("args", [(), ("-",)])
def test_a_pipe_imports_only_what_a_page_needs(args: tuple[str, ...]) -> None:
    loaded = list_loaded(*args) - trace_imports("-c", BASIS)
    ours = {name for name in loaded if name.split(".")[0] == "extract"}
    parts = [(f"extract.{part}".strip("."), names.split()) for part, names in PIPED_PARTS.items()]
    assert ours == {part for part, _ in parts} | {f"{part}.{name}" for part, names in parts for name in names}
    others = {name.split(".")[0] for name in loaded - ours}
    assert {name for name in others if not name.startswith("_")} <= PIPED_LIBRARY  # "_json" goes with "json"


def test_standard_input_with_options_needs_no_client_of_the_web() -> None:
    assert not list_loaded("-q", "-") & {"requests", "urllib3", "bs4"}


def measure_cpu(*command: str) -> float:
    """Seconds of CPU that a process took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, env=clean_environment(), check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_costs_little_more_than_that_of_a_bare_app() -> None:
    runs = [
        (measure_cpu(*COMMAND, "--help"), measure_cpu(sys.executable, "-c", BARE_APP, "--help"))
        for _ in range(4)
    ]
    assert min(ours for ours, _ in runs) <= 1.3 * min(bare for _, bare in runs)
