"""The options for how files are read in."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from mediarel.cli import environment
from mediarel.errors import InvalidError, MediarelError, MisuseError, shorten
from mediarel.formats.encoding import checked
from mediarel.formats.reading import ReadOptions
from mediarel.formats.table import WRITABLE
from mediarel.model.fields import GIVEN_FIELDS, field_named
from mediarel.model.marked import STATUSES
from mediarel.query.tree import both
from mediarel.text.addresses import without_login
from mediarel.text.lines import HARMFUL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.dates.typed import DayOrder


VARIABLE = "_MEDIAREL_COMPLETE"
_SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
_NOT_QUOTED = ("powershell", "pwsh")
_MOST_DIGITS = 9
# What any of the shells would run in a word that is evaluated or quoted, or a terminal
# act on; in help, more would end it or be markup.
_ACTS = rf"\\$`\t\n{HARMFUL}"
# Compiled when something is completed, not for every list.
_ACTS_IN_WORD = rf"[\t\n{HARMFUL}]"
_ACTS_IN_BARE_WORD = rf"[{_ACTS}\"';&|<>(){{}}\[\]*?~#!]"
_ACTS_IN_HELP = rf"[{_ACTS}\"'\[\]]"


class CompletionByHandError(MisuseError):
    """A completion was asked for, but not as a shell asks."""

    def __init__(self, what: str) -> None:
        super().__init__(what, f"Only a shell sets it, for a Tab: unset {VARIABLE}.")


class UnreadableStartFileError(InvalidError):
    """The file that a shell reads as it starts can't be added to."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is not UTF-8, so that nothing was added to it",
            "Add to it what the option --show-completion prints.",
        )


def refuse_by_hand(variables: Mapping[str, str]) -> None:
    """Raise CompletionByHandError where `variables` are not as a shell sets them.

    They say that a completion, or the script for it, is asked for.
    """
    asked = variables[VARIABLE]
    what, _, shell = asked.partition("_")
    if what not in {"complete", "source"} or shell not in _SHELLS:
        raise CompletionByHandError(
            f"{VARIABLE} is {shorten(asked)!r}, which is no completion"
        )
    if what == "complete" and shell == "bash" and "COMP_LINE" not in variables:
        for name in ("COMP_WORDS", "COMP_CWORD"):
            if name not in variables:
                raise CompletionByHandError(f"{VARIABLE} is set, but {name} is not")
        place = variables["COMP_CWORD"]
        if not (place.isascii() and place.isdecimal() and len(place) <= _MOST_DIGITS):
            raise CompletionByHandError(
                f"COMP_CWORD is {shorten(place)!r}, which is no place in a line"
            )


def refuse_unreadable_start_files() -> None:
    """Raise UnreadableStartFileError where --install-completion could not add to one.

    Raises OSError as well.
    """
    for name in (".bashrc", ".zshrc"):
        path = Path.home() / name
        try:
            if path.is_file():
                path.read_text(encoding=None)
        except UnicodeError as error:
            raise UnreadableStartFileError(path) from error


def values_of(field: str) -> Callable[[typer.Context], list[str]]:
    """Return what completes an option of `field`: the values that the archive holds.

    Of the status, those that there are.
    """

    def complete(context: typer.Context) -> list[str]:
        if field == "status":
            return [*STATUSES]
        values = _asked(context, lambda archive: archive.values(field))
        acting = re.compile(_acts_in_word(os.environ.get(VARIABLE, "")))
        return [value for value in values if not acting.search(value)]

    return complete


def signatories(context: typer.Context) -> list[str]:
    """Return what completes who signed: an organisation of several names once."""

    def names(archive: Archive) -> list[str]:
        from mediarel.index.signers import signers  # noqa: PLC0415 - for a Tab alone

        return [each.name for each in signers(archive.index, both())]

    acting = re.compile(_acts_in_word(os.environ.get(VARIABLE, "")))
    found = _asked(context, names)
    return [name for name in found if not acting.search(name)]


def _acts_in_word(asked: str) -> str:
    """Return a pattern for what the shell that `asked` acts on, as it inserts words."""
    return _ACTS_IN_BARE_WORD if asked.endswith(_NOT_QUOTED) else _ACTS_IN_WORD


def ids(context: typer.Context) -> list[tuple[str, str]]:
    """Return what completes an id: those there are, with their headlines as help."""
    rows = _asked(context, lambda archive: archive.page(both()).rows)
    return [
        (str(row.id), f"{row.date} {re.sub(_ACTS_IN_HELP, '', row.headline)[:60]}")
        for row in rows
    ]


def files(context: typer.Context) -> list[str]:
    """Return what completes a file: those of the statement that was typed before."""
    typed = str(context.params.get("id") or "")

    def names(archive: Archive) -> list[str]:
        from mediarel.archive.reading import get  # noqa: PLC0415 - for a Tab alone

        (statement,) = get(archive, [int(typed)])
        return [each.name for each in statement.attachments]

    acting = re.compile(_acts_in_word(os.environ.get(VARIABLE, "")))
    found = _asked(context, names) if typed.isdecimal() else ()
    return [name for name in found if not acting.search(name)]


def years(context: typer.Context) -> list[str]:
    """Return what completes a year: those that have a statement."""
    found = _asked(context, lambda archive: archive.page(both(), size=0).years)
    return [f"{year:04}" for year, _ in found]


def formats() -> list[str]:
    """Return what completes a format that can be written."""
    return list(WRITABLE)


def _asked(
    context: typer.Context, ask: Callable[[Archive], Sequence[Any]]
) -> Sequence[Any]:
    """Return what `ask` finds in the archive, or nothing where that can't be opened."""
    try:
        with environment.archive(context, context.params.get("archive")) as opened:
            return ask(opened)
    except (MediarelError, OSError):
        return ()


_PANEL = "How to read them"
# What gives each field of the options, as it is typed.
GIVEN_BY = {
    "columns": "--map",
    "encoding": "--encoding",
    "order": "--day-first or --month-first",
    "select": "--select",
    "base": "--base",
    "undated": "--undated",
}
SELECTED = ("entry", "date", "title", "text", "link")
Program = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help="Who issued those that do not say it.",
        autocompletion=values_of("program"),
        rich_help_panel=_PANEL,
    ),
]
Type = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help="The type of those that do not say it.",
        autocompletion=values_of("type"),
        rich_help_panel=_PANEL,
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN=FIELD",
        help='What a column is: "Headline=title"; with no field, it is left out.',
        rich_help_panel=_PANEL,
    ),
]
Select = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=CSS,…",
        help="Where it stands on a page: entry=li, date=time.",
        rich_help_panel=_PANEL,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Of letters that are not UTF-8: cp1252.",
        rich_help_panel=_PANEL,
    ),
]
Base = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="The address that the page had, for links that don't say it.",
        rich_help_panel=_PANEL,
    ),
]


def read_options(
    *,
    columns: Sequence[str] | None,
    select: str | None,
    encoding: str | None,
    base: str | None,
    order: DayOrder | None,
    undated: bool,
) -> ReadOptions:
    """Return the options as formats take them.

    Raises MisuseError.
    """
    return ReadOptions(
        columns=dict(map(_column, columns or ())),
        encoding=checked(encoding) if encoding else None,
        order=order,
        select=_selectors(select) if select else {},
        base=_address(base) if base else None,
        undated=undated,
    )


def _column(given: str) -> tuple[str, str | None]:
    """Return the column that `given` names, and its field; None leaves it out."""
    column, equals, name = given.rpartition("=")
    if not equals or not column.strip():
        raise MisuseError(
            f"--map {given!r} does not say which field a column is",
            'Write --map "Headline=title", or --map Headline= to leave it out.',
        )
    if not name.strip():
        return column.strip(), None
    field = field_named(name.strip())
    if field is None:
        raise MisuseError(
            f"--map {given!r} names the field {name.strip()!r}, which is none",
            f"The fields are: {', '.join(GIVEN_FIELDS)}.",
        )
    return column.strip(), field.name


def _address(given: str) -> str:
    url, masked = given.strip(), without_login(given.strip(), "***@")
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme.lower() in {"http", "https"} and parts.hostname
    except ValueError:
        is_whole = None
    if not is_whole:
        raise MisuseError(
            f"--base {masked!r} is no address of a page",
            "Write it as the browser shows it: https://example.org/news/.",
        )
    if masked != url:
        raise MisuseError(
            f"--base {masked!r} contains a user name or password, which readers would"
            " see in sources",
            "Enter the URL without it.",
        )
    return url


def _selectors(given: str) -> dict[str, str]:
    """Return the CSS selector of each name; a comma within one is part of it."""
    found: dict[str, str] = {}
    last = ""
    for part in given.split(","):
        name, equals, css = (each.strip() for each in part.partition("="))
        # A word before "=" is a name, but for one within [brackets] of a selector.
        is_within = last and found[last].count("[") > found[last].count("]")
        if equals and name in SELECTED:
            last = name
            found[last] = css
        elif equals and name.isalpha() and not is_within:
            raise MisuseError(
                f"--select {given!r} names {name!r}, which is no part of an entry",
                f"The names are: {', '.join(SELECTED)}.",
            )
        elif last:
            found[last] += f",{part}"
        else:
            break
    if not found or not all(found.values()):
        raise MisuseError(
            f"--select {given!r} does not say what stands where",
            f"Write NAME=CSS with commas between; the names: {', '.join(SELECTED)}.",
        )
    return found
