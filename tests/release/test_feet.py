"""Test the place and date near the signatories of a release."""

import pytest

from mediarel.release.document import document

TEXT = (
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
    place, dated, names = read(f"{TEXT}We, organisations, wait.\n\n{below}")

    assert (place, dated) == (FEET[foot], "2019-03-03")
    assert isinstance(names, list)
    assert names[:3] == NAMES
    assert foot not in names
    assert not [name for name in names if "2019" in name or "Dara" in name]


@pytest.mark.parametrize("foot", OF_MONTHS)
def test_a_month_with_its_place_is_a_date(foot: str) -> None:
    place, dated, names = read(f"{TEXT}{foot}\n\nSigned by:\n{LIST}")

    assert place == OF_MONTHS[foot]
    assert dated == (place and "2019-03")
    assert names == NAMES


def test_a_dateline_with_a_region_is_no_name() -> None:
    text = f"{TEXT}Signed by:\n{LIST}\nKampot (Port of the Lake), 3 de marzo de 2019"

    assert read(text)[2] == NAMES


@pytest.mark.parametrize(
    "line",
    [
        "Signed by 40 groups on 3 March 2019",
        "Adopted in Kampot on 3 March 2019 by the delegates of forty groups",
    ],
)
def test_other_lines_have_no_place(line: str) -> None:
    assert read(f"{TEXT}{line}\n\nSigned by:\n{LIST}")[0] is None


def test_place_and_date_can_be_below_the_title() -> None:
    text = f"The Second Assembly\nIssued at Port Halden on 3 March 2019\n\n{TEXT}"

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
    assert read(f"{TEXT}{source}")[:2] == (None, None)


def test_a_date_that_begins_a_sentence_is_no_date_of_the_text() -> None:
    text = "Leseabend am Hafen\n\nAm Samstag, 3. März 2019, findet der Abend statt."

    assert (
        read(f"{text}\n\nEr ist für alle offen, die gern lesen und hören.")[1] is None
    )
