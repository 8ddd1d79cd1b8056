"""Compare a restored backup with the archive after the backup's last change.

The expected statements are the present statements without the later changes. If a
statement was also changed outside mediarel, it is compared with its checksum in the
backup instead.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mediarel.check.outside import UNKNOWN_BEFORE, shown_pair
from mediarel.history import ledger
from mediarel.history.chain import misfits
from mediarel.model.statement import is_same
from mediarel.store.records import read_entry, read_record
from mediarel.store.sound import fits, read_checksums

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from mediarel.history.change import Change
    from mediarel.store.protocol import Document, Snapshot

    State = dict[str, Any] | None

_OFTEN = 1000  # statements between two progress reports


class Difference(NamedTuple):
    """A difference in a statement or in a change; `id` is the statement's id.

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
    """Compare `restored` with the archive after `last_change`; yield the differences.

    `now` is the present archive, which must be undamaged. Later changes in the history
    of `restored` are from the restore itself and are ignored. `progress` is called with
    the number of statements compared, and the total.
    """
    here = _changes(now)
    there = {n: each for n, each in _changes(restored).items() if n <= last_change}
    if last_change and here.get(last_change) != there.get(last_change):
        yield _other_line(here, there, last_change)
        return
    before = {n: each for n, each in here.items() if n <= last_change}
    yield from _entries(before, there, _unchained(restored, last_change))
    past = _Past(now, [each for n, each in here.items() if n > last_change])
    checksums = read_checksums(restored.checksums)
    numbers = {*map(int, (*now.statements, *restored.statements)), *checksums}
    for done, number in enumerate(sorted(numbers)):
        if done % _OFTEN == 0:
            progress(done, len(numbers))
        raw = restored.statements.get(str(number))
        fits_kept = _fits(raw, checksums.get(number))
        what, is_known = past.difference(
            number, _state(number, raw), fits_kept=fits_kept
        )
        if what:
            yield Difference(number, f"statement {number}", what, is_known)


class _Past:
    """Compute earlier statements: reverse the changes in `since`."""

    def __init__(self, now: Snapshot, since: Iterable[Change]) -> None:
        self._now = now.statements
        self._checksums = read_checksums(now.checksums)
        self._since: dict[int, list[Change]] = {}  # newest first
        self._was_repaired = False
        for change in sorted(since, key=lambda each: each.number, reverse=True):
            self._was_repaired |= change.kind == "repair"
            for number in change.ids:
                self._since.setdefault(number, []).append(change)

    def difference(
        self, number: int, found: State, *, fits_kept: bool | None
    ) -> tuple[str, bool]:
        """Describe how the restored state `found` is wrong; "" if it is right.

        `fits_kept` says whether the checksum in the backup matches; None if there is no
        checksum. The second result says whether the earlier content is known.
        """
        states, is_certain = self._states(number)
        *accepted, expected = states
        if any(not self._differing(number, each, found) for each in accepted):
            return "", True
        differing = self._differing(number, expected, found)
        if not is_certain and fits_kept is not False:
            if fits_kept or not differing:
                return "", True
            return f"can't be compared: {UNKNOWN_BEFORE}", False
        if found is None:
            return ("" if expected is None and fits_kept else "not restored"), True
        if expected is None:
            return "restored, but it did not exist at the time of the backup", True
        what = "" if fits_kept is not False else "its checksum is different"
        return _in_words(differing) or what, True

    def _states(self, number: int) -> tuple[list[State], bool]:
        """Return the possible states of a statement, and whether the last is certain.

        If a change outside mediarel was accepted later, the state after that change is
        possible too, and comes first.
        """
        raw = self._now.get(str(number))
        state = _state(number, raw)
        fits_now = _fits(raw, self._checksums.get(number))
        is_certain = fits_now or (fits_now is None and not self._checksums)
        is_certain = is_certain and not self._was_repaired
        accepted: list[State] = []
        for change in self._since.get(number, ()):
            accepted = [state] if ledger.is_beginning(change, number) else []
            is_certain = is_certain and not accepted
            try:
                state = ledger.rewind(number, state, [change])
            except ledger.HistoryMismatchError:
                return [None], False
        return [*accepted, state], is_certain

    def _differing(
        self, number: int, expected: State, found: State
    ) -> dict[str, tuple[object, object]]:
        """Return the fields that differ, with the expected and the found value."""
        old, new = expected or {}, found or {}
        # A later change also changed `modified`.
        left_out = {"modified"} if number in self._since else set()
        return {
            name: (old.get(name), new.get(name))
            for name in (*old, *(name for name in new if name not in old))
            if name not in left_out and not is_same(old.get(name), new.get(name))
        }


def _state(number: int, raw: Document | None) -> State:
    return None if raw is None else read_record(number, raw).document()


def _fits(raw: Document | None, kept: str | None) -> bool | None:
    """Return whether `kept` is the checksum of a record; None if unknown."""
    if raw is None:
        return kept is None
    return None if kept is None else fits(raw, kept)


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
            what = "is different in this archive"
        elif number in unfit and told != number - 1:  # or caused by the one before
            what = "fails its checksum"
        else:
            continue
        yield Difference(None, f"change {number}", what)
        told = number


def _other_line(
    here: Mapping[int, Change], there: Mapping[int, Change], last: int
) -> Difference:
    """Describe which changes differ if the two histories are not the same."""
    numbers = sorted(here.keys() | there.keys())
    first = next(n for n in numbers if here.get(n) != there.get(n))
    place = f"change {last}" if first == last else f"changes {first} to {last}"
    what = "missing in this archive"
    if first in here:
        what = "this archive has different changes with these numbers"
    cause = "the backup is of a different archive, or this archive was reset"
    return Difference(None, place, f"{what}: {cause}")


def _in_words(differing: Mapping[str, tuple[object, object]]) -> str:
    pairs = {name: shown_pair(*values) for name, values in differing.items()}
    return "; ".join(
        f"{n} {old} was restored as {new}" for n, (old, new) in pairs.items()
    )
