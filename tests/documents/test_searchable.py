"""Test the text in which withheld texts are searched."""

from __future__ import annotations

import io
import zipfile

import pytest

from mediarel.documents.extraction import UnreadableDocumentError, read_searchable

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **parts: str) -> bytes:
    """Return a DOCX file with `body` and other `parts` of the folder `word`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        document = f"<w:document {WORD}><w:body>{body}</w:body></w:document>"
        packed.writestr("word/document.xml", document)
        for name, content in parts.items():
            packed.writestr(f"word/{name}.xml", content)
    return made.getvalue()


def text_in(data: bytes, name: str = "a") -> str:
    """Return the searchable text of a file."""
    (found,) = read_searchable([(name, lambda: data)])
    assert isinstance(found, str), found
    return found


LAND = "<w:p><w:r><w:t>The land is theirs.</w:t></w:r></w:p>"
SPLIT = "<w:p><w:r><w:t>Chan So</w:t></w:r><w:r><w:t>phea</w:t></w:r></w:p>"
DELETED = (
    "<w:p><w:r><w:t>Chan </w:t></w:r>"
    "<w:del><w:r><w:delText>xx</w:delText></w:r></w:del>"
    "<w:r><w:t>Sophea</w:t></w:r></w:p>"
)
MAIL = "From: {}\nMIME-Version: 1.0\nContent-Transfer-Encoding: {}\n\n{}"


@pytest.mark.parametrize(
    "data",
    [
        b"<p>Chan Sophea",
        "Chan Sophea".encode("utf-16"),
        b"Chan Sophea, caf\xe9",  # of another encoding
        docx(SPLIT),
        docx(DELETED),
        docx(LAND, comments="<a><b>Chan</b> Sophea</a>"),
        docx(LAND, header1="<a>Chan</a><a> Sophea</a>"),
        MAIL.format("Chan Sophea <a@b.org>", "7bit", "The land is theirs.").encode(),
        MAIL.format("a@b.org", "quoted-printable", "Chan=20So=\nphea").encode(),
    ],
)
def test_a_name_in_any_part_of_a_file_is_found(data: bytes) -> None:
    assert "Chan Sophea" in text_in(data)


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0", docx(LAND)[:-30], b"%PDF-1.7 cut"]
)
def test_an_unreadable_file_is_an_error(data: bytes) -> None:
    (found,) = read_searchable([("a", lambda: data)])

    assert isinstance(found, UnreadableDocumentError)
