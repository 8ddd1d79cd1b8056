"""Print an error: what is wrong, and what to do."""

from __future__ import annotations

import typer

from mediarel.cli.hints import as_typed
from mediarel.cli.telling import pointed, say
from mediarel.errors import AccessError, DeclinedError, Hint, MediarelError
from mediarel.text.lines import capitalised, spaced_once


class SystemRefusedError(AccessError):
    """The system refused something that no other error covers, as on a full disk."""

    def __init__(self, error: OSError) -> None:
        what = error.filename or "reading or writing failed"
        super().__init__(
            f"{what}: {(error.strerror or str(error)).lower()}",
            "Check the permissions and the free space on the disk, then try again.",
        )


def tell(error: MediarelError | typer.TyperException | OSError) -> int:
    """Print `error` to stderr, a line for each sentence; return its exit code.

    A no at a question is one line, and another where what was written is kept.
    """
    if isinstance(error, typer.TyperException):
        from mediarel.cli.suggestions import misuse  # noqa: PLC0415 - only for this error

        error = misuse(error)
    error = known(error)
    if isinstance(error, DeclinedError):
        kept = as_typed(error.hint).strip()
        say(f"{capitalised(spaced_once(error.problem))}.", *([kept] if kept else []))
        return error.exit_code
    lines = [f"Error: {spaced_once(error.problem)}"]
    if error.detail:
        lines += pointed(*error.detail.split("\n"))
    lines += error.choices
    say(*lines, Hint("Hint: ", as_typed(error.hint)))
    return error.exit_code


def known(error: MediarelError | OSError) -> MediarelError:
    """Return `error` as one of ours."""
    return SystemRefusedError(error) if isinstance(error, OSError) else error
