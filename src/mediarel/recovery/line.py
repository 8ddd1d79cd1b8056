"""The line of changes that a repair believes, from the file and from its sources.

A number may have several changes: the file's, those of sources. The digests, each of
which covers the change before, tell which is right. Where two changes of one number are
both right, or where nothing proves either and they are not alike, the lines part there,
and nothing of the other is taken behind that.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from mediarel.errors import InvalidFieldError, shorten
from mediarel.history import chain
from mediarel.history.change import FIELDS_OF_A_CHANGE
from mediarel.model.fields import BY_NAME
from mediarel.model.readers import IS_TIME
from mediarel.model.statement import is_empty, is_same, read_statement, renewed
from mediarel.store.protocol import ID
from mediarel.store.records import read_entry, read_fields
from mediarel.store.sound import is_entry, may_be_newer, split_fields
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mediarel.history.change import Change
    from mediarel.recovery.best_records import BrokenObject, SalvagedObject
    from mediarel.recovery.evidence import Source
    from mediarel.store.protocol import Document


# Of an entry; without the others it is not known what it did.
_MAY_BE_EMPTY = {"undoes": None, "redoes": None}
_TIMES = {"created": "modified", "modified": "created"}
_LONGEST_GAP = 1000  # missing changes that are named


class Line:
    """The changes by their numbers, as raw entries.

    - `taken`: the numbers of those that came from a source, by its name
    - `lost`: what can't be kept of a change, by its key, and why
    - `others`: what the file has under the number of another change
    - `unproven`: the numbers of those whose digest does not fit
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
        """The changes, in order."""
        return [read(number, raw) for number, raw in sorted(self.entries.items())]

    @property
    def unproven(self) -> list[int]:
        """The numbers of the changes whose digest does not fit."""
        return chain.misfits(documents(self.entries))

    @property
    def last_lost(self) -> int:
        """The number of the last change that is missing, 0 where there is none.

        It is that after the last one that is there, where a lost one has no number.
        """
        last = max(self.entries, default=0)
        missing = {int(k) if ID.fullmatch(k) else last + 1 for k in self.lost}
        missing |= self.missing
        return max(missing - self.entries.keys(), default=0)

    @property
    def missing(self) -> set[int]:
        """The numbers of the changes that are not here, though later ones are."""
        return missing_in(self.entries)

    def is_whole(self) -> bool:
        """Tell whether no number is missing, and all was read and is proven."""
        numbers = self.entries
        return (
            bool(numbers)
            and len(numbers) == max(numbers)
            and not (self._mended or self.lost or self.unproven)
        )

    def prove_digests(self) -> None:
        """Set right the digests that were damaged, where the next change proves it."""
        proven = chain.with_proven_digests(documents(self.entries))
        for number, digest in proven.items():
            document = msgspec.json.decode(self.entries[number])
            self.entries[number] = encoded({**document, "digest": digest})

    def note_broken(self, broken: Iterable[BrokenObject]) -> None:
        """Note the entries that can't be read, unless they are there all the same."""
        for each in broken:
            number = int(each.key) if ID.fullmatch(each.key) else 0
            if each.table == "history" and number not in self.entries:
                self.lost.setdefault(each.key, f"it can't be read, line {each.line}")

    def fill_from(self, source: Source, *, is_same_archive: bool) -> int | None:
        """Take from `source` what is missing here, or not as it was.

        With nothing in common it is of another archive, unless it `is_same_archive`.

        Returns the number at which the lines part; None where they do not, 0 where
        the source is of another archive.
        """
        theirs = _sound(source.history)
        before = dict(self.entries)
        is_related = is_same_archive
        taken, same = [], []
        parted = None
        for number in sorted(theirs):
            mine, other = self.entries.get(number), theirs[number]
            if mine is None:
                # In order, as it may prove the next one.
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
        trusted = trusted_fields(objects)
        before = 0
        for each in objects:
            number = self._number_of(each, before)
            if number is None:
                self.lost[each.key] = "its number can't be read"
                continue
            earlier = self.entries.get(number - 1)
            at = read(number - 1, earlier).at if earlier else self._now
            try:
                raw, lost = make_entry_valid(number, each, trusted, at)
            except InvalidFieldError as error:
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
        """Return the number of an entry; one without comes next after that `before`."""
        if ID.fullmatch(entry.key):
            return int(entry.key)
        following = before + 1
        return following if following not in self.entries else None

    def _add_second(self, number: int, raw: bytes) -> None:
        """Keep of two entries of one number the one that fits; the other is aside."""
        if self._is_proven_by(number, raw):
            self.entries[number], raw = raw, self.entries[number]
        self.others.append((number, raw))

    def _is_proven_by(self, number: int, other: bytes) -> bool:
        """Tell whether `other` fits as change `number`, and what is there does not."""
        return not self._fits(number, self.entries[number]) and self._fits(
            number, other
        )

    def _fits(self, number: int, raw: bytes) -> bool:
        """Tell whether the next digest from `number` on fits with `raw` there."""
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
        """Tell whether two changes of one number are two, not one that was damaged."""
        if self._fits(number, mine) and self._fits(number, other):
            return True
        return not _is_alike(mine, other)


def missing_in(numbers: Iterable[int]) -> set[int]:
    """Return the numbers that are missing between `numbers`, or from 1 on.

    Of a large gap, only the last are returned: a script may have given any number.
    """
    return {
        each
        for before, after in pairwise([0, *sorted(numbers)])
        for each in range(max(before + 1, after - _LONGEST_GAP), after)
    }


def read(number: int, raw: Document) -> Change:
    """Return the change of an entry that is valid."""
    return read_entry(number, raw, ignore_unknown=True)


def documents(entries: Mapping[int, bytes]) -> list[tuple[int, dict[str, Any]]]:
    """Return the numbers and the JSON values of entries, in order."""
    return [(n, msgspec.json.decode(entries[n])) for n in sorted(entries)]


def _sound(history: Mapping[int, Document]) -> dict[int, bytes]:
    """Return the entries of a source, without those whose digests do not fit."""
    entries = {number: bytes(raw) for number, raw in history.items()}
    for number in chain.misfits(documents(entries)):
        del entries[number]
    return entries


def _has_digest(raw: Document) -> bool:
    return bool(msgspec.json.decode(raw).get("digest"))


def _is_equal(one: Document, other: Document) -> bool:
    if one == other:
        return True
    is_equal: bool = msgspec.json.decode(one) == msgspec.json.decode(other)
    return is_equal


def _lacks_only_digest(one: Document, other: Document) -> bool:
    """Tell whether all that one entry lacks of the other is its digest."""
    theirs = msgspec.json.decode(other)
    digest = theirs.pop("digest", None)
    mine = msgspec.json.decode(one)
    if mine.pop("digest", None):
        return False
    is_same: bool = mine == theirs
    return is_same and bool(digest)


def _is_alike(one: Document, other: Document) -> bool:
    """Tell whether two entries are of one change: they differ in one thing at most."""
    mine, theirs = msgspec.json.decode(one), msgspec.json.decode(other)
    names = (mine.keys() | theirs.keys()) - {"digest"}
    differing = [name for name in names if mine.get(name) != theirs.get(name)]
    return len(differing) <= 1


def trusted_fields(objects: Iterable[SalvagedObject]) -> set[str]:
    """Return the names of the fields of `objects` that are not a result of damage.

    One that is in a single object, and empty there, is rather another name that
    was damaged.
    """
    counted = Counter(
        name
        for each in objects
        for name, value in msgspec.json.decode(each.raw).items()
        for _ in range(1 if is_empty(value) else 2)
    )
    return {name for name, count in counted.items() if count > 1}


def make_entry_valid(
    number: int, entry: SalvagedObject, trusted: set[str], at: str
) -> tuple[bytes, list[str]]:
    """Return the raw JSON of an entry, and what had to be changed in it.

    Those that may be empty are so where they are missing: its digest is the same
    then. A field that is not known is kept where it is among the `trusted`, as a newer
    program may have added it. The time `at` takes the place of one that is none.

    Raises InvalidFieldError where no change can be read from it.
    """
    fields = read_fields(entry.raw)
    if not fields.keys() >= _MAY_BE_EMPTY.keys():
        entry = entry._replace(raw=encoded({**_MAY_BE_EMPTY, **fields}))
    change = read_entry(number, entry.raw, ignore_unknown=True)
    unknown = fields.keys() - FIELDS_OF_A_CHANGE
    is_newer = not entry.is_rewritten and is_entry(number, entry.raw)
    lost = []
    if unknown and not (is_newer and unknown <= trusted):
        lost = [f"{name!r} left out" for name in sorted(unknown)]
    if not IS_TIME.fullmatch(change.at):
        lost.append(f"its time {shorten(change.at)!r} is none: that before it stands")
        change = replace(change, at=at)
    if change.reverts is not None and not 0 < change.reverts < number:
        lost.append(f"it took back no change {change.reverts}")
        change = replace(change, undoes=None, redoes=None)
    return (encoded(change.document()) if lost else entry.raw), lost


def make_record_valid(
    number: int, record: SalvagedObject, now: str, trusted: set[str]
) -> tuple[bytes, list[str]]:
    """Return the raw JSON of a record that breaks no rule, and what was changed for it.

    A field that breaks a rule is emptied where it may be empty. An invalid uuid is
    replaced by a new one; an invalid time by the other time of the record, or by
    `now`. For a program that is lost stands "(unknown)", for a date the day it was
    recorded, as uncertain, provided that it says something. A field that is not known
    is kept where it is among the `trusted`, as a newer program may have added it.

    Raises InvalidFieldError where that is not enough.
    """
    fields = renewed(msgspec.json.decode(record.raw))
    kept, unknown = split_fields(fields)
    lost = []
    is_newer = not record.is_rewritten and may_be_newer(fields)
    if not (is_newer and unknown.keys() <= trusted):
        lost = [f"{name!r} left out" for name in unknown]
        unknown = {}
    while True:
        try:
            statement = read_statement(number, kept)
        except InvalidFieldError as error:
            name = error.field
            if name == "uuid":
                kept[name] = str(uuid4())
                lost.append("a new uuid")
            elif name in _TIMES:
                other = kept.get(_TIMES[name])
                kept[name] = other if _is_time(other) else now
                lost.append(f"{name} is not known")
            elif BY_NAME[name].required:
                instead = _in_the_place_of(name, kept, now)
                if not instead or instead == kept.get(name):
                    raise
                lost.append(f"{error.problem}: {instead!r} stands in its place")
                kept[name] = instead
            elif kept.get(name) is None:
                raise
            else:
                lost.append(f"{error.problem} and was left out")
                kept[name] = None
        else:
            repaired = {**statement.document(), **unknown}
            return (encoded(repaired) if lost else record.raw), lost


def _in_the_place_of(name: str, fields: Mapping[str, Any], now: str) -> str:
    """Return what stands for a required field that is lost, "" if nothing can."""
    if not (fields.get("text") or fields.get("title")):
        return ""
    if name != "date":
        return "(unknown)"
    created = fields.get("created")
    return f"{str(created if _is_time(created) else now)[:10]}?"


def completed(number: int, found: SalvagedObject, older: Document) -> bytes | None:
    """Return the record that was `found` broken, with what it lacks from `older`.

    None where that makes no record.
    """
    before = renewed(msgspec.json.decode(older))
    fields = {**before, **split_fields(renewed(msgspec.json.decode(found.raw)))[0]}
    while True:
        try:
            return encoded(read_statement(number, fields).document())
        except InvalidFieldError as error:
            name = error.field
            if fields.get(name) == before.get(name):
                return None
            fields[name] = before.get(name)


def differing_fields(one: Document, other: Document) -> str:
    """Return the names of the fields in which two records differ."""
    old, new = (renewed(msgspec.json.decode(each)) for each in (one, other))
    names = [*new, *(name for name in old if name not in new)]
    return ", ".join(n for n in names if not is_same(old.get(n), new.get(n)))


def modified(record: Document) -> str:
    """Return when a record says that it was modified."""
    return str(msgspec.json.decode(record).get("modified"))


def _is_time(value: object) -> bool:
    return isinstance(value, str) and IS_TIME.fullmatch(value) is not None
