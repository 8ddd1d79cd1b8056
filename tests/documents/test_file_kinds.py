"""Test the detection of file types."""

import pytest

from mails import mail, saved
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
from office_files import docx, fodt, odt

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
