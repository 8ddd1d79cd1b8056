"""`mediarel replace`: one statement stands in the place of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.edit import refuse_unfit, replace, take_off
from mediarel.archive.links import replaced_by
from mediarel.archive.lookup import get, records
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts, reasons
from mediarel.cli.options import common, completion
from mediarel.cli.options.one import one_chosen
from mediarel.cli.public import tell_embargo_of, tell_printed
from mediarel.cli.terminal import wording
from mediarel.errors import Command, Hint, MisuseError
from mediarel.model.parts import DRAFT, WITHDRAWN
from mediarel.store.records import read_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement

EXAMPLES = ("mediarel replace 6 7 --why 'The first names a wrong date.' --yes",)


class NoReasonToDropError(MisuseError):
    """A reason was given where readers are told none."""

    def __init__(self) -> None:
        super().__init__(
            "--why and --drop can't both be meant",
            "Leave out --why: what is taken off tells readers nothing.",
        )


def run(
    context: typer.Context,
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="The id of the statement that is withdrawn.",
            autocompletion=completion.ids,
        ),
    ],
    new: Annotated[
        str,
        typer.Argument(
            metavar="NEW",
            help="The id of the one that stands in its place.",
            autocompletion=completion.ids,
        ),
    ],
    why: reasons.Why = None,
    drop: Annotated[
        bool, typer.Option("--drop", help="Take NEW out of the place of OLD.")
    ] = False,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Put one statement in the place of another, which is withdrawn.

    Readers of the other are told why, and led to the new one. Of one that was withdrawn
    before, the reason is known already, and may be left out. Several may stand in one
    place; --drop takes one off, and OLD stays withdrawn.
    """
    if drop and why is not None:
        raise NoReasonToDropError
    with environment.archive(context, archive) as opened:
        gone, instead = (one_chosen(context, opened, each) for each in (old, new))
        if drop:
            _take_off(opened, gone, instead)
            return
        put_in_place(opened, "replace", gone, instead, why, yes=yes)


def put_in_place(
    opened: Archive, command: str, old: int, new: int, why: str | None, *, yes: bool
) -> None:
    """Put statement `new` in the place of `old`, after showing it and asking.

    Raises an error where it can't stand there.
    """

    def read(ids: Sequence[int]) -> dict[int, Statement]:
        return {each.id: each for each in get(opened, ids)}

    seen = records(opened, [old, new])
    there = {number: read_record(number, raw) for number, raw in seen.items()}
    opened.asked(lambda: refuse_unfit(opened.index, read, there[old], there[new]))
    environment.tell_chosen(opened, [old], "Withdraw")
    environment.tell_chosen(opened, [new], "In its place stands")
    is_told = there[old].status == WITHDRAWN and why is None
    told = "" if is_told else reasons.reason(why, "withdrawn")
    prompts.confirm(f"Put {new} in the place of {old}?", yes=yes)
    with open_session(opened, command) as session:
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
        drop = Command("replace", old, others[0], "--drop")
        environment.tell(Hint(f"{told} {others[0]}: ", drop))
    tell_embargo_of(there[old])
    tell_printed(opened, edits)


def _take_off(opened: Archive, old: int, new: int) -> None:
    """Take statement `new` out of the place of `old`, and tell what stands there."""
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
    """Return the ids of what stands in the place of statement `old`."""
    (gone,) = get(opened, [old])
    return opened.asked(lambda: replaced_by(opened.index, gone))
