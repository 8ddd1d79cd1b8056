"""Read one document in a separate process, and repair its text.

`extraction.py` starts the process, which has limits for time and memory. Khmer
characters are put in order, and control characters are removed. Damage is reported.

A name that must not be published can be anywhere in a file. So `searchable` returns the
whole text of a file. PAGE_BREAK separates the pages of a PDF. The text of DOCX and ODT
includes headers, comments and metadata. Images, sound, embedded files and text drawn as
curves can't be searched.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from mediarel.documents.document_text import (
    CONVERTED,
    LEGACY,
    PAGE_BREAK,
    DocumentText,
    Problem,
    RefusedError,
)
from mediarel.documents.file_kinds import (
    DOC,
    MAIL,
    MHTML,
    PDF,
    TEXT,
    kind_of,
    reader_named,
)
from mediarel.documents.flow import MOST
from mediarel.text import damaged

_SPACE = re.compile(r"<(?:w:(?:tab|br|cr)|text:(?:s|tab|line-break))\b[^>]*>")
# These tags can be inside a word. All other tags separate paragraphs or cells.
_INLINE = re.compile(r"</?(?:w\d*|text):(?!(?:p|h|tc)\b)[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_MARKED_UP = (".xml", ".rels", ".rdf")
# U+FFFD replaces lost characters. Private characters have a meaning in one font only.
_LOST = re.compile("[\ufffd\ue000-\uf8ff]")
_SHARE = 0.005  # of the characters; correct texts have none
_COMPARE = "Compare the text with a printed copy, or use the original file."


def answer(data: bytes, reader: str, *options: str) -> dict[str, Any]:
    """Return the text of the document `data`, as values that JSON supports.

    `reader` is the name of a function (see `file_kinds.py`). Each option is the name of
    a parameter of this function. The parameter is set to true. The result has the
    fields of DocumentText, or the reason why the document is refused.
    """
    try:
        read = reader_named(reader)
        return repaired(read(data, **dict.fromkeys(options, True)))._asdict()
    except RefusedError as error:
        return {"refused": error.what, "advice": error.advice}


def repaired(found: DocumentText) -> DocumentText:
    """Repair damaged characters in a document. Add the problems found to the result."""
    text, title = damaged.converted(found.text), found.title
    problems = [CONVERTED] if text != found.text else []
    if LEGACY not in found.problems and damaged.is_legacy_text(text):
        problems.append(LEGACY)
    if title is not None:
        title = damaged.converted(title)
    if damaged.has_khmer(text):
        text, of_order = _in_order(text)
        problems += of_order
        problems += _misplaced(text)
    if title is not None and damaged.has_khmer(title):
        title, _ = _in_order(title)
    if damaged.controls_in(text):
        problems.append(Problem(f"contained {damaged.controls_named(text)} (removed)"))
        text = damaged.without_controls(text)
    # If fonts don't define their characters, this has been reported already.
    if not any(damaged.LOST in problem.what for problem in found.problems):
        problems += _lost(text)
    return found._replace(text=text, title=title, problems=(*found.problems, *problems))


def _in_order(text: str) -> tuple[str, list[Problem]]:
    if damaged.is_in_order(text):
        return text, []
    text, count = damaged.in_order(text)
    if not count:
        return text, []
    times = "1 syllable" if count == 1 else f"{count:,} syllables"
    what = f"had Khmer characters in the wrong order (fixed in {times})"
    return text, [Problem(what)]


def _misplaced(text: str) -> Iterator[Problem]:
    count, letters = damaged.misplaced(text)
    if count >= _SHARE * letters and count:
        what = f"has damaged Khmer: {_of(count, letters)} are in the wrong place"
        yield Problem(what, _COMPARE, is_lost=True)


def _lost(text: str) -> Iterator[Problem]:
    count = len(_LOST.findall(text))
    letters = count and sum(map(str.isalpha, text)) + count
    if count and count >= _SHARE * letters:
        what = f"has unknown characters: {_of(count, letters)}"
        yield Problem(what, _COMPARE, is_lost=True)


def _of(count: int, letters: int) -> str:
    return f"{count:,} of its {letters:,} characters"


def searchable(data: bytes) -> DocumentText:
    """Return the searchable text of a PDF, DOCX, ODT, DOC, RTF or mail.

    Raises RefusedError.
    """
    kind = kind_of("", data)
    if kind is PDF:
        from mediarel.documents.pdf.pdf_file import opened  # noqa: PLC0415 - for PDFs alone

        with opened(data) as file:
            pages = [*file.page_texts(), "\n".join(file.info().values())]
        return DocumentText(PAGE_BREAK.join(pages), pages=len(pages) - 1)
    if kind in {MAIL, MHTML}:
        whole = reader_named("mail.read_whole")(data).text
        return DocumentText(f"{whole}\n\n{data.decode('utf-8', 'replace')}")
    texts = [reader_named((kind or TEXT).reader)(data).text]
    if data.startswith(b"PK"):
        texts += _parts(data)
    elif kind is not DOC:  # RTF and flat ODT have metadata
        texts.append(data.decode("utf-8", "replace"))
    return DocumentText("\n\n".join(texts))


def _parts(data: bytes) -> Iterator[str]:
    """Yield the name of each part of a zip file, and the text of each XML part."""
    left = MOST
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for part in packed.infolist():
            yield part.filename
            left -= part.file_size
            if left >= 0 and part.filename.endswith(_MARKED_UP):
                markup = packed.read(part).decode("utf-8", "replace")
                markup = _INLINE.sub("", _SPACE.sub(" ", markup))
                yield html.unescape(_TAG.sub("\n", markup))
