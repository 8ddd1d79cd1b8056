"""Implement `mediarel show`: show statements with all fields."""

from collections.abc import Sequence
from typing import Annotated

import typer

from mediarel import errors
from mediarel.archive import links, restore
from mediarel.archive.lookup import get, signatures
from mediarel.cli import desktop, environment, output, pager, visibility
from mediarel.cli.options import common
from mediarel.cli.options.parameters import option
from mediarel.cli.options.selection import chosen, report_mergers
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.whole_statement import Whole, show_statements
from mediarel.formats.pasted import FORMS, pasted
from mediarel.formats.table import WRITABLE, format_named
from mediarel.model.statement import Statement
from mediarel.text.lines import harmless, harmless_html

EXAMPLES = (
    "mediarel show 3",
    "mediarel show 3 --mark sonando",
    "mediarel show 3-5 --format text",
)


_EXPORTED = tuple(name for name in WRITABLE if name not in FORMS)


_Format = Annotated[
    str | None,
    typer.Option(
        metavar="FORMAT",
        help=f"Format: {', '.join(FORMS)} (text to paste), or an export format:"
        f" {', '.join(_EXPORTED)}.",
        autocompletion=lambda: [*FORMS, *_EXPORTED],
    ),
]


def run(
    context: typer.Context,
    ids: common.Ids,
    mark: str | None = option(
        "--mark QUERY", "Mark matches of this query, on a terminal. Example: sonando"
    ),
    format: _Format = None,
    copy: common.Copy = False,
) -> None:
    """Show all fields, the text and the history of statements."""
    if copy and (format or "text") not in FORMS:
        raise errors.MisuseError(
            f"--copy can't copy the format {errors.shorten(format or '')!r}",
            f"Choose one of these formats: {', '.join(FORMS)}.",
        )
    name = "text" if copy and format is None else format
    if name is not None and name not in FORMS:
        format_named(name, FORMS)  # refused before searching
    query = None if mark is None else common.Filters().query([mark])
    common.refuse_together(mark=query, format=name)
    notes: list[Sequence[restore.Merger]] = []
    with environment.archive(context) as opened:

        def found() -> tuple[list[Statement], list[Whole]]:
            notes.clear()
            statements = get(opened, chosen(context, opened, ids, follow=notes.append))
            if name:
                return statements, []
            now = opened.now()
            return statements, [
                Whole(
                    each,
                    signatures(opened, each.id),
                    links.linked_statements(opened, each),
                    now,
                )
                for each in statements
            ]

        with working("Reading the statements"):
            statements, whole = opened.asked(found)
        report_mergers(notes)
        if name is not None and name in FORMS:
            visibility.report_cautions(opened, statements)
            visibility.warn_of_withheld(
                opened,
                ((each, pasted([each], "text")) for each in statements),
                name if name in WRITABLE else "markdown",
            )
            text, is_html = pasted(statements, name), name == "html"
            with pager.paged(context):
                typer.echo(harmless_html(text) if is_html else harmless(text))
            if copy:
                desktop.copy(text, is_html=is_html)
        elif name is not None:
            found_ids = [each.id for each in statements]
            output.print_format(context, opened, name, statements, ids, found_ids)
    if name is None:
        with pager.paged(context):
            show_statements(whole, query)
