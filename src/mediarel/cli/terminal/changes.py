"""Changes: one after the other, word by word, or as what an edit did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain
from mediarel.cli.terminal.wording import joined, summary
from mediarel.history.change import changed_fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.history.change import Change
    from mediarel.history.changeset import Edit


def show_changes(
    told: Sequence[Change], headlines: Mapping[int, Sequence[str]]
) -> None:
    """Show changes: number, when, who, by what command, and what they did.

    On a terminal with the `headlines` of what each, by its number, added or removed.
    """
    if not is_terminal():
        for change in told:
            line(
                str(change.number),
                change.at,
                change.by,
                change.command,
                summary(change),
            )
        return
    if is_plain():
        from mediarel.cli.terminal import labelled  # noqa: PLC0415 - where it is wanted

        labelled.print_changes(told)
        return
    from mediarel.cli.terminal.drawn_changes import draw_changes  # noqa: PLC0415 - not for a pipe

    draw_changes(told, headlines)


def show_changes_of(number: int, told: Sequence[Change], headline: str) -> None:
    """Show what changes did with statement `number`, word by word.

    On a terminal with its `headline` where it was added or removed.
    Into a pipe: a line for each field that changed, which ends with its name, its
    earlier and its later value; for a change of no field, a line without these.
    """
    if is_terminal() and is_plain():
        from mediarel.cli.terminal import labelled  # noqa: PLC0415 - where it is wanted

        labelled.print_changes_of(number, told)
        return
    if is_terminal():
        from mediarel.cli.terminal.drawn_changes import draw_changes_of  # noqa: PLC0415 - not for a pipe

        draw_changes_of(number, told, headline)
        return
    for change in told:
        begin = (str(change.number), change.at, change.by, change.command)
        fields = change.changed.get(number, {})
        note = change.notes.get(str(number))
        did = "; ".join(filter(None, (summary(change), note)))
        for name, (old, new) in fields.items():
            line(*begin, did, name, joined(old), joined(new))
        if not fields:
            line(*begin, did)


def show_edits(edited: Sequence[Edit], *, most: int | None = None) -> None:
    """Show what changed: statement, field, earlier and later value.

    On a terminal of the first `most` statements alone; into a pipe of all.
    """
    shown = edited[:most] if is_terminal() else edited
    told = [
        (after.id, name, old, new)
        for before, after in shown
        for name, (old, new) in changed_fields(before, after).items()
    ]
    if not is_terminal():
        for number, name, old, new in told:
            line(str(number), name, joined(old), joined(new))
        return
    if is_plain():
        from mediarel.cli.terminal import labelled  # noqa: PLC0415 - where it is wanted

        labelled.print_edits(told)
        return
    from mediarel.cli.terminal.drawn_changes import draw_edits  # noqa: PLC0415 - not for a pipe

    draw_edits(told, len(edited) - len(shown))
