"""Read text files: plain text, and Markdown with its front matter."""

from mediarel import errors
from mediarel.documents.document_text import DocumentText, Problem, RefusedError
from mediarel.documents.flow import text_of as joined_text
from mediarel.formats.encoding import text_of
from mediarel.formats.entries import ReadOptions
from mediarel.formats.markdown import FrontMatter, front_matter
from mediarel.formats.site_news import fields_of, flat
from mediarel.pages.text_release import without_menus
from mediarel.release.document import date_of
from mediarel.text.lines import paragraphs

_FIELDS = ("title", "date", "language")


def read(data: bytes) -> DocumentText:
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


_CHECK = "Check the text of the statement."


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
        str(fields[name]) if fields.get(name) else None for name in _FIELDS
    )
    sources = fields.get("sources")
    first = str(sources[0]) if isinstance(sources, list) and sources else None
    text = joined_text([str(fields.get("text") or "")])
    return DocumentText(text, title, first, date, language)
