"""Implement `mediarel quote`: check whether a statement contains a quotation."""

import typer

from mediarel import errors
from mediarel.archive.quote import Held, Near, quote
from mediarel.citation.styles import Language, Markup, as_lines, citation, cited
from mediarel.cli import environment, input_files, output, pager, visibility
from mediarel.cli.messages import notify
from mediarel.cli.options import common
from mediarel.cli.options.parameters import argument, flag
from mediarel.cli.terminal import colours
from mediarel.cli.terminal.changes import marked
from mediarel.cli.terminal.tables import Result, show_results, unmarked, with_marks
from mediarel.settings import STYLES
from mediarel.text.diff import with_context

_SHOWN = 20  # statements


@common.filtered
def run(
    context: typer.Context,
    text: list[str] = argument(
        "TEXT…", "Quotation, with … for omitted words; - reads standard input."
    ),
    filters: common.Filters = common.NO_FILTERS,
    all: bool = flag("--all", f"Show all matches (default: the newest {_SHOWN})."),
    format: str | None = common.FORMAT,
) -> None:
    """Check whether statements contain a quotation word for word.

    Case, accents, line breaks and most punctuation can differ, but not words, numbers,
    currency and percent signs. If no statement contains the quotation, mediarel shows
    similar passages with their differences. The exit code is then 3.

    Examples:
      mediarel quote 'deeply disturbed by independent radio station director'
      mediarel quote '“deeply disturbed […] call for his immediate release”'
      mediarel quote 'a significant blow' --year 2012
    """
    within = filters.query()
    sought = (
        input_files.text_of(input_files.STDIN)[1] if text == ["-"] else " ".join(text)
    )
    with environment.archive(context) as opened:
        answer = quote(opened, sought, within, most=None if all else _SHOWN)
        statements = [each.statement for each in answer.held]
        visibility.report_cautions(opened, statements)
        if format is not None and statements:
            asked = [*filters.as_options(), "quote", sought]
            ids = [each.id for each in statements]
            output.print_format(context, opened, format, statements, asked, ids)
        if format is None:
            found: list[Held | Near] = [*answer.held, *answer.near]
            rows = [*map(_row, found)]
            with pager.paged(context):
                show_results(rows)
            printed = zip((each.statement for each in found), rows, strict=True)
            visibility.warn_of_withheld(
                opened, ((each, _text_of(row)) for each, row in printed), "markdown"
            )
    if not answer.held:
        problem = "no statement contains this quotation word for word"
        if answer.near:
            signs = "[-this-] is only in the quotation, {+this+} only in the statement"
            raise errors.NotFoundError(problem, f"In similar passages, {signs}.")
        hint = "Nothing similar was found. To search for single words: "
        raise errors.NotFoundError(problem, hint, errors.Command("search", "WORDS"))
    if answer.has_more:
        notify(f"Only the newest {_SHOWN} are shown. To see more, add --all.")


def _row(found: Held | Near) -> Result:
    """Return a statement with a passage, marked like a match or a difference."""
    statement = found.statement
    if isinstance(found, Held):
        how = "word for word" + ", with words left out" * found.is_shortened
        parts = with_marks(found.passage.text, found.passage.marks)
    else:
        is_same = all(part.is_same for part in found.parts)
        how = "in a different order" if is_same else "not word for word"
        parts = marked(with_context(found.parts))
    style = environment.settings().style or STYLES[0]
    one = citation(cited(statement), style, Language.ENGLISH)
    heading = [
        ("Id", unmarked(str(statement.id)), colours.ID),
        ("Date", unmarked(str(statement.date)), colours.DATE),
        ("Issuer", unmarked(statement.program), colours.PROGRAM),
        ("Found", unmarked(how), colours.HEADING),
    ]
    cite = unmarked(as_lines([one], Markup.TEXT))
    return Result(heading, [("Says", list(parts)), ("Cite", cite)])


def _text_of(row: Result) -> str:
    """Return the printed text that the statement contains, and the citation."""
    return "\n".join(
        "".join(part.text for part in parts if part.kind != "removed")
        for _, parts in row.rows
    )
