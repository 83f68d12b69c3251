"""Every example does what it says; those whose library is not installed are skipped (pandas, DuckDB and Scrapy
are too large for the developer's set-up).
"""

from __future__ import annotations

import importlib.util
import json
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extract import extract
from tests.conftest import LOOPBACK, NO_ARTICLE, PAGE, TITLE, Answer, Site, clean_environment
from tests.test_readme import ROOT

EXAMPLES = ROOT / "examples"
DAY = b'<meta property="article:published_time" content="2024-05-11T07:15:00+02:00"><title>'
DATED = PAGE.replace(b"<title>", DAY)
BODY = str(extract(DATED).body)  # whatever the weights of the day make of it
LIBRARIES = {
    "duckdb_query": "duckdb",
    "feed": "feedparser",
    "pandas_frame": "pandas",
    "scrapy_pipeline": "scrapy",
}


def load_example(name: str) -> dict[str, Any]:
    """What the example defines."""
    if name in LIBRARIES:
        pytest.importorskip(LIBRARIES[name])
    return runpy.run_path(str(EXAMPLES / f"{name}.py"))


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """The output of a batch: an article, and a page that holds none."""
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "ferry.html").write_bytes(DATED)
    (tmp_path / "saved" / "gone.html").write_bytes(NO_ARTICLE)
    run_python("-m", "cli", "batch", tmp_path / "saved", "-q", "-o", tmp_path / "news.jsonl")
    return tmp_path / "news.jsonl"


def run_python(*args: str | Path) -> str:
    done = subprocess.run(
        (sys.executable, *args), capture_output=True, text=True, env=clean_environment(), cwd=ROOT, check=True
    )
    return done.stdout


def run_example(name: str, *args: str | Path) -> str:
    """What the example prints, in a process of its own: large libraries leave traces in theirs."""
    if name in LIBRARIES and importlib.util.find_spec(LIBRARIES[name]) is None:
        pytest.skip(f"{LIBRARIES[name]} is not installed")
    return run_python(EXAMPLES / f"{name}.py", *args)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_examples_are_short_and_listed(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 30
    assert f"`{path.name}`" in (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert f"test_{path.stem}" in globals()


def test_pandas_frame(news: Path) -> None:
    (row,) = run_example("pandas_frame", news).splitlines()[1:]
    words = len(BODY.split())
    assert row.split(maxsplit=4) == ["2024-05-11", "05:15:00+00:00", "en", str(words), TITLE]


def test_duckdb_query(news: Path) -> None:
    words = float(len(BODY.split()))
    assert run_example("duckdb_query", news) == f"en\t1\t{words}\t2024-05-11\n"


def test_scrapy_pipeline() -> None:
    example = load_example("scrapy_pipeline")
    pipeline = example["ArticlePipeline"]()
    item = pipeline.process_item({"url": "https://news.example/ferry", "html": PAGE})
    assert (item["title"], item["metadata"]["url"]) == (TITLE, "https://news.example/ferry")
    for page in (NO_ARTICLE, b""):
        with pytest.raises(example["DropItem"], match=r"https://news\.example/gone: "):
            pipeline.process_item({"url": "https://news.example/gone", "html": page})


def test_feed(site: Site, tmp_path: Path) -> None:
    follow = load_example("feed")["follow_feeds"]
    output = tmp_path / "articles.jsonl"
    for names in (("a", "b"), ("b", "c")):  # the feed goes on, and drops what is old
        items = "".join(f"<item><link>{site.add(f'/{name}', Answer())}</link></item>" for name in names)
        feed = site.add("/feed", Answer(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()))
        assert follow(str(output), [feed], "-q", *LOOPBACK) == 0
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [record["metadata"]["url"] for record in records] == [site.url(f"/{name}") for name in "abc"]
    assert [path for path, _ in site.requests] == ["/feed", "/a", "/b", "/feed", "/c"]


def test_documents(news: Path) -> None:
    saved = news.parent / "saved"
    printed = run_example("documents", saved / "ferry.html", saved / "gone.html")
    (document,) = map(json.loads, printed.splitlines())
    assert document["page_content"] == BODY
    assert document["metadata"] == {
        "source": str(saved / "ferry.html"),
        "title": TITLE,
        "published": "2024-05-11T07:15:00+02:00",
        "passage": 1,
    }
    passages = list(load_example("documents")["load_documents"](str(saved / "ferry.html"), 10))
    assert [passage["page_content"] for passage in passages] == BODY.split("\n\n")
