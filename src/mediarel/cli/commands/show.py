"""Implement `mediarel show`: show whole statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel import errors
from mediarel.archive.links import LinkedStatements, linked_statements
from mediarel.archive.lookup import get, signatures
from mediarel.cli import clipboard, environment
from mediarel.cli.commands.list_ import print_format
from mediarel.cli.options import common
from mediarel.cli.options.common import Filters
from mediarel.cli.options.selection import chosen, tell_mergers
from mediarel.cli.pager import paged
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.statement import Whole, show_statements
from mediarel.formats.pasted import FORMS, pasted
from mediarel.formats.table import WRITABLE, format_named
from mediarel.index.excerpt import can_mark
from mediarel.text.lines import harmless, harmless_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.restore import Merger
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query


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
        help=f"Text to paste: {', '.join(FORMS)}. Or an export format:"
        f" {', '.join(_EXPORTED)}.",
        autocompletion=lambda: [*FORMS, *_EXPORTED],
    ),
]


def run(
    context: typer.Context,
    ids: common.Ids,
    mark: Annotated[
        str | None,
        typer.Option(
            metavar="QUERY",
            help="Mark matches of this query, on a terminal. Example: sonando",
        ),
    ] = None,
    format: _Format = None,  # noqa: A002 - the option's name
    copy: common.Copy = False,
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """Show all fields, the text and the history of statements."""
    if copy and (format or "text") not in FORMS:
        raise errors.MisuseError(
            f"--copy can't copy the format {errors.shorten(format or '')!r}",
            f"It copies one of: {', '.join(FORMS)}.",
        )
    format = format or ("text" if copy else None)  # noqa: A001 - as above
    if format is not None and format not in FORMS:
        format_named(format, FORMS)  # refused before searching
    query = None if mark is None else _marked_by(mark)
    if query is not None and format is not None:
        raise errors.MisuseError(
            "--mark and --format can't be combined", "Use one of them."
        )
    notes: list[Sequence[Merger]] = []
    with environment.archive(context, archive) as opened:

        def found() -> list[Whole]:
            notes.clear()
            wanted = chosen(context, opened, ids, follow=notes.append)
            statements = get(opened, wanted)
            if format:
                return [Whole(each, (), LinkedStatements(), "") for each in statements]
            return [
                Whole(
                    each,
                    signatures(opened, each.id),
                    linked_statements(opened, each),
                    opened.now(),
                )
                for each in statements
            ]

        with working("Reading the statements"):
            shown = opened.asked(found)
        tell_mergers(notes)
        statements = [each.statement for each in shown]
        if format in FORMS:
            _paste(context, statements, format, copy=copy, no_pager=no_pager)
            return
        if format is not None:
            print_format(
                context,
                opened,
                format,
                statements,
                ids,
                [each.id for each in statements],
                no_pager=no_pager,
            )
            return
    with paged(context, no_pager=no_pager):
        show_statements(shown, query)


def _paste(
    context: typer.Context,
    statements: Sequence[Statement],
    form: str,
    *,
    copy: bool,
    no_pager: bool,
) -> None:
    """Print `statements` in a form to paste; with `copy`, fill the clipboard too."""
    text, is_html = pasted(statements, form), form == "html"
    with paged(context, no_pager=no_pager):
        typer.echo(harmless_html(text) if is_html else harmless(text))
    if copy:
        clipboard.copy(text, is_html=is_html)


def _marked_by(mark: str) -> Query:
    """Parse the query `mark`.

    Raises QueryError or MisuseError.
    """
    query = Filters().query([mark])
    if not can_mark(query):
        raise errors.MisuseError(
            f"--mark {errors.shorten(mark)!r} has no words to mark",
            "Enter a word. Example: --mark sonando",
        )
    return query
