"""Choose the best available record for each id of a damaged file.

A verified record is preferred. It comes from the file, from a source, or from an older
record to which the later changes are applied. If no record is verified, the record of
the file is kept and reported as unverified.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mediarel import errors
from mediarel.model.fields import ALL_FIELDS
from mediarel.recovery.change_sequence import (
    differing_fields,
    make_record_valid,
    modified,
)
from mediarel.recovery.evidence import Judge, Proof
from mediarel.store.protocol import ID
from mediarel.store.sound import block_of, is_record
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.history.ledger import Ledger
    from mediarel.recovery.evidence import Source
    from mediarel.recovery.report import RepairPlan
    from mediarel.store.protocol import Document

# The number of the last lost change if the file was cut off.
BEYOND = sys.maxsize
_FIELD = re.compile(r'\s*"([a-z0-9_]+)"\s*:\s*(\S.*?),?\s*', re.DOTALL)
_BARE_QUOTE = re.compile(r'(?<!\\)"')
_LONGEST_LIST = 10**4  # lines to search for the end of a record
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()


class SalvagedObject(NamedTuple):
    """A record or an entry that was found: its key and its raw JSON.

    `id_by_checksum` is the id whose checksum matches, or None. If `is_partial`, only
    some fields could be read; `text` is then the original text in the file.
    """

    key: str
    raw: bytes
    id_by_checksum: int | None
    is_partial: bool = False
    text: str = ""

    @property
    def fits(self) -> bool:
        """Return whether the record matches the checksum under its own key."""
        return self.id_by_checksum is not None and str(self.id_by_checksum) == self.key


class BrokenObject(NamedTuple):
    """An object that can't be used: its table, key and line.

    `text` is the part of the file's text that may still be useful.
    """

    table: str
    key: str
    line: int
    text: str = ""


@dataclass(frozen=True)
class Salvage:
    """The objects found in a damaged store, in the order of its file.

    A key may occur twice, and records may be invalid; the plan chooses later. `broken`
    are the unreadable objects. `unrecognized` are objects that are neither a record nor
    an entry. `highest_id` is the highest id found anywhere. `blocks` are the keys of
    the readable blocks of checksums. If `is_closed`, the end of the history is
    readable, so no change was cut off.
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
    """Decide which statements should be in the `salvaged` store.

    `last_lost` is the number of the last unknown change: 0 if all are known, `BEYOND`
    if the file was cut off. `last_doubted` is the number of the last change that is
    missing or damaged, or 0.
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
        """Return whether history or checksums show that a statement was removed.

        If the removal itself is lost, only the checksums show it.
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
        """Return whether a statement was removed, and no lost change restored it.

        A kept checksum shows that a lost change restored the statement. In a file that
        was cut off, a record shows this too.
        """
        if not self._ledger.is_removed(number):
            return False
        is_back = number in self._salvaged.checksums or (
            self.is_cut and number in self._ids
        )
        removal = self._ledger.touching(number)[0]
        return not (is_back and removal.number < self.last_lost)

    def _is_surely_present(self, number: int) -> bool:
        """Return whether the statement exists after the last doubted change.

        A later change proves this, so no doubted change removed the statement.
        """
        if not self._ledger.is_present(number):
            return False
        return self._ledger.touching(number)[0].number > self._last_doubted


class _Own(NamedTuple):
    """A record of the file that was made valid, its losses, and its proof."""

    found: SalvagedObject
    raw: bytes
    lost: list[str]
    proof: Proof


class _Older(NamedTuple):
    """A record of a source that lacks the last changes."""

    raw: bytes
    source: str


class Chooser:
    """Choose records for `plan`; `loose` are the unused records of the file.

    `needed` are the ids for which a source may have a better record. `presence` decides
    which ids should exist. The records of a source may be outdated if it ends before
    the last lost change.
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
        """Take the records of the file that are verified, possibly after a repair."""
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
        """Take needed, verified records from `source`, and remember older records.

        If `is_in_sequence`, the records of `source` are right as of its last change.
        Otherwise, `source` contains discarded changes.
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
        """Take the best remaining record for each id that still needs one."""
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
        """Read the records of the file, each under its most likely id."""
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
        """Set aside the other records in the file for this id."""
        others = [each for each in self._own.get(number, []) if each is not chosen]
        self.loose += [each.found for each in others]
        self._own[number] = [] if chosen is None else [chosen]

    def _is_current(self, number: int, raw: bytes, *, is_last: bool) -> bool:
        """Return whether a source has the latest state of the statement."""
        proof = self._judge.proof(number, raw)
        if proof is Proof.WHOLE and self._judge.knows_all:
            return True
        # A record that contradicts the file's checksums may be outdated.
        least = Proof.NONE if self._presence.is_cut else Proof.BY_ONE
        return is_last and proof >= least and not self._has_newer(number, raw)

    def _has_newer(self, number: int, raw: bytes) -> bool:
        """Return whether the file has a later state, which a lost change made."""
        if self._judge.knows_all:
            return False
        return any(
            not each.lost
            and not each.found.is_partial
            and modified(each.raw) > modified(raw)
            for each in self._own.get(number, ())
        )

    def _note_source(self, number: int, raw: bytes, source: Source) -> None:
        """Note that the statement is from `source`, or verified in the file too."""
        own = self._own.get(number, [])
        same = next((each for each in own if each.raw == raw), None)
        fits = self._judge.by_checksum(number, raw)
        is_last = source.newest >= self._presence.last_lost
        is_last = is_last or (fits is True and not self._presence.is_cut)
        # The state in the file is the latest, unless its checksum contradicts it.
        if same is not None and (is_last or fits is not False):
            self._plan.verified.add(number)
            self._leave(number, same)
            return
        notes = self._plan.taken if is_last else self._plan.older
        notes.setdefault(source.name, []).append(number)
        self._leave(number, None)

    def _rebuilt(self, number: int, raw: bytes, source: Source) -> bytes | None:
        """Return a record of `source` after applying the later changes.

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
        """Take an unverified record of the file; return whether that was possible."""
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
        """Take the record of a source, or report the statement as lost."""
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
        """Put `raw` into the plan; return False if another statement has its uuid."""
        uuid = msgspec.json.decode(raw)["uuid"]
        if self.owners.setdefault(uuid, number) != number:
            return False
        self._plan.statements[number] = bytes(raw)
        return True


def fields_in_lines(lines: str) -> dict[str, Any]:
    """Return the readable fields in `lines`, which begin within a record.

    Of a damaged text, the readable part is returned. Reading stops at the end of the
    record, or at the start of the next record.
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
    """Yield the lines of the record one by one; a list counts as one line."""
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
    """Return the value of the JSON in `written`; repair a text with a wrong quote.

    Raises ValueError.
    """
    try:
        return json.loads(written, strict=False)
    except json.JSONDecodeError:
        if not written.startswith('"'):
            raise
    inner = _BARE_QUOTE.sub(r"\"", written[1:].removesuffix('"')).rstrip("\\")
    return json.loads(f'"{inner}"', strict=False)
