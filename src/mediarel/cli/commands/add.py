"""Implement `mediarel add`: record a new statement."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediarel.archive.add import add
from mediarel.archive.duplicates import LikelyDuplicateError
from mediarel.archive.session import open_session
from mediarel.check.slips import is_file_name
from mediarel.cli import asking, drafts, environment, original, prompts
from mediarel.cli.command_line import value_whole
from mediarel.cli.intake import miscounted_signatories, names_left_out, tell_near
from mediarel.cli.normalising import mend_names, tell_future_dates
from mediarel.cli.options import common, fields
from mediarel.cli.public import tell_embargoes, tell_printed
from mediarel.cli.recording import Recording, record
from mediarel.cli.telling import printing
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.widths import shortened
from mediarel.errors import Command, Hint, MisuseError, Placeholder, shorten
from mediarel.model.fields import FIELDS
from mediarel.model.readers import read_field
from mediarel.model.statement import read_draft
from mediarel.release.document import Document, date_of, read_document
from mediarel.release.headline import headline
from mediarel.text.damaged import cleaned
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from mediarel.archive.archive import Archive
    from mediarel.dates.typed import DayOrder
    from mediarel.model.statement import Draft, Statement

EXAMPLES = (
    "mediarel add --date '16 July 2012' --program CLEC --text 'Release him.'",
    "mediarel add --date 2012-07 --program CLEC --title 'On land' --tag land",
    "mediarel add --date today --program CLEC --text - < statement.txt",
    "mediarel add --program CLEC joint-statement.txt",
    "mediarel add --translation-of 3 --title 'សូមដោះលែងគាត់'",
)


_SHOWN = 300  # columns of a value before it is saved
_ASKED = ("type", "signatories")
_TOLD = ("type", "place")


@fields.field_options()
def run(
    context: typer.Context,
    options: fields.FieldOptions,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]…",
            help="Documents, a statement each; - is text on standard input.",
            readable=False,  # reported when the file is read
        ),
    ] = None,
    ocr: Annotated[
        bool,
        typer.Option("--ocr", help="Read pages that are pictures, with tesseract."),
    ] = False,
    patience: common.Patience = 30,
    allow_duplicate: Annotated[
        bool, typer.Option("--allow-duplicate", help="Add it though it looks known.")
    ] = False,
    day_first: fields.DayFirst = False,
    month_first: fields.MonthFirst = False,
    translation_of: original.Given = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Add a statement and print its id, or one for each document.

    On a terminal you are asked for what you leave out.
    """
    values = fields.given(options.values, day_first=day_first, month_first=month_first)
    read_date = environment.read_bare_date
    if day_first or month_first:
        read_date = partial(
            environment.read_date, day_first=day_first, month_first=month_first
        )
    said = frozenset(values)
    order = environment.day_order(day_first=day_first, month_first=month_first)
    with environment.archive(context, archive) as opened:
        opened.confirm_change()  # before anything is typed
        mend_names(opened, values, yes=yes)
        source = original.chosen_original(context, opened, translation_of)
        shared = source.shared if source else {}
        if files:
            _refuse_words(context, files)
            how = (values, read_date, order, patience, ocr, allow_duplicate, yes)
            recorded = _recorded(opened, files, *how, source)
            _print_added(recorded)
            _tell_near(opened, recorded, allow_duplicate=allow_duplicate)
            return
        dated = "" if "date" in values else _date_in_text(values, order)
        usual = environment.usual_values(opened)
        unsaid = _usual_program(usual, {**shared, **values})
        values.update(unsaid)
        given = {**shared, **values}
        missing = missing_fields({**given, "date": dated} if dated else given)
        if missing and not environment.is_interactive():
            raise MisuseError(
                f"missing: {', '.join(missing)}",
                "Give them as options, or run this on a terminal to be asked.",
            )
        if missing:
            added = _asked_and_added(
                opened,
                values,
                read_date,
                said=said,
                order=order,
                allow_duplicate=allow_duplicate,
                yes=yes,
                source=source,
            )
        else:
            if dated:
                values["date"] = dated
            read = read_document(values, said=said, order=order)
            taken = source.fill(read.fields) if source else []
            draft = _draft(read, usual)
            if source:
                source.refuse(draft)
            added = _added(opened, draft, allow_duplicate=allow_duplicate, yes=yes)
        _print_added([added])
        _tell_near(opened, [added], allow_duplicate=allow_duplicate)
    if dated and not missing:
        another = Command("edit", added.id, "--date", Placeholder("DATE"))
        told = f"Its date is {added.date}, as its text says. To give another: "
        environment.tell(Hint(told, another))
    if not missing:
        _tell_read(read, added, unsaid)
    if source and not missing:
        original.tell_taken(source, added, taken)


def _refuse_words(context: typer.Context, files: list[Path]) -> None:
    """Raise MisuseError if missing files are probably the words of an option."""
    missing = [str(path) for path in files if not path.exists()]
    if not missing:
        return

    if any(map(is_file_name, missing)):
        return
    if (whole := value_whole(context)) is not None:
        raise MisuseError(
            f"there is no file {shorten(files[0])!r}",
            Hint("A value of several words needs quotes: ", whole),
        )


def _recorded(
    opened: Archive,
    files: list[Path],
    *how: Any,
) -> list[Statement]:
    return record(opened, files, Recording(*how))


def _tell_near(
    opened: Archive, added: list[Statement], *, allow_duplicate: bool
) -> None:
    if not allow_duplicate:
        tell_near(opened, added)
    new = [(None, each) for each in added]
    tell_embargoes(new)
    tell_future_dates(new)
    tell_printed(opened, new)


def _print_added(added: list[Statement]) -> None:
    """Print the IDs of the `added` statements, and their headlines to stderr."""
    ids = [each.id for each in added]
    made = f"statement {wording.numbers(ids)}"
    with printing(made, Hint("See it: ", Command("show", ids[0]))):
        for each in added:
            typer.echo(each.id)
    for each in added:
        environment.tell(f"Added {each.id}: {spaced_once(headline(each))}")


def missing_fields(values: Mapping[str, object]) -> list[str]:
    """Return the options of missing required fields."""
    missing = [
        field.option for field in FIELDS if field.required and field.name not in values
    ]
    if "title" not in values and "text" not in values:
        missing.append("--title or --text")
    return missing


def _date_in_text(values: Mapping[str, object], order: DayOrder | None) -> str:
    """Return the date that the text names as its own, "" if it names none."""
    return date_of(str(values.get("text") or ""), order)


def _asked_and_added(
    opened: Archive,
    values: dict[str, Any],
    read_date: asking.ReadDate,
    *,
    said: frozenset[str],
    order: DayOrder | None,
    allow_duplicate: bool,
    yes: bool,
    source: original.Original | None,
) -> Statement:
    """Ask for missing fields, show the statement, and add it after confirmation.

    Until then, the answers are kept as a draft.
    """
    for name, value in values.items():
        read_field(name, value)  # report invalid values before asking questions
    with drafts.place(opened) as path:
        proposed = drafts.offered(path)
        defaults = environment.usual_values(opened)
        usual = {**defaults}
        usual.update(source.propose(values) if source else {})
        usual.update(proposed)
        with drafts.kept(opened, path, values, proposed) as keep:
            asking.tell_how(proposed)
            asking.take_unasked(values, proposed)
            asking.ask_for_words(values, usual, keep)
            read = read_document(values, said=said, order=order)
            dated = _date_in_text(values, order)
            usual.update({"date": dated} if dated else {})
            usual = {**usual, **_proposed(read), **proposed}
            asking.ask_for_the_rest(opened, values, usual, read_date, keep)
            read = read_document(values, said=said, order=order)
            draft = _draft(read, defaults)
            if source:
                source.refuse(draft)
            show_draft(draft)
            prompts.confirm("Save it?", yes=yes, default=True)
            return _added(opened, draft, allow_duplicate=allow_duplicate, yes=yes)


def _proposed(read: Document) -> dict[str, Any]:
    """Return the fields read from the text, if they are also asked for."""
    return {name: read.fields[name] for name in read.read if name in _ASKED}


def _draft(read: Document, usual: Mapping[str, str]) -> Draft:
    return read_draft(
        cleaned(read.fields),
        default_type=usual["type"],
        default_language=usual.get("language"),
    )


def _usual_program(
    usual: Mapping[str, str], given: Mapping[str, object]
) -> dict[str, str]:
    """Return the archive's default issuer if none is given; on a terminal, ask."""
    if "program" in given or environment.is_interactive():
        return {}
    return {name: value for name, value in usual.items() if name == "program"}


def _tell_read(read: Document, added: Statement, unsaid: Container[str]) -> None:
    """Report which fields were read from the text, and which have default values.

    The fields in `unsaid` have the archive's default value.
    """
    told = [f"{name} {getattr(added, name)}" for name in read.read if name in _TOLD]
    if "title" in read.read:
        told.insert(0, "title")
    if "signatories" in read.read:
        count = len(added.signatories)
        told.append(f"{count:,} signator{'y' if count == 1 else 'ies'}")
    if told:
        environment.tell(f"Read from its text: {', '.join(told)}.")
    if read.miscount:
        environment.tell(f"Careful: {miscounted_signatories(read.miscount)}.")
    if "signatories" in read.read and (left_out := names_left_out(added)):
        environment.tell(f"Careful: {left_out}.")
    if "program" in unsaid:
        environment.tell(f"No issuer given; recorded as {added.program}.")
    if not read.fields.get("type"):
        another = Command("edit", added.id, "--type", Placeholder("TYPE"))
        told_type = f"No type given; recorded as {added.type}. To change it: "
        environment.tell(Hint(told_type, another))


def show_draft(draft: Draft) -> None:
    """Show the fields to be saved on stderr."""
    for name, value in draft.fields().items():
        if value:
            # The beginning of a long text is enough: the user has just written it.
            shown = shortened(spaced_once(wording.value_of(value)), _SHOWN)
            environment.tell(f"  {name}: {shown}")


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
