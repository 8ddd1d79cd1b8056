"""Hints whose commands can be typed as they stand."""

from __future__ import annotations

import re
import sys

_COMMAND = re.compile(
    r"\bmediarel (?:list|search|show|log|check|add|edit|remove|undo|redo|restore|backup"
    r"|repair|import|export)\b"
)


def in_this_archive(sentence: str) -> str:
    """Return `sentence` with the --archive of this command in those that it names."""
    import shlex  # noqa: PLC0415 - not for a pipe

    given = iter(sys.argv[1:])
    for word in given:
        if word == "--":
            break
        name, _, value = word.partition("=")
        if name == "--archive":
            archive = shlex.quote(value or next(given, "")).replace("\\", r"\\")
            return _COMMAND.sub(rf"\g<0> --archive {archive}", sentence)
    return sentence
