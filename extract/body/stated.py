"""The article as the page states it outside its visible text: in JSON-LD, or in the data that its scripts
build the page from.

It is looked for only where the visible text is missing or plainly shorter than what is stated. Page data
has no common shape, so what is searched for is what all shapes share: a string of marked-up paragraphs, or
a list whose items hold running text, under an object that bears the page's headline.

Where both exist, the visible text is nearly always the better one: of 119 labelled pages with an
`articleBody`, the kept text had a token F1 of .98 against .97 at about equal length, and of .93 against .52
where the statement was 1.2 to 10 times as long, because statements hold the texts of embeds and inserts, too.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from lxml import etree
from lxml.etree import _Element

from extract.body.blocks import SKIPPED, Layout, clean_line
from extract.body.claims import read_letters
from extract.page import Page
from extract.page.head import mend_pairs, unescape

if TYPE_CHECKING:
    from bs4.element import PageElement

FROM_JSON_LD, FROM_DATA = "body-from-json-ld", "body-from-page-data"
SHORT = 80  # words: a body this short may be all that a page without its scripts shows
BARE = 20  # words: a body this short is none
MIN_STATED = 12  # words that a statement must have to be the body of a page without visible text
MIN_DATA = 50  # the same for what was found in page data
LONG = 300  # words: above, a body is whole whatever is stated
MUCH_LONGER = 2.0  # what a statement must be beside a body between the two
LONGER = 1.5  # a statement this many times as long as the visible text is the fuller one
MAX_TEXT = 1_000_000  # characters of one statement
MAX_TAGS = 60_000  # of one statement, and of all strings of page data; each costs some 25 µs
FRAGMENT = 10  # what a fragment costs beside its own tags, in tags
MAX_SCRIPT, MAX_SCRIPTS = 5_000_000, 10_000_000  # characters of one script, and of all
MAX_VALUES = 60  # JSON values of one script
MAX_NODES = 300_000  # of all page data together
MAX_GATHERED = 600_000
MAX_DEPTH = 16  # of one item of a list
SUBSET = 0.8  # a part that holds this much of the whole is the article without its surroundings
LONG_STRING = 200  # characters of a string that may be a whole article

_SCRIPTS = etree.XPath("//script[not(@src)]")
# What stands before a value: an assignment, or a call that parses a string.
_ASSIGNED = re.compile(r"[\w$\])\"']\s{0,5}=\s{0,5}(?:JSON\.parse\(\s{0,5})?(?=[\[{\"'])")
_SINGLE_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*+)'", re.S)
_BARE_QUOTE = re.compile(r'\\.|"', re.S)
_LITERAL = re.compile(r'"((?:[^"\\]|\\.){200,}+)"')
_DECODER = json.JSONDecoder(strict=False)
_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|blockquote|em|strong|a|span|b|i)\b[^<>]{0,2000}>", re.I)
_PARAGRAPHS = re.compile(r"<(?:p|br)\b", re.I)
_GAP = re.compile(r"\n\s*\n")
_KEY_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_ENDS = tuple(".!?…。！？।؟۔։።:;\"'”’»)]")


def _name(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What stands before and after the text of an element.
_BREAKS = dict.fromkeys(
    _name(
        "address article blockquote body center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li main "
        "ol p pre section table tr ul"
    ),
    "\n\n",
) | {"br": "\n", "td": " | ", "th": " | "}
_UNREAD = SKIPPED | {"figcaption", "caption"}

# Where an item of a list keeps its text, by the last word of the key.
_TEXT_KEYS = _name(
    "text content contents html value body paragraph paragraphs copy children blocks items elements "
    "components data model attributes attrs fields nodes props rich rendered document rows "
    "basic sections chunks raw markup inner string article story"
)
_BODY_KEYS = _name("body content contents text html article story rendered value markup")
_TITLE_KEYS = frozenset(("title", "headline", "headlines", "name", "hed", "heading"))
_LEAD_KEYS = _name(
    "standfirst lead lede intro ingress dek deck subheadline subheadlines subtitle chapo vorspann perex"
)
_KIND_KEYS = ("type", "_type", "__typename", "kind", "component", "blockType", "nodeType", "tag", "tagName")
_PARAGRAPH_KINDS = _name("paragraph p heading h1 h2 h3 h4 h5 h6 subheading subhead")
# These may hold one paragraph in pieces, or several.
_HOLDER_KINDS = _name("block header li listitem list_item list-item blockquote quote unstyled")
# Items of these kinds stand amid the text of an article without being a part of it.
_OTHER_KINDS = _name(
    "image img picture photo figure gallery slideshow video audio podcast embed embedded iframe ad ads "
    "advert advertisement advertising banner related recirc teaser teasers promo card newsletter signup "
    "subscribe byline author authors contributor bio person caption credit tweet twitter facebook instagram "
    "youtube social share tags tag topic topics breadcrumb breadcrumbs menu nav navigation comment "
    "comments widget poll quiz login paywall button cta footer player media pullquote pull interstitial"
)


class StatedBody(NamedTuple):
    """The paragraphs that the page states, and the warning that says where."""

    paragraphs: tuple[str, ...]
    warning: str

    @property
    def confidence(self) -> float:
        """The expected token F1; set by hand, for labelled pages hold too few such bodies."""
        return 0.9 if self.warning == FROM_JSON_LD else 0.8

    @property
    def text(self) -> str:
        """The paragraphs joined by a blank line."""
        return "\n\n".join(self.paragraphs)


class _Find(NamedTuple):
    """Paragraphs found in page data; `owner` is the object with the page's headline around them."""

    paragraphs: tuple[str, ...]
    words: int
    owner: Mapping[str, Any] | None


def find_stated(page: Page, layout: Layout, title: str | None, body: str | None) -> StatedBody | None:
    """The stated text, where it is plainly fuller than `body`, the visible text; else `None`."""
    if page.flat:
        return None
    words = count_words(body) if body else 0
    if words < LONG:
        stated = _read_json_ld(page, title, words)
        if stated is not None and (words < SHORT or _is_rest_unseen(stated, layout, words)):
            return stated
    return _read_data(page, title, words) if words < SHORT else None


def count_words(text: str) -> int:
    """The words of a text; two signs of a script without blanks count as one."""
    blanks = text.count(" ") + text.count("\n")
    return len(text) // 2 if blanks * 20 < len(text) else blanks + 1


def _is_rest_unseen(stated: StatedBody, layout: Layout, words: int) -> bool:
    """Whether a statement is much longer than the visible text and its second half is nowhere on the page.

    Where it is there, it was seen and not kept: statements often hold the texts of embeds and inserts, too.
    """
    text = read_letters(stated.text)
    if count_words(stated.text) < MUCH_LONGER * words:
        return False
    seen = read_letters("".join(block.text for block in layout.blocks))
    places = [len(text) * i // 20 for i in range(10, 20)]
    return sum(text[place : place + 25] in seen for place in places) <= 1


def _read_json_ld(page: Page, title: str | None, words: int) -> StatedBody | None:
    """The longest `articleBody`; where there are several, of those with the page's headline."""
    told = [(o, text) for o in page.json_ld if (text := _read_article_body(o))]
    if not told:
        return None
    if len({text for _, text in told}) > 1:
        told = [(o, text) for o, text in told if _bears(o, read_letters(title or ""))]
    text = max((text for _, text in told), key=len, default="")
    if not _is_fuller(count_words(text), words, MIN_STATED):
        return None
    paragraphs = _drop_title(read_text(text), title)
    if not _is_fuller(sum(map(count_words, paragraphs)), words, MIN_STATED):
        return None
    return StatedBody(paragraphs, FROM_JSON_LD)


def _read_article_body(item: Mapping[str, Any]) -> str:
    value = item.get("articleBody")
    if isinstance(value, list):
        value = "\n".join(v for v in value if isinstance(v, str))
    return value[:MAX_TEXT].strip() if isinstance(value, str) else ""


def _is_fuller(stated: int, words: int, least: int) -> bool:
    return stated >= least and stated > LONGER * words


def read_text(text: str) -> tuple[str, ...]:
    """The paragraphs of a stated text: by its markup, or by its line breaks where it has none."""
    if "&" in text and not _MARKUP.search(text):
        text = unescape(text)
    if not _MARKUP.search(text):
        return tuple(filter(None, map(clean_line, text.splitlines())))
    if not _PARAGRAPHS.search(text):  # inline markup alone: the lines are the paragraphs
        text = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return tuple(_read_markup(text)) if text.count("<") <= MAX_TAGS else ()


def _read_markup(text: str) -> Iterator[str]:
    """The paragraphs of a fragment of HTML."""
    for lines in _GAP.split("".join(_read_pieces(text))):
        paragraph = "\n".join(filter(None, map(clean_line, lines.strip(" |").split("\n"))))
        if paragraph:
            yield paragraph


def _read_pieces(text: str) -> Iterator[str]:
    """The text of a fragment of HTML piece by piece, with a blank line wherever a block begins or ends."""
    from bs4 import BeautifulSoup, Tag  # their import costs more than most pages
    from bs4.element import PreformattedString

    numbers: Counter[int] = Counter()  # of the items of each list so far
    marker = ""
    left: list[PageElement | str] = [BeautifulSoup(" ".join(text.split()), "lxml")]
    while left:
        node = left.pop()
        if isinstance(node, Tag):
            if node.name in _UNREAD or node.has_attr("hidden"):
                continue
            if node.name == "li":
                numbers[id(node.parent)] += 1
                ordered = node.parent is not None and node.parent.name == "ol"
                marker = f"{numbers[id(node.parent)]}. " if ordered else "- "
            gap = _BREAKS.get(node.name, "")
            yield gap if gap == "\n\n" else ""
            left += (gap, *reversed(node.contents))
        elif isinstance(node, str) and not isinstance(node, PreformattedString):
            if marker and node.strip():
                yield marker
                marker = ""
            yield node


def _drop_title(paragraphs: Sequence[str], title: str | None) -> tuple[str, ...]:
    """Without the headline at the beginning, and nothing long twice."""
    plain = read_letters(title or "")
    seen: set[str] = set()
    kept = []
    for i, paragraph in enumerate(paragraphs):
        letters = read_letters(paragraph)
        if not letters or (i < 2 and letters == plain) or (len(letters) > 40 and letters in seen):
            continue
        seen.add(letters)
        kept.append(paragraph)
    return tuple(kept)


def _read_data(page: Page, title: str | None, words: int) -> StatedBody | None:
    """The article in the data of the page's scripts."""
    wanted = read_letters(title or "")
    search = _Search(wanted)
    size = 0
    for script in cast("list[_Element]", _SCRIPTS(page.root)):
        text = script.text or ""
        size += len(text)
        if len(text) < LONG_STRING or len(text) > MAX_SCRIPT or "ld+json" in (script.get("type") or ""):
            continue
        if size > MAX_SCRIPTS:
            break
        for value in parse_values(text):
            search.walk(value)
    best = search.choose(words < BARE and _says_article(page))
    if best is None:
        return None
    paragraphs = _drop_title(_read_lead(best) + best.paragraphs, title)
    if not _is_fuller(sum(map(count_words, paragraphs)), words, MIN_DATA):
        return None
    return StatedBody(paragraphs, FROM_DATA)


def _says_article(page: Page) -> bool:
    """Whether the page's head says that it is an article."""
    return page.meta.get("og:type", ("",))[0] == "article" or "article:published_time" in page.meta


def parse_values(text: str) -> Iterator[Any]:
    """The JSON values of a script: all of it, or what it assigns; of other code, its long strings."""
    text = mend_pairs(text.strip().rstrip(";"))
    if text[:1] in "[{":
        value = _decode(text, 0)[0]
        if value is not None:
            yield _resolve_flat(value)
            return
    position = found = 0
    for _ in range(MAX_VALUES):
        match = _ASSIGNED.search(text, position)
        if match is None:
            break
        value, end = _decode(text, match.end())
        position = max(end, match.end())
        if isinstance(value, str) and value[:1] in ("{", "[", "%"):
            value = _decode_string(value)
        if isinstance(value, dict | list) and value:
            found += 1
            yield value
    if not found and "function" in text[:2000]:
        literals = (_decode(f'"{raw}"', 0)[0] for raw in _LITERAL.findall(text))
        yield {"body": [s for s in literals if isinstance(s, str) and _PARAGRAPHS.search(s)]}


def _decode(text: str, start: int) -> tuple[Any, int]:
    """The JSON value at `start` and where it ends; `None` where there is none."""
    if text[start : start + 1] == "'":
        match = _SINGLE_QUOTED.match(text, start)
        if match is None:
            return None, start
        raw = match[1].replace("\\'", "'")
        text, start = '"' + _BARE_QUOTE.sub(lambda m: '\\"' if m[0] == '"' else m[0], raw) + '"', 0
        return _decode(text, 0)[0], match.end()
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start


def _decode_string(value: str) -> Any:
    if value[0] == "%":
        from urllib.parse import unquote

        value = unquote(value)
    return _decode(mend_pairs(value), 0)[0]


def _resolve_flat(value: Any) -> Any:
    """Data that was flattened to one list, whose objects name their parts by number, put together again."""
    if not (isinstance(value, list) and len(value) > 3 and sum(isinstance(v, dict) for v in value) > 1):
        return value
    objects = [v for v in value if isinstance(v, dict) and v]
    numbers = sum(all(isinstance(n, int) for n in o.values()) for o in objects)
    if numbers * 2 < len(objects):
        return value
    whole: list[Any] = [type(v)() if isinstance(v, dict | list) else v for v in value]
    for raw, made in zip(value, whole, strict=True):
        if isinstance(raw, dict):
            made.update((k, whole[n]) for k, n in raw.items() if _is_place(n, whole))
        elif isinstance(raw, list):
            made.extend(whole[n] for n in raw if _is_place(n, whole))
    return whole


def _is_place(number: object, whole: Sequence[Any]) -> bool:
    return type(number) is int and 0 <= number < len(whole)


class _Search:
    """One search through the values of all scripts: what was found so far, and the work left."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.finds: list[_Find] = []
        self.nodes = MAX_NODES
        self.gathered = MAX_GATHERED
        self.tags = MAX_TAGS
        self.texts: dict[str, tuple[str, ...]] = {}
        self.entities: Mapping[str, Any] = {}

    def walk(self, value: Any) -> None:
        """Look at every string and list of a value, in order and without recursion."""
        self.entities = _find_entities(value)
        seen: set[int] = set()
        stack: list[tuple[Any, str, Mapping[str, Any] | None]] = [(value, "", None)]
        while stack and self.nodes > 0:
            self.nodes -= 1
            node, key, owner = stack.pop()
            if isinstance(node, str):
                self.take_string(node, key, owner)
            elif isinstance(node, dict) and id(node) not in seen:
                seen.add(id(node))
                if _bears(node, self.title):
                    owner = node
                elif _is_teaser(node):
                    owner = None
                stack.extend((v, str(k), owner) for k, v in reversed(node.items()) if v)
            elif isinstance(node, list) and id(node) not in seen:
                seen.add(id(node))
                self.take_list(node, owner)
                stack.extend((v, key, owner) for v in reversed(node) if v)

    def take_string(self, text: str, key: str, owner: Mapping[str, Any] | None) -> None:
        if not LONG_STRING <= len(text) <= MAX_TEXT:
            return
        marked = _PARAGRAPHS.search(text) is not None or "&lt;p" in text
        if marked or _last_word(key) in _BODY_KEYS:
            self.add(self.read(text), owner)
        elif text[0] in "{[" and self.nodes > 0:  # data in data
            value = _decode(text, 0)[0]
            if isinstance(value, list):
                self.take_list(value, owner)
            elif isinstance(value, dict):
                self.take_list([value], owner)

    def read(self, text: str) -> tuple[str, ...]:
        """The paragraphs of a string, which lists within lists may ask for again."""
        if text not in self.texts:
            if tags := text.count("<") + text.count("&lt;"):
                self.tags -= tags + FRAGMENT
            self.texts[text] = read_text(text) if self.tags >= 0 else ()
        return self.texts[text]

    def take_list(self, items: list[Any], owner: Mapping[str, Any] | None) -> None:
        if sum(isinstance(item, dict | str) for item in items[:50]) < 1 or len(items) > 5000:
            return
        texts: list[str] = []
        for item in items:
            self.gather(item, 0, texts)
        self.add(_join_fragments(texts), owner)

    def add(self, paragraphs: Sequence[str], owner: Mapping[str, Any] | None) -> None:
        words = sum(count_words(p) for p in paragraphs if is_prose(p))
        if words >= MIN_DATA // 2:
            self.finds.append(_Find(tuple(paragraphs), words, owner))

    def gather(self, node: Any, depth: int, out: list[str]) -> None:
        """Append the texts of one item, paragraph by paragraph, without those of its other members."""
        self.gathered -= 1
        if self.gathered < 0 or depth > MAX_DEPTH:
            return
        if isinstance(node, str):
            out.extend(self.read(node) if "<" in node or "\n" in node or "&" in node else (node,))
        elif isinstance(node, list):
            texts: list[str] = []
            for item in node:
                self.gather(item, depth + 1, texts)
            out.extend(_join_fragments(texts))
        elif isinstance(node, dict):
            self.gather_object(node, depth, out)

    def gather_object(self, node: dict[str, Any], depth: int, out: list[str]) -> None:
        reference = node.get("__ref") or (node.get("id") if node.get("type") == "id" else None)
        if isinstance(reference, str) and isinstance(self.entities.get(reference), dict):
            node = self.entities[reference]
        kinds = _read_kinds(node)
        if kinds & _OTHER_KINDS or _is_teaser(node) or any(k in node for k in ("author", "user", "byline")):
            return
        texts: list[str] = []
        for key, value in node.items():
            if isinstance(value, str | list | dict) and value and _last_word(key) in _TEXT_KEYS:
                if isinstance(value, str) and (key in _KIND_KEYS or _looks_coded(value)):
                    continue
                self.gather(value, depth + 1, texts)
                if texts and isinstance(value, str):
                    break  # the same text in another form may follow
        if len(texts) > 1 and (
            kinds & _PARAGRAPH_KINDS or (kinds & _HOLDER_KINDS and not any(map(_ends, texts[:-1])))
        ):
            texts = ["".join(texts)]
        out.extend(texts)

    def choose(self, article: bool) -> _Find | None:
        """The find with most running text under the page's headline, without what surrounds it.

        Without a headline around any, `article` must tell that the page is sure to be one; the settings of
        a consent banner are then the likeliest other text.
        """
        finds = [f for f in self.finds if f.owner is not None]
        if not finds and article:
            finds = [f for f in self.finds if not any("cookie" in p.casefold() for p in f.paragraphs)]
        most = max((f.words for f in finds), default=0)
        fitting = [f for f in finds if f.words >= SUBSET * most and f.words]
        return min(fitting, key=lambda f: sum(map(len, f.paragraphs)), default=None)


def is_prose(text: str) -> bool:
    """Whether a text reads like running text: words between blanks, long enough, and it ends."""
    if len(text) < 25:
        return False
    spaced = text.count(" ") * 12 > len(text) or text[len(text) // 2] > "\u0dff"
    return spaced and (len(text) > 80 or text.endswith(_ENDS)) and "{" not in text


def _ends(text: str) -> bool:
    return text.rstrip().endswith(_ENDS)


def _looks_coded(text: str) -> bool:
    """Whether a string is an address, a name of code or the like."""
    return " " not in text.strip() and text.isascii() and not text.endswith((".", "!", "?"))


def _join_fragments(texts: list[str]) -> list[str]:
    """The texts as paragraphs: in one where they are pieces of one, cut at blanks or amid a sentence."""
    if len(texts) > 1 and any(t[:1] == " " or t[-1:] == " " for t in texts):
        loose = sum(not _ends(t) for t in texts[:-1])
        if loose * 2 >= len(texts) - 1:
            return [clean_line("".join(texts))]
    return [line for t in texts if (line := clean_line(t))]


def _last_word(key: str) -> str:
    words = _KEY_WORDS.findall(key)
    return words[-1].lower() if words else ""


def _read_kinds(node: Mapping[str, Any]) -> set[str]:
    """The words of what an object says that it is."""
    kinds: set[str] = set()
    for key in _KIND_KEYS:
        value = node.get(key)
        if isinstance(value, str) and len(value) < 80:
            kinds.add(value.lower())
            kinds.update(word.lower() for word in _KEY_WORDS.findall(value))
    return kinds


def _read_titles(node: Mapping[str, Any]) -> Iterator[str]:
    for key, value in node.items():
        if _last_word(key) in _TITLE_KEYS:
            if isinstance(value, str):
                yield value
            elif isinstance(value, dict):
                yield from (v for v in list(value.values())[:8] if isinstance(v, str))


def _bears(node: Mapping[str, Any], title: str) -> bool:
    """Whether an object bears the page's headline, given as its letters alone."""
    if len(title) < 4:
        return False
    for text in _read_titles(node):
        letters = read_letters(unescape(text[:500]))
        if letters == title or (
            min(len(letters), len(title)) > 20 and letters.startswith(title[: len(letters)])
        ):
            return True
    return False


def _is_teaser(node: Mapping[str, Any]) -> bool:
    """Whether an object tells of another page: a title and where it leads."""
    return any(True for _ in _read_titles(node)) and any(k in node for k in ("url", "href", "slug", "link"))


def _find_entities(value: Any) -> Mapping[str, Any]:
    """The objects of a normalised store by the key that references name."""
    entities: dict[str, Any] = {}
    level: list[Any] = [value]
    for _ in range(5):
        below: list[Any] = []
        for node in level:
            if isinstance(node, dict):
                if any(isinstance(v, dict) and "__typename" in v for v in list(node.values())[:50]):
                    entities.update(node)
                below.extend(v for v in node.values() if isinstance(v, dict))
        level = below[:1000]
    return entities


def _read_lead(find: _Find) -> tuple[str, ...]:
    """The standfirst that stands beside the text in the article's object."""
    for key, value in (find.owner or {}).items():
        if _last_word(key) in _LEAD_KEYS:
            if isinstance(value, dict):
                value = next((v for v in value.values() if isinstance(v, str)), None)
            if isinstance(value, str) and is_prose(value) and len(value) < 1000:
                lead = read_text(value)
                if lead and read_letters(lead[0]) not in read_letters("".join(find.paragraphs[:3])):
                    return lead
    return ()
