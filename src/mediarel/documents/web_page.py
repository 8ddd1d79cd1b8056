"""Read an HTML page: the text of its main part, its title, language and URL."""

from collections.abc import Sequence

from mediarel import errors
from mediarel.documents import document_text
from mediarel.documents.flow import text_of
from mediarel.pages.markup import page_text, refuse_size
from mediarel.pages.page_text import page_document

_USUAL = "cp1252"  # the default of browsers and mail programs
_MISSING = document_text.Problem(
    "does not declare its encoding, so it was read as Windows-1252",
    "Check its characters. If some are wrong, save the file as UTF-8.",
    is_lost=True,
)


def letters_of(
    data: bytes, encoding: str | None
) -> tuple[str, Sequence[document_text.Problem]]:
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
    problem = document_text.Problem(
        f"lost characters: {note}", "Check its text.", is_lost=True
    )
    return text, (problem,)


def read_html(data: bytes, encoding: str | None = None) -> document_text.DocumentText:
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
        raise document_text.RefusedError(what, advice) from None
    text = text_of([found.text])
    titles = (document_text.own_title(each, text) for each in found.titles)
    title = found.titles[0] if found.is_titled else next(filter(None, titles), None)
    return document_text.DocumentText(
        text,
        title,
        found.source,
        found.date,
        document_text.own_language(found.language, text),
        problems=(*problems, *[document_text.CONVERTED] * found.has_old_khmer),
        is_titled=title in text.split("\n"),
    )
