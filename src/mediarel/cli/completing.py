"""A Tab in a shell: what Typer finds for it, in the words of that shell.

Typer's scripts for bash, zsh and fish ask; what may stand in the line, Typer knows. How
the line is read and how the answer is quoted is said in `options/shells.py`.
"""

from __future__ import annotations

import io
import os
import shlex
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

from mediarel.cli.options.completion import VARIABLE
from mediarel.cli.options.shells import (
    BASH_SCRIPT,
    Line,
    for_bash,
    for_zsh,
    read_line,
)
from mediarel.errors import Command, Hint, MisuseError, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType

    Ask = Callable[[], object]

_OURS = ("bash", "zsh", "fish")
_SHELLS = (*_OURS, "powershell", "pwsh")
# What the old script of bash would take for a pattern, or end a word at.
_ACTS_WHERE_SPLIT = "'*?[]\\"


def use_own_script() -> None:
    """Have Typer install and show our script for bash in place of its own."""
    _shared()._completion_scripts["bash"] = BASH_SCRIPT  # noqa: SLF001 - no other way


def show_script_of(arguments: Sequence[str]) -> bool:
    """Print the script of the shell named behind --show-completion, if there is one.

    Typer takes no name, and would print that of the shell that we are in.

    Raises MisuseError for another name.
    """
    shell = _shell_named(arguments, "--show-completion")
    if shell is None:
        return False
    print(_script(shell))
    return True


def refuse_another_shell(arguments: Sequence[str]) -> None:
    """Raise MisuseError where a shell is named behind --install-completion.

    It is installed for the one that it is typed in.
    """
    shell = _shell_named(arguments, "--install-completion")
    if shell is not None:
        raise MisuseError(
            "--install-completion is for the shell that it is typed in",
            Hint(
                f"Type it in {shell}, or put into a file that {shell} reads what"
                " this prints: ",
                Command("--show-completion", shell),
            ),
        )


def _shell_named(arguments: Sequence[str], option: str) -> str | None:
    """Return the shell that is named behind `option`, or with `=`; None without one."""
    for at, word in enumerate(arguments):
        name, equals, shell = word.partition("=")
        if name != option:
            continue
        if not equals:
            shell = next(iter(arguments[at + 1 :]), "")
        if not equals and (not shell or shell.startswith("-")):
            return None
        if shell not in _SHELLS:
            raise MisuseError(
                f"there is no completion for {shorten(shell)!r}",
                f"The shells are: {', '.join(_SHELLS)}.",
            )
        return shell
    return None


def _script(shell: str) -> str:
    use_own_script()
    script: str = _shared().get_completion_script(
        prog_name="mediarel", complete_var=VARIABLE, shell=shell
    )
    return script


def _shared() -> ModuleType:
    from typer import _completion_shared  # noqa: PLC0415 - for a script alone

    return _completion_shared


def completed(variables: Mapping[str, str], ask: Ask) -> int | None:
    """Print what completes the line in `variables`, and return the exit code.

    `ask` has Typer answer. None where this is left to Typer: the script is asked for,
    or it is another shell.
    """
    what, _, shell = variables[VARIABLE].partition("_")
    if shell not in _OURS:
        return None
    if what == "source":
        if shell != "bash":
            return None
        print(_script(shell))
        return 0
    is_split = shell == "bash" and "COMP_LINE" not in variables
    line = _line(shell, variables)
    words = _words(line, ask)
    if shell == "zsh":
        print(for_zsh(words))
        return 0
    if shell == "fish":
        if variables.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
            return 0 if words else 1
        lines = ["\t".join(filter(None, each)) for each in words]
    elif is_split:
        lines = [_whole(word, line) for word, _ in words]
    else:
        lines = [for_bash(word[line.kept :], line.quote) for word, _ in words]
    for each in filter(None, lines):
        print(each)
    return 0


def _line(shell: str, variables: Mapping[str, str]) -> Line:
    """Return the command line that `shell` tells of in `variables`."""
    if shell != "bash":
        text = variables.get("_TYPER_COMPLETE_ARGS", "")
        return read_line(text, is_fish=shell == "fish")
    if "COMP_LINE" in variables:
        return read_line(
            variables["COMP_LINE"], breaks=variables.get("COMP_WORDBREAKS", "")
        )
    place = int(variables["COMP_CWORD"])
    raw = variables["COMP_WORDS"].split("\n")
    if len(raw) == 1:
        raw = raw[0].split(" ")
    text = " ".join((raw + [""] * place)[: place + 1]).replace(" = ", "=")
    return read_line(text.removesuffix(" =") + ("=" if text.endswith(" =") else ""))


def _words(line: Line, ask: Ask) -> list[tuple[str, str]]:
    """Return the whole words that may stand in the place of the last, with help."""
    # In the protocol of fish, Typer's answer is the words as they are.
    os.environ[VARIABLE] = "complete_fish"
    os.environ["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"
    os.environ["_TYPER_COMPLETE_ARGS"] = " ".join(
        [*map(shlex.quote, line.words), shlex.quote(line.begun) if line.begun else ""]
    )
    answer = io.StringIO()
    try:
        with redirect_stdout(answer):
            ask()
    except SystemExit:
        pass
    option, equals, _ = line.begun.partition("=")
    begun = option + equals if option.startswith("--") and equals else ""
    found = (each.partition("\t") for each in answer.getvalue().splitlines())
    return [(begun + word, help_) for word, _, help_ in found if word]


def _whole(word: str, line: Line) -> str:
    """Return `word` for the script of Typer's that bash may have: "" if it can't be."""
    rest = word[line.begun.rfind("=") + 1 if word.startswith("--") else 0 :]
    bare = for_bash(rest, "")
    if bare == rest:
        return rest
    can_be = not any(letter in rest for letter in _ACTS_WHERE_SPLIT)
    return f"'{rest}'" if can_be and not line.quote else ""
