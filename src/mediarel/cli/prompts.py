"""Ask the user on stderr, only on a terminal, with Tab completion.

If Python has readline, readline edits the lines. Because readline writes to stdout,
which is for results, stdout is redirected during a question.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

from mediarel import errors
from mediarel.cli.environment import is_interactive
from mediarel.cli.telling import in_lines, say, tell_error
from mediarel.cli.terminal.lines import DUMB
from mediarel.text.folding import folded_name
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import ModuleType


Answer = TypeVar("Answer")
_END, _EDITOR = ".", "e"
_ANSWERS = {"y": True, "yes": True, "n": False, "no": False}


class NotConfirmedError(errors.DeclinedError):
    """The answer was no."""

    def __init__(self) -> None:
        super().__init__("nothing was changed", "")


class NoOneToAskError(errors.MisuseError):
    """A question is needed, but there is no terminal to ask it on."""

    def __init__(self, question: str) -> None:
        super().__init__(
            f"can't ask without a terminal: {question}", "To answer yes, add --yes."
        )


def confirm(question: str, *, yes: bool, default: bool = False) -> None:
    """Ask `question`, unless the option `yes` answers it.

    Raises NotConfirmedError for the answer no, NoOneToAskError without a terminal.
    """
    if yes:
        return
    if not is_interactive():
        raise NoOneToAskError(question)
    if not agrees(question, default=default):
        raise NotConfirmedError


def agrees(question: str, *, default: bool = False) -> bool:
    """Ask `question` on the terminal; return whether the answer was yes."""
    return _chosen(question, {"": default, **_ANSWERS}, "Y/n" if default else "y/N")


def saved_or_edited(question: str) -> str:
    """Ask `question` on the terminal; return `yes`, `no` or `edit`."""
    answers = {"": "yes", "y": "yes", "n": "no", "e": "edit"}
    return _chosen(question, answers, "Y/n/e")


def _chosen(question: str, answers: Mapping[str, Answer], choices: str) -> Answer:
    """Ask `question` until the user types a key of `answers`; return its value."""
    *before, last = in_lines(question).split("\n")
    while True:
        if before:
            say(*before)
        answer = typed(f"{last} [{choices}]: ").strip().lower()
        if answer in answers:
            return answers[answer]
        say(f"Answer {choices.lower()}. Enter chooses the capital letter.")


def ask(
    question: str,
    check: Callable[[str], object],
    default: str = "",
    values: Sequence[str] = (),
) -> str:
    """Ask until `check` raises no InvalidError for the answer; return the answer.

    Enter means `default`, unless the default has characters that can't be shown. Tab
    completes to one of `values`.
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
                tell_error(error)
            else:
                say("A value is required here. To cancel, press Ctrl-C.")
        else:
            return answer


def typed(prompt: str, completing: Sequence[str] | None = None) -> str:
    """Return the line typed after `prompt`.

    Tab completes to one of `completing`; if None, the terminal's own line editing is
    used. Raises Abort for Ctrl-C and Ctrl-D.
    """
    with _stdout_on_terminal():
        readline = None if completing is None else readline_here()
        if readline is not None:
            _prepare(readline, _completer(completing or ()))
        try:
            return input(prompt)
        except (KeyboardInterrupt, EOFError):
            raise typer.Abort from None
        finally:
            if readline is not None:
                readline.set_completer(_completer(()))


def typed_text(rescue: Callable[[str], object]) -> str | None:
    """Return the text typed or pasted until Ctrl-D, or until a line with ".".

    A paste may arrive as one line that contains line ends. Returns None if the first
    line is `e`, which opens the editor. Before Ctrl-C raises Abort, `rescue` is called
    with the text so far.
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


def matching(begun: str, values: Sequence[str]) -> list[str]:
    """Return the `values` that begin with `begun`, or else the values with such a word.

    Ignores case and accents, and leaves out values that a terminal can't show.
    """
    wanted = folded_name(begun)
    shown = [v for v in values if harmless(v) == v and not {"\t", "\n"} & {*v}]
    first = [each for each in shown if folded_name(each).startswith(wanted)]
    return first or [each for each in shown if f" {wanted}" in f" {folded_name(each)}"]


def readline_here() -> ModuleType | None:
    """Return readline; None if Python lacks it, or the terminal doesn't support it."""
    if os.environ.get("TERM", "") in DUMB:
        return None
    try:
        import readline  # noqa: PLC0415 - only where something is asked
    except ImportError:  # Windows
        return None
    return readline


@contextmanager
def _stdout_on_terminal() -> Iterator[None]:
    """Redirect stdout within the block to the terminal of stderr."""
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
    """Return readline's completer: it returns match number 0, 1 and so on."""
    found: list[str] = []

    def complete(begun: str, number: int) -> str | None:
        if not number:
            found[:] = matching(begun, values)
        return found[number] if number < len(found) else None

    return complete
