"""Print an error: what is wrong, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.hints import as_typed
from mediarel.cli.telling import pointed, say
from mediarel.errors import AccessError, Command, Hint, MediarelError, MisuseError
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    import typer


_QUERIES = {"words", "ids"}  # the arguments that are a query, or may be one


class SystemRefusedError(AccessError):
    """The system refused something that no other error covers, as on a full disk."""

    def __init__(self, error: OSError) -> None:
        what = error.filename or "reading or writing failed"
        super().__init__(
            f"{what}: {(error.strerror or str(error)).lower()}",
            "See to it that there is room and the right to do it, then try again.",
        )


def tell(error: MediarelError | typer.TyperException | OSError) -> int:
    """Print `error` to stderr, a line for each sentence; return its exit code."""
    if isinstance(error, OSError):
        error = SystemRefusedError(error)
    elif not isinstance(error, MediarelError):
        error = _misuse(error)
    lines = [f"Error: {spaced_once(error.problem)}"]
    if error.detail:
        lines += pointed(*error.detail.split("\n"))
    say(*lines, Hint("Hint: ", as_typed(error.hint)))
    return error.exit_code


def _misuse(error: typer.TyperException) -> MisuseError:
    """Return Typer's own error about a call as one of ours."""
    context = getattr(error, "ctx", None)
    words = context.command_path.split()[1:] if context else []
    near = getattr(error, "possibilities", None)
    meant = f"Did you mean {near[0]}? " if near else ""
    if _may_leave_out_a_word(error):
        meant = "To leave out a word, write NOT draft. "
    # Its whole sentence would have all that are near in brackets.
    problem = error.args[0] if near else error.format_message()
    problem = spaced_once(problem).rstrip(".")
    return MisuseError(
        problem[:1].lower() + problem[1:],
        Hint(f"{meant}See how it is called: ", Command(*words, "--help")),
    )


def _may_leave_out_a_word(error: typer.TyperException) -> bool:
    """Tell whether an unknown `-d` may have been a query's `-draft`."""
    option = getattr(error, "option_name", "")
    context = getattr(error, "ctx", None)
    return (
        context is not None
        and type(error).__name__ == "NoSuchOption"
        and not option.startswith("--")
        and any(parameter.name in _QUERIES for parameter in context.command.params)
    )
