"""Test the header of letters."""

import pytest

from mediarel.release.document import document

TITLE = "Harbour towns ask for the reading room to be opened again"
BODY = (
    "Eleven towns on the coast said today that the reading room of Kampot must be "
    "opened again. It was closed in March. Nobody has said why."
)


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


def test_a_label_with_person_and_number_is_a_contact() -> None:
    called = "Reference: Ann Bo, Speaker, 0917-555-0126"
    text = f"Press Release\n\n{called}\n\n{TITLE}\n\n{BODY}"

    assert document({"text": text})["title"] == TITLE


def test_a_title_above_a_contact_is_the_title() -> None:
    text = f"{TITLE}\n\n{CONTACT}Quay Union and others speak\n\n{BODY}"

    assert document({"text": text})["title"] == TITLE
