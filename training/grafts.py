"""Pages made harder: foreign teasers, posts and comments set into a labelled page, and its markup worn down.

Pages that go wholly wrong on unseen sites are few among the labelled ones. These show the model what they
look like: text as good as the article's own, that is not the article. What is grafted comes from pages of
the same fold, so that cross-validation stays honest.
"""

from __future__ import annotations

import html
import random
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from extract.body.blocks import Layout

WORDS = (
    "x", "y", "unit", "wrap", "zone", "part", "area", "piece", "group", "cell", "inner", "sec", "main-col",
    "entry", "item", "story", "block", "text-block",
)  # fmt: skip
LABELS = (
    "More stories",
    "Latest",
    "Read also",
    "Comments",
    "Mehr",
    "En portada",
    "À lire",
    "最新",
    "Новости",
    "",
)
NAMES = ("Anna", "K. Berg", "mark77", "Lucía", "J. Doe", "reader_12", "Paweł", "Ольга", "Tom H.", "M. Sato")


@dataclass(frozen=True, slots=True)
class Donor:
    """Text of another labelled page."""

    title: str
    paragraphs: tuple[str, ...]


def make_donor(title: str | None, body: str) -> Donor | None:
    """A donor, if the page has a title and some paragraphs."""
    paragraphs = tuple(p for p in (line.strip() for line in body.split("\n")) if 40 < len(p) < 1500)
    return Donor(title, paragraphs[:12]) if title and len(paragraphs) >= 2 else None


def graft(
    root: _Element, layout: Layout, labels: Sequence[int], donors: Sequence[Donor], dice: random.Random
) -> None:
    """Change the tree in place: one foreign part beside, inside or before the article, and worn markup."""
    container = _article_element(layout, labels)
    if (
        container is None
        or container.getparent() is None
        or container.tag in ("body", "html", "p", "tr", "tbody")
    ):
        return
    kind = dice.choice(("teasers", "teasers", "teasers", "posts", "comments"))
    part = {"teasers": _make_teasers, "posts": _make_posts, "comments": _make_comments}[kind](donors, dice)
    place = dice.random()
    if place < 0.45:
        container.append(part)
    elif place < 0.85:
        tail, container.tail = container.tail, None
        container.addnext(part)
        part.tail = tail
    elif kind == "teasers":
        container.addprevious(part)
    else:
        container.append(part)
    if dice.random() < 0.5:
        _wear(root, dice)


def _article_element(layout: Layout, labels: Sequence[int]) -> _Element | None:
    """The smallest element that holds nine tenths of the body."""
    sizes: dict[int, int] = {}
    total = 0
    for block, label in zip(layout.blocks, labels, strict=True):
        if label:
            total += len(block.text)
            box = block.box
            sizes[box.index] = sizes.get(box.index, 0) + len(block.text)
    for box in reversed(layout.boxes):
        if box.parent is not None and box.index in sizes:
            sizes[box.parent.index] = sizes.get(box.parent.index, 0) + sizes[box.index]
    holding = [box for box in layout.boxes if sizes.get(box.index, 0) >= 0.9 * total > 0]
    return holding[-1].element if holding else None


def _name(dice: random.Random) -> str:
    return (
        f' class="{dice.choice(WORDS)}{dice.choice(("", "-a", "-2", "__in"))}"' if dice.random() < 0.7 else ""
    )


def _day(dice: random.Random) -> str:
    return f"{dice.randint(1, 28)}.{dice.randint(1, 12)}.20{dice.randint(10, 24)}"


def _build(markup: str) -> _Element:
    return etree.fromstring(markup, etree.HTMLParser())[0][0]


def _make_teasers(donors: Sequence[Donor], dice: random.Random) -> _Element:
    """A river: a head, mostly a link, then a summary, sometimes a date, an image, a byline."""
    outer, inner = dice.choice((("div", "div"), ("ul", "li"), ("section", "article"), ("div", "article")))
    head = dice.choice(("h2", "h3", "h4", "h3", "div", "p"))
    name, summary_name = _name(dice), _name(dice)
    summary = dice.choice(("p", "p", "div"))
    linked, dated, both = dice.random() < 0.85, dice.random() < 0.4, dice.random() < 0.3
    sentences = dice.choice((1, 1, 2, 3))
    label = dice.choice(LABELS)
    parts = [f"<{outer}{_name(dice)}>", f"<h2>{label}</h2>" if label else ""]
    for k in range(dice.randint(3, 12)):
        donor = dice.choice(donors)
        title = html.escape(donor.title)
        text = html.escape(" ".join(donor.paragraphs[:2])[: 130 * sentences].rsplit(" ", 1)[0])
        text += dice.choice((".", "…", "", "."))
        parts.append(f"<{inner}{name}>")
        parts.append(
            f'<{head}><a href="/n/{k}{dice.randint(100, 999)}">{title}</a></{head}>'
            if linked
            else f"<{head}>{title}</{head}>"
        )
        if dated:
            parts.append(f"<span>{_day(dice)}</span>")
        body = f'<a href="/n/{k}">{text}</a>' if both and linked else text
        parts.append(f"<{summary}{summary_name}>{body}</{summary}></{inner}>")
    return _build("".join(parts) + f"</{outer}>")


def _make_posts(donors: Sequence[Donor], dice: random.Random) -> _Element:
    """Whole other articles, as on pages that scroll on into older ones."""
    tag, head, name = (
        dice.choice(("div", "article", "section")),
        dice.choice(("h1", "h2", "h2", "h3")),
        _name(dice),
    )
    linked = dice.random() < 0.7
    parts = [f"<div{_name(dice)}>"]
    for k in range(dice.randint(1, 3)):
        donor = dice.choice(donors)
        title = html.escape(donor.title)
        title = f'<a href="/p/{k}">{title}</a>' if linked else title
        parts.append(f"<{tag}{name}><{head}>{title}</{head}>")
        if dice.random() < 0.6 or not linked:
            parts.append(f"<div>{dice.choice(NAMES)}, {_day(dice)}</div>")
        parts += [f"<p>{html.escape(p)}</p>" for p in donor.paragraphs[: dice.randint(2, 10)]]
        parts.append(f"</{tag}>")
    return _build("".join(parts) + "</div>")


def _make_comments(donors: Sequence[Donor], dice: random.Random) -> _Element:
    """A thread under neutral names."""
    outer, inner, name = *dice.choice((("div", "div"), ("ol", "li"), ("ul", "li"))), _name(dice)
    parts = [f"<{outer}{_name(dice)}>"]
    if dice.random() < 0.5:
        parts.append(
            f"<h3>{dice.choice(('Comments', 'Kommentare', 'Responses', 'Комментарии', 'Discussion'))}</h3>"
        )
    for _ in range(dice.randint(3, 14)):
        donor = dice.choice(donors)
        text = dice.choice(donor.paragraphs)[: dice.choice((80, 160, 400))]
        stamp = f"{_day(dice)} {dice.randint(0, 23)}:{dice.randint(10, 59)}"
        parts.append(
            f"<{inner}{name}><b>{dice.choice(NAMES)}</b> <span>{stamp}</span><p>{html.escape(text)}</p>"
            f"{dice.choice(('', '<a href=#>Reply</a>'))}</{inner}>"
        )
    return _build("".join(parts) + f"</{outer}>")


def _wear(root: _Element, dice: random.Random) -> None:
    """Take away what only some pages offer: class names, semantic tags, meta tags, paragraphs as such."""
    drop_names, drop_tags, drop_meta = dice.random() < 0.6, dice.random() < 0.5, dice.random() < 0.4
    for element in list(root.iter(etree.Element)):
        tag = element.tag
        if drop_names:
            for name in ("class", "id"):
                if name in element.attrib:
                    del element.attrib[name]
        if drop_tags and tag in (
            "article",
            "main",
            "section",
            "aside",
            "header",
            "footer",
            "nav",
            "figure",
            "figcaption",
        ):
            element.tag = "div"
        if drop_meta and tag in ("meta", "script"):
            tail = element.tail
            element.clear()
            element.tail = tail
