"""Plain output, which a screen reader can follow: whether it is wanted.

It has no boxes and no spinner, labels stand before values, and each line says one
thing. `--plain` asks for it, `ACCESSIBLE=1` for every command, and so does a dumb
terminal. NO_COLOR takes away colour, boxes and spinner; tables stay as they are.
"""

from __future__ import annotations

import os
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OPTION = "--plain"
DUMB = ("dumb", "unknown")  # terminals, by their TERM
_NO = ("", "0", "false", "no", "off")

_asked = [False]


def decide(words: Sequence[str]) -> None:
    """Take from the words of a command line whether they ask for plain output.

    It is taken before they are read, so that it holds for what is wrong with them.
    """
    _asked[0] = OPTION in takewhile(lambda word: word != "--", words)


def is_plain(variables: Mapping[str, str] = os.environ) -> bool:
    """Tell whether plain output is wanted."""
    wanted = variables.get("ACCESSIBLE", "").lower() not in _NO
    return _asked[0] or wanted or variables.get("TERM", "") in DUMB


def is_unadorned(variables: Mapping[str, str] = os.environ) -> bool:
    """Tell whether there is to be no box and no spinner."""
    return is_plain(variables) or bool(variables.get("NO_COLOR"))
