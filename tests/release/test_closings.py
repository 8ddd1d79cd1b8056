"""Those who sign a letter, below its closing, in all languages.

- several people with what they are; organisations; in pairs of lines and in blocks
- one who writes for others is no signatory
- what reads like a closing and is none
"""

from __future__ import annotations

import pytest

from mediarel.release.signatories import read_signatories

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


def names_in(text: str) -> list[str]:
    return list(read_signatories(text).names)


@pytest.mark.parametrize("closing", CLOSINGS)
def test_below_a_closing(closing: str) -> None:
    """Several who signed, whether people or organisations; the letter ends there."""
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
def test_who_writes_for_others(closing: str, one: str) -> None:
    """One alone is no signatory, with office and address or without."""
    assert names_in(f"{TEXT}{closing}\n\n{one}") == []


def test_a_heading_below_a_closing() -> None:
    """It says that one alone has signed."""
    text = f"{TEXT}Mit freundlichen Grüßen\n\nUnterzeichnet von:\nHafenwacht Kampot"

    assert names_in(text) == ["Hafenwacht Kampot"]


def test_people_on_behalf_of_others() -> None:
    """Each is a line as printed."""
    lines = [
        "Pour la Ligue du Port, Ann Bo, présidente",
        "Pour l’Observatoire du Lac, Dara Sok, délégué",
        "Pour Livres libres, Rosa Okello, coordinatrice",
    ]
    closing = "Veuillez agréer, Madame, l’expression de notre considération."

    assert names_in(f"{TEXT}{closing}\n\n" + "\n".join(lines)) == lines


def test_people_over_two_or_three_lines() -> None:
    """Where each has what they are below, the first lines are the names."""
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
def test_what_is_no_closing(line: str) -> None:
    """A sentence with the same words."""
    assert names_in(f"{TEXT}{line}\n" + "\n".join(PEOPLE)) == []


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("office", ["President", "President, Quay Union"])
def test_one_with_an_office_below_a_closing_writes_for_others(
    between: str, office: str
) -> None:
    """Also where the office stands apart, and says whose it is."""
    text = (
        f"We ask the council to open the room.\n\nSincerely,\n\nAnn Bo{between}{office}"
    )

    assert not read_signatories(text).names
