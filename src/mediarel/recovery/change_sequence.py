"""Reconstruct the sequence of changes from a damaged file and its sources.

The file and a source may have two different changes with the same number. The digest of
a change also covers the change before it. So the digest of the next change shows which
of the two changes is right. If both changes are right, or both are wrong, the file and
the source have different histories from this number on. In this case, the later changes
of the source are ignored.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from mediarel import errors
from mediarel.history import chain
from mediarel.history.change import FIELDS_OF_A_CHANGE, Change
from mediarel.model.fields import BY_NAME
from mediarel.model.readers import IS_TIME
from mediarel.model.statement import (
    is_empty,
    is_same,
    read_statement,
    renewed,
    without_empty,
)
from mediarel.store.protocol import ID, Document
from mediarel.store.records import read_entry, read_fields
from mediarel.store.sound import is_entry, may_be_newer, split_fields
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mediarel.recovery.best_records import BrokenObject, SalvagedObject
    from mediarel.recovery.evidence import Source


# Fields of an entry that can be empty if they are missing.
_MAY_BE_EMPTY = {"undoes": None, "redoes": None}
_TIMES = {"created": "modified", "modified": "created"}
_LONGEST_GAP = 1000  # missing changes that are listed


class ChangeSequence:
    """The raw entries of the history, keyed by the number of the change.

    - `taken`: for each source, the numbers of the changes taken from it
    - `lost`: the keys of the changes that are lost or partly lost, with the reasons
    - `others`: entries with a number that is already used
    - `unproven`: the numbers of the changes with a wrong digest
    """

    def __init__(self, objects: Iterable[SalvagedObject], now: str) -> None:
        self.entries: dict[int, bytes] = {}
        self.taken: dict[str, list[int]] = {}
        self.lost: dict[str, str] = {}
        self.others: list[tuple[int, bytes]] = []
        self._now = now
        self._mended: set[int] = set()
        self._add(list(objects))

    @property
    def changes(self) -> list[Change]:
        """The changes, sorted by number."""
        return [read(number, raw) for number, raw in sorted(self.entries.items())]

    @property
    def unproven(self) -> list[int]:
        """The numbers of the changes with a wrong digest."""
        return chain.misfits(documents(self.entries))

    @property
    def last_lost(self) -> int:
        """The number of the last missing change, or 0.

        If the number of a lost change is unreadable, the number after the last known
        change is used.
        """
        last = max(self.entries, default=0)
        missing = {int(k) if ID.fullmatch(k) else last + 1 for k in self.lost}
        missing |= self.missing
        return max(missing - self.entries.keys(), default=0)

    @property
    def missing(self) -> set[int]:
        """The missing numbers below the number of the last known change."""
        return missing_in(self.entries)

    def is_whole(self) -> bool:
        """Return whether all changes exist, are readable, and are verified."""
        numbers = self.entries
        return (
            bool(numbers)
            and len(numbers) == max(numbers)
            and not (self._mended or self.lost or self.unproven)
        )

    def prove_digests(self) -> None:
        """Repair each damaged digest if the next change shows its right value."""
        proven = chain.with_proven_digests(documents(self.entries))
        for number, digest in proven.items():
            document = msgspec.json.decode(self.entries[number])
            self.entries[number] = encoded({**document, "digest": digest})

    def note_broken(self, broken: Iterable[BrokenObject]) -> None:
        """Report missing changes as unreadable if their entries are broken."""
        for each in broken:
            number = int(each.key) if ID.fullmatch(each.key) else 0
            if each.table == "history" and number not in self.entries:
                self.lost.setdefault(each.key, f"unreadable, line {each.line}")

    def note_missing(self, last_change: int) -> None:
        """Report the changes after the last entry, up to `last_change`, as missing."""
        newest = max(self.entries, default=0)
        for number in missing_in([*self.entries, last_change + 1]):
            if number > newest:
                self.lost.setdefault(str(number), "missing")

    def fill_from(self, source: Source, *, is_same_archive: bool) -> int | None:
        """Add missing changes from `source`, and replace damaged changes.

        Set `is_same_archive` if `source` is known to belong to the same archive. If it
        is not set, the archive is the same only if `source` and this sequence share a
        change.

        Return None if the changes of `source` agree with this sequence. If a change
        differs, return the number of the first such change. Return 0 if `source`
        belongs to a different archive.
        """
        theirs = _sound(source.history)
        before = dict(self.entries)
        is_related = is_same_archive
        taken, same = [], []
        parted = None
        for number in sorted(theirs):
            mine, other = self.entries.get(number), theirs[number]
            if mine is None:
                # In order, because a change may verify the next change.
                self.entries[number] = other
                taken.append(number)
            elif _is_equal(mine, other):
                is_related = True
                same.append(number)
            elif self._is_proven_by(number, other) or _lacks_only_digest(mine, other):
                is_related |= number - 1 in before or _lacks_only_digest(mine, other)
                self.entries[number] = other
                taken.append(number)
            elif self._parts(number, mine, other):
                parted = number
                break
        if not is_related:
            self.entries = before
            return 0
        self._mended.difference_update(taken, same)
        if taken:
            self.taken[source.name] = taken
            for number in taken:
                self.lost.pop(str(number), None)
        return parted

    def _add(self, objects: list[SalvagedObject]) -> None:
        before = 0
        for each in objects:
            number = self._number_of(each, before)
            if number is None:
                self.lost[each.key] = "the number is unreadable"
                continue
            earlier = self.entries.get(number - 1)
            at = read(number - 1, earlier).at if earlier else self._now
            try:
                raw, lost = make_entry_valid(number, each, at)
            except errors.InvalidFieldError as error:
                self.lost[each.key] = error.problem
                continue
            if lost:
                self.lost[str(number)] = ", ".join(lost)
                self._mended.add(number)
            before = number
            if number not in self.entries:
                self.entries[number] = raw
            elif not _is_equal(self.entries[number], raw):
                self._add_second(number, raw)

    def _number_of(self, entry: SalvagedObject, before: int) -> int | None:
        """Return the number of an entry. If its key is unreadable, return `before` + 1.

        Returns None if the number `before` + 1 is already used.
        """
        if ID.fullmatch(entry.key):
            return int(entry.key)
        following = before + 1
        return following if following not in self.entries else None

    def _add_second(self, number: int, raw: bytes) -> None:
        """Decide between two entries with the same number, and keep the better one.

        The other entry is set aside.
        """
        if self._is_proven_by(number, raw):
            self.entries[number], raw = raw, self.entries[number]
        self.others.append((number, raw))

    def _is_proven_by(self, number: int, other: bytes) -> bool:
        """Return True if a digest verifies the entry `other`, but not our own entry."""
        return not self._fits(number, self.entries[number]) and self._fits(
            number, other
        )

    def _fits(self, number: int, raw: bytes) -> bool:
        """Return True if a digest verifies the entry `raw`.

        If the entry has no digest of its own, the next digest in the history is used.
        """
        trial = {n: e for n, e in self.entries.items() if n <= number} | {number: raw}
        if not _has_digest(raw):
            later = (n for n in sorted(self.entries) if n > number)
            for following in later:
                trial[following] = self.entries[following]
                if _has_digest(self.entries[following]):
                    break
            else:
                return False
        last = max(trial)
        return _has_digest(trial[last]) and last not in chain.misfits(documents(trial))

    def _parts(self, number: int, mine: bytes, other: bytes) -> bool:
        """Return True if the two entries are different changes.

        Return False if they are the same change and one of them is damaged.
        """
        if self._fits(number, mine) and self._fits(number, other):
            return True
        return not _is_alike(mine, other)


def missing_in(numbers: Iterable[int]) -> set[int]:
    """Return the numbers that are missing between 1 and the highest of `numbers`.

    If many numbers in a row are missing, only the last 1000 of them are returned. A
    script may have set a very high number.
    """
    return {
        each
        for before, after in pairwise([0, *sorted(numbers)])
        for each in range(max(before + 1, after - _LONGEST_GAP), after)
    }


def read(number: int, raw: Document) -> Change:
    """Return the change in a valid entry."""
    return read_entry(number, raw, ignore_unknown=True)


def documents(entries: Mapping[int, bytes]) -> list[tuple[int, dict[str, Any]]]:
    """Return the entries as JSON values, sorted by number."""
    return [(n, msgspec.json.decode(entries[n])) for n in sorted(entries)]


def _sound(history: Mapping[int, Document]) -> dict[int, bytes]:
    """Return the history of a source without the entries that have a wrong digest."""
    entries = {number: bytes(raw) for number, raw in history.items()}
    for number in chain.misfits(documents(entries)):
        del entries[number]
    return entries


def _has_digest(raw: Document) -> bool:
    return bool(msgspec.json.decode(raw).get("digest"))


def _is_equal(one: Document, other: Document) -> bool:
    return one == other or bool(msgspec.json.decode(one) == msgspec.json.decode(other))


def _lacks_only_digest(one: Document, other: Document) -> bool:
    """Return True if `one` has no digest, but is otherwise equal to `other`."""
    theirs = msgspec.json.decode(other)
    digest = theirs.pop("digest", None)
    mine = msgspec.json.decode(one)
    if mine.pop("digest", None):
        return False
    return bool(digest and mine == theirs)


def _is_alike(one: Document, other: Document) -> bool:
    """Return True if the entries differ in at most one field.

    If so, they are probably the same change.
    """
    mine, theirs = msgspec.json.decode(one), msgspec.json.decode(other)
    names = (mine.keys() | theirs.keys()) - {"digest"}
    differing = [name for name in names if mine.get(name) != theirs.get(name)]
    return len(differing) <= 1


def make_entry_valid(
    number: int, entry: SalvagedObject, at: str
) -> tuple[bytes, list[str]]:
    """Return the JSON of an entry after repairs, and a description of each repair.

    A missing field is set to an empty value if this is allowed. Empty fields with
    unknown names are left out. Neither of these changes the digest. Other unknown
    fields are kept if a newer program may have added them. An invalid time is replaced
    by `at`.

    Raises InvalidFieldError if the entry can't be repaired.
    """
    fields = read_fields(entry.raw)
    wanted = {
        name: value
        for name, value in {**_MAY_BE_EMPTY, **fields}.items()
        if name in FIELDS_OF_A_CHANGE or not is_empty(value)
    }
    if wanted != fields:
        entry = entry._replace(raw=encoded(wanted))
    change = read_entry(number, entry.raw, ignore_unknown=True)
    lost = []
    if not is_entry(number, entry.raw):
        unknown = wanted.keys() - FIELDS_OF_A_CHANGE
        lost = [f"{name!r} left out" for name in sorted(unknown)]
    if not IS_TIME.fullmatch(change.at):
        lost.append(
            f"invalid time {errors.shorten(change.at)!r}, replaced by an earlier time"
        )
        change = replace(change, at=at)
    if change.reverts is not None and not 0 < change.reverts < number:
        lost.append(
            f"removed link to change {change.reverts}, which is not an earlier change"
        )
        change = replace(change, undoes=None, redoes=None)
    return (encoded(change.document()) if lost else entry.raw), lost


def make_record_valid(
    number: int, record: SalvagedObject, now: str
) -> tuple[bytes, list[str]]:
    """Return the JSON of a record after repairs, and a description of each repair.

    - An invalid field becomes empty if this is allowed.
    - An invalid uuid is replaced by a new uuid.
    - An invalid time is replaced by the record's other time, or else by `now`.
    - A lost issuer (`program`) becomes "(unknown)".
    - A lost date becomes the day of recording, marked as uncertain.
    - An unknown field is kept if it has a value and a newer program may have added it.

    Raises InvalidFieldError if the record has no content or can't be repaired.
    """
    fields = renewed(msgspec.json.decode(record.raw))
    kept, named = split_fields(fields)
    unknown = without_empty(named)
    lost = []
    if not may_be_newer(fields):
        lost = [f"{name!r} left out" for name in unknown]
        unknown = {}
    while True:
        try:
            statement = read_statement(number, kept)
        except errors.InvalidFieldError as error:
            name = error.field
            if name == "uuid":
                kept[name] = str(uuid4())
                lost.append("new UUID")
            elif name in _TIMES:
                other = kept.get(_TIMES[name])
                kept[name] = other if _is_time(other) else now
                lost.append(f"{name} is unknown")
            elif BY_NAME[name].required:
                instead = _in_the_place_of(name, kept, now)
                if not instead or instead == kept.get(name):
                    raise
                lost.append(f"{error.problem}; replaced by {instead!r}")
                kept[name] = instead
            elif kept.get(name) is None:
                raise
            else:
                lost.append(f"{error.problem}; left out")
                kept[name] = None
        else:
            repaired = {**statement.document(), **unknown}
            return (
                record.raw if unknown == named and not lost else encoded(repaired)
            ), lost


def _in_the_place_of(name: str, fields: Mapping[str, Any], now: str) -> str:
    """Return a substitute for the lost value of a required field.

    A date is replaced by the day of recording, such as `2012-07-16?`. Other values are
    replaced by "(unknown)". Return "" if the record has no text and no title.
    """
    if not (fields.get("text") or fields.get("title")):
        return ""
    if name != "date":
        return "(unknown)"
    created = fields.get("created")
    return f"{str(created if _is_time(created) else now)[:10]}?"


def differing_fields(one: Document, other: Document) -> str:
    """Return the names of the fields that differ between two records: "date, title"."""
    old, new = (renewed(msgspec.json.decode(each)) for each in (one, other))
    names = [*new, *(name for name in old if name not in new)]
    return ", ".join(n for n in names if not is_same(old.get(n), new.get(n)))


def modified(record: Document) -> str:
    """Return the time when a record was last modified."""
    return str(msgspec.json.decode(record).get("modified"))


def _is_time(value: object) -> bool:
    return isinstance(value, str) and IS_TIME.fullmatch(value) is not None
