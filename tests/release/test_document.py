"""Test the fields that are read from the text of a release, and its kind."""

from itertools import chain, product

import pytest

from mediarel.release import words
from mediarel.release.document import date_of, document
from mediarel.release.kinds import kind_in_title, kind_of
from samples import LONG, sample

BODY = (
    "The council closed the reading room in March without a word to those who use "
    "it. We ask it to say why, and to open the room again."
)
KHMER = "សហគមន៍អ្នកនេសាទសូមអំពាវនាវដល់ក្រុមប្រឹក្សាឱ្យបើកបណ្ណាល័យ។ យើងខ្ញុំសូមអរគុណ។"
TITLE = "Reopen the Reading Room: A Promise Is a Promise"

# A dateline with its text, its place and its date.
DATELINES = [
    (f"Kampot, March 3, 2019 - {BODY}", "Kampot", "2019-03-03"),
    (f"(Kampot/Geneva, 3 March 2019) – {BODY}", "Kampot/Geneva", "2019-03-03"),
    (f"Geneva, 3 March 2019\n{BODY}", "Geneva", "2019-03-03"),
    (f"Kampot - {BODY}", "Kampot", None),
    (
        (
            "Brüssel. Vom Verkauf des Lesesaals erfuhren die Leute aus der "
            "Zeitung, und niemand hat sie gefragt."
        ),
        *("Brüssel", None),
    ),
    (f"KAMPOT (Harbour News) — {BODY}", "KAMPOT", None),
    (f"ភ្នំពេញ៖ {KHMER}", "ភ្នំពេញ", None),
    (f"Kampot D.C., 3 de marzo de 2019 — {BODY}", "Kampot D.C.", "2019-03-03"),
    (f"Brüssel, 03/03/2019- {BODY}", "Brüssel", "2019-03-03"),
    (f"Hà Nội, ngày 3 tháng 3 năm 2019 – {BODY}", "Hà Nội", "2019-03-03"),
    (f"Sunday, 3 March 2019\n\n{BODY}", None, "2019-03-03"),
    (f"Published on 3 March 2019; Harbour Watch\n{BODY}", None, "2019-03-03"),
    (f"2019年3月3日\n{BODY}", None, "2019-03-03"),
    (f"3. März 2019 (Kampot, Kambodscha) {BODY}", "Kampot, Kambodscha", "2019-03-03"),
    (f"2019. március 3. (Kampot, Asia) {BODY}", "Kampot, Asia", "2019-03-03"),
    (f"📅 Kampot, 3 rd March 2019\n{BODY}", "Kampot", "2019-03-03"),
    (f'Posted by "Quay" on March 3, 2019\n{BODY}', None, "2019-03-03"),
    (f"30 يوليوز 2019\n{BODY}", None, "2019-07-30"),
    (f"2019/03/03（2019/04/04更新）\n{BODY}", None, "2019-03-03"),
    (f"Le 3 mars 2019. {BODY}", None, "2019-03-03"),
    (f"Today, Sunday, the 3rd of March, 2019, {BODY}", None, "2019-03-03"),
    (f"{BODY}\n\nKampot, 3 marca 2019 r.", "Kampot", "2019-03-03"),
    (f"{BODY}\n\nKelt 2019. március 3. napján.", None, "2019-03-03"),
    (f"{BODY}\n\nحرر في الرباط بتاريخ 2019/03/03", "الرباط", "2019-03-03"),
    (f"{BODY}\n\nLetter written March 3rd, 2019.", None, "2019-03-03"),
    (f"ရန်ကုန်၊ ၂၀၁၉ ခုနှစ် မတ်လ ၃ ရက်\n{BODY}", "ရန်ကုန်", "2019-03-03"),
    (f"{BODY}\n{BODY}\n\n3 March 2019\n\nSigned by:\nA\nB", None, "2019-03-03"),
]
TITLES = [
    TITLE,
    "Free the Fishers Now!",
    "“Let Them Read!” – Writers to the City of Kampot",
    "Media Release: Reopen the reading room",
    "សហគមន៍អ្នកនេសាទអំពាវនាវឱ្យបញ្ឈប់ការបូមខ្សាច់",
    "立即撤回草案",
]
ABOVE = [
    "",
    "FOR IMMEDIATE RELEASE\n\n",
    "FOR IMMEDIATE RELEASE\n",
    "Press Release\nContact: Dara Sok, 012 555 014\n\n",
    "Statement\n",
    "Pressemitteilung\n\n",
    "News\n",
    "To: The Minister of Reading\n\n",
    "សូមគោរពជូន\nឯកឧត្តមរដ្ឋមន្ត្រី\n\n",
    "Press Release\nNo. 14 of 2011\n\n",
    "N.° 214/2018\n",
    "Harbour Watch news desk | news@harbour.example\n\n",
    "Kingdom of Cambodia\nNation Religion King\n\n",
    "ព្រះរាជាណាចក្រកម្ពុជា\nជាតិ សាសនា ព្រះមហាក្សត្រ\n",
    "EMBARGOED UNTIL 9 JUNE 2021\n",
]
BELOW = ["\n", "\n\n", "\nDownload PDF: English | Khmer\n", "\nSee also: the map\n\n"]


@pytest.mark.parametrize(
    ("title", "above", "below", "dateline"),
    sample([*product(TITLES, ABOVE, BELOW, DATELINES)][::67]),
)
def test_the_header_of_a_release_is_read(
    title: str, above: str, below: str, dateline: tuple[str, str | None, str | None]
) -> None:
    """The title is removed from the text; the rest of the text is complete."""
    text, place, dated = dateline

    read = document({"text": f"{above}{title}{below}{text}"})

    assert [read.get(name) for name in ("title", "place", "dated")] == [
        *(title, place, dated)
    ]
    assert read["text"].split() == f"{above}{below}{text}".split()


@pytest.mark.parametrize(
    ("text", "place", "dated"),
    DATELINES,
)
def test_a_dateline_alone_is_no_title(
    text: str, place: str | None, dated: str | None
) -> None:
    read = document({"text": text})

    assert (read.get("title"), read.get("dated")) == (None, dated)
    assert read["text"] == text
    assert read.get("place") == place


@pytest.mark.parametrize(
    "text",
    [
        f"3 March 2019\n\n{TITLE}\n{BODY}",
        f"{TITLE}\nA city that reads is a city that thinks\n3 March 2019\n{BODY}",
        f"Press Release, 3 March 2019\n{TITLE}\n\n{BODY}",
        f"Pressemitteilung vom 3. März 2019\n{TITLE}\n{BODY}",
        f"For Immediate Release: March 03, 2019\nContact: Ann Bo\n\n{TITLE}\n{BODY}",
        f"{TITLE}\nKAMPOT – {BODY}\n\n3 March 2019\n\nSigned by:\nA Group\nB Group",
        f"STATEMENT\n{TITLE}\nThe city says no\n3 March 2019\n\n{BODY}",
        f"3 March 2019 | Statement\n{TITLE}\n{BODY}",
        f"{TITLE}\nMarch 3, 2019 | Kampot, Cambodia\n{BODY}",
        f"{TITLE}\nPosted on March 3, 2019 by Harbour Watch\n{BODY}",
        f"{TITLE}\n2019.03.03\n{BODY}",
        f"{TITLE}\n• The city says no\n• We say yes\n\nKampot, 3 March 2019 – {BODY}",
        f"His Excellency Dara Sok\nMayor of Kampot\n\n{TITLE}\n3 March 2019\n\n{BODY}",
        f"{TITLE}\n\n{BODY}\n{BODY}\n\nDone at Kep, 3 March 2019",
    ],
)
def test_the_date_can_be_anywhere_in_the_header(text: str) -> None:
    read = document({"text": text})

    assert (read["title"], read["dated"]) == (TITLE, "2019-03-03")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{TITLE}\n{BODY}\n\nAdopted by all in Kep, 3 March 2019", "Kep"),
        (f"{TITLE}\n{BODY}\n\nDone at Kep, 3 March 2019.", "Kep"),
        (f"{TITLE}\n{BODY}\n\nEnds\n3 March 2019", None),
        (f"{TITLE}\n{BODY}\n\nSincerely\n3 March 2019", None),
        (f"{TITLE}\nHarbour Watch\n3 March 2019\n\n{BODY}", None),
        (f"{TITLE}\nHW\n3 March 2019\n\n{BODY}", None),
        (f"{TITLE}\nThe Council Says No\n\n{BODY}", None),
        (f"關於閱覽室的聯合聲明（2019年3月3日）\n{KHMER}", None),
    ],
)
def test_a_place_can_be_on_its_own_line(text: str, place: str | None) -> None:
    """A country, a date or the text shows that the word is a place."""
    read = document({"text": text})

    assert read.get("place") == place
    assert read.get("title") == (TITLE if TITLE in text else text.partition("\n")[0])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Civil society groups call for the\nrelease of all\n\n{BODY}", "2"),
        (f"The Port and\nthe People of Kampot\n\n{BODY}", "2"),
        (f"សេចក្តីថ្លែងការណ៍រួម\nស្តីពីបណ្ណាល័យ\n\n{KHMER}", "2"),
        (f"ပူးတွဲကြေညာချက် အသစ်\nမြစ် ကို ကာကွယ်ပါ\n\n{'မြစ် ဖြစ်သည်။ ' * 9}", "1"),
        (f"Reopen the Room\nWhat Is Owed\n\nTo the Mayor\nDear Mayor,\n{BODY}", "2"),
        (f"{TITLE}\nThe city says no\n\n{BODY}", TITLE),
        (f"{TITLE}\nThe City Says No\n{BODY}", TITLE),
    ],
)
def test_a_title_can_continue_on_a_second_line(text: str, title: str) -> None:
    """The second line begins in lower case or follows a short word."""
    lines = text.split("\n")
    title = {"1": lines[0], "2": " ".join(lines[:2])}.get(title, title)

    assert document({"text": text})["title"] == title


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        (
            "We the people of the port write to you about the\nreading room, which was "
            "closed in March. We\nask for it to be opened."
        ),
        f"To: The Minister\n\n{BODY}",
        f"Press Release\n\n{BODY}",
        "1. Open the room\n2. Pay the staff\n\n" + BODY,
        f"Signed by:\nHarbour Watch\n\n{BODY}",
        "Open the room\nPay the staff",
    ],
)
def test_lines_that_are_no_title(text: str) -> None:
    assert "title" not in document({"text": text})


@pytest.mark.parametrize(
    "start",
    [
        *("Background", "UPDATE", "Note", "Today", "Land for all of us and them"),
        *("He said", "Summary", "In Kampot", "The council", "3", "Dear"),
    ],
)
@pytest.mark.parametrize("mark", [" – ", " - ", " | ", ": ", ". ", "–"])
def test_words_that_are_no_place(start: str, mark: str) -> None:
    assert "place" not in document({"text": f"{start}{mark}{BODY}"})


@pytest.mark.parametrize(
    "text", [f"Kampot: {BODY}", f"Kampot. {BODY}", f"Kampot {BODY}"]
)
def test_a_colon_or_full_stop_marks_no_place(text: str) -> None:
    assert "place" not in document({"text": text})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"Joint Statement\n\n{TITLE}\n{BODY}", "Joint Statement"),
        (f"{TITLE}\nComunicato stampa\n{BODY}", "Press Release"),
        (f"{TITLE}\nDeclaration of scientists and fishers\n{BODY}", "Declaration"),
        (f"Declaration of War on the Port\n{BODY}", None),
        (f"Open Letter to the Mayor\n{BODY}", "Open Letter"),
        (f"{TITLE}\nJoint statement by 40 groups\n\n{BODY}", "Joint Statement"),
        (f"PRESS RELEASE\nJOINT STATEMENT\n\n{TITLE}\n{BODY}", "Joint Statement"),
        (f"Open Letter\nNews Release\n{TITLE}\n{BODY}", "Open Letter"),
        (f"Subject: the reading room\n\nDear Mayor,\n\n{BODY}", "Letter"),
        (f"{TITLE}\n\nThe groups issued a joint statement on Sunday. {BODY}", None),
        (f"Groups Issue Joint Statement\n\n{BODY}", None),
        (f"FOR IMMEDIATE RELEASE\n{TITLE}\n\n{BODY}", None),
        (BODY, None),
    ],
)
def test_the_kind_is_read_from_the_header(text: str, kind: str | None) -> None:
    """Kinds are not searched for in the text."""
    assert document({"text": text}).get("type") == kind


LETTERHEADS = [
    "Ministry of Reading\n\nPress Note\nNo. 14 of 2011\n\n",
    "Harbour Watch\n12 Quay Road, Kampot\nPress Release\n",
    "HW\nPress Release\n\n",
    "The Council\nStatement\n\n",  # the text mentions the Council
    "漁民聯會\n聯合聲明\n",
    "Harbour Watch\n\n",
    "HARBOUR FRIENDS\n12 Quay Road, Kampot\nTel: 012 555 014\n\n",
    "Harbour Friends\n12 Quay Road\n+855 12 555 014 | hf@port.example\n\nStatement\n",
    "Network of Fishers\n3 March 2019\n\n",
    "Press Release\nHarbour Watch\n\n",
]


@pytest.mark.parametrize("above", LETTERHEADS)
def test_a_letterhead_is_no_title(above: str) -> None:
    text = f"{above}{TITLE}\n\nThe Council is wrong. {BODY}"

    assert document({"text": text})["title"] == TITLE


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\nPress Release\nThe city has until the rains to think again\n{BODY}",
        f"Open the Port\n\nWhat the city owes to the fishers\n\n{BODY}",
        f"Fishers’ Network Wins\nTel: 012 555 014\n{BODY}",
    ],
)
def test_a_title_above_others_is_no_letterhead(text: str) -> None:
    assert document({"text": text})["title"] == text.partition("\n")[0]


def test_the_subject_of_a_letter_is_the_title() -> None:
    text = f"Dara Sok\nMayor of Kampot\n\nRe: Reading room\n\nDear Mayor,\n\n{BODY}"

    assert document({"text": text})["title"] == "Re: Reading room"


def test_fields_recorded_as_empty_stay_empty() -> None:
    """But an empty cell of a sheet does not mean that the field is empty."""
    text = f"{TITLE}\nKampot, 3 March 2019 – {BODY}"
    empty = {"text": text, "title": None, "place": "", "dateline": None, "dated": None}

    assert document(empty)["title"] == TITLE
    assert document(empty, said={"title", "place"})["title"] is None
    recorded = document({**empty, "uuid": "x"})
    assert (recorded["title"], recorded["place"], recorded["text"]) == (None, "", text)


def test_the_kind_is_read_from_a_title_without_text() -> None:
    assert document({"title": "Open letter to the Mayor"})["type"] == "Open Letter"
    assert document({"title": "On land"}) == {"title": "On land"}


def test_the_date_of_a_text_is_edtf_or_empty() -> None:
    assert date_of(f"{TITLE}\n3 March 2019\n{BODY}") == "2019-03-03"
    assert date_of(f"Kampot, 03/04/2019 – {BODY}") == ""
    assert date_of("") == ""


# Repeated texts that could take long to read: ¶ is a line feed, → is a tab.
REPEATED = """\
A/A /A¶/A¶¶/3 March 2019¶/3 March 2019 /Kampot, /(a /Press Release¶/Contact: /1/
2019 /–/៖/ក/(/→/¶/ /\u200b/Joint Statement /Open Letter to /聲明/Kampot – /
Title¶KAMPOT – A/To: /For immediate release /, /. /1 Quay /Calle A /Ref: 1-/
To the Minister /Harbour | /令和/12路/a-/Translation from /Delivered by: A /
For immediate release: A /3-4 May 2019 /A 3 and 4 /1-1/Señor A /【東京/第一/
Signed by:¶/1. A¶/Signed by:¶A¶/a, /on behalf of A, B /☆¶/9 /
statement on behalf of /sign organi¶/sign /Signed by:¶9¶/聯署/Signed by:¶A: b¶¶B¶¶/
Signed by:¶A   B¶/Signed by:¶Laos: A; B¶/Signed by:¶A; B, C; /Signed by:¶A    /
Signed by:¶0 /Done at A on /Signed by: A, B (/Sincerely,¶¶A¶Director¶"""


@pytest.mark.parametrize("pattern", REPEATED.replace("\n", "").split("/"))
def test_a_long_text_is_read_in_proportional_time(pattern: str) -> None:
    text = pattern.replace("¶", "\n").replace("→", "\t")

    assert "text" in document({"text": text * (LONG // len(text))})


KINDS = [
    ("Joint Statement", "Joint Statement"),
    ("Communiqué de presse", "Press Release"),
    ("Declaração conjunta", "Joint Statement"),
    ("Gemeinsame Erklärung", "Joint Statement"),
    ("SIARAN PERS", "Press Release"),
    ("Thông cáo báo chí", "Press Release"),
    ("សេចក្ដីថ្លែងការណ៍", "Statement"),
    ("แถลงการณ์ร่วม", "Joint Statement"),
    ("聯合聲明", "Joint Statement"),
    ("공동성명", "Joint Statement"),
    ("BASIN AÇIKLAMASI", "Press Statement"),
    ("Lehdistötiedote – vapaa julkaistavaksi heti", "Press Release"),
    ("بيان", "Statement"),
    ("Відкритий лист", "Open Letter"),
    ("Nota de pesar", "Condolences"),
]
# Words that can have other meanings.
LONE = [
    ("Appel", "Appeal"),
    ("AUFRUF", "Appeal"),
    ("Manifiesto", "Manifesto"),
    ("宣言", "Declaration"),
    ("RESOLUCION", "Resolution"),
]
NOT_LONE = [
    "Court of Appeal hears the fishers",
    "A message to the ministry",
    "Appel d'air au port de Kampot",
    "大会宣言をめぐる十年の議論",
]


@pytest.mark.parametrize(("line", "kind"), LONE)
def test_an_ambiguous_word_alone_on_its_line_is_a_kind(line: str, kind: str) -> None:
    assert kind_of(line) == kind


@pytest.mark.parametrize("title", NOT_LONE)
def test_an_ambiguous_word_in_a_title_is_no_kind(title: str) -> None:
    assert kind_in_title(title) is None
    assert kind_of(title) is None


LEADING = [
    ("Lettre de solidarité pour la réouverture de la salle", "Letter"),
    ("Carta aos moradores do porto", "Letter"),
    ("Surat Dukungan Terbuka untuk Ann Bo", "Open Letter"),
    ("Aufruf zur Öffnung des Lesesaals", "Appeal"),
    ("Nota sobre a sala de leitura", "Note"),
    ("Pressemitteilung Hafenwacht fordert Öffnung", "Press Release"),
    ("Persbericht: leeszaal weer open", "Press Release"),
    ("PETICION: Abran la sala de lectura", "Petition"),
    ("Письмо к мэру о читальном зале", "Letter"),
    ("Harbour Leaders’ Joint Statement: “The Spirit of the Port”", "Joint Statement"),
]
NOT_LEADING = [
    "Appel d’offres pour le port",
    "Carta de los derechos del lector",
    "Nota de pago de la sala",
    "Appeal to the Supreme Court fails",
    "Letter Writers Wanted: Apply Now",
    "Call for Papers on the Reading Room",
    "List of Eligible Readers",
]


@pytest.mark.parametrize(("title", "kind"), LEADING)
def test_a_title_can_begin_with_its_kind(title: str, kind: str) -> None:
    assert kind_in_title(title) == kind


@pytest.mark.parametrize("title", NOT_LEADING)
def test_a_title_that_begins_with_a_similar_word_has_no_kind(title: str) -> None:
    assert kind_in_title(title) is None


ABOUT = [
    "Groups Issue Joint Statement on Land",
    "Bank Statement Shows Loss",
    "Our statement on land was read",
    "Letter Writers Wanted",
    "市長發表聲明",
    "Land",
]


@pytest.mark.parametrize(("words", "kind"), KINDS)
def test_a_kind_alone_on_its_line_is_read(words: str, kind: str) -> None:
    assert kind_of(words) == kind
    assert kind_of(f"  {words.upper()}: ") == kind
    assert kind_of(f"[{words}]") == kind
    assert kind_of(f"{words} – 2019-03-03") == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Press Release No. 12/2019", "Press Release"),
        ("Press Release, 3 March 2019", "Press Release"),
        ("Een gemeenschappelijke verklaring.", "Joint Statement"),
        ("Pressemitteilung 03. März 2019", "Press Release"),
        ("Statement / Reading Room", None),
        ("FOR IMMEDIATE RELEASE", None),
        ("Press Release: Room Opens", None),
        ("Press Contacts", None),
    ],
)
def test_kind_can_have_a_date_or_number_beside_it(line: str, kind: str | None) -> None:
    assert kind_of(line) == kind


@pytest.mark.parametrize(("words", "kind"), sample(KINDS))
@pytest.mark.parametrize(
    "title", ["{}: Free the fishers", "[{}] Free the fishers", "Free the fishers – {}"]
)
def test_a_kind_set_off_in_a_title_is_read(words: str, kind: str, title: str) -> None:
    assert kind_in_title(title.format(words)) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Letter from civil society to the Bank", "Letter"),
        ("Global Civil Society Statement on the Treaty", "Statement"),
        ("Never Again: Declaration of the Network on the Fire", "Declaration"),
        ("Reopen the Port (Joint Statement)", "Joint Statement"),
        ("公民團體聯合聲明：立即重開閱覽室", "Joint Statement"),
        ("漁民聯會聲明 立即重開閱覽室", "Statement"),
        ("Offener Brief an den Bürgermeister", "Open Letter"),
    ],
)
def test_a_kind_at_an_end_of_a_title_is_read(title: str, kind: str) -> None:
    assert kind_in_title(title) == kind


@pytest.mark.parametrize("title", ABOUT)
def test_a_title_about_a_statement_has_no_kind(title: str) -> None:
    assert kind_in_title(title) is None
    assert kind_of(title) is None


def test_each_name_of_a_kind_passes_the_quick_check() -> None:
    tables = (words.KINDS.file["names"], words.KINDS.file["unspaced"])
    lists = [names for table in tables for names in table.values()]
    for name in chain.from_iterable(lists):
        kind = kind_of(name)
        assert kind
        assert kind_of(f"– No. 12: {name}") == kind
