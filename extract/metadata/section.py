"""The part of the site that the article is filed under."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extract.metadata.evidence import JSON_LD, Evidence, clean_text, has_type
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
    return next((text for _, text in list_sections(evidence)), None)


def list_sections(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Those that may be one, in the order in which they are believed, with their sources."""
    title = flatten(evidence.headline.text or "")
    for read in CANDIDATES:
        for source, value in read(evidence):
            text = (clean_text(value) or "").partition(",")[0].strip() or None
            if text is None or len(text) > MAX_SECTION or text.startswith("http"):
                continue
            plain = flatten(text)
            if plain and plain != title and plain not in evidence.sites and text.casefold() not in HOME:
                yield source, text


def _from_story(evidence: Evidence) -> Iterator[tuple[str, object]]:
    for value in evidence.read_story("articleSection"):
        for section in value if isinstance(value, list) else (value,):
            yield JSON_LD, section


def _from_meta(evidence: Evidence) -> Iterator[tuple[str, object]]:
    yield from evidence.list_meta(META)


def _from_breadcrumbs(evidence: Evidence) -> Iterator[tuple[str, object]]:
    """The step before the article's own on the way from the home page."""
    for item in evidence.page.json_ld:
        steps = item.get("itemListElement")
        if not has_type(item, ("BreadcrumbList",)) or not isinstance(steps, list):
            continue
        names = [_read_step(step) for step in steps[:20]]
        yield from (("breadcrumbs", name) for name in reversed(names) if name)


def _read_step(step: object) -> str | None:
    if not isinstance(step, dict):
        return None
    inner = step.get("item")
    name = step.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
    return name if isinstance(name, str) else None


# In the order in which they are believed.
CANDIDATES: tuple[Callable[[Evidence], Iterator[tuple[str, object]]], ...] = (
    _from_story,
    _from_meta,
    _from_breadcrumbs,
)
