"""The part of the site that the article is filed under."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extract.metadata.evidence import Evidence, clean_text, has_type
from extract.metadata.plain import flatten

META = (
    "articlesection", "ogarticlesection", "ogsection", "section", "sectionname", "parselysection",
    "cxenseparsesection", "prismsection", "dcsubject", "category", "pagecategory",
    "cxenseparserecscategory",
)  # fmt: skip
MAX_SECTION = 60
HOME = frozenset((
    "home", "homepage", "start", "startseite", "accueil", "inicio", "início", "principal", "portada", "hem",
    "hjem", "forside", "etusivu", "strona główna", "domů", "domov", "početna", "naslovnica", "acasă",
    "начало", "главная", "головна", "αρχική", "anasayfa", "ana sayfa", "الرئيسية", "خانه", "ראשי", "होम",
    "首页", "首頁", "ホーム", "トップ", "홈", "trang chủ", "beranda", "hoofdpagina",
))  # fmt: skip


def read_section(evidence: Evidence) -> str | None:
    """The first stated section that is not the site, the home page or the headline."""
    title = flatten(evidence.headline.text or "")
    for _, read in CANDIDATES:
        for value in read(evidence):
            text = (clean_text(value) or "").partition(",")[0].strip() or None
            if text is None or len(text) > MAX_SECTION or text.startswith("http"):
                continue
            plain = flatten(text)
            if plain and plain != title and plain not in evidence.sites and text.casefold() not in HOME:
                return text
    return None


def _from_story(evidence: Evidence) -> Iterator[object]:
    for value in evidence.read_story("articleSection"):
        yield from value if isinstance(value, list) else (value,)


def _from_meta(evidence: Evidence) -> Iterator[object]:
    yield from evidence.read_meta(META)


def _from_breadcrumbs(evidence: Evidence) -> Iterator[object]:
    """The step before the article's own on the way from the home page."""
    for item in evidence.page.json_ld:
        steps = item.get("itemListElement")
        if not has_type(item, ("BreadcrumbList",)) or not isinstance(steps, list):
            continue
        names = [_read_step(step) for step in steps[:20]]
        yield from (name for name in reversed(names) if name)


def _read_step(step: object) -> str | None:
    if not isinstance(step, dict):
        return None
    inner = step.get("item")
    name = step.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
    return name if isinstance(name, str) else None


# In the order in which they are believed.
CANDIDATES: tuple[tuple[str, Callable[[Evidence], Iterator[object]]], ...] = (
    ("json-ld", _from_story),
    ("meta", _from_meta),
    ("breadcrumbs", _from_breadcrumbs),
)
