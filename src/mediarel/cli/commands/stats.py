"""Implement `mediarel stats` and `timeline`: count and list statements over time."""

from enum import Enum
from pathlib import Path

import typer

from mediarel import errors
from mediarel.cli import environment, output, targets
from mediarel.cli.commands import list_
from mediarel.cli.messages import notify
from mediarel.cli.options import common
from mediarel.cli.options.parameters import option
from mediarel.cli.terminal import lines, views
from mediarel.cli.visibility import warn_not_public
from mediarel.stats.count_formats import FORMATS, CountsFormat, CountsOptions
from mediarel.stats.counts import BY, SHOWN, Counts, count, summary
from mediarel.stats.timeline import timeline

By = Enum("By", {word: word for word in BY})  # type: ignore[misc]
_NAMES = tuple(each.name for each in FORMATS)
FormatOf = Enum("FormatOf", {name: name for name in _NAMES})  # type: ignore[misc]
_MOST_KINDS = 2
_CHOICES = f"{', '.join(SHOWN[:-1])} or {SHOWN[-1]}"


@common.filtered
def run(
    context: typer.Context,
    words: list[str] | None = common.WORDS,
    by: list[By] | None = option(
        "--by FIELD",
        f"Field to count by: {_CHOICES} (default: year). Can be used twice.",
    ),
    format: FormatOf | None = option(
        "--format FORMAT", f"Output format: {', '.join(_NAMES[:-1])} or {_NAMES[-1]}."
    ),
    output_: Path | None = option(
        "--output -o FILE",
        "File to write. The ending sets the format. Example: by-year.svg",
    ),
    force: bool = common.FORCE,
    filters: common.Filters = common.NO_FILTERS,
) -> None:
    """Count statements by year, issuer, tag or another field, or by two fields.

    An original and its translations count as one statement, with the values of the
    original. With --by language, each version counts. A statement with several tags
    counts once for each tag.

    Examples:
      mediarel stats
      mediarel stats --by type --by year
      mediarel stats sonando --by language
      mediarel stats --by signatory --year 2012 --format csv
      mediarel stats --by year --output by-year.svg
    """
    words = words or []
    kinds = [each.value for each in by or [By["year"]]]
    if len(kinds) > _MOST_KINDS or len({*kinds}) < len(kinds):
        example = errors.Command("stats", "--by", "type", "--by", "year")
        raise errors.MisuseError(
            f"--by needs one field or two different fields, not {' and '.join(kinds)}",
            "For example: ",
            example,
        )
    wanted = _wanted(format.value if format else None, output_)
    if output_ is not None and output.is_stdout(output_):
        output_ = None
    query = filters.query(words)
    with environment.archive(context) as opened:
        targets.refuse_taken(opened, *filter(None, [output_]), force=force)
        if wanted is not None and not {*kinds} <= {"year", "month"}:
            warn_not_public(opened, "csv", [*filters.as_options(), *words])
        name = opened.name() if wanted or lines.is_terminal() else ""
        counts = count(opened.index, query, kinds)
        if not counts.statements and wanted is None:
            nothing = opened.page(query, size=0)
            list_.report_nothing_found(context, opened, nothing, query, words)
            return
    crumbs = list_.crumbs(filters, words, None)
    if wanted is not None:
        _write(wanted, counts, output_, " >> ".join(filter(None, (name, *crumbs))))
        return
    with (
        output.paged(context),
        views.framed(views.Frame(name, crumbs, [summary(counts)])),
    ):
        views.show_counts(counts)


def _wanted(name: str | None, path: Path | None) -> CountsFormat | None:
    """Return the format called `name`. If no name is given, use the ending of `path`.

    Return None if neither is given. Raises MisuseError if there is no such format.
    """
    if name is None and path is not None:
        name = path.suffix.lower().removeprefix(".")
    found = next((each for each in FORMATS if each.name == name), None)
    if found is None and path is not None:
        raise errors.MisuseError(
            f"the ending of {str(path)!r} is not a format",
            f"Choose a format with --format: {', '.join(_NAMES)}.",
        )
    return found


def _write(wanted: CountsFormat, counts: Counts, path: Path | None, name: str) -> None:
    """Write the counts to a file, and report characters that the format can't contain.

    If no path is given, write to stdout.
    """
    lost: dict[str, None] = {}
    # A program that reads stdout would read the byte order mark as a character.
    options = CountsOptions(name, bom=path is not None, lost=lost.setdefault)
    output.write_other(
        lambda out: wanted.write(counts, out, options),
        path,
        unshown="" if wanted.is_text else wanted.name,
    )
    if lost:
        notify(
            f"Left out: {', '.join(lost)}. The format {wanted.name} can't contain them."
        )
    if path is not None:
        notify(f"Wrote the counts to {path}.")


@common.filtered
def run_timeline(
    context: typer.Context,
    words: list[str] | None = common.WORDS,
    filters: common.Filters = common.NO_FILTERS,
    page: int = common.PAGE,
    per_page: int | None = common.PER_PAGE,
    all: bool = common.ALL,
) -> None:
    """Show headlines by year and month, oldest first, and the gaps between them.

    A date without a month is listed under its year.

    Examples:
      mediarel timeline
      mediarel timeline --since 2012-07 --until 2013
      mediarel timeline sonando OR metfone --all
    """
    words = words or []
    query = filters.query(words)
    size = list_.rows_per_page(page, per_page, is_whole=all, lines_of_a_row=2)
    with environment.archive(context) as opened:
        name = opened.name() if lines.is_terminal() else ""
        start = (page - 1) * (size or 0)
        found = timeline(opened.index, query, start=start, size=size)
        shown = found.page
        views.refuse_beyond(shown, page, size)
        if not shown.rows:
            list_.report_nothing_found(context, opened, shown, query, words)
            return
    position = views.footer(context, shown, page, is_paged=size is not None)
    frame = views.Frame(name, list_.crumbs(filters, words, None), position)
    with output.paged(context), views.framed(frame):
        views.show_timeline(found)
