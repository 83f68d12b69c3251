"""The page of `explain` in a headless Chromium: filters, jumps, keyboard, contrast, landmarks, hostile text.

`make test-browser` installs what this needs and runs it; the other tests do without a browser.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from extract import Article, Block, explain
from extract.render.explain import render_explanation
from tests.test_explain import HOSTILE_PAGE, build_article, explain_fixture

NAMES = ("arc", "pangea-fa-rtl", "statistics-table", "hidden-duplicates")
SCHEMES = ("light", "dark")
LEAST_CONTRAST = 4.5
# Every visible element with text of its own whose contrast is too low: what it says, and the ratio.
FAINT = """least => {
    const parse = color => color.match(/[\\d.]+/g).map(Number);
    const light = color => {
        const [r, g, b] = parse(color).map(c => c / 255).map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const ground = element => {
        for (let e = element; e; e = e.parentElement) {
            const color = getComputedStyle(e).backgroundColor;
            if (parse(color)[3] !== 0) return color;
        }
        return "rgb(255, 255, 255)";
    };
    const faint = [];
    for (const e of document.querySelectorAll("body *")) {
        if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
        const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
        const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        if (ratio < least) faint.push([e.textContent.slice(0, 40), ratio]);
    }
    return faint;
}"""
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or Playwright's own."""
    with sync_playwright() as driver:
        system = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=system, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """`open_page("arc", color_scheme="dark")`: a fixture's explanation; nothing else may be fetched or logged."""
    contexts, faults = [], []

    def open_one(name: str, article: Article | None = None, **options: Any) -> Page:
        file = tmp_path / f"{name}.html"
        file.write_bytes(render_explanation(article or explain_fixture(name), "html"))
        context = browser.new_context(**options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda request: request.url.startswith(file.as_uri()) or faults.append(request.url))
        tab.on("console", lambda message: faults.append(message.text))
        tab.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        tab.goto(file.as_uri())
        return tab

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize("name", NAMES)
def test_filters_work_without_script(open_page: Open, name: str) -> None:
    tab = open_page(name, java_script_enabled=False)
    expected = {"all": "li", "kept": ".kept", "dropped": ".dropped", "near the line": ".near"}
    for label, selector in expected.items():
        tab.get_by_role("group", name="Show").get_by_label(label).check()
        visible = tab.locator(".blocks > li:visible").count()
        assert visible == tab.locator(f".blocks > {selector}").count()


@pytest.mark.parametrize("name", NAMES)
def test_jumps_lead_from_the_article_to_its_block_and_back(open_page: Open, name: str) -> None:
    tab = open_page(name, viewport={"width": 390, "height": 800})
    tab.get_by_label("dropped").check()
    mark = tab.locator("a.why").last
    block = tab.locator(mark.get_attribute("href"))
    assert not block.is_visible()
    mark.click()
    assert block.is_visible()
    assert is_in_view(block)
    block.locator("summary").click()
    block.get_by_role("link", name="its place in the article").click()
    assert is_in_view(mark)


def is_in_view(locator: Locator) -> bool:
    return bool(
        locator.evaluate(
            "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight }"
        )
    )


def test_the_keyboard_reaches_everything(open_page: Open) -> None:
    tab = open_page("arc")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the blocks"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "show-all"
    tab.keyboard.press("ArrowRight")
    assert tab.locator(".blocks > .dropped:visible").count() == 0
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.locator("details[open]").count() == 1


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", NAMES)
def test_contrast_is_enough(open_page: Open, name: str, scheme: str) -> None:
    tab = open_page(name, color_scheme=scheme)
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert tab.evaluate(FAINT, LEAST_CONTRAST) == []
    assert tab.evaluate(FAINT, 22) != []


@pytest.mark.parametrize("width", [320, 390, 800, 1400])
@pytest.mark.parametrize("name", NAMES)
def test_no_width_makes_the_page_scroll_sideways(open_page: Open, name: str, width: int) -> None:
    tab = open_page(name, viewport={"width": width, "height": 800})
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_table_scrolls_in_its_place(open_page: Open) -> None:
    table = Block("table", " | ".join(["Kilometrage"] * 12), True, 1.0)
    tab = open_page("wide", build_article(table), viewport={"width": 390, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert tab.get_by_role("region", name="Table").evaluate("e => e.scrollWidth > e.clientWidth")


def test_landmarks_and_headings_tell_the_parts(open_page: Open) -> None:
    tab = open_page("arc")
    assert tab.get_by_role("banner").count() == tab.get_by_role("main").count() == 1
    for name in ("The article", "The metadata", "The blocks of the page"):
        region = tab.get_by_role("region", name=name)
        assert region.get_by_role("heading", level=2, name=name).count() == 1
    assert tab.get_by_role("heading", level=1).count() == 1
    assert tab.get_by_role("radio").count() == 4
    first = next(i for i, block in enumerate(explain_fixture("arc").blocks, 1) if block.kept)
    assert tab.get_by_role("link", name=f"Why it was kept: block {first}", exact=True).count() == 1
    assert tab.get_by_role("meter", name="confidence").count() == 1


def test_bars_show_the_size_of_a_reason(open_page: Open) -> None:
    tab = open_page("arc")
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    widths = dict(
        tab.evaluate("[...document.querySelectorAll('.blocks i')].map(i => [i.className, i.offsetWidth])")
    )
    sizes = [widths[name] for name in sorted(widths, key=lambda name: int(name[1:]))]
    assert len(set(sizes)) > 10
    assert sizes == sorted(sizes)


def test_nothing_in_the_blocks_is_counted(open_page: Open) -> None:
    """List items are numbered anew whenever a filter hides some, which takes minutes where there are thousands."""
    tab = open_page("arc")
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    displays = tab.evaluate(
        "[...document.querySelectorAll('.blocks li')].map(e => getComputedStyle(e).display)"
    )
    assert len(displays) > 100
    assert set(displays) == {"block"}


def test_right_to_left_text_runs_so_and_the_frame_does_not(open_page: Open) -> None:
    tab = open_page("pangea-fa-rtl")
    direction = "e => getComputedStyle(e).direction"
    for selector in ("#article p", "#article ul", "#article h3", "#blocks .kept .text"):
        assert tab.locator(selector).first.evaluate(direction) == "rtl"
    for selector in ("main", "summary", "fieldset"):
        assert tab.locator(selector).first.evaluate(direction) == "ltr"


def test_print_leaves_the_controls_out(open_page: Open) -> None:
    tab = open_page("arc")
    tab.emulate_media(media="print", color_scheme="dark")
    assert not tab.get_by_role("group", name="Show").is_visible()
    assert tab.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert tab.evaluate(FAINT, LEAST_CONTRAST) == []


def test_hostile_text_does_nothing(open_page: Open) -> None:
    tab = open_page("hostile", explain(HOSTILE_PAGE))
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    tab.locator("body").click()
    assert tab.locator("script, img, svg, iframe").count() == 0
    assert tab.locator("[onclick], [onerror], [onload], [style]").count() == 0
