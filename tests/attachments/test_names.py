"""Test names, media types and extensions of attached files."""

import pytest

from mediarel.attachments.files import clean_name, file_name, numbered
from mediarel.model.media_types import kept_suffix, media_type_of
from mediarel.text.lines import suffix_of


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("joint.pdf", "joint.pdf"),
        ("CON", "CON_"),
        ("con.pdf", "con_.pdf"),
        ("nul.tar.gz", "nul_.tar.gz"),
        ("COM1.txt", "COM1_.txt"),
        ("console.txt", "console.txt"),
        ("a/b", "a_b"),
        ("What next?.pdf", "What next_.pdf"),
        ("end. ", "end"),
        ("សេចក្តី.pdf", "សេចក្តី.pdf"),
    ],
)
def test_file_names_are_valid_on_every_system(name: str, safe: str) -> None:
    assert file_name(name) == safe


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.PDF", ".pdf"),
        ("a.tar.gz", ".gz"),
        (".profile", ""),
        ("a", ""),
        ("a.much-too-long", ""),
        ("a.b c", ""),
        ("a.123456789", ""),
    ],
)
def test_only_short_plain_extensions_are_kept(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


@pytest.mark.parametrize("name", ["", ".", "..", "/", "a/..", "\u202e", "\n", "..."])
def test_an_empty_name_becomes_file(name: str) -> None:
    assert clean_name(name) == "file"


def test_a_taken_name_gets_a_number_before_its_extension() -> None:
    assert numbered("a.pdf", ["A.PDF", "a-2.pdf"]) == "a-3.pdf"
    assert numbered("a", ["a"]) == "a-2"
    assert numbered("b.pdf", ["a.pdf"]) == "b.pdf"


@pytest.mark.parametrize(
    ("name", "beginning", "media_type", "suffix"),
    [
        ("a.pdf", b"%PDF-1.7", "application/pdf", ".pdf"),
        ("a.txt", b"%PDF-1.7", "application/pdf", ".pdf"),
        ("a", b"\xff\xd8\xff\xe0", "image/jpeg", ".jpg"),
        ("a.JPEG", b"\xff\xd8\xff\xe0", "image/jpeg", ".jpeg"),
        (
            "a.docx",
            b"PK\x03\x04",
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ".docx",
        ),
        ("a.wav", b"RIFF\x01\x02\x03\x04WAVEfmt", "audio/wav", ".wav"),
        ("a.txt", b"We call", "text/plain", ".txt"),
        ("a.xyz", b"\x00", "application/octet-stream", ".xyz"),
        ("a.\u17a2", b"\x00", "application/octet-stream", ""),
        ("a", b"\x00", "application/octet-stream", ""),
    ],
)
def test_the_first_bytes_decide_the_media_type_before_the_name(
    name: str, beginning: bytes, media_type: str, suffix: str
) -> None:
    assert media_type_of(name, beginning) == media_type
    assert kept_suffix(name, media_type) == suffix
