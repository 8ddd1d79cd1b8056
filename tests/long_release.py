"""Provide a joint statement of several pages in English and Khmer.

It has a letterhead, a long title, justified paragraphs, bullets, signatories in two
columns, a footnote, a running header and page numbers. Its text is in the folder
`documents`, with the role of each paragraph.
"""

from itertools import groupby
from pathlib import Path
from typing import NamedTuple

MARK = "*"  # marks the reference to the footnote


class Block(NamedTuple):
    """A paragraph and its role: letterhead, kind, title, paragraph, bullet or end."""

    role: str
    text: str


class Release(NamedTuple):
    """A release: its blocks, the signatories between them, and its note.

    `foot` is the footer with the page number and the number of pages.
    """

    language: str
    head: str
    foot: str
    above: tuple[Block, ...]
    signatories: tuple[tuple[str, str], ...]
    below: tuple[Block, ...]
    note: str

    def paragraphs(self) -> list[str]:
        """Return the paragraphs in reading order."""
        names = [name for row in self.signatories for name in row]
        above, below = (
            [block.text.replace(MARK, "") for block in part]
            for part in (self.above, self.below)
        )
        return [*above, *names, *below, self.note]


def _release(language: str) -> Release:
    file = Path(__file__).parent / "documents" / f"long_release.{language}.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    (_, head), (_, foot), *rest, (_, note) = (line.split(": ", 1) for line in lines)
    blocks = (Block(role, text) for role, text in rest)
    above, cells, below = (
        tuple(group) for _, group in groupby(blocks, lambda block: block.role == "cell")
    )
    names = [block.text for block in cells]
    rows = tuple(zip(names[::2], names[1::2], strict=True))
    return Release(language, head, foot, above, rows, below, note)


RELEASES = {language: _release(language) for language in ("en", "km")}
ENGLISH, KHMER = RELEASES.values()
