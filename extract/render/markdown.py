"""Article → Markdown (CommonMark and its tables): the title as heading 1, then the kept blocks by type.

The front matter is YAML whose values are written as JSON, which every YAML parser reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import groupby
from urllib.parse import quote

from extract.article import Article, Block, Link
from extract.render.json import encode_json
from extract.render.text import encode_text

_SPECIAL = re.compile(r"[\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|~(?=~)")
_LINE_START = re.compile(
    r"^([^\S\n]*+)(#{1,6}(?=\s|$)|[>|]|[-+=](?=\s|$)|[-=]++[^\S\n]*$|~~~|\d{1,9}(?=[.)](?:\s|$)))", re.M
)
_MARKER = re.compile(r"(?:-|\d{1,9}\.) ")
_OWN_MARKER = re.compile(r"^(?:-|(\d{1,9})\.)(?= )", re.M)
_CLOSING_MARKS = re.compile(r"(?<= )#+$")
_FENCE = re.compile(r"^[^\S\n]*+(`{3,})", re.M)
_HARD_BREAK = "\\\n"
# Around links while the text is laid out; no text of a page holds these.
_OPEN, _CLOSE = "\x01", "\x02"
_LINK = re.compile(f"(!?){_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
# Of ASCII, what an address in Markdown may hold as it is.
_ADDRESS = frozenset("!#$%&'*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz~")
_REFERENCE = re.compile(r"&(?=#?\w+;)")


def render_markdown(article: Article, *, front_matter: bool = False) -> bytes:
    """The article as Markdown, with its title and metadata above it as `front_matter`; nothing where there
    is no article. The blocks' links are written where they are known.
    """
    if article.body is None:
        return b""
    kept = [_mark_links(block) for block in article.blocks if block.kept]
    # A body may have come from the page's JSON-LD and not from its blocks.
    parts = _render_runs(kept) if kept else [_escape(text) for text in article.body.split("\n\n")]
    parts = _write_links(parts, kept)
    if article.title:
        parts.insert(0, _render_heading(article.title, 1))
    if front_matter:
        parts.insert(0, _render_front_matter(article))
    return encode_text("\n\n".join(parts) + "\n")


def _mark_links(block: Block) -> Block:
    """The block with marks in its text where its links are; those that cannot be written are left out."""
    parts: list[str] = []
    links: list[Link] = []
    end = 0
    for link in block.links:
        text = block.text[link.start : link.end]
        if block.type != "code" and not (block.type == "table" and " | " in text):
            parts += (block.text[end : link.start], _OPEN, text, _CLOSE)
            links.append(link)
            end = link.end
    return block._replace(text="".join((*parts, block.text[end:])), links=tuple(links))


def _write_links(parts: Sequence[str], blocks: Sequence[Block]) -> list[str]:
    """The rendered parts with links in the place of the marks, which come in the same order."""
    urls = iter([link.url for block in blocks for link in block.links])

    def write(match: re.Match[str]) -> str:
        mark = "\\!" if match[1] else ""  # as it is, it would make the link a picture
        return f"{mark}[{match[2]}]({_write_address(next(urls))})"

    return [_LINK.sub(write, part) for part in parts]


def _write_address(url: str) -> str:
    """The address with what Markdown would not read as a part of it in percent-encoding."""
    quoted = "".join(
        c if c in _ADDRESS or (c > "~" and c.isprintable()) else quote(c, errors="replace") for c in url
    )
    return _REFERENCE.sub("&amp;", quoted)


def _render_front_matter(article: Article) -> str:
    """What is known of the article, but for its pictures; authors by name."""
    known = {
        "title": article.title,
        **asdict(article.metadata),
        "authors": [author.name for author in article.metadata.authors],
        "images": None,
    }
    lines = [f"{name}: {encode_json(value)}" for name, value in known.items() if value not in (None, [], ())]
    return "\n".join(("---", *lines, "---"))


def _render_runs(blocks: Sequence[Block]) -> list[str]:
    """Each run of blocks that belong together.

    A list right after a list has the other markers, or Markdown would take them for one.
    """
    parts: list[str] = []
    above = ""
    other = False
    for (kind, _), run in groupby(blocks, key=_find_run):
        part = RUNS[kind](list(run))
        other = kind == above == "list" and not other
        parts.append(_OWN_MARKER.sub(lambda m: f"{m[1]})" if m[1] else "*", part) if other else part)
        above = kind
    return parts


def _find_run(block: Block) -> tuple[str, int | None]:
    """What holds neighbouring blocks together: one list, one table, one quotation."""
    return (block.type if block.type in RUNS else "paragraph"), block.group


def _render_paragraphs(run: Sequence[Block]) -> str:
    return "\n\n".join(_escape(block.text) for block in run)


def _render_headings(run: Sequence[Block]) -> str:
    """Below the title, whatever the page's levels."""
    return "\n\n".join(_render_heading(block.text, min(max(block.level or 2, 2), 6)) for block in run)


def _render_heading(text: str, level: int) -> str:
    line = _CLOSING_MARKS.sub(r"\\\g<0>", _escape(_flatten(text)))
    return f"{'#' * level} {line}"


def _render_list(run: Sequence[Block]) -> str:
    """Items as they are marked; where some are, one that is not continues the item above it."""
    marked = any(_MARKER.match(block.text) for block in run)
    lines: list[str] = []
    indent = "  "
    for block in run:
        marker = _MARKER.match(block.text)
        if marker is None and marked and lines:
            lines.append("\n" + indent + _indent(_escape(block.text), indent))
            continue
        mark = marker[0] if marker else "- "
        indent = " " * len(mark)
        lines.append(mark + _indent(_escape(block.text[marker.end() if marker else 0 :]), indent))
    return "\n".join(lines)


def _render_quote(run: Sequence[Block]) -> str:
    text = "\n\n".join(_escape(block.text) for block in run)
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _render_table(run: Sequence[Block]) -> str:
    """Rows of equal width; the first is the head, because Markdown has no table without one."""
    rows = [[_escape_cell(cell) for cell in block.text.split(" | ")] for block in run]
    width = max(map(len, rows))
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _render_code(run: Sequence[Block]) -> str:
    parts = []
    for block in run:
        fence = "`" * max((len(mark) + 1 for mark in _FENCE.findall(block.text)), default=3)
        parts.append(f"{fence}\n{block.text}\n{fence}")
    return "\n\n".join(parts)


RUNS: dict[str, Callable[[Sequence[Block]], str]] = {
    "paragraph": _render_paragraphs,
    "heading": _render_headings,
    "list": _render_list,
    "quote": _render_quote,
    "table": _render_table,
    "code": _render_code,
}


def _escape(text: str) -> str:
    """Text that Markdown prints as it is, its line breaks kept."""
    text = _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", text))
    # "1." is a list only at the start of a line, and its dot is what can be escaped.
    return re.sub(r"^(\s*)\\(\d{1,9})(?=[.)])", r"\1\2\\", text, flags=re.M).replace("\n", _HARD_BREAK)


def _escape_cell(text: str) -> str:
    return r"\|".join(_escape(part) for part in _flatten(text).split("|"))


def _flatten(text: str) -> str:
    return " ".join(text.split())


def _indent(text: str, indent: str) -> str:
    return text.replace("\n", "\n" + indent)
