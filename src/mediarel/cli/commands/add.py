"""Implement `mediarel add`: record new statements."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.proposal import Proposal, Usual, proposal
from mediarel.check.slips import is_file_name
from mediarel.cli import asking, environment, normalising, prompts, recording, reporting
from mediarel.cli.command_line import value_whole
from mediarel.cli.messages import notify, printing
from mediarel.cli.options import common, completion, fields
from mediarel.cli.options.parameters import argument, flag, option, whole_number
from mediarel.cli.prompts import readline_here
from mediarel.cli.terminal import wording
from mediarel.documents.document_text import DocumentText
from mediarel.model.readers import read_field
from mediarel.model.statement import Draft, Statement
from mediarel.release.headline import headline
from mediarel.text.languages import UNDETERMINED, default_for
from mediarel.text.lines import spaced_once


@fields.field_options()
def run(
    context: typer.Context,
    files: list[Path] | None = argument(
        "[FILE]…",
        "Documents to add; each becomes a statement. For standard input: -"
        " Example: letter.pdf",
        readable=False,
    ),
    ocr: bool = flag("--ocr", "Read scanned pages, with tesseract."),
    patience: int = option(
        "--patience SECONDS",
        "Maximum time to read one file.",
        default=30,
        parser=whole_number,
    ),
    allow_duplicate: bool = flag("--allow-duplicate", "Add a likely duplicate anyway."),
    options: fields.FieldOptions = fields.NO_OPTIONS,
    translation_of: str | None = option(
        "--translation-of ID",
        "ID of the original, if this is a translation.",
        autocompletion=completion.ids,
    ),
    yes: bool = common.YES,
) -> None:
    """Add a statement, or a statement for each document, and print the IDs.

    On a terminal, mediarel asks for missing fields.

    Examples:
      mediarel add --date '16 July 2012' --program CLEC --text 'Release him.'
      mediarel add --date 2012-07 --program CLEC --title 'On land' --tag land
      mediarel add --date today --program CLEC --text - < statement.txt
      mediarel add --program CLEC joint-statement.txt
      mediarel add --translation-of 3 --title 'សូមដោះលែងគាត់'
    """
    _refuse_words(context, files or [])
    values = fields.given(options)
    with environment.archive(context) as opened:
        opened.confirm_change()  # before anything is typed
        normalising.correct_names(opened, values, yes=yes)
        source = recording.chosen_original(context, opened, translation_of)
        how = recording.Recording(
            values, options.order, patience, ocr, allow_duplicate, yes, source
        )
        if files:
            added = recording.record(opened, files, how)
        else:
            added = [_add_one(opened, how)]
        _report_added(opened, added, how)


def _refuse_words(context: typer.Context, files: list[Path]) -> None:
    """Raise MisuseError if a value of several words was probably typed without quotes.

    In `--title On land`, Typer reads `land` as the name of a file.
    """
    missing = [str(path) for path in files if not path.exists()]
    whole = value_whole(context)
    if missing and whole is not None and not any(map(is_file_name, missing)):
        raise errors.MisuseError(
            f"there is no file {errors.shorten(files[0])!r}",
            whole,
        )


def _add_one(opened: Archive, how: recording.Recording) -> Statement:
    """Add a statement with the values of the options.

    If values are missing, ask for them. Raises MisuseError if there is no terminal.
    """
    defaults = environment.usual_values(opened)
    usual = Usual(defaults["type"], defaults.get("program"))
    proposed = _proposed(how.given, usual, how)
    missing = proposed.missing()
    if not missing:
        (added,) = recording.add_drafts(opened, [_draft(proposed, defaults)], (), how)
        recording.report_proposal(proposed, passed=(*how.given, "language"))
        return added
    if prompts.is_interactive():
        return _asked_and_added(opened, usual, defaults, how)
    raise errors.MisuseError(
        f"missing: {', '.join(missing)}",
        "Add the missing options, or run the command in a terminal to be asked.",
    )


def _proposed(
    values: Mapping[str, Any], usual: Usual, how: recording.Recording
) -> Proposal:
    """Return a proposal for a statement with these values.

    If a field has no value, a value found in the text is used. If the text has no value
    for the field, a translation gets the value of its original.
    """
    given = {name: v for name, v in values.items() if v or name in how.given}
    made = proposal(DocumentText(""), "", given, usual, order=how.order)
    return how.original.filled(made) if how.original else made


def _draft(proposed: Proposal, defaults: Mapping[str, str]) -> Draft:
    """Return the new statement. If its language is unknown, use the usual language."""
    draft = proposed.draft()
    if draft.language != UNDETERMINED:
        return draft
    text = draft.text or draft.title or ""
    return draft.replace(language=default_for(text, defaults.get("language")))


def _report_added(
    opened: Archive, added: list[Statement], how: recording.Recording
) -> None:
    """Print the IDs of the added statements to stdout, and headlines to stderr."""
    ids = [each.id for each in added]
    seen = errors.Command("show", ids[0])
    with printing(wording.statements(ids), "See it: ", seen):
        print(*ids, sep="\n")
    for each in added:
        notify(f"Added {each.id}: {spaced_once(headline(each))}")
    if not how.allow_duplicate:
        reporting.report_near(opened, added)
    reporting.report_effects(opened, [(None, each) for each in added])


def _asked_and_added(
    opened: Archive, usual: Usual, defaults: Mapping[str, str], how: recording.Recording
) -> Statement:
    """Ask for missing fields, show the statement, and add it after confirmation.

    Until the statement is added, the answers are kept as a draft.
    """
    for name, value in how.given.items():
        read_field(name, value)  # report invalid values before asking questions
    with asking.draft(opened, how.given) as (values, keep):
        completes = "" if readline_here() is None else " Press Tab to complete a value."
        notify(f"Press Enter to accept the value in brackets, or to skip.{completes}")
        asking.ask_for_words(values, how.given, keep)
        known = _proposed(values, usual, how).fields
        asking.ask_for_the_rest(opened, values, how.given, known, keep)
        draft = _draft(_proposed(values, usual, how), defaults)
        shown = Proposal("", draft.fields(), {})
        recording.report_proposal(shown, with_text=True)
        draft = recording.confirmed(shown, yes=how.yes).draft()
        return recording.add_drafts(opened, [draft], (), how)[0]
