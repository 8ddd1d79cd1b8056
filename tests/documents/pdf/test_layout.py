"""Test the text of releases in PDFs by LibreOffice, Chromium and fpdf2."""

import os
import re
import unicodedata
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from laid_out import Writer, pdf_of
from long_release import MARK, RELEASES
from mediarel.documents.document_text import DocumentText
from mediarel.documents.extraction import read_data

_NOTE_MARKS = str.maketrans("", "", f"⁰¹²³⁴⁵⁶⁷⁸⁹{MARK}")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all test processes share, so each PDF is written once."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    place = shared / "laid-out"
    place.mkdir(exist_ok=True)
    return place


@pytest.mark.parametrize(
    ("writer", "language", "letters", "paragraphs"),
    [
        ("libreoffice", "en", 0.995, 32),
        ("libreoffice", "km", 0.99, 32),
        ("chromium", "en", 0.995, 32),
        ("chromium", "km", 0.99, 32),
        ("fpdf2", "en", 0.995, 31),
        ("fpdf2", "km", 0.99, 31),
    ],
)
def test_characters_and_paragraphs_are_extracted(
    writer: Writer, language: str, letters: float, paragraphs: int, folder: Path
) -> None:
    """Running headers and page numbers are left out."""
    path = pdf_of(writer, language, folder)
    found = read_data(path.read_bytes(), path.name)

    truth = RELEASES[language].paragraphs()
    assert _likeness(found, truth) >= letters
    assert sum(_plain(each) in _paragraphs(found) for each in truth) >= paragraphs
    assert not found.problems
    assert found.pages in {2, 3}


def _likeness(found: DocumentText, truth: list[str]) -> float:
    return Levenshtein.normalized_similarity(
        _letters(found.text), _letters("".join(truth))
    )


def _letters(text: str) -> str:
    text = unicodedata.normalize("NFC", text.translate(_NOTE_MARKS))
    return re.sub("[\\s\u200b•]", "", text)


def _paragraphs(found: DocumentText) -> set[str]:
    return {_plain(each) for each in found.text.split("\n\n")}


def _plain(paragraph: str) -> str:
    return paragraph.translate(_NOTE_MARKS).removeprefix("• ").strip()
