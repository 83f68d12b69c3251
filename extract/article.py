"""What comes out: the article, its metadata, its blocks, and what is known about the extraction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

__version__ = "0.1.0"
SCHEMA_VERSION = 1
# What decides about a block against its score, or beside it, and what it did. All but the last two, which are about
# the whole page, stand in `extract.body.rules` as code, in this order.
RULES = {
    "near-miss": "kept although it scored just under the line, as nearly all of the likely text did",
    "near-equals": "kept because it scored near others of the same markup, of which some are kept",
    "stray": "dropped because it barely passed, and others of the same markup scored far below the line",
    "standfirst": "kept because it is the standfirst right below the headline",
    "inside-article": "kept because it stands inside the article",
    "list-item": "kept because others of its list or table are kept, or as one of the links that a line leads to",
    "introduction": "kept because it leads to the list, quote, table or code below it, or is led to by such a line",
    "between-equals": "kept because it stands between two paragraphs of the very same markup",
    "after-equals": "kept because it goes on in the markup of the paragraphs before it",
    "equal-heading": "kept because it heads kept text, as most headings of the same markup do",
    "stated": "kept because it is in the text that the page states in JSON-LD",
    "slide": "kept although it is a caption because the article is told in captions",
    "live-entry": "kept because it stands in an entry of the live blog",
    "other-article": "dropped because it stands in another article of the same markup",
    "headline": "dropped because it is the headline, which stands in the title, or the date above the text",
    "flat-caption": "dropped because in plain text its place and words are those of a caption",
    "repeat": "dropped because it says the same as another block",
    "no-words": "dropped because it holds no words, only signs or the numbers of lines",
    "pull-quote": "dropped because it repeats words of the text around it",
    "signature": "dropped because the quote that it signs, or another part of the post, is not kept",
    "biography": "dropped because it ends the text and begins with the name of an author",
    "no-article": "dropped because the page holds no article",
    "stated-body": "the body is the text that the page states in its data, not what it shows",
}


@dataclass(frozen=True, slots=True)
class Author:
    """A person, agency or desk that the page names as its author."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article; `main` marks the one that the page itself puts first."""

    url: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    main: bool = False


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page states about its article; `None` or empty where it states nothing.

    Dates are ISO 8601 as precise as the page is; `language` is BCP 47; `page_type` is one of
    article, liveblog, media, listing, discussion, product, other.
    """

    url: str | None = None
    canonical_url: str | None = None
    site_name: str | None = None
    language: str | None = None
    page_type: str = "article"
    authors: tuple[Author, ...] = ()
    date_published: str | None = None
    date_modified: str | None = None
    description: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    is_free: bool | None = None
    images: tuple[Image, ...] = ()


class Contribution(NamedTuple):
    """One named term of a block's score."""

    name: str
    value: float


class Phrase(NamedTuple):
    """A phrase of the wording that a block's text was matched by, as its file writes it (`extract.wording`)."""

    text: str
    category: str
    languages: tuple[str, ...]


class Link(NamedTuple):
    """What of a block's text, from character `start` to `end`, leads to an absolute http(s) `url`."""

    start: int
    end: int
    url: str


class Block(NamedTuple):
    """One block of the page: a paragraph, heading, list item, quote, table row, code or caption.

    `kept` tells whether it is part of the body, `score` how clearly (above 0 is kept unless one of
    the documented rules after the score says otherwise); `contributions` sum to `score` and are
    filled by `explain()` alone, as are the `phrases` of the wording that its text was matched by. `group`
    is the same number for the items of one list and the rows of one table, and `None` elsewhere; `level`
    is that of a heading (1 to 6). `rule` names what decided against the score, or beside it: a key of `RULES`,
    or keep or drop with the selector behind it that a user passed. `xpath` finds the element that the block
    stands in, `links` are those inside the text of a kept block; both are filled where `origins` are asked for.
    """

    type: str
    text: str
    kept: bool
    score: float
    level: int | None = None
    group: int | None = None
    contributions: tuple[Contribution, ...] = ()
    rule: str | None = None
    links: tuple[Link, ...] = ()
    xpath: str | None = None
    phrases: tuple[Phrase, ...] = ()


class Candidate(NamedTuple):
    """A value that the page offers for `field` (title, or a key of the metadata), and where.

    Those of a field stand in the order in which they are believed. Values are texts as they are printed:
    `true` for a page that is free, keywords with commas between them, the address of a picture. `chosen`
    marks the first that says what came out; where none does, it was made of several.
    """

    field: str
    value: str
    source: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """How the extraction went.

    `status` is article, no-article or error; `confidence` the expected token F1 of the body;
    `words` its length; `warnings` hold documented codes.
    """

    status: str
    error: dict[str, str] | None = None
    source: str | None = None
    encoding: str | None = None
    confidence: float | None = None
    words: int = 0
    warnings: tuple[str, ...] = ()
    version: str = __version__
    schema_version: int = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Article:
    """The result of `extract()`; `candidates` are filled by `explain()` alone."""

    title: str | None
    body: str | None
    metadata: Metadata
    extraction: Extraction
    blocks: tuple[Block, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The object of the JSON contract: title, body, metadata, extraction, in this order."""
        return {
            "title": self.title,
            "body": self.body,
            "metadata": asdict(self.metadata),
            "extraction": asdict(self.extraction),
        }
