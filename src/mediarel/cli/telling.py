"""Print messages to stderr: reports, and errors with their hints.

On a terminal, lines are wrapped between words, but a command stays on one line, so that
it can be copied. The first word of an error has a colour. In a pipe, each sentence is
one line.
"""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mediarel import errors
from mediarel.cli.hints import as_typed, shown
from mediarel.cli.terminal.progress import out_of_sight
from mediarel.cli.terminal.theme import has_colour, with_first_word
from mediarel.text.lines import capitalised, spaced_once

_USUAL = 80  # columns, if the terminal doesn't report its size
_ANSWER = len(" [y/N]: y")


def say(*sentences: str) -> None:
    """Print sentences to stderr.

    If writing to stderr fails, the error is ignored, and the exit code does not change.
    """
    with out_of_sight(), suppress(OSError):
        lines = [line for sentence in sentences for line in _lines(sentence)]
        print(*lines, sep="\n", file=sys.stderr, flush=True)


def in_lines(question: str) -> str:
    """Wrap a question between words if stderr is a terminal.

    The last line has room for the choices and the answer: `[y/N]: y`.
    """
    return "\n".join(_lines(question, _ANSWER))


def columns() -> int:
    """Return the number of columns of the terminal on stderr."""
    if not os.environ.get("COLUMNS"):
        with suppress(OSError, ValueError):
            # shutil would use stdout, which may be a pipe.
            return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL
    return shutil.get_terminal_size().columns


def _lines(sentence: str, less: int = 0) -> list[str]:
    text, commands = shown(sentence)
    if not sys.stderr.isatty():
        return [text]
    from mediarel.cli.terminal.widths import wrapped  # noqa: PLC0415 - not for a pipe

    first, *rest = wrapped(text, columns() - less, commands)
    return [with_first_word(first) if has_colour(sys.stderr) else first, *rest]


@contextmanager
def printing(made: str, *hint: str | errors.Command) -> Iterator[None]:
    """Run a block that prints the result of a change that is already saved.

    Raises AccessError if stdout is full or closed. The error says that `made`, such as
    `statement 7`, was saved. `hint` must not suggest running the command again.
    """
    # Otherwise a closed pipe would end this process without a message.
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise errors.AccessError(
            f"{made} was saved, but printing failed: {what}", *hint
        ) from error


def tell_error(error: errors.MediarelError | OSError) -> int:
    """Print an error to stderr, one line per sentence, and return its exit code.

    If the user answered no, print the problem without a label. If text that the user
    typed was saved, a second line says so.
    """
    error = known(error)
    if isinstance(error, errors.DeclinedError):
        kept = as_typed(error.hint).strip()
        say(f"{capitalised(spaced_once(error.problem))}.", *([kept] if kept else []))
        return error.exit_code
    lines = [f"Error: {spaced_once(error.problem)}"]
    mark = error.detail.split("\n")
    # A terminal would break longer lines, and so misplace the mark.
    if error.detail and (not sys.stderr.isatty() or len(mark[0]) <= columns()):
        lines += mark
    lines += error.choices
    say(*lines, errors.Hint("Hint: ", as_typed(error.hint)))
    return error.exit_code


def known(error: errors.MediarelError | OSError) -> errors.MediarelError:
    """Convert an OSError to an AccessError. Return a MediarelError unchanged."""
    if isinstance(error, errors.MediarelError):
        return error
    what = error.filename or "reading or writing failed"
    return errors.AccessError(
        f"{what}: {(error.strerror or str(error)).lower()}",
        "Check the permissions and the free space on the disk, then try again.",
    )
