"""What taking back a change does with each statement, a line for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.cli.terminal.edited_values import in_words
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.history.change import Change

_SHOWN = 5  # statements
_LINKS = ("translation_of", "replaces", "merged")  # uuids, which say nothing to people


def reversing_lines(change: Change) -> list[str]:
    """Return what taking back `change` does with the first statements it is of."""
    ids = sorted(change.ids)
    lines = [f"  {n}  {'; '.join(_done_with(change, n))}" for n in ids[:_SHOWN]]
    if len(ids) > _SHOWN:
        lines.append(f"  … and {len(ids) - _SHOWN:,} more")
    return lines


def _done_with(change: Change, number: int) -> Iterator[str]:
    if number in change.added:
        yield "is taken out again"
    if number in change.removed:
        yield "comes back"
    for name, (old, new) in change.changed.get(number, {}).items():
        yield _back(name, old, new)


def _back(name: str, old: Any, new: Any) -> str:  # noqa: ANN401 - JSON is of any type
    """Return in words that a field is as it was before, `old` in the place of `new`."""
    ((_, _, earlier, _),) = in_words([(0, name, old, new)])
    if earlier is None:
        return "without its note to readers"
    if name in _LINKS:
        return f"{name} as before"
    ((_, label, now, then),) = in_words([(0, name, new, old)])
    if now is None:
        return spaced_once(f"{label}: {then}")
    return spaced_once(f"{name}: {now} → {then}")
