"""`compare`: the figures of labelled pages."""

from __future__ import annotations

from functools import partial

from extract.command.ending import ARTICLE, NO_OUTPUT, NO_SOURCE, SOME_FAILED, UsageError, abandon_output, say
from extract.compare import compare_pages, write_explanations
from extract.compare.labelled import read_labelled
from extract.compare.report import FORMATS, render_report
from extract.render.output import OutputError, open_output


def run_compare(
    path: str | None,
    *,
    worst: int,
    explain: str | None,
    output: str | None,
    format: str,
    max_size: int,
    quiet: bool,
) -> int:
    """Measure labelled pages: 0 where all were read, 1 where some were not, 3 where none was."""
    if path is None:
        raise UsageError("no PATH; name a folder, an archive or JSON Lines with labelled pages")
    if format not in FORMATS:
        raise UsageError(f"--format {format} does not exist; choose {', '.join(FORMATS)}")
    tell = partial(say, quiet=quiet)
    comparison = compare_pages(read_labelled(path, max_size))
    for name, error in comparison.unread:
        tell(f"{name}: {error}")
    for page in comparison.pages:
        if page.error is not None:
            tell(f"{page.name}: {page.error}")
    if not comparison.pages:
        if not comparison.unread:
            tell(f"{path}: no page with a label beside it, like story.html with story.json")
        return NO_SOURCE
    shown = comparison.list_worst(worst)
    try:
        explained = write_explanations(read_labelled(path, max_size), shown, explain) if explain else {}
        with open_output(output) as file:
            data = render_report(comparison, format, worst=shown, explained=explained, indent=file.terminal)
            file.write(data)
    except OutputError as error:
        tell(str(error))
        if output in (None, "-"):
            abandon_output()
        return NO_OUTPUT
    failed = comparison.unread or any(page.error is not None for page in comparison.pages)
    return SOME_FAILED if failed else ARTICLE
