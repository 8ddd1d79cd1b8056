"""What a person is told when a command fails: what is wrong, and what to do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mediarel.errors import MediarelError, MisuseError
from mediarel.text import harmless, spaced_once

if TYPE_CHECKING:
    import typer


def tell(error: MediarelError | typer.TyperException) -> int:
    """Print `error` to stderr, a line for each of its sentences; give its exit code."""
    if not isinstance(error, MediarelError):
        error = _misuse(error)
    lines = [f"Error: {_shown(error.problem)}"]
    if error.detail:
        lines.append(harmless(error.detail))
    lines.append(f"Hint: {_shown(error.hint)}")
    print(*lines, sep="\n", file=sys.stderr)
    return error.exit_code


def _misuse(error: typer.TyperException) -> MisuseError:
    """Give Typer's own error about a call as one of ours."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "mediarel"
    problem = spaced_once(error.format_message()).rstrip(".")
    return MisuseError(
        problem[:1].lower() + problem[1:], f"See how it is called: {command} --help"
    )


def _shown(sentence: str) -> str:
    return harmless(spaced_once(sentence))
