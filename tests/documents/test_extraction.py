"""Test the extraction of text in a separate process with limits."""

import io
import sys
import zipfile

import pytest

from long_release import KHMER
from mediarel.documents.document_text import DocumentText
from mediarel.documents.extraction import (
    Limits,
    UnreadableDocumentError,
    read_all,
    read_data,
    read_searchable,
)
from mediarel.documents.process import repaired


def test_an_unreadable_file_is_named_with_the_reason() -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_data(b"caf\xe9", "a.txt")

    assert "a.txt" in caught.value.problem
    assert "UTF-8" in caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="it has no limit of memory")
def test_a_file_that_needs_too_much_memory_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="needs more than"):
        read_data(b"a" * (200 << 20), "a.txt", Limits(memory=100 << 20))


def test_a_file_that_takes_too_long_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="more than 0 seconds"):
        read_data(b"text", "a.txt", Limits(seconds=0))


def test_several_files_are_read_in_order() -> None:
    given = [(f"{n}.txt", f"Text {n}.".encode) for n in range(3)]
    given[1] = ("1.bin", "\0\1".encode)

    read = list(read_all(given))

    assert isinstance(read[1], UnreadableDocumentError)
    assert [each.text for each in read if isinstance(each, DocumentText)] == [
        f"Text {n}." for n in range(3) if n != 1
    ]


_RIGHT = "\n\n".join(KHMER.paragraphs())


def test_khmer_in_wrong_order_is_repaired_and_reported() -> None:
    found = repaired(DocumentText(_RIGHT.replace("ឆ្នាំ", "ឆ្នំា")))

    (problem,) = found.problems
    assert found.text == _RIGHT
    assert "wrong order (fixed in 4 syllables)" in problem.what
    assert not problem.is_lost


def test_correct_khmer_has_no_problem() -> None:
    assert repaired(DocumentText(_RIGHT)) == DocumentText(_RIGHT)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (_RIGHT.replace("កា", "\u200b\u17b6"), "damaged Khmer"),
        (_RIGHT.replace("ចា", "\ue012"), "has unknown characters"),
        ("The sea is no one’s. " * 5 + "\ufffd\ufffd", "has unknown characters"),
    ],
)
def test_lost_characters_are_reported(text: str, what: str) -> None:
    """The limit is five lost characters in a thousand."""
    (problem,) = repaired(DocumentText(text)).problems

    assert what in problem.what
    assert problem.advice
    assert problem.is_lost


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
        b"Chan Sophea, caf\xe9",  # Latin-1
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
def test_an_unreadable_file_cannot_be_searched(data: bytes) -> None:
    (found,) = read_searchable([("a", lambda: data)])

    assert isinstance(found, UnreadableDocumentError)
