"""Telling of an import: what was found, what comes of it, what was left out."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from mediarel.cli import environment, prompts
from mediarel.cli.telling import columns
from mediarel.cli.terminal import intake
from mediarel.cli.terminal.lines import is_terminal
from mediarel.cli.terminal.widths import shortened
from mediarel.cli.terminal.wording import numbers
from mediarel.errors import InvalidError, OpenOrderError, UnreadableInputError, shorten
from mediarel.release.headline import headline
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediarel.archive.import_ import Doubt, ImportPlan, ImportResult
    from mediarel.cli.collecting import Collected, FileRead
    from mediarel.dates.typed import DayOrder
    from mediarel.formats.drafts import Taken

_SHOWN = 5  # of what is alike
_UNDATED = "no date"  # in the words of a format, of what it left out


class BadEntriesError(InvalidError):
    """Some entries can't be taken in, so none was."""

    def __init__(self, refused: Sequence[UnreadableInputError], good: int) -> None:
        super().__init__(
            f"{len(refused):,} of {len(refused) + good:,} entries can't be read in",
            "Correct them, or leave them out with --skip-bad; nothing was added.",
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
    refused = found.refused
    if not refused:
        return
    if not skip_bad and len(refused) == 1:
        raise refused[0]
    for error in refused[:_SHOWN] if not skip_bad else refused:
        environment.tell(f"Left out: {error.problem}." if skip_bad else error.problem)
    if not skip_bad:
        if len(refused) > _SHOWN:
            environment.tell(f"… and {len(refused) - _SHOWN:,} more")
        raise BadEntriesError(refused, len(found.taken))


def show(
    found: Collected, plan: ImportPlan, *, update: bool, mended: bool, as_json: bool
) -> None:
    """Show what would come of an import: a line for each entry, or the sums."""
    told = list(intake.outcomes(plan, found.refused, update=update))
    if as_json:
        _print_json(found, plan, told)
        return
    if not is_terminal():
        intake.print_outcomes(told)
    for file in found.files:
        _tell_pattern(file)
    _tell_files(found)
    _tell_types(plan.new)
    _tell_miscounts(plan.new)
    _tell_damage(plan.new, mended=mended)
    if is_terminal():
        _tell_first(plan.new)
    environment.tell(_sums(plan, len(found.refused), update=update))


def tell_result(
    found: Collected, result: ImportResult, *, is_updated: bool, mended: bool
) -> None:
    """Tell what an import did, and what it left out."""
    plan = result.plan
    _tell_files(found)
    _tell_types(plan.new)
    _tell_miscounts(plan.new)
    _tell_damage(plan.new, mended=mended)
    told = []
    if result.added:
        ids = numbers([statement.id for statement in result.added])
        told.append(f"Added {environment.counted(len(result.added))}: {ids}.")
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


def _why_nothing(plan: ImportPlan) -> str:
    if plan.doubtful:
        return "Nothing added."
    return "Nothing added: there was nothing to read in."


def _tell_doubtful(doubtful: Sequence[Doubt]) -> None:
    for taken, (statement, why) in doubtful[:_SHOWN]:
        which = f"statement {statement.id}" if statement else "one before it"
        name = shorten(headline(taken.draft))
        environment.tell(
            f"Left out as a likely duplicate of {which}, as {why}: "
            f"{_place(taken.source, taken.line)}, {name!r}."
        )
    if len(doubtful) > _SHOWN:
        environment.tell(f"… and {len(doubtful) - _SHOWN:,} more likely duplicates")
    if doubtful:
        environment.tell("If they are others, add them with --allow-duplicate.")


def _place(source: str, line: int | None) -> str:
    return source if line is None else f"{source}, line {line}"


def _tell_pattern(file: FileRead) -> None:
    if file.reading.pattern:
        environment.tell(f"{file.source}: {file.format}, {file.reading.pattern}")


def _tell_files(found: Collected) -> None:
    """Tell what of the files is in no statement, and what was filled in for gaps."""
    for file in found.files:
        for note in file.reading.notes:
            environment.tell(f"{file.source}: {note}")
        for left in file.reading.left_out:
            place = _place(file.source, left.line)
            environment.tell(f"{place}: left out: {shorten(left.text)!r} {left.why}")
        if any(_UNDATED in left.why for left in file.reading.left_out):
            environment.tell("--undated dates such entries between their neighbours.")
        if file.reading.menus:
            lines = f"{file.reading.menus:,} line{'s' * (file.reading.menus != 1)}"
            environment.tell(f"{file.source}: passed over {lines} of menus and feet")
        if file.program:
            told = f"no issuer is printed of some; taken for it: {file.program}"
            environment.tell(f"{file.source}: {told}")
    if found.passed_over:
        names = ", ".join(path.name for path in found.passed_over[:_SHOWN])
        more = ", …" if len(found.passed_over) > _SHOWN else ""
        count = len(found.passed_over)
        files = f"{count:,} file{'s' * (count != 1)}"
        environment.tell(f"Passed over {files} of other kinds: {names}{more}")


def _tell_damage(new: Sequence[Taken], *, mended: bool) -> None:
    damaged = [each for each in new if each.damage]
    for each in damaged[:_SHOWN]:
        did = "mended, " if mended else ""
        place = _place(each.source, each.line)
        environment.tell(f"{place}: {did}{each.damage[0].message}")
    if damaged:
        of_them = environment.counted(len(damaged))
        told = f"There are damaged letters in {of_them}; --mend puts right what it can."
        if mended:
            told = f"Mended damaged letters in {of_them}."
        environment.tell(told)


def _tell_miscounts(new: Sequence[Taken]) -> None:
    """Tell where a text announces another number of signatories than it names."""
    miscounted = [each for each in new if each.miscount]
    for each in miscounted[:_SHOWN]:
        place = _place(each.source, each.line)
        environment.tell(f"{place}: {miscounted_signatories(each.miscount)}")
    if len(miscounted) > _SHOWN:
        environment.tell(f"… and {len(miscounted) - _SHOWN:,} more that differ so")


def miscounted_signatories(miscount: tuple[int, int] | None) -> str:
    """Return in words how many signatories are announced, and how many are named."""
    announced, named = miscount or (0, 0)
    return f"its text announces {announced:,} signatories; {named:,} were read"


def _tell_types(new: Sequence[Taken]) -> None:
    types = Counter(each.draft.type for each in new if each.is_untyped)
    for type_, count in types.items():
        environment.tell(
            f"No type is said of {environment.counted(count)}: taken for {type_}; "
            "--type gives another"
        )


def _tell_first(new: Sequence[Taken]) -> None:
    """Tell the first of what is new, as a list would show them."""
    width = columns() - 1
    for each in new[:_SHOWN]:
        draft = each.draft
        told = f"  {draft.date}  {draft.program}  {headline(draft)}"
        environment.tell(shortened(harmless(told), width))
    if len(new) > _SHOWN:
        environment.tell(f"  … and {len(new) - _SHOWN:,} more")


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
    print(json.dumps(whole, ensure_ascii=False, indent=2))
