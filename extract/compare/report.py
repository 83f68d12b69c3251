"""A comparison as a table for people or as JSON for programs."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from extract.compare import Comparison, PageResult
from extract.render.json import render_json

FORMATS = ("text", "json")
COLUMNS = ("F1", "exact", "low", "words", "segF1", "title", "authors", "published")
PAGE_COLUMNS = ("F1", "exact", "words", "segF1", "title", "authors", "published")
_DIGITS = 4


def render_report(
    comparison: Comparison,
    format: str,
    *,
    worst: Sequence[PageResult],
    explained: Mapping[int, str],
    indent: bool = False,
) -> bytes:
    """The figures and pages in one of `FORMATS`, in UTF-8.

    The table shows the `worst` pages, JSON all. `explained` holds paths of their pages of `explain` by number.
    """
    if format == "json":
        return render_json(_build_facts(comparison, explained), indent=indent)
    return "".join(f"{line}\n" for line in _list_lines(comparison, worst, explained)).encode()


def _build_facts(comparison: Comparison, explained: Mapping[int, str]) -> dict[str, Any]:
    pages = [
        {
            "page": page.name,
            "url": page.url,
            **_list_values(page),
            "error": page.error,
            "explained": explained.get(page.number),
        }
        for page in comparison.pages
    ]
    figures = {name: _shorten(value) for name, value in comparison.figures.items()}
    counts = {"pages": len(pages), "unread": len(comparison.unread)}
    return {"figures": {**counts, **figures}, "pages": pages}


def _list_values(page: PageResult) -> dict[str, float | bool | None]:
    score = page.score
    text = score.body
    return {
        "F1": None if text is None else _shorten(text.f1),
        "exact": None if text is None else text.exact,
        "words": None if text is None else _shorten(text.words),
        "segF1": None if score.segments is None else _shorten(score.segments.f1),
        "title": _shorten(score.title),
        "authors": _shorten(score.authors),
        "published": _shorten(score.published),
    }


def _shorten(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _list_lines(
    comparison: Comparison, worst: Sequence[PageResult], explained: Mapping[int, str]
) -> list[str]:
    columns = [name for name in COLUMNS if name in comparison.figures]
    count = len(comparison.pages)
    lines = [f"{count} page" + "s" * (count != 1)]
    if not columns:
        return [*lines, "their labels state nothing that can be measured: title, body, authors or published"]
    lines += [
        _join_cells(columns, columns),
        _join_cells(columns, [f"{comparison.figures[name]:.3f}" for name in columns]),
    ]
    if not worst:
        return lines
    columns = [name for name in PAGE_COLUMNS if name in columns]
    lines += ["", f"the worst {len(worst)}" if len(worst) > 1 else "the worst", _join_cells(columns, columns)]
    for page in worst:
        values = _list_values(page)
        cells = _join_cells(columns, [_write_cell(values[name]) for name in columns])
        lines.append(f"{cells}  {_make_printable(page.name)}")
        if step := _find_next_step(page, explained):
            lines.append(f"    {_make_printable(step)}")
    return lines


def _join_cells(columns: Sequence[str], cells: Sequence[str]) -> str:
    return "  ".join(cell.rjust(max(5, len(name))) for name, cell in zip(columns, cells, strict=True))


def _write_cell(value: float | bool | None) -> str:
    if value is None:
        return "-"
    return ("no", "yes")[value] if isinstance(value, bool) else f"{value:.3f}"


def _find_next_step(page: PageResult, explained: Mapping[int, str]) -> str | None:
    """Why there is nothing, where the page's picture lies, or the command that makes it."""
    if page.error is not None:
        return page.error
    if page.number in explained:
        return explained[page.number]
    if not page.is_file:
        return None
    url = [] if page.url is None else ["--url", page.url]
    return shlex.join(["cleancopy", "explain", *url, "-o", "why.html", page.name])


def _make_printable(text: str) -> str:
    """Names and messages cannot command the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
