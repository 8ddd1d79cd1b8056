"""Test reading PDFs: layout, paragraphs, and damaged files."""

import io
import os
import re
import unicodedata
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image
from rapidfuzz.distance import Levenshtein

from laid_out import Writer, font_file, pdf_of
from long_release import MARK, RELEASES
from mediarel.documents.document_text import DocumentText, Problem, RefusedError
from mediarel.documents.extraction import Limits, UnreadableDocumentError, read_data
from mediarel.documents.pdf.reader import read
from pdf_files import FONT, RESOURCES, form, lines, one_page, packed, pdf, stream

Place = tuple[float, float, str]  # x and y of the start, and the text

_FULL = "The families of Prey Sralao have raked salt for thirty-one years, and all"


def _content(*places: Place, size: float = 12, turn: str = "1 0 0 1") -> bytes:
    shown = "".join(f"{turn} {x} {y} Tm ({text}) Tj " for x, y, text in places)
    return f"BT /F1 {size} Tf {shown}ET ".encode("cp1252")


def _text(*contents: bytes) -> list[str]:
    """Return the paragraphs of a PDF that has a page for each of `contents`."""
    objects = one_page(stream(contents[0]))
    kids = [3]
    for number, content in enumerate(contents[1:]):
        page, shown = 10 + 2 * number, 11 + 2 * number
        objects[page] = objects[3].replace(b"4 0 R", b"%d 0 R" % shown)
        objects[shown] = stream(content)
        kids.append(page)
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[2] = b"<</Type/Pages/Kids[%b]/Count %d>>" % (listed, len(kids))
    return read(pdf(objects)).text.split("\n\n")


@pytest.mark.parametrize(
    ("places", "paragraphs"),
    [
        (
            ((72, 700, _FULL), (72, 685, "of them by hand.")),
            [f"{_FULL} of them by hand."],
        ),
        (
            ((72, 700, _FULL), (72, 685, "They end."), (72, 670, "Another begins.")),
            [f"{_FULL} They end.", "Another begins."],
        ),
        (
            (
                (72, 700, _FULL),
                (72, 685, _FULL),
                (72, 650, _FULL),
                (72, 635, "by hand."),
            ),
            [f"{_FULL} {_FULL}", f"{_FULL} by hand."],
        ),
        (
            ((72, 700, _FULL), (72, 685, "- the boats;"), (72, 670, "- the nets.")),
            [_FULL, "- the boats;", "- the nets."],
        ),
    ],
    ids=["full line", "short line", "gap", "list items"],
)
def test_lines_are_joined_to_paragraphs(
    places: tuple[Place, ...], paragraphs: list[str]
) -> None:
    assert _text(_content(*places)) == paragraphs


def test_columns_are_read_one_after_the_other() -> None:
    """A paragraph can continue in the next column."""
    left = [(72, 700 - 15 * r, "They ask for the boats and for the") for r in range(3)]
    right = [(320, 700 - 15 * r, "nets that were towed away and the") for r in range(2)]
    (text,) = _text(_content(*left, *right, (320, 670, "salt.")))

    assert text.startswith("They ask for the boats and for the They ask")
    assert text.endswith("nets that were towed away and the salt.")


def test_the_lines_of_a_table_cell_are_joined() -> None:
    rows = (
        (72, 730, _FULL),
        (72, 700, "1. Network of Salt and"),
        (206, 700, "2. Union of Coastal"),
        (72, 685, "Shore People"),
        (206, 685, "Porters"),
    )

    assert _text(_content(*rows)) == [
        _FULL,
        "1. Network of Salt and Shore People",
        "2. Union of Coastal Porters",
    ]


@pytest.mark.parametrize(
    ("end", "start", "joined"),
    [
        ("the har-", "bour. The harbour is", "the harbour. The harbour is"),
        ("a long-", "term harm, long-term", "a long-term harm, long-term"),
        ("the mem-", "bers", "the members"),
        ("the Sino-", "Khmer dictionary", "the Sino-Khmer dictionary"),
    ],
)
def test_hyphenated_words_are_joined(end: str, start: str, joined: str) -> None:
    """The hyphen is kept before a capital, or if the word has a hyphen elsewhere."""
    (text,) = _text(_content((72, 700, f"{_FULL} {end}"), (72, 685, start)))

    assert text == f"{_FULL} {joined}"


def test_ligatures_are_split_into_letters() -> None:
    """The font's encoding differs from Unicode."""
    assert _text(_content((72, 700, "The \u00ae" + "rst \u00af" + "ood"))) == [
        "The first flood"
    ]


def test_repeated_headers_and_page_numbers_are_removed() -> None:
    pages = [
        _content((72, 760, "Salt and Shore, 2025"), (72, 700, text), (300, 40, number))
        for text, number in (
            ("One.", "Page 1 of 3"),
            ("Two.", "2"),
            ("Three.", "- 3 -"),
        )
    ]

    assert _text(*pages) == ["One.", "Two.", "Three."]


def test_a_footnote_is_moved_to_the_end() -> None:
    raised = _content((172, 704, "1"), size=7)
    first = _content((72, 720, _FULL), (72, 700, "They were counted")) + raised
    note = _content((72, 60, "1 By six members of the watch,"), size=9)
    more = _content((72, 50, "at night."), size=9)

    assert _text(first + note + more, _content((72, 700, "On the next day."))) == [
        f"{_FULL} They were counted¹",
        "On the next day.",
        "¹ By six members of the watch, at night.",
    ]


@pytest.mark.parametrize(
    ("turn", "start", "step"),
    [("0 1 -1 0", (100, 72), (15, 0)), ("-1 0 0 -1", (500, 100), (0, 15))],
    ids=["90 degrees", "180 degrees"],
)
def test_a_rotated_page_is_read(
    turn: str, start: tuple[int, int], step: tuple[int, int]
) -> None:
    (x, y), (dx, dy) = start, step
    places = ((x, y, _FULL), (x + dx, y + dy, "by hand."))

    assert _text(_content(*places, turn=turn)) == [f"{_FULL} by hand."]


def test_a_justified_khmer_line_is_not_split(tmp_path: Path) -> None:
    """The only space in the line is as wide as a gap between table cells."""
    document = FPDF()
    document.add_font("body", "", font_file("km"))
    document.set_font("body", size=12)
    document.set_text_shaping(use_shaping_engine=True)
    document.add_page()
    parts = ("ពីរថ្ងៃក្រោយមកទូកចំនួនដប់ប្រាំបួន", "ត្រូវបានគេសណ្តោងចេញពីកំពង់ផែទៅ")
    full = "".join((*parts, "ទុក"))
    for _ in range(2):
        text = f"{parts[0]} {parts[1]} {full}"
        document.multi_cell(170, 8, text, align="J", new_x="LMARGIN", new_y="NEXT")
    path = tmp_path / "a.pdf"
    document.output(str(path))

    text = read(path.read_bytes()).text

    assert text.startswith(" ".join(parts))


_TITLE = "Free the Boats of Prey Sralao"


def _tagged(*lines: tuple[str, str], one_tag: bool = False) -> bytes:
    """Return a PDF with one page of `lines`, each with the role of its tag.

    If `one_tag`, all lines have one common tag.
    """
    shown = "".join(
        f"/X <</MCID {mcid}>> BDC BT /F1 12 Tf 72 {700 - 15 * mcid} Td ({text}) Tj ET"
        " EMC "
        for mcid, (_, text) in enumerate(lines)
    )
    objects = one_page(stream(shown.encode()))
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R>>"
    objects[3] = objects[3].replace(b"/Resources", b"/StructParents 0/Resources")
    elements = [20 if one_tag else 20 + mcid for mcid in range(len(lines))]
    for number, (role, _) in zip(elements, lines, strict=True):
        objects[number] = f"<</S/{role}/P 6 0 R>>".encode()
    listed = " ".join(f"{number} 0 R" for number in elements)
    objects[6] = b"<</Type/StructTreeRoot/ParentTree 7 0 R/RoleMap<</Body/P>>>>"
    objects[7] = f"<</Nums[0 [{listed}]]>>".encode()
    return pdf(objects)


def test_lines_with_one_tag_are_one_paragraph() -> None:
    """The file defines the role `Body`."""
    lines = (("Body", "They ask."), ("Body", "They wait."))

    assert read(_tagged(*lines, one_tag=True)).text == "They ask. They wait."
    assert read(_tagged(*lines)).text == "They ask.\n\nThey wait."


def test_a_tagged_note_is_moved_to_the_end() -> None:
    lines = (("Note", "1 By the watch."), ("P", "They were counted."))

    assert read(_tagged(*lines)).text == "They were counted.\n\n¹ By the watch."


def _with_title(text: str, title: bytes) -> bytes:
    shown = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
    objects = one_page(stream(shown.encode()))
    objects[9] = b"<</Title(%b)/ModDate(D:20190303)>>" % title
    return pdf(objects).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 9 0 R")


@pytest.mark.parametrize(
    ("title", "said"),
    [(_TITLE.encode(), _TITLE), (b"", None), (b"Microsoft Word - final2.docx", None)],
    ids=["in Info", "none", "by a program"],
)
def test_title_in_metadata_must_be_in_the_text(title: bytes, said: str | None) -> None:
    """The date of the last change is not used as the date of the release."""
    found = read(_with_title(f"{_TITLE} before the rains", title))

    assert (found.title, found.date) == (said, None)


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
