"""Complete the values of arguments and options in a shell.

Typer's completion scripts pass values and help texts to the shell. For bash, zsh and
fish, `completed` quotes the values. PowerShell inserts the values unchanged, and
would run special characters as code. So values that contain such characters are left
out. Typer offers only values that start with the typed word.
"""

import io
import os
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import typer

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.cli import environment
from mediarel.model.parts import STATUSES
from mediarel.query.tree import both
from mediarel.text.lines import HARMFUL

VARIABLE = "_MEDIAREL_COMPLETE"

_NOT_QUOTED = ("powershell", "pwsh")

# Special characters of terminals, and of shells in an evaluated or quoted word. In a
# help text, further characters are special: they end the text or are markup.
_ACTS = rf"\\$`\t\n{HARMFUL}"
# Compiled only for a completion, not at every start.
_ACTS_IN_WORD = rf"[\t\n{HARMFUL}]"
_ACTS_IN_BARE_WORD = rf"[{_ACTS}\"';&|<>(){{}}\[\]*?~#!]"
_ACTS_IN_HELP = rf"[{_ACTS}\"'\[\]]"


def refuse_unreadable_start_files() -> None:
    """Raise InvalidError if --install-completion can't edit the start file of a shell.

    Raises OSError if the file can't be read.
    """
    for name in (".bashrc", ".zshrc"):
        path = Path.home() / name
        try:
            if path.is_file():
                path.read_text(encoding=None)
        except UnicodeError as error:
            raise errors.InvalidError(
                f"{path} is not UTF-8, so completion was not installed",
                "Add the output of this command to the file: ",
                errors.Command("--show-completion"),
            ) from error


def values_of(field: str) -> Callable[[typer.Context], list[str]]:
    """Return a function that completes the values of a field.

    The function returns the values in the archive. For the status, it returns all
    possible values.
    """

    def complete(context: typer.Context) -> list[str]:
        if field == "status":
            return [*STATUSES]
        return _harmless(_asked(context, lambda archive: archive.values(field)))

    return complete


def signatories(context: typer.Context) -> list[str]:
    """Return the names of organisations that signed, one name for each organisation."""

    def names(archive: Archive) -> list[str]:
        from mediarel.index.crosstab import signers  # noqa: PLC0415 - rare

        return [each.name for each in signers(archive.index, both())]

    return _harmless(_asked(context, names))


def _harmless(values: Sequence[str]) -> list[str]:
    """Return the values that contain no special characters of the shell."""
    is_bare = os.environ.get(VARIABLE, "").endswith(_NOT_QUOTED)
    acting = re.compile(_ACTS_IN_BARE_WORD if is_bare else _ACTS_IN_WORD)
    return [value for value in values if not acting.search(value)]


def ids(context: typer.Context) -> list[tuple[str, str]]:
    """Return the IDs of all statements, each with date and headline as help."""
    rows = _asked(context, lambda archive: archive.page(both()).rows)
    return [
        (str(row.id), f"{row.date} {re.sub(_ACTS_IN_HELP, '', row.headline)[:60]}")
        for row in rows
    ]


def files(context: typer.Context) -> list[str]:
    """Return the names of the files that are attached to the typed statement."""
    # While an option lacks its value, Typer leaves the arguments in a list.
    typed = str(context.params.get("id") or " ".join(context.args))

    def names(archive: Archive) -> list[str]:
        from mediarel.archive.lookup import get  # noqa: PLC0415 - rare

        (statement,) = get(archive, [int(typed)])
        return [each.name for each in statement.attachments]

    return _harmless(_asked(context, names)) if typed.isdecimal() else []


def years(context: typer.Context) -> list[str]:
    """Return the years in which there are statements."""
    found = _asked(context, lambda archive: archive.page(both(), size=0).years)
    return [f"{year:04}" for year, _ in found]


def _asked(
    context: typer.Context, ask: Callable[[Archive], Sequence[Any]]
) -> Sequence[Any]:
    """Call `ask` with the archive, and return the result.

    If the archive can't be opened, return an empty tuple.
    """
    try:
        with environment.archive(context) as opened:
            return ask(opened)
    except (errors.MediarelError, OSError):
        return ()


Ask = Callable[[], object]


# Typer's script for bash, with two changes: each line of the answer is a word, and the
# typed line is passed unchanged. The original splits words and drops quotes.
BASH_SCRIPT = """
%(complete_func)s() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(env COMP_LINE="${COMP_LINE:0:$COMP_POINT}" \\
                 COMP_WORDBREAKS="$COMP_WORDBREAKS" \\
                 %(autocomplete_var)s=complete_bash $1)
    return 0
}

complete -o default -F %(complete_func)s %(prog_name)s
"""
_ACTS_IN_BASH = r"[^\w@%+.,:/=\-\u0080-\U0010ffff]"
_ACTS_IN_ZSH = r"[^0-9A-Za-z_\u0080-\U0010ffff]"
_ENDLESS = "10000"
_OURS = ("bash", "zsh", "fish")


class Line(NamedTuple):
    """A command line up to the cursor.

    `last` is the last word, and `words` are the words before it. Quotes are removed.
    `quote` is the quote that is still open in the last word, or "". The shell keeps the
    first `kept` characters of the last word, and replaces the rest.
    """

    words: list[str]
    last: str = ""
    quote: str = ""
    kept: int = 0


def use_own_script() -> None:
    """Make Typer install and show our bash script instead of its own."""
    from typer import _completion_shared  # noqa: PLC0415 - for a script alone
    from typer._completion_classes import BashComplete  # noqa: PLC0415 - as above

    _completion_shared._completion_scripts["bash"] = BASH_SCRIPT  # noqa: SLF001 - no other way
    BashComplete.source_template = BASH_SCRIPT


def completed(variables: Mapping[str, str], ask: Ask) -> int | None:
    """Print the completions of the last word, and return the exit code.

    The shell passes the command line in environment variables. `ask` runs Typer's
    completion.

    Return None if Typer must handle the request: if the shell asks for its completion
    script, or if it isn't bash, zsh or fish.
    """
    what, _, shell = variables[VARIABLE].partition("_")
    if shell not in _OURS or what == "source":
        return None
    line = _line(shell, variables)
    words = _words(line, ask)
    if shell == "zsh":
        print(for_zsh(words))
        return 0
    if shell == "fish":
        if variables.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
            return 0 if words else 1
        lines = ["\t".join(filter(None, each)) for each in words]
    else:
        lines = [for_bash(word[line.kept :], line.quote) for word, _ in words]
    for each in filter(None, lines):
        print(each)
    return 0


def _line(shell: str, variables: Mapping[str, str]) -> Line:
    """Return the command line from the environment variables of a shell."""
    if shell == "bash":
        breaks = variables.get("COMP_WORDBREAKS", "")
        return read_line(variables.get("COMP_LINE", ""), breaks=breaks)
    text = variables.get("_TYPER_COMPLETE_ARGS", "")
    return read_line(text, is_fish=shell == "fish")


def _words(line: Line, ask: Ask) -> list[tuple[str, str]]:
    """Return the words that may replace the last word, with their help texts."""
    # With the protocol of fish, Typer returns the words unquoted.
    os.environ[VARIABLE] = "complete_fish"
    os.environ["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"
    os.environ["COLUMNS"] = _ENDLESS  # Rich would break a long help into lines
    os.environ["_TYPER_COMPLETE_ARGS"] = " ".join(
        [*map(shlex.quote, line.words), shlex.quote(line.last) if line.last else ""]
    )
    answer = io.StringIO()
    try:
        with redirect_stdout(answer):
            ask()
    except SystemExit:
        pass
    option, equals, _ = line.last.partition("=")
    start = option + equals if option.startswith("--") and equals else ""
    found = (each.partition("\t") for each in answer.getvalue().splitlines())
    return [(start + word, help_) for word, _, help_ in found if word]


def read_line(text: str, *, breaks: str = "", is_fish: bool = False) -> Line:
    """Split a command line into words, following the rules of a shell.

    `breaks` has the break characters of bash, such as a colon. If no quote is open,
    bash replaces only the characters after the last break character.
    """
    words: list[str] = []
    word: list[str] | None = None
    quote = ""
    kept = before = 0
    letters = iter(text)
    for letter in letters:
        if not quote and letter.isspace():
            if word is not None:
                words.append("".join(word))
            word, kept = None, 0
            continue
        word = [] if word is None else word
        if letter == "\\" and (quote != "'" or is_fish):
            word += _escaped(next(letters, ""), quote)
        elif letter == quote:
            quote = ""
        elif not quote and letter in "'\"":
            quote, before = letter, len(word)
        else:
            word.append(letter)
            if not quote and letter in breaks:
                kept = len(word)
    return Line(words, "".join(word or ()), quote, before if quote else kept)


def _escaped(letter: str, quote: str) -> str:
    """Return the text that a shell reads for a backslash and a character.

    `letter` is the character after the backslash. `quote` is the quote that is open
    before the backslash, or "".
    """
    acting = {"": letter, '"': '"\\$`', "'": "'\\"}[quote]
    return letter if letter in acting else f"\\{letter}"


def for_bash(word: str, quote: str) -> str:
    """Quote a word for bash.

    `quote` is the quote that is already open before the word, or "".
    """
    if not quote:
        return re.sub(_ACTS_IN_BASH, r"\\\g<0>", word)
    if quote == "'":
        quoted = word.replace("'", "'\\''")
    else:
        quoted = re.sub(r'["\\$`]', r"\\\g<0>", word)
        # In quotes, ! expands the history, and a backslash before ! would be kept.
        quoted = quoted.replace("!", '"\\!"')
    # bash closes the quote, unless the last character looks like a quote.
    return quoted + quote if quoted.endswith(quote) else quoted


def for_zsh(words: Sequence[tuple[str, str]]) -> str:
    """Return zsh code that offers the words, each with a help text or ""."""
    if not words:
        return "_files"
    values = " ".join(_in_zsh(word) for word, _ in words)
    width = max(len(word) for word, _ in words)
    shown = " ".join(
        _in_zsh(f"{word:{width}}  -- {help_}" if help_ else word)
        for word, help_ in words
    )
    return (
        f"local -a shown; shown=({shown}); compadd -V offered -l -d shown -- {values}"
    )


def _in_zsh(text: str) -> str:
    """Escape a text for evaluation by zsh. The result contains no spaces."""
    letters = re.sub(_ACTS_IN_ZSH, lambda found: f"\\x{ord(found[0]):02x}", text)
    return f"$'{letters}'"
