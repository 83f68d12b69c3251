"""The command line: the commands, their options, and their help; what they do is `extract.command`.

Nothing heavy is imported before it is needed: `--help` starts without the extraction, and a page through a
pipe, the most frequent call, without Typer.
"""

import atexit
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    import typer
    from typer.core import TyperCommand, TyperGroup

    from extract.command.pages import Request

PROGRAM = "cleancopy"
DEFAULT_COMMAND = "extract"
COMPLETION = ("--install-completion", "--show-completion")
COMPLETING = "_CLEANCOPY_COMPLETE"  # by this variable a shell asks
MAX_SIZE = "20MiB"
FETCH_TIMEOUT = "30"  # seconds


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
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Exception as error:
        from extract.command.ending import conclude

        return conclude(error, args[0] if args and args[0] in COMMANDS else None)
    finally:
        if former is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, former)


def _dispatch(args: list[str]) -> int:
    if COMPLETING in os.environ or (args and args[0] in COMPLETION):
        return _run_app(args, completion=True)
    if not args and sys.stdin is not None and sys.stdin.isatty():
        args = ["--help"]
    if _are_sources(args):
        from extract.command.pages import Request, run_extract

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
            return 0
        with command.make_context(PROGRAM, args) as context:
            code = command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except usage_error as error:
        from extract.command.ending import UsageError

        raise UsageError(str(error.format_message()).rstrip(".")) from error
    return int(code or 0)


def _terminate(number: int, frame: object) -> NoReturn:
    """End like an exit, so that drafts are removed and processes ended."""
    sys.exit(128 + number)


Text = str | None  # of an option that may be left out
Texts = list[str] | None  # of one that may be repeated


class Option(NamedTuple):
    """An option as its help shows it; one without a `metavar` is a switch.

    `flags` are its names where they are not that of the parameter alone; `act` is called at once when it is given.
    """

    help: str
    metavar: str | None = None
    flags: tuple[str, ...] = ()
    act: Callable[[bool], None] | None = None


class Argument(NamedTuple):
    """What stands on the command line without a name."""

    metavar: str


def _show_version(wanted: bool) -> None:
    if wanted:
        import typer

        from extract.article import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


# What several commands take. Values come as text, so that what is wrong with one is said in our words.
Url = Annotated[Text, Option("Where the page came from: relative links are resolved against it.", "URL")]
Encoding = Annotated[
    Text, Option("The encoding that the page's transport declared, like windows-1251.", "NAME")
]
Output = Annotated[
    Text, Option("Write a file, which appears whole or not at all.", "FILE", ("--output", "-o"))
]
Fields = Annotated[Text, Option("Print these keys alone: title,metadata.date_published", "NAMES")]
Blocks = Annotated[bool, Option("Add all blocks of the page, the dropped ones too.")]
Keep = Annotated[
    Texts,
    Option("Keep the blocks in what matches this selector, whatever their scores; can be repeated.", "CSS"),
]
Drop = Annotated[
    Texts, Option("Drop the blocks in what matches this selector, also kept ones; can be repeated.", "CSS")
]
MaxSize = Annotated[str, Option("Refuse inputs that are larger.", "SIZE")]
Quiet = Annotated[bool, Option("Print no messages: the exit code tells.", flags=("--quiet", "-q"))]


class Fetching(NamedTuple):
    """The options for fetching, which the help shows apart from the others."""

    fetch_timeout: Annotated[
        Text,
        Option(
            f"Give up a fetch, redirects included, after this time.  [default: {FETCH_TIMEOUT}]", "SECONDS"
        ),
    ] = None
    allow_private: Annotated[bool, Option("Fetch from private and local addresses too.")] = False
    user_agent: Annotated[Text, Option("Introduce the fetch by another name than cleancopy.", "NAME")] = None
    header: Annotated[
        Texts,
        Option("Send this header, like DNT: 1, to the sites named alone; can be repeated.", "HEADER"),
    ] = None
    cookies: Annotated[
        Text,
        Option("Send the cookies of this file, which a browser exported in Netscape's format.", "FILE"),
    ] = None
    save_html: Annotated[
        Text, Option("Keep fetched pages as they came in DIR, and fetch none that it holds.", "DIR")
    ] = None


class Manners(NamedTuple):
    """How `batch` treats the hosts that it fetches from."""

    delay: Annotated[str, Option("Wait between two requests to a host.", "SECONDS")] = "1"
    ignore_robots: Annotated[bool, Option("Fetch what robots.txt forbids, where you may.")] = False


FETCHING = frozenset(Fetching._fields + Manners._fields)  # what the help shows apart


def extract(
    sources: Annotated[Texts, Argument("SOURCE")] = None,
    url: Url = None,
    encoding: Encoding = None,
    output: Output = None,
    format: Annotated[
        str,
        Option(
            "json: one object, or for several sources one per line; jsonl: always one per line; "
            "text: title and body, or one of them by --fields; markdown: with headings, lists, quotes and tables.",
            "FORMAT",
        ),
    ] = "json",
    fields: Fields = None,
    blocks: Blocks = False,
    front_matter: Annotated[bool, Option("Begin the Markdown with title and metadata as YAML.")] = False,
    links: Annotated[bool, Option("Write the links inside the Markdown's text.")] = False,
    keep: Keep = None,
    drop: Drop = None,
    max_size: MaxSize = MAX_SIZE,
    quiet: Quiet = False,
    verbose: Annotated[
        bool, Option("Say of each page what came out of it, on standard error.", flags=("--verbose", "-v"))
    ] = False,
    version: Annotated[bool, Option("Show the version and exit.", act=_show_version)] = False,
    *,
    fetching: Fetching,
) -> int:
    """Extract the article of each SOURCE (the default command)."""
    from extract.command.options import read_fields
    from extract.command.pages import run_extract

    request = _read_request(sources or (), keep, drop, max_size, fetching)
    return run_extract(
        request._replace(
            url=url,
            encoding=encoding,
            output=output,
            format=format,
            fields=read_fields(fields),
            blocks=blocks,
            front_matter=front_matter,
            links=links,
            quiet=quiet,
            verbose=verbose,
        )
    )


def explain(
    source: Annotated[Text, Argument("SOURCE")] = None,
    url: Url = None,
    encoding: Encoding = None,
    output: Output = None,
    format: Annotated[
        Text,
        Option(
            "html: a page to look at; json: the same facts for programs; text: a view for the terminal.  "
            "[default: text on a terminal, else html]",
            "FORMAT",
        ),
    ] = None,
    keep: Keep = None,
    drop: Drop = None,
    max_size: MaxSize = MAX_SIZE,
    quiet: Quiet = False,
    *,
    fetching: Fetching,
) -> int:
    """Show what was kept of a page, what was dropped, and why.

    cleancopy explain -o why.html URL
    """
    from extract.command.pages import choose_view, run_extract

    sources = () if source is None else (source,)
    request = _read_request(sources, keep, drop, max_size, fetching)
    return run_extract(
        request._replace(
            url=url,
            encoding=encoding,
            output=output,
            format=format or choose_view(output),
            quiet=quiet,
            explained=True,
        )
    )


def _read_request(
    sources: Sequence[str], keep: Texts, drop: Texts, max_size: str, fetching: Fetching
) -> "Request":
    """What `extract` and `explain` ask for alike, as far as its values have to be read."""
    from extract.command.options import make_policy, read_fetching, read_selectors, read_size
    from extract.command.pages import Request

    return Request(
        sources=tuple(sources),
        keep=read_selectors("--keep", keep),
        drop=read_selectors("--drop", drop),
        max_size=read_size(max_size),
        fetching=make_policy(sources, read_fetching(**fetching._asdict())),
    )


class Inputs(NamedTuple):
    """Which inputs `batch` reads, and what holds them in JSON Lines."""

    lists: Annotated[
        Texts,
        Option("Read paths and URLs from FILE too, one a line; - is standard input.", "FILE", ("--from",)),
    ] = None
    include: Annotated[Texts, Option("Of folders and archives, only what matches this.", "GLOB")] = None
    exclude: Annotated[Texts, Option("Of folders and archives, not what matches this.", "GLOB")] = None
    html_field: Annotated[str, Option("The page's field in JSON Lines.", "NAME")] = "html"
    url_field: Annotated[str, Option("The address's field in JSON Lines.", "NAME")] = "url"


class Work(NamedTuple):
    """How `batch` goes about its inputs."""

    jobs: Annotated[
        Text, Option("Work in N processes.  [default: the cores at hand]", "N", ("--jobs", "-j"))
    ] = None
    timeout: Annotated[str, Option("Give up a page after this time, not counting its fetch.", "SECONDS")] = (
        "10"
    )
    max_memory: Annotated[str, Option("Give up a page that takes more.", "SIZE")] = "1GiB"
    max_size: MaxSize = MAX_SIZE
    unordered: Annotated[bool, Option("Write records as they are done, not in the order of the inputs.")] = (
        False
    )
    errors: Annotated[Text, Option("Write the records of failed inputs to FILE alone, too.", "FILE")] = None
    overwrite: Annotated[bool, Option("Begin anew instead of going on with what FILE holds.")] = False
    retry_failed: Annotated[bool, Option("Try those again that failed in an earlier run.")] = False


class Records(NamedTuple):
    """What `batch` writes of each page."""

    fields: Fields = None
    blocks: Blocks = False
    keep: Keep = None
    drop: Drop = None


def batch(
    *,
    paths: Annotated[Texts, Argument("PATH")] = None,
    output: Annotated[
        Text,
        Option(
            "JSON Lines, one record per input; compressed if FILE ends with .gz; - is standard output.",
            "FILE",
            ("--output", "-o"),
        ),
    ] = None,
    inputs: Inputs,
    work: Work,
    records: Records,
    manners: Manners,
    quiet: Annotated[bool, Option("Print no messages and no progress.", flags=("--quiet", "-q"))] = False,
    fetching: Fetching,
) -> int:
    """Make one file of JSON Lines from many pages.

    Each PATH is a page, a folder, or a file with pages in it: zip, tar, WARC, MHTML, JSON Lines.
    The same command again goes on where it stopped.
    """
    from extract.batch.job import Job
    from extract.command import options
    from extract.command.batch import run_batch
    from extract.sources.inputs import find_inputs

    paths, lists = paths or [], inputs.lists or []
    file = options.read_output(output, work.errors)
    options.check_inputs(paths, lists)
    job = Job(
        output=file,
        jobs=options.read_jobs(work.jobs),
        shape=options.read_shape(**records._asdict()),
        errors=work.errors,
        timeout=options.read_seconds(work.timeout, "--timeout"),
        max_memory=options.read_size(work.max_memory, "--max-memory"),
        max_size=options.read_size(work.max_size),
        ordered=not work.unordered,
        overwrite=work.overwrite,
        retry_failed=work.retry_failed,
        fetching=options.make_polite(options.read_fetching(**fetching._asdict()), **manners._asdict()),
    )
    find = partial(
        find_inputs,
        paths,
        lists=lists,
        include=inputs.include or (),
        exclude=inputs.exclude or (),
        html_field=inputs.html_field,
        url_field=inputs.url_field,
        max_size=job.max_size,
    )
    countable = "-" not in paths and all(map(os.path.isfile, lists))
    return run_batch(job, find, countable=countable, quiet=quiet)


def compare(
    path: Annotated[Text, Argument("PATH")] = None,
    worst: Annotated[str, Option("Show N pages that are not right, the worst first.", "N")] = "10",
    explain: Annotated[Text, Option("Write the explain pages of those into DIR.", "DIR")] = None,
    output: Output = None,
    format: Annotated[str, Option("text: a table; json: the figures of all pages.", "FORMAT")] = "text",
    max_size: MaxSize = MAX_SIZE,
    quiet: Quiet = False,
) -> int:
    """Measure the extraction on labelled pages, and show the worst.

    PATH is a folder with story.html and story.json side by side, or JSON Lines with html, title and body:

    cleancopy compare --explain why/ labelled/
    """
    from extract.command.compare import run_compare
    from extract.command.options import read_size, read_worst

    return run_compare(
        path,
        worst=read_worst(worst),
        explain=explain,
        output=output,
        format=format,
        max_size=read_size(max_size),
        quiet=quiet,
    )


COMMANDS: dict[str, Callable[..., int]] = {
    DEFAULT_COMMAND: extract,
    "explain": explain,
    "batch": batch,
    "compare": compare,
}


def build_app(*, completion: bool = False) -> "typer.Typer":
    """The Typer app of all `COMMANDS`; words that are no command are sources of `extract`.

    `completion` adds the options of `COMPLETION`, which no other call should pay for.
    """
    import typer

    app = typer.Typer(
        cls=_define_group(),
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

    command_class = _define_command()
    for name, command in COMMANDS.items():
        app.command(name, cls=command_class)(_declare(command))
    return app


def _declare(command: Callable[..., int]) -> Callable[..., int]:
    """The command with the options that its signature names, alone or in groups, as Typer reads them."""
    import inspect

    own = inspect.signature(command)
    groups: dict[str, Any] = {
        p.name: p.annotation for p in own.parameters.values() if isinstance(p.annotation, type)
    }

    def run(**values: Any) -> int:
        for name, group in groups.items():
            values[name] = group(*map(values.pop, group._fields))
        return command(**values)

    declared: list[inspect.Parameter] = []
    for name, parameter in own.parameters.items():
        declared += inspect.signature(groups[name]).parameters.values() if name in groups else (parameter,)
    run.__signature__ = own.replace(  # type: ignore[attr-defined]
        parameters=[
            p.replace(kind=p.KEYWORD_ONLY, annotation=_convert(p.name, p.annotation)) for p in declared
        ]
    )
    run.__doc__ = command.__doc__
    return run


def _convert(name: str, annotation: Any) -> Any:
    """The type of a parameter with what Typer needs to know of it."""
    import typer

    match annotation.__metadata__:
        case (Argument(metavar),):
            what = typer.Argument(metavar=metavar, hidden=True)
        case (Option(help, metavar, flags, act),):
            flags = flags or (f"--{name.replace('_', '-')}",)
            what = typer.Option(*flags, metavar=metavar, help=help, callback=act, is_eager=act is not None)
    return Annotated[annotation.__origin__, what]


def _define_group() -> "type[TyperGroup]":
    """The class of the whole: words that are no command are sources of the default one."""
    from typer.core import TyperGroup

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

    return SourcesOrCommand


def _define_command() -> "type[TyperCommand]":
    """The class of each command: its options in two groups."""
    from typer.core import TyperCommand

    class GroupedCommand(TyperCommand):
        def collect_usage_pieces(self, ctx: Any) -> list[str]:
            """Whether an argument can be several is shown alike by all versions of Typer."""
            arguments = (p for p in self.get_params(ctx) if p.param_type_name == "argument")
            return ["[OPTIONS]", *(f"[{p.metavar}]{'...' if p.nargs < 0 else ''}" for p in arguments)]

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

    return GroupedCommand


if __name__ == "__main__":
    sys.exit(main())
