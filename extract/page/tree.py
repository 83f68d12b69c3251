"""Text to tree.

lxml reads nearly every page well and fast, but it stops without an exception where elements nest more than
some two thousand deep, it takes quadratic time over the attributes of one tag, and an unclosed div holds the
navigation around it open, which swallows the article. A tag with a flood of attributes is seen before the parse,
the others by the parser's log after it; all are rewritten (`repair`) and parsed again.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element

from extract.page.errors import UnreadablePage

_XML_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*>", re.I)
_PREFIXED_ROOT = re.compile(r"<([a-zA-Z][\w.-]{0,20}):html[\s>]")
# Characters that a page cannot hold, as references: controls, and what is no character at all.
_CONTROL_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[14-9]|2\d|3[01])(?!\d)"
    rb"|[xX]0*(?:[0-8bBeEfF]|1[\da-fA-F]|[fF]{3}[eE]|[fF]{4})(?![\da-fA-F]));?"
)
_CDATA = r"(?si)(<(script|style)\b.*?(?:</\2\s*>|\Z))|<!\[CDATA\[(.*?)(?:\]\]>|\Z)"  # few pages need it
# The text marks lines and cells with these later.
_MARKS = (b"\x1e", b"\x1f")

# A tag of s characters costs up to s² / 16 nanoseconds, a page full of them its length × s / 16. A tag longer
# than two windows is looked at: they are so narrow that the rest costs two seconds at most.
_WINDOW_COST = 16_000_000_000
_NARROWEST, _WIDEST = 1_000, 48_000  # characters
_TAG_REST = re.compile(r"""(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+>""")
_VALUE = re.compile(r"""\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))""")
_TAG_BEGIN = re.compile(r"<[a-zA-Z]")
MAX_TAGS = 2_500_000  # an element takes up to 400 bytes
_PATIENCE = 50  # tags of a window that may be looked at

# The ends of these close an unclosed div inside as browsers have it; libxml2 leaves both open.
CLOSING = frozenset((
    "article", "aside", "blockquote", "center", "dd", "details", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "header", "li", "main", "menu", "nav", "ol", "section", "ul",
))  # fmt: skip
_HELD_OPEN = re.compile(rf"Opening and ending tag mismatch: (?:{'|'.join(sorted(CLOSING))}) and ")
_LIMITS = frozenset(
    (etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NO_MEMORY, etree.ErrorTypes.ERR_INTERNAL_ERROR)
)


def parse(text: str, data: bytes | None = None) -> tuple[_Element, tuple[str, ...]]:
    """The root element of the page and warnings about what was lost; `data` is the text in UTF-8, if at hand.

    Raises `UnreadablePage` (`too-deep`, `too-complex`) rather than lose text silently.
    """
    if len(text) > MAX_TAGS and text.count("<") > MAX_TAGS:
        raise UnreadablePage("too-complex", f"the page has more than {MAX_TAGS:,} tags; pass a part of it")
    markup = normalise_markup(text)
    if has_attribute_flood(markup):
        return _parse_repaired(markup)
    if data is None or markup is not text:
        data = markup.encode("utf-8", "replace")
    root, log = _parse_fast(data)
    return (root, ()) if _is_complete(log) and not _holds_open(log) else _parse_repaired(markup)


def normalise_markup(text: str) -> str:
    """The text without the ways of XML that an HTML parser reads wrongly."""
    head = text[:1024]
    if "<?" in head:
        declaration = _XML_DECLARATION.match(head)
        if declaration:
            text = text[declaration.end() :]
            if "<![CDATA[" in text:
                text = re.sub(_CDATA, _unwrap, text)
    if ":html" in head and (prefix := _PREFIXED_ROOT.search(head)):
        text = re.sub(rf"(</?){re.escape(prefix[1])}:", r"\1", text)
    return text


def _unwrap(match: re.Match[str]) -> str:
    """The text of a CDATA section of XHTML; a script's own stays as it is."""
    if match[1] is not None:
        return match[1]
    return match[3].replace("&", "&amp;").replace("<", "&lt;")


def _replace_reference(match: re.Match[bytes]) -> bytes:
    """Nothing for a control; the standard's U+FFFD for NUL."""
    return b"" if match[0].strip(b"&#xX0;") else "�".encode()


def _parse_fast(data: bytes) -> tuple[_Element, etree._ListErrorLog]:
    """The tree as lxml makes it of a text in UTF-8, and the parser's log."""
    # Bytes parse faster than a str, plain elements faster than those of lxml.html.
    for mark in _MARKS:
        if mark in data:
            data = data.replace(mark, b" ")
    if b"&#" in data:
        data = _CONTROL_REFERENCE.sub(_replace_reference, data)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    except MemoryError as error:
        raise UnreadablePage("too-complex", "the page is too large to be parsed") from error
    if root is None:
        return etree.Element("html"), parser.error_log
    for stray in list(root.itersiblings()):  # what stood behind a second </html>
        root.append(stray)
    return root, parser.error_log


def _is_complete(log: etree._ListErrorLog) -> bool:
    """Whether the tree holds the whole text."""
    return all(entry.type not in _LIMITS for entry in log)


def _holds_open(log: etree._ListErrorLog) -> bool:
    """Whether an unclosed div kept a navigation or the like open, which swallows what follows."""
    return any(
        entry.type == etree.ErrorTypes.ERR_TAG_NAME_MISMATCH and _HELD_OPEN.match(entry.message)
        for entry in log
    )


def _parse_repaired(text: str) -> tuple[_Element, tuple[str, ...]]:
    from extract.page.repair import repair

    root, log = _parse_fast(repair(text).encode("utf-8", "replace"))
    if not _is_complete(log):
        raise UnreadablePage(
            "too-deep", "the page's tags nest too deep to be read; save it again from a browser"
        )
    return root, ()


def has_attribute_flood(text: str) -> bool:
    """Whether a tag is so long that its attributes may be a flood.

    At the border of each window, the rest of a tag is looked for as if the border stood in a tag, before a
    value, in one in double quotes, and in one in single quotes. A tag across the whole window makes one of
    the four run beyond it; ordinary markup ends all of them after a few tags.
    """
    window = min(_WIDEST, max(_NARROWEST, _WINDOW_COST // (len(text) + 1)))
    for border in range(0, len(text) - window, window):
        end = border + window
        value = _VALUE.match(text, border, end)
        starts = {
            border,
            value.end() if value else border,
            text.find('"', border, end) + 1 or border,
            text.find("'", border, end) + 1 or border,
        }
        for start in starts:
            if _find_tag_end(text, start, end) < 0:
                if _has_long_tag(text, border - window, border, end):
                    from extract.page.repair import find_flood

                    return find_flood(text)
                break
    return False


def _has_long_tag(text: str, first: int, last: int, end: int) -> bool:
    """Whether what may be a tag begins between `first` and `last` and goes on beyond `end`."""
    patience = _PATIENCE
    for begin in _TAG_BEGIN.finditer(text, max(0, first), last + 1):
        tag_end = _find_tag_end(text, begin.end(), end)
        if tag_end < 0:
            return True
        patience -= tag_end - begin.end() > 1000
        if patience < 0:
            return True
    return False


def _find_tag_end(text: str, start: int, end: int) -> int:
    """Where a tag ends whose attributes go on at `start`, or -1: not before `end`."""
    first = text.find(">", start, end)
    if first < 0 or text.find("=", start, first) < 0:
        return first
    rest = _TAG_REST.match(text, start, end)
    return -1 if rest is None else rest.end()
