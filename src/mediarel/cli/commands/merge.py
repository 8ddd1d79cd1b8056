"""Implement `mediarel merge`: merge duplicate statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel import errors
from mediarel.archive.lookup import get_by_id
from mediarel.archive.merge import (
    CHOSEN,
    MERGED,
    MergeConflictError,
    merge,
    planned_merge,
)
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts
from mediarel.cli.commands import reporting
from mediarel.cli.options import common, completion
from mediarel.cli.options.ids import statements_named
from mediarel.cli.options.selection import chosen
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.differing import differing
from mediarel.cli.terminal.progress import working
from mediarel.history.change import changed_fields
from mediarel.model.fields import BY_NAME, field_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.merge import Conflict, MergePlan

EXAMPLES = (
    "mediarel merge 6 7 --yes",
    "mediarel merge 6 7 --keep date=7 --keep text=6 --yes && mediarel undo --yes",
)


def run(
    context: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="KEEP OTHER…",
            help="ID of the statement to keep, then the IDs of its duplicates.",
            autocompletion=completion.ids,
        ),
    ],
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=ID",
            help="Take this field from that statement. Can be repeated."
            " Example: date=7",
        ),
    ] = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Merge duplicate statements into the first one.

    mediarel joins lists, fills empty fields and keeps the longer text. If other fields
    differ, it asks which value to keep.
    """
    statements_named(ids)
    with environment.archive(context, archive) as opened:
        with working("Reading the statements"):
            wanted = chosen(context, opened, ids)
            if len(wanted) < 2:  # noqa: PLR2004 - a pair
                raise errors.MisuseError(
                    "a merge needs at least two statements",
                    errors.Hint(
                        "See how to use it: ", errors.Command("merge", "--help")
                    ),
                )
            there = get_by_id(opened, wanted)
        answers = _answers(keep or (), wanted)
        plan = planned_merge([there[number] for number in wanted], answers)
        environment.tell_chosen(opened, wanted, "Merge")
        _tell_differences(plan)
        answers |= _settled(plan, wanted, keep or (), yes=yes)
        others = wording.numbers(wanted[1:])
        prompts.confirm(f"Merge {others} into {wanted[0]}?", yes=yes)
        with open_session(opened, "merge") as session:
            edit = merge(session, wanted, answers, expected=there)
    reporting.show([edit])
    reporting.tell_done(f"Merged {others} into {wanted[0]}.")


def _answers(given: Sequence[str], ids: Sequence[int]) -> dict[str, int]:
    """Return the IDs from which to take fields, as given by `--keep`.

    Raises MisuseError.
    """
    answers: dict[str, int] = {}
    for each in given:
        name, _, number = each.partition("=")
        field = field_named(name.strip())
        if field is None or number.strip().removeprefix("#") not in map(str, ids):
            raise errors.MisuseError(
                f"--keep {errors.shorten(each)!r} is not FIELD=ID with one of these"
                " IDs",
                f"Example: --keep title={ids[-1]}. The fields are: {', '.join(CHOSEN)}",
            )
        if field.name not in CHOSEN:
            is_list = BY_NAME[field.name].kind.is_list
            raise errors.MisuseError(
                f"--keep can't choose the {field.name}",
                "A merge keeps those of all statements. Change them with edit."
                if is_list
                else "They depend on the text. Choose the text: --keep text=ID",
            )
        answers[field.name] = int(number.strip().removeprefix("#"))
    return answers


def _settled(
    plan: MergePlan, ids: Sequence[int], given: Sequence[str], *, yes: bool
) -> dict[str, int]:
    """Return the statement to take each conflicting field from, asking the user.

    With `yes`, take the kept statement's value, or the first that is not empty, and
    report the choice. Raises MergeConflictError if nobody can be asked.
    """
    if not plan.conflicts:
        return {}
    if yes:
        first = {each.field: next(iter(each.values)) for each in plan.conflicts}
        named = ", ".join(f"{name} of {number}" for name, number in first.items())
        environment.tell(f"The statements differ. Kept: {named}.")
        return first
    if not environment.is_interactive():
        raise MergeConflictError(ids, plan.conflicts, given)
    return {each.field: _asked(each) for each in plan.conflicts}


def _asked(conflict: Conflict) -> int:
    """Ask which of several values to keep; return the ID of its statement."""
    word = BY_NAME[conflict.field].word.replace("_", " ")
    ids = [*map(str, conflict.values)]

    def check(answer: str) -> None:
        if answer.strip().removeprefix("#") not in ids:
            what = f"{errors.shorten(answer)!r} is not one of the IDs"
            raise errors.InvalidError(what, f"Enter {' or '.join(ids)}.")

    answer = prompts.ask(f"Keep the {word} of ({'/'.join(ids)})", check, ids[0], ids)
    return int(answer.strip().removeprefix("#"))


def _tell_differences(plan: MergePlan) -> None:
    """Report field by field what the kept statement gains, and where others differ."""
    in_conflict = {each.field for each in plan.conflicts}
    changed = changed_fields(*plan.edit)
    for name, (old, new) in changed.items():
        if name not in {*in_conflict, MERGED}:
            environment.tell(f"  {name}: {_differing(old, new)}")
    for conflict in plan.conflicts:
        number, value = next(iter(conflict.values.items()))
        for other, said in list(conflict.values.items())[1:]:
            what = _differing(value, said)
            environment.tell(f"  {conflict.field}, {number} or {other}: {what}")
    if not in_conflict and changed.keys() == {MERGED}:
        environment.tell("  The other statements add nothing.")


def _differing(old: object, new: object) -> str:
    parts = differing(wording.joined(old), wording.joined(new))
    return "".join(part.text for part in parts)
