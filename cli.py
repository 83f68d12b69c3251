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
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    import typer

    from extract.article import Article
    from extract.batch.job import Job
    from extract.sources.inputs import Input
    from extract.sources.web.policy import FetchPolicy

PROGRAM = "cleancopy"
DEFAULT_COMMAND = "extract"
BATCH = "batch"
COMPLETION = ("--install-completion", "--show-completion")
COMPLETING = "_CLEANCOPY_COMPLETE"  # by this variable a shell asks
MAX_SIZE = "20MiB"
FETCH_TIMEOUT = "30"  # seconds

ARTICLE, NO_ARTICLE, WRONG_USAGE, NO_SOURCE, NO_OUTPUT = range(5)
SOME_FAILED = NO_ARTICLE  # of many pages
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
    "fetch_timeout": f"Give up a fetch, redirects included, after this time.  [default: {FETCH_TIMEOUT}]",
    "allow_private": "Fetch from private and local addresses too.",
    "user_agent": "Introduce the fetch by another name than cleancopy.",
    "header": "Send this header, like DNT: 1, to the sites named alone; can be repeated.",
    "cookies": "Send the cookies of this file, which a browser exported in Netscape's format.",
    "save_html": "Keep fetched pages as they came in DIR, and fetch none that it holds.",
    "quiet": "Print no messages: the exit code tells.",
    "verbose": "Say of each page what came out of it, on standard error.",
    "version": "Show the version and exit.",
}
BATCH_HELP = {
    "output": "JSON Lines, one record per input; compressed if FILE ends with .gz; - is standard output.",
    "from": "Read paths and URLs from FILE too, one a line; - is standard input.",
    "include": "Of folders and archives, only what matches this.",
    "exclude": "Of folders and archives, not what matches this.",
    "html_field": "The page's field in JSON Lines.",
    "url_field": "The address's field in JSON Lines.",
    "jobs": "Work in N processes.  [default: the cores at hand]",
    "timeout": "Give up a page after this time, not counting its fetch.",
    "max_memory": "Give up a page that takes more.",
    "unordered": "Write records as they are done, not in the order of the inputs.",
    "errors": "Write the records of failed inputs to FILE alone, too.",
    "overwrite": "Begin anew instead of going on with what FILE holds.",
    "delay": "Wait between two requests to a host.",
    "ignore_robots": "Fetch what robots.txt forbids, where you may.",
    "retry_failed": "Try those again that failed in an earlier run.",
    "quiet": "Print no messages and no progress.",
}
COMPARE_HELP = {
    "worst": "Show N pages that are not right, the worst first.",
    "explain": "Write the explain pages of those into DIR.",
    "format": "text: a table; json: the figures of all pages.",
}


# Options that the help shows apart from the others, whichever command has them.
FETCHING = frozenset(
    "fetch_timeout allow_private user_agent header cookies save_html delay ignore_robots".split()
)


class UsageError(Exception):
    """The command line makes no sense; the message says which part and what would."""


class Terminated(BaseException):
    """SIGTERM came. Like `KeyboardInterrupt`, nothing but the end of the program catches it."""


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
    max_size: int = 20 << 20
    fetching: "FetchPolicy | None" = None
    quiet: bool = False
    verbose: bool = False
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
    if COMPLETING in os.environ or (args and args[0] in COMPLETION):
        return _run_app(args, completion=True)
    if not args and sys.stdin is not None and sys.stdin.isatty():
        args = ["--help"]
    if _are_sources(args):
        return run_extract(Request(sources=tuple(args)))
    return _run_app(args)


def _are_sources(args: Sequence[str]) -> bool:
    """Whether there is nothing to parse: no option, no command."""
    plain = all(word == "-" or not word.startswith("-") for word in args)
    return plain and not (args and args[0] in COMMANDS)


def _run_app(args: list[str], *, completion: bool = False) -> int:
    import typer
    from typer.main import get_command

    # Typer holds click under one name or another, depending on its version; all usage errors share this base.
    usage_error: Any = typer.BadParameter.__base__
    command = get_command(build_app(completion=completion))
    try:
        if completion:
            command.main(args, PROGRAM, complete_var=COMPLETING, standalone_mode=False)
            return ARTICLE
        with command.make_context(PROGRAM, args) as context:
            code = command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except usage_error as error:
        raise UsageError(str(error.format_message()).rstrip(".")) from error
    return int(code or 0)


def build_app(*, completion: bool = False) -> "typer.Typer":
    """The Typer app: each command adds itself; words that are no command are sources of `extract`.

    `completion` adds the options of `COMPLETION`, which no other call should pay for.
    """
    import typer
    from typer.core import TyperCommand, TyperGroup

    class SourcesOrCommand(TyperGroup):
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            if args and args[0] in (*self.commands, *ctx.help_option_names, *COMPLETION):
                return super().parse_args(ctx, args)
            if args or not ctx.resilient_parsing:  # which is how the first word of all is completed
                args = [DEFAULT_COMMAND, *args]
            return super().parse_args(ctx, args)

        def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
            """The commands, and the default command's options."""
            words = super().shell_complete(ctx, incomplete)
            return words + self.commands[DEFAULT_COMMAND].shell_complete(ctx, incomplete)

        def collect_usage_pieces(self, ctx: Any) -> list[str]:
            return ["[COMMAND] [OPTIONS] [SOURCE]..."]

        def format_options(self, ctx: Any, formatter: Any) -> None:
            """The default command's options, then the commands."""
            self.commands[DEFAULT_COMMAND].format_options(ctx, formatter)
            self.format_commands(ctx, formatter)

    class GroupedCommand(TyperCommand):
        def format_options(self, ctx: Any, formatter: Any) -> None:
            """The options, and those for fetching under a head of their own."""
            rows: dict[bool, list[Any]] = {False: [], True: []}
            for parameter in self.get_params(ctx):
                if (row := parameter.get_help_record(ctx)) is not None:
                    rows[parameter.name in FETCHING].append(row)
            for fetching, title in ((False, "Options"), (True, "Options for fetching")):
                if rows[fetching]:
                    with formatter.section(title):
                        formatter.write_dl(rows[fetching])

    app = typer.Typer(
        cls=SourcesOrCommand,
        add_completion=completion,
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
    for command in app.registered_commands:
        command.cls = GroupedCommand
    return app


def takes_fetching(command: Callable[..., int]) -> Callable[..., int]:
    """The command with the options for fetching; it gets what they change of a `FetchPolicy` as `fetching`."""
    import inspect
    from functools import wraps

    from typer import Option as opt  # noqa: N813

    def options(
        fetch_timeout: Annotated[str | None, opt(metavar="SECONDS", help=HELP["fetch_timeout"])] = None,
        allow_private: Annotated[bool, opt("--allow-private", help=HELP["allow_private"])] = False,
        user_agent: Annotated[str | None, opt(metavar="NAME", help=HELP["user_agent"])] = None,
        header: Annotated[list[str] | None, opt(metavar="HEADER", help=HELP["header"])] = None,
        cookies: Annotated[str | None, opt(metavar="FILE", help=HELP["cookies"])] = None,
        save_html: Annotated[str | None, opt(metavar="DIR", help=HELP["save_html"])] = None,
    ) -> dict[str, Any]:
        return _read_fetching(fetch_timeout, allow_private, user_agent, header, cookies, save_html)

    own, shared = inspect.signature(command), inspect.signature(options).parameters

    @wraps(command)
    def run(**values: Any) -> int:
        fetching = options(**{name: values.pop(name) for name in shared})
        return command(**values, fetching=fetching)

    kept = [parameter for name, parameter in own.parameters.items() if name != "fetching"]
    # Typer reads a command's options from its signature.
    run.__signature__ = own.replace(parameters=[*kept, *shared.values()])  # type: ignore[attr-defined]
    return run


def add_extract(app: "typer.Typer") -> None:
    """Add the command `extract`. Values come as text, so that what is wrong with one is said in our words."""
    import typer

    arg, opt = typer.Argument, typer.Option

    @app.command(DEFAULT_COMMAND)
    @takes_fetching
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
        quiet: Annotated[bool, opt("--quiet", "-q", help=HELP["quiet"])] = False,
        verbose: Annotated[bool, opt("--verbose", "-v", help=HELP["verbose"])] = False,
        version: Annotated[
            bool, opt("--version", help=HELP["version"], is_eager=True, callback=_show_version)
        ] = False,
        *,
        fetching: dict[str, Any],
    ) -> int:
        """Extract the article of each SOURCE (the default command)."""
        return run_extract(
            Request(
                sources=tuple(sources or ()),
                url=url,
                encoding=encoding,
                output=output,
                format=format,
                fields=_read_fields(fields),
                blocks=blocks,
                front_matter=front_matter,
                max_size=_read_size(max_size),
                fetching=_make_policy(sources or (), fetching),
                quiet=quiet,
                verbose=verbose,
            )
        )


def add_explain(app: "typer.Typer") -> None:
    """Add the command `explain`."""
    import typer

    arg, opt = typer.Argument, typer.Option

    @app.command("explain")
    @takes_fetching
    def explain(
        source: Annotated[str | None, arg(metavar="SOURCE", hidden=True)] = None,
        url: Annotated[str | None, opt(metavar="URL", help=HELP["url"])] = None,
        encoding: Annotated[str | None, opt(metavar="NAME", help=HELP["encoding"])] = None,
        output: Annotated[str | None, opt("--output", "-o", metavar="FILE", help=HELP["output"])] = None,
        format: Annotated[str, opt(metavar="FORMAT", help=HELP["explain_format"])] = "html",
        max_size: Annotated[str, opt(metavar="SIZE", help=HELP["max_size"])] = MAX_SIZE,
        quiet: Annotated[bool, opt("--quiet", "-q", help=HELP["quiet"])] = False,
        *,
        fetching: dict[str, Any],
    ) -> int:
        """Show what was kept of a page, what was dropped, and why.

        cleancopy explain -o why.html URL
        """
        sources = () if source is None else (source,)
        return run_extract(
            Request(
                sources=sources,
                url=url,
                encoding=encoding,
                output=output,
                format=format,
                max_size=_read_size(max_size),
                fetching=_make_policy(sources, fetching),
                quiet=quiet,
                explained=True,
            )
        )


def add_batch(app: "typer.Typer") -> None:
    """Add the command `batch`; its values come as text for the same reason."""
    import typer

    opt = typer.Option

    @app.command(BATCH)
    @takes_fetching
    def batch(
        paths: Annotated[list[str] | None, typer.Argument(metavar="PATH", hidden=True)] = None,
        output: Annotated[
            str | None, opt("--output", "-o", metavar="FILE", help=BATCH_HELP["output"])
        ] = None,
        lists: Annotated[list[str] | None, opt("--from", metavar="FILE", help=BATCH_HELP["from"])] = None,
        include: Annotated[list[str] | None, opt(metavar="GLOB", help=BATCH_HELP["include"])] = None,
        exclude: Annotated[list[str] | None, opt(metavar="GLOB", help=BATCH_HELP["exclude"])] = None,
        html_field: Annotated[str, opt(metavar="NAME", help=BATCH_HELP["html_field"])] = "html",
        url_field: Annotated[str, opt(metavar="NAME", help=BATCH_HELP["url_field"])] = "url",
        jobs: Annotated[str | None, opt("--jobs", "-j", metavar="N", help=BATCH_HELP["jobs"])] = None,
        timeout: Annotated[str, opt(metavar="SECONDS", help=BATCH_HELP["timeout"])] = "10",
        max_memory: Annotated[str, opt(metavar="SIZE", help=BATCH_HELP["max_memory"])] = "1GiB",
        max_size: Annotated[str, opt(metavar="SIZE", help=HELP["max_size"])] = MAX_SIZE,
        unordered: Annotated[bool, opt("--unordered", help=BATCH_HELP["unordered"])] = False,
        errors: Annotated[str | None, opt(metavar="FILE", help=BATCH_HELP["errors"])] = None,
        overwrite: Annotated[bool, opt("--overwrite", help=BATCH_HELP["overwrite"])] = False,
        retry_failed: Annotated[bool, opt("--retry-failed", help=BATCH_HELP["retry_failed"])] = False,
        fields: Annotated[str | None, opt(metavar="NAMES", help=HELP["fields"])] = None,
        blocks: Annotated[bool, opt("--blocks", help=HELP["blocks"])] = False,
        delay: Annotated[str, opt(metavar="SECONDS", help=BATCH_HELP["delay"])] = "1",
        ignore_robots: Annotated[bool, opt("--ignore-robots", help=BATCH_HELP["ignore_robots"])] = False,
        quiet: Annotated[bool, opt("--quiet", "-q", help=BATCH_HELP["quiet"])] = False,
        *,
        fetching: dict[str, Any],
    ) -> int:
        """Make one file of JSON Lines from many pages.

        Each PATH is a page, a folder, or a file with pages in it: zip, tar, WARC, MHTML, JSON Lines.
        The same command again goes on where it stopped.
        """
        from dataclasses import replace

        from extract.batch.job import Job, Shape
        from extract.sources.inputs import find_inputs
        from extract.sources.web.policy import POLITE

        if output is None:
            raise UsageError("-o is missing; name a FILE for the records, or - for standard output")
        if not paths and not lists:
            raise UsageError("no PATH and no --from; name files, folders or archives")
        if errors is not None and os.path.realpath(errors) == os.path.realpath(output):
            raise UsageError(f"--errors {errors} is the output itself; name another file")
        names = _read_fields(fields)
        size = _read_size(max_size)
        job = Job(
            output=output,
            jobs=_read_jobs(jobs),
            shape=Shape(names or (), blocks),
            errors=errors,
            timeout=_read_seconds(timeout),
            max_memory=_read_size(max_memory, "--max-memory"),
            max_size=size,
            ordered=not unordered,
            overwrite=overwrite,
            retry_failed=retry_failed,
            fetching=replace(
                POLITE,
                delay=_read_seconds(delay, "--delay", least=0.0),
                robots=not ignore_robots,
                **fetching,
            ),
        )
        _check_fields(job.shape.fields)
        find = partial(
            find_inputs,
            paths or (),
            lists=lists or (),
            include=include or (),
            exclude=exclude or (),
            html_field=html_field,
            url_field=url_field,
            max_size=size,
        )
        countable = "-" not in (paths or ()) and all(map(os.path.isfile, lists or ()))
        return run_batch(job, find, countable=countable, quiet=quiet)


def add_compare(app: "typer.Typer") -> None:
    """Add the command `compare`."""
    import typer

    opt = typer.Option

    @app.command("compare")
    def compare(
        path: Annotated[str | None, typer.Argument(metavar="PATH", hidden=True)] = None,
        worst: Annotated[str, opt(metavar="N", help=COMPARE_HELP["worst"])] = "10",
        explain: Annotated[str | None, opt(metavar="DIR", help=COMPARE_HELP["explain"])] = None,
        output: Annotated[str | None, opt("--output", "-o", metavar="FILE", help=HELP["output"])] = None,
        format: Annotated[str, opt(metavar="FORMAT", help=COMPARE_HELP["format"])] = "text",
        max_size: Annotated[str, opt(metavar="SIZE", help=HELP["max_size"])] = MAX_SIZE,
        quiet: Annotated[bool, opt("--quiet", "-q", help=HELP["quiet"])] = False,
    ) -> int:
        """Measure the extraction on labelled pages, and show the worst.

        PATH is a folder with story.html and story.json side by side, or JSON Lines with html, title and body:

        cleancopy compare --explain why/ labelled/
        """
        from extract.compare.report import FORMATS

        if path is None:
            raise UsageError("no PATH; name a folder, an archive or JSON Lines with labelled pages")
        if not (worst.isdecimal() and len(worst) < 10):
            raise UsageError(f"--worst {worst} is no number of pages")
        if format not in FORMATS:
            raise UsageError(f"--format {format} does not exist; choose {', '.join(FORMATS)}")
        return run_compare(
            path,
            worst=int(worst),
            explain=explain,
            output=output,
            format=format,
            max_size=_read_size(max_size),
            quiet=quiet,
        )


COMMANDS = {DEFAULT_COMMAND: add_extract, "explain": add_explain, BATCH: add_batch, "compare": add_compare}


def _show_version(wanted: bool) -> None:
    if wanted:
        import typer

        from extract.article import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


def _read_size(text: str, option: str = "--max-size") -> int:
    from extract.sources.size import parse_size

    try:
        return parse_size(text)
    except ValueError as error:
        raise UsageError(f"{option} {text} is no size; write it like {MAX_SIZE}") from error


def _read_seconds(text: str, option: str = "--timeout", *, least: float = 0.001) -> float:
    try:
        seconds = float(text.removesuffix("s"))
    except ValueError:
        seconds = -1.0
    if not least <= seconds < 1e6:
        raise UsageError(f"{option} {text} is no number of seconds, {least:g} or more")
    return seconds


def _read_fields(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(map(str.strip, text.split(",")))


def _read_jobs(text: str | None) -> int:
    """A number of processes; by default one for each core that this process may use."""
    if text is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not (text.isdecimal() and 0 < int(text[:9]) < 1000):
        raise UsageError(f"--jobs {text} is no number of processes from 1 to 999")
    return int(text)


def _read_fetching(
    timeout: str | None,
    allow_private: bool,
    user_agent: str | None,
    headers: list[str] | None,
    cookies: str | None,
    save_html: str | None,
) -> dict[str, Any]:
    """What the options for fetching that are given change of a `FetchPolicy`."""
    given: dict[str, Any] = {}
    if timeout is not None:
        given["timeout"] = _read_seconds(timeout, "--fetch-timeout")
    if allow_private:
        given["allow_private"] = True
    if user_agent is not None:
        given["user_agent"] = user_agent
    if headers:
        from extract.sources.web.policy import parse_header

        try:
            given["headers"] = tuple(map(parse_header, headers))
        except ValueError as error:
            raise UsageError(f"--header is {error}; write it like 'Accept-Language: de'") from error
    if cookies is not None:
        _check_cookies(cookies)
        given["cookies"] = cookies
    if save_html is not None:
        given["save_html"] = save_html
    return given


def _make_policy(sources: Sequence[str], changes: dict[str, Any]) -> "FetchPolicy | None":
    """How the sources are fetched, where it is not as usual."""
    if not changes:
        return None
    from extract.sources.web.policy import FetchPolicy

    _check_use(next(iter(changes)), sources)
    return FetchPolicy(**changes)


def _check_use(name: str, sources: Sequence[str]) -> None:
    from extract.sources import is_url

    if not any(map(is_url, sources)):
        option = {"timeout": "fetch-timeout", "headers": "header"}.get(name, name.replace("_", "-"))
        raise UsageError(f"--{option} is for fetching, and no source is a URL")


def _check_cookies(path: str) -> None:
    from extract.sources.web.cookies import read_cookies

    try:
        read_cookies(path)
    except OSError as error:
        raise UsageError(f"--cookies {path} cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise UsageError(f"--cookies {path} holds no cookies in Netscape's format") from error


def run_extract(request: Request) -> int:
    """Read, extract and write each source in turn; the highest exit code of them."""
    check_request(request)
    from extract.render import SEPARATORS
    from extract.render.output import OutputError, open_output
    from extract.sources import StoreError

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
    except StoreError as error:
        _say(str(error), quiet=request.quiet)
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
    if request.quiet and request.verbose:
        raise UsageError("-q and -v contradict each other; give one of them")
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
    from extract.sources import SourceError, StoreError

    label = {"-": "standard input", "": "''"}.get(name, name)
    try:
        article = _extract_source(name, request)
        data = _render(article, request, indent)
    except (SourceError, UnreadablePage) as error:
        _say(f"{label}: {error}", quiet=request.quiet)
        return b"", NO_SOURCE
    except StoreError:  # which would be the same for every source
        raise
    except Exception as error:  # a fault of ours must not cost the other sources
        _say(f"{label}: not extracted, by a fault of {PROGRAM} ({error!r})", quiet=request.quiet)
        return b"", NO_SOURCE
    if article.body is None:
        _say(f"{label}: the page holds no article", quiet=request.quiet)
        return data, NO_ARTICLE
    if request.verbose:
        _say(f"{label}: {_describe_article(article)}")
    return data, ARTICLE


def _describe_article(article: "Article") -> str:
    """`312 words in en, confidence 0.97, utf-8; paywalled`."""
    about = article.extraction
    language = f" in {article.metadata.language}" if article.metadata.language else ""
    facts = [f"{about.words} words{language}"]
    if about.confidence is not None:
        facts.append(f"confidence {about.confidence:.2f}")
    if about.encoding is not None:
        facts.append(about.encoding)
    return "; ".join([", ".join(facts), *about.warnings])


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
    source = open_source(name, max_size=request.max_size, fetching=request.fetching)
    article = read(source.data, url=request.url or source.url, encoding=request.encoding or source.encoding)
    return replace(article, extraction=replace(article.extraction, source=name))


def run_batch(job: "Job", find: Callable[[], Iterator["Input"]], *, countable: bool, quiet: bool) -> int:
    """Make the records of many pages: 0 where none failed, 1 where some did, 3 where there are no inputs.

    `countable` tells whether `find` can be called more than once.
    """
    import shlex
    from itertools import chain

    from extract import batch
    from extract.batch.progress import open_progress
    from extract.batch.summary import describe_outcome
    from extract.render.output import OutputError

    say = partial(_say, quiet=quiet)
    try:
        inputs = find()
    except ValueError as error:
        raise UsageError(str(error)) from error
    first = next(inputs, None)
    if first is None:
        say("nothing there that can be a page")
        return NO_SOURCE
    live = not quiet and job.output != "-"
    again = shlex.join([PROGRAM, *(word for word in sys.argv[1:] if word != "--overwrite")])
    try:
        with open_progress(say, find if countable else None, live=live) as progress:
            outcome = batch.run_batch(job, chain([first], inputs), progress)
    except OutputError as error:
        say(str(error))
        if job.output == "-":
            _abandon_output()
        return NO_OUTPUT
    except batch.Interrupted as interrupted:
        say("stopped at once" if job.output == "-" else f"stopped at once; go on with: {again}")
        return 128 + interrupted.number
    for line in describe_outcome(outcome, again):
        say(line)
    if outcome.signal is not None:
        return 128 + outcome.signal
    return SOME_FAILED if outcome.failures else ARTICLE


def run_compare(
    path: str, *, worst: int, explain: str | None, output: str | None, format: str, max_size: int, quiet: bool
) -> int:
    """Measure labelled pages: 0 where all were read, 1 where some were not, 3 where none was."""
    from extract.compare import compare_pages, write_explanations
    from extract.compare.labelled import read_labelled
    from extract.compare.report import render_report
    from extract.render.output import OutputError, open_output

    say = partial(_say, quiet=quiet)
    comparison = compare_pages(read_labelled(path, max_size))
    for name, error in comparison.unread:
        say(f"{name}: {error}")
    for page in comparison.pages:
        if page.error is not None:
            say(f"{page.name}: {page.error}")
    if not comparison.pages:
        if not comparison.unread:
            say(f"{path}: no page with a label beside it, like story.html with story.json")
        return NO_SOURCE
    shown = comparison.list_worst(worst)
    try:
        explained = write_explanations(read_labelled(path, max_size), shown, explain) if explain else {}
        with open_output(output) as file:
            data = render_report(comparison, format, worst=shown, explained=explained, indent=file.terminal)
            file.write(data)
    except OutputError as error:
        say(str(error))
        if output in (None, "-"):
            _abandon_output()
        return NO_OUTPUT
    failed = comparison.unread or any(page.error is not None for page in comparison.pages)
    return SOME_FAILED if failed else ARTICLE


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
