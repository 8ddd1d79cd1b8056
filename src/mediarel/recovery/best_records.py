"""Choose the best available record for each id of a damaged file.

A verified record is best. It can come from the file or from a source. It can also be an
older record to which the later changes are applied. If no record for an id is verified,
the file's own record is kept and reported as unverified.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from mediarel import errors
from mediarel.history.ledger import Ledger
from mediarel.model.fields import ALL_FIELDS
from mediarel.recovery.change_sequence import (
    differing_fields,
    make_record_valid,
    modified,
)
from mediarel.recovery.evidence import Judge, Proof, Source
from mediarel.recovery.report import RepairPlan
from mediarel.store.protocol import ID, Document
from mediarel.store.sound import block_of, is_record
from mediarel.store.tiny.layout import encoded

# Used as the number of the last lost change if the end of the file is missing.
BEYOND = sys.maxsize
_FIELD = re.compile(r'\s*"([a-z0-9_]+)"\s*:\s*(\S.*?),?\s*', re.DOTALL)
_BARE_QUOTE = re.compile(r'(?<!\\)"')
_LONGEST_LIST = 10**4  # lines
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()


class SalvagedObject(NamedTuple):
    """A record or an entry that was found in a damaged file: its key and its raw JSON.

    `id_by_checksum` is the id whose checksum matches the record, or None. If
    `is_partial`, only some of the fields could be read, and `text` is the original text
    in the file.
    """

    key: str
    raw: bytes
    id_by_checksum: int | None
    is_partial: bool = False
    text: str = ""

    @property
    def fits(self) -> bool:
        """Return whether the checksum for the record's key matches the record."""
        return self.id_by_checksum is not None and str(self.id_by_checksum) == self.key


class BrokenObject(NamedTuple):
    """An unusable object in a damaged file: its table, key and line.

    `text` is the text of the object if it may still be useful.
    """

    table: str
    key: str
    line: int
    text: str = ""


@dataclass(frozen=True)
class Salvage:
    """The objects found in a damaged store, in the order of the file.

    Two objects may have the same key, and records may be invalid. The repair plan
    chooses between them later.

    - `broken`: the objects that can't be read
    - `unrecognized`: the objects that are neither a record nor an entry
    - `checksums`: the checksums of the statements, by id
    - `blocks`: the keys of the readable blocks of checksums
    - `highest_id`: the highest id found anywhere in the file
    - `is_closed`: True if the end of the history is readable, so no change was cut off
    """

    statements: list[SalvagedObject] = field(default_factory=list)
    history: list[SalvagedObject] = field(default_factory=list)
    broken: list[BrokenObject] = field(default_factory=list)
    unrecognized: list[BrokenObject] = field(default_factory=list)
    checksums: dict[int, str] = field(default_factory=dict)
    blocks: set[str] = field(default_factory=set)
    highest_id: int = 0
    is_closed: bool = False


class Presence:
    """Decide which statements should be in the repaired store.

    `last_lost` is the number of the last change whose content is unknown. It is 0 if
    all changes are known, and `BEYOND` if the file was cut off. `last_doubted` is the
    number of the last change that is missing or damaged, or 0.
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
        """Return the ids of all statements that should exist."""
        ids = {n for n in self._ledger.ids if self._ledger.is_present(n)}
        ids |= self._salvaged.checksums.keys()
        return {number for number in ids if not self.is_gone(number)}

    def is_gone(self, number: int) -> bool:
        """Return whether the history or the checksums show the removal of a statement.

        If the change that removed the statement is lost, only the checksums show this.
        """
        if self.is_removed(number):
            return True
        is_unknown = (
            block_of(number) in self._salvaged.blocks
            and number not in self._salvaged.checksums
            and number not in self._ids
        )
        return is_unknown and not self._is_surely_present(number)

    def is_removed(self, number: int) -> bool:
        """Return True if a statement was removed, and no lost change restored it.

        If a removed statement still has a checksum, a lost change must have restored
        the statement. If the file was cut off, a record of the statement is enough.
        """
        if not self._ledger.is_removed(number):
            return False
        is_back = number in self._salvaged.checksums or (
            self.is_cut and number in self._ids
        )
        removal = self._ledger.touching(number)[0]
        return not (is_back and removal.number < self.last_lost)

    def _is_surely_present(self, number: int) -> bool:
        """Return whether the statement was changed after the last doubted change.

        If so, no missing or damaged change has removed the statement.
        """
        if not self._ledger.is_present(number):
            return False
        return self._ledger.touching(number)[0].number > self._last_doubted


class _Own(NamedTuple):
    """A record of the damaged file, repaired so that its fields are valid.

    `lost` describes the repairs, and `proof` says how well the record is verified.
    """

    found: SalvagedObject
    raw: bytes
    lost: list[str]
    proof: Proof


class _Older(NamedTuple):
    """A record from a source. The latest changes may be missing from the record."""

    raw: bytes
    source: str


class Chooser:
    """Choose the records for `plan`.

    `presence` decides which ids should exist. `needed` are the ids that still need a
    better record from a source. `loose` are the records of the file that were not
    chosen. If a source ends before the last lost change, its records may be out of
    date.
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
        self._read()

    def choose_proven(self) -> None:
        """Choose the verified records of the file.

        If a record can be verified only after a repair, the repaired record is chosen.
        """
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

    def fill_from(self, source: Source, *, is_in_sequence: bool) -> None:
        """Choose verified records from `source` for the needed ids.

        The other records of the source are remembered for `choose_rest`.
        `is_in_sequence` is True if the file contains all changes of the source, and
        False if a change of the source differs in the file.
        """
        for number in sorted(self.needed & source.statements.keys()):
            raw = bytes(source.statements[number])
            later = [
                change.number
                for change in self._judge.ledger.touching(number)
                if change.number > source.newest
            ]
            if self._is_current(number, raw, is_last=is_in_sequence and not later):
                if self._put(number, raw):
                    self._note_source(number, raw, source)
            elif (rebuilt := self._rebuilt(number, raw, source)) is not None:
                if self._put(number, rebuilt):
                    self._plan.rebuilt[number] = (
                        f"from the {source.name}, with later changes applied"
                    )
                    self._leave(number, None)
            elif number not in self._older:
                self._older[number] = _Older(raw, source.name)
        self.needed -= self._plan.statements.keys()

    def choose_rest(self) -> None:
        """Choose the best remaining record for each id that has no record yet."""
        for number in sorted(self.needed):
            # An older record is better than a record with unreadable fields.
            records = sorted(
                (
                    each
                    for each in self._own.get(number, [])
                    if number not in self._older
                    or not (each.lost or each.found.is_partial)
                ),
                key=lambda each: (not each.found.is_partial, each.proof),
                reverse=True,
            )
            if not any(self._alter(number, each) for each in records):
                self._take_older(number)
        self.needed.clear()

    def _read(self) -> None:
        """Read the records of the file, and find the most likely id of each."""
        for found in self._salvaged.statements:
            number = self._number_of(found)
            if number is None or self._presence.is_removed(number):
                self.loose.append(found)
                continue
            try:
                raw, lost = make_record_valid(number, found, self._now)
            except errors.InvalidFieldError as error:
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
        """Add the records of this id, except `chosen`, to the unused records."""
        others = [each for each in self._own.get(number, []) if each is not chosen]
        self.loose += [each.found for each in others]
        self._own[number] = [] if chosen is None else [chosen]

    def _is_current(self, number: int, raw: bytes, *, is_last: bool) -> bool:
        """Return whether a source's record is the latest version of the statement."""
        proof = self._judge.proof(number, raw)
        if proof is Proof.WHOLE and self._judge.knows_all:
            return True
        # A record that contradicts the file's checksums may be outdated.
        least = Proof.NONE if self._presence.is_cut else Proof.BY_ONE
        return is_last and proof >= least and not self._has_newer(number, raw)

    def _has_newer(self, number: int, raw: bytes) -> bool:
        """Return whether the file has a newer record of the statement than `raw`.

        In this case, the change that made the newer record is lost.
        """
        if self._judge.knows_all:
            return False
        return any(
            not each.lost
            and not each.found.is_partial
            and modified(each.raw) > modified(raw)
            for each in self._own.get(number, ())
        )

    def _note_source(self, number: int, raw: bytes, source: Source) -> None:
        """Note in the plan that the record of a statement comes from `source`.

        If the file has the same record, list the statement as verified instead.
        """
        own = self._own.get(number, [])
        same = next((each for each in own if each.raw == raw), None)
        fits = self._judge.by_checksum(number, raw)
        is_last = source.newest >= self._presence.last_lost
        is_last = is_last or (fits is True and not self._presence.is_cut)
        # The record in the file is the latest, unless its checksum does not match.
        if same is not None and (is_last or fits is not False):
            self._plan.verified.add(number)
            self._leave(number, same)
            return
        notes = self._plan.taken if is_last else self._plan.older
        notes.setdefault(source.name, []).append(number)
        self._leave(number, None)

    def _rebuilt(self, number: int, raw: bytes, source: Source) -> bytes | None:
        """Return a record from `source` after applying the later changes to it.

        Returns None if the result is not verified.
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
        """Choose an unverified record. Return False if its uuid is already used."""
        if not self._put(number, own.raw):
            return False
        lost = own.lost
        if own.found.is_partial:
            lost = ["some fields are unreadable", *lost]
        is_checked = number in self._salvaged.checksums
        # If a change is lost, it may be the reason for the contradiction.
        if own.proof is Proof.CONTRADICTED and (is_checked or self._judge.knows_all):
            what = "fails its checksum" if is_checked else "contradicts the history"
            lost = lost or [what]
        if unreadable := own.raw.count(_REPLACEMENT):
            lost = [*lost, f"unreadable characters: {unreadable}"]
        if lost:
            self._plan.altered[number] = ", ".join(lost)
        else:
            self._plan.unverified.add(number)
        self._note_raw(number, own.found)
        self._leave(number, own)
        return True

    def _take_older(self, number: int) -> None:
        """Choose an older record from a source, or report the statement as lost."""
        for each in self._own.get(number, ()):
            self._note_raw(number, each.found)
        if number in self._older and self._put(number, self._older[number].raw):
            name = self._older[number].source
            self._plan.older.setdefault(name, []).append(number)
            return
        found, why = self._unusable.get(number, (None, "missing from the file"))
        self._plan.dropped[str(number)] = why
        if found is not None:
            self._note_raw(number, found)

    def _note_raw(self, number: int, found: SalvagedObject) -> None:
        self._plan.raw[f"statement {number}"] = found.text or found.raw.decode()

    def _put(self, number: int, raw: Document) -> bool:
        """Add a record to the plan. Return False if its uuid is already used."""
        uuid = msgspec.json.decode(raw)["uuid"]
        if self.owners.setdefault(uuid, number) != number:
            return False
        self._plan.statements[number] = bytes(raw)
        return True


def fields_in_lines(lines: str) -> dict[str, Any]:
    """Return the readable fields in `lines`, the text of a damaged record.

    If the value of a field is damaged, its readable part is returned. Reading stops at
    the end of the record, or where the next record starts.
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


def _pieces(lines: str) -> Iterator[str]:
    """Yield the lines of the record. The lines of a list are joined to one line."""
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
    """Parse a JSON value. If a string contains a quote without a backslash, repair it.

    Raises ValueError.
    """
    try:
        return json.loads(written, strict=False)
    except json.JSONDecodeError:
        if not written.startswith('"'):
            raise
    inner = _BARE_QUOTE.sub(r"\"", written[1:].removesuffix('"')).rstrip("\\")
    return json.loads(f'"{inner}"', strict=False)
