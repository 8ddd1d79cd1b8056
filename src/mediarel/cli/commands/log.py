"""Implement `mediarel log`: list changes, newest first."""

import typer

from mediarel.archive import lookup
from mediarel.cli import environment, pager
from mediarel.cli.command_line import ids_in
from mediarel.cli.messages import notify
from mediarel.cli.options import completion
from mediarel.cli.options.parameters import argument, flag
from mediarel.cli.options.selection import past_and_present
from mediarel.cli.terminal import changes, lines, progress, wording
from mediarel.cli.terminal.tables import show_table
from mediarel.history.change import by_capture


def run(
    context: typer.Context,
    ids: list[str] | None = argument(
        "[ID]…",
        "Show only changes to this statement, with the changed words. Example: 3",
        autocompletion=completion.ids,
    ),
    all: bool = flag("--all", "Show all changes (default: as many as fit the screen)."),
) -> None:
    """Show changes, newest first: date, person, command and result.

    Examples:
      mediarel log
      mediarel log 3
      mediarel log 3-5
    """
    named = ids_in(ids or ())
    is_page = not named and not all and lines.is_terminal()
    with (
        environment.archive(context) as opened,
        progress.working("Reading the history"),
    ):
        if named:
            wanted = past_and_present(opened, named)
            of_each = {
                number: [part for each in its for part in by_capture(each, number)]
                for number, its in lookup.changes_of_each(opened, wanted).items()
            }
            # Raise an error if an ID has neither a statement nor changes.
            lookup.get(opened, [number for number in wanted if not of_each[number]])
            newest = [change for its in of_each.values() for change in its[:1]]
            called = lookup.headlines_of(opened, {*wanted}, newest)
        else:
            # Read one more change than is shown, to know whether older ones exist.
            most = lines.page_size() if is_page else None
            found = list(lookup.changes(opened, most=most and most + 1))
            # In a pipe no headlines are shown.
            most_named = wording.MOST_HEADLINES if lines.is_terminal() else 0
            names = lookup.headlines(opened, found, most_named)
    if named:
        stories = [changes.Story(n, of_each[n], called.get(n, "")) for n in wanted]
        with pager.paged(context):
            changes.show_stories([story for story in stories if story.changes])
        for story in stories:
            if not story.changes:
                notify(f"Statement {story.id} has no recorded changes.")
        return
    if not found:
        notify("There are no recorded changes.")
        return
    with pager.paged(context):
        show_table(changes.columns_of(names), found[:most])
    if most and len(found) > most:
        notify("To see older changes: ", "log", "--all")
