"""The letters of a text that was read out of a document: put in order, damage told.

This is done for every kind of document, in the process that reads it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.documents.found import Problem
from mediarel.text.damaged import (
    LOST,
    controls_in,
    controls_named,
    is_legacy_text,
    without_controls,
)
from mediarel.text.khmer_order import has_khmer, in_order, is_in_order, misplaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.documents.found import DocumentText

LEGACY = Problem(
    "is Khmer in a font from before Unicode, such as Limon: its letters come out as"
    " Latin ones and signs",
    "Have it converted to Unicode, or type its text and give that: --text FILE.",
    is_lost=True,
)
# Letters that are lost, or that one font alone has.
_LOST = re.compile("[\ufffd\ue000-\uf8ff]")
_SHARE = 0.005  # of the letters; right texts have none
_COMPARE = "Compare it with the page, or read the file that it was made from."


def mended(found: DocumentText) -> DocumentText:
    """Return `found` with its Khmer in order, and with the problems of its letters."""
    problems = list(_legacy(found))
    text, title = found.text, found.title
    if has_khmer(text):
        text, of_order = _in_order(text)
        problems += of_order
        problems += _misplaced(text)
    if title is not None and has_khmer(title):
        title, _ = _in_order(title)
    if controls_in(text):
        problems.append(Problem(f"contained {controls_named(text)}: removed"))
        text = without_controls(text)
    # Where a font does not tell its letters, that has been told.
    if not any(LOST in problem.what for problem in found.problems):
        problems += _lost(text)
    return found._replace(text=text, title=title, problems=(*found.problems, *problems))


def _in_order(text: str) -> tuple[str, list[Problem]]:
    if is_in_order(text):
        return text, []
    text, count = in_order(text)
    if not count:
        return text, []
    times = "1 syllable" if count == 1 else f"{count:,} syllables"
    return text, [Problem(f"had Khmer letters out of order in {times}: put in order")]


def _misplaced(text: str) -> Iterator[Problem]:
    count, letters = misplaced(text)
    if count >= _SHARE * letters and count:
        what = f"has damaged Khmer: {_of(count, letters)} stand where none can"
        yield Problem(what, _COMPARE, is_lost=True)


def _lost(text: str) -> Iterator[Problem]:
    count = len(_LOST.findall(text))
    letters = count and sum(map(str.isalpha, text)) + count
    if count and count >= _SHARE * letters:
        what = f"lacks letters: {_of(count, letters)} can't be told"
        yield Problem(what, _COMPARE, is_lost=True)


def _legacy(found: DocumentText) -> Iterator[Problem]:
    if LEGACY not in found.problems and is_legacy_text(found.text):
        yield LEGACY


def _of(count: int, letters: int) -> str:
    return f"{count:,} of its {letters:,} letters"
