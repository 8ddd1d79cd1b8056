"""Test locked, damaged, scanned and hostile PDFs."""

import io
import zlib
from collections.abc import Callable

import pytest
from fpdf import FPDF
from PIL import Image

from mediarel.documents.document_text import Problem, RefusedError
from mediarel.documents.extraction import Limits, UnreadableDocumentError, read_data
from mediarel.documents.pdf.reader import read
from pdf_files import FONT, RESOURCES, form, lines, one_page, packed, pdf, stream

TEXT = "The salt fields stay open."
_PAGE = one_page(stream(lines(TEXT)))
_SHORT = Limits(seconds=1, memory=256 << 20)


def _problems(data: bytes) -> tuple[Problem, ...]:
    return read(data).problems


def _refused(data: bytes) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        read(data)
    return caught.value


def _locked(user: str) -> bytes:
    document = FPDF()
    document.set_encryption("owner", user)
    document.set_font("helvetica")
    document.add_page()
    document.cell(text=TEXT)
    return bytes(document.output())


def _with_picture(text: str = "") -> bytes:
    """Return a PDF with a scanned page, preceded by a page with `text` if given."""
    document = FPDF()
    document.set_font("helvetica")
    if text:
        document.add_page()
        document.cell(text=text)
    document.add_page()
    picture = io.BytesIO()
    Image.new("L", (60, 80), 200).save(picture, "png")
    document.image(picture, x=0, y=0, w=210, h=297)
    return bytes(document.output())


def _without_letters(font: bytes, shown: bytes = b"<004100420043>") -> bytes:
    """Return a PDF in a font that does not define its characters."""
    objects = one_page(stream(b"BT /F1 12 Tf 72 700 Td %b Tj ET" % shown))
    objects[5] = font
    return pdf(objects)


_NO_TABLE = (
    b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Salt/Encoding/Identity-H"
    b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Salt"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    b"/FontDescriptor<</FontName/ABCDEF+Salt/Flags 4>>>>]>>"
)


def test_a_pdf_with_an_empty_password_is_read() -> None:
    assert read(_locked("")).text == TEXT


def test_a_locked_pdf_is_refused() -> None:
    assert "is locked with a password" in _refused(_locked("user")).what


def test_scanned_pages_are_reported() -> None:
    (problem,) = _problems(_with_picture(TEXT))

    assert "a picture instead of text on page 2" in problem.what
    assert "--ocr" in problem.advice
    assert problem.is_lost


def test_a_pdf_with_only_scanned_pages_is_refused() -> None:
    error = _refused(_with_picture())

    assert "its pages are scanned pictures" in error.what
    assert "--ocr" in error.advice


def test_fonts_without_defined_characters_are_reported() -> None:
    """Each such character becomes U+FFFD.

    If most characters are undefined, the file is refused.
    """
    objects = one_page(
        stream(lines(TEXT) + b"BT /F2 12 Tf 72 500 Td <00410042> Tj ET"),
        b"<</Font<</F1 5 0 R/F2 6 0 R>>>>",
    )
    objects[6] = _NO_TABLE
    found = read(pdf(objects))

    (problem,) = found.problems
    assert found.text == f"{TEXT}\n\n\ufffd\ufffd"
    assert ": 2 of 28" in problem.what
    assert problem.is_lost
    assert "has fonts that don't define" in _refused(_without_letters(_NO_TABLE)).what


def test_a_legacy_khmer_font_that_is_not_converted_is_reported() -> None:
    font = FONT.replace(
        b"Helvetica", b"KhekMool/FontDescriptor<</FontName/KhekMool/Flags 4>>"
    )

    (problem,) = _problems(_without_letters(font, b"(RBHraCa)"))

    assert "Khmer font from before Unicode" in problem.what
    assert problem.is_lost


def test_an_incomplete_pdf_is_reported() -> None:
    data = pdf(_PAGE)

    (problem,) = _problems(data[: data.index(b"xref")])

    assert "is incomplete" in problem.what
    assert problem.is_lost
    assert "is incomplete" in _refused(data[: data.index(b"stream")]).what


def test_a_damaged_page_is_reported_and_other_pages_are_read() -> None:
    objects = one_page(stream(lines(TEXT)))
    objects[2] = b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>"
    objects[6] = objects[3].replace(b"4 0 R", b"7 0 R")
    objects[7] = stream(lines(TEXT)).replace(b"/FlateDecode", b"/SaltDecode")

    (problem,) = _problems(pdf(objects))

    assert "is damaged on page 2" in problem.what


def _a_large_page() -> bytes:
    return pdf(one_page(packed(b" ", 1 << 29)))


def _packed_twice() -> bytes:
    once = packed(b"\0", 1 << 29)
    twice = zlib.compress(once[once.index(b"stream\n") + 7 : -10], 9)
    start = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(twice)
    return pdf(one_page(start + twice + b"\nendstream"))


def _shown_often() -> bytes:
    shown = one_page(stream(b"/X0 Do"), b"<</XObject<</X0 10 0 R>>>>")
    for number in range(10, 19):
        inner = b"<</XObject<</X0 %d 0 R>>>>" % (number + 1)
        shown[number] = form(b"/X0 Do " * 10, inner)
    shown[19] = form(lines(TEXT), RESOURCES)
    return pdf(shown)


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(_a_large_page, id="a page that unpacks to 500 MB"),
        pytest.param(_packed_twice, id="packed twice"),
        pytest.param(_shown_often, id="a form that is shown 10⁹ times"),
    ],
)
def test_pdf_that_unpacks_to_gigabytes_is_refused(bomb: Callable[[], bytes]) -> None:
    data = bomb()
    assert len(data) < 2 << 20

    with pytest.raises(UnreadableDocumentError, match="or needs more than 1 seconds"):
        read_data(data, "a.pdf", _SHORT)
