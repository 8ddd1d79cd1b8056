"""Define options for commands that read files."""

import re
from typing import Annotated, NamedTuple

import typer

from mediarel import errors
from mediarel.cli.options.common import public_url
from mediarel.cli.options.completion import values_of
from mediarel.cli.options.numbers import whole_number
from mediarel.formats.encoding import checked
from mediarel.model.fields import GIVEN_FIELDS, field_named

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


class Column(NamedTuple):
    """A column of a table, and its field. If the field is None, ignore the column."""

    name: str
    field: str | None


def _column(given: str) -> Column:
    """Parse a column and its field: `Headline=title`, or `Headline=` to ignore it."""
    column, equals, name = map(str.strip, given.rpartition("="))
    if not equals or not column:
        raise errors.MisuseError(
            f"--map {given!r} does not have the form COLUMN=FIELD",
            'Example: --map "Headline=title". To skip a column: --map Headline=',
        )
    if not name:
        return Column(column, None)
    field = field_named(name)
    if field is None:
        raise errors.MisuseError(
            f"--map {given!r} names an unknown field, {name!r}",
            f"The fields are: {', '.join(GIVEN_FIELDS)}.",
        )
    return Column(column, field.name)


def _page_url(given: str) -> str:
    """Check the URL of a web page, and return it.

    Raises MisuseError, or BadParameter if the URL contains a user name or password.
    """
    url = public_url(given.strip())
    if not re.match(r"https?://\w", url, re.IGNORECASE):
        raise errors.MisuseError(
            f"--base {url!r} is not the URL of a web page",
            "Enter the URL from your browser. Example: https://example.org/news/",
        )
    return url


def _selectors(given: str) -> dict[str, str]:
    """Parse CSS selectors such as `entry=li,date=time`. A selector may have commas."""
    parts = re.split(r",(?=\s*[A-Za-z]+\s*=)", given)
    found = {
        name.strip(): css.strip()
        for name, _, css in (part.partition("=") for part in parts)
    }
    if not (found.keys() <= {*SELECTED} and all(found.values())):
        raise errors.MisuseError(
            f"--select {given!r} does not have the form NAME=CSS,…",
            f"The names are: {', '.join(SELECTED)}. Example: entry=li,date=time",
        )
    return found


Program = Annotated[
    str | None,
    typer.Option(
        "--issuer",
        "--program",
        metavar="NAME",
        help="Issuer of statements without an issuer. On a web page: issuer of all"
        " statements.",
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
    list[Column] | None,
    typer.Option(
        parser=_column,
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
        help="For tables: find type, place and signatories in the texts.",
        rich_help_panel=_PANEL,
    ),
]
Select = Annotated[
    dict[str, str] | None,
    typer.Option(
        parser=_selectors,
        metavar="NAME=CSS,…",
        help="CSS selectors for parts of a web page. Example: entry=li,date=time",
        rich_help_panel=_PANEL,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        parser=checked,
        metavar="NAME",
        help="Character encoding of the files (default: detected). Example: cp1252",
        rich_help_panel=_PANEL,
    ),
]
Base = Annotated[
    str | None,
    typer.Option(
        parser=_page_url,
        metavar="URL",
        help="Original URL of a saved web page, to complete relative links."
        " Example: https://example.org/news/",
        rich_help_panel=_PANEL,
    ),
]
Pick = Annotated[
    int | None,
    typer.Option(
        parser=whole_number,
        metavar="N",
        help="If a page can be read in several ways, use the way with this number.",
        rich_help_panel=_PANEL,
    ),
]
