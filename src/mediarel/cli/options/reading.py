"""Define the options for reading files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from mediarel import errors
from mediarel.cli.options.common import whole_number
from mediarel.cli.options.completion import values_of
from mediarel.formats.encoding import checked
from mediarel.formats.entries import ReadOptions
from mediarel.model.fields import GIVEN_FIELDS, field_named
from mediarel.text.urls import without_login

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.dates.typed import DayOrder

_PANEL = "Reading"
# The option that sets each field, as the user types it.
GIVEN_BY = {
    "columns": "--map",
    "encoding": "--encoding",
    "order": "--day-first or --month-first",
    "select": "--select",
    "base": "--base",
    "undated": "--undated",
    "pick": "--pick",
    "read_text": "--read-text",
}
SELECTED = ("entry", "date", "title", "text", "link")

Program = Annotated[
    str | None,
    typer.Option(
        "--issuer",
        "--program",
        metavar="NAME",
        help="Issuer of statements without issuer. On a page: of all statements.",
        autocompletion=values_of("program"),
        rich_help_panel=_PANEL,
    ),
]
Type = Annotated[
    str | None,
    typer.Option(
        metavar="TYPE",
        help="Type of statements without a type. Example: Press Release",
        autocompletion=values_of("type"),
        rich_help_panel=_PANEL,
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN=FIELD",
        help="Field for a column. To skip a column, use COLUMN=. Can be repeated."
        " Example: Headline=title",
        rich_help_panel=_PANEL,
    ),
]
ReadText = Annotated[
    bool,
    typer.Option(
        "--read-text",
        help="Search all texts of a table for type, place and signatories.",
        rich_help_panel=_PANEL,
    ),
]
Select = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=CSS,…",
        help="CSS selectors for parts of a web page. Example: entry=li,date=time",
        rich_help_panel=_PANEL,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Character encoding of the files (default: detected). Example: cp1252",
        rich_help_panel=_PANEL,
    ),
]
Base = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="URL of a saved web page, for its relative links."
        " Example: https://example.org/news/",
        rich_help_panel=_PANEL,
    ),
]
Pick = Annotated[
    int | None,
    typer.Option(
        parser=whole_number,
        metavar="N",
        help="If a page can be read in several ways, use number N.",
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
    pick: int | None,
    read_text: bool,
) -> ReadOptions:
    """Return the options in the form that formats expect.

    Raises MisuseError.
    """
    return ReadOptions(
        columns=dict(map(_column, columns or ())),
        encoding=checked(encoding) if encoding else None,
        order=order,
        select=_selectors(select) if select else {},
        base=_address(base) if base else None,
        undated=undated,
        pick=pick,
        read_text=read_text,
    )


def _column(given: str) -> tuple[str, str | None]:
    """Return the column in `given` and its field; None ignores the column."""
    column, equals, name = given.rpartition("=")
    if not equals or not column.strip():
        raise errors.MisuseError(
            f"--map {given!r} does not have the form COLUMN=FIELD",
            'Example: --map "Headline=title". To skip a column: --map Headline=',
        )
    if not name.strip():
        return column.strip(), None
    field = field_named(name.strip())
    if field is None:
        raise errors.MisuseError(
            f"--map {given!r} names an unknown field, {name.strip()!r}",
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
        raise errors.MisuseError(
            f"--base {masked!r} is not the URL of a web page",
            "Enter the URL from your browser. Example: https://example.org/news/",
        )
    if masked != url:
        raise errors.MisuseError(
            f"--base {masked!r} contains a user name or password, which would become"
            " public",
            "Enter the URL without it.",
        )
    return url


def _selectors(given: str) -> dict[str, str]:
    """Return the CSS selector of each name; a selector may contain commas."""
    found: dict[str, str] = {}
    last = ""
    for part in given.split(","):
        name, equals, css = (each.strip() for each in part.partition("="))
        # A word before "=" is a name, except within [brackets] of a selector.
        is_within = last and found[last].count("[") > found[last].count("]")
        if equals and name in SELECTED:
            last = name
            found[last] = css
        elif equals and name.isalpha() and not is_within:
            raise errors.MisuseError(
                f"--select {given!r} names an unknown part, {name!r}",
                f"The parts are: {', '.join(SELECTED)}.",
            )
        elif last:
            found[last] += f",{part}"
        else:
            break
    if not found or not all(found.values()):
        raise errors.MisuseError(
            f"--select {given!r} does not have the form NAME=CSS,…",
            f"The names are: {', '.join(SELECTED)}. Example: entry=li,date=time",
        )
    return found
