"""The options for the fields of a statement, which `add` and `edit` share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediarel.cli import environment, reading
from mediarel.cli.options.common import values_of
from mediarel.errors import MisuseError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PANEL = "Fields"

Date = Annotated[
    str | None,
    typer.Option(
        help="The date it is listed under: 2012-07-16, 2012-07, 2012, 16 July 2012.",
        rich_help_panel=_PANEL,
    ),
]
Program = Annotated[
    str | None,
    typer.Option(
        help="Who issued it.",
        autocompletion=values_of("program"),
        rich_help_panel=_PANEL,
    ),
]
Type = Annotated[
    str | None,
    typer.Option(
        help="Joint Statement, Press Release, Open Letter, …",
        autocompletion=values_of("type"),
        rich_help_panel=_PANEL,
    ),
]
Title = Annotated[
    str | None, typer.Option(help="Its headline.", rich_help_panel=_PANEL)
]
Text = Annotated[
    str | None,
    typer.Option(help="Its text; - reads standard input.", rich_help_panel=_PANEL),
]
Place = Annotated[
    str | None,
    typer.Option(
        help="Where it was issued; by default, as its dateline says.",
        rich_help_panel=_PANEL,
    ),
]
Signatory = Annotated[
    list[str] | None,
    typer.Option(help="Who signed it; once for each.", rich_help_panel=_PANEL),
]
Tag = Annotated[
    list[str] | None,
    typer.Option(
        help="A tag; once for each.",
        autocompletion=values_of("tag"),
        rich_help_panel=_PANEL,
    ),
]
AddSignatory = Annotated[
    list[str] | None,
    typer.Option(help="One more who signed it.", rich_help_panel=_PANEL),
]
DropSignatory = Annotated[
    list[str] | None,
    typer.Option(help="One who did not sign it.", rich_help_panel=_PANEL),
]
AddTag = Annotated[
    list[str] | None,
    typer.Option(
        help="One more tag.",
        autocompletion=values_of("tag"),
        rich_help_panel=_PANEL,
    ),
]
DropTag = Annotated[
    list[str] | None,
    typer.Option(
        help="A tag to take off.",
        autocompletion=values_of("tag"),
        rich_help_panel=_PANEL,
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        help="Its language, en or km; by default, told by its script.",
        rich_help_panel=_PANEL,
    ),
]
Source = Annotated[
    str | None,
    typer.Option(help="The URL where it was found.", rich_help_panel=_PANEL),
]
DayFirst = Annotated[
    bool, typer.Option("--day-first", help="Read 03/04/2012 as 3 April.")
]
MonthFirst = Annotated[
    bool, typer.Option("--month-first", help="Read 03/04/2012 as 4 March.")
]


def given(
    values: Mapping[str, Any], *, day_first: bool, month_first: bool
) -> dict[str, object]:
    """Return the fields that were given as options, as JSON values.

    A date is read as a person types it; the text `-` is read from stdin.

    Raises InvalidDateError, UnreadableInputError, or MisuseError for both orders.
    """
    if day_first and month_first:
        raise MisuseError(
            "--day-first and --month-first can't both be meant", "Leave one out."
        )
    fields = {name: value for name, value in values.items() if value is not None}
    if "date" in fields:
        fields["date"] = str(
            environment.read_date(
                fields["date"], day_first=day_first, month_first=month_first
            )
        )
    if fields.get("text") == "-":
        _, fields["text"] = reading.text_of(Path("-"))
    return fields
