"""Implement `mediarel edit`, `correct` and `withdraw`: change statements."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import typer

from mediarel import errors
from mediarel.archive import edit, lookup
from mediarel.archive.archive import Archive
from mediarel.archive.links import TranslationPlan, link, planned_link
from mediarel.archive.session import open_session
from mediarel.cli import environment, normalising, prompts, reporting, visibility
from mediarel.cli.asking import commented, edited_until_read, read_fields
from mediarel.cli.command_line import with_options
from mediarel.cli.messages import counted, notify, report_done
from mediarel.cli.options import common, completion, fields, selection
from mediarel.cli.options.parameters import option
from mediarel.cli.terminal import progress, wording
from mediarel.cli.terminal.statements import edit_lines
from mediarel.formats import markdown
from mediarel.formats.name_tables import language_name
from mediarel.history.change import Edit, changed_fields
from mediarel.model.fields import BY_NAME, GIVEN_FIELDS, field_named, shown_name
from mediarel.model.parts import DRAFT, WITHDRAWN
from mediarel.model.statement import Statement
from mediarel.release.document import updated_from_text
from mediarel.text.lines import capitalised, spaced_once

FieldsFor = Callable[[Statement], Mapping[str, object]]
Save = Callable[[Statement, FieldsFor], list[Edit]]
_SHOWN = 5  # statements whose changes a terminal shows
CLEAR = option(
    "--clear FIELD",
    "Delete the value of this field. Can be repeated. Example: place",
    autocompletion=lambda: list(GIVEN_FIELDS),
)


@fields.field_options(changing=True)
def run(
    context: typer.Context,
    ids: list[str] = common.IDS,
    clear: list[str] | None = CLEAR,
    translation_of: str | None = option(
        "--translation-of ID",
        "Link this translation to its original. To remove the link, use"
        " --clear translation_of. Example: --translation-of 3",
        autocompletion=completion.ids,
    ),
    note: str | None = reporting.NOTE,
    silent: bool = reporting.SILENT,
    options: fields.FieldOptions = fields.NO_OPTIONS,
    yes: bool = common.YES,
) -> None:
    """Change fields of statements, in your editor or with options.

    Without options, one statement opens in your editor. Options can change several
    statements at once: mediarel shows the statements first and asks.

    If readers can see the change of a published statement, mediarel asks for a note to
    readers. --note adds the note, and --silent records that readers need none. Without
    other changes, these options apply to earlier changes.

    --translation-of links a translation to its original. If fields such as the date
    differ, mediarel shows them, and the command that copies them from the original.

    Examples:
      mediarel edit 'sonando date:2012-07-16' --title 'Release Mam Sonando'
      mediarel edit title:governance --add-tag governance --clear source
      mediarel edit 'sonando year:2012' --add-tag sonando
      mediarel edit 3 --place Kampot --note 'It was issued in Kampot.'
      mediarel edit 3 --title 'Release him' --silent
    """
    changes = changes_of(options, clear or ())
    message = reporting.note_of(note, silent=silent)
    if translation_of is not None:
        common.refuse_together(translation_of=True, note=note, silent=silent)
        if changes.are_used:
            raise errors.MisuseError(
                "--translation-of can't be combined with other changes",
                "Make the other changes first, then: ",
                errors.Command("edit", *ids, "--translation-of", translation_of),
            )
        with environment.archive(context) as opened:
            number = selection.one_chosen(context, opened, " ".join(ids))
            original = selection.one_chosen(context, opened, translation_of)
            _link(opened, original, number)
        return
    with environment.archive(context) as opened:
        with progress.working("Searching for matches"):
            wanted = selection.chosen(context, opened, ids)
        if changes.are_used:
            query = " ".join(ids) if selection.by_query(ids) else ""
            edited = _edited(opened, wanted, changes, query, message, yes=yes)
        elif message is not None:
            _announce(
                opened, wanted, message, is_asked=selection.by_query(ids), yes=yes
            )
            return
        else:
            edited = in_editor(context, opened, wanted, partial(_saved, opened))
        if not edited:
            notify("Nothing changed.")
            return
        reporting.show(edited, most=_SHOWN, skipped=["translation_of"])
        report_done(_summary(edited))
        visibility.report_notes_to_readers(edited)
        if message and not any(map(lookup.new_notes, edited)):
            notify("No note was added: readers can't see this change.")
        if message is None and (yes or not prompts.is_interactive()):
            reporting.report_unannounced_edits(opened, edited)
        reporting.report_effects(opened, edited)


def _edited(
    opened: Archive,
    wanted: Sequence[int],
    changes: fields.FieldOptions,
    query: str,
    note: str | None,
    *,
    yes: bool,
) -> list[Edit]:
    """Change the statements. Ask first if there are several statements or a query.

    If the query has several words, print the query. Some of these words may belong to
    the value of an option, if the value was typed without quotes. `note` is the result
    of `note_of`.
    """
    normalising.correct_names(opened, changes.values, yes=yes)
    normalising.correct_names(opened, changes.added, yes=yes)
    set_fields = partial(fields_set, changes=changes)
    seen: dict[int, Statement] = {}
    if " " in query:
        notify(f"Query: {query}")
    if len(wanted) > 1 or query:
        with progress.working("Reading the statements"):
            seen = lookup.get_by_id(opened, wanted)
        wanted = [after.id for _, after in edit.planned(seen.values(), set_fields)]
        if wanted:
            reporting.confirm(opened, wanted, "Change", yes=yes)
    if note is None and not yes and prompts.is_interactive():
        seen = seen or lookup.get_by_id(opened, wanted)
        edits = edit.planned([seen[number] for number in wanted], set_fields)
        note = reporting.asked_note(opened, edits)
    with open_session(opened, "edit") as session:
        return edit.edit(session, wanted, set_fields, expected=seen, note=note)


def _announce(
    opened: Archive, wanted: Sequence[int], note: str, *, is_asked: bool, yes: bool
) -> None:
    """Add a note about earlier changes, or record that readers need none."""
    if not note:
        left = {*lookup.unannounced(opened)}
        wanted = [number for number in wanted if number in left]
    if not wanted:
        notify("Nothing to record: each earlier change has a note or needs none.")
        return
    if is_asked or len(wanted) > 1:
        verb = "Add this note to" if note else "Record that readers need no note on"
        reporting.confirm(opened, wanted, verb, yes=yes)
    with open_session(opened, "edit") as session:
        edit.announce(session, wanted, note)
    which = wording.statements(wanted)
    done = "Added a note to" if note else "Readers need no note on earlier changes of"
    report_done(f"{done} {which}.")


def changes_of(
    options: fields.FieldOptions, clear: Sequence[str]
) -> fields.FieldOptions:
    """Parse the values of the options, and set the fields named in `clear` to None.

    Raises InvalidDateError, UnreadableInputError or MisuseError.
    """
    values = fields.given(options)
    values.update((_field(name), None) for name in clear)
    return options._replace(values=values)


def _summary(edited: Sequence[Edit]) -> str:
    """Return a sentence that names the changed fields and statements."""
    names = dict.fromkeys(
        shown_name(name) for each in edited for name in changed_fields(*each)
    )
    which = wording.statements([after.id for _, after in edited])
    return f"Changed {', '.join(names)} of {which}."


def _field(given: str) -> str:
    """Return the name of the field for a typed name, such as `tags` for `tag`.

    Raises MisuseError if there is no such field, or if it can't be cleared.
    """
    field = field_named(given.strip().lower().replace("-", "_"))
    if field is None or field.name not in GIVEN_FIELDS:
        raise errors.MisuseError(
            f"--clear can't delete {errors.shorten(given)!r}",
            f"Fields that can be deleted: {', '.join(GIVEN_FIELDS)}.",
        )
    return field.name


def _saved(opened: Archive, before: Statement, changed: FieldsFor) -> list[Edit]:
    """Change a statement in the archive.

    Raises ChangedMeanwhileError if the statement in the archive differs from `before`.
    """
    note = reporting.asked_note(opened, edit.planned([before], changed))
    with open_session(opened, "edit") as session:
        expected = {before.id: before}
        return edit.edit(session, [before.id], changed, expected=expected, note=note)


def in_editor(
    context: typer.Context, opened: Archive, ids: Sequence[int], save: Save
) -> list[Edit]:
    """Let the user edit one statement as Markdown with front matter.

    `save` saves the changed statement.
    """
    opened.confirm_change()  # before anything is typed
    can_ask = prompts.is_interactive()
    if len(ids) > 1 or not can_ask:
        reason = "can change only one statement" if len(ids) > 1 else "needs a terminal"
        raise errors.MisuseError(
            f"the editor {reason}",
            "Change fields with options instead, such as: ",
            with_options(context, "--place", "PLACE", *["--yes"] * (not can_ask)),
        )
    (before,) = lookup.get(opened, ids)
    name = f"statement-{before.id}.md"

    def read(written: str) -> list[Edit]:
        given = read_fields(written, name)
        return save(before, partial(updated_from_text, fields=given))

    text = commented(markdown.write_one(before.fields()))
    what = f"statement {before.id}"
    return edited_until_read(text, name, what, read) or []


def fields_set(before: Statement, changes: fields.FieldOptions) -> dict[str, object]:
    """Return the new values of the fields that the options change."""
    given = dict(changes.values)
    for name in changes.added.keys() | changes.dropped.keys():
        kept: Any = given.get(name, getattr(before, name)) or ()
        more, less = changes.added.get(name, ()), changes.dropped.get(name, ())
        given[name] = [item for item in (*kept, *more) if item not in less]
    return updated_from_text(before, given)


def _link(opened: Archive, original: int, number: int) -> None:
    """Link the translation `number` to the statement `original`.

    Report the fields that differ. Raises the errors of `planned_link`.
    """
    there = lookup.get_by_id(opened, [original, number])
    one, other = there[original], there[number]
    read = partial(lookup.get_by_id, opened)
    plan = opened.asked(lambda: planned_link(opened.index, read, one, other))
    if plan.known:
        there[plan.known.id] = plan.known
    with open_session(opened, "translation") as session:
        edited = link(session, original, number, expected=there)
    this, of = f"statement {number}", f"a missing statement (UUID {plan.uuid})"
    if plan.known:
        of = f"statement {plan.known.id}"
    if not edited:
        notify(f"Nothing changed: {this} is already a translation of {of}.")
        return
    reporting.show(edited, skipped=["translation_of"])
    language = language_name(plan.other.language)
    if plan.versions:
        others = wording.statements(plan.versions)
        notify(
            f"Warning: there is already a different {language} translation: {others}."
        )
    if plan.following:
        moved = wording.numbers([each.id for each in plan.following])
        notify(f"These translations of {this} now belong to {of}: {moved}.")
    report_done(f"{capitalised(this)} is now the {language} translation of {of}.")
    _report_differing(plan)


def _report_differing(plan: TranslationPlan) -> None:
    """Report the shared fields of a translation that differ from its original."""
    number = plan.other.id
    words: list[object] = []
    for name, (ours, theirs) in plan.shared.items():
        field = BY_NAME[name]
        said = (spaced_once(wording.value_of(value)) for value in (ours, theirs))
        notify("  {}: {} has {}; the original has {}".format(field.word, number, *said))
        values = theirs if field.kind.is_list else [theirs]
        words += [word for each in values for word in (field.option, each)]
    if words:
        notify("To copy these fields from the original: ", "edit", number, *words)


@fields.field_options(changing=True)
def run_correct(
    context: typer.Context,
    id: str = selection.ID,
    why: str | None = visibility.WHY,
    clear: list[str] | None = CLEAR,
    options: fields.FieldOptions = fields.NO_OPTIONS,
    yes: bool = common.YES,
) -> None:
    """Correct a statement, and tell its readers why.

    The fields have the same options as in mediarel edit. Without options, your editor
    opens. Readers see the corrected statement and the reason. The site also shows them
    the old version. To hide a text in all versions, use `mediarel withhold` instead.

    Examples:
      mediarel correct 3 --date 2012-07-17 --why 'The correct date is 17 July.'
      mediarel correct 3 --place Kampot --why 'It was issued in Kampot.'
    """
    changes = changes_of(options, clear or ())
    with environment.archive(context) as opened:
        number = selection.one_chosen(context, opened, id)
        (before,) = lookup.get(opened, [number])
        if "status" not in changes.values and changes.are_used:
            edit.refuse_unpublished(before, before)
        if why is not None or not prompts.is_interactive():
            why = visibility.reason(why, "corrected")
        if changes.are_used:
            normalising.correct_names(opened, changes.values, yes=yes)
            normalising.correct_names(opened, changes.added, yes=yes)
            changed = partial(fields_set, changes=changes)
            edited = _corrected(opened, why, before, changed)
        else:
            save = partial(_corrected, opened, why)
            edited = in_editor(context, opened, [number], save)
        if not edited:
            notify("Nothing changed, and no note was added for readers.")
            return
        reporting.show(edited, skipped=["notes"])
        report_done(f"Corrected statement {number}. Readers see the reason.")
        reporting.report_effects(opened, edited)
        for before, after in edited:
            if before.embargo == after.embargo:  # otherwise reported above
                visibility.report_embargo_of(after)


def _corrected(
    opened: Archive, why: str | None, before: Statement, changed: FieldsFor
) -> list[Edit]:
    """Correct a statement. If no reason is given, ask for the reason.

    The changes are shown before the question, so that the reason can name the old and
    the new value. `before` is the statement before the correction.
    """
    if why is None:
        for line in edit_lines([edit.planned_correction(before, changed)]):
            notify(line)
        notify(
            "Readers see the new value, and the old value on the page “What changed”."
            " To hide a text in both, press Ctrl-C, and withhold the text instead."
        )
        why = visibility.reason(why, "corrected")
    with open_session(opened, "correct") as session:
        return [
            edit.correct(session, before.id, changed, why, expected={before.id: before})
        ]


def run_withdraw(
    context: typer.Context,
    word: str = selection.ID,
    why: str | None = visibility.WHY,
    replaced_by: str | None = option(
        "--replaced-by ID",
        "ID of the statement that replaces this one. Example: 7",
        autocompletion=completion.ids,
    ),
    not_replaced_by: str | None = option(
        "--not-replaced-by ID",
        "ID of a statement that no longer replaces this one.",
        autocompletion=completion.ids,
    ),
    yes: bool = common.YES,
) -> None:
    """Withdraw a statement, and tell its readers why.

    The statement stays in the archive. The public no longer sees the text, only that
    the statement was withdrawn, and why.

    With --replaced-by, readers find the new statement. A statement can have several
    replacements. If the statement is already withdrawn, --why is optional.
    --not-replaced-by removes a replacement; the statement stays withdrawn.

    Examples:
      mediarel withdraw 3 --why 'It was issued by mistake.' --yes
      mediarel withdraw 6 --replaced-by 7 --why 'Three had not signed.' --yes
    """
    others = {"why": why, "replaced-by": replaced_by}
    common.refuse_with({"not-replaced-by": not_replaced_by}, others)
    with environment.archive(context) as opened:
        number = selection.one_chosen(context, opened, word)
        if replaced_by is not None:
            new = selection.one_chosen(context, opened, replaced_by)
            _replace(opened, number, new, why, yes=yes)
            return
        if not_replaced_by is not None:
            new = selection.one_chosen(context, opened, not_replaced_by)
            with open_session(opened, "replace") as session:
                edit.undo_replacement(session, number, new)
            message = f"Statement {new} no longer replaces statement {number}."
            report_done(message)
            return
        there = lookup.get_by_id(opened, [number])
        edit.refuse_to_withdraw(there[number])
        reporting.report_chosen(opened, [number], "Withdraw")
        message = visibility.reason(why, "withdrawn")
        prompts.confirm(f"Withdraw {counted(1)}?", yes=yes)
        with open_session(opened, "withdraw") as session:
            done = edit.withdraw(session, number, message, expected=there)
        report_done(f"Withdrew statement {number}. Readers see the reason.")
        visibility.report_embargo_of(done.after)
        visibility.report_exposed(opened, [done])


def _replace(
    opened: Archive, old: int, new: int, why: str | None, *, yes: bool
) -> None:
    """Make statement `new` the replacement of statement `old`, after asking.

    Raises an error if statement `new` can't be a replacement.
    """
    there = lookup.get_by_id(opened, [old, new])
    read = partial(lookup.get_by_id, opened)
    opened.asked(lambda: edit.refuse_unfit(opened.index, read, there[old], there[new]))
    reporting.report_chosen(opened, [old], "Withdraw")
    reporting.report_chosen(opened, [new], "Replace it with")
    is_explained = there[old].status == WITHDRAWN and why is None
    message = "" if is_explained else visibility.reason(why, "withdrawn")
    prompts.confirm(f"Replace statement {old} with statement {new}?", yes=yes)
    with open_session(opened, "replace") as session:
        edits = edit.replace(session, old, new, message, expected=there)
    if there[new].status == DRAFT:
        message = f"Statement {new} is still a draft. To publish it: "
        notify(message, "edit", new, "--status", "published")
    report_done(f"Statement {new} replaces statement {old}.")
    visibility.report_embargo_of(there[old])
    visibility.report_exposed(opened, edits)
