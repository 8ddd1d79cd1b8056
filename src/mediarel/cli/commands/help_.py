"""Implement `mediarel help`: show the pages of the manual, and the help of commands."""

from collections.abc import Collection

import typer

from mediarel import errors
from mediarel.cli import pager, suggestions
from mediarel.cli.options.parameters import argument
from mediarel.cli.terminal.manual import show_page, show_topics
from mediarel.cli.topics import BY_NAME, TOPICS, page_of, with_commands

EXAMPLES = ("mediarel help", "mediarel help search", "mediarel help list")


def _topics(context: typer.Context) -> list[tuple[str, str]]:
    """Return all topics with descriptions, then all commands, for completion."""
    named = [(topic.name, topic.about) for topic in TOPICS]
    return [*named, *((each, "") for each in _commands(context) if each not in BY_NAME)]


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
    """
    if topic is None:
        show_topics(TOPICS)
        return
    if topic in BY_NAME:
        page = page_of(BY_NAME[topic])
        with pager.paged(context):
            show_page(page, with_commands(page))
        return
    commands = _commands(context)
    if topic not in commands:
        near = suggestions.commands_called(topic, [*BY_NAME, *commands])
        meant = suggestions.did_you_mean(
            errors.Command("help", each) for each in near if not each.startswith("-")
        )
        raise errors.MisuseError(
            f"there is no topic or command {errors.shorten(topic)!r}",
            *meant or ("See all topics: ", errors.Command("help")),
        )
    command = context.find_root().command
    command.main([topic, "--help"], prog_name="mediarel", standalone_mode=False)
