"""A release of 33 paragraphs in English and in Khmer, as the files of tests hold it."""

from __future__ import annotations

from pathlib import Path

NOTE_MARK = "¹"


def _blocks(language: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the blocks of the release, each its kind and its text, and its note.

    Kinds are `letter` of the letterhead, `type`, `title`, `p`, `b` with a bullet,
    `cell` of a table with two columns, row by row, and `end`.
    """
    file = Path(__file__).parent / "documents" / f"release.{language}.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    *blocks, (_, note) = (tuple(line.split(": ", 1)) for line in lines)
    return tuple((kind, text) for kind, text in blocks), note


RELEASES = {language: _blocks(language) for language in ("en", "km")}


def paragraphs_of(language: str, *, noted: bool = True) -> list[str]:
    """Return the paragraphs as they are to be read, with the note at the end."""
    blocks, note = RELEASES[language]
    found = [f"• {text}" if kind == "b" else text for kind, text in blocks]
    if not noted:
        return [text.replace(NOTE_MARK, "") for text in found]
    return [*found, f"{NOTE_MARK} {note}"]
