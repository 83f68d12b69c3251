"""The quality gate: python -m training.gate [CORPUS_DIR] fails where a figure is worse than its floor.

The cases of fixtures/ are always measured, and every corpus in CORPUS_DIR by the weights that ship. These were
fitted on the very pages: the figures tell a fall of the code, and nothing of how good it is; that is what
`crossval` is for. Sets without floors are shown and held to nothing.

`--write` makes the figures the new floors where they are better, and `--lower` also where they are worse; the
floors of sets that were not measured stay. Exits with 0 where nothing fell, 1 where something did, 2 where the
call is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from extract import extract
from extract.compare.labels import read_label
from extract.compare.measures import score_page, summarise
from training.cases import KNOWN_MISS, SET, read_cases
from training.corpora import LabelledPage, list_corpora, read_corpus
from training.floors import DIGITS, FIGURES, Change, Figures, Floors, compare, read_floors, write_floors

FIXTURES = Path(__file__).parent.parent / "fixtures"
FLOORS = Path(__file__).parent / "floors.json"
IN_SAMPLE = "The weights have seen the pages of the corpora: these figures tell falls, not how good it is."

Row = tuple[dict[str, Any], dict[str, Any]]  # what is known of a page, and what was found, by the same keys


def main(argv: list[str] | None = None) -> int:
    """Measure, compare, and print; or write the floors."""
    parser = argparse.ArgumentParser(prog="gate", description="Fail where a figure is worse than its floor.")
    parser.add_argument("corpus", type=Path, nargs="?", help="a folder with NAME.tar.xz, to be measured too")
    parser.add_argument("--write", action="store_true", help="make better figures the new floors")
    parser.add_argument("--lower", action="store_true", help="with --write: worse figures too")
    options = parser.parse_args(argv)
    if options.lower and not options.write:
        parser.error("--lower goes with --write")
    if options.corpus and not list_corpora(options.corpus):
        parser.error(f"{options.corpus} holds no NAME.tar.xz")
    if not FLOORS.exists() and not options.write:
        parser.error(f"{FLOORS.name} is missing; make floors writes it")
    floors = read_floors(FLOORS) if FLOORS.exists() else {}
    measured = measure_sets(options.corpus)
    changes = compare(floors, measured)
    print_changes("Worse than the floors", [change for change in changes if change.is_fall])
    print_changes("Better than the floors", [change for change in changes if not change.is_fall])
    print_sets("Without floors", measured.keys() - floors.keys())
    print_sets("Not measured", floors.keys() - measured.keys())
    command = f'make floors CORPUS="{options.corpus}"' if options.corpus else "make floors"
    if any(change.is_fall for change in changes) and not options.lower:
        print(f"gate: figures fell below their floors, and {FLOORS.name} stays as it is", file=sys.stderr)
        print(f"gate: mend the cause, or lower them on purpose: {command} ARGS=--lower", file=sys.stderr)
        return 1
    if options.write:
        write_floors(FLOORS, floors | measured)
        print(f"\n{FLOORS.name} is written.")
    elif changes or measured.keys() - floors.keys():
        print(f"\nTo hold these figures: {command}")
    return 0


def measure_sets(corpus: Path | None) -> Floors:
    """The figures of the cases and of each corpus, printed as they come."""
    if corpus:
        print(IN_SAMPLE)
    print_row("", {figure: figure for figure in FIGURES})
    measured = {}
    with Pool() as pool:
        for name, pages in read_sets(corpus):
            rows = list(pool.imap(extract_page, pages, chunksize=4))
            measured[name] = measure(rows)
            print_row(name, {figure: f"{value:g}" for figure, value in measured[name].items()})
            for truth, found in rows:
                if "error" in found:
                    print(f"gate: {name}/{truth['id']}: {found['error']}", file=sys.stderr)
    return measured


def read_sets(corpus: Path | None) -> Iterator[tuple[str, Iterator[LabelledPage]]]:
    """The pages of the cases, then of each corpus, each with its set's name."""
    yield SET, read_cases(FIXTURES)
    if corpus:
        for name in list_corpora(corpus):
            yield name, read_corpus(corpus, name)


def extract_page(page: LabelledPage) -> Row:
    """One page by the weights that ship; where it raises, nothing is found and `error` says why."""
    try:
        article = extract(page.html, url=page.truth.get("url"))
    except Exception as error:  # a fault of the code on one page is a figure like others
        return page.truth, {"error": f"{type(error).__name__}: {error}"}
    about = article.metadata
    found = {
        "title": article.title,
        "body": article.body,
        "authors": [author.name for author in about.authors],
        "published": (about.date_published or "")[:10] or None,
    }
    return page.truth, found


def measure(rows: list[Row]) -> Figures:
    """The figures of one set: those of `FIGURES` that its pages have a truth for."""
    figures: Figures = {
        "pages": len(rows),
        **summarise(score_page(read_label(truth), read_label(found)) for truth, found in rows),
        "errors": sum("error" in found for _, found in rows),
    }
    if cases := [truth for truth, _ in rows if KNOWN_MISS in truth]:
        figures["known misses"] = sum(bool(case[KNOWN_MISS]) for case in cases)
    return {name: round(figures[name], DIGITS) for name in FIGURES if name in figures}


def print_row(name: str, cells: dict[str, str]) -> None:
    """One set's figures under their names; a dash where there is nothing to measure."""
    print(name.ljust(14), *(cells.get(f, "-").rjust(max(len(f), 6) + 1) for f in FIGURES), flush=True)


def print_changes(heading: str, changes: list[Change]) -> None:
    """One line a figure: its floor, what it is now, and the difference."""
    if not changes:
        return
    print(f"\n{heading:30}{'floor':>10}{'now':>10}{'by':>10}")
    for change in changes:
        floor, now = change.floor, change.measured
        by = "new" if floor is None else "gone" if now is None else f"{round(now - floor, DIGITS):+g}"
        cells = ["-" if value is None else f"{value:g}" for value in (floor, now)]
        print(f"  {change.set:14}{change.figure:14}" + "".join(f"{cell:>10}" for cell in (*cells, by)))


def print_sets(heading: str, names: Iterable[str]) -> None:
    """The sets that something is to be said of."""
    if names:
        print(f"\n{heading}: {', '.join(sorted(names))}")


if __name__ == "__main__":
    sys.exit(main())
