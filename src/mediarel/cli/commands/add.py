"""Implement `mediarel add`: record new statements."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediarel import errors
from mediarel.archive.proposal import Proposal
from mediarel.check.slips import is_file_name
from mediarel.cli import asking, drafts, environment, original
from mediarel.cli.command_line import value_whole, with_options
from mediarel.cli.commands import reporting
from mediarel.cli.intake import miscounted_signatories, tell_near
from mediarel.cli.normalising import mend_names
from mediarel.cli.options import common, fields
from mediarel.cli.recording import Recording, add_drafts, confirmed, record
from mediarel.cli.telling import printing
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.intake import tell_proposal
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
    from mediarel.model.statement import Draft, Statement

EXAMPLES = (
    "mediarel add --date '16 July 2012' --program CLEC --text 'Release him.'",
    "mediarel add --date 2012-07 --program CLEC --title 'On land' --tag land",
    "mediarel add --date today --program CLEC --text - < statement.txt",
    "mediarel add --program CLEC joint-statement.txt",
    "mediarel add --translation-of 3 --title 'សូមដោះលែងគាត់'",
)


_QUOTES = "A value of several words needs quotes: "
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
            help="Documents to add; each becomes a statement. For standard input: -"
            " Example: letter.pdf",
            readable=False,  # reported when the file is read
        ),
    ] = None,
    ocr: Annotated[
        bool, typer.Option("--ocr", help="Read scanned pages, with tesseract.")
    ] = False,
    patience: common.Patience = 30,
    allow_duplicate: Annotated[
        bool, typer.Option("--allow-duplicate", help="Add a likely duplicate anyway.")
    ] = False,
    day_first: fields.DayFirst = False,
    month_first: fields.MonthFirst = False,
    translation_of: original.Given = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Add a statement, or one for each document, and print the IDs.

    On a terminal, mediarel asks for missing fields.
    """
    try:
        values = fields.given(
            options.values, day_first=day_first, month_first=month_first
        )
    except errors.InvalidDateError as error:
        if files and (whole := value_whole(context)) is not None:
            error.hint = errors.Hint(_QUOTES, whole)
        raise
    order = environment.day_order(day_first=day_first, month_first=month_first)
    read_date = environment.read_bare_date
    if order is not None:
        read_date = partial(
            environment.read_date, day_first=day_first, month_first=month_first
        )
    with environment.archive(context, archive) as opened:
        opened.confirm_change()  # before anything is typed
        mend_names(opened, values, yes=yes)
        source = original.chosen_original(context, opened, translation_of)
        how = Recording(
            values, read_date, order, patience, ocr, allow_duplicate, yes, source
        )
        if files:
            _refuse_words(context, files)
            _tell_added(opened, record(opened, files, how), how)
        else:
            _add_one(context, opened, values, how)


def _refuse_words(context: typer.Context, files: list[Path]) -> None:
    """Raise MisuseError if missing files are probably part of an unquoted value."""
    missing = [str(path) for path in files if not path.exists()]
    whole = value_whole(context)
    if missing and whole is not None and not any(map(is_file_name, missing)):
        raise errors.MisuseError(
            f"there is no file {errors.shorten(files[0])!r}",
            errors.Hint(_QUOTES, whole),
        )


def _add_one(
    context: typer.Context, opened: Archive, values: dict[str, Any], how: Recording
) -> None:
    """Add a statement; on a terminal, ask for missing values.

    Raises MisuseError if values are missing and there is no terminal.
    """
    source, said = how.original, frozenset(values)
    usual = environment.usual_values(opened)
    found = {**(source.shared if source else {}), **values}
    dated = "" if "date" in values else _date_of_text(values, how)
    unsaid = {}
    if "program" in usual.keys() - found.keys() and not environment.is_interactive():
        unsaid = {"program": usual["program"]}
    found |= unsaid | ({"date": dated} if dated else {})
    missing = [f.option for f in FIELDS if f.required and f.name not in found]
    if not found.keys() & {"title", "text"}:
        missing.append("--title or --text")
    if missing and not environment.is_interactive():
        more = [word for each in missing for word in _to_complete(each)]
        raise errors.MisuseError(
            f"missing: {', '.join(missing)}",
            errors.Hint("Complete the command: ", with_options(context, *more)),
        )
    if missing:
        _tell_added(opened, [_asked_and_added(opened, values, how)], how)
        return
    values |= unsaid | ({"date": dated} if dated else {})
    read = read_document(values, said=said, order=how.order)
    taken = source.fill(read.fields) if source else []
    (added,) = add_drafts(opened, [_draft(read, usual)], (), how)
    _tell_added(opened, [added], how)
    if dated:
        edit = errors.Command("edit", added.id, "--date", errors.Placeholder("DATE"))
        told = f"The date {added.date} is from the text. To change it: "
        environment.tell(errors.Hint(told, edit))
    _tell_read(read, added, unsaid)
    if source:
        original.tell_taken(source, added, taken)


def _to_complete(missing: str) -> tuple[str, errors.Placeholder]:
    """Return a missing option and a placeholder for its value."""
    option = missing.partition(" or ")[0]
    return option, errors.Placeholder(option.removeprefix("--").upper())


def _tell_added(opened: Archive, added: list[Statement], how: Recording) -> None:
    """Print the IDs of the added statements, and their headlines to stderr."""
    ids = [each.id for each in added]
    seen = errors.Hint("See it: ", errors.Command("show", ids[0]))
    with printing(wording.statements(ids), seen):
        print(*ids, sep="\n")
    for each in added:
        environment.tell(f"Added {each.id}: {spaced_once(headline(each))}")
    if not how.allow_duplicate:
        tell_near(opened, added)
    reporting.tell_effects(opened, [(None, each) for each in added])


def _date_of_text(values: Mapping[str, object], how: Recording) -> str:
    """Return the date of the release in the text, or "" if the text has no date."""
    return date_of(str(values.get("text") or ""), how.order)


def _asked_and_added(
    opened: Archive, given: dict[str, Any], how: Recording
) -> Statement:
    """Ask for missing fields, show the statement, and add it after confirmation.

    Until the statement is added, the answers are kept as a draft.
    """
    for name, value in given.items():
        read_field(name, value)  # report invalid values before asking questions
    path = drafts.draft_path(opened)
    values = {**drafts.continued(path), **given}
    defaults = environment.usual_values(opened)
    usual = {**defaults, **(how.original.shared if how.original else {})}
    with drafts.kept(opened, path, values, given) as keep:
        asking.tell_how()
        asking.ask_for_words(values, given, keep)
        read = read_document(values, said=given.keys(), order=how.order)
        usual |= {n: read.fields[n] for n in read.read if n in _ASKED}
        if dated := _date_of_text(values, how):
            usual["date"] = dated
        asking.ask_for_the_rest(opened, values, given, usual, how.read_date, keep)
        read = read_document(values, said=given.keys(), order=how.order)
        if how.original:
            how.original.fill(read.fields)
        proposal = Proposal("", _draft(read, defaults).fields(), {})
        tell_proposal(proposal, with_text=True)
        draft = confirmed(proposal, yes=how.yes).draft()
        return add_drafts(opened, [draft], (), how)[0]


def _draft(read: Document, usual: Mapping[str, str]) -> Draft:
    """Return the draft of a statement from a document."""
    return read_draft(
        cleaned(read.fields),
        default_type=usual["type"],
        default_language=usual.get("language"),
    )


def _tell_read(read: Document, added: Statement, unsaid: Container[str]) -> None:
    """Report which fields were read from the text, and which have default values.

    The fields in `unsaid` have the archive's default value.
    """
    told = ["title"] * ("title" in read.read)
    told += [f"{name} {getattr(added, name)}" for name in read.read if name in _TOLD]
    if "signatories" in read.read:
        count = len(added.signatories)
        told.append(f"{count:,} signator{'y' if count == 1 else 'ies'}")
    if told:
        environment.tell(f"Read from the text: {', '.join(told)}.")
    if read.miscount:
        environment.tell(f"Warning: {miscounted_signatories(read.miscount)}.")
    if "program" in unsaid:
        environment.tell(f"No issuer given; recorded as {added.program}.")
    if not read.fields.get("type"):
        edit = errors.Command("edit", added.id, "--type", errors.Placeholder("TYPE"))
        told_type = f"No type given; recorded as {added.type}. To change it: "
        environment.tell(errors.Hint(told_type, edit))
