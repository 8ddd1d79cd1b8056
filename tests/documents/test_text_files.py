"""Test the text of Markdown files."""

import pytest

from mediarel.documents.document_text import DocumentText
from mediarel.documents.text_files import read_markdown as read
from outcomes import refused_document

BODY = "We **ask** for the dam\nto be stopped.\n\n- now\n- for good\n"
SAID = """date: 2019-03-03
lang: km
canonical_url: https://river.example/dam
modified: 2020-01-01
"""
TEXT = "We ask for the dam to be stopped.\n\n• now\n• for good"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (BODY, DocumentText(TEXT)),
        (f"# Stop the dam\n\n{BODY}", DocumentText(TEXT, "Stop the dam")),
        (
            f"---\ntitle: Stop the dam\n{SAID}---\n{BODY}",
            DocumentText(
                TEXT, "Stop the dam", "https://river.example/dam", "2019-03-03", "km"
            ),
        ),
        (
            f"+++\ntitle = 'Stop the dam'\ndraft = true\n+++\n# Why\n\n{BODY}",
            DocumentText(f"Why\n\n{TEXT}", "Stop the dam"),
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
