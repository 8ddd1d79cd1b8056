"""Define the columns of tables, such as files, formats and signatories."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.cli.terminal import theme
from mediarel.cli.terminal.lines import is_drawn, is_terminal, line
from mediarel.cli.terminal.table import Column, print_records, show_table
from mediarel.cli.terminal.wording import local_time
from mediarel.model.fields import flag_word
from mediarel.text.lines import size_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.formats.table import Format
    from mediarel.model.parts import Attachment
    from mediarel.seal.verifying import Verified
    from mediarel.stats.likely import Likely

_DIGITS = 12  # of a SHA-256, enough to distinguish files


class FileRow(NamedTuple):
    """An attached file, and the ID of its statement."""

    id: int
    file: Attachment


_FILES = (
    Column("Id", lambda row: str(row.id), style=theme.ID, is_right=True),
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
        lambda row: "private" if row.file.private else "",
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
    has_ids = are_several or (is_terminal() and not is_drawn())
    show_table(_FILES[0 if has_ids else 1 :], rows)


def ways(each: Format) -> str:
    """Return `in` if a format can be read, `out` if it can be written, or `in, out`.

    Some formats are read by the reader of a different format.
    """
    is_read = each.is_readable or each.read_as
    return ", ".join(["in"] * bool(is_read) + ["out"] * each.is_writable)


SOURCES = (
    Column("Id", lambda row: str(row.id), style=theme.ID, is_right=True),
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
        lambda row: local_time(row.checked)[:10] if row.checked else "",
        style=theme.DATE,
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


FORMATS = (
    Column("Format", lambda each: each.name, style=theme.ID),
    Column("Way", ways),
    Column("Ending", lambda each: " ".join(each.suffixes), wraps=True),
    Column("For", lambda each: each.purpose, wraps=True),
)


class WithheldRow(NamedTuple):
    """A withheld text: the ID of its statement, and the fields that contain the text.

    For a file that was searched for withheld texts, `text` is the name of the file, and
    `where` is the result of the search.
    """

    id: str
    text: str
    where: str


def where(found: Mapping[str, int]) -> str:
    """Return the fields that contain a text: `title (once), text (3 times)`."""
    return ", ".join(f"{field} ({_times(count)})" for field, count in found.items())


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def show_withheld(
    rows: Sequence[WithheldRow],
    labels: tuple[str, str, str] = ("Id", "Withheld", "Where"),
) -> None:
    """Show withheld texts: ID, text, and the fields that contain the text."""
    of_id, of_text, of_fields = labels
    columns = (
        Column(of_id, lambda row: row.id, style=theme.ID, is_right=True),
        Column(of_text, lambda row: row.text, wraps=True),
        Column(of_fields, lambda row: row.where, wraps=True),
    )
    show_table(columns, rows)


def show_verified(rows: Sequence[Verified], sealed: str, signers: str) -> None:
    """Show statements compared with a seal: ID, state, time, signers, explanation.

    If the id of a statement is unknown, its UUID is shown.
    """
    columns = (
        Column("Id", lambda row: str(row.id or row.uuid), style=theme.ID),
        Column("State", lambda row: row.state),
        Column("Sealed", lambda _: sealed, lambda _: local_time(sealed), drop=1),
        Column("Signed by", lambda _: signers, drop=2, wraps=True),
        Column("Why", lambda row: row.why, wraps=True),
    )
    show_table(columns, rows)


REMOVED = (
    Column("Id", lambda gone: str(gone.id), style=theme.ID, is_right=True),
    Column("Date", lambda gone: gone.value("date"), style=theme.DATE, most=24),
    Column(
        "Issuer",
        lambda gone: gone.value("program"),
        style=theme.PROGRAM,
        most=24,
        for_wide=True,
    ),
    Column("Headline", lambda gone: gone.headline, least=10, fills=True),
    Column(
        "Removed",
        lambda gone: gone.change.at,
        lambda gone: f"{local_time(gone.change.at)} by {gone.change.who}",
        lambda gone: local_time(gone.change.at)[:10],
        style=theme.DATE,
    ),
    Column(
        "By",
        lambda gone: gone.change.who,
        lambda _: "",
        lambda gone: gone.change.who,
        most=24,
        for_wide=True,
    ),
)


SIGNERS = (
    Column("Signatory", lambda each: each.names[0], style=theme.PROGRAM, least=16),
    Column("Statements", lambda each: str(each.statements), is_right=True),
    Column("First", lambda each: each.first, style=theme.DATE, drop=2),
    Column("Last", lambda each: each.last, style=theme.DATE),
    Column("Other names", lambda each: "; ".join(each.names[1:]), least=16, drop=1),
)


def show_likely(pairs: Sequence[Likely]) -> None:
    """Show pairs of names that may belong to one organisation, with the reasons.

    On a terminal, the command that merges the names is also shown.
    """
    if not is_terminal():
        for each in pairs:
            line(each.one.name, each.other.name, _why(each))
        return
    print_records(
        (
            ("One", f"{each.one.name} ({each.one.statements:,})"),
            ("Other", f"{each.other.name} ({each.other.statements:,})"),
            ("Why", _why(each)),
            (
                "To merge them",
                errors.Hint(
                    errors.Command(
                        "signatories", "merge", each.one.name, each.other.name
                    )
                ),
            ),
        )
        for each in pairs
    )


def _why(pair: Likely) -> str:
    """Return the reason why two names may belong to one organisation.

    The text ends with the number of statements that both names signed, unless it is 0.
    """
    both = f"; statements signed by both: {pair.together:,}" * bool(pair.together)
    return f"{pair.why}{both}"
