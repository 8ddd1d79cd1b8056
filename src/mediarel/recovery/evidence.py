"""Read the sources of a repair: the index in the cache, and the backups.

The index has the records and the history at the time of its last update. Only data that
is verified by digests and checksums is trusted.
"""

from __future__ import annotations

import re
from contextlib import suppress
from enum import IntEnum
from glob import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mediarel import errors
from mediarel.history.ledger import is_beginning
from mediarel.index.saved_index import saved_in
from mediarel.model.statement import is_same, renewed
from mediarel.store.protocol import BrokenRecordError
from mediarel.store.records import read_record
from mediarel.store.sound import block_of, fits, is_entry, is_record, read_checksums
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.layout import encoded
from mediarel.store.tiny.rotation import all_backups, last_change

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from mediarel.history.ledger import Ledger
    from mediarel.store.protocol import Document, Snapshot


# The key of a statement (the field uuid follows it), or the last id of a change.
_IDS = re.compile(
    rb'"([1-9][0-9]{0,17})"\s*:\s*\{\s*"uuid"|"last_id"\s*:\s*([1-9][0-9]{0,17})\b'
)


class Proof(IntEnum):
    """A level of verification of a record; higher is better."""

    CONTRADICTED = 0  # the checksum or the history contradicts the record
    NONE = 1  # neither checksum nor history says anything
    BY_ONE = 2  # one of the two confirms the record, but the other doesn't
    WHOLE = 3


class Judge(NamedTuple):
    """Judge how well `ledger` and the checksums of a file verify records.

    `blocks` are the keys of the readable blocks of checksums. If such a block has no
    checksum for a statement, the statement did not exist. If changes are unknown (not
    `knows_all`), the history alone does not verify that a record is the latest.
    """

    ledger: Ledger
    checksums: Mapping[int, str]
    blocks: Collection[str] = ()
    knows_all: bool = True

    def proof(self, number: int, raw: Document) -> Proof:
        """Return how well `raw` is verified as the record of statement `number`."""
        document = msgspec.json.decode(raw)
        by_history = self.ledger.proves(number, document)
        if by_history and not self._is_plausible(number, document):
            by_history = False
        said = {by_history, self.by_checksum(number, raw)}
        if by_history and None in said and not self.knows_all:
            return Proof.BY_ONE
        if True in said:
            return Proof.BY_ONE if False in said else Proof.WHOLE
        return Proof.CONTRADICTED if False in said else Proof.NONE

    def mended(self, number: int, raw: Document) -> bytes | None:
        """Return `raw` with fields restored from the history and the checksum.

        Returns None if the result is still not verified.
        """
        document = renewed(msgspec.json.decode(raw))
        for trial in self._trials(number, document, raw):
            record = encoded(trial)
            if self.proof(number, record) is Proof.WHOLE:
                return record
        return None

    def by_checksum(self, number: int, raw: Document) -> bool | None:
        """Return whether the checksum of a statement matches; None if unknown."""
        kept = self.checksums.get(number)
        if kept is None:
            return False if block_of(number) in self.blocks else None
        return fits(raw, kept)

    def _trials(
        self, number: int, document: dict[str, Any], raw: Document
    ) -> Iterator[dict[str, Any]]:
        with suppress(
            errors.InvalidFieldError
        ):  # the same values in the standard encoding
            document = read_record(number, raw).document()
            yield document
        times = sorted(self.ledger.times(number), reverse=True)
        values = self.ledger.last_values(number)
        differing = {n: v for n, v in values.items() if not is_same(document.get(n), v)}
        if differing:
            yield {**document, **differing}
        for time in (*times[:1], document.get("created")):
            yield {**document, **differing, "modified": time}

    def _is_plausible(self, number: int, document: Mapping[str, Any]) -> bool:
        """Return whether a statement was modified at the time of its last change."""
        last = self.ledger.touching(number)[0]
        if is_beginning(last, number):
            return True
        modified = document.get("modified")
        if number in last.changed:
            return modified == last.at
        if document.get("created") == last.at:
            return modified == last.at
        # The last change restored the statement, with its earlier time.
        return modified in self.ledger.times(number) or modified == document.get(
            "created"
        )


class Source(NamedTuple):
    """The contents of a source: records by id, entries by number, and other tables.

    `name` is unique and fits into a sentence. Records that contradict the source's
    checksums are left out. An index (`is_index`) may belong to a different archive;
    backups belong to this archive.
    """

    name: str
    statements: Mapping[int, Document]
    history: Mapping[int, Document]
    others: Mapping[str, Mapping[str, Document]] = {}
    is_index: bool = False

    @property
    def newest(self) -> int:
        """The number of the last change in the source."""
        return max(self.history, default=0)


class Sources(NamedTuple):
    """The sources of missing data: the indexes, and the backups with their names.

    `damaged` are the copies that earlier repairs kept. `unreadable` has, by name, why a
    backup could not be read.
    """

    indexes: tuple[Source, ...]
    backups: Mapping[Path, str]
    damaged: tuple[Path, ...]
    unreadable: dict[str, str]

    def read(self) -> Iterator[Source]:
        """Yield the readable backups, newest first."""
        for place, name in self.backups.items():
            try:
                yield source_of(f"backup {name}", FileStore(place).read())
            except (
                errors.AccessError,
                errors.DamagedError,
                errors.NewerArchiveError,
            ) as error:
                problem = error.problem.removeprefix(str(place)).lstrip(",: ")
                self.unreadable[name] = problem
            except BrokenRecordError as error:
                self.unreadable[name] = error.problem

    def highest_id(self) -> int:
        """Return the highest id in any source, including damaged files."""
        highest = [0]
        for source in self.indexes:
            highest += source.statements
            highest += (highest_id_named(bytes(e)) for e in source.history.values())
        for place in (*self.backups, *self.damaged):
            # Unreadable backups are reported elsewhere. Damaged copies are not needed.
            with suppress(OSError):
                highest.append(highest_id_named(place.read_bytes()))
        return max(highest)


def sources_of(
    path: Path,
    cache: Path | None,
    more: Sequence[Path] = (),
) -> Sources:
    """Return the sources for the store at `path`.

    `cache` is the folder of the index, or None. `more` are additional backups.
    """
    saved = () if cache is None else saved_in(cache, str(path))
    indexes = (
        Source(
            f"older index {age}" if age else "index",
            each.statements,
            each.history,
            is_index=True,
        )
        for age, each in enumerate(saved)
    )
    copies = path.parent.glob(f"{escape(path.name)}.damaged-*")
    backups = {each: each.name for each in all_backups(path)}
    there = {each.resolve() for each in (path, *backups)}
    backups |= {each: str(each) for each in more if each.resolve() not in there}
    if more:  # newest first, by their changes
        backups = dict(
            sorted(backups.items(), key=lambda b: last_change(b[0]) or 0, reverse=True)
        )
    return Sources(tuple(indexes), backups, tuple(sorted(copies)), {})


def source_of(name: str, snapshot: Snapshot) -> Source:
    """Return `snapshot` as a source, without records that contradict its checksums.

    Raises BrokenRecordError.
    """
    kept = read_checksums(snapshot.checksums)
    records = ((int(key), raw) for key, raw in snapshot.statements.items())
    entries = ((int(key), raw) for key, raw in snapshot.history.items())
    return Source(
        name,
        {
            number: raw
            for number, raw in records
            if is_record(number, raw)
            and (number not in kept or fits(raw, kept[number]))
        },
        {number: raw for number, raw in entries if is_entry(number, raw)},
        snapshot.others,
    )


def highest_id_named(data: bytes) -> int:
    """Return the highest id in the content of a store, or 0.

    This is the id of a statement, or an id that the history records as used.
    """
    named = (found for pair in _IDS.findall(data) for found in pair if found)
    return max(map(int, named), default=0)
