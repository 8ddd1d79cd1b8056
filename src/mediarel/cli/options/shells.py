"""Command lines as shells have them at a Tab, and words as they put them into one.

bash puts what it is given into the line as it is: here it is quoted, in the quotes that
were typed. zsh evaluates what it is given, and quotes words itself, as fish does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# Typer's script for bash, but that it takes each line as a word, whatever is in it, and
# says how the line is written: its own splits words at files' names and drops quotes.
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

_ACTS_IN_BASH = re.compile(r"[^\w@%+.,:/=\-\u0080-\U0010ffff]")
_ACTS_IN_ZSH = re.compile(r"[^0-9A-Za-z_\u0080-\U0010ffff]")


class Line(NamedTuple):
    """A command line up to where the cursor is.

    `words` are those before the last, without quotes, and `begun` is that; in it a
    `quote` is open, or "". The shell replaces it but for its first `kept` letters.
    """

    words: list[str]
    begun: str = ""
    quote: str = ""
    kept: int = 0


def read_line(text: str, *, breaks: str = "", is_fish: bool = False) -> Line:
    """Return the line `text`, as a shell reads it.

    Where none of its quotes is open, it replaces what is behind the last of `breaks`.
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
    """Return what a backslash and `letter` are within `quote`."""
    acting = {"": letter, '"': '"\\$`', "'": "'\\"}[quote]
    return letter if letter in acting else f"\\{letter}"


def for_bash(word: str, quote: str) -> str:
    """Return `word` as it is put into a line of bash, within `quote`."""
    if not quote:
        return _ACTS_IN_BASH.sub(r"\\\g<0>", word)
    if quote == "'":
        quoted = word.replace("'", "'\\''")
    else:
        quoted = re.sub(r'["\\$`]', r"\\\g<0>", word)
        # Of a ! in quotes, the history is asked, and a backslash before it stays.
        quoted = quoted.replace("!", '"\\!"')
    # bash closes the quote, unless it takes the last letter for that.
    return quoted + quote if quoted.endswith(quote) else quoted


def for_zsh(words: Sequence[tuple[str, str]]) -> str:
    """Return the code that has zsh offer `words`, each with its help or ""."""
    if not words:
        return "_files"
    values = " ".join(_in_zsh(word) for word, _ in words)
    if not any(help_ for _, help_ in words):
        return f"compadd -V offered -- {values}"
    width = max(len(word) for word, _ in words)
    shown = " ".join(
        _in_zsh(f"{word:{width}}  -- {help_}" if help_ else word)
        for word, help_ in words
    )
    return (
        f"local -a shown; shown=({shown}); compadd -V offered -l -d shown -- {values}"
    )


def _in_zsh(text: str) -> str:
    """Return `text` so that evaluating it yields it; it has no space to split it at."""
    letters = _ACTS_IN_ZSH.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    return f"$'{letters}'"
