"""Implement `mediarel help`: show the pages of the manual, and the help of commands."""

from collections.abc import Collection, Iterator
from pathlib import Path

import typer

from mediarel import errors
from mediarel.cli import environment, output, suggestions
from mediarel.cli.messages import as_typed, counted, shown
from mediarel.cli.options.parameters import argument
from mediarel.cli.terminal import lines, manual
from mediarel.query.tree import both
from mediarel.settings import NoArchiveError


def _topics(context: typer.Context) -> list[tuple[str, str]]:
    """Return all topics with descriptions, then all commands, for completion."""
    named = [(topic.name, topic.about) for topic in manual.TOPICS]
    return [
        *named,
        *((each, "") for each in _commands(context) if each not in manual.BY_NAME),
    ]


def _commands(context: typer.Context) -> Collection[str]:
    root = context.find_root()
    return root.command.list_commands(root)  # type: ignore[attr-defined, no-any-return]


def run(
    context: typer.Context,
    topic: str | None = argument(
        "[TOPIC | COMMAND]",
        "Topic or command to read about (default: list the topics).",
        autocompletion=_topics,
    ),
) -> None:
    """Show a page of the manual, or the help of a command.

    If a topic and a command have the same name, the page of the topic is shown. For the
    options of a command, add --help to the command. In a pipe, the page is Markdown.

    Examples:
      mediarel help
      mediarel help search
      mediarel help list
    """
    if topic is None:
        manual.show_topics()
        return
    if topic in manual.BY_NAME:
        with output.paged(context):
            manual.show_page(manual.BY_NAME[topic])
        return
    commands = _commands(context)
    if topic not in commands:
        near = suggestions.commands_called(topic, [*manual.BY_NAME, *commands])
        meant = suggestions.did_you_mean(
            errors.Command("help", each) for each in near if not each.startswith("-")
        )
        raise errors.MisuseError(
            f"there is no topic or command {errors.shorten(topic)!r}",
            *meant or ("See all topics: ", errors.Command("help")),
        )
    command = context.find_root().command
    command.main([topic, "--help"], prog_name="mediarel", standalone_mode=False)


# Words in capitals are placeholders.
FIRST = {
    "list": "List statements, newest first",
    "search WORDS": "Search for words, best match first",
    "show ID": "Show the statement with this ID",
    "add": "Add a statement",
    "edit ID": "Change a statement in your editor",
    "undo": "Undo the last change",
}


def show_beginning(context: typer.Context) -> None:
    """Show the archive's name and size, and the first commands.

    If there is no archive, show how to create one.
    """
    _print(*_archive(context))
    print("\nFirst commands:")
    for command, about in FIRST.items():
        _print(errors.Hint(f"  {about}: ", errors.Command(*command.split())))
    print()
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
        yield f"{name or 'Unnamed archive'}: {counted(total)}"
        yield f"{'In' if isinstance(where, Path) else 'At'} {where}"
