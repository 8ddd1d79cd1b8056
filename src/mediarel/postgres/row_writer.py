"""Write the rows of a change to a server, within its transaction.

A few rows are inserted directly. Many rows are built on all cores and sent with COPY.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.index.fill import batch_of, batches, signed_row, touched_rows
from mediarel.index.proof import proof_of
from mediarel.postgres.matching import as_tsvector, lexemes, spaced
from mediarel.postgres.schema import INDEXES
from mediarel.store.sound import checksum
from mediarel.text.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mediarel.history.change import Change
    from mediarel.index.fill import Batch, Numbered, Progress
    from mediarel.postgres.connection import Connection
    from mediarel.store.protocol import Document

FEW = 1000
_ROWS = 500  # rows per INSERT
_OF_STATEMENTS = ("document", "checksum", "listed", "address", "translation")
_DROPPED = "DROP INDEX IF EXISTS statement_lexemes"
_GIN = INDEXES[INDEXES.index("CREATE INDEX statement_lexemes") :]
# The tables in the order of writing.
_ALL = (
    *("document", "checksum"),
    *("statement", "name", "listed", "address", "translation"),
)
_IS_OWNER = (
    "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class"
    " WHERE oid = 'statement'::regclass"
)
# Delete statements, and subtract their words and tokens from the counts.
_REMOVED = """
WITH gone AS (DELETE FROM statement WHERE id = ANY(?) RETURNING size, lexemes),
of_each AS (
    SELECT word, count(*) AS number FROM gone,
    unnest(tsvector_to_array(lexemes)) AS word GROUP BY word
),
fewer AS (
    UPDATE frequency SET statements = frequency.statements - number
    FROM of_each WHERE frequency.word = of_each.word
)
UPDATE counter SET statements = statements - (SELECT count(*) FROM gone),
tokens = tokens - (SELECT coalesce(sum(size), 0) FROM gone)
"""
_COUNTED = """
INSERT INTO frequency SELECT * FROM unnest(?::text[], ?::bigint[])
ON CONFLICT (word) DO UPDATE SET statements = frequency.statements + excluded.statements
"""
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Rows(NamedTuple):
    """Rows by table, the number of words, and the number of statements per word."""

    tables: dict[str, list[tuple[Any, ...]]]
    tokens: int
    words: Counter[str]


class Writer(NamedTuple):
    """Write to the tables of `connection`; the caller ends the transaction."""

    connection: Connection
    progress: Progress = lambda *_: None

    def replace(
        self, written: Mapping[int, Document | None], there: int, highest: int
    ) -> None:
        """Replace or add each record; None removes the record.

        `there` is the number of existing statements, `highest` their highest id.
        """
        # A removed statement may still have a checksum.
        gone = [n for n, raw in written.items() if n <= highest or raw is None]
        self.remove(gone)
        removed = sum(1 for n in gone if written[n] is None)
        kept = ((n, raw) for n, raw in written.items() if raw is not None)
        self.add(kept, len(written) - removed, there)

    def remove(self, ids: Sequence[int]) -> None:
        """Remove the rows of these statements from every table."""
        for start in range(0, len(ids), FEW):
            some = list(ids[start : start + FEW])
            self._run(_REMOVED, [some])
            for table in _OF_STATEMENTS:
                self._run(f"DELETE FROM {table} WHERE id = ANY(?)", [some])

    def add(self, added: Iterable[Numbered], count: int, there: int) -> None:
        """Add `count` records to an archive that has `there` records already."""
        if count <= FEW:
            if few := list(added):
                self._put(rows_of(few, batch_of(few)))
            return
        # Rebuilding the index blocks readers, so do this only in small archives.
        self._add_many(added, count, _ALL, is_anew=there <= FEW)

    def put_index(self, documents: Iterable[Numbered], count: int) -> None:
        """Write the derived rows for `count` documents, which are already stored."""
        self._add_many(documents, count, _ALL[2:])

    def load(self, documents: Iterable[Numbered], count: int) -> None:
        """Write `count` records to an empty archive, without their checksums."""
        self._add_many(documents, count, ("document", *_ALL[2:]), is_anew=True)

    def put_touched(self, change: Change) -> None:
        """Write the ids of the statements that `change` touched."""
        touched = touched_rows(change)
        if len(touched) > FEW:
            self.connection.copy_in("touched", map(line, touched))
        else:
            self._insert("touched", touched)

    def put_entry(self, change: Change, entry: Document) -> None:
        """Write the `entry` of `change`, and the ids that the change touched."""
        signed = signed_row(change, entry)
        self._run(
            "INSERT INTO entry (number, fingerprint, at, by, command, json, proof)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [*signed, bytes(entry).decode(), proof_of(*signed)],
        )
        self.put_touched(change)

    def _put(self, rows: Rows) -> None:
        for table, those in rows.tables.items():
            after = " ON CONFLICT (number) DO NOTHING" if table == "name" else ""
            self._insert(table, those, after)
        self._count(rows.words, rows.tokens, len(rows.tables["document"]))

    def _add_many(
        self,
        documents: Iterable[Numbered],
        count: int,
        tables: Sequence[str],
        *,
        is_anew: bool = False,
    ) -> None:
        """Write the rows of `count` documents to these `tables`.

        With `is_anew`, the index of words is also rebuilt, if this role owns the
        tables.
        """
        is_anew = is_anew and self.connection.rows(_IS_OWNER) == [(True,)]
        if is_anew:
            self._run(_DROPPED)
        words: Counter[str] = Counter()
        tokens = done = 0
        for lot, batch in batches(documents, count):
            self.progress("Writing the archive", done, count)
            rows = rows_of(lot, batch, has_sums="checksum" in tables)
            self._copy(rows, tables)
            words.update(rows.words)
            tokens += rows.tokens
            done += len(lot)
        self._count(words, tokens, count)
        self.progress("Writing the archive", count, count)
        if is_anew:
            self._run(_GIN)

    def _copy(self, rows: Rows, tables: Sequence[str]) -> None:
        for table in tables:
            those = rows.tables[table]
            if table == "name":
                self._insert(table, those, " ON CONFLICT (number) DO NOTHING")
            else:
                self.connection.copy_in(table, map(line, those))

    def _count(self, words: Counter[str], tokens: int, statements: int) -> None:
        """Add the numbers of words and statements to the counters."""
        # In order, so that the server writes its index sequentially.
        in_order = sorted(words.items())
        for start in range(0, len(in_order), 10 * FEW):
            some = in_order[start : start + 10 * FEW]
            self._run(_COUNTED, [[w for w, _ in some], [n for _, n in some]])
        self._run(
            "UPDATE counter SET statements = statements + ?, tokens = tokens + ?",
            [statements, tokens],
        )

    def _insert(
        self, table: str, rows: Sequence[tuple[Any, ...]], after: str = ""
    ) -> None:
        for start in range(0, len(rows), _ROWS):
            some = rows[start : start + _ROWS]
            marks = f"({', '.join('?' * len(some[0]))})"
            values = ", ".join([marks] * len(some))
            sql = f"INSERT INTO {table} VALUES {values}{after}"
            self._run(sql, list(chain.from_iterable(some)))

    def _run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self.connection.later(sql, parameters)


def rows_of(
    documents: Iterable[Numbered], batch: Batch, *, has_sums: bool = True
) -> Rows:
    """Return all rows for `documents`, including the index rows in `batch`."""
    raw = {number: bytes(document) for number, document in documents}
    counted: Counter[str] = Counter()
    statements = []
    tokens = 0
    for statement, (number, *fields) in zip(batch.statements, batch.words, strict=True):
        of_each = [words_of(str(words)) for words in fields]
        found = lexemes(int(number), of_each)
        counted.update(found)
        size = sum(map(len, of_each))
        tokens += size
        words = map(spaced, of_each)
        unicode = unicodedata.unidata_version
        statements.append((*statement, *words, size, as_tsvector(found), unicode))
    tables: dict[str, list[tuple[Any, ...]]] = {
        "document": [(number, each.decode()) for number, each in raw.items()],
        "checksum": [(n, checksum(each)) for n, each in raw.items() if has_sums],
        "statement": statements,
        "name": batch.names,
        "listed": batch.listed,
        "address": batch.addresses,
        "translation": batch.translations,
    }
    return Rows(tables, tokens, counted)


def line(row: Iterable[object]) -> str:
    """Return `row` as a line in the text format of COPY."""
    values = ("\\N" if v is None else str(v).translate(_ESCAPES) for v in row)
    return "\t".join(values) + "\n"
