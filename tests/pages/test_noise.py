"""Test the lines around texts, such as buttons and page numbers."""

import pytest

from mediarel.pages.noise import (
    is_noise,
    is_page_numbers,
    is_read_more,
    without_read_more,
)

TITLE = "Reopen the reading room"


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
        *(
            "共 58 條 1/6頁 下一頁 末頁",
            "共58条记录　第1/6页",
            "首頁 上一頁 1 2 3 尾頁",
        ),
        *(
            "全58件中 1〜20件を表示",
            "Mostrando 1 a 10 de 58 resultados",
            "1 2 3 Último",
        ),
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
        *(
            "上海 2010",
            "第48回定期大会",
            "共12條罪名成立",
            "10件の要求",
            "Data 2019: a report",
        ),
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
