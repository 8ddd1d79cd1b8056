"""Merge conflicts: a text with their marks, taken apart into its two sides."""

from __future__ import annotations

import re

_CONFLICT = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?:[ ][^\n]*)?\r?$", re.MULTILINE)


def sides_of(text: str) -> list[str]:
    """Return `text` as each side of its merge conflicts has it, or `text` alone."""
    sides: tuple[list[str], list[str]] = [], []
    wanted: tuple[list[str], ...] = sides
    place = 0
    marks = {"<<<<<<<": sides[:1], "|||||||": (), "=======": sides[1:]}
    for mark in _CONFLICT.finditer(text):
        for side in wanted:
            side.append(text[place : mark.start()])
        place = mark.end()
        # What follows the end of a conflict is on both sides.
        wanted = marks.get(mark[1], sides)
    for side in wanted:
        side.append(text[place:])
    if not place:
        return [text]
    return ["".join(side) for side in sides]


def ours_in(data: bytes) -> bytes:
    """Return `data`, the content of a store, as our side of its merge conflicts has it.

    Without one it is what it was.
    """
    if b"<<<<<<<" not in data:
        return data
    text = data.decode(errors="surrogateescape")
    return sides_of(text)[0].encode(errors="surrogateescape")
