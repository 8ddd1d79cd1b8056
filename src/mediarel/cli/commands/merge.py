"""Implement `mediarel merge`: merge duplicate statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.lookup import records
from mediarel.archive.merge import (
    CHOSEN,
    MERGED,
    MergeConflictError,
    merge,
    planned_merge,
)
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts
from mediarel.cli.options import common, completion
from mediarel.cli.options.ids import statements_named
from mediarel.cli.options.selection import chosen
from mediarel.cli.telling import printing
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.changes import show_edits
from mediarel.cli.terminal.differing import differing
from mediarel.cli.terminal.progress import working
from mediarel.errors import Command, Hint, InvalidError, MisuseError, shorten
from mediarel.history.change import changed_fields
from mediarel.model.fields import BY_NAME, field_named
from mediarel.store.records import read_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.merge import Conflict, MergePlan

EXAMPLES = (
    "mediarel merge 6 7 --yes",
    "mediarel merge 6 7 --keep date=7 --keep text=6 --yes && mediarel undo --yes",
)


class OneToMergeError(MisuseError):
    """Fewer than two statements are named."""

    def __init__(self) -> None:
        super().__init__(
            "a merge needs two statements or more",
            Hint("See how it is called: ", Command("merge", "--help")),
        )


class JoinedFieldError(MisuseError):
    """A field was chosen that is always joined, or depends on the text."""

    def __init__(self, name: str) -> None:
        is_list = BY_NAME[name].kind.is_list
        super().__init__(
            f"the {name} of all are kept: there is nothing to choose"
            if is_list
            else f"the {name} is that of the text which is kept",
            "Leave it out; edit changes it afterwards."
            if is_list
            else "Choose the text: --keep text=ID.",
        )


def run(
    context: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="KEEP OTHER…",
            help="The id of the statement to keep, and those that are the same.",
            autocompletion=completion.ids,
        ),
    ],
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=ID",
            help="Take this field from that statement; once for each.",
        ),
    ] = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Make statements one that are the same thing; the first named is kept.

    Lists are joined, what is empty is filled in, and the fuller text is kept. Where
    they say different things, you are asked which to keep.
    """
    statements_named(ids)
    with environment.archive(context, archive) as opened:
        with working("Reading the statements"):
            wanted = chosen(context, opened, ids)
            if len(wanted) < 2:  # noqa: PLR2004 - one is no several
                raise OneToMergeError
            seen = records(opened, wanted)
        answers = _answers(keep or (), wanted)
        there = [read_record(number, seen[number]) for number in wanted]
        plan = planned_merge(there, answers)
        environment.tell_chosen(opened, wanted, "Make one of")
        _tell_differences(plan)
        answers |= _settled(plan, wanted, keep or (), yes=yes)
        prompts.confirm(f"Merge {_others(wanted)} into {wanted[0]}?", yes=yes)
        with open_session(opened, "merge") as session:
            edit = merge(session, wanted, answers, seen=seen)
    told = f"{_others(wanted)} into {wanted[0]}"
    with printing(f"the merge of {told}", Hint("See it: ", Command("log"))):
        show_edits([edit])
    environment.tell(Hint(f"Merged {told}. To take it back: ", Command("undo")))


def _answers(given: Sequence[str], ids: Sequence[int]) -> dict[str, int]:
    """Return the IDs from which to take fields, as given by `--keep`.

    Raises MisuseError or JoinedFieldError.
    """
    answers: dict[str, int] = {}
    for each in given:
        name, _, number = each.partition("=")
        field = field_named(name.strip())
        if field is None or number.strip().removeprefix("#") not in map(str, ids):
            raise MisuseError(
                f"--keep {shorten(each)!r} is not a field and one of the ids",
                f"Write it as title={ids[-1]}. The fields are: {', '.join(CHOSEN)}.",
            )
        if field.name not in CHOSEN:
            raise JoinedFieldError(field.name)
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
        environment.tell(f"They differ; kept: {named}.")
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
            what = f"{shorten(answer)!r} is not one of the ids"
            raise InvalidError(what, f"Answer {' or '.join(ids)}.")

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
        environment.tell("  The others say nothing more.")


def _differing(old: object, new: object) -> str:
    parts = differing(wording.joined(old), wording.joined(new))
    return "".join(part.text for part in parts)


def _others(ids: Sequence[int]) -> str:
    return wording.numbers(ids[1:])
