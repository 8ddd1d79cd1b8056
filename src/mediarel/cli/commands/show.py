"""`mediarel show`: whole statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mediarel.archive.reading import get, signatures
from mediarel.cli import environment, output
from mediarel.cli.options import common
from mediarel.cli.options.selection import chosen
from mediarel.cli.terminal.statement import show_statements

if TYPE_CHECKING:
    from mediarel.history.change import Signature
    from mediarel.model.statement import Statement

EXAMPLES = ("mediarel show 3", "mediarel show 3-5", "mediarel show 3 --format markdown")


def run(
    context: typer.Context,
    ids: common.Ids,
    format: common.Format = None,  # noqa: A002 - the option's name
    archive: common.Archive = None,
) -> None:
    """Show statements whole: fields, text, and what was done to them."""
    with environment.archive(context, archive) as opened:

        def found() -> list[tuple[Statement, list[Signature]]]:
            statements = get(opened, chosen(opened, ids))
            return [
                (each, [] if format else signatures(opened, each.id))
                for each in statements
            ]

        shown = opened.asked(found)
        if format is not None:
            output.write(format, [statement for statement, _ in shown], None)
            return
        show_statements(shown)
