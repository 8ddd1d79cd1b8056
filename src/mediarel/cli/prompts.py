"""Ask the user questions on the terminal.

The questions are printed to stderr. If Python has readline, the user can edit the line,
and Tab completes it. Because readline writes to stdout, which is for results, stdout is
redirected during a question.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import TypeVar

import typer

from mediarel import errors
from mediarel.cli.messages import INTERRUPTED, in_lines, print_error, say
from mediarel.cli.terminal.lines import DUMB
from mediarel.text.folding import folded_name
from mediarel.text.lines import harmless

Answer = TypeVar("Answer")
_END, _EDITOR = ".", "e"
_ANSWERS = {"y": True, "yes": True, "n": False, "no": False}


class NotConfirmedError(errors.DeclinedError):
    """The user answered no."""

    def __init__(self) -> None:
        super().__init__("nothing was changed", "")


class NoOneToAskError(errors.MisuseError):
    """A question is needed, but there is no terminal to ask it on."""

    def __init__(self, question: str) -> None:
        problem = f"can't ask without a terminal: {question}"
        super().__init__(problem, "To answer yes, add --yes.")


def is_interactive() -> bool:
    """Return whether the user can answer questions, which are printed to stderr."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm(question: str, *, yes: bool, default: bool = False) -> None:
    """Ask a yes-or-no question. If `yes` is true, don't ask.

    Raises NotConfirmedError if the answer is no, NoOneToAskError if there is no
    terminal.
    """
    if yes:
        return
    if not is_interactive():
        raise NoOneToAskError(question)
    if not agrees(question, default=default):
        raise NotConfirmedError


def agrees(question: str, *, default: bool = False) -> bool:
    """Ask a question on the terminal, and return whether the answer is yes."""
    return _chosen(question, {"": default, **_ANSWERS}, "Y/n" if default else "y/N")


def saved_or_edited(question: str) -> str:
    """Ask a question on the terminal, and return `yes`, `no` or `edit`."""
    answers = {"": "yes", "y": "yes", "n": "no", "e": "edit"}
    return _chosen(question, answers, "Y/n/e")


def _chosen(question: str, answers: Mapping[str, Answer], choices: str) -> Answer:
    """Ask until the user types a key of `answers`, and return the value of this key."""
    *before, last = in_lines(question).split("\n")
    while True:
        if before:
            say(*before)
        answer = typed(f"{last} [{choices}]: ").strip().lower()
        if answer in answers:
            return answers[answer]
        say(f"Type {choices.lower()}, or press Enter for the default (capital letter).")


def ask(
    question: str,
    check: Callable[[str], object],
    default: str = "",
    values: Sequence[str] = (),
) -> str:
    """Ask until the answer is valid, and return the answer.

    `check` raises InvalidError if the answer is not valid. Enter chooses the default
    value. A default value with control characters is ignored. Tab completes to one of
    `values`.
    """
    if harmless(default) != default:
        default = ""
    prompt = f"{question} [{default}]: " if default else f"{question}: "
    while True:
        answer = typed(prompt, values) or default
        try:
            check(answer)
        except errors.InvalidError as error:
            if answer.strip():
                print_error(error)
            else:
                say("A value is required here. To cancel, press Ctrl-C.")
        else:
            return answer


def typed(prompt: str, completing: Sequence[str] | None = None) -> str:
    """Print a prompt, and return the line that the user types.

    Tab completes to one of `completing`. By default, readline is not used. For Ctrl-C
    and Ctrl-D, raises Abort with a message for the user: commands ask before they
    change anything.
    """
    with _stdout_on_terminal():
        readline = None if completing is None else readline_here()
        if readline is not None:
            _prepare(readline, _completer(completing or ()))
        try:
            return input(prompt)
        except (KeyboardInterrupt, EOFError):
            raise typer.Abort(INTERRUPTED) from None
        finally:
            if readline is not None:
                readline.set_completer(_completer(()))


def typed_text(rescue: Callable[[str], object]) -> str | None:
    """Return the text that the user types or pastes.

    The text ends at Ctrl-D, or at a line that has only a full stop. A pasted text may
    arrive as one line that contains line ends. Return None if the user types only `e`,
    which opens the editor. If the user presses Ctrl-C, call `rescue` with the text so
    far, then raise Abort.
    """
    lines: list[str] = []
    try:
        with _stdout_on_terminal():
            readline = readline_here()
            if readline is not None:
                _prepare(readline, _completer(()))
            while "".join(lines).strip().lower() != _EDITOR:
                try:
                    *pasted, last = input().split("\n")
                except EOFError:
                    return "\n".join(lines)
                lines += pasted
                if last.strip() == _END:
                    return "\n".join(lines)
                lines.append(last)
    except KeyboardInterrupt:
        rescue("\n".join(lines))
        raise typer.Abort from None
    return None


def matching(prefix: str, values: Sequence[str]) -> list[str]:
    """Return the values that start with `prefix`.

    If there are none, return the values in which any word starts with `prefix`. Case
    and accents are ignored. Values that a terminal can't show are left out.
    """
    wanted = folded_name(prefix)
    shown = [v for v in values if harmless(v) == v and not {"\t", "\n"} & {*v}]
    first = [each for each in shown if folded_name(each).startswith(wanted)]
    return first or [each for each in shown if f" {wanted}" in f" {folded_name(each)}"]


def readline_here() -> ModuleType | None:
    """Return the module readline.

    Return None if Python has no readline, or the terminal does not support it.
    """
    if os.environ.get("TERM", "") in DUMB:
        return None
    try:
        import readline  # noqa: PLC0415 - only for questions
    except ImportError:  # Windows
        return None
    return readline


@contextmanager
def _stdout_on_terminal() -> Iterator[None]:
    """Redirect stdout to the terminal of stderr during the block."""
    if sys.stdout.isatty():
        yield
        return
    sys.stdout.flush()
    results, terminal = sys.stdout.fileno(), sys.stderr.fileno()
    kept = os.dup(results)
    os.dup2(terminal, results)
    try:
        yield
    finally:
        os.dup2(kept, results)
        os.close(kept)


def _prepare(readline: ModuleType, complete: Callable[[str, int], str | None]) -> None:
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
    if not is_libedit:
        # Show the values at the first Tab, not the second or third.
        readline.parse_and_bind("set show-all-if-ambiguous on")
    # Treat the whole line as one value, including spaces.
    readline.set_completer_delims("")
    readline.set_auto_history(False)
    readline.set_completer(complete)


def _completer(values: Sequence[str]) -> Callable[[str, int], str | None]:
    """Return a completion function for readline.

    readline calls this function with the numbers 0, 1 and so on. The function returns
    one value for each number, and None after the last value.
    """
    found: list[str] = []

    def complete(prefix: str, number: int) -> str | None:
        if not number:
            found[:] = matching(prefix, values)
        return found[number] if number < len(found) else None

    return complete
