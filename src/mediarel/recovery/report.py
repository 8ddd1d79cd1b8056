"""Describe a repair on the terminal, in the history, and in a report file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mediarel.history.chain import note_on_unproved, notes_on_breaks
from mediarel.history.change import Explanation
from mediarel.store.protocol import Document

CHANGE_LOST = "Change lost"


@dataclass
class RepairPlan:
    """The contents of a store after its repair, and the outcome of each record.

    - `statements`: the records by id
    - `history`: the entries by number
    - `last_id`: the highest id ever assigned
    - `last_change`: the highest number of any change, including lost changes

    Each id of a statement is in exactly one of these:

    - `verified`: saved unchanged and verified
    - `mended`: verified after some fields were restored; maps to the names of the
      fields
    - `taken`: taken from a source; maps the name of each source to the ids
    - `older`: like `taken`, but the record may be out of date
    - `rebuilt`: an older record with later changes applied; maps to a description
    - `unverified`: saved unchanged, but not verified
    - `altered`: changed by the repair; maps to a description of the changes
    - `renumbered`: saved under a new id; maps to the original key
    - `dropped`: not saved; maps to the reason

    Also:

    - `left_out`: descriptions of records that were not needed
    - `changes_taken`, `dropped_changes`: like `taken` and `dropped`, but for changes
    - `breaks`: the changes with a wrong digest; maps to the right digest
    - `others`: the tables that are not parsed
    - `tables_taken`, `lost_tables`: like `taken` and `dropped`, but for these tables
    - `about_rebuilt`: settings of the archive that were restored from the history
    - `about_lost`: settings of the archive that may be lost; maps to the reason
    - `unreadable`: backups that could not be read; maps to the reason
    - `raw`: the unreadable text of each object in the file
    - `explanation`: the data that the repair adds to the history
    """

    statements: dict[int, bytes] = field(default_factory=dict)
    history: dict[int, bytes] = field(default_factory=dict)
    last_id: int = 0
    last_change: int = 0
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
        """The ids of the statements that are not verified, sorted."""
        return sorted({*self.unverified, *self.altered, *self.renumbered})


class Outcome(NamedTuple):
    """An outcome of the repair, and the objects with this outcome.

    `what` describes the outcome. `items` maps the key of each object to a reason. `of`
    is the kind of the objects: "change", "table", or "" for statements. If
    `is_as_it_was` is True, the objects are unchanged, and the history gets no note. If
    `together` is True, the history gets one note for all objects.
    """

    what: str
    items: Mapping[str, str]
    of: str = ""
    is_as_it_was: bool = False
    together: bool = False


def outcomes_of(plan: RepairPlan) -> list[Outcome]:
    """Return the outcomes of a repair. Outcomes that no object has are left out."""
    again = {
        number: f"the old key {key!r} belongs to a different statement"
        for number, key in plan.renumbered.items()
    }
    lost = plan.dropped_changes
    numbers = set(map(str, plan.history))
    kept = {key: why for key, why in lost.items() if key in numbers}
    gone = {key: why for key, why in lost.items() if key not in kept}
    taken = {number for some in plan.changes_taken.values() for number in some}
    as_they_were = plan.history.keys() - taken - set(map(int, kept))
    outcome = [
        Outcome("Saved unchanged", _told(plan.verified), is_as_it_was=True),
        Outcome("Restored from the history", _told(plan.mended)),
        *_from_sources("Taken from the {}", plan.taken),
        *_from_sources("Taken from the {}, may be out of date", plan.older),
        Outcome("Rebuilt", _told(plan.rebuilt)),
        Outcome("Saved, but not verified", _told(plan.unverified)),
        Outcome("Saved with changes", _told(plan.altered)),
        Outcome("Saved under a new ID", _told(again)),
        Outcome("Lost", plan.dropped),
        Outcome("Left out", _told(dict(enumerate(plan.left_out, 1))), "record"),
        Outcome("Changes saved", _told(as_they_were), "change", is_as_it_was=True),
        *_from_sources("Changes taken from the {}", plan.changes_taken, "change"),
        Outcome("Change saved, but not verified", kept, "change"),
        Outcome(CHANGE_LOST, gone, "change"),
        *_from_sources("Taken from the {}", plan.tables_taken, "table"),
        Outcome("Lost", plan.lost_tables, "table"),
        Outcome("Rebuilt from the history", plan.about_rebuilt, "the archive's"),
        Outcome("Lost", plan.about_lost, "the archive's"),
        Outcome("Unreadable backup", plan.unreadable, "backup"),
    ]
    return [each for each in outcome if each.items]


def _from_sources(
    what: str, taken: Mapping[str, Iterable[Any]], of: str = ""
) -> Iterator[Outcome]:
    for source, keys in taken.items():
        is_together = of == "change"
        yield Outcome(what.format(source), _told(keys), of, together=is_together)


def _told(found: Iterable[Any]) -> dict[str, str]:
    """Return the keys as text, and their reasons, if any."""
    if isinstance(found, Mapping):
        return {str(key): why for key, why in found.items()}
    return dict.fromkeys(map(str, sorted(found)), "")


def notes_of(plan: RepairPlan) -> dict[str, str]:
    """Return the notes about a repair for the history.

    The key of a note is its subject: an id, a name such as `table x`, or `change 3` for
    a lost or damaged change. `check` needs two more notes: a list of wrong digests, and
    a list of unverified statements.
    """
    notes = notes_on_breaks(plan.breaks) | note_on_unproved(plan.unproved)
    for outcome in outcomes_of(plan):
        what = outcome.what[0].lower() + outcome.what[1:]
        if outcome.together:
            reasons = (
                f"{key} ({why})" if why else key for key, why in outcome.items.items()
            )
            notes[what] = ", ".join(reasons)
        elif not outcome.is_as_it_was:
            for key, why in outcome.items.items():
                about = f"{outcome.of} {key}".strip()
                said = f"{what}: {why}" if why else what
                notes[about] = f"{notes[about]}; {said}" if about in notes else said
    return notes


def report_lines(damage: str, plan: RepairPlan) -> Iterator[str]:
    """Yield the lines of the report: all outcomes, then the unreadable text."""
    yield damage
    for outcome in outcomes_of(plan):
        yield ""
        yield f"{outcome.what}:"
        for key, why in outcome.items.items():
            about = f"{outcome.of} {key}".strip()
            yield f"  {about}{f' ({why})' if why else ''}"
    if plan.raw:
        yield ""
        yield "Unreadable text of the damaged file:"
    for about, text in plan.raw.items():
        yield ""
        yield f"--- {about}"
        yield text
