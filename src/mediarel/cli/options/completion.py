"""Complete the values of arguments and options in a shell.

Typer's completion scripts pass values and help texts to the shell. In bash and zsh, our
own code escapes the values, and fish does this itself. PowerShell inserts the values
unchanged, and would run special characters as code. So values that contain such
characters are left out. Typer offers only values that start with the typed word.
"""

import os
import re
from collections.abc import Callable, Sequence
from typing import Any

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


# Typer's script for bash, but with quotes or backslashes for special characters.
BASH_SCRIPT = r"""
%(complete_func)s() {
    local value word="${COMP_WORDS[COMP_CWORD]}"
    COMPREPLY=()
    while IFS= read -r value; do
        [[ $value ]] || continue
        if [[ $word != [\"\']* ]]; then
            printf -v value %%q "$value"
        elif [[ $value == *[\"\'\$\`\\!]* ]]; then
            continue  # bash would not escape this value in the open quote
        fi
        COMPREPLY+=("$value")
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \
                 %(autocomplete_var)s=complete_bash $1)
}

complete -o default -F %(complete_func)s %(prog_name)s
"""
_ACTS_IN_ZSH = r"[^0-9A-Za-z_\u0080-\U0010ffff]"
_ENDLESS = "10000"  # columns, so that Typer doesn't wrap help texts


def prepare_typer() -> None:
    """Make Typer's completion for bash and zsh escape special characters.

    Also keep each help text on one line.
    """
    # Needed only for completion.
    from typer import _completion_classes, _completion_shared  # noqa: PLC0415

    _completion_shared._completion_scripts["bash"] = BASH_SCRIPT  # noqa: SLF001 - no other way
    _completion_classes.BashComplete.source_template = BASH_SCRIPT
    vars(_completion_classes)["ZshComplete"].complete = _for_zsh
    os.environ["COLUMNS"] = _ENDLESS


def _for_zsh(typed: Any) -> str:
    """Return zsh code that offers the completions of the `typed` line."""
    found = typed.get_completions(*typed.get_completion_args())
    if not found:
        return "_files"
    width = max(len(each.value) for each in found)
    values = " ".join(_in_zsh(each.value) for each in found)
    shown = " ".join(
        _in_zsh(f"{each.value:{width}}  -- {each.help}" if each.help else each.value)
        for each in found
    )
    return (
        f"local -a shown; shown=({shown}); compadd -V offered -l -d shown -- {values}"
    )


def _in_zsh(text: str) -> str:
    """Escape a text for evaluation by zsh. The result contains no spaces."""
    letters = re.sub(_ACTS_IN_ZSH, lambda found: f"\\x{ord(found[0]):02x}", text)
    return f"$'{letters}'"
