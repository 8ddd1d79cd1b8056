"""Compare the rows on a server with the documents and the history.

Lists and searches read these rows. mediarel writes them together with the documents. If
a different program changes the database, the rows may be outdated.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from mediarel.history.change import Change
from mediarel.index.fill import Numbered, Progress, all_rows, batches, signed_row
from mediarel.index.proof import proof_of
from mediarel.postgres.connection import Connection, streamed
from mediarel.postgres.matching import lexeme
from mediarel.postgres.row_writer import Rows, rows_of
from mediarel.postgres.schema import WORDS
from mediarel.text.folding import FOLDING

_OF_ONE = ("listed", "address", "translation")
_BY_ID = {"listed": 1, "address": 1, "translation": 0}
_LEFT = ("statement", "listed", "address", "translation", "release")
_HAS_RIGHT_COUNTS = """
SELECT (SELECT count(*) FROM statement) = statements
AND (SELECT coalesce(sum(size), 0) FROM statement) = tokens
AND (SELECT coalesce(max(number), 0) FROM entry) = change
AND greatest((SELECT coalesce(max(id), 0) FROM document), ?) <= id
FROM counter
"""


class Differing(NamedTuple):
    """The ids of statements whose rows differ from their documents.

    `by_unicode` contains the ids of statements whose words were folded with a different
    version of Unicode. `ids` contains all others.
    """

    ids: list[int]
    by_unicode: list[int]


def differing(
    connection: Connection,
    documents: Iterable[Numbered],
    count: int,
    progress: Progress,
) -> Differing:
    """Return the ids of the statements whose rows differ from their documents.

    `documents` must be undamaged, and `count` is the number of documents.
    """
    found = Differing([], [])
    names = set(connection.rows("SELECT number, field, shown, folded, proof FROM name"))
    done = 0
    for lot, batch in batches(documents, count):
        progress("Checking the index", done, count)
        ids = [number for number, _ in lot]
        wanted = _by_statement(rows_of(lot, batch), names)
        there, unicode = _there(connection, ids)
        for number in ids:
            if wanted.get(number) != there.get(number):
                is_other = unicode.get(number) not in {None, FOLDING}
                (found.by_unicode if is_other else found.ids).append(number)
        done += len(lot)
    progress("Checking the index", 1, 1)
    return found


def left_over(connection: Connection) -> list[int]:
    """Return the ids of removed statements that still have rows."""
    ids: set[int] = set()
    for table in _LEFT:
        sql = f"SELECT DISTINCT id FROM {table} EXCEPT SELECT id FROM document"
        ids.update(number for (number,) in connection.rows(sql))
    return sorted(ids)


def differing_changes(connection: Connection, changes: Iterable[Change]) -> list[int]:
    """Return the numbers of the changes whose rows differ from the history."""
    by_number = {change.number: change for change in changes}
    found: set[int] = set()
    signed = "SELECT number, fingerprint, at, by, command, json, proof FROM entry"
    for number, fingerprint, *said, json, proof in streamed(
        connection, "signed", f"{signed} ORDER BY number", 10
    ):
        change = by_number.get(number)
        if change is not None:
            row = signed_row(change, json.encode())
            if (number, fingerprint, *said, proof) != (*row, proof_of(*row)):
                found.add(number)
    touched = streamed(
        connection, "touching", "SELECT number, id, proof FROM touched ORDER BY 1", 5000
    )
    seen: set[int] = set()
    for number, rows in groupby(touched, itemgetter(0)):
        ids = {
            key if proof == proof_of(number, key) else None for _, key, proof in rows
        }
        seen.add(number)
        if number in by_number and ids != set(by_number[number].ids):
            found.add(number)
    unseen = by_number.keys() - seen
    found.update(number for number in unseen if list(by_number[number].ids))
    return sorted(found)


def is_linked_right(connection: Connection) -> bool:
    """Return whether the table `release` matches the links between statements."""
    there = connection.rows("SELECT id, counted, steps FROM release")
    return sorted(there) == sorted(all_rows(connection.rows))


def has_right_counts(connection: Connection, highest: int) -> bool:
    """Return whether the counters match the tables.

    `highest` is the highest id in the history. The counter of ids may be higher than
    all existing ids, if the statement with the highest id was removed.
    """
    return bool(connection.rows(_HAS_RIGHT_COUNTS, [highest])[0][0])


def _by_statement(rows: Rows, names: set[Any]) -> dict[int, Any]:
    """Return the expected rows of each statement, keyed by id.

    If a row contains a name that is not in `names`, the row is replaced by None.
    """
    unknown = {row[0] for row in rows.tables["name"] if row not in names}
    wanted: dict[int, Any] = {}
    others = _others({table: rows.tables[table] for table in _OF_ONE})
    for row in rows.tables["statement"]:
        *columns, _, _ = row
        is_known = unknown.isdisjoint(row) and unknown.isdisjoint(
            name for table, (name, *_) in others[row[0]] if table == "listed"
        )
        wanted[row[0]] = (
            tuple(columns) if is_known else None,
            _lexemes(columns),
            sorted(others[row[0]]),
        )
    return wanted


def _there(
    connection: Connection, ids: list[int]
) -> tuple[dict[int, Any], dict[int, str | None]]:
    """Return the rows of each statement, and the Unicode version used for its words.

    Both are keyed by id.
    """
    others = _others(
        {
            table: connection.rows(f"SELECT * FROM {table} WHERE id = ANY(?)", [ids])
            for table in _OF_ONE
        }
    )
    found: dict[int, Any] = {}
    unicode: dict[int, str | None] = {}
    sql = "SELECT *, tsvector_to_array(lexemes) FROM statement WHERE id = ANY(?)"
    for *columns, _, version, lexemes in connection.rows(sql, [ids]):
        number = columns[0]
        found[number] = tuple(columns), frozenset(lexemes), sorted(others[number])
        unicode[number] = version
    return found, unicode


def _others(tables: Mapping[str, Iterable[Any]]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for table, rows in tables.items():
        for row in rows:
            found[row[_BY_ID[table]]].append((table, tuple(row)))
    return found


def _lexemes(columns: list[Any]) -> frozenset[str]:
    """Return the lexemes of all words in the columns of a statement."""
    words = columns[-1 - len(WORDS) : -1]
    return frozenset(lexeme(word) for each in words for word in each.split())
