"""Add the user's --archive option to the commands in hints."""

import re
import sys
from itertools import takewhile

from mediarel import errors
from mediarel.address import without_password
from mediarel.text.lines import harmless

GIVEN = "mediarel.given"  # key of a command's words in Typer's context
# Commands without the option --archive, and commands with subcommands.
WITHOUT_ARCHIVE = ("init", "copy", "schema", "help", "publish theme", "publish serve")
WITH_PARTS = ("publish",)
# The URL of a server in a sentence, without trailing punctuation. The URLs of web
# pages don't match.
_ADDRESS = re.compile(
    r"""(?:postgres(?:ql)?(?:\+\w+)?:/|\b(?!https?:)[a-z][a-z0-9+.-]+://)"""
    r"""\S*?(?=['"’”,:;.)]*(?:\s|$))""",
    re.IGNORECASE,
)


def as_typed(text: str) -> str:
    """Add the user's --archive option to each command in the hint `text`."""
    if not isinstance(text, errors.Hint):
        return text
    given = _archive_given(sys.argv[1:])
    if given is None:
        return text
    archive = without_password(given)
    return errors.Hint(
        *(
            _about(part, archive) if isinstance(part, errors.Command) else part
            for part in text.parts
        )
    )


def shown(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Put a hint on one line. Return the line, and the positions of its commands.

    A position has the start and the end of a command. Control characters are replaced
    with their codes, such as <U+000A>.
    """
    if not isinstance(text, errors.Hint):
        return _on_a_line(text), []
    whole = ""
    commands = []
    for part in text.parts:
        start = len(whole)
        whole += _on_a_line(str(part))
        if isinstance(part, errors.Command):
            commands.append((start, len(whole)))
    return whole, commands


def _on_a_line(text: str) -> str:
    """Return a text on one line, and remove passwords from URLs in the text."""
    told = _ADDRESS.sub(lambda found: without_password(found[0]), text)
    return harmless(told).replace("\n", "<U+000A>")


def _about(command: errors.Command, archive: str) -> errors.Command:
    """Add `--archive` to a command, if the command accepts the option and lacks it."""
    length = 2 if command[:1] in {(each,) for each in WITH_PARTS} else 1
    name, rest = command[:length], command[length:]
    if command[:1] and command[0].startswith("-"):
        return command
    options = set(takewhile(lambda word: word != "--", command))
    if " ".join(name) in WITHOUT_ARCHIVE or options & {"--archive", "--help"}:
        return command
    return errors.Command(*name, "--archive", archive, *rest)


def _archive_given(words: list[str]) -> str | None:
    """Return the value of the last `--archive` on a command line, or None."""
    given = None
    words_left = iter(words)
    for word in words_left:
        if word == "--":
            break
        name, equals, value = word.partition("=")
        if name == "--archive":
            given = value if equals else next(words_left, None)
    return given
