"""Test the text of DOCX files."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given

from mediarel.documents.document_text import RefusedError
from mediarel.documents.docx import read
from office_files import (
    BULLETS,
    docx,
    docx_parts,
    docx_release,
    in_list,
    paragraph,
    run,
    table,
)
from outcomes import refused_document
from releases import paragraphs_of
from strategies import nested
from workbooks import packed

HIDDEN = run("no", "<w:vanish/>")


def field(code: str, result: str) -> str:
    """Return a complex field with `code` and `result`."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    told = f"<w:r><w:instrText> {code} </w:instrText></w:r>"
    begin, parted, end = (mark.format(each) for each in ("begin", "separate", "end"))
    return f"{begin}{told}{parted}{result}{end}"


def box(text: str) -> str:
    """Return a text box, in the formats of new and old versions of Word."""
    inner = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_release_is_read(language: str) -> None:
    found = read(docx_release(language))

    assert found.text.split("\n\n") == paragraphs_of(language, in_rows=True)
    assert (found.title, found.date, found.problems) == (None, None, ())


CASES = {
    "a deletion": (
        paragraph(
            f"{run('We')}<w:del><w:r><w:delText> never</w:delText></w:r></w:del>"
            f"{run(' ask')}"
        ),
        ["We ask"],
    ),
    "moved text": (
        paragraph(f"<w:moveFrom>{run('First')}</w:moveFrom>")
        + paragraph(f"<w:moveTo>{run('Now here')}</w:moveTo>"),
        ["Now here"],
    ),
    "a deleted end of a paragraph": (
        paragraph(run("One "), '<w:rPr><w:del w:id="1"/></w:rPr>') + paragraph("two"),
        ["One two"],
    ),
    "a deleted row": (
        table([paragraph("kept")], [paragraph("kept too")])
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>"
        + f"{paragraph('gone')}</w:tc></w:tr><w:tr><w:tc>{paragraph('last')}</w:tc>"
        + "</w:tr></w:tbl>",
        ["kept", "kept too", "last"],
    ),
    "a box above a text": (
        paragraph(box("Letterhead") + run("Text")),
        ["Letterhead", "Text"],
    ),
    "a simple field": (
        paragraph(f'<w:fldSimple w:instr="DATE">{run("3 March 2019")}</w:fldSimple>'),
        ["3 March 2019"],
    ),
    "a field": (
        paragraph(field('HYPERLINK "https://x.example"', run("our page"))),
        ["our page"],
    ),
    "a field without an end": (
        paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + paragraph("Text"),
        ["Text"],
    ),
    "hidden text": (paragraph(HIDDEN + run("Seen")), ["Seen"]),
    "a style with hidden text": (
        paragraph(run("no", '<w:rStyle w:val="Secret"/>') + run("Seen"))
        + paragraph("no", '<w:pStyle w:val="Below"/>'),
        ["Seen"],
    ),
    "symbols": (
        paragraph(
            '<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>'
            '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
            '<w:r><w:sym w:font="Wingdings" w:char="F021"/></w:r>'
            '<w:r><w:sym w:font="Arial" w:char="00E9"/></w:r>'
        ),
        ["•✓é"],
    ),
    "rows": (
        table(
            [paragraph("Place"), paragraph("Boats"), paragraph("Nets")],
            [paragraph("Kampot"), paragraph(""), paragraph("3")],
        )
        + table(
            [paragraph("left"), paragraph("one") + paragraph("two")],
            [paragraph("a"), paragraph("b" * 201)],
        ),
        ["Place\tBoats\tNets\nKampot\t\t3", "left", "one", "two", "a", "b" * 201],
    ),
    "the placeholder of an empty control": (
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            f"{paragraph('Click here')}</w:sdtContent></w:sdt>{paragraph('Text')}"
        ),
        ["Text"],
    ),
    "a field in the code of a field": (
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            + field("MERGEFIELD who", run("nobody"))
            + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("everyone")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        ["everyone"],
    ),
    "line breaks": (
        paragraph(f"{run('One')}<w:r><w:br/></w:r>{run('two')}<w:r><w:cr/></w:r>"),
        ["One\ntwo"],
    ),
    "tabs": (
        paragraph(
            f"{run('Tel')}<w:r><w:tab/></w:r>{run('012')}",
            "<w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs>",
        ),
        ["Tel\t012"],
    ),
    "a formula": (paragraph("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"), ["a+b"]),
}
STYLES = (
    '<w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="Below"><w:basedOn w:val="Secret"/></w:style>'
    '<w:style w:styleId="Point"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'
    "</w:style>"
    '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
)


@pytest.mark.parametrize("case", CASES)
def test_visible_text_is_read(case: str) -> None:
    body, expected = CASES[case]

    assert read(docx(body, styles=STYLES)).text.split("\n\n") == expected


def level(depth: int, form: str, text: str) -> str:
    """Return the definition of a list level."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    BULLETS.partition("<w:num ")[0]
    + '<w:abstractNum w:abstractNumId="5">'
    + level(0, "decimal", "%1.")
    + level(1, "lowerLetter", "%1.%2)")
    + level(2, "upperRoman", "(%3)")
    + level(3, "none", "")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_list_items_are_numbered_as_printed() -> None:
    """The numbers of a list restart, or continue after a different list."""
    items = [
        *(("a", 2, 0), ("b", 2, 1), ("c", 2, 1), ("d", 2, 2), ("e", 2, 0), ("f", 2, 1)),
        *(("g", 1, 0), ("h", 2, 0), ("i", 3, 0), ("j", 3, 0), ("k", 2, 3), ("l", 0, 0)),
        *(("m", 9, 0), ("", 2, 0), ("o", 2, 0)),
    ]
    body = "".join(paragraph(run(text), in_list(n, depth)) for text, n, depth in items)
    body += paragraph("styled", '<w:pStyle w:val="Point"/>')

    found = read(docx(body, numbering=NUMBERING, styles=STYLES)).text.split("\n\n")

    assert found == [
        *("1. a", "1.a) b", "1.b) c", "(I) d", "2. e", "2.a) f", "• g", "3. h"),
        *("1. i", "2. j", "k", "l", "m", "4. o", "5. styled"),
    ]


def test_notes_are_at_the_end_in_order_of_reference() -> None:
    """Notes without a reference are left out."""
    note = '<w:r><w:{}Reference w:id="{}"/></w:r>'.format
    body = paragraph(run("One") + note("endnote", 5) + note("footnote", 7))
    body += paragraph(f"<w:del>{note('footnote', 9)}</w:del>{run('Three')}")
    made = '<w:{0} w:id="{1}">{2}</w:{0}>'.format
    found = read(
        docx(
            body,
            footnotes=made("footnote", 9, paragraph("gone"))
            + made("footnote", 7, paragraph("low") + paragraph("lower")),
            endnotes=made("endnote", 5, paragraph("last")),
        )
    )

    assert found.text.split("\n\n") == [*("One¹²", "Three", "¹ last", "² low", "lower")]


def _without(part: str) -> bytes:
    parts = docx_parts(paragraph("Text"))
    del parts[part]
    return packed(parts)


def _with(part: str, content: str | bytes) -> bytes:
    return packed(docx_parts(paragraph("Text")) | {part: content})


def _locked() -> bytes:
    data = bytearray(docx(paragraph("Text")))
    at = 0
    while (at := data.find(b"PK\1\2", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


WORD = "word/document.xml"
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (
        lambda: _with(WORD, b" " * (9 << 20)),
        "unpacks to 9 MB; the limit is 2 MB",
    ),
    "a DTD": (
        lambda: _with(WORD, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        "word/document.xml has a DTD",
    ),
    "depth": (
        lambda: docx("<w:sdt>" * 10_000 + "</w:sdt>" * 10_000),
        "nested more than 1,000 deep",
    ),
    "invalid XML": (
        lambda: _with(WORD, "<a>"),
        "document.xml is invalid XML",
    ),
    "a missing part": (lambda: _without(WORD), "its word/document.xml is missing"),
    "a password": (_locked, "password"),
    "no text": (lambda: docx("<w:p/>"), "has no text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_unreadable_file_is_refused_with_a_reason(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mediarel.documents.flow.MOST", 2 << 20)
    make, what = REFUSED[case]

    refused_document(read, make(), what)


TAGS = (
    *("w:p", "w:r", "w:t", "w:rPr", "w:pPr", "w:del", "w:ins", "w:tbl", "w:tr", "w:tc"),
    *("w:txbxContent", "mc:AlternateContent", "mc:Choice", "mc:Fallback", "w:sdt"),
    *("w:showingPlcHdr", "w:vanish", "w:vMerge", "w:footnote", "w:trPr", "w:numPr"),
)
EMPTY = (
    *("w:fldChar w:fldCharType='begin'", "w:fldChar w:fldCharType='end'", "w:br"),
    *("w:footnoteReference w:id='1'", "w:sym w:char='F0B7' w:font='Symbol'"),
    *("w:numId w:val='2'", "w:ilvl w:val='-1'", "w:del", "w:vanish", "w:sym"),
)
XML = nested(TAGS, ["a", " ", *(f"<{each}/>" for each in EMPTY)])


@given(XML)
def test_any_nesting_of_elements_is_read_or_refused(body: str) -> None:
    with suppress(RefusedError):
        assert read(docx(body, styles=STYLES, numbering=NUMBERING, footnotes=body)).text
