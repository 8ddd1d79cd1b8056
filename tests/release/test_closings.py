"""Test the signatories below the closing of a letter."""

import pytest

from mediarel.release.signatories import read_signatories
from releases import names_in

TEXT = "Dear Minister,\n\nWe ask you to open the reading room again this year.\n\n"
CLOSINGS = [
    *("Sincerely,", "Yours faithfully", "Kind regards,", "With our best wishes,"),
    "Please accept, Minister, the assurances of our highest consideration.",
    *("Freundliche Grüsse", "Mit freundlichem Gruß", "Viele Grüße aus Halm"),
    "Veuillez agréer, Monsieur le Maire, nos salutations distinguées.",
    *("Cordialement,", "Salutations distinguées,", "Bien cordialement"),
    *("Sin otro particular, la saludamos muy atentamente:", "Saludos cordiales,"),
    *("Saudações solidárias,", "Distinti saluti", "Cordiali saluti,", "Con osservanza"),
    *("Trân trọng,", "Xin trân trọng cảm ơn.", "Kính thư"),
    *("ขอแสดงความนับถือ", "ດ້ວຍຄວາມເຄົາລົບ", "လေးစားစွာဖြင့်", "敬具", "此致\n敬禮", "謹啟"),
]
PEOPLE = [
    "Ann Bo, president of Harbour Watch",
    "Prof. Dara Sok, Reader at Kampot",
    "Rosa Okello, journalist",
]
PAIRS = ["Ann Bo", "Director, Harbour Watch", "Dara Sok", "Coordinator, River Network"]


@pytest.mark.parametrize("closing", CLOSINGS)
def test_several_names_below_a_closing_are_signatories(closing: str) -> None:
    people, blocks = "\n".join(PEOPLE), "\n".join([*PAIRS[:2], "", *PAIRS[2:]])
    some = "Harbour Watch\nRed del Puerto\nFriends of the Old Port\nCoro y Luz"

    assert names_in(f"{TEXT}{closing}\n\n{people}\n\nAnlage: Karte") == PEOPLE
    assert names_in(f"{TEXT}{closing}\n{people}") == PEOPLE
    assert names_in(f"{TEXT}{closing}\n\n{blocks}") == ["Ann Bo", "Dara Sok"]
    assert names_in(f"{TEXT}{closing}\n\n{some}\n\nCc: Ann Bo") == some.split("\n")


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize(
    "one",
    [
        "Ann Bo",
        "Ann Bo\nDirector\nHarbour Watch",
        "Ann Bo\nHafenwacht e. V.",
        "Ann Bo\nHarbour Watch\nMarktgasse 9\n00400 Halm",
        "Your Press Desk\nHarbour Watch\nPort Road 14\nKampot",
    ],
)
def test_one_name_below_a_closing_is_no_signatory(closing: str, one: str) -> None:
    assert names_in(f"{TEXT}{closing}\n\n{one}") == []


def test_one_name_below_a_heading_is_a_signatory() -> None:
    text = f"{TEXT}Mit freundlichen Grüßen\n\nUnterzeichnet von:\nHafenwacht Kampot"

    assert names_in(text) == ["Hafenwacht Kampot"]


def test_people_on_behalf_of_others_keep_their_line() -> None:
    lines = [
        "Pour la Ligue du Port, Ann Bo, présidente",
        "Pour l’Observatoire du Lac, Dara Sok, délégué",
        "Pour Livres libres, Rosa Okello, coordinatrice",
    ]
    closing = "Veuillez agréer, Madame, l’expression de notre considération."

    assert names_in(f"{TEXT}{closing}\n\n" + "\n".join(lines)) == lines


def test_the_first_line_of_each_person_is_the_name() -> None:
    """Offices and organisations are on the next lines."""
    three = [
        "Ann Bo",
        "Director",
        "Harbour Watch",
        "Dara Sok",
        "Secretary",
        "Port Union",
    ]

    assert names_in(f"{TEXT}Signed by:\n" + "\n".join(PAIRS)) == ["Ann Bo", "Dara Sok"]
    assert names_in(f"{TEXT}Signed by:\n" + "\n".join(three)) == ["Ann Bo", "Dara Sok"]


@pytest.mark.parametrize(
    "line",
    [
        "The council sent its regards and nothing else:",
        "Wir schicken Grüße an alle, die am Hafen stehen.",
        "Ils nous prient de croire que rien ne changera. Nous n’y croyons pas.",
        "He signed with his best wishes for the port, as every year before.",
    ],
)
def test_a_sentence_with_the_words_of_a_closing_is_none(line: str) -> None:
    assert names_in(f"{TEXT}{line}\n" + "\n".join(PEOPLE)) == []


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("office", ["President", "President, Quay Union"])
def test_one_officer_below_a_closing_is_no_signatory(between: str, office: str) -> None:
    text = (
        f"We ask the council to open the room.\n\nSincerely,\n\nAnn Bo{between}{office}"
    )

    assert not read_signatories(text).names
