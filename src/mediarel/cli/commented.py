"""A statement in the editor: what each field is stands above it, an error on top.

Both are comments of YAML in the front matter, which reading passes over. Two lines on
top are always there, so that the line that an error names is the one in the editor.
"""

from __future__ import annotations

import re

from mediarel.errors import Command, Placeholder
from mediarel.model.fields import BY_NAME
from mediarel.text.lines import spaced_once

_FENCE = "---\n"
_ID = Placeholder("ID")
_TOP = (
    "# Lines that begin with # explain what follows, and are not kept.",
    "# Below the second --- is the text, with an empty line between paragraphs.",
)
# How a field is written here, or by which command better than here.
_HOW = {
    "status": (
        "Write published, draft or withdrawn; empty is published.",
        f"To tell readers why it is withdrawn: {Command('withdraw')}",
    ),
    "embargo": (
        "A day, 2012-07-16, or a time with its zone: 2012-07-16T09:00+07:00.",
        "Empty is none.",
    ),
    "translation_of": (
        f"To set it by an id: {Command('edit', _ID, '--translation-of', _ID)}",
    ),
    "replaces": (
        f"To set it by an id: {Command('withdraw', _ID, '--replaced-by', _ID)}",
    ),
    "notes": (
        f"To write one with its change: {Command('correct')}, {Command('withdraw')}",
        "By hand, each has a time in UTC, its kind, and a text:",
        "  - {at: 2012-07-16T09:30:00Z, kind: correction, text: The date was wrong.}",
    ),
    "withheld": ("Each on a line of its own that begins with a hyphen.",),
}
_FIELD = re.compile(r"^([a-z_]+):", re.MULTILINE)


def commented(document: str) -> str:
    """Return the Markdown of one statement with what each field is above it."""
    front, fence, text = document.removeprefix(_FENCE).partition(f"\n{_FENCE}")
    return _topped(_FENCE + _FIELD.sub(_explained, front) + fence + text, *_TOP)


def with_error(written: str, problem: str, hint: str) -> str:
    """Return what was written with what is wrong with it on top."""
    return _topped(written, f"# Error: {problem}", f"# Hint: {hint}")


def _explained(found: re.Match[str]) -> str:
    field = BY_NAME.get(found[1])
    if field is None:
        return found[0]
    lines = (field.about, *_HOW.get(field.name, ()))
    return "".join(f"# {line}\n" for line in lines) + found[0]


def _topped(written: str, *lines: str) -> str:
    """Return what was written with two `lines` of comment in the place of the others.

    They stand in its front matter, or above all where it does not begin with one.
    """
    fence = _FENCE if written.startswith(_FENCE) else ""
    rest = written.removeprefix(fence).split("\n")
    while rest and rest[0].startswith(("# Error: ", "# Hint: ", *_TOP)):
        rest = rest[1:]
    return fence + "\n".join([*map(spaced_once, lines), *rest])
