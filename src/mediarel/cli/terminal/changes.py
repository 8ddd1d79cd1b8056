"""Changes: one after the other, word by word, or as what an edit did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.labelled import in_words
from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain
from mediarel.cli.terminal.wording import joined, summary
from mediarel.history.change import changed_fields
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from mediarel.cli.terminal.labelled import Edited
    from mediarel.cli.terminal.views import Story
    from mediarel.history.change import Change, Edit


def show_changes(
    told: Sequence[Change], headlines: Mapping[int, Sequence[str]]
) -> None:
    """Show changes: number, when, who, by what command, and what they did.

    On a terminal with the `headlines` of what each, by its number, added or removed.
    """
    if not is_terminal():
        for change in told:
            line(*_signed(change), summary(change))
        return
    if is_plain():
        from mediarel.cli.terminal import labelled  # noqa: PLC0415 - where it is wanted

        labelled.print_changes(told, headlines)
        return
    from mediarel.cli.terminal.drawn_changes import draw_changes  # noqa: PLC0415 - not for a pipe

    draw_changes(told, headlines)


def fitting(
    told: Sequence[Change], headlines: Mapping[int, Sequence[str]], lines: int
) -> Sequence[Change]:
    """Return the first of `told` that fit so many `lines` of a terminal.

    Where there are more, a line that says so has its room, and so has the prompt. One
    is always among them.
    """
    if is_plain():
        from mediarel.cli.terminal.labelled import height_of_changes as height  # noqa: PLC0415 - where it is wanted
    else:
        from mediarel.cli.terminal.drawn_changes import height  # noqa: PLC0415 - not for a pipe
    fits, too_many = 1, len(told) + 1
    while too_many - fits > 1:
        size = (fits + too_many) // 2
        below = 1 + (size < len(told))
        if height(told[:size], headlines) + below <= lines:
            fits = size
        else:
            too_many = size
    return told[:fits]


def show_stories(stories: Sequence[Story]) -> None:
    """Show what changes did with statements, word by word.

    Into a pipe: a line for each field that changed, which ends with its name, its
    earlier and its later value; for a change of no field, a line without these. Of
    several statements each line begins with the id.
    """
    are_several = len(stories) > 1
    did: dict[int, str] = {}  # of a change of many statements, said of each
    for place, story in enumerate(stories):
        if place and is_terminal():
            print()
        if not is_terminal():
            _print_story(story, (str(story.id),) if are_several else (), did)
        elif is_plain():
            from mediarel.cli.terminal.labelled import print_story  # noqa: PLC0415 - where it is wanted

            print_story(story, is_alone=not are_several)
        else:
            from mediarel.cli.terminal.drawn_changes import draw_story  # noqa: PLC0415 - not for a pipe

            draw_story(story, is_alone=not are_several)


def _print_story(story: Story, begin: tuple[str, ...], did: dict[int, str]) -> None:
    """Print a story, each line after `begin`; `did` gets what each change did."""
    for change in story.changes:
        fields = change.changed.get(story.id, {})
        note = change.notes.get(str(story.id))
        if change.number not in did:
            did[change.number] = summary(change)
        told = "; ".join(filter(None, (did[change.number], note)))
        signed = (*begin, *_signed(change), told)
        for name, (old, new) in fields.items():
            line(*signed, name, joined(old), joined(new))
        if not fields:
            line(*signed)


def _signed(change: Change) -> tuple[str, ...]:
    return str(change.number), change.at, change.who, change.command


def show_edits(
    edited: Sequence[Edit], *, most: int | None = None, untold: Collection[str] = ()
) -> None:
    """Show what changed: statement, field, earlier and later value.

    On a terminal of the first `most` statements alone, without the fields `untold`,
    which are told in a sentence; into a pipe of all.
    """
    shown = edited[:most] if is_terminal() else edited
    told = _fields_of(shown)
    if not is_terminal():
        for number, name, old, new in told:
            line(str(number), name, joined(old), joined(new))
        return
    told = [each for each in told if each[1] not in untold]
    if is_plain():
        from mediarel.cli.terminal import labelled  # noqa: PLC0415 - where it is wanted

        labelled.print_edits(told)
        return
    from mediarel.cli.terminal.drawn_changes import draw_edits  # noqa: PLC0415 - not for a pipe

    draw_edits(told, len(edited) - len(shown))


def edit_lines(edited: Iterable[Edit]) -> list[str]:
    """Return what is to change, a line for each field: earlier and later value."""
    return [
        spaced_once(f"{number} {name}: {' → '.join(filter(None, values))}")
        for number, name, *values in in_words(_fields_of(edited))
    ]


def _fields_of(edited: Iterable[Edit]) -> list[Edited]:
    return [
        (after.id, name, old, new)
        for before, after in edited
        for name, (old, new) in changed_fields(before, after).items()
    ]
