"""`extract` and `explain`: each source is read, extracted and written in turn."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from extract.article import Article
from extract.command.ending import (
    ARTICLE,
    NO_ARTICLE,
    NO_OUTPUT,
    NO_SOURCE,
    PROGRAM,
    UsageError,
    abandon_output,
    say,
)
from extract.page.errors import UnreadablePage
from extract.render import FORMATS, SEPARATORS, render_article
from extract.render.output import OutputError, open_output
from extract.sources import SourceError, StoreError, is_url, open_source

if TYPE_CHECKING:
    from extract.sources.web.policy import FetchPolicy


class Request(NamedTuple):
    """What one call of `extract` asks for; sizes in bytes, `None` where not given.

    `explained` is what `explain` asks for: one source, the reasons of every block, formats of its own.
    """

    sources: tuple[str, ...]
    url: str | None = None
    encoding: str | None = None
    output: str | None = None
    format: str = "json"
    fields: tuple[str, ...] | None = None
    blocks: bool = False
    front_matter: bool = False
    links: bool = False
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    max_size: int = 20 << 20
    fetching: FetchPolicy | None = None
    quiet: bool = False
    verbose: bool = False
    explained: bool = False


def run_extract(request: Request) -> int:
    """Read, extract and write each source in turn; the highest exit code of them."""
    _check_request(request)
    names = request.sources or ("-",)
    highest = ARTICLE
    separator = b""
    try:
        with open_output(request.output) as output:
            indent = output.terminal and len(names) == 1
            for name in names:
                data, code = _copy_page(name, request, indent)
                highest = max(highest, code)
                if data:
                    output.write(separator + data)
                    separator = SEPARATORS.get(request.format, b"")
    except OutputError as error:
        say(str(error), quiet=request.quiet)
        if request.output in (None, "-"):
            abandon_output()
        return NO_OUTPUT
    except StoreError as error:
        say(str(error), quiet=request.quiet)
        return NO_OUTPUT
    return highest


def choose_view(output: str | None) -> str:
    """The format of `explain` where none is given: no terminal is flooded with HTML."""
    seen = output in (None, "-") and sys.stdout is not None and sys.stdout.isatty()
    return "text" if seen else "html"


def _check_request(request: Request) -> None:
    """Raise `UsageError` for options that do not exist or do not go together."""
    formats = _list_formats(request)
    if request.format not in formats:
        raise UsageError(f"--format {request.format} does not exist; choose {', '.join(formats)}")
    if request.blocks and request.format not in ("json", "jsonl"):
        raise UsageError(f"--blocks is for JSON and does not go with --format {request.format}")
    if request.fields is not None:
        _check_fields(request.fields, request.format)
    for name, wanted in (("--front-matter", request.front_matter), ("--links", request.links)):
        if wanted and request.format != "markdown":
            raise UsageError(f"{name} is for Markdown; add --format markdown")
    if request.front_matter and len(request.sources) > 1:
        raise UsageError("--front-matter opens one document; give one source with it")
    if request.encoding is not None:
        _check_encoding(request.encoding)
    if request.output == "":
        raise UsageError("-o is empty; name a FILE, or - for standard output")
    if request.url is not None and not is_url(request.url):
        raise UsageError(f"--url {request.url} is no address that begins with http:// or https://")
    if request.url is not None and len(request.sources) > 1:
        raise UsageError("--url belongs to one page; give one source with it")
    if request.quiet and request.verbose:
        raise UsageError("-q and -v contradict each other; give one of them")
    if request.sources.count("-") > 1:
        raise UsageError("standard input can be read only once; give - only once")
    if not request.sources and sys.stdin is not None and sys.stdin.isatty():
        raise UsageError("no source; name a URL or file, pipe a page in, or give - to type one")


def _check_fields(fields: Sequence[str], format: str) -> None:
    """Raise `UsageError` for keys that the format does not have."""
    if format == "text" and not {*fields} <= {"title", "body"}:
        raise UsageError("--fields of --format text are title and body alone")
    if format == "markdown":
        raise UsageError("--fields is for JSON and text, and does not go with --format markdown")


def _list_formats(request: Request) -> tuple[str, ...]:
    if request.explained:
        from extract.render.explain import FORMATS as VIEWS

        return VIEWS
    return FORMATS


def _check_encoding(name: str) -> None:
    from extract.page.labels import find_encoding

    if find_encoding(name) is None:
        raise UsageError(f"--encoding {name} is not known; write it like utf-8 or windows-1251")


def _copy_page(name: str, request: Request, indent: bool) -> tuple[bytes, int]:
    """The rendered page of one source, empty where there is none, and the exit code it comes to."""
    label = {"-": "standard input", "": "''"}.get(name, name)
    try:
        article = _extract_source(name, request)
        data = _render(article, request, indent)
    except (SourceError, UnreadablePage) as error:
        say(f"{label}: {error}", quiet=request.quiet)
        return b"", NO_SOURCE
    except StoreError:  # which would be the same for every source
        raise
    except Exception as error:  # a fault of ours must not cost the other sources
        say(f"{label}: not extracted, by a fault of {PROGRAM} ({error!r})", quiet=request.quiet)
        return b"", NO_SOURCE
    if request.verbose:
        for rule in _list_unused(article, request):
            say(f"{label}: --{rule} decided about no block")
    if article.body is None:
        say(f"{label}: the page holds no article", quiet=request.quiet)
        return data, NO_ARTICLE
    if request.verbose:
        say(f"{label}: {_describe_article(article)}")
    return data, ARTICLE


def _list_unused(article: Article, request: Request) -> list[str]:
    """The selectors that decided about no block: they match none, or others spoke before them."""
    used = {block.rule for block in article.blocks}
    rules = [*(f"keep {selector}" for selector in request.keep), *(f"drop {s}" for s in request.drop)]
    return [rule for rule in rules if rule not in used]


def _describe_article(article: Article) -> str:
    """`312 words in en, confidence 0.97, utf-8; paywalled`."""
    about = article.extraction
    language = f" in {article.metadata.language}" if article.metadata.language else ""
    facts = [f"{about.words} words{language}"]
    if about.confidence is not None:
        facts.append(f"confidence {about.confidence:.2f}")
    if about.encoding is not None:
        facts.append(about.encoding)
    return "; ".join([", ".join(facts), *about.warnings])


def _render(article: Article, request: Request, indent: bool) -> bytes:
    if request.explained:
        from extract.render.explain import render_explanation

        return render_explanation(article, request.format, terminal=indent)
    return render_article(
        article,
        request.format,
        blocks=request.blocks,
        paths=request.fields or (),
        indent=indent,
        front_matter=request.front_matter,
    )


def _extract_source(name: str, request: Request) -> Article:
    from extract import explain, extract

    source = open_source(name, max_size=request.max_size, fetching=request.fetching)
    url, encoding = request.url or source.url, request.encoding or source.encoding
    if request.explained:
        article = explain(source.data, url=url, encoding=encoding, keep=request.keep, drop=request.drop)
    else:
        article = extract(
            source.data,
            url=url,
            encoding=encoding,
            keep=request.keep,
            drop=request.drop,
            origins=request.links or request.blocks or "blocks" in (request.fields or ()),
        )
    return replace(article, extraction=replace(article.extraction, source=name))
