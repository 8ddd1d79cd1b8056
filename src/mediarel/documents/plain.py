"""Text as it is: UTF-8, or as its mark says."""

from __future__ import annotations

from mediarel.documents.found import DocumentText, RefusedError
from mediarel.errors import UnreadableInputError
from mediarel.formats.encoding import text_of
from mediarel.text.lines import paragraphs


def read(data: bytes) -> DocumentText:
    """Return the text in `data`.

    Raises RefusedError.
    """
    try:
        return DocumentText(paragraphs(text_of(data, None, "")))
    except UnreadableInputError as error:
        raise RefusedError(error.reason, "Save it as UTF-8.") from None
