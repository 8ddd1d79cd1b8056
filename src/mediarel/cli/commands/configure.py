"""Implement `mediarel configure`: set the archive's name and default values."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import typer

from mediarel import errors
from mediarel.archive.name import configure, read_name
from mediarel.archive.session import open_session
from mediarel.cli import environment, normalising
from mediarel.cli.messages import notify, report_done
from mediarel.cli.options.parameters import option
from mediarel.cli.terminal.tables import Column, show_table
from mediarel.model.fields import field_named
from mediarel.model.readers import read_field
from mediarel.store.records import NAME, USUAL, USUAL_FIELDS

_COLUMNS = (Column("Setting", itemgetter(0)), Column("Value", itemgetter(1)))
EXAMPLES = (
    "mediarel configure",
    "mediarel configure --name 'Releases of our network'",
    "mediarel configure --usual language=km --usual type=",
)


def run(
    context: typer.Context,
    name: str | None = option(
        "--name NAME", "Name of the archive; '' removes the name."
    ),
    usual: list[str] | None = option(
        "--usual FIELD=VALUE",
        "Usual program (issuer), type or language of new statements. To remove"
        " a usual value: FIELD=. Can be repeated. Example: language=km",
    ),
) -> None:
    """Set the name of the archive and the usual values of new statements.

    Without options, print the name and the usual values.
    """
    if name is None and not usual:
        with environment.archive(context) as opened:
            show_table(_COLUMNS, [("name", opened.name()), *opened.usual().items()])
        return
    values = _usual_values(usual or ())
    new_name = None if name is None else read_name(name)
    with environment.archive(context) as opened:
        with open_session(opened, "edit") as session:
            changed = configure(session, new_name, values)
        kept = opened.usual()
    messages = []
    if NAME in changed:
        messages = [f"The name of the archive is now {new_name}."]
        if not new_name:
            messages = ["The archive no longer has a name."]
    if USUAL in changed:
        usual_now = ", ".join(f"{field} {value}" for field, value in kept.items())
        messages.append(f"Usual values of new statements: {usual_now or 'none'}.")
    if messages:
        report_done(" ".join(messages))
    else:
        notify("Nothing changed.")


def _usual_values(given: Sequence[str]) -> dict[str, Any]:
    """Parse usual values in the form FIELD=VALUE, and map each field to its value.

    If a field is repeated, the last value is used.

    Raises MisuseError or InvalidFieldError.
    """
    values: dict[str, Any] = {}
    for each in given:
        word, sign, value = each.partition("=")
        field = field_named(word)
        name = field.name if field else word
        if not sign or name not in USUAL_FIELDS:
            what = f"has no field {errors.shorten(word)!r}"
            if not sign:
                what = f"{errors.shorten(each)!r} does not have the form FIELD=VALUE"
            raise errors.MisuseError(
                f"--usual {what}",
                f"The fields are {', '.join(USUAL_FIELDS)}. Example: ",
                errors.Command("configure", "--usual", "language=km"),
            )
        values[name] = value.strip()
    normalising.normalise(values)
    return {name: text and read_field(name, text) for name, text in values.items()}
