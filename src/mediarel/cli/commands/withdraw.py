"""`mediarel withdraw`: a statement is no longer stood by, and its readers are told."""

from __future__ import annotations

from typing import Annotated

import typer

from mediarel.archive.edit import refuse_to_withdraw, withdraw
from mediarel.archive.lookup import get, records
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts, reasons
from mediarel.cli.commands.replace import put_in_place
from mediarel.cli.options import common, completion
from mediarel.cli.options.one import Id, one_chosen
from mediarel.cli.public import tell_embargo_of, tell_printed
from mediarel.errors import Command, Hint

EXAMPLES = (
    "mediarel withdraw 3 --why 'It was issued by mistake.' --yes",
    "mediarel withdraw 6 --replaced-by 7 --why 'Three had not signed.' --yes",
)


def run(
    context: typer.Context,
    id: Id,  # noqa: A002 - what the argument is called
    why: reasons.Why = None,
    replaced_by: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="The statement that stands in its place.",
            autocompletion=completion.ids,
        ),
    ] = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Withdraw a statement, and tell its readers why.

    It stays in the archive, and can be found; what is made for the public says that it
    was withdrawn, and no longer prints its text.
    """
    with environment.archive(context, archive) as opened:
        number = one_chosen(context, opened, id)
        seen = records(opened, [number])
        refuse_to_withdraw(*get(opened, [number]))
        if replaced_by is not None:
            new = one_chosen(context, opened, replaced_by)
            put_in_place(opened, "withdraw", number, new, why, yes=yes)
            return
        environment.tell_chosen(opened, [number], "Withdraw")
        told = reasons.reason(why, "withdrawn")
        prompts.confirm(f"Withdraw {environment.counted(1)}?", yes=yes)
        with open_session(opened, "withdraw") as session:
            done = withdraw(session, number, told, seen=seen)
        how = f"Withdrew {number}; readers are told why. To take it back: "
        environment.tell(Hint(how, Command("undo")))
        tell_embargo_of(done.after)
        tell_printed(opened, [done])
