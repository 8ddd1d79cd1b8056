"""What stands in the head of a release beside its title.

- letterheads: address, register, number of a file, meeting, kicker
- whom a letter is to, when it may be published, who delivers it, its version
- a kind beside its date; titles that go on in the next line
- what looks like one of these and is the title
"""

from __future__ import annotations

import pytest

from mediarel.release.document import document
from samples import LONG

TITLE = "Harbour towns ask for the reading room to be opened again"
BODY = (
    "Eleven towns on the coast said today that the reading room of Kampot must be "
    "opened again. It was closed in March. Nobody has said why."
)
KHMER_TITLE = "សហគមន៍អំពាវនាវឱ្យបើកបណ្ណាល័យឡើងវិញ"
KHMER = "សហគមន៍សូមអំពាវនាវដល់អាជ្ញាធរឱ្យបើកបណ្ណាល័យឡើងវិញ។ បណ្ណាល័យត្រូវបានបិទ។" * 2

ABOVE = [
    # letterheads
    (
        "HARBOUR FRIENDS\n"
        "12 Quay Road, Kampot | Tel. +855 12 555 014\nCharity no. 20 114\n\n"
    ),
    (
        "Hafenfreunde Kampot e. V.\nHafenstraße 3 · 00120 Kampot\n\n"
        "Pressemitteilung Nr. 4\n"
    ),
    (
        "Amis du port de Kampot\n7, rue des Quais – 00210 Kampot\n"
        "Tél. 00 55 21 40 18\n\n"
    ),
    (
        "Amigos del Puerto, A. C.\nCalle Mayor 14, Kampot\n\n"
        "Boletín de prensa 12/2019\n\n"
    ),
    "Amici del Porto Onlus\nVia Garibaldi 3, Kampot\nC.F. 9100 2200\n\n",
    (
        "Jaringan Pelabuhan\nJl. Merdeka No. 4, Kampot\n\n"
        "Siaran Pers\nNomor: 12/HW/III/2019\n\n"
    ),
    "Harbour Watch Ltd.\n\nPRESS RELEASE\nRef: HW/PR/2019/31\n\n",
    "Harbour Watch | Reading League | Kampot Union\n\n",
    (
        "Harbour Watch\nFor the sea since 1990\n"
        "For those who live by it\n\nStatement\n\n"
    ),
    "Observatoire des ports de Kampot\n\nCommuniqué\n3 mars 2019\n\n",
    "Press release from Harbour Watch\n3 March 2019\n\n",
    "HARBOUR WATCH MEDIA RELEASE\n\n",
    "Gemeinsame Pressemitteilung von Hafenwacht und Kaiunion\n\n",
    "News release\nHarbour Watch • Quay Union\n3 March 2019\n\n",
    "Press release\nHarbour Watch\n3 March 2019\n",
    "Index: HW 23/004/2019\n\n",
    "News | 3 March 2019\n\n",
    "03.04.2019\nPublic statement\n\n",
    "Boletín No. 45/2019\n\n",
    "A la opinión pública nacional\n\n",
    "The Harbour Foundation\n“For the sea”\n\nMEDIA RELEASE\n\n",
    "Press statement\nIssued by Harbour Watch\n\n",
    "Contact presse : Ann Bo – 06 55 50 10 14\n\n",
    "+++ Pressemitteilung +++\n\n",
    "Solidarity statement\n\n",
    # meetings
    "Reading Council\n41st session\nQuay Hall\nAgenda item 3\n\n",
    "READING COUNCIL\n46th session\nItem 4: General debate\nJoint oral statement\n\n",
    (
        "12th regular session\n\nOral statement\n"
        "Delivered by: Ms. Ann Bo\n3 March 2019\n\n"
    ),
    # kickers
    "PORTS AND ROOMS\n\n",
    "Cambodia\n\n",
    "Press freedom\n\n",
    # addressees
    "3 March 2019\n\nThe Rt Hon. Ann Bo\nMinister of Reading\nQuay Place\nKampot\n\n",
    (
        "An die\nMinisterin für Lesen\nFrau Ann Bo\nHafenplatz 1\n"
        "00400 Kampot\n\nKampot, den 3. März 2019\n\n"
    ),
    "Madame Ann Bo\nMinistre de la Lecture\nPlace du Port\n\n",
    "Señor\nJuan Bo\nAlcalde de Kampot\nPresente\n\n",
    "Open letter\n\nDra. Ann Bo\nMinistra de Lectura\nPresente.-\n\n",
    "Herrn Bürgermeister\nJuan Bo\n\n",
    "À Excelentíssima Senhora\nAnn Bo\nMinistra da Leitura\n\n",
    "Kính gửi:\n- Bộ trưởng Ann Bo;\n- Chủ tịch Kampot\n\n",
    "Kepada Yth.\nBupati Kampot\ndi Tempat\n\n",
    "Open letter\nTo the Minister of Reading\n\n",
    "Kính gửi: Ông Chủ tịch Kampot\n\n",
    # notices and versions
    "MEDIA ADVISORY\nFor planning purposes: 3 July 2019\n\n",
    "Press release\nDiffusion immédiate\n\n",
    "Press release\nCheck against delivery\n\n",
    "Statement\n[Unofficial translation from Khmer]\n\n",
    "Statement\nUPDATED 3 March 2019\n\n",
    "ATTENTION NEWS EDITORS\n\n",
    "Page 1 of 2\n\n",
    # contacts with a label, of several lines
    (
        "For Immediate Release\n\nContacts:\nReading League: Ann Bo, ann@port.example, "
        "012.555.0140\n\nOpenTheRoom: Cy Do: 012-555-0141\n\n"
    ),
    (
        "March 3, 2019 Contact: Ann Bo\nKampot County Reading Office\n"
        "012-555-0140 (Office)\nann@port.example\n"
    ),
    "Da Página da Rede de Leitura\n\n",
    # a kind that ends with a colon, whose a text is above its date
    "Offener Brief der Hafengruppen:\n\n",
    "Open letter of the harbour groups:\n\n",
    "Statement\n\n• Harbour Watch\n• 3 March 2019\n\n",
    # a kind beside its date
    "Press release · 3 March 2019\n\n",
    "Kampot, 3 March 2019 – Press release\n\n",
    "Statement, Kampot, 3 March 2019\n\n",
]
OTHER_SCRIPTS = [
    ("សមាគមកំពង់ផែ\nផ្ទះលេខ១២ ផ្លូវ៥ សង្កាត់កណ្តាល\n\nសេចក្តីប្រកាសព័ត៌មាន\n\n", KHMER_TITLE),
    ("លិខិតចំហ\nជូនចំពោះ លោកអភិបាលខេត្តកំពត\n\n", KHMER_TITLE),
    ("ផ្សព្វផ្សាយភ្លាម\n\n", KHMER_TITLE),
    ("เผยแพร่ทันที\n\nแถลงการณ์\n\n", "ชาวบ้านขอให้เปิดห้องสมุดอีกครั้ง"),
    (
        "มูลนิธิท่าเรือ\n12/3 ถนนริมน้ำ ตำบลท่า\nโทร. 012 555 014\n\n",
        "ชาวบ้านขอให้เปิดห้องสมุดอีกครั้ง",
    ),
    ("ข่าวแจก\nเรียน ท่านบรรณาธิการ\n\n", "ชาวบ้านขอให้เปิดห้องสมุดอีกครั้ง"),
    ("ເຜີຍແຜ່ທັນທີ\nຂ່າວສຳລັບສື່ມວນຊົນ\n\n", "ຊາວບ້ານຂໍໃຫ້ເປີດຫໍສະໝຸດຄືນ"),
    ("သတင်းထုတ်ပြန်ချက်\n၂၀၂၀ ပြည့်နှစ်၊ မတ်လ ၃ ရက်\n\n", "စာကြည့်တိုက်ကို ပြန်ဖွင့်ရန် တောင်းဆိုခြင်း"),
    (
        "漁港之友會\n地址：金邊河岸路3號\n電話：012-555-014\n\n新聞稿\n\n",
        "沿海十一鎮要求重開閱覽室",
    ),
    ("即時發布\n\n民國108年3月3日\n\n", "沿海十一鎮要求重開閱覽室"),
    (
        "報道関係各位\n\nプレスリリース\n令和元年7月3日\n\n",
        "港町の市民団体が閲覧室の再開を申し入れ",
    ),
    ("【即時發佈】\n", "沿海十一鎮要求重開閱覽室"),
    (
        "報道関係者各位\n\n2019年3月吉日\n読書連盟\n\n",
        "港町の市民団体が閲覧室の再開を申し入れ",
    ),
    ("読書連盟\n令和元年7月3日\n\n", "港町の市民団体が閲覧室の再開を申し入れ"),
    ("แถลงการณ์ ฉบับที่ 2/2562\n\n", "ชาวบ้านขอให้เปิดห้องสมุดอีกครั้ง"),
    ("보도자료\n2019년 6월 12일\n\n", "열한 개 마을, 열람실 재개방 요구"),
    ("港町市長 殿\n\n要望書\n\n", "港町の市民団体が閲覧室の再開を申し入れ"),
]


@pytest.mark.parametrize("above", ABOVE)
def test_what_is_above_the_title(above: str) -> None:
    """It is no title, whatever it is."""
    assert document({"text": f"{above}{TITLE}\n\n{BODY}\n\n{BODY}"})["title"] == TITLE


@pytest.mark.parametrize(("above", "title"), OTHER_SCRIPTS)
def test_what_is_above_a_title_in_other_scripts(above: str, title: str) -> None:
    text = f"{above}{title}\n\n{KHMER}\n\n{KHMER}"

    assert document({"text": text})["title"] == title


@pytest.mark.parametrize(
    "title",
    [
        "20 houses burnt down in Quay Street",
        "STOP THE DREDGING",
        "To the Minister of Reading: open the room",
        "An die Arbeit",
        "Item 3: Interactive dialogue on reading",
        "Draft law on associations of 2019 goes too far",
        "Read by nobody: the report on the port",
        "Mr. Bo is free",
        "Via libera al ponte di Kampot",
        "PRESS RELEASE ON THE CLOSING OF THE ROOM",
        "Press release: Eleven Towns Speak",
        "ถึงเวลาเปิดห้องสมุด",
        "เรียนรู้จากท่าเรือ",
    ],
)
def test_what_looks_like_it_and_is_the_title(title: str) -> None:
    """A line is not passed over for a word or two of its own."""
    below = "Eleven towns on the coast tell how it came to this"

    assert document({"text": f"{title}\n\n{below}\n\n{BODY}"})["title"] == title


@pytest.mark.parametrize(
    ("text", "place", "dated", "kind"),
    [
        (
            f"Press release · 3 March 2019\n\n{TITLE}\n{BODY}",
            None,
            "2019-03-03",
            "Press Release",
        ),
        (
            f"Statement | Kampot, 3 March 2019\n\n{TITLE}\n{BODY}",
            "Kampot",
            "2019-03-03",
            "Statement",
        ),
        (
            f"For planning purposes: 3 July 2019\n\n{TITLE}\n{BODY}",
            None,
            "2019-07-03",
            None,
        ),
        (
            f"Sperrfrist: 3. März 2019, 10 Uhr\n\n{TITLE}\n{BODY}",
            None,
            "2019-03-03",
            None,
        ),
        (f"{TITLE}\n\nရက်စွဲ၊ ၂၀၁၉ ခုနှစ်၊ မတ်လ ၃ ရက်\n\n{BODY}", None, "2019-03-03", None),
        (
            f"{TITLE}\n\n【東京】{'港町の閲覧室は三月に閉鎖された。' * 4}",
            "東京",
            None,
            None,
        ),
        (
            f"{TITLE}\n\n【東京・3月3日】{'港町の閲覧室は三月に閉鎖された。' * 4}",
            "東京",
            None,
            None,
        ),
        (
            f"{TITLE}\n\n【背景】{'港町の閲覧室は三月に閉鎖された。' * 4}",
            None,
            None,
            None,
        ),
        (
            f"{TITLE}\n\nThe Hague/Kampot, 3 March 2019 – {BODY}",
            "The Hague/Kampot",
            "2019-03-03",
            None,
        ),
    ],
)
def test_place_date_and_kind(
    text: str, place: str | None, dated: str | None, kind: str | None
) -> None:
    """Those of a line that is more than a title or a text."""
    read = document({"text": text})

    assert (read.get("place"), read.get("dated"), read.get("type")) == (
        place,
        dated,
        kind,
    )
    assert read["title"] == TITLE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Kampot, eleven associations:", "«Reopen the reading room»"),
        ("Eleven towns of the coast speak –", "the room must be opened again"),
        ("Porto di Kampot, le associazioni per", "Una sala da aprire"),
        ("Elf Städte fordern ein Ende der", "Schließung des Lesesaals"),
        (KHMER_TITLE, "នៅខេត្តកំពត"),
        ("ชาวบ้านขอให้เปิดห้องสมุด", "ในจังหวัดริมทะเลอีกครั้ง"),
        (
            "Reader Found Guilty of the Loss of Three Hundred Books",
            "During the Great Storm of 2014",
        ),
        (
            "Harbour Council Working with Towns to Mend the Damage",
            "Caused by Flooding of the Reading Room",
        ),
        ("沿海十一鎮要求市長重開閱覽室，", "並且交代一年前關閉的原因"),
    ],
)
def test_a_title_goes_on_in_the_next_line(first: str, second: str) -> None:
    """Behind a sign or a small word, or where the second can begin nothing."""
    text = f"{first}\n{second}\n\nKampot, 3 March 2019 – {BODY}"
    read = document({"text": text})

    assert read["title"] == f"{first} {second}"
    assert read["place"] == "Kampot"


@pytest.mark.parametrize(
    "subtitle",
    [
        "Council Faces Up to Three Years of Trials",
        "In the spring the room was closed without a word",
        "After the Storm, the Readers of the Coast Wait for the Room They Had Built",
    ],
)
def test_a_subtitle_is_none_of_the_title(subtitle: str) -> None:
    """It begins anew, or is no less long than the title."""
    title = "Reader Found Guilty of the Loss of Three Hundred Books"
    text = f"{title}\n{subtitle}\n\nKampot, 3 March 2019 – {BODY}"

    assert document({"text": text})["title"] == title


def test_a_headline_above_a_subject() -> None:
    """It says at length what the letter is; a short one leaves that to the subject."""
    headline = "Open letter of the harbour groups to the council on the reading room"
    below = f"3 March 2019\nTo: The council\n\nSubject: Opening the room\n\n{BODY}"

    assert document({"text": f"{headline}\n{below}"})["title"] == headline
    assert "Opening the room" in document({"text": f"Open letter\n{below}"})["title"]


def test_a_date_with_a_count_behind_it() -> None:
    """A page prints beside it how many have answered."""
    text = f"{TITLE}\n\nPublished: May 3, 2019 ~ 0\n\n{BODY}"

    assert document({"text": text})["dated"] == "2019-05-03"


@pytest.mark.parametrize("notice", ["For Immediate Release: ", "IMMEDIATE RELEASE – "])
def test_a_title_on_the_line_of_a_notice(notice: str) -> None:
    """What says when it may be published is none of it."""
    read = document({"text": f"{notice}{TITLE}\n\n{BODY}"})

    assert read["title"] == TITLE
    assert read["text"].endswith(BODY)


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("Kampot, Cambodia\n, the towns’ council said today that it will wait.", 1),
        (
            (
                "(KAMPOT) – In light of the storm the council of eleven towns works\n"
                "together with the League of Readers to make sure that the reading\n"
                "room is opened again."
            ),
            2,
        ),
    ],
)
def test_a_place_whose_text_runs_over_lines(head: str, place: int) -> None:
    """Its comma is on the next line, or the lines of the paragraph are broken."""
    read = document({"text": f"{TITLE}\n{head}\n\n{BODY}"})

    assert read["title"] == TITLE
    assert read["place"] == ("Kampot, Cambodia", "KAMPOT")[place - 1]


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "1 Quay ",
            "Calle A ",
            "Ref: 1/",
            "To the Minister ",
            "Harbour | ",
            "令和",
            "12路",
        ),
        *(
            "Translation from ",
            "Delivered by: A ",
            "For immediate release: A ",
            "3-4 May 2019 ",
            "A 3 and 4 ",
            "Señor A ",
            "【東京",
            "第一",
            "a/",
            "1-1",
        ),
    ],
)
def test_a_long_head(pattern: str) -> None:
    """Any line takes no time, and no text is lost."""
    text = pattern * (LONG // len(pattern))

    assert document({"text": f"{text}\n\n{BODY}"})["text"].endswith(BODY)


@pytest.mark.parametrize(
    "title",
    [
        "「閲覧室の再開を求める共同声明」",
        "『閲覧室の再開を求めます』",
        "“We will not leave the harbour”",
        "«Nous restons au port»",
    ],
)
def test_a_title_in_quotes(title: str) -> None:
    """Below a kind the whole line may be in quotes; without one it is a quotation."""
    kind = "共同声明" if title[0] in "「『" else "Joint Statement"
    read = document({"text": f"{kind}\n{title}\n\n{BODY}\n\n{BODY}"})

    assert (read["title"], read["type"]) == (title, "Joint Statement")


@pytest.mark.parametrize(
    "issuer",
    [
        "NPO法人 みなと友の会",
        "認定NPO法人港の友",
        "一般社団法人港町読書室",
        "公益財団法人 港",
        "財團法人漁港基金",
    ],
)
def test_who_issued_it_by_its_legal_form(issuer: str) -> None:
    """Between the kind and the title, as the rest of its line says nothing."""
    title = "港町の市民団体が閲覧室の再開を申し入れ"
    text = f"2019年3月3日\nプレスリリース\n{issuer}\n\n{{}}\n\n{KHMER}"
    told = f"{issuer}が閲覧室の再開を要求"

    assert document({"text": text.format(title)})["title"] == title
    assert document({"text": f"プレスリリース\n{told}\n\n{KHMER}"})["title"] == told
