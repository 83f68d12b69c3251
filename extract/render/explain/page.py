"""Article → one HTML page that shows why: the article on one side, every block of the page on the other.

The page needs no network and no script, and its policy allows none: what a hostile page says can only ever
be text. Styles are allowed by their hash, so that bars get their widths from classes.
"""

from __future__ import annotations

import hashlib
import os
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from extract.article import Article
from extract.render.explain.account import (
    Account,
    count_verdicts,
    describe_phrase,
    format_value,
    list_accounts,
    list_fields,
    list_stretches,
)
from extract.render.text import encode_text

_FOLDER = os.path.dirname(__file__)
FULL_BAR = 2.0  # the value, in log-odds, of a bar in full width
STEPS = 20  # widths that a bar can have


@dataclass(frozen=True, slots=True)
class Run:
    """Kept blocks that are set together: a paragraph, or the items of a list, or the rows of a table."""

    type: str
    accounts: tuple[Account, ...]


def render_page(article: Article) -> bytes:
    """The page, in UTF-8."""
    accounts = list_accounts(article)
    css = _read("page.css")
    text = _load_template().render(
        article=article,
        stretches=list_stretches(accounts),
        runs=_list_runs(accounts) if article.body is not None else (),
        fields=list_fields(article),
        counts=count_verdicts(accounts),
        css=Markup(css),
        css_hash=b64encode(hashlib.sha256(css.encode()).digest()).decode(),
    )
    return encode_text(text)


def _list_runs(accounts: Sequence[Account]) -> list[Run]:
    kept = [account for account in accounts if account.block.kept]
    runs = groupby(kept, key=lambda a: (a.block.type, a.number if a.block.group is None else a.block.group))
    return [Run(type, tuple(run)) for (type, _), run in runs]


def _size_bar(value: float) -> int:
    """The width of a value's bar, in steps of a twentieth."""
    return min(STEPS, round(abs(value) / FULL_BAR * STEPS))


def _is_web_address(url: object) -> bool:
    """Whether an address may be a link: a page's own may be anything, also a script."""
    return isinstance(url, str) and re.match(r"https?://", url, re.I) is not None


@cache
def _load_template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"signed": format_value, "steps": _size_bar, "described": describe_phrase}
    environment.tests["web_address"] = _is_web_address
    return environment.get_template("page.html")


def _read(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()
