"""Show tables and records in one of three styles.

In a pipe, a row is a line of complete values, separated by tabs. In plain output, a row
is a record: each line has a label and a value. Otherwise `drawn.py` draws a table
with Rich, which is loaded only then.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel import errors
from mediarel.cli.messages import as_typed, shown
from mediarel.cli.terminal import colours, lines
from mediarel.formats.table import Format
from mediarel.model.fields import flag_word
from mediarel.model.parts import Attachment
from mediarel.text.lines import capitalised, harmless, size_in_words

if TYPE_CHECKING:
    from mediarel.check.finding import Finding, Kind
    from mediarel.seal.verifying import Verified
    from mediarel.stats.likely import Likely


Record = Iterable[tuple[str, str]]


class Column(NamedTuple):
    """A column of a table: its label, its values, and how they are drawn.

    Three functions return the value of a row: `value` for output in a pipe, `plain` for
    plain output (default: `value`), and `drawn` for a drawn table (default: `plain`).
    An empty value has no line in plain output. A column that has only empty values is
    not drawn.

    Widths are in columns of the terminal. Values that are wider than `most` are
    shortened. If there is no room, a column can shrink to its `least` width. If `fills`
    is true, the column takes all remaining room. If `wraps` is true, Rich chooses the
    width of the column. If there is still no room, the column whose `drop` is 1 is left
    out, then 2, and so on.
    """

    label: str
    value: Callable[[Any], str]
    plain: Callable[[Any], str] | None = None
    drawn: Callable[[Any], str] | None = None
    style: str = ""
    is_right: bool = False
    wraps: bool = False
    most: int | None = None
    least: int = 0
    fills: bool = False
    drop: int = 0

    def plain_value(self, row: object) -> str:
        """Return the value of `row` in plain output."""
        return (self.plain or self.value)(row)

    def drawn_value(self, row: object) -> str:
        """Return the value of `row` in a drawn table."""
        return (self.drawn or self.plain or self.value)(row)


def show_table(columns: Sequence[Column], rows: Sequence[Any]) -> None:
    """Print rows as tab-separated lines, as records or as a table.

    A table is drawn on a terminal, unless plain output is wanted. If there are no rows,
    nothing is printed.
    """
    if not lines.is_drawn():
        show_records(columns, rows)
    elif rows:
        from mediarel.cli.terminal.drawn import draw_table  # noqa: PLC0415 - Rich

        draw_table(columns, rows)


def show_records(columns: Sequence[Column], rows: Iterable[Any]) -> None:
    """Print rows as tab-separated lines, or on a terminal as records."""
    if lines.is_terminal():
        print_records([(c.label, c.plain_value(row)) for c in columns] for row in rows)
        return
    for row in rows:
        lines.line(*(column.value(row) for column in columns))


def print_records(records: Iterable[Record]) -> None:
    """Print records separated by empty lines. Labels such as `Error` have a colour."""
    is_coloured = colours.has_colour(sys.stdout)
    for place, record in enumerate(records):
        if place:
            print()
        for each in record_lines(record):
            print(colours.with_first_word(each) if is_coloured else each)


class Shown(NamedTuple):
    """A part of a text. The kind is `same`, `marked`, `removed` or `added`."""

    kind: str
    text: str


def with_marks(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[Shown]:
    """Divide `text` at `marks`, the start and the end of each highlighted part."""
    place = 0
    for start, end in marks:
        yield Shown("same", text[place:start])
        yield Shown("marked", text[start:end])
        place = end
    yield Shown("same", text[place:])


def unmarked(text: str) -> list[Shown]:
    """Return a text without highlighted parts."""
    return [Shown("same", text)] if text else []


def in_brackets(parts: Iterable[Shown]) -> str:
    """Return a text with `[` and `]` around its highlighted parts."""
    return "".join(f"[{p.text}]" if p.kind == "marked" else p.text for p in parts)


class Result(NamedTuple):
    """A result of several lines.

    `heading` has labels, values and styles. Drawn, it is one line without the labels.
    `rows` has the labels and the texts of the lines below the heading. `text` is a text
    of several lines below them. `warning` is a sentence above the heading.
    """

    heading: Sequence[tuple[str, Sequence[Shown], str]]
    rows: Sequence[tuple[str, Sequence[Shown]]]
    text: Sequence[Shown] = ()
    warning: str = ""

    def values(self) -> list[tuple[str, Sequence[Shown]]]:
        """Return the labels and the texts of the heading and of the rows."""
        return [*((label, parts) for label, parts, _ in self.heading), *self.rows]


def show_results(results: Sequence[Result]) -> None:
    """Show results of several lines. In a pipe, each result is a line of all values."""
    if not lines.is_terminal():
        for each in results:
            lines.line(*("".join(p.text for p in parts) for _, parts in each.values()))
        return
    if lines.is_drawn():
        from mediarel.cli.terminal.drawn import draw_results  # noqa: PLC0415 - Rich

        draw_results(results)
        return
    for place, each in enumerate(results):
        if place:
            print()
        record = [(label, in_brackets(parts)) for label, parts in each.values()]
        print_records([[("Warning", each.warning), *record]])
        if each.text:
            print("Text:")
            lines.sentences(harmless(in_brackets(each.text)))


def record_lines(record: Record) -> list[str]:
    """Return the lines of a record: `label: value`. Empty values are left out.

    Lines are wrapped between words. A command in a hint stays on one line, so that it
    can be copied.
    """
    return [
        each
        for label, value in record
        if value
        for each in _labelled(lines.on_one_line(label), value)
    ]


def _labelled(label: str, value: str) -> list[str]:
    if not isinstance(value, errors.Hint):
        return lines.broken(f"{label}: {lines.on_one_line(value)}")
    text, commands = shown(as_typed(value))
    begin = len(label) + 2
    whole = [(start + begin, end + begin) for start, end in commands]
    return lines.broken(f"{label}: {text}", whole)


_DIGITS = 12  # of a SHA-256, enough to distinguish files


class FileRow(NamedTuple):
    """An attached file, and the ID of its statement."""

    id: int
    file: Attachment


_FILES = (
    Column("Id", lambda row: str(row.id), style=colours.ID, is_right=True),
    Column("Name", lambda row: row.file.name, least=16, fills=True),
    Column(
        "Size",
        lambda row: str(row.file.size),
        lambda row: size_in_words(row.file.size),
        is_right=True,
    ),
    Column("Type", lambda row: row.file.media_type, drop=2),
    Column("Role", lambda row: row.file.role or "", drop=4),
    Column("Language", lambda row: row.file.language or "", drop=3),
    Column(
        "Private",
        lambda row: flag_word(row.file.private),
        lambda row: "yes" if row.file.private else "",
    ),
    Column(
        "SHA-256",
        lambda row: row.file.sha256,
        drawn=lambda row: row.file.sha256[:_DIGITS],
        drop=1,
    ),
)


def show_files(rows: Sequence[FileRow], *, are_several: bool = False) -> None:
    """Show files: name, size, media type, role, language, privacy, SHA-256.

    In plain output, or if there are several statements, each row starts with the ID.
    """
    has_ids = are_several or (lines.is_terminal() and not lines.is_drawn())
    show_table(_FILES[0 if has_ids else 1 :], rows)


def ways(each: Format) -> str:
    """Return `in` if a format can be read, `out` if it can be written, or `in, out`.

    Some formats are read by the reader of a different format.
    """
    is_read = each.is_readable or each.read_as
    return ", ".join(["in"] * bool(is_read) + ["out"] * each.is_writable)


SOURCES = (
    Column("Id", lambda row: str(row.id), style=colours.ID, is_right=True),
    Column("Source", lambda row: row.url, least=16, fills=True),
    Column(
        "State",
        lambda row: row.state.name,
        lambda row: ": ".join(filter(None, row.state)),
        wraps=True,
    ),
    Column(
        "Checked",
        lambda row: row.checked,
        lambda row: lines.local_time(row.checked)[:10] if row.checked else "",
        style=colours.DATE,
        drop=1,
    ),
    Column("Archived copy", lambda row: row.copy, least=16, wraps=True, drop=2),
    Column("Detail", lambda row: row.state.detail, lambda _: ""),
)


PROBLEMS = (
    Column("Problem", lambda each: each.kind, least=12),
    Column("File", lambda each: each.path, least=10),
    Column("Target", lambda each: each.detail, least=10, fills=True),
)


FORMAT_COLUMNS = (
    Column("Format", lambda each: each.name, style=colours.ID),
    Column("Way", ways),
    Column("Ending", lambda each: " ".join(each.suffixes), wraps=True),
    Column("For", lambda each: each.purpose, wraps=True),
)


def where(found: Mapping[str, int]) -> str:
    """Return the fields that contain a text: `title (once), text (3 times)`."""
    return ", ".join(f"{field} ({_times(count)})" for field, count in found.items())


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def show_withheld(rows: Sequence[tuple[str, str, str]], *labels: str) -> None:
    """Show withheld texts, or files that contain withheld texts.

    A row has the ID of the statement, the text or the name of the file, and the places
    that contain the text.
    """
    wrapped = enumerate(labels, 1)
    columns = [Column("Id", itemgetter(0), style=colours.ID, is_right=True)]
    columns += [Column(label, itemgetter(n), wraps=True) for n, label in wrapped]
    show_table(columns, rows)


def show_verified(rows: Sequence[Verified], sealed: str, signers: str) -> None:
    """Show statements compared with a seal: ID, state, time, signers, explanation."""
    columns = (
        Column("Id", lambda row: str(row.id), style=colours.ID),
        Column("State", lambda row: row.state),
        Column("Sealed", lambda _: sealed, lambda _: lines.local_time(sealed), drop=1),
        Column("Signed by", lambda _: signers, drop=2, wraps=True),
        Column("Why", lambda row: row.why, wraps=True),
    )
    show_table(columns, rows)


REMOVED = (
    Column("Id", lambda gone: str(gone.id), style=colours.ID, is_right=True),
    Column("Date", lambda gone: gone.value("date"), style=colours.DATE, most=24),
    Column(
        "Issuer",
        lambda gone: gone.value("program"),
        style=colours.PROGRAM,
        most=24,
        drop=2,
    ),
    Column("Headline", lambda gone: gone.headline, least=24, fills=True),
    Column(
        "Removed",
        lambda gone: gone.change.at,
        lambda gone: lines.local_time(gone.change.at),
        style=colours.DATE,
        drop=3,
    ),
    Column("By", lambda gone: gone.change.who, most=24, drop=1),
)


SIGNERS = (
    Column("Signatory", lambda each: each.names[0], style=colours.PROGRAM, least=16),
    Column("Statements", lambda each: str(each.statements), is_right=True),
    Column("First", lambda each: each.first, style=colours.DATE, drop=2),
    Column("Last", lambda each: each.last, style=colours.DATE),
    Column("Other names", lambda each: "; ".join(each.names[1:]), least=16, drop=1),
)


def show_likely(pairs: Sequence[Likely]) -> None:
    """Show pairs of names that may belong to one organisation, with the reasons.

    On a terminal, the command that merges the names is also shown.
    """

    def merge(pair: Likely) -> str:
        names = pair.one.name, pair.other.name
        return errors.Hint(errors.Command("signatories", "merge", *names))

    columns = (
        Column("One", lambda pair: pair.one.name, lambda pair: _counted(pair.one)),
        Column(
            "Other", lambda pair: pair.other.name, lambda pair: _counted(pair.other)
        ),
        Column("Why", _why),
        *[Column("To merge them", merge)] * lines.is_terminal(),
    )
    show_records(columns, pairs)


def _counted(name: Any) -> str:
    return f"{name.name} ({name.statements:,})"


def _why(pair: Likely) -> str:
    """Return the reason why two names may belong to one organisation.

    The text ends with the number of statements that both names signed, unless it is 0.
    """
    both = f"; statements signed by both: {pair.together:,}" * bool(pair.together)
    return f"{pair.why}{both}"


def show_findings(found: Sequence[Finding]) -> None:
    """Show the findings of a check. On a terminal, a repeated hint is shown once."""
    if not lines.is_terminal():
        for each in found:
            lines.line(each.level, each.place, each.message)
        return
    print_records(
        [
            *((capitalised(e.level), f"{e.place}: {e.message}") for e in those),
            ("Hint", errors.Hint(hint)),
        ]
        for hint, those in groupby(found, lambda each: each.hint)
    )


_KINDS = (
    Column("Finding", lambda kind: kind.name),
    Column("Meaning", lambda kind: kind.means),
    Column("Importance", lambda kind: kind.matters),
    Column("Next step", lambda kind: as_typed(kind.to_do)),
)


def show_kinds(kinds: Sequence[Kind]) -> None:
    """Explain kinds of findings: the meaning, the importance, and the next step."""
    show_records(_KINDS, kinds)
