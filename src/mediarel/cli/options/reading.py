"""Parse the values of options for reading files."""

import re
from typing import NamedTuple

from mediarel import errors
from mediarel.cli.options.common import public_url
from mediarel.model.fields import GIVEN_FIELDS, field_named

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


def column(given: str) -> Column:
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


def page_url(given: str) -> str:
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


def selectors(given: str) -> dict[str, str]:
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
