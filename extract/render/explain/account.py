"""What the numbers of an explanation mean, in words: verdicts, reasons in their groups, fields.

The model's columns are named for its makers; `reasons.json` has a phrase for each, under the kind of thing
that it tells of. A phrase takes no side: which way it spoke is the sign of its value.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from extract.article import Article, Block, Candidate, Phrase

NEAR = 1.0  # a score this close to the line could easily have come out on the other side
CLEAR = 3.0  # a score so far from the line that few reasons say enough
REASONS, FEW_REASONS = 10, 5  # that are named singly
SMALL = 0.1  # a value below which a reason is not named singly
RULES = {
    "near-miss": "kept although it scored just under the line, as nearly all of the likely text did",
    "inside-article": "kept because it stands inside the article",
    "list-item": "kept because most items of its list are kept",
    "introduction": "kept because it leads to the list, quote, table or code below it",
    "between-equals": "kept because it stands between two paragraphs of the very same markup",
    "after-equals": "kept because it goes on in the markup of the paragraphs before it",
    "stated": "kept because it is in the text that the page states in JSON-LD",
    "live-entry": "kept because it stands in an entry of the live blog",
    "other-article": "dropped because it stands in another article of the same markup",
    "headline": "dropped because it is the headline, which stands in the title",
    "flat-caption": "dropped because in plain text its place and words are those of a caption",
    "repeat": "dropped because it repeats a block before it",
    "no-words": "dropped because it holds no words, only signs or the numbers of lines",
    "pull-quote": "dropped because it repeats words of the text around it",
    "signature": "dropped because it names who is quoted, and the quote is not kept",
    "no-article": "dropped because the page holds no article",
    "stated-body": "the body is the text that the page states in its data, not what it shows",
}
CORRECTIONS = {"keep": "kept by --keep", "drop": "dropped by --drop"}
# The fields that are chosen among candidates, in the order in which people look for them.
FIELDS = (
    "title", "authors", "date_published", "date_modified", "site_name", "section", "description", "keywords",
    "language", "page_type", "is_free", "canonical_url", "images",
)  # fmt: skip
LABELS = {
    "site_name": "site",
    "is_free": "free to read",
    "canonical_url": "canonical address",
    "images": "main picture",
}
LANGUAGES = 4  # that are named of those which share a phrase


@dataclass(frozen=True, slots=True)
class Reason:
    """A phrase and what it added to the score, in log-odds."""

    phrase: str
    value: float


@dataclass(frozen=True, slots=True)
class Group:
    """The reasons of one kind: their sum, the largest of them, and the number and sum of the others."""

    title: str
    value: float
    reasons: tuple[Reason, ...]
    rest: int
    rest_value: float

    @property
    def single(self) -> bool:
        """Whether the sum is that of one named reason."""
        return len(self.reasons) == 1 and not self.rest


@dataclass(frozen=True, slots=True)
class Account:
    """A block and why it was kept or dropped; `number` counts from 1, `rule` is what overruled its score."""

    number: int
    block: Block
    near: bool
    rule: str | None
    groups: tuple[Group, ...]

    @property
    def verdict(self) -> str:
        """kept or dropped."""
        return "kept" if self.block.kept else "dropped"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the metadata as it came out, and what the page offered for it.

    `shown` is the value as people read it, one text a line.
    """

    name: str
    value: Any
    shown: tuple[str, ...]
    candidates: tuple[Candidate, ...]

    @property
    def label(self) -> str:
        """What the field is called."""
        return LABELS.get(self.name, self.name.replace("_", " "))


def is_near(block: Block) -> bool:
    """Whether a block's score is a near miss, on either side of the line."""
    return bool(block.contributions) and abs(block.score) < NEAR


def list_accounts(article: Article) -> list[Account]:
    """The account of every block, in the page's order."""
    return [_account(number, block) for number, block in enumerate(article.blocks, 1)]


def _account(number: int, block: Block) -> Account:
    near = is_near(block)
    shown = FEW_REASONS if abs(block.score) > CLEAR and not block.rule else REASONS
    rule = None if block.rule is None else _describe_rule(block.rule)
    return Account(number, block, near, rule, _group_reasons(block, shown))


def _describe_rule(rule: str) -> str:
    """What a rule did; those of users have their selector behind their name."""
    name, _, selector = rule.partition(" ")
    return f"{CORRECTIONS[name]} {selector}" if selector else RULES[name]


def _group_reasons(block: Block, shown: int) -> tuple[Group, ...]:
    """The contributions by kind, weightiest kind first; the `shown` largest of the block are named."""
    parts: dict[str, list[Reason]] = {}
    named: dict[str, list[Reason]] = {}
    for place, (name, value) in enumerate(block.contributions):  # largest first
        title, phrase = find_phrase(name)
        reason = Reason(phrase, value)
        parts.setdefault(title, []).append(reason)
        if place < shown and abs(value) >= SMALL:
            named.setdefault(title, []).append(reason)
    groups = [_sum_up(title, reasons, named.get(title, ())) for title, reasons in parts.items()]
    return tuple(sorted(groups, key=lambda group: -abs(group.value)))


def _sum_up(title: str, reasons: Sequence[Reason], named: Sequence[Reason]) -> Group:
    value = sum(reason.value for reason in reasons)
    rest = value - sum(reason.value for reason in named)
    return Group(title, value, tuple(named), len(reasons) - len(named), rest)


def list_stretches(accounts: Sequence[Account]) -> list[tuple[bool, list[Account]]]:
    """The accounts in stretches: those that can be folded, being dropped for one and the same reason, and others."""
    stretches: list[tuple[bool, list[Account]]] = []
    for same, run in groupby(accounts, key=lambda a: len(a.block.contributions) == 1 and not a.rule):
        stretch = list(run)
        stretches.append((same and len(stretch) > 1, stretch))
    return stretches


def count_verdicts(accounts: Sequence[Account]) -> dict[str, int]:
    """How many blocks there are at all, kept, dropped, and near the line."""
    kept = sum(account.block.kept for account in accounts)
    near = sum(account.near for account in accounts)
    return {"all": len(accounts), "kept": kept, "dropped": len(accounts) - kept, "near": near}


def format_value(value: float) -> str:
    """A number with its sign, as people write it."""
    return f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")


def find_phrase(name: str) -> tuple[str, str]:
    """The title of the kind that a contribution belongs to, and its phrase."""
    return load_phrases()[name]


@cache
def load_phrases() -> dict[str, tuple[str, str]]:
    """For the name of each contribution the title of its kind and its phrase."""
    with open(os.path.join(os.path.dirname(__file__), "reasons.json"), "rb") as file:
        kinds = json.loads(file.read())
    return {
        name: (kind["title"], phrase) for kind in kinds.values() for name, phrase in kind["reasons"].items()
    }


def list_fields(article: Article) -> list[Field]:
    """The fields that are chosen among candidates; of the pictures, the main one is."""
    record = article.to_dict()
    values = {"title": record["title"], **record["metadata"]}
    return [
        Field(
            name, values[name], _show(values[name]), tuple(c for c in article.candidates if c.field == name)
        )
        for name in FIELDS
    ]


def _show(value: Any) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, str) or value is None:
        return (value,) if value else ()
    if value and isinstance(value[0], str):
        return (", ".join(value),)
    return tuple(item.get("name") or item["url"] for item in value if item.get("main", True))


def describe_phrase(phrase: Phrase) -> str:
    """`related; de, en`: the category of a phrase, and its languages."""
    named = phrase.languages[:LANGUAGES]
    more = "" if named == phrase.languages else f" and {len(phrase.languages) - len(named)} more"
    return f"{phrase.category.replace('_', ' ')}; {', '.join(named)}{more}"
