"""The part of the site that the article is filed under."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extract.body.statements import has_type
from extract.metadata.evidence import JSON_LD, Evidence, clean_text, read_content
from extract.metadata.plain import flatten

META = (
    "articlesection", "ogarticlesection", "ogsection", "section", "sectionname", "parselysection",
    "cxenseparsesection", "prismsection", "dcsubject", "category", "pagecategory",
    "cxenseparserecscategory",
)  # fmt: skip
MAX_SECTION = 60
MAX_DEPTH = 3
NO_SECTION = frozenset((
    "undefined", "null", "none", "false", "true", "n/a", "uncategorized", "uncategorised", "unkategorisiert",
    "non classé", "sin categoría", "sin categorizar", "sem categoria", "senza categoria",
    "без рубрики", "без категории", "geen categorie", "niet gecategoriseerd", "bez kategorii", "nezařazené",
    "nezaradené", "χωρίς κατηγορία", "غير مصنف", "دسته‌بندی نشده", "ללא קטגוריה", "未分類", "未分类",
    "미분류", "chưa phân loại", "ikke kategoriseret", "okategoriserade", "ukategorisert", "fără categorie",
))  # fmt: skip
_AND = ("and", "&", "und", "et", "y", "e", "og", "och", "en", "i", "и", "та", "και", "ve")
_STEP = re.compile("[>»›]")
_PATH = re.compile(r"/?(?:[a-z0-9-]+/)+([a-z0-9-]+)/?")
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
            text = _read_name(value)
            if text is None or len(text) > MAX_SECTION or text.startswith("http"):
                continue
            plain, words = flatten(text), text.casefold()
            if not plain or plain.isdecimal() or words in HOME or words in NO_SECTION:
                continue
            # The last step of the way to the page is its headline, often cut.
            if plain not in evidence.sites and not (title.startswith(plain) and len(plain) * 3 > len(title)):
                yield source, text


def _read_name(value: object) -> str | None:
    """A section of one name; of several, the first of a list and the last of a way ("News > County")."""
    text = clean_text(value)
    if text is None or text.startswith("http"):
        return None
    names = [name.strip() for name in text.split(",")]
    # "Arts, Books and Music" is one name; a list has no words that join its last to the others.
    whole = 1 < len(names) < 4 and any(f" {word} " in f" {names[-1].casefold()} " for word in _AND)
    text = text if whole else names[0]
    path = _PATH.fullmatch(text)
    return path.group(1) if path is not None else _STEP.split(text)[-1].strip() or None


def _from_story(evidence: Evidence) -> Iterator[tuple[str, object]]:
    for value in evidence.read_story("articleSection"):
        yield from ((JSON_LD, section) for section in _flatten(value, 0))


def _flatten(value: object, depth: int) -> Iterator[object]:
    if isinstance(value, list) and depth < MAX_DEPTH:
        for item in value[:20]:
            yield from _flatten(item, depth + 1)
    else:
        yield value.get("name") if isinstance(value, dict) else value


def _from_meta(evidence: Evidence) -> Iterator[tuple[str, object]]:
    yield from evidence.list_meta(META)


def _from_breadcrumbs(evidence: Evidence) -> Iterator[tuple[str, object]]:
    """The step before the article's own on the way from the home page."""
    inner = [item.get("breadcrumb") for item in evidence.page.json_ld if has_type(item, ("WebPage",))]
    for item in (*evidence.page.json_ld, *inner):
        if not isinstance(item, dict) or not has_type(item, ("BreadcrumbList",)):
            continue
        steps = item.get("itemListElement")
        names = [_read_step(step) for step in (steps[:20] if isinstance(steps, list) else (steps,))]
        yield from (("breadcrumbs", name) for name in reversed(names) if name)
    marked = [item for item in evidence.items if item.name == "name" and item.kind == "ListItem"]
    texts = [read_content(item.element) for item in marked]
    yield from (("breadcrumbs", text) for text in reversed(texts[:20]))


def _from_items(evidence: Evidence) -> Iterator[tuple[str, object]]:
    for item in evidence.choose_own([i for i in evidence.items if i.name == "articlesection"]):
        yield "microdata", read_content(item.element)


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
    _from_items,
    _from_breadcrumbs,
)
