"""Runs: letters that a page shows one behind the other, in one style."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.documents.pdf.glyphs import Glyph, Style

UNKNOWN = "\ufffd"  # stands for letters that the file does not say

# In ems.
_LEAST_GAP, _GREATEST_GAP = -0.5, 0.07
_SAME_BASELINE = 0.02
_OVERPRINT = 0.1

# Bullets of fonts that have their signs where Unicode has none.
_BULLETS = str.maketrans("\uf0b7\uf0a7\uf0d8\uf076\uf0fc", "•▪➢❖✓")


@dataclass(slots=True)
class Run:
    """Letters and where they stand: from `x0` to `x1`, on the baseline `y`."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    style: Style


def runs_of(glyphs: Iterable[Glyph]) -> list[Run]:
    """Return the runs of `glyphs`, in their order.

    A span that says its text itself is one run, however many glyphs it has. A glyph
    without letters behind one of several letters is a part of these: programs give
    the letters of a whole cluster to its first glyph.
    """
    runs: list[Run] = []
    last: Run | None = None
    is_cluster = False  # whether the last glyph had several letters
    for glyph in glyphs:
        style = glyph.style
        if style.span is not None:
            if last is None or last.style.span != style.span:
                last = _run(glyph, style.span_text)
                runs.append(last)
            else:
                _widen(last, glyph)
            continue
        if glyph.text is None and is_cluster and last is not None:
            _widen(last, glyph)
            continue
        text = UNKNOWN if glyph.text is None else glyph.text
        is_cluster = len(text) > 1
        if last is not None and _goes_on(last, glyph):
            last.text += text.translate(_BULLETS)
            _widen(last, glyph)
        else:
            last = _run(glyph, text)
            runs.append(last)
    return runs


def without_overprints(runs: Iterable[Run]) -> list[Run]:
    """Return `runs` without those that stand where the same letters stand already.

    Some programs print letters twice, a little apart, to make them bold.
    """
    kept: list[Run] = []
    seen: set[tuple[str, int, int]] = set()
    for run in runs:
        reach = _OVERPRINT * run.size
        x, y = round(run.x0 / reach), round(run.y / reach)
        # In steps of what counts as the same place, it may be in the next one.
        places = product((x - 1, x, x + 1), (y - 1, y, y + 1))
        if run.text.isspace() or not any((run.text, *each) in seen for each in places):
            kept.append(run)
        seen.add((run.text, x, y))
    return kept


def _run(glyph: Glyph, text: str) -> Run:
    text = text.translate(_BULLETS)
    return Run(text, glyph.x0, glyph.x1, glyph.y, glyph.size, glyph.style)


def _widen(run: Run, glyph: Glyph) -> None:
    run.x0 = min(run.x0, glyph.x0)
    run.x1 = max(run.x1, glyph.x1)


def _goes_on(run: Run, glyph: Glyph) -> bool:
    if run.style is not glyph.style and run.style != glyph.style:
        return False
    em = run.size
    return (
        abs(em - glyph.size) <= _SAME_BASELINE * em
        and abs(run.y - glyph.y) <= _SAME_BASELINE * em
        and _LEAST_GAP * em <= glyph.x0 - run.x1 <= _GREATEST_GAP * em
    )
