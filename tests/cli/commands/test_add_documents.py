"""`mediarel add FILE`: the text of PDFs, DOCX, ODT, HTML and mails is as printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fpdf import FPDF

from laid_out import font_file
from mails import mail
from office_files import docx, docx_parts, odt, paragraph, table
from office_files import run as letters
from pdf_files import one_page, pdf, stream
from workbooks import packed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

    Added = Callable[..., dict[str, Any]]

_FULL = "The families of Prey Sralao have raked salt for thirty-one years, and all"


@pytest.fixture
def added(run: Run, store: Path, home: Path) -> Added:
    """Return what records a file and returns the statement that this makes."""

    def record(name: str, data: bytes, *options: str) -> dict[str, Any]:
        (home / name).write_bytes(data)
        done = run("add", name, "--program=CLEC", *options)
        assert done.code == 0, done.err
        made: dict[str, Any] = json.loads(store.read_bytes())["statements"]["10"]
        return made

    return record


def _page(content: str) -> bytes:
    return pdf(one_page(stream(content.encode("cp1252"))))


def _lines(*lines: str) -> bytes:
    """Return a PDF of these lines in Helvetica, 12 points."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    return _page(f"BT /F1 12 Tf 15 TL 72 700 Td {shown} ET")


def _text(added: Added, data: bytes) -> str:
    text: str = added("a.pdf", data, "--date=2013", "--title=The boats")["text"]
    return text


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        ((_FULL, "of them are in need of", "a harbour."), 1),
        ((_FULL, "of them are in need of: ", "a harbour."), 2),
        ((_FULL, "They wait at the", "Harbour."), 2),
        ((_FULL, "salt,", "boats"), 2),
        ((_FULL, "They can be reached by", "ann@harbour.example"), 2),
        ((_FULL, "They ask for the free-", "dom of all."), 1),
        ((_FULL, "They ask for free-", "dom."), 1),
    ],
    ids=[
        "an open sentence",
        "one that ended",
        "a capital",
        "entries",
        "an address",
        "a word that is cut",
        "one on a short line",
    ],
)
def test_a_paragraph_goes_on_while_its_sentence_is_open(
    added: Added, lines: tuple[str, ...], paragraphs: int
) -> None:
    """Also if the next word, in lower case, would have fitted on the line."""
    text = _text(added, _lines(*lines))

    assert len(text.split("\n\n")) == paragraphs


@pytest.mark.parametrize(("align", "width"), [("L", 60), ("J", 60), ("J", 170)])
def test_narrow_columns_keep_their_paragraphs(
    added: Added, align: str, width: int
) -> None:
    """With long words, and lines that are stretched at few spaces."""
    told = (
        "Das Bündnis ruft auf, gegen die Kriminalisierung der zivilgesellschaftlichen"
        " Seenotrettung zu demonstrieren.\n\n"
        "Die Landesregierung will die Abschiebung der drei Arbeiter aus dem Land nicht"
        " aussetzen, obwohl sechsundzwanzig Organisationen protestiert hatten."
    )
    document = FPDF()
    document.add_font("body", "", font_file("en"))
    document.set_font("body", size=11)
    document.add_page()
    for each in told.split("\n\n"):
        document.multi_cell(width, 5.5, each, align=align, new_x="LMARGIN")
        document.ln(2)

    assert _text(added, bytes(document.output())) == told


@pytest.mark.parametrize("name", ["a.pdf", "a"])
@pytest.mark.parametrize(
    "before", [b"HTTP/1.1 200 OK\r\nServer: salt\r\n\r\n", b"\0" * 1024]
)
def test_a_pdf_may_begin_within_1024_bytes(
    added: Added, before: bytes, name: str
) -> None:
    options = ("--date=2013", "--title=The boats")

    assert added(name, before + _lines(_FULL), *options)["text"] == _FULL


def test_a_text_about_pdfs_is_a_text(added: Added) -> None:
    text = "The file begins with\n%PDF-1.7\nand ends with %%EOF."

    assert added("a.txt", text.encode(), "--date=2013")["text"] == text


_TIGHT = "relation to each other in such a way that nobody was able to know"


@pytest.mark.parametrize("gap", [100, 150, 190, 300])
def test_words_of_a_tight_line_are_apart(added: Added, gap: int) -> None:
    """The file has gaps in place of spaces, in thousandths of the size."""
    words = f" -{gap} ".join(f"({word})" for word in _TIGHT.split())

    assert _text(added, _page(f"BT /F1 12 Tf 72 700 Td [{words}] TJ ET")) == _TIGHT


@pytest.mark.parametrize("gap", [100, 250, 400])
def test_letters_that_are_set_apart_are_words(added: Added, gap: int) -> None:
    shown = "".join(
        "".join(f"({letter}) -{gap} " for letter in word) + "-300 "
        for word in ("SALT", "AND", "SHORE")
    )
    content = f"BT /F1 12 Tf 72 700 Td [{shown}] TJ ET"

    assert _text(added, _page(content)) == "SALT AND SHORE"


def test_a_word_is_apart_from_smaller_or_raised_letters_before_it(
    added: Added,
) -> None:
    content = (
        "BT 72 700 Td /F1 12 Tf (The 1) Tj /F1 7 Tf 4 Ts (st) Tj 0 Ts /F1 12 Tf"
        " (woman, the 2) Tj /F1 7 Tf 4 Ts (nd) Tj 0 Ts /F1 12 Tf (, ) Tj"
        " /F1 9 Tf (~70%) Tj /F1 12 Tf (electricity, H) Tj /F1 8 Tf -2 Ts (2) Tj"
        " 0 Ts /F1 12 Tf (O, S) Tj /F1 9 Tf (ALT) Tj ET"
    )

    told = "The 1st woman, the 2nd, ~70% electricity, H2O, SALT"
    assert _text(added, _page(content)) == told


@pytest.mark.parametrize(
    ("end", "start", "joined"),
    [
        ("the e-", "mail", "the e-mail"),
        ("the self-", "help", "the self-help"),
        ("thirty-", "one", "thirty-one"),
        ("the pre-", "trial. A trial", "the pre-trial. A trial"),
        ("the pre-", "sent", "the present"),
        (
            "In Salz-Wasser: salz-",
            "wasserfreie",
            "In Salz-Wasser: salz-wasserfreie",
        ),
        ("die Rechts-", "und Sozialhilfe", "die Rechts- und Sozialhilfe"),
        ("salt.example/free-", "the-boats", "salt.example/free-the-boats"),
        ("salt.example/2019/", "boats.html", "salt.example/2019/boats.html"),
        ("salt.example/2019/", "where", "salt.example/2019/ where"),
        ("the free-", "dom", "the freedom"),
    ],
)
def test_words_and_addresses_that_lines_cut_are_whole(
    added: Added, end: str, start: str, joined: str
) -> None:
    end, joined = (
        each.replace("salt.example", "https://salt.example") for each in (end, joined)
    )
    text = _text(added, _lines(f"{_FULL} {end}", start))

    assert text == f"{_FULL} {joined}"


def test_a_text_without_hyphenation_keeps_its_hyphens(added: Added) -> None:
    """Of fifty lines, one ends with a hyphen."""
    lines = [*[_FULL] * 40, f"{_FULL} the pre-", "trial", *[_FULL] * 8]
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    data = _page(f"BT /F1 12 Tf 14 TL 72 780 Td {shown} ET")

    assert "the pre-trial" in _text(added, data)


@pytest.mark.parametrize(
    ("subject", "text", "title"),
    [
        ("Amnesty for three salt workers", "Dear all,\n\nthey wait.", None),
        ("Fwd: Amnesty for three salt workers.", "They wait in Kampot.", None),
        ("Amnesty for three salt workers", "Salt Watch\n\nThey wait.", None),
        (
            "Amnesty for three salt workers",
            "Free the Three Salt Workers Now\n\nThey wait in Kampot.",
            "Free the Three Salt Workers Now",
        ),
    ],
    ids=["below it a salutation", "forwarded", "below it a name", "a title of its own"],
)
def test_the_subject_of_a_mail_is_its_title_if_the_text_has_none(
    added: Added, subject: str, text: str, title: str | None
) -> None:
    made = added("a.eml", mail(text, subject=subject).as_bytes())

    assert made["title"] == (title or "Amnesty for three salt workers")


@pytest.mark.parametrize(
    "subject", ["as we said today", "Press release", "Salt Watch", "Re: release.pdf"]
)
def test_a_subject_that_says_nothing_is_no_title(added: Added, subject: str) -> None:
    made = added("a.eml", mail("They wait in Kampot.", subject=subject).as_bytes())

    assert made["title"] is None


_ASKING = "We, the undersigned organisations, ask for this to be ended."
_BODY = ("--date=2013", "--title=The boats")


def test_rows_of_a_docx_are_lines_with_tabs(added: Added) -> None:
    rows = (("Place", "Boats", "Nets"), ("Kampot", "", "3"), ("Kep", "4", "5"))
    cells = (map(paragraph, row) for row in rows)

    made = added("a.docx", docx(paragraph(_ASKING) + table(*cells)), *_BODY)

    assert made["text"] == (f"{_ASKING}\n\nPlace\tBoats\tNets\nKampot\t\t3\nKep\t4\t5")


def test_rows_of_an_odt_are_lines_with_tabs(added: Added) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = f"<table:table-row>{cell}{cell}</table:table-row>"
    rows = row.format("Place", "Boats") + row.format("Kampot", "3")

    made = added("a.odt", odt(f"<table:table>{rows}</table:table>"), *_BODY)

    assert made["text"] == "Place\tBoats\nKampot\t3"


def _html_table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def test_rows_of_data_in_a_page_are_lines_with_tabs(added: Added) -> None:
    rows = (("", "Boats", "Nets"), ("Kampot", "", "3"), ("<p>Kep</p>", "4", "5"))
    page = f"<p>{_FULL}</p><p>{_ASKING}</p>{_html_table(*rows)}<p>{_ASKING}</p>"

    text = added("a.html", page.encode(), *_BODY)["text"]

    table = "\tBoats\tNets\nKampot\t\t3\nKep\t4\t5"
    assert text == f"{_FULL}\n\n{_ASKING}\n\n{table}\n\n{_ASKING}"


@pytest.mark.parametrize(
    "row",
    [
        (f"<p>{_FULL}</p><p>{_ASKING}</p>",),
        ("Salt Watch", f"<p>{_FULL}</p><p>{_ASKING}</p>"),
        ("Salt Watch", f"{_html_table((_FULL,), (_ASKING,))}"),
        ("Salt Watch", "<h2>The boats</h2>"),
    ],
    ids=["one cell", "paragraphs", "a table in a cell", "a heading"],
)
def test_rows_that_lay_out_a_page_are_paragraphs(
    added: Added, row: tuple[str, ...]
) -> None:
    page = f"<p>{_FULL}</p>{_html_table(row, row)}"

    assert "\t" not in added("a.html", page.encode(), *_BODY)["text"]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (
            (("Salt Watch", "Kep Union"), ("Harbour League", "Shore People")),
            ["Salt Watch", "Kep Union", "Harbour League", "Shore People"],
        ),
        (
            (("Salt Watch", "Kampot"), ("Harbour League", "Kep"), ("Kep Union", "Kep")),
            ["Salt Watch", "Harbour League", "Kep Union"],
        ),
        (
            (("Ann Bo", "Chan Dara"), ("Director, Salt Watch", "Chair, Kep Union")),
            ["Ann Bo", "Chan Dara"],
        ),
    ],
    ids=["two columns of names", "names and places", "names above offices"],
)
def test_signatories_are_read_from_rows(
    added: Added, rows: tuple[tuple[str, ...], ...], names: list[str]
) -> None:
    cells = (map(paragraph, row) for row in rows)
    body = paragraph(_ASKING) + paragraph("Signed by:") + table(*cells)

    assert added("a.docx", docx(body), *_BODY)["signatories"] == names


_REPORT = "https://salt.example/report"
_LINKED = f"Read the report <{_REPORT}> or write to Ann <ann@salt.example>."


def _docx_with_links(body: str, *addresses: str) -> bytes:
    """Return a DOCX whose links `l0`, `l1` and so on have these addresses."""
    parts = docx_parts(body)
    links = "".join(
        f'<Relationship Id="l{number}" Type="hyperlink" Target="{address}"'
        ' TargetMode="External"/>'
        for number, address in enumerate(addresses)
    )
    rels = "word/_rels/document.xml.rels"
    parts[rels] = str(parts[rels]).replace(
        "</Relationships>", f"{links}</Relationships>"
    )
    return packed(parts)


def _link(number: int, text: str) -> str:
    return f'<w:hyperlink r:id="l{number}">{letters(text)}</w:hyperlink>'


def test_links_of_a_docx_keep_their_addresses(added: Added) -> None:
    """Once, also if Word cuts a link in two; not if the address is the text."""
    body = paragraph(
        letters("Read ")
        + _link(0, "the ")
        + _link(0, "report")
        + letters(" or write to ")
        + _link(1, "Ann")
        + letters(".")
    ) + paragraph(letters("See ") + _link(2, "www.salt.example") + letters("."))
    addresses = (
        _REPORT,
        "mailto:ann@salt.example?subject=Salt",
        "https://salt.example/",
    )

    made = added("a.docx", _docx_with_links(body, *addresses), *_BODY)

    assert made["text"] == f"{_LINKED}\n\nSee www.salt.example."


def test_links_of_an_odt_keep_their_addresses(added: Added) -> None:
    link = '<text:a xmlns:x="http://www.w3.org/1999/xlink" x:href="{}">{}</text:a>'
    report = link.format(_REPORT, "the report")
    ann = link.format("mailto:ann@salt.example", "Ann")
    body = f"<text:p>Read {report} or write to {ann}.</text:p>"

    assert added("a.odt", odt(body), *_BODY)["text"] == _LINKED


def test_links_in_the_sentences_of_a_page_keep_their_addresses(added: Added) -> None:
    """Not those of headings, or lines that are a link as a whole."""
    page = (
        f"<html><body><h1><a href='{_REPORT}'>The boats are free</a></h1><p>Read"
        f" <a href='{_REPORT}'>the <b>report</b></a> or write to"
        " <a href='mailto:ann@salt.example'>Ann</a>.<p>The families of the island"
        f" have waited for the boats for a year.<p><a href='{_REPORT}'>Download</a>"
    )

    text = added("a.html", page.encode(), *_BODY)["text"]

    assert _LINKED in text
    assert text.count("<") == 2


def test_signatories_are_named_without_the_addresses_of_their_links(
    added: Added,
) -> None:
    names = ("Salt Watch", "Kep Union")
    body = paragraph(_ASKING) + paragraph("Signed by:")
    body += "".join(paragraph(_link(0, name)) for name in names)

    made = added("a.docx", _docx_with_links(body, _REPORT), *_BODY)

    assert made["signatories"] == [*names]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Berlin, 01.08.2011 – The website is closed.", "2011-08-01"),
        ("Berlin - On August 1, 2011 the website was closed.", "2011-08-01"),
        ("Berlin – Am 1. August 2011 wurde die Seite geschlossen.", "2011-08-01"),
        (
            "Berlin – On August 1, 2011 it was closed.\n\nBerlin, 4 August 2011",
            "2011-08-04",
        ),
    ],
    ids=["dots", "a sentence", "a German one", "a date at the end counts first"],
)
def test_a_date_with_dots_or_in_the_first_sentence_is_read(
    added: Added, text: str, date: str
) -> None:
    made = added("a.txt", text.encode(), "--title=The website")

    assert (made["date"], made["place"]) == (date, "Berlin")


def test_a_date_with_slashes_stays_open(run: Run, store: Path, home: Path) -> None:
    text = "Berlin, 03/04/2012 – The website is closed."
    (home / "a.txt").write_text(text, encoding="utf-8")

    read = run("add", "a.txt", "--program=CLEC", "--title=The website")
    typed = run("edit", "3", "--date=03/04/2012")
    dotted = run("edit", "3", "--date=03.04.2012")

    assert store.exists()
    assert (read.code, typed.code, dotted.code) == (2, 4, 0)
    assert "missing fields of a.txt: --date" in read.err


_TITLE = "Salt Workers Demand the Return of Their Boats"
_BELOW = "Kampot, 3 May 2013 – The workers ask for the boats that were taken."


@pytest.mark.parametrize(
    "head",
    [
        "Saltrights",
        "Salt Rights, 12 Harbour Street, Kampot",
        "Salt Rights Kampot\n\nPress Release",
        "Salt Rights Kampot\n\nFor Immediate Release",
        "Salt Rights Kampot\n\n3 May 2013",
        "Salt & Shore\nNetwork of Salt Workers\n\nPress Release",
        "Salt Rights Hafenstr. 3 10115 Berlin Tel.: 030 / 12 34 56",
    ],
)
def test_a_letterhead_is_no_title(added: Added, head: str) -> None:
    text = f"{head}\n\n{_TITLE}\n\n{_BELOW}"

    assert added("a.txt", text.encode())["title"] == _TITLE


_RAKERS = "Rakers and Carriers of the Salt Coast"
_NAMED = f"{_RAKERS} asked for them twice."


@pytest.mark.parametrize(
    ("head", "end"),
    [
        (f"{_RAKERS}\n\nPress Release\n\n", _NAMED),
        (f"{_RAKERS.upper()}\n3 May 2013\n", _NAMED),
        (f"{_RAKERS}\n\n3 May 2013\n\n", "RCSC asked for them twice."),
        (f"{_RAKERS} (RCSC)\nFor Immediate Release\n", "RCSC asked for them."),
        (f"{_RAKERS}\n12 Quay Road, Kampot | ann@rcsc.example\n", ""),
        (f"{_RAKERS}\n\n", "Contact: Ann Bo, www.rcsc.example"),
        (f"{_RAKERS}\nSince the year of the flood\n\n", f"{_RAKERS}\nKampot"),
    ],
)
def test_a_name_that_the_text_uses_is_no_title(
    added: Added, head: str, end: str
) -> None:
    text = f"{head}{_TITLE}\n\n{_BELOW}\n\n{end}"

    assert added("a.txt", text.encode())["title"] == _TITLE


def test_the_name_of_the_issuer_is_no_title(run: Run, home: Path) -> None:
    """The name is given, or is that of the archive's usual issuer."""
    (home / "a.txt").write_text(f"{_RAKERS.upper()}\n\n{_TITLE}\n\n{_BELOW}")
    run("init", ".", "--name=Salt", f"--program={_RAKERS}")

    for options in ((), (f"--program={_RAKERS}", "--allow-duplicate")):
        done = run("add", "a.txt", *options)

        assert f"Added {done.out.strip()}: {_TITLE}" in done.err


@pytest.mark.parametrize("below", ["", "Press Release\n\n", "12 Quay Road, Kampot\n\n"])
def test_a_name_without_a_title_below_is_no_title(added: Added, below: str) -> None:
    text = f"{_RAKERS}\n{below}\n{_BELOW}\n\n{_RAKERS}\nKampot"

    assert not added("a.txt", text.encode())["title"]


@pytest.mark.parametrize("below", ["", "Press Release\n\n", "3 May 2013\n\n"])
def test_a_title_that_the_text_does_not_use_as_a_name_stays_one(
    added: Added, below: str
) -> None:
    text = f"{_TITLE}\n\n{below}The police took the boats in the night of the flood\n\n"

    made = added("a.txt", f"{text}{_BELOW}\n\n{_NAMED}\nann@rcsc.example".encode())

    assert made["title"] == _TITLE


@pytest.mark.parametrize("title", ["Free the Boats", "Free Ann", "Enough!"])
def test_a_short_title_above_its_kind_stays_one(added: Added, title: str) -> None:
    text = f"{title}\n\nPress Release\n\nThe police took the boats in the night\n\n"

    assert added("a.txt", (text + _BELOW).encode())["title"] == title


@pytest.mark.parametrize(
    "below",
    [
        "¹ https://salt.example/report\n² See www.salt.example/b",
        "1 https://salt.example/report\n2. http://salt.example/b",
        "Executive Director\nProgramme Manager",
        "Chair of the Board",
    ],
    ids=["notes", "numbered URLs", "offices", "an office"],
)
def test_notes_and_offices_are_no_signatories(added: Added, below: str) -> None:
    text = f"{_ASKING}\n\nSigned by:\n\nSalt Watch\nKep Union\nHarbour League\n{below}"

    names = added("a.txt", text.encode(), *_BODY)["signatories"]

    assert names == ["Salt Watch", "Kep Union", "Harbour League"]
