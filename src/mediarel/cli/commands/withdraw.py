"""Implement `mediarel withdraw`: withdraw or replace statements, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.edit import (
    refuse_to_withdraw,
    refuse_unfit,
    replace,
    take_off,
    withdraw,
)
from mediarel.archive.links import replaced_by as ids_in_place
from mediarel.archive.lookup import get, records
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts, public
from mediarel.cli.options import common, completion
from mediarel.cli.options.selection import Id, one_chosen
from mediarel.cli.public import tell_embargo_of, tell_printed
from mediarel.cli.terminal import wording
from mediarel.errors import Command, Hint, MisuseError
from mediarel.model.parts import DRAFT, WITHDRAWN
from mediarel.store.records import read_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement


EXAMPLES = (
    "mediarel withdraw 3 --why 'It was issued by mistake.' --yes",
    "mediarel withdraw 6 --replaced-by 7 --why 'Three had not signed.' --yes",
)


def run(
    context: typer.Context,
    id: Id,  # noqa: A002 - what the argument is called
    why: public.Why = None,
    replaced_by: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="The statement that stands in its place.",
            autocompletion=completion.ids,
        ),
    ] = None,
    not_replaced_by: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Take this statement out of its place again.",
            autocompletion=completion.ids,
        ),
    ] = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Withdraw a statement, and tell its readers why.

    It stays in the archive, and can be found; what is made for the public says that it
    was withdrawn, and no longer prints its text.

    --replaced-by leads its readers to another statement. If it was withdrawn before,
    the reason may be left out. Several may stand in its place; --not-replaced-by takes
    one off, and the statement stays withdrawn.
    """
    if not_replaced_by is not None and (why is not None or replaced_by is not None):
        raise MisuseError(
            "--not-replaced-by can't be combined with --why or --replaced-by",
            "Use it alone: it withdraws nothing and tells readers nothing.",
        )
    with environment.archive(context, archive) as opened:
        number = one_chosen(context, opened, id)
        if replaced_by is not None:
            new = one_chosen(context, opened, replaced_by)
            _replace(opened, number, new, why, yes=yes)
            return
        if not_replaced_by is not None:
            _take_off(opened, number, one_chosen(context, opened, not_replaced_by))
            return
        seen = records(opened, [number])
        refuse_to_withdraw(*get(opened, [number]))
        environment.tell_chosen(opened, [number], "Withdraw")
        told = public.reason(why, "withdrawn")
        prompts.confirm(f"Withdraw {environment.counted(1)}?", yes=yes)
        with open_session(opened, "withdraw") as session:
            done = withdraw(session, number, told, seen=seen)
        how = f"Withdrew {number}; readers are told why. To take it back: "
        environment.tell(Hint(how, Command("undo")))
        tell_embargo_of(done.after)
        tell_printed(opened, [done])


def _replace(
    opened: Archive, old: int, new: int, why: str | None, *, yes: bool
) -> None:
    """Make statement `new` the replacement of `old`, after showing it and asking.

    Raises an error if it can't replace it.
    """

    def read(ids: Sequence[int]) -> dict[int, Statement]:
        return {each.id: each for each in get(opened, ids)}

    seen = records(opened, [old, new])
    there = {number: read_record(number, raw) for number, raw in seen.items()}
    opened.asked(lambda: refuse_unfit(opened.index, read, there[old], there[new]))
    environment.tell_chosen(opened, [old], "Withdraw")
    environment.tell_chosen(opened, [new], "In its place stands")
    is_told = there[old].status == WITHDRAWN and why is None
    told = "" if is_told else public.reason(why, "withdrawn")
    prompts.confirm(f"Put {new} in the place of {old}?", yes=yes)
    with open_session(opened, "replace") as session:
        edits = replace(session, old, new, told, seen=seen)
    if there[new].status == DRAFT:
        publish = Command("edit", new, "--status", "published")
        environment.tell(Hint(f"{new} is a draft still. To publish it: ", publish))
    done = f"{new} stands in the place of {old}. To take it back: "
    environment.tell(Hint(done, Command("undo")))
    others = [n for n in _in_place(opened, old) if n != new]
    if others:
        stand = "stands" if len(others) == 1 else "stand"
        told = f"{wording.numbers(others)} {stand} in its place too. To take off"
        drop = Command("withdraw", old, "--not-replaced-by", others[0])
        environment.tell(Hint(f"{told} {others[0]}: ", drop))
    tell_embargo_of(there[old])
    tell_printed(opened, edits)


def _take_off(opened: Archive, old: int, new: int) -> None:
    """Remove `new` as a replacement of statement `old`, and report the others."""
    with open_session(opened, "replace") as session:
        take_off(session, old, new)
    others = _in_place(opened, old)
    left = f"; {wording.numbers(others)} still does" if len(others) == 1 else ""
    if len(others) > 1:
        left = f"; {wording.numbers(others)} still do"
    done = (
        f"{new} no longer stands in the place of {old}{left or ', nor does another'}."
    )
    environment.tell(Hint(f"{done} To take it back: ", Command("undo")))


def _in_place(opened: Archive, old: int) -> list[int]:
    """Return the IDs of the statements that replace statement `old`."""
    (gone,) = get(opened, [old])
    return opened.asked(lambda: ids_in_place(opened.index, gone))
