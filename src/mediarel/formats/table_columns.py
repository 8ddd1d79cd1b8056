"""Find the header of a table, and the field of each column.

The header need not be the first row: titles and notes may be above it. The header may
have two rows, if some names span several columns.

Columns are recognised by their names (`column_keys.py`), or mapped by `--map`. The keys
of JSON objects are columns too.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.dates.typed import DayOrder
from mediarel.formats.cells import is_date
from mediarel.formats.column_keys import column_names, key_of
from mediarel.formats.entries import LeftOut
from mediarel.model.fields import (
    ALL_FIELDS,
    EARLIER_NAMES,
    JSON_FIELDS,
    shown_name,
)
from mediarel.text.lines import first_of, one_line

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    Row = tuple[int, Sequence[str]]
    Problem = tuple[str, str] | None


HEAD = 20  # rows searched for the header
_FEW = 2  # least number of columns of a table
_MOST = 1000  # columns searched for the header
_LONGEST = 100  # characters of the name of a column
_NO_MAP: Mapping[str, str | None] = {}
_FIGURE = re.compile(r"\d")
_SAYS_SEPARATOR = "sep="  # a first line with this, from Excel, is not a row
_SHOWN = 30  # columns that an error lists
_OURS = {*ALL_FIELDS, *EARLIER_NAMES}
# Our exports have these, so an unknown column with them is a newer field.
_OF_AN_EXPORT = frozenset({"uuid", "date", "program"})
_OF_OURS = frozenset({"date", "program"})
# dd/mm/yyyy, jj/mm/aaaa, TT.MM.JJJJ, gg/mm/aaaa.
_DAY_FIRST = re.compile(r"\b[dgjt]{1,2}[-/. ]m{1,2}[-/. ][ajy]", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_MONTH_FIRST = re.compile(r"\bm{1,2}[-/. ]d{1,2}[-/. ]y", re.IGNORECASE)


class Header(NamedTuple):
    """The columns of a header, and the line on which it ends."""

    line: int
    columns: Columns
    above: tuple[LeftOut, ...]
    """The text in the rows above it."""


class Columns(NamedTuple):
    """The columns of a table and their fields."""

    names: tuple[str, ...]
    """The names as printed."""
    fields: tuple[str | None, ...]
    """The field of each column; None for an ignored column."""
    is_ours: bool
    """Whether all names are names of fields, as in an export."""
    unknown: tuple[str, ...]
    """The names of columns that are ignored, because their field is unknown."""
    word: str
    """The word for a column: "column" or "key"."""
    is_excerpt: bool
    """Whether the name of the text column says that the texts are excerpts."""

    @property
    def pattern(self) -> str:
        """Return a description: `date in "Published", title in "Headline"`."""
        if self.is_ours:
            return "our own columns"
        pairs = zip(self.fields, self.names, strict=True)
        return ", ".join(
            f'{shown_name(field)} in "{name}"' for field, name in pairs if field
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Return notes to the user on columns that are left out."""
        if not self.unknown:
            return ()
        shown = listed(self.unknown)
        columns = self.word if len(self.unknown) == 1 else f"{self.word}s"
        free = (name for name in ("tags", "place", "series") if name not in self.fields)
        option = map_option(self.unknown[0], next(free, "FIELD"))
        return (f"Ignored the {columns} {shown}. To import a {self.word}: {option}",)

    def without_prose(
        self, rows: Iterable[Row], mapped: Mapping[str, str | None]
    ) -> Columns:
        """Return the columns; ignore columns of JSON fields that contain other text.

        A table of a different program may have "Notes" that are not the field `notes`.
        Columns in `mapped`, and the columns of an export, are kept. `rows` are read
        only if there are such columns.
        """
        kept = {key_of(name) for name in mapped}
        doubtful = [
            place
            for place, (name, field) in enumerate(
                zip(self.names, self.fields, strict=True)
            )
            if field in JSON_FIELDS and key_of(name) not in kept
        ]
        if not doubtful or "uuid" in self.fields:
            return self
        prose = {
            place
            for _, cells in rows
            for place in doubtful
            if cells[place : place + 1] and cells[place].strip()[:1] not in {"", "["}
        }
        ignored = {self.names[place] for place in prose} | {*self.unknown}
        return self._replace(
            fields=tuple(
                None if place in prose else field
                for place, field in enumerate(self.fields)
            ),
            unknown=tuple(name for name in self.names if name in ignored),
        )

    @property
    def is_complete(self) -> bool:
        """Whether there are columns for date, title, issuer and text."""
        return {"date", "title", "program", "text"} <= {*self.fields}

    def orders(self) -> dict[str, DayOrder]:
        """Return the order of day and month in each date field, from column names."""
        pairs = zip(self.fields, self.names, strict=True)
        said = ((field, _order_of(name)) for field, name in pairs if field)
        return {field: order for field, order in said if order}


def known_names(names: Sequence[str], mapped: Mapping[str, str | None]) -> set[str]:
    """Return the fields that `names` map to, by name or by `mapped`."""
    keys = {key_of(name): field for name, field in mapped.items()}
    found = set()
    for name in names[:_MOST]:
        if len(name) > _LONGEST:
            continue
        key = key_of(name)
        field = keys[key] if key in keys else _by_name(key)
        if field:
            found.add(field)
    return found


def columns_of(
    header: tuple[int | None, Sequence[str]],
    mapped: Mapping[str, str | None],
    source: str,
    *,
    word: str = "column",
    below: Sequence[Row] = (),
) -> Columns:
    """Return the columns of `header`, with their fields; `mapped` is from `--map`.

    `header` has the line in `source` and the names. `word` means a column in errors.
    Suggestions of fields are based on the rows `below`.

    Raises UnreadableInputError if a name is repeated, two columns map to one
    field, no column is the date, or a column in `mapped` is missing.
    """
    line, printed = header
    names = tuple(name.strip() for name in printed)
    if problem := _repeated(names, word):
        raise errors.UnreadableInputError(source, line, *problem)
    refuse_missing(mapped, names, source, line, word)
    by_key = {key_of(name): name for name in reversed(names)}
    given = {
        name if name in names else by_key[key_of(name)]: field
        for name, field in mapped.items()
    }
    rest = [name for name in names if name not in given]
    is_ours = set(rest) <= _OURS and set(names) >= _OF_OURS
    if (
        not is_ours
        and set(names) >= _OF_AN_EXPORT
        and (problem := _unknown(rest, word))
    ):
        raise errors.UnreadableInputError(source, line, *problem)
    fields = {name: name for name in rest} if is_ours else _by_synonym(rest, given)
    excerpt = None if is_ours else _excerpt(rest, {*fields.values(), *given.values()})
    if excerpt:
        fields[excerpt] = "text"
    for name, field in given.items():
        fields[name] = field or ""
    columns = Columns(
        names,
        tuple(fields.get(name) or None for name in names),
        is_ours,
        tuple(name for name in names if name not in fields and name),
        word,
        excerpt is not None,
    )
    if problem := _incomplete(columns, below):
        raise errors.UnreadableInputError(source, line, *problem)
    return columns


def listed(names: Iterable[str]) -> str:
    """Return the first few names, for an error or a note."""
    return first_of([f'"{errors.shorten(name, 40)}"' for name in names if name], _SHOWN)


def _by_name(key: str) -> str | None:
    return next((table[key] for table in column_names() if key in table), None)


def _by_synonym(
    names: Iterable[str], given: Mapping[str, str | None]
) -> dict[str, str]:
    """Return the fields of the known `names`.

    A secondary name is used only if no primary name has the same field. Fields in
    `given` are not used.
    """
    found: dict[str, str] = {}
    for table in (column_names().first, column_names().second):
        taken = {*given.values(), *found.values()}
        fields = ((name, table.get(key_of(name))) for name in names)
        found |= {name: field for name, field in fields if field and field not in taken}
    return found


def _excerpt(names: Iterable[str], taken: Container[str | None]) -> str | None:
    """Return the name of a column with an excerpt, if no column has the text."""
    if "text" in taken:
        return None
    known = column_names().excerpt
    return next((name for name in names if key_of(name) in known), None)


def named_by(
    mapped: Mapping[str, str | None], names: Iterable[str]
) -> dict[str, str | None]:
    """Return the part of `mapped` about columns in `names`."""
    keys = {key_of(name) for name in names}
    return {name: field for name, field in mapped.items() if key_of(name) in keys}


def refuse_missing(
    mapped: Mapping[str, str | None],
    names: Iterable[str],
    source: str,
    line: int | None = None,
    word: str = "column",
) -> None:
    """Raise UnreadableInputError if `mapped` names a missing column."""
    names = dict.fromkeys(names)
    there = named_by(mapped, names)
    for name in mapped:
        # An ignored column may be missing in some of several files.
        if name not in there and mapped[name] is not None:
            reason = (
                f"--map has the {word} {errors.shorten(name)!r}, "
                "which is not in the file"
            )
            hint = f"The {word}s are: {listed(names)}."
            raise errors.UnreadableInputError(source, line, reason, hint)


def _repeated(names: Iterable[str], word: str) -> Problem:
    repeated = [name for name, count in Counter(names).items() if name and count > 1]
    if not repeated:
        return None
    problem = f"two {word}s are named {errors.shorten(repeated[0])!r}"
    return problem, f"Rename one {word}."


def _unknown(names: Iterable[str], word: str) -> Problem:
    name = next((name for name in names if name and name not in _OURS), None)
    if name is None:
        return None
    hint = f"Update mediarel, or ignore the {word}: {map_option(name, '')}"
    return f"unknown {word} {name!r} in an export of mediarel", hint


def map_option(name: str, field: str) -> str:
    """Return the option that maps the column `name` to `field`, quoted for a shell."""
    return f"--map {shlex.quote(f'{one_line(name)}={field}')}"


def _incomplete(columns: Columns, below: Sequence[Row]) -> Problem:
    """Return the reason why the columns can't form statements, and a hint."""
    word = columns.word
    filled: dict[str, str] = {}
    for name, field in zip(columns.names, columns.fields, strict=True):
        if field and field in filled:
            both = listed((filled[field], name))
            problem = f"two {word}s map to the {field}: {both}"
            return problem, f"Ignore one: {map_option(name, '')}"
        if field:
            filled[field] = name
    if "date" in filled and not {"title", "text"}.isdisjoint(filled):
        return None
    missing = "title or text" if "date" in filled else "date"
    options = " ".join(_suggested(columns, filled, below))
    hint = f"If these {word}s have the right content, add: {options}"
    if not options:
        name = next(iter(columns.unknown), "NAME")
        option = map_option(name, missing.partition(" or ")[0])
        hint = f"Add a {word} with the {missing}, or map a {word}: {option}"
    return f"no {word} was recognised as the {missing}: {listed(columns.names)}", hint


def _suggested(
    columns: Columns, filled: Container[str], below: Sequence[Row]
) -> Iterator[str]:
    """Yield options that map unknown columns to date and title, based on their cells.

    Yields nothing if no column has dates.
    """
    unknown = [n for n, name in enumerate(columns.names) if name in columns.unknown]
    cells_of = {
        place: [cells[place] for _, cells in below if any(cells[place : place + 1])]
        for place in unknown
    }
    dates = {n: sum(map(is_date, cells)) for n, cells in cells_of.items()}
    if "date" not in filled:
        place = max(dates, key=dates.__getitem__, default=None)
        if place is None or 2 * dates[place] <= len(cells_of[place]):
            return
        yield map_option(columns.names[place], "date")
        del cells_of[place]
    if "title" not in filled and "text" not in filled and cells_of:
        place = max(
            cells_of,
            key=lambda n: (
                _names_title(columns.names[n]),
                sum(map(len, cells_of[n])),
            ),
        )
        yield map_option(columns.names[place], "title")


def _names_title(name: str) -> bool:
    """Return whether a word in the name of a column means the title."""
    known = column_names().first
    return any(known.get(key_of(word)) == "title" for word in _WORD.findall(name[:200]))


def _order_of(name: str) -> DayOrder | None:
    """Return the order of day and month in the name of a column."""
    if _DAY_FIRST.search(name[:200]):
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if _MONTH_FIRST.search(name[:200]) else None


def fits(cells: Sequence[str], mapped: Mapping[str, str | None] = _NO_MAP) -> bool:
    """Return whether `cells` are column names, for the date and a further field."""
    return known_in(cells, mapped) >= _FEW


def known_in(cells: Sequence[str], mapped: Mapping[str, str | None] = _NO_MAP) -> int:
    """Return the number of known fields in the header `cells`, 0 if it is no header."""
    found = known_names(cells, mapped)
    return len(found) if "date" in found and len(cells) >= _FEW else 0


def has_header(rows: Sequence[Row], mapped: Mapping[str, str | None]) -> bool:
    """Return whether one or two of the first `rows` are a header."""
    any_fits = any(fits(cells, mapped) for _, cells in rows)
    return any_fits or _of_two_rows(rows, mapped) is not None


def header_in(
    rows: Sequence[Row], mapped: Mapping[str, str | None], source: str
) -> Header:
    """Return the header in the first `rows` of `source`.

    Raises UnreadableInputError.
    """
    if not any(any(cells) for _, cells in rows):
        raise errors.UnreadableInputError(
            source, None, "the table is empty", "Use a table with statements as rows."
        )
    known = [known_names(cells, mapped) for _, cells in rows]
    fitting = [n for n, (_, cells) in enumerate(rows) if fits(cells, mapped)]
    place = next((n for n in fitting if _is_whole(known[n])), None)
    lower = _of_two_rows(rows, mapped) if place is None else None
    if place is None:
        place = next(iter(fitting), _nearest(rows, mapped)) if lower is None else lower
    if not fitting and lower is None:
        _refuse_data(rows[place], source)
    line, cells = rows[place]
    below = rows[place + 1 :]
    if lower is not None:
        cells = _joined(rows[lower - 1][1], cells)
    above = _above(rows[:place], cells)
    return Header(line, columns_of((line, cells), mapped, source, below=below), above)


def _is_whole(known: set[str]) -> bool:
    """Return whether the fields `known` are enough for a statement."""
    return "date" in known and not known.isdisjoint({"title", "text"})


def _of_two_rows(rows: Sequence[Row], mapped: Mapping[str, str | None]) -> int | None:
    """Return the index of the lower row of a header that needs two rows."""
    for below, ((_, upper), (_, lower)) in enumerate(pairwise(rows), start=1):
        is_data = any(_FIGURE.search(cell) for cell in lower)
        if not is_data and _is_whole(known_names(_joined(upper, lower), mapped)):
            return below
    return None


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return the name of each column: in the lower row, else in the upper row."""
    pairs = zip_longest(upper, lower, fillvalue="")
    return [low if low.strip() else high for high, low in pairs]


def _above(rows: Sequence[Row], names: Sequence[str]) -> tuple[LeftOut, ...]:
    """Return the titles and notes above the header `names` as parts left out.

    A name that spans both rows of a header is part of the header.
    """
    texts = [
        (
            line,
            " ".join(
                cell.strip()
                for cell, name in zip_longest(cells, names, fillvalue="")
                if cell.strip() and cell != name
            ),
        )
        for line, cells in rows
    ]
    why = "is above the header"
    return tuple(
        LeftOut(line, text, why)
        for line, text in texts
        if text and not text.startswith(_SAYS_SEPARATOR)
    )


def _nearest(rows: Sequence[Row], mapped: Mapping[str, str | None]) -> int:
    """Return the index of the most likely header row, if no row fits.

    This row is above the first row with a date, and near it.
    """
    dates = (n for n, (_, cells) in enumerate(rows) if _has_date(cells))
    dated = next(dates, 0)

    def likeness(place: int) -> tuple[int, bool, int]:
        cells = rows[place][1]
        filled = [cell for cell in cells if cell.strip()]
        nearness = place if dated else -place
        return len(known_names(cells, mapped)), len(filled) >= _FEW, nearness

    return max(range(dated or len(rows)), key=likeness)


def _has_date(cells: Sequence[str]) -> bool:
    """Return whether there are several `cells` and one is a date, not only a year."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    return len(texts) >= _FEW and any(
        is_date(text) and not text.isdecimal() for text in texts
    )


def _refuse_data(row: Row, source: str) -> None:
    """Raise UnreadableInputError if `row` is data with a date instead of a header."""
    line, cells = row
    if _has_date(cells):
        reason = "the table has no header above this row"
        hint = "Add a row of column names above it: date, program, title, text."
        raise errors.UnreadableInputError(source, line, reason, hint)
