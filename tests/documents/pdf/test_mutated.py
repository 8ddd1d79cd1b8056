"""Test that a damaged PDF is read or refused, but never fails in another way."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from mediarel.documents.document_text import RefusedError
from mediarel.documents.pdf.reader import read
from mediarel.documents.process import repaired
from pdf_files import RESOURCES, form, lines, one_page, pdf
from samples import ALL

_CONTENT = (
    b"/P <</MCID 0>> BDC %b EMC /Span <</ActualText (salt)>> BDC %b EMC"
    b" 1 0 0 1 60 0 cm /X0 Do"
    % (lines("The salt fields", "stay open."), lines("white"))
)


def _tagged() -> bytes:
    """Return a PDF with structure tags, ActualText, a form and a ToUnicode table."""
    objects = one_page(
        b"<</Length %d>>stream\n%b\nendstream" % (len(_CONTENT), _CONTENT),
        b"<</Font<</F1 5 0 R>>/XObject<</X0 9 0 R>>>>",
    )
    objects[1] = b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R/Lang(en)>>"
    objects[3] = objects[3].replace(b"/Resources", b"/StructParents 0/Resources")
    objects[5] = objects[5].replace(b"/Helvetica", b"/Helvetica/ToUnicode 10 0 R")
    objects[6] = b"<</Type/StructTreeRoot/ParentTree 7 0 R/RoleMap<</Q/P>>>>"
    objects[7] = b"<</Nums[0 [8 0 R]]>>"
    objects[8] = b"<</S/Q/P 6 0 R/K[0]>>"
    objects[9] = form(lines("in a form"), RESOURCES)
    table = b"1 beginbfrange <20> <7e> <0020> endbfrange"
    objects[10] = b"<</Length %d>>stream\n%b\nendstream" % (len(table), table)
    return pdf(objects)


_PDF = _tagged()
_PARTS = st.one_of(
    st.binary(max_size=4),
    st.sampled_from([b"99999999999", b"-1", b"null", b"[", b"<<", b">>", b"(", b"/P"]),
    st.sampled_from([b" 8 0 R ", b" 2 0 R ", b"endobj", b"stream", b"1e9", b"<41>"]),
)
_CHANGES = st.lists(
    st.tuples(st.integers(0, len(_PDF)), st.integers(0, 40), _PARTS),
    min_size=1,
    max_size=6,
)


# The examples are always the same: with an object that refers to itself, the library
# never ends. mediarel stops its reading process after a time, but the tests would hang.
@settings(max_examples=400 if ALL else 30, derandomize=True, database=None)
@given(changes=_CHANGES)
def test_a_mutated_pdf_is_read_or_refused(
    changes: list[tuple[int, int, bytes]],
) -> None:
    """Up to six parts of the file are replaced, inserted or deleted."""
    data = _PDF
    for place, length, part in changes:
        data = data[:place] + part + data[place + length :]

    with suppress(RefusedError):
        repaired(read(data))


def test_the_unchanged_pdf_is_read() -> None:
    """This shows that the unmutated file is valid and has all parts."""
    assert read(_PDF).text == "The salt fields stay open.\n\nsalt\n\nin a form"
