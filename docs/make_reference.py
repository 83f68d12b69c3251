"""Make reference.md from the JSON Schema and the rules: python docs/make_reference.py"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extract.article import RULES

DOCS = Path(__file__).parent
SCHEMA = DOCS.parent / "extract" / "schema.json"
REFERENCE = DOCS / "reference.md"
HEAD = """# The JSON, key by key

This page is made from [extract/schema.json](../extract/schema.json), and its rules from
[extract/article.py](../extract/article.py), by `make reference`. Every key is always there; what is
unknown is `null`, what is none is `[]`. A change of the shape is a new `schema_version`.

`status` decides what else can be: with `article` there is a `body` and no `error`; with `no-article` the `body` is
`null`; with `error`, which only batches write, `title`, `body` and `confidence` are `null` and `error` says why.
"""


def main() -> None:
    """Write the page."""
    REFERENCE.write_text(make_reference(json.loads(SCHEMA.read_bytes())), encoding="utf-8")


def make_reference(schema: dict[str, Any]) -> str:
    """The page: a table for the record, for each object in it, and for those that stand in lists."""
    sections = [("The record", schema)]
    sections += [(f"`{name}`", part) for name, part in schema["properties"].items() if "properties" in part]
    sections += [(f"One {name}", part) for name, part in schema["$defs"].items()]
    tables = [(name, make_table(part)) for name, part in sections]
    tables.append(("The rules", make_rules()))
    return HEAD + "".join(f"\n## {name}\n\n{table}" for name, table in tables)


def make_table(schema: dict[str, Any]) -> str:
    """One row a key, those of objects inside included."""
    rows = ["| Key | Type | What it holds |", "| --- | --- | --- |"]
    for name, part in list_keys(schema, "", inside="$schema" not in schema):
        cells = (f"`{name}`", describe_type(part), part.get("description", ""))
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def make_rules() -> str:
    """One row a rule that a block can name."""
    rows = [f"| `{name}` | {did} |" for name, did in RULES.items()]
    return "\n".join(["| Rule | What it did |", "| --- | --- |", *rows]) + "\n"


def list_keys(schema: dict[str, Any], start: str, *, inside: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """The keys of an object by their path."""
    for name, part in schema["properties"].items():
        yield start + name, part
        for choice in (part, *part.get("oneOf", ())):
            if inside and "properties" in choice:
                yield from list_keys(choice, f"{start}{name}.", inside=True)


def describe_type(part: dict[str, Any]) -> str:
    """The type in words: `text or null`, `list of image`, or the values that there are."""
    if "enum" in part:
        return ", ".join(f"`{value}`" for value in part["enum"])
    if "const" in part:
        return f"`{part['const']}`"
    if "oneOf" in part:
        return " or ".join(describe_type(choice) for choice in reversed(part["oneOf"]))
    if "$ref" in part:
        return f"[{(name := part['$ref'].rpartition('/')[2])}](#one-{name})"
    names = part["type"] if isinstance(part["type"], list) else [part["type"]]
    words = {"string": "text", "array": "list"}
    text = " or ".join(words.get(name, name) for name in names)
    if "items" in part:
        text += f" of {describe_type(part['items'])}"
    if "maximum" in part:
        text += f", {part['minimum']} to {part['maximum']}"
    return text


if __name__ == "__main__":
    main()
