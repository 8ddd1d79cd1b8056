"""Test the fields of an entry, and the lines around texts, such as buttons."""

import pytest

from mediarel.dates.edtf import PartialDate
from mediarel.pages.fields import entry_fields
from mediarel.pages.found import Line, RawEntry
from mediarel.pages.noise import (
    is_noise,
    is_page_numbers,
    is_read_more,
    without_read_more,
)

DAY = PartialDate(2019, 3, 3)
TITLE = "Reopen the reading room"
WATCH = {"program": "Harbour Watch"}


def fields(
    title: str | None = TITLE, *beside: str, body: str = ""
) -> dict[str, object]:
    """Return the fields of an entry without its date."""
    lines = tuple(Line(text, n) for n, text in enumerate(body.split("\n"), 1))
    said = entry_fields(RawEntry(DAY, 1, title, beside, lines if body else ()))
    assert said.pop("date") == "2019-03-03"
    return said


@pytest.mark.parametrize(
    ("printed", "title", "type_"),
    [
        (f"Statement | {TITLE}", TITLE, "Statement"),
        (f"[Joint Statement] {TITLE}", TITLE, "Joint Statement"),
        (f"[Kampot] {TITLE}", f"[Kampot] {TITLE}", None),
        (f"Joint statement: {TITLE}", f"Joint statement: {TITLE}", None),
        (f"Kampot | {TITLE}", f"Kampot | {TITLE}", None),
        (f"Comunicato stampa | {TITLE}", TITLE, "Comunicato stampa"),
    ],
)
def test_a_marked_kind_before_the_title_is_the_type(
    printed: str, title: str, type_: str | None
) -> None:
    """The mark is a bar or brackets. Words before a colon are part of the title."""
    said = fields(printed)

    assert (said["title"], said.get("type")) == (title, type_)


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        (
            ("by Dara |", "| Press Releases"),
            {"program": "Dara", "type": "Press Releases"},
        ),
        (("| Office of the Warden",), {"program": "Office of the Warden"}),
        (("Posted in Press Releases on", "| Preview"), {"type": "Press Releases"}),
        (
            (
                *("Author of the post: dara", "Published:", "Category: Communiqué"),
                "Comments: 0",
            ),
            {"program": "dara", "type": "Communiqué"},
        ),
        (("/en Harbour, prensa /por dara",), {"program": "dara"}),
        (("By Dara on",), {"program": "Dara"}),
        (("PDF (120 KB)", "English | Khmer"), {}),
        (("by Dara in Statements",), {"program": "Dara", "type": "Statements"}),
        (("Publié dans Déclarations",), {"type": "Déclarations"}),
        (("Le Courrier du Port",), {"program": "Le Courrier du Port"}),
        (("No.:", "7/2014", "Date:", "Issued by:", "Harbour Watch", "Subject:"), WATCH),
        (("Issued by: Harbour Watch",), WATCH),
        (("ចេញដោយ៖ Harbour Watch",), WATCH),
        (("Statement | Kampot",), {"type": "Statement"}),
        (("Harbour Watch | Statement",), {**WATCH, "type": "Statement"}),
    ],
)
def test_texts_beside_the_date_become_fields(
    beside: tuple[str, ...], expected: dict[str, object]
) -> None:
    assert fields(TITLE, *beside) == {"title": TITLE, **expected}


@pytest.mark.parametrize(
    "beside",
    [
        *("News", "2014 2013 2012 2011", "Mai 2018", "PDF (144 Ko)"),
        "Última modificação",
        "The council met on Monday and said nothing at all.",
        *("HW/PR/7/2019", "Ref. No. 7/2019", "No.", "Nr. 12", "a. m.", "p.m.", "WIB"),
        *("Issued at Kampot", "Fait à Kampot", "at Kampot", "(pdf, 2 pages)"),
        *("ข่าว", "お知らせ", "Rapport", "Bericht", "Open the doors.", "Region: Kampot"),
        "Issued by:",
        "An audit of the ledgers by two dozen readers found",
    ],
)
def test_texts_that_are_no_name_are_no_issuer(beside: str) -> None:
    assert fields(TITLE, beside) == {"title": TITLE}


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("Nota de Prensa N.° 123-2019", "Nota de Prensa"),
        ("Press release 7/2019", "Press release"),
        ("แถลงการณ์ ฉบับที่ 7/2562", "แถลงการณ์"),
        ("សេចក្តីថ្លែងការណ៍ លេខ ៧/១៩", "សេចក្តីថ្លែងការណ៍"),
        ("聲明 第7號", "聲明"),
        ("Notice", "Notice"),
    ],
)
def test_the_number_of_a_kind_is_left_out(printed: str, kind: str) -> None:
    assert fields(TITLE, printed) == {"title": TITLE, "type": kind}
    assert fields(f"{printed} | {TITLE}")["type"] == kind


def test_categories_are_no_tags() -> None:
    """A category that is the name of a kind is the type."""
    said = fields(TITLE, "Categories: Harbour, Statements, News", "Tags: land, sea")

    assert said == {"title": TITLE, "type": "Statements", "tags": ["land", "sea"]}


@pytest.mark.parametrize(
    ("body", "text", "is_excerpt"),
    [
        ("The court said that …", "The court said that …", True),
        ("The court said. […]", "The court said. […]", True),
        ("The court said.\n\nRead more", "The court said.", True),
        ("The court said. Read more »", "The court said.", True),
        ("The court said.", "The court said.", False),
        (
            "The court said on Monday that the reading room of the old harb",
            "The court said on Monday that the reading room of the old harb",
            True,
        ),
        ("They met.\n\nContact: Dara, 012 345 678", None, False),
        (f"Continue reading{TITLE}", "", False),
        ("The court said.\n\nShare\n0 comments\n", "The court said.", False),
        ("The court said.\nShareTweetWhatsApp", "The court said.", False),
        ("The court said.\n\nVoir plus d'articles", "The court said.", False),
        ("The court said.\nPage updated: 31.10.2014", "The court said.", False),
        ("They said it.\nThe list was updated on 3 May 2019.", None, False),
        ("They said it.\nMcDonaldHarbour", None, False),
    ],
)
def test_the_text_of_a_body_and_whether_it_is_an_excerpt(
    body: str,
    text: str | None,
    is_excerpt: bool,  # noqa: FBT001 - a test parameter
) -> None:
    said = fields(body=body)

    if text == "":  # only the first line is kept
        text = "" if body.startswith("Continue") else body.partition("\n")[0]
    assert said.get("text", "") == (body if text is None else text)
    assert said.get("excerpt", False) is is_excerpt


def test_tags_below_the_text_are_tags() -> None:
    said = fields(body="The court said.\n\nTags: land, harbour\nPosted in Statements")

    assert said == {
        "title": TITLE,
        "text": "The court said.",
        "type": "Statements",
        "tags": ["land", "harbour"],
    }


@pytest.mark.parametrize(
    "line",
    [
        *("Read more", "Read More »", "[Read more…]", "(read more)", "more…", "→ More"),
        *("Continue reading →", "Continue readingReopen the reading room", "Details"),
        f"Continue reading {TITLE}",
        f"Read more about {TITLE}",
        f"Continue reading “{TITLE}”",
        *("Lire la suite", "Leer más", "Leia mais", "Leggi tutto", "Weiterlesen"),
        *("Baca selengkapnya", "អានបន្ត", "อ่านต่อ", "阅读更多", "続きを読む", "Đọc thêm"),
    ],
)
def test_a_read_more_line_is_recognised(line: str) -> None:
    assert is_read_more(line, TITLE)


@pytest.mark.parametrize(
    "line",
    [
        *("", TITLE, "Read more books, says the council", "Learn more slowly"),
        "More than 40 houses burnt",
    ],
)
def test_other_lines_are_no_read_more(line: str) -> None:
    assert not is_read_more(line, TITLE)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The court said … Read more", "The court said …"),
        ("The court said. [Read more]", "The court said."),
        ("The court said (more)", "The court said"),
        ("The court said […] Leggi tutto »", "The court said […]"),
        (f"The court said. Continue reading {TITLE}", "The court said."),
    ],
)
def test_read_more_at_the_end_of_a_text_is_removed(text: str, left: str) -> None:
    assert without_read_more(text, TITLE) == (left, True)


@pytest.mark.parametrize(
    "text",
    ["Pupils should read more.", "They want more", "They wait for more details."],
)
def test_a_sentence_that_ends_with_read_more_is_kept(text: str) -> None:
    assert without_read_more(text, TITLE) == (text, False)


@pytest.mark.parametrize(
    "line",
    [
        *("1 2 3 … 29 Next", "« Older Entries", "Page 1 of 512345", "Page 1 of 5"),
        *("« first ‹ previous", "Previous  Next", "1 / 3", "• 1", "Next page »"),
        *("1 2 3 4 5", "Page 2", "Seite 1 von 5", "Siguiente", "下一页", "Load more"),
        "First Previous 1 2 3 Next Last",
        *("共 58 條 1/6頁 下一頁 末頁", "共58条记录　第1/6页"),
        "首頁 上一頁 1 2 3 尾頁",
        *("全58件中 1〜20件を表示", "Mostrando 1 a 10 de 58 resultados"),
        "1 2 3 Último",
        *("แสดง 1 ถึง 20 จาก 58 รายการ", "หน้า 1 จาก 3", "ទំព័រ ១ នៃ ៣", "စာမျက်နှာ ၁ / ၃"),
        *("Hiển thị 1 - 10 trong tổng số 58", "Einträge 1 bis 10 von 58"),
        *("<< older news", "Earlier statements »", "← ältere Meldungen"),
        *("ໜ້າ 1 ຈາກ 3", "Menampilkan 1 - 10 dari 58 data", "Résultats 1 à 10 sur 58"),
        *("Risultati 1 - 10 di 58", "Mostrando de 1 até 10 do total de 58 registros"),
    ],
)
def test_page_numbers_are_recognised(line: str) -> None:
    assert is_page_numbers(line)


@pytest.mark.parametrize(
    "line",
    [
        "2019",
        "2019 2018 2017",
        TITLE,
        "3 March 2019",
        "Pages of a diary",
        "3/3",
        "1,204",
        *("上海 2010", "第48回定期大会", "共12條罪名成立", "10件の要求"),
        "Data 2019: a report",
    ],
)
def test_other_numbers_are_no_page_numbers(line: str) -> None:
    assert not is_page_numbers(line)


@pytest.mark.parametrize(
    "line",
    [
        *("Share", "Tweet", "0 comments", "No Comments", "57", "1,204", "Views: 123"),
        *("Leave a comment", "2 min read", "Facebook | Twitter | Print", "(12)"),
        "Leave a comment on Reopen the reading room",
        *("PDF (144 Ko)", "Descarregar (PDF, 113 KB)", "Download (1.2 MB)", "[PDF]"),
        *("Télécharger le fichier (PDF - 1,3 Mo)", "ดาวน์โหลด PDF", "PDF 下載"),
    ],
)
def test_buttons_and_counts_are_recognised(line: str) -> None:
    assert is_noise(line)


@pytest.mark.parametrize(
    "line",
    [
        *("2019", "Share the land", "57 houses burnt", TITLE, "Open the file on 144"),
        "The word of the doc in the document of the city",
    ],
)
def test_other_lines_are_no_buttons(line: str) -> None:
    assert not is_noise(line) or line == "2019"
