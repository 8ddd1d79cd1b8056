"""`mediarel init postgresql://…`: a new archive on a server, its roles, its version."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mediarel.archive.init import init_filled_on_server
from mediarel.cli import environment
from mediarel.cli.telling import printing
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.progress import shown_progress
from mediarel.errors import Command, Hint
from mediarel.postgres.making import make as make_empty
from mediarel.postgres.roles import roles_sql
from mediarel.postgres.schema import VERSION
from mediarel.postgres.upgrading import upgrade as bring_up_to_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import typer

    from mediarel.address import Address
    from mediarel.model.statement import Draft
    from mediarel.postgres.store import ServerStore


def make(
    context: typer.Context,
    address: Address,
    drafts: Sequence[Draft],
    about: Mapping[str, object],
) -> None:
    """Make an archive at `address` with `drafts`; it says `about` of itself."""
    if drafts:
        with environment.archive(context, address) as opened:
            store = cast("ServerStore", opened.store)
            init_filled_on_server(opened, store, drafts, about)
    else:
        make_empty(address, about)
    seen = Hint("See it: ", Command("list", "--archive", address))
    with printing(f"the archive {address}", seen):
        lines.line(str(address))


def print_roles(address: Address) -> None:
    """Print the SQL for the roles of the archive at `address`."""
    print(roles_sql(address.schema), end="")


def upgrade(address: Address) -> None:
    """Bring the archive at `address` up to date, and say what it was."""
    with shown_progress() as progress:
        before = bring_up_to_date(address, progress)
    was = "" if before == VERSION else f" (it was of version {before})"
    environment.tell(f"{address} is of version {VERSION}{was}.")
