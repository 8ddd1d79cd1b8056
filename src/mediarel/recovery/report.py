"""What is told of a repair: on the terminal, in the history, in a report beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.history.chain import note_on_unproved, notes_on_breaks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mediarel.recovery.plan import RepairPlan


class Told(NamedTuple):
    """What became of some statements, changes or tables: `what`, and of each why.

    `of` says what the keys are of: "" for statements. What `is_as_it_was` needs no
    word in the history, and what is told `together` one word for all.
    """

    what: str
    items: Mapping[str, str]
    of: str = ""
    is_as_it_was: bool = False
    together: bool = False


def told_of(plan: RepairPlan) -> list[Told]:
    """Return what a repair by `plan` does, with nothing that it does not do."""
    told = [*_of_statements(plan), *_of_history(plan), *_of_tables(plan)]
    return [each for each in told if each.items]


def notes_of(plan: RepairPlan) -> dict[str, str]:
    """Return what the history says of a repair, by what it is about.

    That is an id, or `table x` and the like; `change 3` where that change is lost or
    not as it was. For `check`, the notes also hold the breaks in the chain of digests
    and the ids of unproved statements.
    """
    notes = notes_on_breaks(plan.breaks) | note_on_unproved(plan.unproved)
    for told in told_of(plan):
        what = told.what[0].lower() + told.what[1:]
        if told.together:
            reasons = (
                f"{key} ({why})" if why else key for key, why in told.items.items()
            )
            notes[what] = ", ".join(reasons)
        elif not told.is_as_it_was:
            for key, why in told.items.items():
                about = f"{told.of} {key}".strip()
                said = f"{what}: {why}" if why else what
                notes[about] = f"{notes[about]}; {said}" if about in notes else said
    return notes


def report_lines(damage: str, plan: RepairPlan) -> Iterator[str]:
    """Yield the lines of the report: all that is told, and what can't be read."""
    yield damage
    for told in told_of(plan):
        yield ""
        yield f"{told.what}:"
        for key, why in told.items.items():
            about = f"{told.of} {key}".strip()
            yield f"  {about}{f' ({why})' if why else ''}"
    if plan.raw:
        yield ""
        yield "As it stands in the damaged file:"
    for about, text in plan.raw.items():
        yield ""
        yield f"--- {about}"
        yield text


def _of_statements(plan: RepairPlan) -> Iterator[Told]:
    yield Told("Saved as they were", _bare(plan.verified), is_as_it_was=True)
    yield Told("Set right by the history", _keyed(plan.mended))
    for name, ids in plan.taken.items():
        yield Told(f"Taken from the {name}", _bare(ids))
    for name, ids in plan.older.items():
        yield Told(f"As the {name} has it, which may be older", _bare(ids))
    yield Told("Made again", _keyed(plan.rebuilt))
    yield Told("Saved, with nothing to prove them", _bare(plan.unverified))
    yield Told("Saved, but other than it was", _keyed(plan.altered))
    anew = {
        str(number): f"it stood under {key!r}, as another does or should"
        for number, key in plan.renumbered.items()
    }
    yield Told("Saved under a new id", anew)
    yield Told("Lost", plan.dropped)
    yield Told("Left out", _numbered(plan.left_out), "record")


def _of_history(plan: RepairPlan) -> Iterator[Told]:
    taken = {n for each in plan.changes_taken.values() for n in each}
    lost = plan.dropped_changes
    kept = {key: why for key, why in lost.items() if _is_kept(plan, key)}
    as_they_were = plan.history.keys() - taken
    as_they_were -= {int(key) for key in kept}
    yield Told("Changes saved", _bare(as_they_were), "change", is_as_it_was=True)
    for name, numbers in plan.changes_taken.items():
        what = f"Changes taken from the {name}"
        yield Told(what, _bare(numbers), "change", together=True)
    yield Told("Change saved, but other than it was", kept, "change")
    gone = {key: why for key, why in lost.items() if key not in kept}
    yield Told("Change lost", gone, "change")


def _of_tables(plan: RepairPlan) -> Iterator[Told]:
    for name, tables in plan.tables_taken.items():
        yield Told(f"Taken from the {name}", dict.fromkeys(tables, ""), "table")
    yield Told("Lost", plan.lost_tables, "table")
    yield Told("Made again from the history", plan.about_rebuilt, "the archive's")
    yield Told("Lost", plan.about_lost, "the archive's")
    yield Told("A backup can't be read", plan.unreadable, "backup")


def _is_kept(plan: RepairPlan, key: str) -> bool:
    return key.isdecimal() and int(key) in plan.history


def _bare(numbers: Iterable[int]) -> dict[str, str]:
    return dict.fromkeys(map(str, sorted(numbers)), "")


def _keyed(reasons: Mapping[int, str]) -> dict[str, str]:
    return {str(number): why for number, why in reasons.items()}


def _numbered(reasons: Iterable[str]) -> dict[str, str]:
    return {str(place): why for place, why in enumerate(reasons, 1)}
