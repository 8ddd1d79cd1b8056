"""Telling of an import: what was found, what comes of it, what was left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mediarel.cli import environment, prompts
from mediarel.cli.intake_gaps import (
    place_of,
    tell_files,
    tell_gaps,
    tell_patterns,
    tell_values,
)
from mediarel.cli.telling import columns
from mediarel.cli.terminal import intake
from mediarel.cli.terminal.changes import show_edits
from mediarel.cli.terminal.lines import is_terminal
from mediarel.cli.terminal.widths import shortened
from mediarel.cli.terminal.wording import numbers
from mediarel.errors import (
    Hint,
    InvalidError,
    OpenOrderError,
    shorten,
)
from mediarel.formats.json import indented
from mediarel.release.headline import headline
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mediarel.archive.import_ import Doubt, ImportPlan, ImportResult
    from mediarel.cli.collecting import Collected
    from mediarel.dates.typed import DayOrder
    from mediarel.formats.drafts import Taken

_SHOWN = 5  # of what is alike
_MOST_HINTS = 2


class BadEntriesError(InvalidError):
    """Some entries, or whole files, can't be taken in, so nothing was."""

    def __init__(self, found: Collected) -> None:
        hints = dict.fromkeys(each.hint for each in (*found.unread, *found.refused))
        parts = [part for hint in list(hints)[:_MOST_HINTS] for part in (hint, " ")]
        bad = len(found.refused)
        entries = f"{bad:,} of {bad + len(found.taken):,} entries"
        files = f"{len(found.unread):,} file{'s' * (len(found.unread) != 1)}"
        told = [files] * bool(found.unread) + [entries] * bool(bad)
        super().__init__(
            f"{' and '.join(told)} can't be read in",
            Hint(*parts, "Or leave them out with --skip-bad; nothing was added."),
        )


def asker() -> Callable[[OpenOrderError], DayOrder] | None:
    """Return what asks whether the day or the month comes first, if anyone is there."""
    return _ask_order if environment.is_interactive() else None


def _ask_order(error: OpenOrderError) -> DayOrder:
    from mediarel.dates.typed import DayOrder  # noqa: PLC0415 - only where it is open

    environment.tell(f"{error.problem}.")
    answers = {"day": DayOrder.DAY_FIRST, "month": DayOrder.MONTH_FIRST}

    def check(answer: str) -> None:
        if answer.strip().lower() not in answers:
            raise InvalidError(f"{answer!r} is neither", "Answer day or month.")

    answer = prompts.ask("Which comes first, day or month?", check, values=[*answers])
    return answers[answer.strip().lower()]


def refuse_bad(found: Collected, *, skip_bad: bool) -> None:
    """Raise the error of what can't be read in; with `skip_bad`, tell it.

    Raises UnreadableInputError or BadEntriesError.
    """
    bad = [*found.unread, *found.refused]
    if skip_bad:
        for error in found.unread:
            environment.tell(f"Left out, all that is in it: {error.problem}.")
        for error in found.refused:
            environment.tell(f"Left out: {error.problem}.")
    elif len(bad) == 1:
        raise bad[0]
    elif bad:
        for error in bad[:_SHOWN]:
            environment.tell(error.problem)
        if len(bad) > _SHOWN:
            environment.tell(f"… and {len(bad) - _SHOWN:,} more")
        raise BadEntriesError(found)


def show(
    found: Collected, plan: ImportPlan, *, update: bool, mended: bool, as_json: bool
) -> None:
    """Show what would come of an import: a line for each entry, or the sums."""
    bad = [*found.unread, *found.refused]
    told = list(intake.outcomes(plan, bad, update=update))
    if as_json:
        _print_json(found, plan, told)
        return
    if not is_terminal():
        intake.print_outcomes(told)
    tell_patterns(found)
    tell_files(found)
    tell_values(_recorded(plan, update=update))
    tell_gaps(plan.new, mended=mended)
    if is_terminal():
        _tell_first(plan.new)
        _tell_differing(plan, update=update)
    environment.tell(_sums(plan, len(bad), update=update))


def tell_result(
    found: Collected, result: ImportResult, *, is_updated: bool, mended: bool
) -> None:
    """Tell what an import did, and what it left out."""
    plan = result.plan
    tell_files(found)
    tell_values(_recorded(plan, update=is_updated))
    added = result.ids
    tell_gaps(plan.new, added, mended=mended)
    told = []
    if added:
        told.append(f"Added {environment.counted(len(added))}: {numbers(added)}.")
    if plan.filled:
        ids = numbers([each.edit.before.id for each in plan.filled])
        told.append(f"Filled in the whole text, where an excerpt was: {ids}.")
    if is_updated and plan.differing:
        told.append(f"Changed to what the files say: {intake.ids_of(plan)}.")
    if known := len(plan.same) + plan.repeated + len(plan.differing) * (not is_updated):
        first = "Not new" if told else "Nothing added: not new"
        told.append(f"{first}: {environment.counted(known)}.")
    if plan.differing and not is_updated:
        ids = intake.ids_of(plan)
        told.append(f"What is here differs from the file and was left as it is: {ids}.")
    environment.tell(" ".join(told) or _why_nothing(plan))
    _tell_doubtful(plan.doubtful)


def _recorded(plan: ImportPlan, *, update: bool) -> Iterator[Taken]:
    """Yield the entries of `plan` that are added or change a statement."""
    changing = (*plan.filled, *plan.differing) if update else plan.filled
    yield from plan.new
    yield from (each.taken for each in changing)


def _why_nothing(plan: ImportPlan) -> str:
    if plan.doubtful:
        return "Nothing added."
    return "Nothing added: there was nothing to read in."


def _tell_doubtful(doubtful: Sequence[Doubt]) -> None:
    for taken, (statement, why) in doubtful[:_SHOWN]:
        which = f"statement {statement.id}" if statement else "one before it"
        name = shorten(headline(taken.draft))
        environment.tell(
            f"Left out as a likely duplicate of {which}: {why}: "
            f"{place_of(taken.source, taken.line)}, {name!r}."
        )
    if len(doubtful) > _SHOWN:
        environment.tell(f"… and {len(doubtful) - _SHOWN:,} more likely duplicates")
    if doubtful:
        environment.tell("If they are others, add them with --allow-duplicate.")


def _tell_first(new: Sequence[Taken]) -> None:
    """Tell the first of what is new, as a list would show them."""
    width = columns() - 1
    for each in new[:_SHOWN]:
        draft = each.draft
        told = f"  {draft.date}  {draft.program}  {headline(draft)}"
        environment.tell(shortened(harmless(told), width))
    if len(new) > _SHOWN:
        environment.tell(f"  … and {len(new) - _SHOWN:,} more")


def _tell_differing(plan: ImportPlan, *, update: bool) -> None:
    """Show the first of what is here and would change, or is another in the files."""
    differ = "Would change:" if update else "Differs; --update takes over:"
    for told, found in (
        ("Would have the whole text:", plan.filled),
        (differ, plan.differing),
    ):
        if found:
            environment.tell(told)
            show_edits([each.edit for each in found], most=_SHOWN)


def _sums(plan: ImportPlan, refused: int, *, update: bool) -> str:
    """Return in a sentence what would come of an import."""
    differing = len(plan.differing)
    parts = [
        f"{len(plan.new):,} new",
        f"{len(plan.filled) + differing * update:,} changed",
        f"{len(plan.same) + plan.repeated:,} the same",
        *([f"{differing:,} other than here"] if differing and not update else []),
        f"{len(plan.doubtful):,} likely duplicate{'s' * (len(plan.doubtful) != 1)}",
        f"{refused:,} refused",
    ]
    return f"Would come of it: {', '.join(parts)}. Nothing was written."


def _print_json(
    found: Collected, plan: ImportPlan, told: Sequence[intake.Outcome]
) -> None:
    counts = Counter(each.what for each in told)
    whole = {
        "counts": {**counts, "repeated": plan.repeated},
        "files": [
            {
                "file": file.source,
                "format": file.format,
                "entries": file.entries,
                "pattern": file.reading.pattern or None,
                "site": file.reading.site,
                "left_out": [left._asdict() for left in file.reading.left_out],
                "menus": file.reading.menus,
                "notes": list(file.reading.notes),
            }
            for file in found.files
        ],
        "entries": [intake.outcome_as_json(each) for each in told],
    }
    print(indented(whole))
