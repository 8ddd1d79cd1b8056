"""Describe the archive and basic commands if the user types only `mediarel`."""

from collections.abc import Iterator
from pathlib import Path

import typer

from mediarel import errors
from mediarel.cli import environment
from mediarel.cli.hints import as_typed, shown
from mediarel.cli.terminal import lines, manual
from mediarel.query.tree import both
from mediarel.settings import NoArchiveError

# Words in capitals are placeholders.
FIRST = {
    "list": "List statements, newest first.",
    "search WORDS": "Search for words, best match first.",
    "show ID": "Show the statement with this ID.",
    "add": "Add a statement.",
    "edit ID": "Change a statement in your editor.",
    "undo": "Undo the last change.",
}


def show_beginning(context: typer.Context) -> None:
    """Show the archive's name and size, and the first commands.

    If there is no archive, show how to create one.
    """
    _print(*_archive(context))
    print("\nFirst commands:")
    commands = [
        (as_typed(errors.Hint(errors.Command(*line.split()))), FIRST[line])
        for line in FIRST
    ]
    print(*manual.listed(commands), "", sep="\n")
    _print(errors.Hint("All commands: ", errors.Command("--help")))
    _print(errors.Hint("Manual: ", errors.Command("help")))


def _print(*sentences: str) -> None:
    """Print sentences. On a terminal, wrap them without breaking commands."""
    for sentence in sentences:
        text, commands = shown(as_typed(sentence))
        wrapped = lines.broken(text, commands) if lines.is_terminal() else [text]
        print(*wrapped, sep="\n")


def _archive(context: typer.Context) -> Iterator[str]:
    """Yield a description of the archive, one sentence at a time."""
    try:
        where = environment.archive_place(context)
        with environment.archive(context, where) as opened:
            name, total = opened.asked(
                lambda: (opened.name(), opened.page(both(), size=0).total)
            )
    except NoArchiveError:
        yield "There is no archive here yet."
        yield errors.Hint("Create one: ", errors.Command("init"))
        yield errors.Hint(
            "Or create an archive with nine sample statements: ",
            errors.Command("init", "try", "--sample"),
        )
    else:
        yield f"{name or 'Unnamed archive'}: {environment.counted(total)}"
        yield f"{'In' if isinstance(where, Path) else 'At'} {where}"
