"""The text of what page data lists: items that are paragraphs, hold them in pieces, or are something else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extract.body.blocks import clean_line
from extract.body.stated.objects import KIND_KEYS, is_teaser, read_kinds, read_last_word
from extract.body.stated.text import MAX_TAGS, is_ended, read_text

MAX_GATHERED = 600_000  # strings, lists and objects
MAX_DEPTH = 16  # of one item
FRAGMENT = 10  # what a fragment of HTML costs beside its own tags, in tags

# Where an item keeps its text, by the last word of the key.
_TEXT_KEYS = frozenset(
    (
        "text content contents html value body paragraph paragraphs copy children blocks items elements "
        "components data model attributes attrs fields nodes props rich rendered document rows "
        "basic sections chunks raw markup inner string article story"
    ).split()
)
_PARAGRAPH_KINDS = frozenset("paragraph p heading h1 h2 h3 h4 h5 h6 subheading subhead".split())
# These may hold one paragraph in pieces, or several.
_HOLDER_KINDS = frozenset("block header li listitem list_item list-item blockquote quote unstyled".split())
# Items of these kinds stand amid the text of an article without being a part of it.
_OTHER_KINDS = frozenset(
    (
        "image img picture photo figure gallery slideshow video audio podcast embed embedded iframe ad ads "
        "advert advertisement advertising banner related recirc teaser teasers promo card newsletter signup "
        "subscribe byline author authors contributor bio person caption credit tweet twitter facebook instagram "
        "youtube social share tags tag topic topics breadcrumb breadcrumbs menu nav navigation comment "
        "comments widget poll quiz login paywall button cta footer player media pullquote pull interstitial"
    ).split()
)


class Gatherer:
    """Gathers the texts of items; how much work is left for those of one page is its state.

    `entities` are the objects that a reference may name, those of the value that is being searched.
    """

    def __init__(self) -> None:
        self.entities: Mapping[str, Any] = {}
        self._left = MAX_GATHERED
        self._tags = MAX_TAGS
        self._read: dict[str, tuple[str, ...]] = {}

    def read_string(self, text: str) -> tuple[str, ...]:
        """The paragraphs of a string, which lists within lists may ask for again."""
        if text not in self._read:
            if tags := text.count("<") + text.count("&lt;"):
                self._tags -= tags + FRAGMENT
            self._read[text] = read_text(text) if self._tags >= 0 else ()
        return self._read[text]

    def gather_list(self, items: list[Any], depth: int = 0) -> list[str]:
        """The paragraphs of all items of a list that is itself `depth` levels inside an item."""
        texts: list[str] = []
        for item in items:
            self._gather(item, depth, texts)
        return _join_fragments(texts)

    def _gather(self, node: Any, depth: int, out: list[str]) -> None:
        """Append the texts of one item, paragraph by paragraph, without those of its other members."""
        self._left -= 1
        if self._left < 0 or depth > MAX_DEPTH:
            return
        if isinstance(node, str):
            out.extend(self.read_string(node) if "<" in node or "\n" in node or "&" in node else (node,))
        elif isinstance(node, list):
            out.extend(self.gather_list(node, depth + 1))
        elif isinstance(node, dict):
            self._gather_object(node, depth, out)

    def _gather_object(self, node: dict[str, Any], depth: int, out: list[str]) -> None:
        reference = node.get("__ref") or (node.get("id") if node.get("type") == "id" else None)
        if isinstance(reference, str) and isinstance(self.entities.get(reference), dict):
            node = self.entities[reference]
        kinds = read_kinds(node)
        if kinds & _OTHER_KINDS or is_teaser(node) or any(k in node for k in ("author", "user", "byline")):
            return
        texts: list[str] = []
        for key, value in node.items():
            if isinstance(value, str | list | dict) and value and read_last_word(key) in _TEXT_KEYS:
                if isinstance(value, str) and (key in KIND_KEYS or _looks_coded(value)):
                    continue
                self._gather(value, depth + 1, texts)
                if texts and isinstance(value, str):
                    break  # the same text in another form may follow
        if len(texts) > 1 and (
            kinds & _PARAGRAPH_KINDS or (kinds & _HOLDER_KINDS and not any(map(is_ended, texts[:-1])))
        ):
            texts = ["".join(texts)]
        out.extend(texts)


def _looks_coded(text: str) -> bool:
    """Whether a string is an address, a name of code or the like."""
    return " " not in text.strip() and text.isascii() and not text.endswith((".", "!", "?"))


def _join_fragments(texts: list[str]) -> list[str]:
    """The texts as paragraphs: in one where they are pieces of one, cut at blanks or amid a sentence."""
    if len(texts) > 1 and any(t[:1] == " " or t[-1:] == " " for t in texts):
        loose = sum(not is_ended(t) for t in texts[:-1])
        if loose * 2 >= len(texts) - 1:
            return [clean_line("".join(texts))]
    return [line for t in texts if (line := clean_line(t))]
