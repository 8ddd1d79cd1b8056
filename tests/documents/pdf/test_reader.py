"""Test the paragraphs, structure tags and metadata of PDFs."""

from pathlib import Path

import pytest
from fpdf import FPDF

from laid_out import font_file
from mediarel.documents.pdf.reader import read
from pdf_files import one_page, pdf, stream

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
