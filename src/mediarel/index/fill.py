"""Fill the tables of the index from the raw JSON of a store.

For a large store, the work is shared between all processor cores.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import islice
from typing import Any, NamedTuple
from zlib import crc32

from mediarel import errors
from mediarel.history.change import Change
from mediarel.index.proof import proof_of, proved_document
from mediarel.index.schema import LISTS, NAMES, WEIGHTS, WORDS
from mediarel.index.sql import marks
from mediarel.model.fields import BY_NAME, Field, flag_word
from mediarel.model.parts import Note
from mediarel.release.headline import headline
from mediarel.store import quick_fingerprint
from mediarel.store.protocol import BrokenRecordError, Document, Store
from mediarel.store.records import Period, period, read_entry, read_record
from mediarel.store.sound import error_in
from mediarel.text.folding import BORDER, fingerprint_of_folded, fold, folded_name
from mediarel.text.tokens import tokenize, tokenize_folded
from mediarel.text.urls import address_key
from mediarel.workers import made, started

Numbered = tuple[int, Document]
Progress = Callable[[str, int, int], None]

_LOT = 500  # records
_MANY = 5000  # minimum number of records to start processes
_NO_DAYS = Period("", "", 0, None)
_BETWEEN_ITEMS = f" {BORDER} "
_OF_STATEMENTS = ("document", "statement", "listed", "address", "translation")
_COLUMNS = 12  # of the table `statement`, except names


class Batch(NamedTuple):
    """The rows of some statements for the tables of the index.

    `names` has each name only once. Other batches may have the same name.
    """

    statements: list[tuple[int | str | None, ...]]
    words: list[tuple[int | str, ...]]
    names: list[tuple[int, str, str, str, int]]
    listed: list[tuple[int | None, int]]
    addresses: list[tuple[int, int]]
    translations: list[tuple[int, str]]


def batch_of(documents: Iterable[Numbered]) -> Batch:
    """Return the rows of these records for the tables of the index.

    Raises BrokenRecordError.
    """
    batch = Batch([], [], [], [], [], [])
    names: dict[tuple[str, str], int] = {}
    for number, raw in documents:
        try:
            words = _put_rows(batch, names, number, bytes(raw))
        except errors.InvalidFieldError as error:
            raise BrokenRecordError("statements", number, error.problem) from error
        batch.words.append((number, *words))
    batch.names.extend(
        (*row, proof_of(*row))
        for (field, shown), number in names.items()
        for row in [(number, field, shown, folded_name(shown))]
    )
    return batch


def _put_rows(
    batch: Batch, names: dict[tuple[str, str], int], number: int, raw: bytes
) -> tuple[str, ...]:
    """Add the rows of a statement to `batch`, except the row of the table `words`.

    Return the words of the statement: one text for each column of this table.
    """
    record = read_record(number, raw)
    folded = fold(record.text or "")
    date = str(record.date)
    title, fingerprint = headline(record), quick_fingerprint(raw)
    names_shown = (getattr(record, field) or None for field in ("program", "type"))
    days = period(date) or _NO_DAYS

    def name(field: str, shown: str | None) -> int | None:
        if not shown:
            return None
        known = names.get((field, shown))
        if known is None:
            known = names[field, shown] = name_number(field, shown)
        return known

    batch.statements.append(
        (
            number,
            fingerprint,
            record.uuid,
            date,
            *days,
            title,
            fingerprint_of_folded(folded),
            proof_of(number, date, *names_shown, title, fingerprint),
            proof_of(number, fingerprint),
            *(name(field, said(getattr(record, field))) for field, said in _NAMES),
        )
    )
    keys = {fingerprint_of_key(address_key(url)) for url in record.sources}
    batch.addresses.extend((key, number) for key in sorted(keys))
    if record.translation_of:
        batch.translations.append((number, record.translation_of))
    for field in LISTS:
        for shown in dict.fromkeys(map(_name_in, getattr(record, field))):
            batch.listed.append((name(field, shown), number))
    return tuple(
        tokenize_folded(folded) if field == "text" else words(getattr(record, field))
        for field, words in _WORDS
    )


# There are few distinct programs, places, tags and signatories.
@lru_cache(maxsize=4096)
def _words_of_name(name: str | None) -> str:
    return tokenize(name or "")


def _words_of_names(names: Iterable[str]) -> str:
    return _BETWEEN_ITEMS.join(map(_words_of_name, names))


def fingerprint_of_key(key: str) -> int:
    """Return the fingerprint of an address key, as stored in the index."""
    return crc32(key.encode())


@cache
def name_number(field: str, shown: str) -> int:
    """Return the number of a name in the index.

    The number is a hash of the field and the name, so all processes use the same
    numbers.
    """
    six = blake2b(f"{field}\0{shown}".encode(), digest_size=6).digest()
    return int.from_bytes(six)


def _words_of(field: Field) -> Callable[[Any], str]:
    if field.kind.is_list:
        return _words_of_names
    if field.kind.is_long:
        return lambda text: tokenize(text or "")
    return _words_of_name


def _name_in(item: str | Note) -> str:
    """Return the text that the index stores for a list item. For a note: its kind."""
    return item if isinstance(item, str) else item.kind


def _said(field: Field) -> Callable[[Any], str | None]:
    """Return a function that converts a value of a field to text for the index.

    Examples: `yes` for true, or `published` for a statement with no other status.
    """
    if field.kind.is_flag:
        return flag_word
    return lambda value: value or field.missing_name


# The fields that have one value, which is a name; each with a function for the name.
_NAMES = tuple((name, _said(BY_NAME[name])) for name in NAMES)


_WORDS = tuple((name, _words_of(BY_NAME[name])) for name in WEIGHTS)


def signed_row(change: Change, raw: Document) -> tuple[int, int, str, str, str]:
    """Return the values of a change for the columns in `schema.SIGNED`."""
    fingerprint = quick_fingerprint(raw)
    return change.number, fingerprint, change.at, change.by, change.command


def touched_rows(change: Change) -> list[tuple[int, int, int]]:
    """Return the rows of a change for the table `touched`."""
    return [(change.number, key, proof_of(change.number, key)) for key in change.ids]


class TableWriter(NamedTuple):
    """Write the records and entries of `store` to the tables of `connection`.

    The caller begins and ends the transaction.
    """

    connection: sqlite3.Connection
    store: Store
    progress: Progress

    def replace(self, changed: Mapping[int, Document | None]) -> None:
        """Replace the changed records. The value None removes a record.

        Raises WrongIndexError if the record in the index doesn't match its fingerprint.
        """
        added = {n: raw for n, raw in changed.items() if raw is not None}
        for number in changed:
            self._remove(number)
        self.add(added)

    def add(self, added: Mapping[int, Document]) -> None:
        """Write new records."""
        done = 0
        try:
            for lot, batch in batches(added.items(), len(added)):
                self.progress("Building the index", done, len(added))
                self._write(lot, batch)
                done += len(lot)
        except BrokenRecordError as error:
            raise self._refusal(error) from error
        if added:
            self.progress("Building the index", len(added), len(added))

    def replace_entries(self, entries: Mapping[int, Document | None]) -> None:
        """Replace the entries. The value None removes an entry."""
        for number, raw in entries.items():
            for table in ("entry", "touched"):
                self.connection.execute(
                    f"DELETE FROM {table} WHERE number = ?",
                    (number,),
                )
            if raw is None:
                continue
            try:
                change = read_entry(number, raw)
            except errors.InvalidFieldError as error:
                broken = BrokenRecordError("history", number, error.problem)
                raise self._refusal(broken) from error
            signed = signed_row(change, raw)
            self.connection.execute(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*signed, raw, proof_of(*signed)),
            )
            self.connection.executemany(
                "INSERT INTO touched VALUES (?, ?, ?)", touched_rows(change)
            )

    def _refusal(self, broken: BrokenRecordError) -> errors.MediarelError:
        """Return the error that explains why the store can't be indexed."""
        # The store may have been rewritten since the record was read.
        return error_in(self.store) or self.store.damaged_record(
            broken.table, broken.number, broken.problem
        )

    def _remove(self, number: int) -> None:
        run = self.connection.execute
        row = run(
            "SELECT json, fingerprint FROM statement LEFT JOIN document USING (id)"
            " WHERE id = ?",
            (number,),
        ).fetchone()
        if row is None:
            return
        document = proved_document(number, *row)
        # FTS5 doesn't store the words, so it needs them for the removal.
        (words,) = batch_of([(number, document)]).words
        run(
            f"INSERT INTO words (words, rowid, {WORDS})"
            f" VALUES ('delete', {marks(range(1 + len(WEIGHTS)))})",
            words,
        )
        for table in _OF_STATEMENTS:
            run(f"DELETE FROM {table} WHERE id = ?", (number,))

    def _write(self, documents: Sequence[Numbered], batch: Batch) -> None:
        run = self.connection.executemany
        run("INSERT INTO document VALUES (?, ?)", documents)
        for table, columns, rows in (
            ("statement", _COLUMNS + len(NAMES), batch.statements),
            (f"words (rowid, {WORDS})", 1 + len(WEIGHTS), batch.words),
        ):
            run(f"INSERT INTO {table} VALUES ({marks(range(columns))})", rows)
        run("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?, ?)", batch.names)
        run("INSERT INTO listed VALUES (?, ?)", batch.listed)
        run("INSERT INTO address VALUES (?, ?)", batch.addresses)
        run("INSERT INTO translation VALUES (?, ?)", batch.translations)


def batches(
    documents: Iterable[Numbered], count: int
) -> Iterator[tuple[list[Numbered], Batch]]:
    """Yield pairs: a batch of records, and the rows of these records for the tables.

    `count` is the number of all records. Raises BrokenRecordError.
    """
    remaining = iter(documents)
    lots = iter(lambda: list(islice(remaining, _LOT)), [])

    def values(lot: list[Numbered]) -> Any:
        return [(number, bytes(raw)) for number, raw in lot]

    with started(__name__, is_large=count >= _MANY) as workers:
        for lot, rows in made(workers, lots, values):
            # If a worker failed, encode the batch here to raise the error.
            yield lot, batch_of(lot) if rows is None else Batch(*rows)


def make(documents: list[Numbered]) -> Any:
    """Return the rows of these records. Worker processes call this function.

    Returns None if a record is broken.
    """
    try:
        return tuple(batch_of(documents))
    except BrokenRecordError:
        return None
