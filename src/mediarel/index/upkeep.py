"""Maintain the index of a store: fill, refresh and update it."""

import sqlite3
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.index.fill import Progress, TableWriter
from mediarel.index.index_file import meta_in, meta_rows, put_meta, writing
from mediarel.index.proof import (
    Execute,
    LostChangesError,
    WrongIndexError,
    proved,
    proved_documents,
)
from mediarel.index.protocol import IndexUpdate
from mediarel.index.schema import FTS_WORDS, INDEXES, NAMED, PROVED, SIGNED, TABLES
from mediarel.index.sql import called_rows, lots, marks
from mediarel.store.contents import delta
from mediarel.store.protocol import (
    About,
    Document,
    Known,
    Snapshot,
    Store,
    names_the_same,
)
from mediarel.store.records import about_of

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

        Raises DamagedError.
        """
        connection = self.connection
        self.progress("Reading the archive", 0, 0)
        revision, statements, history, _, others = self.store.read()
        connection.executescript(TABLES)
        _make_words(connection)
        connection.execute("BEGIN")
        writer = TableWriter(connection, self.store, self.progress)
        writer.add({int(key): raw for key, raw in statements.items()})
        self.progress("Finishing the index", 0, 0)
        writer.replace_entries({int(key): raw for key, raw in history.items()})
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
            self._apply(changed.statements, changed.history)
            put_about(self.connection, changed.about)
            put_meta(self.connection, "revision", changed.revision)

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

    def update(self, update: IndexUpdate) -> None:
        """Apply the changes between two revisions of the store to the index.

        If the index has a different revision, nothing is changed. Raises
        WrongIndexError.
        """
        with writing(self.connection, self.path):
            if names_the_same(meta_in(self.connection, "revision"), update.before):
                self._apply(update.statements, update.history)
                if update.about is not None:
                    put_about(self.connection, update.about)
                put_meta(self.connection, "revision", update.after)

    def _apply(
        self,
        statements: Mapping[int, Document | None],
        history: Mapping[int, Document | None],
    ) -> None:
        writer = TableWriter(self.connection, self.store, self.progress)
        writer.replace(statements)
        link_all(self.connection.execute)
        writer.replace_entries(history)


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
