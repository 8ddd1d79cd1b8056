"""What can be saved of a store that can't be read, from its bytes alone.

The walk goes from one `"KEY": {` to the next. An object that is whole is taken
and passed by, so that nothing within it is met. Where one is not, the walk goes
on at the next key; after a change, within which there are keys, at the next that
stands no deeper in the lines. What a record is, is told by its fields, and by
the table it was met in. Of a merge conflict both sides are
walked through, each with its own checksums.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mediarel.model.fields import FIELDS, GIVEN_FIELDS
from mediarel.recovery.conflict import sides_of
from mediarel.recovery.fragments import fields_in
from mediarel.recovery.scan import (
    OBJECT,
    as_text,
    begins_its_line,
    no_deeper,
    object_at,
    valid_json,
)
from mediarel.store.checksums import checksums_of, lot_of
from mediarel.store.protocol import ID, TABLES
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    import re

# What tells them from all else, and how many of their fields do in its place.
_STATEMENT = {"uuid", *(field.name for field in FIELDS if field.required)}
_FIELDS_OF_A_STATEMENT = {"uuid", *GIVEN_FIELDS}
_CHANGE = {"at", "by", "command"}
_FIELDS_OF_A_CHANGE = {*_CHANGE, "last_id", "added", "changed", "removed", "undoes"}
_ENOUGH = 6
_OF_A_CHANGE = {"added", "changed", "removed"}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Record(NamedTuple):
    """A record that was found: its key, its raw JSON, its checksum if it fits.

    `belongs` is the id that the checksum is kept of, None where it is kept of none.
    Of what `is_partial` only some fields could be read; what `is_remade` was no JSON
    as everyone reads it, and is made anew of what it meant.
    """

    key: str
    raw: bytes
    belongs: int | None
    is_partial: bool = False
    is_remade: bool = False

    @property
    def fits(self) -> bool:
        """Tell whether it is, under its own key, what it was when it was written."""
        return self.belongs is not None and str(self.belongs) == self.key


class BrokenRecord(NamedTuple):
    """A record that can't be read: its table, key and line, 0 where that is unknown."""

    table: str
    key: str
    line: int


@dataclass(frozen=True)
class Salvage:
    """What was found in a damaged store, in the order of its file.

    Nothing is chosen yet: a key may be there twice, a rule may be broken.
    `highest` is the highest id that is named anywhere, `lots` the numbers of
    those documents of checksums that are whole.
    """

    statements: list[Record] = field(default_factory=list)
    history: list[Record] = field(default_factory=list)
    broken: list[BrokenRecord] = field(default_factory=list)
    strange: list[BrokenRecord] = field(default_factory=list)
    checksums: dict[int, str] = field(default_factory=dict)
    lots: set[str] = field(default_factory=set)
    highest: int = 0
    in_conflict: bool = False

    def has_checksums_about(self, number: int) -> bool:
        """Tell whether the checksums of `number` and its neighbours are here."""
        return lot_of(number) in self.lots


def salvage(data: bytes) -> Salvage:
    """Return what can be saved of `data`, the content of a store.

    It takes time in proportion to its length, whatever is in it.
    """
    encoding = "utf-16" if data[:2] in _UTF_16 else "utf-8"
    text = data.decode(encoding, errors="replace")
    del data
    sides = sides_of(text)
    found = [_walked(side) for side in sides]
    first = found[0]
    if len(found) == 1:
        return first
    return Salvage(
        statements=_both(*(each.statements for each in found)),
        history=_both(*(each.history for each in found)),
        broken=_without_lines(*(each.broken for each in found)),
        strange=_without_lines(*(each.strange for each in found)),
        checksums={n: c for each in found for n, c in each.checksums.items()},
        lots=first.lots.intersection(*(each.lots for each in found)),
        highest=max(each.highest for each in found),
        in_conflict=True,
    )


def _both(*sides: list[Record]) -> list[Record]:
    """Return the records of all `sides`, one that is the same in both only once."""
    kept: dict[tuple[str, bytes], Record] = {}
    for side in sides:
        for record in side:
            known = kept.get((record.key, record.raw))
            if known is None or not known.fits:
                kept[record.key, record.raw] = record
    return list(kept.values())


def _without_lines(*sides: list[BrokenRecord]) -> list[BrokenRecord]:
    """Return what is in any of the `sides`; their lines are not the file's."""
    return list(dict.fromkeys(each._replace(line=0) for side in sides for each in side))


def _walked(text: str) -> Salvage:
    """Return what a walk through `text` finds."""
    walk = _Walk(text)
    walk.go()
    return walk.found()


class _Walk:
    """A walk through the text of a store."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._table = ""
        self._counted = 0
        self._line = 1
        self._highest = 0
        self._records: dict[str, list[tuple[str, bytes]]] = {n: [] for n in TABLES}
        self._remade: set[bytes] = set()
        self._partial: list[tuple[str, bytes]] = []
        self._broken: list[BrokenRecord] = []
        self._strange: list[BrokenRecord] = []

    def go(self) -> None:
        """Walk from the first key to the last."""
        place = 0
        within: re.Pattern[str] = OBJECT
        while key := within.search(self._text, place):
            name = key[1]
            within = OBJECT
            if name in TABLES:
                self._table = name
                place = key.end() + 1
                continue
            fields, end = object_at(self._text, key.end())
            if fields is None:
                start = key.start(1) - 1
                if self._table != "statements":
                    within = no_deeper(self._text, start)
                place = key.end() + 1
                self._take_broken(name, start, place, within)
                continue
            if name in _OF_A_CHANGE:
                self._table = "history"
            elif table := _table_within(fields):
                self._table = table
                place = key.end() + 1
                continue
            self._take(name, fields, key, end)
            place = end

    def found(self) -> Salvage:
        """Return what was found."""
        checksums: dict[int, str] = {}
        lots = set()
        for lot, raw in self._records["checksums"]:
            read = msgspec.json.decode(raw)
            lots.add(lot)
            checksums.update((int(n), c) for n, c in read.items() if ID.fullmatch(n))
        owners = {value: number for number, value in checksums.items()}
        statements = []
        for key, raw in self._records["statements"]:
            values = list(checksums_of(raw))
            own = ID.fullmatch(key) and checksums.get(int(key)) in values
            others = (owners[value] for value in values if value in owners)
            belongs = int(key) if own else next(others, None)
            is_remade = raw in self._remade
            statements.append(Record(key, raw, belongs, is_remade=is_remade))
        # Before the others, as of one key the later is taken.
        partial = [Record(*each, None, is_partial=True) for each in self._partial]
        return Salvage(
            statements=[*partial, *statements],
            history=[
                Record(key, raw, None, is_remade=raw in self._remade)
                for key, raw in self._records["history"]
            ],
            broken=self._broken,
            strange=self._strange,
            checksums=checksums,
            lots=lots,
            highest=max(self._highest, *checksums, 0),
        )

    def _take(
        self, name: str, fields: dict[str, Any], key: re.Match[str], end: int
    ) -> None:
        """Take an object that is whole for what its fields say it is."""
        table = _table_of(fields)
        if table == "statements" and self._table == "history":
            if not begins_its_line(self._text, key.start(1) - 1):
                return  # what a removal kept, in an entry that is broken
        elif not table:
            if fields and self._table not in {"archive", "history"}:
                line = self._line_at(key.start())
                self._strange.append(BrokenRecord(self._table, name, line))
            return
        if table == "history":
            self._note_ids(fields)
        elif table == "statements":
            self._note_id(name)
        raw = self._text[key.end() : end].encode()
        valid = valid_json(raw, fields)
        if valid != raw:
            self._remade.add(valid)
        self._records[table].append((name, valid))

    def _take_broken(
        self, name: str, start: int, inside: int, following: re.Pattern[str]
    ) -> None:
        """Take what can be read of a record that is broken, and note that it is."""
        if self._table == "statements":
            self._note_id(name)
        is_within = self._table == "history" and not ID.fullmatch(name)
        if not self._table or is_within:
            return
        self._broken.append(BrokenRecord(self._table, name, self._line_at(start)))
        if self._table == "statements" and begins_its_line(self._text, start):
            after = following.search(self._text, inside)
            lines = self._text[inside : after.start() if after else len(self._text)]
            if fields := fields_in(lines):
                self._partial.append((name, encoded(as_text(fields))))

    def _note_id(self, name: str) -> None:
        if ID.fullmatch(name):
            self._highest = max(self._highest, int(name))

    def _note_ids(self, fields: dict[str, Any]) -> None:
        self._note_id(str(fields.get("last_id")))
        for kind in sorted(_OF_A_CHANGE):
            if isinstance(touched := fields.get(kind), dict):
                for name in touched:
                    self._note_id(name)

    def _line_at(self, place: int) -> int:
        """Return the line of `place`, which is beyond the last that was asked for."""
        self._line += self._text.count("\n", self._counted, place)
        self._counted = place
        return self._line


def _table_of(fields: dict[str, Any]) -> str:
    """Return the table in which a record of these `fields` belongs, if in any."""
    names = fields.keys()
    if names >= _STATEMENT or len(names & _FIELDS_OF_A_STATEMENT) >= _ENOUGH:
        return "statements"
    if names >= _CHANGE or len(names & _FIELDS_OF_A_CHANGE) >= _ENOUGH:
        return "history"
    if fields and all(isinstance(c, str) and len(c) == 16 for c in fields.values()):  # noqa: PLR2004 - the digits of a checksum
        return "checksums" if all(map(ID.fullmatch, fields)) else ""
    return ""


def _table_within(fields: dict[str, Any]) -> str:
    """Return the table that `fields` are, by its first record: its name may be lost."""
    tables = (_table_of(each) for each in fields.values() if isinstance(each, dict))
    return next(filter(None, tables), "") if not _table_of(fields) else ""
