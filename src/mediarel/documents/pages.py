"""A page as a document: its text, and what of its title and language that bears out."""

from __future__ import annotations

from mediarel.documents.flow import text_of
from mediarel.documents.found import DocumentText, RefusedError
from mediarel.documents.letters import letters_of
from mediarel.documents.own_languages import own_language
from mediarel.documents.own_titles import own_title
from mediarel.errors import UnreadableInputError
from mediarel.pages.document import page_document
from mediarel.pages.markup import refuse_size


def read_page(data: bytes, encoding: str | None = None) -> DocumentText:
    """Return the text of the page `data`; `encoding` is what is said besides it.

    Raises RefusedError.
    """
    try:
        refuse_size(data, "")
        html, problems = letters_of(data, encoding)
        found = page_document(html, "")
    except UnreadableInputError as error:
        what = f"can't be read: {error.reason}"
        advice = "Copy its text out of a browser into a text file, and give that."
        raise RefusedError(what, advice) from None
    text = text_of([found.text])
    titles = (own_title(each, text) for each in found.titles)
    return DocumentText(
        text,
        next(filter(None, titles), None),
        found.source,
        found.date,
        own_language(found.language, text),
        problems=tuple(problems),
    )
