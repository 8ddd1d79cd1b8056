"""`mediarel show`: whole statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.reading import get, signatures
from mediarel.cli import environment, output
from mediarel.cli.options import common
from mediarel.cli.options.common import Filters
from mediarel.cli.options.selection import chosen, told_mergers
from mediarel.cli.pager import paged
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.statement import show_statements
from mediarel.errors import Command, Hint, MisuseError, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.merged import Merger
    from mediarel.history.change import Signature
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query

EXAMPLES = (
    "mediarel show 3",
    "mediarel show 3 --mark sonando",
    "mediarel show 3-5 --format markdown",
)


class NothingToMarkError(MisuseError):
    """What is to be marked is about no words."""

    def __init__(self, mark: str) -> None:
        super().__init__(
            f"--mark {shorten(mark)!r} is about no words",
            "Give what was sought: --mark sonando.",
        )


def run(
    context: typer.Context,
    ids: common.Ids,
    mark: Annotated[
        str | None,
        typer.Option(
            metavar="QUERY", help="On a terminal, mark what this query matches."
        ),
    ] = None,
    format: common.Format = None,  # noqa: A002 - the option's name
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """Show statements whole: fields, text, and what was done to them."""
    query = None if mark is None else _marked_by(mark)
    if query is not None and format is not None:
        raise MisuseError("a format has no marks", "Leave out --mark or --format.")
    notes: list[Sequence[Merger]] = []
    with environment.archive(context, archive) as opened:

        def found() -> list[tuple[Statement, list[Signature]]]:
            notes.clear()
            wanted = chosen(context, opened, ids, follow=notes.append)
            statements = get(opened, wanted)
            return [
                (each, [] if format else signatures(opened, each.id))
                for each in statements
            ]

        with working("Reading the statements"):
            shown = opened.asked(found)
        for mergers in notes:
            told = f"{told_mergers(mergers).capitalize()}. How that came: "
            environment.tell(Hint(told, Command("log", mergers[0].id)))
        if format is not None:
            statements = [statement for statement, _ in shown]
            with paged(context, no_pager=no_pager):
                output.write(format, statements, None, output.for_programs(opened))
            return
    with paged(context, no_pager=no_pager):
        show_statements(shown, query)


def _marked_by(mark: str) -> Query:
    """Return the query that `mark` is.

    Raises QueryError or NothingToMarkError.
    """
    from mediarel.index.excerpt import can_mark  # noqa: PLC0415 - rare

    query = Filters().query([mark])
    if not can_mark(query):
        raise NothingToMarkError(mark)
    return query
