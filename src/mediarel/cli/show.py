"""`mediarel show`: whole statements."""

from __future__ import annotations

import typer

from mediarel.cli import opening, options, output, render
from mediarel.cli.choosing import chosen

EXAMPLES = ("mediarel show 3", "mediarel show 3 4", "mediarel show 3 --format markdown")


def run(
    context: typer.Context,
    ids: options.Ids,
    format: options.Format = None,  # noqa: A002 - the option's name
    archive: options.Archive = None,
) -> None:
    """Show statements whole: fields, text, and what was done to them."""
    with opening.archive(context, archive) as opened:
        statements = opened.get(chosen(opened, ids))
        if format is not None:
            output.write(format, statements, None)
            return
        render.statements([(each, opened.signatures(each.id)) for each in statements])
