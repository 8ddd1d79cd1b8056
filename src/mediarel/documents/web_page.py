"""Read HTML pages, plain text, and Markdown with its front matter.

The result for an HTML page has the text of its main part, its title, language and URL.
"""

from collections.abc import Sequence

from mediarel import errors
from mediarel.documents.document_text import (
    CONVERTED,
    DocumentText,
    Problem,
    RefusedError,
    own_language,
    own_title,
)
from mediarel.documents.flow import joined_text
from mediarel.formats.encoding import text_of
from mediarel.formats.entries import ReadOptions
from mediarel.formats.markdown import FrontMatter, front_matter
from mediarel.formats.site_news import fields_of, flat
from mediarel.pages.markup import page_text, refuse_size
from mediarel.pages.page_text import page_document
from mediarel.pages.text_release import without_menus
from mediarel.release.document import date_of
from mediarel.text.lines import paragraphs

_CHECK = "Check the text of the statement."
_USUAL = "cp1252"  # the default of browsers and mail programs
_MISSING = Problem(
    "does not declare its encoding, so it was read as Windows-1252",
    "Check its characters. If some are wrong, save the file as UTF-8.",
    is_lost=True,
)


def letters_of(data: bytes, encoding: str | None) -> tuple[str, Sequence[Problem]]:
    """Decode HTML or text. Return the text, and the problems with the encoding.

    Valid UTF-8 is decoded as UTF-8. Other data is decoded as `encoding`, or else as the
    encoding that the HTML declares.
    """
    try:
        text, note = page_text(data, "", encoding)
    except errors.UnreadableInputError:
        text, note = page_text(data, "", _USUAL)
        return text, (_MISSING,)
    if not note:
        return text, ()
    problem = Problem(f"lost characters: {note}", "Check its text.", is_lost=True)
    return text, (problem,)


def read_html(data: bytes, encoding: str | None = None) -> DocumentText:
    """Return the text of an HTML page.

    `encoding` is the encoding that a mail declares, if the page is part of a mail.

    Raises RefusedError.
    """
    try:
        refuse_size(data, "")
        html, problems = letters_of(data, encoding)
        found = page_document(html)
    except errors.UnreadableInputError as error:
        what = f"can't be read: {error.reason}"
        advice = "Copy its text from a browser into a text file, and use that."
        raise RefusedError(what, advice) from None
    text = joined_text([found.text])
    titles = (own_title(each, text) for each in found.titles)
    title = found.titles[0] if found.is_titled else next(filter(None, titles), None)
    return DocumentText(
        text,
        title,
        found.source,
        found.date,
        own_language(found.language, text),
        problems=(*problems, *[CONVERTED] * found.has_old_khmer),
        is_titled=title in text.split("\n"),
    )


_FRONT_FIELDS = ("title", "date", "language")


def read_text(data: bytes) -> DocumentText:
    """Decode a text file in UTF-8, or in the encoding that its byte order mark shows.

    Raises RefusedError.
    """
    try:
        text = paragraphs(text_of(data, None, ""))
    except errors.UnreadableInputError as error:
        reason = error.reason.removeprefix("it ")
        raise RefusedError(reason, "Save the file as UTF-8.") from None
    if (found := without_menus(text)) is None:
        return DocumentText(text)
    entry, menus = found
    date = str(entry.date)
    what = f"has {menus} lines of menus and footers, which are left out"
    return DocumentText(
        str(entry.text),
        entry.title,
        date=None if date == date_of(str(entry.text)) else date or None,
        problems=(Problem(what, _CHECK),) if menus else (),
        is_titled=entry.title is not None,
    )


def read_markdown(data: bytes) -> DocumentText:
    """Return the visible text of a Markdown file, and the fields of its front matter.

    Raises RefusedError.
    """
    try:
        text = text_of(data, None, "").replace("\r\n", "\n").replace("\r", "\n")
        front = front_matter(text, "") or FrontMatter("", {}, text)
        fields, _ = fields_of(front, dict(flat(front.values)), "", ReadOptions())
    except errors.UnreadableInputError as error:
        what = f"can't be read: {error.reason}"
        raise RefusedError(what, str(error.hint)) from None
    title, date, language = (
        str(fields[name]) if fields.get(name) else None for name in _FRONT_FIELDS
    )
    sources = fields.get("sources")
    first = str(sources[0]) if isinstance(sources, list) and sources else None
    text = joined_text([str(fields.get("text") or "")])
    return DocumentText(text, title, first, date, language)
