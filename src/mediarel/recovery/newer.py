"""Find changes in the index that are newer than a backup to be restored.

The changes are used only if they follow the last change of the backup. Also, the index
must have a verified record of each statement that the changes modified.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mediarel.history.change import Change, last_said
from mediarel.history.ledger import Ledger
from mediarel.recovery.best_records import SalvagedObject
from mediarel.recovery.change_sequence import ChangeSequence, read
from mediarel.recovery.evidence import Judge, Proof, Source, Sources
from mediarel.recovery.repair import with_settings
from mediarel.store.protocol import Document, Snapshot
from mediarel.store.tiny.others import ARCHIVE


class Newer(NamedTuple):
    """A snapshot of a backup with newer changes added, and the numbers of the changes.

    `highest_id` is the highest id in any source.
    """

    snapshot: Snapshot
    changes: list[int]
    highest_id: int = 0


def with_newer(wanted: Snapshot, sources: Sources, now: str) -> Newer:
    """Add the newer changes of an index to the snapshot `wanted`, if they are verified.

    `now` is in RFC 3339.
    """
    tried = (_with_newer(wanted, index, now) for index in sources.indexes)
    newer = next(filter(None, tried), Newer(wanted, []))
    return newer._replace(highest_id=sources.highest_id())


def _with_newer(wanted: Snapshot, index: Source, now: str) -> Newer | None:
    entries = [SalvagedObject(k, bytes(raw), None) for k, raw in wanted.history.items()]
    newest = max(map(int, wanted.history), default=0)
    sequence = ChangeSequence(entries, now)
    is_same = any(
        wanted.statements.get(str(number)) == raw
        for number, raw in index.statements.items()
    )
    sequence.fill_from(index, is_same_archive=is_same)
    later = [number for number in sequence.entries if number > newest]
    if not later or sorted(later) != list(range(newest + 1, newest + 1 + len(later))):
        return None
    ledger = Ledger(sequence.changes)
    changes = [read(number, sequence.entries[number]) for number in sorted(later)]
    statements = _statements_after(wanted, index, changes, ledger)
    if statements is None:
        return None
    history = {**wanted.history, **{str(n): sequence.entries[n] for n in sorted(later)}}
    snapshot = wanted._replace(
        statements=statements,
        history=history,
        checksums={},
        others=_others_after(wanted, changes),
    )
    return Newer(snapshot, sorted(later))


def _others_after(
    wanted: Snapshot, changes: Sequence[Change]
) -> Mapping[str, Mapping[str, Document]]:
    """Return the other tables of a backup, and apply new settings from `changes`."""
    last = last_said(changes)
    if not last:
        return wanted.others
    return {**wanted.others, ARCHIVE: with_settings(wanted.others, last)}


def _statements_after(
    wanted: Snapshot, index: Source, changes: Sequence[Change], ledger: Ledger
) -> dict[str, Document] | None:
    """Return the statements of a backup after adding `changes`.

    Return None if a changed statement is not verified.
    """
    judge = Judge(ledger, {})
    statements = dict(wanted.statements)
    for number in sorted({each for change in changes for each in change.ids}):
        if ledger.is_removed(number):
            statements.pop(str(number), None)
            continue
        raw = index.statements.get(number)
        if raw is None or judge.proof(number, raw) is not Proof.WHOLE:
            return None
        statements[str(number)] = raw
    return dict(sorted(statements.items(), key=lambda item: int(item[0])))
