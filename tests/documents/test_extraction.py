"""Test the extraction of text, titles and file types, with limits."""

import io
import sys
import zipfile

import pytest

from long_release import KHMER
from mails import mail, saved
from mediarel.documents.document_text import DocumentText, own_title
from mediarel.documents.extraction import (
    Limits,
    UnreadableDocumentError,
    read_all,
    read_data,
    read_searchable,
)
from mediarel.documents.file_kinds import (
    DOC,
    DOCX,
    HTML,
    KINDS,
    MAIL,
    MHTML,
    ODT,
    RTF,
    TEXT,
    Kind,
    kind_of,
    reader_named,
)
from mediarel.documents.process import repaired
from mediarel.documents.web_page import read_markdown as read
from office_files import docx, fodt, odt
from outcomes import refused_document


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


def small_docx(body: str, **parts: str) -> bytes:
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
A_MAIL = "From: {}\nMIME-Version: 1.0\nContent-Transfer-Encoding: {}\n\n{}"


@pytest.mark.parametrize(
    "data",
    [
        b"<p>Chan Sophea",
        "Chan Sophea".encode("utf-16"),
        small_docx(SPLIT),
        small_docx(DELETED),
        small_docx(LAND, comments="<a><b>Chan</b> Sophea</a>"),
        small_docx(LAND, header1="<a>Chan</a><a> Sophea</a>"),
        A_MAIL.format("Chan Sophea <a@b.org>", "7bit", "The land is theirs.").encode(),
        A_MAIL.format("a@b.org", "quoted-printable", "Chan=20So=\nphea").encode(),
    ],
)
def test_a_name_in_any_part_of_a_file_is_found(data: bytes) -> None:
    assert "Chan Sophea" in " ".join(text_in(data).split())


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0", small_docx(LAND)[:-30], b"%PDF-1.7 cut"]
)
def test_an_unreadable_file_cannot_be_searched(data: bytes) -> None:
    (found,) = read_searchable([("a", lambda: data)])

    assert isinstance(found, UnreadableDocumentError)


A_TEXT = """River Watch

JOINT STATEMENT

Fishers of three villages ask for the dam at Prek Thom to be stopped

Kampot, 3 March 2019 – We, the undersigned, learned of the dam from the radio.
"""
METADATA_KHMER = """សេចក្តីថ្លែងការណ៍រួម

អ្នកនេសាទនៅភូមិបីសុំឱ្យបញ្ឈប់ទំនប់ព្រែកធំ

យើងខ្ញុំបានដឹងអំពីទំនប់នេះតាមវិទ្យុ។"""


@pytest.mark.parametrize(
    "title",
    [
        "Fishers of three villages ask for the dam at Prek Thom to be stopped",
        "FISHERS OF THREE VILLAGES ASK FOR THE DAM AT PREK THOM TO BE STOPPED",
        "Fishers ask for the dam at Prek Thom to be stopped",
        "Joint statement: fishers ask for the dam at Prek Thom to be stopped",
        " Fishers of three villages\n ask for the dam at Prek Thom ",
    ],
)
def test_a_title_with_words_of_the_text_is_used(title: str) -> None:
    assert own_title(title, A_TEXT) == " ".join(title.split())


def test_a_khmer_title_from_the_text_is_used() -> None:
    title = "អ្នកនេសាទនៅភូមិបីសុំឱ្យបញ្ឈប់ទំនប់ព្រែកធំ"

    assert own_title(title, METADATA_KHMER.replace("នៅភូមិ", "\u200bនៅ\u200bភូមិ")) == title


@pytest.mark.parametrize(
    "said",
    [
        *(None, "", " ", "…", "2019", "03.03.2019"),
        "Microsoft Word - statement_final2.docx",
        "Microsoft Word - Dam at Prek Thom",
        *("Document1", "Document 2", "untitled", "Untitled Document", "Sans titre"),
        *("PowerPoint Presentation", "Présentation PowerPoint", "Slide 1"),
        "Blank page",
        *("Letterhead", "Press release template", "Insert title here", "TITLE"),
        *("statement_on_dam_v3", "dam at Prek Thom.doc", "C:\\dam\\of\\the villages"),
        *("info@river.example", "www.river.example/the dam at Prek", "River Watch"),
        *("Joint Statement", "JOINT STATEMENT", "Press Release", "Media advisory"),
        # The title of an older document that was used as a template.
        "Minutes of the yearly meeting of members",
        "Terms of reference for an accountant in Kampot",
        "We, the undersigned, learned of the dam from the radio.",
        *("សេចក្តីថ្លែងការណ៍រួម", "កិច្ចប្រជុំប្រចាំឆ្នាំរបស់សមាជិក"),
    ],
)
def test_a_title_from_a_program_or_template_is_not_used(said: str | None) -> None:
    text = METADATA_KHMER if said and said > "ក" else A_TEXT

    assert own_title(said, text) is None


BODY = "We **ask** for the dam\nto be stopped.\n\n- now\n- for good\n"
SAID = """date: 2019-03-03
lang: km
canonical_url: https://river.example/dam
modified: 2020-01-01
"""
MARKDOWN_TEXT = "We ask for the dam to be stopped.\n\n• now\n• for good"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (BODY, DocumentText(MARKDOWN_TEXT)),
        (f"# Stop the dam\n\n{BODY}", DocumentText(MARKDOWN_TEXT, "Stop the dam")),
        (
            f"---\ntitle: Stop the dam\n{SAID}---\n{BODY}",
            DocumentText(
                MARKDOWN_TEXT,
                "Stop the dam",
                "https://river.example/dam",
                "2019-03-03",
                "km",
            ),
        ),
        (
            f"+++\ntitle = 'Stop the dam'\ndraft = true\n+++\n# Why\n\n{BODY}",
            DocumentText(f"Why\n\n{MARKDOWN_TEXT}", "Stop the dam"),
        ),
    ],
)
def test_markdown_and_front_matter_are_read(data: str, found: DocumentText) -> None:
    assert read(data.encode()) == found
    assert read(data.replace("\n", "\r\n").encode()) == found


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"caf\xe9", "UTF-8"),
        (b"---\ntitle: a\n", "no closing line ---"),
        (b"---\ndate: 03/04/2019\n---\nText", "03/04/2019"),
        (b"---\ntitle: a\n---\n", "has no text"),
        (b"<div>" * 10_000 + b"a", "nested more than"),
    ],
)
def test_an_unreadable_file_is_refused_with_a_reason(data: bytes, what: str) -> None:
    refused_document(read, data, what)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (docx("<w:p/>"), DOCX),
        (OLE + "EncryptedPackage".encode("utf-16-le"), DOCX),
        (OLE + "WordDocument".encode("utf-16-le"), DOC),
        (b"{\\rtf1 Free them.}", RTF),
        (odt("<text:p/>"), ODT),
        (fodt("<text:p/>"), ODT),
        (b"\xef\xbb\xbf<!-- saved -->\n<!DOCTYPE html>\n<p>", HTML),
        (b'<?xml version="1.0"?><html lang="km">', HTML),
        ("<html>".encode("utf-16"), HTML),
        (mail("Text").as_bytes(), MAIL),
        (b"From office Mar 3 2019\nDate: 3 Mar 2019\nReceived: here\n\nText", MAIL),
        (saved("<p>Text"), MHTML),
        (b"From: Us\nTo: the council\nDate: 3 March\nSubject: dam\n\nText", TEXT),
        (b"Free them.", TEXT),
        ("Libérez-les".encode("utf-16"), TEXT),
    ],
)
def test_the_content_decides_the_type(data: bytes, kind: Kind) -> None:
    """A wrong suffix does not matter."""
    assert kind_of("statement", data) is kind
    assert kind_of("statement.txt", data) is kind


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_type_has_a_reader(kind: Kind) -> None:
    assert callable(reader_named(kind.reader))
    assert all(suffix.startswith(".") for suffix in kind.suffixes)
