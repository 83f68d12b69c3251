"""`compare`: the measures, the layouts of labelled pages, the report, and what it says of what it cannot read."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cli
import extract
from extract.compare.labels import LabelError, read_label, read_url
from extract.compare.measures import Label, score_body, score_page, summarise
from tests.conftest import NO_ARTICLE, PAGE, TITLE, Result

Run = Callable[..., Result]
BODY = str(extract.extract(PAGE).body)  # whatever the weights of the day make of it
RIGHT = {"title": TITLE, "body": BODY}
WRONG = {"title": "Another headline", "body": BODY[: len(BODY) // 3], "url": "https://news.example/a b"}


def write_pair(folder: Path, name: str, label: object, page: bytes = PAGE) -> None:
    (folder / f"{name}.html").write_bytes(page)
    (folder / f"{name}.json").write_text(json.dumps(label), encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """The command in this very process, which is quicker, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run_here(*args: str | Path) -> Result:
        code = cli.main(list(map(str, args)))
        out, err = capfdbinary.readouterr()
        return Result(code, out, err.decode())

    return run_here


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """A folder with one page that is right and one that is not."""
    folder = tmp_path / "labelled"
    folder.mkdir()
    write_pair(folder, "right", RIGHT)
    write_pair(folder, "wrong", WRONG)
    return folder


def read_facts(result: Result) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(result.out)
    return facts


# Measures


@pytest.mark.parametrize(
    ("truth", "got", "f1", "exact"),
    [
        ("a b c d e", "a b c d e", 1.0, True),
        ("a b c d e", "A b, c d. E", 0.0, False),
        ("a b c d e", "a b c d", 2 / 3, False),
        ("a b", "a b", 1.0, True),
        ("", None, 1.0, True),
        ("", "a", 0.0, False),
        ("a", None, 0.0, False),
        ("渡し船が戻る", "渡し船が戻", 0.8, False),
    ],
)
def test_a_body_is_measured_by_shingles_of_four_words(
    truth: str, got: str | None, f1: float, exact: bool
) -> None:
    score = score_body(Label(body=truth), got).body
    assert score is not None
    assert (score.f1, score.exact) == (pytest.approx(f1), exact)


def test_figures_average_precision_and_recall_over_the_pages() -> None:
    pages = [("a b c d e", "a b c d"), ("a b c d", "a b c d e"), ("a b c d", None)]
    figures = summarise(score_body(Label(body=truth), got) for truth, got in pages)
    assert figures["P"] == pytest.approx((1 + 0.5) / 2)  # an empty body has no precision
    assert figures["R"] == pytest.approx((0.5 + 1 + 0) / 3)
    assert figures["F1"] == pytest.approx(2 * 0.75 * 0.5 / 1.25)
    assert (figures["exact"], figures["low"]) == (0, pytest.approx(1 / 3))


def test_segments_are_pooled() -> None:
    label = Label(must=("one  two", "three"), must_not=("four", "five"))
    scores = [score_body(label, "one two four"), score_body(label, "one two\nthree")]
    assert summarise(scores) == {"segF1": pytest.approx(2 * 3 / (2 * 3 + 1 + 1))}


def test_fields_are_measured_where_the_label_states_them() -> None:
    label = Label(title="“A day” – out", authors=("Ann Bo", "Cy Du"), published="2024-05-11")
    found = Label(title='"A Day" - Out', authors=("ANN BO",), published="2024-05-12")
    score = score_page(label, found)
    assert (score.title, score.authors, score.published) == (1, pytest.approx(2 / 3), 0)
    assert summarise([score, score_page(Label(), found)])["title"] == 1
    assert score_page(Label(), found).is_right


# Labels


def test_an_output_is_a_label() -> None:
    about = {"authors": [{"name": "Ann Bo", "url": None}], "date_published": "2024-05-11T07:15:00+02:00"}
    row = {"title": "T", "body": "B", "metadata": {"url": "https://news.example/", **about}, "extraction": {}}
    assert read_label(row) == Label("B", "T", ("Ann Bo",), "2024-05-11")
    assert read_url(row) == "https://news.example/"


def test_a_label_of_a_corpus() -> None:
    row = {
        "id": "1",
        "body": None,
        "authors": ["Ann Bo"],
        "published": "2024-05-11",
        "must": ["x"],
        "must_not": [],
    }
    assert read_label(row) == Label(None, None, ("Ann Bo",), "2024-05-11", ("x",))


def test_a_body_is_paragraphs_or_none_at_all() -> None:
    assert read_label({"body": ["a", "b"]}).body == "a\n\nb"
    assert read_label({"body": None}).body is None
    assert read_label({"body": None, "status": "no-article"}).body == ""
    assert read_label({"body": None, "extraction": {"status": "no-article"}}).body == ""


@pytest.mark.parametrize(
    "row",
    [
        {"title": 1},
        {"body": 1},
        {"body": [1]},
        {"metadata": [1]},
        {"authors": "Ann"},
        {"authors": [{}]},
        {"must": "x"},
    ],
)
def test_a_label_that_makes_no_sense_says_which_key(row: dict[str, Any]) -> None:
    with pytest.raises(LabelError, match=next(iter(row))):
        read_label(row)


# Layouts


def test_a_folder_of_pages_and_labels(run: Run, labelled: Path) -> None:
    facts = read_facts(run("compare", "--format", "json", labelled))
    assert (facts["figures"]["pages"], facts["figures"]["exact"], facts["figures"]["title"]) == (2, 0.5, 0.5)
    wrong, right = facts["pages"]
    assert (right["page"], right["F1"], right["exact"]) == (str(labelled / "right.html"), 1, True)
    assert (wrong["url"], wrong["exact"], wrong["title"]) == ("https://news.example/a b", False, 0)


def test_a_folder_of_cases(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "cases" / "ferry"
    case.mkdir(parents=True)
    (case / "page.html").write_bytes(PAGE)
    (case / "expected.json").write_text(json.dumps({**RIGHT, "body": BODY.split("\n\n")}), encoding="utf-8")
    facts = read_facts(run("compare", "--format", "json", "cases"))
    assert [(page["page"], page["exact"]) for page in facts["pages"]] == [("cases/ferry/page.html", True)]


def list_corpus() -> dict[str, bytes]:
    rows = [{"id": "1", **RIGHT}, {"id": "2", **WRONG}]
    truth = "".join(json.dumps(row) + "\n" for row in rows).encode()
    return {"html/1.html": PAGE, "html/2.html": PAGE, "truth.jsonl": truth}


def write_folder(path: Path) -> None:
    for name, data in list_corpus().items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)


def write_tar(path: Path) -> None:
    with tarfile.open(path, "w:xz") as tar:
        for name, data in list_corpus().items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


def write_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in list_corpus().items():
            archive.writestr(name, data)


def write_lines(path: Path) -> None:
    rows = [{"html": PAGE.decode(), **label} for label in (RIGHT, WRONG)]
    path.write_text("\n\n".join(map(json.dumps, rows)), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "write", "pages"),
    [
        ("corpus", write_folder, ["corpus/html/2.html", "corpus/html/1.html"]),
        ("c.tar.xz", write_tar, ["c.tar.xz!html/2.html", "c.tar.xz!html/1.html"]),
        ("c.zip", write_zip, ["c.zip!html/2.html", "c.zip!html/1.html"]),
        ("rows.jsonl", write_lines, ["rows.jsonl, line 3", "rows.jsonl, line 1"]),
    ],
)
def test_other_layouts(
    run: Run, tmp_path: Path, name: str, write: Callable[[Path], None], pages: list[str]
) -> None:
    write(tmp_path / name)
    result = run("compare", name, "--format", "json", "--explain", "why", "--worst", "1")
    assert (result.code, result.err) == (0, "")
    facts = read_facts(result)
    assert [page["page"] for page in facts["pages"]] == pages
    assert [page["exact"] for page in facts["pages"]] == [False, True]
    assert [page["explained"] is not None for page in facts["pages"]] == [True, False]
    assert TITLE in (tmp_path / facts["pages"][0]["explained"]).read_text(encoding="utf-8")


def test_a_page_without_an_article_is_right_where_the_label_says_so(run: Run, tmp_path: Path) -> None:
    write_pair(tmp_path, "gone", {"status": "no-article", "body": None}, NO_ARTICLE)
    write_pair(tmp_path, "ferry", {"status": "no-article", "body": None})
    facts = read_facts(run("compare", "--format", "json", "."))
    assert [(page["page"], page["exact"]) for page in facts["pages"]] == [
        ("ferry.html", False), ("gone.html", True)
    ]  # fmt: skip


# Report


def test_the_table_shows_the_worst_and_the_command_to_look_at_it(
    run: Run, labelled: Path, tmp_path: Path
) -> None:
    result = run("compare", "labelled")
    assert (result.code, result.err) == (0, "")
    lines = result.out.decode().splitlines()
    assert lines[0] == "2 pages"
    assert lines[1].split() == ["F1", "exact", "low", "words", "title"]
    assert lines[2].split()[1] == "0.500"
    assert lines[-2].split()[1:] == ["no", *lines[-2].split()[2:3], "0.000", "labelled/wrong.html"]
    assert lines[-1].strip() == (
        "cleancopy explain --url 'https://news.example/a b' -o why.html labelled/wrong.html"
    )
    assert "right.html" not in result.out.decode()
    assert run(*["explain", "-o", "why.html", "labelled/wrong.html"]).code == 0


def test_worst_bounds_what_is_shown_and_explained(run: Run, labelled: Path, tmp_path: Path) -> None:
    assert "wrong.html" not in run("compare", "labelled", "--worst", "0").out.decode()
    shown = run("compare", "labelled", "--explain", "why", "--worst", "1").out.decode()
    assert [path.name for path in (tmp_path / "why").iterdir()] == ["01-labelled-wrong.html"]
    assert shown.splitlines()[-1].strip() == "why/01-labelled-wrong.html"


def test_names_in_the_table_cannot_command_the_terminal(run: Run, tmp_path: Path) -> None:
    write_pair(tmp_path, "a\x1b[31mred", WRONG)
    shown = run("compare", ".").out
    assert b"\\x1b[31mred" in shown
    assert b"\x1b" not in shown


def test_output_goes_to_a_file(run: Run, labelled: Path, tmp_path: Path) -> None:
    result = run("compare", "labelled", "-o", "figures.txt")
    assert (result.code, result.out) == (0, b"")
    assert (tmp_path / "figures.txt").read_text(encoding="utf-8").startswith("2 pages\n")


# What goes wrong


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "no PATH"),
        ((".", "--worst", "x"), "--worst x"),
        ((".", "--format", "html"), "--format html"),
        ((".", "--max-size", "0"), "--max-size 0"),
    ],
)
def test_wrong_usage(run: Run, args: tuple[str, ...], message: str) -> None:
    result = run("compare", *args)
    assert (result.code, result.out) == (2, b"")
    assert message in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere", "nowhere: no such file or folder"),
        ("page.html", "page.html: no folder, archive or JSON Lines"),
        ("empty", "empty: no page with a label beside it"),
        ("bare.zip", "bare.zip: the archive has no truth.jsonl"),
        ("broken.tar.gz", "broken.tar.gz: "),
    ],
)
def test_nothing_to_compare(run: Run, tmp_path: Path, path: str, message: str) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.tar.gz").write_bytes(b"no archive")
    with zipfile.ZipFile(tmp_path / "bare.zip", "w") as archive:
        archive.writestr("html/1.html", PAGE)
    result = run("compare", path)
    assert (result.code, result.out) == (3, b"")
    assert message in result.err
    assert result.err.count("\n") == 1


def test_what_cannot_be_read_is_named_and_the_rest_is_measured(run: Run, labelled: Path) -> None:
    (labelled / "alone.json").write_text("{}", encoding="utf-8")
    (labelled / "cut.html").write_bytes(PAGE)
    (labelled / "cut.json").write_text('{"title": ', encoding="utf-8")
    write_pair(labelled, "empty", RIGHT, b"")
    write_pair(labelled, "odd", {"body": 7})
    result = run("compare", "labelled", "--format", "json")
    assert result.code == 1
    assert [line.removeprefix("cleancopy: labelled/") for line in result.err.splitlines()] == [
        "alone.json: no page alone.html beside it",
        "cut.json: no JSON, or cut off",
        "odd.html: body is no list of texts",
        f"empty.html: {read_facts(result)['pages'][0]['error']}",
    ]
    assert (read_facts(result)["figures"]["pages"], read_facts(result)["figures"]["unread"]) == (3, 3)
    assert run("compare", "labelled", "-q").err == ""


def test_a_bad_line_costs_itself_alone(run: Run, tmp_path: Path) -> None:
    rows = ["[1]", json.dumps({"title": TITLE}), json.dumps({"html": PAGE.decode(), **RIGHT})]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    result = run("compare", "rows.jsonl", "--format", "json")
    assert (result.code, read_facts(result)["figures"]["pages"]) == (1, 1)
    assert result.err.splitlines() == [
        "cleancopy: rows.jsonl, line 1: no JSON object",
        "cleancopy: rows.jsonl, line 2: no text in a field html",
    ]


def test_pages_beyond_the_limit_are_refused_in_every_layout(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    write_pair(tmp_path / "folder", "ferry", {"title": TITLE})
    (tmp_path / "rows.jsonl").write_text(json.dumps({"html": PAGE.decode()}), encoding="utf-8")
    for path in ("folder", "rows.jsonl"):
        assert run("compare", path, "--max-size", str(len(PAGE))).code == 0
        result = run("compare", path, "--max-size", str(len(PAGE) - 1))
        assert (result.code, "--max-size" in result.err) == (3, True)


def test_labels_that_state_nothing_are_said(run: Run, tmp_path: Path) -> None:
    write_pair(tmp_path, "ferry", {"name": "a setting of something else"})
    assert run("compare", ".").out.splitlines()[1].startswith(b"their labels state nothing")


def test_a_page_that_cannot_be_explained_costs_no_other(
    monkeypatch: pytest.MonkeyPatch, run: Run, labelled: Path
) -> None:
    def fail(html: bytes, **options: str | None) -> extract.Article:
        raise KeyError("x")

    monkeypatch.setattr(extract, "explain", fail)
    result = run("compare", "labelled", "--explain", "why")
    assert (result.code, result.err) == (0, "")
    assert result.out.decode().splitlines()[-1].strip().startswith("cleancopy explain ")


def test_output_that_cannot_be_written(run: Run, labelled: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for options in (("-o", "no/such/folder"), ("--explain", "file")):
        result = run("compare", "labelled", *options)
        assert (result.code, result.err.count("\n")) == (4, 1)


def test_a_fault_on_one_page_does_not_cost_the_others(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], labelled: Path
) -> None:
    real = extract.extract

    def fail_on_wrong(html: bytes, **options: str | None) -> extract.Article:
        if options["url"] is not None:
            raise KeyError("x")
        return real(html, **options)

    monkeypatch.setattr(extract, "extract", fail_on_wrong)
    assert cli.main(["compare", str(labelled), "--format", "json"]) == 1
    out, err = capfd.readouterr()
    assert [page["exact"] for page in json.loads(out)["pages"]] == [False, True]
    assert "by a fault of cleancopy" in err
