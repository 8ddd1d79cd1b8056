"""Test the header of a release or a letter: title and dateline, and other lines."""

from importlib.resources import files

import pytest

from archives import draft
from mediarel.dates.edtf import PartialDate
from mediarel.release.document import document, updated_from_text
from mediarel.release.head import split_title

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
        "Amis du port de Kampot\n7, rue des Quais – 00210 Kampot\n"
        "Tél. 00 55 21 40 18\n\n"
    ),
    "Amici del Porto Onlus\nVia Garibaldi 3, Kampot\nC.F. 9100 2200\n\n",
    "Harbour Watch Ltd.\n\nPRESS RELEASE\nRef: HW/PR/2019/31\n\n",
    (
        "Harbour Watch\nFor the sea since 1990\n"
        "For those who live by it\n\nStatement\n\n"
    ),
    "Press release from Harbour Watch\n3 March 2019\n\n",
    "Gemeinsame Pressemitteilung von Hafenwacht und Kaiunion\n\n",
    "Press release\nHarbour Watch\n3 March 2019\n",
    "News | 3 March 2019\n\n",
    "Boletín No. 45/2019\n\n",
    "Contact presse : Ann Bo – 06 55 50 10 14\n\n",
    "Solidarity statement\n\n",
    # furniture of a site
    "Saltar al contenido\n\n",
    "Anterior «» Siguiente\n\n",
    "Texto principal\n\n",
    "Helpline: 0716 555 014\n\n",
    "Für Rückfragen: hafen(at)example.org\n\n",
    "الرئيسية ‹ إصدارات ‹ بلاغ حول الميناء\n\nبلاغ\n\n",
    # release notices
    "Siaran Pers\nUntuk disebarluaskan\n\nKampot, 3 Maret 2019\n\n",
    "Lehdistötiedote - vapaa julkaistavaksi heti\n\n",
    # meetings
    "READING COUNCIL\n46th session\nItem 4: General debate\nJoint oral statement\n\n",
    # kickers
    "PORTS AND ROOMS\n\n",
    "Press freedom\n\n",
    # addressees
    (
        "An die\nMinisterin für Lesen\nFrau Ann Bo\nHafenplatz 1\n"
        "00400 Kampot\n\nKampot, den 3. März 2019\n\n"
    ),
    "Señor\nJuan Bo\nAlcalde de Kampot\nPresente\n\n",
    "Kính gửi:\n- Bộ trưởng Ann Bo;\n- Chủ tịch Kampot\n\n",
    "Open letter\nTo the Minister of Reading\n\n",
    # notices and versions
    "MEDIA ADVISORY\nFor planning purposes: 3 July 2019\n\n",
    "Press release\nCheck against delivery\n\n",
    "Statement\nUPDATED 3 March 2019\n\n",
    # contacts of several lines, with a label
    (
        "March 3, 2019 Contact: Ann Bo\nKampot County Reading Office\n"
        "012-555-0140 (Office)\nann@port.example\n"
    ),
    # a kind on the same line as the date
    "Kampot, 3 March 2019 – Press release\n\n",
]
OTHER_SCRIPTS = [
    ("សមាគមកំពង់ផែ\nផ្ទះលេខ១២ ផ្លូវ៥ សង្កាត់កណ្តាល\n\nសេចក្តីប្រកាសព័ត៌មាន\n\n", KHMER_TITLE),
    ("ផ្សព្វផ្សាយភ្លាម\n\n", KHMER_TITLE),
    ("แถลงการณ์ ฉบับที่ 2/2562\n\n", "ชาวบ้านขอให้เปิดห้องสมุดอีกครั้ง"),
]


@pytest.mark.parametrize("above", ABOVE)
def test_letterheads_and_notices_are_no_title(above: str) -> None:
    assert document({"text": f"{above}{TITLE}\n\n{BODY}\n\n{BODY}"})["title"] == TITLE


@pytest.mark.parametrize(("above", "title"), OTHER_SCRIPTS)
def test_letterheads_in_other_scripts_are_no_title(above: str, title: str) -> None:
    text = f"{above}{title}\n\n{KHMER}\n\n{KHMER}"

    assert document({"text": text})["title"] == title


@pytest.mark.parametrize(
    "title",
    [
        "20 houses burnt down in Quay Street",
        "To the Minister of Reading: open the room",
        "Read by nobody: the report on the port",
        "Press release: Eleven Towns Speak",
        "เรียนรู้จากท่าเรือ",
    ],
)
def test_titles_that_look_like_notices_are_kept(title: str) -> None:
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
            f"For planning purposes: 3 July 2019\n\n{TITLE}\n{BODY}",
            None,
            "2019-07-03",
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
def test_place_date_and_kind_are_read_from_mixed_lines(
    text: str, place: str | None, dated: str | None, kind: str | None
) -> None:
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
    ],
)
def test_a_title_continues_after_a_sign_or_short_word(first: str, second: str) -> None:
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
def test_a_subtitle_is_no_part_of_the_title(subtitle: str) -> None:
    title = "Reader Found Guilty of the Loss of Three Hundred Books"
    text = f"{title}\n{subtitle}\n\nKampot, 3 March 2019 – {BODY}"

    assert document({"text": text})["title"] == title


def test_a_long_headline_above_a_subject_is_the_title() -> None:
    headline = "Open letter of the harbour groups to the council on the reading room"
    below = f"3 March 2019\nTo: The council\n\nSubject: Opening the room\n\n{BODY}"

    assert document({"text": f"{headline}\n{below}"})["title"] == headline
    assert "Opening the room" in document({"text": f"Open letter\n{below}"})["title"]


@pytest.mark.parametrize("notice", ["For Immediate Release: ", "IMMEDIATE RELEASE – "])
def test_a_notice_on_the_line_of_the_title_is_removed(notice: str) -> None:
    read = document({"text": f"{notice}{TITLE}\n\n{BODY}"})

    assert read["title"] == TITLE
    assert read["text"].endswith(BODY)


def test_a_place_in_wrapped_text_is_read() -> None:
    wrapped = (
        "(KAMPOT) – In light of the storm the council of eleven towns works\n"
        "together with the League of Readers to make sure that the reading\n"
        "room is opened again."
    )
    read = document({"text": f"{TITLE}\n{wrapped}\n\n{BODY}"})

    assert (read["title"], read["place"]) == (TITLE, "KAMPOT")


TEXT = "The undersigned organizations are deeply disturbed."
SEED = (files("mediarel") / "sample" / "joint-statements.txt").read_text("utf-8")
DATELINE = "Phnom Penh, 16 July 2012"

NOT_TITLES = [
    "Civil society groups call for his release.",
    "The following organizations:",
    "Dear Prime Minister",
    "He said “no.”",
    "សេចក្តីថ្លែងការណ៍រួម។",
    "សូមគោរពជូន ឯកឧត្តម",
    "Phnom Penh, July 16, 2012 – Groups Call for Release",
    "July 2012",
    "- A first point",
    "a) A first point",
    "The organizations met and\nthen went home.",
]


def test_the_titles_of_the_sample_statements_are_read_as_printed() -> None:
    begin = SEED.index("Southeast Asian Civil")
    end = SEED.index("2012-07-16")

    title, text = split_title(SEED[begin:end])

    assert title == (
        "Southeast Asian Civil Society Groups Highlight Increasing Rights Violations "
        "Online, Call for\u00a0Improvements to Internet Governance Processes in the "
        "Region"
    )
    assert text.startswith("We, the undersigned civil society delegates")


@pytest.mark.parametrize(
    "title",
    [
        "Groups Call for Release of Mam Sonando",
        '"Free Sonando" Campaign Begins',
        "“Free” Is Not “Free”",
        "Mr. Sonando Freed (Update)",
        "Who arrested Mam Sonando?",
        "Free him!",
        "Joint statement: Free him",
        "សេចក្តីថ្លែងការណ៍រួម ស្តីពីដីធ្លី",
    ],
)
def test_a_line_above_the_text_is_the_title(title: str) -> None:
    assert split_title(f"\n {title} \n \n\n{TEXT}\n\n{TEXT}") == (
        title,
        f"{TEXT}\n\n{TEXT}",
    )


@pytest.mark.parametrize("first", NOT_TITLES)
def test_sentences_and_salutations_are_no_title(first: str) -> None:
    text = f"{first}\n\n{TEXT}"

    assert split_title(text) == (None, text)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"text": "Geneva, 17 July 2012 – We protest."}, "Geneva"),
        ({"text": "We protest."}, None),
        ({"text": "Geneva, 17 July 2012 – We protest.", "place": "Bern"}, "Bern"),
        ({"title": "On land"}, "Phnom Penh"),
    ],
)
def test_an_edited_text_changes_its_dateline_fields(
    fields: dict[str, object], place: str | None
) -> None:
    before = draft("Phnom Penh, 16 July 2012 – We protest.", place="Phnom Penh")
    before = before.replace(dateline=DATELINE, dated=PartialDate(2012, 7, 16))

    followed = {**before.fields(), **updated_from_text(before, fields)}

    assert followed["place"] == place


def test_a_place_set_by_hand_is_kept() -> None:
    before = draft("We protest.", place="Battambang")

    followed = updated_from_text(before, {"text": "Geneva, 17 July 2012 – We protest."})

    assert "place" not in followed
    assert followed["dated"] == "2012-07-17"


def test_an_edited_text_changes_the_detected_language() -> None:
    """A language set by hand is kept."""
    told, by_hand = draft("We protest."), draft("We protest.", language="fr")
    khmer = {"text": "យើងខ្ញុំសូមតវ៉ា"}

    assert updated_from_text(told, khmer)["language"] == "km"
    assert "language" not in updated_from_text(by_hand, khmer)


def test_a_title_above_the_greeting_is_kept() -> None:
    text = f"{TITLE}\n\nDear Minister,\n\nThe room\n\n{BODY}"

    assert document({"text": text})["title"] == TITLE


LOGO = "HARBOUR ALLIANCE\nwww.harbour.example\n\n"
NOW = "FOR IMMEDIATE RELEASE\n3 March 2019\n\n"
CONTACT = "CONTACT:\nAnn Bo, Communications Director\n(503) 555-0142 | a@b.example\n\n"
TWO = "Court Halts Dredging of the Kampot Quay for\nIts Danger to the Room"


@pytest.mark.parametrize("is_tight", [False, True])
@pytest.mark.parametrize(
    "above",
    [
        f"{LOGO}{NOW}{CONTACT}",
        f"{NOW}{CONTACT}",
        NOW,
        f"HARBOUR ALLIANCE\n{NOW}{CONTACT}",
        f"{NOW}Media contact\nAnn Bo\nHarbour Watch\n+855 12 555 014\n\n",
    ],
)
def test_a_contact_above_a_title_of_two_lines_is_no_title(
    above: str, *, is_tight: bool
) -> None:
    text = f"{above}{TWO}\nRuling sends the plan back for a full review\n\n"
    if is_tight:
        text = text.replace("\n\n", "\n")
    read = document({"text": f"{text}KAMPOT, Cambodia — {BODY}\n\n{BODY}"})

    assert read["title"] == TWO.replace("\n", " ")
    assert (read["place"], read["dated"]) == ("KAMPOT, Cambodia", "2019-03-03")


def test_a_title_above_a_contact_is_the_title() -> None:
    text = f"{TITLE}\n\n{CONTACT}Quay Union and others speak\n\n{BODY}"

    assert document({"text": text})["title"] == TITLE
