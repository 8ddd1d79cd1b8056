"""What is told of a repair: on the terminal, in the history, in a report beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mediarel.history.chain import note_on_unproved, notes_on_breaks
from mediarel.history.change import Explanation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mediarel.store.protocol import Document


@dataclass
class RepairPlan:
    """What a store will hold after its repair, and what was done with each record.

    - `statements`, `history`: the records by id, and the entries by number
    - `last_id`: the highest id that was ever given
    - `last_change`: the highest number that a change ever had, also one that is lost
    - `checksums`: those to keep; where there are none, they are made anew

    Where the plan `is_of_history`, the statements stay as they are, whatever they are.
    Else each id of a statement is in one of these, and in no other:

    - `verified`: it is as the file has it, which is proven
    - `mended`: the history tells what a field of it was; with which
    - `taken`: it came from a source, by its name
    - `older`: it came from a source, and later changes of it may not be known
    - `rebuilt`: it was made of an older one and the changes since; of what
    - `unverified`: it is as the file has it, and nothing proves it
    - `altered`: it is not what it was; what differs
    - `renumbered`: it could not keep its id; the key that it had
    - `dropped`: it can't be saved, by its key; why

    Besides:

    - `left_out`: what the file has beside a statement that was kept, and why
    - `changes_taken`, `dropped_changes`: the same of changes
    - `breaks`: the changes whose digest does not fit, with the digest that would
    - `others`, `tables_taken`, `lost_tables`: the same of tables that are not read
    - `about_rebuilt`, `about_lost`: what the archive says of itself that was made again
      from the history, and what no change and no backup has; why
    - `unreadable`: the backups that can't be read, and why
    - `raw`: text of the file that can't be read as it stands, by what it belongs to
    - `explanation`: what the history will say of it all
    """

    statements: dict[int, bytes] = field(default_factory=dict)
    history: dict[int, bytes] = field(default_factory=dict)
    last_id: int = 0
    last_change: int = 0
    checksums: Mapping[str, Document] = field(default_factory=dict)
    is_of_history: bool = False
    verified: set[int] = field(default_factory=set)
    mended: dict[int, str] = field(default_factory=dict)
    taken: dict[str, list[int]] = field(default_factory=dict)
    older: dict[str, list[int]] = field(default_factory=dict)
    rebuilt: dict[int, str] = field(default_factory=dict)
    unverified: set[int] = field(default_factory=set)
    altered: dict[int, str] = field(default_factory=dict)
    renumbered: dict[int, str] = field(default_factory=dict)
    dropped: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    changes_taken: dict[str, list[int]] = field(default_factory=dict)
    dropped_changes: dict[str, str] = field(default_factory=dict)
    breaks: dict[int, str] = field(default_factory=dict)
    others: dict[str, Mapping[str, Document]] = field(default_factory=dict)
    tables_taken: dict[str, list[str]] = field(default_factory=dict)
    lost_tables: dict[str, str] = field(default_factory=dict)
    about_rebuilt: dict[str, str] = field(default_factory=dict)
    about_lost: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    explanation: Explanation = field(default_factory=Explanation)

    @property
    def unproved(self) -> list[int]:
        """The ids of the statements that nothing proves, in order."""
        return sorted({*self.unverified, *self.altered, *self.renumbered})


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
