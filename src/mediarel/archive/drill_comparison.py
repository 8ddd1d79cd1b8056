"""Compare a restored backup with the archive after the backup's last change.

The expected statements follow from the history up to that change. If the history
doesn't reach back far enough, the expected statement is the present one with the later
changes undone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mediarel.check.outside import shown_pair
from mediarel.history import ledger
from mediarel.history.chain import misfits
from mediarel.model.statement import is_same, renewed
from mediarel.recovery.evidence import Judge, Proof
from mediarel.store.records import read_entry, read_record
from mediarel.store.sound import fits, read_checksums
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    from mediarel.history.change import Change
    from mediarel.store.protocol import Document, Snapshot

    Fields = dict[str, Any]

_OFTEN = 1000  # statements between two progress reports


class Difference(NamedTuple):
    """A difference in a statement, identified by its id, or in a named change.

    `is_known` is false if the earlier content can't be determined.
    """

    number: int | None
    place: str
    what: str
    is_known: bool = True


def differences(
    now: Snapshot,
    restored: Snapshot,
    last_change: int,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Iterator[Difference]:
    """Yield the differences of `restored` from the archive after `last_change`.

    `now` is the present archive, which must be undamaged. Later changes in the history
    of `restored` come from the restore and are ignored. `progress` is called with the
    number of statements compared, and the total.
    """
    checksums = read_checksums(restored.checksums)
    here = _changes(now)
    there = {n: each for n, each in _changes(restored).items() if n <= last_change}
    is_same_line = not last_change or here.get(last_change) == there.get(last_change)
    if is_same_line:
        before = {n: each for n, each in here.items() if n <= last_change}
        yield from _entries(before, there, _unchained(restored, last_change))
        since = [each for n, each in here.items() if n > last_change]
        then = _Then(before.values(), checksums, now, since)
    else:
        yield _other_line(here, there, last_change)
        then = _Then(there.values(), checksums)
    ids = {*restored.statements, *(now.statements if is_same_line else ())}
    numbers = sorted({*map(int, ids), *then.ids})
    for done, number in enumerate(numbers):
        if done % _OFTEN == 0:
            progress(done, len(numbers))
        what, is_known = then.difference(number, restored.statements.get(str(number)))
        if what:
            yield Difference(number, f"statement {number}", what, is_known)


class _Then:
    """The statements after `changes`, with the restored `checksums`.

    If `now` is given, the statements are also computed from the present, by undoing the
    changes `since`.
    """

    def __init__(
        self,
        changes: Iterable[Change],
        checksums: Mapping[int, str],
        now: Snapshot | None = None,
        since: Sequence[Change] = (),
    ) -> None:
        self._ledger = ledger.Ledger(changes)
        self._judge = Judge(self._ledger, {})
        self._checksums = checksums
        self._since: dict[int, list[Change]] = {}  # newest first
        for change in sorted(since, key=lambda each: each.number, reverse=True):
            for number in change.ids:
                self._since.setdefault(number, []).append(change)
        # An early version of repair rewrote all records, so earlier content is unknown.
        was_replaced = ledger.since_replaced(since)[1]
        self._now = None if now is None or was_replaced else now.statements

    @property
    def ids(self) -> Iterable[int]:
        """The ids in the history."""
        return self._ledger.ids

    def difference(self, number: int, raw: Document | None) -> tuple[str, bool]:
        """Return how the record `raw` differs from the expected statement, "" if equal.

        The second value is whether the expected content is known.
        """
        if raw is None:
            return ("not restored" if self._was_there(number) else ""), True
        kept = self._checksums.get(number)
        fits_kept = kept is not None and fits(raw, kept)
        proof = self._proof(number, raw, fits_kept=fits_kept or kept is None)
        if proof is Proof.WHOLE:
            is_same = fits_kept or kept is None
            return "" if is_same else "its checksum is different", True
        return self._unproven(number, raw, proof, fits_kept=fits_kept)

    def _unproven(
        self, number: int, raw: Document, proof: Proof, *, fits_kept: bool
    ) -> tuple[str, bool]:
        found = read_record(number, raw).document()
        if self._is_accepted_as(number, found):
            return "", True
        if proof is Proof.CONTRADICTED and not self._may_be_accepted(number):
            return self._contradiction(number, renewed(msgspec.json.decode(raw))), True
        expected = self._before(number)
        if proof is Proof.NONE and expected is not None:
            return _told(self._differing(number, expected, found)), True
        if self._now is not None and not self._ledger.touching(number):
            if number not in self._since:
                return "restored, but neither history nor archive has it", True
        elif proof is Proof.NONE and fits_kept:
            return "", True
        return "can't be compared: its earlier content is unknown", False

    def _proof(self, number: int, raw: Document, *, fits_kept: bool) -> Proof:
        proof = self._judge.proof(number, raw)
        if proof is not Proof.CONTRADICTED or not fits_kept:
            return proof
        # The same values may be formatted differently.
        return self._judge.proof(number, encoded(read_record(number, raw).document()))

    def _was_there(self, number: int) -> bool:
        if self._ledger.touching(number):
            is_present = self._ledger.is_present(number)
            return is_present and not self._may_be_accepted(number)
        return self._before(number) is not None

    def _contradiction(self, number: int, found: Fields) -> str:
        """Describe how `found` contradicts the history."""
        if self._ledger.is_removed(number):
            return "restored, but it had been removed"
        by_history = {**found, **self._ledger.last_values(number)}
        for expected in (self._before(number), by_history):
            if expected and (differing := self._differing(number, expected, found)):
                return _told(differing)
        first, last = (self._ledger.touching(number)[place] for place in (-1, 0))
        if found.get("modified") not in self._ledger.times(number):
            return _told({"modified": (last.at, found.get("modified"))})
        return f"differs from the statement that change {first.number} added"

    def _before(self, number: int) -> Fields | None:
        """Return the statement reconstructed from the present; None if impossible."""
        return self._rewound(number, self._since.get(number, ()))

    def _is_accepted(self, number: int) -> bool:
        """Return whether the next change accepted an edit made outside mediarel."""
        since = self._since.get(number, [])
        return bool(since) and ledger.is_beginning(since[-1], number)

    def _is_accepted_as(self, number: int, found: Fields) -> bool:
        accepted = self._accepted(number)
        return accepted is not None and not self._differing(number, accepted, found)

    def _may_be_accepted(self, number: int) -> bool:
        """Return whether that change may have accepted an unknown state."""
        return self._is_accepted(number) and self._accepted(number) is None

    def _accepted(self, number: int) -> Fields | None:
        """Return the statement as the accepting change recorded it, or None."""
        if not self._is_accepted(number):
            return None
        return self._rewound(number, self._since[number][:-1])

    def _rewound(self, number: int, passed: Sequence[Change]) -> Fields | None:
        if self._now is None or any(each.changed.get(number) == {} for each in passed):
            return None
        raw = self._now.get(str(number))
        state = None if raw is None else read_record(number, raw).document()
        try:
            return ledger.rewind(number, state, passed)
        except ledger.HistoryMismatchError:
            return None

    def _differing(
        self, number: int, expected: Fields, found: Fields
    ) -> dict[str, tuple[object, object]]:
        """Return the fields that differ, with the expected and the found value."""
        # The present `modified` is the earlier one only if there was no later change.
        left_out = {"modified"} if number in self._since else set()
        names = [*expected, *(name for name in found if name not in expected)]
        return {
            name: (expected.get(name), found.get(name))
            for name in names
            if name not in left_out and not is_same(expected.get(name), found.get(name))
        }


def _changes(snapshot: Snapshot) -> dict[int, Change]:
    """Return the changes by number, without their digests.

    A repair may have recomputed the digests.
    """
    entries = ((int(key), raw) for key, raw in snapshot.history.items())
    return {
        number: replace(read_entry(number, raw, ignore_unknown=True), digest=None)
        for number, raw in entries
    }


def _unchained(snapshot: Snapshot, last: int) -> list[int]:
    """Return the numbers of the changes up to `last` whose digest breaks the chain."""
    numbers = sorted(int(key) for key in snapshot.history if int(key) <= last)
    return misfits((n, msgspec.json.decode(snapshot.history[str(n)])) for n in numbers)


def _entries(
    here: Mapping[int, Change], there: Mapping[int, Change], unfit: Collection[int]
) -> Iterator[Difference]:
    """Yield the differences in the history; `unfit` are changes with a wrong digest."""
    told = 0
    for number in sorted(here.keys() | there.keys()):
        if number not in there:
            what = "not restored"
        elif here.get(number) != there[number]:
            what = "differs from this archive"
        elif number in unfit and told != number - 1:  # otherwise, that is the cause
            what = "fails its checksum"
        else:
            continue
        yield Difference(None, f"change {number}", what)
        told = number


def _other_line(
    here: Mapping[int, Change], there: Mapping[int, Change], last: int
) -> Difference:
    """Return the difference for a history that diverged from this archive's."""
    numbers = sorted(here.keys() | there.keys())
    first = next(n for n in numbers if here.get(n) != there.get(n))
    place = f"change {last}" if first == last else f"changes {first} to {last}"
    what = "missing in this archive"
    if first in here:
        what = "this archive has other changes with these numbers"
    return Difference(None, place, f"{what}: it is a different archive, or was reset")


def _told(differing: Mapping[str, tuple[object, object]]) -> str:
    pairs = {name: shown_pair(*values) for name, values in differing.items()}
    return "; ".join(
        f"{n} {old} was restored as {new}" for n, (old, new) in pairs.items()
    )
