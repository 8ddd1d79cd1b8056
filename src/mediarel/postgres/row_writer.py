"""Write the rows of a change to the tables on a server."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.index.fill import batches, signed_row, touched_rows
from mediarel.index.proof import proof_of
from mediarel.postgres.matching import as_tsvector, lexemes, spaced
from mediarel.store.sound import checksum
from mediarel.text.folding import FOLDING
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
# The tables derived from documents, in the order of writing.
DERIVED = ("statement", "name", "listed", "address", "translation")
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


class Rows(NamedTuple):
    """The rows of some documents, keyed by table.

    `tokens` is the number of words in all documents, repeated words included. `words`
    maps each word to the number of documents that contain it.
    """

    tables: dict[str, list[tuple[Any, ...]]]
    tokens: int
    words: Counter[str]


class Writer(NamedTuple):
    """Write rows to the tables on a server.

    The caller begins and ends the transaction.
    """

    connection: Connection
    progress: Progress = lambda *_: None

    def replace(self, written: Mapping[int, Document | None], highest: int) -> None:
        """Replace or add records. The value None removes a record.

        `highest` is the highest id of the existing statements.
        """
        # A removed statement may still have a checksum.
        gone = [n for n, raw in written.items() if n <= highest or raw is None]
        self.remove(gone)
        kept = [(n, raw) for n, raw in written.items() if raw is not None]
        self.add(kept, len(kept), ("document", "checksum", *DERIVED))

    def remove(self, ids: Sequence[int]) -> None:
        """Remove the rows of these statements from every table."""
        for start in range(0, len(ids), FEW):
            some = list(ids[start : start + FEW])
            self._run(_REMOVED, [some])
            for table in _OF_STATEMENTS:
                self._run(f"DELETE FROM {table} WHERE id = ANY(?)", [some])

    def add(
        self, documents: Iterable[Numbered], count: int, tables: Sequence[str]
    ) -> None:
        """Add the rows of documents to the tables with the names in `tables`.

        `count` is the number of documents.
        """
        words: Counter[str] = Counter()
        tokens = done = 0
        for lot, batch in batches(documents, count):
            self.progress("Writing the archive", done, count)
            rows = rows_of(lot, batch)
            for table in tables:
                self.insert(table, rows.tables[table])
            words.update(rows.words)
            tokens += rows.tokens
            done += len(lot)
        self._count(words, tokens, count)
        self.progress("Writing the archive", count, count)

    def put_touched(self, change: Change) -> None:
        """Write the ids of the statements that a change affected."""
        self.insert("touched", touched_rows(change))

    def put_entry(self, change: Change, entry: Document) -> None:
        """Write a change and its entry for the history.

        The ids of the statements that the change affected are also written.
        """
        signed = signed_row(change, entry)
        self._run(
            "INSERT INTO entry (number, fingerprint, at, by, command, json, proof)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [*signed, bytes(entry).decode(), proof_of(*signed)],
        )
        self.put_touched(change)

    def _count(self, words: Counter[str], tokens: int, statements: int) -> None:
        """Add the numbers of words and statements to the stored counts."""
        # In order, so that the server writes its index sequentially.
        in_order = sorted(words.items())
        for start in range(0, len(in_order), 10 * FEW):
            some = in_order[start : start + 10 * FEW]
            self._run(_COUNTED, [[w for w, _ in some], [n for _, n in some]])
        self._run(
            "UPDATE counter SET statements = statements + ?, tokens = tokens + ?",
            [statements, tokens],
        )

    def insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows into a table. Names that exist already are skipped."""
        after = " ON CONFLICT (number) DO NOTHING" if table == "name" else ""
        for start in range(0, len(rows), _ROWS):
            some = rows[start : start + _ROWS]
            marks = f"({', '.join('?' * len(some[0]))})"
            values = ", ".join([marks] * len(some))
            sql = f"INSERT INTO {table} VALUES {values}{after}"
            self._run(sql, list(chain.from_iterable(some)))

    def _run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self.connection.rows(sql, parameters)


def rows_of(documents: Iterable[Numbered], batch: Batch) -> Rows:
    """Return the rows of documents for all tables.

    `batch` contains the rows of the same documents for the index.
    """
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
        statements.append((*statement, *words, size, as_tsvector(found), FOLDING))
    tables: dict[str, list[tuple[Any, ...]]] = {
        "document": [(number, each.decode()) for number, each in raw.items()],
        "checksum": [(n, checksum(each)) for n, each in raw.items()],
        "statement": statements,
        "name": batch.names,
        "listed": batch.listed,
        "address": batch.addresses,
        "translation": batch.translations,
    }
    return Rows(tables, tokens, counted)
