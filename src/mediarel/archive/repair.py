"""Repairing: replacing a store that can't be read, as a change of the history.

What is to be put in its place is proven first: it is read back and checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.session import Session
from mediarel.check.tables import check_tables
from mediarel.errors import Command, DamagedError, Hint, Placeholder
from mediarel.history.change import ChangeSet
from mediarel.store.protocol import Snapshot
from mediarel.store.tiny.transaction import replacement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mediarel.archive.archive import Archive
    from mediarel.recovery.repair import Examination
    from mediarel.store.tiny.file import FileStore, Seen

# The findings that a mended history must not have; of its statements all is left.
_OF_HISTORY = {"damaged", "entry", "chain"}


class UnprovenRepairError(DamagedError):
    """What a repair put together does not pass a check; it is not put in place."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path}: what could be saved of it does not fit together: {what}",
            Hint(
                "Nothing was changed. Put a backup in its place: ",
                Command("restore", "--from", Placeholder("FILE")),
            ),
        )


class RepairResult(NamedTuple):
    """Where the damaged store is kept, and the report on what was done with it."""

    kept: Path | None
    report: Path | None


def repair(
    archive: Archive, store: FileStore, examined: Examination, report: Iterable[str]
) -> RepairResult:
    """Replace `store`, that of `archive`, by what can be saved of it.

    It must still be as it was `examined`. The lines of `report` are kept beside it.

    Raises BusyStoreError, OvertakenRepairError, UnprovenRepairError or
    StoreAccessError.
    """
    plan = examined.plan
    changes = ChangeSet(
        "repair",
        renewed=[number for ids in plan.taken.values() for number in ids],
        last_id=plan.last_id,
        last_change=plan.last_change,
        explanation=plan.explanation,
    )
    wanted = Snapshot(
        examined.seen.revision,
        {str(number): raw for number, raw in plan.statements.items()},
        {str(number): raw for number, raw in plan.history.items()},
        plan.checksums,
        plan.others,
    )

    def prove(snapshot: Snapshot) -> None:
        checked = check_tables(snapshot, store.path)
        wrong = [
            f"{each.place}: {each.message}"
            for each in checked.findings
            if each.level == "error"
            and each.kind not in {"newer", "unproved"}  # kept as they are
            and (each.kind in _OF_HISTORY or not plan.is_of_history)
        ]
        if not plan.is_of_history:
            wrong += [
                f"statement {number}"
                for number, (_, kind, _) in checked.kinds.items()
                if kind != "unproved"
            ]
        if wrong:
            raise UnprovenRepairError(store.path, wrong[0])

    archive.index.close()  # made of what is replaced
    with replacement(store, examined.seen, wanted, prove) as transaction:
        # Checksums that were deleted stay so: nothing proves all of the statements.
        transaction.may_add_checksums = not plan.is_of_history
        transaction.keep_report(report)
        Session(archive, transaction, "repair").commit(changes)
        return RepairResult(transaction.kept, transaction.report)


def replace_store(  # noqa: PLR0913 - what is there, and what is to be
    archive: Archive,
    store: FileStore,
    seen: Seen | None,
    wanted: Snapshot,
    *,
    command: str,
    changes: ChangeSet,
    like: Path | None = None,
) -> Path | None:
    """Replace `store`, that of `archive`, by what is `wanted`, and commit `changes`.

    It must still be as it was `seen`, None if it was not there; it then becomes as
    open as the file `like`. Returns where the replaced store is kept.

    Raises BusyStoreError, OvertakenRepairError or StoreAccessError.
    """
    archive.index.close()  # made of what is replaced
    with replacement(store, seen, wanted, like=like) as transaction:
        Session(archive, transaction, command).commit(changes)
        return transaction.kept
