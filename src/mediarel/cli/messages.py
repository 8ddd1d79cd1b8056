"""Print messages to stderr: reports, and errors with their hints.

On a terminal, lines are wrapped between words, but a command stays on one line, so that
it can be copied. The first word of an error has a colour. In a pipe, each sentence is
one line. If the user typed --archive, the commands in hints have this option too.
"""

import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import takewhile

import typer

from mediarel import errors
from mediarel.address import without_password
from mediarel.cli.terminal.colours import has_colour, with_first_word
from mediarel.cli.terminal.progress import out_of_sight
from mediarel.text.lines import capitalised, harmless, spaced_once

_USUAL = 80  # columns, if the terminal doesn't report its size
_ANSWER = len(" [y/N]: y")
GIVEN = "mediarel.given"  # key of a command's words in Typer's context
# Commands without the option --archive, and commands with subcommands.
WITHOUT_ARCHIVE = ("init", "copy", "schema", "help", "publish theme", "publish serve")
INTERRUPTED = "Interrupted: nothing was changed."
WITH_PARTS = ("publish",)
# The URL of a server in a sentence, without trailing punctuation. The URLs of web
# pages don't match.
_ADDRESS = re.compile(
    r"""(?:postgres(?:ql)?(?:\+\w+)?:/|\b(?!https?:)[a-z][a-z0-9+.-]+://)"""
    r"""\S*?(?=['"’”,:;.)]*(?:\s|$))""",
    re.IGNORECASE,
)


def say(*sentences: str) -> None:
    """Print sentences to stderr.

    If writing to stderr fails, the error is ignored, and the exit code does not change.
    """
    with out_of_sight(), suppress(OSError):
        lines = [line for sentence in sentences for line in _lines(sentence)]
        print(*lines, sep="\n", file=sys.stderr, flush=True)


def notify(sentence: str, *command: object) -> None:
    """Print a sentence to stderr, and the command with the words in `command`.

    If the user typed --archive, the option is added to the commands in the sentence.
    """
    if command:
        sentence = errors.Hint(sentence, errors.Command(*command))
    is_hint = isinstance(sentence, errors.Hint)
    say(*([as_typed(sentence)] if is_hint else sentence.split("\n")))


def report_first(sentences: Sequence[str], others: str = "more", most: int = 5) -> None:
    """Print the first sentences, and a line such as `… and 3 more` for the rest."""
    for sentence in sentences[:most]:
        notify(sentence)
    if len(sentences) > most:
        notify(errors.Hint(f"… and {len(sentences) - most:,} ", others))


def report_done(done: str) -> None:
    """Report a completed change, and how to undo it."""
    notify(f"{done} To undo: ", "undo")


def print_error(error: errors.MediarelError | OSError) -> int:
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


@contextmanager
def message_on_interrupt(message: Callable[[], str]) -> Iterator[None]:
    """If Ctrl-C ends the block, print the sentence that `message` returns, if any."""
    try:
        yield
    except (typer.Abort, KeyboardInterrupt) as error:
        if sentence := message():
            notify("")  # end the line of the question, or of ^C
            notify(sentence)
            error.args = ()  # this message replaces it
        raise


@contextmanager
def message_on_failure(message: Callable[[], str]) -> Iterator[None]:
    """If the block fails, report the sentence that `message` returns.

    After an error, the sentence is added to the hint. After Ctrl-C, it is printed.
    """
    try:
        with message_on_interrupt(message):
            yield
    except (errors.MediarelError, OSError) as failure:
        error = known(failure)
        if sentence := message():
            error.hint = errors.Hint(error.hint, " ", sentence)
        raise error from failure.__cause__


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
    message = _ADDRESS.sub(lambda found: without_password(found[0]), text)
    return harmless(message).replace("\n", "<U+000A>")


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


def counted(number: int, noun: str = "statement") -> str:
    """Return a number with a noun: `1 statement` or `9 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def counted_files(number: int) -> str:
    """Return a number of files: `1 attached file` or `9 attached files`."""
    return counted(number, "attached file")
