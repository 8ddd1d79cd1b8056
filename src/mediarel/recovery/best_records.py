"""Choosing for each id of a damaged file the best record there is.

Best is one that is proven: the file's, then one of a source, then an older one with the
changes made again that came after it. Where there is none, what the file has is kept,
and that it is not proven is told.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mediarel.errors import InvalidFieldError, shorten
from mediarel.model.fields import ALL_FIELDS
from mediarel.recovery.evidence import Judge, Proof
from mediarel.recovery.line import (
    completed,
    differing_fields,
    make_record_valid,
    modified,
    trusted_fields,
)
from mediarel.store.protocol import ID
from mediarel.store.sound import block_of, is_record
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.history.ledger import Ledger
    from mediarel.recovery.evidence import Source
    from mediarel.recovery.report import RepairPlan
    from mediarel.store.protocol import Document

# What the number of the last lost change is where the file was cut off.
BEYOND = sys.maxsize
_FIELD = re.compile(r'\s*"([a-z0-9_]+)"\s*:\s*(\S.*?),?\s*', re.DOTALL)
_BARE_QUOTE = re.compile(r'(?<!\\)"')
_LONGEST_LIST = 10**4  # lines; its end is not looked for beyond that
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()


class SalvagedObject(NamedTuple):
    """A record or an entry that was found: its key and its raw JSON.

    `id_by_checksum` is the id whose checksum fits it, None where none does. Of one
    that `is_partial` only some fields could be read. One that `is_rewritten` was not
    valid JSON, or had a key twice, and was encoded again. `text` is then what stands
    in the file.
    """

    key: str
    raw: bytes
    id_by_checksum: int | None
    is_partial: bool = False
    is_rewritten: bool = False
    text: str = ""

    @property
    def fits(self) -> bool:
        """Tell whether the checksum that is kept for its key fits it."""
        return self.id_by_checksum is not None and str(self.id_by_checksum) == self.key


class BrokenObject(NamedTuple):
    """An object that can't be used: its table, key and line.

    `text` is what stands in the file, as far as it may be of use.
    """

    table: str
    key: str
    line: int
    text: str = ""


@dataclass(frozen=True)
class Salvage:
    """What was found in a damaged store, in the order of its file.

    A key may be there twice, and a record may break a rule: what is kept of it all is
    chosen later. `broken` are the objects that can't be read, `unrecognized` those
    that are neither a record nor an entry. `highest_id` is the highest id that is
    named anywhere, `blocks` the keys of the documents of checksums that can be read.
    Where the history `is_closed`, its last change can be read, and what follows it is
    there: no change was cut off.
    """

    statements: list[SalvagedObject] = field(default_factory=list)
    history: list[SalvagedObject] = field(default_factory=list)
    broken: list[BrokenObject] = field(default_factory=list)
    unrecognized: list[BrokenObject] = field(default_factory=list)
    checksums: dict[int, str] = field(default_factory=dict)
    blocks: set[str] = field(default_factory=set)
    highest_id: int = 0
    is_closed: bool = False

    def has_checksums_near(self, number: int) -> bool:
        """Tell whether the document that has the checksum of `number` can be read."""
        return block_of(number) in self.blocks


class Presence:
    """Tells which statements there should be in what was `salvaged`.

    `last_lost` is the number of the last change that is not known, 0 where all are,
    `BEYOND` where the file was cut off. `last_doubted` is that of the last one that is
    missing or not as it was written, 0 where there is none.
    """

    def __init__(
        self, ledger: Ledger, salvaged: Salvage, last_lost: int, last_doubted: int
    ) -> None:
        self.is_cut = last_lost == BEYOND
        self._ledger = ledger
        self._salvaged = salvaged
        self.last_lost = last_lost
        self._last_doubted = last_doubted
        self._ids = {
            int(each.key) for each in salvaged.statements if ID.fullmatch(each.key)
        }

    def expected(self) -> set[int]:
        """Return the ids of all statements that there should be."""
        ids = {n for n in self._ledger.ids if self._ledger.is_present(n)}
        ids |= self._salvaged.checksums.keys()
        return {number for number in ids if not self.is_gone(number)}

    def is_gone(self, number: int) -> bool:
        """Tell whether a statement was removed: the history says so, or the checksums.

        They tell where the change that removed it is lost.
        """
        if self.is_removed(number):
            return True
        is_unknown = (
            self._salvaged.has_checksums_near(number)
            and number not in self._salvaged.checksums
            and number not in self._ids
        )
        return is_unknown and not self._is_surely_present(number)

    def is_removed(self, number: int) -> bool:
        """Tell whether a statement was removed, and no lost change brought it back.

        Its checksum, which goes with it, tells of that; in a file that was cut off,
        that it stands there.
        """
        if not self._ledger.is_removed(number):
            return False
        is_back = number in self._salvaged.checksums or (
            self.is_cut and number in self._ids
        )
        removal = self._ledger.touching(number)[0]
        return not (is_back and removal.number < self.last_lost)

    def _is_surely_present(self, number: int) -> bool:
        """Tell whether a statement is present, by a change behind all that are doubted.

        None of those can have removed it since.
        """
        if not self._ledger.is_present(number):
            return False
        return self._ledger.touching(number)[0].number > self._last_doubted


class _Own(NamedTuple):
    """A record of the file, made valid, with what that cost and how it is proven."""

    found: SalvagedObject
    raw: bytes
    lost: list[str]
    proof: Proof


class _Older(NamedTuple):
    """A record of a source that is from before the last changes."""

    raw: bytes
    source: str


class Chooser:
    """Chooses records for `plan`; `loose` are those of the file that it did not take.

    `needed` are the ids for which something better may be found in a source.
    `presence` tells which ids there should be; what comes from a source of before the
    last change that is lost may be older.
    """

    def __init__(
        self,
        plan: RepairPlan,
        salvaged: Salvage,
        judge: Judge,
        now: str,
        presence: Presence,
    ) -> None:
        self.needed: set[int] = set()
        self.loose: list[SalvagedObject] = []
        self.owners: dict[str, int] = {}  # ids by uuid
        self._plan = plan
        self._salvaged = salvaged
        self._judge = judge
        self._now = now
        self._presence = presence
        self._own: dict[int, list[_Own]] = {}
        self._unusable: dict[int, tuple[SalvagedObject, str]] = {}
        self._older: dict[int, _Older] = {}
        self.trusted = trusted_fields(salvaged.statements)
        self._read()

    def choose_proven(self) -> None:
        """Take the records of the file that are proven, or can be made so."""
        for number, records in self._own.items():
            best = max(records, key=lambda each: each.proof)
            if best.proof is Proof.WHOLE and self._put(number, best.raw):
                self._leave(number, best)
                if best.lost:
                    differing = differing_fields(best.found.raw, best.raw)
                    self._plan.mended[number] = differing
                else:
                    self._plan.verified.add(number)
        for number, records in self._own.items():
            if number in self._plan.statements:
                continue
            for each in records:
                mended = self._judge.mended(number, each.raw)
                if mended and self._put(number, mended):
                    self._plan.mended[number] = differing_fields(each.raw, mended)
                    self._leave(number, each)
                    break
        known = self._presence.expected() | self._own.keys() | self._unusable.keys()
        self.needed = known - self._plan.statements.keys()

    def fill_from(self, source: Source, *, is_of_line: bool) -> None:
        """Take from `source` what is needed and proven, and note what is older.

        What `source` has is of the time of its last change, if it `is_of_line`: else
        it has changes that were given up.
        """
        for number in sorted(self.needed & source.statements.keys()):
            raw = bytes(source.statements[number])
            later = [
                change.number
                for change in self._judge.ledger.touching(number)
                if change.number > source.newest
            ]
            if self._is_current(number, raw, is_last=is_of_line and not later):
                if self._put(number, raw):
                    self._note_source(number, raw, source)
            elif (rebuilt := self._rebuilt(number, raw, source)) is not None:
                if self._put(number, rebuilt):
                    self._plan.rebuilt[number] = (
                        f"from the {source.name}, with what was changed after it"
                    )
                    self._leave(number, None)
            elif number not in self._older:
                self._older[number] = _Older(raw, source.name)
        self.needed -= self._plan.statements.keys()

    def choose_rest(self) -> None:
        """Take for what is still needed the best that is left."""
        for number in sorted(self.needed):
            records = self._own.get(number, [])
            # What one lacks, an older one may have.
            whole = [
                each
                for each in records
                if not (each.found.is_partial or (each.lost and number in self._older))
            ]
            by_proof = sorted(whole, key=lambda each: each.proof)
            is_kept = any(self._alter(number, each) for each in reversed(by_proof))
            if not (is_kept or self._complete(number, records)):
                self._take_older(number)
        self.needed.clear()

    def _read(self) -> None:
        """Read the records of the file, each under the id that is most likely its."""
        for found in self._salvaged.statements:
            number = self._number_of(found)
            if number is None or self._presence.is_removed(number):
                self.loose.append(found)
                continue
            try:
                raw, lost = make_record_valid(number, found, self._now, self.trusted)
            except InvalidFieldError as error:
                self._unusable[number] = found, error.problem
                continue
            proof = Proof.NONE if found.is_partial else self._judge.proof(number, raw)
            self._own.setdefault(number, []).append(_Own(found, raw, lost, proof))

    def _number_of(self, found: SalvagedObject) -> int | None:
        ledger = self._judge.ledger
        if found.id_by_checksum is not None:
            return found.id_by_checksum
        number = int(found.key) if ID.fullmatch(found.key) else None
        document = msgspec.json.decode(found.raw)
        if number is None or ledger.proves(number, document) is False:
            owner = ledger.owner(document)
            number = number if owner is None else owner
        if number is None:
            ids = self._presence.expected()
            return next((n for n in ids if ledger.proves(n, document)), None)
        return number

    def _leave(self, number: int, chosen: _Own | None) -> None:
        """Leave aside the other records of the file for this id."""
        others = [each for each in self._own.get(number, []) if each is not chosen]
        self.loose += [each.found for each in others]
        self._own[number] = [] if chosen is None else [chosen]

    def _is_current(self, number: int, raw: bytes, *, is_last: bool) -> bool:
        """Tell whether a source has the statement as it was last."""
        proof = self._judge.proof(number, raw)
        if proof is Proof.WHOLE and self._judge.knows_all:
            return True
        # One that the file's checksums contradict may be older; not that of an index.
        least = Proof.NONE if self._presence.is_cut else Proof.BY_ONE
        return is_last and proof >= least and not self._has_newer(number, raw)

    def _has_newer(self, number: int, raw: bytes) -> bool:
        """Tell whether the file has what a change that is lost made of it later."""
        if self._judge.knows_all:
            return False
        return any(
            not each.lost
            and not each.found.is_partial
            and modified(each.raw) > modified(raw)
            for each in self._own.get(number, ())
        )

    def _note_source(self, number: int, raw: bytes, source: Source) -> None:
        """Note that a statement is as `source` has it, and maybe the file too."""
        own = self._own.get(number, [])
        same = next((each for each in own if each.raw == raw), None)
        fits = self._judge.by_checksum(number, raw)
        is_last = source.newest >= self._presence.last_lost
        is_last = is_last or (fits is True and not self._presence.is_cut)
        # What stands in the file, too, is the last, unless its checksum says otherwise.
        if same is not None and (is_last or fits is not False):
            self._plan.verified.add(number)
            self._leave(number, same)
            return
        notes = self._plan.taken if is_last else self._plan.older
        notes.setdefault(source.name, []).append(number)
        self._leave(number, None)

    def _rebuilt(self, number: int, raw: bytes, source: Source) -> bytes | None:
        """Return a record of `source` with the changes made again that came after it.

        None where it is not proven then.
        """
        later = self._judge.ledger.forward(
            number, msgspec.json.decode(raw), source.newest
        )
        if later is None:
            return None
        record = encoded(later)
        if self._judge.proof(number, record) is not Proof.WHOLE:
            return None
        return record if is_record(number, record) else None

    def _alter(self, number: int, own: _Own) -> bool:
        """Take a record of the file that is not proven; return whether that worked."""
        if not self._put(number, own.raw):
            return False
        lost = own.lost
        is_checked = number in self._salvaged.checksums
        # Where a change is lost, it may be what the history lacks.
        if own.proof is Proof.CONTRADICTED and (is_checked or self._judge.knows_all):
            what = "its checksum does" if is_checked else "what the history says does"
            lost = lost or [f"{what} not fit"]
        if unreadable := own.raw.count(_REPLACEMENT):
            lost = [*lost, f"{unreadable} of its letters can't be read"]
        if lost:
            self._plan.altered[number] = ", ".join(lost)
        else:
            self._plan.unverified.add(number)
        self._note_raw(number, own.found)
        self._leave(number, own)
        return True

    def _complete(self, number: int, records: list[_Own]) -> bool:
        """Take what can be read of a broken record, with what an older one has."""
        found = records[-1].found if records else self._unusable.get(number, (None,))[0]
        if found is None:
            return False
        raw = records[-1].raw if records else None
        unread = map(shorten, unread_in(found.text))
        lost = [f"this can't be read: {'; '.join(unread) or 'a part of it'}"]
        lost += records[-1].lost if records else []
        if number in self._older:
            older = self._older[number]
            if (whole := completed(number, found, older.raw)) is not None:
                raw = whole
                lost = [f"{lost[0]}; that is as the {older.source} has it"]
        if raw is None or not self._put(number, raw):
            return False
        self._plan.altered[number] = ", ".join(lost)
        self._note_raw(number, found)
        self._leave(number, records[-1] if records else None)
        return True

    def _take_older(self, number: int) -> None:
        """Take what a source has of it, or tell that it is lost."""
        if number in self._older and self._put(number, self._older[number].raw):
            name = self._older[number].source
            self._plan.older.setdefault(name, []).append(number)
            return
        found, why = self._unusable.get(
            number, (None, "it is not in the file any more")
        )
        self._plan.dropped[str(number)] = why
        if found is not None:
            self._note_raw(number, found)

    def _note_raw(self, number: int, found: SalvagedObject) -> None:
        self._plan.raw[f"statement {number}"] = found.text or found.raw.decode()

    def _put(self, number: int, raw: Document) -> bool:
        """Put `raw` into the plan; return whether no other statement has its uuid."""
        uuid = msgspec.json.decode(raw)["uuid"]
        if self.owners.setdefault(uuid, number) != number:
            return False
        self._plan.statements[number] = bytes(raw)
        return True


def fields_in_lines(lines: str) -> dict[str, Any]:
    """Return the fields that can be read in `lines`, which begin within a record.

    Of a text that is damaged, what is left of it is returned. Reading stops where
    the record ends, or where another begins.
    """
    fields: dict[str, Any] = {}
    for piece in _pieces(lines):
        field = _FIELD.fullmatch(piece)
        name = field[1] if field else ""
        if name in fields:
            break
        if field and name in ALL_FIELDS:
            try:
                fields[name] = _value(field[2])
            except ValueError:
                continue
    return fields


def unread_in(lines: str) -> list[str]:
    """Return the lines of the record that `lines` begin within which can't be read."""
    pieces = ((piece, piece.strip().removesuffix(",")) for piece in _pieces(lines))
    return [bare for piece, bare in pieces if bare and not _is_read(piece)]


def _is_read(piece: str) -> bool:
    field = _FIELD.fullmatch(piece)
    try:
        json.loads(field[2] if field and field[1] in ALL_FIELDS else "")
    except ValueError:
        return False
    return True


def _pieces(lines: str) -> Iterator[str]:
    """Yield the lines of the record one by one, but those of a list as one."""
    within: list[str] = []
    for line in lines.split("\n"):
        bare = line.strip().rstrip(",")
        if bare == "}" and not within:
            return
        within.append(line)
        if (
            within[0].rstrip().endswith("[")
            and bare != "]"
            and len(within) < _LONGEST_LIST
        ):
            continue
        yield "\n".join(within)
        within = []
    yield "\n".join(within)


def _value(written: str) -> Any:
    """Return the value that is `written`; a text also where it is not valid JSON.

    Raises ValueError.
    """
    try:
        return json.loads(written, strict=False)
    except json.JSONDecodeError:
        if not written.startswith('"'):
            raise
    inner = _BARE_QUOTE.sub(r"\"", written[1:].removesuffix('"')).rstrip("\\")
    return json.loads(f'"{inner}"', strict=False)
