"""Implement `mediarel withdraw`: withdraw or replace statements, with a reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel import errors
from mediarel.archive import edit
from mediarel.archive.links import replaced_by as ids_in_place
from mediarel.archive.lookup import get, get_by_id
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts, public
from mediarel.cli.commands import reporting
from mediarel.cli.options import common, completion
from mediarel.cli.options.selection import Id, one_chosen
from mediarel.cli.public import tell_embargo_of, tell_printed
from mediarel.cli.terminal import wording
from mediarel.model.parts import DRAFT, WITHDRAWN
from mediarel.text.lines import capitalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive


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
            help="Statement that replaces it. Example: --replaced-by 7",
            autocompletion=completion.ids,
        ),
    ] = None,
    not_replaced_by: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Statement that no longer replaces it.",
            autocompletion=completion.ids,
        ),
    ] = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Withdraw a statement, and tell its readers why.

    The statement stays in the archive. The public sees that it was withdrawn and why,
    but no longer its text.

    With --replaced-by, readers find the new statement. Several statements can replace
    one. If the statement was withdrawn before, --why is optional.
    --not-replaced-by removes a replacement; the statement stays withdrawn.
    """
    if not_replaced_by is not None and (why is not None or replaced_by is not None):
        raise errors.MisuseError(
            "--not-replaced-by can't be combined with --why or --replaced-by",
            "Use it alone: it withdraws nothing and adds no note for readers.",
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
        there = get_by_id(opened, [number])
        edit.refuse_to_withdraw(there[number])
        environment.tell_chosen(opened, [number], "Withdraw")
        told = public.reason(why, "withdrawn")
        prompts.confirm(f"Withdraw {environment.counted(1)}?", yes=yes)
        with open_session(opened, "withdraw") as session:
            done = edit.withdraw(session, number, told, expected=there)
        reporting.tell_done(f"Withdrew statement {number}. Readers see the reason.")
        tell_embargo_of(done.after)
        tell_printed(opened, [done])


def _replace(
    opened: Archive, old: int, new: int, why: str | None, *, yes: bool
) -> None:
    """Make statement `new` the replacement of `old`, after showing it and asking.

    Raises an error if it can't replace it.
    """
    there = get_by_id(opened, [old, new])
    read = partial(get_by_id, opened)
    opened.asked(lambda: edit.refuse_unfit(opened.index, read, there[old], there[new]))
    environment.tell_chosen(opened, [old], "Withdraw")
    environment.tell_chosen(opened, [new], "Replace it with")
    is_told = there[old].status == WITHDRAWN and why is None
    told = "" if is_told else public.reason(why, "withdrawn")
    prompts.confirm(f"Replace {old} with {new}?", yes=yes)
    with open_session(opened, "replace") as session:
        edits = edit.replace(session, old, new, told, expected=there)
    if there[new].status == DRAFT:
        publish = errors.Command("edit", new, "--status", "published")
        told = f"Statement {new} is still a draft. To publish it: "
        environment.tell(errors.Hint(told, publish))
    reporting.tell_done(f"Statement {new} replaces statement {old}.")
    others = [n for n in _in_place(opened, old) if n != new]
    if others:
        told = f"{_replacing(others, 'also')} statement {old}. To remove {others[0]}: "
        drop = errors.Command("withdraw", old, "--not-replaced-by", others[0])
        environment.tell(errors.Hint(told, drop))
    tell_embargo_of(there[old])
    tell_printed(opened, edits)


def _take_off(opened: Archive, old: int, new: int) -> None:
    """Remove `new` as a replacement of statement `old`, and report the others."""
    with open_session(opened, "replace") as session:
        edit.undo_replacement(session, old, new)
    others = _in_place(opened, old)
    left = f"{_replacing(others, 'still')} it." if others else "Nothing replaces it."
    done = f"Statement {new} no longer replaces statement {old}. {left}"
    reporting.tell_done(done)


def _replacing(ids: Sequence[int], how: str) -> str:
    verb = "replaces" if len(ids) == 1 else "replace"
    return f"{capitalised(wording.statements(ids))} {how} {verb}"


def _in_place(opened: Archive, old: int) -> list[int]:
    """Return the IDs of the statements that replace statement `old`."""
    (gone,) = get(opened, [old])
    return opened.asked(lambda: ids_in_place(opened.index, gone))
