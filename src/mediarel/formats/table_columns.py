"""Find the header of a table, and the field of each column.

The header may be below the first row, because there can be titles and notes above it.
Columns are recognised by their names (`name_tables.py`), or mapped with `--map`. The
keys of JSON objects count as columns too.
"""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.formats.cells import is_date
from mediarel.formats.entries import LeftOut
from mediarel.formats.name_tables import column_names, key_of
from mediarel.model.fields import ALL_FIELDS, EARLIER_NAMES, JSON_FIELDS, shown_name
from mediarel.text.lines import first_of, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    Row = tuple[int, Sequence[str]]
    Problem = tuple[str, str] | None


HEAD = 20  # rows that are searched for the header
_FEW = 2  # a table has at least this number of columns
_MOST = 1000  # columns that are searched for names
_LONGEST = 100  # characters in the name of a column
_NO_MAP: Mapping[str, str | None] = {}
_SAYS_SEPARATOR = "sep="  # Excel may write a first line with this, which is not a row
_SHOWN = 30  # columns that an error lists
_NUMBERING = {"no", "nr", ""}  # names of columns that number the rows
_OURS = {*ALL_FIELDS, *EARLIER_NAMES}
# A table with these columns is an export, so an unknown column is a newer field.
_OF_AN_EXPORT = frozenset({"uuid", "date", "program"})
_OF_OURS = frozenset({"date", "program"})


class Header(NamedTuple):
    """The columns of a header, and the number of the line on which the header ends."""

    line: int
    columns: Columns
    above: tuple[LeftOut, ...]
    """The texts of the rows above the header."""


class Columns(NamedTuple):
    """The columns of a table and their fields."""

    names: tuple[str, ...]
    """The names of the columns, as written in the file."""
    fields: tuple[str | None, ...]
    """The field of each column. None means that the column is ignored."""
    is_ours: bool
    """True if each column has the name of a field. Exported tables have such names."""
    unknown: tuple[str, ...]
    """The names of the columns that are ignored because their field is unknown."""
    word: str
    """The word for a column in messages: "column" or "key"."""
    is_excerpt: bool
    """True if the name of the text column shows that the texts are excerpts."""

    @property
    def pattern(self) -> str:
        """A description of the columns: `date in "Published", title in "Headline"`."""
        if self.is_ours:
            return "our own columns"
        pairs = zip(self.fields, self.names, strict=True)
        return ", ".join(
            f'{shown_name(field)} in "{name}"' for field, name in pairs if field
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes that tell the user which columns are ignored."""
        if not self.unknown:
            return ()
        columns = self.word if len(self.unknown) == 1 else f"{self.word}s"
        message = f"Ignored the {columns} {listed(self.unknown)}."
        useful = [name for name in self.unknown if key_of(name) not in _NUMBERING]
        if not useful:
            return (message,)
        for field in ("program", "type"):
            if field not in self.fields:
                name = shown_name(field)
                option = map_option(useful[0], name)
                return (f"{message} If a {self.word} has the {name}: {option}",)
        option = map_option(useful[0], "FIELD")
        return (f"{message} To import a {self.word}: {option}",)

    @property
    def is_complete(self) -> bool:
        """True if there are columns for the date, title, issuer and text."""
        return {"date", "title", "program", "text"} <= {*self.fields}


def known_names(names: Sequence[str], mapped: Mapping[str, str | None]) -> set[str]:
    """Return the fields of the columns with these names.

    The field of a name comes from `mapped`, the mapping of `--map`, or else from the
    list of known names.
    """
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
    rows: Iterable[Row] = (),
) -> Columns:
    """Return the columns of `header`, with their fields.

    `header` is the line number of the header, and the names in it. `mapped` is the
    mapping from `--map`. `word` is the word for a column in errors. `rows` are the
    first rows below the header, which show what the columns contain.

    The values of some fields, such as `notes`, are JSON. A column "Notes" from a
    different program is not JSON. So in a table of a different program, a column gets
    such a field only if `mapped` contains the column.

    Raises UnreadableInputError if a name is repeated, two columns map to the same
    field, no column has the date, or a column in `mapped` is missing.
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
    if word == "column" and "uuid" not in names:
        fields = {name: key for name, key in fields.items() if key not in JSON_FIELDS}
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
    if problem := _incomplete(columns, rows):
        raise errors.UnreadableInputError(source, line, *problem)
    return columns


def listed(names: Iterable[str]) -> str:
    """Quote and join names for a message: at most 30 names, then "and 5 more"."""
    return first_of([f'"{errors.shorten(name, 40)}"' for name in names if name], _SHOWN)


def _by_name(key: str) -> str | None:
    return next((table[key] for table in column_names() if key in table), None)


def _by_synonym(
    names: Iterable[str], given: Mapping[str, str | None]
) -> dict[str, str]:
    """Map the known names to their fields.

    A less certain name (`second`) is used only if its field has no certain name
    (`first`). Fields that are mapped by `given` are left out.
    """
    found: dict[str, str] = {}
    for table in (column_names().first, column_names().second):
        taken = {*given.values(), *found.values()}
        fields = ((name, table.get(key_of(name))) for name in names)
        found |= {name: field for name, field in fields if field and field not in taken}
    return found


def _excerpt(names: Iterable[str], taken: Container[str | None]) -> str | None:
    """Return the name of a column that has excerpts of the texts.

    Return None if there is no such column, or if a column has the whole texts.
    """
    if "text" in taken:
        return None
    known = column_names().excerpt
    return next((name for name in names if key_of(name) in known), None)


def named_by(
    mapped: Mapping[str, str | None], names: Iterable[str]
) -> dict[str, str | None]:
    """Return the items of `mapped` for columns that are in `names`."""
    keys = {key_of(name) for name in names}
    return {name: field for name, field in mapped.items() if key_of(name) in keys}


def refuse_missing(
    mapped: Mapping[str, str | None],
    names: Iterable[str],
    source: str,
    line: int | None = None,
    word: str = "column",
) -> None:
    """Raise UnreadableInputError if a column in `mapped` is missing from `names`."""
    names = dict.fromkeys(names)
    there = named_by(mapped, names)
    for name in mapped:
        # If several files are read, a column to ignore may be missing in some of them.
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
    """Return the option that maps the column to the field, quoted for a shell."""
    return f"--map {shlex.quote(f'{one_line(name)}={field}')}"


def _incomplete(columns: Columns, rows: Iterable[Row]) -> Problem:
    """Return the problem if two columns have the same field, or a field is missing."""
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
    is_meant = _is_printed_date if missing == "date" else _is_wording
    meant = _with_cells(columns, rows, is_meant)
    field = missing.partition(" or ")[0]
    option = f"--map '{word.upper()}={field}'"
    if meant:
        option = map_option(meant[0], field)
    hint = f"Add a {word} with the {missing}, or map a {word}: {option}"
    return f"no {word} was recognised as the {missing}: {listed(columns.names)}", hint


def _with_cells(
    columns: Columns, rows: Iterable[Row], is_meant: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return the names of the unknown columns in which all cells are suitable."""
    cells = zip(*(cells for _, cells in rows), strict=False)
    filled = zip(columns.names, ([*filter(None, each)] for each in cells), strict=False)
    return tuple(
        name
        for name, texts in filled
        if name in columns.unknown and texts and all(map(is_meant, texts))
    )


def _is_printed_date(text: str) -> bool:
    """Return whether a cell is a date, and not only a number."""
    text = text.strip()
    return is_date(text) and not text.isdecimal()


def _is_wording(text: str) -> bool:
    """Return whether a cell has letters and is not a date."""
    return any(map(str.isalpha, text)) and not is_date(text.strip())


def fits(cells: Sequence[str], mapped: Mapping[str, str | None] = _NO_MAP) -> bool:
    """Return True if a row is a header with the date and at least one other field."""
    return known_in(cells, mapped) >= _FEW


def known_in(cells: Sequence[str], mapped: Mapping[str, str | None] = _NO_MAP) -> int:
    """Return the number of known fields in a header. Return 0 if it is not a header."""
    found = known_names(cells, mapped)
    return len(found) if "date" in found and len(cells) >= _FEW else 0


def header_in(
    rows: Sequence[Row], mapped: Mapping[str, str | None], source: str
) -> Header:
    """Find the header in the first rows of the table `source`.

    Raises UnreadableInputError.
    """
    if not any(any(cells) for _, cells in rows):
        raise errors.UnreadableInputError(
            source, None, "the table is empty", "Use a table with statements as rows."
        )
    known = [known_in(cells, mapped) for _, cells in rows]
    place = known.index(max(known))
    if known[place] < _FEW:
        place = next((n for n, (_, cells) in enumerate(rows) if _is_wide(cells)), 0)
        _refuse_data(rows[place], source)
    columns = columns_of(rows[place], mapped, source, rows=rows[place + 1 :])
    return Header(rows[place][0], columns, _above(rows[:place]))


def _is_wide(cells: Sequence[str]) -> bool:
    """Return whether at least two cells have text. A title fills only one cell."""
    return sum(bool(cell.strip()) for cell in cells) >= _FEW


def _above(rows: Sequence[Row]) -> tuple[LeftOut, ...]:
    """Return the titles and notes above the header. They are reported as left out."""
    texts = ((line, " ".join(" ".join(cells).split())) for line, cells in rows)
    return tuple(
        LeftOut(line, text, "is above the header")
        for line, text in texts
        if text and not text.startswith(_SAYS_SEPARATOR)
    )


def _refuse_data(row: Row, source: str) -> None:
    """Raise UnreadableInputError if `row` contains a date. A header has none."""
    line, cells = row
    if _is_wide(cells) and any(map(_is_printed_date, cells)):
        reason = "the table has no header above this row"
        hint = "Add a row of column names above it: date, program, title, text."
        raise errors.UnreadableInputError(source, line, reason, hint)
