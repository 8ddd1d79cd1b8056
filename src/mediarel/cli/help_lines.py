"""Help as lines: of an option its name, then what it does; no box around them.

So it is where a screen reader follows, where no colour is wanted, and on a terminal
that is too narrow for the columns of a box.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from mediarel.cli.terminal.plain import is_unadorned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_INDENT = "  "
_BELOW = _INDENT * 3
_USUAL = ("Arguments", "Options")  # the groups of what names none, before the others
_ROOM_FOR_BOXES = 60  # columns


class WithHelp:
    """A command of Typer whose help fits any terminal, and ends with its examples."""

    def get_help(self, context: Any) -> str:  # noqa: ANN401 - as Typer has it
        """Return the help; that in boxes is printed, and what ends it returned."""
        command: Any = self
        columns = shutil.get_terminal_size().columns
        end = (command.epilog or "").split("\n")
        if is_unadorned() or columns < _ROOM_FOR_BOXES:
            return "\n".join((*help_lines(command, context, columns), *end))
        # Rich would break an example in two.
        command.epilog = None
        super().get_help(context)  # type: ignore[misc]
        return "\n".join(f" {line}".rstrip() for line in end)


def help_lines(command: Any, context: Any, columns: int) -> Iterator[str]:  # noqa: ANN401 - Typer's own
    """Yield the help of a command of Typer's, in lines of at most so many `columns`."""
    from mediarel.cli.terminal.wrapping import wrapped  # noqa: PLC0415 - for help alone

    usage = " ".join(command.collect_usage_pieces(context))
    yield from wrapped(f"Usage: {context.command_path} {usage}", columns)
    for paragraph in (command.help or "").split("\n\n"):
        yield ""
        yield from wrapped(" ".join(paragraph.split()), columns)
    for title, entries in _panels(command, context):
        yield ""
        yield f"{title}:"
        for name, said in entries:
            text = f"{name}: {' '.join(said.split())}".rstrip(" :")
            first, *rest = wrapped(text, columns - len(_BELOW))
            yield f"{_INDENT}{first}"
            yield from (f"{_BELOW}{line}" for line in rest)


def _panels(
    command: Any,  # noqa: ANN401 - Typer's own
    context: Any,  # noqa: ANN401 - Typer's own
) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    """Yield the title of each group, of options or commands, and what is in it."""
    found = [
        (_title(parameter), record)
        for parameter in command.get_params(context)
        if (record := parameter.get_help_record(context))
    ]
    for name in getattr(command, "list_commands", lambda _: [])(context):
        one = command.get_command(context, name)
        if one is not None and not one.hidden:
            found.append((one.rich_help_panel, (name, one.get_short_help_str(1000))))
    titles = dict.fromkeys(title for title, _ in found)
    for title in sorted(titles, key=lambda title: title not in _USUAL):
        yield title, [record for each, record in found if each == title]


def _title(parameter: Any) -> str:  # noqa: ANN401 - Typer's own
    usual = f"{parameter.param_type_name.capitalize()}s"
    return getattr(parameter, "rich_help_panel", None) or usual
