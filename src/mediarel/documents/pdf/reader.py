"""Read a PDF: its text in paragraphs, and the problems found."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from unicodedata import normalize

from mediarel.documents.document_text import (
    CONVERTED,
    GIVE_TEXT,
    LEGACY,
    DocumentText,
    Problem,
    RefusedError,
    own_title,
)
from mediarel.documents.ocr import Word, knows_khmer, pages_read
from mediarel.documents.pdf import page_lines
from mediarel.documents.pdf.page_paragraphs import paragraphs_of, with_raised_mark
from mediarel.documents.pdf.pdf_file import opened
from mediarel.text.damaged import family_of, is_legacy_font
from mediarel.text.lines import first_of
from mediarel.text.tokens import is_unspaced

# In ems.
_SAME_BASELINE = 0.25
_SAME_EDGE = 0.3
_SOFT = "\u00ad"
_HYPHENS = "-\u2010" + _SOFT
_WORD = re.compile(r"[\w'’]+(?:-\w+)*")
_FIRST_WORD = re.compile(r"\w+")
_CUT_WORD = re.compile(rf"([\w'’]+)[{_HYPHENS}]$")
_WHITE = re.compile("[ \t\u2002-\u200a]+")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$")
_SHARE_CUT = 0.025  # of the lines of a text with hyphenation
_ENDS = "។៖៕"  # followed by a space in Khmer
_SAME_ROW = 0.3  # ems
_LIGATURES = {code: normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_FIGURES = re.compile(f"{page_lines.DIGIT}+")
_PAGE_NUMBER = re.compile(
    rf"\W*(?:page|ទំព័រ(?:ទី)?)?\W*{page_lines.DIGIT}{{1,3}}"
    rf"(?:\W*(?:of|/|នៃ)?\W*{page_lines.DIGIT}{{1,3}})?\W*",
    re.IGNORECASE,
)
_OUTERMOST = 3  # lines at the top and at the bottom of a page
_MARGIN = 0.15  # of the height of a page
_NUMBER_MARGIN = 0.1
_SAME_HEIGHT = 6  # points
_AGAIN = 2
_PAGES_FOR_ONE = 3  # repeated on at least one page in three
_STYLE = page_lines.Style("", is_bold=False, turn=0)
_USUAL = 0.15  # tolerance for the usual line size
_OCR = "Read the pages with --ocr, which needs tesseract."
_MOST = 0.5  # of the characters of a page
_SHARE = 0.005  # of the characters of a file
_SHOWN = 10  # pages
_END = b"%%EOF"
_TAIL = 2048  # bytes searched for the end mark of a file
_CUT = "is incomplete: its end is missing"
_GET_AGAIN = "Get the file again from its source."


class Words(NamedTuple):
    """The words of a document in lower case.

    `are_cut` is True if the document divides words with hyphens at the ends of lines.
    """

    whole: frozenset[str]
    are_cut: bool


class State(NamedTuple):
    """The state of a page after reading.

    page      the page, without its glyphs
    letters   the number of characters on the page
    unknown   the number of characters that the file doesn't define
    legacy    the number of characters in fonts from before Unicode
    converted the number of characters that were converted from such fonts
    """

    page: page_lines.Page
    letters: int
    unknown: int
    legacy: int
    converted: int

    @property
    def needs_ocr(self) -> bool:
        """Return True if the page is a picture, or most of its text is unreadable."""
        is_unreadable = self.unknown + self.legacy > _MOST * self.letters
        return self.page.is_picture or is_unreadable


def count_pages(data: bytes) -> DocumentText:
    """Return only the number of pages of a PDF, without its text.

    Raises RefusedError.
    """
    with opened(data) as file:
        return DocumentText("", pages=file.count() or None)


def read(data: bytes, *, ocr: bool = False) -> DocumentText:
    """Return the text of a PDF. If `ocr` is true, tesseract reads the scanned pages.

    Raises RefusedError.
    """
    lines: list[list[page_lines.Line]] = []
    states: list[State] = []
    is_whole = _END in data[-_TAIL:]
    with opened(data) as file:
        for page in file.pages():
            runs = page_lines.runs_of(page.glyphs)
            states.append(state_of(page, runs))
            body = [run for run in runs if not run.style.is_artifact]
            found = page_lines.lines_of(body or runs, page.number, page.height)
            lines.append(with_whole_rows(found))
        title = file.info().get("Title")
    read_off = _read_off(data, states, lines) if ocr else []
    left = [state for state in states if state.page.number not in read_off]
    text = _text(lines)
    if not text or (is_unknown(left) and not read_off):
        raise _without_text(states, ocr=ocr, is_whole=is_whole)
    problems = list(problems_of(left))
    if not is_whole:
        problems.append(Problem(_CUT, _GET_AGAIN, is_lost=True))
    if read_off:
        what = f"has scanned text on {named(read_off)}, read by tesseract"
        advice = "Compare its text with the pages."
        if not knows_khmer():
            what += ", without support for Khmer"
            advice += " For Khmer: apt-get install tesseract-ocr-khm."
        problems.append(Problem(what, advice))
    return DocumentText(
        text,
        title=own_title(title, text),
        pages=len(states),
        problems=tuple(problems),
        ocr_pages=tuple(read_off),
    )


def _read_off(
    data: bytes, states: list[State], lines: list[list[page_lines.Line]]
) -> list[int]:
    """Read the scanned pages by OCR. Return the numbers of these pages.

    `lines` has the lines of each page. The lines of the scanned pages are replaced.
    """
    done: list[int] = []
    wanted = [state.page.number for state in states if state.needs_ocr]
    for number, words in pages_read(data, wanted) if wanted else ():
        if words is not None:
            lines[number - 1] = lines_in_picture(words, states[number - 1].page)
            done.append(number)
    return done


def _text(pages: list[list[page_lines.Line]]) -> str:
    lines = without_margins(pages)
    words = words_of(lines)
    paragraphs, notes = paragraphs_of(lines)
    texts = [text_of(each, words) for each in paragraphs]
    texts += [with_raised_mark(text_of(each, words)) for each in notes]
    return "\n\n".join(filter(None, texts))


def _without_text(states: list[State], *, ocr: bool, is_whole: bool) -> RefusedError:
    if not is_whole:
        return RefusedError(f"has no readable text and {_CUT}", _GET_AGAIN)
    if not states or any(state.page.is_damaged for state in states):
        return RefusedError("is damaged: it has no readable text", _GET_AGAIN)
    if not any(state.needs_ocr for state in states):
        return RefusedError("has no text", "Use a different file.")
    if ocr:
        return RefusedError("has pages in which tesseract finds no text", GIVE_TEXT)
    advice = f"{_OCR} {GIVE_TEXT}"
    if is_unknown(states):
        return RefusedError("has fonts that don't define their characters", advice)
    return RefusedError("has no text: its pages are scanned pictures", advice)


def state_of(page: page_lines.Page, runs: Iterable[page_lines.Run]) -> State:
    """Return the state of a page, with counts of the characters in its runs."""
    letters = unknown = legacy = converted = 0
    for run in runs:
        letters += len(run.text)
        unknown += run.text.count(page_lines.UNKNOWN)
        if family_of(run.style.font):
            converted += len(run.text)
        elif is_legacy_font(run.style.font):
            legacy += len(run.text)
    return State(page._replace(glyphs=[]), letters, unknown, legacy, converted)


def problems_of(states: list[State]) -> Iterator[Problem]:
    """Yield the problems found on the pages of a file."""
    pages = [state.page for state in states]
    if pictures := [page.number for page in pages if page.is_picture]:
        what = f"has a picture instead of text on {named(pictures)}"
        yield Problem(what, _OCR, is_lost=True)
    if damaged := [page.number for page in pages if page.is_damaged]:
        yield Problem(
            f"is damaged on {named(damaged)}",
            f"Compare its text with the pages. {_GET_AGAIN}",
            is_lost=True,
        )
    letters = sum(state.letters for state in states)
    unknown = sum(state.unknown for state in states)
    if unknown and unknown >= _SHARE * letters:
        shown = f"{unknown:,} of {letters:,} are shown as {page_lines.UNKNOWN}"
        what = f"has fonts that don't define their characters: {shown}"
        yield Problem(what, _OCR, is_lost=True)
    legacy = sum(state.legacy for state in states)
    if legacy > _MOST * letters:
        yield LEGACY
    if any(state.converted for state in states):
        yield CONVERTED


def is_unknown(states: list[State]) -> bool:
    """Return whether a file doesn't define most of its characters."""
    letters = sum(state.letters for state in states)
    return sum(state.unknown for state in states) > _MOST * letters


def named(numbers: list[int]) -> str:
    """Return page numbers in words: "pages 2, 3, 4 and 5 more"."""
    pages = "page" if len(numbers) == 1 else "pages"
    return f"{pages} {first_of([*map(str, numbers)], _SHOWN)}"


def lines_in_picture(words: list[Word], page: page_lines.Page) -> list[page_lines.Line]:
    """Join the words that OCR found on a scanned page into lines."""
    if not words:
        return []
    height = page.height
    usual = median(word.size for word in words)
    runs: list[page_lines.Run] = []
    for word in words:
        is_usual = abs(word.size - usual) <= _USUAL * usual
        size = (usual if is_usual else word.size) * height
        text = word.text if word.is_last else f"{word.text} "
        x0, x1, y = word.x0 * height, word.x1 * height, word.y * height
        runs.append(page_lines.Run(text, x0, x1, y, size, _STYLE))
    return page_lines.lines_of(runs, page.number, height)


def without_margins(pages: list[list[page_lines.Line]]) -> list[page_lines.Line]:
    """Return the lines of all pages without running headers, footers and page numbers.

    A running header or footer is at the same height on at least a third of the pages.
    Only its digits may differ.
    """
    outermost = [line for lines in pages for line in _outermost(lines)]
    seen = Counter(_key(line) for line in outermost)
    dropped: set[page_lines.Line] = set()
    for line in outermost:
        text, height = _key(line)
        times = sum(seen[text, height + step] for step in (-1, 0, 1))
        comes_back = times >= _AGAIN and _PAGES_FOR_ONE * times >= len(pages)
        is_outer = _is_within(line, _NUMBER_MARGIN)
        if comes_back or (is_outer and _PAGE_NUMBER.fullmatch(line.text)):
            dropped.add(line)
    return [line for lines in pages for line in lines if line not in dropped]


def _outermost(lines: list[page_lines.Line]) -> list[page_lines.Line]:
    ordered = sorted(lines, key=lambda line: line.y)
    ends = dict.fromkeys([*ordered[:_OUTERMOST], *ordered[-_OUTERMOST:]])
    return [line for line in ends if _is_within(line, _MARGIN) and not line.is_note]


def _is_within(line: page_lines.Line, margin: float) -> bool:
    return not margin * line.height <= line.y <= (1 - margin) * line.height


def _key(line: page_lines.Line) -> tuple[str, int]:
    return _FIGURES.sub("#", line.text), round(line.y / _SAME_HEIGHT)


def words_of(lines: Sequence[page_lines.Line]) -> Words:
    """Return the words in `lines`, without words that continue on the next line.

    `are_cut` is True if the document divides words with hyphens at the ends of lines.
    In other documents, few lines end with a hyphen, and this hyphen belongs to a word
    such as "pre-trial".
    """
    words: set[str] = set()
    cuts: set[tuple[str, str]] = set()
    last: page_lines.Line | None = None
    for line in lines:
        text = line.text.translate(_LIGATURES)
        found = _WORD.findall(text.lower())
        cut = _CUT_WORD.search(last.text.translate(_LIGATURES)) if last else None
        begins_cut, ends_cut = cut is not None, text[-1] in _HYPHENS
        rest = _FIRST_WORD.match(text)
        if cut and rest and rest[0][0].islower():
            cuts.add((cut[1].lower(), rest[0]))
        words.update(found[begins_cut : len(found) - ends_cut])
        last = line
    are_many = len(cuts) > _SHARE_CUT * len(lines)
    are_cut = are_many or any(first + rest in words for first, rest in cuts)
    return Words(frozenset(words), are_cut)


def text_of(paragraph: list[page_lines.Line], words: Words) -> str:
    """Return the text of a paragraph. `words` are the words of the whole document."""
    text = paragraph[0].text.translate(_LIGATURES)
    for last, line in pairwise(paragraph):
        after = line.text.translate(_LIGATURES)
        is_beside = line.page == last.page and (
            abs(line.y - last.y) < _SAME_ROW * line.size
        )
        if is_beside:
            text = f"{text} {after}"
        elif text[-1] in _HYPHENS:
            text = _uncut(text, after, words)
        elif _is_within_word(text, after) and not last.ends_with_space:
            text += after
        else:
            text = f"{text} {after}"
    return _WHITE.sub(" ", text.replace(_SOFT, "")).strip()


def _is_within_word(before: str, after: str) -> bool:
    return is_unspaced(before[-1]) and is_unspaced(after[0]) and before[-1] not in _ENDS


def _uncut(before: str, after: str, words: Words) -> str:
    """Join two texts, of which the first text ends with a hyphen.

    The hyphen is removed if it only divides a word at the end of a line.
    """
    cut, rest = _CUT_WORD.search(before), _FIRST_WORD.match(after)
    if before[-1] != _SOFT and _ADDRESS.search(before):
        return before + after
    if cut is None or rest is None:
        return f"{before} {after}"
    first, second = cut[1].lower(), rest[0].lower()
    if before[-1] == _SOFT or first + second in words.whole:
        return before[:-1] + after
    is_hyphenated = f"{first}-{second}" in words.whole or not words.are_cut
    if is_hyphenated or not rest[0][0].islower():
        return before + after
    return before[:-1] + after


def with_whole_rows(lines: list[page_lines.Line]) -> list[page_lines.Line]:
    """Join the parts of each justified line. Return all lines of the page."""
    rows: list[list[page_lines.Line]] = []
    for line in lines:
        if rows and _goes_on(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    whole: list[page_lines.Line] = []
    for row in rows:
        whole += [_joined(row)] if _is_stretched(row, lines) else row
    return whole


def _goes_on(last: page_lines.Line, line: page_lines.Line) -> bool:
    return (
        (last.ends_with_space or line.begins_with_space)
        and last.turn == line.turn
        and last.block == line.block
        and abs(last.y - line.y) <= _SAME_BASELINE * line.size
        and line.x0 > last.x1
        and not page_lines.NUMBER.match(line.text)
    )


def _is_stretched(row: list[page_lines.Line], lines: list[page_lines.Line]) -> bool:
    """Return whether the parts in `row` are one justified line.

    The line must be in a script such as Khmer, and as wide as other lines of the page.
    """
    if len(row) == 1:
        return False
    start, end, reach = row[0].x0, row[-1].x1, _SAME_EDGE * row[-1].size
    others = [line for line in lines if line not in row]
    is_full = any(abs(line.x0 - start) <= reach for line in others) and any(
        abs(line.x1 - end) <= reach for line in others
    )
    return is_full and any(is_unspaced(letter) for each in row for letter in each.text)


def _joined(row: list[page_lines.Line]) -> page_lines.Line:
    text = " ".join(each.text for each in row)
    return replace(
        row[0], text=text, x1=row[-1].x1, ends_with_space=row[-1].ends_with_space
    )
