"""The command: options in, calls, messages and exit codes out.

Nothing heavy is imported before it is needed: `--help` starts without the extraction, and a page through a
pipe, the most frequent call, without Typer.
"""

import atexit
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    import typer

    from extract.article import Article

PROGRAM = "cleancopy"
DEFAULT_COMMAND = "extract"
MAX_SIZE = "20MiB"
TIMEOUT = 30.0  # seconds

ARTICLE, NO_ARTICLE, WRONG_USAGE, NO_SOURCE, NO_OUTPUT = range(5)
INTERRUPTED, CLOSED_PIPE, TERMINATED = 130, 141, 143

HELP = {
    "url": "Where the page came from: relative links are resolved against it.",
    "encoding": "The encoding that the page's transport declared, like windows-1251.",
    "output": "Write a file, which appears whole or not at all.",
    "format": "json: one object, or for several sources one per line; jsonl: always one per line; "
    "text: title and body; markdown: with headings, lists, quotes and tables.",
    "explain_format": "html: a page to look at; json: the same facts for programs; text: a view for the terminal.",
    "fields": "Print these keys alone: title,metadata.date_published",
    "blocks": "Add all blocks of the page, the dropped ones too.",
    "front_matter": "Begin the Markdown with title and metadata as YAML.",
    "max_size": "Refuse inputs that are larger.",
    "timeout": f"Give up a fetch after this time.  [default: {TIMEOUT:g}]",
    "quiet": "Print no messages: the exit code tells.",
    "version": "Show the version and exit.",
}


class UsageError(Exception):
    """The command line makes no sense; the message says which part and what would."""


class Terminated(BaseException):
    """SIGTERM came. Like `KeyboardInterrupt`, nothing but the end of the program catches it."""


class Request(NamedTuple):
    """What one call of `extract` asks for; sizes in bytes, times in seconds, `None` where not given.

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
    max_size: int = 20 << 20
    timeout: float | None = None
    quiet: bool = False
    explained: bool = False


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code (see README); never raises but for `SystemExit`."""
    args = list(sys.argv[1:] if argv is None else argv)
    gc.set_threshold(100_000)  # start-up makes many objects that stay; looking through them costs a tenth
    atexit.register(gc.freeze)  # and so does looking through them again when the process ends
    former = signal.getsignal(signal.SIGTERM)
    try:
        if former is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, _terminate)
        return _dispatch(args)
    except UsageError as error:
        _say(f"{error}; see {PROGRAM} --help")
        return WRONG_USAGE
    except BrokenPipeError:
        _abandon_output()
        return CLOSED_PIPE
    except OSError as error:  # what a page's source and output raise is caught nearer to them
        _say(f"standard output cannot be written ({error.strerror})")
        _abandon_output()
        return NO_OUTPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except Terminated:
        return TERMINATED
    finally:
        if former is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, former)


def _dispatch(args: list[str]) -> int:
    if not args and sys.stdin is not None and sys.stdin.isatty():
        args = ["--help"]
    if _are_sources(args):
        return run_extract(Request(sources=tuple(args)))
    return _run_app(args)


def _are_sources(args: Sequence[str]) -> bool:
    """Whether there is nothing to parse: no option, no command."""
    plain = all(word == "-" or not word.startswith("-") for word in args)
    return plain and not (args and args[0] in COMMANDS)


def _run_app(args: list[str]) -> int:
    import typer
    from typer.main import get_command

    # Typer holds click under one name or another, depending on its version; all usage errors share this base.
    usage_error: Any = typer.BadParameter.__base__
    command = get_command(build_app())
    try:
        with command.make_context(PROGRAM, args) as context:
            code = command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except usage_error as error:
        raise UsageError(str(error.format_message()).rstrip(".")) from error
    return int(code or 0)


def build_app() -> "typer.Typer":
    """The Typer app: each command adds itself; words that are no command are sources of `extract`."""
    import typer
    from typer.core import TyperGroup

    class SourcesOrCommand(TyperGroup):
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
                args = [DEFAULT_COMMAND, *args]
            return super().parse_args(ctx, args)

        def collect_usage_pieces(self, ctx: Any) -> list[str]:
            return ["[COMMAND] [OPTIONS] [SOURCE]..."]

        def format_options(self, ctx: Any, formatter: Any) -> None:
            """The default command's options, then the commands."""
            self.commands[DEFAULT_COMMAND].format_options(ctx, formatter)
            self.format_commands(ctx, formatter)

    app = typer.Typer(
        cls=SourcesOrCommand,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def describe() -> None:
        """Turn news pages into clean copy: title, body and metadata as JSON.

        A SOURCE is a URL, a file, or - for standard input, which is also read when there is none:

        curl -sL URL | cleancopy | jq -r .body
        """

    for add_command in COMMANDS.values():
        add_command(app)
    return app


def add_extract(app: "typer.Typer") -> None:
    """Add the command `extract`. Values come as text, so that what is wrong with one is said in our words."""
    import typer

    arg, opt = typer.Argument, typer.Option

    @app.command(DEFAULT_COMMAND)
    def extract(
        sources: Annotated[list[str] | None, arg(metavar="SOURCE", hidden=True)] = None,
        url: Annotated[str | None, opt(metavar="URL", help=HELP["url"])] = None,
        encoding: Annotated[str | None, opt(metavar="NAME", help=HELP["encoding"])] = None,
        output: Annotated[str | None, opt("--output", "-o", metavar="FILE", help=HELP["output"])] = None,
        format: Annotated[str, opt(metavar="FORMAT", help=HELP["format"])] = "json",
        fields: Annotated[str | None, opt(metavar="NAMES", help=HELP["fields"])] = None,
        blocks: Annotated[bool, opt("--blocks", help=HELP["blocks"])] = False,
        front_matter: Annotated[bool, opt("--front-matter", help=HELP["front_matter"])] = False,
        max_size: Annotated[str, opt(metavar="SIZE", help=HELP["max_size"])] = MAX_SIZE,
        timeout: Annotated[str | None, opt(metavar="SECONDS", help=HELP["timeout"])] = None,
        quiet: Annotated[bool, opt("--quiet", "-q", help=HELP["quiet"])] = False,
        version: Annotated[
            bool, opt("--version", help=HELP["version"], is_eager=True, callback=_show_version)
        ] = False,
    ) -> int:
        """Extract the article of each SOURCE (the default command)."""
        return run_extract(
            Request(
                sources=tuple(sources or ()),
                url=url,
                encoding=encoding,
                output=output,
                format=format,
                fields=None if fields is None else tuple(map(str.strip, fields.split(","))),
                blocks=blocks,
                front_matter=front_matter,
                max_size=_read_size(max_size),
                timeout=None if timeout is None else _read_seconds(timeout),
                quiet=quiet,
            )
        )


def add_explain(app: "typer.Typer") -> None:
    """Add the command `explain`."""
    import typer

    arg, opt = typer.Argument, typer.Option

    @app.command("explain")
    def explain(
        source: Annotated[str | None, arg(metavar="SOURCE", hidden=True)] = None,
        url: Annotated[str | None, opt(metavar="URL", help=HELP["url"])] = None,
        encoding: Annotated[str | None, opt(metavar="NAME", help=HELP["encoding"])] = None,
        output: Annotated[str | None, opt("--output", "-o", metavar="FILE", help=HELP["output"])] = None,
        format: Annotated[str, opt(metavar="FORMAT", help=HELP["explain_format"])] = "html",
        max_size: Annotated[str, opt(metavar="SIZE", help=HELP["max_size"])] = MAX_SIZE,
        timeout: Annotated[str | None, opt(metavar="SECONDS", help=HELP["timeout"])] = None,
        quiet: Annotated[bool, opt("--quiet", "-q", help=HELP["quiet"])] = False,
    ) -> int:
        """Show what was kept of a page, what was dropped, and why.

        cleancopy explain -o why.html URL
        """
        return run_extract(
            Request(
                sources=() if source is None else (source,),
                url=url,
                encoding=encoding,
                output=output,
                format=format,
                max_size=_read_size(max_size),
                timeout=None if timeout is None else _read_seconds(timeout),
                quiet=quiet,
                explained=True,
            )
        )


COMMANDS = {DEFAULT_COMMAND: add_extract, "explain": add_explain}


def _show_version(wanted: bool) -> None:
    if wanted:
        import typer

        from extract.article import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


def _read_size(text: str) -> int:
    from extract.sources.size import parse_size

    try:
        return parse_size(text)
    except ValueError as error:
        raise UsageError(f"--max-size {text} is no size; write it like {MAX_SIZE}") from error


def _read_seconds(text: str) -> float:
    try:
        seconds = float(text.removesuffix("s"))
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise UsageError(f"--timeout {text} is no number of seconds above 0")
    return seconds


def run_extract(request: Request) -> int:
    """Read, extract and write each source in turn; the highest exit code of them."""
    check_request(request)
    from extract.render import SEPARATORS
    from extract.render.output import OutputError, open_output

    names = request.sources or ("-",)
    highest = ARTICLE
    separator = b""
    try:
        with open_output(request.output) as output:
            indent = output.terminal and len(names) == 1
            for name in names:
                data, code = copy_page(name, request, indent)
                highest = max(highest, code)
                if data:
                    output.write(separator + data)
                    separator = SEPARATORS.get(request.format, b"")
    except OutputError as error:
        _say(str(error), quiet=request.quiet)
        if request.output in (None, "-"):
            _abandon_output()
        return NO_OUTPUT
    return highest


def check_request(request: Request) -> None:
    """Raise `UsageError` for options that do not exist or do not go together."""
    from extract.sources import is_url

    formats = _list_formats(request)
    if request.format not in formats:
        raise UsageError(f"--format {request.format} does not exist; choose {', '.join(formats)}")
    for name, value in (("--fields", request.fields), ("--blocks", request.blocks or None)):
        if value is not None and request.format not in ("json", "jsonl"):
            raise UsageError(f"{name} is for JSON and does not go with --format {request.format}")
    if request.front_matter and request.format != "markdown":
        raise UsageError("--front-matter is for Markdown; add --format markdown")
    if request.front_matter and len(request.sources) > 1:
        raise UsageError("--front-matter opens one document; give one source with it")
    if request.fields is not None:
        _check_fields(request.fields)
    if request.encoding is not None:
        _check_encoding(request.encoding)
    if request.url is not None and not is_url(request.url):
        raise UsageError(f"--url {request.url} is no address that begins with http:// or https://")
    if request.url is not None and len(request.sources) > 1:
        raise UsageError("--url belongs to one page; give one source with it")
    if request.timeout is not None and not any(map(is_url, request.sources)):
        raise UsageError("--timeout is for fetching, and no source is a URL")
    if request.sources.count("-") > 1:
        raise UsageError("standard input can be read only once; give - only once")
    if not request.sources and sys.stdin is not None and sys.stdin.isatty():
        raise UsageError("no source; name a URL or file, pipe a page in, or give - to type one")


def _list_formats(request: Request) -> tuple[str, ...]:
    if request.explained:
        from extract.render.explain import FORMATS as VIEWS

        return VIEWS
    from extract.render import FORMATS

    return FORMATS


def _check_fields(fields: tuple[str, ...]) -> None:
    from extract.render.record import PARTS, PATHS

    for name in fields:
        if name not in PATHS:
            part = name.partition(".")[0]
            inner = [f"{part}.{key}" for key in PARTS.get(part, ())]
            raise UsageError(f"--fields {name} does not exist; choose from {', '.join(inner or PARTS)}")


def _check_encoding(name: str) -> None:
    from extract.page.labels import find_encoding

    if find_encoding(name) is None:
        raise UsageError(f"--encoding {name} is not known; write it like utf-8 or windows-1251")


def copy_page(name: str, request: Request, indent: bool) -> tuple[bytes, int]:
    """The rendered page of one source, empty where there is none, and the exit code it comes to."""
    from extract import UnreadablePage
    from extract.sources import SourceError

    label = {"-": "standard input", "": "''"}.get(name, name)
    try:
        article = _extract_source(name, request)
        data = _render(article, request, indent)
    except (SourceError, UnreadablePage) as error:
        _say(f"{label}: {error}", quiet=request.quiet)
        return b"", NO_SOURCE
    except Exception as error:  # a fault of ours must not cost the other sources
        _say(f"{label}: not extracted, by a fault of {PROGRAM} ({error!r})", quiet=request.quiet)
        return b"", NO_SOURCE
    if article.body is None:
        _say(f"{label}: the page holds no article", quiet=request.quiet)
        return data, NO_ARTICLE
    return data, ARTICLE


def _render(article: "Article", request: Request, indent: bool) -> bytes:
    if request.explained:
        from extract.render.explain import render_explanation

        return render_explanation(article, request.format, terminal=indent)
    from extract.render import render_article

    return render_article(
        article,
        request.format,
        blocks=request.blocks,
        paths=request.fields or (),
        indent=indent,
        front_matter=request.front_matter,
    )


def _extract_source(name: str, request: Request) -> "Article":
    from dataclasses import replace

    from extract import explain, extract
    from extract.sources import open_source

    read = explain if request.explained else extract
    source = open_source(name, max_size=request.max_size, timeout=request.timeout or TIMEOUT)
    article = read(source.data, url=request.url or source.url, encoding=request.encoding or source.encoding)
    return replace(article, extraction=replace(article.extraction, source=name))


def _say(message: str, *, quiet: bool = False) -> None:
    """One line to standard error; names from outside cannot command the terminal."""
    if quiet or sys.stderr is None:
        return
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in message)
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{PROGRAM}: {line}\n")
        sys.stderr.flush()


def _abandon_output() -> None:
    """Let what is still buffered for a dead standard output go, so that Python's exit stays quiet."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _terminate(number: int, frame: object) -> NoReturn:
    raise Terminated


if __name__ == "__main__":
    sys.exit(main())
