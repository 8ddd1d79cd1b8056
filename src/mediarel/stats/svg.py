"""Counts as a picture (SVG 1.1): a bar for each, with its label and its number.

It is one image for a screen reader, with a title and all counts in words, and takes
its colours from whether the page around it is light or dark.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO
from unicodedata import category

from mediarel.formats.utf8 import Utf8Writer
from mediarel.formats.writing import once
from mediarel.formats.xml_text import xml_text
from mediarel.stats.counts import as_text, told
from mediarel.text.lines import spaced_once
from mediarel.text.tokens import break_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.stats.counts import Counts
    from mediarel.stats.table import CountsOptions

# In pixels.
_WIDTH = 720
_MARGIN = 16
_LINE = 24
_INDENT = 14  # of what stands below a heading
_BAR = 16
_MOST_OF_A_LABEL = 300
_OF_A_NUMBER = 90
_LATIN, _OTHER, _WIDE = 8, 11, 16  # letters of 14 pixels, rather more than less
_AFTER_LATIN, _FIRST_WIDE = "\u0250", "\u2e80"
_NOT_BROKEN = ("Mn", "Me", "Cf")
_STYLE = """\
    .mediarel-counts text { font: 14px system-ui, "Noto Sans", "Noto Sans Khmer",
      "Khmer OS", sans-serif; fill: #1f2933; }
    .mediarel-counts .title { font-weight: bold; }
    .mediarel-counts rect { fill: #2563eb; }
    @media (prefers-color-scheme: dark) {
      .mediarel-counts text { fill: #e5e7eb; }
      .mediarel-counts rect { fill: #60a5fa; }
    }
"""


def write(counts: Counts, out: BinaryIO, options: CountsOptions) -> None:
    """Write `counts` to `out`."""
    lost = once(options.lost)

    def said(text: str) -> str:
        return xml_text(spaced_once(text), lost)

    lines = list(_lines(counts))
    height = _MARGIN * 2 + _LINE * (len(lines) + 2)
    text = Utf8Writer(out)
    text.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mediarel-counts" role="img"'
        f' aria-labelledby="counts-title counts-desc" width="{_WIDTH}"'
        f' height="{height}" viewBox="0 0 {_WIDTH} {height}">\n'
    )
    title = f"{options.name}: {counts.title()}" if options.name else counts.title()
    text.write(f'  <title id="counts-title">{said(title)}</title>\n')
    text.write(f'  <desc id="counts-desc">{said(_in_words(counts))}</desc>\n')
    text.write(f"  <style>\n{_STYLE}  </style>\n")
    whole = _WIDTH - 2 * _MARGIN
    text.write(_text(_MARGIN, 0, said(_shortened(title, whole)), 'class="title"'))
    left = min(_MOST_OF_A_LABEL, max((_width(label) for label, *_ in lines), default=0))
    most = counts.most()
    inner = _MARGIN + (_INDENT if counts.others else 0)
    start = inner + left + _MARGIN // 2
    room = _WIDTH - start - _MARGIN - _OF_A_NUMBER
    for at, (label, number, has_bar) in enumerate(lines, 1):
        if number is None:  # a heading: the bars of its own are below
            text.write(_text(_MARGIN, at, said(_shortened(label, whole))))
            continue
        text.write(_text(inner, at, said(_shortened(label, left))))
        length = max(1, round(room * number / most)) if has_bar else 0
        if has_bar:
            top = _MARGIN + _LINE * at + (_LINE - _BAR) // 2
            text.write(
                f'  <rect x="{start}" y="{top}" width="{length}" height="{_BAR}"/>\n'
            )
        text.write(_text(start + length + _MARGIN // 2, at, f"{number:,}"))
    text.write(_text(_MARGIN, len(lines) + 1, said(_shortened(told(counts), whole))))
    text.write("</svg>\n")


def _lines(counts: Counts) -> Iterator[tuple[str, int | None, bool]]:
    """Yield label and number of each line, and whether it has a bar.

    What has no value has none. Above those of a pair is a heading, without a number.
    """
    if not counts.others:
        for value, number in counts.values:
            yield as_text(value), number, value is not None
        return
    for value, rows in groupby(counts.rows(), lambda row: row[0][0]):
        yield as_text(value), None, False
        for (_, other), number in rows:
            has_bar = None not in {value, other}
            yield as_text(other), number, has_bar


def _in_words(counts: Counts) -> str:
    rows = (
        f"{', '.join(map(as_text, values))}: {number:,}"
        for values, number in counts.rows()
    )
    return f"{'; '.join(rows)}. {told(counts)}" if counts.values else told(counts)


def _text(left: int, line: int, escaped: str, more: str = "") -> str:
    foot = _MARGIN + _LINE * line + 17
    attributes = f" {more}" if more else ""
    return f'  <text x="{left}" y="{foot}"{attributes}>{escaped}</text>\n'


def _shortened(text: str, room: int) -> str:
    """Return `text` in about `room` pixels at most, cut with `…` between syllables."""
    if _width(text) <= room:
        return text
    end, taken = 0, _LATIN
    while taken + _width(text[end]) <= room:
        taken += _width(text[end])
        end += 1
    return f"{text[: break_before(text, end) or end].rstrip()}…"


def _width(text: str) -> int:
    return sum(map(_width_of, text))


def _width_of(letter: str) -> int:
    if letter < _AFTER_LATIN:
        return _LATIN
    if category(letter) in _NOT_BROKEN:
        return 0
    return _WIDE if letter >= _FIRST_WIDE else _OTHER
