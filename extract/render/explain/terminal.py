"""Article → a compact view of its explanation for the terminal: two lines a block, links among links folded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import StringIO
from shutil import get_terminal_size

from rich.console import Console
from rich.text import Text

from extract.article import Article, Block
from extract.render.explain.account import (
    Account,
    Field,
    count_verdicts,
    describe_phrase,
    find_phrase,
    format_value,
    list_accounts,
    list_fields,
    list_stretches,
)
from extract.render.text import encode_text

NARROW, WIDTH = 40, 100  # columns: the fewest that make sense, and those of a pipe without COLUMNS
NAMED = 3  # reasons on a line
STYLES = {"kept": "green", "dropped": "red"}
# What turns the direction of the rest of a line, beside the controls that a terminal obeys.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


def render_text(article: Article, *, terminal: bool = False) -> bytes:
    """The view, in UTF-8; coloured for a `terminal`, unless NO_COLOR is set."""
    width = max(NARROW, get_terminal_size((WIDTH, 0)).columns)
    file = StringIO()
    console = Console(file=file, force_terminal=terminal, width=width, highlight=False, legacy_windows=False)
    for line in _list_lines(article, width):
        console.print(line, no_wrap=True, overflow="ellipsis")
    text = file.getvalue()
    return text.encode() if terminal else encode_text(text)


def _list_lines(article: Article, width: int) -> Iterator[Text]:
    accounts = list_accounts(article)
    yield Text(_flatten(article.title or "(no title)"), "bold")
    yield Text(" · ".join(_sum_up(article, accounts)))
    yield Text()
    for folded, run in list_stretches(accounts):
        yield from (_fold if folded else _list_blocks)(run)
    yield Text()
    for field in list_fields(article):
        yield from _list_field(field, width)


def _sum_up(article: Article, accounts: Sequence[Account]) -> Iterator[str]:
    extraction = article.extraction
    yield "an article" if article.body is not None else "no article"
    if extraction.confidence is not None:
        yield f"about {extraction.confidence:.0%} of the words right"
    yield f"{extraction.words} words"
    counts = count_verdicts(accounts)
    yield f"{counts['kept']} of {counts['all']} blocks kept, {counts['near']} near the line (~)"
    yield from extraction.warnings


def _fold(run: Sequence[Account]) -> Iterator[Text]:
    """Blocks that were set aside for the same one reason, in one line."""
    names = " · ".join(_flatten(account.block.text) for account in run[:20])
    yield Text.assemble(_head(run[0]), (f"{len(run)} blocks: {names}", "dim"))


def _list_blocks(run: Sequence[Account]) -> Iterator[Text]:
    for account in run:
        block = account.block
        yield Text.assemble(_head(account), (_flatten(block.text), "" if block.kept else "dim"))
        if account.rule:
            yield Text(f"{' ' * 9}{account.rule}", "italic yellow")
        if block.contributions:
            yield Text(f"{' ' * 9}{_name_reasons(block)}", "dim")
        if block.phrases:
            yield Text(f"{' ' * 9}says {_quote_phrases(block)}", "dim")


def _head(account: Account) -> Text:
    mark = "+" if account.block.kept else "-"
    near = "~" if account.near else " "
    return Text(f"{mark}{near}{format_value(account.block.score):>6} ", STYLES[account.verdict])


def _name_reasons(block: Block) -> str:
    named = [c for c in block.contributions if c.name != "base"][:NAMED]
    return " · ".join(f"{format_value(c.value)} {find_phrase(c.name)[1]}" for c in named)


def _quote_phrases(block: Block) -> str:
    return " · ".join(f"“{_flatten(p.text)}” ({describe_phrase(p)})" for p in block.phrases)


def _list_field(field: Field, width: int) -> Iterator[Text]:
    """The field, then every value that the page offers for it, the chosen ones marked.

    Long values are cut off, so that what says where they come from is seen.
    """
    if not (field.shown or field.candidates):
        return
    yield Text(field.label, "bold")
    if not any(c.chosen for c in field.candidates):
        yield from (Text(f"+ {_flatten(line)}", "green") for line in field.shown)
    sources: dict[str, list[str]] = {}
    for c in field.candidates:
        sources.setdefault(c.value, []).append(c.source)
    chosen = {c.value for c in field.candidates if c.chosen}
    for value, names in sources.items():
        mark, style = ("+", "green") if value in chosen else (" ", "dim")
        line = Text(f"{mark} {_flatten(value)}", style)
        source = Text(f"  ({', '.join(names)})")
        line.truncate(max(NARROW // 2, width - source.cell_len), overflow="ellipsis")
        yield line.append_text(source)


def _flatten(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", text).split())
