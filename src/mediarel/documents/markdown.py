"""Markdown: its text as a reader sees it, and what its front matter says."""

from __future__ import annotations

from mediarel.documents.flow import text_of
from mediarel.documents.found import DocumentText, RefusedError
from mediarel.errors import UnreadableInputError
from mediarel.formats.encoding import text_of as decoded
from mediarel.formats.front_matter import FrontMatter, front_matter
from mediarel.formats.reading import ReadOptions
from mediarel.formats.site_news import fields_of, said_in

_SAID = ("title", "date", "language")


def read(data: bytes) -> DocumentText:
    """Return the text in `data`.

    Raises RefusedError.
    """
    try:
        text = decoded(data, None, "").replace("\r\n", "\n").replace("\r", "\n")
        front = front_matter(text, "") or FrontMatter("", {}, text)
        fields, _ = fields_of(front, said_in(front), "", ReadOptions())
    except UnreadableInputError as error:
        what = f"can't be read: {error.reason}"
        raise RefusedError(what, str(error.hint)) from None
    title, date, language = (
        str(fields[name]) if fields.get(name) else None for name in _SAID
    )
    sources = fields.get("sources")
    first = str(sources[0]) if isinstance(sources, list) and sources else None
    text = text_of([str(fields.get("text") or "")])
    return DocumentText(text, title, first, date, language)
