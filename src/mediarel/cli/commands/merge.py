"""Implement `mediarel duplicates` and `merge`: find and merge duplicate statements."""

from collections.abc import Sequence

import typer

from mediarel import errors
from mediarel.archive import duplicates, lookup, merge
from mediarel.archive.session import open_session
from mediarel.cli import environment, output, prompts, reporting
from mediarel.cli.command_line import ids_in
from mediarel.cli.messages import counted, notify, report_done
from mediarel.cli.options import common, completion, selection
from mediarel.cli.options.parameters import argument, flag, option
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.statements import differing, show_pairs
from mediarel.cli.visibility import report_ended
from mediarel.history.change import changed_fields
from mediarel.model.fields import BY_NAME, field_named
from mediarel.model.parts import DRAFT, WITHDRAWN, standing
from mediarel.model.statement import Statement

_A = {DRAFT: "a draft"}
_CHOICES = ", ".join(merge.CHOSEN)


def run(
    context: typer.Context,
    ids: list[str] = argument(
        "KEEP OTHER…",
        "ID of the statement to keep, then the IDs of its duplicates.",
        autocompletion=completion.ids,
    ),
    keep: list[str] | None = option(
        "--keep FIELD=ID",
        "Take this field from the statement with this ID. Can be repeated."
        " Example: date=7",
    ),
    yes: bool = common.YES,
) -> None:
    """Merge duplicate statements into the first one.

    mediarel joins lists, fills empty fields and keeps the longer text. If other fields
    differ, mediarel asks which value to keep. With --yes, the result is a draft if one
    of the statements is a draft.

    Examples:
      mediarel merge 6 7 --yes
      mediarel merge 6 7 --keep date=7 --keep text=6 --yes && mediarel undo --yes
    """
    ids_in(ids)
    with environment.archive(context) as opened:
        statements = selection.statements(context, opened, ids)
        there = {each.id: each for each in statements}
        wanted = list(there)
        if not wanted[1:]:
            how = errors.Command("merge", "--help")
            raise errors.MisuseError(
                "a merge needs at least two statements", "See the help: ", how
            )
        answers = _parse_keep(keep or (), wanted)
        plan = merge.planned_merge(statements, answers)
        reporting.report_chosen(opened, wanted, "Merge")
        _report_differences(plan)
        answers |= _resolve_conflicts(plan, wanted, keep or (), yes=yes)
        after = merge.planned_merge(statements, answers).edit.after
        _warn_of_hidden(statements, after, opened.now())
        others = wording.numbers(wanted[1:])
        prompts.confirm(f"Merge {others} into {wanted[0]}?", yes=yes)
        with open_session(opened, "merge") as session:
            edit = merge.merge(session, wanted, answers, expected=there)
    reporting.show([edit])
    report_done(f"Merged {others} into {wanted[0]}.")
    report_ended([edit])


def _parse_keep(given: Sequence[str], ids: Sequence[int]) -> dict[str, int]:
    """Parse the values of `--keep`, and map each field to the ID of a statement.

    Raises MisuseError.
    """
    answers: dict[str, int] = {}
    for each in given:
        name, _, number = (part.strip() for part in each.partition("="))
        field = field_named(name)
        if (
            field is None
            or field.name not in merge.CHOSEN
            or number not in map(str, ids)
        ):
            raise errors.MisuseError(
                f"--keep {errors.shorten(each)!r} must be FIELD=ID, with one of the"
                " IDs to merge",
                f"Example: --keep title={ids[-1]}. The fields are: {_CHOICES}.",
            )
        answers[field.name] = int(number)
    return answers


def _resolve_conflicts(
    plan: merge.MergePlan, ids: Sequence[int], given: Sequence[str], *, yes: bool
) -> dict[str, int]:
    """Map each field in conflict to the ID of the statement whose value is kept.

    If `yes` is True, keep the value of the first statement that has a value, and report
    the choice. Otherwise ask. Raises RefusedError if there is no terminal.
    """
    if yes and plan.conflicts:
        first = {each.field: next(iter(each.values)) for each in plan.conflicts}
        named = ", ".join(
            f"{name} of statement {number}" for name, number in first.items()
        )
        notify(f"The statements differ. Kept: {named}.")
        return first
    if plan.conflicts and not prompts.is_interactive():
        names = ", ".join(each.field for each in plan.conflicts)
        answers = [f"{each.field}={next(iter(each.values))}" for each in plan.conflicts]
        options = [word for each in (*given, *answers) for word in ("--keep", each)]
        raise errors.RefusedError(
            f"{errors.named(ids)} have different values in {names}",
            "For each field, choose the statement whose value is kept: ",
            errors.Command("merge", *ids, *options, "--yes"),
        )
    return {each.field: _ask(each) for each in plan.conflicts}


def _warn_of_hidden(merged: Sequence[Statement], after: Statement, now: str) -> None:
    """Warn about statements that are more hidden from the public than the result."""
    stands = standing(after.status, after.embargo, now)
    first = merged[0]
    was_public = not standing(first.status, first.embargo, now)
    if was_public and stands not in {"", WITHDRAWN}:
        notify(f"Warning: statement {first.id} will no longer be public.")
    for each in merged if stands in {"", WITHDRAWN} else ():
        hidden = standing(each.status, each.embargo, now)
        if hidden not in {"", stands}:
            notify(
                f"Warning: statement {each.id} is {_A.get(hidden, hidden)}, but the"
                " public will see its content in the merged statement."
            )


def _ask(conflict: merge.Conflict) -> int:
    """Ask which value to keep, and return the ID of the statement with this value."""
    word = BY_NAME[conflict.field].word.replace("_", " ")
    ids = [*map(str, conflict.values)]

    def check(answer: str) -> None:
        if answer.strip() not in ids:
            what = f"{errors.shorten(answer)!r} is not one of the IDs"
            raise errors.InvalidError(what, f"Enter {' or '.join(ids)}.")

    question = f"Keep the {word} of statement ({'/'.join(ids)})"
    answer = prompts.ask(question, check, ids[0], ids)
    return int(answer)


def _report_differences(plan: merge.MergePlan) -> None:
    """Report the fields that will change, and the values that are in conflict."""
    in_conflict = {each.field for each in plan.conflicts}
    changed = changed_fields(*plan.edit)
    for name, (old, new) in changed.items():
        if name not in {*in_conflict, merge.MERGED}:
            notify(f"  {name}: {_differing(old, new)}")
    for conflict in plan.conflicts:
        number, value = next(iter(conflict.values.items()))
        for other, said in list(conflict.values.items())[1:]:
            what = _differing(value, said)
            notify(f"  {conflict.field}, {number} or {other}: {what}")


def _differing(old: object, new: object) -> str:
    parts = differing(wording.joined(old), wording.joined(new))
    return "".join(part.text for part in parts)


def run_duplicates(
    context: typer.Context,
    ids: list[str] | None = common.SOME_IDS,
    related: bool = flag("--related", "Also show pairs that share only some text."),
) -> None:
    """Show pairs of statements with nearly the same text, most similar first.

    On a terminal, the words that differ are also shown. If you enter IDs or a query,
    each pair contains at least one of these statements.

    Examples:
      mediarel duplicates
      mediarel duplicates year:2012
      mediarel duplicates --related
    """
    with environment.archive(context) as opened:
        wanted = selection.chosen(context, opened, ids) if ids else None
        found = duplicates.near_pairs(opened, wanted)
        pairs = [pair for pair in found if related or not pair.is_related]
        numbers = dict.fromkeys(n for p in pairs for n in (p.one, p.other))
        there = {each.id: each for each in lookup.get(opened, list(numbers))}
    with output.paged(context):
        show_pairs(pairs, there)
    near = sum(not pair.is_related for pair in found)
    message = f"{counted(near, 'pair')} with nearly the same text."
    if (others := len(found) - near) and not related:
        message += f" To see {counted(others, 'related pair')}, add --related."
    if pairs and not pairs[0].is_related:
        merge = errors.Command("merge", *sorted((pairs[0].one, pairs[0].other)))
        message = errors.Hint(f"{message} To merge the first pair: ", merge)
    notify(message)
