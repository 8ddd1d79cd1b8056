"""A line that the user types: it can be edited, and Tab completes it.

Both are done by readline, where Python has it. All of it is seen on the terminal of
stderr: readline by itself would write to stdout, which is for results alone.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from mediarel.cli.telling import say
from mediarel.cli.terminal.lines import DUMB
from mediarel.text.folding import folded_name
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

_END, _EDITOR = ".", "e"
# Bytes of a line that a terminal of Linux keeps, where readline does not read it.
_LONGEST = 4095
_CUT = (
    "Warning: the terminal may have cut this line, as it is long. Press Ctrl-C, then"
    " run add again and enter e, or use --text - < FILE."
)


def typed(prompt: str, completing: Sequence[str] | None = None) -> str:
    """Return the line that is typed behind `prompt`.

    Tab completes it to one of `completing`; with None, the line is as the terminal
    itself edits it.

    Raises Abort for Ctrl-C and Ctrl-D.
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
    """Return the text that is typed or pasted until Ctrl-D, or until a line with ".".

    A paste may arrive as one line that has line ends in it. Return None if the first
    line is `e`, which asks for the editor. The text so far is given to `rescue` before
    Ctrl-C raises Abort.
    """
    lines: list[str] = []
    try:
        with _stdout_on_terminal():
            is_for_editor = _add_typed(lines)
    except KeyboardInterrupt:
        rescue("\n".join(lines))
        raise typer.Abort from None
    return None if is_for_editor else "\n".join(lines)


def _add_typed(lines: list[str]) -> bool:
    """Add what is typed to `lines`; return whether it asks for the editor."""
    readline = readline_here()
    if readline is not None:
        _prepare(readline, _completer(()))
    while True:
        try:
            *pasted, last = input().split("\n")
        except EOFError:
            return False
        lines += pasted
        if last.strip() == _END:
            return False
        lines.append(last)
        if readline is None and len(os.fsencode(last)) >= _LONGEST:
            say(_CUT)
        if "".join(lines).strip().lower() == _EDITOR:
            return True


def matching(begun: str, values: Sequence[str]) -> list[str]:
    """Return the `values` that begin with what is `begun`, else those with such a word.

    Case and accents make no difference. What a terminal can't show is no match.
    """
    wanted = folded_name(begun)
    shown = [each for each in values if _can_be_shown(each)]
    first = [each for each in shown if folded_name(each).startswith(wanted)]
    return first or [each for each in shown if f" {wanted}" in f" {folded_name(each)}"]


def readline_here() -> ModuleType | None:
    """Return readline; None where Python has none, or the terminal can't do it."""
    if os.environ.get("TERM", "") in DUMB:
        return None
    try:
        import readline  # noqa: PLC0415 - only where something is asked
    except ImportError:  # Windows
        return None
    return readline


@contextmanager
def _stdout_on_terminal() -> Iterator[None]:
    """Let what writes to stdout in here write to the terminal of stderr."""
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
        # One Tab shows what there is, not two or three.
        readline.parse_and_bind("set show-all-if-ambiguous on")
    # The whole line is one value, with its spaces.
    readline.set_completer_delims("")
    readline.set_auto_history(False)
    readline.set_completer(complete)


def _completer(values: Sequence[str]) -> Callable[[str, int], str | None]:
    """Return what readline calls for the first match, the second, and so on."""
    found: list[str] = []

    def complete(begun: str, number: int) -> str | None:
        if not number:
            found[:] = matching(begun, values)
        return found[number] if number < len(found) else None

    return complete


def _can_be_shown(value: str) -> bool:
    return harmless(value) == value and "\t" not in value and "\n" not in value
