"""Join the glyphs of a PDF page into runs, and runs into lines.

A run is a sequence of characters in one style. A line is a sequence of runs on one
baseline in writing direction. A wide gap, such as between two columns or two cells,
begins a new line.

Lengths are in points. The origin is the bottom left corner of the upright page. `x`
increases in writing direction, and `y` increases upwards.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from mediarel.text.damaged import converted, marked
from mediarel.text.tokens import is_unspaced

UNKNOWN = "\ufffd"  # replaces characters that the file doesn't define
# Limits between the glyphs of a run, in ems.
_LEAST_GAP, _GREATEST_GAP = -0.5, 0.07
_BASELINE_OF_RUN = 0.02
# Bullets that symbol fonts have at private code points.
_BULLETS = str.maketrans("\uf0b7\uf0a7\uf0d8\uf076\uf0fc", "•▪➢❖✓")
NOTE_ROLES = frozenset({"Note", "FENote"})
DIGIT = "[0-9\u17e0-\u17e9]"
SENTENCE_END = re.compile(r"[.!?:;…។៕៖]\W*$")
CUT = re.compile(r"[^\W\d_][-\u2010\u00ad]$")  # the hyphen after a part of a word
BULLETS = "•·▪◦●○‣➢✓❖"
ITEM = re.compile(
    rf"[{BULLETS}]\s?|[–*-]\s+|\(?(?:{DIGIT}{{1,2}}|[a-z]|[ivx]{{1,4}})[.)]\s"
)
NUMBER = re.compile(rf"{DIGIT}{{1,2}}[.)]\s")
_MARK_ALONE = re.compile(rf"(?:[{BULLETS}*–-]|\(?(?:{DIGIT}{{1,2}}|[a-z])[.)])")
_ENDS_WORD = re.compile(r"[\w.,;:!?%)\]}\"”’»]$")
_CLOSING = "%‰)]},;!?»”"
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Limits between the runs of a line, in ems. An em is the font size.
_SAME_BASELINE = 0.25
_RAISED_BASELINE = 0.55  # for a different font size
_REACH_OF_MARK = 1.2  # largest distance of a mark from the baseline
_CELL_GAP = 1.8
_CELL_GAP_BEFORE_NUMBER = 0.8
_CELL_GAP_BEHIND_MARK = 6  # between a bullet and its text
_SPACE = 0.2
_LEAST_SPACE, _WIDE = 0.08, 0.5  # of a line with tight or wide gaps
_OF_TYPICAL = 0.6  # of the usual gap between two words of a line
_FEWEST_GAPS = 6
_SPACE_UNSPACED = 1.0  # in scripts without spaces between words
_BACK = 0.5
_SMALL = 0.86  # of the line's size: a note mark
_RAISED_BY = 0.1
_OTHER_SIZE = 0.1
_FEW = 4  # runs


class Block(NamedTuple):
    """A structure element of the file: a paragraph, list item, cell or note.

    Text with the same `key` belongs to the same element. `role` is the standard name of
    the element.
    """

    key: int
    role: str


class Style(NamedTuple):
    """The style of glyphs that are shown together.

    font         the font name, without the subset prefix
    turn         the rotation of the text, counterclockwise: 1 is 90°, 2 is 180°
    span         the number of the span that contains the glyphs, or None. The file
                 gives a text for this span (ActualText), which replaces the glyphs.
    span_text    the text of the span
    block        the structure element that contains the glyphs
    is_artifact  whether the glyphs are decoration, such as a running header
    """

    font: str
    is_bold: bool
    turn: int
    span: int | None = None
    span_text: str = ""
    block: Block | None = None
    is_artifact: bool = False


class Glyph(NamedTuple):
    """A glyph and its position. `text` is None if the file doesn't define its text."""

    text: str | None
    x0: float
    x1: float
    y: float
    size: float
    style: Style


class Page(NamedTuple):
    """A page of a PDF. `number` counts from 1.

    is_picture  whether the page has little text, but an image or drawn outlines
    is_damaged  whether the page could not be read completely
    """

    number: int
    height: float
    glyphs: list[Glyph]
    is_picture: bool = False
    is_damaged: bool = False


@dataclass(slots=True)
class Run:
    """A run of characters from `x0` to `x1`, on the baseline `y`."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    style: Style


@dataclass(slots=True, eq=False)
class Line:
    """A line of a page, from `x0` to `x1`, on the baseline `y`.

    height             the height of the page
    begins_with_space  whether the file has a space at the beginning of the line
    ends_with_space    whether the file has a space at the end of the line
    left, right        the edges of the column that contains the line
    """

    text: str
    page: int
    x0: float
    x1: float
    y: float
    size: float
    is_bold: bool
    turn: int
    block: Block | None
    height: float
    begins_with_space: bool = False
    ends_with_space: bool = False
    left: float = 0.0
    right: float = 0.0

    @property
    def is_note(self) -> bool:
        """Return whether the file's structure marks the line as part of a note."""
        return self.block is not None and self.block.role in NOTE_ROLES


def runs_of(glyphs: Iterable[Glyph]) -> list[Run]:
    """Join glyphs into runs, in the order of the file.

    If the file gives a text for a span (ActualText), the span becomes one run.

    Some programs assign all characters of a cluster to its first glyph. So if a glyph
    has several characters, the next glyphs without characters belong to this glyph.
    """
    runs: list[Run] = []
    last: Run | None = None
    is_cluster = False  # whether the last glyph had several characters
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
        if last is not None and _continues_run(last, glyph):
            last.text += text.translate(_BULLETS)
            _widen(last, glyph)
        else:
            last = _run(glyph, text)
            runs.append(last)
    return runs


def _run(glyph: Glyph, text: str) -> Run:
    text = text.translate(_BULLETS)
    return Run(text, glyph.x0, glyph.x1, glyph.y, glyph.size, glyph.style)


def _widen(run: Run, glyph: Glyph) -> None:
    run.x0 = min(run.x0, glyph.x0)
    run.x1 = max(run.x1, glyph.x1)


def _continues_run(run: Run, glyph: Glyph) -> bool:
    if run.style is not glyph.style and run.style != glyph.style:
        return False
    em = run.size
    return (
        abs(em - glyph.size) <= _BASELINE_OF_RUN * em
        and abs(run.y - glyph.y) <= _BASELINE_OF_RUN * em
        and _LEAST_GAP * em <= glyph.x0 - run.x1 <= _GREATEST_GAP * em
    )


def lines_of(runs: Iterable[Run], page: int, height: float) -> list[Line]:
    """Join the runs of a page into lines, in the order of the file."""
    lines: list[Line] = []
    current: list[Run] = []
    last: Run | None = None  # the visible run that extends farthest
    for run in runs:
        is_visible = bool(run.text.strip())
        if last is not None and is_visible:
            if _is_mark_of(run, last):
                current.append(run)
                continue
            if not _goes_on(current, last, run):
                lines += _line(current, page, height)
                current, last = [], None
        current.append(run)
        if is_visible and (last is None or run.x1 >= last.x1):
            last = run
    lines += _line(current, page, height)
    return lines


def _is_mark_of(run: Run, last: Run) -> bool:
    """Return True if `run` has only combining marks, placed near the run `last`.

    Marks can be above or below the baseline.
    """
    em = max(run.size, last.size)
    return (
        all(unicodedata.category(letter)[0] == "M" for letter in run.text.strip())
        and run.style.turn == last.style.turn
        and run.x0 > last.x0 - 2 * em
        and abs(run.y - last.y) < _REACH_OF_MARK * em
    )


def _goes_on(current: list[Run], last: Run, run: Run) -> bool:
    if run.style.block != last.style.block or run.style.turn != last.style.turn:
        return False
    em = max(run.size, last.size)
    is_other_size = abs(run.size - last.size) > _OTHER_SIZE * em
    reach = _RAISED_BASELINE if is_other_size else _SAME_BASELINE
    if abs(run.y - last.y) > reach * em or run.x0 < last.x0 - _BACK * em:
        return False
    gap = (run.x0 - last.x1) / em
    if gap <= _CELL_GAP_BEFORE_NUMBER:
        return True
    begun = "".join(each.text for each in current[:_FEW]).strip()
    if len(current) <= _FEW and _MARK_ALONE.fullmatch(begun):
        return gap <= _CELL_GAP_BEHIND_MARK
    return gap <= _CELL_GAP and not NUMBER.match(run.text)


def _line(runs: list[Run], page: int, height: float) -> list[Line]:
    """Join runs into one line. Return a list with the line, or [] if it is blank."""
    visible = [run for run in runs if run.text.strip()]
    if not visible:
        return []
    letters: Counter[float] = Counter()
    for run in visible:
        letters[round(run.size, 1)] += len(run.text)
    size = letters.most_common(1)[0][0]
    base = [run for run in visible if round(run.size, 1) == size]
    y = median(run.y for run in base)
    text = converted(_text(runs, y, size))
    bold = sum(len(run.text) for run in visible if run.style.is_bold)
    return [
        Line(
            text.strip(),
            page,
            min(run.x0 for run in visible),
            max(run.x1 for run in visible),
            y,
            size,
            2 * bold > letters.total(),
            base[0].style.turn,
            base[0].style.block,
            height,
            begins_with_space=text[:1].isspace(),
            ends_with_space=text[-1:].isspace(),
        )
    ]


def _text(runs: list[Run], y: float, size: float) -> str:
    text = ""
    last: Run | None = None
    space = _word_gap(runs, size)
    ends_mark = False  # whether the previous word ends with a raised mark
    for run in runs:
        letters = run.text
        is_raised = run.size < _SMALL * size and run.y > y + _RAISED_BY * size
        if is_raised and letters.strip().isdigit():
            letters = letters.lstrip().translate(RAISED)
            is_mark = _ENDS_WORD.search(text) is not None
        else:
            is_mark = is_raised and letters.isalpha()
            if last is not None and text and letters:
                is_word = ends_mark and not is_raised and letters[0].isalpha()
                if is_word or _is_space(text, last, run, space):
                    text += " "
            letters = letters if is_raised else marked(letters, run.style.font)
        ends_mark = is_mark
        text += letters
        if letters.strip() and (last is None or run.x1 > last.x1):
            last = run
    return text


def _is_space(text: str, last: Run, run: Run, space: float) -> bool:
    """Return whether the gap between `last` and `run` is a space.

    `space` is the smallest gap between two words of the line, in ems.
    """
    before, after = text[-1], run.text[0]
    if before.isspace() or after.isspace():
        return False
    if last.size < _SMALL * run.size and before in _CLOSING and after.isalpha():
        return True  # "70%" in small print, then a word
    is_in_word = is_unspaced(before) and is_unspaced(after)
    em = min(last.size, run.size)
    return run.x0 - last.x1 > (_SPACE_UNSPACED if is_in_word else space) * em


def _word_gap(runs: list[Run], size: float) -> float:
    """Return the smallest gap between two words of a line, in ems.

    A tight line without space characters has two groups of gaps: narrow gaps within
    words, and wider gaps between words. If all gaps are sorted by width, the largest
    step separates the two groups.
    """
    gaps: list[float] = []
    has_spaces = False
    for last, run in pairwise(run for run in runs if run.text):
        has_spaces = has_spaces or " " in last.text.strip()
        if last.text[-1].isspace() or run.text[0].isspace():
            has_spaces = True
        else:
            gaps.append((run.x0 - last.x1) / size)
    inner = sum(len(run.text) - 1 for run in runs)
    every = sorted([*gaps, *[0.0] * inner])
    within = max(0.0, median(every)) if len(every) >= _FEWEST_GAPS else 0.0
    usual = within + _SPACE
    if has_spaces or len(every) < _FEWEST_GAPS:
        return usual
    wider = sorted({within, *(gap for gap in gaps if within < gap < within + _WIDE)})
    steps = [
        (above - below, (above + below) / 2)
        for below, above in pairwise(wider)
        if below < usual and above > within + _LEAST_SPACE
    ]
    if not steps:
        return usual
    _, middle = max(steps)
    typical = median(gap for gap in gaps if gap > middle) - within
    return min(usual, max(middle, within + _OF_TYPICAL * typical))
