"""Every output validates against the schema that ships in the package, and the schema can refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest

from extract import Author, Block, Image, extract
from extract.article import SCHEMA_VERSION, Extraction, Metadata
from extract.render import render_article
from tests.conftest import NO_ARTICLE, PAGE, TITLE, Result

SCHEMA = json.loads((files("extract") / "schema.json").read_bytes())
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)
FULL_HEAD = b"""<link rel="canonical" href="/ferry"><meta name="author" content="Ada Lund">
<meta property="og:image" content="/boat.jpg"><meta property="og:site_name" content="The Lorn Post">
<meta name="keywords" content="ferry, lorn"><meta name="description" content="It sails again.">
<meta property="article:published_time" content="2031-05-06T07:08:09+02:00"></head>"""
FLAT = f"{TITLE}\n\nShare\n\n{'A sentence about a boat that sails every day of the year. ' * 4}\n".encode()
PAGES = {
    "article": PAGE,
    "with metadata": PAGE.replace(b"</head>", FULL_HEAD),
    "no article": NO_ARTICLE,
    "plain text": FLAT,
    "markup without a page": b"<p>",
    "list and table": PAGE.replace(
        b"</article>", b"<ul><li>a<li>b</ul><table><tr><td>1<td>2</table></article>"
    ),
}


def parse_strictly(data: bytes) -> Any:
    """The JSON of the output; constants that JSON does not have are refused."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(data.decode("utf-8", "strict"), parse_constant=refuse)


def list_errors(record: Any) -> list[str]:
    return [f"{error.instance_path}: {error.message}" for error in VALIDATOR.iter_errors(record)]


def test_the_schema_is_one_and_closed() -> None:
    jsonschema_rs.meta.validate(SCHEMA)

    def walk(node: Any) -> list[Any]:
        found = [node] if isinstance(node, dict) and "required" in node else []
        inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        return found + [hit for child in inner for hit in walk(child)]

    objects = walk(SCHEMA)
    assert len(objects) == 7
    for part in objects:
        assert part["additionalProperties"] is False
        assert set(part["required"]) == set(part["properties"]) - {"blocks"}


def test_the_schema_has_the_keys_of_the_article() -> None:
    parts = {
        Metadata: SCHEMA["properties"]["metadata"],
        Extraction: SCHEMA["properties"]["extraction"],
        Author: SCHEMA["$defs"]["author"],
        Image: SCHEMA["$defs"]["image"],
    }
    for kind, part in parts.items():
        assert [field.name for field in fields(kind)] == list(part["properties"])
    inside = {"contributions", "group", "links", "phrases"}  # for `explain` and the renderers
    assert list(SCHEMA["$defs"]["block"]["properties"]) == [n for n in Block._fields if n not in inside]
    assert SCHEMA["properties"]["extraction"]["properties"]["schema_version"]["const"] == SCHEMA_VERSION


@pytest.mark.parametrize("url", [None, "https://post.example/ferry"])
@pytest.mark.parametrize("blocks", [False, True])
@pytest.mark.parametrize("page", PAGES)
def test_outputs_validate(page: str, blocks: bool, url: str | None) -> None:
    record = parse_strictly(render_article(extract(PAGES[page], url=url), "json", blocks=blocks))
    assert list_errors(record) == []
    assert ("blocks" in record) is blocks


def test_outputs_of_the_command_validate(run: Callable[..., Result]) -> None:
    for stdin, code in ((PAGE, 0), (NO_ARTICLE, 1)):
        result = run("--blocks", "--url", "https://post.example/ferry", stdin=stdin)
        assert (list_errors(parse_strictly(result.out)), result.code) == ([], code)


def make_record() -> Any:
    return json.loads(render_article(extract(PAGE), "json", blocks=True))


def test_records_of_errors_validate() -> None:
    record = make_record()
    record |= {"title": None, "body": None, "blocks": []}
    record["extraction"] |= {"status": "error", "confidence": None, "encoding": None, "words": 0}
    record["extraction"]["error"] = {"code": "empty", "message": "the input is empty"}
    assert list_errors(record) == []


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "x"}, {"title": ""}, {"title": 7}, {"body": None}, {"metadata": None},
        {"metadata.date_published": "6 May 2031"}, {"metadata.date_published": "2031-05-06 07:08"},
        {"metadata.language": "English (UK)"}, {"metadata.page_type": "news"}, {"metadata.images": None},
        {"metadata.authors": [{"name": ""}]}, {"metadata.authors": ["Ada Lund"]}, {"metadata.extra": 1},
        {"extraction.status": "no-article"}, {"extraction.status": "error"}, {"extraction.status": "fine"},
        {"extraction.error": {"code": "empty", "message": "x"}}, {"extraction.confidence": 1.5},
        {"extraction.words": -1}, {"extraction.warnings": ["Has blanks"]}, {"extraction.schema_version": 2},
        {"blocks": [{"type": "paragraph"}]},
    ],
    ids=str,
)  # fmt: skip
def test_the_schema_refuses_what_is_not_the_contract(change: dict[str, Any]) -> None:
    record = deepcopy(make_record())
    assert list_errors(record) == []
    for path, value in change.items():
        *parents, name = path.split(".")
        target = record[parents[0]] if parents else record
        target[name] = value
    assert list_errors(record)


@pytest.mark.parametrize("part", ["title", "body", "metadata.url", "extraction.error", "extraction.version"])
def test_the_schema_misses_each_key(part: str) -> None:
    record = make_record()
    *parents, name = part.split(".")
    del (record[parents[0]] if parents else record)[name]
    assert list_errors(record)
