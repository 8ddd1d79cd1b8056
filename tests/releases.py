"""Provide a release of 33 paragraphs in English and Khmer, and read signatories."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from mediarel.release.signatories import read_signatories

NOTE_MARK = "¹"


def _blocks(language: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the blocks of the release (kind and text) and its note.

    Kinds are `letter` (letterhead), `type`, `title`, `p`, `b` (bullet), `cell` (of a
    table with two columns, row by row) and `end`.
    """
    file = Path(__file__).parent / "documents" / f"release.{language}.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    *blocks, (_, note) = (tuple(line.split(": ", 1)) for line in lines)
    return tuple((kind, text) for kind, text in blocks), note


RELEASES = {language: _blocks(language) for language in ("en", "km")}


def _rows_of(blocks: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the blocks, with both cells of a row on one line."""
    for kind, group in groupby(blocks, key=lambda block: block[0]):
        texts = [text for _, text in group]
        if kind == "cell":
            rows = zip(texts[::2], texts[1::2], strict=True)
            texts = ["\n".join(map("\t".join, rows))]
        yield from ((kind, text) for text in texts)


def paragraphs_of(
    language: str, *, noted: bool = True, in_rows: bool = False
) -> list[str]:
    """Return the expected paragraphs, with the note at the end.

    With `in_rows`, each row of the table is a line, and the table a paragraph.
    """
    blocks, note = RELEASES[language]
    if in_rows:
        blocks = tuple(_rows_of(blocks))
    found = [f"• {text}" if kind == "b" else text for kind, text in blocks]
    if not noted:
        return [text.replace(NOTE_MARK, "") for text in found]
    return [*found, f"{NOTE_MARK} {note}"]


def names_in(text: str) -> list[str]:
    """Return the signatories of `text`."""
    return list(read_signatories(text).names)
