"""Test the dateline at the beginning of a text, and the place and date at its end."""

import re
from importlib.resources import files

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mediarel.release.dateline import Dateline, read_dateline
from mediarel.release.document import document
from mediarel.release.head import split_title
from samples import ALL

TEXT = "The undersigned organizations are deeply disturbed."
KHMER_TEXT = "យើងខ្ញុំជាអង្គការសង្គមស៊ីវិល"
SEED = (files("mediarel") / "sample" / "joint-statements.txt").read_text("utf-8")

# The dateline, its place and its date.
DATELINES = [
    ("Phnom Penh (July 16, 2012) –", "Phnom Penh", "2012-07-16"),
    ("August 7th, 2013 -", None, "2013-08-07"),
    ("Phnom Penh, June 27, 2012 -", "Phnom Penh", "2012-06-27"),
    ("(Phnom Penh, 16 July 2012) –", "Phnom Penh", "2012-07-16"),
    ("16 July 2012, Phnom Penh –", "Phnom Penh", "2012-07-16"),
    ("16 July 2012 Phnom Penh –", "Phnom Penh", "2012-07-16"),
    ("(16 July 2012, Phnom Penh) –", "Phnom Penh", "2012-07-16"),
    ("JULY 17, 2013 -", None, "2013-07-17"),
    ("Phnom\u00a0Penh,  July\u00a016,  2012 —", "Phnom Penh", "2012-07-16"),
    ("Phnom Penh, July 16, 2012 --", "Phnom Penh", "2012-07-16"),
    ("Phnom Penh July 16, 2012 –", "Phnom Penh", "2012-07-16"),
    ("Phnom Penh, July 16 2012 –", "Phnom Penh", "2012-07-16"),
    ("Aug. 7, 2013 –", None, "2013-08-07"),
    ("Sept. 7, 2013 –", None, "2013-09-07"),
    ("Monday 16 July 2012 –", None, "2012-07-16"),
    ("Mon. 16 July 2012:", None, "2012-07-16"),
    ("Phnom Penh, 2012-07-16 –", "Phnom Penh", "2012-07-16"),
    ("Phnom Penh, July 2012 –", "Phnom Penh", "2012-07"),
    ("July 2012, Phnom Penh –", "Phnom Penh", "2012-07"),
    ("Ho Chi Minh City, July 16, 2012 –", "Ho Chi Minh City", "2012-07-16"),
    ("Évry, July 16, 2012 –", "Évry", "2012-07-16"),
    ("Mar del Plata, July 16, 2012 –", "Mar del Plata", "2012-07-16"),
    ("The Hague, July 16, 2012 –", "The Hague", "2012-07-16"),
    ("Washington, D.C., July 16, 2012 –", "Washington, D.C.", "2012-07-16"),
    ("Bangkok and Phnom Penh, May 1, 2012 –", "Bangkok and Phnom Penh", "2012-05-01"),
    ("ទី១៦ ខែកក្កដា ឆ្នាំ២០១២ –", None, "2012-07-16"),
    ("រាជធានីភ្នំពេញ, ថ្ងៃទី១៦ ខែកក្កដា ឆ្នាំ២០១២ –", "រាជធានីភ្នំពេញ", "2012-07-16"),
    ("រាជធានីភ្នំពេញ ថ្ងៃចន្ទ ទី១៦ ខែកក្កដា ឆ្នាំ២០១២ –", "រាជធានីភ្នំពេញ", "2012-07-16"),
    ("ថ្ងៃទី១៦ ខែកក្កដា ឆ្នាំ២០១២ ភ្នំពេញ៖", "ភ្នំពេញ", "2012-07-16"),
    ("Phnom Penh (Cambodia), 16 July 2012 –", "Phnom Penh (Cambodia)", "2012-07-16"),
    ("東京、平成24年7月16日 —", "東京", "2012-07-16"),
    ("【東京・2012年7月16日】", "東京", "2012-07-16"),
    ("ວຽງຈັນ, ວັນທີ 16 ກໍລະກົດ 2012 –", "ວຽງຈັນ", "2012-07-16"),
    ("16 July 2012 – Phnom Penh –", "Phnom Penh", "2012-07-16"),
    ("16 July 2012, Saint-Denis –", "Saint-Denis", "2012-07-16"),
    ("Warszawa, poniedziałek, 16 lipca 2012 –", "Warszawa", "2012-07-16"),
    ("г. Москва, 16 июля 2012 года –", "Москва", "2012-07-16"),
    ("Ústí nad Labem, dne 16. července 2012 –", "Ústí nad Labem", "2012-07-16"),
    ("Porto Halden (RS), 16 de julho de 2012 –", "Porto Halden (RS)", "2012-07-16"),
    ("ရန်ကုန်၊ ၂၀၁၂ ပြည့်နှစ်၊ ဇူလိုင်လ ၁၆ ရက် —", "ရန်ကုန်", "2012-07-16"),
]
# Characters after a dateline; `printed` does not contain them.
ENDS = " .:៖-–—―"

NOT_DATELINES = [
    "",
    KHMER_TEXT,
    "On June 27, 2012 - the court ruled.",
    "In Phnom Penh, June 27, 2012 - the court ruled.",
    "Phnom Penh has seen on June 27, 2012 - a Wednesday - a trial.",
    "2012 - a year of trials.",
    "Long March 2012 – a walk to the capital.",
    "July 16, 2012 – July 18, 2012: a conference.",
    "Phnom Penh, July 2012 – 2013: a campaign.",
    "Phnom Penh, July 2012-13: a campaign.",
    "Bangkok and July 16, 2012 – as it says.",
    "July 16, 2012. We met.",
    "Phnom Penh, July 32, 2012 - a day that is not.",
    "Phnom Penh, 03/04/2012 – two readings.",
    "July 16, 2012 was a Monday.",
    "July 16, 2012 –",
    "July 16, 2012\nwas a Monday – and it rained.",
    "“Phnom Penh, July 16, 2012 – I was arrested,” he said.",
    "Press Release, July 16, 2012 – as it says.",
    "Mr. Sonando, July 16, 2012 – as he was.",
    "H.R. 2471 is the act of the council on the reading room of the port of Kampot.",
    "One Two Three Four Five Six Seven, July 16, 2012 – too long.",
    "កាលពីថ្ងៃទី១៦ ខែកក្កដា ឆ្នាំ២០១២ – " + KHMER_TEXT,
    KHMER_TEXT[3:] * 2 + " ថ្ងៃទី១៦ ខែកក្កដា ឆ្នាំ២០១២ – " + KHMER_TEXT,
    "ថ្ងៃទី៣១ ខែមិថុនា ឆ្នាំ២០១២ – " + KHMER_TEXT,
]


def after(text: str) -> str:
    """Return `text` from the end of its dateline."""
    found = read_dateline(text)
    return text if found is None else text[found.end :]


@pytest.mark.parametrize(("form", "place", "dated"), DATELINES)
def test_dateline_has_place_and_date(form: str, place: str | None, dated: str) -> None:
    text = f"{form} {TEXT}"

    found = read_dateline(text)

    assert found is not None
    assert (found.place, str(found.dated)) == (place, dated)
    assert found.printed == form.rstrip(ENDS)
    assert text[found.end :] == TEXT


@pytest.mark.parametrize("text", NOT_DATELINES)
def test_text_without_a_dateline_is_unchanged(text: str) -> None:
    assert read_dateline(text) is None
    assert after(text) == text


@pytest.mark.parametrize(
    ("start", "printed"),
    [
        ("Phnom Penh, July 16, 2012\n\n", "Phnom Penh, July 16, 2012"),
        ("Phnom Penh, July 16, 2012 \r\n\r\n", "Phnom Penh, July 16, 2012"),
        ("Phnom Penh, July 16, 2012.\n", "Phnom Penh, July 16, 2012"),
        ("(16 July 2012)\n", "(16 July 2012)"),
        ("July 16, 2012 –\n", "July 16, 2012"),
        ("July 16, 2012—", "July 16, 2012"),
        ("July 16, 2012. – ", "July 16, 2012"),
        ("Geneva, July 16, 2012. ", "Geneva, July 16, 2012"),
        ("(Phnom Penh, July 16, 2012) ", "(Phnom Penh, July 16, 2012)"),
        (" \n\u00a0\ufeffJuly 16, 2012: \n\u00a0", "July 16, 2012"),
    ],
)
def test_the_mark_after_a_dateline_is_left_out(start: str, printed: str) -> None:
    """The mark is a bracket, a dash or the end of the line."""
    found = read_dateline(start + TEXT)

    assert found is not None
    assert found.printed == printed
    assert after(start + TEXT) == TEXT


def test_text_below_a_dateline_can_begin_with_a_date() -> None:
    assert after("July 16, 2012\n\n16 July is gone.") == "16 July is gone."
    assert after("July 16, 2012\n\niLaw is gone.") == "iLaw is gone."


def test_the_datelines_of_the_sample_statements_are_read() -> None:
    found = [read_dateline(paragraph) for paragraph in SEED.split("\n\n")]

    assert [(each.place, str(each.dated), each.printed) for each in found if each] == [
        (None, "2013-08-07", "August 7th, 2013"),
        ("Phnom Penh", "2012-12-08", "Phnom Penh, December 8, 2012"),
        ("Phnom Penh", "2012-07-16", "Phnom Penh (July 16, 2012)"),
        ("Phnom Penh", "2012-06-27", "Phnom Penh, June 27, 2012"),
    ]


PIECES = st.lists(
    st.sampled_from(
        [
            *("Phnom Penh", "July", "july", "16", "7th", "2012", "០១", "២០១២", "1"),
            *("ថ្ងៃ", "ទី", "ខែ", "កក្កដា", "ឆ្នាំ", "ភ្នំពេញ", "Mon", "of", "We", "on"),
            *(" ", "  ", "\u00a0", "\u200b", "\n", ",", ".", "(", ")", "[", "]"),
            *("-", "–", ":", "៖", "/", '"', "“", "’", "\ud800", "\x1b", "•"),
            *("Press Release", "Open the room", "Signed by:", "KAMPOT – ", "1. ", "\t"),
        ]
    ),
    max_size=16,
).map("".join)


def letters(text: str) -> str:
    """Return `text` without white space and invisible characters."""
    return re.sub(r"[\s\u200b-\u200d\u2060\ufeff]+", "", text)


@settings(max_examples=200 if ALL else 40)
@given(st.one_of(st.text(), PIECES))
@example("0A\n\u200b0")
@example("AA\n0A\n0")
def test_no_word_of_any_text_is_lost(text: str) -> None:
    """The text is unchanged, except that one part is removed, the title."""
    title, below = split_title(text)
    found = read_dateline(text)

    part, whole = letters(title or ""), letters(text)
    rests = (
        whole[:n] + whole[n + len(part) :]
        for n in range(len(whole) + 1)
        if whole.startswith(part, n)
    )
    assert letters(below) in rests
    if found is not None:
        assert isinstance(found, Dateline)
        assert found.printed == found.printed.strip()
        assert text[: found.end].lstrip(" \n\u00a0\u200b").startswith(found.printed)
        assert text[found.end :].strip()


ASKED = (
    "Open the reading room\n\nWe ask the council to open the reading room again, as it "
    "promised to do in the spring.\n\n"
)
NAMES = ["Harbour Watch", "River Network", "Port Union"]
LIST = "\n".join(NAMES)
CONTACT = "Contact: Dara Sok\nTel: 012 555 014\ndara@port.example\nCome and see us"

FEET = {
    "Neuhaus an der Elm, den 3. März 2019": "Neuhaus an der Elm",
    "São João do Rio, 3 de março de 2019.": "São João do Rio",
    "Santa Rita da Serra, 3 de março de 2019": "Santa Rita da Serra",
    "Boulogne sur Lys, le 3 mars 2019": "Boulogne sur Lys",
    "Burton upon Lake, 3 March 2019": "Burton upon Lake",
    "Done at Kampot, this 3rd day of March 2019": "Kampot",
    "Issued at Kampot on 3 March 2019.": "Kampot",
    "Dated this 3rd day of March 2019 at Port Halden": "Port Halden",
    "Dated this 3rd day of March 2019": None,
    "Fait à Kampot le 3 mars 2019": "Kampot",
    "Hecho en la ciudad de Monteluz, a los 3 días del mes de marzo de 2019": "Monteluz",
    "Dado en Monteluz a 3 de marzo de 2019": "Monteluz",
    "Feito em Itaúna do Sul, aos 3 dias do mês de março de 2019.": "Itaúna do Sul",
    "Fatto a Montebruno, il 3 marzo 2019": "Montebruno",
    "Geschehen zu Halm am 3. März 2019": "Halm",
    "Dibuat di Kampot pada tanggal 3 Maret 2019": "Kampot",
    "Làm tại Hà Nội, ngày 3 tháng 3 năm 2019": "Hà Nội",
    "ធ្វើនៅកំពត ថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០១៩": "កំពត",
    "ทำที่กรุงเทพมหานคร วันที่ 3 มีนาคม 2562": "กรุงเทพมหานคร",
    "2019年3月3日，高雄": "高雄",
    "3 March 2019": None,
    "Monteluz 3 de marzo de 2019": "Monteluz",
    "Monteluz a 3 de marzo de 2019": "Monteluz",
    "Monteclara 03 de março de 2019.": "Monteclara",
    "Porto Halden, RS, 03 de março de 2019.": "Porto Halden, RS",
    "Porto Halden – RS, 3 de março de 2019.": "Porto Halden – RS",
    "Harbour Watch, Kampot, 3 March 2019": "Kampot",
    "HarbourWatch, Kampot, 03.03.2019": "Kampot",
    "Vallclara, 3 de març de 2019": "Vallclara",
    "Halmstede, 3 maart 2019": "Halmstede",
    "Lungsod ng Halden, Marso 3, 2019": "Lungsod ng Halden",
    "(Originally published on 3 March 2019)": None,
    "(Publié initialement le 3 mars 2019)": None,
}
OF_MONTHS = {
    "Kampot, March 2019": "Kampot",
    "Montebruno, marzo 2019": "Montebruno",
    "Santa Rita da Serra, março de 2019": "Santa Rita da Serra",
    "March 2019": None,
}


def read(text: str) -> tuple[object, object, object]:
    fields = document({"text": text})
    return fields.get("place"), fields.get("dated"), fields.get("signatories")


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize(
    "layout",
    [
        "{foot}\n\nSigned by:\n{names}",
        "{foot}\n\nOrganisations:\n{names}",
        "{foot}\n\n{names}\nKampot Choir\nRed del Puerto",
        "Signed by:\n\n{foot}\n\n{names}\n\n{contact}",
        "Signed by:\n{names}\n\n{foot}",
        "Signed by:\n{names}\n\n{foot}\n\n{contact}",
        "Signed by:\n{names}\n\n" + "Notes\nThe room has been shut.\n" * 2 + "{foot}",
    ],
)
def test_place_and_date_near_the_names_are_read(foot: str, layout: str) -> None:
    below = layout.format(foot=foot, names=LIST, contact=CONTACT)
    place, dated, names = read(f"{ASKED}We, organisations, wait.\n\n{below}")

    assert (place, dated) == (FEET[foot], "2019-03-03")
    assert isinstance(names, list)
    assert names[:3] == NAMES
    assert foot not in names
    assert not [name for name in names if "2019" in name or "Dara" in name]


@pytest.mark.parametrize("foot", OF_MONTHS)
def test_a_month_with_its_place_is_a_date(foot: str) -> None:
    place, dated, names = read(f"{ASKED}{foot}\n\nSigned by:\n{LIST}")

    assert place == OF_MONTHS[foot]
    assert dated == (place and "2019-03")
    assert names == NAMES


def test_a_dateline_with_a_region_is_no_name() -> None:
    text = f"{ASKED}Signed by:\n{LIST}\nKampot (Port of the Lake), 3 de marzo de 2019"

    assert read(text)[2] == NAMES


@pytest.mark.parametrize(
    "line",
    [
        "Signed by 40 groups on 3 March 2019",
        "Adopted in Kampot on 3 March 2019 by the delegates of forty groups",
    ],
)
def test_other_lines_have_no_place(line: str) -> None:
    assert read(f"{ASKED}{line}\n\nSigned by:\n{LIST}")[0] is None


def test_place_and_date_can_be_below_the_title() -> None:
    text = f"The Second Assembly\nIssued at Port Halden on 3 March 2019\n\n{ASKED}"

    assert read(text)[:2] == ("Port Halden", "2019-03-03")


@pytest.mark.parametrize(
    "source",
    [
        "Halmer Tageblatt, 3.3.2019",
        "The Port Times, 3 March 2019",
        "Correio de Itaúna, 3 de março de 2019",
    ],
)
def test_a_newspaper_with_its_date_is_no_place(source: str) -> None:
    assert read(f"{ASKED}{source}")[:2] == (None, None)


def test_a_date_that_begins_a_sentence_is_no_date_of_the_text() -> None:
    text = "Leseabend am Hafen\n\nAm Samstag, 3. März 2019, findet der Abend statt."

    assert (
        read(f"{text}\n\nEr ist für alle offen, die gern lesen und hören.")[1] is None
    )
