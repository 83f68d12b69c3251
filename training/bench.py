"""Quality and cost on labelled pages, other extractors beside: python -m training.bench CORPUS_DIR

Each page goes to every extractor in turn; the order rotates, so that a busy machine touches all alike. `cost`
is the CPU time over that of lxml's parse. The weights that ship were fitted on these pages: with
`--predictions OUT_DIR`, where `crossval` wrote, the quality is that of the out-of-fold extractions.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from extract.compare.labels import read_label
from extract.compare.measures import score_body, summarise
from training.corpora import LabelledPage, list_corpora, read_corpus

Extractor = Callable[[bytes, str | None], str | None]
PARSE, OURS = "lxml parse", "cleancopy"
COLUMNS = ("F1", "exact", "words", "segF1")


def parse_page(html: bytes, url: str | None) -> None:
    """The yardstick: a parse and nothing else."""
    from lxml import etree

    etree.fromstring(html or b"<p>", etree.HTMLParser(huge_tree=True))


def run_ours(html: bytes, url: str | None) -> str | None:
    """cleancopy, with all metadata."""
    from extract import extract

    return extract(html, url=url).body


def run_trafilatura(html: bytes, url: str | None) -> str | None:
    """trafilatura, with all metadata."""
    from trafilatura import bare_extraction

    document: Any = bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    return None if document is None else str(document.text)


def run_readability(html: bytes, url: str | None) -> str | None:
    """readability-lxml; its result is markup, of which the text is taken."""
    from lxml import etree
    from lxml.html import fromstring
    from readability import Document

    tree = fromstring(Document(html.decode("utf-8", "replace")).summary() or "<p></p>")
    return str(etree.tostring(tree, method="text", encoding="unicode"))


def run_resiliparse(html: bytes, url: str | None) -> str | None:
    """resiliparse, its main content mode."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html.decode("utf-8", "replace"), main_content=True, alt_texts=False))


PEERS: dict[str, tuple[str, Extractor]] = {
    "trafilatura": ("trafilatura", run_trafilatura),
    "readability": ("readability", run_readability),
    "resiliparse": ("resiliparse", run_resiliparse),
}


@dataclass
class Tally:
    """What one extractor did: (truth, body) a page, CPU seconds, and the pages that it raised on."""

    rows: list[tuple[dict[str, Any], str | None]] = field(default_factory=list)
    seconds: float = 0.0
    errors: int = 0


def main(argv: list[str] | None = None) -> int:
    """Print one table a corpus."""
    parser = argparse.ArgumentParser(prog="bench", description="Quality and cost on labelled pages.")
    parser.add_argument("corpus", type=Path, help="the folder with NAME.tar.xz")
    parser.add_argument("names", nargs="*", help="the corpora in it, all if none is named")
    parser.add_argument("--predictions", type=Path, metavar="DIR", help="what crossval wrote")
    parser.add_argument("--pages", type=int, metavar="N", help="only the first N pages of each corpus")
    options = parser.parse_args(argv)
    names = options.names or list_corpora(options.corpus)
    if not names:
        print(f"bench: {options.corpus} holds no NAME.tar.xz", file=sys.stderr)
        return 1
    extractors: dict[str, Extractor] = {PARSE: parse_page, OURS: run_ours}
    extractors |= {name: run for name, (module, run) in PEERS.items() if find_spec(module)}
    if options.predictions is None:
        print("The weights have seen these pages: only the cost means something for cleancopy.\n")
    for name in names:
        pages = islice(read_corpus(options.corpus, name), options.pages)
        tallies = run_corpus(pages, extractors)
        if options.predictions is not None:
            replace_by_predictions(tallies[OURS], options.predictions / f"{name}.jsonl")
        print_table(name, tallies)
    return 0


def run_corpus(pages: Iterable[LabelledPage], extractors: dict[str, Extractor]) -> dict[str, Tally]:
    """Every page through every extractor."""
    tallies = {name: Tally() for name in extractors}
    names = list(extractors)
    for number, page in enumerate(pages):
        if not number:
            for run in extractors.values():
                run_page(page, run, Tally())  # what is paid once a process is not a page's cost
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            run_page(page, extractors[name], tallies[name])
    return tallies


def run_page(page: LabelledPage, run: Extractor, tally: Tally) -> None:
    """One page through one extractor; one that raises has found nothing."""
    start = time.process_time()
    try:
        body = run(page.html, page.truth.get("url"))
    except Exception:  # peers raise what they like, and the table counts it
        body = None
        tally.errors += 1
    tally.seconds += time.process_time() - start
    tally.rows.append((page.truth, body))


def replace_by_predictions(tally: Tally, path: Path) -> None:
    """Set the out-of-fold extractions in the place of those by the weights that ship."""
    with path.open(encoding="utf-8") as lines:
        bodies = {row["id"]: row.get("body") for row in map(json.loads, lines)}
    tally.rows = [(truth, bodies.get(truth["id"])) for truth, _ in tally.rows]


def print_table(name: str, tallies: dict[str, Tally]) -> None:
    """One row an extractor; a dash where there is nothing to measure."""
    count = len(next(iter(tallies.values())).rows)
    print(f"{name} ({count} pages)".ljust(28), *(f"{c:>7}" for c in (*COLUMNS, "cost", "errors")))
    for extractor, tally in tallies.items():
        figures = (
            {}
            if extractor == PARSE
            else summarise(score_body(read_label(truth), body) for truth, body in tally.rows)
        )
        cells = [f"{figures[c]:7.3f}" if c in figures else f"{'-':>7}" for c in COLUMNS]
        cost = tally.seconds / (tallies[PARSE].seconds or 1.0)
        print(extractor.ljust(28), *cells, f"{cost:7.1f}", f"{tally.errors:7}", flush=True)
    print()


if __name__ == "__main__":
    sys.exit(main())
