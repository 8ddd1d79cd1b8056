"""What versions in two languages should have in common, where they differ."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from mediarel.cli.terminal.plain import is_plain
from mediarel.cli.terminal.widths import shortened, width
from mediarel.cli.terminal.wording import value_of
from mediarel.model.fields import BY_NAME
from mediarel.text.lines import harmless, spaced_once

if TYPE_CHECKING:
    from mediarel.archive.links import TranslationPlan

_BESIDE = 7  # columns: those before, between and behind


def shared_lines(plan: TranslationPlan) -> list[str]:
    """Return field by field what a version says, and what the original does."""
    original = str(plan.known.id) if plan.known else "the original"
    rows = [("", str(plan.other.id), original)] + [
        (BY_NAME[name].word, *(spaced_once(value_of(value)) for value in both))
        for name, both in plan.shared.items()
    ]
    if is_plain():
        number = plan.other.id
        return [
            harmless(f"{name}: {number} has {ours}; {original} has {theirs}")
            for name, ours, theirs in rows[1:]
        ]
    first = max(len(name) for name, *_ in rows)
    room = max(10, (shutil.get_terminal_size().columns - first - _BESIDE) // 2)
    return [
        harmless(f"  {name:{first}}  {_cell(ours, room)}  {shortened(theirs, room)}")
        for name, ours, theirs in rows
    ]


def _cell(text: str, room: int) -> str:
    """Return `text` in just so many columns."""
    shown = shortened(text, room)
    return shown + " " * (room - width(shown))
