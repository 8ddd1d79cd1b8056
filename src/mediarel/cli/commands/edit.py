"""Implement `mediarel edit`: change statements by options or in the editor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediarel.archive.edit import edit, planned
from mediarel.archive.links import SHARED, link, planned_link
from mediarel.archive.lookup import get
from mediarel.archive.session import open_session
from mediarel.cli import editor, environment, prompts, telling
from mediarel.cli.editor import commented, read_fields, with_error
from mediarel.cli.normalising import mend_names, tell_future_dates
from mediarel.cli.options import common, completion, fields
from mediarel.cli.options.selection import by_query, chosen, one_chosen
from mediarel.cli.public import tell_embargoes, tell_of_readers, tell_printed
from mediarel.cli.telling import printing
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.changes import show_edits
from mediarel.cli.terminal.differing import shared_lines
from mediarel.cli.terminal.progress import working
from mediarel.errors import Command, Hint, InvalidError, MisuseError, shorten
from mediarel.formats import markdown
from mediarel.formats.language_names import language_name
from mediarel.history.change import changed_fields
from mediarel.model.fields import BY_NAME, GIVEN_FIELDS, field_named, shown_name
from mediarel.release.document import updated_from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.links import TranslationPlan
    from mediarel.history.change import Edit
    from mediarel.model.statement import Statement

    Save = Callable[[Archive, Statement, Mapping[str, object]], list[Edit]]

_SHOWN = 5  # statements whose changes a terminal shows
_ALL, _NONE = "all", "none"  # of the fields that versions of a release share

EXAMPLES = (
    "mediarel edit 'sonando date:2012-07-16' --title 'Release Mam Sonando'",
    "mediarel edit title:governance --add-tag governance --clear source",
    "mediarel edit 'sonando year:2012' --add-tag sonando",
)


class EditorForOneError(MisuseError):
    """The editor was requested for several statements, or without a terminal."""


class SharedDifferError(MisuseError):
    """A translation differs from its original, and no option names a value."""

    def __init__(self, original: int, number: int, names: Sequence[str]) -> None:
        take = [word for name in names for word in ("--take", name)]
        link = _link_command([number], original)
        super().__init__(
            f"{number} has another {', '.join(names)} than the original",
            Hint(
                "Take these from the original: ",
                Command(*link, *take),
                " – or nothing: ",
                Command(*link, "--keep"),
            ),
        )


def _link_command(ids: Sequence[object], original: object) -> Command:
    return Command("edit", *ids, "--translation-of", original)


def names_of_fields() -> list[str]:
    """Return the completions of --clear: the names of the fields."""
    return list(GIVEN_FIELDS)


def _takable() -> list[str]:
    return [_ALL, *(BY_NAME[name].word for name in SHARED)]


@fields.field_options(changing=True)
def run(
    context: typer.Context,
    ids: common.Ids,
    options: fields.FieldOptions,
    clear: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD", help="Empty this field.", autocompletion=names_of_fields
        ),
    ] = None,
    translation_of: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Link a translation to this original. --clear translation_of removes"
            " the link.",
            autocompletion=completion.ids,
        ),
    ] = None,
    take: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD",
            help="With --translation-of: take this field from the original, or all."
            " Can be repeated.",
            autocompletion=_takable,
        ),
    ] = None,
    keep: Annotated[
        bool,
        typer.Option(
            "--keep", help="With --translation-of: take nothing from the original."
        ),
    ] = False,
    day_first: fields.DayFirst = False,
    month_first: fields.MonthFirst = False,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Change statements by options; without any, one in your editor.

    --translation-of says that a statement is another in a different language. Fields
    that both should share, such as date and tags, are shown if they differ.
    """
    changes = changes_of(
        options, clear or (), day_first=day_first, month_first=month_first
    )
    if keep and take:
        raise MisuseError("--keep and --take can't both be meant", "Leave one out.")
    if translation_of is not None:
        if any(changes):
            raise MisuseError(
                "--translation-of can't be combined with other changes",
                Hint("Make these first, then: ", _link_command(ids, translation_of)),
            )
        fields_taken = [*map(_field, take or ())]
        with environment.archive(context, archive) as opened:
            number = one_chosen(context, opened, " ".join(ids))
            original = one_chosen(context, opened, translation_of)
            _link(opened, original, number, fields_taken, keep=keep)
        return
    if keep or take:
        raise MisuseError(
            f"--{'keep' if keep else 'take'} needs --translation-of",
            "Name the original with --translation-of ID.",
        )
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
    """Return the options with their values parsed, and the fields to clear as None.

    Raises InvalidDateError, UnreadableInputError or MisuseError.
    """
    values = fields.given(options.values, day_first=day_first, month_first=month_first)
    values.update((_cleared(name), None) for name in clear)
    return options._replace(values=values)


def _told(edited: Sequence[Edit]) -> str:
    """Return in a sentence which fields changed, and in which statements."""
    names = [name for edit in edited for name in changed_fields(*edit)]
    fields = ", ".join(dict.fromkeys(map(shown_name, names)))
    if len(edited) > _SHOWN:
        return f"Changed {fields} of {environment.counted(len(edited))}."
    return f"Changed {fields} of {wording.numbers([after.id for _, after in edited])}."


def _cleared(name: str) -> str:
    """Return the name of the field that `name` means: `tag` means the tags.

    Raises MisuseError if no such field exists.
    """
    field = field_named(name.replace("-", "_"))
    if field is None:
        raise MisuseError(
            f"there is no field {name!r} to clear",
            f"The fields are: {', '.join(GIVEN_FIELDS)}.",
        )
    return field.name


def _saved(
    opened: Archive, before: Statement, given: Mapping[str, object]
) -> list[Edit]:
    """Set the `given` fields of a statement, which must still equal `before`."""
    changed = partial(following, given)
    with open_session(opened, "edit") as session:
        return edit(session, [before.id], changed, expected={before.id: before})


def in_editor(
    opened: Archive, ids: Sequence[int], save: Save = _saved, command: str = "edit"
) -> list[Edit]:
    """Let the user edit one statement as Markdown with front matter.

    `save` sets the edited fields; `command` is the name of the typed command.
    """
    opened.confirm_change()  # before anything is typed
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
                telling.tell_error(error)
                if not prompts.agrees("Edit it again?", default=True):
                    raise
                written = with_error(written, error.problem, error.hint)


def following(given: Mapping[str, object], before: Statement) -> dict[str, object]:
    """Return the fields to set after the editor returned the fields `given`."""
    return updated_from_text(before, given)


def fields_set(before: Statement, changes: fields.FieldOptions) -> dict[str, object]:
    """Return the fields that the options set in a statement."""
    given = dict(changes.values)
    for name in changes.added.keys() | changes.dropped.keys():
        kept: Any = given.get(name, getattr(before, name)) or ()
        more, less = changes.added.get(name, ()), changes.dropped.get(name, ())
        given[name] = [item for item in (*kept, *more) if item not in less]
    return updated_from_text(before, given)


def _link(
    opened: Archive, original: int, number: int, wanted: Sequence[str], *, keep: bool
) -> None:
    """Make a statement a translation of `original`, copying the fields `wanted`.

    Raises SharedDifferError, or the errors of `planned_link`.
    """
    there = {each.id: each for each in get(opened, [original, number])}
    plan = opened.asked(lambda: _plan(opened, there[original], there[number]))
    if plan.known:
        there[plan.known.id] = plan.known
    taken = () if keep else _taken(plan, wanted, original)
    with open_session(opened, "translation") as session:
        edited = link(session, original, number, taken, expected=there)
    of = plan.known.id if plan.known else plan.uuid
    if not edited:
        environment.tell(f"Nothing changed: {number} is a translation of {of}.")
        return
    with printing(f"the link of {number}", Hint("See it: ", Command("log"))):
        show_edits(edited, untold=["translation_of"])
    language = language_name(plan.other.language)
    if plan.versions:
        same = f"{wording.numbers(plan.versions)} is in {language} too"
        environment.tell(f"Careful: {same}.")
    if plan.following:
        those = wording.numbers([each.id for each in plan.following])
        more = f"What was a version of {number} is now one of {of} too"
        environment.tell(f"{more}: {those}.")
    told = f"{number} is now a version of {of} in {language}. To take it back: "
    environment.tell(Hint(told, Command("undo")))


def _plan(opened: Archive, one: Statement, other: Statement) -> TranslationPlan:
    def read(ids: Sequence[int]) -> dict[int, Statement]:
        return {each.id: each for each in get(opened, ids)}

    return planned_link(opened.index, read, one, other)


def _field(given: str) -> str:
    """Return the field to copy, or `all`.

    Raises MisuseError.
    """
    field = field_named(given.strip().lower().replace("-", "_"))
    if given.strip().lower() == _ALL:
        return _ALL
    if field is None or field.name not in SHARED:
        raise MisuseError(
            f"{shorten(given)!r} is nothing that versions in two languages share",
            f"They share: {', '.join(SHARED)}; {_ALL} takes them all.",
        )
    return field.name


def _taken(
    plan: TranslationPlan, wanted: Sequence[str], original: int
) -> Sequence[str]:
    """Return the fields to copy from the original, asking if none are named.

    Raises SharedDifferError if nobody can be asked.
    """
    names = [BY_NAME[name].word for name in plan.shared]
    if not names or wanted:
        return [*plan.shared] if _ALL in wanted else wanted
    environment.tell(f"{plan.other.id} and the original differ:")
    for line in shared_lines(plan):
        environment.tell(line)
    if not environment.is_interactive():
        raise SharedDifferError(original, plan.other.id, names)

    def check(answer: str) -> None:
        for each in _parts(answer):
            if each not in {_ALL, _NONE, *names, *plan.shared}:
                raise InvalidError(
                    f"{shorten(each)!r} is none of them",
                    f"Answer {_ALL}, {_NONE}, or some: {', '.join(names)}.",
                )

    question = f"Take from the original ({_ALL}, {_NONE}, or some of these)"
    parts = _parts(prompts.ask(question, check, _ALL, [_ALL, _NONE, *names]))
    if _ALL in parts:
        return [*plan.shared]
    return [_field(each) for each in parts if each != _NONE]


def _parts(answer: str) -> list[str]:
    return answer.replace(",", " ").lower().split()
