"""Test the text that `mediarel add FILE` reads from PDF, DOCX and HTML files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archives import statements
from conftest import Run
from mails import mail
from office_files import docx, docx_parts, odt, paragraph
from office_files import run as letters
from pdf_files import FONT, one_page, pdf, stream
from workbooks import packed

Added = Callable[..., dict[str, Any]]

_FULL = "The families of Prey Sralao have raked salt for thirty-one years, and all"


@pytest.fixture
def added(run: Run, store: Path, home: Path) -> Added:
    """Return a function that adds a file and returns its statement."""

    def record(name: str, data: bytes, *options: str) -> dict[str, Any]:
        (home / name).write_bytes(data)
        done = run("add", name, "--program=CLEC", *options)
        assert done.code == 0, done.err
        made: dict[str, Any] = statements(store)["10"]
        return made

    return record


def _page(content: str) -> bytes:
    return pdf(one_page(stream(content.encode("cp1252"))))


def _lines(*lines: str) -> bytes:
    """Return a PDF with these lines in Helvetica, 12 points."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    return _page(f"BT /F1 12 Tf 15 TL 72 700 Td {shown} ET")


def _text(added: Added, data: bytes) -> str:
    text: str = added("a.pdf", data, "--date=2013", "--title=The boats")["text"]
    return text


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        pytest.param((_FULL, "of them are in need of", "a harbour."), 1, id="open"),
        pytest.param((_FULL, "of them are in need of: ", "a harbour."), 2, id="colon"),
        pytest.param((_FULL, "They wait at the", "Harbour."), 2, id="capital"),
        pytest.param((_FULL, "salt,", "boats"), 2, id="list"),
        pytest.param((_FULL, "Reach them by", "ann@harbour.example"), 2, id="address"),
        pytest.param(
            (_FULL, "They ask for the free-", "dom of all."), 1, id="cut word"
        ),
        pytest.param((_FULL, "They ask for free-", "dom."), 1, id="short line"),
    ],
)
def test_lines_of_an_unfinished_sentence_are_one_paragraph(
    added: Added, lines: tuple[str, ...], paragraphs: int
) -> None:
    """In other cases, a line with room for the next word ends a paragraph."""
    text = _text(added, _lines(*lines))

    assert len(text.split("\n\n")) == paragraphs


_TIGHT = "relation to each other in such a way that nobody was able to know"


@pytest.mark.parametrize("gap", [100, 150, 190, 300])
def test_gaps_in_a_pdf_line_are_read_as_spaces(added: Added, gap: int) -> None:
    """The PDF has gaps instead of spaces. `gap` is in thousandths of the font size."""
    words = f" -{gap} ".join(f"({word})" for word in _TIGHT.split())

    assert _text(added, _page(f"BT /F1 12 Tf 72 700 Td [{words}] TJ ET")) == _TIGHT


def test_raised_and_small_characters_in_a_pdf_keep_their_spaces(added: Added) -> None:
    content = (
        "BT 72 700 Td /F1 12 Tf (The 1) Tj /F1 7 Tf 4 Ts (st) Tj 0 Ts /F1 12 Tf"
        " (woman, the 2) Tj /F1 7 Tf 4 Ts (nd) Tj 0 Ts /F1 12 Tf (, ) Tj"
        " /F1 9 Tf (~70%) Tj /F1 12 Tf (electricity, H) Tj /F1 8 Tf -2 Ts (2) Tj"
        " 0 Ts /F1 12 Tf (O, S) Tj /F1 9 Tf (ALT) Tj ET"
    )

    told = "The 1st woman, the 2nd, ~70% electricity, H2O, SALT"
    assert _text(added, _page(content)) == told


_ASKING = "We, the undersigned organisations, ask for this to be ended."
_BODY = ("--date=2013", "--title=The boats")


def _html_table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def test_table_rows_of_a_web_page_are_lines_with_tabs(added: Added) -> None:
    rows = (("", "Boats", "Nets"), ("Kampot", "", "3"), ("<p>Kep</p>", "4", "5"))
    page = f"<p>{_FULL}</p><p>{_ASKING}</p>{_html_table(*rows)}<p>{_ASKING}</p>"

    text = added("a.html", page.encode(), *_BODY)["text"]

    table = "\tBoats\tNets\nKampot\t\t3\nKep\t4\t5"
    assert text == f"{_FULL}\n\n{_ASKING}\n\n{table}\n\n{_ASKING}"


def _link(number: int, text: str) -> str:
    return f'<w:hyperlink r:id="l{number}">{letters(text)}</w:hyperlink>'


def test_links_of_a_docx_keep_their_addresses(added: Added) -> None:
    """Word may split a link into two.

    If the link's text is the address, it is not repeated.
    """
    body = paragraph(
        letters("Read ")
        + _link(0, "the ")
        + _link(0, "report")
        + letters(" or write to ")
        + _link(1, "Ann")
        + letters(", or see ")
        + _link(2, "www.salt.example")
    )
    addresses = ("https://salt.example/a", "mailto:ann@salt.example?subject=Salt")
    links = "".join(
        f'<Relationship Id="l{number}" Type="hyperlink" Target="{address}"'
        ' TargetMode="External"/>'
        for number, address in enumerate((*addresses, "https://salt.example/"))
    )
    parts = docx_parts(body)
    rels = "word/_rels/document.xml.rels"
    parts[rels] = str(parts[rels]).replace("</", f"{links}</")

    text = added("a.docx", packed(parts), *_BODY)["text"]

    assert text == (
        "Read the report <https://salt.example/a> or write to Ann"
        " <ann@salt.example>, or see www.salt.example"
    )


def test_ambiguous_date_is_refused(run: Run, store: Path, home: Path) -> None:
    text = "Berlin, 03/04/2012 – The website is closed."
    (home / "a.txt").write_text(text, encoding="utf-8")

    read = run("add", "a.txt", "--program=CLEC", "--title=The website")

    assert store.exists()
    assert read.code == 2
    assert "missing fields of a.txt: --date" in read.err


_LIMON_PAGE = """<style>.old, p.x { font-family: "Limon S1", serif }</style><body>
<p>18 March 2005</p><p class="old">kñúg<span style="font-family: Arial">UN 2</span></p>
<p><font face="Limon R1">RBHraCaNac<b>Rkkm<úCa</b></font></p></body>""".replace(
    "m<ú", "m&lt;ú"
)
_IN_LIMON = '<w:rFonts w:ascii="Limon S1"/>'


# English text, and Khmer text in Unicode, on pages that mention Limon.
_NO_LIMON = """<style>/* p {{ font-family: Limon S1 }} */
.km p {{ font-family: Limon S1 }}
@media print {{ h2 {{}} p {{ font-family: Limon S1 }} }} p {{ {} }}</style><body>
<p>18 March 2005</p><p>Salt and boats of the families of Prey Sralao.</p>
<p style="font-family: Arial; mso-bidi-font-family: Limon S1">They wait.</p>
<p style="font-family: Limon S1">ខេត្តកំពង់ចាម</p></body>"""
_FONTS = ("font-family: Limonata", "mso-bidi-font-family: Limon S1; font-family: Arial")


@pytest.mark.parametrize("font", _FONTS)
def test_text_in_other_fonts_is_not_converted(added: Added, font: str) -> None:
    page = _NO_LIMON.format(font).encode()

    made = added("a.html", page, "--date=2005", "--title=The boats")

    for text in ("Salt and boats", "They wait.", "ខេត្តកំពង់ចាម"):
        assert text in made["text"]


def _old_pdf() -> bytes:
    objects = one_page(stream("BT /F1 12 Tf 72 700 Td (kñúg) Tj ET".encode("cp1252")))
    font = b"LimonS1/Encoding/WinAnsiEncoding/FontDescriptor<</FontName/LimonS1>>"
    objects[5] = FONT.replace(b"Helvetica", font)
    return pdf(objects)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", _LIMON_PAGE.encode("cp1252")),
        (
            "a.docx",
            docx(paragraph(letters("kñ", _IN_LIMON) + letters("úg", _IN_LIMON))),
        ),
        (
            "a.odt",
            odt(
                '<text:p text:style-name="P">kñ<text:span>úg</text:span></text:p>',
                '<style:style style:family="paragraph" style:name="P">'
                '<style:text-properties style:font-name="Limon S1"/></style:style>',
            ),
        ),
        (
            "a.docx",
            docx(
                paragraph("kñúg"),
                styles="<w:styles><w:docDefaults><w:rPrDefault><w:rPr>"
                f"{_IN_LIMON}</w:rPr></w:rPrDefault></w:docDefaults></w:styles>",
            ),
        ),
        ("a.pdf", _old_pdf()),
    ],
)
def test_khmer_in_fonts_from_before_unicode_is_converted(
    added: Added, name: str, data: bytes
) -> None:
    made = added(name, data, "--date=2005", "--title=The boats")

    assert "ក្នុង" in made["text"]
    assert made["language"] == "km"
    if name == "a.html":
        assert "UN 2" in made["text"]
        assert "ព្រះរាជាណាចក្រកម្ពុជា" in made["text"]


_WRAPPER = """Dear all, please publish this. Call me: 012 345 678

---------- Forwarded message ----------
From: Chan <chan@harbour.example>
To: A Person <a@harbour.example>, B Person <b@harbour.example>,
 C Person <c@harbour.example>

"""


def test_forwarding_header_may_end_with_an_empty_value(added: Added) -> None:
    header = "----- Forwarded Message -----\nFrom: A <a@b.example>\nSubject: \n\n"
    text = f"Council Reopens the Old Fish Market\n\n{_FULL} of them need a harbour.\n"

    made = added("a.eml", mail(header + text).as_bytes(), "--date=2013")

    assert made["title"] == "Council Reopens the Old Fish Market"


@pytest.mark.parametrize("name", ["a.eml", "a.txt"])
def test_mail_is_private_and_its_forwarding_header_is_left_out(
    run: Run, home: Path, store: Path, name: str
) -> None:
    text = f"Council Reopens the Old Fish Market\n\n{_FULL} of them need a harbour.\n"
    sent = mail(_WRAPPER + text, subject="Fwd: for publication")
    (home / name).write_bytes(sent.as_bytes())

    done = run("add", name, "--issuer=X", "--date=2013")
    found = statements(store)["10"]
    run("publish", "site", "site")
    pages = [each.read_bytes() for each in Path("site").rglob("*.*")]
    run("attach", "--public", "10", name)

    assert found["title"] == "Council Reopens the Old Fish Market"
    assert found["text"] == f"{_FULL} of them need a harbour."
    assert f"{name} is a forwarded mail; its first 5 lines were left out." in done.err
    assert f"To publish it: mediarel attach --public 10 {name}\n" in done.err
    assert pages
    assert not [each for each in pages if b"012 345 678" in each or b"Chan" in each]
    assert run("files", "10").out.split("\t")[5] == "no"
    assert run("attach", "9", name).code == 0
    assert run("files", "9").out.split("\t")[5] == "yes"


@pytest.mark.usefixtures("store")
def test_telephone_numbers_in_a_mail_are_reported(run: Run, home: Path) -> None:
    text = f"{_FULL} of them need a harbour.\n\nContact: Tel. 012 345 678"
    (home / "a.eml").write_bytes(mail(text).as_bytes())

    done = run("add", "a.eml", "--issuer=X", "--date=2013", "--type=Letter")

    assert "Telephone numbers in 1 mail will be public. To hide" in done.err
    assert done.err.count("mediarel withhold --phones\n") == 1
