"""Report an import: the entries found, the planned changes, and the omissions."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mediarel import errors
from mediarel.archive import import_
from mediarel.archive.near_duplicates import nearest
from mediarel.cli import environment
from mediarel.cli.import_account import tell_totals
from mediarel.cli.import_review import show_entries
from mediarel.cli.normalising import is_in_future, told_normalised
from mediarel.cli.terminal import intake
from mediarel.cli.terminal.changes import show_edits
from mediarel.cli.terminal.lines import is_terminal
from mediarel.cli.terminal.wording import counted, numbers, ranges
from mediarel.formats.json_syntax import indented
from mediarel.pages.found import NAVIGATION
from mediarel.release.headline import headline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.cli.collecting import Collected
    from mediarel.formats.drafts import Taken
    from mediarel.model.statement import Statement


_LOOKED_AT = 100  # statements; to compare more would take seconds
_UNDATED = "no date"  # in the reason why a format left out an entry
_SHOWN = 5  # entries, files or sentences of one kind


def refuse_bad(found: Collected, *, skip_bad: bool) -> None:
    """Raise the error of unreadable files and entries; with `skip_bad`, print it.

    Raises InvalidError.
    """
    bad = [*found.unread, *found.refused]
    if skip_bad:
        for error in bad:
            environment.tell(f"Skipped: {error.problem}.")
    elif len(bad) == 1:
        raise bad[0]
    elif bad:
        environment.tell_first([error.problem for error in bad])
        entries = f"{len(found.refused):,} of {len(found.refused) + len(found.taken):,}"
        told = [counted(len(found.unread), "file")] * bool(found.unread)
        told += [f"{entries} entries"] * bool(found.refused)
        skip = " To skip them, add --skip-bad. Nothing was added."
        raise errors.InvalidError(
            f"can't import {' and '.join(told)}", errors.Hint(bad[0].hint, skip)
        )


def print_plan(
    found: Collected, plan: import_.ImportPlan, *, update: bool, as_json: bool
) -> None:
    """Print the outcome of each entry as lines with tabs, or as JSON."""
    bad = [*found.unread, *found.refused]
    told = list(intake.outcomes(plan, bad, update=update))
    if as_json:
        _print_json(found, plan, told)
    else:
        intake.print_outcomes(told)


def show_plan(
    found: Collected, plan: import_.ImportPlan, *, update: bool, mended: bool
) -> None:
    """Show the entries that a dry run found, the planned changes, and the totals."""
    tell_patterns(found)
    tell_files(found)
    tell_values(recorded(plan, update=update))
    tell_gaps(plan.new, mended=mended)
    if is_terminal():
        show_entries(plan.new)
        _tell_differing(plan, update=update)
    refused = len(found.unread) + len(found.refused)
    environment.tell(_sums(plan, refused, update=update))


def tell_result(
    result: import_.ImportResult, *, is_updated: bool, mended: bool
) -> None:
    """Report the statements that an import added, changed or left out."""
    plan = result.plan
    tell_values(recorded(plan, update=is_updated))
    added = result.ids
    tell_gaps(plan.new, added, mended=mended)
    told = []
    if added:
        told.append(f"Added {environment.counted(len(added))}: {numbers(added)}.")
    if plan.filled:
        ids = numbers([each.edit.before.id for each in plan.filled])
        told.append(f"Replaced the excerpt with the full text: {ids}.")
    differing = numbers(sorted({each.edit.before.id for each in plan.differing}))
    if is_updated and differing:
        told.append(f"Updated from the files: {differing}.")
    if known := len(plan.same) + plan.repeated + len(plan.differing) * (not is_updated):
        first = "" if told else "Nothing added. "
        told.append(f"{first}Already in the archive: {environment.counted(known)}.")
    if differing and not is_updated:
        told.append(f"Not changed, but different in the files: {differing}.")
    nothing = "Nothing added." if plan.doubtful else "Nothing added: no entries found."
    environment.tell(" ".join(told) or nothing)
    tell_doubtful(plan.doubtful)


def recorded(plan: import_.ImportPlan, *, update: bool) -> Iterator[Taken]:
    """Yield the entries of `plan` that are added or change a statement."""
    changing = (*plan.filled, *plan.differing) if update else plan.filled
    yield from plan.new
    yield from (each.taken for each in changing)


def tell_doubtful(doubtful: Sequence[import_.Doubt]) -> None:
    """Report the entries that were left out as likely duplicates."""
    told = []
    for taken, (statement, why) in doubtful:
        which = f"statement {statement.id}" if statement else "an earlier entry"
        name = errors.shorten(headline(taken.draft))
        told.append(
            f"Skipped as a likely duplicate of {which} ({why}): "
            f"{place_of(taken.source, taken.line)}, {name!r}."
        )
    environment.tell_first(told, "more likely duplicates")
    if doubtful:
        environment.tell("To add them too, use --allow-duplicate.")


def _tell_differing(plan: import_.ImportPlan, *, update: bool) -> None:
    """Show the first statements that would change, or that differ from the files."""
    differ = "Would change:" if update else "Different (add --update to change):"
    for told, found in (
        ("Would get the full text:", plan.filled),
        (differ, plan.differing),
    ):
        if found:
            environment.tell(told)
            show_edits([each.edit for each in found], most=_SHOWN)


def _sums(plan: import_.ImportPlan, refused: int, *, update: bool) -> str:
    """Return the totals of a dry run as one sentence."""
    differing = len(plan.differing)
    parts = [
        f"{len(plan.new):,} new",
        f"{len(plan.filled) + differing * update:,} changed",
        f"{len(plan.same) + plan.repeated:,} unchanged",
        *([f"{differing:,} different"] if differing and not update else []),
        f"{len(plan.doubtful):,} likely duplicate{'s' * (len(plan.doubtful) != 1)}",
        f"{refused:,} refused",
    ]
    return f"Dry run: {', '.join(parts)}. Nothing was written."


def _print_json(
    found: Collected, plan: import_.ImportPlan, told: Sequence[intake.Outcome]
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
                "menus": sum(line.use == NAVIGATION for line in file.reading.lines),
                "notes": list(file.reading.notes),
            }
            for file in found.files
        ],
        "entries": [intake.outcome_as_json(each) for each in told],
    }
    print(indented(whole))


def place_of(source: str, line: int | None) -> str:
    """Return a description of the file and the line."""
    if line is None:
        return source
    return f"{source}, {line.words if isinstance(line, errors.Row) else f'line {line}'}"


def tell_patterns(found: Collected) -> None:
    """Report how the entries of each file were recognised."""
    _tell_once(
        (file.source, f"{file.format}, {file.reading.pattern}")
        for file in found.files
        if file.reading.pattern
    )


def tell_files(found: Collected) -> None:
    """Report the parts of the files that are in no statement."""
    files = found.files
    _tell_once((file.source, note) for file in files for note in file.reading.notes)
    left_out = [(file, left) for file in files for left in file.reading.left_out]
    for file, left in left_out:
        place = place_of(file.source, left.line)
        environment.tell(f"{place}: left out: {errors.shorten(left.text)!r} {left.why}")
    if any(_UNDATED in left.why for _, left in left_out):
        environment.tell(
            "To import such entries, add --undated."
            " The date is then between the dates of the entries around it."
        )
    tell_totals(found)
    for why, paths in found.passed_over.items():
        names = ", ".join(path.name for path in paths[:_SHOWN])
        more = ", …" * (len(paths) > _SHOWN)
        count = counted(len(paths), "file")
        environment.tell(f"Ignored {count} ({why}): {names}{more}")


def tell_gaps(
    new: Sequence[Taken], ids: Sequence[int] | None = None, *, mended: bool
) -> None:
    """Report default issuers and types, miscounted signatories and damaged text.

    `ids` are the IDs of the `new` statements, None if they are not added yet.
    """
    issuers = Counter(e.draft.program for e in new if "program" not in e.said)
    for program, count in issuers.items():
        of_them = environment.counted(count)
        environment.tell(f"{of_them} without an issuer; using {program}.")
    untyped = [place for place, each in enumerate(new) if each.is_untyped]
    if untyped:
        type_ = new[untyped[0]].draft.type
        told = f"{environment.counted(len(untyped))} without a type; using {type_}. "
        if ids is None:
            environment.tell(f"{told}To set a type, add --type TYPE.")
        else:
            which = ranges(sorted(ids[place] for place in untyped))
            edit = ("edit", *which, "--type", errors.Placeholder("TYPE"))
            environment.tell(f"{told}To change the type: ", errors.Command(*edit))
    miscounted = [
        f"{place_of(each.source, each.line)}: {miscounted_signatories(each.miscount)}"
        for each in new
        if each.miscount
    ]
    environment.tell_first(miscounted, "more such entries")
    _tell_damage(new, mended=mended, is_added=ids is not None)


def tell_values(recorded: Iterable[Taken]) -> None:
    """Report the `recorded` values that are normalised or may be wrong."""
    normalised: Counter[tuple[str, str, str]] = Counter()
    future: list[str] = []
    for each in recorded:  # once: there may be very many
        normalised.update(each.normalised)
        if is_in_future(each.draft):
            place = place_of(each.source, each.line)
            told = f"the date {each.draft.date} is in the future"
            future.append(f"Warning: {place}: {told}.")
    changes = (
        f"{told_normalised(*change)}, in {environment.counted(count)}."
        for change, count in normalised.most_common()
    )
    environment.tell_first([*changes], "more such values")
    environment.tell_first(future, "more dates in the future")


def miscounted_signatories(miscount: tuple[int, int] | None) -> str:
    """Return a note on the numbers of announced and found signatories."""
    announced, named = miscount or (0, 0)
    return f"the text announces {announced:,} signatories, but {named:,} were found"


def _tell_once(told: Iterable[tuple[str, str]]) -> None:
    """Report a note on each file; a note on several files is printed once."""
    of: defaultdict[str, list[str]] = defaultdict(list)
    for source, what in told:
        of[what].append(source)
    for what, sources in of.items():
        within = sources[0] if len(sources) == 1 else counted(len(sources), "file")
        environment.tell(errors.Hint(f"{within}: ", what))


def _tell_damage(new: Sequence[Taken], *, mended: bool, is_added: bool) -> None:
    """Report the damage that was repaired, then the damage that remains."""
    if repaired := _tell_each_damage(new, is_mended=True):
        of_them = environment.counted(repaired)
        environment.tell(f"Repaired damaged characters in {of_them}.")
    if left := _tell_each_damage(new, is_mended=False):
        told = f"Damaged characters in {environment.counted(left)}"
        if mended:
            environment.tell(f"{told} can't be repaired.")
        elif is_added:
            environment.tell(
                f"{told}. To repair them: ", errors.Command("check", "--mend")
            )
        else:
            environment.tell(f"{told}. To repair them, add --mend.")


def _tell_each_damage(new: Sequence[Taken], *, is_mended: bool) -> int:
    """Report the first damage of a few statements; return their number."""
    did = "repaired: " if is_mended else ""
    told = [
        f"{place_of(each.source, each.line)}: {did}{found[0].message}"
        for each in new
        if (found := [d for d in each.damage if d.is_mended == is_mended])
    ]
    for sentence in told[:_SHOWN]:
        environment.tell(sentence)
    return len(told)


def tell_near(opened: Archive, added: Sequence[Statement]) -> None:
    """Report which of the `added` statements are near-duplicates.

    If very many were added, only suggests the command `duplicates`, which compares
    texts the same way.
    """
    if len(added) > _LOOKED_AT:
        environment.tell("To find near-duplicates: ", errors.Command("duplicates"))
        return
    near = {each.id: found for each in added if (found := nearest(opened, each))}
    # A pair of added statements is reported once.
    pairs = [
        (number, other)
        for number, other in near.items()
        if not (other.id in near and near[other.id].id == number < other.id)
    ]
    told = [
        errors.Hint(
            f"Statement {number} is nearly the same as {other.id} ({other.date})."
            " To compare: ",
            errors.Command("duplicates", number),
        )
        for number, other in pairs
    ]
    environment.tell_first(told, "more near-duplicates")
