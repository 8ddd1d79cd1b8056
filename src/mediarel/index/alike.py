"""Statements that are alike: of the same uuid, text, day or program.

Texts are found by fingerprint, so the caller compares the statements themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.rows import text_fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.index.index import Index
    from mediarel.model.statement import Draft

_LOT = 500  # marks in a query: SQLite takes 32,766 at most


def of_uuid(index: Index, uuid: str) -> list[int]:
    """Return the ids of the statements of this `uuid`: one, or none."""
    return _ids(index, "uuid = ?", (uuid,))


def of_uuids(index: Index, uuids: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield uuid and id of the statements that have one of these `uuids`."""
    for start in range(0, len(uuids), _LOT):
        some = uuids[start : start + _LOT]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT uuid, id FROM statement WHERE uuid IN ({marks}) ORDER BY id"  # noqa: S608 - question marks
        yield from index.rows(sql, some)


def of_text(index: Index, text: str) -> list[int]:
    """Return the ids of statements that may have this `text`, in order."""
    return _ids(index, "text_fingerprint = ?", (text_fingerprint(text),))


def of_text_and_day(index: Index, fingerprint: int, day: str) -> list[int]:
    """Return the ids of statements that begin on `day` and whose text has this one."""
    return _ids(index, "text_fingerprint = ? AND first = ?", (fingerprint, day))


def of_date_and_program(index: Index, draft: Draft) -> list[int]:
    """Return the ids of statements with the date and program of `draft`."""
    return _ids(
        index,
        "first = ? AND date = ? AND program IN"
        " (SELECT number FROM name WHERE field = 'program' AND shown = ?)",
        (draft.date.first, str(draft.date), draft.program),
    )


def _ids(index: Index, which: str, wanted: Sequence[str | int]) -> list[int]:
    sql = f"SELECT id FROM statement WHERE {which} ORDER BY id"  # noqa: S608 - our own words
    return [row[0] for row in index.rows(sql, wanted)]
