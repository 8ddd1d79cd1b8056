"""Show changes: a list of changes, the history of a statement, or an edit."""

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mediarel.cli.terminal import table, theme, wording
from mediarel.cli.terminal.differing import Shown, differing
from mediarel.cli.terminal.lines import is_drawn, is_terminal, line, on_one_line
from mediarel.cli.terminal.statement import label_of
from mediarel.cli.terminal.theme import styled
from mediarel.history.change import Change, Edit, changed_fields
from mediarel.model.fields import shown_name
from mediarel.model.parts import PUBLISHED

Edited = tuple[int, str, object, object]


class Story(NamedTuple):
    """A statement with its headline and its changes, newest first."""

    id: int
    changes: Sequence[Change]
    headline: str


def columns_of(headlines: Mapping[int, Sequence[str]]) -> list[table.Column]:
    """Return the columns of a table of changes.

    On a narrow terminal, the summary contains the command, and names are left out.
    """
    is_narrow = shutil.get_terminal_size().columns < table.NARROW

    def when(change: Change) -> str:
        return wording.local_time(change.at)

    def what(change: Change) -> str:
        return wording.summary(change, headlines[change.number])

    return [
        table.Column("Change", lambda change: str(change.number), style=theme.ID),
        table.Column(
            "When",
            lambda change: change.at,
            when,
            lambda change: when(change)[: 10 if is_narrow else None],
            style=theme.DATE,
        ),
        table.Column("Who", lambda change: change.who, for_wide=True),
        table.Column("Command", lambda change: change.command, for_wide=True),
        table.Column(
            "What",
            wording.summary,
            what,
            lambda change: f"{f'{change.command}: ' * is_narrow}{what(change)}",
            wraps=True,
        ),
    ]


def show_changes(
    changes: Sequence[Change], headlines: Mapping[int, Sequence[str]]
) -> None:
    """Show a list of changes: number, time, person, command, and summary.

    `headlines` maps the number of a change to the headlines of its added or removed
    statements. Headlines are only shown on a terminal.
    """
    table.show_table(columns_of(headlines), changes)


def show_stories(stories: Sequence[Story]) -> None:
    """Show the changes of statements, with the changed words.

    In a pipe, there is a line for each changed field. It ends with the field name, the
    old value and the new value. A change without changed fields has one line, which
    omits these three values. If there are several statements, each line starts with the
    ID.
    """
    are_several = len(stories) > 1
    # Summaries of changes; a change may be in many stories.
    did: dict[tuple[int, bool], str] = {}
    for place, story in enumerate(stories):
        if place and is_terminal():
            print()
        if not is_terminal():
            _print_story(story, (str(story.id),) if are_several else (), did)
        elif not is_drawn():
            table.print_records(_records(story, is_alone=not are_several))
        else:
            from mediarel.cli.terminal.drawn_statement import draw_story  # noqa: PLC0415 - Rich

            draw_story(story, is_alone=not are_several)


def _print_story(
    story: Story, begin: tuple[str, ...], did: dict[tuple[int, bool], str]
) -> None:
    """Print the history of a statement. The first values of each line are `begin`."""
    for change in story.changes:
        fields = change.changed.get(story.id, {})
        note = change.notes.get(str(story.id))
        key = change.number, bool(change.added)  # an import can be divided
        if key not in did:
            did[key] = wording.summary(change)
        told = "; ".join(filter(None, (did[key], note)))
        signed = (
            *begin,
            str(change.number),
            change.at,
            change.who,
            change.command,
            told,
        )
        for name, (old, new) in fields.items():
            line(*signed, name, wording.joined(old), wording.joined(new))
        if not fields:
            line(*signed)


def _records(story: Story, *, is_alone: bool) -> Iterator[list[tuple[str, str]]]:
    """Yield a record for each change of a statement.

    If `is_alone` is true, the ID of the statement is left out.
    """
    columns = columns_of({})[:-1]
    for change in story.changes:
        yield [
            ("Id", "" if is_alone else str(story.id)),
            *((each.label, each.plain_value(change)) for each in columns),
            ("What", wording.summary_of_one(change, story.id, story.headline)),
            *(
                (label_of(name), "".join(part.text for part in parts))
                for name, parts in differing_fields(change, story.id)
            ),
        ]


def differing_fields(change: Change, number: int) -> Iterator[tuple[str, list[Shown]]]:
    """Yield the changed fields of a statement, with the differences."""
    for name, values in change.changed.get(number, {}).items():
        old, new = (wording.joined(named_value(name, each)) for each in values)
        yield name, list(differing(old, new))


def show_edits(
    edited: Sequence[Edit], *, most: int | None = None, untold: Collection[str] = ()
) -> None:
    """Show edits: the ID of the statement, the field, the old and the new value.

    On a terminal, only the first `most` statements are shown. Fields in `untold` are
    left out, because other messages report them. In a pipe, everything is printed.
    """
    if not is_terminal():
        for number, name, old, new in _fields_of(edited):
            line(str(number), name, wording.joined(old), wording.joined(new))
        return
    shown = edited[:most]
    fields = [each for each in _fields_of(shown) if each[1] not in untold]
    if not is_drawn():
        table.print_records(
            [
                *(("Id", str(number)), ("Field", shown_name(name))),
                *zip(("Before", "After"), _in_words(name, *values), strict=True),
            ]
            for number, name, *values in fields
        )
        return
    for number, name, old, new in fields:
        print(f"{styled(str(number), theme.ID)}  {_on_a_line(name, old, new)}")
    if more := len(edited) - len(shown):
        print(f"… and {more:,} more")


def edit_lines(edited: Iterable[Edit]) -> list[str]:
    """Return a line for each field that will change: `7 issuer: A → B`."""
    return [
        f"{n} {_on_a_line(name, old, new)}" for n, name, old, new in _fields_of(edited)
    ]


def _fields_of(edited: Iterable[Edit]) -> list[Edited]:
    return [
        (after.id, name, old, new)
        for before, after in edited
        for name, (old, new) in changed_fields(before, after).items()
    ]


def _on_a_line(name: str, old: object, new: object) -> str:
    """Return a field with its old and new value: `issuer: A → B`."""
    both = " → ".join(_in_words(name, old, new))
    return on_one_line(f"{shown_name(name)}: {both}")


def _in_words(name: str, *values: object) -> tuple[str, str]:
    """Return the old and the new value, shortened around the difference."""
    old, new = (wording.value_of(named_value(name, each)) for each in values)
    return wording.where_they_differ(old, new)


def named_value(name: str, value: Any) -> Any:
    """Return the value of a field. Return `published` for a missing status."""
    return PUBLISHED if name == "status" and value is None else value
