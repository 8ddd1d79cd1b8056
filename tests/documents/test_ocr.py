"""Test the recognition of scanned pages by tesseract."""

import subprocess
from pathlib import Path

import pytest
from fpdf import FPDF
from rapidfuzz.distance import Levenshtein

from mediarel.documents.extraction import UnreadableDocumentError, read_data
from mediarel.documents.ocr import Word, words_of
from programs import program

_TEXT = (
    "The families of Prey Sralao have raked salt for thirty years, and nobody has ever "
    "asked them who owns the sea. They ask for their nineteen boats before the rains."
)


def _scanned(folder: Path) -> bytes:
    """Return a PDF with a page of text and a scanned page."""
    document = FPDF()
    document.set_font("times", size=14)
    document.add_page()
    document.multi_cell(0, 8, _TEXT)
    source = folder / "page.pdf"
    document.output(str(source))
    drawer = program("pdftoppm", "poppler-utils")
    picture = folder / "page"
    command = [drawer, "-r", "150", "-gray", "-png", "-singlefile"]
    subprocess.run([*command, str(source), str(picture)], check=True)
    scanned = FPDF()
    scanned.set_font("times", size=12)
    scanned.add_page()
    scanned.cell(text="This page is text.")
    scanned.add_page()
    scanned.image(str(picture.with_suffix(".png")), x=0, y=0, w=210)
    return bytes(scanned.output())


def test_a_scanned_page_is_read_and_reported(tmp_path: Path) -> None:
    program("tesseract", "tesseract-ocr")
    found = read_data(_scanned(tmp_path), "a.pdf", ocr=True)

    first, second = found.text.split("\n\n")
    assert first == "This page is text."
    assert Levenshtein.normalized_similarity(second, _TEXT) > 0.97
    assert found.ocr_pages == (2,)
    (problem,) = found.problems
    assert "has scanned text on page 2, read by tesseract" in problem.what
    assert not problem.is_lost


def test_missing_support_for_khmer_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without this support, tesseract returns Latin letters for Khmer."""
    command = [program("tesseract", "tesseract-ocr"), "--list-langs"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True)
    learnt = Path(listed.stdout.split('"')[1])
    for name in ("eng.traineddata", "configs"):
        (tmp_path / name).symlink_to(learnt / name)
    data = _scanned(tmp_path)
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))

    (problem,) = read_data(data, "a.pdf", ocr=True).problems

    assert "without support for Khmer" in problem.what
    assert "apt-get install tesseract-ocr-khm" in problem.advice


def test_a_missing_tesseract_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = _scanned(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(UnreadableDocumentError) as caught:
        read_data(data, "a.pdf", ocr=True)

    assert "tesseract, which is not installed" in caught.value.problem
    assert "tesseract-ocr-khm" in caught.value.hint


def test_words_have_positions() -> None:
    """Positions are fractions of the page height, from the bottom."""
    hocr = """
    <div class='ocr_page' id='p' title='image "a.pgm"; bbox 0 0 700 1000; ppageno 0'>
     <span class='ocr_line' title="bbox 70 90 400 120; baseline 0 -10; x_size 30">
      <span class='ocrx_word' title='bbox 70 90 200 120; x_wconf 96'>Salt</span>
      <span class='ocrx_word' title='bbox 210 90 400 120'><em>&amp; sea</em></span>
     </span>
    </div>"""

    assert words_of(hocr) == [
        Word("Salt", 0.07, 0.2, 0.89, 0.03),
        Word("& sea", 0.21, 0.4, 0.89, 0.03, is_last=True),
    ]
