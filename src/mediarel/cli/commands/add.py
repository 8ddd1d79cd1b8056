"""`mediarel add`: a new statement."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.add import add
from mediarel.archive.duplicates import LikelyDuplicateError
from mediarel.archive.session import open_session
from mediarel.cli import editor, environment, prompts
from mediarel.cli.options import common, fields
from mediarel.cli.telling import printing
from mediarel.cli.terminal import wording
from mediarel.errors import Command, Hint, MisuseError
from mediarel.model.fields import FIELDS
from mediarel.model.readers import read_field
from mediarel.model.statement import DEFAULT_TYPE, read_draft
from mediarel.release.dateline import read_dateline
from mediarel.release.head import with_dateline
from mediarel.release.headline import headline
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mediarel.archive.archive import Archive
    from mediarel.dates.edtf import PartialDate
    from mediarel.model.fields import Field
    from mediarel.model.statement import Draft, Statement

EXAMPLES = (
    "mediarel add --date '16 July 2012' --program CLEC --text 'Release him.'",
    "mediarel add --date 2012-07 --program CLEC --title 'On land' --tag land",
    "mediarel add --date today --program CLEC --text - < statement.txt",
)


class MissingFieldsError(MisuseError):
    """Required fields were not given, and there is no one to ask."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            f"missing: {', '.join(missing)}",
            "Give them as options, or run this on a terminal to be asked.",
        )


@fields.field_options()
def run(
    context: typer.Context,
    options: fields.FieldOptions,
    allow_duplicate: Annotated[
        bool, typer.Option("--allow-duplicate", help="Add it though it looks known.")
    ] = False,
    day_first: fields.DayFirst = False,
    month_first: fields.MonthFirst = False,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Add a statement and print its id.

    On a terminal you are asked for what is missing; the text in your editor.
    """
    values = fields.given(options.values, day_first=day_first, month_first=month_first)
    read_date = environment.read_bare_date
    if day_first or month_first:
        read_date = partial(
            environment.read_date, day_first=day_first, month_first=month_first
        )
    with environment.archive(context, archive) as opened:
        missing = missing_fields(values)
        if missing and not environment.is_interactive():
            raise MissingFieldsError(missing)
        written = ask_for_words(values)
        with editor.kept_on_failure(written, "text.md"):
            ask_for_the_rest(opened, values, read_date)
            default = environment.settings().type or DEFAULT_TYPE
            draft = read_draft(with_dateline(values), default_type=default)
            if missing:
                show_draft(draft)
                prompts.confirm("Save it?", yes=yes, default=True)
            added = _added(opened, draft, allow_duplicate=allow_duplicate, yes=yes)
    with printing(f"statement {added.id}", Hint("See it: ", Command("show", added.id))):
        typer.echo(added.id)
    environment.tell(f"Added {added.id}: {spaced_once(headline(added))}")


def missing_fields(values: dict[str, object]) -> list[str]:
    """Return the options that are required and were not given."""
    missing = [
        field.option for field in FIELDS if field.required and field.name not in values
    ]
    if "title" not in values and "text" not in values:
        missing.append("--title or --text")
    return missing


def ask_for_words(values: dict[str, object]) -> str:
    """Ask for title and text if `values` has neither; return what was written."""
    if "title" in values or "text" in values:
        return ""
    values["title"] = prompts.ask("Title (Enter for none)", lambda _: None) or None
    written = editor.edited("", "text.md")
    values["text"] = written or None
    return written


def ask_for_the_rest(
    opened: Archive, values: dict[str, object], read_date: Callable[[str], PartialDate]
) -> None:
    """Ask for the required fields that `values` lacks, and add them to it."""
    for field in FIELDS:
        if field.required and field.name not in values:
            values[field.name] = _asked(field, opened, values, read_date)


def _asked(
    field: Field,
    opened: Archive,
    values: Mapping[str, object],
    read_date: Callable[[str], PartialDate],
) -> str:
    """Ask for one field; Enter takes what is proposed."""
    label, proposed = field.word.capitalize(), ""
    if field.kind.is_date:
        # What the text says of its own date.
        dateline = read_dateline(str(values.get("text") or ""))
        proposed = str(dateline.dated) if dateline and field.name == "date" else ""
        return str(read_date(prompts.ask(label, read_date, proposed)))
    if field.term == "value":
        used = opened.values(field.name)
        proposed = used[0] if used else ""
    return prompts.ask(label, partial(read_field, field.name), proposed)


def show_draft(draft: Draft) -> None:
    """Show on stderr what is to be saved."""
    for name, value in draft.fields().items():
        if value:
            environment.tell(f"  {name}: {wording.value_of(value)}")


def _added(
    opened: Archive, draft: Draft, *, allow_duplicate: bool, yes: bool
) -> Statement:
    try:
        with open_session(opened, "add") as session:
            return add(session, draft, allow_duplicate=allow_duplicate)
    except LikelyDuplicateError as error:
        if not environment.is_interactive() or yes:
            raise
        environment.tell(f"Careful: {error.problem}.")
        prompts.confirm("Add it all the same?", yes=False)
        with open_session(opened, "add") as session:
            return add(session, draft, allow_duplicate=True)
