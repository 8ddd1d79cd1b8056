"""Fill and update the tables of the index from the raw JSON of a store.

For a large store, the work is shared between all processor cores.
"""

import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from mediarel import errors
from mediarel.history.change import Change
from mediarel.index.index_file import meta_in, meta_rows, put_meta, writing
from mediarel.index.proof import (
    Execute,
    LostChangesError,
    WrongIndexError,
    proof_of,
    proved,
    proved_document,
    proved_documents,
)
from mediarel.index.schema import (
    FTS_WORDS,
    INDEXES,
    LISTS,
    NAMED,
    NAMES,
    PROVED,
    SIGNED,
    TABLES,
    WEIGHTS,
    WORDS,
)
from mediarel.index.sql import lots, marks
from mediarel.model.fields import BY_NAME, Field, flag_word
from mediarel.model.parts import Note
from mediarel.release.headline import headline
from mediarel.store import quick_fingerprint
from mediarel.store.contents import delta
from mediarel.store.protocol import (
    About,
    BrokenRecordError,
    Delta,
    Document,
    Known,
    Revision,
    Snapshot,
    Store,
    names_the_same,
)
from mediarel.store.records import Period, about_of, period, read_entry, read_record
from mediarel.store.sound import error_in
from mediarel.text.folding import BORDER, fingerprint_of_folded, fold, folded_name
from mediarel.text.tokens import tokenize, tokenize_folded, words_of
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
_MERGED = "name JOIN listed ON listed.name = number WHERE field = 'merged'"
# For each translation: its id, the id of its original (or NULL), the id of the
# statement that the original was merged into (or NULL), and the original's uuid.
_LINKS = f"""
SELECT translation.id,
    (SELECT min(id) FROM statement WHERE uuid = original),
    (SELECT min(listed.id) FROM {_MERGED} AND shown = original),
    original
FROM translation
"""
_WITH_PROOF = (
    f"SELECT {PROVED}, proof FROM statement",
    f"SELECT {NAMED}, fingerprint_proof FROM statement",
    "SELECT number, field, shown, folded, proof FROM name",
    "SELECT folded, name, organisation, words, place, proof FROM called",
    f"SELECT {SIGNED}, proof FROM entry",
    "SELECT number, id, proof FROM touched",
)
_WITH_FINGERPRINT = (
    "SELECT id, json, fingerprint FROM statement LEFT JOIN document USING (id)",
    "SELECT number, json, fingerprint FROM entry",
)


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


def called_rows(about: About) -> list[tuple[str | int, ...]]:
    """Return the rows of the table `called`, one for each name of an organisation.

    The names are in the same order as in the settings.
    """
    rows: list[tuple[str | int, ...]] = []
    for names in about.organisations:
        number = name_number("organisation", names[0])
        for name in names:
            words = f" {' '.join(words_of(tokenize(name)))} "
            row = (folded_name(name), name, number, words, len(rows))
            rows.append((*row, proof_of(*row)))
    return rows


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


class Upkeep(NamedTuple):
    """Maintain the index of a store.

    `connection` is a connection to the index file at `path`. The path None means an
    index in memory.
    """

    connection: sqlite3.Connection
    path: Path | None
    store: Store
    progress: Progress

    def fill(self, version: str) -> None:
        """Create the tables, and fill them with all data of the store.

        Raises DamagedError, or AccessError if SQLite has no FTS5.
        """
        connection = self.connection
        self.progress("Reading the archive", 0, 0)
        revision, statements, history, _, others = self.store.read()
        connection.executescript(TABLES)
        _make_words(connection)
        connection.execute("BEGIN")
        self._add({int(key): raw for key, raw in statements.items()})
        self.progress("Finishing the index", 0, 0)
        self._replace_entries({int(key): raw for key, raw in history.items()})
        put_meta(connection, "version", version)
        put_meta(connection, "revision", revision)
        put_about(connection, about_of(others))
        connection.commit()
        connection.executescript(INDEXES)
        connection.execute("BEGIN")
        link_all(connection.execute)
        connection.commit()
        self.progress("Finishing the index", 1, 1)

    def refresh(self) -> None:
        """Update the index with the changes of the store since the last update.

        Raises LostChangesError, WrongIndexError or DamagedError.
        """
        # Lock the index before reading the store: otherwise an older state of the store
        # could overwrite a newer state in the index.
        with writing(self.connection, self.path):
            if self._has_aged():
                return
            self.progress("Reading the archive", 0, 0)
            known = known_in(self.connection)
            changed = delta(self.store.read(), known)
            self.progress("Reading the archive", 1, 1)
            # A different archive has a different first change.
            is_same_archive = min(known.history, default=0) not in changed.history
            if is_same_archive and None in changed.history.values():
                raise LostChangesError
            self._apply(changed)

    def _has_aged(self) -> bool:
        """Return whether the store has not changed since the last update of the index.

        The revision is longer if the store has just changed (see `store/tiny/file.py`).
        So the revision may differ although the store has not changed. In this case, the
        new revision is written to the index.
        """
        kept, now = meta_in(self.connection, "revision"), self.store.revision()
        is_it = names_the_same(kept, now) and self.store.is_at(kept)
        if is_it:
            put_meta(self.connection, "revision", now)
        return is_it

    def update(self, before: Revision, delta: Delta) -> None:
        """Apply the changes of the store since the revision `before` to the index.

        If the index has a different revision, nothing is changed. Raises
        WrongIndexError.
        """
        with writing(self.connection, self.path):
            if names_the_same(meta_in(self.connection, "revision"), before):
                self._apply(delta)

    def _apply(self, delta: Delta) -> None:
        self._replace_records(delta.statements)
        link_all(self.connection.execute)
        self._replace_entries(delta.history)
        if delta.about is not None:
            put_about(self.connection, delta.about)
        put_meta(self.connection, "revision", delta.revision)

    def _replace_records(self, changed: Mapping[int, Document | None]) -> None:
        """Replace the changed records. The value None removes a record.

        Raises WrongIndexError if the record in the index doesn't match its fingerprint.
        """
        added = {n: raw for n, raw in changed.items() if raw is not None}
        for number in changed:
            self._remove(number)
        self._add(added)

    def _add(self, added: Mapping[int, Document]) -> None:
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

    def _replace_entries(self, entries: Mapping[int, Document | None]) -> None:
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


def put_about(connection: sqlite3.Connection, about: About) -> None:
    """Replace the settings of the archive in the index."""
    for key, value in meta_rows(about):
        put_meta(connection, key, value)
    connection.execute("DELETE FROM called")
    connection.executemany(
        "INSERT INTO called VALUES (?, ?, ?, ?, ?, ?)", called_rows(about)
    )


def _make_words(connection: sqlite3.Connection) -> None:
    try:
        connection.execute(FTS_WORDS)
    except sqlite3.OperationalError as error:
        if "no such module" in str(error):
            raise errors.AccessError(
                f"the SQLite {sqlite3.sqlite_version} of {sys.executable} has no FTS5,"
                " which mediarel needs for searches",
                "Install mediarel with a Python whose SQLite has FTS5, for example one"
                " from python.org.",
            ) from error
        raise


def known_in(connection: sqlite3.Connection) -> Known:
    """Return the state of the store at the last update of the index.

    The state consists of the fingerprints of all records and entries.
    """
    return Known(
        dict(connection.execute("SELECT id, fingerprint FROM statement")),
        dict(connection.execute("SELECT number, fingerprint FROM entry")),
    )


def contradicts(connection: sqlite3.Connection, snapshot: Snapshot) -> bool:
    """Return True if the index differs from a snapshot that has the same revision."""
    if meta_in(connection, "revision") != snapshot.revision:
        return False
    other = delta(snapshot, known_in(connection))
    return bool(other.statements or other.history)


def require_sound(connection: sqlite3.Connection) -> None:
    """Raise WrongIndexError if a proof fails, or if tables contradict each other.

    Can raise any error in `DAMAGE`.
    """
    if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
        raise WrongIndexError("the tables are inconsistent")
    for sql in _WITH_PROOF:
        proved(connection.execute(sql))
    for sql in _WITH_FINGERPRINT:
        for _ in proved_documents(connection.execute(sql)):
            pass
    # The check writes nothing, but SQLite treats it as a write.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    connection.rollback()


def link_all(execute: Execute) -> None:
    """Update the table `release` from all links between translations and originals.

    Rows that are already right are not written again. `execute` runs SQL with `?`
    parameters.
    """
    there = {
        tuple(row) for row in execute("SELECT id, counted, steps FROM release", ())
    }
    wanted = set(all_rows(execute))
    for some in lots(sorted(number for number, *_ in there - wanted)):
        execute(f"DELETE FROM release WHERE id IN ({marks(some)})", some)
    for some in lots(sorted(wanted - there)):
        values = ", ".join(["(?, ?, ?)"] * len(some))
        execute(
            f"INSERT INTO release VALUES {values}",
            [value for row in some for value in row],
        )


def all_rows(execute: Execute) -> list[tuple[int, int, int]]:
    """Return the rows for the table `release` (see `schema.py`), from all links."""
    # The id of the original of each translation, or its uuid if the archive lacks it.
    above = {
        number: next(each for each in originals if each is not None)
        for number, *originals in execute(_LINKS, ())
    }
    linked = {*above, *(each for each in above.values() if isinstance(each, int))}
    releases: defaultdict[int | str, list[tuple[int, int]]] = defaultdict(list)
    for number in linked:
        original, steps = _place(number, above)
        releases[original].append((steps, number))
    return [
        (number, min(them)[1], steps)
        for them in releases.values()
        if len(them) > 1
        for steps, number in them
    ]


def _place(number: int, above: Mapping[int, int | str]) -> tuple[int | str, int]:
    """Return the original of a statement, and the number of links to the original.

    If the links form a circle, the statement with the lowest id counts as the original.
    """
    way: list[Any] = [number]
    while (following := above.get(way[-1])) is not None:
        if following in way:
            original = min(way[way.index(following) :])
            return original, way.index(original)
        way.append(following)
    return way[-1], len(way) - 1
