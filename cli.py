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
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

if TYPE_CHECKING:
    import typer
    from typer.core import TyperCommand, TyperGroup

PROGRAM = "cleancopy"
DEFAULT_COMMAND = "extract"
BATCH = "batch"
COMPLETION = ("--install-completion", "--show-completion")
COMPLETING = "_CLEANCOPY_COMPLETE"  # by this variable a shell asks
MAX_SIZE = "20MiB"
FETCH_TIMEOUT = "30"  # seconds

HELP = {
    "url": "Where the page came from: relative links are resolved against it.",
    "encoding": "The encoding that the page's transport declared, like windows-1251.",
    "output": "Write a file, which appears whole or not at all.",
    "format": "json: one object, or for several sources one per line; jsonl: always one per line; "
    "text: title and body, or one of them by --fields; markdown: with headings, lists, quotes and tables.",
    "explain_format": "html: a page to look at; json: the same facts for programs; text: a view for the terminal.",
    "fields": "Print these keys alone: title,metadata.date_published",
    "blocks": "Add all blocks of the page, the dropped ones too.",
    "front_matter": "Begin the Markdown with title and metadata as YAML.",
    "links": "Write the links inside the Markdown's text.",
    "keep": "Keep the blocks in what matches this selector, whatever their scores; can be repeated.",
    "drop": "Drop the blocks in what matches this selector, also kept ones; can be repeated.",
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


def build_app(*, completion: bool = False) -> "typer.Typer":
    """The Typer app: each command adds itself; words that are no command are sources of `extract`.

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

    for add_command in COMMANDS.values():
        add_command(app)
    command_class = _define_command()
    for command in app.registered_commands:
        command.cls = command_class
    return app


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
        from extract.command.options import read_fetching

        return read_fetching(fetch_timeout, allow_private, user_agent, header, cookies, save_html)

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
        links: Annotated[bool, opt("--links", help=HELP["links"])] = False,
        keep: Annotated[list[str] | None, opt(metavar="CSS", help=HELP["keep"])] = None,
        drop: Annotated[list[str] | None, opt(metavar="CSS", help=HELP["drop"])] = None,
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
        from extract.command.options import make_policy, read_fields, read_selectors, read_size
        from extract.command.pages import Request, run_extract

        return run_extract(
            Request(
                sources=tuple(sources or ()),
                url=url,
                encoding=encoding,
                output=output,
                format=format,
                fields=read_fields(fields),
                blocks=blocks,
                front_matter=front_matter,
                links=links,
                keep=read_selectors("--keep", keep),
                drop=read_selectors("--drop", drop),
                max_size=read_size(max_size),
                fetching=make_policy(sources or (), fetching),
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
        keep: Annotated[list[str] | None, opt(metavar="CSS", help=HELP["keep"])] = None,
        drop: Annotated[list[str] | None, opt(metavar="CSS", help=HELP["drop"])] = None,
        max_size: Annotated[str, opt(metavar="SIZE", help=HELP["max_size"])] = MAX_SIZE,
        quiet: Annotated[bool, opt("--quiet", "-q", help=HELP["quiet"])] = False,
        *,
        fetching: dict[str, Any],
    ) -> int:
        """Show what was kept of a page, what was dropped, and why.

        cleancopy explain -o why.html URL
        """
        from extract.command.options import make_policy, read_selectors, read_size
        from extract.command.pages import Request, run_extract

        sources = () if source is None else (source,)
        return run_extract(
            Request(
                sources=sources,
                url=url,
                encoding=encoding,
                output=output,
                format=format,
                keep=read_selectors("--keep", keep),
                drop=read_selectors("--drop", drop),
                max_size=read_size(max_size),
                fetching=make_policy(sources, fetching),
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
        keep: Annotated[list[str] | None, opt(metavar="CSS", help=HELP["keep"])] = None,
        drop: Annotated[list[str] | None, opt(metavar="CSS", help=HELP["drop"])] = None,
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
        from extract.command.batch import run_batch
        from extract.command.ending import UsageError
        from extract.command.options import (
            check_lists,
            read_fields,
            read_jobs,
            read_seconds,
            read_selectors,
            read_size,
        )
        from extract.sources.inputs import find_inputs
        from extract.sources.web.policy import POLITE

        if not output:
            raise UsageError("-o is missing; name a FILE for the records, or - for standard output")
        if not paths and not lists:
            raise UsageError("no PATH and no --from; name files, folders or archives")
        check_lists(lists or ())
        if errors is not None and os.path.realpath(errors) == os.path.realpath(output):
            raise UsageError(f"--errors {errors} is the output itself; name another file")
        size = read_size(max_size)
        job = Job(
            output=output,
            jobs=read_jobs(jobs),
            shape=Shape(
                read_fields(fields) or (),
                blocks,
                read_selectors("--keep", keep),
                read_selectors("--drop", drop),
            ),
            errors=errors,
            timeout=read_seconds(timeout, "--timeout"),
            max_memory=read_size(max_memory, "--max-memory"),
            max_size=size,
            ordered=not unordered,
            overwrite=overwrite,
            retry_failed=retry_failed,
            fetching=replace(
                POLITE,
                delay=read_seconds(delay, "--delay", least=0.0),
                robots=not ignore_robots,
                **fetching,
            ),
        )
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


COMMANDS = {DEFAULT_COMMAND: add_extract, "explain": add_explain, BATCH: add_batch, "compare": add_compare}


def _show_version(wanted: bool) -> None:
    if wanted:
        import typer

        from extract.article import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


def _terminate(number: int, frame: object) -> NoReturn:
    """End like an exit, so that drafts are removed and processes ended."""
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
