"""Every regular expression that the package compiles, as JSON: `python -m tests.regexes`.

`re` is watched while all modules are imported, all fixtures are extracted and all functions are called that make
a pattern. A call of `re` in the source that was never reached is evaluated where that can be, and named in
`missed` where it cannot: so none hides. With each pattern go the methods by which it is used: one that is matched
at the beginning of a text alone need not be quick when searched for.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
_CALLS = {"compile", "sub", "subn", "match", "fullmatch", "search", "findall", "finditer", "split"}


class Seen(NamedTuple):
    """A pattern, where it is compiled, and by which methods it was used."""

    pattern: str | bytes
    flags: int
    file: str
    line: int
    methods: set[str]


class Watched:
    """A pattern that notes by which methods it is used."""

    def __init__(self, pattern: re.Pattern[Any], seen: Seen) -> None:
        self.pattern, self.seen = pattern, seen

    def __getattr__(self, name: str) -> Any:
        self.seen.methods.add(name)
        return getattr(self.pattern, name)


def collect() -> tuple[list[Seen], list[str]]:
    """All patterns, each once, and the calls of `re` whose pattern stays unknown."""
    seen: dict[tuple[str | bytes, int], Seen] = {}
    reached: set[tuple[str, int]] = set()
    compile_pattern = re._compile  # type: ignore[attr-defined]

    def watch(pattern: Any, flags: Any) -> Any:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_globals.get("__name__") == "re":
            frame = frame.f_back
        if frame is not None and (frame.f_globals.get("__name__") == "cli" or _is_ours(frame)):
            file = Path(frame.f_code.co_filename).relative_to(ROOT).as_posix()
            reached.add((file, frame.f_lineno))
            if isinstance(pattern, str | bytes):
                fresh = Seen(pattern, int(flags), file, frame.f_lineno, set())
                found = seen.setdefault((pattern, int(flags)), fresh)
                return Watched(compile_pattern(pattern, flags), found)
        return compile_pattern(pattern, flags)

    re._compile = watch  # type: ignore[attr-defined]
    modules = list(_import_all())
    _extract_fixtures()
    for module in modules:
        _call_makers(module)
    missed = []
    for module in modules:
        for call, file in _list_calls(module):
            lines = range(call.lineno, (call.end_lineno or call.lineno) + 1)
            if any((file, line) in reached for line in lines):
                continue
            try:
                pattern = eval(ast.unparse(call.args[0]), vars(module))
            except NameError:
                missed.append(f"{file}:{call.lineno}: {ast.unparse(call)[:80]}")
            else:
                seen.setdefault((pattern, 0), Seen(pattern, 0, file, call.lineno, set()))
    for found in seen.values():
        found.methods.update(found.methods or _read_uses(found) or {"search"})
    return list(seen.values()), missed


def _read_uses(seen: Seen) -> set[str]:
    """By which methods the source uses a pattern that no fixture needed."""
    source = (ROOT / seen.file).read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and node.lineno <= seen.line <= (node.end_lineno or node.lineno):
            name = ast.unparse(node.targets[0])
            return _CALLS & set(re.findall(rf"\b{name}\.(\w+)\(", source))
    return set()


def _is_ours(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__")).partition(".")[0] == "extract"


def _import_all() -> Iterator[ModuleType]:
    package = importlib.import_module("extract")
    yield package
    for info in pkgutil.walk_packages(package.__path__, "extract."):
        yield importlib.import_module(info.name)
    yield importlib.import_module("cli")


def _extract_fixtures() -> None:
    from extract import explain

    for path in sorted((ROOT / "fixtures").glob("*/page.*")):
        explain(path.read_bytes(), url="https://paper.example/story")
    explain(b"<x:html xmlns:x='urn:x'><x:body><x:p>a</x:p></x:body></x:html>")


def _call_makers(module: ModuleType) -> None:
    """Call the functions without parameters that return patterns."""
    for value in list(vars(module).values()):
        function = inspect.unwrap(value) if callable(value) else None
        if not inspect.isfunction(function) or function.__module__ != module.__name__:
            continue
        if "re.Pattern" in str(function.__annotations__.get("return")) and not function.__code__.co_argcount:
            function()


def _list_calls(module: ModuleType) -> Iterator[tuple[ast.Call, str]]:
    path = Path(str(module.__file__))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _CALLS
        ):
            yield node, path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    patterns, missed = collect()
    json.dump(
        {
            "missed": missed,
            "patterns": [
                (
                    p.pattern if isinstance(p.pattern, str) else p.pattern.decode("latin-1"),
                    isinstance(p.pattern, bytes), p.flags, f"{p.file}:{p.line}", sorted(p.methods & _CALLS),
                )
                for p in patterns
            ],
        },
        sys.stdout,
    )  # fmt: skip
