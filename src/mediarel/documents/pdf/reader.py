"""Reading a PDF: its text in paragraphs, and what of it could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.documents.found import DocumentText, Problem, RefusedError
from mediarel.documents.ocr import knows_khmer, pages_read
from mediarel.documents.own_languages import own_language
from mediarel.documents.own_titles import own_title
from mediarel.documents.pdf.file import opened
from mediarel.documents.pdf.joining import text_of, words_of
from mediarel.documents.pdf.lines import lines_of
from mediarel.documents.pdf.margins import without_margins
from mediarel.documents.pdf.notes import with_raised_mark
from mediarel.documents.pdf.paragraphs import paragraphs_of
from mediarel.documents.pdf.pictures import lines_in_picture
from mediarel.documents.pdf.runs import runs_of, without_overprints
from mediarel.documents.pdf.states import (
    State,
    is_unknown,
    named,
    problems_of,
    state_of,
)
from mediarel.documents.pdf.stretched import with_whole_rows

if TYPE_CHECKING:
    from mediarel.documents.pdf.lines import Line

_END = b"%%EOF"
_TAIL = 2048  # bytes in which the end of a file is marked
_CUT = "ends in the middle, as if it had not come whole"
_ANEW = "Get it anew from where it came."
_TYPE = "Or type its text and give that: --text FILE."


def read(data: bytes, *, ocr: bool = False) -> DocumentText:
    """Return the text of the PDF in `data`; with `ocr`, of its pictures too.

    Raises RefusedError.
    """
    lines: list[list[Line]] = []
    states: list[State] = []
    heights: list[float] = []
    is_whole = _END in data[-_TAIL:]
    with opened(data) as file:
        for page in file.pages():
            runs = without_overprints(runs_of(page.glyphs))
            states.append(state_of(page, runs))
            body = [run for run in runs if not run.style.is_artifact]
            found = lines_of(body or runs, page.number, page.height)
            lines.append(with_whole_rows(found))
            heights.append(page.height)
        title, language = file.title, file.language
    read_off = _read_off(data, states, lines, heights) if ocr else []
    left = [state for state in states if state.number not in read_off]
    text = _text(lines)
    if not text or (is_unknown(left) and not read_off):
        raise _without_text(states, ocr=ocr, is_whole=is_whole)
    problems = list(problems_of(left))
    if not is_whole:
        problems.append(Problem(_CUT, _ANEW, is_lost=True))
    if read_off:
        what = f"was read by tesseract on {named(read_off)}"
        advice = "Compare its text with the page."
        if not knows_khmer():
            what += ", which has not learnt Khmer here"
            advice += " To read Khmer too: apt-get install tesseract-ocr-khm."
        problems.append(Problem(what, advice))
    return DocumentText(
        text,
        title=own_title(title, text),
        language=own_language(language, text),
        pages=len(states),
        problems=tuple(problems),
        ocr_pages=tuple(read_off),
    )


def _read_off(
    data: bytes, states: list[State], lines: list[list[Line]], heights: list[float]
) -> list[int]:
    """Put what is read off the pictures of pages into `lines`; return their numbers."""
    done: list[int] = []
    wanted = [state.number for state in states if state.needs_ocr]
    for number, words in pages_read(data, wanted) if wanted else ():
        if words is not None:
            height = heights[number - 1]
            lines[number - 1] = lines_in_picture(words, number, height)
            done.append(number)
    return done


def _text(pages: list[list[Line]]) -> str:
    lines = without_margins(pages)
    words = words_of(lines)
    paragraphs, notes = paragraphs_of(lines)
    texts = [text_of(each, words) for each in paragraphs]
    texts += [with_raised_mark(text_of(each, words)) for each in notes]
    return "\n\n".join(filter(None, texts))


def _without_text(states: list[State], *, ocr: bool, is_whole: bool) -> RefusedError:
    if not is_whole:
        return RefusedError(f"has no text to be read and {_CUT}", _ANEW)
    if not states or any(state.is_damaged for state in states):
        return RefusedError("is damaged: none of its text can be read", _ANEW)
    if not any(state.needs_ocr for state in states):
        return RefusedError("has no text", "Give another file.")
    if ocr:
        return RefusedError(
            "has pages in which tesseract finds no text", "Type it: --text FILE."
        )
    advice = f"Take the text with --ocr where tesseract is installed. {_TYPE}"
    if is_unknown(states):
        return RefusedError("does not tell which letters its fonts show", advice)
    what = "has no text: its pages are pictures, as a scanner makes them"
    return RefusedError(what, advice)
