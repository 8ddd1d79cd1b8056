"""Reading a PDF: its text in paragraphs, and what of it could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.documents.found import DocumentText, Problem, RefusedError
from mediarel.documents.ocr import pages_read
from mediarel.documents.own_languages import own_language
from mediarel.documents.own_titles import own_title
from mediarel.documents.pdf.file import opened
from mediarel.documents.pdf.joining import text_of, words_of
from mediarel.documents.pdf.lines import lines_of
from mediarel.documents.pdf.margins import without_margins
from mediarel.documents.pdf.notes import with_raised_mark
from mediarel.documents.pdf.paragraphs import paragraphs_of
from mediarel.documents.pdf.pictures import lines_in_picture
from mediarel.documents.pdf.runs import runs_of
from mediarel.documents.pdf.states import State, problems_of, state_of

if TYPE_CHECKING:
    from mediarel.documents.pdf.lines import Line

_END = b"%%EOF"
_TAIL = 2048  # bytes in which the end of a file is marked


def read(data: bytes, *, ocr: bool = False) -> DocumentText:
    """Return the text of the PDF in `data`; with `ocr`, of its pictures too.

    Raises RefusedError.
    """
    lines: list[list[Line]] = []
    states: list[State] = []
    heights: list[float] = []
    with opened(data) as file:
        for page in file.pages():
            runs = runs_of(page.glyphs)
            states.append(state_of(page, runs))
            body = [run for run in runs if not run.style.is_artifact]
            lines.append(lines_of(body or runs, page.number, page.height))
            heights.append(page.height)
        title, language = file.title, file.language
    pictures = [state.number for state in states if ocr and state.needs_ocr]
    read_off: list[int] = []
    for number, words in pages_read(data, pictures) if pictures else ():
        if words is not None:
            height = heights[number - 1]
            lines[number - 1] = lines_in_picture(words, number, height)
            read_off.append(number)
    text = _text(lines)
    if not text:
        raise _without_text(states, ocr=ocr)
    problems = list(problems_of(states, read_off))
    if _END not in data[-_TAIL:]:
        problems.append(
            Problem(
                "ends in the middle, as if it had not come whole",
                "Get it anew from where it came.",
                is_lost=True,
            )
        )
    return DocumentText(
        text,
        title=own_title(title, text),
        language=own_language(language, text),
        pages=len(states),
        problems=tuple(problems),
        ocr_pages=tuple(read_off),
    )


def _text(pages: list[list[Line]]) -> str:
    lines = without_margins(pages)
    words = words_of(lines)
    paragraphs, notes = paragraphs_of(lines)
    texts = [text_of(each, words) for each in paragraphs]
    texts += [with_raised_mark(text_of(each, words)) for each in notes]
    return "\n\n".join(filter(None, texts))


def _without_text(states: list[State], *, ocr: bool) -> RefusedError:
    if ocr and any(state.needs_ocr for state in states):
        return RefusedError(
            "has pages that are pictures, in which tesseract finds no text",
            "Type its text and give that: --text FILE.",
        )
    if any(state.is_picture for state in states):
        return RefusedError(
            "has no text: its pages are pictures, as a scanner makes them",
            "Take the text with --ocr where tesseract is installed, or type it and"
            " give that: --text FILE.",
        )
    if any(state.is_damaged for state in states):
        return RefusedError("is damaged, so that none of its text can be read", "")
    return RefusedError("has no text", "Give another file.")
