"""What a PDF says of its own structure and of itself is heeded where it can be."""

from __future__ import annotations

import pytest

from mediarel.documents.pdf.reader import read
from pdf_files import one_page, pdf, stream

_TITLE = "Free the Boats of Prey Sralao"


def _tagged(*lines: tuple[str, str], of_one: bool = False) -> bytes:
    """Return a PDF of a page with these lines, each with the role of its element.

    With `of_one`, all are of one element.
    """
    shown = "".join(
        f"/X <</MCID {mcid}>> BDC BT /F1 12 Tf 72 {700 - 15 * mcid} Td ({text}) Tj ET"
        " EMC "
        for mcid, (_, text) in enumerate(lines)
    )
    objects = one_page(stream(shown.encode()))
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R>>"
    objects[3] = objects[3].replace(b"/Resources", b"/StructParents 0/Resources")
    elements = [20 if of_one else 20 + mcid for mcid in range(len(lines))]
    for number, (role, _) in zip(elements, lines, strict=True):
        objects[number] = f"<</S/{role}/P 6 0 R>>".encode()
    listed = " ".join(f"{number} 0 R" for number in elements)
    objects[6] = b"<</Type/StructTreeRoot/ParentTree 7 0 R/RoleMap<</Body/P>>>>"
    objects[7] = f"<</Nums[0 [{listed}]]>>".encode()
    return pdf(objects)


def test_lines_of_one_element_are_one_paragraph() -> None:
    """Though a sentence ends with each, by a name that the file has for it."""
    lines = (("Body", "They ask."), ("Body", "They wait."))

    assert read(_tagged(*lines, of_one=True)).text == "They ask. They wait."
    assert read(_tagged(*lines)).text == "They ask.\n\nThey wait."


def test_a_note_of_the_structure_comes_last() -> None:
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
    ids=["in its data", "in its metadata", "in none", "what the program says"],
)
def test_a_title_is_believed_where_it_looks_like_one(
    catalogue: bytes, title: bytes, said: str | None
) -> None:
    """The day on which it was saved is no date of its own."""
    found = read(_with_own_data(f"{_TITLE} before the rains", catalogue, title))

    assert (found.title, found.date) == (said, None)


@pytest.mark.parametrize(
    ("language", "said"), [(b"en-GB", "en-GB"), (b"km-KH", None), (b"?", None)]
)
def test_a_language_is_believed_where_the_text_bears_it_out(
    language: bytes, said: str | None
) -> None:
    """Programs write their own."""
    text = "We ask for the return of the boats to the families and for the salt"
    found = read(_with_own_data(text, b"/Lang(%b)" % language))

    assert found.language == said


_FULL = "The families of Prey Sralao have raked salt for thirty-one years, and all"


def test_an_element_for_each_line_is_no_structure() -> None:
    """Then lines are put together by where they stand."""
    lines = [("P", _FULL)] * 24

    assert read(_tagged(*lines)).text == " ".join([_FULL] * 24)
