"""What SQLite says in its own way, with FTS5 and without."""

from __future__ import annotations

from mediarel.index.sql import ALL, Sql


class SqliteDialect:
    """What both dialects of SQLite have."""

    def overlapping(self, first: str | None, last: str | None) -> Sql:
        """Return what overlaps the days from `first` to `last`.

        But for intervals, what overlaps begins in the year of `first` or later, and by
        `last`: the index is read from there to there, and further by as much as the
        intervals need that overlap. These have an index of their own; without the `+`,
        SQLite would look for the first of them all along the other.
        """
        parts, parameters = [], []
        if first is not None:
            parts.append(
                "first >= min(?, ifnull((SELECT min(+first) FROM statement"
                " WHERE earliest IS NOT NULL AND last >= ?), '9')) AND last >= ?"
            )
            parameters += [f"{first[:4]}-01-01", first, first]
        if last is not None:
            parts.append(
                "first <= max(?, ifnull((SELECT max(+first) FROM statement"
                " WHERE earliest <= ?), '')) AND ifnull(earliest, first) <= ?"
            )
            parameters += [last, last, last]
        return Sql(" AND ".join(parts), tuple(parameters)) if parts else ALL

    def holding(self, column: str) -> str:
        """Return the condition that `column` holds a part, for which a mark stands."""
        # Of bytes, SQLite compares bytes: it need not make a text of each document.
        part = "CAST(? AS BLOB)" if column == "json" else "?"
        return f'instr("{column}", {part}) > 0'

    def joined(self, column: str) -> str:
        """Return the values of `column` in a group, with commas between them."""
        return f"group_concat({column})"
