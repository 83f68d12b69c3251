"""What docs/ shows is what happens: commands, options, examples in Python, links, and the reference."""

from __future__ import annotations

import doctest
import json
import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from typer.main import get_command

import cli
from extract.wording import categories, load
from tests.test_readme import (
    ROOT,
    Example,
    list_examples,
    list_fences,
    make_pattern,
    run_on_terminal,
)

DOCS = ROOT / "docs"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))}
TEXTS = {**PAGES, "README.md": (ROOT / "README.md").read_text(encoding="utf-8")}
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")
HEADING = re.compile(r"^#+ (.*)$", re.M)
EXAMPLES = [(name, example) for name, text in PAGES.items() for example in list_examples(text)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder where the fixtures are at hand, as in the repository."""
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    return tmp_path


@pytest.mark.parametrize(("page", "example"), EXAMPLES, ids=lambda value: str(value)[:50])
def test_examples_print_what_the_page_shows(page: str, example: Example, folder: Path) -> None:
    printed = run_on_terminal(example.command, folder)
    if not make_pattern(example.output).fullmatch(printed):
        assert printed == example.output


def test_python_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = "".join(list_fences("pycon", PAGES["api.md"]))
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(doctest.DocTestParser().get_doctest(text, {}, "api", "docs/api.md", 0))
    assert runner.tries >= 8
    assert not runner.failures


def list_commands() -> list[tuple[str, str]]:
    """Every call of cleancopy in the `sh` blocks, which are not run: they fetch, or need files."""
    lines = [
        (name, line) for name, text in TEXTS.items() for line in "".join(list_fences("sh", text)).splitlines()
    ]
    calls = [
        (name, call)
        for name, line in lines
        for call in re.findall(r"cleancopy [^|;>]*", line.partition(" #")[0])
    ]
    return [(name, call.strip()) for name, call in calls]


@pytest.mark.parametrize(("page", "call"), list_commands())
def test_options_in_commands_exist(page: str, call: str) -> None:
    words = shlex.split(call)[1:]
    commands: Any = get_command(cli.build_app())
    name = words[0] if words[0] in commands.commands else cli.DEFAULT_COMMAND
    known = {option for parameter in commands.commands[name].params for option in parameter.opts}
    options = {word for word in words if word.startswith("-") and word != "-"}
    assert options <= known, f"{page}: {call}"


def test_there_are_commands() -> None:
    assert len(list_commands()) >= 15
    assert len(EXAMPLES) >= 5


def make_anchor(heading: str) -> str:
    """The anchor that code hosts give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name: str) -> None:
    folder = ROOT if name == "README.md" else DOCS
    for target, anchor in LINK.findall(TEXTS[name]):
        path = (folder / target).resolve() if target else folder / name
        assert path.exists(), target
        if anchor:
            anchors = set(map(make_anchor, HEADING.findall(path.read_text(encoding="utf-8"))))
            assert anchor in anchors, f"{target}#{anchor}"


def test_readme_leads_to_every_page() -> None:
    assert {f"docs/{name}" for name in PAGES} <= {target for target, _ in LINK.findall(TEXTS["README.md"])}


def test_the_reference_is_that_of_the_schema() -> None:
    maker = runpy.run_path(str(DOCS / "make_reference.py"))
    schema = json.loads((ROOT / "extract" / "schema.json").read_bytes())
    assert maker["make_reference"](schema) == PAGES["reference.md"], "run make reference"


def test_every_key_of_the_schema_is_described() -> None:
    keys = PAGES["reference.md"].partition("## The rules")[0]
    rows = [line.split(" | ") for line in keys.splitlines() if line.startswith("| `")]
    assert len(rows) >= 35
    assert [row[0] for row in rows if len(row) != 3 or len(row[2]) < 5] == []


def test_what_a_language_needs_exists() -> None:
    text = PAGES["add-a-language.md"]
    example = json.loads(list_fences("json", text)[0])
    assert set(example) <= set(categories())
    for name, keys in re.findall(r"^\| `(\w+\.json)` \| (.*) \|$", text, re.M):
        assert set(re.findall(r"`(\w+)`", keys)) <= set(load(name)), name


def test_the_picture_is_whole_and_told_in_words() -> None:
    picture = etree.parse(DOCS / "how-it-works.svg").getroot()
    names = {etree.QName(element).localname for element in picture.iter(etree.Element)}
    assert {"title", "desc"} <= names
    assert "script" not in names
