"""`mediarel edit`: statements changed, by options or in the editor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediarel.archive.edit import edit, planned
from mediarel.archive.lookup import get
from mediarel.archive.name import read_name, rename, set_usual
from mediarel.archive.session import open_session
from mediarel.cli import editor, environment, failures, prompts
from mediarel.cli.commented import commented, with_error
from mediarel.cli.normalising import normalise, tell_future_dates
from mediarel.cli.options import common, fields
from mediarel.cli.options.selection import by_query, chosen
from mediarel.cli.public import tell_embargoes, tell_printed
from mediarel.cli.readers import tell_of_readers
from mediarel.cli.slips import mend_names
from mediarel.cli.telling import printing
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.changes import show_edits
from mediarel.cli.terminal.progress import working
from mediarel.errors import Command, Hint, InvalidError, MisuseError, shorten
from mediarel.history.change import changed_fields
from mediarel.model.fields import GIVEN_FIELDS, field_named
from mediarel.model.readers import read_field
from mediarel.release.document import updated_from_text
from mediarel.store.about import USUAL_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.history.change import Edit
    from mediarel.model.statement import Statement

    Save = Callable[[Archive, Statement, Mapping[str, object]], list[Edit]]

_SHOWN = 5  # statements of which a terminal shows what changed

EXAMPLES = (
    "mediarel edit 'sonando date:2012-07-16' --title 'Release Mam Sonando'",
    "mediarel edit title:governance --add-tag governance --clear source",
    "mediarel edit 'sonando year:2012' --add-tag sonando",
)


class EditorForOneError(MisuseError):
    """The editor was asked for more than one statement, or without a terminal."""


class OnlyArchiveError(MisuseError):
    """An option that changes the archive itself was combined with anything else."""

    def __init__(self, option: str) -> None:
        super().__init__(
            f"{option} changes the archive, not a statement",
            f"Use {option} in a command of its own.",
        )


class NoUsualValueError(MisuseError):
    """An option `--usual` has no value, or names a wrong field or one field twice."""

    def __init__(self, given: str, problem: str) -> None:
        *first, last = USUAL_FIELDS
        super().__init__(
            f"--usual {shorten(given)!r} {problem}",
            Hint(
                f"The fields are {', '.join(first)} and {last}. For example: ",
                Command("edit", "--usual", "language=km"),
            ),
        )


class NothingNamedError(MisuseError):
    """No statement was named, and nothing of the archive itself was to be changed."""

    def __init__(self) -> None:
        super().__init__(
            "missing argument 'ID… | QUERY'",
            Hint("See how it is called: ", Command("edit", "--help")),
        )


def names_of_fields() -> list[str]:
    """Return what completes a field to empty."""
    return list(GIVEN_FIELDS)


@fields.field_options(changing=True)
def run(
    context: typer.Context,
    options: fields.FieldOptions,
    ids: common.SomeIds = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD", help="Empty this field.", autocompletion=names_of_fields
        ),
    ] = None,
    day_first: fields.DayFirst = False,
    month_first: fields.MonthFirst = False,
    archive_name: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Call the archive so; no statement is named."
        ),
    ] = None,
    usual: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=VALUE",
            help="Set a usual value of the archive: program, type or language. Without"
            " VALUE, remove it. Can be repeated. Example: language=km",
        ),
    ] = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Change statements by options; without any, one in your editor."""
    changes = changes_of(
        options, clear or (), day_first=day_first, month_first=month_first
    )
    if archive_name is not None:
        if ids or any(changes) or usual:
            raise OnlyArchiveError("--archive-name")
        _name_archive(context, archive_name, archive)
        return
    if usual:
        if ids or any(changes):
            raise OnlyArchiveError("--usual")
        _set_usual(context, usual, archive)
        return
    if not ids:
        raise NothingNamedError
    with environment.archive(context, archive) as opened:
        with working("Looking for what matches"):
            wanted = chosen(context, opened, ids)
        if not any(changes):
            edited = in_editor(opened, wanted)
        else:
            mend_names(opened, changes.values, yes=yes)
            mend_names(opened, changes.added, yes=yes)
            seen = None
            if len(wanted) > 1 or by_query(ids):
                with working("Reading the statements"):
                    seen = {each.id: each for each in get(opened, wanted)}
                plan = planned(seen.values(), partial(fields_set, changes=changes))
                wanted = [after.id for _, after in plan]
            if seen is not None and wanted:
                environment.tell_chosen(opened, wanted, "Change")
                prompts.confirm(f"Change {environment.counted(len(wanted))}?", yes=yes)
            with open_session(opened, "edit") as session:
                edited = edit(
                    session, wanted, partial(fields_set, changes=changes), expected=seen
                )
        if not edited:
            environment.tell("Nothing changed.")
            return
        changed = wording.numbers([after.id for _, after in edited])
        with printing(f"the change of {changed}", Hint("See it: ", Command("log"))):
            show_edits(edited, most=_SHOWN)
        environment.tell(Hint(_told(edited), " To take it back: ", Command("undo")))
        tell_of_readers(edited)
        tell_embargoes(edited)
        tell_future_dates(edited)
        tell_printed(opened, edited)


def changes_of(
    options: fields.FieldOptions,
    clear: Sequence[str],
    *,
    day_first: bool,
    month_first: bool,
) -> fields.FieldOptions:
    """Return what the options say, with their values read and some fields emptied.

    Raises InvalidDateError, UnreadableInputError or MisuseError.
    """
    values = fields.given(options.values, day_first=day_first, month_first=month_first)
    values.update((_cleared(name), None) for name in clear)
    return options._replace(values=values)


def _told(edited: Sequence[Edit]) -> str:
    """Return in a sentence what was changed: the fields, and in which statements."""
    names = [name for edit in edited for name in changed_fields(*edit)]
    fields = ", ".join(dict.fromkeys(names))
    if len(edited) > _SHOWN:
        return f"Changed {fields} of {environment.counted(len(edited))}."
    return f"Changed {fields} of {wording.numbers([after.id for _, after in edited])}."


def _name_archive(context: typer.Context, given: str, archive: str | None) -> None:
    """Call the archive what was `given`; with nothing, by no name."""
    name = read_name(given)
    with (
        environment.archive(context, archive) as opened,
        open_session(opened, "edit") as session,
    ):
        is_new = rename(session, name)
    if not is_new:
        environment.tell("Nothing changed.")
    elif name:
        environment.tell(f"The archive is called {name} now.")
    else:
        environment.tell("The archive has no name now.")


def _set_usual(
    context: typer.Context, given: Sequence[str], archive: str | None
) -> None:
    """Set the usual values of the archive that were `given` as FIELD=VALUE."""
    values: dict[str, Any] = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not sign:
            raise NoUsualValueError(each, "is not FIELD=VALUE")
        if name not in USUAL_FIELDS:
            raise NoUsualValueError(each, "names a field without a usual value")
        if name in values:
            raise NoUsualValueError(each, "sets the same field twice")
        values[name] = value.strip()
    normalise(values)
    values = {name: text and read_field(name, text) for name, text in values.items()}
    with environment.archive(context, archive) as opened:
        with open_session(opened, "edit") as session:
            is_new = set_usual(session, values)
        kept = opened.usual()
    said = ", ".join(f"{name} {value}" for name, value in kept.items()) or "none"
    told = f"Usual values of new statements: {said}."
    if is_new:
        environment.tell(Hint(f"{told} To undo: ", Command("undo")))
    else:
        environment.tell(f"Nothing changed. {told}")


def _cleared(name: str) -> str:
    """Return the field that `name` means: `tag` means the tags.

    Raises MisuseError where there is none.
    """
    field = field_named(name)
    if field is None:
        raise MisuseError(
            f"there is no field {name!r} to clear",
            f"The fields are: {', '.join(GIVEN_FIELDS)}.",
        )
    return field.name


def _saved(
    opened: Archive, before: Statement, given: Mapping[str, object]
) -> list[Edit]:
    """Set the fields that are `given` in the statement, which is to be as `before`."""
    changed = partial(following, given)
    with open_session(opened, "edit") as session:
        return edit(session, [before.id], changed, expected={before.id: before})


def in_editor(
    opened: Archive, ids: Sequence[int], save: Save = _saved, command: str = "edit"
) -> list[Edit]:
    """Let the user edit one statement as Markdown with front matter.

    `save` sets the fields that were written; `command` is what was typed.
    """
    opened.confirm_change()  # before anything is typed
    # What edits loads YAML; options do without.
    from mediarel.cli.editing import read_fields  # noqa: PLC0415
    from mediarel.formats import markdown  # noqa: PLC0415

    if len(ids) > 1 or not environment.is_interactive():
        where = "one at a time" if len(ids) > 1 else "on a terminal"
        raise EditorForOneError(
            f"the editor works {where}",
            Hint("Say what to change with options: ", Command(command, "--help")),
        )
    (before,) = get(opened, ids)
    name = f"statement-{before.id}.md"
    written = shown = commented(markdown.write_one(before.fields()))

    def rescue(text: str) -> None:
        nonlocal written
        if text.strip():  # an editor that failed may have emptied it
            written = text

    with editor.kept_on_failure(lambda: "" if written == shown else written, name):
        while True:
            written = editor.edited(written, name, f"statement {before.id}", rescue)
            if written == shown or not written.strip():
                return []
            try:
                return save(opened, before, read_fields(written, name))
            except InvalidError as error:
                failures.tell(error)
                if not prompts.agrees("Edit it again?", default=True):
                    raise
                written = with_error(written, error.problem, error.hint)


def following(given: Mapping[str, object], before: Statement) -> dict[str, object]:
    """Return the fields to set where those `given` were written in the editor."""
    return updated_from_text(before, given)


def fields_set(before: Statement, changes: fields.FieldOptions) -> dict[str, object]:
    """Return the fields that the options set in a statement."""
    given = dict(changes.values)
    for name in changes.added.keys() | changes.dropped.keys():
        kept: Any = given.get(name, getattr(before, name)) or ()
        more, less = changes.added.get(name, ()), changes.dropped.get(name, ())
        given[name] = [item for item in (*kept, *more) if item not in less]
    return updated_from_text(before, given)
