"""Read the sources of a repair: the index in the cache, and the backups.

The index has a copy of all records and of the history from its last update. Data is
used only if digests or checksums verify it.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import IntEnum
from glob import escape
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mediarel import errors
from mediarel.history.ledger import Ledger, is_beginning
from mediarel.index.index_file import saved_in
from mediarel.model.statement import is_same, renewed
from mediarel.store.protocol import BrokenRecordError, Document, Snapshot
from mediarel.store.records import read_record
from mediarel.store.sound import block_of, fits, is_entry, is_record, read_checksums
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.layout import encoded
from mediarel.store.tiny.rotation import all_backups, last_change

# The key of a statement (the field uuid follows it), or the last id of a change.
_IDS = re.compile(
    rb'"([1-9][0-9]{0,17})"\s*:\s*\{\s*"uuid"|"last_id"\s*:\s*([1-9][0-9]{0,17})\b'
)


_UNREADABLE = (
    *(errors.AccessError, errors.DamagedError),
    *(errors.NewerArchiveError, BrokenRecordError),
)


class Proof(IntEnum):
    """The level of verification of a record. Higher values are better."""

    CONTRADICTED = 0  # the checksum or the history contradicts the record
    NONE = 1  # neither the checksum nor the history has data about the record
    BY_ONE = 2  # only the checksum or only the history confirms the record
    WHOLE = 3  # verified


class Judge(NamedTuple):
    """Check records against the history and the checksums of a file.

    `blocks` are the keys of the readable blocks of checksums. If such a block has no
    checksum for a statement, the statement did not exist. If some changes are unknown
    (`knows_all` is False), the history alone can't show that a record is the latest.
    """

    ledger: Ledger
    checksums: Mapping[int, str]
    blocks: Collection[str] = ()
    knows_all: bool = True

    def proof(self, number: int, raw: Document) -> Proof:
        """Return how well the history and the checksums verify a record."""
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
        """Return the record `raw` with damaged fields restored from the history.

        Returns None if the result is not verified.
        """
        document = renewed(msgspec.json.decode(raw))
        for trial in self._trials(number, document, raw):
            record = encoded(trial)
            if self.proof(number, record) is Proof.WHOLE:
                return record
        return None

    def by_checksum(self, number: int, raw: Document) -> bool | None:
        """Return whether the record `raw` matches the checksum of the statement.

        Return None if the checksum is unknown.
        """
        kept = self.checksums.get(number)
        if kept is None:
            return False if block_of(number) in self.blocks else None
        return fits(raw, kept)

    def _trials(
        self, number: int, document: dict[str, Any], raw: Document
    ) -> Iterator[dict[str, Any]]:
        with suppress(errors.InvalidFieldError):
            # The same values in the standard encoding.
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
        """Return whether a record's modification time agrees with its last change."""
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
    """A source for a repair: records by id, entries by number, and other tables.

    `name` is unique and can be used in a sentence, such as "index". Records that don't
    match the source's own checksums are left out. An index (`is_index`) may belong to a
    different archive. Backups always belong to this archive.
    """

    name: str
    statements: Mapping[int, Document]
    history: Mapping[int, Document]
    others: Mapping[str, Mapping[str, Document]] = {}
    is_index: bool = False

    @property
    def newest(self) -> int:
        """The number of the last change in the source, or 0."""
        return max(self.history, default=0)


class Sources(NamedTuple):
    """All sources for a repair: the indexes, and the backups with their names.

    `damaged` are the damaged files that earlier repairs kept. `unreadable` maps the
    name of a backup to the reason why it could not be read.
    """

    indexes: tuple[Source, ...]
    backups: Mapping[Path, str]
    damaged: tuple[Path, ...]
    unreadable: dict[str, str]

    def read(self) -> Iterator[Source]:
        """Yield the content of each readable backup, newest first.

        The names of unreadable backups are added to `unreadable`.
        """
        for place, name in self.backups.items():
            try:
                yield source_of(f"backup {name}", FileStore(place).read())
            except _UNREADABLE as error:
                problem = error.problem.removeprefix(str(place)).lstrip(",: ")
                self.unreadable[name] = problem

    def highest_id(self) -> int:
        """Return the highest id in any of the sources and damaged files."""
        highest = [0]
        for source in self.indexes:
            highest += source.statements
            highest += (highest_id_named(bytes(e)) for e in source.history.values())
        for place in (*self.backups, *self.damaged):
            # Unreadable backups are reported elsewhere.
            with suppress(OSError):
                highest.append(highest_id_named(place.read_bytes()))
        return max(highest)


def sources_of(path: Path, cache: Path | None, more: Sequence[Path] = ()) -> Sources:
    """Return the sources for the repair of the store at `path`.

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
    """Return `snapshot` as a source.

    Leave out records that don't match their checksums.

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
    """Return the highest id in `data`, the content of a store, or 0.

    Ids of removed statements also count if the history records them as used.
    """
    named = (found for pair in _IDS.findall(data) for found in pair if found)
    return max(map(int, named), default=0)
