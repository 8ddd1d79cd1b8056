"""`mediarel formats`: what statements can be written as, and read from."""

from __future__ import annotations

import typer

from mediarel.cli.options import common
from mediarel.cli.pager import paged
from mediarel.cli.terminal.tables import show_formats
from mediarel.formats.table import FORMATS

EXAMPLES = ("mediarel formats", "mediarel formats | cut -f1")


def run(context: typer.Context, no_pager: common.NoPager = False) -> None:
    """List the formats for export, import and --format, with what each is for."""
    with paged(context, no_pager=no_pager):
        show_formats(FORMATS)
