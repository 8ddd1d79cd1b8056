"""Replace a store that can't be read, and accept changes made outside mediarel.

`repair` reads the repaired store back and checks the content. Only then does the
repaired store replace the damaged store. `accept` doesn't change the statements. It
records changes made outside mediarel in the history, and corrects the checksums.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.session import OvertakenError, Session
from mediarel.check.outside import EarlierFields, OutsideChanges
from mediarel.check.store_tables import check_tables
from mediarel.history.change import ChangeSet, Edit, changed_fields, with_fields
from mediarel.model.readers import read_field
from mediarel.model.statement import Statement, read_statement
from mediarel.recovery.repair import Examination
from mediarel.store.protocol import Snapshot
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.transaction import replacement


class AcceptResult(NamedTuple):
    """The ids of accepted statements whose earlier content is unknown.

    `unknown` has the ids of changed statements, which an undo will skip. `gone` has the
    ids of removed statements. If `gone` is not empty, the change can't be undone.
    `undoes_some` is True if an undo can restore at least one statement.
    """

    unknown: list[int]
    gone: list[int]
    undoes_some: bool


class RepairResult(NamedTuple):
    """The paths of the damaged store and of the repair report."""

    kept: Path | None
    report: Path | None


def repair(
    archive: Archive, store: FileStore, examined: Examination, report: Iterable[str]
) -> RepairResult:
    """Replace the damaged store of an archive with the data that can be recovered.

    `examined` is the result of examining the store; the store must not have changed
    since then. The lines of `report` are saved next to the damaged store. Raises
    BusyStoreError, OvertakenRepairError, DamagedError or StoreAccessError.
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
        {},
        plan.others,
    )

    def prove(snapshot: Snapshot) -> None:
        checked = check_tables(snapshot, store.path)
        wrong = [
            f"{each.place}: {each.message}"
            for each in checked.findings
            if each.level == "error"
            and each.kind not in {"newer", "unproved"}  # may stay
        ]
        wrong += [
            f"statement {number}"
            for number, (_, kind, _) in checked.kinds.items()
            if kind != "unproved"
        ]
        if wrong:
            raise errors.DamagedError(
                f"{store.path}: the repaired archive has an error: {wrong[0]}",
                errors.Hint(
                    "Nothing was changed. Restore a backup instead: ",
                    errors.Command("restore", "--from", "FILE"),
                ),
            )

    archive.index.close()  # the index was built from the replaced store
    with replacement(store, examined.seen, wanted, prove) as transaction:
        transaction.keep_report(report)
        Session(archive, transaction, "repair").commit(changes)
        return RepairResult(transaction.kept, transaction.report)


def accept(session: Session, outside: OutsideChanges) -> AcceptResult:
    """Record changes made outside mediarel in the history, and correct the checksums.

    If the content of a removed statement is only partly known, only the removal is
    recorded. Raises OvertakenError if the store has changed since it was checked.
    """
    if not session.store.is_at(outside.revision):
        raise OvertakenError
    here = session.statements([*outside.changed, *outside.added])
    lost = {n: _document(n, earlier) for n, earlier in outside.removed.items()}
    committed = session.commit(
        ChangeSet(
            "accept",
            edited=[
                Edit(_before(here[number], earlier), here[number])
                for number, earlier in outside.changed.items()
            ],
            restored=[here[number] for number in outside.added],
            lost=[*lost.items()],
            renewed=outside.unchecked,
        )
    )
    unknown = [e.after.id for e in committed.edited if not changed_fields(*e)]
    gone = [number for number, document in lost.items() if not document]
    is_more = len(outside.recorded) > len(unknown) + len(gone)
    return AcceptResult(unknown, gone, undoes_some=is_more and not gone)


def _document(number: int, earlier: EarlierFields) -> Mapping[str, object]:
    """Return the record of a removed statement, or {} if it is only partly known."""
    try:
        read_statement(number, earlier.fields)
    except errors.InvalidFieldError:
        return {}
    return earlier.fields if earlier.is_whole else {}


def _before(statement: Statement, earlier: EarlierFields) -> Statement:
    """Return the statement with its earlier values.

    If these values are not valid, return the statement unchanged.
    """
    modified = earlier.fields.get("modified", statement.modified)
    try:
        before = with_fields(statement, earlier.fields)
        return before.replace(modified=read_field("modified", modified))
    except errors.InvalidFieldError:
        return statement
