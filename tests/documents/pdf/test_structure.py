"""Test the structure tags and the metadata of PDFs."""

from __future__ import annotations

import pytest

from mediarel.documents.pdf.reader import read
from pdf_files import one_page, pdf, stream

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
    """The role `Body` is defined by the file."""
    lines = (("Body", "They ask."), ("Body", "They wait."))

    assert read(_tagged(*lines, one_tag=True)).text == "They ask. They wait."
    assert read(_tagged(*lines)).text == "They ask.\n\nThey wait."


def test_a_tagged_note_is_moved_to_the_end() -> None:
    lines = (("Note", "1 By the watch."), ("P", "They were counted."))

    assert read(_tagged(*lines)).text == "They were counted.\n\n¹ By the watch."


def _with_own_data(text: str, catalogue: bytes, title: bytes = b"") -> bytes:
    shown = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
    objects = one_page(stream(shown.encode()))
    objects[1] = b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue
    packet = f"<dc:title><rdf:Alt><rdf:li xml:lang='x'>{_TITLE}</rdf:li></rdf:Alt>"
    objects[8] = b"<</Length %d>>stream\n%b\nendstream" % (len(packet), packet.encode())
    objects[9] = b"<</Title(%b)/ModDate(D:20190303)>>" % title
    return pdf(objects).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 9 0 R")


@pytest.mark.parametrize(
    ("catalogue", "title", "said"),
    [
        (b"", _TITLE.encode(), _TITLE),
        (b"/Metadata 8 0 R", b"", _TITLE),
        (b"/Metadata 4 0 R", b"", None),
        (b"", b"Microsoft Word - final2.docx", None),
    ],
    ids=["in Info", "in XMP", "none", "by a program"],
)
def test_a_title_in_the_metadata_must_occur_in_the_text(
    catalogue: bytes, title: bytes, said: str | None
) -> None:
    """The date of the last change is not the date of the release."""
    found = read(_with_own_data(f"{_TITLE} before the rains", catalogue, title))

    assert (found.title, found.date) == (said, None)


@pytest.mark.parametrize(
    ("language", "said"), [(b"en-GB", "en-GB"), (b"km-KH", None), (b"?", None)]
)
def test_a_language_in_the_metadata_must_fit_the_text(
    language: bytes, said: str | None
) -> None:
    """Programs often write the language of their user."""
    text = "We ask for the return of the boats to the families and for the salt"
    found = read(_with_own_data(text, b"/Lang(%b)" % language))

    assert found.language == said


_FULL = "The families of Prey Sralao have raked salt for thirty-one years, and all"


def test_tags_are_ignored_if_each_line_has_one() -> None:
    """The lines are then joined by their positions."""
    lines = [("P", _FULL)] * 24

    assert read(_tagged(*lines)).text == " ".join([_FULL] * 24)
